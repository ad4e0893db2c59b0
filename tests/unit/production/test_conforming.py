# SPDX-License-Identifier: Apache-2.0
"""An edit goes out in every format, is changed there, and comes back: changed cuts, the same takes, one undoable change."""

import shutil
from dataclasses import replace
from fractions import Fraction

import numpy as np
import opentimelineio as otio
import pytest
from tests.unit.production.conforming_film import film_with_media, small_film
from tests.unit.production.made_film import MadeFilm

from aiprod.editing import interchange
from aiprod.editing.document import document_of
from aiprod.editing.interchange.events import read
from aiprod.film import changes
from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import MediaFile, ShotFootage
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter
from aiprod.production.conforming import conform
from aiprod.production.timelines import open_timeline

KINDS = ("otio", "resolve-otio", "fcpxml", "fcp7", "edl", "aaf")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return film_with_media(tmp_path_factory.mktemp("conform") / "Clé d'été.aiprod")


@pytest.fixture
def store(made, tmp_path):
    return FilmStore(shutil.copytree(made, tmp_path / made.name))


def sent(store, kind, change=lambda edit: edit, name="edit"):
    """The film's edit as the other editor saved it, after a change there."""
    edit = change(read(open_timeline(store), store.root))
    path = store.root.parent / f"{name} {kind}{interchange.KINDS[kind]}"
    interchange.write(replace(edit, lost=()), kind, path)
    return path


def shorter(edit):
    """The second shot loses ten frames at its end, and what follows moves up; nothing is joined any more."""
    lanes = []
    for lane in edit.lanes:
        events = [replace(e, join_in=None, join_out=None) for e in lane.events]
        if lane is edit.picture:
            cut = events[1].end
            events[1] = replace(events[1], frames=events[1].frames - 10)
            events[2:] = [replace(e, start=e.start - 10) for e in events[2:]]
        else:
            events = [replace(e, start=e.start - 10) if e.start >= cut else e for e in events]
        lanes.append(replace(lane, events=tuple(events)))
    return replace(edit, lanes=tuple(lanes), frames=edit.frames - 10)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_was_not_touched_changes_nothing(kind, store):
    found = conform(store, sent(store, kind))
    assert not found.changed, found.sentences()
    assert (found.added, found.removed, found.missing) == (0, 0, 0) and found.kept >= 5
    assert store.film.timeline is None and FilmStore(store.root).film.timeline is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_cut_becomes_a_changed_cut_of_the_film(kind, store):
    before = document_of(open_timeline(store))
    path = sent(store, kind, shorter)
    dry = conform(store, path, dry_run=True)
    assert dry.changed and FilmStore(store.root).film.timeline is None
    found = conform(store, path)
    after = FilmStore(store.root).film.timeline
    assert after == found.timeline and found.removed == found.missing == 0
    mine, was = after.tracks[0], before.tracks[0]
    assert [clip.id for clip in mine.clips] == [clip.id for clip in was.clips]
    assert [clip.shows for clip in mine.clips] == [clip.shows for clip in was.clips]  # no take was pinned
    assert mine.clips[1].length == was.clips[1].length - 10 and mine.clips[1].source_in == was.clips[1].source_in
    assert mine.starts[2:] == tuple(start - 10 for start in was.starts[2:])
    assert all(clip.facts for clip in mine.clips) and [c.link for c in mine.clips] == [c.link for c in was.clips]
    assert any("-10" not in text and "frames" in text for text in found.sentences())
    sounds = {clip.id: clip for _, _, clip in after.clips()}
    assert all(sounds[clip.id].gain_db == clip.gain_db for _, _, clip in before.clips())
    assert changes.undo(FilmStore(store.root)) == "Take over another editor's edit"
    assert FilmStore(store.root).film.timeline is None


def test_what_was_changed_in_the_other_editor_comes_back(store):
    def change(edit):
        picture = edit.picture
        slow = replace(picture.events[0], join_in=None, join_out=None, speed=Fraction(1, 2), frames=20)
        rest = tuple(replace(e, join_in=None, join_out=None) for e in picture.events[1:])
        sounds = [replace(lane, events=tuple(replace(e, gain_db=e.gain_db - 3) for e in lane.events)) for lane in edit.lanes[1:]]
        return replace(edit, lanes=(replace(picture, events=(slow, *rest)), *sounds))

    found = conform(store, sent(store, "fcpxml", change))
    assert found.timeline.tracks[0].clips[0].speed == Fraction(1, 2) and found.timeline.tracks[0].clips[0].length == 20
    sounds = [clip for track, _, clip in found.timeline.clips() if track.kind == "audio"]
    assert sounds and all(clip.gain_db == pytest.approx(-3, abs=0.01) for clip in sounds)
    assert any("0.5" in text for text in found.sentences())
    assert any("0.5" in text and "vitesse" in text for text in found.sentences("fr"))


