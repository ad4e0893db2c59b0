# SPDX-License-Identifier: Apache-2.0
"""How clips come onto a timeline: AppendToTimeline, CreateEmptyTimeline, CreateTimelineFromClips, and how they lie."""

import json
import math
from fractions import Fraction

from tests.plugin.resolve.media import Media
from tests.plugin.resolve.state import Clip, Item, Pool, Project, Timeline, Track

_CHANNELS = {
    "mono": 1, "stereo": 2, "lrc": 3, "lcr": 3, "lrcs": 4, "lcrs": 4, "quad": 4, "5.0": 5, "5.0film": 5, "5.1": 6, "5.1film": 6,
    "7.0": 7, "7.0film": 7, "7.1": 8, "7.1film": 8,
}  # fmt: skip


class Order:
    """One clip to place: source frames [first, end) at the clip's rate, or all of it; on which tracks, from which frame."""

    def __init__(self, clip: Clip, row: "dict") -> None:
        self.clip = clip
        self.first = row.get("startFrame")
        self.end = row.get("endFrame")
        self.sorts = {1: ["video"], 2: ["audio"]}.get(row.get("mediaType"), ["video", "audio"])
        self.track = row.get("trackIndex")
        self.at = row.get("recordFrame")


def orders(given: "tuple") -> "list[Order]":
    """Clips one by one, or in a list, or dictionaries; a dictionary without a clip is nothing."""
    parts = [one for part in given for one in (part if isinstance(part, list) else [part])]
    rows = [part if isinstance(part, dict) else {"mediaPoolItem": part} for part in parts]
    return [Order(row["mediaPoolItem"], row) for row in rows if row.get("mediaPoolItem") is not None]


def append_to_timeline(host, pool: Pool, *given: "object") -> "list[Item]":
    timeline = host.project.timeline
    if timeline is None:
        return []
    placed = [item for order in orders(given) for item in place(host, timeline, order)]
    host.touched()
    return placed


def place(host, timeline: Timeline, order: Order) -> "list[Item]":
    """What the host returns for one clip: the items, or things that are no items, or nothing at all."""
    sorts = [sort for sort in order.sorts if _has(order.clip, sort)]
    tracks = [_track(host, timeline, sort, order) for sort in sorts]
    length = frames_of(host, timeline, order)
    if not tracks or None in tracks or length <= 0 or not order.clip.online:
        return []
    start = order.at if order.at is not None else max([timeline.first] + [item.end for track in tracks for item in track.items])
    items = [_item(host, timeline, order, track, start, length) for track in tracks]
    if start < timeline.first:
        return _nowhere(host, items) if host.faults.below_start else []
    if any(track.locked for track in tracks):
        return _nowhere(host, items) if host.faults.locked_lies else []
    if any(track.busy(start, start + length) for track in tracks):
        if host.faults.overlap_drops:
            return []
        _clear(tracks, start, start + length)
    if host.faults.null_items > 0:
        host.faults.null_items -= 1
        return _nowhere(host, items)
    return _laid(host, tracks, items)


def _has(clip: Clip, sort: str) -> bool:
    return clip.media.shows if sort == "video" else clip.media.sounds


def _track(host, timeline: Timeline, sort: str, order: Order) -> "Track | None":
    number = order.track
    if number is None:
        number = timeline.aimed[sort] if host.faults.lands_anywhere else 1
    while sort == "audio" and "video" in order.sorts and number == len(timeline.tracks[sort]) + 1:
        timeline.tracks[sort].append(Track(sort, host.profile.track_name(sort, number), "stereo"))
    return timeline.tracks[sort][number - 1] if 1 <= number <= len(timeline.tracks[sort]) else None


def source_range(host, clip: Clip, first: "int | None", end: "int | None") -> "tuple[int, int]":
    """[first, end) in the clip's frames, as this host understands `endFrame`."""
    begin = first or 0
    if end is None:
        return begin, clip.frames
    return begin, min(end + (1 if host.faults.end_frame == "inclusive" else 0), clip.frames)


def frames_of(host, timeline: Timeline, order: Order) -> int:
    """How long the clip becomes: rounded down where rates differ; a still is as long as the user set."""
    clip = order.clip
    if clip.media.kind == "still" and (host.faults.stills_ignore_end or order.end is None):
        return round(host.still_seconds * timeline.rate)
    first, end = source_range(host, clip, order.first, order.end)
    if clip.media.kind == "still":
        return (order.end or 0) - first
    return converted(host, end - first, clip.rate, timeline.rate)


