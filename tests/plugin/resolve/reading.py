# SPDX-License-Identifier: Apache-2.0
"""Timelines that are imported from files: OTIO of the host's shape, FCP7 XML, FCPXML, EDL, AAF, and the host's own DRT."""

import json
import re
from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve import fcpxml
from tests.plugin.resolve.acts.placing import mapping_of, new_timeline
from tests.plugin.resolve.acts.pool import bring_in
from tests.plugin.resolve.shapes import wrong_shape
from tests.plugin.resolve.state import Clip, Item, Marker, Timeline, Track
from tests.plugin.resolve.timecode import RATES, parse_rate, to_frames, to_timecode

_ADAPTERS = {".otio": "otio_json", ".xml": "fcp_xml", ".edl": "cmx_3600", ".aaf": "AAF"}
_COLOURS = {
    "RED": "Red",
    "GREEN": "Green",
    "BLUE": "Blue",
    "YELLOW": "Yellow",
    "CYAN": "Cyan",
    "PINK": "Pink",
    "PURPLE": "Purple",
}


def read_timeline(host, path: Path, options: "dict") -> "Timeline | None":
    """None, without a reason, for what the host does not take; `host.refusals` says why to the test."""
    if path.suffix.lower() == ".drt":
        return _own(host, path)
    name = options.get("timelineName") or path.stem
    apple = path.suffix.lower() in (".fcpxml", ".fcpxmld")
    if not path.exists() or not (apple or path.suffix.lower() in _ADAPTERS):
        return _refuse(host, f"{path} is no file that can be imported")
    if any(timeline.name == name for timeline in host.project.timelines):
        return _refuse(host, f"there is a timeline {name}")
    if apple:
        sequence = fcpxml.parse(path)
        finder = Media(host, options)
        return _refuse(host, "no FCPXML") if sequence is None else fcpxml.Reading(sequence, finder.clip).build(host, name)
    wrong = _wrong_otio(path) if path.suffix.lower() == ".otio" and host.faults.otio_shape else ""
    if wrong:
        return _refuse(host, wrong)
    edit = _parsed(host, path)
    if edit is None:
        return _refuse(host, "not to be read")
    building = Building(host, edit, options)
    if path.suffix.lower() == ".edl":
        building.starts_at(path.read_text("utf-8"))
    return building.build(name)


def _refuse(host, why: str) -> None:
    host.refusals.append(why)


def _wrong_otio(path: Path) -> str:
    try:
        return wrong_shape(json.loads(path.read_text("utf-8")))
    except ValueError as error:
        return str(error)


def _parsed(host, path: Path) -> "object":
    """The file as an OpenTimelineIO timeline, by other people's adapters."""
    import opentimelineio as otio

    more = {"rate": float(host.project.rate)} if path.suffix.lower() == ".edl" else {}
    try:
        found = otio.adapters.read_from_file(str(path), _ADAPTERS[path.suffix.lower()], **more)
    except Exception as error:  # noqa: BLE001 - whatever an adapter cannot read, the host does not read
        host.refusals.append(f"{type(error).__name__}: {error}")
        return None
    if isinstance(found, otio.schema.SerializableCollection):
        found = next(iter(found.find_children(otio.schema.Timeline)), None)
    return found


def _own(host, path: Path) -> "Timeline | None":
    """DRT: all options are ignored, the name is the file's, numbered where it is taken."""
    if not path.is_file():
        return None
    name, number = path.stem, 1
    while any(timeline.name == name for timeline in host.project.timelines):
        name, number = f"{path.stem} {number}", number + 1
    rows = json.loads(path.read_text("utf-8"))
    timeline = new_timeline(host, name)
    timeline.rate, timeline.drop = parse_rate(rows["rate"])
    timeline.first = timeline.playhead = rows["first"]
    timeline.tracks = {"video": [], "audio": [], "subtitle": []}
    for row in rows["tracks"]:
        timeline.tracks[row["sort"]].append(_own_track(host, row, timeline.first))
    return timeline


def _own_track(host, row: "dict", first: int) -> Track:
    track = Track(row["sort"], row["name"], row["layout"])
    for one in row["items"]:
        clip = next((clip for clip in host.project.clips if clip.path and clip.path == one["media"]), None)
        track.add(Item(one["name"], clip, first + one["start"], one["end"] - one["start"], Fraction(one["left"]), row["sort"]))
    return track


def exact(rate: float) -> Fraction:
    """23.976023976 → 24000/1001."""
    return min(RATES.values(), key=lambda known: abs(float(known) - rate))


class Media:
    """The media of a timeline that is imported."""

    def __init__(self, host, options: "dict") -> None:
        self.host, self.options = host, options

    def clip(self, url: str) -> "Clip | None":
        """From the pool, or imported into the current bin where `importSourceClips` allows; None = offline."""
        path = _plain(url)
        folder = self.options.get("sourceClipsPath", "")
        if path and not Path(path).is_file() and path not in self.host.known and folder:
            path = str(Path(folder) / Path(path).name)
        known = next((clip for clip in self.host.project.clips if clip.path == path), None)
        if known is not None or not path or not self.options.get("importSourceClips", True):
            return known
        return next(iter(bring_in(self.host, [path])), None)