def test_a_clip_cut_in_two_is_two_clips_of_the_same_shot_and_a_deleted_one_is_gone(store):
    def change(edit):
        first = replace(edit.picture.events[0], join_in=None, join_out=None)
        halves = (replace(first, frames=5), replace(first, frames=first.frames - 5, first=first.first + 5, start=first.start + 5))
        rest = tuple(replace(e, join_in=None, join_out=None) for e in edit.picture.events[2:])
        return replace(edit, lanes=(replace(edit.picture, events=(*halves, *rest)), *edit.lanes[1:]))

    before = document_of(open_timeline(store))
    found = conform(store, sent(store, "fcp7", change))
    ids = [clip.id for clip in found.timeline.tracks[0].clips]
    assert ids[0] == before.tracks[0].clips[0].id and ids[1] == f"{ids[0]}~1" and before.tracks[0].clips[1].id not in ids
    assert (found.added, found.removed) == (1, 1)
    assert found.timeline.tracks[0].clips[0].shows == found.timeline.tracks[0].clips[1].shows


def test_media_from_elsewhere_come_in_and_missing_ones_are_named(store, tmp_path):
    foreign = tmp_path / "mon plan à moi.mov"
    small_film(foreign, 12)

    def change(edit):
        last = edit.picture.events[-1]
        mine = replace(last, name="mine", path=foreign, first=0, frames=12, start=edit.frames, available=12, facts={},
                       join_in=None, join_out=None)  # fmt: skip
        gone = replace(mine, name="gone", path=tmp_path / "nowhere.mov", start=edit.frames + 12)
        return replace(edit, lanes=(replace(edit.picture, events=(*edit.picture.events, mine, gone)), *edit.lanes[1:]),
                       frames=edit.frames + 24)  # fmt: skip

    path = sent(store, "otio", change)
    dry = conform(store, path, dry_run=True)
    assert not (store.root / "media").exists() and dry.added == 1 and dry.missing == 1
    refused = conform(store, path, dry_run=True, adopt=False)
    assert refused.added == 0 and refused.missing == 2
    found = conform(store, path)
    shown = found.timeline.tracks[0].clips[-1]
    assert isinstance(shown.shows, MediaFile) and (store.root / shown.shows.path).is_file() and shown.length == 12
    assert any("nowhere.mov" in text for text in found.sentences())
    assert [note.what for note in found.left].count("missing") == 1


def test_another_take_is_pinned(store):
    shot = document_of(open_timeline(store)).tracks[0].clips[0].shows.shot
    film = MadeFilm.__new__(MadeFilm)
    script = store.film.screenplay
    film.script, film.store, film.brief, film.used = script, store, store.film.brief, {}
    from aiprod.production.standing import Standing

    planned = next(s for s in Standing.of(store).shots.shots if s.id == shot)
    other = film.shoot(planned.changed(seed=planned.seed + 1))

    def change(edit):
        first = edit.picture.events[0]
        path = store.takes.folder(other.id) / "picture.mp4"
        swapped = replace(first, path=path, facts={})
        return replace(edit, lanes=(replace(edit.picture, events=(swapped, *edit.picture.events[1:])), *edit.lanes[1:]))

    found = conform(store, sent(store, "fcpxml", change))
    clip = found.timeline.tracks[0].clips[0]
    assert clip.shows == ShotFootage(shot=shot, take=other.id) and found.missing == 0


def test_more_than_the_media_has_is_cut_back_and_said(store):
    def change(edit):
        events = tuple(replace(e, join_in=None, join_out=None) for e in edit.picture.events)
        long = replace(events[-1], frames=events[-1].frames + 500)
        return replace(
            edit, lanes=(replace(edit.picture, events=(*events[:-1], long)), *edit.lanes[1:]), frames=edit.frames + 500
        )

    found = conform(store, sent(store, "resolve-otio", change))
    clip = found.timeline.tracks[0].clips[-1]
    assert clip.source_in + clip.length == clip.available
    assert any(note.what == "short" for note in found.notes)


def test_another_rate_is_refused_and_the_film_is_untouched(store):
    before = (store.root / "film.json").read_bytes()
    path = sent(store, "fcpxml", lambda edit: replace(edit, rate=FrameRate(numerator=25), start_frame=90_000))
    with pytest.raises(UserError, match="25 frames a second and the film 24"):
        conform(store, path)
    assert (store.root / "film.json").read_bytes() == before and not list(store.root.glob("media/*"))


def test_a_timeline_of_another_film_changes_nothing_of_ours(store, tmp_path):
    foreign = otio.schema.Timeline(name="x", global_start_time=otio.opentime.RationalTime(86400, 24))
    track = otio.schema.Track(name="V1", kind="Video")
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(24, 24))
    media = otio.schema.ExternalReference(target_url="/nowhere/clip.mov", available_range=span)
    track.append(otio.schema.Clip(name="clip", media_reference=media, source_range=span))
    foreign.tracks.append(track)
    path = tmp_path / "other.otio"
    path.write_text(foreign.to_json_string())
    found = conform(store, path, dry_run=True)
    assert found.missing == 1 and found.kept == 0 and found.removed >= 5
    with pytest.raises(UserError, match="nothing of the film"):
        conform(store, path)
    assert FilmStore(store.root).film.timeline is None


