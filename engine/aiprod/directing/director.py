# SPDX-License-Identifier: Apache-2.0
"""The director: a screenplay becomes a list of shots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aiprod.directing import describe, motives, pacing, transitions
from aiprod.directing.coverage import SceneFacts, Setup, cover, on_screen
from aiprod.directing.sets import design_set
from aiprod.directing.sounds import effects_for
from aiprod.directing.staging import Stage, Staged
from aiprod.directing.words import find, tokens
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook
from aiprod.film.reasons import Reason, ShotReasons, reason
from aiprod.film.screenplay import Scene, Screenplay
from aiprod.film.shots import Coverage, SetDesign, Shot, ShotLine, ShotList, Transition, in_offset, out_offset
from aiprod.film.tempo import half_beat
from aiprod.film.transitions import TRANSITIONS

LEAD_S = 0.25
END_CARD_S = 2.6
_TITLE_S = 3.6
"""The first picture lasts long enough to read the title over it."""


@dataclass
class _Planned:
    """A set-up with its place in the film and its length."""

    setup: Setup
    scene: Scene
    design: SetDesign
    slot: pacing.Slot
    transition: Transition = "cut"
    overlap: int = 0
    reasons: list[Reason] = field(default_factory=list)


def direct(screenplay: Screenplay, brief: Brief, looks: tuple[CharacterLook, ...], line_seconds: Mapping[str, float]) -> ShotList:
    """Shots for every scene, in order.

    Args:
        screenplay: what is told.
        brief: length, rate, picture size, seed.
        looks: one for every character of the cast.
        line_seconds: line id → length of its recorded speech; lines without one are estimated from their text.

    Returns:
        The shots and the looks. The sum of frames less the overlaps of transitions, and the end card, is near the brief's
        length wherever the dialogue allows. A shot's id and seed come from the ids of what it shows.

    Raises:
        UserError: there is no scene, or a character without a look.
    """
    _check(screenplay, looks)
    estimated = {line.id: pacing.estimate_seconds(line.text, screenplay.language) for line in screenplay.lines()}
    seconds = estimated | {line: value for line, value in line_seconds.items() if line in estimated and value > 0}
    end_card = brief.rate.frames(min(END_CARD_S, 0.1 * brief.duration_s))
    target = brief.rate.frames(brief.duration_s) - end_card
    economy, spare = _afforded(screenplay, brief, estimated, target)
    planned = _ended([p for p in _coverage(screenplay, brief, seconds, target, economy) if p.setup.spare < spare])
    _transitions(planned, screenplay, brief)
    _paced(planned, brief, target, dense=economy > 0)
    shots = tuple(_shots(planned, screenplay, brief, looks))
    reasons = tuple(ShotReasons(shot=p.slot.id, reasons=tuple(p.reasons)) for p in planned)
    return ShotList(shots=shots, looks=looks, end_card_frames=end_card, reasons=reasons)


def _paced(planned: list[_Planned], brief: Brief, target: int, *, dense: bool) -> None:
    """Bring the shots onto their scenes' beats, and the film to its length. Dense dialogue has no time to wait for a beat."""
    for at, item in enumerate(planned):
        slot, wanted = item.slot, item.slot.frames
        slot.shared = (in_offset(item.overlap) if at else 0) + (
            out_offset(planned[at + 1].overlap) if at + 1 < len(planned) else 0
        )
        item.reasons += [motives.framing(item.setup), motives.length(item.setup, item.scene, brief.rate.seconds(wanted))]
        if slot.elastic or not dense:
            slot.onto_beat()
            item.reasons += motives.beat(slot.frames - wanted, slot.quantum, brief.rate)
    before = [item.slot.frames for item in planned]
    pacing.fit([p.slot for p in planned], target, sum(p.overlap for p in planned[1:]))
    for item, frames in zip(planned, before, strict=True):
        item.reasons += motives.fitted(brief.rate.seconds(item.slot.frames) - brief.rate.seconds(frames))


def _check(screenplay: Screenplay, looks: Sequence[CharacterLook]) -> None:
    if not screenplay.scenes:
        raise UserError("There is nothing to direct", "the screenplay has no scene", "Add at least one scene.")
    missing = {c.id for c in screenplay.cast} - {look.character for look in looks}
    if missing:
        raise UserError("A character has no look", ", ".join(sorted(missing)), "Cast every character first.")


