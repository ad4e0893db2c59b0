# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""The composer: turns a plan of beats into scenes with places, hours, action and dialogue that fit the film's length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from aiprod.film.brief import Brief, Language, Tone
from aiprod.film.catalogue import BY_ID, Entry
from aiprod.film.screenplay import Action, Line, Mood, Scene, TimeOfDay, Weather
from aiprod.writing.quotes import SENTENCE_END, unmasked
from aiprod.writing.template.bank import Bank, Beat, Say
from aiprod.writing.template.cast import Player
from aiprod.writing.template.grammar import Noun, agreed_together, english, fill, french, polished
from aiprod.writing.template.story import Event, Said, Setting
from aiprod.writing.template.timing import Draft, Units, needed_of, within_time
from aiprod.writing.template.vocabulary import NEAR
from aiprod.writing.text import capitalised, sentences, typographic

_HOURS = (TimeOfDay.DAWN, TimeOfDay.MORNING, TimeOfDay.DAY, TimeOfDay.AFTERNOON, TimeOfDay.DUSK, TimeOfDay.NIGHT)
_HOUR_WORDS = {
    "en": {TimeOfDay.DAWN: "DAWN", TimeOfDay.MORNING: "MORNING", TimeOfDay.DAY: "DAY", TimeOfDay.AFTERNOON: "AFTERNOON", TimeOfDay.DUSK: "DUSK", TimeOfDay.NIGHT: "NIGHT"},
    "fr": {TimeOfDay.DAWN: "AUBE", TimeOfDay.MORNING: "MATIN", TimeOfDay.DAY: "JOUR", TimeOfDay.AFTERNOON: "APRÈS-MIDI", TimeOfDay.DUSK: "CRÉPUSCULE", TimeOfDay.NIGHT: "NUIT"},
}  # fmt: skip
_MOODS = {
    "setup": {Tone.FUNNY: Mood.PLAYFUL, Tone.MELANCHOLIC: Mood.LONELY, Tone.DARK: Mood.MYSTERIOUS, Tone.TENSE: Mood.TENSE, Tone.EPIC: Mood.CALM},
    "disturbance": {Tone.FUNNY: Mood.PLAYFUL, Tone.TENSE: Mood.TENSE, Tone.DARK: Mood.FRIGHTENING, Tone.TENDER: Mood.HOPEFUL},
    "attempt": {Tone.FUNNY: Mood.PLAYFUL, Tone.TENSE: Mood.TENSE, Tone.DARK: Mood.TENSE, Tone.EPIC: Mood.EPIC, Tone.MELANCHOLIC: Mood.MELANCHOLIC},
    "reversal": {Tone.FUNNY: Mood.PLAYFUL, Tone.MELANCHOLIC: Mood.MELANCHOLIC, Tone.POETIC: Mood.MYSTERIOUS, Tone.TENDER: Mood.MELANCHOLIC, Tone.EPIC: Mood.EPIC},
    "resolution": {Tone.FUNNY: Mood.JOYFUL, Tone.MELANCHOLIC: Mood.MELANCHOLIC, Tone.POETIC: Mood.CALM, Tone.EPIC: Mood.JOYFUL, Tone.DARK: Mood.MYSTERIOUS, Tone.WARM: Mood.HOPEFUL},
}  # fmt: skip
_DEFAULT_MOOD = {
    "setup": Mood.CALM,
    "disturbance": Mood.MYSTERIOUS,
    "attempt": Mood.HOPEFUL,
    "reversal": Mood.TENSE,
    "resolution": Mood.TENDER,
}
_OUTDOOR_ROLES = ("fisher", "child", "farmer", "sailor", "postman", "diver", "explorer", "gardener")
_TOWNS = ("village_street", "city_street", "harbour", "station", "cafe", "spaceship_cabin")
_THERE: dict[Language, tuple[str, ...]] = {
    "en": ("is there", "looks up", "steps closer", "turns round", "comes out of the shadows"),
    "fr": ("est là", "lève les yeux", "s’approche", "se retourne", "sort de l’ombre"),
}
"""How someone is first seen who speaks before doing anything."""
_INTENSITY = {"setup": 0.2, "disturbance": 0.45, "attempt": 0.6, "reversal": 0.85, "resolution": 0.4}


