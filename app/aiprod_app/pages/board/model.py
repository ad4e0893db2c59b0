# SPDX-License-Identifier: Apache-2.0
"""The storyboard as rows: a heading for each scene, and its shots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from aiprod.film.film import Film
from aiprod.film.screenplay import Scene
from aiprod.film.shots import Shot
from aiprod.production.standing import Standing, TakeOf
from aiprod.wire.films import Board
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.pages.script.words import euros, minutes, word
from aiprod_app.widgets.number import decimal

Index = QModelIndex | QPersistentModelIndex
State = Literal["to_draw", "changed", "drawn", "approved", "outdated", "made"]
STATES: Mapping[State, str] = {
    "to_draw": QT_TRANSLATE_NOOP("Board", "To be drawn"), "changed": QT_TRANSLATE_NOOP("Board", "Changed, to be drawn again"),
    "drawn": QT_TRANSLATE_NOOP("Board", "To approve"), "approved": QT_TRANSLATE_NOOP("Board", "Approved"),
    "outdated": QT_TRANSLATE_NOOP("Board", "Changed since it was made"), "made": QT_TRANSLATE_NOOP("Board", "Made"),
}  # fmt: skip
COLOURS: Mapping[State, str] = {
    "to_draw": "muted", "changed": "warning", "drawn": "text", "approved": "good", "outdated": "warning", "made": "good",
}  # fmt: skip


@dataclass(frozen=True)
class Price:
    """What making a shot takes: seconds, and euros where a price is known."""

    seconds: float
    eur: float | None


@dataclass(frozen=True)
class Card:
    """A shot on the storyboard.

    Attributes:
        shot: as it is directed now.
        rate: frames per second.
        picture: a still of the take that shows it, else its drawing; None before it is drawn.
        stale: whether that drawing is of another direction.
        take: what shows it, if it was shot.
        approved: by the user, as it is.
        own: whether the user directed something of it.
        lines: who says what in it.
        price: what making it takes; None until the engine has told.
    """

    shot: Shot
    rate: float
    picture: Path | None
    stale: bool
    take: TakeOf | None
    approved: bool
    own: bool
    lines: tuple[tuple[str, str], ...]
    price: Price | None = None

    @property
    def made(self) -> bool:
        return self.take is not None and self.take.current

    @property
    def state(self) -> State:
        if self.made:
            return "made"
        if self.picture is None:
            return "to_draw"
        if self.stale:
            return "changed"
        if self.approved:
            return "approved"
        return "outdated" if self.take is not None else "drawn"

    @property
    def seconds(self) -> float:
        return self.shot.frames / self.rate

    def framing(self) -> str:
        """Size and move in words."""
        move = word("move", self.shot.camera.move)
        return f"{word('size', self.shot.size)} · {move}"

    def length(self) -> str:
        """Its length in words."""
        text = QCoreApplication.translate("Board", "{seconds} s")
        return text.format(seconds=decimal(self.seconds, 1))

    def cost(self) -> str:
        """What making it takes, in words; "" where it is made, or where it is not known."""
        if self.made or self.price is None:
            return ""
        takes = QCoreApplication.translate("Board", "takes {time}").format(time=minutes(max(1.0, self.price.seconds)))
        if self.price.eur is None:
            return " · ".join((takes, QCoreApplication.translate("Board", "price not known")))
        return " · ".join((takes, euros(self.price.eur))) if self.price.eur else takes

    def state_words(self) -> str:
        return QCoreApplication.translate("Board", STATES[self.state])


@dataclass(frozen=True)
class SceneHead:
    """A scene's heading among the cards."""

    number: int
    heading: str
    about: str


Row = Card | SceneHead


def says(who: str, what: str) -> str:
    """A line as it is quoted."""
    return QCoreApplication.translate("Board", "{who}: “{words}”").format(who=who, words=what)


