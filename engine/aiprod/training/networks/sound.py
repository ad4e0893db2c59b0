# SPDX-License-Identifier: Apache-2.0
"""Sound as latents and back: a VAE on log-mel spectra, a vocoder that writes the waveform, and who tells real from made.

Waveforms are [batch, samples] in −1…1, spectra [batch, frames, bands]. The vocoder predicts the short-time spectrum itself and
leaves the waveform to the inverse transform (Siuzdak, "Vocos", arXiv 2306.00814); its blocks are ConvNeXt's, in one dimension.
Discriminators look at complex spectra of several resolutions (Jang et al., "UnivNet", arXiv 2106.07889).
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn
from torch.nn import functional as fn

from aiprod.film.base import FilmObject

_FLOOR, _MEAN, _DEVIATION = 1e-5, -5.0, 3.0
_SOFT = -3.0
"""Logarithm of the magnitudes that an untaught vocoder speaks with."""


class SoundShape(FilmObject):
    """The networks: 1 latent vector of `channels` numbers for `hop` × `stride` samples."""

    rate: int = Field(24_000, ge=8_000, le=48_000)
    hop: int = Field(256, ge=32)
    bands: int = Field(80, ge=16)
    stride: int = Field(4, ge=1)
    channels: int = Field(16, ge=2)
    sigma: float = Field(0.2, ge=0, le=1)
    """The posterior's fixed deviation, against means whose prior has deviation one."""
    width: int = Field(192, ge=8)
    blocks: int = Field(4, ge=1)
    """In the encoder, and in the decoder."""
    vocoder_width: int = Field(256, ge=8)
    vocoder_blocks: int = Field(6, ge=1)
    judges: tuple[int, ...] = (1024, 512, 256)
    """Window lengths of the discriminators."""
    judge_width: int = Field(24, ge=4)

    @model_validator(mode="after")
    def _hop_fits(self) -> SoundShape:
        if self.hop % 4 or any(size % 4 for size in self.judges):
            raise ValueError("hop and judges must be multiples of 4")
        return self

    @property
    def window(self) -> int:
        return 4 * self.hop

    @property
    def step(self) -> int:
        """Samples of one latent vector: the length of sounds is a multiple of it."""
        return self.hop * self.stride


def spectrum(sound: Tensor, window: int, hop: int) -> Tensor:
    """Short-time spectra, complex [batch, samples / hop, window / 2 + 1]; the ends are mirrored."""
    side = (window - hop) // 2
    padded = fn.pad(sound[:, None], (side, side), "reflect")[:, 0]
    frames = padded.unfold(1, window, hop) * torch.hann_window(window, device=sound.device)
    return torch.fft.rfft(frames)


def waveform(spectra: Tensor, window: int, hop: int) -> Tensor:
    """The inverse of `spectrum` by overlap-add."""
    shape = torch.hann_window(window, device=spectra.device)
    frames = torch.fft.irfft(spectra, n=window) * shape
    count = frames.shape[1]
    size = (1, window + hop * (count - 1))

    def added(columns: Tensor) -> Tensor:
        return fn.fold(columns, size, (1, window), stride=(1, hop))[:, 0, 0]

    weight = added(shape.square()[None, :, None].expand(1, window, count))
    side = (window - hop) // 2
    return (added(frames.transpose(1, 2)) / weight.clamp_min(1e-8))[:, side : side + hop * count]


