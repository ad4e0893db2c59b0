# SPDX-License-Identifier: Apache-2.0
"""The window: the pages, the way between them, the jobs, and what is told."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.film.session import Shown, told
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages import PAGES, PageSpec
from aiprod_app.pages.base import Page
from aiprod_app.studio import Studio
from aiprod_app.theme import icon
from aiprod_app.widgets.message_bar import MessageBar

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("film", ("film.new", "film.open", "film.sample", "", "film.import", "film.make", "film.reveal", "", "deliver.export",
              "deliver.check", "", "film.close", "app.quit")),
    ("edit", ("edit.undo", "edit.redo", "edit.history", "", "edit.cut", "edit.copy", "edit.paste", "edit.paste_insert",
              "edit.duplicate", "edit.delete", "edit.ripple_delete", "", "edit.select_all", "edit.select_none",
              "edit.select_forward", "", "app.preferences", "app.keyboard")),
    ("timeline", ("edit.blade", "edit.blade_all", "edit.transition", "edit.remove_transition", "edit.link", "edit.enable",
                  "edit.speed", "edit.freeze", "edit.close_gaps", "", "edit.next_take", "edit.previous_take",
                  "edit.compare_takes", "edit.retake", "", "timeline.add_video_track", "timeline.add_audio_track",
                  "timeline.remove_track", "", "timeline.snapping", "timeline.linked", "timeline.follow", "",
                  "timeline.hand_back")),
    ("play", ("play.toggle", "play.loop", "play.around", "play.in_to_out", "", "mark.in", "mark.out", "mark.clear",
              "mark.marker", "", "play.start", "play.end", "play.previous_cut", "play.next_cut")),
    ("view", ("view.script", "view.board", "view.edit", "view.grade", "view.mix", "view.deliver", "view.models", "",
              "view.jobs", "view.full_screen", "view.viewer_full_screen", "view.safe_areas", "", "timeline.zoom_in",
              "timeline.zoom_out", "timeline.zoom_to_fit")),
    ("help", ("app.search", "app.first_run", "app.diagnostics", "app.about")),
)  # fmt: skip


class StudioWindow(QMainWindow):
    """The one window. Pages are made when they are first shown."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.pages: dict[str, Page] = {}
        self.page: Page | None = None
        self.setObjectName("studio")
        self.setMinimumSize(640, 400)
        self.setAcceptDrops(True)
        self._build()
        self._bind()
        studio.commands.attach(self)
        studio.page_asked.connect(self.go_to)
        studio.film.changed.connect(self._film_shown)
        studio.film.closed.connect(lambda: self._film_shown(None))
        studio.engine.state_changed.connect(self._engine_is)
        self.retranslate()
        self.resize(1440, 900)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.messages = MessageBar(self.studio.messages)
        self.stack = QStackedWidget()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setObjectName("body")
        self.body.addWidget(self.stack)
        self.body.setChildrenCollapsible(False)
        self.body.setStretchFactor(0, 1)
        column.addWidget(self._page_bar())
        column.addWidget(self.messages)
        column.addWidget(self.body, 1)
        self.setCentralWidget(whole)

    def _page_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 12, 4)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setMinimumWidth(60)
        self.state = QLabel()
        self.state.setProperty("kind", "small")
        row.addWidget(self.title, 1)
        self._buttons = QButtonGroup(self)
        self.page_buttons: dict[str, QPushButton] = {}
        for spec in PAGES:
            row.addWidget(self._page_button(spec))
        row.addWidget(self.state, 1, Qt.AlignmentFlag.AlignRight)
        self.bar = row
        return bar

    def _page_button(self, spec: PageSpec) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"go-{spec.key}")
        button.setCheckable(True)
        button.setProperty("kind", "page")
        button.setIcon(icon(spec.key, "muted"))
        button.clicked.connect(lambda: self.go_to(spec.key))
        self._buttons.addButton(button)
        self.page_buttons[spec.key] = button
        return button

    def _bind(self) -> None:
        bind = self.studio.commands.bind
        for spec in PAGES:
            bind(f"view.{spec.key}", partial(self.go_to, spec.key), self)
        bind("app.quit", self._quit, self)
        bind("view.full_screen", self._toggle_full_screen, self)
        film = self.studio.film
        bind("edit.undo", film.undo, self, lambda: bool(film.shown and film.shown.undo))
        bind("edit.redo", film.redo, self, lambda: bool(film.shown and film.shown.redo))
        bind("film.close", film.close, self, lambda: film.is_open)

    def _quit(self) -> None:
        self.close()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- pages ---------------------------------------------------------------------------------------------------------

    def go_to(self, key: str) -> None:
        """Show a page; it is made if it was not shown before."""
        page = self._made(key)
        if page is not self.page:
            if self.page is not None:
                self.page.leave()
            self.page = page
            self.stack.setCurrentWidget(page)
            page.enter()
            self.studio.settings.change(page=key)
        self.page_buttons[key].setChecked(True)
        self.studio.commands.refresh()

    def _made(self, key: str) -> Page:
        if key not in self.pages:
            spec = next(spec for spec in PAGES if spec.key == key)
            self.pages[key] = spec.make(self.studio)
            self.stack.addWidget(self.pages[key])
        return self.pages[key]

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _film_shown(self, shown: Shown | None) -> None:
        name = shown.film.name if shown else self.tr("No film")
        self.title.setText(self.title.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, max(80, self.width() // 5)))
        self.title.setToolTip(name)
        self.setWindowTitle(f"{name} — AIPROD" if shown else "AIPROD")
        commands = self.studio.commands
        commands.refresh()
        self._name_undo(shown)

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
        why = self.studio.engine.why
        if state == "away" and why is not None:
            self.studio.messages.error(why, about="engine")
        elif state == "ready":
            self.studio.messages.withdraw("engine")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word of the frame in the language in use."""
        self.studio.commands.retranslate()
        for spec in PAGES:
            button = self.page_buttons[spec.key]
            button.setText(QCoreApplication.translate("Pages", spec.title))
            button.setToolTip(self.studio.commands.hint(f"view.{spec.key}"))
        self._build_menus()
        self._film_shown(self.studio.film.shown)
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

    # -- the end -------------------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """As it was left."""
        kept = self.studio.settings.now
        if kept.window:
            self.restoreGeometry(QByteArray.fromHex(kept.window.encode()))
        self.go_to(kept.page if kept.page in self.page_buttons else "script")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self.page is not None:
            self.page.leave()
            self.page = None
        window = bytes(self.saveGeometry().toHex().data()).decode()
        self.studio.settings.change(window=window, open_film="")
        super().closeEvent(event)
