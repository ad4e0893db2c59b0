# SPDX-License-Identifier: Apache-2.0
"""Between the assembled timeline and the one that the user edits.

`document_of` turns an assembled OpenTimelineIO timeline into a `film.timeline.Timeline`, `timeline_of` turns that into one that
keeps the contract of `editing.assemble`, so that the compiler, the mixer and the exporters take it unchanged. What was assembled
comes back as it was, word for word. What the contract can't say is made simple on the way: of several picture tracks, the
topmost clip is seen; what is disabled or muted isn't there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote

from aiprod.editing.assemble import BUSES, TakeRef, rate_of
from aiprod.film.errors import UserError
from aiprod.film.mix import Bus
from aiprod.film.time import FrameRate
from aiprod.film.timeline import (
    Clip,
    Kind,
    Marker,
    MediaFile,
    ShotFootage,
    Shown,
    Sound,
    SpokenLine,
    Timeline,
    TitleCard,
    Track,
    Transition,
    named,
)
from aiprod.film.timeline_placing import carved, laid
from aiprod.film.timewarps import speed_of

if TYPE_CHECKING:
    import opentimelineio as otio

_DISSOLVES = ("dissolve", "fade_in", "fade_out")


@dataclass(frozen=True)
class Media:
    """Where everything lies that a timeline shows; paths are relative to the film's folder.

    Attributes:
        shots: shot id → its newest take.
        takes: take id → a pinned take.
        lines: line id → sound file.
        sounds: stem name → sound file.
    """

    shots: Mapping[str, TakeRef]
    takes: Mapping[str, TakeRef]
    lines: Mapping[str, str]
    sounds: Mapping[str, str]

    def take(self, shown: ShotFootage) -> TakeRef:
        """Raises UserError where there is none."""
        found = self.takes.get(shown.take) if shown.take else self.shots.get(shown.shot)
        if found is None:
            raise UserError(f"Shot {shown.shot} has no picture", f"its take {shown.take or '(the newest)'} is not there")
        return found

    @classmethod
    def of(cls, timeline: otio.schema.Timeline) -> Media:
        """What an assembled timeline itself refers to."""
        shots, lines, sounds = {}, {}, {}
        for clip in timeline.find_clips():
            facts = clip.metadata.get("aiprod", {})
            path = unquote(getattr(clip.media_reference, "target_url", ""))
            if facts.get("shot") and "take" in facts:
                frames = round(clip.media_reference.available_range.duration.value)
                shots[str(facts["shot"])] = TakeRef(path, str(facts["take"]), frames, str(facts.get("model", "animatic")))
            elif "stem" in facts:
                sounds[str(facts["stem"])] = path
            elif facts.get("line"):
                lines[str(facts["line"])] = path
        return cls(shots, {}, lines, sounds)


# -- in ----------------------------------------------------------------------------------------------------------------


def document_of(timeline: otio.schema.Timeline) -> Timeline:
    """The assembled timeline, ready to be edited: a shot and its lines and effects are linked.

    Raises UserError where the timeline holds what a document can't.
    """
    start, rate = timeline.global_start_time, rate_of(timeline)
    taken: set[str] = set()
    tracks = tuple(_track_in(track, row, taken, rate) for row, track in enumerate(timeline.tracks))
    facts = _plain(timeline.metadata.get("aiprod", {}))
    markers = tuple(_marker_in(marker, number) for number, marker in enumerate(timeline.tracks.markers))
    document = Timeline(
        name=timeline.name, rate=rate, start=round(start.value) if start is not None else 0, tracks=tracks, markers=markers,
        facts=facts,
    )  # fmt: skip
    return _linked(document.with_tracks(tracks, known=tuple(dict.fromkeys(named(c.shows) for _, _, c in document.clips()))))


def _plain(value: Any) -> Any:
    """OpenTimelineIO's dictionaries and lists as Python's own."""
    if hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, str) or not isinstance(value, Iterable) else [_plain(item) for item in value]


def _track_in(track: otio.schema.Track, row: int, taken: set[str], rate: FrameRate) -> Track:
    import opentimelineio as otio

    clips: list[Clip] = []
    gap, head = 0, None
    for child in track:
        if isinstance(child, otio.schema.Transition):
            head = _transition_in(child)
        elif isinstance(child, otio.schema.Gap):
            clips, head = _faded(clips, head)
            gap += round(child.duration().value)
        elif isinstance(child, otio.schema.Clip):
            clips.append(_clip_in(child, track, gap, head, taken, rate))
            gap, head = 0, None
        else:
            raise UserError(f"{child.name or 'An item'} can't be edited", f"it is a {type(child).__name__}", "Flatten it first.")
    clips, _ = _faded(clips, head)
    video = track.kind == otio.schema.TrackKind.Video
    titles = video and row > 0 and all(isinstance(clip.shows, TitleCard) for clip in clips)
    kind: Kind = "title" if titles else "video" if video else "audio"
    name_id = track.name.lower().replace(" ", "-") or f"track-{row}"
    return Track(id=name_id, kind=kind, name=track.name, clips=tuple(clips))


def _faded(clips: list[Clip], tail: Transition | None) -> tuple[list[Clip], None]:
    """A transition before nothing is the end of the clip ahead of it."""
    if tail is not None and clips:
        clips = [*clips[:-1], clips[-1].with_(tail=tail)]
    return clips, None


def _transition_in(found: otio.schema.Transition) -> Transition:
    facts = _plain(found.metadata.get("aiprod", {}))
    kind = str(facts.pop("kind", "dissolve" if found.transition_type == "SMPTE_Dissolve" else "wipe"))
    return Transition(kind=kind, before=round(found.in_offset.value), after=round(found.out_offset.value), facts=facts)


def _clip_in(
    clip: otio.schema.Clip, track: otio.schema.Track, gap: int, head: Transition | None, taken: set[str], rate: FrameRate
) -> Clip:
    facts = _plain(clip.metadata.get("aiprod", {}))
    shows = _shown(clip, track, facts)
    media = clip.media_reference.available_range
    available = None if media is None or isinstance(shows, TitleCard) else round(media.duration.value)
    if isinstance(shows, MediaFile):
        available = None if shows.still else floor(shows.frames * rate.fps / shows.rate.fps)
    seen = clip.trimmed_range()
    return Clip(
        id=_name(clip.name or "clip", taken), name=clip.name, shows=shows, gap=gap, length=round(seen.duration.value),
        source_in=round(seen.start_time.value), available=available, speed=_speed(clip), head=head,
        facts=facts, enabled=clip.enabled,
    )  # fmt: skip


def _name(name: str, taken: set[str]) -> str:
    base, number = name.replace("~", "-"), 1
    found = base
    while found in taken:
        number += 1
        found = f"{base} {number}"
    taken.add(found)
    return found


def _shown(clip: otio.schema.Clip, track: otio.schema.Track, facts: Mapping[str, Any]) -> Shown:
    import opentimelineio as otio

    media = clip.media_reference
    if isinstance(media, otio.schema.GeneratorReference):
        given = _plain(media.parameters)
        return TitleCard(**{name: given[name] for name in ("title", "subtitle", "lines", "style") if name in given})
    if "stem" in facts:
        bus = next((name for name in BUSES if track.name.startswith(name)), "Effects")
        return Sound(stem=facts["stem"], bus=cast("Bus", bus.lower()))
    if facts.get("shot") and "take" in facts:
        return ShotFootage(shot=facts["shot"])
    if facts.get("line"):
        return SpokenLine(line=facts["line"])
    if isinstance(media, otio.schema.ExternalReference) and media.available_range is not None:
        length = media.available_range.duration
        exact = Fraction(length.rate).limit_denominator(1001)
        return MediaFile(
            path=unquote(media.target_url), frames=max(1, round(length.value)),
            rate=FrameRate(numerator=exact.numerator, denominator=exact.denominator),
        )  # fmt: skip
    raise UserError(f"{clip.name or 'A clip'} can't be edited", "it doesn't say what it shows", "Assemble the film again.")


def _speed(clip: otio.schema.Clip) -> Fraction:
    """Raises UserError for an effect that is no time warp."""

    def unknown(name: str) -> None:
        raise UserError(f"{clip.name} can't be edited", f"the effect {name!r} is not known", "Remove it.")

    return speed_of(clip, unknown)


def _marker_in(marker: otio.schema.Marker, number: int) -> Marker:
    return Marker(
        id=f"mark {number + 1}", frame=round(marker.marked_range.start_time.value), name=marker.name, colour=marker.color,
        length=max(1, round(marker.marked_range.duration.value)), facts=_plain(marker.metadata.get("aiprod", {})),
    )  # fmt: skip


def _linked(document: Timeline) -> Timeline:
    """Lines belong to the shot that they begin in, effects to the shot that shows them."""
    picture = next((track for track in document.tracks if track.kind == "video"), None)
    if picture is None:
        return document
    shots = {clip.shows.shot for clip in picture.clips if isinstance(clip.shows, ShotFootage)}
    tracks, used = [], set()
    for track in document.tracks:
        clips = []
        for start, clip in track.placed():
            word = ""
            if isinstance(clip.shows, SpokenLine) and clip.facts.get("shot") in shots:
                word = str(clip.facts["shot"])
            elif isinstance(clip.shows, Sound) and clip.shows.bus == "effects":
                word = _shot_at(picture, start)
            used.add(word)
            clips.append(clip.with_(link=word) if word else clip)
        tracks.append(track.with_clips(tuple(clips)))
    shown = tuple(_with_link(clip, used) for clip in picture.clips)
    return document.with_tracks(tuple(picture.with_clips(shown) if track.id == picture.id else track for track in tracks))


def _with_link(clip: Clip, words: Collection[str]) -> Clip:
    if isinstance(clip.shows, ShotFootage) and clip.shows.shot in words:
        return clip.with_(link=clip.shows.shot)
    return clip


def _shot_at(picture: Track, frame: int) -> str:
    for start, clip in zip(picture.starts, picture.clips, strict=True):
        if start <= frame < start + clip.length and isinstance(clip.shows, ShotFootage):
            return clip.shows.shot
    return ""


# -- out ---------------------------------------------------------------------------------------------------------------


def timeline_of(document: Timeline, media: Media) -> otio.schema.Timeline:
    """The document as a timeline of `editing.assemble`'s contract. Raises UserError where media is missing."""
    import opentimelineio as otio

    flat = flattened(document)
    rate, fps = document.rate, float(document.rate.fps)
    start = otio.opentime.RationalTime(document.start, fps)
    timeline = otio.schema.Timeline(name=document.name, global_start_time=start)
    timeline.metadata["aiprod"] = {**document.facts, "frames": flat.end}
    for row, track in enumerate(flat.tracks):
        timeline.tracks.append(_track_out(track, flat.end if row == 0 else 0, media, rate))
    timeline.tracks.markers.extend(_marker_out(marker, rate) for marker in document.markers)
    return timeline


