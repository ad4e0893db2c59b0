# SPDX-License-Identifier: Apache-2.0
"""What the actions of `aiprod models` print."""

from __future__ import annotations

import argparse
import json
import locale
import shutil
import sys
from typing import TYPE_CHECKING, Any

from aiprod.models.store.records import size_text

if TYPE_CHECKING:
    from aiprod.film.brief import Language

_WIDTH = 24


def as_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def language(arguments: argparse.Namespace) -> Language:
    """As asked for; else the system's."""
    if arguments.lang:
        chosen: Language = arguments.lang
        return chosen
    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"


class Bar:
    """One line on a terminal that grows; nothing elsewhere."""

    def __init__(self) -> None:
        self._terminal, self._open = sys.stderr.isatty(), False

    def show(self, what: str, done: int, total: int, rate: float = 0.0, eta_s: float | None = None) -> None:
        if not self._terminal:
            return
        filled = round(_WIDTH * done / total) if total else 0
        words = f"{size_text(done)} of {size_text(total)}" if total else ""
        speed = f", {size_text(round(rate))}/s" if rate else ""
        left = f", {int(eta_s) // 60}:{int(eta_s) % 60:02} to go" if eta_s is not None and rate else ""
        line = f"  {'█' * filled}{'░' * (_WIDTH - filled)} {what}  {words}{speed}{left}"
        sys.stderr.write(f"\r\x1b[2K{line[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()
        self._open = True

    def share(self, what: str, share: float) -> None:
        """A part of the whole, 0 to 1."""
        self.show(f"{what} {100 * share:.0f} %", 0, 0)

    def close(self) -> None:
        if self._open:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._open = False
