# SPDX-License-Identifier: Apache-2.0
"""The document's words as people read them: times of day, moods, kinds of shots."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.widgets.number import decimal

_WORDS: Mapping[str, Mapping[str, str]] = {
    "time": {
        "dawn": QT_TRANSLATE_NOOP("FilmWords", "Dawn"), "morning": QT_TRANSLATE_NOOP("FilmWords", "Morning"),
        "day": QT_TRANSLATE_NOOP("FilmWords", "Day"), "afternoon": QT_TRANSLATE_NOOP("FilmWords", "Afternoon"),
        "dusk": QT_TRANSLATE_NOOP("FilmWords", "Dusk"), "night": QT_TRANSLATE_NOOP("FilmWords", "Night"),
    },
    "weather": {
        "clear": QT_TRANSLATE_NOOP("FilmWords", "Clear"), "cloudy": QT_TRANSLATE_NOOP("FilmWords", "Cloudy"),
        "wind": QT_TRANSLATE_NOOP("FilmWords", "Wind"), "fog": QT_TRANSLATE_NOOP("FilmWords", "Fog"),
        "rain": QT_TRANSLATE_NOOP("FilmWords", "Rain"), "storm": QT_TRANSLATE_NOOP("FilmWords", "Storm"),
        "snow": QT_TRANSLATE_NOOP("FilmWords", "Snow"),
    },
    "mood": {
        "joyful": QT_TRANSLATE_NOOP("FilmWords", "Joyful"), "playful": QT_TRANSLATE_NOOP("FilmWords", "Playful"),
        "tender": QT_TRANSLATE_NOOP("FilmWords", "Tender"), "hopeful": QT_TRANSLATE_NOOP("FilmWords", "Hopeful"),
        "calm": QT_TRANSLATE_NOOP("FilmWords", "Calm"), "melancholic": QT_TRANSLATE_NOOP("FilmWords", "Melancholic"),
        "lonely": QT_TRANSLATE_NOOP("FilmWords", "Lonely"), "mysterious": QT_TRANSLATE_NOOP("FilmWords", "Mysterious"),
        "tense": QT_TRANSLATE_NOOP("FilmWords", "Tense"), "frightening": QT_TRANSLATE_NOOP("FilmWords", "Frightening"),
        "epic": QT_TRANSLATE_NOOP("FilmWords", "Epic"),
    },
    "emotion": {
        "neutral": QT_TRANSLATE_NOOP("FilmWords", "Neutral"), "joy": QT_TRANSLATE_NOOP("FilmWords", "Joy"),
        "sadness": QT_TRANSLATE_NOOP("FilmWords", "Sadness"), "anger": QT_TRANSLATE_NOOP("FilmWords", "Anger"),
        "fear": QT_TRANSLATE_NOOP("FilmWords", "Fear"), "surprise": QT_TRANSLATE_NOOP("FilmWords", "Surprise"),
        "tenderness": QT_TRANSLATE_NOOP("FilmWords", "Tenderness"),
        "determination": QT_TRANSLATE_NOOP("FilmWords", "Determination"),
        "weariness": QT_TRANSLATE_NOOP("FilmWords", "Weariness"), "irony": QT_TRANSLATE_NOOP("FilmWords", "Irony"),
    },
    "genre": {
        "drama": QT_TRANSLATE_NOOP("FilmWords", "Drama"), "comedy": QT_TRANSLATE_NOOP("FilmWords", "Comedy"),
        "thriller": QT_TRANSLATE_NOOP("FilmWords", "Thriller"),
        "science_fiction": QT_TRANSLATE_NOOP("FilmWords", "Science fiction"),
        "fantasy": QT_TRANSLATE_NOOP("FilmWords", "Fantasy"), "romance": QT_TRANSLATE_NOOP("FilmWords", "Romance"),
        "adventure": QT_TRANSLATE_NOOP("FilmWords", "Adventure"), "mystery": QT_TRANSLATE_NOOP("FilmWords", "Mystery"),
        "documentary": QT_TRANSLATE_NOOP("FilmWords", "Documentary"), "family": QT_TRANSLATE_NOOP("FilmWords", "Family"),
    },
    "audience": {
        "general": QT_TRANSLATE_NOOP("FilmWords", "Everybody"), "children": QT_TRANSLATE_NOOP("FilmWords", "Children"),
        "teenagers": QT_TRANSLATE_NOOP("FilmWords", "Teenagers"), "adults": QT_TRANSLATE_NOOP("FilmWords", "Adults"),
    },
    "tone": {
        "warm": QT_TRANSLATE_NOOP("FilmWords", "Warm"), "melancholic": QT_TRANSLATE_NOOP("FilmWords", "Melancholic"),
        "funny": QT_TRANSLATE_NOOP("FilmWords", "Funny"), "dark": QT_TRANSLATE_NOOP("FilmWords", "Dark"),
        "poetic": QT_TRANSLATE_NOOP("FilmWords", "Poetic"), "epic": QT_TRANSLATE_NOOP("FilmWords", "Epic"),
        "tender": QT_TRANSLATE_NOOP("FilmWords", "Tender"), "tense": QT_TRANSLATE_NOOP("FilmWords", "Tense"),
    },
    "age": {
        "child": QT_TRANSLATE_NOOP("FilmWords", "child"), "teenager": QT_TRANSLATE_NOOP("FilmWords", "teenager"),
        "adult": QT_TRANSLATE_NOOP("FilmWords", "adult"), "old": QT_TRANSLATE_NOOP("FilmWords", "old"),
    },
    "gender": {
        "female": QT_TRANSLATE_NOOP("FilmWords", "woman"), "male": QT_TRANSLATE_NOOP("FilmWords", "man"),
        "neutral": QT_TRANSLATE_NOOP("FilmWords", "person"),
    },
    "hair": {
        "bald": QT_TRANSLATE_NOOP("FilmWords", "bald"), "shaved": QT_TRANSLATE_NOOP("FilmWords", "shaved head"),
        "short": QT_TRANSLATE_NOOP("FilmWords", "short hair"), "side_part": QT_TRANSLATE_NOOP("FilmWords", "side parting"),
        "curly": QT_TRANSLATE_NOOP("FilmWords", "curly hair"), "afro": QT_TRANSLATE_NOOP("FilmWords", "afro"),
        "bob": QT_TRANSLATE_NOOP("FilmWords", "bob"), "long": QT_TRANSLATE_NOOP("FilmWords", "long hair"),
        "ponytail": QT_TRANSLATE_NOOP("FilmWords", "ponytail"), "bun": QT_TRANSLATE_NOOP("FilmWords", "bun"),
        "braids": QT_TRANSLATE_NOOP("FilmWords", "braids"), "messy": QT_TRANSLATE_NOOP("FilmWords", "messy hair"),
    },
    "outfit": {
        "shirt": QT_TRANSLATE_NOOP("FilmWords", "shirt"), "sweater": QT_TRANSLATE_NOOP("FilmWords", "sweater"),
        "coat": QT_TRANSLATE_NOOP("FilmWords", "coat"), "raincoat": QT_TRANSLATE_NOOP("FilmWords", "raincoat"),
        "dress": QT_TRANSLATE_NOOP("FilmWords", "dress"), "suit": QT_TRANSLATE_NOOP("FilmWords", "suit"),
        "uniform": QT_TRANSLATE_NOOP("FilmWords", "uniform"), "apron": QT_TRANSLATE_NOOP("FilmWords", "apron"),
        "hoodie": QT_TRANSLATE_NOOP("FilmWords", "hoodie"), "overalls": QT_TRANSLATE_NOOP("FilmWords", "overalls"),
        "spacesuit": QT_TRANSLATE_NOOP("FilmWords", "spacesuit"), "robe": QT_TRANSLATE_NOOP("FilmWords", "robe"),
    },
    "size": {
        "extreme_wide": QT_TRANSLATE_NOOP("FilmWords", "Extreme wide"), "wide": QT_TRANSLATE_NOOP("FilmWords", "Wide"),
        "full": QT_TRANSLATE_NOOP("FilmWords", "Full"), "medium": QT_TRANSLATE_NOOP("FilmWords", "Medium"),
        "medium_close": QT_TRANSLATE_NOOP("FilmWords", "Medium close"), "close": QT_TRANSLATE_NOOP("FilmWords", "Close-up"),
        "extreme_close": QT_TRANSLATE_NOOP("FilmWords", "Extreme close-up"), "insert": QT_TRANSLATE_NOOP("FilmWords", "Insert"),
    },
    "angle": {
        "eye_level": QT_TRANSLATE_NOOP("FilmWords", "Eye level"), "low": QT_TRANSLATE_NOOP("FilmWords", "Low angle"),
        "high": QT_TRANSLATE_NOOP("FilmWords", "High angle"), "dutch": QT_TRANSLATE_NOOP("FilmWords", "Dutch angle"),
    },
    "move": {
        "static": QT_TRANSLATE_NOOP("FilmWords", "Static"), "pan": QT_TRANSLATE_NOOP("FilmWords", "Pan"),
        "tilt": QT_TRANSLATE_NOOP("FilmWords", "Tilt"), "zoom": QT_TRANSLATE_NOOP("FilmWords", "Zoom"),
        "dolly_in": QT_TRANSLATE_NOOP("FilmWords", "Dolly in"), "dolly_out": QT_TRANSLATE_NOOP("FilmWords", "Dolly out"),
        "truck": QT_TRANSLATE_NOOP("FilmWords", "Truck"), "crane_up": QT_TRANSLATE_NOOP("FilmWords", "Crane up"),
        "crane_down": QT_TRANSLATE_NOOP("FilmWords", "Crane down"), "follow": QT_TRANSLATE_NOOP("FilmWords", "Follow"),
        "handheld": QT_TRANSLATE_NOOP("FilmWords", "Handheld"), "orbit": QT_TRANSLATE_NOOP("FilmWords", "Orbit"),
        "tracking": QT_TRANSLATE_NOOP("FilmWords", "Tracking"),
    },
    "element": {
        "heading": QT_TRANSLATE_NOOP("FilmWords", "Scene heading"), "action": QT_TRANSLATE_NOOP("FilmWords", "Action"),
        "character": QT_TRANSLATE_NOOP("FilmWords", "Character"),
        "parenthetical": QT_TRANSLATE_NOOP("FilmWords", "Parenthetical"),
        "dialogue": QT_TRANSLATE_NOOP("FilmWords", "Dialogue"), "transition": QT_TRANSLATE_NOOP("FilmWords", "Transition"),
    },
    "voice": {
        "woman": QT_TRANSLATE_NOOP("FilmWords", "Woman"), "man": QT_TRANSLATE_NOOP("FilmWords", "Man"),
        "small": QT_TRANSLATE_NOOP("FilmWords", "Child or animal"), "robot": QT_TRANSLATE_NOOP("FilmWords", "Robot"),
    },
    "layout": {
        "stereo": QT_TRANSLATE_NOOP("FilmWords", "Stereo"), "5.1": QT_TRANSLATE_NOOP("FilmWords", "5.1 surround"),
        "binaural": QT_TRANSLATE_NOOP("FilmWords", "Binaural (headphones)"),
    },
    "style": {
        "auto": QT_TRANSLATE_NOOP("FilmWords", "As suits the pictures"),
        "illustration": QT_TRANSLATE_NOOP("FilmWords", "Illustration"),
        "cinematic": QT_TRANSLATE_NOOP("FilmWords", "Cinema"),
        "photorealistic": QT_TRANSLATE_NOOP("FilmWords", "Photorealistic"),
        "documentary": QT_TRANSLATE_NOOP("FilmWords", "Documentary"),
        "noir": QT_TRANSLATE_NOOP("FilmWords", "Film noir"),
        "black_and_white": QT_TRANSLATE_NOOP("FilmWords", "Black and white"),
        "vintage": QT_TRANSLATE_NOOP("FilmWords", "Seventies film"),
        "animation": QT_TRANSLATE_NOOP("FilmWords", "3D animation"),
        "anime": QT_TRANSLATE_NOOP("FilmWords", "Anime"),
        "watercolour": QT_TRANSLATE_NOOP("FilmWords", "Watercolour"),
        "pastel": QT_TRANSLATE_NOOP("FilmWords", "Pastel"),
        "impasto": QT_TRANSLATE_NOOP("FilmWords", "Oil painting"),
        "engraving": QT_TRANSLATE_NOOP("FilmWords", "Engraving"),
    },
    "language": {
        "en": QT_TRANSLATE_NOOP("FilmWords", "English"), "fr": QT_TRANSLATE_NOOP("FilmWords", "French"),
    },
}  # fmt: skip


def word(group: str, value: str) -> str:
    """A word of the document in the language in use; one without an entry as it is, readable."""
    known = _WORDS[group].get(value)
    return QCoreApplication.translate("FilmWords", known) if known else value.replace("_", " ").capitalize()


def values(group: str) -> tuple[str, ...]:
    """All values of a group, in their natural order."""
    return tuple(_WORDS[group])


def minutes(seconds: float) -> str:
    """A length as people say it: "8 s", "1 min 05"."""
    whole = round(seconds)
    if whole < 60:
        return QCoreApplication.translate("FilmWords", "{seconds} s").format(seconds=whole)
    if whole < 3600:
        text = QCoreApplication.translate("FilmWords", "{minutes} min {seconds}")
        return text.format(minutes=whole // 60, seconds=f"{whole % 60:02d}")
    text = QCoreApplication.translate("FilmWords", "{hours} h {minutes}")
    return text.format(hours=whole // 3600, minutes=f"{whole % 3600 // 60:02d}")


def euros(amount: float) -> str:
    """Money: "0.40 €"."""
    return f"{decimal(amount, 2)} €"
