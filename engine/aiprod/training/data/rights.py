# SPDX-License-Identifier: Apache-2.0
"""Licence and consent of a clip: what the file beside it says, checked, or the reason why the clip stays out.

Beside `harbour.mp4` lies `harbour.json`:

    {"licence": "CC-BY-4.0", "holder": "Jane Doe", "source": "https://…", "people": ["Anna Berg"],
     "captions": {"en": "…", "fr": "…"}, "labels": {"place": "harbour"}, "sha256": "…"}

Licence (an SPDX expression; `LicenseRef-…` for an agreement of one's own), holder, source and people are required: `[]` says
that nobody can be recognised. What all clips of a folder share may be said once, in its `rights.json`; a clip's own file goes
before. Each person needs a consent in force to training, on record in the source folder's `consents.json` (`film/consent.py`,
written by `aiprod train data consent`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from aiprod.film.base import FilmObject
from aiprod.film.consent import ConsentBook, ConsentRecord, Likeness, Part, Scope
from aiprod.film.errors import UserError
from aiprod.training.data.conditioning import encode
from aiprod.training.data.refusals import Refused
from aiprod.training.data.vocabulary import SLOTS

SHARED = "rights.json"
SCOPE: Scope = "training"
_REQUIRED = (("licence", "no_licence"), ("holder", "no_holder"), ("source", "no_source"))


class Rights(FilmObject):
    """What is said of a clip."""

    licence: str = ""
    holder: str = ""
    source: str = ""
    people: tuple[str, ...] | None = None
    """The recognisable persons by name; None where it was not said."""
    captions: dict[str, str] = Field(default_factory=dict)
    """Language → sentence."""
    labels: dict[str, str] = Field(default_factory=dict)
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    """Of the video, where its giver stated it."""
    note: str = ""


def rights_of(path: Path, source: Path) -> Rights:
    """The rights of a clip below `source`, whole and valid. Raises Refused."""
    told = _told(path, source)
    try:
        rights = Rights.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused("bad_rights", f"{'.'.join(map(str, first['loc'])) or path.stem}: {first['msg']}") from error
    for field, code in _REQUIRED:
        if not getattr(rights, field).strip():
            raise Refused(code)
    if rights.people is None:
        raise Refused("people_unsaid")
    _check_labels(rights)
    return rights.changed(licence=_licence(rights.licence))


def said_beside(path: Path, source: Path) -> list[Any]:
    """All that decides a clip's rights, for its identity: what is said of it, and which consent of each person is in force."""
    try:
        told = _told(path, source)
    except Refused as refused:
        return [refused.code, refused.detail]
    people = told.get("people")
    named = [person for person in people if isinstance(person, str)] if isinstance(people, list) else []
    held = [_consent(Likeness(person, "face", path.name), path, source) for person in named]
    return [told, [record.id if record else "" for record in held]]


def consents_of(rights: Rights, path: Path, source: Path, part: Part = "face") -> list[ConsentRecord]:
    """The consent of each person to the use of this part of them, in force now. Raises Refused, naming those where it is
    missing."""
    found, missing = [], []
    for person in rights.people or ():
        record = _consent(Likeness(person, part, path.name), path, source)
        if record is None:
            missing.append(person)
        else:
            found.append(record)
    if missing:
        raise Refused("no_consent", ", ".join(missing))
    return found


def _consent(likeness: Likeness, path: Path, source: Path) -> ConsentRecord | None:
    for book in _books(path, source):
        if book.is_file() and (record := ConsentBook(book.parent).for_(likeness, SCOPE)):
            inside = book.parent.relative_to(source).as_posix()
            return record if inside == "." else record.changed(id=f"{inside}/{record.id}")
    return None


def _told(path: Path, source: Path) -> dict[str, Any]:
    """The folder's words under the clip's own, from the source's root inwards."""
    told: dict[str, Any] = {}
    for file in _files(path, source):
        told |= _read(file)
    return told


def _files(path: Path, source: Path) -> list[Path]:
    return [*(folder / SHARED for folder in _folders(path, source)), path.with_suffix(".json")]


def _books(path: Path, source: Path) -> list[Path]:
    return [folder / "consents.json" for folder in reversed(list(_folders(path, source)))]


def _folders(path: Path, source: Path) -> Iterator[Path]:
    """From the source down to the clip's own folder."""
    yield source
    inside = path.parent.relative_to(source)
    for depth in range(len(inside.parts)):
        yield source.joinpath(*inside.parts[: depth + 1])


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise Refused("bad_rights", f"{file.name}: {error}") from error
    if not isinstance(told, dict):
        raise Refused("bad_rights", f"{file.name}: {{…}}")
    return told


def _licence(words: str) -> str:
    """In SPDX's own spelling."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return str(canonicalize_license_expression(words.strip()))
    except InvalidLicenseExpression as error:
        raise Refused("bad_licence", words.strip()) from error


def _check_labels(rights: Rights) -> None:
    if unknown := sorted(set(rights.labels) - set(SLOTS)):
        raise Refused("bad_label", ", ".join(unknown))
    try:
        encode(rights.labels)
    except ValueError as error:
        raise Refused("bad_label", str(error)) from error


def record_consent(source: Path, person: str, text: Path, *, until: float | None = None, by: str = "") -> ConsentRecord:
    """Put down that somebody agreed to be trained on, in the words of a file."""
    if not source.is_dir():
        raise UserError(f"{source} is no folder", "consents are kept beside the clips", "Name the folder of your clips.")
    try:
        words = text.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{text} can't be read", str(error), "Give the text that the person agreed to.") from error
    book = ConsentBook(source)
    return book.grant(person, ("face", "voice"), words, scope=SCOPE, recorded_by=by, until=until)
