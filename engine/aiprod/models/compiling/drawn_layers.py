# SPDX-License-Identifier: Apache-2.0
"""Layers of video decoders as a processor likes them best, drawn as ONNX. Frames are what a batch is elsewhere: [T, C, H, W].

A 3 × 3 × 3 convolution is a 3 × 3 one for every frame and each of its neighbours: twelve for four frames. Six do (Toom and Cook;
Winograd, "Arithmetic complexity of computations", 1980; Lavin and Gray 2016, arXiv 1509.09308): frames are mixed by small whole
numbers, each mixture is convolved with a mixture of the kernels, and what comes out is mixed back. Along height and width kernels
stay as they are: the processor's own convolution does those well. A picture that is doubled and then convolved is convolved by
four kernels of 2 × 2 before it is doubled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from aiprod.models.compiling.onnx_drawing import Drawing, Floats

TAPS = 3
_POINTS = {2: (0.0, 1.0, -1.0), 4: (0.0, 1.0, -1.0, 2.0, -2.0)}
"""Where the polynomials are evaluated, beside infinity. The second must be 1: biases go in there."""
_AT_ONCE = 16
"""Channels that the processor makes together, however few are wanted."""


def mixtures(count: int) -> tuple[Floats, Floats, Floats]:
    """How three taps in time give `count` frames (2 or 4) by `count` + 2 products.

    Returns:
        What mixes frames [n + 2, n + 2], taps [n + 2, 3], and products [n, n + 2].
    """
    points, size = np.array(_POINTS[count]), count + TAPS - 1

    def powers(highest: int) -> Any:
        return np.concatenate([points[:, None] ** np.arange(highest), np.eye(1, highest, highest - 1)])

    frames = np.linalg.inv(powers(size)).T  # the product of polynomials, turned round, is the sliding sum
    whole = np.array([_denominator(row) for row in frames])[:, None]
    found = np.round(frames * whole), powers(TAPS) / whole, powers(count).T
    return tuple(each.astype(np.float32) for each in found)  # type: ignore[return-value]


def _denominator(row: Any) -> float:
    return next(float(number) for number in range(1, 25) if np.allclose(row * number, np.round(row * number), atol=1e-9))


class Layers:
    """The layers of one decoder in one graph.

    Args:
        draw: the graph.
        latents: the value whose last two dimensions are the latents' height and width.
    """

    def __init__(self, draw: Drawing, latents: str) -> None:
        self.draw, self._latents = draw, latents

    def sized(self, value: str, lead: tuple[int, ...], level: int) -> str:
        """Its first dimensions made these (one may be -1), height and width those of the latents times `level`."""
        draw = self.draw

        def size() -> str:
            shape = draw.op("Shape", self._latents, start=-2)
            return draw.op("Mul", shape, draw.whole(level))

        def shape() -> str:
            return draw.op("Concat", draw.whole(*lead), draw.once(("size", level), size), axis=0)

        return draw.op("Reshape", value, draw.once(("shape", lead, level), shape))

    def convolved(self, value: str, key: str, weight: Floats, bias: Floats, *, groups: int = 1, pads: Any = None) -> str:
        """A 2D convolution of every frame: weight [O, C, height, width] or the name of such a value."""
        rows, columns = weight.shape[-2:]
        pads = pads or (rows // 2, columns // 2) * 2
        return self._conv(value, self.draw.weight(key, weight), self.draw.numbers(bias), pads, groups)

    def _conv(self, value: str, weight: str, bias: str, pads: Any, groups: int = 1) -> str:
        return self.draw.op("Conv", value, weight, bias, pads=list(pads), group=groups)

    def newest(self, value: str, key: str, taps: Floats, bias: Floats) -> str:
        """Frames [1, C, H, W] before which there was nothing: the last tap alone. Taps: [3, O, C, height, width]."""
        rows, columns = taps.shape[-2:]
        weight = self.draw.weight(key, taps, part=TAPS - 1)
        return self._conv(value, weight, self.draw.numbers(bias), (rows // 2, columns // 2) * 2)

    def sliding(self, window: str, count: int, key: str, taps: Floats, bias: Floats, level: int) -> str:
        """Frames [T, O, H, W] of a window [T + 2, C, H, W]: every frame from itself and the two before."""
        out, channels, rows, columns = taps.shape[1:]
        if count in _POINTS and count * out > _AT_ONCE and rows * columns > 1:
            window = self.draw.op("Reshape", window, self.draw.whole(count + TAPS - 1, -1))
            return self._mixed(window, count, key, taps, bias, level)
        flat = self.draw.op("Reshape", window, self.draw.whole(1, (count + TAPS - 1) * channels, 0, 0))
        weight, biases = self._stacked(key, taps, count), self.draw.numbers(np.tile(bias, count))
        made = self._conv(flat, weight, biases, (rows // 2, columns // 2) * 2)
        return self.draw.op("Reshape", made, self.draw.whole(count, out, 0, 0))

    def mixed(self, windows: str, key: str, taps: Floats, bias: Floats, level: int, edges: str = "") -> str:
        """Frames [4 n, O, H, W] of windows [n, 6, C, H, W].

        Args:
            edges: how pictures go on beyond their edges ("reflect", "edge"); "": as 0.
        """
        windows = self.draw.op("Reshape", windows, self.draw.whole(0, 0, -1))
        return self._mixed(windows, 4, key, taps, bias, level, edges)

    def _mixed(self, windows: str, count: int, key: str, taps: Floats, bias: Floats, level: int, edges: str = "") -> str:
        """Windows [n, count + 2, C H W], or one without its n."""
        draw, products = self.draw, count + TAPS - 1
        out, channels, rows, columns = taps.shape[1:]
        of_frames, _, of_products = mixtures(count)
        mixed = self.sized(draw.op("MatMul", draw.numbers(of_frames), windows), (-1, products * channels), level)
        rows, columns = rows // 2, columns // 2
        if edges:
            mixed = draw.op("Pad", mixed, draw.whole(0, 0, rows, columns, 0, 0, rows, columns), mode=edges)
        biases = np.zeros((products, out), np.float32)
        biases[1] = bias
        pads = (0, 0, 0, 0) if edges else (rows, columns) * 2
        made = self._conv(mixed, self._kernels(key, taps, count), draw.numbers(biases.reshape(-1)), pads, products)
        made = draw.op("MatMul", draw.numbers(of_products), draw.op("Reshape", made, draw.whole(0, products, -1)))
        return self.sized(made, (-1, out), level)

    def _kernels(self, key: str, taps: Floats, count: int) -> str:
        """Mixtures of taps, one after another. They are made when the graph is opened: on disk taps lie as they are."""
        draw, (out, *rest) = self.draw, taps.shape[1:]

        def kernels() -> str:
            flat = draw.op("Reshape", draw.weight(key, taps), draw.whole(TAPS, -1))
            made = draw.op("MatMul", draw.numbers(mixtures(count)[1]), flat)
            return draw.op("Reshape", made, draw.whole((count + TAPS - 1) * out, *rest))

        return draw.once((key, "mixed", count), kernels)

    def _stacked(self, key: str, taps: Floats, count: int) -> str:
        """Taps as one kernel [count O, (count + 2) C, …] that makes all frames at once."""
        draw = self.draw
        _, out, channels, rows, columns = taps.shape

        def kernel() -> str:
            flat = draw.op("Transpose", draw.weight(key, taps), perm=[1, 0, 2, 3, 4])
            flat = draw.op("Reshape", flat, draw.whole(out, TAPS * channels, rows, columns))
            if count == 1:
                return flat
            shifted = [
                draw.op("Pad", flat, draw.whole(0, at * channels, 0, 0, 0, (count - 1 - at) * channels, 0, 0))
                for at in range(count)
            ]
            return draw.op("Concat", *shifted, axis=0)

        return draw.once((key, "stacked", count), kernel)

    def doubled(self, value: str, key: str, weight: Floats, bias: Floats) -> str:
        """Every pixel four times, then a 3 × 3 convolution [O, C, 3, 3] with a margin of 1."""
        parts = [
            self.convolved(value, f"{key}.{row}{column}", _folded(weight, row, column), bias, pads=_margin(row, column))
            for row in range(2)
            for column in range(2)
        ]
        return self.larger(self.draw.op("Concat", *parts, axis=1), 2)

    def larger(self, value: str, factor: int, mode: str = "DCR") -> str:
        """Channels (row, column, C) become pixels; with "CRD": (C, row, column)."""
        return self.draw.op("DepthToSpace", value, blocksize=factor, mode=mode) if factor > 1 else value

    def lengths(self, value: str, channels: int) -> str:
        """Sums of squares over the channels [T, 1, H, W]."""
        draw = self.draw
        return draw.op("ReduceSum", draw.op("Mul", value, value), draw.whole(1), keepdims=1)

    def silu(self, value: str) -> str:
        return self.draw.op("Mul", value, self.draw.op("Sigmoid", value))


def _folded(weight: Floats, row: int, column: int) -> Floats:
    """What a 3 × 3 kernel on doubled pixels is on the small ones, for one of four: [O, C, 2, 2]."""

    def fold(kernel: Floats, axis: int, second: int) -> Floats:
        first, middle, last = np.split(kernel, 3, axis)
        return np.concatenate([first + middle, last] if second else [first, middle + last], axis)

    return fold(fold(weight, 2, row), 3, column)


def _margin(row: int, column: int) -> tuple[int, int, int, int]:
    return 1 - row, 1 - column, row, column


def taps_of(weight: torch.Tensor) -> Floats:
    """A 3D kernel [O, C, taps, height, width] as [taps, O, C, height, width]."""
    found: Floats = np.ascontiguousarray(weight.detach().float().permute(2, 0, 1, 3, 4).numpy())
    return found


def array(tensor: torch.Tensor) -> Floats:
    found: Floats = np.ascontiguousarray(tensor.detach().float().numpy())
    return found
