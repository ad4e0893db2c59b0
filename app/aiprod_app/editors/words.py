# SPDX-License-Identifier: Apache-2.0
"""Editors in words: which one, in which mode, where its user stands, and what came of a command."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale

from aiprod.film.messages import translated
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.start.words import length

if TYPE_CHECKING:
    from aiprod_app.editors.context import Context, Report

NAMES = {"resolve": "DaVinci Resolve", "premiere": "Premiere Pro"}
_DROPPING = (Fraction(30000, 1001), Fraction(60000, 1001))


def title(report: Mapping[str, Any]) -> str:
    """Which editor: "DaVinci Resolve 21.0.4 · free"."""
    name = f"{NAMES.get(report['host'], report['host'])} {report.get('version', '')}".strip()
    edition = edition_name(str(report.get("edition") or ""))
    return f"{name} · {edition}" if edition else name


def edition_name(edition: str) -> str:
    """An edition as people call it."""
    if edition.casefold() == "free":
        return QCoreApplication.translate("Editors", "free edition")
    return edition


def place(report: Mapping[str, Any]) -> str:
    """Project and timeline."""
    project = report.get("project") or QCoreApplication.translate("Editors", "No project is open")
    if not report.get("project"):
        return str(project)
    timeline = report.get("timeline") or QCoreApplication.translate("Editors", "no timeline")
    return f"{project} / {timeline}"


def mode(report: Mapping[str, Any]) -> str:
    """How its panel lives."""
    if report.get("mode") == "bridge":
        return QCoreApplication.translate("Editors", "A bridge without a window: this window is its face")
    return QCoreApplication.translate("Editors", "A panel of its own inside the editor")


def rate(text: str | None, drop: bool) -> str:
    """A rate as editors write it: "23.976 (24000/1001)", "29.97 drop frame"."""
    try:
        exact = Fraction(text or "0")
    except (ValueError, ZeroDivisionError):
        return text or ""
    if exact <= 0:
        return ""
    number = QLocale().toString(round(float(exact), 3), "g", 6)
    shown = QCoreApplication.translate("Editors", "{number} frames per second").format(number=number)
    if exact in _DROPPING:
        word = QCoreApplication.translate("Editors", "drop frame") if drop else QCoreApplication.translate("Editors", "non-drop")
        shown = f"{shown}, {word}"
    return f"{shown} ({text})" if exact.denominator != 1 else shown


def frames(context: Context, count: int) -> str:
    """A length: "48 frames (2.0 s)"."""
    seconds = context.seconds(count)
    shown = length(seconds) if seconds >= 60 else QCoreApplication.translate("Editors", "{seconds} s").format(
        seconds=QLocale().toString(seconds, "f", 2)
    )  # fmt: skip
    one = QCoreApplication.translate("Editors", "1 frame ({length})")
    many = QCoreApplication.translate("Editors", "{count} frames ({length})")
    return (one if count == 1 else many).format(count=count, length=shown)


def outcome(report: Report) -> str:
    """What came of a command, in one sentence. What wasn't read back is never called done."""
    numbers = {"planned": report.planned, "placed": report.placed, "verified": report.verified}
    if report.right:
        text = QCoreApplication.translate(
            "Editors", "Planned {planned}, placed {placed}, read back {verified}: right to the frame."
        )
    else:
        text = QCoreApplication.translate(
            "Editors", "Planned {planned}, placed {placed}, read back {verified}. Look at the differences before going on."
        )
    return text.format(**numbers)


def mismatches(report: Report) -> list[str]:
    """Each thing that is other than planned."""
    sentence = QCoreApplication.translate("Editors", "{what}: expected {expected}, found {found}")
    nothing = QCoreApplication.translate("Editors", "nothing")
    return [
        sentence.format(
            what=m.what, expected=nothing if m.expected in (None, "") else m.expected,
            found=nothing if m.found in (None, "") else m.found,
        )
        for m in report.mismatches
    ]  # fmt: skip


def undoing(report: Report) -> str:
    """How it is taken back."""
    if report.undo:
        return QCoreApplication.translate("Editors", "One undo step in the editor: “{label}”").format(label=report.undo)
    return QCoreApplication.translate("Editors", "The editor has no single undo step for this.")


def engine(text: str) -> str:
    """A sentence of the engine in the language in use."""
    return translated(text, language_in_use())
