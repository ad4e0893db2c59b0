# SPDX-License-Identifier: Apache-2.0
"""The window: the pages, the way between them, the jobs, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.editors.desk import EditorsDesk
from aiprod_app.film.session import Shown, told
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.jobs.button import JobsButton
from aiprod_app.jobs.drawer import JobsDrawer
from aiprod_app.jobs.farewell import Farewell
from aiprod_app.jobs.watch import EngineWatch
from aiprod_app.pages import PAGES, PageSpec
from aiprod_app.pages.ahead import Ahead
from aiprod_app.pages.base import Page
from aiprod_app.preferences.desk import Desk
from aiprod_app.start.actions import FilmActions
from aiprod_app.start.dropping import may_open, paths_of
from aiprod_app.start.page import StartPage
from aiprod_app.studio import Studio
from aiprod_app.theme import icon
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.message_bar import MessageBar
from aiprod_app.widgets.steps import Unveiling

_SMALLEST = QSize(760, 440)
"""On screens that are smaller, the window's content is scrolled."""
_USUAL = QSize(1440, 900)

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("film", ("film.new", "film.open", "film.sample", "", "film.import", "film.make", "film.versions", "film.reveal", "",
              "deliver.export", "deliver.check", "", "film.close", "app.quit")),
    ("edit", ("edit.undo", "edit.redo", "edit.history", "", "edit.cut", "edit.copy", "edit.paste", "edit.paste_insert",
              "edit.duplicate", "edit.delete", "edit.ripple_delete", "", "edit.select_all", "edit.select_none",
              "edit.select_forward", "", "app.preferences", "app.keyboard")),
    ("timeline", ("edit.blade", "edit.blade_all", "edit.transition", "edit.remove_transition", "edit.link", "edit.enable",
                  "edit.speed", "edit.freeze", "edit.close_gaps", "", "edit.next_take", "edit.previous_take",
                  "edit.compare_takes", "edit.retake", "edit.retake_part", "", "timeline.add_video_track",
                  "timeline.add_audio_track", "timeline.remove_track", "", "timeline.snapping", "timeline.linked",
                  "timeline.follow", "",
                  "timeline.hand_back")),
    ("play", ("play.toggle", "play.loop", "play.around", "play.in_to_out", "", "mark.in", "mark.out", "mark.clear",
              "mark.marker", "", "play.start", "play.end", "play.previous_cut", "play.next_cut")),
    ("view", ("view.script", "view.board", "view.edit", "view.grade", "view.mix", "view.deliver", "view.models", "",
              "view.jobs", "view.editors", "", "view.full_screen", "view.viewer_full_screen", "view.safe_areas", "",
              "timeline.zoom_in", "timeline.zoom_out", "timeline.zoom_to_fit")),
    ("help", ("app.search", "app.first_run", "app.diagnostics", "app.about")),
)  # fmt: skip


