# SPDX-License-Identifier: Apache-2.0
"""The planner: from a premise to a plan of scenes (setup, disturbance, attempt, reversal, resolution)."""

from __future__ import annotations

import re
from random import Random

from aiprod.film.brief import Brief, Genre, Language
from aiprod.film.catalogue import BY_ID
from aiprod.writing.quotes import MASK
from aiprod.writing.template.bank import Bank, Beat
from aiprod.writing.template.cast import Player
from aiprod.writing.template.composer import Step
from aiprod.writing.template.story import Event, Premise, Setting
from aiprod.writing.template.vocabulary import KINDS_OF_GENRE, KINDS_OF_VERB, WHERE_OF_VERB

KINDS = ("quest", "repair", "encounter", "secret", "loss", "journey", "contest", "rescue", "discovery", "farewell")
_MOST_SCENES = 44
_EARTHBOUND = re.compile(
    r"\b(?:bench|doors?|street|umbrella|poster|crowd|child|children|bridge|walls?|hat|bus|sky|grass|doorway|step|house|letterbox|stairway|map|path|swim|gate"
    r"|banc|portes?|rue|parapluie|affiche|foule|enfants?|pont|murs?|muret|chapeau|ciel|herbe|porche|marche|maison|escalier|carte|chemin|nager|grille|quai|vent)\b",
    re.IGNORECASE,
)
"""What is not found in space."""
_BODILY = re.compile(
    r"\b(?:tongue|teeth|breathes?|breath|eyelids|blister|shivering|mouth|forehead|langue|dents|respirer|souffle|paupières|grelotte|bouche|front)\b"
)
"""What robots do not have."""
_HANDS = re.compile(
    r"\b(?:lamp|table|pen|hands?|fingers?|kneels|sleeves?|pocket|spoon|scarf|lace|coat|tea|coin|matches|match|arms|shoes?|draws|photograph|bag"
    r"|lampe|plume|mains?|doigts?|agenouille|manches?|poche|cuillère|écharpe|lacet|manteau|thé|pièce|allumette|bras|chaussures?|dessine|photo|sac)\b"
)
"""What animals do not have or do."""
_WORDS_A_SECOND = {"en": 2.5, "fr": 2.7}

_MOST_IN_SCENE = 6
_STILL: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "two": (
            "{hero} and {partner} stay where they are. Neither of them looks away.",
            "A silence. {hero} looks at {partner}, and something grows lighter.",
            "{hero} and {partner} stand side by side, saying nothing more.",
        ),
        "none": ("Silence. Nothing moves any more.",),
        "one": ("{hero} stays there a while longer, without moving.", "{hero} listens until there is nothing left to hear."),
    },
    "fr": {
        "two": (
            "{hero} et {partner} restent là. Aucun regard ne se détourne.",
            "Un silence. {hero} regarde {partner}, et quelque chose s'allège.",
            "{hero} et {partner} sont côte à côte, sans plus rien dire.",
        ),
        "none": ("Le silence. Plus rien ne bouge.",),
        "one": (
            "{hero} reste là encore un moment, sans bouger.",
            "{hero} écoute, jusqu'à ce qu'il n'y ait plus rien à entendre.",
        ),
    },
}
"""What is seen once everything is said."""


def scene_count(duration_s: float) -> int:
    """How many scenes a film of this length has: about one for 8 s up to a minute, then longer ones."""
    if duration_s < 11:
        return 1 if duration_s < 7 else 2
    if duration_s <= 60:
        return max(2, round(duration_s / 8))
    return min(_MOST_SCENES, 7 + round((duration_s - 60) / 15))


def choose_kind(premise: Premise, genre: Genre | None, random: Random) -> str:
    """The story's kind: one that grows out of what happens in the brief, and if possible suits the genre."""
    verbs = [event.verb for event in premise.events]
    fitting = KINDS_OF_VERB.get(verbs[0], "").split() if verbs else list(KINDS)
    suited = [kind for kind in fitting if genre and kind in KINDS_OF_GENRE[genre].split()]
    if not verbs and genre:
        suited = KINDS_OF_GENRE[genre].split()
    return random.choice(suited or fitting or list(KINDS))