@dataclass
class Step:
    """One scene of the plan.

    Attributes:
        function: setup, disturbance, attempt, reversal or resolution: decides mood and intensity.
        events: the brief's own events that happen in it.
        beats: material of the bank that happens in it.
        setting: what the brief says about where and when.
        where: same, home, out, far: for what the brief leaves open.
        setup: the hero is first shown at their daily business.
    """

    function: str
    events: list[Event] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)
    setting: Setting = field(default_factory=Setting)
    where: str = "same"
    setup: bool = False
    doer: int | None = None
    """Index of the player whom the beats are about, where it is not the hero."""


@dataclass
class Stage:
    """The people and things that the composer puts into sentences."""

    players: list[Player]
    hero: Player
    partner: Player | None
    narrator: Player | None
    thing: Noun

    def nouns(self) -> dict[str, Noun]:
        found = {"hero": self.hero.noun, "thing": self.thing, "role": self.hero.role_noun}
        if self.partner:
            found["partner"] = self.partner.noun
        return found

    def seen_from(self, doer: int | None) -> Stage:
        """The same stage where another player is the one whom the beats are about."""
        if doer is None or doer >= len(self.players) or self.players[doer] is self.hero:
            return self
        other = self.players[doer]
        return replace(self, hero=other, partner=self.hero if self.partner in (other, None) else self.partner)


