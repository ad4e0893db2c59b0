# SPDX-License-Identifier: Apache-2.0
"""LTX-2's decoder (diffusers' `LTX2VideoDecoder3d`) drawn as one graph, for any number of frames.

Frames are made four at a time: a value of T frames has 4 ⌈T / 4⌉, and whoever reads it takes no notice of the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from aiprod.models.compiling.drawn_layers import TAPS, Layers, array, taps_of
from aiprod.models.compiling.onnx_drawing import Drawing, Weights

_TILE = 4
_MANY = 1 << 30
_STRIDES = {"spatial": (1, 2), "temporal": (2, 1), "spatiotemporal": (2, 2)}


def refused(decoder: Any) -> str:
    """Why it can't be drawn; "" where it can."""
    if decoder.time_embedder is not None:
        return "it is conditioned on a time step"
    if decoder.patch_size_t != 1:
        return "its pixels are cut in time"
    blocks = [resnet for block in (decoder.mid_block, *decoder.up_blocks) for resnet in block.resnets]
    return "it adds noise" if any(block.per_channel_scale1 is not None for block in blocks) else ""


def draw(decoder: Any, folder: Path) -> list[dict[str, Any]]:
    """Write the graph; what `decoders.OnnxDecoder` must know of it."""
    names = {id(module): name for name, module in decoder.named_modules()}
    weights = Weights(folder / "decoder.weights")
    try:
        return [_Graph(decoder, names, weights).saved(folder)]
    finally:
        weights.close()


