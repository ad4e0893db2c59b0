# SPDX-License-Identifier: Apache-2.0
"""The icons of tools and transport: drawn from paths in the theme's colours, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aiprod_app.theme import tokens

_SIZE = 18

# 20 × 20 units; F fills, S strokes.
_PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "select": (("F", "M5 2 L15 11 L10.4 11.4 L12.9 16.6 L10.6 17.6 L8.2 12.4 L5 15.5 Z"),),
    "trim": (("S", "M8 4 H5 V16 H8 M12 4 H15 V16 H12"), ("S", "M10 2 V18")),
    "ripple": (("S", "M8 4 H5 V16 H8"), ("S", "M10 10 H17 M14 7 L17 10 L14 13")),
    "roll": (("S", "M10 3 V17 M7 10 H2 M4 7.6 L1.8 10 L4 12.4 M13 10 H18 M16 7.6 L18.2 10 L16 12.4"),),
    "slip": (("S", "M3 5 H17 V15 H3 Z"), ("S", "M6 10 H14 M8 8 L6 10 L8 12 M12 8 L14 10 L12 12")),
    "slide": (("S", "M6 5 H14 V15 H6 Z"), ("S", "M4 10 H1 M2.4 8.4 L1 10 L2.4 11.6 M16 10 H19 M17.6 8.4 L19 10 L17.6 11.6")),
    "blade": (("F", "M4 12 L14 2 L18 6 L8 16 Z"), ("S", "M4 12 L2.5 17.5 L8 16")),
    "range": (("S", "M5 3 V17 M15 3 V17"), ("S", "M5 10 H15")),
    "hand": (("S", "M6 11 V5.2 a1.2 1.2 0 0 1 2.4 0 V9 M8.4 9 V3.7 a1.2 1.2 0 0 1 2.4 0 V9 M10.8 9 V4.7 a1.2 1.2 0 0 1 2.4 0 V10"
              " M13.2 10 V7 a1.2 1.2 0 0 1 2.4 0 V13 c0 3-2 5-5 5 c-2.6 0-4-1.2-5.2-3.2 L3.3 11.2 a1.2 1.2 0 0 1 2-1.2 L6 11"),),
    "zoom": (("S", "M8.5 3 a5.5 5.5 0 1 0 0.01 0 M12.6 12.6 L17.5 17.5"),),
    "zoom_in": (("S", "M8.5 3 a5.5 5.5 0 1 0 0.01 0 M12.6 12.6 L17.5 17.5 M6 8.5 H11 M8.5 6 V11"),),
    "zoom_out": (("S", "M8.5 3 a5.5 5.5 0 1 0 0.01 0 M12.6 12.6 L17.5 17.5 M6 8.5 H11"),),
    "fit": (("S", "M2 6 V14 M18 6 V14 M5 10 H15 M7.4 7.6 L5 10 L7.4 12.4 M12.6 7.6 L15 10 L12.6 12.4"),),
    "snap": (("S", "M4 3 V10 a6 6 0 0 0 12 0 V3 M8 3 V10 a2 2 0 0 0 4 0 V3 M4 6.5 H8 M12 6.5 H16"),),
    "link": (("S", "M8.5 11.5 a3.2 3.2 0 0 1 0-4.6 l2.6-2.6 a3.2 3.2 0 0 1 4.6 4.6 l-1.6 1.6"
              " M11.5 8.5 a3.2 3.2 0 0 1 0 4.6 l-2.6 2.6 a3.2 3.2 0 0 1 -4.6 -4.6 l1.6-1.6"),),
    "follow": (("S", "M6 3 V17"), ("S", "M9 10 H17 M14 7 L17 10 L14 13")),
    "marker": (("F", "M5 3 H15 V11 L10 17 L5 11 Z"),),
    "dissolve": (("S", "M3 5 H17 V15 H3 Z M3 5 L17 15"), ("F", "M3 5 L17 15 H3 Z")),
    "takes": (("S", "M6 3 H17 V12"), ("S", "M3 6 H14 V16 H3 Z"), ("F", "M7 8.5 L11 11 L7 13.5 Z")),
    "retake": (("S", "M15.5 6 A7 7 0 1 0 17 10 M15.8 2.6 V6.4 H12"),),
    "history": (("S", "M4.5 6 A7 7 0 1 1 3 10 M4.2 2.6 V6.4 H8 M10 6 V10 L13 12"),),
    "insert": (("S", "M3 14 H7 V17 H3 Z M13 14 H17 V17 H13 Z"), ("S", "M10 2 V12 M7.4 9.4 L10 12 L12.6 9.4")),
    "overwrite": (("S", "M2 14 H18 V17 H2 Z"), ("S", "M10 2 V11 M7.4 8.4 L10 11 L12.6 8.4")),
    "play": (("F", "M6 3.5 L16.5 10 L6 16.5 Z"),),
    "pause": (("F", "M5.5 4 H8.5 V16 H5.5 Z M11.5 4 H14.5 V16 H11.5 Z"),),
    "stop": (("F", "M5 5 H15 V15 H5 Z"),),
    "first": (("F", "M16 4 L7 10 L16 16 Z M4 4 H6 V16 H4 Z"),),
    "last": (("F", "M4 4 L13 10 L4 16 Z M14 4 H16 V16 H14 Z"),),
    "previous_frame": (("F", "M12 5 L5 10 L12 15 Z M13.5 5 H15 V15 H13.5 Z"),),
    "next_frame": (("F", "M8 5 L15 10 L8 15 Z M5 5 H6.5 V15 H5 Z"),),
    "previous_cut": (("F", "M11 5 L5 10 L11 15 Z M17 5 L11 10 L17 15 Z M3 4 H4.4 V16 H3 Z"),),
    "next_cut": (("F", "M9 5 L15 10 L9 15 Z M3 5 L9 10 L3 15 Z M15.6 4 H17 V16 H15.6 Z"),),
    "loop": (("S", "M4 9 V7 a2 2 0 0 1 2-2 H15 M12.6 2.4 L15.4 5 L12.6 7.6"
              " M16 11 V13 a2 2 0 0 1 -2 2 H5 M7.4 12.4 L4.6 15 L7.4 17.6"),),
    "in": (("S", "M12 3 H8 V17 H12"), ("F", "M10.5 7.5 L15 10 L10.5 12.5 Z")),
    "out": (("S", "M8 3 H12 V17 H8"), ("F", "M9.5 7.5 L5 10 L9.5 12.5 Z")),
    "clear": (("S", "M5 5 L15 15 M15 5 L5 15"),),
    "safe": (("S", "M2 4 H18 V16 H2 Z"), ("S", "M5 6.5 H15 V13.5 H5 Z")),
    "full": (("S", "M3 7 V3 H7 M13 3 H17 V7 M17 13 V17 H13 M7 17 H3 V13"),),
    "list": (("S", "M7 5 H17 M7 10 H17 M7 15 H17"), ("F", "M3 4 H5 V6 H3 Z M3 9 H5 V11 H3 Z M3 14 H5 V16 H3 Z")),
    "grid": (("F", "M3 3 H9 V9 H3 Z M11 3 H17 V9 H11 Z M3 11 H9 V17 H3 Z M11 11 H17 V17 H11 Z"),),
    "import": (("S", "M3 13 V17 H17 V13 M10 2 V12 M6.5 8.5 L10 12 L13.5 8.5"),),
    "sound": (("F", "M3 8 H6 L10 4.5 V15.5 L6 12 H3 Z"), ("S", "M12.5 7.5 a3.5 3.5 0 0 1 0 5 M15 5.5 a6.5 6.5 0 0 1 0 9")),
    "title": (("S", "M4 4.5 H16 M10 4.5 V16 M7.5 16 H12.5 M4 4.5 V7 M16 4.5 V7"),),
    "speech": (("S", "M3 4 H17 V13 H9 L5.5 16.5 V13 H3 Z"),),
    "film": (("S", "M3 4 H17 V16 H3 Z M6 4 V16 M14 4 V16 M3 8 H6 M3 12 H6 M14 8 H17 M14 12 H17"),),
    "compare": (("S", "M2 4 H18 V16 H2 Z M10 4 V16"), ("F", "M2 4 H10 V16 H2 Z")),
}  # fmt: skip


def icon(name: str) -> QIcon:
    """An icon by its name, for enabled and disabled, in the theme in use."""
    theme, app = tokens(), QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _icon(name, theme.text, theme.disabled, ratio)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, ratio: float) -> QIcon:
    found = QIcon()
    drawn = pixmap(name, colour, _SIZE, ratio)
    found.addPixmap(drawn, QIcon.Mode.Normal)
    found.addPixmap(_in_colour(drawn, disabled), QIcon.Mode.Disabled)
    return found


def _in_colour(drawn: QPixmap, colour: str) -> QPixmap:
    made = QPixmap(drawn)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(colour))
    painter.end()
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1) -> QPixmap:
    """An icon as pixels: `size` logical pixels wide and high."""
    side = round(size * ratio)
    made = QPixmap(QSize(side, side))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(_svg(name, colour).encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _svg(name: str, colour: str) -> str:
    stroke = 'fill="none" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" stroke'
    parts = "".join(f'<path d="{path}" {"fill" if way == "F" else stroke}="{colour}"/>' for way, path in _PATHS[name])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{parts}</svg>'
