# SPDX-License-Identifier: Apache-2.0
"""The invisible mark: not seen, and still read after what the world does to films. And never read where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.rendering import watermark
from aiprod.rendering.watermark import detect, mark, payload_from

PAYLOAD = "0123456789"
Luma = NDArray[np.uint8]


def scene(frames: int, width: int = 1920, height: int = 1080) -> Iterator[Luma]:
    """A slow pan over hills and cloud: detail of all sizes, with a power spectrum like nature's."""
    rng = np.random.default_rng(5)
    tall, wide = height, width + 4 * frames
    distance = np.hypot(np.fft.fftfreq(tall)[:, None], np.fft.rfftfreq(wide))
    distance[0, 0] = 1
    cloud = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((tall, wide))) / distance**1.6, s=(tall, wide))
    cloud = 24 + 190 * (cloud - cloud.min()) / np.ptp(cloud)
    ground = np.linspace(0.7, 1, tall)[:, None] * cloud
    plane = np.clip(ground, 17, 234).astype(np.uint8)
    for index in range(frames):
        yield plane[:, 4 * index : 4 * index + width].copy()


def marked(frames: Iterator[Luma]) -> list[Luma]:
    made = []
    for index, luma in enumerate(frames):
        mark(luma, PAYLOAD, index)
        made.append(luma)
    return made


@pytest.fixture(scope="module")
def film() -> list[Luma]:
    return marked(scene(20))


def encode(path: Path, frames: list[Luma], rate: int, size: tuple[int, int] | None = None) -> Path:
    """H.264 at a bit rate; `size` scales first."""
    height, width = frames[0].shape
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = *(size or (width, height)), "yuv420p"
        stream.bit_rate, stream.options = rate, {"preset": "veryfast", "maxrate": str(rate), "bufsize": str(rate)}
        for luma in frames:
            grey = av.VideoFrame.from_ndarray(np.full((height * 3 // 2, width), 128, np.uint8), format="yuv420p")
            plane = grey.planes[0]
            np.frombuffer(plane, np.uint8).reshape(height, plane.line_size)[:, :width] = luma
            out.mux(stream.encode(grey.reformat(width=stream.width, height=stream.height) if size else grey))
        out.mux(stream.encode(None))
    return path


def test_it_is_not_seen() -> None:
    for luma in scene(2):
        before = luma.astype(float)
        mark(luma, PAYLOAD)
        change = luma - before
        assert 10 * np.log10(255**2 / (change**2).mean()) >= 42
        assert np.abs(change).max() <= 4


def test_flat_areas_change_by_one_code_at_most_and_black_not_at_all() -> None:
    flat = np.full((1080, 1920), 90, np.uint8)
    mark(flat, PAYLOAD)
    assert set(np.unique(flat)) <= {89, 90, 91}
    smooth = cv2.blur(flat.astype(np.float32), (12, 12))
    assert smooth.std() < 0.4
    for code in (16, 235):
        even = np.full((1080, 1920), code, np.uint8)
        mark(even, PAYLOAD)
        assert (even == code).all()


@pytest.mark.parametrize(("rate", "size"), [(1_000_000, None), (1_000_000, (960, 540))], ids=["1 Mb/s", "half at 1 Mb/s"])
def test_it_survives_encoding_and_scaling(rate: int, size: tuple[int, int] | None, film: list[Luma], tmp_path: Path) -> None:
    found = detect(encode(tmp_path / "a.mp4", film, rate, size), search=False)
    assert found is not None
    assert found.payload == PAYLOAD
    assert found.sigmas > 8


CHANGES: dict[str, Callable[[Luma], Luma]] = {
    "brighter": lambda y: np.clip(y * 1.15 + 8, 16, 235).astype(np.uint8),
    "darker": lambda y: np.clip(y * 0.8 - 4, 16, 235).astype(np.uint8),
    "cropped": lambda y: cv2.resize(y[20:1060, 60:1904], (1280, 720), interpolation=cv2.INTER_AREA),  # type: ignore[return-value]
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_survives_brightness_and_a_small_crop(change: str, film: list[Luma], tmp_path: Path) -> None:
    frames = [CHANGES[change](luma) for luma in film]
    found = detect(encode(tmp_path / "a.mp4", frames, 2_500_000))
    assert found is not None
    assert found.payload == PAYLOAD
    if change == "cropped":
        assert found.window == pytest.approx((60 / 1920, 20 / 1080, 1844 / 1920, 1040 / 1080), abs=0.004)


def test_a_still_carries_it(film: list[Luma], tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.jpg"), film[0], [cv2.IMWRITE_JPEG_QUALITY, 80])
    found = detect(tmp_path / "a.jpg", search=False)
    assert found is not None
    assert found.payload == PAYLOAD


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", list(scene(6, 640, 360)), 800_000)
    assert detect(path) is None
    black = encode(tmp_path / "b.mp4", [np.full((360, 640), 16, np.uint8)] * 3, 100_000)
    assert detect(black) is None


def test_noise_does_not_pass_for_a_payload() -> None:
    """The CRC alone lets one in four thousand million through; with the known pattern at 5 sigmas, none of these gets so far."""
    rng = np.random.default_rng(11)
    assert all(watermark._read(rng.standard_normal(73)) is None for _ in range(30_000))
    sigmas = []
    for _ in range(300):
        apart = rng.normal(0, 4, 7200).astype(np.float32)
        sigmas.append(watermark._correlation(apart)[0] / (apart.std() / np.sqrt(1800)))
    assert max(map(abs, sigmas)) < 5


def test_the_same_frame_is_marked_the_same_way_in_rows_with_and_without_padding() -> None:
    plain = next(scene(1, 640, 360))
    padded = np.zeros((360, 704), np.uint8)
    padded[:, :640] = plain
    mark(plain, PAYLOAD, 3)
    mark(padded[:, :640], PAYLOAD, 8)
    assert (padded[:, :640] == plain).all()
    assert not padded[:, 640:].any()


def test_ten_bits_are_marked_in_finer_steps() -> None:
    luma = next(scene(1)).astype(np.uint16) << 2
    before = luma.astype(float)
    mark(luma, PAYLOAD, 0, 10)
    assert 10 * np.log10(1023**2 / ((luma - before) ** 2).mean()) >= 42
    small = cv2.resize((luma >> 2).astype(np.uint8), (640, 360), interpolation=cv2.INTER_AREA).astype(np.float32)
    found = watermark._aligned([small], (0.0, 0.0, 1.0, 1.0))
    assert found is not None
    assert found.payload == PAYLOAD


def test_what_cannot_be_marked_or_searched_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be marked"):
        mark(np.zeros((90, 160), np.uint8), PAYLOAD)
    for payload in ("", "123", "0123456789a", "ABCDEF0123"):
        with pytest.raises(UserError, match="is no watermark"):
            mark(np.zeros((360, 640), np.uint8), payload)
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    with pytest.raises(UserError, match="can't be searched"):
        detect(tmp_path / "a.mp4")
    assert payload_from("ABcdef0123456789") == "abcdef0123"
