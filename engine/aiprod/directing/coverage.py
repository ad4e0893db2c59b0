# SPDX-License-Identifier: Apache-2.0
"""Coverage: a scene as a list of set-ups, each with its size, its people, its lines and its reason.

The grammar is the classical one: show the place, then who is in it, then go closer as the scene gets warmer; a thing that
matters has its own picture; a line belongs to its speaker's shot, with the listener's shoulder in front; what is felt is
seen on the face of the one who hears it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from aiprod.directing.pacing import pause_after, reading_seconds
from aiprod.directing.props import FoundThing
from aiprod.directing.reading import Beat, people_in, read_action
from aiprod.film.catalogue import BY_ID
from aiprod.film.screenplay import Action, Emotion, Line, Scene, Screenplay
from aiprod.film.shots import Coverage, ShotSize, Stance

Kind = Literal["place", "thing", "moving", "going", "group", "person", "speech", "listening"]

_STRONG = {
    Emotion.ANGER: 3, Emotion.FEAR: 3, Emotion.SADNESS: 3, Emotion.TENDERNESS: 3, Emotion.SURPRISE: 2, Emotion.JOY: 2,
    Emotion.DETERMINATION: 2, Emotion.WEARINESS: 1, Emotion.IRONY: 1, Emotion.NEUTRAL: 0,
}  # fmt: skip
_SMALL_M = 0.62
"""Things up to this height can be held, and need a close view to be seen."""
WORN = ("shoe", "hat", "crown", "mask")
"""Things that are worn as often as held: a close view of them would be about nothing."""
_LONG_LINE_S = 6.5
_LEAD_S = 0.25


@dataclass(frozen=True)
class Setup:
    """A planned shot, before it is staged.

    Attributes:
        key: unique in the scene and stable: made of the ids of the elements it shows.
        kind: what the picture is about.
        beat: the action it shows, if any.
        line, seconds: the line that starts in it, and the length of the shot.
        said_s: length of the line's speech that lies in this shot.
        speaker, listener: for speech.
        fixed: its length follows a voice.
        spare: 0 the film needs it; higher numbers are left out first when time is short.
        peak: the scene's strongest moment.
    """

    key: str
    kind: Kind
    size: ShotSize
    coverage: Coverage
    seconds: float
    beat: Beat | None = None
    people: tuple[str, ...] = ()
    things: tuple[FoundThing, ...] = ()
    line: Line | None = None
    said_s: float = 0.0
    speaker: str = ""
    listener: str = ""
    fixed: bool = False
    spare: int = 0
    peak: bool = False
    continues: bool = False


@dataclass(frozen=True)
class SceneFacts:
    """What coverage needs to know of a scene besides its text."""

    new_place: bool
    first: bool
    last: bool
    climax: bool
    roomy: bool
    """There is time for a picture of the place alone."""
    economy: int = 0
    """0 to 2: how much must be told in few pictures (see `reading.read_action`)."""


def on_screen(scene: Scene, screenplay: Screenplay) -> tuple[str, ...]:
    """The characters of a scene who are seen in it, principal cast first: seats are dealt in this order."""
    seen = {line.character for line in scene.lines if not line.extension}
    for action in scene.actions:
        seen |= set(action.characters) | set(people_in(action.text, screenplay))
    return tuple(c.id for c in screenplay.cast if c.id in seen)


def cover(scene: Scene, screenplay: Screenplay, seconds: dict[str, float], facts: SceneFacts) -> list[Setup]:
    """The set-ups of a scene, in order.

    Args:
        scene, screenplay: what is told.
        seconds: line id → length of its speech.
        facts: see SceneFacts.
    """
    people = on_screen(scene, screenplay)
    setups: list[Setup] = []
    met: list[str] = []
    block: list[Line] = []
    for element in scene.elements:
        if isinstance(element, Line):
            block.append(element)
            continue
        setups += _dialogue(block, scene, people, seconds)
        met = _met(met, [line.character for line in block])
        block = []
        setups += _action(element, scene, screenplay, met, facts.economy)
        met = _met(met, [p for s in setups for p in s.people])
    setups += _dialogue(block, scene, people, seconds)
    if facts.new_place:
        setups = _established(setups, scene, facts)
    return _peaked(setups, facts) or [_place_alone(scene, 0)]


def _met(met: list[str], more: list[str]) -> list[str]:
    order = [*met, *more]
    return sorted(set(order), key=lambda c: len(order) - order[::-1].index(c))


def _place_alone(scene: Scene, spare: int) -> Setup:
    seconds = 3.4 * (1.15 - 0.4 * scene.intensity)
    return Setup("place", "place", ShotSize.EXTREME_WIDE, Coverage.ESTABLISHING, seconds, spare=spare)


def _established(setups: list[Setup], scene: Scene, facts: SceneFacts) -> list[Setup]:
    """The first picture of a new place shows the place."""
    if not setups or setups[0].kind == "place" or (setups[0].kind == "moving" and not facts.first):
        return setups if setups else [_place_alone(scene, 0)]
    if facts.first or facts.roomy:
        return [_place_alone(scene, 0 if facts.first else 2), *setups]
    first = setups[0]
    if first.kind in ("person", "group", "going") and not first.line:
        return [replace(first, size=ShotSize.WIDE, coverage=Coverage.ESTABLISHING), *setups[1:]]
    return [replace(_place_alone(scene, 3), seconds=2.2), *setups]


def _peaked(setups: list[Setup], facts: SceneFacts) -> list[Setup]:
    """Mark the climax: the last picture with a person in it, of the film's most intense scene."""
    if not facts.climax:
        return setups
    candidates = [i for i, s in enumerate(setups) if s.kind in ("person", "speech", "group", "thing")]
    if candidates:
        strongest = max(candidates, key=lambda i: (_weight(setups[i]), i))
        setups[strongest] = replace(setups[strongest], peak=True)
    return setups


