# SPDX-License-Identifier: Apache-2.0
"""The mixer's stems of an edited film are its audio clips."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.unit.film.timelines import film

from aiprod.editing.conform import Conformed
from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.mix import Point, Stem
from aiprod.film.timeline import Timeline
from aiprod.film.timeline_clips import set_clip
from aiprod.film.timeline_edits import blade, extract
from aiprod.film.timeline_moves import move
from aiprod.film.timeline_tracks import set_track
from aiprod.production.cut import Cut
from aiprod.production.edited import edited_stems, film_frames, line_starts

LINES = {f"line l{n}": Stem(name=f"line l{n}", bus="dialogue", file=f"l{n}.wav", start_s=0, duration_s=9.99) for n in range(4)}
SCORE = Stem(name="score", bus="music", file="s.wav", start_s=0, duration_s=7.5, gain_db=-7, fade_in_s=0.1, fade_out_s=0.1)


def cut_of(timeline: Timeline) -> Cut:
    edited = Film(name="f", brief=Brief(text="A.", language="en"), timeline=timeline)
    studio = cast("Any", SimpleNamespace(store=SimpleNamespace(root=None)))
    return Cut(studio, edited, stems=(SCORE,), edit=Conformed(timeline, (), ()))


def stems(timeline: Timeline) -> dict[str, Stem]:
    return {stem.name: stem for stem in edited_stems(cut_of(timeline), LINES)}


def test_sound_lies_where_its_clip_lies() -> None:
    moved = move(film(), ["s3"], 0, ripple=True)
    found = stems(moved)
    assert found["line l3"].start_s == pytest.approx(5 / 24) and found["line l0"].start_s == pytest.approx(35 / 24)
    assert line_starts(cut_of(moved))["l3"] == found["line l3"].start_s


def test_the_bed_ends_with_the_film_and_deleted_lines_are_silent() -> None:
    shorter = extract(film(), ["s1"])
    found = stems(shorter)
    assert "line l1" not in found and found["score"].duration_s == pytest.approx(130 / 24)
    assert found["score"].fade_in_s == 0.1 and found["score"].fade_out_s < 0.01, "a cut in the middle doesn't click"
    assert film_frames(cut_of(shorter)) == 130 and "l1" not in line_starts(cut_of(shorter))


def test_gain_fades_and_automation_go_with_the_clip() -> None:
    loud = set_clip(blade(film(), 90, ["score"]), ["score~1"], gain_db=-3.0, fade_in=12, gain=(Point(time_s=1, value=-2),))
    second = [stem for stem in edited_stems(cut_of(loud), LINES) if stem.name == "score"][1]
    assert second.gain_db == -10 and second.fade_in_s == 0.5 and second.gain[0].time_s == pytest.approx(1 + 90 / 24)
    assert second.source_in_s == pytest.approx(90 / 24) and second.start_s == pytest.approx(90 / 24)


def test_muted_tracks_and_a_solo_are_obeyed() -> None:
    assert "score" not in stems(set_track(film(), "music", muted=True))
    assert set(stems(set_track(film(), "music", solo=True))) == {"score"}
