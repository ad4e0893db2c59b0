# SPDX-License-Identifier: Apache-2.0
"""Tracks of a timeline; their numbers start at 1."""

from tests.plugin.resolve.facts import VALUES
from tests.plugin.resolve.state import Item, Timeline, Track


def _track(timeline: Timeline, sort: str, number: int) -> "Track | None":
    tracks = timeline.tracks[sort]
    return tracks[number - 1] if 1 <= number <= len(tracks) else None


def get_track_count(host, timeline: Timeline, sort: str) -> int:
    return len(timeline.tracks[sort])


def add_track(host, timeline: Timeline, sort: str, options: "str | dict | None" = None) -> bool:
    """At the end, or before `index`. Sound is mono unless another layout is asked for."""
    wanted = options if isinstance(options, dict) else {"audioType": options} if options else {}
    layout = wanted.get("audioType", "mono") if sort == "audio" else ""
    tracks = timeline.tracks[sort]
    place = wanted.get("index", len(tracks) + 1)
    if (layout and layout not in VALUES["SubTrackType"]) or not 1 <= place <= len(tracks) + 1:
        return False
    tracks.insert(place - 1, Track(sort, host.profile.track_name(sort, len(tracks) + 1), layout))
    host.touched()
    return True


def delete_track(host, timeline: Timeline, sort: str, number: int) -> bool:
    track = _track(timeline, sort, number)
    if track is None or (len(timeline.tracks[sort]) == 1 and sort != "subtitle"):
        return False
    timeline.tracks[sort].remove(track)
    timeline.aimed = {name: min(place, len(timeline.tracks[name])) for name, place in timeline.aimed.items()}
    host.touched()
    return True


def get_track_sub_type(host, timeline: Timeline, sort: str, number: int) -> str:
    track = _track(timeline, sort, number)
    return track.layout if track else ""


def set_track_enable(host, timeline: Timeline, sort: str, number: int, on: bool) -> bool:
    return _set(host, timeline, sort, number, "enabled", on)


def set_track_lock(host, timeline: Timeline, sort: str, number: int, on: bool) -> bool:
    return _set(host, timeline, sort, number, "locked", on)


def set_track_name(host, timeline: Timeline, sort: str, number: int, name: str) -> bool:
    return bool(name) and _set(host, timeline, sort, number, "name", name)


def _set(host, timeline: Timeline, sort: str, number: int, what: str, value: "object") -> bool:
    track = _track(timeline, sort, number)
    if track is None:
        return False
    setattr(track, what, value)
    host.touched()
    return True


def get_is_track_enabled(host, timeline: Timeline, sort: str, number: int) -> bool:
    track = _track(timeline, sort, number)
    return bool(track and track.enabled)


def get_is_track_locked(host, timeline: Timeline, sort: str, number: int) -> bool:
    track = _track(timeline, sort, number)
    return bool(track and track.locked)


def get_track_name(host, timeline: Timeline, sort: str, number: int) -> str:
    track = _track(timeline, sort, number)
    return track.name if track else ""


def get_item_list_in_track(host, timeline: Timeline, sort: str, number: int) -> "list[Item]":
    """What lies on a track in the order of time; transitions are items from 21.1 on."""
    track = _track(timeline, sort, number)
    items = track.items if track else []
    return [item for item in items if item.transition is None or host.at_least("21.1")]


def get_items_in_track(host, timeline: Timeline, sort: str, number: int) -> "dict":
    return dict(enumerate(get_item_list_in_track(host, timeline, sort, number), 1))


def get_voice_isolation_state(host, timeline: Timeline, number: int) -> "dict | None":
    track = _track(timeline, "audio", number)
    return dict(track.isolation) if track else None


def set_voice_isolation_state(host, timeline: Timeline, number: int, state: "dict") -> bool:
    track = _track(timeline, "audio", number)
    if track is None or not 0 <= state.get("amount", 0) <= 100:
        return False
    track.isolation.update(state)
    host.touched()
    return True
