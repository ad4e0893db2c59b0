# SPDX-License-Identifier: Apache-2.0
"""Lengths, dates and states in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from aiprod_app.start.films import State


def length(seconds: float) -> str:
    """A film's length: "14 s", "2 min 05 s", "1 h 02 min"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return QCoreApplication.translate("Words", "{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02}")
    if minutes:
        return QCoreApplication.translate("Words", "{minutes} min {seconds} s").format(minutes=minutes, seconds=f"{rest:02}")
    return QCoreApplication.translate("Words", "{seconds} s").format(seconds=rest)


def when(at: float, today: date | None = None) -> str:
    """A moment, as people say it: "Today, 14:05", "Yesterday, 9:12", "3 Nov 2026"."""
    moment = datetime.fromtimestamp(at, tz=UTC).astimezone()
    locale, now = QLocale(), today or datetime.now().astimezone().date()
    clock = locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    days = (now - moment.date()).days
    if days == 0:
        return QCoreApplication.translate("Words", "Today, {time}").format(time=clock)
    if days == 1:
        return QCoreApplication.translate("Words", "Yesterday, {time}").format(time=clock)
    return locale.toString(QDate(moment.year, moment.month, moment.day), "d MMM yyyy")


def state(name: State) -> str:
    """A film's state."""
    return {
        "made": QCoreApplication.translate("Words", "Finished"),
        "changed": QCoreApplication.translate("Words", "Changed since it was finished"),
        "begun": QCoreApplication.translate("Words", "In the making"),
        "new": QCoreApplication.translate("Words", "Nothing made yet"),
        "missing": QCoreApplication.translate("Words", "Its folder is not there"),
        "unreadable": QCoreApplication.translate("Words", "It can't be read"),
    }[name]
