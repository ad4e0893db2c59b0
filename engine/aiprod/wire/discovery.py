# SPDX-License-Identifier: Apache-2.0
"""How a program of the same user finds the engine, and makes sure that it is the engine before it says a secret.

The engine writes one small file that only its user can read. A program reads it, sends a random nonce to the port that it
names (`server.hello`), and checks the proof that comes back: only who knows the token can make it, and the token itself was
not sent. So another program that has got the port of an engine that died learns nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from aiprod.film.files import data_home
from aiprod.wire.base import Message

CANDIDATE_PORTS = (47610, 47611, 47612, 47613, 47614)
"""Tried in turn, after the port of last time; then any free one."""


class Discovery(Message):
    """What the file says."""

    schema_name: Literal["Engine.1"] = Field("Engine.1", alias="schema")
    instance: str
    """New at every start."""
    pid: int
    started: float
    """When the engine started."""
    port: int = Field(ge=1, le=65535)
    protocol: tuple[int, int]
    """The oldest and the newest version of the wire that it understands."""
    app_version: str
    token: str = Field(repr=False)
    """The owner's: whoever can read this file may do everything."""


def server_folder() -> Path:
    """Where the engine's own files are, readable by its user alone."""
    return data_home() / "server"


def discovery_path() -> Path:
    return server_folder() / "engine.json"


def read_discovery(path: Path | None = None) -> Discovery | None:
    """What the file says; None when there is none, it is torn, not only ours to read, or its process is gone.

    This is a hint, not a proof: say hello before sending the token.
    """
    try:
        data = _private_bytes(path or discovery_path())
        found = Discovery.model_validate_json(data)
    except (OSError, ValidationError):
        return None
    return found if _runs(found.pid) else None


def _private_bytes(path: Path) -> bytes:
    """A file's content, if it is a plain file of ours that nobody else may read or write. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise PermissionError("not a plain file")
        if os.name == "posix" and (status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077):
            raise PermissionError("others may read it")
        return stream.read(16_384)


def _runs(pid: int) -> bool:
    """Whether there is such a process (not asked on Windows, where the question itself can do harm)."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def new_secret() -> str:
    """256 random bits, as text for headers."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What the engine keeps of a panel's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def prove(key: str, nonce: str, port: int) -> str:
    """The proof for a nonce. `key` is the owner's token, or the fingerprint of a panel's.

    The port is part of it: a program that has got another port can't pass on the proof of the engine itself.
    """
    return hmac.new(key.encode(), f"aiprod.hello.{nonce}.{port}".encode(), hashlib.sha256).hexdigest()


def is_proof(proof: str, key: str, nonce: str, port: int) -> bool:
    """Whether a proof was made with the key, for this nonce, by the engine at this port."""
    return hmac.compare_digest(proof.encode(), prove(key, nonce, port).encode())
