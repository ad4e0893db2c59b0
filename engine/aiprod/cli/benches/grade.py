# SPDX-License-Identifier: Apache-2.0
"""Colour: shots matched, baked tables against the exact grade, the automatic grade, and what scopes cost."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.cli.benches import grade_scenes as scenes
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.output import OutputName
from aiprod.grading.auto import auto_grade
from aiprod.grading.bake import apply, bake
from aiprod.grading.cdl import apply_cdl
from aiprod.grading.differences import delta_e, delta_e_itp
from aiprod.grading.illuminant import angle
from aiprod.grading.lookup import looked_up
from aiprod.grading.matching import Limits, bounded, fitted, match_stills, sampled, statistics
from aiprod.grading.scopes import SCOPES, draw, measure
from aiprod.grading.scopes.signal import Signal
from aiprod.grading.spaces import AP1_LUMA, MID_GREY, STOP, acescct_to_display, display_to_acescct, from_acescct

Still = NDArray[np.uint8]
_PAIRS = 20
_PATCHES = (16, 9)
_SIZES = (33, 65)
_GRADE = ShotGrade(
    shot="bench",
    look="teal_orange",
    look_strength=0.7,
    cdl=Cdl(slope=(1.06, 1.0, 0.96), offset=(0.01, 0.0, -0.005), saturation=1.08),
)


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how many times each cost is measured; the lowest counts."""
    repeat = runs or 7
    return {
        "reach": "pairs: ΔE00 after at most 2, 5 times smaller; 65³ against exact: mean ΔE00 0.1 SDR, ΔE-ITP 0.2 PQ",
        "matching": _matching(seed), "baked against exact": _bakes(seed, repeat), "automatic": _automatic(seed),
        "scopes 960×540": _scopes(seed, repeat),
    }  # fmt: skip


def _matching(seed: int) -> dict[str, Any]:
    """Pairs of stills of one scene: exposure, balance, contrast and framing altered, with noise and 8 bits."""
    before, after, blind, spent, same = [], [], [], [], 0
    for number in range(_PAIRS):
        reference, altered, camera = scenes.pair(number, seed)
        wanted = _patches(scenes.cropped(reference, camera.crop))
        start = process_time()
        found = match_stills([altered], [reference])
        spent.append(process_time() - start)
        same += found.overlap
        before.append(float(delta_e(_patches(altered), wanted).mean()))
        after.append(float(delta_e(_patches(_graded(altered, found.cdl)), wanted).mean()))
        own = statistics(sampled([altered]))
        by_distribution = bounded(fitted(own, statistics(sampled([reference]))), own, Limits())
        blind.append(float(delta_e(_patches(_graded(altered, by_distribution)), wanted).mean()))
    return {
        "pairs": _PAIRS, "of the same places": same, "before": _of(before), "after": _of(after),
        "times smaller": round(float(np.mean(before) / np.mean(after)), 1), "after, by distributions alone": _of(blind),
        "cpu_ms_per_pair": round(1000 * float(np.median(spent))),
    }  # fmt: skip


