# SPDX-License-Identifier: Apache-2.0
"""Previews: how a clip looks by now, made from latents without their large decoder.

A latent's channels say most of the colour of the pixels it stands for, so a linear map from channels to RGB, fitted by least
squares, is a small true picture that costs nothing. The map is our own for each VAE: first fitted on pictures of known colours
that the VAE itself encoded, then sharpened by every clip that was decoded anyway, and kept for the next time. Where the file of
a small decoder is there (`smalldecoder`), that one is used.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import BadZipFile

import numpy as np

from aiprod.film.errors import AiprodError
from aiprod.film.files import data_home, disk_errors, own_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.loaded import Loaded
    from aiprod.shooting.diffusion.engine.smalldecoder import SmallDecoder
    from aiprod.shooting.diffusion.families.base import Tensors

    Floats = NDArray[np.float32]
    Rgb = NDArray[np.uint8]

_RIDGE = 1e-3
"""Of the mean power of a channel: keeps the fit calm where channels are many and samples few."""
_MEMORY = 200_000.0
"""Samples after which older ones count less and less."""
_WIDTH = 640
"""Previews are enlarged to about this many pixels."""
_LEAST_SAMPLES = 2
"""Samples for each unknown before a fit is shown."""
_SQUARE = 256
_STILLS, _FEWEST_STILLS = 8, 3
_ENOUGH_SAMPLES = 20
"""Samples for each unknown after which more known pictures say nothing new."""


class ColourFit:
    """The linear map from a VAE's latent channels to RGB, as the sums that its least squares need.

    Args:
        channels: of a latent.
        path: where it is kept; None: nowhere.
    """

    def __init__(self, channels: int, path: Path | None = None) -> None:
        self._path, size = path, channels + 1
        self._xx, self._xy, self.samples = np.zeros((size, size)), np.zeros((size, 3)), 0.0
        self.power = 0.0
        self._weights: NDArray[np.float64] | None = None

    @classmethod
    def load(cls, channels: int, name: str, folder: Path | None = None) -> ColourFit:
        """The kept one of a VAE (by the SHA-256 of its weights); an empty one where there is none, or it is damaged."""
        made = cls(channels, (folder or data_home() / "previews") / f"{name[:32]}.npz")
        assert made._path is not None
        with suppress(OSError, ValueError, KeyError, BadZipFile), np.load(made._path, allow_pickle=False) as kept:
            if kept["xx"].shape == made._xx.shape and np.isfinite(kept["xx"]).all() and np.isfinite(kept["xy"]).all():
                made._xx, made._xy, made.samples = kept["xx"], kept["xy"], float(kept["samples"])
        return made

    def save(self) -> None:
        """Keep it. A disk that does not take it only costs fitting it again."""
        if self._path is None:
            return
        with suppress(AiprodError), disk_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half = self._path.with_suffix(f".{own_name()}.half.npz")
            np.savez(half, xx=self._xx, xy=self._xy, samples=self.samples)
            half.replace(self._path)

    @property
    def unknowns(self) -> int:
        return len(self._xx)

    @property
    def ready(self) -> bool:
        return self.samples >= _LEAST_SAMPLES * self.unknowns

    def learn(self, latents: Floats, rgb: Rgb) -> None:
        """From one latent frame, [height, width, channels], and the picture it stands for, at any size."""
        height, width, channels = latents.shape
        if not np.isfinite(latents).all():
            return
        x = np.concatenate([latents.reshape(-1, channels), np.ones((height * width, 1))], axis=1).astype(np.float64)
        y = _shrunk(rgb, width, height).reshape(-1, 3).astype(np.float64) / 127.5 - 1
        fade = min(1.0, _MEMORY / max(self.samples + len(x), 1.0))
        self._xx, self._xy = self._xx * fade + x.T @ x, self._xy * fade + x.T @ y
        self.power = self.power * fade + float((y**2).sum())
        self.samples, self._weights = self.samples * fade + len(x), None

    def picture(self, latents: Floats) -> Rgb:
        """A latent frame, [height, width, channels], as a picture of the same size, uint8."""
        x = np.concatenate([latents, np.ones((*latents.shape[:2], 1))], axis=-1)
        return np.clip((x @ self._map() + 1) * 127.5, 0, 255).astype(np.uint8)

    def error(self, latents: Floats, rgb: Rgb) -> float:
        """How far a picture is from the true one, as a share of how much that one varies (1: no better than its mean colour)."""
        true = _shrunk(rgb, latents.shape[1], latents.shape[0]).astype(np.float64)
        off = self.picture(latents).astype(np.float64) - true
        return float((off**2).mean() / max(true.reshape(-1, 3).var(axis=0).mean(), 1e-9))

    def error_on(self, other: ColourFit) -> float:
        """The same over all the samples that another fit was taught."""
        yy = other.power - 2 * np.trace(self._map().T @ other._xy) + np.trace(self._map().T @ other._xx @ self._map())
        mean = other._xy[-1] / max(other.samples, 1.0)
        return float(yy / max(other.power - other.samples * (mean @ mean), 1e-9))

    def _map(self) -> NDArray[np.float64]:
        if self._weights is None:
            ridge = _RIDGE * np.trace(self._xx) / len(self._xx) * np.eye(len(self._xx))
            ridge[-1, -1] = 0.0
            self._weights = np.linalg.solve(self._xx + ridge + 1e-12 * np.eye(len(self._xx)), self._xy)
        return self._weights


class Previewer:
    """Makes the previews of one model. Called from several threads."""

    def __init__(self, model: Loaded) -> None:
        self._model, self._lock = model, threading.Lock()
        self._fit: ColourFit | None = None
        self._encoded = self._looked = False
        self._decoder: SmallDecoder | None = None

    def picture(self, estimate: Tensors, index: int) -> Rgb | None:
        """The middle of a clip of a batch as it looks by now; None while nothing is known of the VAE's colours."""
        small = self._model.driver.small(estimate, index)
        if (decoder := self._small_decoder(small.shape[-1])) is not None:
            return enlarged(decoder.picture(small[len(small) // 2]))
        fit = self._fit_for(small.shape[-1])
        if not fit.ready and not self._encoded:
            self._encoded = True
            with self._model.residence.use("vae") as vae:
                fit_by_encoding(fit, vae, self._model.device, self._model.residence.dtype)
        return enlarged(fit.picture(small[len(small) // 2])) if fit.ready else None

    def learn(self, latents: Tensors, rgb: Rgb) -> None:
        """The first frame of a clip was decoded anyway."""
        small = self._model.driver.small(latents, 0)
        fit = self._fit_for(small.shape[-1])
        with self._lock:
            fit.learn(small[0], rgb)
            fit.save()

    def _small_decoder(self, channels: int) -> SmallDecoder | None:
        """The one whose file is here; looked for once."""
        if not self._looked:
            from aiprod.shooting.diffusion.engine.smalldecoder import for_model

            self._looked, self._decoder = True, for_model(self._model.checkpoint.id, channels, self._model.device)
        return self._decoder

    def _fit_for(self, channels: int) -> ColourFit:
        with self._lock:
            if self._fit is None:
                self._fit = ColourFit.load(channels, self._model.vae_key())
            return self._fit


def enlarged(rgb: Rgb) -> Rgb:
    """A picture of latents' size, large enough to be looked at."""
    import cv2

    factor = max(1, round(_WIDTH / rgb.shape[1]))
    size = rgb.shape[1] * factor, rgb.shape[0] * factor
    return cast("Rgb", cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC))


def colours(seed: int = 0) -> list[Rgb]:
    """Pictures of known colours to fit on: soft fields, hard edges and stripes of all hues and lightnesses, 256 × 256."""
    dice = np.random.default_rng(seed)
    return [_still(dice) for _ in range(_STILLS)]


def fit_by_encoding(fit: ColourFit, vae: Any, device: Any, dtype: Any, pictures: Sequence[Rgb] = ()) -> None:
    """First samples: known pictures through the VAE's own encoder.

    Args:
        fit: to be taught.
        vae: a diffusers video VAE on the device (Wan's or LTX-2's).
        device, dtype: torch's.
        pictures: other ones than ours.
    """
    import torch

    for number, rgb in enumerate(pictures or colours()):
        if number >= _FEWEST_STILLS and fit.samples >= _ENOUGH_SAMPLES * fit.unknowns:
            break
        pixels = torch.from_numpy(rgb.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None, :, None].to(device, dtype)
        with torch.no_grad():
            encoded = vae.encode(pixels)
        mean, std = statistics_of(vae)
        latents = (encoded.latent_dist.mode().float().cpu() - mean) / std
        fit.learn(latents[0, :, 0].permute(1, 2, 0).numpy().astype(np.float32), rgb)
    fit.save()


def statistics_of(vae: Any) -> tuple[Any, Any]:
    """Mean and deviation of a VAE's latents, [1, C, 1, 1, 1]: what normalised latents are measured in."""
    import torch

    kept = dict(vae.named_buffers())  # LTX-2's are in the file, Wan's in the configuration
    found = [kept.get(name, getattr(vae.config, name, None)) for name in ("latents_mean", "latents_std")]
    mean, std = (torch.as_tensor(each).float().cpu().reshape(1, -1, 1, 1, 1) for each in found)
    return mean, std


def _still(dice: np.random.Generator) -> Rgb:
    """Soft fields, with some rectangles and stripes of plain colours upon them."""
    import cv2

    soft = cv2.resize(dice.uniform(0, 255, (4, 4, 3)), (_SQUARE, _SQUARE), interpolation=cv2.INTER_CUBIC)
    for _ in range(6):
        x, y = dice.integers(0, _SQUARE * 3 // 4, 2)
        w, h = dice.integers(_SQUARE // 8, _SQUARE // 2, 2)
        soft[y : y + h, x : x + w] = dice.uniform(0, 255, 3)
    left = int(dice.integers(0, _SQUARE // 2))
    soft[:, left : left + _SQUARE // 8 : 2] = dice.uniform(0, 255, 3)
    return np.clip(soft, 0, 255).astype(np.uint8)


def _shrunk(rgb: Rgb, width: int, height: int) -> Rgb:
    import cv2

    return cast("Rgb", cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA))
