# SPDX-License-Identifier: Apache-2.0
"""Every depth and chroma, both engines, the exact mode, alpha, and graphics on HDR: the same picture each way."""

from pathlib import Path
from typing import get_args

import av
import colour
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.rendering.film_fixture import H, N, W, clip, gap, shoot, timeline, title, transition

from aiprod.film.errors import EngineError
from aiprod.film.grade import ShotGrade
from aiprod.rendering.blending import DIPS, travels
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import float_frames, frames
from aiprod.rendering.lettering import Drawn
from aiprod.rendering.overlays import shown_codes
from aiprod.rendering.planes import alpha_of, coding_for, engine, planes_of, to_rgb
from aiprod.rendering.segments import PictureFormat, Segment, TransitionKind

FORMATS = {
    "8-bit 4:2:0": PictureFormat(width=W, height=H),
    "10-bit 4:2:2": PictureFormat(width=W, height=H, bits=10, chroma="422"),
    "12-bit 4:4:4 alpha": PictureFormat(width=W, height=H, bits=12, chroma="444", alpha=True),
    "PQ 10-bit 4:2:0": PictureFormat(width=W, height=H, bits=10, output="pq"),
}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("footage")
    return {name: shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("ab")}


def film(media: dict[str, Path], fmt: PictureFormat, kind: str = "dissolve") -> tuple[Segment, ...]:
    made = timeline(
        clip("a", 0, 6), transition(kind, 2, 2), clip("b", 4, 6), gap(3), titles=(title(4), gap(7), title(4, title="日本 שלום"))
    )
    return compile_timeline(made, media, {"a": ShotGrade(shot="a", look="noir", look_strength=0.5)}, fmt)


def planes(frame: av.VideoFrame) -> list[NDArray[np.int64]]:
    cover = alpha_of(frame)
    return [p.astype(np.int64) for p in (*planes_of(frame), *([] if cover is None else [cover]))]