def _afforded(screenplay: Screenplay, brief: Brief, estimated: dict[str, float], target: int) -> tuple[int, int]:
    """The richest coverage that fits: how much is joined (economy), and which spare pictures are left out.

    First every sentence has its picture, then fewer, then only what the film needs. The lines' lengths are taken from their
    text, in half seconds, so that a recording does not change the film's structure.
    """
    rounded = {line: round(2 * seconds) / 2 for line, seconds in estimated.items()}
    limit = target * (1 + pacing.TOLERANCE)
    for economy in (0, 1, 2):
        planned = _coverage(screenplay, brief, rounded, target, economy)
        for spare in (4, 3):
            if _comfortable([p for p in planned if p.setup.spare < spare]) <= limit:
                return economy, spare
    fits = _comfortable([p for p in planned if p.setup.spare < 2]) <= limit
    return 2, 2 if fits else 1


def _coverage(screenplay: Screenplay, brief: Brief, seconds: dict[str, float], target: int, economy: int) -> list[_Planned]:
    """Every set-up of the film at an economy; the first close view of each promised thing is not spare."""
    return _kept(list(_plan(screenplay, brief, seconds, target, economy)), _promised(screenplay, brief))


def _ended(planned: list[_Planned]) -> list[_Planned]:
    """A film ends on people or a place: a closing detail goes before the picture it belongs to."""
    if len(planned) > 1 and planned[-1].setup.kind == "thing" and planned[-1].setup.beat is planned[-2].setup.beat is not None:
        return [*planned[:-2], planned[-1], planned[-2]]
    return planned


def _promised(screenplay: Screenplay, brief: Brief) -> set[str]:
    """The things that the title, the logline and a prose brief name: each must be seen from near, once."""
    names = [c.name for c in screenplay.cast]
    texts = ((screenplay.title, False), (screenplay.logline, True), (brief.text if brief.source == "prose" else "", True))
    return {m.entry.id for text, strict in texts for m in find(text, "things", screenplay.language, names, strict)}


def _kept(planned: list[_Planned], promised: set[str]) -> list[_Planned]:
    """The first close view of each promised thing is not to be left out."""
    shown: set[str] = set()
    kept = []
    for item in planned:
        setup = item.setup
        thing = setup.things[0].entry.id if setup.kind == "thing" and setup.things else ""
        if thing in promised and thing not in shown:
            item.setup = replace(setup, spare=0)
        shown.add(thing)
        kept.append(item)
    return kept


def _comfortable(planned: list[_Planned]) -> float:
    """How long the shots are when those without dialogue are as short as is still pleasant."""
    return sum(p.slot.frames if not p.slot.elastic else max(p.slot.least, 0.8 * p.slot.frames) for p in planned)


def _plan(screenplay: Screenplay, brief: Brief, seconds: dict[str, float], target: int, economy: int) -> Iterator[_Planned]:
    scenes = screenplay.scenes
    climax = max(scenes, key=lambda s: (s.intensity, scenes.index(s))).id
    roomy = target / max(1, len(scenes)) > brief.rate.frames(8.5)
    before: Scene | None = None
    for scene in scenes:
        facts = SceneFacts(
            new_place=before is None or _moved(before, scene),
            first=before is None,
            last=scene is scenes[-1],
            climax=scene.id == climax,
            roomy=roomy and economy == 0,
            economy=economy,
        )
        design = design_set(scene, screenplay, brief.seed)
        for setup in cover(scene, screenplay, seconds, facts):
            yield _Planned(setup, scene, design, _slot(setup, scene, brief, facts))
        before = scene


def _moved(before: Scene, after: Scene) -> bool:
    return tokens(before.place) != tokens(after.place) or before.time_of_day is not after.time_of_day


def _slot(setup: Setup, scene: Scene, brief: Brief, facts: SceneFacts) -> pacing.Slot:
    rate = brief.rate
    opening = facts.first and setup.kind == "place" and setup.coverage is Coverage.ESTABLISHING
    seconds = max(setup.seconds, _TITLE_S) if opening else setup.seconds
    frames = max(rate.frames(0.8), rate.frames(seconds))
    beat = half_beat(scene.mood, scene.intensity, rate)
    if setup.fixed:
        return pacing.Slot(_shot_id(scene, setup), frames, frames, frames, elastic=False, quantum=beat)
    least = rate.frames(min(seconds, 3.0 if opening else 1.9 if setup.kind in ("moving", "going") else 1.5))
    most = rate.frames(max(1.9 * seconds, 5.0))
    return pacing.Slot(_shot_id(scene, setup), frames, least, most, elastic=True, quantum=beat)


