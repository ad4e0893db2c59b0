# SPDX-License-Identifier: Apache-2.0
"""A shot as the requests of a video model: how many clips, of which size and rate, told and steered by what.

A shot that is longer than a model's clips becomes several that go on from one another; the frames that a clip takes over are
made once and shown once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from aiprod.film.errors import UserError
from aiprod.film.hashing import seed_from
from aiprod.film.shots import Reference, ShootRequest
from aiprod.film.styles import filmed
from aiprod.film.time import FrameRate
from aiprod.shooting.diffusion.conditioning import adapters, controls, pictures, speech
from aiprod.shooting.diffusion.conditioning.adapters import Named
from aiprod.shooting.diffusion.conditioning.media import Rgb, Tray
from aiprod.shooting.diffusion.natures import Model
from aiprod.shooting.diffusion.prompting.rules import rules_for
from aiprod.shooting.diffusion.prompting.writing import Prompt, write
from aiprod.shooting.diffusion.request import Control, ControlKind, Keyframe, Retake, Sampling, VideoRequest
from aiprod.shooting.nano.generator import fitted
from aiprod.shooting.nano.timing import moments, needed

MOST_FRAMES = 3600
"""Of a shot: two and a half minutes. A longer one would drift away from its own beginning."""
MOST_ASPECT = 4
_TINY_STEPS = 6
"""Of models with random weights, made for tests: more would prove nothing more."""
_TINY_LETTERS = 450
"""Their tokenizers make a token of every letter."""
_MOST_REFERENCES = 3
"""More pictures of people and places than this, and a model takes none of them seriously."""
_MOST_LOOKED_AT = 240
"""Frames that are read of a clip that is gone on from: whoever hands it in hands in its end."""
_SOFT = 0.8
"""How firmly a drawn frame is held by models that take keyframes softly."""


@dataclass(frozen=True)
class Segment:
    """A clip of a shot, in the model's own frames.

    Attributes:
        first: its first frame, in the model's frames of the shot.
        frames: how many it has.
        carried: how many of them it takes over from the clip before.
    """

    first: int
    frames: int
    carried: int = 0


@dataclass
class Plan:
    """How a shot is made.

    Attributes:
        request, model: the shot and who makes it.
        rate, width, height: of the clips.
        stages: in which they are made.
        segments: of the shot.
        control: what steers it all along, or None.
        begins: whether it begins with a drawn frame, for models that need one.
        ends: whether it ends with one.
        notes: what people may want to know of it.
    """

    request: ShootRequest
    model: Model
    rate: FrameRate
    width: int
    height: int
    stages: int
    segments: tuple[Segment, ...]
    control: ControlKind | None = None
    begins: bool = False
    ends: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many of the model's frames the film's frames are read from."""
        return needed(self.request.shot.frames, self.request.rate.fps, self.rate.fps)

    def film_frames(self, segment: Segment) -> list[int]:
        """The film's frame that each of a clip's frames shows."""
        last = self.request.shot.frames
        found = moments(segment.first + segment.frames, self.request.rate.fps, self.rate.fps, last)
        return found[segment.first :]

    @property
    def total(self) -> int:
        """All frames that are made, taken over ones included."""
        return sum(segment.frames for segment in self.segments)


def plan(request: ShootRequest, model: Model, share: float = 1.0) -> Plan:
    """How a shot is made.

    Args:
        request: the shot.
        model: who makes it.
        share: of width and height that memory leaves.

    Raises:
        UserError: too long or too narrow a shot for any video model, or too long for one that can't go on.
    """
    _check(request, model)
    rate = model.rate(request.rate)
    width, height = model.size(request.width, request.height, share)
    made = Plan(request, model, rate, width, height, model.stages(request.width, request.height), ())
    made.segments = tuple(_segments(model, made.shown, rate))
    made.control = control_of(request, model)
    stills = made.control is None and (model.can("image") or model.can("first_last"))
    handed = {item.role for item in request.references}
    photographs = filmed(request.style).kind == "filmed"
    made.begins = stills and "first" not in handed and not (photographs and model.can("text"))
    if made.begins and photographs:
        made.notes.append(_sentence())
    made.ends = "last" not in handed and model.can("first_last") and not model.can("text")
    return made


def _sentence() -> str:
    """What people must know of a filmed shot that begins with a drawing."""
    return "The model begins with a picture, and has the animatic's drawing for it: what is drawn shows in the film."


