# SPDX-License-Identifier: Apache-2.0
"""AAF for Avid, Resolve, Premiere and Pro Tools: linked media, written with pyaaf2 itself.

The composition follows the AAF Edit Protocol: a primary timecode slot, a picture slot, and one mono slot for every channel of a
sound track, because sound editors' tools expect mono. All slots run at the picture's rate. Between two clips a transition
overlaps both, as AAF has it. Media stay where they are: file mobs carry locators, nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from aiprod.editing.interchange.events import Edit, Event, Join, Lane
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.hashing import hash_json

_VIDEO_DISSOLVE = ("0c3bea40-fc05-11d2-8a29-0050040ef7d2", "picture", "Video Dissolve")
_AUDIO_DISSOLVE = ("0c3bea41-fc05-11d2-8a29-0050040ef7d2", "sound", "Mono Audio Dissolve")
_LEVEL = UUID("e4962320-2267-11d3-8a4c-0050040ef7d2")
_SOUND_CHANNELS = ("L", "R", "C", "LFE", "Ls", "Rs")
Kind = str


@dataclass(frozen=True)
class _Media:
    """A media file in the AAF: its master mob, and the slot of each channel ("picture" is slot 0 of `slots`)."""

    master: Any
    slots: tuple[int, ...]
    length: int


def write(edit: Edit, path: Path) -> list[str]:
    """Write the file. Returns what it could not carry. Raises UserError when media are missing."""
    import aaf2

    part = path.with_name(path.name + ".part")
    with disk_errors(path):
        try:
            with aaf2.open(str(part), "w") as file:
                _Writer(file, edit).write()
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return [*edit.lost, *_lost(edit)]


def _lost(edit: Edit) -> Iterator[str]:
    events = [event for lane in edit.lanes for event in lane.events]
    kinds = {event.join_in.kind for event in events if event.join_in} - {"dissolve", "fade_in", "fade_out"}
    for kind in sorted(kinds):
        yield f"a transition of the kind {kind!r} is written as a dissolve: its own effect is the other editor's"
    if any(event.speed != 1 for event in events):
        yield "changes of speed are left out: such clips play at their own speed"
    if any(event.title for event in events):
        yield "titles are left out; markers stand in their places"
    if any(event.facts.get("gain_db") or event.facts.get("pan") for event in events):
        yield "levels, positions and fades of sounds are left out"


class _Writer:
    """Fills one AAF file."""

    def __init__(self, file: Any, edit: Edit) -> None:
        self._file, self._edit = file, edit
        self._rate = edit.rate.fps
        self._media: dict[Path, _Media] = {}
        self._operations: dict[Kind, Any] = {}

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
        for event in lane.events:
            joined = event.join_in is not None and self._joins(event.join_in, lane, event)
            start = event.seen_from if joined else event.start
            if start > at:
                slot.segment.components.append(self._file.create.Filler(kind, start - at))
            if joined and event.join_in is not None:
                slot.segment.components.append(self._transition(event.join_in, kind))
            at = self._laid(slot.segment, event, kind, channel, joined)
        if at < self._edit.frames:
            slot.segment.components.append(self._file.create.Filler(kind, self._edit.frames - at))
        slot.segment.length = self._edit.frames

    def _joins(self, join: Join, lane: Lane, event: Event) -> bool:
        """Whether a transition has a clip on both sides; a fade from black is written as a cut from a filler."""
        at = lane.events.index(event)
        return at > 0 and lane.events[at - 1].end == event.start and join.frames > 0

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
            sequence.components.append(media.master.create_source_clip(media.slots[channel], max(0, first), length, kind))
        return until

    def _transition(self, join: Join, kind: Kind) -> Any:
        identity, media_kind, name = _VIDEO_DISSOLVE if kind == "picture" else _AUDIO_DISSOLVE
        transition = self._file.create.Transition(kind, join.frames)
        transition["CutPoint"].value = join.before
        transition["OperationGroup"].value = self._dissolve(identity, media_kind, name, join.frames)
        return transition

    def _dissolve(self, identity: str, kind: Kind, name: str, frames: int) -> Any:
        """An operation group of the dissolve, its level going from 0 to 1."""
        operation = self._operation(identity, kind, name)  # first: pyaaf2's factory keeps the name of the class last asked for
        create = self._file.create
        group = create.OperationGroup(operation, frames)
        group.media_kind = kind
        level = create.VaryingValue()
        level.parameterdef = self._file.dictionary.lookup_parameterdef("ParameterDef_Level")
        level["Interpolation"].value = self._file.dictionary.lookup_interperlationdef("LinearInterp")
        for time in (0, 1):
            point = create.ControlPoint()
            point["EditHint"].value = "Proportional"
            point.time = point.value = time
            level["PointList"].append(point)
        group["Parameters"].append(level)
        return group

    def _operation(self, identity: str, kind: Kind, name: str) -> Any:
        """The dissolve's definition, registered once."""
        if kind in self._operations:
            return self._operations[kind]
        from aaf2 import misc

        create, dictionary = self._file.create, self._file.dictionary
        if not self._operations:
            dictionary.register_def(create.InterpolationDef(misc.LinearInterp, "LinearInterp", "Linear keyframe interpolation"))
            dictionary.register_def(create.ParameterDef(_LEVEL, "ParameterDef_Level", "", dictionary.lookup_typedef("Rational")))
        operation = create.OperationDef(UUID(identity), name, "")
        dictionary.register_def(operation)
        operation.media_kind = kind
        operation["IsTimeWarp"].value, operation["Bypass"].value, operation["NumberInputs"].value = False, 1, 2
        operation["OperationCategory"].value = "OperationCategory_Effect"
        operation["ParametersDefined"].extend([dictionary.lookup_parameterdef("ParameterDef_Level")])
        self._operations[kind] = operation
        return operation

    def _markers(self, mob: Any) -> None:
        """Scene, beat and line markers, and the words of titles, as locators."""
        words = [(event.start, event.title.get("title", "")) for lane in self._edit.lanes for event in lane.events if event.title]
        marks = sorted([*((mark.frame, mark.name) for mark in self._edit.marks), *words])
        if not marks:
            return
        slot = self._file.create.EventMobSlot()
        slot["EditRate"].value = self._rate
        slot["SlotID"].value, slot["PhysicalTrackNumber"].value = 1000, 1
        slot.name = "Markers"
        picture = next((s.slot_id for s in mob.slots if s.media_kind == "Picture"), 1)
        sequence = self._file.create.Sequence("DescriptiveMetadata")
        for frame, name in marks:
            marker = self._file.create.DescriptiveMarker()
            marker["Position"].value, marker["Comment"].value, marker.length = frame, name, 1
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
        probed = _probed(path, self._rate)
        source = self._file.create.SourceMob(path.name)
        source.descriptor = probed.descriptor(self._file, path)
        origin = self._file.create.SourceMob(f"{path.name} source")
        origin.descriptor = self._file.create.ImportDescriptor()
        master = self._file.create.MasterMob(path.stem if path.stem != "picture" else path.parent.name[:12])
        for mob, salt in ((master, "master"), (source, "file"), (origin, "import")):
            mob.mob_id = _mob_id(path, salt)
            self._file.content.mobs.append(mob)
        for channel in range(probed.channels):
            slot = origin.create_empty_sequence_slot(probed.rate, media_kind=probed.kind)
            slot.segment.components.append(self._file.create.SourceClip(length=probed.length, media_kind=probed.kind))
            for below, above in ((origin, source), (source, master)):
                held = above.create_empty_sequence_slot(probed.rate, media_kind=probed.kind)
                held.segment.components.append(below.create_source_clip(slot.slot_id, 0, probed.length, probed.kind))
                held["PhysicalTrackNumber"].value = channel + 1
        return _Media(master, tuple(slot.slot_id for slot in master.slots), probed.length)


