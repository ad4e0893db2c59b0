# SPDX-License-Identifier: Apache-2.0
"""Names of the console's parts, for people."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod.film.mix import Anchor, Bus, Layout
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

_BUSES: dict[Bus, str] = {
    "dialogue": QT_TRANSLATE_NOOP("Mix", "Dialogue"),
    "music": QT_TRANSLATE_NOOP("Mix", "Music"),
    "ambience": QT_TRANSLATE_NOOP("Mix", "Ambience"),
    "effects": QT_TRANSLATE_NOOP("Mix", "Effects"),
}
_TARGETS: dict[str, tuple[str, str]] = {
    "streaming": (QT_TRANSLATE_NOOP("Mix", "Streaming"), QT_TRANSLATE_NOOP("Mix", "music and video platforms")),
    "web": (QT_TRANSLATE_NOOP("Mix", "Web"), QT_TRANSLATE_NOOP("Mix", "AES TD1008, internet audio")),
    "broadcast": (QT_TRANSLATE_NOOP("Mix", "Broadcast, Europe"), QT_TRANSLATE_NOOP("Mix", "EBU R 128")),
    "atsc": (QT_TRANSLATE_NOOP("Mix", "Broadcast, America"), QT_TRANSLATE_NOOP("Mix", "ATSC A/85")),
    "streaming-film": (
        QT_TRANSLATE_NOOP("Mix", "Film on a platform"), QT_TRANSLATE_NOOP("Mix", "Netflix Sound Mix Specifications v1.6"),
    ),
}  # fmt: skip
_LAYOUTS: dict[Layout, str] = {
    "stereo": QT_TRANSLATE_NOOP("Mix", "Stereo"),
    "5.1": QT_TRANSLATE_NOOP("Mix", "5.1 surround"),
    "binaural": QT_TRANSLATE_NOOP("Mix", "Binaural, for headphones"),
}
_ANCHORS: dict[Anchor, str] = {
    "programme": QT_TRANSLATE_NOOP("Mix", "The whole programme"),
    "dialogue": QT_TRANSLATE_NOOP("Mix", "The dialogue"),
}
_BANDS: dict[str, str] = {
    "high_pass": QT_TRANSLATE_NOOP("Mix", "High pass"),
    "low_pass": QT_TRANSLATE_NOOP("Mix", "Low pass"),
    "low_shelf": QT_TRANSLATE_NOOP("Mix", "Low shelf"),
    "high_shelf": QT_TRANSLATE_NOOP("Mix", "High shelf"),
    "bell": QT_TRANSLATE_NOOP("Mix", "Bell"),
}
BANDS = tuple(_BANDS)
LAYOUTS = tuple(_LAYOUTS)
ANCHORS = tuple(_ANCHORS)


def _say(text: str) -> str:
    return QCoreApplication.translate("Mix", text)


def bus_title(bus: Bus) -> str:
    return _say(_BUSES[bus])


def target_title(name: str) -> str:
    """A target's name."""
    return _say(_TARGETS[name][0]) if name in _TARGETS else name


def target_source(name: str) -> str:
    """Who asks for a target."""
    return _say(_TARGETS[name][1]) if name in _TARGETS else ""


def layout_title(layout: Layout) -> str:
    return _say(_LAYOUTS[layout])


def anchor_title(anchor: Anchor) -> str:
    return _say(_ANCHORS[anchor])


def band_title(kind: str) -> str:
    return _say(_BANDS[kind])
