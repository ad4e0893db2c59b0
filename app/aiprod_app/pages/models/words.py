# SPDX-License-Identifier: Apache-2.0
"""What models are for, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

_ROLES = {
    "voice": QT_TRANSLATE_NOOP("Models", "Speaks"),
    "speech recognition": QT_TRANSLATE_NOOP("Models", "Listens"),
    "speech quality": QT_TRANSLATE_NOOP("Models", "Judges voices"),
    "soundfont": QT_TRANSLATE_NOOP("Models", "Plays the score"),
    "binaural head": QT_TRANSLATE_NOOP("Models", "Sound for headphones"),
    "video": QT_TRANSLATE_NOOP("Models", "Shoots"),
    "writer": QT_TRANSLATE_NOOP("Models", "Writes"),
    "upscaling": QT_TRANSLATE_NOOP("Models", "Enlarges pictures"),
    "painted look": QT_TRANSLATE_NOOP("Models", "Paints pictures"),
}
_NEEDS = {
    "core": QT_TRANSLATE_NOOP("Models", "Needed for every film"),
    "optional": QT_TRANSLATE_NOOP("Models", "Used where installed"),
    "test": QT_TRANSLATE_NOOP("Models", "For tests only"),
}


def role(name: str) -> str:
    """What a model does; an unknown role as its card has it."""
    return QCoreApplication.translate("Models", _ROLES[name]) if name in _ROLES else name


def need(name: str) -> str:
    """How much it is needed."""
    return QCoreApplication.translate("Models", _NEEDS[name]) if name in _NEEDS else name
