# SPDX-License-Identifier: Apache-2.0
"""Who makes the clips that are judged: the ONNX files that ship, the weights of a run, or another machine that left latents."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError, UserError
from aiprod.training.data.conditioning import Codes, PhraseTable
from aiprod.training.data.sampler import ClipSpec
from aiprod.training.evaluation.carried import Carried, Latents, carried

if TYPE_CHECKING:
    from aiprod.shooting.nano.networks import Networks
    from aiprod.training.export import Trained

Rgb = NDArray[np.uint8]
Track = NDArray[np.float32]
_FILES = ("transformer.onnx", "encoder.onnx", "decoder.onnx")


@dataclass(frozen=True)
class Asked:
    """What a clip is to show: codes int16 [slots], the camera's track float32 [frames, axes], and a picture to remember."""

    codes: Codes
    camera: Track
    memory: Rgb | None = None
    """uint8 [frames, height, width, 3]: the first frames of earlier footage."""
    scene: int = -1
    """The index of the held-out scene that it is."""


class Maker(Protocol):
    """A video model as the examination sees it."""

    @property
    def name(self) -> str: ...

    @property
    def spec(self) -> ClipSpec: ...

    @property
    def scenes(self) -> tuple[int, ...] | None:
        """The indices of the held-out scenes that it has clips of; None where it makes any."""
        ...

    def make(self, asked: Asked, seed: int) -> Rgb:
        """A clip uint8 [frames, height, width, 3]."""
        ...

    def rebuilt(self, frames: Rgb) -> Rgb:
        """The first frames of a clip through the codec and back; as many as it takes at one go."""
        ...


@dataclass
class FromFiles:
    """A folder with the generator's ONNX files; those that ship where it is None."""

    scenes = None
    folder: Path | None = None
    steps: int = 14
    scale: float = 3.0
    threads: int = 2
    _nets: Networks = field(init=False, repr=False)
    _table: PhraseTable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from aiprod.shooting.nano import networks

        if self.folder and (absent := [name for name in _FILES if not (self.folder / name).is_file()]):
            raise UserError(
                f"{self.folder} holds no model that can be judged", f"it has no {', '.join(absent)}",
                "Give a folder of `aiprod train export`, or a run with its --recipe.",
            )  # fmt: skip
        self._nets = networks.Networks(self.folder, self.threads)
        own = self.folder / "phrases.npz" if self.folder else None
        self._table = PhraseTable.load(own) if own and own.is_file() else networks.phrases()

    @property
    def name(self) -> str:
        return str(self.folder or "nano")

    @property
    def spec(self) -> ClipSpec:
        from aiprod.shooting.nano import networks

        return ClipSpec(networks.WIDTH, networks.HEIGHT, networks.FPS, networks.FRAMES)

    def make(self, asked: Asked, seed: int) -> Rgb:
        from aiprod.shooting.nano import clips
        from aiprod.shooting.nano.networks import Wish

        rows = self._table.rows(asked.codes[None], np.random.default_rng(seed), language="en")[0]
        memory = None if asked.memory is None else self._nets.encode(_first(asked.memory))[0]
        wish = Wish(self._table.vectors[rows], rows > 0, asked.camera, memory)
        way = clips.Way(steps=self.steps, scale=self.scale)
        return self._nets.decode(clips.latents_of(self._nets, wish, seed, way))

    @property
    def latents(self) -> tuple[int, ...]:
        """The shape of a clip as latents."""
        from aiprod.shooting.nano import networks

        return networks.LATENTS

    def decoded(self, latents: Latents) -> Rgb:
        """A clip from its latents [frames, rows, columns, channels]."""
        return self._nets.decode(latents.astype(np.float32))

    def rebuilt(self, frames: Rgb) -> Rgb:
        from aiprod.shooting.nano.networks import CARRIED_LATENTS

        return self._nets.decode(self._nets.encode(_first(frames))[:CARRIED_LATENTS])


def _first(frames: Rgb) -> Rgb:
    from aiprod.shooting.nano.networks import CARRIED

    return frames[:CARRIED]


