# SPDX-License-Identifier: Apache-2.0
"""Paths that the owner names. Nobody else may name any."""

from __future__ import annotations

from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.server.identity import Client
from aiprod.wire.errors import WireError


def owners_path(client: Client, text: str) -> Path:
    """A path on the engine's machine. Raises WireError: not the owner, not absolute, not a path."""
    client.require_owner("a path")
    try:
        path = Path(text).expanduser()
        path.lstat()
    except FileNotFoundError:
        pass
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError("This path can't be used", getattr(error, "strerror", None) or str(error)) from error
    if not path.is_absolute():
        raise WireError("invalid", "This path can't be used", "it must be absolute: the engine has no folder of its own")
    return path
