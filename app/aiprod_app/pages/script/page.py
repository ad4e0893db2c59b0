# SPDX-License-Identifier: Apache-2.0
"""The Script page: brief and outline, the screenplay, the cast and their voices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QTabWidget, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.screenplay import Line, Screenplay
from aiprod.film.screenplay_changes import Doing, ScreenplayChange
from aiprod.film.speech import VoiceCasting
from aiprod.production import scripts
from aiprod_app.engine.orders import go_on, last_failed, under_way
from aiprod_app.film.session import Shown
from aiprod_app.pages.base import Page
from aiprod_app.pages.script.brief_panel import BriefPanel
from aiprod_app.pages.script.cast_panel import CastPanel
from aiprod_app.pages.script.desk import Desk
from aiprod_app.pages.script.listening import Listening
from aiprod_app.pages.script.outline import Outline, SceneRow
from aiprod_app.pages.script.people import people_of
from aiprod_app.pages.script.scene_panel import ScenePanel
from aiprod_app.pages.script.typing_rules import running_seconds
from aiprod_app.pages.script.typist import Typist
from aiprod_app.pages.script.words import minutes, word
from aiprod_app.widgets.steps import Steps

_FILTER = "Fountain (*.fountain *.txt);;Final Draft (*.fdx)"


class ScriptPage(Page):
    """The page."""

    key: ClassVar[str] = "script"

    def build(self) -> Steps:
        self._voices: dict[str, VoiceCasting] = {}
        self._script: Screenplay | None = None
        self._asked = False
        self._root: Path | None = None
        self.listening = Listening(self.studio, self)
        yield
        yield from self._build()
        self._bind()
        self._connect()
        yield
        self.retranslate()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> Steps:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("script-splitter")
        self.splitter.setChildrenCollapsible(False)
        column.addWidget(self.splitter)
        yield from self._left()
        self.desk = Desk()
        yield from self.desk.build()
        self.editor = self.desk.editor
        self.typist = Typist(self.studio, self.editor, self)
        yield
        self._place(self.desk, 360)
        yield
        self.cast = CastPanel(self.studio, self.listening)
        self._place(self.cast, 220)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([280, 860, 290])
        yield
        self.restore_places()

    def splitters(self) -> Mapping[str, QSplitter]:
        return {"script": self.splitter}

    def _place(self, part: QWidget, least: int) -> None:
        part.setMinimumWidth(least)
        self.splitter.addWidget(part)

    def _left(self) -> Steps:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._place(self.tabs, 220)
        yield
        self.outline = Outline()
        yield
        self.scene = ScenePanel(self.studio)
        yield
        scenes = QWidget()
        scenes.setProperty("kind", "panel")
        column = QVBoxLayout(scenes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.outline, 1)
        column.addWidget(self.scene)
        self.tabs.addTab(scenes, "")
        yield
        self.brief = BriefPanel(self.studio)
        self.tabs.addTab(self.brief, "")
        yield from self.brief.build()

    def _connect(self) -> None:
        self.editor.moved.connect(self._followed)
        self.editor.typed.connect(self._counted)
        for shown in (self._counted, self._followed):
            self.editor.shown.connect(shown)
        self.editor.pasted.connect(self._pasted)
        self.editor.command_asked.connect(self.studio.commands.do)
        self.typist.state_changed.connect(self.desk.show_saving)
        self.typist.state_changed.connect(lambda _state: self.studio.commands.refresh("edit.undo", "edit.redo"))
        self.outline.chosen.connect(self._go_to_scene)
        self.outline.move_asked.connect(self._move_scene)
        self.desk.kind_asked.connect(self._become)
        self.desk.write_asked.connect(self._write)
        self.desk.type_asked.connect(self._begin_typing)
        self.desk.import_asked.connect(self._ask_import)
        self.desk.export_asked.connect(self._ask_export)
        self.desk.cancel_asked.connect(self._cancel)
        self.desk.listen_asked.connect(self._listen)
        self.listening.playing.connect(self._show_listening)
        self.desk.title_asked.connect(self.typist.retitle)
        self.studio.engine.state_changed.connect(self._engine_is)
        for signal in (self.studio.jobs.changed, self.studio.jobs.listed, self.studio.jobs.ended):
            signal.connect(self._work_changed)

    def _bind(self) -> None:
        bind, film = self.studio.commands.bind, self.studio.film
        bind("script.write", self._write, self, lambda: film.is_open and under_way(self.studio) is None)
        bind("script.next_element", lambda: self.editor.turn(1), self, lambda: film.is_open)
        bind("script.listen", self._listen, self, lambda: self._line_here() is not None)
        bind("edit.undo", lambda: self.typist.then(film.undo), self, self._can_undo)
        bind("edit.redo", lambda: self.typist.then(film.redo), self, lambda: bool(film.shown and film.shown.redo))

    def _can_undo(self) -> bool:
        shown = self.studio.film.shown
        return self.typist.dirty or bool(shown and shown.undo)

    def panels(self) -> tuple[QWidget, ...]:
        return self.desk, self.tabs, self.cast

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        film = shown.film if shown else None
        self.brief.show_film(film)
        self.typist.show_film(shown)
        if shown is None or film is None:
            self._script = None
            self.outline.scenes.show_rows(())
            self.scene.show_scene(None)
            self.cast.show_people(())
            self.desk.show_state("none")
            return
        if film.screenplay is None and (self._script is not None or self._root != self.studio.film.root):
            self.tabs.setCurrentIndex(1)
        self._script, self._root = film.screenplay, self.studio.film.root
        self.desk.show_title(film.screenplay.title if film.screenplay else "")
        self._learn()
        self._show_people()
        self._work_changed()
        self._counted()
        self._followed()
        self.studio.background.run(lambda: scripts.cast_of(film), self._have_voices, lambda _error: None, owner=self)

    def _have_voices(self, voices: dict[str, VoiceCasting]) -> None:
        if voices != self._voices:
            self._voices = voices
            self._show_people()

    def _show_people(self) -> None:
        if not self.studio.film.is_open:
            return
        shots = self.studio.film.standing.shots
        looks = {look.character: look for look in shots.looks} if shots else {}
        self.cast.show_people(people_of(self.studio.film.film, looks, self._voices))

    def _learn(self) -> None:
        """Who and what may be completed."""
        script = self._script
        names = [character.name for character in script.cast] if script else []
        places = [scene.place for scene in script.scenes] if script else []
        language = script.language if script else self.studio.film.film.brief.language
        self.editor.completing.learn(names, places, language)

    # -- work of the engine --------------------------------------------------------------------------------------------

    def _work_changed(self, *_told: object) -> None:
        if not self.studio.film.is_open or not self.isVisible():
            return
        job = under_way(self.studio)
        if self._script is not None or self.typist.typing:
            self.desk.show_state("script", job)
        elif job is not None:
            self.desk.show_state("writing", job, others=len(self.studio.jobs.running) > 1)
        else:
            failed = last_failed(self.studio)
            self.desk.show_state("empty", failed if failed and self._asked else None)
        self.studio.commands.refresh("script.write")

    def _write(self) -> None:
        """Have the engine write from the brief: the first time, or again."""
        if not self.studio.film.is_open:
            return
        self.brief.flush()
        self._asked = True
        if self._script is None:
            self._order()
        else:
            self.typist.forget()
            again = ScreenplayChange(screenplay=None, doing="rewrite")
            self.studio.film.edit(again, lambda _shown: self._order())

    def _order(self) -> None:
        self.desk.show_asked()
        go_on(self.studio, "writing", lambda _job: self._work_changed(), self._not_ordered, self)

    def _not_ordered(self, error: AiprodError) -> None:
        self.studio.messages.error(error, about="script")
        self._work_changed()

    def _cancel(self) -> None:
        job = under_way(self.studio)
        if job is not None:
            self.studio.jobs.cancel(job.id)

    def _engine_is(self, state: str) -> None:
        self.cast.voice.engine_is(state)
        if state == "ready":
            self._know_engine()

    def _know_engine(self) -> None:
        """What the engine can do, for the brief. Its absence is told by the frame."""
        ask = self.studio.engine.ask
        ask(lambda client: client.styles.list(), self.brief.know_styles, lambda _error: None, owner=self)
        ask(lambda client: client.generators.list(), self.brief.know_generators, lambda _error: None, owner=self)

    # -- the cursor ----------------------------------------------------------------------------------------------------

    def _followed(self) -> None:
        """Everything beside the page follows the cursor."""
        place, number = self.editor.here, self.editor.mirror.scene_number(self.editor.here) - 1
        self.outline.follow(number)
        self.desk.show_kind(self.editor.kind)
        script = self._script
        ref = next((p.ref for p in reversed(self.editor.mirror.all[: place + 1]) if p.kind == "heading"), "")
        scene = next((scene for scene in script.scenes if scene.id == ref), None) if script else None
        self.scene.show_scene(scene)
        line = self._line_here()
        if line is not None:
            self.cast.choose(line.character)
            recorded = self.studio.film.standing.lines.get(line.id)
            self.cast.voice.show_line(line, recorded.speech if recorded and recorded.speech.text == line.text else None)
        else:
            self.cast.voice.show_line(None, None)
        self.studio.commands.refresh("script.listen")
        self._show_listening()

    def _show_listening(self, _name: str = "") -> None:
        hint = self.studio.commands.hint("script.listen")
        self.desk.show_listening(self.listening.name.startswith("line "), self._line_here() is not None, hint)

    def _line_here(self) -> Line | None:
        """The line at the cursor, as it stands in the film."""
        if self._script is None or self.editor.kind not in ("character", "parenthetical", "dialogue"):
            return None
        following = self.editor.mirror.all[self.editor.here :]
        ref = next((paragraph.ref for paragraph in following if paragraph.kind == "dialogue"), "")
        return next((line for line in self._script.lines() if line.id == ref), None)

    def _listen(self) -> None:
        line = self._line_here()
        if self.listening.name.startswith("line "):
            self.listening.stop()
        elif line is not None:
            self.listening.line(line, f"line {line.id}")

    def _counted(self) -> None:
        """Outline and figures from what stands on the page."""
        paragraphs = self.editor.mirror.all if self._script is not None or self.typist.typing else []
        scenes = {scene.id: scene for scene in self._script.scenes} if self._script else {}
        rows, starts = [], [place for place, paragraph in enumerate(paragraphs) if paragraph.kind == "heading"]
        for start, end in zip(starts, [*starts[1:], len(paragraphs)], strict=False):
            heading = paragraphs[start]
            scene = scenes.get(heading.ref)
            length = minutes(running_seconds(paragraphs[start:end]))
            about = " · ".join([word("time", scene.time_of_day), word("mood", scene.mood), length]) if scene else length
            rows.append(SceneRow(heading.ref, heading.text.upper() or self.tr("(no heading yet)"), about))
        self.outline.scenes.show_rows(rows)
        words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
        self.desk.show_figures(len(rows), words, running_seconds(paragraphs))

    def _starts(self) -> list[int]:
        return [place for place, paragraph in enumerate(self.editor.mirror.all) if paragraph.kind == "heading"]

    def _go_to_scene(self, number: int) -> None:
        self.editor.go_to(self._starts()[number])

    def _move_scene(self, number: int, before: int) -> None:
        starts = [*self._starts(), len(self.editor.mirror.all)]
        self.typist.flush()
        self.editor.move_paragraphs(starts[number], starts[number + 1], starts[before])
        self.typist.flush("move_scene")
        self.outline.follow(before - 1 if before > number else before)

    def _become(self, kind: scripts.Kind) -> None:
        self.editor.become(kind)
        self.editor.setFocus()

    def _begin_typing(self) -> None:
        self.typist.typing = True
        self._counted()
        self._work_changed()
        self.editor.setFocus()

    def _pasted(self, text: str) -> None:
        language = self._script.language if self._script else self.studio.film.film.brief.language
        work = lambda: scripts.typed_script(text, language)  # noqa: E731 - it reads better beside its callback
        self.studio.background.run(work, self.editor.insert_paragraphs, self.studio.messages.error, owner=self)

    # -- files ---------------------------------------------------------------------------------------------------------

    def _ask_import(self) -> None:
        title = self.tr("Import a screenplay")
        dialog = QFileDialog(self, title, "", _FILTER + self.tr(";;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_script(Path(name)))
        dialog.open()

    def import_script(self, path: Path) -> None:
        """Take a screenplay from a file; the one before comes back by undo."""
        self.typist.flush()
        work = lambda: scripts.read_script(path)  # noqa: E731 - it reads better beside its callback
        self.studio.background.run(
            work, self._imported, lambda error: self.studio.messages.error(error, about="script"), owner=self
        )

    def _imported(self, script: Screenplay) -> None:
        doing: Doing = "import"
        self.studio.film.edit(ScreenplayChange(screenplay=script, doing=doing))

    def _ask_export(self) -> None:
        if self._script is None:
            return
        self.typist.flush()
        dialog = QFileDialog(self, self.tr("Export the screenplay"), f"{self._script.title}.fountain", "Fountain (*.fountain)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("fountain")
        dialog.fileSelected.connect(lambda name: self.export_script(Path(name)))
        dialog.open()

    def export_script(self, path: Path) -> None:
        """Write the screenplay as a Fountain file."""
        script = self._script
        if script is None:
            return
        told = self.tr("The screenplay is in {path}.").format(path=path)
        self.studio.background.run(
            lambda: scripts.write_script(script, path), lambda _none: self.studio.messages.tell("good", told),
            self.studio.messages.error, owner=self,
        )  # fmt: skip

    # -- coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._work_changed()
        if self.studio.engine.state == "ready":
            self._know_engine()

    def left(self) -> None:
        self.typist.flush()
        self.brief.flush()
        self.listening.stop()
        self.keep_places()

    def retranslate(self) -> None:
        self.tabs.setTabText(0, self.tr("Scenes"))
        self.tabs.setTabText(1, self.tr("Brief"))
        self.outline.setAccessibleName(self.tr("Scenes"))
        self.outline.setToolTip(self.tr("Drag a scene to move it, or Alt+Up and Alt+Down"))
        self.editor.setAccessibleName(self.tr("Screenplay"))
        self.editor.setAccessibleDescription(
            self.tr("Tab changes what the paragraph is. Enter goes on. {keys} leaves the page.").format(
                keys=self.studio.commands.keys("view.next_panel") or "Esc"
            )
        )
        for part in (self.desk, self.brief, self.scene, self.cast):
            part.retranslate()
        self._show_listening()
        self._counted()