def test_the_user_s_own_edit_is_what_is_compared_and_undone(store):
    """Levels, links and pinned takes of the user's edit stay; what comes back is another change on top of it."""
    from aiprod.film.timeline_changes import TimelineChange
    from aiprod.production.edited import start_editing

    start_editing(store)
    line = next(clip for track, _, clip in store.film.timeline.clips() if track.name == "Dialogue")
    edits = ({"edit": "clip", "clips": [line.id], "gain_db": -4.5, "fade_out": 3},)
    changes.apply(store, TimelineChange.model_validate({"edits": edits}))
    mine = FilmStore(store.root).film.timeline
    again = conform(store, sent(store, "edl", shorter))
    kept = next(clip for _, _, clip in again.timeline.clips() if clip.id == line.id)
    assert (kept.gain_db, kept.fade_out) == (-4.5, 3)  # a list says nothing of levels
    assert changes.undo(FilmStore(store.root)) == "Take over another editor's edit"
    assert FilmStore(store.root).film.timeline == mine


def test_titles_and_markers_that_a_format_can_not_say_stay(store):
    before = document_of(open_timeline(store))
    found = conform(store, sent(store, "aaf", shorter))
    titles = [track for track in found.timeline.tracks if track.kind == "title"]
    assert titles == [track for track in before.tracks if track.kind == "title"]
    assert any("titles" in text for text in found.sentences()) and any("titres" in text for text in found.sentences("fr"))
    bare = conform(store, sent(store, "fcp7", lambda edit: replace(shorter(edit), marks=()), "bare"), dry_run=True)
    assert bare.timeline.markers == before.markers


def test_a_moved_marker_keeps_what_the_film_notes_of_it(store):
    before = document_of(open_timeline(store))

    def change(edit):
        first, *rest = edit.marks
        return replace(edit, marks=(replace(first, frame=first.frame + 5), *rest))

    found = conform(store, sent(store, "fcpxml", change))
    moved = next(marker for marker in found.timeline.markers if marker.id == before.markers[0].id)
    assert moved.frame == before.markers[0].frame + 5 and moved.facts == before.markers[0].facts


def test_a_long_timeline_is_conformed_in_its_length(store):
    """Twenty thousand pieces of one shot: each is laid once."""

    def change(edit):
        first = replace(edit.picture.events[0], join_in=None, join_out=None, frames=1)
        pieces = tuple(replace(first, start=at) for at in range(20_000))
        return replace(edit, lanes=(replace(edit.picture, events=pieces), *edit.lanes[1:]), frames=20_000, marks=())

    found = conform(store, sent(store, "edl", change), dry_run=True)
    assert len(found.timeline.tracks[0].clips) == 20_000


def test_media_with_a_timecode_of_their_own_are_counted_by_it(store, tmp_path):
    """A camera's file begins at 10:00:00:00; other editors count its frames from there, and what comes back is the film's."""
    from aiprod.film.timeline import Clip
    from aiprod.film.timeline_changes import TimelineStartChange
    from aiprod.production.adopting import adopt_parts
    from aiprod.production.edited import start_editing
    from aiprod.production.media_timecode import start_of, write

    camera = tmp_path / "camera.mov"
    with VideoWriter(camera, Fraction(24), 32, 16, Encoder("mjpeg", "yuvj420p"), timecode="10:00:00:00") as writer:
        for _ in range(30):
            writer.write_rgb(np.zeros((16, 32, 3), np.uint8))
    media = adopt_parts(store, camera).first
    start_editing(store)
    timeline = store.film.timeline
    picture = timeline.tracks[0]
    mine = Clip(id="camera", name="camera", shows=media, gap=0, length=10, source_in=4, available=30)
    gap_free = picture.with_clips((*picture.clips[:-1], picture.clips[-1].with_(tail=None), mine))
    changes.apply(store, TimelineStartChange(timeline=timeline.with_tracks((gap_free, *timeline.tracks[1:]))))
    assert start_of(store.root / media.path, FrameRate(numerator=24)) == 864_000
    found = otio_of(store)
    report = write(found, "resolve-otio", tmp_path / "r.otio", store.root)
    clip = next(c for c in otio.adapters.read_from_file(str(report.path)).find_clips() if c.name == "camera")
    assert clip.source_range.start_time.value == 864_004 and clip.media_reference.available_range.start_time.value == 864_000
    for kind in ("resolve-otio", "fcpxml", "fcp7"):
        path = tmp_path / f"back{interchange.KINDS[kind]}"
        write(found, kind, path, store.root)
        back = conform(store, path, dry_run=True)
        assert not back.changed, (kind, back.sentences())


def otio_of(store):
    """The user's edit as the film's own timeline."""
    from aiprod.editing.document import Media, timeline_of

    known = Media.of(open_timeline(store))
    return timeline_of(store.film.timeline, known)
