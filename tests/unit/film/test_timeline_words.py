# SPDX-License-Identifier: Apache-2.0
"""Words on the timeline: titles and markers."""

import pytest

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Marker, ShotFootage, Timeline, TitleCard, Track
from aiprod.film.timeline_changes import SetMarker, SetTitle


def edit() -> Timeline:
    title = Clip(id="t", shows=TitleCard(title="Old", subtitle="By me"), length=48)
    shot = Clip(id="s", shows=ShotFootage(shot="s1"), length=48, available=48)
    tracks = (
        Track(id="v", kind="video", name="Picture", clips=(shot,)),
        Track(id="t1", kind="title", name="Titles", clips=(title,)),
    )
    return Timeline(rate=FrameRate(), tracks=tracks, markers=(Marker(id="m", frame=3),))


def test_a_titles_words_change_and_what_is_left_out_stays() -> None:
    changed = SetTitle(clip="t", title="New", lines=("one", "two")).done(edit()).tracks[1].clips[0]
    assert changed.shows == TitleCard(title="New", subtitle="By me", lines=("one", "two")) and changed.length == 48


def test_what_is_no_title_has_no_words() -> None:
    with pytest.raises(UserError, match="no title"):
        SetTitle(clip="s", title="x").done(edit())


def test_a_marker_gets_a_name_and_a_colour() -> None:
    assert SetMarker(marker="m", name="here", colour="RED").done(edit()).markers == (
        Marker(id="m", frame=3, name="here", colour="RED"),
    )
    with pytest.raises(UserError, match="can't be set"):
        SetMarker(marker="m", length=0).done(edit())
