# SPDX-License-Identifier: Apache-2.0
"""Scopes against signals whose reading is known: bars, ramps, single colours, in SDR and HDR, as RGB and as planes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS
from aiprod.grading.scopes import SCOPES, counting, draw, look_at, measure, scope_named, sheet
from aiprod.grading.scopes.chromaticity import CELLS as CHART
from aiprod.grading.scopes.chromaticity import EXTENT, charted, chromaticity
from aiprod.grading.scopes.false_colour import false_colour
from aiprod.grading.scopes.histogram import histogram
from aiprod.grading.scopes.signal import BLACK, CENTRE, CHROMA_SPAN, LUMA_SPAN, WHITE, Signal, histogram_of
from aiprod.grading.scopes.transfer import PRIMARIES, code_of, nits
from aiprod.grading.scopes.vectorscope import CELLS, bars, vectorscope
from aiprod.grading.scopes.waveform import waveform

BARS = {"W": (1, 1, 1), "Yl": (1, 1, 0), "Cy": (0, 1, 1), "G": (0, 1, 0), "Mg": (1, 0, 1), "R": (1, 0, 0), "B": (0, 0, 1)}
BT709_75 = {"W": (721, 512, 512), "Yl": (674, 176, 543), "Cy": (581, 589, 176), "G": (534, 253, 207), "Mg": (251, 771, 817),
            "R": (204, 435, 848), "B": (111, 848, 481)}  # fmt: skip
"""10-bit Y′CbCr of 75 % bars as SMPTE RP 219 prints them."""


def colour_bars(amplitude: float = 0.75) -> NDArray[np.float32]:
    """Seven bars of 32 columns, codes 0–1, float32 [90, 224, 3]."""
    row = np.repeat(np.array(list(BARS.values()), np.float32) * np.float32(amplitude), 32, axis=0)
    return np.tile(row, (90, 1, 1))


@pytest.mark.parametrize("output", ["rec709", "p3d65", "rec2020", "pq", "hlg"])
def test_colour_bars_land_in_the_vectorscopes_boxes(output: str) -> None:
    codes = colour_bars()
    for signal in (Signal.from_codes(codes, output), Signal.from_rgb(np.rint(255 * codes).astype(np.uint8), output)):
        counts = vectorscope(signal).counts
        for name, (cb, cr) in bars(OUTPUTS[output]).items():
            column, row = (round((v * CHROMA_SPAN + CENTRE - 0.5) / 2) for v in (cb, cr))
            found = counts[row - 1 : row + 2, column - 1 : column + 2].sum()
            assert found == 90 * 32, (name, "all of the bar, within one cell of the box's centre")
        assert counts[CELLS // 2 - 1 : CELLS // 2 + 1, CELLS // 2 - 1 : CELLS // 2 + 1].sum() == 90 * 32  # white


def test_levels_of_bars_are_those_of_the_standard() -> None:
    signal = Signal.from_codes(colour_bars())
    for number, name in enumerate(BARS):
        at = (45, 32 * number + 16)
        found = (int(signal.luma[at]), int(signal.chroma[at][0]), int(signal.chroma[at][1]))
        assert np.abs(np.subtract(found, BT709_75[name])).max() <= 1, name


@pytest.mark.parametrize(("bits", "full"), [(8, False), (10, False), (12, False), (8, True), (10, True)])
def test_planes_read_like_the_rgb_they_were_made_from(bits: int, full: bool) -> None:
    reference = Signal.from_codes(colour_bars())
    scale = (1 << bits) - 1 if full else (1 << (bits - 8)) * 219
    zero, middle = (0, 1 << (bits - 1)) if full else (1 << (bits - 4), 1 << (bits - 1))
    span = (1 << bits) - 1 if full else (1 << (bits - 8)) * 224
    kind = np.uint8 if bits == 8 else np.uint16
    y = np.rint((reference.luma.astype(float) - BLACK) / LUMA_SPAN * scale + zero).astype(kind)
    pair = np.rint((reference.chroma.astype(float) - CENTRE) / CHROMA_SPAN * span + middle).astype(kind)
    signal = Signal.from_planes(y, pair[::2, ::2, 0], pair[::2, ::2, 1], bits, full_range=full)
    slack = 4 if bits == 8 else 1
    assert np.abs(signal.luma.astype(int) - reference.luma).max() <= slack
    assert np.abs(signal.rgb.astype(int) - reference.rgb).max() <= 2 * slack
    assert np.abs(signal.chroma.astype(int) - reference.chroma[::2, ::2]).max() <= slack


def test_waveform_stands_where_the_picture_does() -> None:
    ramp = np.tile(np.linspace(0, 1, 256, dtype=np.float32)[None, :, None], (64, 1, 3))
    scope = waveform(Signal.from_codes(ramp))
    rows = scope.counts[0].argmax(axis=0)
    assert np.array_equal(rows, (np.rint(np.linspace(0, 1, 256) * LUMA_SPAN + BLACK).astype(int)) >> 2)
    assert (scope.counts.sum(axis=1) == 64).all()
    told = scope.summary()["luma"]
    assert (told["min_percent"], told["max_percent"]) == (0, 100)
    assert told["p50_percent"] == pytest.approx(50, abs=0.5)
    assert told["max_nits"] == pytest.approx(100)


def test_sub_blacks_and_super_whites_are_seen() -> None:
    y = np.full((20, 20), 64, np.uint8)
    y[:, :10], y[:, 10:] = 5, 250
    grey = np.full((10, 10), 128, np.uint8)
    told = waveform(Signal.from_planes(y, grey, grey)).summary()["luma"]
    assert told["min_percent"] == pytest.approx(100 * (5 - 16) / 219, abs=0.01)
    assert told["max_percent"] == pytest.approx(100 * (250 - 16) / 219, abs=0.01)


def test_parade_keeps_channels_apart() -> None:
    scope = waveform(Signal.from_codes(np.full((8, 8, 3), (0.2, 0.5, 0.8), np.float32)), "parade")
    assert [round(v["p50_percent"]) for v in scope.summary().values()] == [20, 50, 80]


@pytest.mark.parametrize("light", [0.1, 1, 26, 100, 203, 1000, 4000, 10000])
def test_pq_is_read_in_light(light: float) -> None:
    code = code_of(light, OUTPUTS["pq"])
    assert float(nits(code, OUTPUTS["pq"])) == pytest.approx(light, rel=1e-9)
    told = waveform(Signal.from_codes(np.full((4, 4, 3), code, np.float32), "pq")).summary()["luma"]
    assert told["p50_nits"] == pytest.approx(light, rel=0.02, abs=0.01)


def test_published_codes_of_hdr_light() -> None:
    """Report ITU-R BT.2408: 203 cd/m² is 58 % PQ and 75 % HLG, a grey card's 26 cd/m² 38 % of both."""
    assert 100 * code_of(203, OUTPUTS["pq"]) == pytest.approx(58, abs=0.5)
    assert 100 * code_of(203, OUTPUTS["hlg"]) == pytest.approx(75, abs=0.5)
    assert 100 * code_of(26, OUTPUTS["pq"]) == pytest.approx(38, abs=0.5)
    assert 100 * code_of(26, OUTPUTS["hlg"]) == pytest.approx(38, abs=0.8)
    for name in ("rec709", "p3d65", "hlg"):
        assert float(nits(code_of(50.0, OUTPUTS[name]), OUTPUTS[name])) == pytest.approx(50)


