# SPDX-License-Identifier: Apache-2.0
"""Figures in sentences, and the sentences of reports in the reader's language. Nothing else is imported for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiprod.film.messages import translated

if TYPE_CHECKING:
    from aiprod.film.brief import Language

_POINT = re.compile(r"(?<=\d)\.(?=\d+\s(?:Go|Mo|s)\b)")
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_TENTHS = 9.95
"""Less than this is said with a tenth."""


def told(text: str, language: Language) -> str:
    """A sentence of a report in a language, its figures too."""
    found = translated(text, language)
    return _POINT.sub(",", found) if language == "fr" else found


def size(number: float) -> str:
    """Bytes, for people: "340 MB", "4.2 GB", "140 GB"."""
    return _sentence(number)


def _sentence(number: float) -> str:
    if number < 0.95e9:
        return f"{number / 1e6:.0f} MB"
    return f"{number / 1e9:.1f} GB" if number < 10 * _TENTHS * 1e9 else f"{number / 1e9:.0f} GB"


def said(seconds: float) -> str:
    """About how long, for people: "about 3 min"."""
    if seconds < 2 * _MINUTE:
        return f"about {seconds:.1f} s" if seconds < _TENTHS else f"about {seconds:.0f} s"
    if seconds < 2 * _HOUR:
        return f"about {seconds / _MINUTE:.0f} min"
    if seconds < 2 * _DAY:
        return f"about {seconds / _HOUR:.0f} h"
    return f"about {seconds / _DAY:.0f} days"
