# SPDX-License-Identifier: Apache-2.0
"""AAF for Avid, Resolve, Premiere and Pro Tools: linked media, written with pyaaf2 itself.

The composition follows the AAF Edit Protocol: a primary timecode slot, a picture slot, and one mono slot for every channel of a
sound track, because sound editors' tools expect mono. All slots run at the picture's rate. Between two clips a transition
overlaps both, as AAF has it. Speed is a Video Speed Control, levels and fades are a Mono Audio Gain around the clip. Media stay
where they are: file mobs carry locators, nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from aiprod.editing.interchange.aaf_effects import Effects
from aiprod.editing.interchange.aaf_media import Probed, probed
from aiprod.editing.interchange.events import Edit, Event, Join, Lane
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.report import Loss
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.hashing import hash_json

SOUND_CHANNELS = ("L", "R", "C", "LFE", "Ls", "Rs")
Kind = str


@dataclass(frozen=True)
class _Media:
    """A media file in the AAF: its master mob, and the slot of each channel ("picture" is slot 0 of `slots`)."""

    master: Any
    slots: tuple[int, ...]
    length: int


def write(edit: Edit, path: Path, options: Options) -> tuple[list[Path], list[Loss]]:
    """Write the file. Returns its path and what it could not carry. Raises UserError when media are missing."""
    import aaf2

    part = path.with_name(path.name + ".part")
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aaf2.open(str(part), "w") as file:
                _Writer(file, edit, Place(path, Options(moved=options.moved))).write()
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return [path], list(_lost(edit))


def _lost(edit: Edit) -> Iterator[Loss]:
    yield edit.loss(None, None, "size", "no_size")
    for lane in edit.lanes:
        if lane.events and not lane.enabled:
            yield edit.loss(lane, None, "track enabled", "track_off")
        for at in range(len(lane.events)):
            yield from _clip_lost(edit, lane, at)
    if edit.marks:
        yield edit.loss(None, None, "marker colour", "marker_colour")
    if any(mark.note for mark in edit.marks):
        yield edit.loss(None, None, "marker note", "marker_note")


def _clip_lost(edit: Edit, lane: Lane, at: int) -> Iterator[Loss]:
    event, joined = lane.events[at], _joins(lane, at)
    if event.path is None:
        yield edit.loss(lane, event, "title", "title_marker")
        return
    if event.join_in is not None and not joined:
        yield edit.loss(lane, event, "transition", "fade_cut")
    elif event.join_in is not None and event.join_in.kind != "dissolve":
        yield edit.loss(lane, event, "transition", "as_dissolve", event.join_in.kind)
    if event.fades_out:
        yield edit.loss(lane, event, "transition", "fade_cut")
    if event.speed != 1 and not lane.video:
        yield edit.loss(lane, event, "speed", "speed_left_out")
    if (event.source_from if joined else event.first) < 0:
        yield edit.loss(lane, event, "clip", "source_clamped", -event.source_from)
    yield from edit.pan_and_grade_lost(lane, event)
    if not event.enabled:
        yield edit.loss(lane, event, "enabled", "disabled")


def _joins(lane: Lane, at: int) -> bool:
    """Whether a transition has a clip on both sides; a fade from black is written as a cut from a filler."""
    event = lane.events[at]
    join = event.join_in
    return join is not None and at > 0 and lane.events[at - 1].end == event.start and join.frames > 0


class _Writer:
    """Fills one AAF file."""

    def __init__(self, file: Any, edit: Edit, place: Place) -> None:
        self._file, self._edit, self._place = file, edit, place
        self._rate = edit.rate.fps
        self._media: dict[Path, _Media] = {}
        self._effects = Effects(file)

    def write(self) -> None:
        composition = self._file.create.CompositionMob(self._edit.name or "AIPROD")
        composition.usage = "Usage_TopLevel"
        self._file.content.mobs.append(composition)
        self._timecode(composition)
        for lane in self._edit.lanes:
            if lane.video and any(event.path for event in lane.events):
                self._lane(composition, lane, "picture", 0, lane.name)
            elif not lane.video and lane.events:
                for channel in range(self._channels(lane)):
                    self._lane(composition, lane, "sound", channel, _named(lane, channel, self._channels(lane)))
        self._markers(composition)

    def _timecode(self, mob: Any) -> None:
        slot = mob.create_timeline_slot(self._rate)
        slot.name = "TC"
        code = self._file.create.Timecode(self._edit.nominal, self._edit.drop, self._edit.frames)
        code.start = self._edit.start_frame
        slot.segment = code
        slot["PhysicalTrackNumber"].value = 1

    def _channels(self, lane: Lane) -> int:
        return max(len(self._linked(event.path).slots) for event in lane.events if event.path)

    def _lane(self, mob: Any, lane: Lane, kind: Kind, channel: int, name: str) -> None:
        slot = mob.create_empty_sequence_slot(self._rate, media_kind=kind)
        slot.name = name
        at = 0
        for place, event in enumerate(lane.events):
            joined = _joins(lane, place)
            start = event.seen_from if joined else event.start
            if start > at:
                slot.segment.components.append(self._file.create.Filler(kind, start - at))
            if joined and event.join_in is not None:
                slot.segment.components.append(self._transition(event.join_in, kind))
            at = self._laid(slot.segment, event, kind, channel, joined)
        if at < self._edit.frames:
            slot.segment.components.append(self._file.create.Filler(kind, self._edit.frames - at))
        slot.segment.length = self._edit.frames

    def _laid(self, sequence: Any, event: Event, kind: Kind, channel: int, joined: bool) -> int:
        """Put an event down; returns the film frame where it ends, inside the next transition if there is one."""
        first = event.source_from if joined else event.first
        start = event.seen_from if joined else event.start
        until = event.seen_until if event.join_out and event.join_out.after else event.end
        length = until - start
        media = self._linked(event.path) if event.path else None
        if media is None or channel >= len(media.slots):
            sequence.components.append(self._file.create.Filler(kind, length))
        else:
            sequence.components.append(self._segment(media, channel, kind, event, (first, start, length)))
        return until

    def _segment(self, media: _Media, channel: int, kind: Kind, event: Event, where: tuple[int, int, int]) -> Any:
        """A clip of so many frames from a source frame on, with its speed and its level."""
        first, start, length = where
        slot = media.slots[channel]
        if kind == "picture" and event.speed != 1:
            source, frames = played(event.speed, first, length)
            clip = self._named(media.master.create_source_clip(slot, max(0, source), frames, kind), event)
            return self._effects.speed(clip, event.speed, length)
        clip = self._named(media.master.create_source_clip(slot, max(0, first), length, kind), event)
        if kind == "sound" and (event.gain_db or event.fade_in or event.fade_out):
            return self._effects.gain(clip, event, event.start - start, length)
        return clip

    def _named(self, clip: Any, event: Event) -> Any:
        """The clip with its own name, beside that of its master."""
        from aaf2.misc import TaggedValueHelper

        TaggedValueHelper(clip["ComponentAttributeList"])["_NAME"] = event.name
        return clip

    def _transition(self, join: Join, kind: Kind) -> Any:
        transition = self._file.create.Transition(kind, join.frames)
        transition["CutPoint"].value = join.before
        transition["OperationGroup"].value = self._effects.dissolve(kind, join.frames)
        return transition

    def _markers(self, mob: Any) -> None:
        """Scene, beat and line markers, and the words of titles, as locators."""
        words = [
            (event.start, event.words.replace("\n", " / "), event.frames)
            for lane in self._edit.lanes for event in lane.events if event.path is None
        ]  # fmt: skip
        marks = sorted([*((mark.frame, mark.name, mark.frames) for mark in self._edit.marks), *words])
        if not marks:
            return
        slot = self._file.create.EventMobSlot()
        slot["EditRate"].value = self._rate
        slot["SlotID"].value, slot["PhysicalTrackNumber"].value = 1000, 1
        slot.name = "Markers"
        picture = next((s.slot_id for s in mob.slots if s.media_kind == "Picture"), 1)
        sequence = self._file.create.Sequence("DescriptiveMetadata")
        for frame, name, frames in marks:
            marker = self._file.create.DescriptiveMarker()
            marker["Position"].value, marker["Comment"].value, marker.length = frame, name, frames
            marker["DescribedSlots"].value = {picture}
            sequence.components.append(marker)
        slot.segment = sequence
        mob.slots.append(slot)

    def _linked(self, path: Path) -> _Media:
        if path not in self._media:
            self._media[path] = self._link(path)
        return self._media[path]

    def _link(self, path: Path) -> _Media:
        """Master mob → file mob with a locator → import mob: the chain that the Edit Protocol demands."""
        if not path.is_file():
            raise UserError(f"{path.name} is missing", f"{path} is not there", "`aiprod resume` makes it again.")
        found, final = probed(path, self._rate), self._place.path(path)
        source = self._file.create.SourceMob(final.name)
        source.descriptor = found.descriptor(self._file, path, self._place.url(path))
        origin = self._file.create.SourceMob(f"{final.name} source")
        origin.descriptor = self._file.create.ImportDescriptor()
        master = self._file.create.MasterMob(final.stem if final.stem != "picture" else final.parent.name[:12])
        for mob, salt in ((master, "master"), (source, "file"), (origin, "import")):
            mob.mob_id = _mob_id(final, salt)
            self._file.content.mobs.append(mob)
        return self._chained(found, origin, source, master)

    def _chained(self, found: Probed, origin: Any, source: Any, master: Any) -> _Media:
        for channel in range(found.channels):
            slot = origin.create_empty_sequence_slot(found.rate, media_kind=found.kind)
            slot.segment.components.append(self._file.create.SourceClip(length=found.length, media_kind=found.kind))
            for below, above in ((origin, source), (source, master)):
                held = above.create_empty_sequence_slot(found.rate, media_kind=found.kind)
                held.segment.components.append(below.create_source_clip(slot.slot_id, 0, found.length, found.kind))
                held["PhysicalTrackNumber"].value = channel + 1
        return _Media(master, tuple(slot.slot_id for slot in master.slots), found.length)


def played(speed: Fraction, first: int, frames: int) -> tuple[int, int]:
    """The stretch of a media, from its lowest frame, that so many frames at a speed play, beginning with frame `first`."""
    length = max(1, -(-frames * abs(speed).numerator // abs(speed).denominator)) if speed else 1
    if speed >= 0:
        return first, length
    lowest = max(0, first - length + 1)
    return lowest, first - lowest + 1


def _mob_id(path: Path, salt: str) -> Any:
    """The same file has the same identity in every AAF, so that editors link it once (SMPTE ST 330, UUID method)."""
    from aaf2.mobid import MobID

    found = MobID.new()
    found.material = UUID(hash_json({"file": str(path), "mob": salt})[:32])
    return found


def _named(lane: Lane, channel: int, count: int) -> str:
    names: Sequence[str] = SOUND_CHANNELS
    return lane.name if count == 1 else f"{lane.name} {names[channel]}"
