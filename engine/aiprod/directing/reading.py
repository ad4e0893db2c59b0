# SPDX-License-Identifier: Apache-2.0
"""Reading action: who is in a sentence, what they do, which things they do it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from aiprod.directing.motion import MovingThing, gait, moving_things
from aiprod.directing.props import FoundThing, find_things
from aiprod.directing.words import sentences, tokens, word_set
from aiprod.film.brief import Language
from aiprod.film.screenplay import Action, Character, Emotion, Gender, Screenplay
from aiprod.film.shots import Gesture, Stance

Value = TypeVar("Value")

_PRONOUNS: dict[Language, dict[str, Gender | None]] = {
    "en": {"he": Gender.MALE, "she": Gender.FEMALE, "his": Gender.MALE, "him": Gender.MALE, "her": Gender.FEMALE, "it": None},
    "fr": {"il": Gender.MALE, "elle": Gender.FEMALE, "lui": None, "son": None, "sa": None, "ses": None},
}
_SUBJECTS: dict[Language, dict[str, Gender | None]] = {
    "en": {"he": Gender.MALE, "she": Gender.FEMALE},
    "fr": {"il": Gender.MALE, "elle": Gender.FEMALE},
}
_BOTH: dict[Language, frozenset[str]] = {
    "en": word_set("they them their both together each"),
    "fr": word_set("ils elles eux leur leurs ensemble deux"),
}
_FINDING: dict[Language, frozenset[str]] = {
    "en": word_set("finds find discovers notices picks sees spots"),
    "fr": word_set("trouve trouvent découvre découvrent remarque ramasse aperçoit voit"),
}
_NOUN_AHEAD: dict[Language, frozenset[str]] = {
    "en": word_set("a an the his its their my your our this that these those"),
    "fr": word_set("un une des du son sa ses ce cet cette leur leurs mon ma mes"),
}
"""Not "her", « le » and « la »: they are pronouns as well."""
_SEATS = word_set("suitcase chair bench bed box table")
_ARTICLES = word_set("the a an le la les l un une")
_GESTURES: dict[Language, dict[Gesture, str]] = {
    "en": {
        Gesture.WORK: "repairs repair fixes mends kneads cooks writes write types bakes builds searches search rummages works "
        "draws paints cleans digs solders turns opens unscrews cuts sews polishes answers plants",
        Gesture.HOLD: "holds hold finds find takes take picks lifts shows reads read keeps clutches grabs receives unfolds "
        "unrolls raises drinks carries wears",
        Gesture.REACH: "gives give hands offers puts reaches touches places lays knocks pulls pushes drops throws closes lights",
        Gesture.POINT: "points point indicates",
        Gesture.WAVE: "waves wave salutes greets",
        Gesture.SHRUG: "shrugs shrug hesitates wonders",
        Gesture.HEAD_DOWN: "bows sighs weeps cries sobs lowers kneels collapses bends",
        Gesture.LOOK_UP: "looks watches stares gazes contemplates",
        Gesture.HUG: "hugs hug embraces kisses",
        Gesture.TALK: "speaks talks whispers shouts calls tells sings asks explains",
    },
    "fr": {
        Gesture.WORK: "répare réparent bricole pétrit cuisine écrit tape fabrique construit cherche fouille travaille dessine "
        "peint nettoie creuse soude tourne ouvre dévisse coupe coud polit répond plante visse",
        Gesture.HOLD: "tient trouve trouvent prend ramasse soulève montre lit garde serre saisit reçoit reçoivent déplie "
        "déroule lève boit porte",
        Gesture.REACH: "donne tend offre pose met atteint touche place dépose frappe tire pousse lâche lance ferme referme "
        "allume",
        Gesture.POINT: "désigne pointe indique",
        Gesture.WAVE: "salue agite",
        Gesture.SHRUG: "hausse hésite",
        Gesture.HEAD_DOWN: "baisse soupire pleure sanglote s'agenouille s'effondre penche",
        Gesture.LOOK_UP: "regarde contemple observe fixe scrute",
        Gesture.HUG: "embrasse enlace étreint",
        Gesture.TALK: "parle murmure crie appelle raconte chante demande explique",
    },
}
_STANCES: dict[Language, dict[Stance, str]] = {
    "en": {
        Stance.SIT: "sits sit sitting seated sat rows row rowing drives rides",
        Stance.KNEEL: "kneels kneel kneeling crouches crouching squats",
        Stance.LIE: "lies asleep sleeps sleeping unconscious",
        Stance.FLOAT: "swims floats swimming",
    },
    "fr": {
        Stance.SIT: "assis assise assoit assied rame conduit",
        Stance.KNEEL: "agenouille agenouillé agenouillée accroupit accroupi accroupie genoux",
        Stance.LIE: "allongé allongée couché couchée dort endormi endormie",
        Stance.FLOAT: "nage flotte",
    },
}
_FEELINGS: dict[Language, dict[Emotion, str]] = {
    "en": {
        Emotion.JOY: "smile smiles smiling laughs laugh laughing grins beams happy happily joy delighted dances",
        Emotion.SADNESS: "cries weeps tears tear sad sadly sobs mourns lonely alone heartbroken grief",
        Emotion.ANGER: "angry angrily furious slams rage glares shouts yells",
        Emotion.FEAR: "afraid scared trembles shivers frightened fear terrified screams panics",
        Emotion.SURPRISE: "surprised startled gasps freezes astonished suddenly stops amazed blinks",
        Emotion.TENDERNESS: "gently tenderly softly hugs embraces kisses caresses fingers closes",
        Emotion.DETERMINATION: "determined decides decide resolute firmly grits presses",
        Emotion.WEARINESS: "tired weary exhausted breathless yawns sighs soaked",
    },
    "fr": {
        Emotion.JOY: "sourit sourient souriant souriante rit rient éclate heureux heureuse joie danse sourire",
        Emotion.SADNESS: "pleure pleurent larmes larme triste tristement sanglote seul seule chagrin",
        Emotion.ANGER: "colère furieux furieuse claque crie hurle rage",
        Emotion.FEAR: "peur tremble tremblent effrayé effrayée terrifié terrifiée panique",
        Emotion.SURPRISE: "surpris surprise sursaute étonné étonnée soudain s'arrête fige arrête stupéfait",
        Emotion.TENDERNESS: "doucement tendrement embrasse caresse tendresse",
        Emotion.DETERMINATION: "décidé décidée décide résolu résolue fermement",
        Emotion.WEARINESS: "fatigué fatiguée épuisé épuisée essoufflé essoufflée bâille soupire trempé trempée",
    },
}
_PARTING: dict[Language, dict[str, str]] = {
    "en": {"arrive": "arrives arrive enters comes returns appears reaches", "leave": "leaves leave exits goes away departs"},
    "fr": {
        "arrive": "arrive arrivent entre entrent vient revient rentre apparaît rejoint",
        "leave": "part partent sort quitte s'éloigne éloigne",
    },
}


@dataclass(frozen=True)
class Beat:
    """One or a few sentences of action that one picture can tell.

    Attributes:
        key: stable id of the beat: the action's id and the place of its first sentence in it.
        text: as written.
        people: ids of the characters seen, in order of mention.
        things: named things, without those that only stand in the set.
        moving: vehicles and animals that move.
        gait: "walk" or "run" if someone goes somewhere; `way` says whether they come or go.
        merged: how many sentences were joined.
    """

    key: str
    text: str
    people: tuple[str, ...] = ()
    things: tuple[FoundThing, ...] = ()
    moving: tuple[MovingThing, ...] = ()
    gait: Literal["", "walk", "run"] = ""
    way: Literal["", "arrive", "leave"] = ""
    gesture: Gesture = Gesture.NONE
    stance: Stance = Stance.STAND
    feeling: Emotion = Emotion.NEUTRAL
    seat: str = ""
    """The thing that someone sits on."""
    found: bool = False
    """Something is found where it lies, or picked up."""
    merged: int = 1


def name_keys(character: Character) -> tuple[tuple[str, ...], ...]:
    """The token sequences that mean a character: the name, and its last word ("Tom" for "Old Tom")."""
    words = tuple(t for t in tokens(character.name) if t not in _ARTICLES)
    keys = [words] if words else []
    if len(words) > 1 and len(words[-1]) > 2:
        keys += [words[-1:]]
    return tuple(keys)


def people_in(text: str, screenplay: Screenplay) -> tuple[str, ...]:
    """Ids of the characters that a text names, in order of mention."""
    words = tokens(text)
    found: dict[str, int] = {}
    for character in screenplay.cast:
        for key in name_keys(character):
            at = _position(words, key)
            if at is not None:
                found.setdefault(character.id, at)
                break
    return tuple(sorted(found, key=lambda c: found[c]))


def _position(words: list[str], key: tuple[str, ...]) -> int | None:
    last = len(words) - len(key) + 1
    return next((i for i in range(last) if tuple(words[i : i + len(key)]) == key), None)


def read_action(action: Action, screenplay: Screenplay, known: Sequence[str], economy: int = 0) -> list[Beat]:
    """The beats of an action.

    Args:
        action: what is seen.
        screenplay: for the cast and the language.
        known: characters already met in the scene, the last met last: pronouns mean them.
        economy: 0 a picture a sentence, unless they are very short; 1 and 2 join more of them, for short films.
    """
    met = list(known)
    beats: list[Beat] = []
    parts = sentences(action.text)
    for at, sentence in enumerate(parts):
        people = _subject(sentence, screenplay, met, action)
        if not people and len(parts) == 1:
            people = action.characters
        for person in people:
            if person in met:
                met.remove(person)
            met.append(person)
        beats.append(_beat(f"{action.id}-{at + 1}" if len(parts) > 1 else action.id, sentence, people, screenplay))
    return _joined(beats, economy)


def _pronoun(sentence: str, screenplay: Screenplay, met: Sequence[str]) -> tuple[str, ...]:
    language = screenplay.language
    words = tokens(sentence)
    if set(words) & _BOTH[language] and len(met) > 1:
        return tuple(met[-2:])
    for word in words:
        if word in _PRONOUNS[language]:
            gender = _PRONOUNS[language][word]
            fitting = [c for c in met if gender is None or screenplay.character(c).gender in (gender, Gender.NEUTRAL)]
            if fitting:
                return (fitting[-1],)
    return ()


def _subject(sentence: str, screenplay: Screenplay, met: Sequence[str], action: Action) -> tuple[str, ...]:
    """Who "he" or "elle" at the head of a sentence is, then who else is in it, by name or as "her"."""
    language = screenplay.language
    words = tokens(sentence)
    named = people_in(sentence, screenplay)
    if not words or words[0] not in _SUBJECTS[language]:
        return named or _pronoun(sentence, screenplay, met)
    gender = _SUBJECTS[language][words[0]]
    order = [*reversed(met), *action.characters, *(c.id for c in screenplay.cast)]
    fitting = [c for c in order if c not in named]
    exact = [c for c in fitting if gender is None or screenplay.character(c).gender is gender]
    open_ = [c for c in fitting if screenplay.character(c).gender is Gender.NEUTRAL]
    head = next(iter(exact or open_), None)
    others = named or tuple(c for c in _others(words, screenplay, met) if c != head)
    return tuple(dict.fromkeys([*((head,) if head else ()), *others]))


def _others(words: list[str], screenplay: Screenplay, met: Sequence[str]) -> tuple[str, ...]:
    """The other one, when both a "he" and a "her" are spoken of (English tells them apart)."""
    if screenplay.language != "en":
        return ()
    own = Gender.MALE if words[0] == "he" else Gender.FEMALE if words[0] == "she" else None
    other = {"her": Gender.FEMALE, "hers": Gender.FEMALE, "him": Gender.MALE, "his": Gender.MALE}
    wanted = next((other[w] for w in words[1:] if w in other and other[w] is not own), None)
    found = next((c for c in reversed(met) if screenplay.character(c).gender is wanted), None) if wanted else None
    return (found,) if found else ()


_BUILT_IN = {"door", "window"}
"""What every set has already: alone on the floor or on a beach it would look lost."""


def _beat(key: str, text: str, people: tuple[str, ...], screenplay: Screenplay) -> Beat:
    language = screenplay.language
    words = tokens(text)
    names = [c.name for c in screenplay.cast]
    animals = {screenplay.character(p).species for p in people}
    there = animals | _BUILT_IN
    things = tuple(t for t in find_things(text, language, names) if t.entry.id not in there)
    going = gait(text, language) if people else ""
    return Beat(
        key=key,
        text=text,
        people=people,
        things=things,
        moving=tuple(m for m in moving_things(text, language) if m.thing not in animals),
        gait=going,
        way=_parting(words, language) if going else "",
        gesture=_lookup(_flat_gestures(language), verbs(words, language), Gesture.NONE) if people else Gesture.NONE,
        stance=_lookup(_flat_stances(language), words, Stance.STAND) if people else Stance.STAND,  # a book "lies" there
        feeling=feeling_in(text, language),
        seat=_seat(words, things, language),
        found=bool(set(words) & _FINDING[language]),
    )


def _seat(words: list[str], things: tuple[FoundThing, ...], language: Language) -> str:
    """What "on the …" names, if one can sit on it."""
    on = "on" if language == "en" else "sur"
    return next((t.entry.id for t in things if t.entry.id in _SEATS and on in words[max(0, t.at - 3) : t.at]), "")


_MOST_WORDS = (11, 24, 48)


def _joined(beats: list[Beat], economy: int) -> list[Beat]:
    """Neighbouring sentences about the same people become one picture (a sequence shot)."""
    joined: list[Beat] = []
    for beat in beats:
        if joined and _joinable(joined[-1], beat, economy):
            joined[-1] = _join(joined[-1], beat)
        else:
            joined.append(beat)
    return joined


def _joinable(first: Beat, second: Beat, economy: int) -> bool:
    """A picture can go on while it shows the same people, and nobody sets off in the middle of it."""
    if len(first.text.split()) + len(second.text.split()) > _MOST_WORDS[economy]:
        return False
    if second.gait or second.moving or (first.moving and second.people):
        return False
    if economy == 0 and (second.things or first.moving):
        return False
    if economy < 2:
        return first.people == second.people or not second.people
    return set(second.people) <= set(first.people) or (not first.people and not first.things)


def _join(first: Beat, second: Beat) -> Beat:
    from dataclasses import replace

    return replace(
        first,
        text=f"{first.text} {second.text}",
        people=first.people or second.people,
        things=(*first.things, *(t for t in second.things if t.entry.id not in {f.entry.id for f in first.things})),
        gesture=second.gesture if first.gesture is Gesture.NONE else first.gesture,
        stance=second.stance if first.stance is Stance.STAND else first.stance,
        feeling=second.feeling if second.feeling is not Emotion.NEUTRAL else first.feeling,
        merged=first.merged + second.merged,
    )


def feeling_in(text: str, language: Language) -> Emotion:
    """The emotion that words of a text show, NEUTRAL if none."""
    return _lookup(_flat_feelings(language), tokens(text), Emotion.NEUTRAL)


def _parting(words: list[str], language: Language) -> Literal["", "arrive", "leave"]:
    for word in words:
        if word in _PARTING[language]["arrive"].split():
            return "arrive"
        if word in _PARTING[language]["leave"].split():
            return "leave"
    return ""


def verbs(words: list[str], language: Language) -> list[str]:
    """The words without those that follow an article: "the waves" are no greeting."""
    articles = _NOUN_AHEAD[language]
    return [word for i, word in enumerate(words) if i == 0 or words[i - 1] not in articles]


def _lookup(table: dict[str, Value], words: list[str], otherwise: Value) -> Value:
    return next((table[word] for word in words if word in table), otherwise)


@cache
def _flat_gestures(language: Language) -> dict[str, Gesture]:
    return {word: value for value, text in _GESTURES[language].items() for word in text.replace("s'", "").split()}


@cache
def _flat_stances(language: Language) -> dict[str, Stance]:
    return {word: value for value, text in _STANCES[language].items() for word in text.split()}


@cache
def _flat_feelings(language: Language) -> dict[str, Emotion]:
    return {word: value for value, text in _FEELINGS[language].items() for word in text.replace("s'", "").split()}
