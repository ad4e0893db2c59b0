# SPDX-License-Identifier: Apache-2.0
"""What is said in place of a picture that can't be shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from aiprod.film.errors import AiprodError
from aiprod.film.messages import told
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.theme import tokens

_GROUND, _EDGE = QColor("#17181b"), QColor("#2b2e34")
_WORDS, _QUIET, _STRIPE = QColor("#f2f3f5"), QColor("#b4bac4"), QColor("#e8a33d")
"""On a picture there is no theme: a slate looks the same in every one, as a film does."""


@dataclass(frozen=True)
class Slate:
    """Words in place of a picture: what, and what can be done. `striped` where something is wrong, plain where it only waits."""

    what: str
    remedy: str = ""
    striped: bool = True


def missing_shot(shot: str) -> Slate:
    """Of a shot without take or storyboard."""
    what = QCoreApplication.translate("Slate", "Shot {shot} is not made yet").format(shot=shot)
    return Slate(what, QCoreApplication.translate("Slate", "Make the film, and it will be seen here."), striped=False)


def missing_file(path: str) -> Slate:
    """Of a file of the user's that is gone."""
    what = QCoreApplication.translate("Slate", "{file} is missing").format(file=path.rpartition("/")[2])
    return Slate(what, QCoreApplication.translate("Slate", "Put it back into the film's folder, or replace the clip."))


def unreadable(error: AiprodError) -> Slate:
    """Of a picture that can't be made; the engine's own words, in the language in use."""
    what, why, remedy = told(error, language_in_use())
    return Slate(what, ". ".join(part for part in (why, remedy) if part))


def nothing_yet() -> Slate:
    """Of a film that has no shots yet."""
    remedy = QCoreApplication.translate("Slate", "As soon as there is a storyboard, the film plays here.")
    return Slate(QCoreApplication.translate("Slate", "Nothing to play yet"), remedy, striped=False)


def being_prepared() -> Slate:
    """Of a film that is being made ready."""
    remedy = QCoreApplication.translate("Slate", "Pictures and sounds are laid out; it plays in a moment.")
    return Slate(QCoreApplication.translate("Slate", "The film is being prepared"), remedy, striped=False)


def no_film() -> Slate:
    """Of no film."""
    return Slate(QCoreApplication.translate("Slate", "No film is open"), striped=False)


def paint(painter: QPainter, area: QRectF, slate: Slate, font: QFont) -> None:
    """Draw a slate over an area; its letters fit whatever size that has."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(area.topLeft(), area.bottomLeft())
    ground.setColorAt(0, _GROUND)
    ground.setColorAt(1, _EDGE)
    painter.fillRect(area, ground)
    if slate.striped:
        _stripes(painter, QRectF(area.left(), area.top(), area.width(), max(6.0, area.height() * 0.05)))
    room = area.adjusted(area.width() * 0.08, area.height() * 0.1, -area.width() * 0.08, -area.height() * 0.08)
    head = _font(font, max(9.0, min(area.height() / 15, area.width() / 26, 30.0)), QFont.Weight.DemiBold)
    rest = _font(font, max(8.0, head.pixelSize() * 0.62), QFont.Weight.Normal)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    upper = QFontMetricsF(head).boundingRect(room, int(flags), slate.what)
    lower = QFontMetricsF(rest).boundingRect(room, int(flags), slate.remedy)
    gap = head.pixelSize() * 0.7 if slate.remedy else 0.0
    show_rest = bool(slate.remedy) and upper.height() + gap + lower.height() <= room.height()
    tall = upper.height() + (gap + lower.height() if show_rest else 0)
    top = room.top() + max(0.0, (room.height() - tall) / 2)
    _write(painter, QRectF(room.left(), top, room.width(), upper.height()), head, _WORDS, slate.what)
    if show_rest:
        below = QRectF(room.left(), top + upper.height() + gap, room.width(), lower.height())
        _write(painter, below, rest, _QUIET, slate.remedy)
    painter.restore()


def _write(painter: QPainter, area: QRectF, font: QFont, colour: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), text)


def _font(font: QFont, pixels: float, weight: QFont.Weight) -> QFont:
    found = QFont(font)
    found.setPixelSize(max(7, round(pixels)))
    found.setWeight(weight)
    return found


def _stripes(painter: QPainter, area: QRectF) -> None:
    """The slanted bars of a clapper."""
    painter.save()
    painter.setClipRect(area)
    painter.fillRect(area, QColor("#0d0e10"))
    step = area.height() * 1.6
    painter.setPen(QPen(_STRIPE, step * 0.42))
    at = area.left() - step
    while at < area.right() + step:
        painter.drawLine(
            QRectF(at, area.bottom() + 4, 0, 0).topLeft(), QRectF(at + area.height() + 8, area.top() - 4, 0, 0).topLeft()
        )
        at += step
    painter.restore()


def ground() -> QColor:
    """Around the picture."""
    return tokens().colour("well")
