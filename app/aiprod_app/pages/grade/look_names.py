# SPDX-License-Identifier: Apache-2.0
"""The looks' names and what they are, for people."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

LOOKS: dict[str, tuple[str, str]] = {
    "neutral": (QT_TRANSLATE_NOOP("Looks", "Neutral"), QT_TRANSLATE_NOOP("Looks", "As shot: no change at all.")),
    "cinematic_warm": (
        QT_TRANSLATE_NOOP("Looks", "Warm print"),
        QT_TRANSLATE_NOOP("Looks", "Print-film contrast, amber highlights, faintly blue-green shadows."),
    ),
    "cinematic_cold": (
        QT_TRANSLATE_NOOP("Looks", "Cold print"),
        QT_TRANSLATE_NOOP("Looks", "Print-film contrast, steel-blue mids, clean highlights."),
    ),
    "documentary": (
        QT_TRANSLATE_NOOP("Looks", "Documentary"),
        QT_TRANSLATE_NOOP("Looks", "Honest and a little flat: soft contrast, natural colour."),
    ),
    "corporate": (
        QT_TRANSLATE_NOOP("Looks", "Corporate"),
        QT_TRANSLATE_NOOP("Looks", "Bright, clean and fresh: lifted mids, cool whites, clear skin."),
    ),
    "noir": (
        QT_TRANSLATE_NOOP("Looks", "Noir"),
        QT_TRANSLATE_NOOP("Looks", "Black-and-white with deep blacks and hard light."),
    ),
    "bleach_bypass": (
        QT_TRANSLATE_NOOP("Looks", "Bleach bypass"),
        QT_TRANSLATE_NOOP("Looks", "Silver left in the print: high contrast, little colour, hard whites."),
    ),
    "day_for_night": (
        QT_TRANSLATE_NOOP("Looks", "Day for night"),
        QT_TRANSLATE_NOOP("Looks", "Daylight exposed down and blue, as if the sun were the moon."),
    ),
    "golden_hour": (
        QT_TRANSLATE_NOOP("Looks", "Golden hour"),
        QT_TRANSLATE_NOOP("Looks", "The last sun: honey highlights, warm mids, violet in the shadows."),
    ),
    "teal_orange": (
        QT_TRANSLATE_NOOP("Looks", "Teal and orange"),
        QT_TRANSLATE_NOOP("Looks", "Teal shadows against warm skin, the blockbuster pair."),
    ),
    "pastel": (
        QT_TRANSLATE_NOOP("Looks", "Pastel"),
        QT_TRANSLATE_NOOP("Looks", "Soft and airy: low contrast, milky blacks, tender colours."),
    ),
    "vintage": (
        QT_TRANSLATE_NOOP("Looks", "Vintage"),
        QT_TRANSLATE_NOOP("Looks", "A print from the seventies: yellow highlights, magenta-brown shadows, tired greens."),
    ),
    "faded_film": (
        QT_TRANSLATE_NOOP("Looks", "Faded film"),
        QT_TRANSLATE_NOOP("Looks", "Old stock: blacks gone grey-blue, whites gone cream, little colour."),
    ),
    "moonlight": (
        QT_TRANSLATE_NOOP("Looks", "Moonlight"),
        QT_TRANSLATE_NOOP("Looks", "Night blue with silver highlights and black that stays black."),
    ),
    "storm": (
        QT_TRANSLATE_NOOP("Looks", "Storm"),
        QT_TRANSLATE_NOOP("Looks", "Slate and lead: cold mids, low colour, heavy sky."),
    ),
    "dream": (
        QT_TRANSLATE_NOOP("Looks", "Dream"),
        QT_TRANSLATE_NOOP("Looks", "Half awake: lifted, soft, a breath of rose in the lights and violet in the darks."),
    ),
    "horror": (
        QT_TRANSLATE_NOOP("Looks", "Horror"),
        QT_TRANSLATE_NOOP("Looks", "Sick green mids, drained skin, deep shadows."),
    ),
    "sci_fi": (
        QT_TRANSLATE_NOOP("Looks", "Science fiction"),
        QT_TRANSLATE_NOOP("Looks", "Cold cyan light, clean whites, hard edges."),
    ),
    "western": (
        QT_TRANSLATE_NOOP("Looks", "Western"),
        QT_TRANSLATE_NOOP("Looks", "Dust and sun: tan mids, burnt highlights, skies a little green."),
    ),
    "autumn": (
        QT_TRANSLATE_NOOP("Looks", "Autumn"),
        QT_TRANSLATE_NOOP("Looks", "Russet leaves: greens turn to gold, reds glow."),
    ),
    "winter": (
        QT_TRANSLATE_NOOP("Looks", "Winter"),
        QT_TRANSLATE_NOOP("Looks", "Thin cold light: blue shadows, white that stays white, little green."),
    ),
    "spring": (
        QT_TRANSLATE_NOOP("Looks", "Spring"),
        QT_TRANSLATE_NOOP("Looks", "Fresh: clear greens, light blues, clean whites."),
    ),
    "romance": (
        QT_TRANSLATE_NOOP("Looks", "Romance"),
        QT_TRANSLATE_NOOP("Looks", "Candle-warm and rosy, soft in the shadows."),
    ),
    "technicolor": (
        QT_TRANSLATE_NOOP("Looks", "Three-strip"),
        QT_TRANSLATE_NOOP("Looks", "Three-strip: dense, vivid primaries, deep greens, glowing skin."),
    ),
    "cross_process": (
        QT_TRANSLATE_NOOP("Looks", "Cross process"),
        QT_TRANSLATE_NOOP("Looks", "Slide film in the wrong bath: yellow-green lights, blue darks, hard contrast."),
    ),
    "neon": (
        QT_TRANSLATE_NOOP("Looks", "Neon"),
        QT_TRANSLATE_NOOP("Looks", "A city at night: violet darks, magenta mids, cyan lights."),
    ),
    "sepia": (
        QT_TRANSLATE_NOOP("Looks", "Sepia"),
        QT_TRANSLATE_NOOP("Looks", "A brown print: one warm tone, soft blacks."),
    ),
    "epic": (
        QT_TRANSLATE_NOOP("Looks", "Epic"),
        QT_TRANSLATE_NOOP("Looks", "Big and deep: strong contrast, bronze lights, blue-steel shadows."),
    ),
}


def look_title(name: str) -> str:
    """A look's name in the language in use; one that is not in the table is called as the library does."""
    return QCoreApplication.translate("Looks", LOOKS[name][0]) if name in LOOKS else name.replace("_", " ")


def look_told(name: str) -> str:
    """What a look is, as a sentence."""
    return QCoreApplication.translate("Looks", LOOKS[name][1]) if name in LOOKS else ""
