# SPDX-License-Identifier: Apache-2.0
"""Markers: the one that a clip of ours carries, and those of a film."""

from typing import Any, Dict, List, Optional, Tuple

from aiprod_resolve import recipes
from aiprod_resolve.placing import Mismatch, mismatch
from aiprod_resolve.plan import MarkerPlan
from aiprod_resolve.reading import Open, dict_of, items_on
from aiprod_resolve.tasks import Steps

COLOUR = "Lavender"


def mark_clip(found: Open, item: Any, at: int, clip: Dict[str, Any]) -> Optional[Mismatch]:
    """Let a placed clip carry its recipe: on the clip itself, so that it goes where the clip goes; where the host doesn't keep
    it there, on the timeline. Returns what is wrong; None where it was read back."""
    data, note = recipes.marker_data(clip), human_line(clip)
    if item is not None and _set(item, range(0, 1), clip, note, data):
        return None
    if _set(found.timeline, range(at, at + max(1, int(clip["frames"]))), clip, note, data):
        return None
    return mismatch("marker of " + str(clip["name"]), "a marker with the recipe", "none")


def human_line(clip: Dict[str, Any]) -> str:
    """What a marker says to people: what the clip is and how it was made."""
    parts = ["AIPROD", str(clip.get("kind", "")), str(clip.get("label", "") or clip.get("generator", ""))]
    prompt = str((clip.get("recipe") or {}).get("prompt", "") or (clip.get("recipe") or {}).get("text", ""))
    return " · ".join(part for part in parts if part) + (": " + prompt[:200] if prompt else "")


def _set(owner: Any, frames: range, clip: Dict[str, Any], note: str, data: str) -> bool:
    """One marker at the first of the frames that has none yet; true when it was read back."""
    taken = {int(frame) for frame in dict_of(owner.GetMarkers())}
    free = next((frame for frame in list(frames)[:200] if frame not in taken), None)
    if free is None:
        return False
    owner.AddMarker(free, COLOUR, str(clip["name"]), note, 1, data)
    return data_at(owner, free) == data


def data_at(owner: Any, frame: int) -> Optional[str]:
    """What a marker carries, read back from the list of all."""
    for at, marker in dict_of(owner.GetMarkers()).items():
        if int(at) == frame:
            return str(marker.get("customData", ""))
    return None


def find_family(found: Open, family: str) -> Steps:
    """Kind, track and item of the first clip whose marker names a family, pictures first; None where there is none."""
    for kind in ("video", "audio"):
        for index in range(1, int(found.timeline.GetTrackCount(kind) or 0) + 1):
            for i, item in enumerate((yield from items_on(found, kind, index))):
                if _names(item, family) is not None and (kind == "video" or item.GetClipEnabled() is not False):
                    return kind, index, item  # a sound that is switched off was replaced
                if i % 10 == 9:
                    yield
    for frame, said in _ours(found.timeline):
        if said["family"] == family:
            return (yield from _item_over(found, frame))
    return None


def _item_over(found: Open, frame: int) -> Steps:
    for index in range(1, int(found.timeline.GetTrackCount("video") or 0) + 1):
        for item in (yield from items_on(found, "video", index)):
            if int(item.GetStart()) - found.start <= frame < int(item.GetEnd()) - found.start:
                return "video", index, item
        yield
    return None


def _ours(owner: Any) -> List[Tuple[int, Dict[str, Any]]]:
    said = [
        (int(at), recipes.read_marker(m.get("customData"), m.get("note", ""))) for at, m in dict_of(owner.GetMarkers()).items()
    ]
    return [(at, content) for at, content in said if content is not None]


def _names(owner: Any, family: str) -> Optional[int]:
    """The frame of the owner's marker that names a family."""
    return next((at for at, said in _ours(owner) if said["family"] == family), None)


def renew(found: Open, item: Any, clip: Dict[str, Any]) -> Optional[Mismatch]:
    """Let the marker of a clip's family carry the new clip's recipe: the marker that is there, else a new one."""
    data = recipes.marker_data(clip)
    for owner in (item, found.timeline):
        at = _names(owner, str(clip["family"]))
        if at is not None:
            owner.UpdateMarkerCustomData(at, data)
            if data_at(owner, at) == data:
                return None
    return mark_clip(found, item, int(item.GetStart()) - found.start, clip)


def mark_film(found: Open, markers: List[MarkerPlan]) -> Steps:
    """Set a film's markers. Returns what isn't there afterwards."""
    for i, m in enumerate(markers):
        found.timeline.AddMarker(m.at, m.colour, m.name or m.note or "·", m.note, m.frames, m.data)
        if i % 8 == 7:
            yield
    there = {int(at): str(marker.get("name", "")) for at, marker in dict_of(found.timeline.GetMarkers()).items()}
    yield
    return [
        mismatch("marker " + m.name, f"at frame {m.at}", there.get(m.at, "none"))
        for m in markers if there.get(m.at) != (m.name or m.note or "·")
    ]  # fmt: skip
