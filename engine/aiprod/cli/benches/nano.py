# SPDX-License-Identifier: Apache-2.0
"""AIPROD Nano on this machine's processor: seconds for each stage of a 2 s clip, and what 8 bits cost against full precision.

The comparison needs the transformer in full precision, which is not shipped. Write it with
`python -m aiprod.training.export RUN --recipe models/nano/recipe.yaml --out FOLDER --exact` and put `transformer.fp32.onnx`
into the folder of joined models (`models/nano` in AIPROD's data folder).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import CameraKey, CameraPath, Coverage, PropPlacement, SetDesign, ShootRequest, Shot, ShotSize
from aiprod.film.time import FrameRate
from aiprod.models import library
from aiprod.models.cards import card
from aiprod.shooting.nano import networks
from aiprod.shooting.nano.clips import Way, latents_of
from aiprod.shooting.nano.generator import finished, wishes_of
from aiprod.shooting.nano.networks import FPS, Networks, Wish

_THREADS = 2
_EXACT = "transformer.fp32.onnx"
Floats = Any


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Make one clip of 2 s at 1024 × 576; `runs` is how often a look of the transformer is timed."""
    spent: dict[str, Any] = {}
    with _timed(spent, "open"):
        nets = Networks(threads=_THREADS)
    request, way = _request(seed), Way()
    wish = wishes_of(request)[0]
    with _timed(spent, "sample"):
        latents = latents_of(nets, wish, seed, way)
    with _timed(spent, "decode"):
        small = nets.decode(latents)
    with _timed(spent, "enlarge and interpolate"):
        large = list(finished(small, request))
    with _timed(spent, "encode"):
        _encode(request, large)
    files = {file.name: round(file.size / 1e6, 2) for file in card(networks.MODEL).files}
    return {
        "clip": f"{len(large)} frames, {large[0].shape[1]} × {large[0].shape[0]}", "threads": _THREADS, "steps": way.steps,
        "guidance": way.scale, "model_fps": FPS, "seconds": spent, "seconds_in_all": _sum(spent), "reach_seconds": 60,
        "files_mb": files, "files_mb_in_all": round(sum(files.values()), 2), "reach_mb": 60,
        "8 bits against 32": _compared(nets, wish, seed, runs or 3),
    }  # fmt: skip


@contextmanager
def _timed(spent: dict[str, Any], name: str) -> Iterator[None]:
    """Wall seconds, and those of the processor, which other programs don't lengthen as much."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    spent[name] = {"wall": round(time.perf_counter() - wall, 2), "processor": round(time.process_time() - cpu, 2)}


def _sum(spent: dict[str, Any]) -> dict[str, float]:
    return {kind: round(sum(part[kind] for part in spent.values()), 2) for kind in ("wall", "processor")}


def _request(seed: int) -> ShootRequest:
    time_, weather = TimeOfDay.DUSK, Weather.CLEAR
    design = SetDesign(
        place="road", interior=False, time_of_day=time_, weather=weather, mood=Mood.CALM,
        palette=palette_for(time_, weather, Mood.CALM, False), light=light_for(time_, weather, False), seed=seed,
    )  # fmt: skip
    shot = Shot(
        id="s1-1", scene="s1", size=ShotSize.FULL, coverage=Coverage.SHOT, description="", set=design, frames=48, seed=seed,
        camera=CameraPath(keys=(CameraKey(at=0),)),
        props=(PropPlacement(prop="car", x=-2, to_x=2, z=6, colour="#c8352e", hero=True),),
    )  # fmt: skip
    rate = FrameRate(numerator=24, denominator=1)
    return ShootRequest(shot=shot, looks=(), width=1024, height=576, rate=rate, language="en")


def _encode(request: ShootRequest, pictures: list[Any]) -> None:
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.mp4"
        with VideoWriter(path, request.rate.fps, request.width, request.height, choose("take")) as writer:
            for rgb in pictures:
                writer.write_rgb(rgb)


def _compared(nets: Networks, wish: Wish, seed: int, runs: int) -> dict[str, Any]:
    """The same noise through both, a look and a whole clip."""
    folder = library.store_root() / "models" / networks.MODEL
    if not (folder / _EXACT).is_file():
        return {"not measured": f"{_EXACT} is not in {folder}"}
    library.folder(networks.MODEL)
    exact = Networks(folder, _THREADS, _EXACT)
    noise = np.random.default_rng(seed).standard_normal(networks.LATENTS, np.float32)
    looks = {name: _look(each, noise, wish, runs) for name, each in (("8", nets), ("32", exact))}
    clips = [latents_of(each, wish, seed, Way()) for each in (nets, exact)]
    error = float(np.mean((nets.decode(clips[0]).astype(np.float32) - nets.decode(clips[1])) ** 2))
    return {
        "velocity_error": round(_relative(looks["8"][0], looks["32"][0]), 4),
        "clip_latents_error": round(_relative(*clips), 4), "clip_psnr_db": _psnr(error),
        "processor_s_a_look_8": round(looks["8"][1], 3), "processor_s_a_look_32": round(looks["32"][1], 3),
        "times_as_fast": round(looks["32"][1] / looks["8"][1], 2), "reach_times_as_fast": 2,
    }  # fmt: skip


def _look(nets: Networks, noise: Floats, wish: Wish, runs: int) -> tuple[Floats, float]:
    feed, best = wish.feed(words=True), float("inf")
    found = nets.velocity(noise, 0.5, feed)
    for _ in range(runs):
        cpu = time.process_time()
        found = nets.velocity(noise, 0.5, feed)
        best = min(best, time.process_time() - cpu)
    return found, best


def _psnr(error: float) -> float:
    return round(10 * float(np.log10(255**2 / max(error, 1e-9))), 2)


def _relative(one: Floats, two: Floats) -> float:
    return float(np.sqrt(np.mean((one - two) ** 2) / np.mean(two**2)))
