# SPDX-License-Identifier: Apache-2.0
"""Clean clips of kinds that are easily taken for faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.cli.benches import faults_picture_scenes as scenes
from aiprod.cli.benches.faults_picture_scenes import FRAMES, HEIGHT, WIDTH, Clip, encode

Maker = Callable[[Path], frozenset[str]]


def clean_clips(seed: int) -> list[tuple[str, Maker]]:
    """Names and makers; the makers return no checks."""
    clips = (*_weather(), *_shots(), *_drawings(), *_lights())
    found: list[tuple[str, Maker]] = [*((f"{name}.mp4", partial(_written, clip=clip)) for name, clip in clips), *_formats()]
    return [(name, partial(_in_take, make, seed)) for name, make in found]


def _in_take(make: Maker, seed: int, path: Path) -> frozenset[str]:
    with scenes.take(seed):
        return make(path)


def _written(path: Path, clip: Callable[[], Clip], **how: Any) -> frozenset[str]:
    encode(path, clip(), **how)
    return frozenset()


def _weather() -> Iterator[tuple[str, Callable[[], Clip]]]:
    yield "rain", lambda: scenes.falling("rain", 101)
    yield "heavy-rain-at-night", lambda: scenes.scaled(scenes.falling("rain", 102), lambda i: 0.4)
    yield "snow", lambda: scenes.falling("snow", 103)
    yield "snow-in-dusk", lambda: scenes.scaled(scenes.falling("snow", 104), lambda i: 0.6)
    yield "storm-one-strike", lambda: scenes.storm(105, (30,))
    yield "storm-two-strikes", lambda: scenes.storm(106, (20, 48), 4)
    yield "storm-short-strike", lambda: scenes.storm(107, (33,), 1)
    yield "fog", lambda: [np.clip(120 + (p.astype(np.float32) - 118) * 0.15, 0, 255).astype(np.uint8) for p in scenes.pan(108)]
    yield "water", _water


def _stepping(clip: Clip) -> Clip:
    """A part that moves every eighth frame while the rest stands: no frame is missing."""
    for i, picture in enumerate(clip):
        picture[150:220, 120:360] += np.uint8(12) * np.minimum(np.uint8(i // 8 % 2), 255 - picture[150:220, 120:360] >= 12)
    return clip


def _shots() -> Iterator[tuple[str, Callable[[], Clip]]]:
    yield "pan", lambda: scenes.pan(111)
    yield "slow-pan", lambda: scenes.pan(112, speed=0.5)
    yield "whip-pan", lambda: [*scenes.pan(113, 30, 1.0), *scenes.pan(114, 10, 60.0), *scenes.pan(115, 32, 1.0)]
    yield "tilt", lambda: scenes.tilt(116)
    yield "zoom", lambda: scenes.zoom(117)
    yield "handheld", lambda: scenes.handheld(118)
    yield "locked-camera", lambda: scenes.static(119)
    yield "figure-in-even-steps", lambda: _stepping(scenes.static(131))
    yield "heavy-grain", lambda: scenes.handheld(120, sigma=9.0)
    yield "no-grain", lambda: scenes.pan(121, sigma=0.0)
    yield "fade-from-black", lambda: scenes.faded(scenes.pan(122), into=24)
    yield "fade-to-black", lambda: scenes.faded(scenes.handheld(123), out=30)
    yield "dissolve", lambda: scenes.mixed(scenes.pan(124), scenes.tilt(33), 24, 24)
    yield "wipe-down", lambda: scenes.mixed(scenes.pan(125), scenes.tilt(33), 26, 18, "wipe down")
    yield "wipe-across", lambda: scenes.mixed(scenes.pan(126), scenes.tilt(33), 26, 18, "wipe across")
    yield "hard-cuts", lambda: [*scenes.pan(127)[:24], *scenes.tilt(33)[:24], *scenes.zoom(128)[:24]]
    yield "montage", lambda: [picture for seed in range(9) for picture in scenes.pan(130 + seed, 8)]
    yield "letterbox", lambda: [_letterboxed(p, 33) for p in scenes.pan(139)]
    yield "slow-motion-ease-out", _ease_out


def _drawings() -> Iterator[tuple[str, Callable[[], Clip]]]:
    yield "cartoon-on-ones", scenes.drawn
    yield "cartoon-on-twos", lambda: scenes.drawn(on=2)
    yield "cartoon-on-threes", lambda: scenes.drawn(on=3)
    yield "cartoon-that-holds", lambda: scenes.drawn(on=2, hold=(30, 60))
    yield "title-on-black", lambda: scenes.lettered("The lighthouse")
    yield "title-on-picture", lambda: _titled(scenes.pan(141))
    yield "credits", scenes.credits_roll
    yield "still-card", lambda: [scenes.texture(142).clip(0, 255).astype(np.uint8)] * FRAMES
    yield "shaded-drawing", _cel_shaded
    yield "floor-of-tiles", _tiles
    yield "colour-bars", _bars


def _lights() -> Iterator[tuple[str, Callable[[], Clip]]]:
    yield "night-locked", lambda: scenes.night(151)
    yield "night-pan", lambda: scenes.night(152, 2.0)
    yield "very-dark", lambda: scenes.scaled(scenes.static(153, level=60), lambda i: 0.4)
    yield "evening-sky", lambda: scenes.sky(154)
    yield "sky-with-little-range", lambda: scenes.sky(155, span=16)
    yield "candle", _candle
    yield "fireworks", _fireworks
    yield "two-flashes-a-second", lambda: scenes.scaled(scenes.static(156), lambda i: 1.5 if i % 12 < 3 else 0.7)
    yield "small-blinking-sign", _blinking
    yield "red-light-in-the-dark", _red_light
    yield "blinds-in-a-corner", _blinds


def _formats() -> list[tuple[str, Maker]]:
    """The same pictures in other formats; each is what it says it is."""
    from aiprod.cli.benches.faults_picture_files import hdr10, standard_definition

    ten: dict[str, Any] = {"codec": "libx265", "fmt": "yuv420p10le"}
    vp9 = {"crf": "20", "b": "0", "cpu-used": "6"}
    return [
        ("prores-with-timecode.mov", partial(_written, clip=lambda: scenes.pan(161, 48), codec="prores_ks", fmt="yuv422p10le",
                                             timecode="01:00:00:00")),
        ("drop-frame.mov", partial(_written, clip=lambda: scenes.pan(162), rate=Fraction(30000, 1001), timecode="00:59:58;02",
                                   codec="prores_ks", fmt="yuv422p10le")),
        ("ten-bit.mp4", partial(_written, clip=lambda: scenes.sky(163), **ten)),
        ("hdr10.mp4", partial(_hdr_scene, write=hdr10)),
        ("hlg.mp4", partial(_written, clip=lambda: scenes.handheld(165), tags=(9, 18, 9, 1), **ten)),
        ("vp9.webm", partial(_written, clip=lambda: scenes.pan(166), codec="libvpx-vp9", options=vp9)),
        ("matroska-25.mkv", partial(_written, clip=lambda: scenes.handheld(167), rate=25)),
        ("fifty-frames.mp4", partial(_written, clip=lambda: scenes.pan(168, 120, 1.5), rate=50)),
        ("transport-stream.ts", partial(_written, clip=lambda: scenes.tilt(169), rate=25)),
        ("odd-size.mkv", partial(_written, clip=lambda: [p[:269, :479] for p in scenes.pan(170)], fmt="yuv444p", codec="ffv1")),
        ("rgb.mkv", partial(_written, clip=lambda: scenes.handheld(171, 36), fmt="bgr0", codec="ffv1", tags=(1, 1, 0, 2))),
        ("standard-definition.mov", standard_definition),
        ("with-sound.mp4", partial(_written, clip=lambda: scenes.static(172), sound_s=3.0)),
        ("upright.mp4", partial(_written, clip=lambda: [np.ascontiguousarray(np.rot90(p)) for p in scenes.pan(173)])),
        ("dnxhr.mxf", partial(_written, clip=lambda: scenes.handheld(174, 36), codec="dnxhd", fmt="yuv422p",
                              options={"profile": "dnxhr_hq"}, rate=25)),
    ]  # fmt: skip


def _hdr_scene(path: Path, write: Callable[[Path, list[Any]], Any]) -> frozenset[str]:
    """A PQ picture of some 5–150 cd/m², panning."""
    wide = scenes.texture(164, HEIGHT, WIDTH + 150, contrast=60, level=380)[..., 1]
    grey = np.full((HEIGHT // 2, WIDTH // 2), 512, np.uint16)
    rng = scenes.rng_of(164)
    frames = []
    for i in range(48):
        luma = wide[:, 3 * i : 3 * i + WIDTH] + 3 * rng.standard_normal((HEIGHT, WIDTH))
        frames.append(scenes.yuv((np.clip(luma, 64, 940).astype(np.uint16), grey, grey), "yuv420p10le"))
    write(path, frames)
    return frozenset()


def _water() -> Clip:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    rng = scenes.rng_of(7)
    found = []
    for i in range(FRAMES):
        waves = sum(
            np.sin((x * np.cos(a) + y * np.sin(a)) / s + i * v + a) for a, s, v in ((0.3, 7, 0.5), (1.2, 13, 0.3), (2.0, 4, 0.9))
        )
        found.append(scenes.grained(np.stack((70 + 12 * waves, 95 + 14 * waves, 120 + 15 * waves), axis=-1), rng))
    return found


def _letterboxed(picture: Any, rows: int) -> Any:
    found = picture.copy()
    found[:rows] = found[-rows:] = 0
    return found


def _ease_out() -> Clip:
    """A pan that slows down and stops: no freeze."""
    wide, rng = scenes.texture(140, HEIGHT, WIDTH + 200), scenes.rng_of(140)
    return [scenes.grained(scenes.shifted(wide, 150 * (1 - float(np.exp(-i / 9)))), rng, 1.5) for i in range(FRAMES)]


def _titled(clip: Clip) -> Clip:
    import cv2

    for i, picture in enumerate(clip):
        if 20 <= i < 60:
            cv2.putText(
                picture, "Somewhere in the north", (70, 230), cv2.FONT_HERSHEY_DUPLEX, 0.8, (235, 235, 235), 1, cv2.LINE_AA
            )
    return clip


def _cel_shaded() -> Clip:
    """Flat colours in two tones each, with soft shadows of three steps."""
    import cv2

    found = []
    for i in range(FRAMES):
        picture = np.full((HEIGHT, WIDTH, 3), (70, 90, 120), np.uint8)
        for body in range(4):
            x, y = 70 + 110 * body + i // 2, 140 + 20 * (body % 2)
            for step, tone in enumerate((0.75, 0.9, 1.0)):
                colour = tuple(int(tone * c) for c in ((200, 120, 90), (120, 180, 110), (210, 190, 100), (130, 120, 200))[body])
                cv2.circle(picture, (x - 4 * step, y - 4 * step), 48 - 9 * step, colour, -1, cv2.LINE_AA)
        found.append(picture)
    return found


def _tiles() -> Clip:
    """A chequered floor, not on the coding grid, with a walker."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    found = []
    for i in range(FRAMES):
        board = ((x + i) // 37 + y // 29) % 2
        picture = np.where(board[..., None] == 1, (150, 140, 120), (90, 84, 80)).astype(np.float32)
        found.append(scenes.grained(picture, scenes.rng_of(i), 1.5))
    return found


def _bars() -> Clip:
    """Colour bars at 75 %."""
    colours = [(191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191), (191, 0, 0), (0, 0, 191)]
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for i, colour in enumerate(colours):
        picture[:, i * WIDTH // 7 : (i + 1) * WIDTH // 7] = colour
    return [picture] * FRAMES


def _candle() -> Clip:
    """A room in the light of a flame, which never beats evenly."""
    rng = scenes.rng_of(9)
    walk = np.convolve(rng.standard_normal(FRAMES + 4), np.ones(5) / 5, "valid")
    clip = scenes.static(157, level=70)
    return scenes.scaled(clip, lambda i: float(0.8 + 0.06 * walk[i] + 0.02 * rng.standard_normal()))


def _fireworks() -> Clip:
    import cv2

    rng, clip = scenes.rng_of(10), scenes.night(158)
    for start in (6, 17, 33, 40, 55):
        x, y = int(rng.integers(80, 400)), int(rng.integers(40, 110))
        for age in range(14):
            if start + age < FRAMES:
                bright = 235 * 0.82**age
                for ray in range(24):
                    way = 2 * np.pi * ray / 24
                    end = (int(x + 5 * age * np.cos(way)), int(y + 5 * age * np.sin(way)))
                    cv2.circle(clip[start + age], end, 2, (bright, 0.7 * bright, 0.3 * bright), -1, cv2.LINE_AA)
    return clip


def _blinking() -> Clip:
    """A neon sign that blinks six times a second, too small to harm."""
    clip = scenes.night(159)
    for i, picture in enumerate(clip):
        if i // 2 % 2:
            picture[60:120, 300:400] = (235, 40, 60)
    return clip


def _red_light() -> Clip:
    """A saturated red lamp that comes on and goes off once."""
    clip = scenes.static(160, level=50)
    for i, picture in enumerate(clip):
        if 20 <= i < 60:
            picture[..., 1:] = picture[..., 1:] // 8
    return clip


def _blinds() -> Clip:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    clip = scenes.static(175)
    for picture in clip:
        lit = (y[20:150, 300:440] // 7) % 2
        picture[20:150, 300:440] = np.where(lit[..., None] == 1, 200, 60)
    del x
    return clip