class Planner:
    """Plans one film."""

    def __init__(
        self,
        brief: Brief,
        premise: Premise,
        bank: Bank,
        kind: str,
        hero: Player,
        partner: Player | None,
        thing_class: str,
        random: Random,
        *,
        lone: bool = False,
    ) -> None:
        self._brief, self._premise, self._bank, self._kind = brief, premise, bank, kind
        self._hero, self._partner, self._thing_class, self._random = hero, partner, thing_class, random
        self._used: set[Beat] = set()
        self._lone = lone
        self._big = hero.character.species in BY_ID and BY_ID[hero.character.species].height_m > 1.1
        self.warnings: list[str] = []

    def plan(self) -> list[Step]:
        """The scenes to write."""
        count = scene_count(self._brief.duration_s)
        events = self._premise.events
        if self._premise.said:
            self._note_length()
        return self._told(events, count) if len(events) > 1 or self._premise.said else self._grown(events, count)

    # a brief that tells its events

    def _told(self, events: list[Event], count: int) -> list[Step]:
        """The brief's events are the film; the writer adds what comes between and after."""
        groups = self._by_place(events, count) if self._premise.said else self._grouped(events, count)
        steps = [self._event_step(group, index, len(groups)) for index, group in enumerate(groups)]
        steps[0].setup = not self._premise.said
        room = count - len(steps)
        if room >= 1:
            steps.append(self._ending())
            room -= 1
        else:
            steps[-1].beats = steps[-1].beats[:1]
        return self._with_obstacles(steps, room if self._brief.duration_s > 60 else 0, told=True)

    def _note_length(self) -> None:
        rate = _WORDS_A_SECOND[self._brief.language]
        seconds = sum(len(said.text.split()) / rate + 0.6 for said in self._premise.said)
        if seconds > self._brief.duration_s:
            self.warnings.append(
                f"What the brief quotes takes about {seconds:.0f} s to say, more than the film's {self._brief.duration_s:.0f} s."
            )

    def _by_place(self, events: list[Event], count: int) -> list[list[Event]]:
        """A told conversation stays where it is: a scene ends where the brief names another place or hour."""
        scenes: list[list[Event]] = []
        at = Setting()
        for event in events:
            place, time = event.setting.place, event.setting.time
            moved = (place and at.place and place is not at.place) or (time and at.time and time is not at.time)
            if not scenes or moved or len(scenes[-1]) >= _MOST_IN_SCENE:
                scenes.append([])
            scenes[-1].append(event)
            at = event.setting.over(at)
        return scenes if len(scenes) <= max(1, count) else self._grouped(events, count)

    def _grouped(self, events: list[Event], count: int) -> list[list[Event]]:
        most = max(1, count) * 3
        if len(events) > most:
            step = (len(events) - 1) / (most - 1)
            kept = sorted(
                {round(i * step) for i in range(most)}
                | {i for i, event in enumerate(events) if event.said or MASK.search(event.text)}
            )
            self.warnings.append(
                f"The brief tells {len(events)} events; {len(kept)} of them fit in {self._brief.duration_s:.0f} s and were kept."
            )
            events = [events[i] for i in kept]
        scenes = min(len(events), count)
        groups: list[list[Event]] = [[] for _ in range(scenes)]
        for index, event in enumerate(events):
            groups[index * scenes // len(events)].append(event)
        return groups

    def _event_step(self, group: list[Event], index: int, total: int) -> Step:
        place = next((event.setting for event in group if event.setting.place), Setting())
        setting = place
        for event in group:
            setting = setting.over(event.setting)
        position = index / max(1, total - 1)
        function = "disturbance" if index == 0 else "reversal" if position > 0.6 else "attempt"
        if index == total - 1 and group[-1].verb in ("receive", "celebrate", "return"):
            function = "resolution"
        where = WHERE_OF_VERB.get(group[0].verb, "out")
        reaction = None if any(event.said for event in group) else self._reaction(group[-1])
        return Step(
            function, events=group, beats=[reaction] if reaction else [], setting=setting, where=where, doer=group[-1].subject
        )

    def _reaction(self, event: Event) -> Beat | None:
        """What is seen and said after an event, spoken by whoever did it."""
        doer = event.subject
        wanted = "feast" if doer is None and event.verb == "receive" else event.verb
        fitting = [
            beat for beat in self._bank.events if beat.function == wanted and beat not in self._used and self._possible(beat)
        ]
        fitting = [beat for beat in fitting if beat.robot] or fitting
        if not fitting or (doer is None and event.verb not in ("receive", "celebrate", "change")):
            return None
        return self._take(self._random.choice(fitting))

    def _ending(self) -> Step:
        if self._premise.said:
            return self._stillness()
        keys = (self._thing_class, "any") if self._random.random() < 0.25 else (self._thing_class,)
        fitting = [b for b in self._bank.endings if b.function in keys and self._possible(b)] or [
            b for b in self._bank.endings if b.function == "any" and self._possible(b)
        ]
        if not self._hero.talks:
            fitting = [b for b in self._bank.beats if b.function == "resolution" and b.mute and self._possible(b)]
        beat = self._take(self._random.choice(fitting))
        return Step("resolution", beats=[beat], where=beat.where)

    def _stillness(self) -> Step:
        """After quoted words the author has spoken; an image is left, and nobody adds a word."""
        beings = self._premise.beings
        spoken = {said.subject for said in self._premise.said if not beings[said.subject].voice}
        seen = _STILL[self._brief.language]["none" if self._hero.voice else "two" if self._partner and len(spoken) > 1 else "one"]
        return Step("resolution", beats=[Beat("resolution", ("any",), self._random.choice(seen), ())])

    # a brief that is one line

    def _grown(self, events: list[Event], count: int) -> list[Step]:
        """A story grown around one event, or around none."""
        disturbance = self._disturbance(events)
        if count == 1:
            return [disturbance]
        resolution = self._beat_step("resolution")
        if count == 2:
            disturbance.setup = False
            return [disturbance, resolution]
        if count <= 4:
            disturbance.setup = True
            middle = [self._beat_step("attempt")] + ([self._beat_step("reversal")] if count == 4 else [])
            return [disturbance, *middle, resolution]
        setup = Step("setup", setup=True, where="home" if disturbance.where != "home" else "out", setting=disturbance.setting)
        if disturbance.setting.place:
            setup.setting = Setting(None, "", disturbance.setting.time, disturbance.setting.weather)
        steps = [setup, disturbance, self._beat_step("attempt"), self._beat_step("reversal"), resolution]
        return self._with_obstacles(steps, count - 5)

    def _disturbance(self, events: list[Event]) -> Step:
        if not events:
            step = self._beat_step("disturbance")
            step.setting = self._premise.setting
            return step
        event = events[0]
        reaction = self._reaction(event)
        return Step(
            "disturbance",
            events=[event],
            beats=[reaction] if reaction else [],
            setting=event.setting.over(self._premise.setting),
            where=WHERE_OF_VERB.get(event.verb, "out"),
            doer=event.subject,
        )

    def _beat_step(self, function: str) -> Step:
        beat = self._beat(function, (self._kind,)) or self._beat(function, KINDS) or self._beat("obstacle", ("any",))
        assert beat is not None, "the bank has no beat left"
        return Step(function, beats=[beat], where=beat.where)

    def _beat(self, function: str, kinds: tuple[str, ...]) -> Beat | None:
        wanted = ("any",) if not self._hero.talks and function != "obstacle" else kinds
        fitting = [
            beat for beat in self._bank.beats
            if beat.function == function and beat not in self._used and self._possible(beat) and set(beat.kinds) & set(wanted)
        ]  # fmt: skip
        if self._brief.duration_s < 11:
            fitting = [beat for beat in fitting if sum(len(say.text.split()) for say in beat.says) <= 10] or fitting
        preferred = [beat for beat in fitting if beat.partner] if self._partner else fitting
        return self._take(self._random.choice(preferred or fitting)) if fitting else None

    def _possible(self, beat: Beat) -> bool:
        """Whether its speakers exist, and speak, and call each other as these two do."""
        if beat.partner and self._partner is None:
            return False
        if beat.mute != (not self._hero.talks) and beat.function in ("disturbance", "attempt", "reversal", "resolution"):
            return False
        if self._hero.character.species not in ("person", "robot") and _HANDS.search(beat.action) and not beat.mute:
            return False
        if self._big and re.search(r"\blap\b|genoux|\btiny\b|very small|très petit|tout en haut|tucked", beat.action):
            return False
        if self._hero.character.species == "robot" and _BODILY.search(beat.action):
            return False
        if self._lone and _EARTHBOUND.search(beat.action + " ".join(say.text for say in beat.says)):
            return False
        if beat.robot != (self._partner is not None and self._partner.character.species == "robot") and (
            beat.robot or beat.function == "machine"
        ):
            return False
        if self._brief.language == "fr" and self._partner:
            return not (beat.formal if self._partner.close else beat.familiar)
        return True

    def _take(self, beat: Beat) -> Beat:
        self._used.add(beat)
        return beat

    def _with_obstacles(self, steps: list[Step], room: int, *, told: bool = False) -> list[Step]:
        """Fill a longer film: obstacles and turns between the first event and the last, until the bank has nothing new.

        A story that the brief tells gets quiet moments only: nothing that would contradict its events.
        """
        fixed = len(steps)
        for index in range(room):
            others = tuple(kind for kind in KINDS if kind != self._kind)
            function = "obstacle" if told else ("obstacle", "attempt", "obstacle", "obstacle", "reversal")[index % 5]
            beat = self._beat(function, ("quiet",) if told else ("any", "quiet") if function == "obstacle" else others) or (
                None if told else self._beat("obstacle", ("any", "quiet"))
            )
            if beat is None:
                break
            shown = "reversal" if function == "reversal" else "attempt"
            # Told stories: spread over the gaps between events. Grown ones: between the attempt and the turn.
            at = 1 + (index * (fixed - 1)) // max(1, room) + index if told else len(steps) - 2
            steps.insert(min(max(1, at), len(steps) - 1), Step(shown, beats=[beat], where=beat.where))
        return steps