def _check(request: ShootRequest, model: Model) -> None:
    title, frames = model.card.title, request.shot.frames
    if frames > MOST_FRAMES:
        raise UserError(
            f"A shot of {frames} frames is too long for {title}", f"it makes {MOST_FRAMES} at the most in one shot",
            "Cut it into several shots.",
        )  # fmt: skip
    if not 1 / MOST_ASPECT <= request.width / request.height <= MOST_ASPECT:
        raise UserError(
            f"{title} can't make a picture of {request.width} x {request.height}",
            f"one side can be {MOST_ASPECT} times as long as the other at the most", "Choose another --size.",
        )  # fmt: skip


def _segments(model: Model, frames: int, rate: FrameRate) -> Iterator[Segment]:
    longest, carried = model.longest(rate), model.carried
    if frames <= longest:
        yield Segment(0, model.rounded(frames))
        return
    if not model.can("extend"):
        raise UserError(
            f"The shot is too long for {model.card.title}",
            f"it makes {longest} frames at once, {frames} are needed, and it can't go on from a clip",
            "Make the shot shorter, or choose a model that can.",
        )
    yield Segment(0, longest)
    done = longest
    while done < frames:
        length = min(longest, model.rounded(frames - done + carried))
        yield Segment(done - carried, length, carried)
        done += length - carried


def control_of(request: ShootRequest, model: Model) -> ControlKind | None:
    """What steers the shot: only what the model takes by itself, or through an adapter that is here."""
    able = [
        kind.value for kind in ControlKind
        if model.can(kind.value) and (model.card.architecture != "ltx2" or adapters.carrier(model, kind.value) is not None)
    ]  # fmt: skip
    return controls.chosen(request, able)


def takes_references(model: Model) -> bool:
    """Whether pictures of people, places and things can be given to a model: by itself, or through an adapter that is here."""
    return model.can("reference") and (model.card.architecture != "ltx2" or adapters.carrier(model, "reference") is not None)


def shown_to(request: ShootRequest, model: Model) -> tuple[Reference, ...]:
    """The pictures of people, places and things that a model is shown for a shot."""
    remembered = [item for item in request.references if item.role in ("face", "costume", "place", "prop")]
    return tuple(remembered[:_MOST_REFERENCES]) if takes_references(model) else ()


def compose(made: Plan, segment: Segment, tray: Tray, named: Named = (), before: list[Rgb] | None = None) -> VideoRequest:
    """The request of a clip.

    Args:
        made: how the shot is made.
        segment: the clip.
        tray: where media lie and are laid.
        named: adapters of the whole film.
        before: the last frames of the clip before, as many as are taken over.

    Raises:
        UserError: a reference can't be used, an adapter is not here.
    """
    request, model = made.request, made.model
    prompt, known = prompt_of(made, segment), before or _handed_clip(made, tray)
    goes_on = bool(known) and not takes_pictures(model)
    steering = tuple(_controls(made, segment, tray, alone=goes_on))
    number = made.segments.index(segment)
    return VideoRequest(
        model=model.card.id, prompt=prompt.positive, negative=prompt.negative, width=made.width, height=made.height,
        frames=segment.frames, rate=made.rate, seed=seed_from(request.shot.seed, "clip", number) if number else request.shot.seed,
        keyframes=tuple(_keyframes(made, segment, tray, known)), controls=steering,
        retake=_going_on(made, segment, tray, known) if goes_on else None, speech=_speech(made, segment, tray),
        loras=adapters.stack(request, model, named, tuple(control.kind for control in steering), tray),
        sampling=Sampling(distilled=model.distilled, steps=_TINY_STEPS if model.tiny and not model.distilled else 0),
        stages=made.stages,
    )  # fmt: skip


def takes_pictures(model: Model) -> bool:
    """Whether frames can be given to a model as they are; one that can't goes on from a clip by making the rest of it again."""
    return model.can("image") or model.can("keyframes")


def prompt_of(made: Plan, segment: Segment) -> Prompt:
    """What a clip is told."""
    shown = made.film_frames(segment)
    rules = rules_for(str(made.model.card.architecture), made.model.distilled)
    if made.model.tiny:
        rules = replace(rules, letters=_TINY_LETTERS)
    return write(made.request, rules, shown[0], shown[-1])


