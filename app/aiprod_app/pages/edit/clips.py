# SPDX-License-Identifier: Apache-2.0
"""What is done with clips as a whole: cut, copy, paste, transitions, speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from aiprod.film.errors import UserError
from aiprod.film.timeline_changes import SetTransition, Speed
from aiprod_app.pages.edit import clipboard, hand
from aiprod_app.pages.edit.clipboard import Target
from aiprod_app.pages.edit.dialogs import SpeedDialog, TransitionDialog, usual_length

if TYPE_CHECKING:
    from aiprod_app.pages.edit.page import EditPage

translate = QCoreApplication.translate


class Clips(QObject):
    """Commands on clips."""

    def __init__(self, page: EditPage) -> None:
        super().__init__(page)
        self._page = page

    # -- clipboard -----------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected clips on the clipboard."""
        now = self._page.hand()
        if now is None or not now.selection:
            return
        text = clipboard.copied(now.timeline, now.chosen())
        data = QMimeData()
        data.setData(clipboard.MIME, text.encode())
        data.setText(clipboard.told(clipboard.read(text, now.timeline)))
        QGuiApplication.clipboard().setMimeData(data)
        self._page.studio.commands.refresh("edit.paste", "edit.paste_insert")

    def cut(self) -> None:
        self.copy()
        self._page.timeline_view.deeds.delete()

    def paste(self, *, insert: bool) -> None:
        """Lay what was copied at the playhead: over what is there, or with room made for it."""

        def pasted(now: hand.Hand) -> hand.Edits:
            data = QGuiApplication.clipboard().mimeData()
            text = bytes(data.data(clipboard.MIME).data()).decode("utf-8", "replace") if data.hasFormat(clipboard.MIME) else ""
            pieces = clipboard.read(text, now.timeline)
            return clipboard.laid(now.timeline, pieces, now.playhead, self._target(now), insert=insert)

        self._page.act(pasted)

    def duplicate(self) -> None:
        """Insert a copy of the selected clips right behind them."""

        def doubled(now: hand.Hand) -> hand.Edits:
            chosen = now.chosen()
            pieces = clipboard.read(clipboard.copied(now.timeline, chosen), now.timeline)
            lowest = {now.timeline.tracks[at.track].kind: now.timeline.tracks[at.track].id
                      for at in sorted(chosen, key=lambda at: -at.track)}  # fmt: skip
            target = Target.of(now.timeline, lowest)
            return clipboard.laid(now.timeline, pieces, max(at.end for at in chosen), target, insert=True)

        self._page.act(doubled)

    def _target(self, now: hand.Hand) -> Target:
        return Target.of(now.timeline, {kind: self._page.bar.target(kind) for kind in ("video", "audio")})

    # -- transitions ---------------------------------------------------------------------------------------------------

    def transition(self, kind: str = "dissolve") -> None:
        """A transition of its usual length at the cuts that are meant."""
        self._page.act(lambda now: hand.transition(now, kind, usual_length(kind, now.timeline.rate)))

    def choose_transition(self, clip: str) -> None:
        """Ask which transition a clip shall begin with."""
        now = self._page.hand()
        if now is None:
            return
        at = next(at for at in hand.Hand(now.timeline, frozenset({clip})).chosen())
        dialog = TransitionDialog(self._page, now.timeline.rate, at.clip.head, "dissolve")

        def chosen() -> None:
            edit = SetTransition(
                clip=clip, transition=dialog.kind.currentData(), length=round(dialog.frames.value()),
                alignment=dialog.alignment.currentData(),
            )  # fmt: skip
            self._page.ask((edit,))

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- speed ---------------------------------------------------------------------------------------------------------

    def speed(self) -> None:
        """Ask for the speed of the clips that are meant."""
        now = self._page.hand()
        if now is None:
            return
        try:
            meant = [at.clip for at in now.some() if now.timeline.tracks[at.track].kind != "audio"]
            if not meant:
                raise UserError(
                    translate("Editing", "The speed of sound can't change"),
                    translate("Editing", "its pitch would change with it"),
                    translate("Editing", "Trim it instead."),
                )
        except UserError as error:
            self._page.refuse(error)
            return
        dialog = SpeedDialog(self._page, meant[0])

        def chosen() -> None:
            speed, ripple = dialog.speed, dialog.ripple.isChecked()
            self._page.ask(tuple(Speed(clip=clip.id, speed=speed, ripple=ripple) for clip in meant))

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