@pytest.mark.parametrize("name", FORMATS)
def test_without_numba_the_picture_is_the_same(name: str, media: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    segments = film(media, FORMATS[name], "wipe")
    fast = [planes(f) for s in segments for f in frames(s)]
    monkeypatch.setenv("AIPROD_KERNEL", "opencolorio")
    engine.cache_clear()
    try:
        assert engine() == "opencolorio"
        plain = [planes(f) for s in segments for f in frames(s)]
    finally:
        monkeypatch.undo()
        engine.cache_clear()
    assert len(fast) == len(plain) == 15
    assert max(int(np.abs(a - b).max()) for x, y in zip(fast, plain, strict=True) for a, b in zip(x, y, strict=True)) <= 1


@pytest.mark.parametrize("name", FORMATS)
def test_the_exact_mode_is_what_the_table_comes_near(name: str, media: dict[str, Path]) -> None:
    fmt = FORMATS[name]
    baked = [planes(f) for s in film(media, fmt) for f in frames(s)]
    exact = [planes(f) for s in film(media, fmt.changed(exact=True)) for f in frames(s)]
    step = 2 ** (fmt.bits - 8)
    for got, wanted in zip(baked, exact, strict=True):
        off = [np.abs(a - b) for a, b in zip(got, wanted, strict=True)]
        assert np.mean([o.mean() for o in off]) < 0.25 * step and max(o.max() for o in off) <= 4 * step


def test_exact_frames_are_the_graded_light_itself(media: dict[str, Path]) -> None:
    from aiprod.grading.bake import apply
    from aiprod.media.video import read_frames
    from aiprod.rendering.planes import coding_of

    grade = ShotGrade(shot="a", look="golden_hour")
    made = compile_timeline(timeline(clip("a", 3, 2)), media, {"a": grade}, FORMATS["PQ 10-bit 4:2:0"])
    source = next(read_frames(media["a"], 3, 1))
    wanted = apply(grade, to_rgb(planes_of(source), coding_of(source)), "rec709", "pq")
    assert np.abs(next(float_frames(made[0])) - wanted).max() < 1e-6
    linear = compile_timeline(timeline(clip("a", 3, 2)), media, {}, FORMATS["8-bit 4:2:0"].changed(output="acescg"))
    light = next(float_frames(linear[0]))
    assert light.dtype == np.float32 and light.min() > -0.2 and light.max() > 0.2
    with pytest.raises(EngineError, match="float sequences"):
        next(frames(linear[0]))


@pytest.mark.parametrize("kind", [k for k in get_args(TransitionKind) if k != "cut"])
@pytest.mark.parametrize("direction", ["right", "up"])
def test_transitions_begin_with_one_picture_and_end_with_the_other(kind: str, direction: str, media: dict[str, Path]) -> None:
    made = timeline(clip("a", 0, 20), transition(kind, 8, 9), clip("b", 9, 20))
    made.video_tracks()[0][1].metadata["aiprod"]["direction"] = direction
    for fmt in (FORMATS["8-bit 4:2:0"], FORMATS["12-bit 4:4:4 alpha"]):
        segments = compile_timeline(made, media, {}, fmt)
        blend = next(s for s in segments if s.kind != "cut")
        before, after = (next(frames(s)) for s in (segments[0], segments[-1]))
        shown = [planes(f)[0][40:].astype(float) for f in frames(blend)]
        first, last = (planes(f)[0][40:].astype(float) for f in (before, after))
        assert blend.kind == kind and blend.direction == direction
        near = [np.abs(s - first).mean() for s in (shown[0], shown[-1])]
        assert near[0] < near[1] or kind in DIPS
        middle = shown[len(shown) // 2]
        if kind in DIPS:
            code = (235 if kind == "dip_white" else 16) * 2 ** (fmt.bits - 8)
            assert np.abs(middle - code).max() <= 1
        elif travels(kind):
            assert np.abs(middle - first).mean() > 1 and np.abs(middle - last).mean() > 1


def test_where_nothing_lies_the_picture_is_see_through(media: dict[str, Path]) -> None:
    fmt = FORMATS["12-bit 4:4:4 alpha"]
    made = compile_timeline(timeline(clip("a", 0, 6), gap(8), titles=(gap(6), title(8))), media, {}, fmt)
    assert (planes(next(frames(made[0])))[3] == 4095).all()
    y, u, v, cover = planes(list(frames(made[1]))[4])
    assert cover.max() > 4000 and (cover[:10] == 0).all()
    clear = cover == 0
    assert (y[clear] == 256).all() and (u[clear] == 2048).all() and (v[clear] == 2048).all()
    light = list(float_frames(made[1]))[4]
    assert light.shape[2] == 4 and np.abs(light[..., 3] * 4095 - cover).max() <= 1


def test_a_fade_out_of_a_see_through_film_fades_its_alpha(media: dict[str, Path]) -> None:
    made = timeline(clip("a", 0, 20), transition("fade_out", 8, 0), gap(2))
    fading = compile_timeline(made, media, {}, FORMATS["12-bit 4:4:4 alpha"])[1]
    covers = [int(planes(f)[3][0, 0]) for f in frames(fading)]
    assert covers == sorted(covers, reverse=True) and covers[0] < 4095 and covers[-1] > 0


def test_white_graphics_are_203_candelas_in_hdr() -> None:
    white = Drawn(0, 0, np.ones((2, 2, 4), np.float32))
    grey = Drawn(0, 0, np.full((2, 2, 4), 0.5, np.float32))
    pq = float(shown_codes(white, "pq")[0, 0, 1])
    assert abs(pq - float(colour.models.eotf_inverse_ST2084(203.0))) < 2e-4 and abs(pq - 0.581) < 1e-3
    assert abs(float(shown_codes(white, "hlg")[0, 0, 0]) - 0.75) < 2e-3
    assert np.allclose(shown_codes(grey, "pq"), 0.5 * shown_codes(white, "pq"))
    for output in ("rec709", "p3d65", "rec2020", "acescg"):
        assert np.abs(shown_codes(white, output) - 1).max() < 1e-3, output  # type: ignore[arg-type]


def test_a_saturated_graphic_keeps_its_colour_on_a_wider_display() -> None:
    red = np.zeros((2, 2, 4), np.float32)
    red[..., 0], red[..., 3] = 1, 1
    shown = shown_codes(Drawn(0, 0, red), "rec2020")[0, 0].astype(float) ** 2.4
    wanted = colour.matrix_RGB_to_RGB("ITU-R BT.709", "ITU-R BT.2020", None) @ np.array([1.0, 0, 0])
    assert np.abs(shown - wanted).max() < 2e-3


def test_captions_are_burned_where_they_belong(media: dict[str, Path]) -> None:
    made = timeline(clip("a", 0, 10), clip("b", 0, 10))
    plain = compile_timeline(made, media, {}, FORMATS["8-bit 4:2:0"])
    told = compile_timeline(
        made, media, {}, FORMATS["8-bit 4:2:0"], captions=[(4, 14, ["Où vas-tu ?"]), (30, 40, ["later"])], language="fr"
    )
    assert [s.start for s in plain] == [s.start for s in told]
    assert [[(c.first, c.end) for c in s.captions] for s in told] == [[(4, 10)], [(0, 4)]]
    changed = [
        int(np.abs(planes(a)[0][80:] - planes(b)[0][80:]).max()) > 40
        for x, y in zip(plain, told, strict=True)
        for a, b in zip(frames(x), frames(y), strict=True)
    ]
    assert changed == [4 <= i < 14 for i in range(20)]
    assert [s.content_hash() for s in plain] != [s.content_hash() for s in told]


def test_all_takes_are_long_enough() -> None:
    assert N >= 29 and coding_for(FORMATS["PQ 10-bit 4:2:0"]).bits == 10
