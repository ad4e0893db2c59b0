# SPDX-License-Identifier: Apache-2.0
"""What lies in a film's folder of takes, by the names that productions gave it: read quickly, without hashing a byte.

A production that is under way, was stopped or was killed has not written `production.json` yet; what it made stands in
`made.jsonl` behind the lines that the last written state knew of.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.production.state import ProductionState

T = TypeVar("T")
_MOST_KEPT = 8192
_kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Shelf:
    """The takes of a film that are there.

    Attributes:
        root: the folder of takes.
        by_name: name of the step ("line s1-l1", "shot s1-wide") → id of the take that the film is made of now.
        fresh: the names that were made after the last state was written.
        ever: name → ids of all its takes that are there, newest first.
    """

    root: Path
    by_name: Mapping[str, str]
    fresh: frozenset[str]
    ever: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, film: Path, state: ProductionState) -> Shelf:
        """The shelf of a film's folder."""
        root = film / "takes"
        there, made = _there(root), _made(film / "made.jsonl")
        ever: dict[str, dict[str, None]] = {}
        for name, take in reversed(made):
            if take in there:
                ever.setdefault(name, {})[take] = None
        for name, take in (*state.takes.items(), *_unnamed(root, there - {take for _, take in made} - set(state.takes.values()))):
            if take in there and not name.startswith("pinned "):
                ever.setdefault(name, {}).setdefault(take, None)
        since = made[state.made or 0 :] if state.made is not None or not state.takes else []
        fresh = {name: take for name, take in since if take in there}
        by_name = {name: take for name, take in state.takes.items() if take in there} | fresh
        return cls(root, by_name, frozenset(fresh), {name: tuple(takes) for name, takes in ever.items()})

    def named(self, prefix: str) -> dict[str, str]:
        """What follows the prefix → take id, of all names that begin with it."""
        return {name.removeprefix(prefix): take for name, take in self.by_name.items() if name.startswith(prefix)}

    def path(self, take: str, name: str) -> Path:
        return self.root.joinpath(take[:2], take, name)

    def record(self, take: str) -> dict[str, Any] | None:
        """A take's record as plain JSON; None where it can't be read."""
        return self.read(take, "take.json", _as_dict)

    def read(self, take: str, name: str, reader: Callable[[Any], T]) -> T | None:
        """A JSON file of a take, through `reader`; None where it can't be read. A take never changes, so that it is read once."""
        return _read(self.root, take, name, reader)


def _read(root: Path, take: str, name: str, reader: Callable[[Any], T]) -> T | None:
    key = (f"{root}/{take}/{name}", getattr(reader, "__qualname__", ""))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[no-any-return]
    try:
        found = reader(read_json(root.joinpath(take[:2], take, name)))
    except (UserError, ValueError, KeyError, TypeError):
        return None
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def lines_made(film: Path) -> int:
    """How many takes were ever made, as `made.jsonl` has it."""
    return len(_made(film / "made.jsonl"))


def _as_dict(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("a record is an object")
    return data


def _made(path: Path) -> list[tuple[str, str]]:
    """Names and takes in the order in which they were made; a line that a kill cut short says nothing."""
    try:
        raw = path.read_bytes()
    except OSError:
        return []
    return [found for line in raw.splitlines() if (found := _entry(line)) is not None]


def _entry(line: bytes) -> tuple[str, str] | None:
    try:
        entry = json.loads(line)
        return str(entry["name"]), str(entry["take"])
    except (ValueError, KeyError, TypeError):
        return None


def _there(root: Path) -> set[str]:
    """The ids of the takes that have a folder."""
    found: set[str] = set()
    with suppress(OSError), os.scandir(root) as groups:
        for group in groups:
            if len(group.name) == 2:
                with suppress(OSError), os.scandir(group.path) as takes:
                    found.update(take.name for take in takes)
    return found


def _unnamed(root: Path, takes: set[str]) -> list[tuple[str, str]]:
    """The footage among takes that no list names: a kill can fall between a take and its line."""
    found = []
    for take in sorted(takes):
        record = _read(root, take, "take.json", _as_dict)
        try:
            if record is not None and record["recipe"]["step"] == "footage":
                found.append((f"shot {record['recipe']['parameters']['request']['shot']['id']}", take))
        except (KeyError, TypeError):
            continue
    return found
