# SPDX-License-Identifier: Apache-2.0
"""The open film: the document, what was made of it, and its edits.

All reading and writing happens on one thread, in order. An edit is in the journal on disk before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from aiprod.film.errors import AiprodError, UserError
from aiprod_app.background import Background, Failed

if TYPE_CHECKING:  # the document's classes take long to load; the window does not wait for them
    from aiprod.film import changes
    from aiprod.film.film import Film
    from aiprod.film.journal import Edit as Entry
    from aiprod.film.store import FilmStore
    from aiprod.film.timeline import Timeline
    from aiprod.film.timeline_changes import Edit
    from aiprod.production.standing import Standing

Cause = Literal["opened", "edit", "undo", "redo", "outside", "made"]
_LOOK_MS = 1_000


@dataclass(frozen=True)
class Shown:
    """The film as it is to be shown.

    Attributes:
        film: the document.
        standing: what was made of it.
        timeline: the user's edit; else the studio's, as last assembled; None before there is one.
        cause: why it is another than before: "edit", "undo", "redo" by the user here, "outside" by somebody else, "made" when the
            document is the same and a production made something, "opened".
        name: of the edit, English, as the journal has it.
        undo, redo: names of what can be taken back and made again, "" if nothing can.
    """

    film: Film
    standing: Standing
    timeline: Timeline | None
    cause: Cause
    name: str = ""
    undo: str = ""
    redo: str = ""


class FilmSession(QObject):
    """The open film, or none.

    Signals:
        opened: another film is open now (Shown).
        closed: none is.
        changed: it is another than before (Shown); also after `opened`.
        refused: an edit, or the film itself, was refused (AiprodError) and nobody else was told.
        saving: True while edits wait to be written.
    """

    opened = Signal(object)
    closed = Signal()
    changed = Signal(object)
    refused = Signal(object)
    saving = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = Background(1, "film", self)
        self._store: FilmStore | None = None
        self._shown: Shown | None = None
        self._waiting = 0
        self._opening = 0
        self._eyes = _Eyes()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_again)

    # -- what is there -------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Shown | None:
        return self._shown

    @property
    def is_open(self) -> bool:
        return self._shown is not None

    @property
    def root(self) -> Path:
        """The film's folder. Only while one is open."""
        assert self._store is not None
        return self._store.root

    @property
    def film(self) -> Film:
        """The document. Only while one is open."""
        assert self._shown is not None
        return self._shown.film

    @property
    def standing(self) -> Standing:
        """What was made. Only while a film is open."""
        assert self._shown is not None
        return self._shown.standing

    @property
    def timeline(self) -> Timeline | None:
        return self._shown.timeline if self._shown else None

    # -- opening -------------------------------------------------------------------------------------------------------

    def open(self, root: Path, failed: Failed | None = None) -> None:
        """Open a film folder; the one before is closed. Refusals: no film, from a newer AIPROD, half written, disk gone."""
        self._opening += 1
        turn = self._opening
        self._thread.run(
            lambda: self._read(root), lambda found: self._have(turn, *found), failed or self.refused.emit, owner=self
        )

    def _read(self, root: Path) -> tuple[FilmStore, Shown]:
        from aiprod.film.store import FilmStore

        try:
            store = FilmStore(root)
        except OSError as error:
            raise UserError(f"{root} can't be opened", error.strerror or str(error), "Is its disk connected?") from error
        self._eyes = _Eyes()
        return store, self._eyes.show(store, "opened")

    def _have(self, turn: int, store: FilmStore, shown: Shown) -> None:
        if turn != self._opening:
            return
        self._store, self._shown = store, shown
        self._look.start()
        self.opened.emit(shown)
        self.changed.emit(shown)

    def close(self) -> None:
        """Close the film. Edits under way are written first."""
        self._opening += 1
        store, self._store, self._shown = self._store, None, None
        self._look.stop()
        if store is not None:
            self._thread.run(store.save, None, self.refused.emit)
            self.closed.emit()

    def end(self) -> None:
        """At the desktop's end: everything is written."""
        self.close()
        self._thread.close(finish=True)

    # -- editing -------------------------------------------------------------------------------------------------------

    def edit(
        self, change: changes.Change, then: Callable[[Shown], None] | None = None, failed: Failed | None = None,
        check: Callable[[Film], None] | None = None,
    ) -> None:  # fmt: skip
        """Make a change of the film, as one undoable edit. Without `failed`, a refusal goes to the `refused` signal."""
        self._do("edit", lambda store: _applied(store, change, check), then, failed)

    def edit_with(
        self, decide: Callable[[Film], changes.Change | None], then: Callable[[Shown], None] | None = None,
        failed: Failed | None = None,
    ) -> None:  # fmt: skip
        """Make a change that is worked out on the film's thread, from the film as it stands by then; None changes nothing."""

        def made(store: FilmStore) -> None:
            with store.held():
                change = decide(store.film)
                if change is not None:
                    _applied(store, change)

        self._do("edit", made, then, failed)

    def edit_timeline(
        self, edits: Sequence[Edit], then: Callable[[Shown], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Make edits of the timeline, undone together. The first one takes the edit over from the studio."""
        from aiprod.film.timeline_changes import TimelineChange, TimelineStartChange

        change = TimelineChange(edits=tuple(edits))
        timeline = self.timeline

        def made(store: FilmStore) -> None:
            with store.held():  # another desktop may take the edit over at this moment
                if store.film.timeline is None:
                    if timeline is None:
                        raise UserError("There is nothing to edit yet", "the film was not assembled", "Make it first.")
                    _applied(store, TimelineStartChange(timeline=timeline))
                _applied(store, change)

        self._do("edit", made, then, failed)

    def restore(self, version: Path, then: Callable[[Shown], None] | None = None) -> None:
        """Make the document what a kept version of it is (`aiprod.film.versions`), as one undoable edit."""
        from aiprod.film import versions

        self._do("edit", lambda store: versions.restore(store, version), then)

    def undo(self) -> None:
        self.travel(-1)

    def redo(self) -> None:
        self.travel(1)

    def travel(self, steps: int) -> None:
        """Undo (below 0) or redo (above 0) so many edits; the film is shown once, at the end."""
        from aiprod.film import changes

        step = changes.undo if steps < 0 else changes.redo
        self._do("undo" if steps < 0 else "redo", lambda store: [step(store) for _ in range(abs(steps))])

    def history(self, then: Callable[[tuple[Entry, ...]], None]) -> None:
        """Every entry of the journal, oldest first."""
        store = self._store
        if store is not None:
            self._thread.run(lambda: store.history, then, self.refused.emit, owner=self)

    def _do(
        self, cause: Cause, work: Callable[[FilmStore], Any], then: Callable[[Shown], None] | None = None,
        failed: Failed | None = None,
    ) -> None:  # fmt: skip
        store = self._store
        if store is None:
            return
        self._count(1)

        def done() -> Shown:
            work(store)
            return self._eyes.show(store, cause)

        def had(shown: Shown) -> None:
            self._count(-1)
            self._show(store, shown)
            if then is not None:
                then(shown)

        def refused(error: AiprodError) -> None:
            self._count(-1)
            (failed or self.refused.emit)(error)

        self._thread.run(done, had, refused, owner=self)

    def _count(self, step: int) -> None:
        before, self._waiting = self._waiting, self._waiting + step
        if bool(before) != bool(self._waiting):
            self.saving.emit(bool(self._waiting))

    # -- what others do ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at once whether somebody else changed the film or made something."""
        self._look_again()

    def _look_again(self) -> None:
        store = self._store
        if store is None or self._waiting:
            return
        self._thread.run(
            lambda: self._eyes.look(store), lambda shown: self._show(store, shown) if shown else None, self._lost, owner=self
        )

    def _lost(self, error: AiprodError) -> None:
        """The folder can't be read any more: it is said once, and looked for again."""
        if self._look.interval() == _LOOK_MS:
            self.refused.emit(error)
        self._look.setInterval(5 * _LOOK_MS)

    def _show(self, store: FilmStore, shown: Shown) -> None:
        if store is self._store:
            self._look.setInterval(_LOOK_MS)
            self._shown = shown
            self.changed.emit(shown)


class _Eyes:
    """What was last seen of a film on disk; used on the film's thread alone."""

    def __init__(self) -> None:
        self._made: tuple[object, ...] = ()
        self._standing: Standing | None = None
        self._studio: Timeline | None = None
        self._film: Film | None = None

    def show(self, store: FilmStore, cause: Cause) -> Shown:
        from aiprod.production.standing import Standing

        made = _signature(store.root)
        if made != self._made or self._standing is None or _decided_otherwise(self._film, store.film):
            self._standing, self._studio, self._made = Standing.of(store), _studio_timeline(store), made
        self._film = store.film
        last = store.history[-1].name if store.history else ""
        undo, redo = store.undoable, store.redoable
        return Shown(store.film, self._standing, store.film.timeline or self._studio, cause, last, undo, redo)

    def look(self, store: FilmStore) -> Shown | None:
        """The film, if it is another than when it was last seen."""
        try:
            store.refresh()
            made = _signature(store.root)
        except OSError as error:
            raise UserError(f"{store.root} can't be read", error.strerror or str(error), "Is its disk connected?") from error
        except UserError as error:
            if store.root.exists():
                raise
            raise UserError(f"{store.root} can't be read", "its folder is not there", "Is its disk connected?") from error
        if store.film is not self._film:
            return self.show(store, "outside")
        return self.show(store, "made") if made != self._made else None


def _decided_otherwise(before: Film | None, now: Film) -> bool:
    """Whether something was decided that says what a film's takes are worth: anything but the edit."""
    if before is None:
        return True
    names = (name for name in type(now).model_fields if name not in ("timeline", "edits", "name"))
    return any(getattr(before, name) is not getattr(now, name) and getattr(before, name) != getattr(now, name) for name in names)


def _applied(store: FilmStore, change: changes.Change, check: Callable[[Film], None] | None = None) -> None:
    from aiprod.film import changes

    changes.apply(store, change, check)


def _signature(root: Path) -> tuple[object, ...]:
    """What tells that nothing was made meanwhile."""
    found: list[object] = []
    for name in ("production.json", "timeline.otio", "finishing.json", "takes", "delivery"):
        try:
            stat = (root / name).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


def _studio_timeline(store: FilmStore) -> Timeline | None:
    """The studio's edit as a document, if it has assembled one."""
    if not (store.root / "timeline.otio").is_file():
        return None
    from aiprod.editing.document import document_of
    from aiprod.production.timelines import open_timeline

    try:
        return document_of(open_timeline(store))
    except UserError:
        return None


def told(name: str, language: Literal["en", "fr"]) -> str:
    """An edit's name in the user's language."""
    if not name or language == "en":
        return name
    from aiprod.film import change_titles

    return change_titles.translated(name, language)
