# SPDX-License-Identifier: Apache-2.0
"""Planted faults of picture and container, and clean clips of hard kinds, for the bench of quality control.

Each is a name, which ends in the file's suffix, and a maker that writes the file and returns the checks of which at least one
must find it (none for clean clips). "unreadable" stands for the refusal of the whole file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.cli.benches import faults_picture_scenes as scenes
from aiprod.cli.benches.faults_picture_clean import clean_clips
from aiprod.cli.benches.faults_picture_files import faulty_files
from aiprod.cli.benches.faults_picture_scenes import FRAMES, HEIGHT, WIDTH, Clip, Rgb, encode

Maker = Callable[[Path], frozenset[str]]
Planted = tuple[str, Maker]


def faults(seed: int = 0) -> list[Planted]:
    """All planted faults."""
    found = [*(_named(name, clip, checks) for name, clip, checks in _pictures(seed)), *_coded(), *faulty_files()]
    return [(name, partial(_in_take, make, seed)) for name, make in found]


def _in_take(make: Maker, seed: int, path: Path) -> frozenset[str]:
    with scenes.take(seed):
        return make(path)


def clean(seed: int = 0) -> list[Planted]:
    """Clean clips, of kinds that are easily taken for faults."""
    return clean_clips(seed)


def _named(name: str, clip: Callable[[], Clip], checks: set[str]) -> Planted:
    def make(path: Path) -> frozenset[str]:
        encode(path, clip())
        return frozenset(checks)

    return f"{name}.mp4", make


def _pictures(seed: int) -> Iterator[tuple[str, Callable[[], Clip], set[str]]]:
    """Faults that are drawn into the frames."""
    rng = np.random.default_rng(seed)
    yield from _over_time(rng)
    yield from _in_frames(rng)
    yield from _harmful(rng)


def _over_time(rng: np.random.Generator) -> Iterator[tuple[str, Callable[[], Clip], set[str]]]:
    at = int(rng.integers(14, 30))
    black, white = np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.full((HEIGHT, WIDTH, 3), 235, np.uint8)
    odd = {"single frames"}
    yield "black-stretch", lambda: _replaced(scenes.pan(), at, [black] * 17), {"black frames"}
    yield "black-frame", lambda: _replaced(scenes.handheld(), at, [black]), odd
    yield "black-three-frames", lambda: _replaced(scenes.static(), at, [black] * 3), odd
    yield "white-frame", lambda: _replaced(scenes.zoom(), at + 9, [white]), odd
    yield "white-frame-in-cartoon", lambda: _replaced(scenes.drawn(), at + 4, [white]), odd
    yield "foreign-frame", lambda: _replaced(scenes.pan(7), at, [_other()]), odd
    yield "foreign-two-frames", lambda: _replaced(scenes.static(8), at, [_other()] * 2), odd
    yield "shot-of-one-frame", lambda: [*scenes.pan(1)[:36], _other(), *scenes.tilt(2)[:35]], odd
    yield "darker-frame", lambda: scenes.scaled(scenes.static(9), lambda i: 0.55 if i == at else 1.0), odd
    yield "frozen-in-pan", lambda: _frozen(scenes.pan(10), at, at + 30), {"frozen picture"}
    yield "frozen-grain", lambda: _frozen(scenes.static(11), at, at + 28), {"frozen picture"}
    yield "frozen-to-the-end", lambda: _frozen(scenes.handheld(12), 40, FRAMES), {"frozen picture"}
    yield "duplicates-every-8th", lambda: _repeated(scenes.pan(13), range(8, 70, 8)), {"duplicate frames"}
    yield "duplicates-at-random", lambda: _repeated(scenes.handheld(14), (11, 23, 24, 41, 58)), {"duplicate frames"}
    yield "one-repeat-and-jump", lambda: _repeated(scenes.pan(15), (33,)), {"duplicate frames"}
    yield "repeats-one-in-five", lambda: _repeated(scenes.tilt(16), range(4, 72, 5)), {"duplicate frames"}
    yield "dropped-every-6th", lambda: _dropped(scenes.pan(17, 90), 6), {"dropped frames"}
    yield "dropped-every-9th", lambda: _dropped(scenes.tilt(18, 90), 9), {"dropped frames"}
    yield "flicker-8-hz", lambda: _pumped(scenes.static(19), 8.0, 0.035), {"flicker"}
    yield "flicker-10-hz", lambda: _pumped(scenes.pan(20), 10.0, 0.03), {"flicker"}
    yield "flicker-12-hz", lambda: scenes.scaled(scenes.sky(), lambda i: 1.03 if i % 2 else 0.97), {"flicker"}
    yield (
        "flicker-5-hz-in-half-the-clip",
        lambda: [*scenes.static(21)[:30], *_pumped(scenes.static(21), 5.0, 0.05)[30:]],
        {"flicker"},
    )


def _in_frames(rng: np.random.Generator) -> Iterator[tuple[str, Callable[[], Clip], set[str]]]:
    at, line = int(rng.integers(20, 40)), int(rng.integers(90, 180))
    yield "torn-late-half", lambda: _torn(scenes.pan(31), at, at - 1, line), {"torn frames"}
    yield "torn-early-half", lambda: _torn(scenes.handheld(32), at, at + 1, line - 40), {"torn frames"}
    yield "torn-far-frame", lambda: _torn(scenes.pan(34), at, at - 9, line), {"torn frames"}
    yield "torn-foreign", lambda: _joined(scenes.static(35), at, scenes.tilt(33)[3], line), {"torn frames"}
    yield "torn-at-cut", lambda: _cut_torn(scenes.pan(36), scenes.tilt(33), 36, line), {"torn frames"}
    yield "torn-band", lambda: _banded_tear(scenes.pan(37), at, scenes.tilt(33)[0]), {"torn frames"}
    yield "banding-sky", lambda: [p // 8 * 8 + 4 for p in scenes.sky(38)], {"banding"}
    yield "banding-64-levels", lambda: [p // 4 * 4 for p in scenes.sky(39, dither=False)], {"banding"}
    yield "banding-round", lambda: [p // 6 * 6 for p in _round_glow()], {"banding"}
    yield "dead-pixel-white", lambda: _stuck(scenes.pan(40), [(70, 200)], 255), {"dead pixels"}
    yield "dead-pixel-black", lambda: _stuck(scenes.handheld(41), [(151, 301)], 0), {"dead pixels"}
    yield "dead-pixels-two", lambda: _stuck(scenes.zoom(42), [(33, 99), (200, 410)], 250), {"dead pixels"}
    yield "blocks-8", lambda: [_pixelated(p, 8) for p in scenes.pan(43)], {"blockiness"}
    yield "blocks-16", lambda: [_pixelated(p, 16) for p in scenes.static(44)], {"blockiness"}
    yield "corrupt-blocks-one-frame", lambda: _broken(scenes.pan(45), at, at + 1, rng), {"corrupt blocks"}
    yield "corrupt-blocks-until-key", lambda: _broken(scenes.static(46), 20, 47, rng), {"corrupt blocks"}
    yield "corrupt-strip", lambda: _shifted_strip(scenes.handheld(47), 24, 40), {"corrupt blocks", "torn frames"}
    yield "pillarbox", lambda: [_boxed(p, 0, 60) for p in scenes.pan(48)], {"borders"}
    yield "window-box", lambda: [_boxed(p, 34, 60) for p in scenes.static(49)], {"borders"}
    yield "black-edge-left", lambda: [_boxed(p, 0, 9, right=0) for p in scenes.handheld(50)], {"borders"}
    yield "letterbox-that-changes", lambda: _changing_box(scenes.pan(51)), {"borders"}
    yield "combed", lambda: _woven(scenes.pan(52, 2 * FRAMES, 2.0)), {"combing"}
    yield "combed-telecine", lambda: _telecine(scenes.pan(53, FRAMES, 4.0)), {"combing"}


def _harmful(_: np.random.Generator) -> Iterator[tuple[str, Callable[[], Clip], set[str]]]:
    red, blue = np.array([225, 12, 12], np.uint8), np.array([20, 30, 200], np.uint8)
    yield "flashes-6-hz", lambda: scenes.scaled(scenes.static(61), lambda i: 1.5 if i // 2 % 2 else 0.5), {"flashes"}
    yield "flashes-4-hz-third-of-screen", lambda: _flashing(scenes.static(62), 3, 0.36, 210), {"flashes"}
    yield "flashes-of-20-cd", lambda: _flat_flashing(0, 98, 2), {"flashes"}
    yield "red-flashes", lambda: _coloured(red, blue, 2), {"red flashes"}
    yield "red-flashes-to-grey", lambda: _coloured(red, np.array([70, 70, 70], np.uint8), 3), {"red flashes"}
    yield "stripes", lambda: _stripes(0.0), {"patterns"}
    yield "stripes-slanted", lambda: _stripes(0.6), {"patterns"}


# --- drawing faults ---------------------------------------------------------------------------------------------------


def _other() -> Rgb:
    return scenes.texture(99).clip(0, 255).astype(np.uint8)


def _replaced(clip: Clip, at: int, pictures: Clip) -> Clip:
    return [*clip[:at], *pictures, *clip[at + len(pictures) :]]


def _frozen(clip: Clip, start: int, end: int) -> Clip:
    return [*clip[:start], *[clip[start]] * (end - start), *clip[end:]]


def _repeated(clip: Clip, frames: Any) -> Clip:
    for frame in frames:
        clip[frame] = clip[frame - 1]
    return clip


def _dropped(clip: Clip, every: int) -> Clip:
    return [picture for i, picture in enumerate(clip) if i % every != every - 1][:FRAMES]


def _pumped(clip: Clip, hertz: float, share: float) -> Clip:
    return scenes.scaled(clip, lambda i: 1 + share * float(np.sin(2 * np.pi * hertz * i / scenes.RATE + 0.4)))


def _joined(clip: Clip, at: int, below: Rgb, line: int) -> Clip:
    clip[at] = np.concatenate((clip[at][:line], below[line:]))
    return clip


def _torn(clip: Clip, at: int, other: int, line: int) -> Clip:
    return _joined(clip, at, clip[other], line)


def _cut_torn(first: Clip, second: Clip, cut: int, line: int) -> Clip:
    torn = np.concatenate((second[cut][:line], first[cut][line:]))
    return [*first[:cut], torn, *second[cut + 1 :]]


def _banded_tear(clip: Clip, at: int, other: Rgb) -> Clip:
    clip[at] = np.concatenate((clip[at][:100], other[100:170], clip[at][170:]))
    return clip


def _round_glow() -> Clip:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    glow = [180 - 0.42 * np.hypot(x - 200 - i / 2, y - 130) for i in range(FRAMES)]
    return [np.repeat(np.clip(g, 0, 255)[..., None], 3, axis=2).astype(np.uint8) for g in glow]


def _stuck(clip: Clip, places: list[tuple[int, int]], value: int) -> Clip:
    for picture in clip:
        for y, x in places:
            picture[y, x] = value
    return clip


def _pixelated(picture: Rgb, size: int) -> Rgb:
    """Coarse blocks, as too low a rate leaves them: each block keeps its mean and a tenth of its detail."""
    height, width = picture.shape[0] // size * size, picture.shape[1] // size * size
    part = picture[:height, :width].astype(np.float32)
    blocks = part.reshape(height // size, size, width // size, size, 3)
    mean = blocks.mean(axis=(1, 3), keepdims=True)
    found = picture.copy()
    found[:height, :width] = np.clip(mean + 0.1 * (blocks - mean), 0, 255).reshape(height, width, 3)
    return found


def _broken(clip: Clip, start: int, end: int, rng: np.random.Generator) -> Clip:
    """Macroblocks that hold something else."""
    places = [(int(y) * 16, int(x) * 16) for y, x in zip(rng.integers(1, 15, 14), rng.integers(1, 28, 14), strict=True)]
    values = rng.integers(10, 245, (14, 3))
    for picture in clip[start:end]:
        for (y, x), value in zip(places, values, strict=True):
            picture[y : y + 16, x : x + 16] = value
    return clip


def _shifted_strip(clip: Clip, start: int, end: int) -> Clip:
    """Rows of macroblocks that were decoded from the wrong place."""
    for i in range(start, end):
        clip[i][96:128] = np.roll(clip[i][96:128], 163, axis=1)[::-1]
        for x in range(0, WIDTH - 16, 64):
            clip[i][96:112, x : x + 16] = clip[i][100, (x * 7) % WIDTH]
    return clip


def _boxed(picture: Rgb, rows: int, columns: int, right: int | None = None) -> Rgb:
    found = picture.copy()
    found[:rows] = found[HEIGHT - rows if rows else HEIGHT :] = 0
    found[:, :columns] = 0
    found[:, WIDTH - (columns if right is None else right) :] = 0
    return found


def _changing_box(clip: Clip) -> Clip:
    return [_boxed(picture, 34 if i >= 36 else 0, 0) for i, picture in enumerate(clip)]


def _woven(clip: Clip) -> Clip:
    """Two fields of different times in each frame."""
    found = []
    for first, second in zip(clip[::2], clip[1::2], strict=False):
        frame = first.copy()
        frame[1::2] = second[1::2]
        found.append(frame)
    return found


def _telecine(clip: Clip) -> Clip:
    """2:3 pulldown without a flag: two of five frames are woven."""
    found = []
    for a, b, c, d in zip(*(clip[i::4] for i in range(4)), strict=False):
        bc, cd = b.copy(), c.copy()
        bc[1::2], cd[1::2] = c[1::2], d[1::2]
        found += [a, b, bc, cd, d]
    return found[:FRAMES]


def _flashing(clip: Clip, half: int, area: float, bright: int) -> Clip:
    width = round(WIDTH * area)
    for i, picture in enumerate(clip):
        picture[:, :width] = bright if i // half % 2 else 40
    return clip


def _flat_flashing(low: int, high: int, half: int) -> Clip:
    """Grey fields a little more than 20 cd/m² apart."""
    return [np.full((HEIGHT, WIDTH, 3), high if i // half % 2 else low, np.uint8) for i in range(FRAMES)]


def _coloured(first: Rgb, second: Rgb, half: int) -> Clip:
    return [np.broadcast_to(first if i // half % 2 else second, (HEIGHT, WIDTH, 3)).copy() for i in range(FRAMES)]


def _stripes(slant: float) -> Clip:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    pattern = np.where(np.sin(2 * np.pi * (x + slant * y) / 30) > 0, 225, 25)
    rng = np.random.default_rng(3)
    return [scenes.grained(np.repeat(pattern[..., None], 3, axis=2).astype(np.float32), rng, 1.5) for _ in range(FRAMES)]


# --- faults of the coded signal ---------------------------------------------------------------------------------------


def _coded() -> list[Planted]:
    return [
        ("green-frame.mp4", partial(_lost_planes, frames=range(30, 31), codes=(16, 0, 0))),
        ("green-half.mp4", partial(_lost_planes, frames=range(20, 44), codes=(0, 0, 0), part=0.5)),
        ("pink-frames.mp4", partial(_lost_planes, frames=range(25, 31), codes=(None, 255, 255))),
        ("full-range-signal.mp4", partial(_signal, gain=255 / 219, lift=-19)),
        ("superwhite.mp4", partial(_signal, gain=1.0, patch=253)),
        ("gamut-chroma.mp4", partial(_signal, gain=1.0, chroma=2.6)),
        ("mpeg2-starved.mpg", partial(_starved, codec="mpeg2video", options={"qmin": "31", "qmax": "31"})),
        ("mjpeg-starved.mov", partial(_starved, codec="mjpeg", options={"qmin": "31", "qmax": "31"}, fmt="yuvj420p")),
        ("hdr-flashes.mp4", _hdr_flashes),
    ]  # fmt: skip


def _frames(clip: Clip) -> Iterator[tuple[Any, Any, Any]]:
    """Y′CbCr 4:2:0 planes of pictures, writable."""
    for picture in clip:
        frame = scenes.to_yuv(picture, "yuv420p", (1, 1, 1, 1))
        y, u, v = (
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width].copy()
            for plane in frame.planes
        )
        yield y, u, v


def _lost_planes(path: Path, frames: range, codes: tuple[int | None, ...], part: float = 1.0) -> frozenset[str]:
    made = []
    for number, planes in enumerate(_frames(scenes.pan(71))):
        if number in frames:
            for plane, code in zip(planes, codes, strict=True):
                if code is not None:
                    plane[: round(part * len(plane))] = code
        made.append(scenes.yuv(planes, "yuv420p"))
    encode(path, made)
    return frozenset({"corrupt colours", "single frames"} if len(frames) == 1 else {"corrupt colours"})


def _signal(path: Path, gain: float, lift: float = 0.0, patch: int = 0, chroma: float = 1.0) -> frozenset[str]:
    made = []
    for y, u, v in _frames(scenes.pan(72)):
        luma = np.clip(np.rint(y * np.float32(gain) + lift), 0, 255).astype(np.uint8)
        if patch:
            luma[60:130, 100:260] = patch
        u, v = (np.clip(128 + chroma * (plane.astype(np.float32) - 128), 0, 255).astype(np.uint8) for plane in (u, v))
        made.append(scenes.yuv((luma, u, v), "yuv420p"))
    encode(path, made)
    return frozenset({"gamut", "corrupt colours"} if chroma > 1 else {"legal range", "gamut"})


def _starved(path: Path, codec: str, options: dict[str, str], fmt: str = "yuv420p") -> frozenset[str]:
    tags = (1, 1, 1, 2) if fmt.startswith("yuvj") else (1, 1, 1, 1)
    encode(path, scenes.pan(73, sigma=1.0), codec=codec, options=options, fmt=fmt, tags=tags, rate=Fraction(25))
    return frozenset({"blockiness"})


def _hdr_flashes(path: Path) -> frozenset[str]:
    """PQ fields of 300 and 400 cd/m², both far above 160: harmful by their contrast."""
    from aiprod.cli.benches.faults_picture_files import hdr10

    codes = [np.uint16(64 + 876 * _pq(light)) for light in (300.0, 400.0)]
    grey = np.full((HEIGHT // 2, WIDTH // 2), 512, np.uint16)
    fields = [np.full((HEIGHT, WIDTH), code, np.uint16) for code in codes]
    hdr10(path, [scenes.yuv((fields[i // 2 % 2], grey, grey), "yuv420p10le") for i in range(48)])
    return frozenset({"flashes"})


def _pq(light: float) -> float:
    """SMPTE ST 2084's code of a luminance in cd/m²."""
    power = (light / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


# --- figures ----------------------------------------------------------------------------------------------------------


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """How many of the planted faults are found, and in how many clean clips something is. `runs` limits both numbers."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        planted = [(name, *_outcome(Path(folder) / name, make)) for name, make in faults(seed)[:runs]]
        unharmed = [(name, _outcome(Path(folder) / name, make)[1]) for name, make in clean(seed)[:runs]]
    missed = [f"{name}: {', '.join(sorted(said)) or 'nothing'}" for name, wanted, said in planted if not wanted & said]
    alarms = [f"{name}: {', '.join(sorted(said))}" for name, said in unharmed if said]
    return {
        "reach": "at least 95 % found, at most 2 % false", "planted": len(planted),
        "found": f"{1 - len(missed) / max(len(planted), 1):.1%}", "missed": missed, "clean": len(unharmed),
        "false": f"{len(alarms) / max(len(unharmed), 1):.1%}", "alarms": alarms,
    }  # fmt: skip


def _outcome(path: Path, make: Maker) -> tuple[frozenset[str], set[str]]:
    """What should be found in a file, and what is, by the checks of picture and container alone."""
    wanted = make(path)
    try:
        return wanted, found_in(path)
    finally:
        path.unlink(missing_ok=True)


def found_in(path: Path) -> set[str]:
    """The checks that warn of a file or fail it; "unreadable" where it is refused."""
    from aiprod.film.errors import UserError
    from aiprod.film.findings import Severity
    from aiprod.quality.container import ContainerLimits, check_container, probe
    from aiprod.quality.picture import measure_picture
    from aiprod.quality.picture_checks import PictureLimits, check_picture

    try:
        facts = probe(path)
        rate = Fraction(facts.picture.rate) if facts.picture else Fraction(24)
        measures = measure_picture(path, rate)
    except UserError:
        return {"unreadable"}
    findings = [*check_container(facts, ContainerLimits()), *check_picture(measures, PictureLimits())]
    return {finding.check for finding in findings if finding.severity in (Severity.FAIL, Severity.WARNING)}
