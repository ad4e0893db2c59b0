# SPDX-License-Identifier: Apache-2.0
"""What there is to see: every page, and every dialog that is opened from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
