# SPDX-License-Identifier: Apache-2.0
"""Small clips of kinds that quality control finds hard, and the encoder that writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Picture = NDArray[np.float32]
Clip = list[Rgb]
WIDTH, HEIGHT, FRAMES, RATE = 480, 270, 72, 24
_REC709 = (1, 1, 1, 1)


_take = ContextVar("take", default=0)


@contextmanager
def take(number: int) -> Iterator[None]:
    """All scenes made inside are others of the same kinds: what was learned on one take is tried on another."""
    token = _take.set(number)
    try:
        yield
    finally:
        _take.reset(token)


def rng_of(seed: int) -> np.random.Generator:
    """The random numbers of a scene in this take."""
    return np.random.default_rng(seed + 1000 * _take.get())


def texture(seed: int, height: int = HEIGHT, width: int = WIDTH, *, contrast: float = 46, level: float = 118) -> Picture:
    """A natural-looking surface: noise of all sizes, in colour, float32 [height, width, 3]."""
    import cv2

    rng = rng_of(seed)
    total = np.zeros((height, width, 3), np.float32)
    for size in (4, 9, 18, 40, 90):
        grid = rng.standard_normal((max(2, height // size), max(2, width // size), 3)).astype(np.float32)
        grid = 0.7 * grid.mean(axis=2, keepdims=True) + 0.3 * grid
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * (size / 60) ** 0.5
    return np.asarray(level + contrast * total / total.std(), np.float32)


def grained(picture: Picture, rng: np.random.Generator, sigma: float = 2.5) -> Rgb:
    """Film grain, the same in all channels, then 8 bits within 16–235 of a display's range."""
    grain = rng.standard_normal(picture.shape[:2]).astype(np.float32)[..., None]
    return np.clip(picture + sigma * grain, 3, 252).astype(np.uint8)


def pan(seed: int = 1, frames: int = FRAMES, speed: float = 3.0, sigma: float = 2.5) -> Clip:
    """A camera that pans over a landscape."""
    wide = texture(seed, HEIGHT, WIDTH + round(abs(speed) * frames) + 4)
    rng = rng_of(seed)
    return [grained(shifted(wide, speed * i), rng, sigma) for i in range(frames)]


def shifted(wide: Picture, at: float) -> Picture:
    """A window of a wide picture that begins anywhere, between samples too."""
    import cv2

    if at == int(at):
        return wide[:, int(at) : int(at) + WIDTH]
    move = np.array([[1, 0, -at], [0, 1, 0]], np.float32)
    return np.asarray(cv2.warpAffine(wide, move, (WIDTH, wide.shape[0])), np.float32)


def tilt(seed: int = 2, frames: int = FRAMES, speed: float = 2.0) -> Clip:
    tall = texture(seed, HEIGHT + round(speed * frames) + 4, WIDTH)
    rng = rng_of(seed)
    return [grained(tall[round(speed * i) : round(speed * i) + HEIGHT], rng) for i in range(frames)]


def zoom(seed: int = 3, frames: int = FRAMES) -> Clip:
    import cv2

    picture, rng, found = texture(seed), rng_of(seed), []
    for i in range(frames):
        matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 0.0, 1.05 + 0.004 * i)
        shown = cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
        found.append(grained(shown.astype(np.float32), rng))
    return found


def handheld(seed: int = 4, frames: int = FRAMES, sigma: float = 2.5, level: float = 118) -> Clip:
    """A hand-held camera: smooth random movement."""
    import cv2

    big, rng = texture(seed, HEIGHT + 40, WIDTH + 40, level=level), rng_of(seed)
    walk = np.cumsum(rng.standard_normal((frames + 12, 2)), axis=0)
    walk = np.stack([np.convolve(walk[:, i], np.hanning(13) / np.hanning(13).sum(), "valid") for i in (0, 1)], axis=1)
    walk = np.clip(20 + 1.2 * (walk - walk.mean(axis=0)), 0, 40)
    found = []
    for y, x in walk:
        move = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
        found.append(grained(cv2.warpAffine(big, move, (WIDTH, HEIGHT)).astype(np.float32), rng, sigma))
    return found


