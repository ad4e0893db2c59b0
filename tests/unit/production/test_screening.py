# SPDX-License-Identifier: Apache-2.0
"""A film as it stands, played at every stage of its making: what is shown is what would be delivered, as far as it is made."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.film import timelines
from tests.unit.production.screening_films import Stages, made

from aiprod.editing.assemble import TakeRef
from aiprod.editing.document import Media, document_of, flattened, timeline_of
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.grade import GradeChoice
from aiprod.film.mix import BusChoices
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Timeline, Track, Transition
from aiprod.film.timeline_clips import set_clip
from aiprod.film.timeline_edits import extract, slip, trim
from aiprod.production.screening import Screening, screen
from aiprod.production.screening_picture import Footages, picture_of
from aiprod.production.screening_sound import RoughMix
from aiprod.production.standing import Standing, TakeOf
from aiprod.production.timelines import open_timeline
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import frames
from aiprod.rendering.segments import PictureFormat, Segment
from aiprod.rendering.viewing import pixels, segment_at

FORMAT = PictureFormat(width=160, height=90)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return made(tmp_path_factory.mktemp("film"))


def essence(segments: tuple[Segment, ...]) -> list[dict[str, object]]:
    """Segments without what a screen doesn't need: the encoder, and what stands for a file's content."""
    told = []
    for segment in segments:
        data = segment.to_json()
        del data["codec"]
        for side in ("outgoing", "incoming"):
            if data[side]:
                del data[side]["media"]
        told.append(data)
    return told


def exported(stages: Stages, timeline: Timeline) -> tuple[Segment, ...]:
    """What an export would render of an edit."""
    _, standing = stages.graded
    takes = {shot: TakeRef(str(take.path), take.id, take.frames) for shot in standing.takes if (take := standing.take(shot))}
    lines = {line: str(spoken.path) for line, spoken in standing.lines.items()}
    sounds = {name: str(sound.path) for name, sound in standing.sounds.items()}
    laid = timeline_of(timeline, Media(takes, {}, lines, sounds))
    paths = {shot: Path(take.path) for shot, take in takes.items()}
    return compile_timeline(laid, paths, standing.studio_grades, FORMAT)


def edited(stages: Stages, change: object, before: Screening | None = None) -> Screening:
    """The graded film with its timeline changed."""
    film, standing = stages.graded
    timeline = change(document_of(open_timeline(stages.store)))  # type: ignore[operator]
    return screen(stages.root, film.model_copy(update={"timeline": timeline}), standing, timeline, before)


# -- the picture -------------------------------------------------------------------------------------------------------


def test_the_studios_film_is_shown_as_it_would_be_exported(stages: Stages) -> None:
    shown = screen(stages.root, *stages.graded)
    document = document_of(open_timeline(stages.store))
    assert essence(shown.segments) == essence(exported(stages, document))
    assert shown.frames == document.end == sum(segment.frames for segment in shown.segments)
    assert shown.missing == () and {part.kind for part in shown.parts} <= {"take", "empty"}
    assert shown.part_at(0) == shown.parts[0] and shown.part_at(shown.frames) is None and shown.part_at(-1) is None


def test_an_edit_is_shown_as_it_would_be_exported(stages: Stages) -> None:
    document = document_of(open_timeline(stages.store))
    first, second = (clip.id for clip in document.tracks[0].clips[:2])
    timeline = trim(document, second, "in", 5, ripple=True)
    timeline = timeline.with_tracks(
        (_with_transition(timeline.tracks[0], 1, Transition(kind="push", before=0, after=6)), *timeline.tracks[1:])
    )
    shown = edited(stages, lambda _: timeline)
    assert essence(shown.segments) == essence(exported(stages, timeline))
    assert any(segment.kind == "push" and segment.direction == "left" for segment in shown.segments)
    assert shown.frames == document.end - 5 and first != second


def _with_transition(track: Track, number: int, head: Transition) -> Track:
    """The track with a transition into a clip; the clip before gives it the frames that it needs."""
    clips = list(track.clips)
    clips[number - 1] = clips[number - 1].with_(length=clips[number - 1].length - head.after)
    clips[number] = clips[number].with_(head=head, gap=0)
    return track.with_clips(tuple(clips))


def test_pictures_are_the_exports_pixels(stages: Stages) -> None:
    shown = screen(stages.root, *stages.graded)
    wanted = exported(stages, document_of(open_timeline(stages.store)))
    for index in (3, shown.frames // 2):
        one, other = (next(frames(segment_at(segments, index), table_size=17)) for segments in (shown.segments, wanted))
        assert np.array_equal(pixels(one, "rgb24"), pixels(other, "rgb24"))


def test_a_grade_is_seen_at_once_and_touches_no_take(stages: Stages) -> None:
    film, standing = stages.graded
    shot = next(iter(standing.studio_grades))
    graded = film.model_copy(update={"grades": {f"shot:{shot}": GradeChoice(exposure=1.5, look="noir")}})
    before, after = screen(stages.root, film, standing), screen(stages.root, graded, standing)
    sources = {source.name: source.grade for segment in after.segments for source in (segment.outgoing,) if source}
    assert sources[shot] is not None and (sources[shot].exposure, sources[shot].look) == (1.5, "noir")
    assert sources[shot].cdl == standing.studio_grades[shot].cdl, "on top of the studio's balance"
    others = {source.name: source.grade for segment in before.segments for source in (segment.outgoing,) if source}
    assert {name: grade for name, grade in sources.items() if name != shot} == {n: g for n, g in others.items() if n != shot}


def test_a_lut_that_is_gone_is_left_out(stages: Stages) -> None:
    from aiprod.film.grade import Lut

    film, standing = stages.graded
    graded = film.model_copy(update={"grades": {"film": GradeChoice(lut=Lut(name="x.cube", sha256="0" * 64), exposure=0.5)}})
    shown = screen(stages.root, graded, standing)
    grades = [segment.outgoing.grade for segment in shown.segments if segment.outgoing]
    assert grades and all(grade is not None and grade.lut is None and grade.exposure == 0.5 for grade in grades)


# -- a film in the making ----------------------------------------------------------------------------------------------


def test_a_storyboard_alone_plays(stages: Stages) -> None:
    shown = screen(stages.root, *stages.drawn)
    seen = [part for part in shown.parts if part.shot]
    assert seen and {part.kind for part in seen} == {"board"}
    assert all(segment.outgoing is None or segment.outgoing.path.endswith("still.png") for segment in shown.segments)
    assert next(frames(segment_at(shown.segments, seen[0].start + 3))).width == 160
    assert shown.sound.kind == "silent" and not shown.sound.read(0, 4800).any()


def test_what_was_not_made_is_told_and_black(stages: Stages) -> None:
    film, standing = stages.graded
    assert standing.shots is not None
    gone, drawn = (shot.id for shot in standing.shots.shots[:2])
    bare = replace(
        standing, stills={drawn: standing.stills[drawn]}, lines={},
        takes={shot: takes for shot, takes in standing.takes.items() if shot not in (gone, drawn)},
    )  # fmt: skip
    shown = screen(stages.root, film, bare)
    kinds = {part.shot: part.kind for part in shown.parts if part.shot}
    assert kinds[gone] == "missing" and kinds[drawn] == "board" and "take" in kinds.values()
    assert [(item.what, item.name, item.why) for item in shown.missing] == [("shot", gone, "not made")]
    black = pixels(next(frames(segment_at(shown.segments, shown.missing[0].start + 30))), "rgb24")
    assert black[:20].max() <= 2, "above the title"
    assert shown.sound.kind == "rough", "the mix had the line"


def test_a_take_whose_file_is_gone_gives_way_to_the_storyboard(stages: Stages, tmp_path: Path) -> None:
    film, standing = stages.graded
    shot = next(iter(standing.takes))
    lost = tuple(replace(take, path=tmp_path / "gone.mp4") for take in standing.takes[shot])
    shown = screen(stages.root, film, replace(standing, takes={**standing.takes, shot: lost}))
    assert {part.kind for part in shown.parts if part.shot == shot} == {"board"}


def test_nothing_yet_is_a_film_without_frames(tmp_path: Path) -> None:
    film = Film(name="new", brief=Brief(text="A storm.", language="en"))
    shown = screen(tmp_path, film, Standing(root=tmp_path))
    assert (shown.frames, shown.segments, shown.parts, shown.missing) == (0, (), (), ())
    assert shown.part_at(0) is None and shown.sound.length == 0


def test_a_file_of_the_users_that_is_gone_or_outside_is_told(stages: Stages) -> None:
    def change(timeline: Timeline) -> Timeline:
        picture = timeline.tracks[0]
        files = [
            Clip(id=name, shows=MediaFile(path=name, frames=50, rate=FrameRate()), length=20)
            for name in ("media/gone.mp4", "../outside.mp4")
        ]
        return timeline.with_tracks((picture.with_clips((*files, *picture.clips)), *timeline.tracks[1:]))

    (stages.root.parent / "outside.mp4").write_bytes(b"")
    shown = edited(stages, change)
    assert [(item.what, item.name, item.why) for item in shown.missing] == [
        ("file", "media/gone.mp4", "gone"), ("file", "../outside.mp4", "gone")]  # fmt: skip
    assert [part.kind for part in shown.parts[:2]] == ["missing", "missing"]


def test_another_frame_rate_is_refused_in_words(stages: Stages) -> None:
    film, standing = stages.graded
    timeline = document_of(open_timeline(stages.store))
    changed = film.changed(brief=film.brief.changed(rate=FrameRate(numerator=25)), timeline=timeline)
    with pytest.raises(UserError, match="frames a second"):
        screen(stages.root, changed, standing, timeline)


def test_a_pinned_take_is_shown(stages: Stages, tmp_path: Path) -> None:
    film, standing = stages.graded
    shot = next(iter(standing.takes))
    (tmp_path / "other.mp4").write_bytes(b"x")
    other = TakeOf("f" * 64, shot, tmp_path / "other.mp4", 500, "nano/1", "nano", 0.0, False, True, 1)
    both = replace(standing, takes={**standing.takes, shot: (*standing.takes[shot], other)})

    def pin(timeline: Timeline) -> Timeline:
        picture = timeline.tracks[0]
        pinned = ShotFootage(shot=shot, take=other.id)
        clips = tuple(clip.with_(shows=pinned) if clip.shows == ShotFootage(shot=shot) else clip for clip in picture.clips)
        return timeline.with_tracks((picture.with_clips(clips), *timeline.tracks[1:]))

    timeline = pin(document_of(open_timeline(stages.store)))
    shown = screen(stages.root, film.model_copy(update={"timeline": timeline}), both, timeline)
    part = next(part for part in shown.parts if part.shot == shot)
    assert (part.kind, part.label) == ("take", "nano")
    assert {s.outgoing.path for s in shown.segments if s.outgoing and s.outgoing.name == shot} == {str(tmp_path / "other.mp4")}


# -- any timeline ------------------------------------------------------------------------------------------------------


def _standing(root: Path, shots: int) -> Standing:
    path = root / "picture.mp4"
    path.write_bytes(b"")
    takes = {f"s{n}": (TakeOf(f"t{n}", f"s{n}", path, 400, "animatic/1", "animatic", 0.0, True, True, 0),) for n in range(shots)}
    return Standing(root=root, takes=takes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), dissolve=st.sampled_from([0, 4, 8]), seed=st.integers(0, 9))
def test_both_compilers_agree_on_any_edit(tmp_path: Path, data: st.DataObject, dissolve: int, seed: int) -> None:
    timeline = timelines.film((40, 50, 60, 30), dissolve=dissolve)
    names = [clip.id for clip in timeline.tracks[0].clips]
    for _ in range(data.draw(st.integers(0, 4))):
        timeline = _edited(data, timeline, names)
    flat = flattened(timeline)
    film = Film(name="f", brief=Brief(text="x", language="en"))
    standing = _standing(tmp_path, 4)
    shown = picture_of(flat, Footages(tmp_path, film, standing, flat.rate), FORMAT)
    refs = {shot: TakeRef(str(takes[0].path), takes[0].id, takes[0].frames) for shot, takes in standing.takes.items()}
    lines = {f"l{n}": f"l{n}.wav" for n in range(4)}
    laid = timeline_of(timeline, Media(refs, {}, lines, {"score": "score.wav"}))
    wanted = compile_timeline(laid, {shot: Path(ref.path) for shot, ref in refs.items()}, {}, FORMAT)
    assert essence(shown.segments) == essence(wanted)
    assert [part.start for part in shown.parts] == sorted(part.start for part in shown.parts)
    assert sum(part.end - part.start for part in shown.parts) == flat.end


def _edited(data: st.DataObject, timeline: Timeline, names: list[str]) -> Timeline:
    name, amount = data.draw(st.sampled_from(names)), data.draw(st.integers(-6, 6))
    what = data.draw(st.sampled_from(["trim", "slip", "speed", "extract", "disable", "tail"]))
    try:
        if what == "trim":
            return trim(timeline, name, data.draw(st.sampled_from(["in", "out"])), amount, ripple=data.draw(st.booleans()))
        if what == "slip":
            return slip(timeline, (name,), amount)
        if what == "disable":
            return set_clip(timeline, (name,), enabled=False)
        if what == "extract":
            return extract(timeline, (name,))
        return _bent(timeline, name, what, amount)
    except UserError:
        return timeline


def _bent(timeline: Timeline, name: str, what: str, amount: int) -> Timeline:
    picture = timeline.tracks[0]
    speeds = (Fraction(1, 2), Fraction(0), Fraction(-1, 3), Fraction(-1))
    change = {"speed": {"speed": speeds[amount % len(speeds)], "source_in": 45},
              "tail": {"tail": Transition(kind="fade", before=5, after=0)}}[what]  # fmt: skip
    clips = tuple(clip.with_(**change) if clip.id == name else clip for clip in picture.clips)
    return timeline.with_tracks((picture.with_clips(clips), *timeline.tracks[1:]))


# -- sound -------------------------------------------------------------------------------------------------------------


def test_the_finished_mix_is_played_where_it_is_of_this_edit(stages: Stages) -> None:
    shown = screen(stages.root, *stages.graded)
    assert shown.sound.finished and shown.sound.kind == "finished"
    assert shown.sound.length == round(shown.frames / 24 * 48_000)
    assert np.abs(shown.sound.read(0, shown.sound.length)).max() > 0.05
    shown.sound.close()


def test_a_picture_edit_keeps_the_finished_mix_and_a_sound_edit_does_not(stages: Stages) -> None:
    film, standing = stages.graded
    same = edited(stages, lambda timeline: timeline)
    lines = next(track for track in same.timeline.tracks if track.name == "Dialogue")
    line = lines.clips[0].id
    assert edited(stages, lambda timeline: set_clip(timeline, (line,), gain_db=-3.0)).sound.kind == "rough"
    assert edited(stages, lambda timeline: _muted(timeline, "Music")).sound.kind == "rough"
    louder = film.brief.changed(mixing=film.brief.mixing.changed(buses=(BusChoices(bus="music", gain_db=-6),)))
    assert screen(stages.root, film.model_copy(update={"brief": louder}), standing).sound.kind == "rough"
    quiet = film.model_copy(update={"grades": {"film": GradeChoice(exposure=1.0)}})
    assert screen(stages.root, quiet, standing).sound.kind == "finished"


def _muted(timeline: Timeline, name: str) -> Timeline:
    return timeline.with_tracks(tuple(t.model_copy(update={"muted": t.name == name}) for t in timeline.tracks))


def test_a_rough_mix_is_near_the_real_one(stages: Stages) -> None:
    real = screen(stages.root, *stages.graded).sound
    rough = edited(stages, lambda timeline: _nothing_changed_but_a_gain(timeline)).sound
    assert isinstance(rough, RoughMix) and rough.length == real.length and rough.speech == real.speech
    loud = [20 * np.log10(np.sqrt(np.mean(sound.read(0, sound.length) ** 2))) for sound in (real, rough)]
    assert abs(loud[0] - loud[1]) < 4
    assert rough.troubles == []


def _nothing_changed_but_a_gain(timeline: Timeline) -> Timeline:
    effects = [clip.id for track in timeline.tracks if track.name == "Music" for clip in track.clips]
    return set_clip(timeline, effects[:1], gain_db=-0.01)


# -- again and again ---------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_taken_from_before(stages: Stages) -> None:
    film, standing = stages.graded
    first = screen(stages.root, film, standing)
    second = edited(stages, lambda timeline: trim(timeline, timeline.tracks[0].clips[-1].id, "out", -3, ripple=True), first)
    assert second._bench is first._bench
    assert screen(stages.root, film, replace(standing), None, first)._bench is not first._bench
    assert essence(second.segments) == essence(
        edited(stages, lambda t: trim(t, t.tracks[0].clips[-1].id, "out", -3, ripple=True)).segments
    )
