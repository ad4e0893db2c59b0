# SPDX-License-Identifier: Apache-2.0
"""Pure: where what the user orders belongs, from where they stand. Takes the context of `ACTIONS.md`."""

from typing import Any, Dict, List, NamedTuple, Optional

from aiprod_resolve import timecode
from aiprod_resolve.errors import HostError
from aiprod_resolve.timecode import Rate

USUAL_S, LONGEST_GAP_S = 4.0, 60.0
Context = Dict[str, Any]


class Room(NamedTuple):
    """Where a clip goes: `frames` from `at` on; `track` as `place_clip` takes it."""

    at: int
    frames: int
    track: Any


def rate_of(context: Context) -> Rate:
    return timecode.parse_rate(context["rate"], bool(context.get("drop_frame")))


def place_of(context: Context) -> Dict[str, Any]:
    """The timeline that a clip is for, as the engine takes it."""
    name = "".join(char if char >= " " and char != "\x7f" else " " for char in str(context.get("project") or "")).strip()
    return {
        "rate": timecode.wire_rate(rate_of(context)),
        "size": str(context.get("size") or "1920x1080"),
        "drop_frame": bool(context.get("drop_frame")),
        "project": name[:200] or "project",
    }


def room_for(context: Context, frames: int = 0) -> Room:
    """The marked range, else the gap around the playhead, else the place above it.

    `frames` is a length that the user gave; 0 leaves it to the range. Raises HostError for a range of no frames.
    """
    _require_timeline(context)
    if context.get("mark_in") is not None and context.get("mark_out") is not None:
        start, end = int(context["mark_in"]), int(context["mark_out"])
        return _room(context, start, frames or end - start)
    gap = context.get("gap")
    if not gap:
        return _room(context, int(context["playhead"]), frames or _usual(context))
    whole = None if gap["end"] is None else int(gap["end"]) - int(gap["start"])
    if whole is not None and whole <= LONGEST_GAP_S * float(timecode.fps(rate_of(context))) and (not frames or frames == whole):
        return Room(int(gap["start"]), whole, {"kind": "video", "index": gap["track"]}) if whole > 0 else _nothing()
    return _room(context, int(context["playhead"]), frames or _usual(context))


def _nothing() -> Room:
    raise HostError("no_range")


def _require_timeline(context: Context) -> None:
    if context.get("timeline") is None:
        raise HostError("no_timeline")


def _usual(context: Context) -> int:
    return max(1, round(USUAL_S * float(timecode.fps(rate_of(context)))))


def _room(context: Context, at: int, frames: int) -> Room:
    """The room from a frame on; on the lowest video track that is free there, else on a new one."""
    if frames < 1:
        raise HostError("no_range")
    for track in context["tracks"]:
        taken = any(item["start"] < at + frames and at < item["end"] for item in track["items"])
        if track["kind"] == "video" and not track["locked"] and not taken:
            return Room(at, frames, {"kind": "video", "index": track["index"]})
    return Room(at, frames, "new")


def sound_range(context: Context, frames: int = 0) -> Room:
    """The marked range, else the whole timeline (else from the playhead on), for music."""
    _require_timeline(context)
    if context.get("mark_in") is not None and context.get("mark_out") is not None:
        at, length = int(context["mark_in"]), int(context["mark_out"]) - int(context["mark_in"])
    else:
        ends = [item["end"] for track in context["tracks"] for item in track["items"]]
        at, length = (0, max(ends)) if ends else (int(context["playhead"]), _usual(context))
    length = frames or length
    if length < 1:
        raise HostError("no_range")
    return Room(at, length, {"kind": "audio", "index": 0})


def chosen_clip(context: Context) -> Dict[str, Any]:
    """The selected clip with a picture, else the topmost one under the playhead. Raises HostError where there is none."""
    _require_timeline(context)
    selected = [item for item in context["selection"] if item["kind"] == "video"]
    if selected:
        return dict(selected[0])
    at = int(context["playhead"])
    for track in reversed([track for track in context["tracks"] if track["kind"] == "video"]):
        for item in track["items"]:
            if item["start"] <= at < item["end"]:
                return dict(item, kind="video", track=track["index"])
    raise HostError("nothing_selected")


def chosen_work(context: Context) -> Dict[str, Any]:
    """The selected clip that carries a recipe, picture or sound; else what `chosen_clip` finds, else a sound of ours under the
    playhead."""
    _require_timeline(context)
    for item in context["selection"]:
        if carried_by(context, item) is not None:
            return dict(item)
    at = int(context["playhead"])
    try:
        found = chosen_clip(context)
    except HostError:
        found = {}
    if found and carried_by(context, found) is not None:
        return found
    for track in context["tracks"]:
        for item in track["items"]:
            if track["kind"] == "audio" and item["start"] <= at < item["end"] and item.get("marker"):
                return dict(item, kind="audio", track=track["index"])
    if not found:
        raise HostError("nothing_selected")
    return found


def part_of(context: Context, item: Dict[str, Any]) -> Dict[str, int]:
    """The frames of a clip's media between the marks, as an order names them. Raises HostError where there are none."""
    first, end = context.get("mark_in"), context.get("mark_out")
    if first is None or end is None:
        raise HostError("no_part")
    first, end = max(int(first), item["start"]), min(int(end), item["end"])
    if first >= end:
        raise HostError("no_part")
    return {"start": item["src_in"] + first - item["start"], "end": item["src_in"] + end - item["start"]}


def chosen_clips(context: Context) -> List[Dict[str, Any]]:
    """All selected clips with a picture; the one under the playhead where nothing is selected."""
    selected = [dict(item) for item in context["selection"] if item["kind"] == "video" and item["media"]]
    return selected or [chosen_clip(context)]


def carried_by(context: Context, item: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """What a clip's marker says of how it was made: its own one, else one of the timeline's that lies over it."""
    if item.get("marker"):
        return dict(item["marker"])
    for marker in context.get("markers", ()):
        if marker.get("recipe") is not None and item["start"] <= marker["frame"] < item["end"]:
            return dict(marker)
    return None


class Line(NamedTuple):
    """A line to be spoken: what, where, and how long it may be (0: as long as it takes)."""

    text: str
    at: int
    frames: int


def line_at(context: Context, typed: str = "") -> Line:
    """What was typed, else the subtitle at the playhead, else the marker there. Raises HostError where there is none."""
    _require_timeline(context)
    at = int(context["playhead"])
    for subtitle in context.get("subtitles", ()):
        if subtitle["start"] <= at < subtitle["end"]:
            return Line(typed.strip() or subtitle["text"], subtitle["start"], subtitle["end"] - subtitle["start"])
    if typed.strip():
        return Line(typed.strip(), at, 0)
    for marker in context.get("markers", ()):
        if marker["frame"] <= at < marker["frame"] + marker["frames"] and marker.get("recipe") is None:
            text = str(marker["note"] or marker["name"]).strip()
            if text:
                return Line(text, marker["frame"], marker["frames"] if marker["frames"] > 1 else 0)
    raise HostError("no_text")
