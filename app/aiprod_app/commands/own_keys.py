# SPDX-License-Identifier: Apache-2.0
"""The user's own keys: given, taken over, taken back; as a file for another machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from PySide6.QtGui import QKeySequence

from aiprod.film.errors import UserError
from aiprod.film.files import write_json
from aiprod_app.commands.keymaps import NAMES, Keymap, Keys, holders, keymap, portable
from aiprod_app.commands.table import BY_ID, Area

SCHEMA = "Keymap.1"
_MOST_BYTES = 200_000
_NEVER = frozenset({"Esc", "Tab", "Shift+Tab", "Backtab", "Shift+Backtab", "Meta", ""})
"""Keys that the interface itself stands on."""


def refusal(key: str) -> bool:
    """Whether a key can't be given to a command."""
    return portable(key) in _NEVER


def given(keymap: Keymap, changes: Keys, command: str, key: str) -> dict[str, tuple[str, ...]]:
    """The changes after a command was given a key; who had it before loses it."""
    now = keymap.with_changes(changes).keys
    wanted, after = portable(key), dict(changes)
    for other in holders(now, key):
        after[other] = tuple(held for held in now[other] if portable(held) != wanted)
    after[command] = (*(held for held in now.get(command, ()) if portable(held) != wanted), wanted)
    return tidy(keymap, after)


def removed(keymap: Keymap, changes: Keys, command: str, key: str) -> dict[str, tuple[str, ...]]:
    """The changes after a command lost a key."""
    now = keymap.with_changes(changes).keys
    after = {**changes, command: tuple(held for held in now.get(command, ()) if portable(held) != portable(key))}
    return tidy(keymap, after)


def reset(keymap: Keymap, changes: Keys, command: str) -> dict[str, tuple[str, ...]]:
    """The changes after a command has its own keys of the keymap again; who took them over loses them."""
    after = {name: keys for name, keys in changes.items() if name != command}
    for key in keymap.keys.get(command, ()):
        for other in holders(keymap.with_changes(after).keys, key):
            if other != command:
                after = removed(keymap, after, other, key)
    return tidy(keymap, after)


def tidy(keymap: Keymap, changes: Keys) -> dict[str, tuple[str, ...]]:
    """Without what is as in the keymap anyway."""
    return {
        name: tuple(keys) for name, keys in changes.items()
        if name in BY_ID and tuple(map(portable, keys)) != tuple(map(portable, keymap.keys.get(name, ())))
    }  # fmt: skip


def write_file(path: Path, base: str, changes: Keys) -> None:
    """Save a keymap with the user's own keys."""
    write_json(
        path, {"schema": SCHEMA, "name": "own", "base": base, "keys": {name: list(keys) for name, keys in changes.items()}}
    )


def read_file(path: Path) -> tuple[str, dict[str, tuple[str, ...]]]:
    """A saved keymap: the one it is based on, and the own keys.

    Raises:
        UserError: it can't be read, is no keymap, or names keys that do not exist.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("it is far too long")
        data = json.loads(path.read_text("utf-8"))
        base, keys = _checked(data)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise UserError(f"{path.name} is not a keymap", str(error), "Choose a file that AIPROD exported.") from error
    return base, tidy(keymap(base), keys)


def _checked(data: Mapping[str, Any]) -> tuple[str, dict[str, tuple[str, ...]]]:
    if data["schema"] != SCHEMA:
        raise ValueError(f"its kind is {data['schema']}")
    base = data.get("base", data.get("name"))
    if base not in NAMES:
        raise ValueError(f"it is based on {base}, which is not known")
    if not all(isinstance(held, list) for held in data["keys"].values()):
        raise ValueError("a command has something else than a list of keys")
    keys = {str(command): tuple(_key(key) for key in held) for command, held in data["keys"].items()}
    return base, {command: held for command, held in keys.items() if command in BY_ID}


def _key(key: object) -> str:
    found = portable(str(key))
    if refusal(found) or QKeySequence(found).count() != 1:
        raise ValueError(f"{key} is not a key")
    return found


def areas() -> tuple[Area, ...]:
    """The areas that have commands, in the order of the table."""
    used = {command.area for command in BY_ID.values()}
    return tuple(area for area in get_args(Area) if area in used)