class Building:
    """A timeline that is being made of an edit."""

    def __init__(self, host, edit: "object", options: "dict") -> None:
        self.host, self.edit, self.media = host, edit, Media(host, options)
        start = edit.global_start_time
        self.rate = (
            exact(start.rate) if start is not None and start.rate > 1 else exact(_rate_of(edit) or float(host.project.rate))
        )
        self.first = round(start.value) if start is not None else 0
        self.gap = 0

    def starts_at(self, text: str) -> None:
        """An EDL starts at the full hour before its first event."""
        found = re.search(r"^\d+\s.*?((?:\d\d[:;]){3}\d\d)\s+(?:\d\d[:;]){3}\d\d\s*$", text, flags=re.M)
        if found is None:
            return
        drop = "FCM: DROP FRAME" in text or ";" in found.group(1)
        event = to_frames(found.group(1), self.rate, drop)
        hour = to_timecode(event, self.rate, drop)[:2] + ":00:00:00"
        self.first = to_frames(hour, self.rate, drop)
        self.gap = event - self.first

    def build(self, name: str) -> Timeline:
        timeline = new_timeline(self.host, name)
        timeline.rate, timeline.drop = self.rate, self.host.project.drop and self.rate.denominator == 1001 and self.rate > 29
        timeline.first = timeline.playhead = self.first
        timeline.tracks = {"video": [], "audio": [], "subtitle": []}
        for track in self.edit.tracks:
            self._track(timeline, track)
        for marker in self.edit.tracks.markers:
            self._marker(timeline.markers, marker, 0)
        return timeline

    def _frames(self, time: "object") -> int:
        return round(time.value * float(self.rate) / time.rate) if abs(time.rate - float(self.rate)) > 0.01 else round(time.value)

    def _track(self, timeline: Timeline, source: "object") -> None:
        import opentimelineio as otio

        sort = "audio" if source.kind == otio.schema.TrackKind.Audio else "video"
        tracks = timeline.tracks[sort]
        track = Track(sort, source.name or f"{sort.capitalize()} {len(tracks) + 1}", "stereo" if sort == "audio" else "")
        track.enabled = getattr(source, "enabled", True)
        tracks.append(track)
        at = timeline.first + self.gap
        for child in source:
            if isinstance(child, otio.schema.Transition):
                track.add(self._transition(child, at, sort))
                continue
            frames = self._frames(child.duration())
            if isinstance(child, otio.schema.Clip) and frames > 0:
                track.add(self._item(child, at, frames, track))
            at += frames

    def _transition(self, source: "object", at: int, sort: str) -> Item:
        before, after = self._frames(source.in_offset), self._frames(source.out_offset)
        item = Item(source.name or "Cross Dissolve", None, at - before, max(before + after, 1), Fraction(0), sort)
        item.transition = {"type": "Cross Dissolve", "duration": before + after}
        return item

    def _item(self, source: "object", at: int, frames: int, track: Track) -> Item:
        import opentimelineio as otio

        media = source.media_reference
        url = getattr(media, "target_url", "") or ""
        clip = self.media.clip(url)
        trimmed = source.trimmed_range()
        begin = media.available_range.start_time if media is not None and media.available_range else None
        left = self._frames(trimmed.start_time) - (self._frames(begin) if begin is not None else 0)
        item = Item(source.name or (clip.name if clip else ""), clip, at, frames, Fraction(left), track.sort)
        item.enabled = getattr(source, "enabled", True)
        if clip is not None and track.sort == "audio":
            item.mapping = mapping_of(clip, track)
        warp = next((effect for effect in source.effects if isinstance(effect, otio.schema.LinearTimeWarp)), None)
        if warp is not None:
            item.speed["Percentage"] = warp.time_scalar * 100
        for marker in source.markers:
            self._marker(item.markers, marker, self._frames(trimmed.start_time))
        return item

    def _marker(self, markers: "dict", source: "object", begin: int) -> None:
        at = float(self._frames(source.marked_range.start_time) - begin)
        frames = float(max(self._frames(source.marked_range.duration), 1))
        markers[at] = Marker(
            at, _COLOURS.get(source.color, "Blue"), source.name, getattr(source, "comment", "") or "", frames, ""
        )


def _rate_of(edit: "object") -> "float | None":
    return next((clip.trimmed_range().duration.rate for track in edit.tracks for clip in track.find_clips()), None)


def _plain(url: str) -> str:
    from urllib.parse import unquote, urlparse

    if not url.startswith("file:"):
        return url
    path = unquote(urlparse(url).path)
    return path[1:] if path[2:3] == ":" else path