def cards_of(film: Film, standing: Standing, stale: frozenset[str]) -> tuple[Card, ...]:
    """The storyboard of a film, without prices.

    Args:
        stale: shots whose drawing shows another direction.
    """
    script = film.screenplay
    if standing.shots is None or script is None:
        return ()
    names = {character.id: character.name for character in script.cast}
    said = {line.id: line.text for line in script.lines()}
    rate = float(film.brief.rate.fps)
    cards = []
    for shot in standing.shots.shots:
        take = standing.take(shot.id)
        own_picture = take.stills[len(take.stills) // 2] if take is not None and take.current and take.stills else None
        lines = tuple((names.get(line.character, line.character), said.get(line.line, "")) for line in shot.lines)
        cards.append(
            Card(
                shot, rate, own_picture or standing.stills.get(shot.id), own_picture is None and shot.id in stale, take,
                shot.id in film.approved, shot.id in film.directions, lines,
            )
        )  # fmt: skip
    return tuple(cards)


def rows_of(cards: Sequence[Card], film: Film) -> tuple[Row, ...]:
    """Cards with their scenes' headings before them."""
    scenes = {scene.id: (number, scene) for number, scene in enumerate(film.screenplay.scenes, 1)} if film.screenplay else {}
    rows: list[Row] = []
    last = ""
    for card in cards:
        if card.shot.scene != last:
            last = card.shot.scene
            rows.append(_head(scenes.get(last), [other for other in cards if other.shot.scene == last]))
        rows.append(card)
    return tuple(rows)


def _head(found: tuple[int, Scene] | None, cards: Sequence[Card]) -> SceneHead:
    length = minutes(sum(card.seconds for card in cards))
    if found is None:
        return SceneHead(0, QCoreApplication.translate("Board", "A scene that is in the screenplay no longer"), length)
    number, scene = found
    about = " · ".join((word("time", scene.time_of_day), word("mood", scene.mood), length))
    return SceneHead(number, scene.heading.upper(), about)


class BoardModel(QAbstractListModel):
    """The rows, with what is seen live of shots under way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.prices: dict[str, Price] = {}
        self.live: dict[str, tuple[QImage, float]] = {}
        """Shot → its newest picture while it is made, and how much of it is made."""

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(row for row in self.rows if isinstance(row, Card))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; where only their contents differ, nothing moves."""
        new = tuple(self._priced(row) for row in rows)
        if new == self.rows:
            return
        if [_key(row) for row in new] == [_key(row) for row in self.rows]:
            old, self.rows = self.rows, new
            for number, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def _priced(self, row: Row) -> Row:
        return replace(row, price=self.prices.get(row.shot.id)) if isinstance(row, Card) else row

    def show_prices(self, board: Board) -> None:
        """What the engine says that shots take."""
        self.prices = {shot.id: Price(shot.seconds, shot.eur) for shot in board.shots}
        self.show_rows(self.rows)

    def show_live(self, shot: str, image: QImage | None, fraction: float) -> None:
        """A picture of a shot that is being made; None: it is made no longer."""
        if image is None:
            self.live.pop(shot, None)
        else:
            self.live[shot] = (image, fraction)
        row = self.row_of(shot)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def forget_live(self) -> None:
        """Nothing is being made."""
        for shot in tuple(self.live):
            self.show_live(shot, None, 0.0)

    def row_of(self, shot: str) -> int:
        """A shot's row; −1 where it has none."""
        return next((n for n, row in enumerate(self.rows) if isinstance(row, Card) and row.shot.id == shot), -1)

    def card(self, shot: str) -> Card | None:
        row = self.rows[number] if (number := self.row_of(shot)) >= 0 else None
        return row if isinstance(row, Card) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], Card):
            return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if isinstance(row, SceneHead):
            words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{row.number} {row.heading}. {row.about}" if role in words else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.shot.id
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.shot.description, *(says(who, what) for who, what in row.lines)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join((row.shot.id, row.framing(), row.length(), row.state_words(), row.shot.description))
        return None


def _key(row: Row) -> str:
    return f"shot {row.shot.id}" if isinstance(row, Card) else f"scene {row.number} {row.heading}"
