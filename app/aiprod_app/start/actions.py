# SPDX-License-Identifier: Apache-2.0
"""What can be done with films as a whole: begin one, open one, make it, show where it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from aiprod_app.i18n.languages import language_in_use
from aiprod_app.messages import Action
from aiprod_app.start.dropping import Dropped, told_apart
from aiprod_app.studio import Studio

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView
    from aiprod_app.start.making import Created
    from aiprod_app.start.new_film import NewFilm


class FilmActions(QObject):
    """Carries out the commands of the film menu. Dialogs are the window's."""

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._window = studio, window
        film, bind = studio.film, studio.commands.bind
        bind("film.new", self.new, self)
        bind("film.open", self.ask, self)
        bind("film.sample", self.open_sample, self)
        bind("film.close", self.close, self, lambda: film.is_open)
        bind("film.reveal", lambda: studio.opening.reveal(film.root), self, lambda: film.is_open)
        bind("film.make", self.make, self, lambda: film.is_open)
        bind("film.versions", self.show_versions, self, lambda: film.is_open)

    # -- new -----------------------------------------------------------------------------------------------------------

    def new(self, script: Path | None = None) -> None:
        """Ask what the new film shall be."""
        from aiprod_app.start.new_film import NewFilmDialog

        dialog = NewFilmDialog(self._studio, self._studio.films_folder, script, self._window)
        dialog.wanted.connect(self.create)
        dialog.open()

    def create(self, wanted: NewFilm) -> None:
        """Make the new film's folder, and open it on the Script page."""

        def made() -> Created:
            from aiprod_app.start.making import create

            return create(wanted)

        studio = self._studio
        studio.messages.tell("info", self.tr("The film is being created…"), about="creating")
        studio.background.run(made, self._created, self._not_created, owner=self)

    def _created(self, created: Created) -> None:
        studio = self._studio
        studio.messages.withdraw("creating")
        for warning in created.warnings:
            studio.messages.tell("warning", warning)
        studio.settings.change(page="script")
        studio.open_film(created.root)
        studio.go_to("script")

    def _not_created(self, error: object) -> None:
        self._studio.messages.withdraw("creating")
        self._studio.messages.error(error)  # type: ignore[arg-type]

    # -- open ----------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask which film folder to open."""
        dialog = QFileDialog(self._window, self.tr("Open a film's folder"), str(self._studio.films_folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.open_paths([Path(name)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_paths(self, paths: Iterable[Path]) -> None:
        """Open what was dropped, chosen, or given on the command line: the first film or screenplay of it."""
        given = tuple(paths)
        if given:
            look = self._studio.background.run
            look(lambda: [told_apart(path) for path in given], self._apart, self._studio.messages.error, owner=self)

    def _apart(self, found: list[Dropped]) -> None:
        best = min(found, key=lambda item: ("film", "screenplay", "folder", "other", "gone").index(item.kind))
        if best.kind in ("film", "gone"):
            self._studio.open_film(best.path)
        elif best.kind == "screenplay":
            self.new(best.path)
        else:
            self._refuse(best)

    def _refuse(self, found: Dropped) -> None:
        text = self.tr("{name} can't be opened").format(name=found.path.name)
        if found.kind == "folder":
            detail = self.tr("It is a folder without a film in it. Choose one whose name ends in .aiprod.")
        else:
            detail = self.tr("Films are folders ending in .aiprod, screenplays end in .fountain, .fdx or .txt. Media are dropped "
                             "on the Edit page of an open film.")  # fmt: skip
        self._studio.messages.tell("bad", text, detail, about="opening")

    def open_sample(self) -> None:
        """Open the sample film: the user's own copy, made the first time."""
        from aiprod_app.start import sample

        language, folder = language_in_use(), self._studio.films_folder
        self._studio.background.run(
            lambda: sample.unpack(language, folder), self._studio.open_film, self._studio.messages.error, owner=self
        )

    def close(self) -> None:
        """Close the film."""
        self._studio.opening.closed_by_user()
        self._studio.film.close()

    def show_versions(self) -> None:
        """Show the kept versions of the film."""
        from aiprod_app.recovery.versions_dialog import VersionsDialog

        VersionsDialog(self._studio, self._window).open()

    # -- make ----------------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Have the engine make what is not made, or was changed. One run for a film at a time."""
        from aiprod_app.engine.orders import go_on, under_way

        studio = self._studio
        if under_way(studio) is not None:
            text, show = self.tr("This film is being made already"), Action(self.tr("Show jobs"), self._show_jobs)
            studio.messages.tell("info", text, "", show, about="make")
            return

        go_on(studio, None, self._ordered, studio.messages.error, self)

    def _ordered(self, _job: JobView) -> None:
        show = Action(self.tr("Show jobs"), self._show_jobs)
        self._studio.messages.tell("info", self.tr("The engine makes what changed"), "", show, about="make")

    def _show_jobs(self) -> None:
        self._studio.jobs_asked.emit()
