# SPDX-License-Identifier: Apache-2.0
"""The compiler: edit points, handles, hashes, and what it refuses."""

from pathlib import Path

import opentimelineio as otio
import pytest
from tests.unit.rendering.film_fixture import N, clip, gap, shoot, span, timeline, title, transition

from aiprod.film.errors import UserError
from aiprod.film.grade import ShotGrade
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.segments import PictureFormat, Segment, plain_frames

FORMAT = PictureFormat(width=192, height=108)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("takes")
    return {f"take-{name}": shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("abc")}


def cut(made: otio.schema.Timeline, media: dict[str, Path], **grades: ShotGrade) -> tuple[Segment, ...]:
    return compile_timeline(made, media, grades, FORMAT)


def test_segments_cover_the_film_without_holes(media: dict[str, Path]) -> None:
    made = timeline(
        transition("fade_in", 0, 6), clip("a", 0, 34), transition("dissolve", 4, 4), clip("b", 4, 32),
        transition("fade_out", 6, 0), gap(20), titles=(gap(10), title(12), gap(44), title(20, "end")),
    )  # fmt: skip
    segments = cut(made, media)
    assert [s.start for s in segments] == [0, 6, 10, 22, 30, 38, 60, 66]
    assert sum(s.frames for s in segments) == 86
    assert [len(s.titles) for s in segments] == [0, 0, 1, 0, 0, 0, 0, 1]
    dissolve = segments[4]
    assert dissolve.kind == "dissolve" and dissolve.outgoing and dissolve.incoming
    assert (dissolve.outgoing.frame_at(0), dissolve.incoming.frame_at(0)) == (30, 0)
    assert segments[0].outgoing is None and segments[0].incoming is not None
    assert segments[-1].outgoing is None and segments[-1].titles[0].style == "end"


def test_a_title_keeps_its_age_across_segments(media: dict[str, Path]) -> None:
    made = timeline(clip("a", 0, 20), clip("b", 0, 20), titles=(gap(10), title(20)))
    first, second = (s.titles[0] for s in cut(made, media) if s.titles)
    assert (first.first, first.length, second.first, second.length) == (0, 20, 10, 20)


def test_only_what_changed_is_made_again(media: dict[str, Path]) -> None:
    def hashes(title_text: str = "x", look: str = "epic", swap: str = "b") -> list[str]:
        made = timeline(clip("a", 0, 20), clip(swap, 0, 20), clip("c", 0, 20), titles=(title(10, title=title_text),))
        return [s.content_hash() for s in cut(made, media, c=ShotGrade(shot="c", look=look))]

    assert hashes() == hashes()
    for changed, at in ((hashes("y"), 0), (hashes(swap="c"), 2), (hashes(look="noir"), 3)):
        assert [i for i, (a, b) in enumerate(zip(hashes(), changed, strict=True)) if a != b] == [at]


def test_the_hash_is_about_pixels_not_about_places(media: dict[str, Path], tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.mp4"
    moved.write_bytes(media["take-a"].read_bytes())
    one = cut(timeline(clip("a", 3, 10)), media)[0]
    late = cut(timeline(gap(7), clip("a", 3, 10)), {"take-a": moved})[1]
    assert late.start == 7 and one.content_hash() == late.content_hash()
    assert Segment.from_json(one.to_json()) == one
    other = shoot(tmp_path / "other.mp4", 9)
    assert cut(timeline(clip("a", 3, 10)), {"a": other})[0].content_hash() != one.content_hash()


def test_speed_and_freeze(media: dict[str, Path]) -> None:
    fast, still = clip("a", 2, 10), clip("b", 5, 10)
    fast.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))
    still.effects.append(otio.schema.FreezeFrame())
    segments = cut(timeline(fast, still), media)
    assert segments[0].outgoing and [segments[0].outgoing.frame_at(i) for i in range(4)] == [2, 4, 6, 8]
    assert segments[1].outgoing and {segments[1].outgoing.frame_at(i) for i in range(10)} == {5}


def test_handles_stop_at_the_ends_of_the_footage(media: dict[str, Path]) -> None:
    made = timeline(clip("a", 10, N - 10), transition("dissolve", 4, 4), clip("b", 2, 20))
    blend = cut(made, media)[1]
    assert blend.outgoing and [blend.outgoing.frame_at(i) for i in range(8)] == [36, 37, 38, 39, 39, 39, 39, 39]
    assert blend.incoming and [blend.incoming.frame_at(i) for i in range(8)] == [0, 0, 0, 1, 2, 3, 4, 5]


def test_poster_candidates_show_one_shot_and_no_words(media: dict[str, Path]) -> None:
    made = timeline(clip("a", 0, 34), transition("dissolve", 4, 4), clip("b", 4, 32), titles=(title(20),))
    assert plain_frames(cut(made, media)) == (25, 45, 52, 59)


def test_one_frame_shots_are_shots(media: dict[str, Path]) -> None:
    assert [s.frames for s in cut(timeline(clip("a", 5, 1), clip("b", 0, 1), clip("a", 6, 1)), media)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("items", "titles", "why"),
    [
        ((clip("z", 0, 5),), (), "no take of it was given"),
        ((clip("a", 0, 5), transition("dissolve", 9, 2), clip("b", 4, 9)), (), "longer than its shots"),
        ((clip("a", 0, 5), transition("star wipe", 1, 1), clip("b", 4, 9)), (), "no transition 'star wipe'"),
        ((clip("a", 0, 5),), (clip("b", 0, 5),), "only titles may lie above"),
        ((otio.schema.Stack("nest", children=[clip("a", 0, 5)]),), (), "it is a Stack inside a track"),
        ((otio.schema.Clip("g", otio.schema.GeneratorReference("g", "SMPTEBars", span(0, 9)), span(0, 9)),), (), "SMPTEBars"),
    ],
)
def test_what_cannot_be_rendered_is_said(
    media: dict[str, Path], items: tuple[otio.core.Composable, ...], titles: tuple[otio.core.Composable, ...], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        cut(timeline(*(i.deepcopy() for i in items), titles=tuple(t.deepcopy() for t in titles)), media)


def test_lost_footage_and_unknown_effects_are_said(media: dict[str, Path]) -> None:
    with pytest.raises(UserError, match="is missing"):
        cut(timeline(clip("a", 0, 5)), {"a": Path("/nowhere/a.mp4")})
    glowing = clip("a", 0, 5)
    glowing.effects.append(otio.schema.Effect(effect_name="Glow"))
    with pytest.raises(UserError, match="the effect 'Glow' is not known"):
        cut(timeline(glowing), media)
