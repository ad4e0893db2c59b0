# SPDX-License-Identifier: Apache-2.0
"""French or English: as the user's system speaks. Resolve doesn't tell scripts which language it shows."""

import locale
import os
import subprocess
import sys
from typing import Optional

FRENCH_ON_WINDOWS = 0x0C


def user_language() -> str:
    """ "fr" or "en"; $AIPROD_LANG overrules the system."""
    said = os.environ.get("AIPROD_LANG") or _system() or ""
    return "fr" if said.lower().startswith("fr") else "en"


def _system() -> Optional[str]:
    if sys.platform == "win32":
        return _windows()
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    if sys.platform == "darwin":
        return _mac()
    return locale.getlocale()[0]


def _windows() -> str:
    import ctypes

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined,unused-ignore]
    return "fr" if number & 0x3FF == FRENCH_ON_WINDOWS else "en"


def _mac() -> Optional[str]:
    """The first of the languages that the user prefers: programs with windows get no LANG there."""
    try:
        said = subprocess.check_output(["/usr/bin/defaults", "read", "-g", "AppleLanguages"], timeout=5)
    except (OSError, subprocess.SubprocessError):
        return None
    words = said.decode("utf-8", "replace").replace('"', " ").replace("(", " ").replace(",", " ").split()
    return words[0] if words else None
