# SPDX-License-Identifier: Apache-2.0
"""Placing one clip, and everything undone again if it can't be placed as it should."""

from typing import Any, Dict, List, Optional, Tuple

from aiprod_resolve import calibrate, media, plan, timecode
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.marking import mark_clip
from aiprod_resolve.media import Imported
from aiprod_resolve.placing import (
    Report,
    add_track,
    append,
    check_room,
    choose_track,
    compare,
    delete_items,
    look,
    new_report,
    save,
)
from aiprod_resolve.plan import Placement
from aiprod_resolve.reading import Open, awake, count_tracks, items_on, opened
from aiprod_resolve.tasks import Steps

Tracks = List[Tuple[str, int]]
TRACK = "AIPROD"


def place_clip(host: Host, clip: Dict[str, Any], at: int, track: Any = "new") -> Steps:
    """Place a clip at a frame; see `ACTIONS.md`. Raises HostError, and then nothing was changed."""
    yield from awake(host)
    found = opened(host)
    check_clip(clip, at, found)
    yield
    meaning = yield from calibrate.end_frame(host)
    paths = [str(file["path"]) for file in clip["files"] if file.get("role") in ("picture", "sound")]
    project = str(clip.get("project") or found.project.GetName())
    imported = yield from media.import_media(host, found.pool, paths, project, str(clip["name"]))
    try:
        return (yield from _placed(host, found, clip, at, track, imported, meaning))
    except PanelError:
        media.discard(found.pool, imported)
        raise


def check_clip(clip: Dict[str, Any], at: int, found: Open) -> None:
    """Raises HostError for what can't be placed here at all."""
    if int(clip.get("frames", 0)) < 1 or at < 0:
        raise HostError("bad_place", at=at, frames=clip.get("frames", 0))
    if plan.file_of(clip, "picture") is None and plan.file_of(clip, "sound") is None:
        raise HostError("no_media", name=clip.get("name", ""))
    made_for = plan.rate_of(clip["rate"])
    if made_for[:2] != found.rate[:2]:
        raise HostError("other_rate", made=timecode.host_rate(made_for), here=timecode.host_rate(found.rate))


def _placed(host: Host, found: Open, clip: Dict[str, Any], at: int, track: Any, imported: Imported, meaning: str) -> Steps:
    made: Tracks = []
    try:
        placements = yield from _with_tracks(found, clip, at, track, made)
        yield from check_room(found, placements)
        yield from append(found, placements, imported, meaning)
        report, items = yield from verified(found, placements)
    except PanelError:
        remove_tracks(found, made)
        raise
    if report["verified"] < report["planned"]:
        return (yield from _taken_back(host, found, made, imported, report, items))
    wrong = mark_clip(found, items[0], at, clip)
    report["mismatches"] += [wrong] if wrong else []
    yield
    return (yield from after_saving(host, found, placements, report))


def _with_tracks(found: Open, clip: Dict[str, Any], at: int, track: Any, made: Tracks) -> Steps:
    """The placements of picture and sound, each on a free track; new tracks are noted in `made`."""
    chosen = {"video": 0, "audio": 0}
    end = at + int(clip["frames"])
    main = "video" if plan.file_of(clip, "picture") is not None else "audio"
    for role, kind in (("picture", "video"), ("sound", "audio")):
        file = plan.file_of(clip, role)
        if file is not None:
            wanted = _wanted(track, kind, main)
            chosen[kind] = yield from choose_track(found, kind, wanted, at, end)
            if not chosen[kind]:
                chosen[kind] = add_track(found, kind, int(file.get("channels") or 2), TRACK)
                made.append((kind, chosen[kind]))
            yield
    return plan.clip_placements(clip, at, chosen["video"], chosen["audio"])


def _wanted(track: Any, kind: str, main: str) -> int:
    """Which track the caller asks for: its index, 0 for a new one, -1 for any that is free."""
    if not isinstance(track, dict):
        return 0 if kind == main else -1
    return int(track["index"]) if track.get("kind", main) == kind else -1


def verified(found: Open, placements: List[Placement]) -> Steps:
    """Look at what was placed, and compare."""
    report = new_report(len(placements))
    seen = yield from look(found, sorted({(p.kind, p.track) for p in placements}))
    return report, compare(placements, seen, report)


def _taken_back(host: Host, found: Open, made: Tracks, imported: Imported, report: Report, items: List[Any]) -> Steps:
    """Not all of it came out right: take away what came, so that the timeline is as it was."""
    yield from delete_items(host, found, items)
    remove_tracks(found, made)
    media.discard(found.pool, imported)
    calibrate.forget(host)
    report.update({"placed": 0, "verified": 0, "where": []})
    return report


def remove_tracks(found: Open, made: Tracks) -> None:
    """Take away tracks that were made for nothing, the last one first."""
    for kind, index in sorted(made, key=lambda track: -track[1]):
        if index == count_tracks(found, kind):
            found.timeline.DeleteTrack(kind, index)
    made.clear()


def after_saving(host: Host, found: Open, placements: List[Placement], report: Report) -> Steps:
    """Some builds show clips that are gone once the project is saved: save, and look again."""
    note = yield from save(host, found.project)
    if note:
        report["notes"].append(note)
        return report
    again, _ = yield from verified(found, placements)
    if again["verified"] < report["verified"]:
        report.update({key: again[key] for key in ("placed", "verified", "where")})
        report["mismatches"] += again["mismatches"]
        report["notes"].append("vanished")
    return report


def take_back(host: Host, clip: Dict[str, Any], report: Report) -> Steps:
    """Take off the timeline what was placed there, if it is still as it was placed. Returns how many clips are gone."""
    yield from awake(host)
    found = opened(host)
    ours = {media.same(str(file["path"])) for file in clip.get("files", ())}
    items = []
    for place in report["where"]:
        for row in (yield from look(found, [(place["kind"], place["track"])]))[(place["kind"], place["track"])]:
            if row["start"] == place["start"] and media.same(row["media"]) in ours:
                items.append(row["item"])
    if not items:
        raise HostError("clip_gone")
    if not (yield from delete_items(host, found, items)):
        raise HostError("not_taken_back")
    yield from _drop_empty(found, report)
    return {"gone": len(items)}


def _drop_empty(found: Open, report: Report) -> Steps:
    """Take away tracks of ours that are empty now."""
    for place in sorted(report["where"], key=lambda place: -place["track"]):
        kind, index = place["kind"], place["track"]
        ours = found.timeline.GetTrackName(kind, index) == TRACK
        if ours and index == count_tracks(found, kind) and not (yield from items_on(found, kind, index)):
            found.timeline.DeleteTrack(kind, index)


def reveal(host: Host, frame: int) -> Steps:
    """Move the playhead to a frame. Returns where it is then."""
    yield from awake(host)
    found = opened(host)
    yield
    found.timeline.SetCurrentTimecode(timecode.to_timecode(found.start + max(0, frame), found.rate))
    now = found.timeline.GetCurrentTimecode()
    there = seen_at(now, found)
    if there is None:
        raise HostError("no_playhead")
    return {"frame": there}


def seen_at(said: Optional[str], found: Open) -> Optional[int]:
    try:
        return timecode.from_timecode(str(said), found.rate) - found.start
    except HostError:
        return None
