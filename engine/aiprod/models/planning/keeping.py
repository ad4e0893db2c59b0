# SPDX-License-Identifier: Apache-2.0
"""Rehearsals of architectures that no law is known of, kept as small files, so that each is rehearsed once."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.hashing import hash_json
from aiprod.models.planning.rehearsal import PRODUCTS, Work

_VERSION = 4
"""Of how a rehearsal counts."""


def kept(key: tuple[Any, ...]) -> Work | None:
    """What is known of an earlier rehearsal of the same."""
    try:
        found = read_json(_place(key))
        products = {name: {int(width): float(flops) for width, flops in found[name].items()} for name in PRODUCTS}
        return Work(**found | products)
    except (UserError, OSError, KeyError, TypeError, ValueError, AttributeError):
        return None


def keep(key: tuple[Any, ...], work: Work) -> None:
    """A disk that does not take it costs the next one a rehearsal, nothing else."""
    try:
        write_json(_place(key), asdict(work))
    except UserError:
        return


def _place(key: tuple[Any, ...]) -> Path:
    return data_home() / "rehearsals" / f"{hash_json([_VERSION, repr(key)])[:24]}.json"