def flattened(document: Timeline) -> Timeline:
    """What is seen and heard, on as many tracks as the contract has: one picture, titles, sound."""
    video = [track for track in document.tracks if track.kind == "video"]
    solo = any(track.solo for track in document.tracks if track.kind == "audio")
    tracks = []
    for track in document.tracks:
        if track.kind == "video":
            if track is video[0]:
                tracks.append(_topmost(video))
        else:
            silent = track.muted or (track.kind == "audio" and solo and not track.solo)
            tracks.append(_present(track, silent))
    return document.with_tracks(tuple(tracks))


def _present(track: Track, silent: bool) -> Track:
    if not silent and all(clip.enabled for clip in track.clips):
        return track
    return laid(track, [(start, clip) for start, clip in track.placed() if clip.enabled and not silent])


def _topmost(video: list[Track]) -> Track:
    """The picture tracks as one: where a higher one shows something, it is seen."""
    below = _present(video[0], video[0].muted)
    taken = {clip.id for track in video for clip in track.clips}
    for track in video[1:]:
        above = _present(track, track.muted)
        placed = below.placed()
        for start, clip in above.placed():
            placed = carved(placed, start, start + clip.length, taken)
        heads = {clip.id: clip for clip in above.clips}
        below = laid(below, [*placed, *((start, clip.with_(head=None)) for start, clip in above.placed())])
        below = below.with_clips(tuple(_with_head(below, at, heads) for at in range(len(below.clips))))
    return below