def test_histogram_keeps_every_8_bit_level() -> None:
    rgb = np.tile(np.arange(256, dtype=np.uint8)[None, :, None], (3, 1, 3))
    scope = histogram(Signal.from_rgb(rgb))
    assert (scope.counts == 3).all()
    told = scope.summary()["red"]
    assert told["mean"] == pytest.approx(0.5) and told["at_black"] == told["at_white"] == pytest.approx(1 / 256, abs=1e-5)
    levels = np.random.default_rng(0).integers(0, 1024, (40, 50)).astype(np.uint16)
    assert np.array_equal(histogram_of(levels), np.bincount(levels.ravel(), minlength=1024))


@pytest.mark.parametrize("year", ["1931", "1976"])
@pytest.mark.parametrize("output", ["rec709", "p3d65", "rec2020", "pq", "hlg"])
def test_primaries_stand_at_their_corners(output: str, year: str) -> None:
    codes = np.zeros((30, 40, 3), np.float32)
    for number in range(3):
        codes[:, 10 * number : 10 * number + 10, number] = 0.7
    codes[:, 30:] = 0.7
    scope = chromaticity(Signal.from_codes(codes, output), year)  # type: ignore[arg-type]
    wanted = charted(np.array([*PRIMARIES[OUTPUTS[output].primaries], (0.3127, 0.3290)]), year)  # type: ignore[arg-type]
    for x, y in wanted / np.array(EXTENT[year]) * CHART:  # type: ignore[index]
        part = scope.counts[max(0, int(y) - 1) : int(y) + 2, int(x) - 1 : int(x) + 2]
        assert part.sum() == 300
    assert scope.inside["Rec.2020"] == 1.0
    if output == "rec709":
        assert scope.inside["Rec.709"] == 1.0
    if output == "pq":
        assert scope.inside["P3-D65"] == pytest.approx(0.25)  # white alone


