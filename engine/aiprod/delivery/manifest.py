# SPDX-License-Identifier: Apache-2.0
"""What content credentials say: the manifest of a file, as C2PA 2.x words it.

Said: what kind of media it is (IPTC digital source type, in the `created` action), the steps of its making, AIPROD and its
version, the models with version and licence (as ingredients of type model), the parents it was made from, the hash of the
prompt, the watermark as a soft binding. Not said: the prompt itself, unless its author allows it, and nothing about the user
but the author's name that the film bears.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aiprod.delivery.provenance import VOCABULARY, SourceType, plain_statement

Relation = Literal["parentOf", "componentOf", "inputTo"]
Use = Literal["", "allowed", "notAllowed"]
MAKING = "org.aiprod.making"
"""Label of our own assertion."""
WATERMARK = "org.aiprod.spread-spectrum.1"
"""The watermark's algorithm, as a soft binding names it (rendering.watermark)."""
_MINING = ("cawg.data_mining", "cawg.ai_inference", "cawg.ai_training", "cawg.ai_generative_training")


@dataclass(frozen=True)
class ModelNote:
    """A model that took part. `version` is its content hash or its provider's name for it."""

    id: str
    title: str
    version: str
    licence: str
    role: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the making: C2PA's name for it ("c2pa.edited", "c2pa.color_adjustments", …), who did it, in words what."""

    action: str
    agent: str
    words: str = ""
    source_type: SourceType | None = None


@dataclass(frozen=True)
class Ingredient:
    """What a file was made from: a take, footage, an earlier version.

    Attributes:
        title: its name; never a path.
        sha256: of its content, "" where unknown.
        relation: "parentOf" an edit, "componentOf" a composition, "inputTo" a generator.
        path: a file that bears its own credentials, which are carried along.
    """

    title: str
    sha256: str = ""
    relation: Relation = "componentOf"
    source_type: SourceType | None = None
    path: Path | None = None


@dataclass(frozen=True)
class Making:
    """How a file came to be.

    Attributes:
        title, language, author: the film's; language "en" or "fr".
        source_type: IPTC digital source type of the whole file.
        models: everything trained that took part.
        prompt_sha256: of the brief's text.
        prompt: the text itself, only where its author allows it to be published.
        steps: after the creation, in order.
        ingredients: what it was made from.
        training: whether others may train on it or mine it; "" says nothing.
        watermark: payload of the invisible mark in its pictures, hex; "" for none.
        ledger_sha256: of the film's ledger.
        thumbnail: JPEG; without one, a picture of the file itself is taken where it has one.
    """

    title: str
    language: str
    source_type: SourceType
    author: str = ""
    models: tuple[ModelNote, ...] = ()
    prompt_sha256: str = ""
    prompt: str = ""
    steps: tuple[Step, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    training: Use = ""
    watermark: str = ""
    ledger_sha256: str = ""
    thumbnail: bytes = b""


def manifest_of(making: Making, **facts: str) -> dict[str, Any]:
    """The manifest definition for c2pa's builder. `facts` go into our own assertion (hashes of what C2PA leaves out)."""
    taken = (_taken(item) for item in making.ingredients if item.path is None)
    manifest: dict[str, Any] = {
        "claim_generator_info": [generator()], "title": making.title, "assertions": list(_assertions(making, facts)),
        "ingredients": [*(_model(note) for note in making.models), *taken],
    }  # fmt: skip
    if making.thumbnail:
        manifest["thumbnail"] = {"format": "image/jpeg", "identifier": "thumbnail.jpg"}
    return manifest


def generator() -> dict[str, str]:
    from aiprod import __version__

    return {"name": "AIPROD", "version": __version__}


def _assertions(making: Making, facts: dict[str, str]) -> Iterator[dict[str, Any]]:
    yield {"label": "c2pa.actions.v2", "data": {"actions": list(_actions(making)), "allActionsIncluded": False}}
    if making.training:
        uses = {name: {"use": making.training} for name in _MINING}
        yield {"label": "cawg.training-mining", "data": {"entries": uses}}
    if making.watermark:
        yield {"label": "c2pa.soft-binding", "data": _soft_binding(making.watermark)}
    yield {"label": MAKING, "data": _own(making, facts)}


def _actions(making: Making) -> Iterator[dict[str, Any]]:
    created: dict[str, Any] = {
        "action": "c2pa.created", "digitalSourceType": VOCABULARY + making.source_type, "softwareAgent": generator(),
        "description": plain_statement(making.language, source_type=making.source_type),
    }  # fmt: skip
    if making.models:
        created["parameters"] = {"ingredientIds": [_identity(note) for note in making.models]}
    yield created
    for step in making.steps:
        action: dict[str, Any] = {"action": step.action, "softwareAgent": {"name": step.agent}}
        action |= {"description": step.words} if step.words else {}
        action |= {"digitalSourceType": VOCABULARY + step.source_type} if step.source_type else {}
        yield action
    if making.watermark:
        yield {"action": "c2pa.watermarked.bound", "softwareAgent": generator()}


def _soft_binding(payload: str) -> dict[str, Any]:
    return {"alg": WATERMARK, "blocks": [{"scope": {}, "value": list(bytes.fromhex(payload))}], "pad": []}


def _own(making: Making, facts: dict[str, str]) -> dict[str, Any]:
    said = {"statement": plain_statement(making.language, tuple(note.title for note in making.models), making.source_type),
            "language": making.language, "author": making.author, "prompt_sha256": making.prompt_sha256, "prompt": making.prompt,
            "watermark": making.watermark, "ledger_sha256": making.ledger_sha256, **facts}  # fmt: skip
    models = [{"id": m.id, "title": m.title, "version": m.version, "licence": m.licence, "role": m.role} for m in making.models]
    return {**{key: value for key, value in said.items() if value}, "models": models, "ai_generated": _synthetic(making)}


def _synthetic(making: Making) -> bool:
    """Whether any of it was made by an algorithm or a model rather than captured or made by hand."""
    return bool(making.models) or making.source_type in (
        "trainedAlgorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"
    )  # fmt: skip


def _identity(note: ModelNote) -> str:
    return f"model:{note.id}"


def _model(note: ModelNote) -> dict[str, Any]:
    """A model as C2PA 2.x records it: an ingredient that was input to the generation."""
    return {
        "title": note.title, "relationship": "inputTo", "instance_id": _identity(note), "label": _identity(note),
        "data_types": [{"type": "c2pa.types.model", "version": note.version}], "description": f"{note.role}; {note.licence}",
    }  # fmt: skip


def _taken(item: Ingredient) -> dict[str, Any]:
    made: dict[str, Any] = {"title": item.title, "relationship": item.relation}
    made |= {"instance_id": f"sha256:{item.sha256}"} if item.sha256 else {}
    made |= {"digital_source_type": VOCABULARY + item.source_type} if item.source_type else {}
    return made
