# SPDX-License-Identifier: Apache-2.0
"""Staging: where people and things stand in a set-up, and where the camera stands to frame them.

The line of action runs from the scene's left seat to its right seat and the camera stays on its near side: whoever has the
left seat looks right in every shot, whoever has the right seat looks left, in the master view and in the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from aiprod.directing import framing, moves
from aiprod.directing.camerawork import camera_move, closer
from aiprod.directing.coverage import WORN, Setup, is_small
from aiprod.directing.dressing import Dressing, distance_of, in_hands, vessel_of
from aiprod.directing.motion import carries, is_watercraft
from aiprod.directing.props import FoundThing
from aiprod.directing.reading import Beat
from aiprod.film.catalogue import BY_ID
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Emotion, Mood, Scene
from aiprod.film.shots import Blocking, CameraKey, CameraPath, Coverage, Gesture, PropPlacement, Rig, SetDesign, ShotSize, Stance

_SEATS = ((-0.52, 4.6), (0.52, 4.6), (1.35, 5.2), (-1.4, 5.3), (2.1, 5.7), (-2.1, 5.8))
_AFLOAT_Z = 18.0
"""Small boats lie beyond the quay, the beach and the deck's rail."""
_WALK_MS, _RUN_MS = 1.1, 2.9
_LUGGAGE = ("suitcase", "bag", "box")
_STANDING = ("kettle", "clock", "radio", "computer", "drum", "plant", "candle")
"""Small things that stand on a table rather than lie in a hand."""


@dataclass(frozen=True)
class Staged:
    """A set-up on the stage."""

    set: SetDesign
    blocking: tuple[Blocking, ...]
    props: tuple[PropPlacement, ...]
    camera: CameraPath
    size: ShotSize