def _with_head(track: Track, at: int, heads: Mapping[str, Clip]) -> Clip:
    """A clip from above with its own transition again, where its neighbour came along or it fades from black."""
    clip, before = track.clips[at], track.clips[at - 1] if at and not track.clips[at].gap else None
    own = heads.get(clip.id)
    if own is None or own.head is None or (before is None) != (own.head.before == 0) or (before and before.id not in heads):
        return clip
    return clip.with_(head=own.head)


def _track_out(track: Track, until: int, media: Media, rate: FrameRate) -> otio.schema.Track:
    import opentimelineio as otio

    kind = otio.schema.TrackKind.Audio if track.kind == "audio" else otio.schema.TrackKind.Video
    found = otio.schema.Track(name=track.name, kind=kind)
    at = 0
    for start, clip in track.placed():
        if start > at:
            found.append(_gap(start - at, rate))
        if clip.head is not None:
            kind_in = clip.head.kind if clip.head.before or (clip.gap == 0 and at) else "fade_in"
            found.append(_transition_out(clip.head, kind_in, rate))
        found.append(_clip_out(clip, media, rate))
        if clip.tail is not None:
            found.append(_transition_out(clip.tail, "fade_out", rate))
        at = start + clip.length
    if until > at:
        found.append(_gap(until - at, rate))
    return found


