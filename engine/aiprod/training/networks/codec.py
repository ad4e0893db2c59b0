# SPDX-License-Identifier: Apache-2.0
"""A small video VAE: 8 × 8 × 4 pixels become one latent vector, the first frame alone.

Every tensor is [batch, time, height, width, channels], so that a matrix product needs no transposition and a picture
convolution sees its own memory layout. Space is mixed by 3 × 3 convolutions of single frames, time by a product over each
frame and its two neighbours. Down and up are reorderings with a linear layer and a parameterless shortcut.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from aiprod.training.recipe import CodecShape

STRIDE, TIME_STRIDE = 8, 4


def rms(x: Tensor) -> Tensor:
    """Unit root mean square over the channels, in the number format of `x` (autocast would widen it)."""
    if torch.is_autocast_enabled(x.device.type):
        with torch.autocast(x.device.type, enabled=False):
            return fn.rms_norm(x, (x.shape[-1],), None, 1e-6)
    return fn.rms_norm(x, (x.shape[-1],), None, 1e-6)


class FrameConv(nn.Module):  # type: ignore[misc]
    """A 3 × 3 convolution of each frame."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        batch, time = x.shape[:2]
        frames = x.flatten(0, 1).permute(0, 3, 1, 2)
        return self.conv(frames).permute(0, 2, 3, 1).unflatten(0, (batch, time))


class TimeMix(nn.Module):  # type: ignore[misc]
    """A linear layer over each frame and its neighbours; at the ends a frame is its own neighbour. Starts at zero."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mix = nn.Linear(3 * width, width)
        nn.init.zeros_(self.mix.weight)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x: Tensor) -> Tensor:
        before = torch.cat([x[:, :1], x[:, :-1]], 1)
        after = torch.cat([x[:, 1:], x[:, -1:]], 1)
        return self.mix(torch.cat([before, x, after], -1))


class Residual(nn.Module):  # type: ignore[misc]
    """x + what a look at its surroundings in space, then time, adds."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.space = FrameConv(width, width)
        self.time = TimeMix(width)

    def forward(self, x: Tensor) -> Tensor:
        seen = self.space(fn.silu(rms(x)))
        return x + self.time(fn.silu(rms(seen)))


def fold(x: Tensor, time: int, space: int) -> Tensor:
    """Blocks of time × space × space become channels."""
    b, t, h, w, c = x.shape
    x = x.reshape(b, t // time, time, h // space, space, w // space, space, c)
    return x.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(b, t // time, h // space, w // space, time * space * space * c)


def unfold(x: Tensor, time: int, space: int) -> Tensor:
    """The inverse of `fold`."""
    b, t, h, w, c = x.shape
    x = x.reshape(b, t, h, w, time, space, space, c // (time * space * space))
    return x.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(b, t * time, h * space, w * space, -1)


class Down(nn.Module):  # type: ignore[misc]
    """Half the size in time and space."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.linear = nn.Linear(8 * inside, outside)
        self.groups = outside

    def forward(self, x: Tensor) -> Tensor:
        folded = fold(x, 2, 2)
        return self.linear(folded) + folded.unflatten(-1, (self.groups, -1)).mean(-1)


class Up(nn.Module):  # type: ignore[misc]
    """Twice the size in time and space."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.linear = nn.Linear(inside, 8 * outside)
        self.repeats = 8 * outside // inside

    def forward(self, x: Tensor) -> Tensor:
        return unfold(self.linear(x) + x.repeat_interleave(self.repeats, -1), 2, 2)


class Encoder(nn.Module):  # type: ignore[misc]
    """Pixels in −1…1 → latent means."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        small, middle, large = shape.widths
        first, second, third = (
            nn.Sequential(*[Residual(w) for _ in range(n)]) for w, n in zip(shape.widths, shape.blocks_in, strict=True)
        )
        self.body = nn.Sequential(FrameConv(12, small), first, Down(small, middle), second, Down(middle, large), third)
        self.head = nn.Linear(large, shape.channels)

    def forward(self, pixels: Tensor) -> Tensor:
        seen = self.body(fold(with_lead(pixels), 1, 2))
        return self.head(fn.silu(rms(seen)))


class Decoder(nn.Module):  # type: ignore[misc]
    """Latents → pixels in −1…1, not clipped."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        small, middle, large = shape.widths
        first, second, third = (
            nn.Sequential(*[Residual(w) for _ in range(n)]) for w, n in zip(shape.widths, shape.blocks_out, strict=True)
        )
        self.body = nn.Sequential(FrameConv(shape.channels, large), third, Up(large, middle), second, Up(middle, small), first)
        self.head = FrameConv(small, 12)

    def forward(self, latents: Tensor) -> Tensor:
        seen = self.body(latents)
        return unfold(self.head(fn.silu(rms(seen))), 1, 2)[:, TIME_STRIDE - 1 :]


class Codec(nn.Module):  # type: ignore[misc]
    """Encoder, decoder, and the latents' mean and deviation for each channel, which are measured and kept with the weights."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape)
        self.register_buffer("mean", torch.zeros(shape.channels))
        self.register_buffer("deviation", torch.ones(shape.channels))

    def encode(self, pixels: Tensor) -> Tensor:
        """Pixels in −1…1 [b, 1 + 4n, h, w, 3] → normalised latents [b, 1 + n, h/8, w/8, channels]."""
        return (self.encoder(pixels).float() - self.mean) / self.deviation

    def decode(self, latents: Tensor) -> Tensor:
        """The inverse of `encode`, within what the codec can keep."""
        return self.decoder(latents * self.deviation + self.mean)

    def measure(self, means: Tensor) -> None:
        """Take the mean and deviation of the encoder's raw latents over all but the last axis."""
        flat = means.float().flatten(0, -2)
        self.mean.copy_(flat.mean(0))
        self.deviation.copy_(flat.std(0).clamp_min(1e-3))


def with_lead(pixels: Tensor) -> Tensor:
    """The first frame, given four times, fills a latent frame of its own: a picture is a clip of one frame."""
    return torch.cat([pixels[:, :1].expand(-1, TIME_STRIDE - 1, -1, -1, -1), pixels], 1)


def from_bytes(frames: Tensor) -> Tensor:
    """uint8 → −1…1."""
    return frames.float() / 127.5 - 1


def to_bytes(pixels: Tensor) -> Tensor:
    """−1…1 → uint8."""
    return ((pixels.float().clamp(-1, 1) + 1) * 127.5 + 0.5).to(torch.uint8)
