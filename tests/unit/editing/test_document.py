# SPDX-License-Identifier: Apache-2.0
"""The assembled timeline as a document and back."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from tests.unit.directing.films import ALL, spare_key
from tests.unit.editing.cuts import RATES, assembled

from aiprod.editing.document import Media, document_of, flattened, timeline_of
from aiprod.editing.interchange import events
from aiprod.film.timeline import Clip, ShotFootage, Timeline
from aiprod.film.timeline_clips import set_clip, set_speed, set_transition, unlink
from aiprod.film.timeline_edits import blade, extract, lift, trim
from aiprod.film.timeline_moves import overwrite
from aiprod.film.timeline_tracks import add_track, set_track


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("rate", ["23.976", "24", "29.97"])
def test_what_was_assembled_comes_back_word_for_word(make, rate):
    timeline, _, _ = assembled(make, RATES[rate])
    document = document_of(timeline)
    assert Timeline.from_json(json.loads(json.dumps(document.to_json()))) == document
    again = timeline_of(document, Media.of(timeline))
    assert json.loads(again.to_json_string()) == json.loads(timeline.to_json_string())


def edited(make=spare_key):
    timeline, _, _ = assembled(make)
    return document_of(timeline), Media.of(timeline)


def test_lines_and_effects_are_linked_with_their_shots():
    document, _ = edited()
    spoken = next(track for track in document.tracks if track.name == "Dialogue")
    assert all(clip.link == clip.facts["shot"] for clip in spoken.clips)
    assert all(clip.link == clip.shows.shot for clip in document.tracks[0].clips if clip.link)


def test_an_edited_document_is_a_timeline_of_the_same_kind(tmp_path):
    document, media = edited()
    names = [clip.id for clip in document.tracks[0].clips]
    document = extract(document, [names[2]])
    document = trim(document, names[4], "out", -5, ripple=True)
    document = blade(document, document.tracks[0].starts[1] + 20)
    edit = events.read(timeline_of(document, media), tmp_path)
    assert edit.frames == document.end
    assert [event.facts["shot"] for event in edit.picture.events][:3] == [names[0], names[1], names[1]]
    assert sum(event.frames for event in edit.picture.events) <= document.end


def test_speed_and_freeze_are_effects(tmp_path):
    document, media = edited()
    name = document.tracks[0].clips[-1].id
    free = unlink(document, [name])
    fast = events.read(timeline_of(set_speed(free, name, 2), media), tmp_path)
    held = events.read(timeline_of(set_speed(free, name, 0), media), tmp_path)
    back = timeline_of(set_speed(free, name, Fraction(-1, 2)), media)
    assert fast.picture.events[-1].speed == 2 and held.picture.events[-1].speed == 0
    assert events.read(back, tmp_path).picture.events[-1].speed == Fraction(-1, 2)
    assert [clip.speed for clip in document_of(back).tracks[0].clips][-1] == Fraction(-1, 2)


def test_what_is_disabled_or_muted_is_not_there():
    document, _ = edited()
    name = document.tracks[0].clips[1].id
    flat = flattened(set_track(set_clip(document, [name], enabled=False), "music", muted=True))
    assert name not in {clip.id for clip in flat.tracks[0].clips} and flat.end == document.end
    assert not next(track for track in flat.tracks if track.id == "music").clips
    alone = flattened(set_track(document, "dialogue", solo=True))
    assert [track.id for track in alone.tracks if track.kind == "audio" and track.clips] == ["dialogue"]


def test_the_topmost_picture_is_seen():
    document, media = edited()
    two = add_track(document, "video")
    shown = document.tracks[0].clips[0]
    above = Clip(id="above", shows=ShotFootage(shot=shown.id), length=20, source_in=5, available=shown.available)
    start = document.tracks[0].starts[3] + 10
    flat = flattened(set_transition(overwrite(two, two.tracks[1].id, start, [above]), "above", "dissolve", 4))
    at = {clip.id: start for start, clip in flat.tracks[0].placed()}
    assert at["above"] == start and flat.tracks[0].end == document.tracks[0].end
    assert [track.kind for track in flat.tracks].count("video") == 1
    assert timeline_of(lift(two, [shown.id]), media).duration().value == document.end