def _patches(picture: NDArray[Any]) -> NDArray[np.float32]:
    """Mean codes of 16 × 9 patches, float32 [9, 16, 3], 0–1."""
    import cv2

    small = cv2.resize(picture.astype(np.float32) / np.float32(255), _PATCHES, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _graded(still: Still, cdl: Cdl) -> NDArray[np.float32]:
    """A still through a CDL, as codes 0–255."""
    acescct = display_to_acescct(still.astype(np.float32) / np.float32(255))
    return np.asarray(acescct_to_display(apply_cdl(acescct, cdl)) * np.float32(255))


def _of(values: list[float]) -> dict[str, float]:
    return {"mean": round(float(np.mean(values)), 3), "worst": round(max(values), 3)}


def _bakes(seed: int, repeat: int) -> dict[str, Any]:
    """Tables of a CDL and a look, looked up tetrahedrally, against the exact grade of natural pictures."""
    light = np.concatenate([scenes.scene(1000 * seed + n).reshape(-1, 3)[::7] for n in range(4)])
    camera = scenes.to_acescct(light)
    sources = {"rec709": acescct_to_display(camera), "slog3": from_acescct(camera, "slog3")}
    outputs: tuple[OutputName, ...] = ("rec709", "pq")
    return {
        f"{source} → {output}, {'ΔE-ITP' if output == 'pq' else 'ΔE00'}": {
            f"{size}³": _baked(codes, size, source, output, repeat) for size in _SIZES
        }
        for output in outputs
        for source, codes in sources.items()
    }


def _baked(codes: NDArray[np.float32], size: int, source: str, output: OutputName, repeat: int) -> dict[str, float]:
    compare = delta_e_itp if output == "pq" else delta_e
    off = compare(looked_up(bake(_GRADE, size, source, output), codes), apply(_GRADE, codes, source, output))
    figures = {"mean": round(float(off.mean()), 4), "p99": round(float(np.quantile(off, 0.99)), 3)}
    cost = _lowest(_baking(size, source, output), min(repeat, 2))
    return {**figures, "worst": round(float(off.max()), 2), "bake_cpu_ms": cost}


def _baking(size: int, source: str, output: OutputName) -> Callable[[], object]:
    return lambda: bake(_GRADE, size, source, output)


def _automatic(seed: int) -> dict[str, Any]:
    """Scenes taken too dark or too bright in a light that wasn't balanced out: what is left after the automatic grade."""
    stops: list[tuple[float, float]] = []
    casts: list[tuple[float, float]] = []
    differences: list[tuple[float, float]] = []
    untouched = 0
    for number in range(_PAIRS):
        rng = np.random.default_rng(5000 * (seed + 1) + number)
        light = scenes.scene(1000 * seed + number)
        camera = scenes.Camera(stops=float(rng.uniform(-2.2, 1.2)), kelvin=float(1e6 / rng.uniform(100, 290)))
        right, still = scenes.taken(light, scenes.Camera(), number), scenes.taken(light, camera, number)
        cdl = auto_grade([still]).cdl
        white = scenes.adaptation(camera.kelvin) @ np.ones(3) * 2**camera.stops
        after = white * 2 ** ((np.array(cdl.offset) + (cdl.slope[0] - 1) * MID_GREY) / STOP)
        stops.append((abs(camera.stops), abs(float(np.log2(after @ AP1_LUMA)))))
        casts.append((angle(white, np.ones(3)), angle(after, np.ones(3))))
        wanted = _patches(right)
        differences.append(
            (float(delta_e(_patches(still), wanted).mean()), float(delta_e(_patches(_graded(still, cdl)), wanted).mean()))
        )
        untouched += all(told.kind == "none" for told in auto_grade([right]).corrections)
    return {
        "scenes": _PAIRS, "exposure_stops": _before_after(stops), "cast_deg": _before_after(casts),
        "ΔE00 to the right exposure": _before_after(differences), "right ones left alone": untouched,
    }  # fmt: skip


def _before_after(pairs: list[tuple[float, float]]) -> dict[str, float]:
    before, after = np.mean(pairs, axis=0)
    return {"before": round(float(before), 2), "after": round(float(after), 2)}


def _scopes(seed: int, repeat: int) -> dict[str, Any]:
    """CPU milliseconds for the data of a frame, and for data and picture (640 × 400)."""
    import cv2

    frame = cv2.resize(scenes.taken(scenes.scene(1000 * seed), scenes.Camera(), 0), (960, 540), interpolation=cv2.INTER_CUBIC)
    rgb, repeat = np.asarray(frame, np.uint8), 3 * repeat
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        figures: dict[str, Any] = {}
        for name in SCOPES:
            data = _lowest(lambda name=name: measure(name, Signal.from_rgb(rgb)), repeat)  # type: ignore[misc]
            both = _lowest(lambda name=name: draw(measure(name, Signal.from_rgb(rgb))), repeat)  # type: ignore[misc]
            figures[name] = {"data_cpu_ms": data, "with_picture_cpu_ms": both}
        return figures
    finally:
        cv2.setNumThreads(threads)


def _lowest(work: Callable[[], object], repeat: int) -> float:
    """CPU milliseconds, after one run to warm up."""
    work()
    spent = []
    for _ in range(repeat):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return round(1000 * min(spent), 2)
