# SPDX-License-Identifier: Apache-2.0
"""Clips that run backwards: every frame the right one, whatever the file, the speed and the length, in bounded room."""

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from PIL import Image
from tests.unit.rendering.film_fixture import timeline, transition
from tests.unit.rendering.test_bad_footage import FORMAT, UNEVEN, at, numbered, shown

from aiprod.film.time import FrameRate
from aiprod.media import reading
from aiprod.rendering import sides
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import frames, render_segment
from aiprod.rendering.planes import planes_of
from aiprod.rendering.segments import Segment

FRAMES = 50


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frame n is a grey of 30 + 4n; a key frame every twelve."""
    return numbered(tmp_path_factory.mktemp("footage") / "a.mp4", list(range(FRAMES + 1)), Fraction(1, 24))


def backwards(first: int, count: int, speed: float = -1.0, rate: float = 24, available: int = FRAMES) -> otio.schema.Clip:
    made = at(rate, first, count, available)
    made.effects.append(otio.schema.LinearTimeWarp(time_scalar=speed))
    return made


def cut(*items: otio.core.Item, media: Path) -> tuple[Segment, ...]:
    return compile_timeline(timeline(*items), {"a": media}, {}, FORMAT)


@pytest.mark.parametrize(
    ("first", "count", "speed"),
    [(FRAMES - 1, FRAMES, -1.0), (30, 25, -1.0), (49, 24, -2.0), (20, 40, -0.5), (49, 6, -8.0), (12, 1, -1.0)],
)
def test_every_frame_is_the_right_one(first: int, count: int, speed: float, footage: Path) -> None:
    segment = cut(backwards(first, count, speed), media=footage)[0]
    exact = Fraction(speed).limit_denominator(1000)
    assert shown(segment) == [max(0, first + (i * exact.numerator) // exact.denominator) for i in range(count)]


@pytest.mark.parametrize("span", [1, 2, 5, 1000])
def test_spans_of_any_length_join_without_a_seam(span: int, footage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "_FIRST_SPAN", span)
    monkeypatch.setattr(sides, "_SPAN_BYTES", 0)
    assert shown(cut(backwards(45, 40), media=footage)[0]) == list(range(45, 5, -1))


def test_no_more_is_held_than_the_room_allows(footage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the clip is: frames are asked for in spans of what fits, and given away one by one."""
    size = sum(plane.buffer_size for plane in next(reading.read_frames(footage)).planes)
    monkeypatch.setattr(sides, "_SPAN_BYTES", 8 * size)
    asked: list[int] = []

    def counted(path: Path, indices: list[int], rate: Fraction | None = None, name: str = ""):  # type: ignore[no-untyped-def]
        asked.append(len(indices))
        return reading.frames_at(path, indices, rate, name)

    monkeypatch.setattr(sides, "frames_at", counted)
    assert shown(cut(backwards(49, 50), media=footage)[0]) == list(range(49, -1, -1))
    assert asked[0] == 4 and max(asked) == 8 and sum(asked) == 50


def test_a_piece_of_a_backward_clip_begins_where_the_one_before_ended(footage: Path) -> None:
    """A title over the middle of it cuts it into pieces."""
    from tests.unit.rendering.film_fixture import gap, title

    made = timeline(backwards(40, 30), titles=(gap(10), title(8)))
    pieces = compile_timeline(made, {"a": footage}, {}, FORMAT)
    assert [piece.frames for piece in pieces] == [10, 8, 12]
    assert shown(pieces[0]) + shown(pieces[2]) == [*range(40, 30, -1), *range(22, 10, -1)]
    plain = cut(backwards(22, 12), media=footage)[0]
    assert pieces[2].outgoing == plain.outgoing


def test_handles_run_backwards_too(footage: Path) -> None:
    made = cut(at(24, 0, 20, FRAMES), transition("dissolve", 4, 4), backwards(30, 20), media=footage)
    blend = made[1]
    assert blend.incoming is not None
    assert [blend.incoming.frame_at(i) for i in range(8)] == [34, 33, 32, 31, 30, 29, 28, 27]
    assert len(list(frames(blend))) == 8


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_variable_frame_rates_are_read_by_time(suffix: str, tmp_path: Path) -> None:
    path = numbered(tmp_path / f"a{suffix}", UNEVEN, Fraction(1, 600))
    forwards = shown(compile_timeline(timeline(at(24, 0, 24, 24)), {"a": path}, {}, FORMAT)[0])
    assert shown(cut(backwards(23, 24, available=24), media=path)[0]) == forwards[::-1]


def test_another_rate_keeps_its_time(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.mp4", list(range(FRAMES + 1)), Fraction(1, 30))
    fmt = FORMAT.changed(rate=FrameRate(numerator=24))
    segment = compile_timeline(timeline(backwards(40, 25, rate=30)), {"a": path}, {}, fmt)[0]
    assert shown(segment) == [40 + (-5 * i) // 4 for i in range(segment.frames)]


def test_a_stream_that_cannot_be_searched_is_read_from_its_start(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.h264", list(range(31)), Fraction(1, 24))
    assert len(set(shown(cut(backwards(20, 15, available=25), media=path)[0]))) >= 12


def test_a_still_has_no_direction(tmp_path: Path) -> None:
    Image.new("RGB", (FORMAT.width, FORMAT.height), (128, 128, 128)).save(tmp_path / "a.png")
    segment = cut(backwards(0, 5, available=1), media=tmp_path / "a.png")[0]
    assert len({bytes(planes_of(frame).y) for frame in frames(segment)}) == 1


def test_a_rendered_file_runs_backwards(footage: Path, tmp_path: Path) -> None:
    segment = cut(backwards(49, 48), media=footage)[0]
    render_segment(segment, tmp_path / "out.mp4")
    found = [round((float(planes_of(f).y[2, 2]) - 30) / 4) for f in reading.read_frames(tmp_path / "out.mp4")]
    assert found == list(range(49, 1, -1))