def _shot_id(scene: Scene, setup: Setup) -> str:
    return setup.key if setup.key.startswith(f"{scene.id}-") else f"{scene.id}-{setup.key}"


def _transitions(planned: list[_Planned], screenplay: Screenplay, brief: Brief) -> None:
    """Decide the transition into each scene, and give both its shots the frames that it takes."""
    before: _Planned | None = None
    for item in planned:
        if before is None or before.scene is not item.scene:
            shared = before is not None and bool(_heroes(before.setup) & _heroes(item.setup))
            item.transition, why = transitions.transition(before.scene if before else None, item.scene, screenplay, shared)
            item.reasons.append(why)
            item.overlap = TRANSITIONS[item.transition].frames(brief.rate)
            _widen(item, item.overlap)
            if before is not None:
                _widen(before, item.overlap)
        else:
            item.reasons.append(reason("transition.inside"))
        before = item
    _widen(planned[-1], brief.rate.frames(0.8))


def _widen(item: _Planned, frames: int) -> None:
    """Transitions never eat speech: a shot with a line grows by them; another only has to be long enough to hold them."""
    if item.setup.fixed:
        item.slot.frames += frames
        item.slot.least = item.slot.most = item.slot.frames
    elif frames:
        item.slot.least = max(item.slot.least, 2 * frames + 8)
        item.slot.frames = max(item.slot.frames, item.slot.least)
        item.slot.most = max(item.slot.most, item.slot.frames)


def _heroes(setup: Setup) -> set[str]:
    return {t.entry.id for t in setup.things[:1]} if setup.kind == "thing" else set()


def _shots(planned: list[_Planned], screenplay: Screenplay, brief: Brief, looks: tuple[CharacterLook, ...]) -> Iterator[Shot]:
    by_id = {look.character: look for look in looks}
    aspect = brief.width / brief.height
    stage: Stage | None = None
    scene: Scene | None = None
    for item in planned:
        if stage is None or item.scene is not scene:
            scene = item.scene
            stage = Stage(scene, item.design, on_screen(scene, screenplay), by_id, aspect)
        closing = item is planned[-1]
        staged = stage.stage(item.setup, brief.rate.seconds(item.slot.frames), item.slot.id, closing=closing)
        yield _shot(item, staged, screenplay, brief)


def _shot(item: _Planned, staged: Staged, screenplay: Screenplay, brief: Brief) -> Shot:
    setup, scene = item.setup, item.scene
    what = _what(setup, screenplay)
    text = setup.beat.text if setup.beat else ""
    lead = brief.rate.seconds(brief.rate.frames(LEAD_S) + item.overlap)
    line = setup.line
    return Shot(
        id=item.slot.id,
        scene=scene.id,
        size=staged.size,
        coverage=setup.coverage,
        description=describe.describe(what, staged.size, staged.set, screenplay),
        set=staged.set,
        camera=staged.camera,
        blocking=staged.blocking,
        props=staged.props,
        lines=(ShotLine(line=line.id, character=line.character, start_s=lead, on_screen=_visible(setup)),) if line else (),
        frames=item.slot.frames,
        transition_in=item.transition,
        transition_frames=item.overlap,
        mood=scene.mood,
        intensity=scene.intensity,
        effects=effects_for(text, screenplay.language, staged.set, staged.blocking, staged.props),
        seed=seed_from(scene.id, item.slot.id),
    )


def _visible(setup: Setup) -> bool:
    return setup.kind == "speech"


def _what(setup: Setup, screenplay: Screenplay) -> str:
    """What the picture shows, as a sentence."""
    language = screenplay.language
    if setup.beat is not None:
        if (
            setup.kind == "thing"
            and setup.people == ()
            and setup.things
            and setup.coverage is Coverage.INSERT
            and setup.beat.people
        ):
            return f"{setup.things[0].words}. {setup.beat.text}"
        return setup.beat.text
    if setup.kind == "place":
        return ""
    name = describe.person_name
    if setup.kind == "listening":
        kind = "hears" if setup.line is not None else "listens"
        return describe.seen(kind, name(setup.people[0], screenplay), "", language)
    if not setup.listener or setup.coverage is Coverage.SINGLE:
        return describe.seen("speaks", name(setup.speaker, screenplay), "", language)
    kind = "two" if setup.coverage is Coverage.TWO_SHOT else "over"
    return describe.seen(kind, name(setup.speaker, screenplay), name(setup.listener, screenplay), language)
