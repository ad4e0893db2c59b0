# SPDX-License-Identifier: Apache-2.0
"""Timelines for tests: a picture with linked lines under it, a title, a bed of music; and what a timeline shows."""

from __future__ import annotations

from hypothesis import strategies as st

from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Marker, ShotFootage, Sound, SpokenLine, Timeline, TitleCard, Track, Transition

Seen = dict[tuple[str, int], tuple[str, int]]


def shot(number: int, length: int = 40, *, gap: int = 0, first: int = 10, spare: int = 10, linked: bool = True) -> Clip:
    name = f"s{number}"
    return Clip(
        id=name, shows=ShotFootage(shot=name), length=length, gap=gap, source_in=first, available=first + length + spare,
        link=name if linked else "",
    )  # fmt: skip


def line(number: int, length: int, gap: int) -> Clip:
    name = f"l{number}"
    return Clip(id=name, shows=SpokenLine(line=name), length=length, gap=gap, available=length, link=f"s{number}")


def film(lengths: tuple[int, ...] = (40, 50, 60, 30), *, dissolve: int = 0) -> Timeline:
    """A shot of each length, each with a line linked to it that starts 5 frames later, and a bed of music under all."""
    shots = [shot(number, length) for number, length in enumerate(lengths)]
    if dissolve:
        half = Transition(kind="dissolve", before=dissolve - dissolve // 2, after=dissolve // 2)
        shots = [shots[0], *(clip.changed(head=half) for clip in shots[1:])]
    lines, free = [], 5
    for number, length in enumerate(lengths):
        spoken = max(1, length - 10)
        lines.append(line(number, spoken, free))
        free = length - spoken
    total = sum(lengths)
    title = Clip(id="title", shows=TitleCard(title="A"), length=min(20, total - 10), gap=10)
    return Timeline(
        rate=FrameRate(),
        tracks=(
            Track(id="picture", kind="video", name="Picture", clips=tuple(shots)),
            Track(id="titles", kind="title", name="Titles", clips=(title,)),
            Track(id="dialogue", kind="audio", name="Dialogue", clips=tuple(lines)),
            Track(id="music", kind="audio", name="Music",
                  clips=(Clip(id="score", shows=Sound(stem="score", bus="music"), length=total, available=total),)),
        ),
        markers=(Marker(id="m", frame=lengths[0]),),
    )  # fmt: skip


def long_film(clips: int) -> Timeline:
    """Half of the clips are shots, half are lines linked to them."""
    return film(tuple(24 + 7 * number % 50 for number in range(clips // 2)))


def seen(timeline: Timeline) -> Seen:
    """What each track shows on each frame: (track, frame) → (thing, frame of its media)."""
    return {
        (track.id, start + at): (
            clip.shows.to_json().get("shot") or clip.id.split("~")[0],
            clip.frame_at(at) if clip.available else 0,
        )
        for track, start, clip in timeline.clips()
        for at in range(clip.length)
    }


def offsets(timeline: Timeline) -> dict[str, dict[str, int]]:
    """Linked group → clip → where the first frame of its media would lie on the film's clock."""
    found: dict[str, dict[str, int]] = {}
    for _, start, clip in timeline.clips():
        if clip.link:
            found.setdefault(clip.link, {})[clip.id] = start - clip.source_in
    return found


@st.composite
def films(draw: st.DrawFn) -> Timeline:
    lengths = tuple(draw(st.lists(st.integers(12, 60), min_size=2, max_size=6)))
    return film(lengths, dissolve=draw(st.sampled_from((0, 6))))
