# SPDX-License-Identifier: Apache-2.0
"""What a training run is: the networks' shapes, the footage's geometry, and how long and how hard each part is trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json


class Geometry(FilmObject):
    """The footage that is learnt."""

    width: int = Field(256, ge=16)
    height: int = Field(144, ge=16)
    frames: int = Field(25, ge=5)
    fps: int = Field(12, ge=1)

    @model_validator(mode="after")
    def _fits_the_codec(self) -> Geometry:
        if self.width % 16 or self.height % 16 or self.frames % 4 != 1:
            raise ValueError("width and height must be multiples of 16, frames one more than a multiple of 4")
        return self

    @property
    def latent_frames(self) -> int:
        return (self.frames + 3) // 4


class CodecShape(FilmObject):
    """The video VAE: 8 × 8 × 4 pixels of three colours become one vector of `channels`."""

    channels: int = Field(16, ge=2)
    widths: tuple[int, int, int] = (64, 128, 256)
    blocks_in: tuple[int, int, int] = (1, 2, 3)
    blocks_out: tuple[int, int, int] = (2, 3, 4)
    sigma: float = Field(0.2, ge=0, le=1)
    """The posterior's fixed deviation, against means whose prior has deviation one."""


class VideoShape(FilmObject):
    """The video transformer."""

    channels: int = Field(16, ge=2)
    width: int = Field(384, ge=16)
    depth: int = Field(12, ge=1)
    heads: int = Field(6, ge=1)
    hidden: int = Field(1024, ge=16)
    patch: tuple[int, int] = (3, 4)
    """Height and width, in latents, of one token of the clip."""
    slots: int = Field(13, ge=1)
    slot_dim: int = Field(384, ge=1)
    camera_dims: int = Field(6, ge=0)
    """Numbers of the camera's track at each frame; 0 builds no camera module."""
    memory_patch: tuple[int, int] = (6, 8)
    """Height and width, in latents, of one token of the remembered frame; (0, 0) builds no memory module."""
    fine_features: int = Field(16, ge=0)
    fine_width: int = Field(48, ge=8)
    fine_depth: int = Field(3, ge=0)
    """Convolutions at full resolution behind the blocks; 0 builds none."""

    @model_validator(mode="after")
    def _heads_fit(self) -> VideoShape:
        if self.width % self.heads or (self.width // self.heads) % 8:
            raise ValueError("width must be a multiple of 8 × heads")
        return self


class CodecTraining(FilmObject):
    batch: int = Field(16, ge=1)
    crop: int = Field(128, ge=16)
    frames: int = Field(13, ge=5)
    rate: float = Field(1e-3, gt=0)
    kl: float = Field(1e-3, ge=0)
    edges: float = Field(0.5, ge=0)
    coarse: float = Field(0.5, ge=0)
    motion: float = Field(0.5, ge=0)
    ease: float = Field(0.15, ge=0, le=1)
    """The share of steps that ask for the half-size picture from the half-size latents: smoother latents, easier to learn."""


class Lesson(FilmObject):
    """A part of the curriculum: from short to long. It holds up to a step, or up to a share of a run that is boxed in time."""

    until: int = Field(0, ge=0)
    """The step before which it holds."""
    share: float = Field(0, ge=0, le=1)
    """The share of the run before which it holds."""
    frames: int = Field(ge=1)
    """Latent frames that are learnt together, cut out of the clips anywhere."""
    batch: int = Field(ge=1)


class VideoTraining(FilmObject):
    batch: int = Field(128, ge=1)
    lessons: tuple[Lesson, ...] = ()
    """The curriculum; whole clips in batches of `batch` where it is empty, and when it is over."""
    subjects: float = Field(4.0, ge=1)
    """How much more the loss counts where a subject is: it is small, and what is asked for is mostly about it."""
    rate: float = Field(2e-3, gt=0)
    decay: float = Field(0.01, ge=0)
    warmup: int = Field(100, ge=0)
    cooldown: float = Field(0.35, ge=0, le=1)
    """The last share of the run, in which the rate falls to zero."""
    ema: float = Field(0.999, ge=0, lt=1)
    shift: float = Field(2.5, gt=0)
    uniform: float = Field(0.1, ge=0, le=1)
    drop_all: float = Field(0.1, ge=0, le=1)
    drop_slot: float = Field(0.08, ge=0, le=1)
    drop_camera: float = Field(0.3, ge=0, le=1)
    drop_memory: float = Field(0.5, ge=0, le=1)
    go_on: float = Field(0.2, ge=0, le=1)
    """The share of clips whose first latent frames are given: to carry a shot on from the frames before."""
    route: float = Field(0.5, ge=0, lt=1)
    """The share of tokens that skip the middle blocks (TREAD, arXiv 2501.04765); none in the last part of the run."""
    route_until: float = Field(0.65, ge=0, le=1)


class Recipe(FilmObject):
    """A whole run. `shape_hash` names the architecture: a checkpoint of another one is refused."""

    geometry: Geometry = Geometry()
    codec: CodecShape = CodecShape()
    video: VideoShape = VideoShape()
    codec_training: CodecTraining = CodecTraining()
    video_training: VideoTraining = VideoTraining()
    seed: int = Field(7, ge=0)
    log_every: int = Field(20, ge=1)

    @model_validator(mode="after")
    def _parts_fit(self) -> Recipe:
        if self.codec.channels != self.video.channels:
            raise ValueError("codec.channels and video.channels must be equal")
        tall, wide = self.geometry.height // 8, self.geometry.width // 8
        patches = [self.video.patch, *([self.video.memory_patch] if self.video.memory_patch[0] else [])]
        if any(tall % rows or wide % columns for rows, columns in patches):
            raise ValueError(f"the latent frame, {wide} × {tall}, can't be cut into the patches asked for")
        return self


def codec_identity(recipe: Recipe) -> str:
    """The architecture of the VAE, as checkpoints name it."""
    return hash_json({"codec": recipe.codec.model_dump(mode="json"), "layout": 1})[:16]


def video_identity(recipe: Recipe) -> str:
    """The architecture of the transformer, as checkpoints name it."""
    return hash_json({"video": recipe.video.model_dump(mode="json"), "layout": 2})[:16]


def load_recipe(path: Path) -> Recipe:
    """Read a recipe. Raises UserError for a file that isn't one, with the key that is unknown or wrong."""
    import yaml

    try:
        data: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise UserError(f"The recipe {path} can't be read", str(error), "Give a YAML file.") from error
    if not isinstance(data, dict):
        raise UserError(f"{path} is not a recipe", "it holds no keys", "See models/nano/recipe.yaml.")
    return Recipe.from_json(data)