def _gap(frames: int, rate: FrameRate) -> otio.schema.Gap:
    import opentimelineio as otio

    return otio.schema.Gap(source_range=_range(0, frames, rate))


def _range(first: int, frames: int, rate: FrameRate) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    fps = float(rate.fps)
    return otio.opentime.TimeRange(otio.opentime.RationalTime(first, fps), otio.opentime.RationalTime(frames, fps))


def _transition_out(found: Transition, kind: str, rate: FrameRate) -> otio.schema.Transition:
    import opentimelineio as otio

    fps = float(rate.fps)
    return otio.schema.Transition(
        name=kind, transition_type="SMPTE_Dissolve" if kind in _DISSOLVES else "Custom_Transition",
        in_offset=otio.opentime.RationalTime(found.before, fps), out_offset=otio.opentime.RationalTime(found.after, fps),
        metadata={"aiprod": {"kind": kind, **found.facts}},
    )  # fmt: skip


def _clip_out(clip: Clip, media: Media, rate: FrameRate) -> otio.schema.Clip:
    import opentimelineio as otio

    reference, facts = _reference(clip, media, rate)
    found = otio.schema.Clip(
        name=clip.name or clip.id, media_reference=reference, source_range=_range(clip.source_in, clip.length, rate)
    )
    if clip.speed == 0:
        found.effects.append(otio.schema.FreezeFrame())
    elif clip.speed != 1:
        found.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(clip.speed)))
    found.metadata["aiprod"] = {**clip.facts, **facts, **_levels(clip, rate)}
    return found


def _reference(clip: Clip, media: Media, rate: FrameRate) -> tuple[otio.core.MediaReference, dict[str, Any]]:
    """A clip's media, and what is to be said of it beside what was known at assembly."""
    import opentimelineio as otio

    shown = clip.shows
    if isinstance(shown, TitleCard):
        parameters = {"title": shown.title, "subtitle": shown.subtitle, "lines": list(shown.lines), "style": shown.style}
        reference = otio.schema.GeneratorReference(
            name=clip.name or clip.id, generator_kind="aiprod.title", available_range=_range(0, clip.length, rate),
            parameters=parameters,
        )  # fmt: skip
        return reference, {"title": shown.style}
    available = _range(0, clip.available, rate) if clip.available else None
    if isinstance(shown, ShotFootage):
        take = media.take(shown)
        available = _range(0, take.frames, rate)
        return _external(take.path, available), {"shot": shown.shot, "take": take.take, "model": take.model}
    if isinstance(shown, MediaFile):
        length = otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, float(shown.rate.fps)), otio.opentime.RationalTime(shown.frames, float(shown.rate.fps))
        )
        return _external(shown.path, length), {"take": f"file:{shown.path}", "shot": clip.id}
    if isinstance(shown, Sound):
        return _external(_known(media.sounds, shown.stem), available), {"stem": shown.stem}
    return _external(_known(media.lines, shown.line), available), {"line": shown.line}


def _levels(clip: Clip, rate: FrameRate) -> dict[str, Any]:
    """What the user decided of a sound's level and fades; what was not touched is said by the studio's facts alone."""
    own: dict[str, Any] = {}
    if clip.gain_db:
        own["gain_db"] = float(clip.facts.get("gain_db", 0.0)) + clip.gain_db
    fades = (("fade_in_s", clip.fade_in), ("fade_out_s", clip.fade_out))
    return own | {name: rate.seconds(frames) for name, frames in fades if frames}


def _known(files: Mapping[str, str], name: str) -> str:
    if name not in files:
        raise UserError(f"The sound {name!r} is missing", "it is on the timeline, but it was not made", "Run `aiprod resume`.")
    return files[name]


def _external(path: str, available: otio.opentime.TimeRange | None) -> otio.schema.ExternalReference:
    import opentimelineio as otio

    return otio.schema.ExternalReference(target_url=quote(path), available_range=available)


def _marker_out(marker: Marker, rate: FrameRate) -> otio.schema.Marker:
    import opentimelineio as otio

    return otio.schema.Marker(
        name=marker.name, marked_range=_range(marker.frame, marker.length, rate), color=marker.colour,
        metadata={"aiprod": marker.facts},
    )  # fmt: skip
