# SPDX-License-Identifier: Apache-2.0
"""Keymaps: command → keys, as JSON. Three come with AIPROD; the user's own changes lie in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtGui import QKeySequence

from aiprod.film.errors import EngineError
from aiprod_app.commands.table import BY_ID

FOLDER = Path(__file__).parent
NAMES = ("aiprod", "resolve", "premiere")
Keys = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Keymap:
    """A keymap: its name, its title (a product's name), and the keys of every command in Qt's portable notation."""

    name: str
    title: str
    keys: Keys

    def with_changes(self, changes: Keys) -> Keymap:
        """This keymap with the user's own keys; commands that are not known any more are left out."""
        known = {command: keys for command, keys in changes.items() if command in BY_ID}
        return Keymap(self.name, self.title, {**self.keys, **known})

    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """Key → the commands that all want it, where it is more than one."""
        wanted: dict[str, list[str]] = {}
        for command, keys in self.keys.items():
            for key in keys:
                wanted.setdefault(portable(key), []).append(command)
        return {key: tuple(commands) for key, commands in wanted.items() if len(commands) > 1}


def portable(key: str) -> str:
    """A key in one notation, whatever way it was written."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.PortableText)


def holders(keys: Keys, key: str) -> tuple[str, ...]:
    """The commands that a key belongs to."""
    wanted = portable(key)
    return tuple(command for command, held in keys.items() if wanted in map(portable, held))


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.NativeText)


@cache
def keymap(name: str) -> Keymap:
    """A keymap that came with AIPROD; reads a file when it is first asked for. Raises EngineError where its file is not whole."""
    try:
        data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        keys = {command: tuple(data["keys"].get(command, ())) for command in BY_ID}
        return Keymap(str(data["name"]), str(data["title"]), keys)
    except (OSError, ValueError, KeyError) as error:
        raise EngineError(f"The keymap {name} can't be read", str(error), "Install AIPROD again.") from error
