# SPDX-License-Identifier: Apache-2.0
"""The user's token of a hub: kept in the system's keyring, or taken from the environment; never written, never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from aiprod.film.errors import UserError

VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
"""Environment variables that hold a token: the names that the hub's own tools read. They go before the keyring."""
_SERVICE = "aiprod"
_SOUND = re.compile(r"^[\x21-\x7e]{8,300}$")


@dataclass(frozen=True, repr=False)
class Token:
    """A secret that does not show itself."""

    value: str
    source: Literal["environment", "keyring"]

    def __repr__(self) -> str:
        return "Token(…)"

    __str__ = __repr__


def token(endpoint: str) -> Token | None:
    """The user's token for a hub, or None. What the environment holds is for the hub that those tools speak to, and no other."""
    if urlsplit(endpoint).hostname == "huggingface.co" or endpoint == os.environ.get("HF_ENDPOINT", "").rstrip("/"):
        for name in VARIABLES:
            if value := os.environ.get(name, "").strip():
                return Token(value, "environment")
    kept = _ask("get_password", _SERVICE, _name(endpoint), quiet=True)
    return Token(kept, "keyring") if kept else None


def keep(endpoint: str, value: str) -> None:
    """Keep a token in the keyring. Raises UserError where it is no token, or where there is no keyring."""
    value = value.strip()
    if not _SOUND.match(value):
        raise UserError("This is no token", "a token is one word of at least 8 letters", "Copy it from the hub's settings page.")
    _ask("set_password", _SERVICE, _name(endpoint), value)


def forget(endpoint: str) -> bool:
    """Take the token out of the keyring. Returns whether there was one."""
    if not _ask("get_password", _SERVICE, _name(endpoint), quiet=True):
        return False
    _ask("delete_password", _SERVICE, _name(endpoint))
    return True


def _name(endpoint: str) -> str:
    return f"hub:{urlsplit(endpoint).netloc}"


def _ask(what: str, *arguments: str, quiet: bool = False) -> str | None:
    """Ask the keyring. Raises UserError where it does not answer; `quiet`: says None instead."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        if quiet:
            return None
        raise _none("the package `keyring` is not installed", "Run `./aiprod models runtime`, or set HF_TOKEN.") from error
    try:
        found: str | None = getattr(keyring, what)(*arguments)
    except (KeyringError, OSError) as error:
        if quiet:
            return None
        raise _none(str(error).splitlines()[0] if str(error) else "it does not answer", f"Set {VARIABLES[0]} instead.") from error
    return found


def _none(why: str, remedy: str) -> UserError:
    return UserError("The system's keyring can't be used", why, remedy)
