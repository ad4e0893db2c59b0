# SPDX-License-Identifier: Apache-2.0
"""A shot in English words, for models that were taught on captions: the action first, then the place, light and camera.

An English film's description is added. No names leave the machine, only what is seen.
"""

from __future__ import annotations

from aiprod.film.shots import ShootRequest
from aiprod.film.styles import filmed
from aiprod.shooting.wording import MOVES, RIGS, SIZES, TIMES, WEATHER, article, person, thing, word

_LTX_MOVES = {
    "dolly_in": "dolly_in",
    "dolly_out": "dolly_out",
    "crane_up": "jib_up",
    "crane_down": "jib_down",
    "static": "static",
}


def prompt_for(request: ShootRequest, limit: int) -> str:
    """The prompt, at most `limit` UTF-16 code units: whole sentences are left out from the end, the action never."""
    sentences = [text for text in _sentences(request) if text]
    while len(sentences) > 1 and _units(" ".join(sentences)) > limit:
        sentences.pop()
    return _cut(" ".join(sentences), limit)


def camera_word(move: str, vocabulary: str) -> str:
    """A camera move in the words of a provider's vocabulary, "" where it has none for it."""
    return _LTX_MOVES.get(move, "") if vocabulary == "ltx" else ""


def _sentences(request: ShootRequest) -> list[str]:
    shot, design = request.shot, request.shot.set
    things = [thing(prop) for prop in shot.props if prop.hero] or [thing(prop) for prop in shot.props[:2]]
    cast = [person(actor, request) for actor in shot.blocking]
    subject = "; ".join([*cast, *things]) or f"the empty {word(design.place)}"
    where = f"{'Inside' if design.interior else 'Outside'}, {word(design.place)}, {TIMES[design.time_of_day]}"
    air = "" if design.interior else f", {WEATHER[design.weather]}"
    features = f" In the background {', '.join(article(word(name)) for name in design.features)}." if design.features else ""
    said = f"{shot.description.rstrip('.')}." if request.language == "en" and shot.description else ""
    return [
        f"{SIZES[shot.size]}: {subject}.", f"{where}{air}.{features}", f"The mood is {shot.mood.value}.", _camera(request), said,
        filmed(request.style).words, "No text, no captions, no watermark.",
    ]  # fmt: skip


def _camera(request: ShootRequest) -> str:
    camera = request.shot.camera
    move = MOVES.get(camera.move, camera.move.replace("_", " "))
    focal = round(camera.keys[0].focal_mm)
    return f"{move.capitalize()} {RIGS[camera.rig]}, {focal} mm lens at f/{camera.aperture_f:g}."


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int) -> str:
    while _units(text) > limit:
        text = text[: text.rstrip().rfind(" ")] if " " in text.strip() else text[:-1]
    return text
