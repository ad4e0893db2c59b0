# SPDX-License-Identifier: Apache-2.0
"""The one request object of the video models: everything that decides a clip's pixels and sound, and nothing else.

It holds no paths: media are named by their SHA-256 and found through a `Media`. Values that are left open (0, "" or an empty
tuple) are filled in by `Family.settle`, so that the settled request is the recipe and says what was really done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

Sha256 = str


class ControlKind(StrEnum):
    DEPTH = "depth"
    POSE = "pose"
    EDGES = "edges"
    GREY = "grey"
    """A video whose structure is kept while its look is made anew."""
    REFERENCE = "reference"
    """A picture of who or what is to appear (memory), not of a frame."""


class Keyframe(FilmObject):
    """Frames that the clip is to pass through: a picture, or the frames of a video."""

    media: Sha256
    frame: int = 0
    """Where its first frame lies in the clip, from 0; negative from the end (-1: the last frame)."""
    take_from: int = Field(0, ge=0)
    """First frame of the medium that is used."""
    take: int = Field(1, ge=1)
    """How many frames of it (1 for a picture)."""
    strength: float = Field(1.0, ge=0, le=1)


class Control(FilmObject):
    """A video (or picture) that steers the whole clip."""

    kind: ControlKind
    media: Sha256
    strength: float = Field(1.0, ge=0, le=2)
    downscale: int = Field(1, ge=1, le=4)
    """The reference is made this many times smaller than the clip (in-context LoRAs)."""
    subject: str = ""
    """For a REFERENCE: whom or what it shows (a character's id, "place", a prop)."""


class Retake(FilmObject):
    """Frames [start, end) of an existing clip are made anew; the others stay, to the latent frame."""

    media: Sha256
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Lora(FilmObject):
    """An adapter in the stack. Its place in the stack is its place in the tuple."""

    media: Sha256
    weight: float = Field(1.0, ge=-4, le=4)
    stage: Literal["all", "base", "refine"] = "all"
    expert: Literal["all", "high", "low"] = "all"
    """Of a model with two experts (Wan 2.2 A14B): which of them gets it."""


class Guidance(FilmObject):
    """Guidance of one modality. 1 (0 for `stg`) switches a part off. See `sampling.guiders` for papers."""

    cfg: float = Field(1.0, ge=0, le=30)
    cfg_low: float | None = Field(None, ge=0, le=30)
    """For the low-noise expert of two."""
    stg: float = Field(0.0, ge=0, le=10)
    stg_blocks: tuple[int, ...] = ()
    modality: float = Field(1.0, ge=0, le=30)
    rescale: float = Field(0.0, ge=0, le=1)
    apg: bool = False
    """Adaptive projected guidance instead of plain CFG."""


class Sampling(FilmObject):
    """How the noise is removed."""

    sampler: Literal["", "euler", "euler_ancestral", "renoise", "res_2s", "unipc"] = ""
    steps: int = Field(0, ge=0, le=200)
    sigmas: tuple[float, ...] = ()
    """From the first to the last that is not 0; empty: the family's schedule for `steps`."""
    shift: float | None = Field(None, gt=0)
    distilled: bool = False
    cache: float = Field(0.0, ge=0, le=1)
    """Error that the step cache may make, relative; 0: no cache."""


class VideoRequest(FilmObject):
    """A clip to be made by a video model."""

    model: str
    """A model card's id."""
    prompt: str
    negative: str = ""
    width: int = Field(ge=1, le=8192)
    height: int = Field(ge=1, le=8192)
    frames: int = Field(ge=1)
    rate: FrameRate
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    sound: bool = False
    """Whether the model is to make sound too, where it can."""
    keyframes: tuple[Keyframe, ...] = ()
    """First, last, any frame; a clip that is extended begins with the last frames of the one before."""
    controls: tuple[Control, ...] = ()
    retake: Retake | None = None
    speech: Sha256 | None = None
    """Sound that the clip is to follow (dialogue), where the model takes it."""
    loras: tuple[Lora, ...] = ()
    video: Guidance | None = None
    """None: the family's own."""
    audio: Guidance | None = None
    sampling: Sampling = Sampling()
    stages: int = Field(1, ge=1, le=2)
    """2: half size first, then the latent upsampler and a short refinement."""
    temporal: int = Field(1, ge=1, le=4)
    """2 or 4: frames between the frames are made by the temporal upsampler."""


@dataclass(frozen=True)
class Media:
    """Where the media of a request lie."""

    files: Mapping[Sha256, Path]

    def path(self, media: Sha256) -> Path:
        """Raises UserError where the file is gone."""
        found = self.files.get(media)
        if found is None or not found.is_file():
            raise UserError(
                "A picture or clip that this shot refers to is missing", f"no file with SHA-256 {media[:12]}… was given",
                "Make the shot it came from again, or take the reference out.",
            )  # fmt: skip
        return found
