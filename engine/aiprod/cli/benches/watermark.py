# SPDX-License-Identifier: Apache-2.0
"""The invisible watermark: what it costs, how far it stays from sight, and which share of its bits survives what."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.rendering import watermark

_PAYLOAD = "0123456789"
_SIZE, _FRAMES, _RATE = (1920, 1080), 72, 24
Luma = NDArray[np.uint8]


@dataclass(frozen=True)
class Ordeal:
    """What a copy goes through: a change of its pictures, a size, a bit rate (0: constant quality, crf 18)."""

    name: str
    rate: int = 1_000_000
    size: tuple[int, int] = _SIZE
    change: Callable[[Luma], Luma] = lambda luma: luma
    aligned: bool = True


ORDEALS = (
    Ordeal("1 Mb/s"), Ordeal("0.5 Mb/s", 500_000),
    Ordeal("half the size", 0, (960, 540)), Ordeal("half, 1 Mb/s", 1_000_000, (960, 540)),
    Ordeal("brighter, 1 Mb/s", change=lambda luma: np.clip(luma * 1.15 + 8, 16, 235).astype(np.uint8)),
    Ordeal("cropped by 4 %, 2 Mb/s", 2_000_000, (1280, 720), lambda luma: luma[20:1060, 60:1904], aligned=False),
)  # fmt: skip


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how many times the cost is measured; the lowest counts."""
    scenes = {name: list(frames) for name, frames in _scenes(seed).items()}
    figures: dict[str, Any] = {
        "reach": "PSNR 42 dB or more, below 3 ms a frame; read after H.264 at 1 Mb/s and half the size; no false alarm",
        "bits": 72, "payload_bits": 40, "cost": _cost(next(iter(scenes.values()))[0], runs or 3),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        figures["scenes"] = {name: _scene(frames, Path(folder)) for name, frames in scenes.items()}
        figures["unmarked"] = {name: _unmarked(frames, Path(folder)) for name, frames in scenes.items()}
    return figures


def _cost(luma: Luma, runs: int) -> dict[str, float]:
    """CPU milliseconds to mark a frame of 1080p."""
    cv2.setNumThreads(1)
    deep = luma.astype(np.uint16) << 2
    return {
        "8_bit_ms": min(_spent(lambda: watermark.mark(luma.copy(), _PAYLOAD)) for _ in range(runs)),
        "10_bit_ms": min(_spent(lambda: watermark.mark(deep.copy(), _PAYLOAD, 0, 10)) for _ in range(runs)),
        "copy_ms": min(_spent(luma.copy) for _ in range(runs)),
    }


def _spent(work: Callable[[], object], times: int = 20) -> float:
    work()
    start = process_time()
    for _ in range(times):
        work()
    return round((process_time() - start) / times * 1000, 2)


def _scene(frames: list[Luma], folder: Path) -> dict[str, Any]:
    marked, errors = [], []
    for index, frame in enumerate(frames):
        copy = frame.copy()
        watermark.mark(copy, _PAYLOAD, index)
        marked.append(copy)
        errors.append(float(((copy - frame.astype(np.float32)) ** 2).mean()))
    figures: dict[str, Any] = {"psnr_db": round(10 * float(np.log10(255**2 / max(errors))), 1)}
    for ordeal in ORDEALS:
        figures[ordeal.name] = _endured(ordeal, marked, folder / "copy.mp4")
    return figures


def _endured(ordeal: Ordeal, frames: list[Luma], path: Path) -> str:
    _encode(path, [ordeal.change(frame) for frame in frames], ordeal)
    rate = path.stat().st_size * 8 * _RATE / len(frames) / 1e6
    found = watermark.detect(path, search=not ordeal.aligned)
    read = "read" if found is not None and found.payload == _PAYLOAD else "WRONG" if found is not None else "lost"
    sure = f", {found.sigmas} sigmas, weakest bit {found.weakest}" if found is not None else ""
    wrong = f", BER {_ber(path):.3f}" if ordeal.aligned else ""
    return f"{read}{wrong}{sure}, {rate:.2f} Mb/s"


def _ber(path: Path) -> float:
    """The share of the 72 bits that are read wrong, before the CRC is asked."""
    correlation = watermark.correlate(path)
    return float(np.mean((correlation[1:] > 0) != (watermark.signs(_PAYLOAD)[1:] > 0)))


def _unmarked(frames: list[Luma], folder: Path) -> str:
    path = folder / "plain.mp4"
    _encode(path, frames, ORDEALS[0])
    return "nothing found" if watermark.detect(path) is None else "FALSE ALARM"


def _encode(path: Path, frames: list[Luma], ordeal: Ordeal) -> None:
    options = {"preset": "veryfast", "crf": "18"}
    if ordeal.rate:
        options = {"preset": "veryfast", "maxrate": str(ordeal.rate), "bufsize": str(ordeal.rate)}
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt, stream.options = *ordeal.size, "yuv420p", options
        if ordeal.rate:
            stream.bit_rate = ordeal.rate
        for luma in frames:
            small = cv2.resize(luma, ordeal.size, interpolation=cv2.INTER_AREA)
            grey = np.concatenate([small, np.full((ordeal.size[1] // 2, ordeal.size[0]), 128, np.uint8)])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="yuv420p")))
        out.mux(stream.encode(None))


def _scenes(seed: int) -> dict[str, Iterator[Luma]]:
    """Three seconds each: cloud and hills with nature's spectrum, hard edges that move, a flat sky, a night."""
    width, height = _SIZE
    rng = np.random.default_rng(seed)
    wide = width + 4 * _FRAMES
    distance = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(wide))
    distance[0, 0] = 1
    cloud = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, wide))) / distance**1.6, s=(height, wide))
    cloud = (cloud - cloud.min()) / np.ptp(cloud)
    sky = np.linspace(60, 190, height)[:, None] * np.ones((1, wide))
    shapes = (sky * 0.7).astype(np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(wide)), int(rng.integers(height))
        cv2.circle(shapes, (x, y), int(rng.integers(20, 200)), int(rng.integers(20, 230)), -1, cv2.LINE_AA)
    made = {"nature": 24 + 190 * cloud, "shapes": shapes, "sky": sky, "night": 18 + 34 * cloud}
    return {name: _panned(np.clip(plane, 16, 235).astype(np.uint8)) for name, plane in made.items()}


def _panned(plane: Luma) -> Iterator[Luma]:
    for index in range(_FRAMES):
        yield plane[:, 4 * index : 4 * index + _SIZE[0]].copy()