def test_false_colour_paints_grey_green_and_white_red() -> None:
    codes = np.zeros((10, 30, 3), np.float32)
    codes[:, 10:20], codes[:, 20:] = 0.45, 1.0
    scope = false_colour(Signal.from_codes(codes))
    names = {band.name: share for band, share in zip(scope.bands, scope.shares, strict=True)}
    assert (names["purple"], names["green"], names["red"]) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    green = next(band.colour for band in scope.bands if band.name == "green")
    assert tuple(int(v) for v in scope.painted[5, 15]) == green
    hdr = false_colour(Signal.from_codes(np.full((4, 4, 3), code_of(203, OUTPUTS["pq"]), np.float32), "pq"))
    assert dict(zip((b.name for b in hdr.bands), hdr.shares, strict=True))["straw"] == 1.0


def test_a_tagged_frame_is_read_as_it_is_tagged() -> None:
    import av

    frame = av.VideoFrame(96, 64, "yuv420p10le")
    for number, level in enumerate((code_of(203, OUTPUTS["pq"]) * 876 + 64, 512, 512)):
        plane = frame.planes[number]
        plane.update(np.full(plane.buffer_size // 2, round(level), np.uint16).tobytes())
    frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range = 9, 16, 9, 1
    signal = Signal.from_frame(frame)
    assert signal.output.name == "pq"
    assert waveform(signal).summary()["luma"]["p50_nits"] == pytest.approx(203, rel=0.01)
    white = np.full((8, 8, 3), 255, np.uint8)
    for name in ("rgb24", "gbrp", "rgba", "bgr24", "bgra"):
        plain = av.VideoFrame.from_ndarray(white, format="rgb24").reformat(format=name)
        assert abs(int(Signal.from_frame(plain).luma[0, 0]) - WHITE) <= 1, name


def test_every_scope_is_drawn_and_told_in_both_languages() -> None:
    signal = Signal.from_codes(colour_bars())
    assert set(look_at(signal, SCOPES)) == set(SCOPES)
    pictures = {language: [draw(measure(name, signal), 480, 300, language) for name in SCOPES] for language in ("en", "fr")}
    for name, english, french in zip(SCOPES, *pictures.values(), strict=True):
        assert english.shape == french.shape == (300, 480, 3) and english.dtype == np.uint8
        assert name == "cie1931" or not np.array_equal(english, french), name
        assert english.max() > 180
    whole = sheet(signal, SCOPES, "fr", "bars")
    assert whole.shape == (1200, 1920, 3)
    assert sheet(signal, ("vectorscope",)).shape == (400, 640, 3)


def test_without_the_compiler_the_numbers_are_the_same() -> None:
    levels = np.random.default_rng(0).integers(0, 1024, (50, 70, 3)).astype(np.uint16)
    columns, whole = counting.by_column(levels)
    pairs = counting.by_pair(levels[..., :2])
    by_numpy = np.zeros_like(columns), np.zeros_like(whole), np.zeros_like(pairs)
    counting._columns_by_numpy(levels, *by_numpy[:2])
    counting._pairs_by_numpy(levels[..., :2], by_numpy[2])
    assert all(np.array_equal(*both) for both in zip((columns, whole, pairs), by_numpy, strict=True))


def test_what_cannot_be_shown_is_refused() -> None:
    with pytest.raises(UserError, match="acescg"):
        Signal.from_codes(np.zeros((4, 4, 3), np.float32), "acescg")
    with pytest.raises(UserError, match="not finite"):
        Signal.from_codes(np.full((4, 4, 3), np.nan, np.float32))
    with pytest.raises(UserError, match="no scope 'oscilloscope'"):
        scope_named("oscilloscope")


def test_black_and_tiny_pictures_are_no_trouble() -> None:
    for size in ((1, 1), (2, 3), (64, 64)):
        signal = Signal.from_rgb(np.zeros((*size, 3), np.uint8))
        assert set(look_at(signal, SCOPES)) == set(SCOPES)
        assert all(draw(measure(name, signal)).shape == (400, 640, 3) for name in SCOPES)
