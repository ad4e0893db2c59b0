# SPDX-License-Identifier: Apache-2.0
"""Between OpenTimelineIO and an `Edit`: the film's own timeline, and those that other programs write.

Of a foreign timeline, rates are made exact, media timecode is taken off, nested timelines leave their room empty, and every
marker comes onto the film's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.editing.interchange.places import Place, path_of
from aiprod.editing.interchange.rates import exact_rate
from aiprod.editing.interchange.report import Aspect, Loss
from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl
from aiprod.film.time import FrameRate
from aiprod.film.timewarps import speed_of

if TYPE_CHECKING:
    import opentimelineio as otio


def edit_of(timeline: otio.schema.Timeline, base: Path, kind: str = "otio") -> Edit:
    """A timeline as an edit.

    Args:
        timeline: the film's own, or another program's.
        base: the folder from which relative media count.
        kind: the format that it came from.

    Raises:
        UserError: it names no rate, or an impossible one.
    """
    facts = plain(timeline.metadata.get("aiprod", {}))
    reading = _Reading(_rate(timeline, facts), base)
    lanes = tuple(reading.lane(track) for track in _tracks(timeline))
    reading.marks += [reading.mark(marker, 0) for marker in timeline.tracks.markers]
    start = timeline.global_start_time
    frames = max([lane.events[-1].seen_until for lane in lanes if lane.events] + [reading.longest])
    size = reading.size or (1920, 1080)
    return Edit(
        name=timeline.name, rate=reading.rate, width=int(facts.get("width", size[0])), height=int(facts.get("height", size[1])),
        frames=frames, start_frame=reading.frames(start) if start is not None else 0, lanes=lanes,
        marks=tuple(sorted(reading.marks, key=lambda mark: mark.frame)), lost=tuple(reading.lost),
        drop_frame=facts.get("drop_frame"), kind=kind,
    )  # fmt: skip


def plain(value: Any) -> Any:
    """OpenTimelineIO's dictionaries and lists as Python's own: they outlive the timeline."""
    if hasattr(value, "items"):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str) or not isinstance(value, Iterable) else [plain(item) for item in value]


def _tracks(timeline: otio.schema.Timeline) -> Iterator[otio.schema.Track]:
    import opentimelineio as otio

    return (track for track in timeline.tracks if isinstance(track, otio.schema.Track))


def _rate(timeline: otio.schema.Timeline, facts: dict[str, Any]) -> FrameRate:
    if "rate" in facts:
        return exact_rate(Fraction(*map(int, facts["rate"])))
    if timeline.global_start_time is not None:
        return exact_rate(timeline.global_start_time.rate)
    for track in _tracks(timeline):
        for child in track:
            if hasattr(child, "duration") and (length := child.duration()) is not None:
                return exact_rate(length.rate)
    raise UserError("The timeline can't be read", "it holds no clip that says a rate", "Export it again.")


@dataclass
class _Reading:
    """Fills an edit from one timeline."""

    rate: FrameRate
    base: Path
    lost: list[Loss] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    longest: int = 0
    size: tuple[int, int] | None = None

    def frames(self, time: otio.opentime.RationalTime) -> int:
        """A time in frames of the edit."""
        if abs(time.rate - float(self.rate.fps)) < 0.003:
            return round(float(time.value))
        return round(Fraction(time.value) * self.rate.fps / exact_rate(time.rate).fps)

    def lane(self, track: otio.schema.Track) -> Lane:
        import opentimelineio as otio

        video = track.kind == otio.schema.TrackKind.Video
        children, events, at = list(track), [], 0
        for place, child in enumerate(children):
            if isinstance(child, otio.schema.Transition):
                continue
            length = self.frames(child.duration())
            if isinstance(child, otio.schema.Clip):
                joins = self._join(children, place - 1), self._join(children, place + 1)
                if length > 0:
                    events.append(self._event(track.name, child, at, length, joins))
            elif not isinstance(child, otio.schema.Gap):
                self._lose(track.name, child.name, at, "clip", "nested")
            at += length
        self.longest = max(self.longest, at)
        self.marks += [self.mark(marker, 0) for marker in track.markers]
        return Lane(track.name, video, tuple(events), track.enabled)

    def mark(self, marker: otio.schema.Marker, begin: int) -> Mark:
        """A marker whose time counts from `begin` on the film's clock."""
        facts, span = plain(marker.metadata.get("aiprod", {})), marker.marked_range
        return Mark(
            marker.name, max(0, begin + self.frames(span.start_time)), marker.color or "GREEN", str(facts.get("kind", "")),
            max(1, self.frames(span.duration)), str(facts.get("note", "") or marker.comment),
        )  # fmt: skip

    def _join(self, children: list[Any], at: int) -> Join | None:
        import opentimelineio as otio

        if not 0 <= at < len(children) or not isinstance(children[at], otio.schema.Transition):
            return None
        found = children[at]
        default = "dissolve" if found.transition_type == otio.schema.TransitionTypes.SMPTE_Dissolve else "wipe"
        kind = str(found.metadata.get("aiprod", {}).get("kind", default))
        before, after = self.frames(found.in_offset), self.frames(found.out_offset)
        return Join(_alone(kind, children, at), before, after) if before + after > 0 else None

    def _event(
        self, track: str, clip: otio.schema.Clip, at: int, length: int, joins: tuple[Join | None, Join | None]
    ) -> Event:  # fmt: skip
        facts, seen = plain(clip.metadata.get("aiprod", {})), clip.trimmed_range()
        start, available = self._media(clip)
        source = self.frames(seen.start_time)
        self._hang(clip, at, source, length)
        begins = source - start if start and source >= start else source
        return Event(
            name=clip.name, path=self._path(track, clip, at), first=begins, frames=length, start=at,
            available=available or max(1, begins + length), title=self._title(clip), join_in=joins[0], join_out=joins[1],
            speed=speed_of(clip, lambda name: self._lose(track, clip.name, at, "effect", "unknown_effect", name)), facts=facts,
            enabled=clip.enabled, media_start=start, cdl=_cdl(clip), lut=str(facts.get("lut", "")), **self._level(facts),
        )  # fmt: skip

    def _media(self, clip: otio.schema.Clip) -> tuple[int, int]:
        """The timecode of its media's first frame, and how many frames there are (0: not said)."""
        known = clip.media_reference.available_range if clip.media_reference is not None else None
        return (0, 0) if known is None else (self.frames(known.start_time), int(self._floor(known.duration)))

    def _floor(self, time: otio.opentime.RationalTime) -> int:
        same = abs(time.rate - float(self.rate.fps)) < 0.003
        return round(time.value) if same else int(Fraction(time.value) * self.rate.fps / exact_rate(time.rate).fps)

    def _path(self, track: str, clip: otio.schema.Clip, at: int) -> Path | None:
        import opentimelineio as otio

        media = clip.media_reference
        if isinstance(media, otio.schema.GeneratorReference):
            return None
        found = path_of(media.target_url, self.base) if isinstance(media, otio.schema.ExternalReference) else None
        if found is None:
            self._lose(track, clip.name, at, "media", "no_media")
            return None
        return found.absolute()

    def _title(self, clip: otio.schema.Clip) -> dict[str, Any]:
        import opentimelineio as otio

        media = clip.media_reference
        return dict(plain(media.parameters)) if isinstance(media, otio.schema.GeneratorReference) else {}

    def _level(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Level, position and fades of a sound, as the studio notes them."""
        values = {name: _number(facts, name) for name in ("gain_db", "pan")}
        fades = {name: self.rate.frames(_number(facts, f"{name}_s")) for name in ("fade_in", "fade_out")}
        return {**values, **fades, "channels": int(_number(facts, "channels"))}

    def _hang(self, clip: otio.schema.Clip, at: int, source: int, length: int) -> None:
        """A clip's own markers, where they are seen."""
        for marker in clip.markers:
            found = self.mark(marker, at - source)
            if at <= found.frame < at + length:
                self.marks.append(found)

    def _lose(self, track: str, clip: str, at: int, aspect: Aspect, why: str, *details: str) -> None:
        self.lost.append(Loss(track, clip, at, "", aspect, why, details))


def _alone(kind: str, children: list[Any], at: int) -> str:
    """A dissolve with nothing on one side fades."""
    import opentimelineio as otio

    if kind != "dissolve":
        return kind
    sides = [
        0 <= place < len(children) and not isinstance(children[place], otio.schema.Gap) for place in (at - 1, at + 1)
    ]  # fmt: skip
    return "dissolve" if all(sides) else "fade_in" if sides[1] else "fade_out"


def _number(facts: dict[str, Any], name: str) -> float:
    value = facts.get(name, 0.0)
    return float(value) if isinstance(value, int | float) else 0.0


def _cdl(clip: otio.schema.Clip) -> Cdl | None:
    """The CDL in a clip's metadata, as OpenTimelineIO's own adapters keep it."""
    found = plain(clip.metadata.get("cdl", {}))
    sop = found.get("asc_sop", {}) if isinstance(found, dict) else {}
    if not sop and "asc_sat" not in found:
        return None
    try:
        return Cdl(
            slope=tuple(sop.get("slope", (1, 1, 1))), offset=tuple(sop.get("offset", (0, 0, 0))),
            power=tuple(sop.get("power", (1, 1, 1))), saturation=float(found.get("asc_sat", 1.0)),
        )  # fmt: skip
    except (ValidationError, TypeError, ValueError):
        return None


# -- out ---------------------------------------------------------------------------------------------------------------


def timeline_of(edit: Edit, place: Place) -> otio.schema.Timeline:
    """An edit as a plain OpenTimelineIO timeline that loses nothing: what the schemas don't say lies in metadata["aiprod"]."""
    import opentimelineio as otio

    rate = edit.rate
    found = otio.schema.Timeline(name=edit.name, global_start_time=time_of(edit.start_frame, rate))
    found.metadata["aiprod"] = {
        "schema": "Timeline.1", "rate": [rate.numerator, rate.denominator], "width": edit.width, "height": edit.height,
        "frames": edit.frames, **({} if edit.drop_frame is None else {"drop_frame": edit.drop_frame}),
    }  # fmt: skip
    for lane in edit.lanes:
        found.tracks.append(_track(lane, edit, place))
    found.tracks.markers.extend(_marker(mark, rate) for mark in edit.marks)
    return found


def time_of(frames: int, rate: FrameRate) -> otio.opentime.RationalTime:
    import opentimelineio as otio

    return otio.opentime.RationalTime(frames, float(rate.fps))


def _range(first: int, frames: int, rate: FrameRate) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(time_of(first, rate), time_of(frames, rate))


def _track(lane: Lane, edit: Edit, place: Place) -> otio.schema.Track:
    import opentimelineio as otio

    kind = otio.schema.TrackKind.Video if lane.video else otio.schema.TrackKind.Audio
    track, at = otio.schema.Track(name=lane.name, kind=kind), 0
    track.enabled = lane.enabled
    for event in lane.events:
        if event.start > at:
            track.append(otio.schema.Gap(source_range=_range(0, event.start - at, edit.rate)))
        if event.join_in is not None:
            track.append(_transition(event.join_in, edit.rate))
        track.append(_clip(event, edit.rate, place))
        if event.fades_out and event.join_out is not None:
            track.append(_transition(event.join_out, edit.rate))
        at = event.end
    if lane is edit.picture and edit.frames > at:
        track.append(otio.schema.Gap(source_range=_range(0, edit.frames - at, edit.rate)))
    return track


def _transition(join: Join, rate: FrameRate) -> otio.schema.Transition:
    import opentimelineio as otio

    soft = join.kind in ("dissolve", "fade_in", "fade_out")
    return otio.schema.Transition(
        name=join.kind, transition_type="SMPTE_Dissolve" if soft else "Custom_Transition",
        in_offset=time_of(join.before, rate), out_offset=time_of(join.after, rate), metadata={"aiprod": {"kind": join.kind}},
    )  # fmt: skip


def _clip(event: Event, rate: FrameRate, place: Place) -> otio.schema.Clip:
    import opentimelineio as otio

    available = _range(event.media_start, event.available, rate)
    media: Any = otio.schema.MissingReference(available_range=available)
    if event.path is not None:
        media = otio.schema.ExternalReference(target_url=place.url(event.path), available_range=available)
    elif event.title:
        media = otio.schema.GeneratorReference(
            name=event.name, generator_kind="aiprod.title", available_range=available, parameters=dict(event.title)
        )
    span = _range(event.media_start + event.first, event.frames, rate)
    clip = otio.schema.Clip(name=event.name, media_reference=media, source_range=span)
    clip.enabled = event.enabled
    if event.speed == 0:
        clip.effects.append(otio.schema.FreezeFrame())
    elif event.speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(event.speed)))
    clip.metadata["aiprod"] = noted(event, rate)
    if event.cdl is not None:
        clip.metadata["cdl"] = cdl_metadata(event.cdl)
    return clip


def noted(event: Event, rate: FrameRate) -> dict[str, Any]:
    """What is kept of an event in metadata: facts, level, fades, LUT."""
    own: dict[str, Any] = {
        "gain_db": event.gain_db, "pan": event.pan, "fade_in_s": rate.seconds(event.fade_in),
        "fade_out_s": rate.seconds(event.fade_out), "channels": event.channels, "lut": event.lut,
    }  # fmt: skip
    return {**event.facts, **{name: value for name, value in own.items() if value or name in event.facts}}


def cdl_metadata(cdl: Cdl) -> dict[str, Any]:
    sop = {"slope": list(cdl.slope), "offset": list(cdl.offset), "power": list(cdl.power)}
    return {"asc_sop": sop, "asc_sat": cdl.saturation}


def _marker(mark: Mark, rate: FrameRate) -> otio.schema.Marker:
    import opentimelineio as otio

    kept = {"kind": mark.kind, **({"note": mark.note} if mark.note else {})}
    return otio.schema.Marker(
        name=mark.name, marked_range=_range(mark.frame, mark.frames, rate), color=mark.colour, comment=mark.note,
        metadata={"aiprod": kept},
    )  # fmt: skip
