# SPDX-License-Identifier: Apache-2.0
"""The facts about the host, read once: which names a profile has and which arguments they take."""

import json
from pathlib import Path

FACTS = json.loads((Path(__file__).resolve().parent / "facts.json").read_text("utf-8"))


def version(text: str) -> "tuple[int, ...]":
    """ "21.0.4" → (21, 0, 4); "0" is older than all."""
    return tuple(int(part) for part in text.split("."))


class Form:
    """One way to call a method.

    Attributes: arguments = [[name, type, required], …], a name with a star stands for all that follow; returns = a type;
    studio: only the Studio edition does it; superseded: since 21.1 another form is the documented one.
    """

    def __init__(self, row: "dict") -> None:
        self.arguments = row["args"]
        self.returns = row["returns"]
        self.since = version(row["since"])
        self.until = version(row["until"]) if row.get("until") else None
        self.studio = bool(row.get("studio"))
        self.superseded = version(row["superseded"]) if row.get("superseded") else None
        self.changed = bool(row.get("changed"))

    def in_version(self, number: "tuple[int, ...]") -> bool:
        return self.since <= number and (self.until is None or number < self.until)


METHODS = {
    owner: {name: [Form(row) for row in rows] for name, rows in methods.items()} for owner, methods in FACTS["classes"].items()
}
CONSTANTS = FACTS["constants"]
VALUES = FACTS["values"]
KEYS = FACTS["dictionaries"]


def forms_of(owner: str, name: str, number: "tuple[int, ...]") -> "list[Form]":
    """How a method is called in a version; nothing where the version has no such method."""
    return [form for form in METHODS.get(owner, {}).get(name, ()) if form.in_version(number)]


def names_of(owner: str, number: "tuple[int, ...]") -> "list[str]":
    return sorted(name for name in METHODS.get(owner, {}) if forms_of(owner, name, number))
