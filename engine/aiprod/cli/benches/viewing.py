# SPDX-License-Identifier: Apache-2.0
"""The viewer: what proxies cost and save, and how long a frame takes, in order and at random; and drawing words."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.hashing import hash_file
from aiprod.media.encoders import Encoder, first_that_opens
from aiprod.media.video import VideoWriter
from aiprod.rendering.captions import _drawn, drawn_caption
from aiprod.rendering.proxies import ENCODERS, make_proxy
from aiprod.rendering.segments import Codec, PictureFormat, Segment, Source, Title
from aiprod.rendering.titles import drawn_title
from aiprod.rendering.viewing import Viewer

_WIDTH, _HEIGHT, _FRAMES, _RATE = 1920, 1080, 240, Fraction(24)
_LONG_GOP = Encoder("libx264", "yuv420p", {"preset": "ultrafast", "crf": "20", "x264-params": "keyint=250"})
_WORDS = {
    "fr": ("– Où est passé le gardien ?", "– Il est parti en mer hier soir."), "ar": ("أين ذهب حارس المنارة؟", "رحل إلى البحر."),
    "ja": ("灯台守はどこへ行った？", "昨夜、海へ出ました。"),
}  # fmt: skip


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how many frames are sought; wall times are medians, costs are CPU-seconds."""
    sought = runs or 30
    with tempfile.TemporaryDirectory(prefix="aiprod-bench-") as folder:
        footage = camera_footage(Path(folder) / "footage.mp4", seed)
        made = {encoder.codec: _made(footage, Path(folder), encoder) for encoder in ENCODERS if _opens(encoder)}
        proxy = Path(folder) / f"{next(iter(made))}.mov"
        wanted = random.Random(seed).sample(range(_FRAMES), min(sought, _FRAMES))
        return {
            "clip": f"{_FRAMES} frames of {_WIDTH}×{_HEIGHT}, a key frame every 250",
            "proxies made": made,
            "graded frame at random, ms": {
                "original, full size": _at_random(footage, None, 1, wanted[:6]),
                "original, half size": _at_random(footage, None, 2, wanted[:6]),
                "proxy, half size": _at_random(footage, proxy, 2, wanted),
            },
            "graded frames in order, CPU ms a frame": {
                "original, full size": _in_order(footage, None, 1), "original, half size": _in_order(footage, None, 2),
                "proxy, half size": _in_order(footage, proxy, 2),
            },
            "words drawn at 1080p, ms": _words(),
        }  # fmt: skip


def _opens(encoder: Encoder) -> bool:
    try:
        return first_that_opens([encoder]) is encoder
    except EngineError:
        return False


def camera_footage(path: Path, seed: int) -> Path:
    """A pan over smooth forms, with grain, as a camera has it."""
    noise = np.random.default_rng(seed)
    y, x = np.mgrid[:_HEIGHT, : _WIDTH + _FRAMES].astype(np.float32)
    waves = [127 + 80 * np.sin(x / (90 + 30 * c) + y / (140 - 20 * c) + c) for c in range(3)]
    wide = np.stack(waves, axis=-1).astype(np.int16)
    grain = [noise.normal(0, 4, (_HEIGHT, _WIDTH, 1)).astype(np.int16) for _ in range(6)]
    with VideoWriter(path, _RATE, _WIDTH, _HEIGHT, first_that_opens([_LONG_GOP, *ENCODERS])) as writer:
        for index in range(_FRAMES):
            writer.write_rgb(np.clip(wide[:, index : index + _WIDTH] + grain[index % 6], 0, 255).astype(np.uint8))
    return path


def _made(footage: Path, folder: Path, encoder: Encoder) -> dict[str, float]:
    out, began = folder / f"{encoder.codec}.mov", process_time()
    made = make_proxy(footage, out, encoder=encoder)
    spent = process_time() - began
    rate = out.stat().st_size * 8 * float(_RATE) / made.frames / 1e6
    return {"frames a CPU-second": round(made.frames / spent, 1), "Mb/s": round(rate, 1)}


def _segment(footage: Path) -> Segment:
    grade = ShotGrade(shot="s", cdl=Cdl(slope=(1.1, 1.0, 0.9)), look="cinematic_warm")
    source = Source(name="s", path=str(footage), media=hash_file(footage), first=0, available=_FRAMES, grade=grade)
    codec = Codec(name="libx264", pix_fmt="yuv420p")
    return Segment(start=0, frames=_FRAMES, outgoing=source, format=PictureFormat(width=_WIDTH, height=_HEIGHT), codec=codec)


def _viewer(footage: Path, proxy: Path | None, scale: Any, ahead: int) -> Viewer:
    segment = _segment(footage)
    assert segment.outgoing is not None
    return Viewer([segment], scale=scale, proxies={segment.outgoing.media: proxy} if proxy else None, ahead=ahead)


def _at_random(footage: Path, proxy: Path | None, scale: int, wanted: Sequence[int]) -> float:
    with _viewer(footage, proxy, scale, ahead=0) as viewer:
        viewer.frame_at(0)  # bakes the table
        times = [_timed(lambda index=index: viewer.frame_at(index)) for index in wanted]  # type: ignore[misc]
    return round(1000 * statistics.median(times), 1)


def _in_order(footage: Path, proxy: Path | None, scale: int) -> float:
    with _viewer(footage, proxy, scale, ahead=8) as viewer:
        viewer.frame_at(0)
        began = process_time()
        for index in range(1, _FRAMES // 2):
            viewer.frame_at(index)
        return round(1000 * (process_time() - began) / (_FRAMES // 2 - 1), 1)


def _words() -> dict[str, float]:
    title = Title(title="Le Gardien du phare", subtitle="d’après Léa Moreau", first=0, length=48)
    figures = {"title": _lowest(lambda: drawn_title(title, _WIDTH, _HEIGHT))}
    for language, lines in _WORDS.items():
        figures[f"subtitle {language}"] = _lowest(lambda lines=lines, language=language: _caption(lines, language))  # type: ignore[misc]
    return figures


def _caption(lines: Sequence[str], language: str) -> None:
    _drawn.cache_clear()
    drawn_caption(lines, _WIDTH, _HEIGHT, language)


def _lowest(work: Callable[[], object]) -> float:
    return round(1000 * min(_timed(work) for _ in range(5)), 1)


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