class StudioWindow(QMainWindow):
    """The one window. Pages are made ahead, or when first shown; while no film is open, the start page stands in their place."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.pages: dict[str, Page] = {}
        self.page: Page | None = None
        """The page that is shown; None while it is the start page."""
        self.wanted = PAGES[0].key
        """The page that is shown, or will be once a film is open."""
        self._awaited = ""
        """The page that is shown as soon as it is made."""
        self._ahead = Ahead(studio, self._place, self._made, self)
        self._unveiling, self._entered = Unveiling(self), False
        self._entering = QTimer(self, singleShot=True, interval=0)
        self._entering.timeout.connect(self._enter)
        self.setObjectName("studio")
        self.setAcceptDrops(True)
        self.editors = EditorsDesk(studio, self)
        self._build()
        self.films = FilmActions(studio, self)
        self.desk = Desk(studio, self)
        self.watch = EngineWatch(studio, self)
        self._bind()
        studio.commands.attach(self)
        studio.page_asked.connect(self.bring)
        studio.jobs_asked.connect(self.show_jobs)
        studio.commands.keys_changed.connect(self._name_buttons)
        studio.film.opened.connect(self._film_opened)
        studio.film.changed.connect(self._film_shown)
        studio.film.closed.connect(self._film_closed)
        studio.engine.state_changed.connect(self._engine_is)
        self.retranslate()
        self.resize(_USUAL)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QWidget()
        whole.setMinimumSize(_SMALLEST)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.messages = MessageBar(self.studio.messages)
        self.stack = QStackedWidget()
        self.start = StartPage(self.studio)
        self.stack.addWidget(self.start)
        self.drawer = JobsDrawer(self.studio)
        self.drawer.hide()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setObjectName("body")
        for widget in (self.stack, self.drawer):
            self.body.addWidget(widget)
        self.body.setChildrenCollapsible(False)
        self.body.setStretchFactor(0, 1)
        self.body.setSizes([_USUAL.width() - 340, 340])
        column.addWidget(self._page_bar())
        column.addWidget(self.messages)
        column.addWidget(self.body, 1)
        self.setCentralWidget(_scrollable(whole))

    def _page_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        self.title = ElidedLabel()
        self.title.setProperty("kind", "heading")
        self.state = ElidedLabel()
        self.state.setProperty("kind", "small")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.jobs_button = JobsButton(self.studio.jobs)
        self.jobs_button.clicked.connect(partial(self.studio.commands.do, "view.jobs"))
        row.addWidget(self.title, 1)
        self._buttons = QButtonGroup(self)
        self.page_buttons: dict[str, QPushButton] = {}
        for spec in PAGES:
            row.addWidget(self._page_button(spec))
        row.addWidget(self.state, 1)
        row.addWidget(self.editors.button)
        row.addWidget(self.jobs_button)
        self.bar = row
        return bar

    def _page_button(self, spec: PageSpec) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"go-{spec.key}")
        button.setCheckable(True)
        button.setProperty("kind", "page")
        button.setIcon(icon(spec.key, "muted"))
        button.clicked.connect(lambda: self.bring(spec.key))
        self._buttons.addButton(button)
        self.page_buttons[spec.key] = button
        return button

    def _bind(self) -> None:
        bind, film = self.studio.commands.bind, self.studio.film
        for spec in PAGES:
            bind(f"view.{spec.key}", partial(self.bring, spec.key), self, partial(self._can_show, spec))
        bind("app.quit", self._quit, self)
        bind("view.full_screen", self._toggle_full_screen, self)
        bind("view.jobs", self._toggle_jobs, self)
        bind("edit.undo", film.undo, self, lambda: bool(film.shown and film.shown.undo))
        bind("edit.redo", film.redo, self, lambda: bool(film.shown and film.shown.redo))
        for name, show in (("app.about", self._about), ("app.diagnostics", self._diagnostics), ("app.first_run", self.first_run)):
            bind(name, show, self)

    def _can_show(self, spec: PageSpec) -> bool:
        return self.studio.film.is_open or not spec.needs_film

    def _quit(self) -> None:
        self.close()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- jobs and dialogs ----------------------------------------------------------------------------------------------

    def _toggle_jobs(self) -> None:
        self.drawer.setVisible(self.drawer.isHidden())
        self.jobs_button.setChecked(not self.drawer.isHidden())
        if not self.drawer.isHidden():
            self.drawer.refresh()

    def show_jobs(self) -> None:
        """Show the drawer with the jobs."""
        if self.drawer.isHidden():
            self._toggle_jobs()

    def _about(self) -> None:
        from aiprod_app.diagnostics.about import AboutDialog

        AboutDialog(self.studio, self).open()

    def _diagnostics(self) -> None:
        from aiprod_app.diagnostics.dialog import DiagnosticsDialog

        DiagnosticsDialog(self.studio, self).open()

    def first_run(self) -> None:
        """Language, hardware, models, folders, privacy: the five steps of the first start, whenever they are wanted."""
        from aiprod_app.start.first_run import FirstRunDialog

        dialog = FirstRunDialog(self.studio, self)
        dialog.sample_wanted.connect(self.films.open_sample)
        dialog.open()

    # -- pages ---------------------------------------------------------------------------------------------------------

    def bring(self, key: str) -> None:
        """Show a page, as `go_to` does; one that is not made yet is made before the others, and shown as soon as it is."""
        spec = next(spec for spec in PAGES if spec.key == key)
        if key not in self.pages and self._can_show(spec):
            self.wanted = self._awaited = key
            self._ahead.make([key])
        else:
            self._go(key, softly=True)

    def _place(self, page: Page) -> None:
        page.resize(self.stack.size())
        self.stack.addWidget(page)

    def _made(self, page: Page) -> None:
        """A page is there; it is shown if somebody waits for it."""
        self.pages[page.key] = page
        if page.key == self._awaited == self.wanted:
            self._go(page.key, softly=True)

    def go_to(self, key: str) -> None:
        """Show a page, now; it is made if it was not shown before. One that needs a film is shown as soon as there is one."""
        self._go(key)

    @property
    def settled(self) -> bool:
        """Whether the page that was asked for is there, follows the film and is painted whole."""
        return not self._awaited and (self.page is None or self._entered) and not self._unveiling.at_work

    def _go(self, key: str, *, softly: bool = False) -> None:
        """Show a page; softly: in several events, so that none of them takes long."""
        self.wanted, self._awaited = key, ""
        spec = next(spec for spec in PAGES if spec.key == key)
        self._show(self._ahead.now(key) if self._can_show(spec) else None, softly=softly)
        self.page_buttons[key].setChecked(self.page is not None)
        self.studio.settings.change(page=key)
        if softly:
            self.studio.commands.refresh_soon()
        else:
            self.studio.commands.refresh()

    def _show(self, page: Page | None, *, softly: bool = False) -> None:
        """Bring a page to the front; None: the start page."""
        if page is not self.page or self.stack.currentWidget() is not (page or self.start):
            if self.page is not None and self._entered:
                self.page.leave()
            self.page, self._entered = page, False
            self._unveiling.veil(page.panels() if page is not None and softly else ())
            self.stack.setCurrentWidget(page or self.start)
        if page is None:
            self._uncheck()
        elif softly:
            self._entering.start()
        else:
            self._enter()

    def _enter(self) -> None:
        """The page that is shown follows the film from now on."""
        if self.page is not None and not self._entered:
            self._entered = True
            self.page.enter()
            self._unveiling.begin()

    def _uncheck(self) -> None:
        self._buttons.setExclusive(False)
        for button in self.page_buttons.values():
            button.setChecked(False)
        self._buttons.setExclusive(True)

    def _film_opened(self, _shown: Shown) -> None:
        self._name_buttons()
        self.bring(self.wanted)

    def _film_closed(self) -> None:
        self._name_film(None)
        self._name_buttons()
        self.go_to(self.wanted)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _film_shown(self, shown: Shown) -> None:
        self._name_film(shown)
        if not self.studio.commands.refreshes_soon:
            self.studio.commands.refresh()

    def _name_film(self, shown: Shown | None) -> None:
        """The film's name, and those of the edits that can be undone and redone."""
        name = shown.film.name if shown else self.tr("No film")
        self.title.setText(name)
        self.setWindowTitle(f"{' '.join(name.split())[:80]} — AIPROD" if shown else "AIPROD")
        self._name_undo(shown)

    def _name_buttons(self) -> None:
        """Pages that need a film can't be gone to without one, and say so."""
        for spec in PAGES:
            button, able = self.page_buttons[spec.key], self._can_show(spec)
            button.setEnabled(able)
            hint = self.studio.commands.hint(f"view.{spec.key}")
            button.setToolTip(hint if able else self.tr("{page}: open a film first").format(page=hint))

    def _name_undo(self, shown: Shown | None) -> None:
        actions, language = self.studio.commands.actions, language_in_use()
        undo, redo = (shown.undo, shown.redo) if shown else ("", "")
        undo_text, redo_text = self.tr("Undo {edit}"), self.tr("Redo {edit}")
        actions["edit.undo"].setText(undo_text.format(edit=told(undo, language)) if undo else self.tr("Undo"))
        actions["edit.redo"].setText(redo_text.format(edit=told(redo, language)) if redo else self.tr("Redo"))

    def _engine_is(self, state: str) -> None:
        words = {
            "starting": self.tr("Engine is starting…"), "ready": self.tr("Engine ready"),
            "away": self.tr("Engine away, trying again"),
            "closed": "",
        }  # fmt: skip
        self.state.setText(words[state])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word of the frame in the language in use."""
        self.studio.commands.retranslate()
        for spec in PAGES:
            self.page_buttons[spec.key].setText(QCoreApplication.translate("Pages", spec.title))
        self.jobs_button.setToolTip(self.studio.commands.hint("view.jobs"))
        self._build_menus()
        self._name_film(self.studio.film.shown)
        self._name_buttons()
        self._engine_is(self.studio.engine.state)

    def _build_menus(self) -> None:
        titles = {
            "film": self.tr("&Film"), "edit": self.tr("&Edit"), "timeline": self.tr("&Timeline"), "play": self.tr("&Playback"),
            "view": self.tr("&View"), "help": self.tr("&Help"),
        }  # fmt: skip
        bar = self.menuBar()
        bar.clear()
        for key, names in _MENUS:
            menu: QMenu = bar.addMenu(titles[key])
            for name in names:
                if name:
                    menu.addAction(self.studio.commands.actions[name])
                else:
                    menu.addSeparator()
            menu.aboutToShow.connect(self.studio.commands.refresh)

    # -- what is dropped on it -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_open(paths_of(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.films.open_paths(paths_of(event.mimeData()))
        event.acceptProposedAction()

    # -- the beginning and the end -------------------------------------------------------------------------------------

    def restore(self) -> None:
        """As it was left."""
        kept = self.studio.settings.now
        if kept.window:
            self.restoreGeometry(QByteArray.fromHex(kept.window.encode()))
        elif (screen := self.screen()) is not None:
            self.resize(_USUAL.boundedTo(screen.availableGeometry().size()))
        if body := kept.layout.get("body"):
            self.body.restoreState(QByteArray.fromHex(body.encode()))
        if kept.layout.get("jobs") == "open":
            self.show_jobs()
        self.go_to(kept.page if kept.page in self.page_buttons else PAGES[0].key)

    def begin(self, film: Path | None = None) -> None:
        """Once it stands: a given film, or the one that was open, or a newcomer's first run; the pages are made meanwhile."""
        if self.studio.settings.trouble is not None:
            self.studio.messages.error(self.studio.settings.trouble, about="settings")
        if film is None:
            self.studio.opening.resume()
        else:
            self.films.open_paths([film])
        if not self.studio.settings.now.first_run_done:
            QTimer.singleShot(0, self, self.first_run)
        self.prepare([spec.key for spec in PAGES if spec.key != self._awaited])

    def prepare(self, keys: Sequence[str]) -> None:
        """Make pages ahead, so that going to one, and opening a film, is quick."""
        if not self.isHidden():
            self._ahead.make(keys)

    @property
    def preparing(self) -> bool:
        """Whether pages are being made."""
        return self._ahead.busy

    def bring_to_front(self) -> None:
        """Above the other windows, with the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._ahead.stop()
        self._show(None)
        self.studio.opening.remember()
        kept = {"body": _hex(self.body.saveState()), "jobs": "closed" if self.drawer.isHidden() else "open"}
        layout = {**self.studio.settings.now.layout, **kept}
        self.studio.settings.change(window=_hex(self.saveGeometry()), layout=layout)
        if running := len(self.studio.jobs.running):
            self.farewell = Farewell(running)
            self.farewell.show()
        super().closeEvent(event)


def _hex(data: QByteArray) -> str:
    return bytes(data.toHex().data()).decode()


def _scrollable(whole: QWidget) -> QScrollArea:
    """The content, in a window that may be smaller than it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setMinimumSize(1, 1)
    area.setWidget(whole)
    return area
