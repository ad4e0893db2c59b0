# SPDX-License-Identifier: Apache-2.0
"""What a shot shows in English words: the vocabulary of every prompt, whichever model reads it.

The words come from what the shot is (its set, cast, blocking, camera), not from its description, which is in the film's
language. No names are said, only what is seen.
"""

from __future__ import annotations

from aiprod.film.catalogue import BY_ID
from aiprod.film.look import CharacterLook, FacialHair, HairStyle, Headwear, Outfit
from aiprod.film.screenplay import Age, Emotion, Gender, TimeOfDay, Weather
from aiprod.film.shots import Blocking, Gesture, PropPlacement, Rig, ShootRequest, ShotSize, Stance

SIZES = {
    ShotSize.EXTREME_WIDE: "Extreme wide shot", ShotSize.WIDE: "Wide shot", ShotSize.FULL: "Full shot",
    ShotSize.MEDIUM: "Medium shot", ShotSize.MEDIUM_CLOSE: "Medium close-up", ShotSize.CLOSE: "Close-up",
    ShotSize.EXTREME_CLOSE: "Extreme close-up", ShotSize.INSERT: "Insert shot, a close view of a thing",
}  # fmt: skip
TIMES = {
    TimeOfDay.DAWN: "at dawn, soft low light", TimeOfDay.MORNING: "in fresh morning light", TimeOfDay.DAY: "in daylight",
    TimeOfDay.AFTERNOON: "in warm afternoon light", TimeOfDay.DUSK: "at dusk, golden light fading to blue",
    TimeOfDay.NIGHT: "at night, moonlight and practical lamps",
}  # fmt: skip
WEATHER = {
    Weather.CLEAR: "clear sky", Weather.CLOUDY: "overcast sky", Weather.WIND: "strong wind", Weather.FOG: "thick fog",
    Weather.RAIN: "steady rain", Weather.STORM: "a storm with driving rain and lightning", Weather.SNOW: "falling snow",
}  # fmt: skip
STANCES = {
    Stance.STAND: "stands", Stance.WALK: "walks", Stance.RUN: "runs", Stance.SIT: "sits", Stance.KNEEL: "kneels",
    Stance.LIE: "lies down", Stance.FLOAT: "floats",
}  # fmt: skip
GESTURES = {
    Gesture.NONE: "", Gesture.TALK: "gesturing", Gesture.POINT: "pointing", Gesture.WAVE: "waving", Gesture.SHRUG: "shrugging",
    Gesture.HEAD_DOWN: "head lowered", Gesture.LOOK_UP: "looking up", Gesture.REACH: "reaching out", Gesture.HOLD: "holding {}",
    Gesture.CARRY: "carrying {}", Gesture.HUG: "hugging", Gesture.WORK: "busy with both hands",
}  # fmt: skip
EMOTIONS = {
    Emotion.NEUTRAL: "calm expression", Emotion.JOY: "joyful", Emotion.SADNESS: "sad", Emotion.ANGER: "angry",
    Emotion.FEAR: "frightened", Emotion.SURPRISE: "surprised", Emotion.TENDERNESS: "tender", Emotion.DETERMINATION: "determined",
    Emotion.WEARINESS: "weary", Emotion.IRONY: "with an ironic smile",
}  # fmt: skip
_PEOPLE = {
    (Age.CHILD, Gender.FEMALE): "a girl", (Age.CHILD, Gender.MALE): "a boy", (Age.CHILD, Gender.NEUTRAL): "a child",
    (Age.TEENAGER, Gender.FEMALE): "a teenage girl", (Age.TEENAGER, Gender.MALE): "a teenage boy",
    (Age.TEENAGER, Gender.NEUTRAL): "a teenager", (Age.ADULT, Gender.FEMALE): "a woman", (Age.ADULT, Gender.MALE): "a man",
    (Age.ADULT, Gender.NEUTRAL): "an adult", (Age.OLD, Gender.FEMALE): "an old woman", (Age.OLD, Gender.MALE): "an old man",
    (Age.OLD, Gender.NEUTRAL): "an old person",
}  # fmt: skip
_HAIR = {
    HairStyle.BALD: "a bald head", HairStyle.SHAVED: "a shaved head", HairStyle.SHORT: "short {} hair",
    HairStyle.SIDE_PART: "side-parted {} hair", HairStyle.CURLY: "curly {} hair", HairStyle.AFRO: "a {} afro",
    HairStyle.BOB: "{} hair in a bob", HairStyle.LONG: "long {} hair", HairStyle.PONYTAIL: "{} hair in a ponytail",
    HairStyle.BUN: "{} hair in a bun", HairStyle.BRAIDS: "{} braids", HairStyle.MESSY: "messy {} hair",
}  # fmt: skip
_BEARDS = {
    FacialHair.NONE: "", FacialHair.STUBBLE: "stubble", FacialHair.MOUSTACHE: "a moustache", FacialHair.BEARD: "a beard",
    FacialHair.LONG_BEARD: "a long beard",
}  # fmt: skip
MOVES = {
    "static": "locked camera", "pan": "slow pan", "tilt": "slow tilt", "zoom": "slow zoom", "dolly_in": "slow dolly in",
    "dolly_out": "slow dolly out", "truck": "camera tracking sideways", "crane_up": "crane rising",
    "crane_down": "crane descending",
}  # fmt: skip
RIGS = {
    Rig.TRIPOD: "on a tripod", Rig.DOLLY: "on a dolly", Rig.CRANE: "on a crane", Rig.STEADICAM: "on a steadicam",
    Rig.HANDHELD: "handheld",
}  # fmt: skip
_COLOURS = {
    "black": (20, 20, 22), "white": (240, 240, 238), "grey": (128, 128, 128), "red": (190, 40, 40), "orange": (220, 120, 40),
    "yellow": (225, 200, 70), "green": (60, 130, 70), "teal": (40, 130, 130), "blue": (50, 85, 160), "navy": (35, 48, 80),
    "purple": (110, 60, 140), "pink": (225, 150, 170), "brown": (110, 70, 45), "beige": (215, 198, 165),
    "dark brown": (58, 42, 32), "blond": (215, 180, 110),
}  # fmt: skip


