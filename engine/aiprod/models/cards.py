# SPDX-License-Identifier: Apache-2.0
"""Model cards: what a model is, where its bytes are, under which terms, what it needs and what it can do.

A card is a YAML file in the repository's models/ folder, or in `cards/` of AIPROD's data folder: that is how a user adds one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home
from aiprod.film.hashing import hash_json
from aiprod.film.takes import ModelUse

Ability = Literal[
    "text", "image", "first_last", "keyframes", "extend", "retake", "depth", "pose", "edges", "reference", "camera", "audio",
    "speech", "two_stage", "distilled", "temporal", "spatial", "lora", "preview",
]  # fmt: skip
"""What a video model can be asked for, or what a part adds to one. text, image: what a clip can begin from; first_last,
keyframes: pictures it must pass through; extend, retake: of a clip that is there; depth, pose, edges, reference, camera: what
can steer it; audio: it makes sound; speech: it can be given sound; spatial, temporal: it makes latents larger, longer."""


class PackagePart(FilmObject):
    """Bytes inside an installed Python package. The package is located, never imported."""

    package: str
    path: str


class HubFile(FilmObject):
    """Where a hub keeps a file: repository, path in it, and which state of it."""

    repo: str = Field(pattern=r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$")
    path: str = Field(pattern=r"^[\w][\w./ +@-]*$")
    revision: str = Field("main", pattern=r"^[\w][\w./-]*$")

    @property
    def name(self) -> str:
        """The file's own name, as a folder or a USB stick has it."""
        return PurePosixPath(self.path).name


class ModelFile(FilmObject):
    """One file of a model: in our repository (`path` under models/), joined from parts of packages, or on a hub.

    Of a hub's file the card may not know hash and size: then those that the hub declares at the first pull hold from then on.
    """

    name: str
    """In the model's folder, "transformer/model.safetensors"."""
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    size: int = Field(0, ge=0)
    """Bytes; 0 where only the hub knows."""
    about: int = Field(0, ge=0)
    """Bytes, roughly, where `size` is not known: for the look at the disk before anything is asked."""
    path: str = ""
    parts: tuple[PackagePart, ...] = ()
    hub: HubFile | None = None
    component: str = ""
    """The part of a video model that it is, as diffusers names it: "transformer", "vae", …"""
    precision: str = ""
    """Of a file that is there in several precisions, which this is: one of them is taken. Empty: it is always taken."""

    @field_validator("name")
    @classmethod
    def _inside(cls, name: str) -> str:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name or not name:
            raise ValueError(f"a model's file must lie inside its folder, not at {name!r}")
        return name

    @property
    def bytes(self) -> int:
        """How large it is, or about so."""
        return self.size or self.about


class Needs(FilmObject):
    """What a machine must have at least, in gigabytes (1e9 bytes); 0 where it was not found out."""

    vram_gb: float = Field(0, ge=0)
    """Of the card's memory, at the smallest precision and with weights streamed from memory."""
    comfortable_vram_gb: float = Field(0, ge=0)
    """With weights that stay on the card."""
    ram_gb: float = Field(0, ge=0)
    disk_gb: float = Field(0, ge=0)


class ModelCard(FilmObject):
    """A model that the product can use."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")
    title: str
    role: str
    """What it does: "voice", "speech recognition", "soundfont", "video", "lora", "upscaler", "preview", …"""
    licence: str
    """SPDX expression."""
    terms: str
    """The licence's conditions in plain words."""
    terms_fr: str
    """The same in French."""
    attribution: str
    source: str
    """Where the original is published."""
    memory_mb: float = Field(0, ge=0)
    """What a run takes of the machine's memory at most, measured; 0 where it was not."""
    need: Literal["core", "optional", "test"] = "core"
    """core: a film can't be made without it; optional: used where installed; test: only tests use it."""
    files: tuple[ModelFile, ...] = ()
    built: bool = False
    """Made on this machine by `aiprod models build`: a tiny checkpoint of a true architecture, for tests."""
    licence_text: str = ""
    """Its full text, a file in models/."""
    acceptance: bool = False
    """Whether somebody must have accepted the licence before the model is fetched or used."""
    gated: bool = False
    """Whether the hub hands its files only to those who agreed there and show their token."""
    warning: str = ""
    """What must be read before the licence is accepted: a clause that may touch the reader's business."""
    warning_fr: str = ""
    architecture: Literal["", "wan", "ltx2", "taehv"] = ""
    generation: str = ""
    """The architecture's version: "2.1", "2.3"."""
    variant: str = ""
    """"t2v-14b", "distilled", …"""
    precisions: tuple[str, ...] = ()
    """Those that its files are there in, the one to take first first."""
    needs: Needs = Needs()
    abilities: tuple[Ability, ...] = ()
    goes_with: tuple[str, ...] = ()
    """Of a part (LoRA, upscaler, preview decoder): the models that it works with."""

    def use(self) -> ModelUse:
        """The card as recipes and the provenance ledger name it. (Of fetched and built models: `library.use`.)"""
        identity = hash_json(sorted((f.name, f.sha256) for f in self.files))
        return ModelUse(id=self.id, sha256=identity, licence=self.licence)

    def file(self, name: str) -> ModelFile:
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(f"model {self.id} has no file {name}")

    def chosen(self, precision: str = "") -> tuple[ModelFile, ...]:
        """The files of one precision; "" is the card's first. Raises UserError for one that it doesn't have."""
        wanted = precision or (self.precisions[0] if self.precisions else "")
        if wanted and wanted not in self.precisions:
            offered = ", ".join(self.precisions) or "one precision alone"
            raise UserError(
                f"{self.title} does not come in {wanted}", f"it comes in {offered}", "Choose one of these precisions."
            )
        return tuple(file for file in self.files if file.precision in ("", wanted))

    @property
    def stored(self) -> bool:
        """Whether its files lie in the store (fetched, imported, built), not in packages or in the repository."""
        return self.built or any(file.hub for file in self.files)


def models_root() -> Path:
    """The repository's (or bundle's) models/ folder."""
    return Path(__file__).resolve().parents[3] / "models"


def user_cards() -> Path:
    """Where the user's own cards are."""
    return data_home() / "cards"


def all_cards() -> dict[str, ModelCard]:
    """Every card, by id. A user's own can't take the place of one of ours. Raises UserError for one that can't be read."""
    found = {}
    for path in (*_yaml(user_cards()), *_yaml(models_root())):
        card = _read(path, path.stat().st_mtime_ns)
        found[card.id] = card
    return found


def card(model_id: str) -> ModelCard:
    """One card. Raises UserError for an unknown id."""
    cards = all_cards()
    found = cards.get(model_id)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(model_id.lower(), cards, 3, 0.5)
        why = f"like it are {', '.join(near)}" if near else ""
        raise UserError(f"There is no model {model_id!r}", why, "`aiprod models list` names them all.")
    return found


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=1024)
def _read(path: Path, _changed: int) -> ModelCard:
    import yaml

    try:
        return ModelCard.from_json(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UserError(f"The model card {path} can't be read", str(error), "Mend it, or move it away.") from error
