# SPDX-License-Identifier: Apache-2.0
"""Opening a film, with what is said when it can't be, and what is said when it was left by a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from aiprod.film.errors import AiprodError
from aiprod_app.film.session import told
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.messages import Action, Level
from aiprod_app.start import words

if TYPE_CHECKING:
    from aiprod.film.mending import Mended
    from aiprod_app.film.session import Shown
    from aiprod_app.recovery.diagnosis import Diagnosis, Health
    from aiprod_app.studio import Studio

_RECENT = 40
_LITTLE = 500 << 20
"""Bytes of free disk under which a word is said."""
_SHELL = "shell"


class Opening(QObject):
    """Opens films. Remembers what is open and what was open lately."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._after_crash: Path | None = None
        studio.film.opened.connect(self._opened)

    # -- at the start and at the end -----------------------------------------------------------------------------------

    def resume(self) -> None:
        """At the start: open what a crash left open, else what was open at an orderly end."""
        settings = self._studio.settings
        left, last = settings.now.open_film, str(settings.page(_SHELL).get("reopen", ""))
        if left:
            self._after_crash = Path(left)
            self.open(Path(left))
        elif last:
            self.open(Path(last))

    def remember(self) -> None:
        """At an orderly end: the film is opened again at the next start, and nothing has to be recovered."""
        film, settings = self._studio.film, self._studio.settings
        settings.remember(_SHELL, reopen=str(film.root) if film.is_open else "")
        settings.change(open_film="")

    def closed_by_user(self) -> None:
        """The user closed the film: it is not opened again at the next start."""
        self._studio.settings.remember(_SHELL, reopen="")
        self._studio.settings.change(open_film="")

    # -- opening -------------------------------------------------------------------------------------------------------

    def open(self, root: Path) -> None:
        """Open a film's folder."""
        self._studio.messages.withdraw("opening")
        self._studio.film.open(root, partial(self._refused, root))

    def _opened(self, shown: Shown) -> None:
        root = self._studio.film.root
        self.list_as_recent(root, open_film=str(root))
        crashed, self._after_crash = self._after_crash == root, None
        self._studio.background.run(
            lambda: _health(root, shown), partial(self._examined, shown, crashed),
            self._studio.messages.error, owner=self,
        )  # fmt: skip

    def list_as_recent(self, root: Path, **more: Any) -> None:
        """Put a film at the head of the list."""
        settings = self._studio.settings
        rest = [name for name in settings.now.recent if name != str(root)]
        settings.change(recent=(str(root), *rest)[:_RECENT], **more)

    def _examined(self, shown: Shown, crashed: bool, found: Health | None) -> None:
        if found is None:
            return
        if crashed:
            self._tell_recovered(shown, found)
        if not found.writable:
            text = self.tr("This film can be watched, not changed")
            detail = self.tr("Its folder can't be written: the disk is read-only, or you have no right to write there.")
            self._tell("warning", text, detail, (self.tr("Copy it to my films"), self._copy_to_films))
        elif found.free < _LITTLE:
            text = self.tr("The film's disk is almost full")
            detail = self.tr("{free} MB are left. Free some space before more is made.").format(free=found.free >> 20)
            self._tell("warning", text, detail)
        self._tell_missing((*shown.standing.troubles, *found.missing))

    def _tell_recovered(self, shown: Shown, found: Health) -> None:
        """After a crash: what the last change on disk is."""
        text = self.tr("AIPROD did not end in order last time. The film is here again and nothing was lost")
        if shown.name and found.last_edit_at:
            edit = told(shown.name, language_in_use())
            detail = self.tr("The last change on disk is “{edit}” ({time}).")
            detail = detail.format(edit=edit, time=words.when(found.last_edit_at))
        else:
            detail = self.tr("No change had been made yet.")
        if found.torn:
            detail = self.tr("{said} A change that was being written at that moment was not finished.").format(said=detail)
        self._tell("good", text, detail)

    def _tell_missing(self, troubles: tuple[str, ...]) -> None:
        """What can't be read, and media that are not there."""
        if troubles:
            text = self.tr("%n part(s) of this film can't be found or read", "", len(troubles))
            detail = self.tr("The first is: {first}. What is missing is shown as a slate. “Make what changed” makes it again; a "
                             "file of your own has to be put back into the film's folder.")  # fmt: skip
            ways = [(self.tr("Make what changed"), partial(self._studio.commands.do, "film.make"))]
            self._tell("warning", text, detail.format(first=troubles[0].rstrip(".")), *ways)

    # -- refusals ------------------------------------------------------------------------------------------------------

    def _refused(self, root: Path, error: AiprodError) -> None:
        self._after_crash = None
        self._studio.background.run(lambda: _diagnosis(root, error), self._explain, self._studio.messages.error, owner=self)

    def _explain(self, found: Diagnosis) -> None:
        root, text, detail = found.root, self._what(found), self._why(found)
        ways: list[tuple[str, Callable[[], object]]] = []
        if found.kind in ("gone", "unplugged", "no film"):
            ways.append((self.tr("Locate…"), partial(self.locate, root)))
        if found.kind == "unplugged":
            ways.append((self.tr("Try again"), partial(self.open, root)))
        if found.kind == "damaged":
            ways.append((self.tr("Repair the film"), partial(self.repair, root)))
        if str(root) in self._studio.settings.now.recent:
            ways.append((self.tr("Remove from the list"), partial(self.forget, root)))
        self._tell("bad", text, detail, *ways)

    def _what(self, found: Diagnosis) -> str:
        name = found.root.name
        return {
            "gone": self.tr("{name} is not there any more"),
            "unplugged": self.tr("{name} can't be reached: its disk is not connected"),
            "no film": self.tr("{name} is not a film"),
            "newer": self.tr("{name} was made by a newer AIPROD"),
            "damaged": self.tr("{name} is damaged"),
            "denied": self.tr("You have no right to open {name}"),
            "other": self.tr("{name} can't be opened"),
        }[found.kind].format(name=name)

    def _why(self, found: Diagnosis) -> str:
        where = {"path": str(found.root)}
        detail = {
            "gone": self.tr("It was moved, renamed or deleted. It was at {path}."),
            "unplugged": self.tr("Connect the disk and try again. It was at {path}."),
            "no film": self.tr("{path} has no film.json. Choose a folder whose name ends in .aiprod."),
            "newer": self.tr("Update AIPROD to open it. Nothing in it was changed."),
            "denied": self.tr("Ask for the right to read {path}, or open a copy."),
        }
        if found.kind == "damaged":
            kept = self.tr("%n kept version(s) are there.", "", found.versions)
            text = self.tr("Its document is torn or was changed by another program. Its takes are whole. {kept}")
            return text.format(kept=kept)
        return detail[found.kind].format(**where) if found.kind in detail else f"{found.error.what}. {found.error.why}"

    # -- ways on -------------------------------------------------------------------------------------------------------

    def locate(self, root: Path) -> None:
        """Ask where a film went; the list then names it there."""
        dialog = QFileDialog(QApplication.activeWindow(), self.tr("Where is {name} now?").format(name=root.name))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.moved(root, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def moved(self, before: Path, after: Path) -> None:
        """A film's folder is somewhere else now."""
        self.forget(before)
        self.open(after)

    def forget(self, root: Path) -> None:
        """Take a film off the list; nothing on disk is touched."""
        settings = self._studio.settings
        settings.change(recent=tuple(name for name in settings.now.recent if name != str(root)))

    def reveal(self, root: Path) -> None:
        """Show a folder in the file manager."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(root))):
            text = self.tr("No file manager could be opened")
            self._tell("warning", text, str(root))

    def repair(self, root: Path) -> None:
        """Put a damaged document together again, then open it."""
        from aiprod.film.mending import mend

        self._studio.background.run(lambda: mend(root), partial(self._mended, root), self._studio.messages.error, owner=self)

    def _mended(self, root: Path, done: Mended) -> None:
        text = self.tr("The film was put together again, with %n change(s)", "", done.edits)
        parts = [self.tr("%n change(s) could not be read.", "", done.lost)] if done.lost else []
        if not done.undo:
            parts.append(self.tr("Changes made before can't be undone any more."))
        if done.aside:
            parts.append(self.tr("The damaged files are kept beside it: {names}.").format(names=", ".join(done.aside)))
        self.open(root)
        self._tell("warning" if done.lost or not done.undo else "good", text, " ".join(parts))

    def _copy_to_films(self) -> None:
        from aiprod_app.recovery.copying import copy_film

        studio, root = self._studio, self._studio.film.root
        target = studio.films_folder
        studio.messages.tell("info", self.tr("The film is being copied to {folder}").format(folder=target), about="opening")
        studio.background.run(lambda: copy_film(root, target), self.open, studio.messages.error, owner=self)

    def _tell(self, level: Level, text: str, detail: str = "", *ways: tuple[str, Callable[[], object]]) -> None:
        actions = [Action(title, way) for title, way in ways]
        about = "opening" if level == "bad" else ""
        self._studio.messages.tell(level, text, detail, *actions, about=about)


def _health(root: Path, shown: Shown) -> Health | None:
    from aiprod_app.recovery.diagnosis import health

    return health(root, shown.film, shown.standing)


def _diagnosis(root: Path, error: AiprodError) -> Diagnosis:
    from aiprod_app.recovery.diagnosis import diagnose

    return diagnose(root, error)