def _controls(made: Plan, segment: Segment, tray: Tray, *, alone: bool) -> Iterator[Control]:
    """What steers a clip; nothing for one that is seen by the model as a clip to be finished."""
    if alone:
        return
    strength = controls.STRENGTHS.get(made.control, 1.0) if made.control is not None else 1.0
    if made.control is not None:
        frames = controls.drawn(made.request, made.control, made.film_frames(segment), made.width, made.height)
        yield Control(kind=made.control, media=tray.clip(frames, made.rate.fps), strength=strength)
    for item in shown_to(made.request, made.model):
        media = tray.picture(pictures.reference_picture(tray.path(item.sha256)))
        yield Control(kind=ControlKind.REFERENCE, media=media, strength=strength, subject=item.subject)


def _handed_clip(made: Plan, tray: Tray) -> list[Rgb] | None:
    """The end of the clip that was handed in to go on from, at the model's rate; None for a picture, or nothing."""
    handed = next((item for item in made.request.references if item.role == "first"), None)
    path = tray.path(handed.sha256) if handed is not None else None
    if path is None or not pictures.is_clip(path):
        return None
    frames = pictures.reference_frames(path, _MOST_LOOKED_AT)
    step = made.request.rate.fps / made.rate.fps
    back = [max(0, len(frames) - 1 - round(index * step)) for index in range(made.model.carried)]
    return [frames[index] for index in reversed(back)]


def _going_on(made: Plan, segment: Segment, tray: Tray, known: list[Rgb] | None) -> Retake:
    """A clip that is known at its beginning, to be finished."""
    assert known
    held = [fitted(rgb, made.width, made.height) for rgb in known]
    media = tray.clip([*held, *[held[-1]] * (segment.frames - len(held))], made.rate.fps)
    return Retake(media=media, start=len(held), end=segment.frames)


def _keyframes(made: Plan, segment: Segment, tray: Tray, known: list[Rgb] | None) -> Iterator[Keyframe]:
    shown = made.film_frames(segment)
    if known and takes_pictures(made.model):
        media = tray.clip(known, made.rate.fps) if len(known) > 1 else tray.picture(known[0])
        yield Keyframe(media=media, frame=0, take=len(known))
    elif not known:
        yield from _beginning(made, shown, tray)
    if segment is made.segments[-1]:
        yield from _end(made, segment, shown, tray)


def _beginning(made: Plan, shown: list[int], tray: Tray) -> Iterator[Keyframe]:
    """What a shot begins with: the picture that was handed in, or the drawn frame."""
    handed = next((item for item in made.request.references if item.role == "first"), None)
    if handed is not None:
        _need(made, "image")
        yield Keyframe(media=tray.picture(pictures.reference_picture(tray.path(handed.sha256))), frame=0)
    elif made.begins:
        yield Keyframe(media=tray.picture(_drawn(made, shown[0])), frame=0, strength=_firmness(made.model))


def _end(made: Plan, segment: Segment, shown: list[int], tray: Tray) -> Iterator[Keyframe]:
    handed = next((item for item in made.request.references if item.role == "last"), None)
    if handed is not None:
        _need(made, "first_last")
        picture = pictures.reference_picture(tray.path(handed.sha256))
        yield Keyframe(media=tray.picture(picture), frame=segment.frames - 1)
    elif made.ends:
        yield Keyframe(media=tray.picture(_drawn(made, shown[-1])), frame=segment.frames - 1)


def _need(made: Plan, ability: str) -> None:
    """Raises UserError where the model can't take the picture that was handed in ("image": to begin with)."""
    if made.model.can(ability) or made.model.can("keyframes"):
        return
    title = made.model.card.title
    what = f"{title} can't begin with a picture" if ability == "image" else f"{title} can't end on a picture"
    remedy = "Choose a model that can (`aiprod models list`), or take the picture out."
    raise UserError(what, "it was not made for it", remedy)


def _firmness(model: Model) -> float:
    return _SOFT if model.card.architecture == "ltx2" else 1.0


def _drawn(made: Plan, frame: int) -> Rgb:
    return controls.still(made.request, frame, made.width, made.height)


def _speech(made: Plan, segment: Segment, tray: Tray) -> str | None:
    """The dialogue of a clip, where the model's pictures follow sound."""
    if not made.model.can("speech"):
        return None
    lines = {tray.path(media): start_s for media, start_s in speech.lines_of(made.request).items()}
    if not lines:
        return None
    found = speech.track(lines, made.rate.seconds(segment.first), made.rate.seconds(segment.frames))
    return tray.sound(found) if found is not None else None
