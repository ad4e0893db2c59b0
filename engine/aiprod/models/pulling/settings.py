# SPDX-License-Identifier: Apache-2.0
"""Where models are fetched from, and how patiently: `pulling.json` in AIPROD's data folder, all of it optional."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json

HUB = "AIPROD_HUB"
"""The environment variable that names another hub: a mirror inside a company, for example."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class PullSettings(FilmObject):
    """How models are fetched."""

    endpoint: str = "https://huggingface.co"
    connections: int = Field(8, ge=1, le=32)
    """At a time, for one file."""
    connect_s: float = Field(15.0, gt=0)
    silence_s: float = Field(30.0, gt=0)
    """A connection that says nothing for so long is given up, and begun again."""
    tries: int = Field(8, ge=1)
    """Failures in a row, without a byte between them, after which a file is given up."""
    backoff_s: float = Field(1.0, ge=0)
    """Pause after the first failure; it doubles with each further one."""

    @field_validator("endpoint")
    @classmethod
    def _safe(cls, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        if not parts.hostname or parts.username or parts.scheme not in ("http", "https"):
            raise ValueError(f"{endpoint!r} is not the address of a hub")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError(f"{endpoint!r} must be https: a token would go there in the open")
        return endpoint.rstrip("/")

    @classmethod
    def load(cls, path: Path | None = None) -> PullSettings:
        """The settings file, or the defaults where there is none; $AIPROD_HUB goes before both. Raises UserError for what can't
        be used."""
        where = path or data_home() / "pulling.json"
        found = cls.from_json(read_json(where)) if where.is_file() else cls()
        if other := os.environ.get(HUB, "").strip():
            try:
                return found.changed(endpoint=other)
            except ValueError as error:
                raise UserError(
                    f"{HUB} can't be used", f"{other!r} is not the address of a hub", "Give an https address."
                ) from error
        return found
