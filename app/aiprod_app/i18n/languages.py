# SPDX-License-Identifier: Apache-2.0
"""Which language the desktop speaks, and the catalogues at work."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator

Language = Literal["en", "fr"]
FOLDER = Path(__file__).parent
_loaded: list[QTranslator] = []


def system_language() -> Language:
    """French where the system speaks it, else English."""
    for name in QLocale.system().uiLanguages():
        found = name[:2].lower()
        if found == "fr":
            return "fr"
        if found == "en":
            return "en"
    return "en"


class _Hush(QObject):
    """Keeps the change of each single catalogue from every widget; the change of language is told once."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.LanguageChange


def speak(language: Language) -> None:
    """Have the desktop speak a language. Widgets made before hear of it by `QEvent.LanguageChange`."""
    app = QCoreApplication.instance()
    assert app is not None
    hush = _Hush()
    app.installEventFilter(hush)
    for translator in _loaded:
        app.removeTranslator(translator)
    _loaded.clear()
    QLocale.setDefault(QLocale(QLocale.Language.French if language == "fr" else QLocale.Language.English))
    for path in (*_of_qt(language), *sorted(FOLDER.glob(f"*_{language}.qm"))):
        translator = QTranslator(app)
        if translator.load(str(path)):
            app.installTranslator(translator)
            _loaded.append(translator)
    app.removeEventFilter(hush)
    QCoreApplication.sendEvent(app, QEvent(QEvent.Type.LanguageChange))


def _of_qt(language: Language) -> tuple[Path, ...]:
    """Qt's own words: the keys' names, the buttons of its dialogs, the menus of its fields."""
    found = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
    return (found,) if language != "en" else ()


def language_in_use() -> Language:
    """The language spoken now."""
    return "fr" if QLocale().language() == QLocale.Language.French else "en"