class _Graph:
    def __init__(self, decoder: Any, names: dict[int, str], weights: Weights) -> None:
        self._decoder, self._names, self._draw = decoder, names, Drawing(weights)
        self._latents = self._draw.input("latents", (1, decoder.conv_in.in_channels, "frames", "height", "width"))
        self._layers = Layers(self._draw, self._latents)
        self._times, self._level = 1, 1

    def saved(self, folder: Path) -> dict[str, Any]:
        self._draw.output("frames", self._whole(), 4)
        self._draw.save(folder / "decoder.onnx")
        return {"file": "decoder.onnx", "inputs": ["latents"], "outputs": ["frames"]}

    def _whole(self) -> str:
        decoder, draw = self._decoder, self._draw
        value = draw.op("Transpose", draw.op("Squeeze", self._latents, draw.whole(0)), perm=[1, 0, 2, 3])
        value = self._convolved(value, decoder.conv_in)
        for block in (decoder.mid_block, *decoder.up_blocks):
            value = self._block(value, block)
        value = self._convolved(self._active(value), decoder.conv_out, order=_unpatching(decoder))
        value = draw.op("Slice", value, draw.whole(0), draw.op("Unsqueeze", self._count(), draw.whole(0)), draw.whole(0))
        return self._layers.larger(value, decoder.patch_size)

    def _block(self, value: str, block: Any) -> str:
        if getattr(block, "conv_in", None) is not None:
            value = self._residual(value, block.conv_in)
        for upsampler in getattr(block, "upsamplers", None) or ():
            value = self._upsampled(value, upsampler)
        for residual in block.resnets:
            value = self._residual(value, residual)
        return value

    def _residual(self, value: str, block: Any) -> str:
        inner = self._convolved(self._active(value), block.conv1)
        inner = self._convolved(self._active(inner), block.conv2)
        if block.norm3 is not None:
            value = self._levelled(value, block.norm3)
        if block.conv_shortcut is not None:
            shortcut = block.conv_shortcut
            key, weight = self._names[id(shortcut)], array(shortcut.weight[:, :, 0])
            value = self._layers.convolved(value, key, weight, array(shortcut.bias))
        return self._draw.op("Add", inner, value)

    def _active(self, value: str) -> str:
        draw, norm = self._draw, self._decoder.norm_out
        squares = draw.op("ReduceMean", draw.op("Mul", value, value), draw.whole(1), keepdims=1)
        scale = draw.op("Reciprocal", draw.op("Sqrt", draw.op("Add", squares, draw.numbers(norm.eps))))
        return self._layers.silu(draw.op("Mul", value, scale))

    def _levelled(self, value: str, norm: Any) -> str:
        """LayerNorm over the channels."""
        draw = self._draw
        centred = draw.op("Sub", value, draw.op("ReduceMean", value, draw.whole(1), keepdims=1))
        squares = draw.op("ReduceMean", draw.op("Mul", centred, centred), draw.whole(1), keepdims=1)
        scaled = draw.op("Div", centred, draw.op("Sqrt", draw.op("Add", squares, draw.numbers(norm.eps))))
        weight, bias = (draw.numbers(array(each).reshape(1, -1, 1, 1)) for each in (norm.weight, norm.bias))
        return draw.op("Add", draw.op("Mul", scaled, weight), bias)

    def _convolved(self, value: str, module: Any, order: Any = None) -> str:
        """`LTX2VideoCausalConv3d`: at both ends of time the last frame is repeated.

        Args:
            order: its channels in another order.
        """
        convolution = module.conv
        taps, bias = taps_of(convolution.weight), array(convolution.bias)
        if order is not None:
            taps, bias = np.ascontiguousarray(taps[:, order]), bias[order]
        edges = {"zeros": "", "reflect": "reflect", "replicate": "edge"}[convolution.padding_mode]
        windows = self._draw.op("Gather", value, self._windows(), axis=0)
        return self._layers.mixed(windows, self._names[id(module)], taps, bias, self._level, edges)

    def _count(self) -> str:
        """How many frames there are by now."""
        draw = self._draw

        def count() -> str:
            latents = draw.op("Gather", draw.op("Shape", self._latents), draw.one(2))
            more = draw.op("Mul", draw.op("Sub", latents, draw.one(1)), draw.one(self._times))
            return draw.op("Add", more, draw.one(1))

        return draw.once(("count", self._times), count)

    def _tiles(self) -> str:
        draw = self._draw

        def tiles() -> str:
            return draw.op("Div", draw.op("Add", self._count(), draw.one(_TILE - 1)), draw.one(_TILE))

        return draw.once(("tiles", self._times), tiles)

    def _windows(self) -> str:
        """Which frames each four are made from: [n, 6]."""
        draw = self._draw
        before = TAPS - 1 if self._decoder.is_causal else (TAPS - 1) // 2

        def windows() -> str:
            starts = draw.op("Mul", draw.op("Range", draw.one(0), self._tiles(), draw.one(1)), draw.one(_TILE))
            steps = draw.whole(*(step - before for step in range(_TILE + TAPS - 1)))
            places = draw.op("Add", draw.op("Unsqueeze", starts, draw.whole(1)), steps)
            return draw.op("Clip", places, draw.one(0), draw.op("Sub", self._count(), draw.one(1)))

        return draw.once(("windows", self._times), windows)

    def _upsampled(self, value: str, block: Any) -> str:
        """Channels become frames, rows and columns; what came of the first frame's first channels is dropped."""
        time, side, _ = block.stride
        order = _dealt(block.conv.out_channels, time, side)
        made = self._spread(self._convolved(value, block.conv, order), len(order) // time)
        kept = self._dealt_out(value, block, time, side) if block.residual else None
        self._times, self._level = self._times * time, self._level * side
        made = self._layers.larger(made if time == 1 else self._later(made), side)
        if kept is None:
            return made
        kept = kept if time == 1 else self._later(kept)
        return self._draw.op("Add", made, self._layers.larger(kept, side))

    def _spread(self, value: str, channels: int) -> str:
        """[T, time × C, …] as [T × time, C, …]."""
        return self._draw.op("Reshape", value, self._draw.whole(-1, channels, 0, 0))

    def _dealt_out(self, value: str, block: Any, time: int, side: int) -> str:
        """The residual: what came in, dealt out in the same way, as often as it takes."""
        draw, channels = self._draw, block.conv.in_channels
        repeats = time * side * side // block.upscale_factor
        order = _dealt(channels, time, side).reshape(time, side * side, -1)
        dealt = draw.op("Gather", value, draw.whole(*np.tile(order, (1, 1, repeats)).reshape(-1)), axis=1)
        return self._spread(dealt, channels * repeats // time)

    def _later(self, value: str) -> str:
        """Frames from the second on, as many as there are to be; where there are too few, the last one again."""
        draw = self._draw

        def places() -> str:
            count = draw.op("Mul", self._tiles(), draw.one(_TILE))
            found = draw.op("Range", draw.one(1), draw.op("Add", count, draw.one(1)), draw.one(1))
            return draw.op("Clip", found, draw.one(0), self._count())

        return draw.op("Gather", value, draw.once(("later", self._times), places), axis=0)


def _dealt(channels: int, time: int, side: int) -> Any:
    """Channels (C, time, row, column) in the order (time, row, column, C)."""
    return np.arange(channels).reshape(-1, time, side, side).transpose(1, 2, 3, 0).reshape(-1)


def _unpatching(decoder: Any) -> Any:
    """Channels (C, column, row) of a patch in the order (row, column, C)."""
    patch = decoder.patch_size
    return np.arange(decoder.conv_out.out_channels).reshape(-1, patch, patch).transpose(2, 1, 0).reshape(-1)
