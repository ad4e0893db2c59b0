# SPDX-License-Identifier: Apache-2.0
"""Model cards: what a model is, where its bytes are, under which terms."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json
from aiprod.film.takes import ModelUse


class PackagePart(FilmObject):
    """Bytes inside an installed Python package. The package is located, never imported."""

    package: str
    path: str


class ModelFile(FilmObject):
    """One file of a model: in our repository (`path` under models/), or joined from parts of packages."""

    name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    path: str = ""
    parts: tuple[PackagePart, ...] = ()


class ModelCard(FilmObject):
    """A model that the product can use."""

    id: str
    title: str
    role: str
    """What it does: "voice", "speech recognition", "soundfont", …"""
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
    files: tuple[ModelFile, ...] = Field(min_length=1)

    def use(self) -> ModelUse:
        """The card as recipes and the provenance ledger name it."""
        identity = hash_json(sorted((f.name, f.sha256) for f in self.files))
        return ModelUse(id=self.id, sha256=identity, licence=self.licence)

    def file(self, name: str) -> ModelFile:
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(f"model {self.id} has no file {name}")


def models_root() -> Path:
    """The repository's (or bundle's) models/ folder."""
    return Path(__file__).resolve().parents[3] / "models"


@cache
def all_cards() -> dict[str, ModelCard]:
    """Every card of models/, by id."""
    import yaml

    cards = {}
    for path in sorted(models_root().glob("*.yaml")):
        card = ModelCard.from_json(yaml.safe_load(path.read_text("utf-8")))
        cards[card.id] = card
    return cards


def card(model_id: str) -> ModelCard:
    """One card. Raises UserError for an unknown id."""
    found = all_cards().get(model_id)
    if found is None:
        known = ", ".join(sorted(all_cards()))
        raise UserError(f"There is no model {model_id!r}", f"the known ones are {known}", "See `aiprod models list`.")
    return found
