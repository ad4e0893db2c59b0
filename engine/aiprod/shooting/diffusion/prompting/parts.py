# SPDX-License-Identifier: Apache-2.0
"""The parts of a prompt, each a sentence in English from what the shot is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiprod.film.screenplay import Emotion, Mood, TimeOfDay
from aiprod.film.shots import Blocking, Gesture, Light, PropPlacement, Rig, ShootRequest, ShotSize, Stance
from aiprod.film.styles import filmed
from aiprod.shooting.diffusion.conditioning.camera import camera_words
from aiprod.shooting.diffusion.prompting.rules import Part, Rules
from aiprod.shooting.diffusion.prompting.tags import without_tags
from aiprod.shooting.wording import SIZES, TIMES, WEATHER, article, colour, figure, look_of, thing, who, word

_STANCES = {
    Stance.STAND: ("stands", "standing"), Stance.WALK: ("walks", "walking"), Stance.RUN: ("runs", "running"),
    Stance.SIT: ("sits", "sitting"), Stance.KNEEL: ("kneels", "kneeling"), Stance.LIE: ("lies down", "lying down"),
    Stance.FLOAT: ("floats", "floating"),
}  # fmt: skip
_GESTURES = {
    Gesture.NONE: "", Gesture.TALK: "gesturing with both hands", Gesture.POINT: "pointing ahead", Gesture.WAVE: "waving a hand",
    Gesture.SHRUG: "shrugging", Gesture.HEAD_DOWN: "with the head lowered", Gesture.LOOK_UP: "looking up",
    Gesture.REACH: "reaching out", Gesture.HOLD: "holding {}", Gesture.CARRY: "carrying {}", Gesture.HUG: "hugging {}",
    Gesture.WORK: "hands busy with the work in front",
}  # fmt: skip
_FACES = {
    Emotion.NEUTRAL: "a calm face", Emotion.JOY: "a bright smile and raised cheeks", Emotion.SADNESS: "lowered, sad eyes",
    Emotion.ANGER: "a clenched jaw and knitted brows", Emotion.FEAR: "wide, frightened eyes",
    Emotion.SURPRISE: "raised brows and open lips", Emotion.TENDERNESS: "a soft, tender smile",
    Emotion.DETERMINATION: "a firm, determined look", Emotion.WEARINESS: "heavy, tired eyes",
    Emotion.IRONY: "one brow raised and a crooked smile",
}  # fmt: skip
_VOICES = {
    Emotion.NEUTRAL: "calmly", Emotion.JOY: "happily", Emotion.SADNESS: "in a low, sad voice", Emotion.ANGER: "angrily",
    Emotion.FEAR: "in a trembling voice", Emotion.SURPRISE: "in surprise", Emotion.TENDERNESS: "softly",
    Emotion.DETERMINATION: "firmly", Emotion.WEARINESS: "wearily", Emotion.IRONY: "drily",
}  # fmt: skip
_GAZES = {
    "camera": "looking into the camera", "left": "looking to the left", "right": "looking to the right",
    "down": "looking down", "up": "looking up",
}  # fmt: skip
_MOODS = {
    Mood.JOYFUL: "joyful, bright and lively", Mood.PLAYFUL: "playful and light", Mood.TENDER: "tender and warm",
    Mood.HOPEFUL: "hopeful, opening up", Mood.CALM: "calm and unhurried", Mood.MELANCHOLIC: "melancholic and muted",
    Mood.LONELY: "lonely, with much empty space", Mood.MYSTERIOUS: "mysterious, half in shadow", Mood.TENSE: "tense and close",
    Mood.FRIGHTENING: "frightening and dark", Mood.EPIC: "epic and grand",
}  # fmt: skip
_RIGS = {
    Rig.TRIPOD: "on a tripod", Rig.DOLLY: "on a dolly", Rig.CRANE: "on a crane", Rig.STEADICAM: "on a steadicam",
    Rig.HANDHELD: "handheld, with slight shake",
}  # fmt: skip
_STILL_M, _SIDEWAYS = 0.3, 0.6
_CLOSE = (ShotSize.MEDIUM_CLOSE, ShotSize.CLOSE, ShotSize.EXTREME_CLOSE)


_DIRECTED = re.compile(
    r"(?:Extreme wide shot|Wide shot|Full shot|Medium shot|Medium close-up|Close-up|Extreme close-up|Insert)"
    r"(?::\s*(?P<what>.*?))?\.\s*[^.]*\b(?:mood)\.?$",
    re.DOTALL,
)
"""As directing describes a shot: its size, what happens, and where, when and in which mood."""
_INTRODUCED = re.compile(r"\b([A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+)*) \([^()]*\)")
"""Somebody as screenplays introduce them: "IDRIS (78, navy sweater)"."""
_ONLY_SPOKEN = re.compile(r"^[^.]* (?:speaks|listens|hears a voice|speaks to [^.]*)$")


@dataclass(frozen=True)
class Telling:
    """What a prompt is written about.

    Attributes:
        request: the shot.
        rules: of the model.
        first, last: the frames that this clip shows.
    """

    request: ShootRequest
    rules: Rules
    first: int
    last: int


def parts_of(telling: Telling) -> dict[Part, str]:
    """Every part that the rules name and the shot has something to say for."""
    found = {part: _SAYS[part](telling) for part in telling.rules.order}
    return {part: text for part, text in found.items() if text}


def _shot(telling: Telling) -> str:
    return f"{SIZES[telling.request.shot.size]}."


def _action(telling: Telling) -> str:
    request = telling.request
    shot = request.shot
    if shot.size is ShotSize.INSERT and (shown := _close_thing(request)):
        return shown
    people = [_does(actor, telling) for actor in shot.blocking]
    seen = [prop for prop in shot.props if prop.hero or _way(prop)] or ([] if people else list(shot.props[:2]))
    things = [_is_there(prop, telling) for prop in seen]
    return " ".join([*people, *things]) or f"The empty {word(shot.set.place)}, nobody in sight."


def _close_thing(request: ShootRequest) -> str:
    """What an insert shows, and who holds it; "" where it shows no thing."""
    shot = request.shot
    holder = next((actor for actor in shot.blocking if actor.holds), None)
    prop = next((item for item in shot.props if item.hero), None)
    if prop is None and holder is None:
        return ""
    name = word(prop.prop if prop is not None else holder.holds if holder is not None else "")
    hands = f", in the hands of {figure(look_of(holder, request))}" if holder is not None else ""
    return f"The {name} fills the frame{hands}."


def _does(actor: Blocking, telling: Telling) -> str:
    look = look_of(actor, telling.request)
    way = _way(actor)
    stance = Stance.WALK if way and actor.stance is Stance.STAND else actor.stance
    verb = _verb(*_STANCES[stance], telling)
    held = article(word(actor.holds)) if actor.holds else "something"
    gesture = _GESTURES[actor.gesture].format(held)
    rest = [gesture, "seen from behind" if actor.back else _GAZES.get(actor.gaze, ""), _face(actor, telling)]
    return f"{_capital(who(look))} {verb}{f' {way}' if way else ''}{''.join(f', {part}' for part in rest if part)}."


def _face(actor: Blocking, telling: Telling) -> str:
    """What the face says: in detail where it is large enough to be seen."""
    if actor.back:
        return ""
    close = telling.request.shot.size in _CLOSE
    return f"with {_FACES[actor.emotion]}" if close or actor.emotion is not Emotion.NEUTRAL else ""


def _verb(present: str, participle: str, telling: Telling) -> str:
    return present if telling.rules.tense == "present" else f"is {participle}"


def _way(moving: Blocking | PropPlacement) -> str:
    """Where it goes, as the camera sees it."""
    across = (moving.x if moving.to_x is None else moving.to_x) - moving.x
    away = (moving.z if moving.to_z is None else moving.to_z) - moving.z
    if max(abs(across), abs(away)) < _STILL_M:
        return ""
    if abs(across) >= _SIDEWAYS * abs(away):
        return "from left to right" if across > 0 else "from right to left"
    return "away from the camera" if away > 0 else "towards the camera"


def _is_there(prop: PropPlacement, telling: Telling) -> str:
    still = prop.changed(to_x=None, to_z=None)
    way = _way(prop)
    verb = _verb("moves", "moving", telling) if way else _verb("is in view", "in view", telling)
    return f"{_capital(thing(still))} {verb}{f' {way}' if way else ''}."


def _told(telling: Telling) -> str:
    """What the author wrote, where that is English: without what the director adds to it, which the other parts say."""
    if telling.request.language != "en":
        return ""
    words = without_tags(telling.request.shot.description).strip()
    directed = _DIRECTED.match(words)
    words = (directed["what"] or "" if directed else words).rstrip(". ")
    words = _INTRODUCED.sub(lambda found: found[1].title(), words)
    return f"{words}." if words and not _ONLY_SPOKEN.match(words) else ""


def _speech(telling: Telling) -> str:
    """Who speaks in this clip, and what they say where the model is to say it."""
    request = telling.request
    said = {(item.subject, item.start_s): item.words for item in request.references if item.role == "speech"}
    found = []
    for speech in request.speech:
        actor = next((item for item in request.shot.blocking if item.character == speech.character), None)
        if actor is None or actor.back or not _heard(speech.start_s, telling):
            continue
        words = said.get((speech.character, speech.start_s), "") if telling.rules.quotes else ""
        quoted = f': "{_plain(words)}"' if words else ""
        verb = _verb("speaks", "speaking", telling)
        found.append(f"{_capital(_short(figure(look_of(actor, request))))} {verb} {_VOICES[speech.emotion]}{quoted}.")
    return " ".join(dict.fromkeys(found))


def _heard(start_s: float, telling: Telling) -> bool:
    """Whether a line that starts then is heard in this clip: it begins in it, or runs into it."""
    return start_s < telling.request.rate.seconds(telling.last + 1)


def _plain(words: str) -> str:
    return " ".join(words.replace('"', "'").split())


def _short(person: str) -> str:
    """ "an old woman in …" → "the old woman"."""
    bare = person.partition(" in ")[0]
    return f"the {bare.partition(' ')[2]}"


def _place(telling: Telling) -> str:
    design = telling.request.shot.set
    return f"{'Inside' if design.interior else 'Outside'}, {word(design.place)}, {TIMES[design.time_of_day]}."


def _air(telling: Telling) -> str:
    design = telling.request.shot.set
    return "" if design.interior else f"{_capital(WEATHER[design.weather])}."


def _features(telling: Telling) -> str:
    design = telling.request.shot.set
    return f"In the background, {', '.join(article(word(name)) for name in design.features)}." if design.features else ""


def _camera(telling: Telling) -> str:
    camera = telling.request.shot.camera
    lens = round(camera.keys[0].focal_mm)
    depth = ", shallow depth of field" if camera.aperture_f <= 2.8 else ""
    moves = camera_words(telling.request, telling.first, telling.last)
    return f"{_capital(moves)}, {_RIGS[camera.rig]}, {lens} mm lens{depth}."


def _light(telling: Telling) -> str:
    design = telling.request.shot.set
    if filmed(telling.request.style).grey:
        return f"{_capital(_lit(design.light, design.time_of_day))}."
    hue, ambient = colour(design.palette.key), colour(design.palette.ambient)
    tones = f"{hue} tones" if hue == ambient else f"{hue} and {ambient} tones"
    return f"{_capital(_lit(design.light, design.time_of_day))}, {tones}."


def _lit(light: Light, time: TimeOfDay) -> str:
    soft = "soft" if light.haze > 0.5 or light.intensity < 0.6 or time in (TimeOfDay.DAWN, TimeOfDay.DUSK) else "clear"
    if abs(light.azimuth_deg) < 35:
        return f"{soft} frontal light"
    if abs(light.azimuth_deg) > 135:
        return f"{soft} back light with bright edges"
    return f"{soft} light from the {'right' if light.azimuth_deg > 0 else 'left'}"


def _mood(telling: Telling) -> str:
    shot = telling.request.shot
    pace = "Slow, gentle movement" if shot.intensity < 0.35 else "Fast, energetic movement" if shot.intensity > 0.7 else ""
    return f"The mood is {_MOODS[shot.mood]}.{f' {pace}.' if pace else ''}"


def _style(telling: Telling) -> str:
    return filmed(telling.request.style).words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_SAYS: Mapping[Part, Callable[[Telling], str]] = {
    "shot": _shot, "action": _action, "told": _told, "speech": _speech, "place": _place, "air": _air, "features": _features,
    "camera": _camera, "light": _light, "mood": _mood, "style": _style,
}  # fmt: skip
