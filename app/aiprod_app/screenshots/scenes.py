# SPDX-License-Identifier: Apache-2.0
"""What there is to see: every page, and every dialog that is opened from them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages import PAGES
from aiprod_app.window import StudioWindow

_TYPED = {"en": "trim", "fr": "ajust"}
"""What is looked for in the picture of the search."""


@dataclass(frozen=True)
class Scene:
    """Something to see.

    Attributes:
        key: its name, and its picture's.
        show: brings it onto the screen; what it returns is what there is to see.
        film: whether a film has to be open.
    """

    key: str
    show: Callable[[StudioWindow], QWidget]
    film: bool = True


def _page(key: str) -> Callable[[StudioWindow], QWidget]:
    def show(window: StudioWindow) -> QWidget:
        window.go_to(key)
        return window

    return show


def _dialog(make: Callable[[StudioWindow], QDialog]) -> Callable[[StudioWindow], QWidget]:
    def show(window: StudioWindow) -> QWidget:
        dialog = make(window)
        dialog.show()
        return dialog

    return show


def _start(window: StudioWindow) -> QWidget:
    window.studio.film.close()
    window.go_to("script")
    return window


def _jobs(window: StudioWindow) -> QWidget:
    window.go_to("edit")
    window.show_jobs()
    return window


_LOOKED_AT = "ltx-2.5-distilled"
"""The model in the pictures of the Models page: its licence must be accepted, and the hub wants a token."""


def _model(window: StudioWindow) -> QWidget:
    from aiprod_app.pages.models.page import ModelsPage

    window.go_to("models")
    page = window.page
    assert isinstance(page, ModelsPage)
    wait_until(lambda: bool(page.tree.rows))
    page.tree.look_at(_LOOKED_AT)
    wait_until(lambda: bool(page.details.why.text()))
    return window


def _of_model(act: str) -> Callable[[StudioWindow], QWidget]:
    """A dialog of the Models page."""

    def show(window: StudioWindow) -> QWidget:
        from aiprod_app.pages.models.page import ModelsPage

        page = window.page if isinstance(window.page, ModelsPage) else _model(window) and window.page
        assert isinstance(page, ModelsPage)
        page.tree.look_at(_LOOKED_AT)
        page.acts.dialog = None
        if act == "licence":
            page.do("licence")
        else:
            page.acts.token(page=page.models[_LOOKED_AT].source)
        wait_until(lambda: page.acts.dialog is not None)
        assert page.acts.dialog is not None
        return page.acts.dialog

    return show


def wait_until(true: Callable[[], bool], longest_s: float = 60.0) -> None:
    """Let things happen until something is so; the engine's answers take a moment."""
    end = time.monotonic() + longest_s
    while not true() and time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()


def _new_film(window: StudioWindow) -> QDialog:
    from aiprod_app.start.new_film import NewFilmDialog

    return NewFilmDialog(window.studio, Path("~/Videos/AIPROD"), None, window)


def _first_run(window: StudioWindow) -> QDialog:
    from aiprod_app.start.first_run import FirstRunDialog

    return FirstRunDialog(window.studio, window)


def _about(window: StudioWindow) -> QDialog:
    from aiprod_app.diagnostics.about import AboutDialog

    return AboutDialog(window.studio, window)


def _diagnostics(window: StudioWindow) -> QDialog:
    from aiprod_app.diagnostics.dialog import DiagnosticsDialog

    return DiagnosticsDialog(window.studio, window)


def _versions(window: StudioWindow) -> QDialog:
    from aiprod_app.recovery.versions_dialog import VersionsDialog

    return VersionsDialog(window.studio, window)


def _palette(window: StudioWindow) -> QDialog:
    from aiprod_app.commands.palette import Palette

    made = Palette(window.studio.commands, window)
    made.field.setText(_TYPED[language_in_use()])
    return made


def _keyboard(window: StudioWindow) -> QDialog:
    from aiprod_app.commands.keyboard import KeyboardDialog

    made = KeyboardDialog(window.studio, window)
    made.tree.setCurrentItem(made.rows["timeline.blade_tool"])
    return made


def _editors(tab: str, *, connected: bool = False) -> Callable[[StudioWindow], QDialog]:
    def make(window: StudioWindow) -> QDialog:
        from aiprod_app.editors.window import EditorsWindow
        from aiprod_app.screenshots.example_editor import ExampleEditors

        made = EditorsWindow(window.studio, ExampleEditors(window.studio, window, connected=connected), window)
        made.show_tab(tab)
        made.face.choose("shot")
        made.face.ask_context()
        return made

    return make


def _preferences(page: str) -> Callable[[StudioWindow], QDialog]:
    def make(window: StudioWindow) -> QDialog:
        from aiprod_app.preferences.dialog import PreferencesDialog

        made = PreferencesDialog(window.studio, window)
        made.show_page(page)
        return made

    return make


SCENES: tuple[Scene, ...] = (
    *(Scene(spec.key, _page(spec.key)) for spec in PAGES),
    Scene("jobs", _jobs),
    Scene("new-film", _dialog(_new_film), film=False),
    Scene("first-run", _dialog(_first_run), film=False),
    Scene("search", _dialog(_palette)),
    Scene("keyboard", _dialog(_keyboard), film=False),
    *(
        Scene(f"preferences-{page}", _dialog(_preferences(page)), film=False)
        for page in ("general", "storage", "privacy", "engine")
    ),
    Scene("editors", _dialog(_editors("editors")), film=False),
    Scene("editors-shot", _dialog(_editors("editors", connected=True)), film=False),
    *(Scene(f"editors-{tab}", _dialog(_editors(tab)), film=False) for tab in ("install", "pair")),
    Scene("editors-handoff", _dialog(_editors("handoff"))),
    Scene("versions", _dialog(_versions)),
    Scene("diagnostics", _dialog(_diagnostics), film=False),
    Scene("about", _dialog(_about), film=False),
    Scene("start", _start, film=False),
)

OF_THE_ENGINE: tuple[Scene, ...] = (
    Scene("models-video", _model, film=False),
    Scene("models-licence", _of_model("licence"), film=False),
    Scene("models-token", _of_model("token"), film=False),
)
"""Scenes that show what the engine answers: there is nothing to see without one."""
