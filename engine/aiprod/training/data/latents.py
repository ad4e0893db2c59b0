# SPDX-License-Identifier: Apache-2.0
"""Clips as a codec's latents, made once and kept in the data set.

Any codec serves that is a `LatentCodec`: `NanoLatents` runs the encoder that ships, on onnxruntime; `CodecLatents` runs the
trainer's own codec in full precision and on whole clips, which needs PyTorch. A set remembers which codec made its latents, and
latents of two codecs never mix.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file, hash_json

Frames = NDArray[np.uint8]
Latents = NDArray[np.float16]


class LatentCodec(Protocol):
    """Pictures → latents."""

    name: str
    """Which weights; what a data set remembers."""

    def encode(self, frames: Frames) -> NDArray[np.floating[Any]]:
        """uint8 [frames, height, width, RGB] → [latent frames, rows, columns, channels]. Raises UserError for a wrong size."""


class NanoLatents:
    """The encoder of models/nano, on whole clips."""

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        import onnxruntime

        path = _encoder(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads, options.log_severity_level = threads, 1, 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._height, self._width = self._session.get_inputs()[0].shape[2:4]
        self.name = f"nano-onnx {hash_file(path)[:12]}"

    def encode(self, frames: Frames) -> Latents:
        """uint8 [1 + 4n, height, width, 3] → float16 [1 + n, height / 8, width / 8, channels]."""
        _fits(frames, self._height, self._width)
        if (len(frames) - 1) % 4:
            raise UserError(
                f"Clips of {len(frames)} frames can't be encoded", "a latent is 4 frames, after the first frame",
                "Choose 1 + a multiple of 4 frames.",
            )  # fmt: skip
        pixels = frames.astype(np.float32) / np.float32(127.5) - 1
        return np.asarray(self._session.run(None, {"pixels": pixels[None]})[0][0], np.float16)


class CodecLatents:
    """The trainer's codec on whole clips, on PyTorch: out of the files that ship, or out of a run's folder."""

    def __init__(self, recipe_file: Path, folder: Path, device: str = "cpu") -> None:
        import torch

        from aiprod.training.export import codec_weights
        from aiprod.training.networks.codec import Codec
        from aiprod.training.recipe import load_recipe

        recipe = load_recipe(recipe_file)
        self._codec = Codec(recipe.codec)
        self._codec.load_state_dict(codec_weights(recipe, folder))
        self._codec.eval().to(device)
        self._device, self._torch = device, torch
        self.name = f"nano-codec {hash_json([hash_file(folder / name) for name in ('encoder.onnx', 'decoder.onnx')])[:12]}"

    def encode(self, frames: Frames) -> Latents:
        """As `NanoLatents.encode`, of any size whose sides divide by eight."""
        from aiprod.training.networks.codec import from_bytes

        if (len(frames) - 1) % 4 or frames.shape[1] % 8 or frames.shape[2] % 8:
            raise UserError(
                f"Clips of {len(frames)} frames of {frames.shape[2]} × {frames.shape[1]} can't be encoded",
                "a latent is 8 × 8 pixels × 4 frames, after the first frame", "Choose sides that divide by 8, 1 + 4n frames.",
            )  # fmt: skip
        with self._torch.no_grad():
            made = self._codec.encode(from_bytes(self._torch.from_numpy(frames)[None].to(self._device)))
        return np.asarray(made[0].cpu().numpy(), np.float16)


def _fits(frames: Frames, height: Any, width: Any) -> None:
    if frames.shape[1:3] != (height, width):
        raise UserError(
            f"Clips of {frames.shape[2]} × {frames.shape[1]} can't be encoded", f"the encoder takes {width} × {height}",
            f"Give --size {width}x{height}.",
        )  # fmt: skip


def _encoder(folder: Path | None) -> Path:
    from aiprod.models import library

    return folder / "encoder.onnx" if folder else library.file("nano", "encoder.onnx")


def codec(wish: str) -> LatentCodec:
    """ "nano": the encoder that ships; "nano-exact": the trainer's codec with the shipped weights, on PyTorch."""
    if wish == "nano":
        return NanoLatents()
    if wish != "nano-exact":
        raise UserError(f"There is no codec {wish!r}", "known are nano and nano-exact", "Choose one of them.")
    from importlib.util import find_spec

    from aiprod.models import library

    if find_spec("torch") is None:
        raise UserError("nano-exact needs PyTorch", "it is not installed", "Choose --latents nano, or install PyTorch.")
    folder = library.file("nano", "encoder.onnx").parent
    return CodecLatents(folder / "recipe.yaml", folder)
