# SPDX-License-Identifier: Apache-2.0
"""The model's networks on onnxruntime: the transformer, the codec's encoder and decoder, and what finds the frames between.

Arrays are [time, height, width, channels], one clip at a time. Files are verified against the model's card before they are
opened.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError, UserError
from aiprod.film.takes import ModelUse
from aiprod.shooting.nano.conditioning import CAMERA_DIMS, PhraseTable

if TYPE_CHECKING:
    from aiprod.models.serving import Served

MODEL = "nano"
WIDTH, HEIGHT, FRAMES, FPS = 256, 144, 25, 12
"""The footage that the model makes at one go."""
LATENTS = ((FRAMES + 3) // 4, HEIGHT // 8, WIDTH // 8, 16)
BETWEEN = "between.onnx"
"""Frames between: not every version of the model has it."""
CARRIED, CARRIED_LATENTS = 5, 2
"""Frames of the clip before, from which a shot goes on, and the latent frames they become."""
Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


def served(seed: int) -> Served | None:
    """The version of the user's model registry that serves a shot with this seed; None where the weights that ship do."""
    from aiprod.models import serving

    return serving.chosen(MODEL, seed)


def use(version: Served | None = None) -> ModelUse:
    """The model, or a version of the registry, as recipes name it."""
    from aiprod.models import library

    found = library.use(MODEL)
    return found if version is None else found.changed(sha256=version.sha256)


def installed() -> bool:
    """Whether the model's files are here."""
    from aiprod.models import library

    return library.installed(MODEL)


@dataclass(frozen=True)
class Wish:
    """What a clip is to be.

    Attributes:
        tokens: float32 [slots, dim], zeros where a slot says nothing.
        present: bool [slots].
        camera: float32 [FRAMES, axes], or None: only the words say how the camera moves.
        memory: latents [height, width, channels] of a frame of earlier footage, or None.
        known: latents [n, height, width, channels] of the clip's first frames, or None.
    """

    tokens: Floats
    present: NDArray[np.bool_]
    camera: Floats | None = None
    memory: Floats | None = None
    known: Floats | None = None

    def feed(self, words: bool) -> dict[str, Floats]:
        """The transformer's inputs but for latents and moment; without words and camera for the other side of guidance."""
        none = np.zeros(LATENTS[1:], np.float32)
        known = np.zeros(LATENTS[0], np.float32)
        known[: 0 if self.known is None else len(self.known)] = 1
        camera = np.zeros((FRAMES, CAMERA_DIMS), np.float32) if self.camera is None else self.camera
        parts = {
            "tokens": self.tokens * np.float32(words), "present": self.present * np.float32(words), "camera": camera,
            "camera_on": np.float32(words and self.camera is not None), "memory": none if self.memory is None else self.memory,
            "memory_on": np.float32(self.memory is not None), "known": known,
        }  # fmt: skip
        return {name: np.asarray(value, np.float32)[None] for name, value in parts.items()}


class Networks:
    """The networks in memory. The same input gives the same output.

    Args:
        folder: another folder with the files, to compare with; the verified ones of the model where None.
        threads: of the processor for each network; what the process may take where None.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None, transformer: str = "transformer.onnx") -> None:
        count = threads or allowed_threads()
        self._transformer = _session(_file(folder, transformer), count)
        self._decoder = _session(_file(folder, "decoder.onnx"), count)
        self._encoder_file, self._threads = (folder, count)
        self._encoder: Any = None

    def velocity(self, latents: Floats, moment: float, feed: dict[str, Floats]) -> Floats:
        """d latents / d moment."""
        now = {"latents": latents[None], "moment": np.array([moment], np.float32)}
        found: Floats = self._transformer.run(None, now | feed)[0][0]
        return found

    def decode(self, latents: Floats) -> Rgb:
        """Latents of n frames → 4 n − 3 pictures, uint8 [frames, height, width, 3]."""
        pixels: Floats = self._decoder.run(None, {"latents": latents[None]})[0][0]
        return ((pixels.clip(-1, 1) + 1) * np.float32(127.5) + np.float32(0.5)).astype(np.uint8)

    def encode(self, frames: Rgb) -> Floats:
        """`CARRIED` pictures → latents of `CARRIED_LATENTS` frames."""
        if self._encoder is None:
            self._encoder = _session(_file(self._encoder_file, "encoder.onnx"), self._threads)
        pixels = frames.astype(np.float32) / np.float32(127.5) - 1
        found: Floats = self._encoder.run(None, {"pixels": pixels[None]})[0][0]
        return found


@cache
def networks(version: Served | None = None) -> Networks:
    """The networks of this process, opened once. Raises UserError or EngineError when the model is missing or damaged."""
    return Networks(_folder(version))


def _folder(version: Served | None) -> Path | None:
    """Where a version's files are; None for those that ship."""
    if version is None:
        return None
    from aiprod.models import serving

    folder = serving.whole(version)
    if absent := [name for name in ("transformer.onnx", "encoder.onnx", "decoder.onnx") if not (folder / name).is_file()]:
        raise UserError(
            f"Version {version.version} of the model can't make pictures", f"{folder} has no {', '.join(absent)}",
            "Add a folder of `aiprod train export` to the registry, or roll back.",
        )  # fmt: skip
    return folder


class Between:
    """Finds what lies between two of the model's pictures; a `timing.Finder`.

    Args:
        path: of the network; the model's own, verified, where None.
    """

    def __init__(self, path: Path | None = None, threads: int | None = None) -> None:
        self._session = _session(path or _file(None, BETWEEN), threads or allowed_threads())

    def __call__(self, first: Rgb, second: Rgb, share: float) -> tuple[Floats, Floats, Floats]:
        pictures = {name: rgb[None].astype(np.float32) / np.float32(255) for name, rgb in (("first", first), ("second", second))}
        motion, favour = self._session.run(None, pictures | {"moment": np.array([share], np.float32)})
        return motion[0, ..., :2], motion[0, ..., 2:], favour[0]


@cache
def between(version: Served | None = None) -> Between | None:
    """The network that finds the frames between, opened once; None where the model is without it."""
    from aiprod.models import cards

    folder = _folder(version)
    if folder and (folder / BETWEEN).is_file():
        return Between(folder / BETWEEN)
    return Between() if any(item.name == BETWEEN for item in cards.card(MODEL).files) else None


@cache
def phrases(version: Served | None = None) -> PhraseTable:
    """The phrases that the model was trained with."""
    folder = _folder(version)
    own = folder if folder and (folder / "phrases.npz").is_file() else None
    return PhraseTable.load(_file(own, "phrases.npz"))


def allowed_threads() -> int:
    """One thread in a builder process, which has others beside it; two where it is alone."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(int(told), 2)) if told.isdigit() else 2


def _file(folder: Path | None, name: str) -> Path:
    from aiprod.models import library

    return folder / name if folder else library.file(MODEL, name)


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        why = str(error).splitlines()[0]
        raise EngineError(f"The network {path.name} can't be opened", why, "Run `aiprod models repair`.") from error