@dataclass(frozen=True)
class _Probed:
    """What a descriptor says of a media file. `length` is in units of `rate`."""

    kind: Kind
    rate: Fraction
    length: int
    channels: int
    width: int = 0
    height: int = 0
    samples: int = 0
    sample_rate: int = 0

    def descriptor(self, file: Any, path: Path) -> Any:
        from aaf2.ama import MediaContainerGUID, create_network_locator, get_wave_fmt

        if self.kind == "sound":
            found = file.create.WAVEDescriptor()
            found["Summary"].value = get_wave_fmt(str(path)) or bytearray()
            found["SampleRate"].value, found["Length"].value = self.sample_rate, self.samples
        else:
            found = self._picture(file)
            found["MediaContainerGUID"].value = MediaContainerGUID["Generic"][0]
        found["ContainerFormat"].value = file.dictionary.lookup_containerdef("AAF")
        found["Locator"].append(create_network_locator(file, str(path)))
        return found

    def _picture(self, file: Any) -> Any:
        from aaf2 import video

        found = file.create.CDCIDescriptor()
        found["ComponentWidth"].value = 8
        found["HorizontalSubsampling"].value, found["VerticalSubsampling"].value = 2, 2
        found["FrameLayout"].value, found["VideoLineMap"].value = "FullFrame", [0, 0]
        found["ImageAspectRatio"].value = f"{self.width}/{self.height}"
        found["StoredWidth"].value, found["StoredHeight"].value = self.width, self.height
        found["SampleRate"].value, found["Length"].value = self.rate, self.length
        found["Compression"].value = video.compression_ids["CompressedPicture"]
        return found


def _probed(path: Path, rate: Fraction) -> _Probed:
    import av

    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            if container.streams.video:
                stream = container.streams.video[0]
                frames = stream.frames or sum(1 for packet in container.demux(stream) if packet.size)
                return _Probed("picture", rate, frames, 1, stream.width, stream.height)
            sound = container.streams.audio[0]
            samples = round(float(sound.duration or 0) * float(sound.time_base or 0) * sound.rate)
            length = int(Fraction(samples, sound.rate) * rate)
            return _Probed("sound", rate, max(1, length), sound.channels, samples=samples, sample_rate=sound.rate)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise UserError(f"{path.name} can't be read", str(error), "Check that the file is whole.") from error


def _mob_id(path: Path, salt: str) -> Any:
    """The same file has the same identity in every AAF, so that editors link it once (SMPTE ST 330, UUID method)."""
    from aaf2.mobid import MobID

    found = MobID.new()
    found.material = UUID(hash_json({"file": str(path), "mob": salt})[:32])
    return found


def _named(lane: Lane, channel: int, count: int) -> str:
    names: Sequence[str] = _SOUND_CHANNELS
    return lane.name if count == 1 else f"{lane.name} {names[channel]}"