def converted(host, frames: int, source: Fraction, target: Fraction) -> int:
    if source == target:
        return frames
    exact = frames * target / source
    return math.floor(exact) if host.faults.mixed_fps_floors else round(exact)


def _item(host, timeline: Timeline, order: Order, track: Track, start: int, length: int) -> Item:
    first = order.first or 0
    left = (
        Fraction(first) if order.clip.rate == timeline.rate else Fraction(converted(host, first, order.clip.rate, timeline.rate))
    )
    item = Item(order.clip.name, order.clip, start, length, left, "still" if order.clip.media.kind == "still" else track.sort)
    if track.sort == "audio":
        item.mapping = mapping_of(order.clip, track)
    return item


def mapping_of(clip: Clip, track: Track) -> str:
    """A track carries so many channels as its layout has: stereo on a mono track loses its right."""
    wide = int(track.layout[8:]) if track.layout.startswith("adaptive") else _CHANNELS.get(track.layout, 2)
    channels = list(range(1, min(wide, clip.media.channels) + 1))
    return json.dumps(
        {
            "embedded_audio_channels": clip.media.channels,
            "linked_audio": {},
            "track_mapping": {"1": {"channel_idx": channels, "mute": False, "type": track.layout}},
        }
    )


def _nowhere(host, items: "list[Item]") -> "list[Item]":
    for item in items:
        item.id = ""
    host.null_items += items
    return items


def _clear(tracks: "list[Track]", start: int, end: int) -> None:
    for track in tracks:
        track.items = [item for item in track.items if item.end <= start or item.start >= end]


def _laid(host, tracks: "list[Track]", items: "list[Item]") -> "list[Item]":
    for track, item in zip(tracks, items):  # noqa: B905 - Python 3.6 runs this
        track.add(item)
        item.linked = [other for other in items if other is not item]
    host.fresh += items
    return items


def add_audio(host, project: Project, path: str, media: Media, first: int, samples: int) -> bool:
    """Sound at the playhead of the track that the user selected; first and samples at 48 000 Hz."""
    timeline = project.timeline
    assert timeline is not None
    track = timeline.tracks["audio"][timeline.aimed["audio"] - 1]
    length = math.floor(Fraction(samples, media.sample_rate) * timeline.rate)
    if track.locked or length <= 0 or track.busy(timeline.playhead, timeline.playhead + length):
        return False
    clip = Clip(path.rpartition("/")[2], path, media, timeline.rate)
    project.bin.clips.append(clip)
    left = Fraction(first, media.sample_rate) * timeline.rate
    item = Item(clip.name, clip, timeline.playhead, length, left, "audio")
    item.mapping = mapping_of(clip, track)
    track.add(item)
    host.touched()
    return True


# New timelines.


def new_timeline(host, name: str) -> "Timeline | None":
    """An empty timeline at the project's rate, current from now on; None where the name is taken."""
    project = host.project
    if not name or (any(other.name == name for other in project.timelines) and host.faults.name_taken_is_none):
        return None
    timeline = Timeline(name, project.rate, project.drop, dict(project.settings))
    for track in timeline.all_tracks:
        track.name = host.profile.track_name(track.sort, 1)
    project.timelines.append(timeline)
    clip = Clip(name, "", Media("timeline", project.rate, 0, Fraction(0), (1920, 1080)), project.rate, timeline)
    timeline.clip = clip
    project.bin.clips.append(clip)
    project.timeline = timeline
    host.touched()
    return timeline


def create_empty_timeline(host, pool: Pool, name: str) -> "Timeline | None":
    return new_timeline(host, name)


def create_timeline_from_clips(host, pool: Pool, name: str, *given: "object") -> "Timeline | None":
    """The clips' bin must be the current one; clips that are named twice come once."""
    wanted = orders(given)
    if host.faults.bin_must_be_current and any(order.clip not in host.project.bin.clips for order in wanted):
        return None
    timeline = new_timeline(host, name) if wanted else None
    if timeline is None:
        return None
    seen: list[Clip] = []
    for order in wanted:
        if order.clip not in seen or not host.faults.list_collapses:
            place(host, timeline, order)
        seen.append(order.clip)
    return timeline
