# SPDX-License-Identifier: Apache-2.0
"""Licences that must be accepted before a model is fetched or used: their texts, and who accepted which, when.

An acceptance names the text by its hash: when a licence changes, it must be read again. The record is only ever added to.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home, disk_errors
from aiprod.models.cards import ModelCard, models_root


class NotAcceptedError(UserError):
    """A licence has to be accepted first."""

    failure_code = "licence"


class Acceptance(FilmObject):
    """Somebody accepted a licence."""

    model: str
    licence: str
    text_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    who: str = Field(min_length=1, max_length=200)
    at: float
    """Unix seconds."""


def text(model: ModelCard) -> str:
    """The licence in full; empty where the card has none."""
    return (models_root() / model.licence_text).read_text("utf-8") if model.licence_text else ""


def text_hash(model: ModelCard) -> str:
    """SHA-256 (hex) of the licence's text."""
    return hashlib.sha256(text(model).encode()).hexdigest()


def record_path() -> Path:
    return data_home() / "licences.jsonl"


def acceptances() -> list[Acceptance]:
    """Every acceptance, in the order they were made. A last line that a power cut tore is left out."""
    found = []
    lines = record_path().read_text("utf-8").splitlines() if record_path().is_file() else []
    for line in lines:
        try:
            found.append(Acceptance.from_json(json.loads(line)))
        except ValueError:
            continue
    return found


def acceptance(model: ModelCard) -> Acceptance | None:
    """Who accepted the licence of a model as it reads today: the last time. One text holds for all models that it is of."""
    if not model.acceptance:
        return None
    wanted = text_hash(model)
    return next((a for a in reversed(acceptances()) if a.text_sha256 == wanted), None)


def need_acceptance(model: ModelCard) -> None:
    """Raises NotAcceptedError where a licence that must be accepted was not."""
    if model.acceptance and acceptance(model) is None:
        raise NotAcceptedError(
            f"The licence of {model.title} is not accepted",
            model.terms,
            f"Read it and accept it with `aiprod models accept {model.id}`.",
        )


def accept(model: ModelCard, who: str, text_sha256: str) -> Acceptance:
    """Record that somebody accepted a licence.

    Args:
        model: whose licence.
        who: their name, as it is to stand in the record.
        text_sha256: the hash of the text that they read.

    Raises:
        UserError: there is nothing to accept, or what they read is not the licence as it is now.
    """
    if not model.acceptance:
        raise UserError(f"{model.title} needs no acceptance", f"it is under {model.licence}", "It can be used as it is.")
    if text_sha256 != text_hash(model):
        raise UserError(
            f"The licence of {model.title} was not accepted", "its text has changed since it was shown", "Read it again."
        )
    if not who.strip():
        raise UserError(f"The licence of {model.title} was not accepted", "no name was given", "Say who accepts it.")
    made = Acceptance(model=model.id, licence=model.licence, text_sha256=text_sha256, who=who.strip(), at=time.time())
    _append(json.dumps(made.to_json(), ensure_ascii=False))
    return made


def _append(line: str) -> None:
    path = record_path()
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as stream:
            torn = stream.seek(0, os.SEEK_END) and (stream.seek(-1, os.SEEK_END), stream.read(1))[1] != b"\n"
            stream.write((b"\n" if torn else b"") + line.encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
