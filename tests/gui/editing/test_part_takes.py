# SPDX-License-Identifier: Apache-2.0
"""Which frames of a shot lie between in and out, and what is said where none do."""

from pathlib import Path

import pytest

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, ShotFootage, Timeline, Track
from aiprod.production.standing import Standing, TakeOf
from aiprod_app.pages.edit.part_takes import part_of


def clip(**fields: object) -> Clip:
    given = {"id": "b", "shows": ShotFootage(shot="s1-a"), "gap": 20, "length": 48, "source_in": 5, "available": 100}
    return Clip.model_validate({**given, **fields})


def timeline(shown: Clip, span: tuple[int, int] | None) -> Timeline:
    track = Track(id="v1", kind="video", name="V1", clips=(shown,))
    return Timeline(rate=FrameRate(), tracks=(track,), span=span)


def takes(*chosen: bool) -> Standing:
    made = tuple(
        TakeOf(str(n), "s1-a", Path("p.mp4"), 100, "animatic/1", "animatic", float(-n), is_it, True, n)
        for n, is_it in enumerate(chosen)
    )  # fmt: skip
    return Standing(root=Path(), takes={"s1-a": made})


@pytest.mark.parametrize(
    ("span", "fields", "frames"),
    [((30, 40), {}, (15, 25)), ((0, 30), {}, (5, 15)), ((30, 40), {"speed": 2}, (25, 44)), ((30, 40), {"speed": -1}, None)],
)
def test_the_part_is_in_frames_of_the_shot(span: tuple[int, int], fields: dict, frames: tuple[int, int] | None) -> None:  # type: ignore[type-arg]
    shown = clip(**fields) if fields.get("speed") != -1 else clip(speed=-1, source_in=60)
    part = part_of(timeline(shown, span), shown, takes(True))
    assert (part.shot, part.start, part.end) == ("s1-a", *(frames or (41, 51)))


def test_nothing_marked_and_an_older_take_are_said() -> None:
    shown = clip()
    for span in (None, (70, 90), (0, 20)):
        with pytest.raises(UserError, match="No part of the shot is marked"):
            part_of(timeline(shown, span), shown, takes(True))
    pinned = clip(shows=ShotFootage(shot="s1-a", take="1"))
    with pytest.raises(UserError, match="older take"):
        part_of(timeline(pinned, (30, 40)), pinned, takes(True, False))
