# SPDX-License-Identifier: Apache-2.0
"""Placing clips: on free room alone, to the frame, and looked at afterwards.

The host says yes to what it didn't do: it drops a clip that would lie on another, takes clips for locked tracks and places none,
returns items that aren't there. So everything is asked for in small portions and then read back; what counts is what is seen.
"""

from typing import Any, Dict, List, Optional, Sequence, Tuple

from aiprod_resolve import media, plan
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.media import Imported
from aiprod_resolve.plan import Placement
from aiprod_resolve.reading import Open, count_tracks, is_locked, items_on, room
from aiprod_resolve.tasks import Steps

PORTION = 8
"""So many clips are placed in one call."""

Report = Dict[str, Any]
Mismatch = Dict[str, str]


def new_report(planned: int) -> Report:
    return {"planned": planned, "placed": 0, "verified": 0, "mismatches": [], "undo": "", "where": [], "notes": []}


def mismatch(what: str, expected: object, found: object) -> Mismatch:
    return {"what": str(what), "expected": str(expected), "found": str(found)}


# --- tracks -----------------------------------------------------------------------------------------------------------


def choose_track(found: Open, kind: str, wanted: int, start: int, end: int) -> Steps:
    """A track with room for [start, end): the wanted one if it is there, unlocked and free, else 0 for a new one.

    `wanted` 0 asks for a new one; -1 for the lowest that is free.
    """
    if wanted == 0:
        return 0
    tracks = yield from room(found, kind)
    if wanted > 0:
        tracks = [track for track in tracks if track[0] == wanted]
    return plan.lowest_free(tracks, start, end) or 0


def add_track(found: Open, kind: str, channels: int = 2, name: str = "") -> int:
    """A new track above all others of its kind. Raises HostError where the host makes none."""
    before = count_tracks(found, kind)
    if kind == "audio":
        found.timeline.AddTrack(kind, plan.audio_layout(channels))
    else:
        found.timeline.AddTrack(kind)
    if count_tracks(found, kind) != before + 1:
        raise HostError("track_refused", kind=kind)
    if name:
        found.timeline.SetTrackName(kind, before + 1, name)
    return before + 1


# --- clips ------------------------------------------------------------------------------------------------------------


def clip_info(placement: Placement, clip: Any, start: int, end_frame: str) -> Dict[str, Any]:
    """A placement as the host takes it. What its `endFrame` means was found out by trying (`calibrate.py`)."""
    last = placement.src_in + placement.frames - (1 if end_frame == "inclusive" else 0)
    return {
        "mediaPoolItem": clip, "startFrame": placement.src_in, "endFrame": last,
        "mediaType": 1 if placement.kind == "video" else 2, "trackIndex": placement.track, "recordFrame": start + placement.at,
    }  # fmt: skip


def check_room(found: Open, placements: Sequence[Placement]) -> Steps:
    """Raises HostError where a track is locked, isn't there, or something lies in the way."""
    for kind, index in sorted({(p.kind, p.track) for p in placements}):
        if index > count_tracks(found, kind):
            raise HostError("no_such_track", kind=kind, index=index)
        if is_locked(found, kind, index):
            raise HostError("track_locked", kind=kind, index=index)
    for kind in ("video", "audio"):
        tracks = yield from room(found, kind)
        taken = {index: spans for index, _, spans in tracks}
        for p in placements:
            if p.kind == kind and not plan.is_free(taken[p.track], p.at, p.at + p.frames):
                raise HostError("not_free", name=p.name, kind=kind, index=p.track)


def append(found: Open, placements: Sequence[Placement], clips: Imported, end_frame: str) -> Steps:
    """Ask the host to place clips, in portions. What it answers proves nothing and isn't looked at."""
    for some in plan.chunks(plan.without_overlaps(placements), PORTION):
        yield
        found.pool.AppendToTimeline([clip_info(p, clips[p.media], found.start, end_frame) for p in some])
        yield


Seen = Dict[Tuple[str, int], List[Dict[str, Any]]]


def look(found: Open, tracks: Sequence[Tuple[str, int]]) -> Steps:
    """What lies on tracks now: host items with start, length, media and left offset."""
    seen: Seen = {}
    paths: Dict[str, str] = {}
    for kind, index in tracks:
        rows = []
        for i, item in enumerate((yield from items_on(found, kind, index))):
            rows.append(_row(item, found, paths))
            if i % 6 == 5:
                yield
        seen[(kind, index)] = rows
        yield
    return seen


def _row(item: Any, found: Open, paths: Dict[str, str]) -> Dict[str, Any]:
    clip = item.GetMediaPoolItem()
    key = str(clip.GetUniqueId() or "") if clip else ""
    if key not in paths:
        paths[key] = str(clip.GetClipProperty("File Path") or "") if clip else ""
    return {
        "item": item, "start": int(item.GetStart()) - found.start, "frames": int(item.GetDuration()),
        "left": int(item.GetLeftOffset() or 0), "media": paths[key],
    }  # fmt: skip


def compare(placements: Sequence[Placement], seen: Seen, report: Report) -> List[Any]:
    """Count what is right, tell what isn't. Returns the host's items, None where one is missing."""
    items: List[Any] = []
    for p in placements:
        row = _match(p, seen.get((p.kind, p.track), []))
        items.append(None if row is None else row["item"])
        wrong = differences(p, row)
        report["placed"] += row is not None
        report["verified"] += not wrong
        report["mismatches"] += wrong
        if row is not None:
            end = row["start"] + row["frames"]
            report["where"].append({"track": p.track, "kind": p.kind, "start": row["start"], "end": end})
    return items


def _match(p: Placement, rows: Sequence[Dict[str, Any]]) -> Optional[Dict[str, Any]]:
    """The row that a placement became: its media at its place, or else near it."""
    ours = [row for row in rows if media.same(row["media"]) == media.same(p.media)]
    near = [row for row in ours if abs(row["start"] - p.at) < max(2, p.frames)]
    return min(near, key=lambda row: abs(row["start"] - p.at)) if near else None


def differences(p: Placement, row: Optional[Dict[str, Any]]) -> List[Mismatch]:
    """What is wrong with a placed clip; empty where all is right to the frame."""
    where = f"{p.name} ({p.kind} {p.track})"
    if row is None:
        return [mismatch(where, f"at frame {p.at}, {p.frames} frames", "not there")]
    pairs = (("start", p.at, row["start"]), ("length", p.frames, row["frames"]), ("first frame", p.src_in, row["left"]))
    return [mismatch(f"{where}: {what}", wanted, got) for what, wanted, got in pairs if wanted != got]


def delete_items(host: Host, found: Open, items: Sequence[Any]) -> Steps:
    """Take items off the timeline. The host wants its Edit page for it, and sometimes a second try."""
    left = [item for item in items if item is not None]
    if not left:
        return True
    page = host.resolve.GetCurrentPage()
    if page != "edit":
        host.resolve.OpenPage("edit")
        yield
    done = False
    for _attempt in range(2):
        done = found.timeline.DeleteClips(left, False) is True
        yield
        if done:
            break
    if page and page != "edit":
        host.resolve.OpenPage(page)
        yield
    return done


def has_name(project: Any) -> bool:
    """Whether a project was given a name: saving one that wasn't is refused, or asks without end."""
    name = str(project.GetName() or "")
    return bool(name) and not name.lower().startswith("untitled project")


def save(host: Host, project: Any) -> Steps:
    """Save the project if it has a name. Returns "", or the key of what must be told."""
    if not has_name(project):
        return "unsaved"
    yield
    done = host.resolve.GetProjectManager().SaveProject() is True
    yield
    return "" if done else "save_failed"
