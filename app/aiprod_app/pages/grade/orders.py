# SPDX-License-Identifier: Apache-2.0
"""What is done with a whole grade: copied, pasted, reset, matched, brought in from files and written into them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog

from aiprod.film.errors import AiprodError, UserError
from aiprod.film.grade import Cdl, GradeChoice, Lut, ShotGrade
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.grade import files

if TYPE_CHECKING:
    from aiprod.grading.auto_words import Correction
    from aiprod_app.pages.grade.page import GradePage

MIME = "application/x-aiprod-grade+json"


class Orders(QObject):
    """The bar's buttons and menus, and the commands of the page."""

    def __init__(self, page: GradePage) -> None:
        super().__init__(page)
        self._page, self._desk, self._studio = page, page.desk, page.studio
        bar, bind = page.bar, self._studio.commands.bind
        bar.copy.clicked.connect(self.copy)
        bar.paste.clicked.connect(self.paste)
        bar.reset.clicked.connect(lambda: self._desk.reset())
        bar.match_menu.aboutToShow.connect(self._fill_matches)
        bind("grade.copy", self.copy, page, lambda: self._desk.ready)
        bind("grade.paste", self.paste, page, lambda: self._desk.ready)
        bind("grade.reset", self._desk.reset, page, lambda: self._desk.ready)
        bind("grade.compare", page.room.toggle, page, lambda: self._desk.ready)
        self._bring_list = bar.more_menu.addAction("", self.ask_for_list)
        self._bring_lut = bar.more_menu.addAction("", lambda: self.ask_for_lut(str(page.lut.space.currentData())))
        bar.more_menu.addSeparator()
        self._write = bar.more_menu.addAction("", self.ask_where_to_write)
        page.lut.import_asked.connect(self.ask_for_lut)

    # -- from shot to shot ---------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The shot's grade onto the clipboard."""
        data = QMimeData()
        text = self._desk.copied().model_dump_json()
        data.setData(MIME, text.encode())
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        words = self.tr("The grade of shot {shot} is copied")
        self._studio.messages.tell("info", words.format(shot=self._desk.shot), about="grade")

    def paste(self) -> None:
        """A copied grade onto what is under the hands."""
        data = QGuiApplication.clipboard().mimeData()
        try:
            if not data.hasFormat(MIME):
                raise UserError(
                    self.tr("There is no grade to paste"), self.tr("none was copied"), self.tr("Copy one from a shot first.")
                )
            choice = GradeChoice.model_validate_json(bytes(data.data(MIME).data()))
        except UserError as error:
            self._studio.messages.error(error, about="grade")
            return
        except ValueError:
            self._studio.messages.tell("bad", self.tr("What was copied is no grade"), about="grade")
            return
        self._desk.paste(choice)

    # -- matching ------------------------------------------------------------------------------------------------------

    def _fill_matches(self) -> None:
        menu = self._page.bar.match_menu
        menu.clear()
        menu.addAction(self.tr("A still from a file…"), self.ask_for_still)
        menu.addSeparator()
        for shot in self._page.strip.strip.shots:
            if shot.shot != self._desk.shot and shot.still is not None:
                menu.addAction(self.tr("Shot {shot}").format(shot=shot.shot), partial(self.match_to_shot, shot.shot))

    def _stills(self, shot: str) -> tuple[Path, ...]:
        take = self._studio.film.standing.take(shot)
        return take.stills if take is not None else ()

    def match_to_shot(self, other: str) -> None:
        """Bring the shot to another one, as that one is graded."""
        if self._desk.ready:
            ours, theirs = self._stills(self._desk.shot), self._stills(other)
            grade = self._desk.grade_of(other, self._page.scene_of(other))
            self._match(self._desk.shot, lambda: files.matched_to_shot(ours, theirs, grade))

    def match_to_picture(self, path: Path) -> None:
        """Bring the shot to a still."""
        if self._desk.ready:
            stills = self._stills(self._desk.shot)
            self._match(self._desk.shot, lambda: files.matched_to_picture(stills, path))

    def _match(self, shot: str, work: Any) -> None:
        self._desk.reach_for("shot")
        self._studio.background.run(work, lambda found: self._matched(shot, *found), self._failed, owner=self)

    def _matched(self, shot: str, cdl: Cdl, confidence: float, told: tuple[Correction, ...]) -> None:
        if shot != self._desk.shot:
            return
        self._desk.set(**files.match_fields(cdl))
        said = " ".join(item.said(language_in_use()) for item in told)
        sure = confidence >= 0.3
        words = (
            self.tr("Shot {shot} is matched") if sure else self.tr("Shot {shot} is matched, but the two show different things")
        )
        self._studio.messages.tell("good" if sure else "warning", words.format(shot=shot), said, about="grade")

    def ask_for_still(self) -> None:
        """A file to match to."""
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg)")
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Match to a still"), "", kinds)
        if name:
            self.match_to_picture(Path(name))

    # -- files ---------------------------------------------------------------------------------------------------------

    def ask_for_lut(self, space: str) -> None:
        """A LUT to bring in."""
        kinds = self.tr("LUTs ({suffixes})").format(suffixes=_patterns(files.LUT_SUFFIXES))
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Bring in a LUT"), "", kinds)
        if name:
            self.bring_lut(Path(name), space)

    def bring_lut(self, path: Path, space: str) -> None:
        """Check a LUT, keep it with the film, and lay it on."""
        root = self._studio.film.root
        self._studio.background.run(lambda: files.bring_lut(path, root, space), self._brought, self._failed, owner=self)

    def _brought(self, found: tuple[Lut, str]) -> None:
        lut, _note = found
        self._desk.set(lut=lut, lut_strength=1.0)
        words = self.tr("The LUT {name} is in the film")
        self._studio.messages.tell("good", words.format(name=lut.name), about="grade")

    def ask_for_list(self) -> None:
        """A colour decision list to bring in."""
        kinds = self.tr("Colour decision lists ({suffixes})").format(suffixes=_patterns(files.CDL_SUFFIXES))
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Bring in a colour decision list"), "", kinds)
        if name:
            self.bring_list(Path(name))

    def bring_list(self, path: Path) -> None:
        """Lay a list on; of several the user chooses one."""
        self._studio.background.run(lambda: files.read_lists(path), self._listed, self._failed, owner=self)

    def _listed(self, found: dict[str, Cdl]) -> None:
        name = next(iter(found))
        if len(found) > 1:
            title = self.tr("Which correction?")
            name, done = QInputDialog.getItem(
                self._page, title, self.tr("The file holds several:"), list(found), 0, editable=False
            )
            if not done:
                return
        self._desk.set(cdl=found[name])

    def ask_where_to_write(self) -> None:
        """Where the grade goes."""
        kinds = ";;".join((
            self.tr("LUT (*.cube)"), self.tr("Common LUT Format (*.clf)"), self.tr("OpenColorIO (*.ctf)"),
            self.tr("Colour decision list (*.cdl *.cc *.ccc)"),
        ))  # fmt: skip
        name, _ = QFileDialog.getSaveFileName(self._page, self.tr("Write the grade"), f"{self._desk.shot}.cube", kinds)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the shot's grade for another program."""
        grade = self._desk.grade
        work = partial(_written, path, grade)
        self._studio.background.run(work, lambda lost: self._wrote(path, lost), self._failed, owner=self)

    def _wrote(self, path: Path, lost: tuple[str, ...]) -> None:
        words = self.tr("The grade is in {file}").format(file=path.name)
        detail = self.tr("A list can’t hold: {parts}").format(parts=", ".join(lost)) if lost else ""
        self._studio.messages.tell("warning" if lost else "good", words, detail, about="grade")

    def _failed(self, error: AiprodError) -> None:
        self._studio.messages.error(error, about="grade")

    def retranslate(self) -> None:
        """Words in the language in use."""
        self._bring_list.setText(self.tr("Bring in a colour decision list…"))
        self._bring_lut.setText(self.tr("Bring in a LUT…"))
        self._write.setText(self.tr("Write the grade…"))
        hint = self._studio.commands.hint
        bar = self._page.bar
        for button, name in ((bar.copy, "grade.copy"), (bar.paste, "grade.paste"), (bar.reset, "grade.reset")):
            button.setToolTip(hint(name))


def _written(path: Path, grade: ShotGrade) -> tuple[str, ...]:
    return files.write_grade(path, grade)


def _patterns(suffixes: tuple[str, ...]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)