class Composer:
    """Writes the scenes of one plan, in order."""

    def __init__(
        self, brief: Brief, tone: Tone, bank: Bank, stage: Stage, random: Random, home: str, outside: str, quotations: list[str]
    ) -> None:
        self._quotations = quotations
        self._brief, self._tone, self._bank, self._stage, self._random = brief, tone, bank, stage, random
        self._whole = stage
        self._home, self._outside, self._place = home, outside, outside
        self._words: dict[str, str] = {}
        self._hour: TimeOfDay | None = None
        self._weather: Weather | None = None
        self._used: set[str] = set()
        self._visited: list[str] = []

    def scenes(self, plan: Sequence[Step]) -> tuple[Scene, ...]:
        """The plan's scenes, dialogue trimmed to what the film has time for."""
        drafts = [self._scene(number, step, plan) for number, step in enumerate(plan, 1)]
        return tuple(within_time(drafts, self._brief))

    # one scene

    def _scene(self, number: int, step: Step, plan: Sequence[Step]) -> Draft:
        place = self._choose_place(step)
        hour = self._choose_hour(step, number, len(plan))
        weather = self._choose_weather(step, number == len(plan))
        identity = f"s{number}"
        elements: list[Action | Line] = []
        units: Units = {}

        def act(text: str) -> None:
            if not text:
                return
            shown = tuple(p.character.id for p in self._stage.players if p.name in text or p.name.upper() in text)
            if elements and isinstance(elements[-1], Action):
                last = elements.pop()
                text = f"{last.text} {text}"
                shown = tuple(dict.fromkeys((*last.characters, *shown))) if isinstance(last, Action) else shown
            text = typographic(self._with_pronouns(text))
            elements.append(Action(id=f"{identity}-a{len(elements) + 1}", text=text, characters=shown))

        def say(line: Say, unit: int, needed: bool) -> None:
            made = self._line(f"{identity}-l{len(elements) + 1}", line)
            if made and line.who == "P" and self._stage.partner and not self._stage.partner.introduced:
                there = "{partner} is there, listening." if self._brief.language == "en" else "{partner} est là, et écoute."
                act(self._filled(there))
                made = made.changed(id=f"{identity}-l{len(elements) + 1}")
            before = elements[-1] if elements else None
            if made and isinstance(before, Line) and before.id in units and _one_breath(before, made):
                made = before.changed(text=f"{before.text} {made.text}", emotion=made.emotion if line.key else before.emotion)
                elements.pop()
            if made:
                elements.append(made)
                known = units.get(made.id, (unit, False))
                units[made.id] = (known[0], known[1] or needed)

        act(self._view(place, hour, weather, brief=number > 1 and self._brief.duration_s < 90))
        if step.setup:
            act(self._business(place))
            silent = not any(beat.says for beat in step.beats)
            if silent or not step.events or self._brief.duration_s >= 20:
                setup = self._setup_line()
                if setup:
                    say(setup, 0, silent)
        for event in step.events:
            act(self._event(event))
            for said in event.said:
                for index in (said.subject, said.to):
                    act(self._shown(index))
                elements.append(self._quoted(f"{identity}-l{len(elements) + 1}", said))
        self._stage = self._whole.seen_from(step.doer)
        for number_of_beat, beat in enumerate(step.beats, 1):
            act(self._filled(beat.action))
            for line, needed in zip(beat.says, needed_of(beat.says), strict=True):
                say(line, number_of_beat, needed)
        self._stage = self._whole
        if len(plan) == 1 and not any(isinstance(element, Line) for element in elements) and (only := self._setup_line()):
            say(only, 0, True)
        entry = BY_ID[place]
        heading, word = self._heading(entry, hour)
        scene = Scene(
            id=identity, heading=heading, interior=entry.interior, place=word, time_of_day=hour, weather=weather,
            mood=_MOODS[step.function].get(self._tone, _DEFAULT_MOOD[step.function]), intensity=self._intensity(step),
            elements=tuple(element.changed(text=unmasked(element.text, self._quotations)) for element in elements),
        )  # fmt: skip
        return scene, units

    def _intensity(self, step: Step) -> float:
        shift = {Tone.TENSE: 0.1, Tone.EPIC: 0.1, Tone.DARK: 0.05, Tone.POETIC: -0.1, Tone.TENDER: -0.08, Tone.WARM: -0.05}.get(
            self._tone, 0.0
        )
        storm = 0.1 if self._weather is Weather.STORM else 0.0
        return round(min(1.0, max(0.05, _INTENSITY[step.function] + shift + storm)), 2)

    def _heading(self, entry: Entry, hour: TimeOfDay) -> tuple[str, str]:
        word = self._words.get(entry.id) or (entry.en if self._brief.language == "en" else entry.fr)[0]
        return f"{'INT' if entry.interior else 'EXT'}. {word.upper()} - {_HOUR_WORDS[self._brief.language][hour]}", word

    # where, when, in what weather

    def _choose_place(self, step: Step) -> str:
        if step.setting.place:
            place = step.setting.place.id
            self._words.setdefault(place, step.setting.words)
            if BY_ID[place].interior:
                self._home = place
            else:
                self._outside = place
        elif step.where == "home":
            place = self._home
        elif step.where == "out":
            place = self._outside
        elif step.where == "town":
            near = [p for p in _TOWNS if p in NEAR.get(self._outside, "").split() or p == self._outside] or ["village_street"]
            place = self._random.choice(near)
        elif step.where == "far":
            near = [p for p in NEAR.get(self._outside, "road field").split() if not self._visited or p != self._visited[-1]]
            fresh = [p for p in near if p not in self._visited]
            place = self._random.choice(fresh or near or [self._outside])
            if not BY_ID[place].interior and self._brief.duration_s > 90:
                self._outside = place
        else:
            place = (
                self._visited[-1]
                if self._visited
                else (self._home if step.setup and self._random.random() < 0.5 else self._outside)
            )
        self._visited.append(place)
        return place

    def _choose_hour(self, step: Step, number: int, total: int) -> TimeOfDay:
        if step.setting.time:
            self._hour = step.setting.time
        elif self._hour is None:
            self._hour = self._random.choice({Tone.DARK: (TimeOfDay.DUSK, TimeOfDay.NIGHT), Tone.TENSE: (TimeOfDay.DUSK, TimeOfDay.NIGHT), Tone.FUNNY: (TimeOfDay.MORNING, TimeOfDay.DAY),
                Tone.MELANCHOLIC: (TimeOfDay.AFTERNOON, TimeOfDay.DUSK, TimeOfDay.DAWN)}.get(self._tone, (TimeOfDay.DAWN, TimeOfDay.MORNING, TimeOfDay.AFTERNOON, TimeOfDay.DUSK)))  # fmt: skip
        elif number > 1:
            chance = 1.0 if number == total else min(0.75, 6.0 / total)
            if self._random.random() < chance:
                self._hour = _HOURS[(_HOURS.index(self._hour) + 1) % len(_HOURS)]
        return self._hour

    def _choose_weather(self, step: Step, last: bool) -> Weather:
        if step.setting.weather:
            self._weather = step.setting.weather
        elif self._weather is None:
            self._weather = self._random.choice({Tone.MELANCHOLIC: (Weather.CLOUDY, Weather.FOG, Weather.RAIN), Tone.DARK: (Weather.FOG, Weather.RAIN), Tone.TENSE: (Weather.WIND, Weather.RAIN),
                Tone.POETIC: (Weather.CLEAR, Weather.SNOW, Weather.FOG), Tone.EPIC: (Weather.WIND, Weather.CLOUDY)}.get(self._tone, (Weather.CLEAR, Weather.CLEAR, Weather.CLOUDY, Weather.WIND)))  # fmt: skip
        elif step.function == "resolution" and last and self._weather in (Weather.STORM, Weather.RAIN, Weather.WIND, Weather.FOG):
            self._weather = Weather.CLEAR
        return Weather.CLEAR if self._place == "space" else self._weather

    # sentences

    def _fresh(self, choices: Sequence[str]) -> str:
        """One of the sentences that this film has not used; "" when there is none left."""
        left = [choice for choice in choices if choice not in self._used]
        if not left:
            return ""
        chosen = self._random.choice(left)
        self._used.add(chosen)
        return chosen

    def _view(self, place: str, hour: TimeOfDay, weather: Weather, *, brief: bool) -> str:
        """What is first seen: the place, and the sky over it."""
        seen = self._fresh(self._bank.places.get(place, ()))
        side = "int" if BY_ID[place].interior else "ext"
        sky = (
            ""
            if place in ("space", "spaceship_cabin", "cave")
            else self._fresh(self._bank.skies.get(f"{weather.value} {side}", ()))
        )
        light = "" if sky or BY_ID[place].interior or place == "space" else self._fresh(self._bank.skies.get(hour.value, ()))
        parts = [seen] if brief and seen else [seen, sky or light]
        if brief and weather in (Weather.STORM, Weather.RAIN, Weather.SNOW, Weather.FOG) and sky and self._random.random() < 0.6:
            parts = [sky]
        return " ".join(part for part in parts if part)

    def _business(self, place: str) -> str:
        """What the hero does on any day, where that place allows it."""
        hero = self._stage.hero
        key = "robot" if hero.character.species == "robot" else "animal" if hero.character.species != "person" else hero.role.key
        if hero.character.species == "person" and (BY_ID[place].interior is (key in _OUTDOOR_ROLES)):
            key = ("child_inside" if key == "child" else "person") if BY_ID[place].interior else "outside"
        doing = self._fresh(self._bank.business.get(key, ())) or self._fresh(self._bank.business["person"])
        return self._filled(f"{{hero}} {doing}.")

    def _setup_line(self) -> Say | None:
        mute = not self._stage.hero.talks
        keys = ("mute",) if mute else (self._tone.value, "any") if self._random.random() < 0.3 else (self._tone.value,)
        fitting = [say for tone, say in self._bank.setups if tone in keys] or [
            say for tone, say in self._bank.setups if tone == ("mute" if mute else "any")
        ]
        fresh = [say for say in fitting if say.text not in self._used]
        if not fresh:
            return None
        return self._random.choice(fresh)

    def _filled(self, template: str) -> str:
        text = fill(template, self._brief.language, self._stage.nouns())
        if (
            self._brief.language == "fr"
            and self._stage.partner
            and self._stage.partner.noun.feminine
            and self._stage.hero.noun.feminine
        ):
            text = agreed_together(text)
        return self._introduced(text)

    def _introduced(self, text: str) -> str:
        """First mentions in an action introduce their character, as a screenplay does."""
        for player in self._stage.players:
            at = text.find(player.name)
            if at < 0 or player.introduced or text[at + len(player.name) :].startswith(("'", "’")):
                continue
            end = at + len(player.name)
            named = player.role_noun.text and text[:at].rstrip(" ,").endswith(player.role_noun.text)
            intro = self._short_intro(player) if named else player.introduction()
            after = text[end:]
            if after[:1] in ",.;:!?…":
                intro = intro.rstrip(",")
            text = text[:at] + intro + after
        return text

    def _event(self, event: Event) -> str:
        """The brief's own clause, with its subject named."""
        language = self._brief.language
        if event.subject is None or event.subject >= len(self._stage.players):
            return polished(_stopped(capitalised(event.text)), language)
        if not event.text:
            return ""
        player = self._stage.players[event.subject]
        subject = player.name
        if event.plural:
            others = event.together or ((event.subject + 1,) if event.subject + 1 < len(self._stage.players) else ())
            company = [player, *(self._stage.players[index] for index in others)]
            if player.group and not any(one.introduced for one in company):
                names = [self._short_intro(one) for one in company]
                together = f"{', '.join(names[:-1])} {'and' if language == 'en' else 'et'} {names[-1]}, {player.group}"
                return polished(_stopped(f"{together}, {self._with_names(event)}"), language)
            names = [one.name for one in company]
            subject = f"{', '.join(names[:-1])} {'and' if language == 'en' else 'et'} {names[-1]}" if len(names) > 1 else subject
        return self._introduced(polished(_stopped(f"{subject} {self._with_names(event)}"), language))

    def _shown(self, index: int | None) -> str:
        """Whoever speaks or is spoken to is first seen there."""
        if index is None:
            return ""
        player = self._stage.players[index]
        if player.introduced or player.voice:
            return ""
        seen = self._fresh(_THERE[self._brief.language]) or _THERE[self._brief.language][0]
        return self._introduced(polished(f"{player.name} {seen}.", self._brief.language))

    def _quoted(self, identity: str, said: Said) -> Line:
        """The brief's own words: they are neither dropped nor changed."""
        player = self._stage.players[said.subject]
        extension: Literal["", "O.S.", "V.O."] = "V.O." if said.thought else "O.S." if player.voice else ""
        self._used.add(said.text)
        return Line(
            id=identity, character=player.character.id, text=said.text, emotion=said.emotion, parenthetical=said.manner,
            extension=extension,
        )  # fmt: skip

    def _with_names(self, event: Event) -> str:
        """The clause with the beings it meets introduced where they stand: "meets a robot" → "meets a robot, PIP (…)"."""
        text = event.text
        for index in event.others:
            player = self._stage.players[index] if index < len(self._stage.players) else None
            if player is None or player.introduced or index == event.subject or player.name in text:
                continue
            at = text.lower().find(player.role_noun.text.lower())
            if at >= 0:
                end = at + len(player.role_noun.text)
                text = f"{text[:end]}, {self._short_intro(player)}{',' if text[end:].strip(' .') and text[end : end + 1] != ',' else ''}{text[end:]}"
        return text

    @staticmethod
    def _short_intro(player: Player) -> str:
        player.introduced = True
        return f"{player.name.upper()} ({player.bracket})" if player.bracket else player.name.upper()

    def _with_pronouns(self, text: str) -> str:
        """A name that opens two sentences running becomes a pronoun in the second, where no one else could be meant."""
        parts = sentences(text)
        for index in range(1, len(parts)):
            for player in self._stage.players:
                rivals = [
                    p
                    for p in self._stage.players
                    if p is not player and p.noun.gender is player.noun.gender and _names(p, parts[index - 1])
                ]
                if parts[index].startswith(f"{player.name} ") and _names(player, parts[index - 1].split(",")[0]) and not rivals:
                    pronoun = english(player.noun, "he") if self._brief.language == "en" else french(player.noun, "il")
                    parts[index] = capitalised(pronoun) + parts[index][len(player.name) :]
        return " ".join(parts)

    def _line(self, identity: str, say: Say) -> Line | None:
        stage = self._stage
        speaker = {"H": stage.hero, "V": stage.hero, "P": stage.partner, "N": stage.narrator}[say.who]
        if speaker is None or (say.who in "HV" and not stage.hero.talks):
            return None
        text = fill(say.text, self._brief.language, stage.nouns())
        if text in self._used:
            return None
        self._used.add(text)
        extension: Literal["", "O.S.", "V.O."] = "V.O." if say.who in "VN" else ""
        return Line(id=identity, character=speaker.character.id, text=text, emotion=say.emotion, extension=extension)


def _stopped(text: str) -> str:
    """With a full stop, unless quoted words end the sentence with their own."""
    return text if text.endswith(SENTENCE_END) else f"{text}."


def _names(player: Player, text: str) -> bool:
    return player.name in text or player.name.upper() in text


def _one_breath(first: Line, second: Line) -> bool:
    """Two lines of one speaker that are short enough to be one."""
    return (
        first.character == second.character
        and first.extension == second.extension
        and len(f"{first.text} {second.text}".split()) <= 11
    )