def static(seed: int = 5, frames: int = FRAMES, sigma: float = 2.5, level: float = 118) -> Clip:
    """A locked camera on a scene in which a few things move."""
    picture, rng = texture(seed, level=level), rng_of(seed)
    found = []
    for i in range(frames):
        shown = picture.copy()
        for body in range(4):
            x = int(60 + 90 * body + 40 * np.sin(i / 9 + body)) % (WIDTH - 40)
            y = int(120 + 50 * np.cos(i / 13 + 2 * body))
            shown[y : y + 46, x : x + 22] = 0.4 * shown[y : y + 46, x : x + 22] + 40 + 30 * body
        found.append(grained(shown, rng, sigma))
    return found


def sky(seed: int = 6, frames: int = FRAMES, span: float = 70, dither: bool = True) -> Clip:
    """An evening sky: a smooth gradient over the whole picture, dithered as renderers do, with drifting clouds far away."""
    rng = rng_of(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    found = []
    for i in range(frames):
        base = 70 + span * y / HEIGHT + 14 * np.sin((x + 0.7 * i) / 190)
        picture = np.stack((base * 0.9, base, base * 1.15), axis=-1)
        noise = rng.random(picture.shape) - 0.5 if dither else 0.0
        found.append(np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8))
    return found


def drawn(frames: int = FRAMES, on: int = 1, hold: tuple[int, int] = (0, 0), background: bool = True) -> Clip:
    """A cartoon of flat colours: a figure walks, drawn on ones, twos or threes; in `hold` it stands."""
    import cv2

    found = []
    for i in range(frames):
        at = hold[0] if hold[0] <= i < hold[1] else i
        at = at // on * on
        picture = np.full((HEIGHT, WIDTH, 3), (126, 190, 225), np.uint8)
        if background:
            cv2.rectangle(picture, (0, 190), (WIDTH, HEIGHT), (110, 170, 90), -1)
            cv2.circle(picture, (400, 60), 34, (240, 214, 110), -1)
            cv2.rectangle(picture, (40, 110), (150, 200), (190, 120, 100), -1)
        x = 60 + 5 * at
        swing = int(16 * np.sin(at / 2))
        cv2.ellipse(picture, (x, 150), (26, 44), 0, 0, 360, (60, 60, 140), -1, cv2.LINE_AA)
        cv2.circle(picture, (x, 92), 24, (236, 190, 160), -1, cv2.LINE_AA)
        cv2.line(picture, (x, 190), (x - swing, 236), (40, 40, 60), 10, cv2.LINE_AA)
        cv2.line(picture, (x, 190), (x + swing, 236), (40, 40, 60), 10, cv2.LINE_AA)
        found.append(picture)
    return found


def falling(kind: str, seed: int, frames: int = FRAMES) -> Clip:
    """Rain or snow before a hand-held camera."""
    import cv2

    rng = rng_of(seed)
    scene = handheld(seed, frames, level=96)
    count = 260 if kind == "rain" else 180
    drops = rng.random((count, 3)) * (WIDTH, HEIGHT, 1)
    found = []
    for picture in scene:
        shown = picture.copy()
        for x, y, near in drops:
            if kind == "rain":
                cv2.line(shown, (int(x), int(y)), (int(x + 2), int(y + 8 + 10 * near)), (205, 210, 215), 1, cv2.LINE_AA)
            else:
                cv2.circle(shown, (int(x), int(y)), int(1 + 3 * near), (235, 236, 238), -1, cv2.LINE_AA)
        speed = 26 if kind == "rain" else 4
        drops[:, 1] = (drops[:, 1] + speed * (0.5 + drops[:, 2])) % HEIGHT
        drops[:, 0] = (drops[:, 0] + (2 if kind == "rain" else rng.standard_normal(count))) % WIDTH
        found.append(shown)
    return found


