# SPDX-License-Identifier: Apache-2.0
"""The picture's measures: the same for every pixel format, joinable, and calm on clean material."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from aiprod.cli.benches import faults_picture, faults_picture_scenes
from aiprod.quality import frames
from aiprod.quality.picture import PictureMeasures, joined, measure_picture
from aiprod.quality.picture_checks import PictureLimits, check_picture
from aiprod.quality.specks import Specks

RATE = Fraction(24)


def picture(height: int = 90, width: int = 160, seed: int = 0) -> np.ndarray:
    return faults_picture_scenes.texture(seed, height, width, contrast=30).clip(10, 240).astype(np.uint8)


def write(path: Path, pictures: list[np.ndarray], **how: Any) -> Path:
    return faults_picture_scenes.encode(path, pictures, **how)


@pytest.mark.parametrize(
    ("fmt", "codec", "suffix", "tags"),
    [
        ("yuv420p", "ffv1", ".mkv", (1, 1, 1, 1)),
        ("yuv422p", "ffv1", ".mkv", (1, 1, 1, 1)),
        ("yuv444p", "ffv1", ".mkv", (1, 1, 1, 1)),
        ("yuv420p10le", "ffv1", ".mkv", (1, 1, 1, 1)),
        ("yuv422p10le", "prores_ks", ".mov", (1, 1, 1, 1)),
        ("yuv444p12le", "ffv1", ".mkv", (1, 1, 1, 1)),
        ("yuvj420p", "libx264", ".mkv", (1, 1, 1, 2)),
        ("bgr0", "ffv1", ".mkv", (1, 1, 0, 2)),
    ],
)
def test_every_pixel_format_measures_alike(fmt: str, codec: str, suffix: str, tags: Any, tmp_path: Path) -> None:
    shown = [picture(seed=i // 3) for i in range(6)]
    want = measure_picture(write(tmp_path / "plain.mkv", shown, codec="ffv1"), RATE)
    found = measure_picture(write(tmp_path / f"file{suffix}", shown, codec=codec, fmt=fmt, tags=tags), RATE)
    assert np.allclose(found.mean_luma, want.mean_luma, atol=0.8)
    assert np.allclose(np.array(found.light, float), np.array(want.light, float), rtol=0.06, atol=2)
    assert np.allclose(np.array(found.cells, int), np.array(want.cells, int), atol=4)


def test_the_matrix_is_the_tagged_one(tmp_path: Path) -> None:
    """The same picture in Rec.601 and Rec.709: other codes, the same light."""
    shown = [picture()] * 3
    light = [
        np.array(
            measure_picture(write(tmp_path / f"{tag}.mkv", shown, codec="ffv1", fmt="yuv444p", tags=(1, 1, tag, 1)), RATE).light
        )
        for tag in (1, 6)
    ]
    assert np.allclose(light[0].astype(float), light[1].astype(float), rtol=0.04, atol=1.5)


@pytest.mark.parametrize("size", [(91, 161), (16, 16), (160, 90), (33, 240)])
def test_odd_and_upright_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    found = measure_picture(write(tmp_path / "a.mkv", [picture(*size)] * 3, codec="ffv1", fmt="yuv444p"), RATE)
    assert (found.height, found.width) == size
    assert found.cells[0].shape[:2] == frames.cells_of(*size)
    list(check_picture(found, PictureLimits()))


def test_pq_and_hlg_are_light() -> None:
    from aiprod.quality.flashes import luminance

    pq = np.full((1, 1, 3), 0.5806888810, np.float32)  # 203 cd/m² (ITU-R BT.2408)
    hlg = np.full((1, 1, 3), 0.75, np.float32)
    assert float(luminance(pq, 16, 9)[0, 0]) == pytest.approx(203, rel=0.005)
    assert float(luminance(hlg, 18, 9)[0, 0]) == pytest.approx(203, rel=0.01)
    assert float(luminance(np.ones((1, 1, 3), np.float32))[0, 0]) == pytest.approx(200)


def test_pieces_joined_are_the_whole_in_every_measure(tmp_path: Path) -> None:
    shown = faults_picture_scenes.pan(1, 40)
    shown = [frame[:90, :160] for frame in shown]
    whole = measure_picture(write(tmp_path / "whole.mkv", shown, codec="ffv1"), RATE)
    parts = []
    for number, (start, end) in enumerate(((0, 1), (1, 14), (14, 15), (15, 40))):
        part = measure_picture(write(tmp_path / f"{number}.mkv", shown[start:end], codec="ffv1"), RATE)
        (tmp_path / str(number)).mkdir()
        part.save(tmp_path / str(number))
        parts.append(PictureMeasures.load(tmp_path / str(number)))
    together = joined(parts)
    for name in ("black", "change", "change2", "mean_luma", "legal", "gamut", "wild"):
        assert getattr(together, name) == getattr(whole, name), name
    assert np.array_equal(np.array(together.rows2), np.array(whole.rows2))
    assert np.array_equal(np.array(together.cells), np.array(whole.cells))
    assert [f.check for f in check_picture(together, PictureLimits())] == [f.check for f in check_picture(whole, PictureLimits())]


def test_measuring_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [frame[:90, :160] for frame in faults_picture_scenes.pan(2, 14)])
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        measure_picture(path, RATE).save(tmp_path / name)
    assert (tmp_path / "one/picture.json").read_bytes() == (tmp_path / "two/picture.json").read_bytes()


def test_times_of_uneven_frames_are_their_own(tmp_path: Path) -> None:
    times = [0, 40, 80, 300, 340, 380]
    path = write(tmp_path / "a.mkv", [picture(seed=i) for i in range(6)], times=times)
    found = measure_picture(path, RATE)
    assert found.seconds(3) == pytest.approx(0.3, abs=0.002)


def test_a_piece_without_frames_is_an_error_and_a_playlist_is_not_followed(tmp_path: Path) -> None:
    from aiprod.film.errors import UserError

    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(UserError, match="can't be read"):
        measure_picture(tmp_path / "list.m3u8", RATE)


def test_a_stuck_pixel_is_told_from_a_star_and_from_lettering() -> None:
    """A star moves with the sky or stands before a sky that stands still; letters have more letters beside them."""
    specks, rng = Specks(), np.random.default_rng(0)
    for number in range(6):
        sky = rng.integers(30, 120, 16)
        stuck = [10, 20, 250, 60 + 25 * (number % 3), *sky]
        star = [40, 50 + number, 220, 30, *sky]
        lettering = [90, 80, 240, 60 + 25 * (number % 3), *sky[:12], 235, 235, 235, 235]
        specks.add(np.array([stuck, star, [70, 80, 220, 30, *[30] * 16], lettering], np.int32), moved=False)
    assert specks.stuck() == [(10, 20)]


PLANTED = ("foreign-frame", "torn-late-half", "flicker-8-hz", "banding-sky", "dead-pixel-white", "blocks-8", "corrupt-blocks-one",
           "window-box", "combed.", "green-half", "superwhite")  # fmt: skip
CLEAN = ("storm-short-strike", "cartoon-on-twos", "cartoon-that-holds", "wipe-down", "title-on-black", "candle",
         "figure-in-even-steps")  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_found(name: str, tmp_path: Path) -> None:
    full, make = next(item for item in faults_picture.faults(0) if item[0].startswith(name))
    wanted = make(tmp_path / full)
    assert wanted & faults_picture.found_in(tmp_path / full)


@pytest.mark.parametrize("name", CLEAN)
def test_clean_clips_raise_no_alarm(name: str, tmp_path: Path) -> None:
    full, make = next(item for item in faults_picture.clean(0) if item[0].startswith(name))
    make(tmp_path / full)
    assert faults_picture.found_in(tmp_path / full) == set()


def test_interlaced_files_may_be_combed(tmp_path: Path) -> None:
    """The same woven fields: a fault in a progressive file, the nature of an interlaced one."""
    found = []
    for flag in (False, True):
        path = tmp_path / f"{flag}.mkv"
        options = {"flags": "+ildct+ilme"} if flag else {}
        woven = faults_picture._woven(faults_picture_scenes.pan(52, 60, 2.0))
        write(path, woven, codec="mpeg2video", options={"qmin": "2", "qmax": "2", **options})
        measures = measure_picture(path, RATE)
        found.append(next(f for f in check_picture(measures, PictureLimits()) if f.check == "combing").severity.value)
    assert found == ["fail", "note"]


def test_levels_of_full_range_are_not_judged(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", [picture()] * 3, fmt="yuvj420p", tags=(1, 1, 1, 2))
    measures = measure_picture(path, RATE)
    assert not measures.levelled
    assert not [f for f in check_picture(measures, PictureLimits()) if f.check in ("legal range", "gamut")]


def test_frames_of_another_size_do_not_stop_the_measure(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        container.add_stream("ffv1", rate=24).pix_fmt = "yuv420p"
        container.streams.video[0].width, container.streams.video[0].height = 160, 90
        container.mux(
            container.streams.video[0].encode(av.VideoFrame.from_ndarray(picture(), format="rgb24").reformat(format="yuv420p"))
        )
        container.mux(container.streams.video[0].encode(None))
    measures = measure_picture(tmp_path / "a.mkv", RATE)
    assert measures.frames == 1
    list(check_picture(measures, PictureLimits()))
