# SPDX-License-Identifier: Apache-2.0
"""Segments as files: right frames, right colours, the same bytes each time, joined without loss."""

from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import av
import numpy as np
import pytest
from tests.unit.rendering.film_fixture import H, N, W, clip, gap, number, shoot, timeline, title, transition

from aiprod.film.errors import EngineError, UserError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.grading.bake import apply as exact_grade
from aiprod.grading.bake import bake, table_key
from aiprod.media.encoders import TABLE, Encoder, choose, first_that_opens
from aiprod.media.video import VideoWriter, read_frames, to_rgb
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import frames, join, join_or_render, render_segment, render_take
from aiprod.rendering.planes import planes_of
from aiprod.rendering.segments import Codec, PictureFormat, Segment
from aiprod.rendering.sides import TABLE_SIZE

FORMAT = PictureFormat(width=W, height=H)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("footage")
    return {name: shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("abc")}


@pytest.fixture(scope="module")
def film(media: dict[str, Path]) -> tuple[Segment, ...]:
    made = timeline(
        transition("fade_in", 0, 6), clip("a", 0, 34), transition("dissolve", 4, 4), clip("b", 4, 32), transition("wipe", 4, 4),
        clip("c", 4, 28), transition("fade", 4, 4), clip("a", 4, 20), transition("fade_out", 6, 0), gap(10),
        titles=(gap(10), title(12, subtitle="d’après Zoé")),
    )  # fmt: skip
    return compile_timeline(made, media, {"b": ShotGrade(shot="b", look="golden_hour")}, FORMAT)


def test_the_film_has_every_frame_once_and_in_order(film: tuple[Segment, ...], tmp_path: Path) -> None:
    parts = [tmp_path / f"{i}.mp4" for i in range(len(film))]
    for segment, part in zip(film, parts, strict=True):
        assert render_segment(segment, part).frames == segment.frames
    total = join(parts, tmp_path / "film.mp4")
    decoded = list(read_frames(tmp_path / "film.mp4"))
    assert total == len(decoded) == sum(s.frames for s in film) == 124
    base = decoded[0].time_base
    assert [round(f.pts * base * 24) for f in decoded] == list(range(124))
    shown = [number(planes_of(f).y) for f in decoded]
    assert shown[6:30] == list(range(6, 30))  # a, on its own
    assert shown[70:90] == list(range(8, 28))  # c: 4 + (70 − 66)
    assert [f.name for f in tmp_path.iterdir() if "part" in f.name] == []


def test_joined_pictures_are_the_parts_bit_for_bit(film: tuple[Segment, ...], tmp_path: Path) -> None:
    parts = [tmp_path / f"{i}.mp4" for i in range(3)]
    for segment, part in zip(film[1:4], parts, strict=True):
        render_segment(segment, part)
    join(parts, tmp_path / "joined.mp4")
    apart = [planes_of(f).y.copy() for part in parts for f in read_frames(part)]
    together = [planes_of(f).y.copy() for f in read_frames(tmp_path / "joined.mp4")]
    assert len(apart) == len(together) and all((a == b).all() for a, b in zip(apart, together, strict=True))
    with av.open(str(tmp_path / "joined.mp4")) as container:
        times = [p.dts for p in container.demux(video=0) if p.size]
        assert all(b > a for a, b in pairwise(times))


