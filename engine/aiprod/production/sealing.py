# SPDX-License-Identifier: Apache-2.0
"""The last step of everything that goes out: what it is, written into it, and signed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from aiprod.delivery.credentials import Making, ModelNote, sign
from aiprod.delivery.provenance import Label, SourceType, embed_xmp

_SEEN = ("video", "image", "painted look", "upscaling")
"""Roles of the models that make pictures."""


def label_of(words: Mapping[str, Any]) -> Label:
    """What a film's files say of themselves, from the words of its delivery."""
    return Label(
        str(words["title"]), str(words["language"]), cast("SourceType", words["source_type"]), str(words["author"]),
        str(words["description"]), tuple(words["models"]),
    )  # fmt: skip


def making_of(words: Mapping[str, Any], *, still: bool = False, watermark: str = "") -> Making:
    """How a film's file came to be.

    Args:
        words: of the delivery.
        still: whether the file is a picture of the film: nothing of its sound is in it.
        watermark: payload of the invisible mark.
    """
    source = words["poster_source_type" if still else "source_type"]
    notes = (ModelNote(**note) for note in words.get("notes", ()))
    models = tuple(note for note in notes if not still or note.role in _SEEN)
    return Making(
        str(words["title"]), str(words["language"]), cast("SourceType", source), str(words["author"]), models=models,
        prompt_sha256=str(words.get("prompt_sha256", "")), watermark=watermark,
    )  # fmt: skip


def tags_of(words: Mapping[str, Any]) -> dict[str, str]:
    """The metadata of a container."""
    label = label_of(words)
    wanted = {"title": label.title, "comment": label.statement, "artist": label.author, "description": label.description}
    return {name: text for name, text in wanted.items() if text}


def seal(path: Path, words: Mapping[str, Any], *, embed: bool = True, still: bool = False, watermark: str = "") -> Path | None:
    """Label and sign a finished file, or a folder of frames. Nothing may change it afterwards.

    Args:
        path: it.
        words: of the delivery.
        embed: whether an XMP packet is still to be put into it.
        still: whether it is a picture of the film.
        watermark: payload of the invisible mark in it.

    Returns:
        The file beside it that holds its credentials, where it can't hold them itself.

    Raises:
        UserError: it can't be written. EngineError: it can't be signed.
    """
    if embed and path.is_file():
        embed_xmp(path, label_of(words))
    return sign(path, making_of(words, still=still, watermark=watermark))


def seal_path(folder: Path, *, path: str, words: dict[str, Any], watermark: str) -> dict[str, Any]:
    """Builder: `seal`."""
    del folder
    beside = seal(Path(path), words, watermark=watermark)
    return {"beside": str(beside) if beside else ""}


def prompt_hash(text: str) -> str:
    """SHA-256 of a brief's text: that it was this one can be shown later, what it says can't be read from it."""
    return hashlib.sha256(text.encode()).hexdigest()


def notes_of(models: Sequence[tuple[str, str, str, str, str]]) -> list[dict[str, str]]:
    """Models (id, title, version, licence, role) in the form that `words` keep them."""
    names = ("id", "title", "version", "licence", "role")
    return [dict(zip(names, model, strict=True)) for model in models]
