# SPDX-License-Identifier: Apache-2.0
"""A long film, half shot: how long it takes until it can be played, and until a clip that was moved plays where it lies now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, TypeVar

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Emotion, Line, Mood, Scene, Screenplay, TimeOfDay, Weather
from aiprod.film.shots import CameraPath, Coverage, Light, Palette, SetDesign, Shot, ShotLine, ShotList, ShotSize
from aiprod.film.speech import Speech

if TYPE_CHECKING:
    from aiprod.production.standing import Standing, TakeOf

T = TypeVar("T")
CLIPS = 2_000
"""Half of them shots, half of them lines."""
_FRAMES, _TURNS, _LINE_S = 48, 7, 1.5


def moved(folder: Path) -> dict[str, float]:
    """CPU milliseconds of a film's first screening, and of one after a clip near the beginning was trimmed and all
    that follows moved up."""
    from aiprod.film.timeline_edits import trim
    from aiprod.production.screening import screen

    film, standing = long_film(), made(folder)
    first, shown = _spent(lambda: screen(folder, film, standing))
    timeline, again = shown.timeline, []
    for _ in range(_TURNS):
        timeline = trim(timeline, f"s{CLIPS // 8}", "out", -1, ripple=True)
        now = film.model_copy(update={"timeline": timeline})
        spent, shown = _spent(lambda: screen(folder, now, standing, timeline, shown))  # noqa: B023 - called at once
        again.append(spent)
    return {"first, ms": round(first, 1), "moved, ms": round(median(again), 1), "segments": len(shown.segments)}


def _spent(work: Callable[[], T]) -> tuple[float, T]:
    began = process_time()
    found = work()
    return 1000 * (process_time() - began), found


def long_film() -> Film:
    """A screenplay of one line a shot."""
    lines = tuple(Line(id=f"l{n}", character="ann", text="So it is.") for n in range(CLIPS // 2))
    scene = Scene(id="one", heading="EXT. COAST - DAY", interior=False, place="coast", elements=lines)
    script = Screenplay(title="Long", language="en", scenes=(scene,))
    return Film(name="long", brief=Brief(text="A long film.", language="en"), screenplay=script)


def made(folder: Path) -> Standing:
    """Every second shot was shot, every line spoken; all of them show and say the same."""
    from aiprod.production.standing import LineOf, Standing

    (folder / "picture.mp4").write_bytes(b"")
    (folder / "speech.wav").write_bytes(b"")
    shots = tuple(_shot(number) for number in range(CLIPS // 2))
    takes = {shot.id: (_take(f"{number:064x}", shot.id, folder),) for number, shot in enumerate(shots) if number % 2 == 0}
    lines = {shot.lines[0].line: LineOf(folder / "speech.wav", _speech(shot.lines[0].line)) for shot in shots}
    return Standing(root=folder, shots=ShotList(shots=shots), takes=takes, lines=lines)


def _take(name: str, shot: str, folder: Path) -> TakeOf:
    from aiprod.production.standing import TakeOf

    return TakeOf(
        id=name, shot=shot, path=folder / "picture.mp4", frames=3 * _FRAMES, generator="animatic/1", label="animatic",
        made_at=0.0, chosen=True, current=True, number=0,
    )  # fmt: skip


def _shot(number: int) -> Shot:
    grey = "#808080"
    palette = Palette(sky_top=grey, sky_low=grey, key=grey, ambient=grey, haze=grey, shadow=grey, accent=grey)
    place = SetDesign(place="coast", interior=False, time_of_day=TimeOfDay.DAY, weather=Weather.CLEAR, mood=Mood.CALM,
                      palette=palette, light=Light())  # fmt: skip
    return Shot(
        id=f"s{number}", scene="one", size=ShotSize.WIDE, coverage=Coverage.MASTER, description="The coast.", set=place,
        camera=CameraPath(), lines=(ShotLine(line=f"l{number}", character="ann", start_s=0.2),), frames=3 * _FRAMES,
    )  # fmt: skip


def _speech(line: str) -> Speech:
    return Speech(line=line, character="ann", language="en", text="So it is.", emotion=Emotion.NEUTRAL, duration_s=_LINE_S,
                  phonemes=(), words=())  # fmt: skip
