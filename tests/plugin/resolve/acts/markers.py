# SPDX-License-Identifier: Apache-2.0
"""Markers, and marks in and out, of clips, timelines and items alike; frames count from the owner's start."""

from tests.plugin.resolve.facts import VALUES
from tests.plugin.resolve.state import Marked, Marker


def add_marker(host, owner: Marked, frame: float, colour: str, name: str, note: str, frames: float, data: str = "") -> bool:
    length = owner.frames if hasattr(owner, "frames") else None
    if colour not in VALUES["MarkerColor"] or frame < 0 or frames < 1 or float(frame) in owner.markers:
        return False
    if length is not None and frame >= length:
        return False
    owner.markers[float(frame)] = Marker(float(frame), colour, name, note, float(frames), data)
    host.touched()
    return True


def get_markers(host, owner: Marked) -> "dict":
    return {at: _row(marker) for at, marker in sorted(owner.markers.items())}


def _row(marker: Marker) -> "dict":
    return {
        "color": marker.colour,
        "duration": marker.frames,
        "note": marker.note,
        "name": marker.name,
        "customData": marker.data,
    }


def get_marker_by_custom_data(host, owner: Marked, data: str) -> "dict":
    found = _first(owner, data)
    return {found.at: _row(found)} if found else {}


def _first(owner: Marked, data: str) -> "Marker | None":
    return next((marker for _, marker in sorted(owner.markers.items()) if marker.data == data), None)


def update_marker_custom_data(host, owner: Marked, frame: float, data: str) -> bool:
    if float(frame) not in owner.markers:
        return False
    owner.markers[float(frame)].data = data
    host.touched()
    return True


def get_marker_custom_data(host, owner: Marked, frame: float) -> str:
    marker = owner.markers.get(float(frame))
    return marker.data if marker else ""


def delete_markers_by_color(host, owner: Marked, colour: str) -> bool:
    gone = [at for at, marker in owner.markers.items() if colour in ("All", marker.colour)]
    return _remove(host, owner, gone)


def delete_marker_at_frame(host, owner: Marked, frame: float) -> bool:
    return _remove(host, owner, [at for at in owner.markers if at == float(frame)])


def delete_marker_by_custom_data(host, owner: Marked, data: str) -> bool:
    found = _first(owner, data)
    return _remove(host, owner, [found.at] if found else [])


def _remove(host, owner: Marked, gone: "list[float]") -> bool:
    for at in gone:
        del owner.markers[at]
    if gone:
        host.touched()
    return bool(gone)


def get_mark_in_out(host, owner: Marked) -> "dict":
    """Keys of what is not set are left out."""
    rows = {}
    for sort, (first, last) in owner.marks.items():
        rows[sort] = {key: value for key, value in (("in", first), ("out", last)) if value is not None}
    return {sort: row for sort, row in rows.items() if row}


def set_mark_in_out(host, owner: Marked, first: int, last: int, sort: str = "all") -> bool:
    if first < 0 or last < first:
        return False
    for name in ("video", "audio"):
        if sort in (name, "all"):
            owner.marks[name] = [first, last]
    host.touched()
    return True


def clear_mark_in_out(host, owner: Marked, sort: str = "all") -> bool:
    for name in ("video", "audio"):
        if sort in (name, "all"):
            owner.marks.pop(name, None)
    host.touched()
    return True


def add_flag(host, owner: Marked, colour: str) -> bool:
    if colour not in VALUES["FlagColor"]:
        return False
    owner.flags.append(colour)
    host.touched()
    return True


def get_flag_list(host, owner: Marked) -> "list[str]":
    return list(owner.flags)


def get_flags(host, owner: Marked) -> "dict":
    return dict(enumerate(owner.flags, 1))


def clear_flags(host, owner: Marked, colour: str) -> bool:
    before = len(owner.flags)
    owner.flags = [flag for flag in owner.flags if colour not in ("All", flag)]
    host.touched()
    return len(owner.flags) < before


def get_unique_id(host, owner: Marked) -> str:
    return owner.id


def get_clip_color(host, owner: Marked) -> str:
    return owner.colour


def clear_clip_color(host, owner: Marked) -> bool:
    owner.colour = ""
    host.touched()
    return True


def set_clip_color(host, owner: Marked, colour: str) -> bool:
    """On a title: True, and not kept."""
    if colour not in VALUES["ClipColor"]:
        return False
    if not (getattr(owner, "sort", "") == "title" and host.faults.title_colour_lies):
        owner.colour = colour
        host.touched()
    return True
