# SPDX-License-Identifier: Apache-2.0
"""Sound as the audio encoder reads it: log-mel spectra, scaled and weighted as in M. Slaney's Auditory Toolbox (1998)."""

from __future__ import annotations

import math

import torch

_WINDOW = 1024
_QUIETEST = 1e-5
_LINEAR_HERTZ, _HERTZ_PER_MEL, _LOG_STEP = 1000.0, 200.0 / 3.0, math.log(6.4) / 27.0
_LINEAR_MELS = _LINEAR_HERTZ / _HERTZ_PER_MEL


def log_mel(samples: torch.Tensor, rate: int, hop: int, bands: int) -> torch.Tensor:
    """Log magnitudes [channels, spectra, bands] of samples [channels, n] in -1..1."""
    if samples.shape[-1] <= _WINDOW // 2:
        samples = torch.nn.functional.pad(samples, (0, _WINDOW // 2 + 1 - samples.shape[-1]))
    window = torch.hann_window(_WINDOW)
    spectrum = torch.stft(samples, _WINDOW, hop, window=window, center=True, pad_mode="reflect", return_complex=True).abs()
    mel = torch.einsum("cft,fm->ctm", spectrum, _filters(rate, bands))
    return mel.clamp(min=_QUIETEST).log()


def lasting(spectrum: torch.Tensor, count: int) -> torch.Tensor:
    """So many spectra [channels, count, bands]: the rest cut off, or silence after the end."""
    missing = count - spectrum.shape[1]
    if missing <= 0:
        return spectrum[:, :count]
    return torch.nn.functional.pad(spectrum, (0, 0, 0, missing), value=math.log(_QUIETEST))


def _filters(rate: int, bands: int) -> torch.Tensor:
    """Triangles [frequencies, bands], equally wide in mels, of equal area."""
    hertz = torch.linspace(0, rate / 2, _WINDOW // 2 + 1)
    corners = _hertz(torch.linspace(0, _mels(rate / 2), bands + 2))
    slopes = corners[None] - hertz[:, None]
    rising, falling = -slopes[:, :-2] / corners.diff()[:-1], slopes[:, 2:] / corners.diff()[1:]
    area = 2.0 / (corners[2:] - corners[:-2])
    return torch.minimum(rising, falling).clamp(min=0) * area


def _mels(hertz: float) -> float:
    if hertz < _LINEAR_HERTZ:
        return hertz / _HERTZ_PER_MEL
    return _LINEAR_MELS + math.log(hertz / _LINEAR_HERTZ) / _LOG_STEP


def _hertz(mels: torch.Tensor) -> torch.Tensor:
    linear = mels * _HERTZ_PER_MEL
    return torch.where(mels < _LINEAR_MELS, linear, _LINEAR_HERTZ * ((mels - _LINEAR_MELS) * _LOG_STEP).exp())
