# SPDX-License-Identifier: Apache-2.0
"""Paths that clients name: the owner any, panels media files alone."""

from __future__ import annotations

from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import data_home
from aiprod.server.identity import Client
from aiprod.wire.discovery import server_folder
from aiprod.wire.errors import WireError

FILMS = frozenset({
    ".mov", ".mp4", ".m4v", ".mxf", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".ts", ".mpg", ".mpeg", ".m2v", ".dv", ".3gp",
    ".ogv", ".flv", ".gxf", ".y4m", ".nut",
})  # fmt: skip
SOUNDS = frozenset({
    ".wav", ".aif", ".aiff", ".aifc", ".flac", ".mp3", ".m4a", ".aac", ".ac3", ".eac3", ".ogg", ".oga", ".opus", ".caf", ".w64",
})  # fmt: skip
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
MEDIA = FILMS | SOUNDS | PICTURES


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


def media_path(_client: Client, text: str, kinds: frozenset[str] = MEDIA) -> Path:
    """A media file on the engine's machine, to be read and nothing else. Whoever may order work may name one: a host's timeline
    is made of them.

    Args:
        text: an absolute path. Links are followed before anything is judged.
        kinds: the suffixes that will do.

    Raises WireError: there is no such file, it is no media file, or it lies among the engine's own.
    """
    try:
        named = Path(text)
        real = named.resolve(strict=True)
        regular = real.is_file()
    except (OSError, RuntimeError, ValueError) as error:
        raise WireError(
            "not_found", f"{_shown(text)} can't be read", "there is no such file", "Bring the media online in the editor."
        ) from error
    if not named.is_absolute():
        raise WireError("invalid", "This path can't be used", "it must be absolute: the engine has no folder of its own")
    if not regular:
        raise WireError("refused", f"{_shown(text)} can't be read", "it is no file", "Give the media file itself.")
    if not {named.suffix.lower(), real.suffix.lower()} <= kinds:
        told = ", ".join(sorted(kind[1:] for kind in kinds))
        raise WireError(
            "refused", f"{_shown(text)} can't be used", f"only these kinds of files can: {told}",
            "Render it in the editor to one of them, such as a ProRes .mov.",
        )  # fmt: skip
    if _ours(real):
        raise WireError("not_permitted", f"{_shown(text)} can't be used", "it is one of the engine's own files")
    return real


def _ours(real: Path) -> bool:
    """Whether a file lies in the engine's own folders; finished clips are made to be used, frames that a panel saved too."""
    home = data_home().resolve()
    if real.is_relative_to(server_folder().resolve()):
        return True
    if not real.is_relative_to(home) or real.is_relative_to(home / "films"):
        return False
    inside = real.relative_to(home).parts
    of_clip = len(inside) > 2 and inside[0] == "clips" and not inside[1].startswith(".")
    return not (of_clip or inside[:2] == ("panels", "frames"))


def _shown(text: str) -> str:
    """The last part of a path, for messages."""
    return text.replace("\\", "/").rpartition("/")[2][:120] or text[:120]