def person(actor: Blocking, request: ShootRequest) -> str:
    """An actor of a shot: who they are by their looks, what they do, what their face says."""
    look = look_of(actor, request)
    act = f"{STANCES[actor.stance]}{' seen from behind' if actor.back else ''}"
    gesture = GESTURES[actor.gesture].format(article(word(actor.holds)) if actor.holds else "something")
    speaks = "speaking" if any(speech.character == actor.character for speech in request.speech) else ""
    return ", ".join(part for part in (f"{who(look)} {act}", gesture, speaks, EMOTIONS[actor.emotion]) if part)


def look_of(actor: Blocking, request: ShootRequest) -> CharacterLook:
    """How an actor looks; as anybody where nothing is known of it."""
    return next((look for look in request.looks if look.character == actor.character), CharacterLook(character=actor.character))


def figure(look: CharacterLook) -> str:
    """Somebody by their looks: "an old woman in a yellow raincoat, with white hair in a bun and glasses"."""
    if look.species == "robot":
        return f"a {colour(look.skin)} robot"
    if look.species != "person":
        return f"a {colour(look.skin)} {word(look.species)}"
    worn = f"{colour(look.outfit_colour)} {look.outfit.value}"
    extras = [_HAIR[look.hair].format(colour(look.hair_colour)), _BEARDS[look.facial_hair]]
    extras += ["glasses" if look.glasses else ""]
    extras += [article(look.headwear.value.replace("_", " ")) if look.headwear is not Headwear.NONE else ""]
    seen = _listed([part for part in extras if part])
    return f"{_PEOPLE[look.age, look.gender]} in {worn if look.outfit is Outfit.OVERALLS else article(worn)}, with {seen}"


def who(look: CharacterLook) -> str:
    """The same, for a verb to follow."""
    told = figure(look)
    return f"{told}," if "," in told else told


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def thing(prop: PropPlacement) -> str:
    """A thing on the stage, with its colour where the screenplay names one."""
    painted = f"{colour(prop.colour)} " if prop.colour else ""
    moves = " moving" if prop.to_x is not None or prop.to_z is not None else ""
    return f"{article(painted + word(prop.prop))}{moves}"


def word(name: str) -> str:
    """The English word for something of the catalogue."""
    return BY_ID[name].en[0] if name in BY_ID else name.replace("_", " ")


def article(words: str) -> str:
    """With "a" or "an"."""
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def colour(code: str) -> str:
    """The nearest of a few colour words."""
    red, green, blue = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    return min(_COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(_COLOURS[name], (red, green, blue), strict=True)))
