# SPDX-License-Identifier: Apache-2.0
"""The drag in progress: it follows the mouse, is tried out as it goes, scrolls at the edges, and asks for edits at the end."""

from __future__ import annotations

from collections.abc import Hashable
from time import monotonic

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal

from aiprod.film.errors import AiprodError
from aiprod_app.background import Background
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.timeline.checking import Edits, Verdict, tried
from aiprod_app.timeline.desk import Desk
from aiprod_app.timeline.drags.base import Drag, Pointer, pointer_at
from aiprod_app.timeline.drags.looking import HandDrag, ZoomDrag
from aiprod_app.timeline.stage import Stage

_TICK_MS = 16
_SHOWN_MS = 2_500
_LONGEST_REST_MS = 150


class Hands(QObject):
    """Holds the one drag there may be.

    Signals:
        moved: what is shown of it changed.
    """

    moved = Signal()

    def __init__(self, stage: Stage, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self.drag: Drag | None = None
        self.verdict: Verdict | None = None
        self.said = ""
        """Why the last drag was refused; shown for a moment after it."""
        self.point = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._desk: Desk[Verdict] = Desk(background, self, self._judged, most=2)
        self._released: Desk[Verdict] = Desk(background, self, self._decided, most=10_000, in_order=True)
        self._number = 0
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._try)
        self._asked_at = 0.0
        self._scrolling = QTimer(self, interval=_TICK_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._forgetting = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._forgetting.timeout.connect(self._forget)

    # -- the mouse

    def take(self, drag: Drag | None, pointer: Pointer) -> None:
        """A press began a drag, or, without one, nothing that lasts."""
        self.drag, self.verdict, self.said = drag, None, ""
        self.point, self._modifiers = pointer.point, pointer.modifiers
        if drag is not None:
            self._try()
        self.moved.emit()

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The mouse went on, or a modifier key came or went."""
        if self.drag is None:
            return
        self.point, self._modifiers = point, modifiers
        self.drag.moved(pointer_at(self._stage, point, modifiers))
        self._try()
        near = self.drag.begun and not isinstance(self.drag, HandDrag | ZoomDrag) and self._pull() != (0, 0)
        if near and not self._scrolling.isActive():
            self._scrolling.start()
        self.moved.emit()

    def release(self) -> None:
        """The mouse was let go: ask for the edits once they are known to be possible."""
        drag = self.drag
        if drag is None:
            return
        self._end()
        drag.let_go()
        if drag.obstacle:
            self._refuse(drag.obstacle)
        elif drag.edits:
            self.finish(drag.edits)
        self.moved.emit()

    def give_up(self) -> bool:
        """Escape. Says whether there was a drag."""
        drag = self.drag
        if drag is None:
            return False
        self._end()
        drag.given_up()
        self.moved.emit()
        return True

    def _end(self) -> None:
        self.drag = None
        self._scrolling.stop()
        self._resting.stop()

    # -- trying out

    @property
    def refusal(self) -> str:
        """Why what the drag would do can't be; "" if it can, or nobody knows yet."""
        if self.drag is None:
            return self.said
        if self.drag.obstacle:
            return self.drag.obstacle
        known = self.verdict is not None and self.verdict.edits == self.drag.edits
        return self.verdict.refusal if known and self.verdict is not None else ""

    def finish(self, edits: Edits) -> None:
        """Ask for edits, once it is known that they can be made; else say why not."""
        timeline = self._stage.timeline
        known = self.verdict
        if known is not None and known.edits == edits and known.timeline is timeline:
            self._concluded(known)
        elif timeline is not None:
            self._number += 1
            language = language_in_use()
            self._released.ask(self._number, lambda: tried(timeline, edits, (0, 0), language))

    def _try(self) -> None:
        drag, timeline = self.drag, self._stage.timeline
        if drag is None or timeline is None or not drag.edits:
            self.verdict = None
            return
        if (self.verdict is None or self.verdict.edits != drag.edits) and not self._resting.isActive():
            edits, seen, language = drag.edits, self._stage.geometry.seen, language_in_use()
            self._asked_at = self._asked_at if not self._desk.idle else monotonic()
            self._desk.ask("drag", lambda: tried(timeline, edits, seen, language))

    def _judged(self, key: Hashable, found: Verdict | AiprodError) -> None:
        if isinstance(found, AiprodError):
            return  # the drag goes on; when it is let go, its edits are tried again
        if self.drag is not None and found.edits == self.drag.edits:
            self.verdict = found
            self.moved.emit()
        elif self.drag is not None:  # trying out takes half of the time at most: the hand comes first
            self._desk.forget()
            self._resting.start(min(_LONGEST_REST_MS, round((monotonic() - self._asked_at) * 1000)))

    def _decided(self, key: Hashable, found: Verdict | AiprodError) -> None:
        if isinstance(found, AiprodError):
            self._refuse(str(found))
        else:
            self._concluded(found)
        self.moved.emit()

    def _concluded(self, verdict: Verdict) -> None:
        if verdict.refusal:
            self._refuse(verdict.refusal)
        else:
            self._stage.ask(verdict.edits)

    def _refuse(self, reason: str) -> None:
        self.said = reason
        self._forgetting.start()
        self._stage.refused.emit(reason)

    def _forget(self) -> None:
        self.said = ""
        self.moved.emit()

    @property
    def settled(self) -> bool:
        """Whether nothing waits to be tried out."""
        return self._desk.idle and self._released.idle

    # -- scrolling at the edges

    def _pull(self) -> tuple[int, int]:
        """Pixels that the window goes at a time, the faster the farther out the pointer is."""
        return self._stage.geometry.pull(self.point.x(), self.point.y())

    def _scroll(self) -> None:
        across, down = self._pull()
        if self.drag is None or (across, down) == (0, 0):
            self._scrolling.stop()
            return
        geometry = self._stage.geometry
        self._stage.scroll_to(geometry.scroll + across, geometry.top + down // 2)
        self.drag.moved(pointer_at(self._stage, self.point, self._modifiers))
        self._try()
        self.moved.emit()

    # -- the film

    def timeline_changed(self) -> None:
        """Another timeline came: what was being dragged may not be there any more."""
        if self.drag is not None and self.drag.holds_clips:
            self.give_up()
