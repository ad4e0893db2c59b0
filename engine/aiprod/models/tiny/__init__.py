# SPDX-License-Identifier: Apache-2.0
"""Tiny checkpoints of the true architectures: random weights, seeded, a few megabytes, in diffusers' layout.

The real code runs on them where there are no weights: every module is the library's own class, and the geometry of latents
(how many pixels and frames one stands for) is the true one. What they make is noise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.runtime import need_torch

TITLES: Mapping[str, str] = {
    "tiny-wan": "Wan 2.1, text to video",
    "tiny-wan-i2v": "Wan 2.1, image to video",
    "tiny-wan-flf": "Wan 2.1, first and last frame to video",
    "tiny-wan-vace": "Wan 2.1 VACE, controls and references",
    "tiny-wan22": "Wan 2.2, text to video, two experts",
    "tiny-wan22-i2v": "Wan 2.2, image to video, two experts",
    "tiny-wan5b": "Wan 2.2, text and image to video, small latents",
    "tiny-ltx20": "LTX-2.0 with sound",
    "tiny-ltx23": "LTX-2.3 with sound",
    "tiny-ltx23-distilled": "LTX-2.3 with sound, few steps",
    "tiny-ltx25": "LTX-2.5 with sound",
    "tiny-ltx25-distilled": "LTX-2.5 with sound, few steps",
}
"""What each tiny checkpoint is a miniature of."""

WIDTH, HEIGHT, FRAMES = 96, 64, 17
"""A size that every tiny checkpoint takes and that is quick on a processor."""


def build(name: str, folder: Path) -> Checkpoint:
    """Write a tiny checkpoint into `folder`, which is made where needed. The same name gives the same weights every time.

    Raises:
        UserError: there is no such tiny checkpoint, or the diffusion runtime isn't installed.
    """
    from aiprod.models.recognising import recognise

    maker = _maker(name)
    folder.mkdir(parents=True, exist_ok=True)
    maker(name, folder)
    return recognise([folder], id=name, licence="Apache-2.0")


def _maker(name: str) -> Callable[[str, Path], None]:
    if name not in TITLES:
        raise UserError(f"There is no tiny checkpoint {name!r}", f"the known ones are {', '.join(TITLES)}", "Choose one of them.")
    need_torch()
    if name.startswith("tiny-wan"):
        from aiprod.models.tiny import wan

        return wan.build
    from aiprod.models.tiny import ltx

    return ltx.build