def bank(shape: SoundShape) -> Tensor:
    """[window / 2 + 1, bands]: triangles, evenly spaced on the mel scale (O'Shaughnessy), of equal area."""
    top = 2595 * math.log10(1 + shape.rate / 2 / 700)
    edges = 700 * (10 ** (torch.linspace(0, top, shape.bands + 2) / 2595) - 1)
    bins = torch.linspace(0, shape.rate / 2, shape.window // 2 + 1)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rise, fall = (bins - low) / (middle - low), (high - bins) / (high - middle)
    triangles = torch.minimum(rise, fall).clamp_min(0)
    return triangles / triangles.sum(0).clamp_min(1e-3)


class Block(nn.Module):  # type: ignore[misc]
    """x + what a look at its neighbours in time adds."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.near = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.widen, self.back = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        seen = self.norm(self.near(x.transpose(1, 2)).transpose(1, 2))
        return x + self.scale * self.back(fn.gelu(self.widen(seen)))


class Tower(nn.Module):  # type: ignore[misc]
    """Vectors in time → vectors in time."""

    def __init__(self, inside: int, width: int, blocks: int, outside: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inside, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, outside)

    def forward(self, x: Tensor) -> Tensor:
        x = self.enter(x)
        for block in self.blocks:
            x = block(x)
        return self.leave(self.norm(x))


class SoundCodec(nn.Module):  # type: ignore[misc]
    """Encoder, decoder and vocoder."""

    bank: Tensor

    def __init__(self, shape: SoundShape) -> None:
        super().__init__()
        self.shape = shape
        wide = shape.bands * shape.stride
        self.encoder = Tower(wide, shape.width, shape.blocks, shape.channels)
        self.decoder = Tower(shape.channels, shape.width, shape.blocks, wide)
        self.vocoder = Tower(shape.bands, shape.vocoder_width, shape.vocoder_blocks, 3 * (shape.window // 2 + 1))
        self.register_buffer("bank", bank(shape), persistent=False)
        with torch.no_grad():
            self.vocoder.leave.bias[: shape.window // 2 + 1] = _SOFT

    def mel(self, sound: Tensor) -> Tensor:
        """Log-mel spectra [b, frames, bands], about −2…2."""
        power = spectrum(sound.float(), self.shape.window, self.shape.hop).abs() @ self.bank
        return (power.clamp_min(_FLOOR).log() - _MEAN) / _DEVIATION

    def encode(self, mel: Tensor) -> Tensor:
        """Latent means [b, frames / stride, channels]."""
        return self.encoder(mel.unflatten(1, (-1, self.shape.stride)).flatten(2))

    def decode(self, latents: Tensor) -> Tensor:
        """Log-mel spectra of latents."""
        return self.decoder(latents).unflatten(2, (self.shape.stride, -1)).flatten(1, 2)

    def speak(self, mel: Tensor) -> Tensor:
        """The waveform [b, frames × hop] of log-mel spectra."""
        level, real, imaginary = self.vocoder(mel).float().chunk(3, -1)
        turn = torch.complex(real, imaginary)
        size = level.clamp(max=6).exp() / (real.square() + imaginary.square() + 1e-8).sqrt()
        return waveform(turn * size, self.shape.window, self.shape.hop)

    def forward(self, sound: Tensor) -> Tensor:
        """A sound after all three."""
        return self.speak(self.decode(self.encode(self.mel(sound))))


class Judge(nn.Module):  # type: ignore[misc]
    """Marks for places of a complex spectrum of one resolution, with what it saw on the way."""

    def __init__(self, window: int, width: int) -> None:
        super().__init__()
        self.window = window
        widths = (3, width, width, 2 * width, 2 * width)
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(a, b, (3, 9), (1, 2), (1, 4))) for a, b in pairwise(widths)
        )
        self.mark = nn.utils.parametrizations.weight_norm(nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, sound: Tensor) -> tuple[Tensor, list[Tensor]]:
        spectra = spectrum(sound, self.window, self.window // 4)
        x = torch.stack([spectra.real, spectra.imag, spectra.abs().clamp_min(_FLOOR).log() * 0.2], 1)
        seen = []
        for layer in self.layers:
            x = fn.leaky_relu(layer(x), 0.1)
            seen.append(x)
        return self.mark(x), seen


class Judges(nn.Module):  # type: ignore[misc]
    """One judge for each resolution."""

    def __init__(self, shape: SoundShape) -> None:
        super().__init__()
        self.all = nn.ModuleList(Judge(window, shape.judge_width) for window in shape.judges)

    def forward(self, sound: Tensor) -> list[tuple[Tensor, list[Tensor]]]:
        return [judge(sound) for judge in self.all]


def spectral_distance(made: Tensor, real: Tensor, windows: tuple[int, ...] = (2048, 1024, 512, 256, 128)) -> Tensor:
    """How unlike two sounds are, over several resolutions: spectral convergence and the distance of logarithmic magnitudes.

    Yamamoto et al., "Parallel WaveGAN", arXiv 1910.11480.
    """
    total = made.new_zeros(())
    for window in windows:
        a, b = (spectrum(sound.float(), window, window // 4).abs().clamp_min(_FLOOR) for sound in (made, real))
        off = (a - b).square().mean().sqrt() / b.square().mean().sqrt()
        total = total + off + (a.log() - b.log()).abs().mean()
    return total / len(windows)
