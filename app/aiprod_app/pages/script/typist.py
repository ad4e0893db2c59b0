# SPDX-License-Identifier: Apache-2.0
"""Between the page and the film: what is typed becomes edits at every pause, what the film becomes stands on the page.

Nothing typed is lost. What can't be in a film yet (a name before nothing is said) is kept with the settings until it can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from aiprod.film.changes import TitleChange
from aiprod.film.errors import AiprodError
from aiprod.film.screenplay import Screenplay
from aiprod.film.screenplay_changes import Doing
from aiprod.production.scripts import Paragraph, change_of, laid_out, loose
from aiprod_app.film.session import Shown
from aiprod_app.pages.script.editor import ScriptEditor
from aiprod_app.studio import Studio

_PAUSE_MS, _LATEST_MS = 600, 2_000
_MOST_FILMS = 20


class Typist(QObject):
    """The go-between.

    Signals:
        state_changed: "typing" while there is something that is in no film yet, "saving", "saved".
    """

    state_changed = Signal(str)

    def __init__(self, studio: Studio, editor: ScriptEditor, parent: QObject) -> None:
        super().__init__(parent)
        self.studio, self.editor = studio, editor
        self.dirty = False
        """Whether something was typed that was not given to the film."""
        self.typing = False
        """Whether the user has begun to type a screenplay where there is none."""
        self._root = ""
        self._script: Screenplay | None = None
        self._base: tuple[Paragraph, ...] = ()
        self._under_way = 0
        self._latest: Shown | None = None
        self._pause, self._limit = QTimer(self), QTimer(self)
        for timer, length in ((self._pause, _PAUSE_MS), (self._limit, _LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self.flush)
        editor.typed.connect(self._typed)
        editor.left.connect(self.flush)
        editor.shown.connect(self._stands)

    # -- from the page -------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if not self._root:
            return
        self.dirty = self.typing = True
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()
        self.state_changed.emit("typing")

    def flush(self, doing: Doing | None = None) -> None:
        """Give the film what was typed."""
        self._pause.stop()
        self._limit.stop()
        if not self.dirty or not self.editor.complete or not self._root:
            return
        self.dirty = False
        known = [element.id for scene in self._script.scenes for element in scene.elements] if self._script else []
        paragraphs, base = self.editor.mirror.named(known), self._base
        self._base = paragraphs
        self._keep_loose(paragraphs)
        self._under_way += 1
        self.state_changed.emit("saving")
        self.studio.film.edit_with(lambda film: change_of(film, paragraphs, base, doing), self._saved, self._refused)

    def then(self, do: Callable[[], None]) -> None:
        """Do something with the film after what was typed is in it."""
        self.flush()
        do()

    def retitle(self, title: str) -> None:
        """Another title of the film."""
        self.flush()
        self.studio.film.edit(TitleChange(text=title))

    def forget(self) -> None:
        """What stands on the page shall be written anew."""
        self._pause.stop()
        self._limit.stop()
        self.dirty = self.typing = False

    def _saved(self, shown: Shown) -> None:
        self._under_way -= 1
        self._script = shown.film.screenplay
        self.state_changed.emit("typing" if self.dirty else "saving" if self._under_way else "saved")
        if not self._under_way and not self.dirty and self._latest is not None:
            latest, self._latest = self._latest, None
            self._show(latest.film.screenplay)

    def _refused(self, error: AiprodError) -> None:
        """What was typed stays on the page, and is tried again with the next words."""
        self._under_way -= 1
        self.dirty = True
        self.state_changed.emit("typing")
        self.studio.messages.error(error, about="script")

    # -- from the film -------------------------------------------------------------------------------------------------

    def show_film(self, shown: Shown | None) -> None:
        """The film is another than before."""
        root = str(self.studio.film.root) if shown is not None else ""
        if root != self._root:
            self.forget()
            self._root, self._script, self._latest, self._under_way = root, None, None, 0
            self._base = ()
            self._show(shown.film.screenplay if shown else None, first=True)
        elif shown is not None and shown.film.screenplay is not self._script:
            if shown.cause == "edit" and self._under_way:
                return  # our own words come back
            if self.dirty or self._under_way:
                self._latest = shown
            else:
                self._show(shown.film.screenplay)

    def _show(self, script: Screenplay | None, first: bool = False) -> None:
        if script is self._script and not first:
            return
        self._script = script
        if script is None:
            self.typing = False
        wanted = laid_out(script) if script is not None else (Paragraph("heading", ""),)
        self._base = tuple(wanted)
        self.editor.show_paragraphs(self._with_loose(wanted))

    def _stands(self) -> None:
        self.state_changed.emit("typing" if self.dirty else "saved")

    # -- what is no part of the film yet -------------------------------------------------------------------------------

    def _keep_loose(self, paragraphs: Sequence[Paragraph]) -> None:
        """Remember what the film can't hold, each with the ref of the paragraph before it."""
        found = []
        for place in loose(paragraphs):
            before = next((p.ref for p in reversed(paragraphs[:place]) if p.ref), "")
            found.append([before, paragraphs[place].kind, paragraphs[place].text])
        kept = self.studio.settings.page("script").get("loose", {})
        if found or self._root in kept:
            others = {root: known for root, known in list(kept.items())[-_MOST_FILMS:] if root != self._root}
            self.studio.settings.remember("script", loose={**others, self._root: found} if found else others)

    def _with_loose(self, wanted: Sequence[Paragraph]) -> list[Paragraph]:
        shown = list(wanted)
        for before, kind, text in self.studio.settings.page("script").get("loose", {}).get(self._root, ()):
            places = [place for place, paragraph in enumerate(shown) if paragraph.ref == before] if before else []
            at = places[-1] + 1 if places else len(shown)
            while at < len(shown) and shown[at].kind == "character" and not shown[at].ref:
                at += 1
            shown.insert(at, Paragraph(kind, text))
        return shown
