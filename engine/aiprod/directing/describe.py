# SPDX-License-Identifier: Apache-2.0
"""A shot in words, in the film's language: for the storyboard, a diffusion model's prompt and the reports."""

from __future__ import annotations

from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID
from aiprod.film.screenplay import Mood, Screenplay, TimeOfDay, Weather
from aiprod.film.shots import SetDesign, ShotSize

SIZES: dict[Language, dict[ShotSize, str]] = {
    "en": {
        ShotSize.EXTREME_WIDE: "Extreme wide shot", ShotSize.WIDE: "Wide shot", ShotSize.FULL: "Full shot",
        ShotSize.MEDIUM: "Medium shot", ShotSize.MEDIUM_CLOSE: "Medium close-up", ShotSize.CLOSE: "Close-up",
        ShotSize.EXTREME_CLOSE: "Extreme close-up", ShotSize.INSERT: "Insert",
    },
    "fr": {
        ShotSize.EXTREME_WIDE: "Plan général", ShotSize.WIDE: "Plan d'ensemble", ShotSize.FULL: "Plan en pied",
        ShotSize.MEDIUM: "Plan taille", ShotSize.MEDIUM_CLOSE: "Plan poitrine", ShotSize.CLOSE: "Gros plan",
        ShotSize.EXTREME_CLOSE: "Très gros plan", ShotSize.INSERT: "Insert",
    },
}  # fmt: skip
_TIMES: dict[Language, dict[TimeOfDay, str]] = {
    "en": {t: t.value for t in TimeOfDay},
    "fr": {
        TimeOfDay.DAWN: "aube", TimeOfDay.MORNING: "matin", TimeOfDay.DAY: "jour", TimeOfDay.AFTERNOON: "après-midi",
        TimeOfDay.DUSK: "crépuscule", TimeOfDay.NIGHT: "nuit",
    },
}  # fmt: skip
_WEATHERS: dict[Language, dict[Weather, str]] = {
    "en": {w: w.value for w in Weather} | {Weather.CLEAR: "clear sky", Weather.CLOUDY: "clouds"},
    "fr": {
        Weather.CLEAR: "ciel clair", Weather.CLOUDY: "nuages", Weather.WIND: "vent", Weather.FOG: "brume", Weather.RAIN: "pluie",
        Weather.STORM: "tempête", Weather.SNOW: "neige",
    },
}  # fmt: skip
_MOODS: dict[Language, dict[Mood, str]] = {
    "en": {m: f"{m.value} mood" for m in Mood},
    "fr": {
        Mood.JOYFUL: "ambiance joyeuse", Mood.PLAYFUL: "ambiance espiègle", Mood.TENDER: "ambiance tendre",
        Mood.HOPEFUL: "ambiance pleine d'espoir", Mood.CALM: "ambiance calme", Mood.MELANCHOLIC: "ambiance mélancolique",
        Mood.LONELY: "ambiance solitaire", Mood.MYSTERIOUS: "ambiance mystérieuse", Mood.TENSE: "ambiance tendue",
        Mood.FRIGHTENING: "ambiance inquiétante", Mood.EPIC: "souffle épique",
    },
}  # fmt: skip
MOVES: dict[Language, dict[str, str]] = {
    "en": {
        "static": "static", "pan": "pan", "tilt": "tilt", "zoom": "zoom", "dolly_in": "dolly in", "dolly_out": "dolly out",
        "truck": "truck", "follow": "follow", "crane_up": "crane up", "crane_down": "crane down",
    },
    "fr": {
        "static": "fixe", "pan": "panoramique", "tilt": "panoramique vertical", "zoom": "zoom", "dolly_in": "travelling avant",
        "dolly_out": "travelling arrière", "truck": "travelling latéral", "follow": "accompagnement", "crane_up": "grue montante",
        "crane_down": "grue descendante",
    },
}  # fmt: skip
_VERBS: dict[Language, dict[str, str]] = {
    "en": {
        "speaks": "{who} speaks", "two": "{who} and {other}; {who} speaks", "listens": "{who} listens",
        "hears": "{who} hears a voice", "over": "{who} speaks to {other}, seen over the shoulder",
    },
    "fr": {
        "speaks": "{who} parle", "two": "{who} et {other} ; {who} parle", "listens": "{who} écoute",
        "hears": "{who} entend une voix", "over": "{who} parle à {other}, vu par-dessus l'épaule",
    },
}  # fmt: skip


def size_name(size: ShotSize, language: Language) -> str:
    return SIZES[language][size]


def mood_name(mood: Mood, language: Language) -> str:
    return _MOODS[language][mood]


def place_name(design: SetDesign, language: Language) -> str:
    entry = BY_ID[design.place]
    return (entry.en if language == "en" else entry.fr)[0]


def seen(kind: str, who: str, other: str, language: Language) -> str:
    """A sentence for a dialogue shot; `kind` is speaks, two, listens, hears or over."""
    return _VERBS[language][kind].format(who=who, other=other)


def describe(what: str, size: ShotSize, design: SetDesign, screenplay: Screenplay) -> str:
    """Size, what is seen, place, time, weather and mood, as one short paragraph."""
    language = screenplay.language
    setting = [place_name(design, language), _TIMES[language][design.time_of_day]]
    if not design.interior:
        setting.append(_WEATHERS[language][design.weather])
    setting.append(_MOODS[language][design.mood])
    colon = " : " if language == "fr" else ": "
    text = what.strip().rstrip(".") if what else ""
    text = text[:1].upper() + text[1:]
    first = f"{size_name(size, language)}{colon}{text}." if text else f"{size_name(size, language)}."
    sentence = ", ".join(setting)
    return f"{first} {sentence[0].upper()}{sentence[1:]}."


def person_name(character: str, screenplay: Screenplay) -> str:
    return screenplay.character(character).name