def test_tags_say_rec709_limited(film: tuple[Segment, ...], tmp_path: Path) -> None:
    render_segment(film[1], tmp_path / "x.mp4")
    with av.open(str(tmp_path / "x.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert container.streams.video[0].average_rate == 24


def test_the_same_segment_gives_the_same_bytes_in_any_process(film: tuple[Segment, ...], tmp_path: Path) -> None:
    render_segment(film[4], tmp_path / "here.mp4")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = []
        for name in ("left", "right"):
            (tmp_path / name).mkdir()
            jobs.append(pool.submit(render_take, tmp_path / name, segment=film[4].to_json()))
        facts = [job.result() for job in jobs]
    assert facts[0] == {"frames": 8, "codec": "libx264", "engine": "numba"}
    written = {(tmp_path / p).read_bytes() for p in ("here.mp4", "left/picture.mp4", "right/picture.mp4")}
    for _ in range(8):  # an encoder that differs once in ten runs is found most times
        render_segment(film[4], tmp_path / "again.mp4")
        written.add((tmp_path / "again.mp4").read_bytes())
    assert len(written) == 1


def test_a_neutral_film_is_its_footage(media: dict[str, Path]) -> None:
    segment = compile_timeline(timeline(clip("a", 5, 20)), media, {"a": ShotGrade(shot="a")}, FORMAT)[0]
    for mine, theirs in zip(frames(segment), read_frames(media["a"], 5, 20), strict=True):
        assert all((a == b).all() for a, b in zip(planes_of(mine), planes_of(theirs), strict=True))


def test_a_baked_table_is_used_when_there_is_one(media: dict[str, Path], tmp_path: Path) -> None:
    grade = ShotGrade(shot="a", look="noir", cdl=Cdl(offset=(0.01, 0.01, 0.01)))
    segment = compile_timeline(timeline(clip("a", 0, 2)), media, {"a": grade}, FORMAT)[0]
    np.save(tmp_path / "t.npy", bake(grade, TABLE_SIZE))
    np.save(tmp_path / "other.npy", bake(ShotGrade(shot="a", look="epic")))
    own = planes_of(next(frames(segment))).y.copy()
    assert (planes_of(next(frames(segment, {table_key(grade): tmp_path / "t.npy"}))).y == own).all()
    assert (planes_of(next(frames(segment, {table_key(grade): tmp_path / "other.npy"}))).y != own).any()


def test_transitions_mix_what_they_should(media: dict[str, Path]) -> None:
    def middle(kind: str) -> np.ndarray:
        made = timeline(clip("a", 0, 20), transition(kind, 4, 5), clip("b", 9, 20))
        blend = next(s for s in compile_timeline(made, media, {}, FORMAT) if s.kind != "cut")
        return planes_of(list(frames(blend))[4]).y[40:, :].astype(float)  # half way of nine

    first, second = (planes_of(next(read_frames(media[n], i, 1))).y[40:, :].astype(float) for n, i in (("a", 20), ("b", 9)))
    assert np.abs(middle("dissolve") - (first + second) / 2).max() <= 1
    assert np.abs(middle("match_cut") - (first + second) / 2).max() <= 1
    assert (middle("fade") == 16).all()
    wiped = middle("wipe")
    assert np.abs(wiped[:, :40] - second[:, :40]).max() <= 1 and np.abs(wiped[:, -40:] - first[:, -40:]).max() <= 1


def test_fades_from_and_to_black(film: tuple[Segment, ...]) -> None:
    light = [float(planes_of(f).y.mean()) for f in frames(film[0])]
    assert light == sorted(light) and light[0] < 16 + 0.2 * (light[-1] - 16) / 0.85 + 5
    dark = next(s for s in film if s.kind == "dissolve" and s.incoming is None)
    light = [float(planes_of(f).y.mean()) for f in frames(dark)]
    assert light == sorted(light, reverse=True)
    assert all((planes_of(f).y == 16).all() for f in frames(film[-1]))


def test_footage_of_another_size_is_fitted_with_black_beside_it(tmp_path: Path) -> None:
    tall = shoot(tmp_path / "tall.mp4", 1, frames=3, width=96, height=108)
    segment = compile_timeline(timeline(clip("a", 0, 3, 3)), {"a": tall}, {}, FORMAT)[0]
    y = planes_of(next(frames(segment))).y
    assert (y[:, :46] == 16).all() and (y[:, -46:] == 16).all() and y[:, 60:130].mean() > 30


def test_truncated_footage_is_an_error_and_leaves_nothing(media: dict[str, Path], tmp_path: Path) -> None:
    short = tmp_path / "short.mp4"
    shoot(short, 1, frames=10)
    segment = compile_timeline(timeline(clip("a", 0, 20)), {"a": short}, {}, FORMAT)[0]
    with pytest.raises(UserError, match="too short"):
        render_segment(segment, tmp_path / "out.mp4")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(media["a"].read_bytes()[:900])
    segment = compile_timeline(timeline(clip("a", 0, 20)), {"a": cut}, {}, FORMAT)[0]
    with pytest.raises(UserError, match=r"too short|can't be read"):
        render_segment(segment, tmp_path / "out.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cut.mp4", "short.mp4"]


def test_without_x264_the_film_is_still_made(media: dict[str, Path], tmp_path: Path) -> None:
    free = first_that_opens([e for e in TABLE["delivery_h264"] if "x264" not in e.codec])
    assert free.codec != "libx264"
    take = first_that_opens([e for e in TABLE["take"] if "x264" not in e.codec])
    path = shoot(tmp_path / ("a.mkv" if take.codec == "ffv1" else "a.mov"), 0, encoder=take)
    made = compile_timeline(timeline(clip("a", 0, 12), clip("b", 0, 12)), {"a": path, "b": media["b"]}, {}, FORMAT)
    parts = []
    for index, segment in enumerate(made):
        parts.append(tmp_path / f"{index}.mp4")
        render_segment(segment.changed(codec=Codec.of(free)), parts[-1])
    assert join(parts, tmp_path / "film.mp4") == 24
    shown = list(read_frames(tmp_path / "film.mp4"))
    assert [number(planes_of(f).y) for f in shown] == [*range(12), *range(12)]
    reference = to_rgb(next(read_frames(media["a"]))).astype(float)
    assert np.abs(to_rgb(shown[0]).astype(float) - reference).mean() < 3


def test_segments_with_other_headers_are_not_joined(media: dict[str, Path], tmp_path: Path) -> None:
    segment = compile_timeline(timeline(clip("a", 0, 4)), media, {}, FORMAT)[0]
    render_segment(segment, tmp_path / "a.mp4")
    other = Codec.of(Encoder("libx264", "yuv420p", {"preset": "medium", "crf": "30", "profile": "baseline"}))
    render_segment(segment.changed(codec=other), tmp_path / "b.mp4")
    with pytest.raises(EngineError, match="another header"):
        join([tmp_path / "a.mp4", tmp_path / "b.mp4"], tmp_path / "film.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "b.mp4"]
    again = join_or_render([tmp_path / "a.mp4", tmp_path / "b.mp4"], [segment, segment], tmp_path / "film.mp4")
    assert again.frames == 8 == len(list(read_frames(tmp_path / "film.mp4"))) and "another header" in again.encoded_again
    assert join_or_render([tmp_path / "a.mp4"], [segment], tmp_path / "film.mp4").encoded_again == ""


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_shortest_segments_join(media: dict[str, Path], tmp_path: Path, count: int) -> None:
    made = compile_timeline(timeline(*(clip("a", i, 1 + i % 2) for i in range(count))), media, {}, FORMAT)
    parts = []
    for index, segment in enumerate(made):
        parts.append(tmp_path / f"{index}.mp4")
        render_segment(segment, parts[-1])
    total = join(parts, tmp_path / "film.mp4")
    assert total == sum(s.frames for s in made) == len(list(read_frames(tmp_path / "film.mp4")))


def test_all_takes_are_long_enough() -> None:
    assert N >= 38  # what the film above needs


def test_bars_through_the_whole_chain_are_what_numpy_says(tmp_path: Path) -> None:
    """File → decode → grade → encode → decode, against Rec.709 arithmetic written out here."""
    rgb = np.array(
        [[c * 191 for c in k] for k in ((1, 1, 1), (1, 1, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 1), (0, 0, 0))]
    )
    chart = np.repeat(np.tile(rgb[None].astype(np.uint8), (H // 4 * 4, 1, 1)), W // 8, axis=1)
    with VideoWriter(tmp_path / "bars.mp4", Fraction(24), W, H, choose("take")) as writer:
        for _ in range(6):
            writer.write_rgb(chart)
    luma = rgb / 255 @ np.array([0.2126, 0.7152, 0.0722])
    for name, grade in (("neutral", ShotGrade(shot="a")), ("look", ShotGrade(shot="a", look="cinematic_cold"))):
        segment = compile_timeline(timeline(clip("a", 0, 6, 6)), {"a": tmp_path / "bars.mp4"}, {"a": grade}, FORMAT)[0]
        render_segment(segment, tmp_path / f"{name}.mp4")
        y, u, v = planes_of(list(read_frames(tmp_path / f"{name}.mp4"))[-1])
        exact = exact_grade(grade, (rgb / 255).astype(np.float32)).astype(float) if name == "look" else rgb / 255
        light = exact @ np.array([0.2126, 0.7152, 0.0722]) if name == "look" else luma
        for bar in range(8):
            middle = W // 8 * bar + W // 16
            got = y[20:80, middle - 4 : middle + 4].mean(), u[10:40, middle // 2].mean(), v[10:40, middle // 2].mean()
            blue, red = (exact[bar, 2] - light[bar]) / 1.8556, (exact[bar, 0] - light[bar]) / 1.5748
            wanted = 16 + 219 * light[bar], 128 + 224 * blue, 128 + 224 * red
            assert np.abs(np.array(got) - wanted).max() < 2.6, (name, bar, got, wanted)  # two x264 encodes apart