@dataclass
class FromRun:
    """The averaged weights of a run, on PyTorch. `recipe` is the one that it was trained with."""

    scenes = None
    folders: tuple[Path, ...]
    recipe_file: Path
    steps: int = 24
    scale: float = 3.0
    device_name: str = "cpu"
    _found: Trained = field(init=False, repr=False)
    _vectors: Any = field(init=False, repr=False)
    _table: PhraseTable = field(init=False, repr=False)
    _device: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        import torch

        from aiprod.training.export import trained
        from aiprod.training.recipe import load_recipe

        self._device = torch.device(self.device_name)
        self._found = trained(load_recipe(self.recipe_file), self.folders)
        self._found.video.to(self._device)
        self._found.codec.to(self._device)
        self._table = PhraseTable.load()
        self._vectors = torch.from_numpy(self._table.vectors).to(self._device)

    @property
    def name(self) -> str:
        return f"{self.folders[0]}, step {self._found.steps}"

    @property
    def spec(self) -> ClipSpec:
        return ClipSpec.of(self._found.recipe.geometry)

    def make(self, asked: Asked, seed: int) -> Rgb:
        from dataclasses import replace

        import torch

        from aiprod.training import samples

        rows = self._table.rows(asked.codes[None], np.random.default_rng(seed), language="en")
        wish = samples.ask(self._vectors, rows, asked.camera[None], self._device)
        if asked.memory is not None:
            wish = replace(wish, memory=self._latents(asked.memory[:5])[:, 0], memory_on=torch.ones(1, device=self._device))
        wishes = samples.Wishes(self.steps, self.scale, seed=seed)
        return samples.clips(self._found.video, self._found.codec, wish, self._found.recipe, wishes)[0]

    def rebuilt(self, frames: Rgb) -> Rgb:
        from aiprod.training import samples

        return samples.decoded(self._found.codec, self._latents(frames))[0]

    def _latents(self, frames: Rgb) -> Any:
        import torch

        pixels = torch.from_numpy(frames.astype(np.float32) / np.float32(127.5) - 1)[None].to(self._device)
        with torch.no_grad():
            return self._found.codec.encode(pixels)


@dataclass
class FromLatents:
    """Clips that another machine made, as latents of held-out scenes; `files` has the codec that they are decoded with."""

    held: Carried
    file: Path
    files: FromFiles

    @property
    def name(self) -> str:
        return f"{self.file.name}, decoded by {self.files.name}"

    @property
    def spec(self) -> ClipSpec:
        return self.files.spec

    @property
    def scenes(self) -> tuple[int, ...]:
        return self.held.scenes

    def make(self, asked: Asked, seed: int) -> Rgb:
        if asked.scene not in self.held.scenes or asked.memory is not None:
            raise EngineError(f"{self.file} has no such clip", f"it was made elsewhere, without scene {asked.scene}")
        return self.files.decoded(self.held.latents[self.held.scenes.index(asked.scene)])

    def rebuilt(self, frames: Rgb) -> Rgb:
        return self.files.rebuilt(frames)


def carried_by(file: Path, folder: Path | None, seed: int, threads: int) -> FromLatents:
    """The maker for a file of latents. Raises UserError where the codec is of another shape, or the clips of other scenes."""
    held, files = carried(file, seed), FromFiles(folder, threads=threads)
    if held.latents.shape[1:] != files.latents:
        why = f"a clip is {list(held.latents.shape[1:])}, the codec wants {list(files.latents)}"
        raise UserError(
            f"The latents in {file} are of another codec", why, "Name the folder of the codec that they were made with."
        )
    if held.seed != seed:
        raise UserError(
            f"The clips in {file} are of other scenes", f"of seed {held.seed}, not {seed}", f"Add --seed {held.seed}."
        )
    return FromLatents(held, file, files)


def maker_of(model: Path | None, recipe: Path | None, *, steps: int, scale: float, threads: int, device: str) -> Maker:
    """The maker for a folder: a run's where it holds a run's weights, else ONNX files. Raises UserError."""
    if model is not None and not model.is_dir():
        raise UserError(f"There is no model in {model}", "it is no folder", "Give the folder of a run or of ONNX files.")
    if model is None or not any(model.glob("video.high.*.safetensors")):
        return FromFiles(model, steps, scale, threads)
    if recipe is None:
        raise UserError(f"{model} is a run, and a run needs its recipe", "none was given", "Add --recipe FILE.")
    if device == "cpu":
        import torch

        torch.set_num_threads(threads)
    return FromRun((model, model / "work" / "rest"), recipe, steps, scale, device)