def _weight(setup: Setup) -> int:
    emotion = setup.line.emotion if setup.line else setup.beat.feeling if setup.beat else Emotion.NEUTRAL
    return _STRONG[emotion]


def _action(action: Action, scene: Scene, screenplay: Screenplay, met: list[str], economy: int) -> list[Setup]:
    setups: list[Setup] = []
    for beat in read_action(action, screenplay, met, economy):
        setups += _pictures(beat, scene)
    return setups


def _pictures(beat: Beat, scene: Scene) -> list[Setup]:
    """The picture of a beat, and a close view of the small thing in it that matters."""
    seconds = reading_seconds(beat.text, scene.intensity, scene.mood)
    main = _main_picture(beat, scene, seconds)
    small = [t for t in beat.things if is_small(t.entry.id) and t.entry.id not in (beat.seat, *WORN)]
    if main.kind == "thing" or not small or not beat.people:
        return [main]
    hero = next((t for t in small if t.entry.kind == "animal"), small[0])
    insert = Setup(
        f"{beat.key}-{hero.entry.id}", "thing", ShotSize.INSERT, Coverage.INSERT, max(1.7, 0.62 * seconds), beat=beat,
        things=(hero,), spare=1,
    )  # fmt: skip
    return [main, insert]


def is_small(thing: str) -> bool:
    """Whether a thing can be held, and needs a close view."""
    entry = BY_ID[thing]
    return entry.kind in ("prop", "animal") and entry.height_m <= _SMALL_M


def _main_picture(beat: Beat, scene: Scene, seconds: float) -> Setup:
    coverage = Coverage.SEQUENCE if beat.merged > 1 else None
    if beat.moving and not beat.people:
        return Setup(beat.key, "moving", ShotSize.WIDE, coverage or Coverage.MASTER, seconds, beat, things=beat.things)
    if not beat.people:
        if beat.things:
            big = not is_small(beat.things[0].entry.id)
            size = ShotSize.WIDE if big else ShotSize.INSERT
            return Setup(beat.key, "thing", size, Coverage.INSERT, seconds, beat, things=beat.things)
        return Setup(beat.key, "place", ShotSize.EXTREME_WIDE, Coverage.ESTABLISHING, seconds, beat)
    if beat.gait or beat.moving or (beat.stance is Stance.SIT and any(t.entry.kind == "vehicle" for t in beat.things)):
        size = ShotSize.WIDE if beat.gait == "run" or beat.moving else ShotSize.FULL
        return Setup(beat.key, "going", size, Coverage.TRAVELLING, seconds, beat, beat.people, beat.things)
    if len(beat.people) > 1:
        size = ShotSize.MEDIUM if _STRONG[beat.feeling] >= 3 else ShotSize.FULL
        return Setup(beat.key, "group", size, coverage or Coverage.TWO_SHOT, seconds, beat, beat.people, beat.things)
    return Setup(
        beat.key, "person", _person_size(beat, scene), coverage or Coverage.SINGLE, seconds, beat, beat.people, beat.things
    )


def _person_size(beat: Beat, scene: Scene) -> ShotSize:
    """Bodies at work or seated with room around them; faces when it is about feeling."""
    if beat.stance.value in ("sit", "kneel", "lie", "float") or any(not is_small(t.entry.id) for t in beat.things):
        return ShotSize.FULL
    if _STRONG[beat.feeling] >= 2 and not beat.things:
        return ShotSize.CLOSE if scene.intensity > 0.6 else ShotSize.MEDIUM_CLOSE
    return ShotSize.MEDIUM


