# SPDX-License-Identifier: Apache-2.0
"""What must be said of a film's drawn words before they are delivered: letters that no font here has."""

from __future__ import annotations

from collections.abc import Sequence

from aiprod.rendering import captions, titles
from aiprod.rendering.segments import Segment

_SHOWN = 40


def remarks(segments: Sequence[Segment]) -> tuple[str, ...]:
    """One sentence for every title and burned-in subtitle with letters that are left out, because no font here has them."""
    found = [(titles.unwritable(title), title.title or title.subtitle) for segment in segments for title in segment.titles]
    found += [
        (captions.unwritable(caption.lines, caption.language), " ".join(caption.lines))
        for segment in segments
        for caption in segment.captions
    ]
    return tuple(dict.fromkeys(_sentence(missing, text) for missing, text in found if missing))


def _sentence(missing: str, text: str) -> str:
    letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"no font here has {letters}: left out of “{shown}”; install a font of that script"
