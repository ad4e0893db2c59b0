# SPDX-License-Identifier: Apache-2.0
"""Prompts of video models: written from the shot by the model's rules, never longer than it reads."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.shots import ShootRequest
from aiprod.film.styles import filmed
from aiprod.shooting.diffusion.prompting.parts import Telling, parts_of
from aiprod.shooting.diffusion.prompting.rules import Part, Rules

_NEVER_WANTED = (
    "blurry, out of focus, overexposed, low quality, compression artefacts, subtitles, text, watermark, logo, deformed hands, "
    "extra fingers, extra limbs, fused limbs, distorted face, flicker, sudden cuts"
)
_STILL = "frozen picture, no movement"
_SHAKE = "camera shake"


@dataclass(frozen=True)
class Prompt:
    """What a model is told.

    Attributes:
        positive: what is seen.
        negative: what is not wanted; "" for models that don't read it.
        left_out: parts that there was no room for.
    """

    positive: str
    negative: str = ""
    left_out: tuple[Part, ...] = ()


def write(request: ShootRequest, rules: Rules, first: int = 0, last: int | None = None) -> Prompt:
    """The prompt of a shot, or of a clip of it.

    Args:
        request: the shot.
        rules: see `rules_for`.
        first, last: the first and the last frame that the clip shows.
    """
    end = request.shot.frames - 1 if last is None else last
    parts = parts_of(Telling(request, rules, first, end))
    dropped: list[Part] = []
    for part in rules.drop_order():
        if _fits(_joined(parts), rules):
            break
        if parts.pop(part, ""):
            dropped.append(part)
    return Prompt(_cut(_joined(parts), rules), _negative(request) if rules.negative else "", tuple(dropped))


def _negative(request: ShootRequest) -> str:
    """What this shot must not become."""
    unwanted = filmed(request.style).unwanted
    tripod = request.shot.camera.rig.value == "tripod"
    return ", ".join(part for part in (_NEVER_WANTED, _STILL, _SHAKE if tripod else "", unwanted) if part)


def _joined(parts: dict[Part, str]) -> str:
    return " ".join(parts.values())


def _fits(text: str, rules: Rules) -> bool:
    return len(text.split()) <= rules.words and len(text) <= rules.letters


def _cut(text: str, rules: Rules) -> str:
    if _fits(text, rules):
        return text
    short = " ".join(text.split()[: rules.words])[: rules.letters - 1]
    return short.rsplit(" ", 1)[0].rstrip(",;:.") + "." if " " in short else short