class Stage:
    """Stages the set-ups of one scene: seats are dealt once, so that screen direction holds.

    Args:
        scene: the scene.
        design: its set.
        people: ids of its characters, in the order of the cast.
        looks: how they look.
        aspect: picture width / height.
        held: what someone already has in their hands: character → thing.
    """

    def __init__(
        self, scene: Scene, design: SetDesign, people: Sequence[str], looks: Mapping[str, CharacterLook], aspect: float
    ) -> None:
        self.scene, self.design, self.looks, self.aspect = scene, design, looks, aspect
        self.seats = {person: _SEATS[min(i, len(_SEATS) - 1)] for i, person in enumerate(people)}
        self.held: dict[str, str] = {}
        self.stances: dict[str, Stance] = {}
        self._alone = len(people) == 1
        self._last_move = ""
        self._vessel = vessel_of(scene, design)
        self._dressing = Dressing(design)

    def stage(self, setup: Setup, seconds: float, shot_id: str, *, closing: bool = False) -> Staged:
        """People, things and camera of a set-up that lasts `seconds`."""
        rng = Random(seed_from(self.scene.id, shot_id, "staging"))
        makers = {
            "place": self._place,
            "thing": self._thing,
            "moving": self._moving,
            "going": self._going,
            "group": self._group,
            "person": self._person,
            "speech": self._speech,
            "listening": self._listening,
        }
        staged = makers[setup.kind](setup, seconds, rng)
        if self._vessel and staged.blocking and not any(p.prop == self._vessel for p in staged.props):
            centre = sum(b.x for b in staged.blocking if not b.back) / sum(not b.back for b in staged.blocking)
            boat = PropPlacement(prop=self._vessel, x=round(centre, 3), z=_AFLOAT_Z, scale=1.15)
            staged = replace(staged, props=(*staged.props, boat))
        if closing and setup.kind in ("group", "going", "place", "person"):
            staged = replace(staged, camera=self._farewell(staged))
        self._last_move = staged.camera.move
        return staged

    def _camera(self, frame: Callable[[float], CameraKey], setup: Setup, rng: Random) -> CameraPath:
        return camera_move(frame, setup, self.scene, self._last_move, self.direction, rng)

    def _farewell(self, staged: Staged) -> CameraPath:
        """A film's last picture: the camera lifts off and leaves its people low in a wide picture."""
        key = staged.camera.keys[-1].changed(at=0.0)
        if not staged.blocking:
            return moves.rise_away(key, 1.2, 0.6)
        first = staged.blocking[0]
        look = self.looks[first.character]
        height = max(1.7, look.height_m) * 1.9
        wide = framing.place_camera(key.x, first.y + look.height_m * 0.7, first.z, height, 0.6, 30.0, self.aspect)
        return moves.between(key, wide, "crane_up", Rig.CRANE, 5.6)

    # -- people ------------------------------------------------------------------------------------------------------

    def direction(self, person: str) -> float:
        """1 for those who look right, −1 for those who look left, by their seat."""
        return 1.0 if self.seats.get(person, (0.0, 4.6))[0] <= 0 else -1.0

    def _actor(self, person: str, setup: Setup, **changes: object) -> Blocking:
        x, z = self.seats.get(person, (0.0, 4.6))
        beat = setup.beat
        doing = beat is not None and bool(beat.people) and beat.people[0] == person
        stance = beat.stance if doing and beat and beat.stance is not Stance.STAND else Stance.STAND
        gesture, holds = self._hands(person, setup) if doing else (Gesture.NONE, self.held.get(person, ""))
        if holds and gesture is Gesture.NONE:
            gesture = Gesture.CARRY if holds in _LUGGAGE else Gesture.HOLD
        made = Blocking(
            character=person,
            x=x,
            z=z,
            facing=0.25 * self.direction(person),
            stance=stance,
            gesture=gesture,
            holds=holds if gesture in (Gesture.HOLD, Gesture.CARRY, Gesture.REACH) else "",
            emotion=self._feeling(person, setup),
        )
        made = made.changed(**changes)
        if self._vessel and not made.to_x:
            made = made.changed(z=round(_AFLOAT_Z + 0.12, 3), y=0.3, stance=Stance.SIT)
        return made

    def _feeling(self, person: str, setup: Setup) -> Emotion:
        if setup.line is not None and setup.line.character == person:
            return setup.line.emotion
        if setup.beat is not None and setup.beat.feeling is not Emotion.NEUTRAL:
            return setup.beat.feeling
        return {
            Mood.JOYFUL: Emotion.JOY, Mood.TENDER: Emotion.TENDERNESS, Mood.MELANCHOLIC: Emotion.WEARINESS,
            Mood.FRIGHTENING: Emotion.FEAR, Mood.TENSE: Emotion.DETERMINATION,
        }.get(self.scene.mood, Emotion.NEUTRAL)  # fmt: skip

    def _hands(self, person: str, setup: Setup) -> tuple[Gesture, str]:
        """What the hands do, remembering what is taken and given away."""
        beat = setup.beat
        if beat is None:
            return Gesture.NONE, self.held.get(person, "")
        small = next((t.entry.id for t in beat.things if self._holdable(t, beat)), "")
        gesture = Gesture.CARRY if beat.gesture is Gesture.HOLD and small in _LUGGAGE else beat.gesture
        if gesture in (Gesture.HOLD, Gesture.CARRY) and small:
            self.held[person] = small
        if gesture is Gesture.REACH and small:
            self.held.pop(person, None)
            receiver = next((p for p in beat.people if p != person), None)
            if receiver:
                self.held[receiver] = small
        if small and gesture in (Gesture.NONE, Gesture.LOOK_UP, Gesture.TALK):
            gesture = Gesture.CARRY if small in _LUGGAGE else Gesture.HOLD
            self.held[person] = small
        return gesture, small or self.held.get(person, "")

    def _holdable(self, thing: FoundThing, beat: Beat) -> bool:
        """Small props; what is worn only if the text says that it is held; nothing one sits on."""
        if not is_small(thing.entry.id) or thing.entry.kind != "prop" or thing.entry.id == beat.seat:
            return False
        if thing.entry.id in _STANDING:
            return False
        return thing.entry.id not in WORN or beat.gesture is Gesture.HOLD

    # -- pictures ----------------------------------------------------------------------------------------------------

    def _place(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """The place alone, from where one takes it all in."""
        key = CameraKey(at=0.0, y=1.7 if self.design.interior else 2.3, focal_mm=26 if self.design.interior else 24, focus_m=12.0)
        if self.scene.mood is Mood.EPIC or self.scene.intensity > 0.75:
            path = moves.crane(key, 1.4)
        else:
            choices = {
                "pan": lambda: moves.pan(key, rng.choice((-7.0, 7.0))),
                "truck": lambda: moves.truck(key, rng.choice((-1.4, 1.4))),
                "dolly_in": lambda: moves.between(key, key.changed(z=1.1), "dolly_in", Rig.DOLLY, 5.6),
                "crane_down": lambda: moves.crane(key, -1.2),
            }
            names = [n for n in choices if n != self._last_move]
            path = choices[rng.choice(names)]()
        return Staged(self.design, (), self._dressing.named_in(setup), path, ShotSize.EXTREME_WIDE)

    def _thing(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """A close view of a small thing on something to stand on; a low, rising view of a great one."""
        thing = setup.things[0]
        if not is_small(thing.entry.id):
            return self._great_thing(thing, setup, rng)
        if setup.beat is not None and self._in_hand_now(thing, setup.beat):
            return self._hands_view(thing, setup)
        height = thing.entry.height_m
        base, support = self._dressing.support(thing)
        x, z = 0.0, 3.2
        hero = PropPlacement(prop=thing.entry.id, x=x, y=base, z=z, colour=thing.colour, hero=True)
        others = [
            self._dressing.small(t, x + 0.32 * side, base, z + 0.1)
            for t, side in zip(setup.things[1:3], (1, -1), strict=False)
            if is_small(t.entry.id)
        ]
        fill = 0.46 if height > 0.2 else 0.34
        key = framing.frame_thing(x, base, z, height, self.aspect, 85.0, fill, rng.choice((-0.08, 0.08)))
        if setup.peak or self.scene.intensity > 0.6:
            path = moves.dolly(lambda t: framing.frame_thing(x, base, z, height, self.aspect, 85.0, fill * t), 0.2, aperture=2.0)
        else:
            path = rng.choice((moves.static(key, aperture=2.0), moves.truck(key, 0.08, 2.0), moves.zoom(key, 1.12, 2.0)))
        return Staged(self.design, (), (*support, hero, *others), path, ShotSize.INSERT)

    def _in_hand_now(self, thing: FoundThing, beat: Beat) -> bool:
        """Whether the close view is of hands that hold the thing, rather than of the thing where it lies."""
        if not beat.people or not self._holdable(thing, beat) or self.looks[beat.people[-1]].species != "person":
            return False
        holder = beat.people[-1]
        lies = beat.found or (self.design.interior and beat.gesture is Gesture.WORK)
        held = self.held.get(holder) == thing.entry.id or beat.gesture is Gesture.HOLD
        return held and (bool(self._vessel) or not lies)

    def _hands_view(self, thing: FoundThing, setup: Setup) -> Staged:
        """The holder's hands and chest; their face stays out of the picture."""
        assert setup.beat is not None
        actor = self._actor(setup.beat.people[-1], setup, x=0.0, facing=0.0, gaze="down")
        actor = actor.changed(holds=thing.entry.id, gesture=Gesture.HOLD)
        look = self.looks[actor.character]
        lower = 0.17 if actor.stance is Stance.SIT else 0.0
        middle = actor.y + (0.56 - lower) * look.height_m

        def frame(tighter: float) -> CameraKey:
            return framing.place_camera(actor.x, middle, actor.z, 0.34 * look.height_m / tighter, 0.5, 85.0, self.aspect)

        return Staged(self.design, (actor,), (), moves.dolly(frame, 0.08, aperture=2.0), ShotSize.INSERT)

    def _great_thing(self, thing: FoundThing, setup: Setup, rng: Random) -> Staged:
        """A landmark, a vehicle or furniture fills half the picture; the camera looks up to what towers."""
        height = thing.entry.height_m
        z = 5.0 if height < 2.6 else 9.0 if height < 6 else 26.0
        design = self.design.changed(features=tuple(f for f in self.design.features if f != thing.entry.id))
        picture = max(1.6, height / 0.62)
        focal = 35.0 if height < 6 else 50.0
        key = framing.place_camera(0.0, height * 0.5, z, picture, 0.5, focal, self.aspect)
        hero = PropPlacement(
            prop=thing.entry.id, x=round(rng.choice((-0.1, 0.1)) * picture * self.aspect, 3), z=z, colour=thing.colour, hero=True
        )  # fmt: skip
        level = key.changed(y=min(key.y, 2.2))
        key = level.changed(pitch_deg=round(framing.tilt_to(level.y, height * 0.5, key.focus_m), 3))
        path = moves.tilt(key, 6.0) if height > 6 else moves.truck(key, 0.6)
        return Staged(design, (), (hero,), path, setup.size)

    def _moving(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """A vehicle or an animal goes through the picture."""
        assert setup.beat is not None
        movement = setup.beat.moving[0]
        entry = BY_ID[movement.thing]
        side = rng.choice((-1.0, 1.0))
        thing = next((t for t in setup.things if t.entry.id == movement.thing), None)
        distance = distance_of(entry.id)
        focal = 35.0
        width = framing.field_width(distance + 0.0, focal)
        span = width * 0.42
        ends = {
            "leave": (0.05 * side * width, 0.9 * span * side),
            "arrive": (0.9 * span * side, 0.06 * side * width),
            "pass": (-span * side, span * side),
        }
        x, to_x = ends[movement.way]
        to_z = distance * (1.5 if movement.way == "leave" else 0.85 if movement.way == "arrive" else 1.0)
        hero = PropPlacement(
            prop=entry.id, x=round(x, 3), to_x=round(to_x, 3), z=distance, to_z=round(to_z, 3), flip=to_x < x,
            colour=thing.colour if thing else None, hero=True,
        )  # fmt: skip
        key = CameraKey(at=0.0, y=1.7 if entry.height_m > 1 else 0.9, focal_mm=focal, focus_m=distance)
        path = moves.pan(key, 5.0 * (1 if to_x > x else -1)) if movement.way != "leave" else moves.static(key, aperture=5.6)
        others = tuple(
            p for t in setup.things if t.entry.id != entry.id for p in self._dressing.placed(t, setup, x=-1.1 * side, z=5.4)
        )
        design = self.design.changed(features=tuple(f for f in self.design.features if f != entry.id))
        return Staged(design, (), (hero, *others), path, ShotSize.WIDE)

    def _going(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """Someone walks, runs or travels; the camera goes with them."""
        assert setup.beat is not None
        beat = setup.beat
        vehicle = next((m.thing for m in beat.moving), "") or next((t.entry.id for t in beat.things if carries(t.entry.id)), "")
        if vehicle:
            return self._riding(setup, vehicle, seconds)
        lead = setup.people[0]
        way = self.direction(lead)
        speed = _RUN_MS if beat.gait == "run" else _WALK_MS
        length = min(speed * seconds, 5.0 if beat.gait == "run" else 3.4)
        start, end = {"arrive": (-length * way, 0.0), "leave": (0.0, length * way)}.get(
            beat.way, (-length / 2 * way, length / 2 * way)
        )
        stance = Stance.RUN if beat.gait == "run" else Stance.WALK
        actors = []
        for i, person in enumerate(setup.people[:3]):
            apart = 0.85 * i * -way
            actor = self._actor(
                person, setup, x=round(start + apart, 3), to_x=round(end + apart, 3), z=4.8 + 0.3 * i, facing=0.85 * way
            )
            actors.append(actor.changed(stance=stance, gesture=actor.gesture if actor.holds else Gesture.NONE))
        look = self.looks[lead]
        size = setup.size if setup.size is not ShotSize.MEDIUM else ShotSize.FULL
        first = framing.frame_person(look, start * 0.82, 4.8, size, self.aspect, -0.14 * way)
        last = framing.frame_person(look, end * 0.82, 4.8, size, self.aspect, -0.06 * way)
        rig = Rig.HANDHELD if beat.gait == "run" and self.scene.intensity > 0.5 else Rig.STEADICAM
        path = moves.follow(first, last, 4.0, rig)
        props = tuple(
            p for t in setup.things for p in self._dressing.placed(t, setup, x=0.9 * way, z=5.4) if not in_hands(t, actors)
        )
        return Staged(self.design, tuple(actors), props, path, size)

    def _riding(self, setup: Setup, vehicle: str, seconds: float) -> Staged:
        """Someone in or on a vehicle that crosses the picture."""
        lead = setup.people[0]
        way = self.direction(lead)
        entry = BY_ID[vehicle]
        small = entry.height_m < 1.6
        z = _AFLOAT_Z if is_watercraft(vehicle) and small else 6.2 if small else distance_of(vehicle)
        span = min(1.0 * seconds, 3.2) if small else framing.field_width(z, 35.0) * 0.3
        x, to_x = round(-span / 2 * way, 3), round(span / 2 * way, 3)
        boat = PropPlacement(prop=vehicle, x=x, to_x=to_x, z=z, flip=way < 0, hero=True, scale=1.15 if small else 1.0)
        actors = []
        if small:
            seated = Stance.SIT
            actors = [self._actor(lead, setup, x=x, to_x=to_x, z=round(z + 0.12, 3), y=0.3, facing=0.7 * way, stance=seated)]
            if vehicle == "rowing_boat":
                actors = [actors[0].changed(gesture=Gesture.WORK, holds="")]
        eye = 1.3 if small else entry.height_m * 0.55
        picture = 3.4 if small else entry.height_m / 0.5
        first = framing.place_camera(x * 0.7, eye, z, picture, 0.42, 35.0, self.aspect, -0.06 * way)
        last = framing.place_camera(to_x * 0.7, eye, z, picture, 0.42, 35.0, self.aspect, -0.02 * way)
        design = self.design.changed(features=tuple(f for f in self.design.features if f != vehicle))
        return Staged(design, tuple(actors), (boat,), moves.follow(first, last, 5.6), ShotSize.WIDE)

    def _group(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """Two or more together."""
        actors = [self._actor(p, setup, gaze=self._partner(p, setup.people)) for p in setup.people[:5]]
        props = self._dressing.beside(setup, actors, self.direction(actors[0].character))
        spots = [(self.looks[a.character], a.x, a.z, a.y) for a in actors]
        key = framing.frame_group(spots, setup.size, self.aspect)
        path = self._camera(lambda t: closer(key, t), setup, rng)
        return Staged(self.design, tuple(actors), props, path, setup.size)

    def _partner(self, person: str, people: Sequence[str]) -> str:
        return next((p for p in people if p != person), "")

    def _person(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        """One person and what they do."""
        person = setup.people[0]
        way = self.direction(person)
        x = 0.0 if self._alone else self.seats[person][0]
        actor = self._actor(person, setup, x=x, gaze=self._gaze(setup))
        props = self._dressing.beside(setup, [actor], way)
        side = -0.1 * way if setup.size not in (ShotSize.FULL, ShotSize.WIDE) else -0.08 * way

        def frame(tighter: float) -> CameraKey:
            return self._framed(actor, setup.size, side, tighter)

        path = self._camera(frame, setup, rng)
        return Staged(self.design, (actor,), props, path, setup.size)

    def _framed(self, actor: Blocking, size: ShotSize, side: float, tighter: float) -> CameraKey:
        """Seated, kneeling and lying people have their eyes lower."""
        look = self.looks[actor.character]
        lower = (
            {Stance.SIT: 0.17, Stance.KNEEL: 0.25, Stance.LIE: 0.75}.get(actor.stance, 0.0) if look.species == "person" else 0.0
        )
        if lower and size in (ShotSize.FULL, ShotSize.WIDE):
            tighter *= 1 + lower
        return framing.frame_person(look, actor.x, actor.z, size, self.aspect, side, actor.y - lower * look.height_m, tighter)

    def _gaze(self, setup: Setup) -> str:
        beat = setup.beat
        if beat is not None and beat.gesture is Gesture.LOOK_UP:
            return "right" if self.direction(setup.people[0]) > 0 else "left"
        if beat is not None and beat.things:
            return "down"
        return ""

    # -- dialogue ----------------------------------------------------------------------------------------------------

    def _speech(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        if setup.coverage is Coverage.TWO_SHOT and setup.listener:
            return self._two_shot(setup, rng)
        over = setup.listener if setup.coverage is Coverage.SHOT else ""
        return self._facing(setup.speaker, setup.listener, over, setup, rng)

    def _listening(self, setup: Setup, seconds: float, rng: Random) -> Staged:
        other = setup.speaker if setup.speaker in self.seats and setup.speaker != setup.listener else ""
        return self._facing(setup.listener, other, "", setup, rng)

    def _two_shot(self, setup: Setup, rng: Random) -> Staged:
        pair = (setup.speaker, setup.listener)
        actors = []
        for person in pair:
            talks = Gesture.TALK if person == setup.speaker else Gesture.NONE
            actor = self._actor(person, setup, facing=0.42 * self.direction(person), gaze=self._partner(person, pair))
            actors.append(actor if actor.holds else actor.changed(gesture=talks))
        spots = [(self.looks[a.character], a.x, a.z, a.y) for a in actors]
        key = framing.frame_group(spots, setup.size, self.aspect)
        path = self._camera(lambda t: closer(key, t), setup, rng)
        return Staged(self.design, tuple(actors), (), path, setup.size)

    def _facing(self, person: str, other: str, over: str, setup: Setup, rng: Random) -> Staged:
        """A single, clean or over the other's shoulder; the right-hand seat is seen in the reverse view."""
        way = self.direction(person)
        design = self.design.changed(view="reverse") if other and way < 0 else self.design
        gaze = other if other else ("right" if way > 0 else "left") if setup.line and setup.line.extension else ""
        facing = (0.22 if setup.size is ShotSize.CLOSE else 0.28) * way if other else 0.12 * way
        actor = self._actor(person, setup, x=0.0, facing=facing, gaze=gaze)
        if setup.line is not None and setup.line.character == person and not actor.holds:
            actor = actor.changed(gesture=Gesture.TALK if setup.size is not ShotSize.CLOSE else Gesture.NONE)
        side = (-0.15 if over else -0.1) * way

        def frame(tighter: float) -> CameraKey:
            return self._framed(actor, setup.size, side, tighter)

        path = self._camera(frame, setup, rng)
        actors: tuple[Blocking, ...] = (actor,)
        if over:
            path = moves.static(frame(1.0), path.rig, 2.2)
            actors = (actor, self._shoulder(over, frame(1.0), way))
        return Staged(design, actors, (), path, setup.size)

    def _shoulder(self, person: str, key: CameraKey, way: float) -> Blocking:
        """The listener's back, near the camera, at the edge towards which the speaker looks."""
        distance = key.focus_m * 0.58
        width = framing.field_width(distance, key.focal_mm)
        look = self.looks[person]
        top = key.y + width / self.aspect * 0.36
        return Blocking(
            character=person, x=round(key.x + 0.40 * way * width, 4), z=round(key.z + distance, 4), facing=-0.3 * way, back=True,
            y=round(min(0.0, top - look.height_m), 4),
        )  # fmt: skip
