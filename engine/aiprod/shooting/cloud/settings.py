# SPDX-License-Identifier: Apache-2.0
"""Settings of the cloud generators, and the user's keys.

`cloud.json` in AIPROD's data folder may name another endpoint for a provider, on this machine only: that is how tests talk to
a stand-in. Keys come from the environment, or from the system's keyring where one is installed; they are never written, and
never shown (`Key` prints itself as dots).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json

KEYS = {
    "runway": ("RUNWAYML_API_SECRET",), "google": ("GEMINI_API_KEY", "GOOGLE_API_KEY"), "ltx": ("LTXV_API_KEY", "LTX_API_KEY"),
    "fal": ("FAL_KEY",), "replicate": ("REPLICATE_API_TOKEN",), "luma": ("LUMAAI_API_KEY",),
}  # fmt: skip
"""Environment variables that hold a provider's key: the names that its own SDK reads."""
_KEYRING = "aiprod"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, repr=False)
class Key:
    """A secret that does not show itself."""

    value: str

    def __repr__(self) -> str:
        return "Key(…)"

    __str__ = __repr__


class CloudSettings(FilmObject):
    """What may be set, all of it optional."""

    endpoints: dict[str, str] = Field(default_factory=dict)
    """Provider → base URL, on this machine only."""
    poll_every_s: float | None = Field(None, gt=0)
    """Seconds between two looks at a task, instead of the provider's recommendation."""
    deadline_s: float | None = Field(None, gt=0)

    @field_validator("endpoints")
    @classmethod
    def _here_only(cls, endpoints: dict[str, str]) -> dict[str, str]:
        for name, url in endpoints.items():
            parts = urlsplit(url)
            if parts.hostname not in LOOPBACK or parts.scheme not in ("http", "https"):
                raise ValueError(f"the endpoint of {name} may only be replaced by one on this machine, not by {url!r}")
        return endpoints

    @classmethod
    def load(cls, path: Path | None = None) -> CloudSettings:
        """The settings file, or the defaults where there is none. Raises UserError for an unreadable one."""
        where = path or settings_path()
        return cls.from_json(read_json(where)) if where.is_file() else cls()


def settings_path() -> Path:
    return data_home() / "cloud.json"


def key_of(provider: str) -> Key | None:
    """The user's key for a provider, or None."""
    for name in KEYS.get(provider, ()):
        if value := os.environ.get(name, "").strip():
            return Key(value)
    return _from_keyring(provider)


def need_key(provider: str) -> Key:
    """The user's key. Raises UserError where there is none."""
    found = key_of(provider)
    if found is None:
        names = " or ".join(KEYS.get(provider, ("a key",)))
        raise UserError(
            f"There is no API key for {provider}", f"{names} is not set", "Set it, or keep it in the system's keyring."
        )
    return found


def _from_keyring(provider: str) -> Key | None:
    """The key in the system's keyring, where the `keyring` package is installed and has one."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        value = keyring.get_password(_KEYRING, provider)
    except keyring.errors.KeyringError:
        return None
    return Key(value) if value else None
