# SPDX-License-Identifier: Apache-2.0
"""Wan's decoder (diffusers' `WanDecoder3d`) drawn as two graphs: of the first latent frame, and of every other.

One latent frame becomes one picture, then four. A convolution looks at two frames before its own: they are handed on from graph
to graph, [2, C, H, W] each; before the first picture there is nothing, which is 0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.models.compiling.drawn_layers import TAPS, Layers, array, taps_of
from aiprod.models.compiling.onnx_drawing import Drawing, Weights

_BEFORE = TAPS - 1
_LEAST = 1e-12
"""Of a pixel's length, as `torch.nn.functional.normalize` has it."""


def draw(decoder: Any, folder: Path) -> list[dict[str, Any]]:
    """Write the graphs; what `decoders.OnnxDecoder` must know of them."""
    names = {id(module): name for name, module in decoder.named_modules()}
    weights = Weights(folder / "decoder.weights")
    try:
        return [_Graph(decoder, names, weights, first).saved(folder) for first in (True, False)]
    finally:
        weights.close()


class _Graph:
    def __init__(self, decoder: Any, names: dict[int, str], weights: Weights, first: bool) -> None:
        self._decoder, self._names, self._first = decoder, names, first
        self._draw = Drawing(weights)
        self._inputs, self._carried = ["latents"], list[str]()
        self._frames, self._level = 1, 1
        self._latents = self._draw.input("latents", (1, decoder.conv_in.in_channels, 1, "height", "width"))
        self._layers = Layers(self._draw, self._latents)

    def saved(self, folder: Path) -> dict[str, Any]:
        self._draw.output("frames", self._whole(), 4)
        outputs = ["frames"]
        for number, value in enumerate(self._carried):
            outputs.append(f"carried_{number}")
            self._draw.output(outputs[-1], value, 4)
        file = "first.onnx" if self._first else "next.onnx"
        self._draw.save(folder / file)
        return {"file": file, "inputs": self._inputs, "outputs": outputs}

    def _whole(self) -> str:
        decoder = self._decoder
        value = self._draw.op("Squeeze", self._latents, self._draw.whole(2))
        value = self._middle(self._causal(value, decoder.conv_in), decoder.mid_block)
        for block in decoder.up_blocks:
            value = self._up(value, block)
        return self._causal(self._normed(value, decoder.norm_out), decoder.conv_out)

    def _name(self, module: Any) -> str:
        return self._names[id(module)]

    def _causal(self, value: str, convolution: Any) -> str:
        """A causal convolution, with what it saw before."""
        key, bias = self._name(convolution), array(convolution.bias)
        if convolution.kernel_size[0] == 1:
            return self._layers.convolved(value, key, array(convolution.weight[:, :, 0]), bias)
        taps = taps_of(convolution.weight)
        if self._first:
            self._carry(self._draw.op("Pad", value, self._draw.whole(1, 0, 0, 0, 0, 0, 0, 0)))
            return self._layers.newest(value, key, taps, bias)
        window = self._draw.op("Concat", self._past(convolution.in_channels), value, axis=0)
        ends = (self._draw.whole(self._frames), self._draw.whole(self._frames + _BEFORE), self._draw.whole(0))
        self._carry(self._draw.op("Slice", window, *ends))
        return self._layers.sliding(window, self._frames, key, taps, bias, self._level)

    def _past(self, channels: int) -> str:
        name = f"past_{len(self._inputs) - 1}"
        self._inputs.append(name)
        return self._draw.input(name, (_BEFORE, channels, f"{name}_height", f"{name}_width"))

    def _carry(self, value: str) -> None:
        self._carried.append(value)

    def _normed(self, value: str, norm: Any, *, active: bool = True) -> str:
        draw = self._draw
        length = draw.op("Sqrt", self._layers.lengths(value, norm.gamma.shape[0]))
        scale = draw.op("Reciprocal", draw.op("Max", length, draw.numbers(_LEAST)))
        gamma = array(norm.gamma * norm.scale).reshape(1, -1, 1, 1)
        value = draw.op("Mul", draw.op("Mul", value, scale), draw.numbers(gamma))
        return self._layers.silu(value) if active else value

    def _residual(self, value: str, block: Any) -> str:
        shortcut = value if isinstance(block.conv_shortcut, _identity()) else self._causal(value, block.conv_shortcut)
        inner = self._causal(self._normed(value, block.norm1), block.conv1)
        return self._draw.op("Add", self._causal(self._normed(inner, block.norm2), block.conv2), shortcut)

    def _middle(self, value: str, block: Any) -> str:
        value = self._residual(value, block.resnets[0])
        for attention, residual in zip(block.attentions, block.resnets[1:], strict=True):
            value = self._residual(value if attention is None else self._attended(value, attention), residual)
        return value

    def _attended(self, value: str, block: Any) -> str:
        """Every pixel of a frame looks at all others."""
        draw, dim = self._draw, block.dim
        asked = self._plain(self._normed(value, block.norm, active=False), block.to_qkv)
        query, key, seen = draw.ops("Split", 3, draw.op("Reshape", asked, draw.whole(0, 3 * dim, -1)), axis=1, num_outputs=3)
        query = draw.op("Mul", draw.op("Transpose", query, perm=[0, 2, 1]), draw.numbers(dim**-0.5))
        weights = draw.op("Softmax", draw.op("MatMul", query, key), axis=-1)
        found = draw.op("MatMul", seen, draw.op("Transpose", weights, perm=[0, 2, 1]))
        found = self._layers.sized(found, (self._frames, dim), self._level)
        return draw.op("Add", self._plain(found, block.proj), value)

    def _plain(self, value: str, convolution: Any) -> str:
        return self._layers.convolved(value, self._name(convolution), array(convolution.weight), array(convolution.bias))

    def _up(self, value: str, block: Any) -> str:
        before, frames = value, self._frames
        for residual in block.resnets:
            value = self._residual(value, residual)
        upsampler = block.upsampler if hasattr(block, "upsampler") else (block.upsamplers or [None])[0]
        if upsampler is not None:
            value = self._upsampled(value, upsampler)
        if getattr(block, "avg_shortcut", None) is not None:
            value = self._draw.op("Add", value, self._repeated(before, block.avg_shortcut, frames))
        return value

    def _upsampled(self, value: str, block: Any) -> str:
        if block.mode == "upsample3d":
            value = self._twice(value, block.time_conv)
        convolution = block.resample[1]
        self._level *= 2
        return self._layers.doubled(value, self._name(convolution), array(convolution.weight), array(convolution.bias))

    def _twice(self, value: str, convolution: Any) -> str:
        """Two frames for one; the first frame stays one, and is not remembered."""
        if self._first:
            zero = self._draw.op("Mul", value, self._draw.numbers(0.0))
            self._carry(self._draw.op("Concat", zero, zero, axis=0))
            return value
        made = self._causal(value, convolution)
        self._frames *= 2
        return self._draw.op("Reshape", made, self._draw.whole(self._frames, convolution.in_channels, 0, 0))

    def _repeated(self, value: str, block: Any, frames: int) -> str:
        """`DupUp3D`: channels repeated, then dealt out over time and place. Of the first frame the last of its doubles stays."""
        draw = self._draw
        order = [
            ((channel * block.factor_t + time) * block.factor_s**2 + place) // block.repeats
            for time in range(self._first * (block.factor_t - 1), block.factor_t)
            for channel in range(block.out_channels)
            for place in range(block.factor_s**2)
        ]
        dealt = draw.op("Gather", value, draw.whole(*order), axis=1)
        count = frames * (1 if self._first else block.factor_t)
        dealt = draw.op("Reshape", dealt, draw.whole(count, block.out_channels * block.factor_s**2, 0, 0))
        return self._layers.larger(dealt, block.factor_s, "CRD")


def _identity() -> type:
    import torch

    return torch.nn.Identity