def _dialogue(block: list[Line], scene: Scene, people: tuple[str, ...], seconds: dict[str, float]) -> list[Setup]:
    """A run of lines: who speaks is seen, nearer and nearer, and at the end who was spoken to."""
    setups: list[Setup] = []
    peak = _strongest(block)
    for at, line in enumerate(block):
        listener = _listener(line, block, at, people)
        setups += _line_shots(line, at, len(block), listener, line is peak, scene, people, seconds[line.id])
    if len(block) >= 2 and peak is not None and setups and setups[-1].line is not None:
        last = block[-1]
        listener = _listener(last, block, len(block) - 1, people)
        if listener and not last.extension:
            setups.append(
                Setup(
                    f"{last.id}-reaction", "listening", ShotSize.MEDIUM_CLOSE, Coverage.REACTION, 1.8 - 0.4 * scene.intensity,
                    people=(listener,), speaker=last.character, listener=listener, spare=2,
                )
            )  # fmt: skip
    return setups


def _strongest(block: list[Line]) -> Line | None:
    """The line of a block that is felt most, the last of equals; None if all are calm."""
    best = max(block, key=lambda line: (_STRONG[line.emotion], block.index(line)), default=None)
    return best if best is not None and _STRONG[best.emotion] >= 2 else None


def _listener(line: Line, block: list[Line], at: int, people: tuple[str, ...]) -> str:
    """Who a line is said to: the next or last other speaker of the block who is in the picture, else another present."""
    near = [*block[at + 1 : at + 2], *reversed(block[:at]), *block[at + 1 :]]
    for other in near:
        if other.character != line.character and other.character in people:
            return other.character
    return next((p for p in people if p != line.character), "")


def _line_shots(
    line: Line, at: int, count: int, listener: str, peak: bool, scene: Scene, people: tuple[str, ...], said: float
) -> list[Setup]:
    tail = pause_after(line.emotion, scene.intensity)
    if line.extension or line.character not in people:
        return [_heard(line, listener or line.character, said, tail, people)]
    size, coverage = _speech_size(line, at, count, listener, peak, scene)
    whole = Setup(
        f"{line.id}-{coverage.value.replace('_', '-')}", "speech", size, coverage, _LEAD_S + said + tail,
        people=(line.character,), line=line, said_s=said, speaker=line.character, listener=listener, fixed=True,
    )  # fmt: skip
    return _split(whole, scene, tail) if said > _LONG_LINE_S else [whole]


def _heard(line: Line, seen: str, said: float, tail: float, people: tuple[str, ...]) -> Setup:
    """A voice from elsewhere: we watch who hears it, or the place."""
    here = seen in people
    return Setup(
        f"{line.id}-heard", "listening" if here else "place", ShotSize.MEDIUM_CLOSE if here else ShotSize.EXTREME_WIDE,
        Coverage.REACTION if here else Coverage.MASTER, _LEAD_S + said + tail,
        people=(seen,) if here else (), line=line, said_s=said, speaker=line.character, listener=seen if here else "", fixed=True,
    )  # fmt: skip


def _speech_size(line: Line, at: int, count: int, listener: str, peak: bool, scene: Scene) -> tuple[ShotSize, Coverage]:
    """Two-shot to open an exchange, over the shoulder, then clean singles; the strongest line is a close-up."""
    if not listener:
        return (ShotSize.CLOSE if peak else ShotSize.MEDIUM_CLOSE if at % 2 else ShotSize.MEDIUM), Coverage.SINGLE
    if peak:
        return (ShotSize.CLOSE if scene.intensity > 0.45 or count > 2 else ShotSize.MEDIUM_CLOSE), Coverage.SINGLE
    if at == 0:
        return ShotSize.MEDIUM, Coverage.TWO_SHOT
    return (ShotSize.MEDIUM if at < 3 else ShotSize.MEDIUM_CLOSE), Coverage.SHOT


def _split(whole: Setup, scene: Scene, tail: float) -> list[Setup]:
    """A long line goes on over the face of its listener, or closer on the speaker: nobody is held for ten seconds."""
    first_said = round(whole.said_s * 0.56, 3)
    first = replace(whole, seconds=_LEAD_S + first_said, said_s=first_said)
    rest = whole.said_s - first_said + tail
    assert whole.line is not None
    if whole.listener:
        second = Setup(
            f"{whole.line.id}-listened", "listening", ShotSize.MEDIUM_CLOSE, Coverage.REACTION, rest, people=(whole.listener,),
            speaker=whole.speaker, listener=whole.listener, fixed=True, continues=True,
        )  # fmt: skip
    else:
        size = ShotSize.CLOSE if whole.size is ShotSize.MEDIUM else ShotSize.MEDIUM
        second = Setup(
            f"{whole.line.id}-closer", "speech", size, Coverage.SINGLE, rest, people=whole.people, speaker=whole.speaker,
            fixed=True, continues=True,
        )  # fmt: skip
    return [first, second]