def storm(seed: int, strikes: tuple[int, ...], lasts: int = 3) -> Clip:
    """Rain at night with lightning that fades over some frames."""
    clip = [np.clip(picture.astype(np.float32) * 0.45, 0, 255).astype(np.uint8) for picture in falling("rain", seed)]
    for strike in strikes:
        for i in range(lasts):
            light = clip[strike + i].astype(np.float32) * (1 + 1.6 * (1 - i / lasts)) + 14 * (1 - i / lasts)
            clip[strike + i] = np.clip(light, 0, 235).astype(np.uint8)
    return clip


def night(seed: int, speed: float = 0.0, frames: int = FRAMES) -> Clip:
    """A city at night: black sky, points of light, some of them blinking, noise."""
    rng = rng_of(seed)
    wide = WIDTH + round(speed * frames) + 4
    picture = np.full((HEIGHT, wide, 3), 18.0, np.float32)
    picture[150:] += 0.12 * texture(seed, HEIGHT - 150, wide)
    for _ in range(90 * wide // WIDTH):
        y, x = int(rng.integers(110, HEIGHT - 4)), int(rng.integers(2, wide - 4))
        size = int(rng.integers(1, 4))
        picture[y : y + size, x : x + size] = rng.uniform(120, 235) * np.array([1, rng.uniform(0.7, 0.95), rng.uniform(0.4, 0.8)])
    found = []
    for i in range(frames):
        at = round(speed * i)
        found.append(grained(picture[:, at : at + WIDTH], rng, 2.0))
    return found


def lettered(text: str, frames: int = FRAMES, fade: int = 12) -> Clip:
    """A title on black that fades in and out and otherwise stands still."""
    import cv2

    card = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    cv2.putText(card, text, (60, 145), cv2.FONT_HERSHEY_DUPLEX, 1.6, (226, 224, 218), 2, cv2.LINE_AA)
    strength = [min(1.0, i / fade, (frames - 1 - i) / fade) for i in range(frames)]
    return [np.rint(card * np.float32(max(0.0, share))).astype(np.uint8) for share in strength]


def credits_roll(frames: int = FRAMES) -> Clip:
    import cv2

    tall = np.zeros((HEIGHT * 3, WIDTH, 3), np.uint8)
    for i in range(26):
        cv2.putText(tall, f"Somebody {i}", (150, 30 * i + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (220, 220, 220), 1, cv2.LINE_AA)
    return [tall[2 * i : 2 * i + HEIGHT].copy() for i in range(frames)]


def mixed(first: Clip, second: Clip, start: int, length: int, kind: str = "dissolve") -> Clip:
    """Two clips with a transition of `length` frames that begins at `start`."""
    found = []
    for i, (one, two) in enumerate(zip(first, second, strict=False)):
        share = float(np.clip((i - start + 1) / (length + 1), 0, 1))
        if kind == "dissolve":
            found.append(np.rint(one * np.float32(1 - share) + two * np.float32(share)).astype(np.uint8))
            continue
        shown = one.copy()
        if kind == "wipe down":
            shown[: round(share * HEIGHT)] = two[: round(share * HEIGHT)]
        else:
            shown[:, : round(share * WIDTH)] = two[:, : round(share * WIDTH)]
        found.append(shown)
    return found


def faded(clip: Clip, *, into: int = 0, out: int = 0) -> Clip:
    """Fades from and to black over some frames."""
    last = len(clip) - 1
    shares = [min(1.0, i / into if into else 1.0, (last - i) / out if out else 1.0) for i in range(len(clip))]
    return [np.rint(picture * np.float32(share)).astype(np.uint8) for picture, share in zip(clip, shares, strict=True)]


def scaled(clip: Clip, change: Callable[[int], float]) -> Clip:
    """Each frame's brightness multiplied."""
    return [np.clip(np.rint(picture * np.float32(change(i))), 0, 255).astype(np.uint8) for i, picture in enumerate(clip)]


def encode(
    path: Path, frames: Iterable[Any], *, rate: Fraction | int = RATE, codec: str = "libx264", fmt: str = "yuv420p",
    tags: tuple[int, int, int, int] = _REC709, options: dict[str, str] | None = None, sound_s: float | None = None,
    sound_start_s: float = 0.0, timecode: str = "", times: list[int] | None = None, muxing: dict[str, str] | None = None,
    interlaced: bool = False, size: tuple[int, int] | None = None, format: str | None = None,
) -> Path:  # fmt: skip
    """Write RGB pictures (uint8) or ready video frames, tagged; `times` are time stamps in milliseconds instead of a rate."""
    import av

    pictures = iter(frames)
    first = next(pictures)
    width, height = size or _size(first)
    move = {"movflags": "+write_colr"} if path.suffix in (".mp4", ".mov") and format is None else {}
    with av.open(str(path), "w", format=format, options={**move, **(muxing or {})}) as container:
        if timecode:
            container.metadata["timecode"] = timecode
        stream: Any = container.add_stream(codec, rate=rate, options=options or _quality(codec))
        stream.width, stream.height, stream.pix_fmt = width, height, fmt
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = tags
        if times:
            context.time_base = Fraction(1, 1000)
        voice: Any = container.add_stream("aac", rate=48_000, layout="stereo") if sound_s is not None else None
        for number, picture in enumerate(_chain(first, pictures)):
            frame = picture if isinstance(picture, av.VideoFrame) else to_yuv(picture, fmt, tags)
            frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range = tags
            frame.pts = times[number] if times else number
            frame.time_base = Fraction(1, 1000) if times else 1 / Fraction(rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voice is not None:
            _write_tone(container, voice, sound_s or 0.0, sound_start_s)
    return path


def _size(picture: Any) -> tuple[int, int]:
    return (picture.width, picture.height) if hasattr(picture, "width") else (picture.shape[1], picture.shape[0])


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _quality(codec: str) -> dict[str, str]:
    if codec in ("libx264", "libx264rgb"):
        return {"crf": "15", "preset": "veryfast"}
    if codec == "libx265":
        return {"crf": "16", "preset": "ultrafast", "x265-params": "log-level=error"}
    return {}


def to_yuv(picture: Rgb, fmt: str, tags: tuple[int, int, int, int]) -> Any:
    import av
    from av.video.reformatter import Colorspace

    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    if fmt.startswith(("rgb", "gbr", "bgr")):
        return frame.reformat(format=fmt)
    matrix = Colorspace.ITU601 if tags[2] in (5, 6) else Colorspace.ITU709
    range_ = "JPEG" if tags[3] == 2 else "MPEG"
    return frame.reformat(
        format=fmt, src_colorspace=matrix, dst_colorspace=matrix, src_color_range="JPEG", dst_color_range=range_
    )


def _write_tone(container: Any, stream: Any, seconds: float, start_s: float) -> None:
    import av

    total = round(seconds * 48_000)
    wave = (0.1 * np.sin(2 * np.pi * 330 * np.arange(total) / 48_000)).astype(np.float32)
    for at in range(0, total, 1024):
        block = np.stack([wave[at : at + 1024]] * 2)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, at + round(start_s * 48_000), Fraction(1, 48_000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def yuv(planes: tuple[NDArray[np.generic], ...], fmt: str) -> Any:
    """A frame of ready planes, 8 or 16 bits."""
    import av

    height, width = planes[0].shape
    frame = av.VideoFrame(width, height, fmt)
    for plane, values in zip(frame.planes, planes, strict=True):
        kind = np.uint8 if values.dtype == np.uint8 else np.uint16
        view = np.frombuffer(memoryview(plane), kind).reshape(plane.height, -1)  # type: ignore[var-annotated]
        view[:, : values.shape[1]] = values
    return frame
