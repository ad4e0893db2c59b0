# SPDX-License-Identifier: Apache-2.0
"""The user's edit on a film that has changed since."""

from __future__ import annotations

import pytest
from tests.unit.film.timelines import film, line, shot

from aiprod.editing.conform import Conformed, conform
from aiprod.editing.document import flattened
from aiprod.film.errors import UserError
from aiprod.film.findings import Severity
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Timeline, named
from aiprod.film.timeline_clips import change_take, set_transition
from aiprod.film.timeline_edits import extract, trim


def known(timeline: Timeline) -> Timeline:
    return timeline.with_tracks(timeline.tracks, known=tuple(named(clip.shows) for _, _, clip in timeline.clips()))


def with_clip(timeline: Timeline, row: int, at: int, *clips: Clip) -> Timeline:
    track = timeline.tracks[row]
    changed = track.with_clips((*track.clips[:at], *clips, *track.clips[at + 1 :]))
    return timeline.with_tracks((*timeline.tracks[:row], changed, *timeline.tracks[row + 1 :]))


def told(found: Conformed) -> list[str]:
    return [finding.message for finding in found.findings]


def test_a_film_that_did_not_change_is_as_it_was_edited() -> None:
    document = known(trim(film(dissolve=6), "s1", "in", 5, ripple=True))
    found = conform(document, film(dissolve=6), pinned={})
    assert found.timeline == document and not found.findings and not found.offered


def test_a_take_that_became_shorter_ends_earlier_and_nothing_else_moves() -> None:
    document = known(film())
    studio = with_clip(film(), 0, 1, shot(1, 30, spare=0, first=0))
    found = conform(document, studio, pinned={})
    assert found.timeline.tracks[0].clips[1].length == 20
    assert found.timeline.tracks[0].starts == document.tracks[0].starts and found.timeline.end == document.end
    assert told(found) == ["shot s1 is shorter than it was: its clip ends 30 frames earlier"]


def test_a_transition_without_footage_becomes_a_cut() -> None:
    document = known(set_transition(film(), "s2", "dissolve", 20))
    studio = with_clip(film(), 0, 1, shot(1, 50, spare=2))
    found = conform(document, studio, pinned={}, language="fr")
    assert found.timeline.tracks[0].clips[2].head is None and found.timeline.end == document.end
    assert told(found) == ["shot s2 n’a plus assez d’images pour une transition : la coupe est franche"]


def test_what_is_gone_leaves_its_room_and_what_is_new_waits() -> None:
    document = known(extract(known(film()), ["s0"])).changed(known=known(film()).known)
    studio = with_clip(film(), 0, 1, shot(7, 50))
    found = conform(document, studio, pinned={})
    assert [clip.id for clip in flattened(found.timeline).tracks[0].clips] == ["s2", "s3"]
    assert found.offered == ("shot s7",), "a shot that the user has deleted is not offered again"
    assert [finding.severity for finding in found.findings] == [Severity.WARNING, Severity.NOTE]


def test_a_line_spoken_anew_is_heard_to_its_end() -> None:
    longer = conform(known(film()), with_clip(film(), 2, 1, line(1, 45, 10)), pinned={})
    assert longer.timeline.tracks[2].clips[1].length == 45 and not longer.findings
    crowded = conform(known(film()), with_clip(film(), 2, 1, line(1, 200, 10)), pinned={})
    assert crowded.timeline.tracks[2].clips[1].length == 50 and crowded.timeline.tracks[2].starts == film().tracks[2].starts


def test_a_pinned_take_stays_or_gives_way_with_a_word() -> None:
    document = known(change_take(film(), "s1", "abc", 65))
    studio = film()
    assert conform(document, studio, pinned={"abc": 65}).timeline.tracks[0].clips[1].shows == document.tracks[0].clips[1].shows
    gone = conform(document, studio, pinned={})
    assert told(gone) == ["The take chosen for shot s1 is gone: its newest one is shown"]


def test_another_frame_rate_is_refused() -> None:
    with pytest.raises(UserError, match="aiprod edit FILM reset"):
        conform(film(), film().changed(rate=FrameRate(numerator=25, denominator=1)), pinned={})
