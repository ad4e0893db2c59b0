# SPDX-License-Identifier: Apache-2.0
"""What the host shows: the project, the timeline, its tracks and clips, where the user stands.

All reading is done in steps. Frames are counted from the timeline's first frame.
"""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from aiprod_resolve import plan, recipes, timecode
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.tasks import Steps
from aiprod_resolve.timecode import Rate

FEW = 6
"""So many clips are read in one step."""
DIALOG_PATIENCE_S = 60.0


class Open(NamedTuple):
    """What is open in the host. `start` is the frame count of the timeline's first frame."""

    host: Host
    project: Any
    pool: Any
    timeline: Any
    rate: Rate
    start: int


def awake(host: Host, patience_s: Optional[float] = None) -> Steps:
    """Waits while a dialog of the host blocks it. Raises HostError when the user doesn't come."""
    left = DIALOG_PATIENCE_S if patience_s is None else patience_s
    while not is_awake(host):
        if left <= 0:
            raise HostError("host_waiting")
        left -= 0.5
        yield 0.5


def is_awake(host: Host) -> bool:
    """Whether the host answers: while one of its dialogs is open, it says no to everything."""
    manager = host.resolve.GetProjectManager()
    return bool(manager) and bool(manager.GetCurrentDatabase())


def current_project(host: Host) -> Any:
    """Raises HostError where none is open."""
    manager = host.resolve.GetProjectManager()
    project = manager.GetCurrentProject() if manager else None
    if not project:
        raise HostError("no_project" if is_awake(host) else "host_waiting")
    return project


def opened(host: Host) -> Open:
    """Project and timeline. Raises HostError where either isn't open."""
    project = current_project(host)
    timeline = project.GetCurrentTimeline()
    if not timeline:
        raise HostError("no_timeline" if is_awake(host) else "host_waiting")
    return open_timeline(host, project, timeline)


def open_timeline(host: Host, project: Any, timeline: Any) -> Open:
    start = timeline.GetStartFrame()
    if isinstance(start, bool) or not isinstance(start, (int, float)):
        raise HostError("host_waiting" if not is_awake(host) else "no_timeline")
    return Open(host, project, project.GetMediaPool(), timeline, rate_of(host, timeline), int(start))


def setting(host: Host, owner: Any, name: str) -> Any:
    """A setting of a project or timeline; None where the host doesn't say. 21.1 has them all in one dictionary; what isn't
    in it, the older call may know."""
    if host.info.version >= (21, 1):
        found = dict_of(owner.GetSettings())
        if name in found:
            return found[name]
    value = owner.GetSetting(name)
    return None if value is False or value == "" else value


def rate_of(host: Host, owner: Any, with_timecode: bool = True) -> Rate:
    """The exact rate of a timeline (or project). Raises HostError for a name that is no rate."""
    drop = str(setting(host, owner, "timelineDropFrameTimecode") or "0").strip().lower() in ("1", "true")
    if with_timecode:
        drop = drop or ";" in str(owner.GetStartTimecode() or "")
    named = timecode.parse_rate(setting(host, owner, "timelineFrameRate"))
    return timecode.rate(named.numerator, named.denominator, drop or named.drop)


def size_of(host: Host, owner: Any) -> str:
    width, height = (setting(host, owner, "timelineResolution" + side) for side in ("Width", "Height"))
    try:
        return f"{int(float(width))}x{int(float(height))}"
    except (TypeError, ValueError):
        return "1920x1080"


def playhead(found: Open) -> int:
    """Where the playhead stands; 0 where the host doesn't say."""
    try:
        return max(0, timecode.from_timecode(found.timeline.GetCurrentTimecode(), found.rate) - found.start)
    except HostError:
        return 0


def marks(host: Host, found: Open) -> Tuple[Optional[int], Optional[int]]:
    """Mark in, and the frame after mark out."""
    if not host.can("Timeline.GetMarkInOut"):
        return None, None
    said = found.timeline.GetMarkInOut()
    both = (said.get("video") or said.get("audio") or {}) if isinstance(said, dict) else {}
    first, last = both.get("in"), both.get("out")
    return (None if first is None else int(first), None if last is None else int(last) + 1)


# --- tracks and clips -------------------------------------------------------------------------------------------------


class MediaPaths:
    """Paths of media by the media pool's ids: asked once each."""

    def __init__(self) -> None:
        self._known: Dict[str, Tuple[str, Any]] = {}

    def of(self, item: Any) -> Tuple[str, Any]:
        """The path of an item's media ("" where it has none), and its rate (None where it isn't told)."""
        pool_item = item.GetMediaPoolItem()
        if not pool_item:
            return "", None
        key = str(pool_item.GetUniqueId() or "")
        if not key or key not in self._known:
            found = (str(pool_item.GetClipProperty("File Path") or ""), _media_rate(pool_item))
            if not key:
                return found
            self._known[key] = found
        return self._known[key]


def _media_rate(pool_item: Any) -> Optional[Rate]:
    try:
        return timecode.parse_rate(pool_item.GetClipProperty("FPS"))
    except HostError:
        return None


def read_item(item: Any, found: Open, paths: MediaPaths) -> Dict[str, Any]:
    """One clip as `ACTIONS.md` has it.

    Its first frame of the media comes from the left offset: the host's GetSourceStartFrame is off by one on some clips. Its
    marker is the first one of ours.
    """
    start, end = int(item.GetStart()) - found.start, int(item.GetEnd()) - found.start
    media, media_rate = paths.of(item)
    left = int(item.GetLeftOffset() or 0)
    source = (left, left + end - start)
    if media_rate is not None and media_rate[:2] != found.rate[:2]:
        source = tuple(timecode.rescaled(frames, found.rate, media_rate) for frames in source)  # type: ignore[assignment]
    content: Dict[str, Any] = {"name": str(item.GetName() or ""), "start": start, "end": end, "media": media}
    content.update({"src_in": source[0], "src_out": source[1]})
    carried = _carried(item)
    if carried is not None:
        content["marker"] = carried
    return content


def _carried(item: Any) -> Optional[Dict[str, Any]]:
    for marker in dict_of(item.GetMarkers()).values():
        said = recipes.read_marker(marker.get("customData"), marker.get("note", ""))
        if said is not None:
            return said
    return None


def dict_of(value: Any) -> Dict[Any, Any]:
    """A dictionary that the host answers, empty where it says no."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> List[Any]:
    """A list that the host answers, also as a table with numbered keys; empty where it says no."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    return list(value) if isinstance(value, (list, tuple)) else []


def count_tracks(found: Open, kind: str) -> int:
    return int(found.timeline.GetTrackCount(kind) or 0)


def is_locked(found: Open, kind: str, index: int) -> bool:
    return found.timeline.GetIsTrackLocked(kind, index) is True


def items_on(found: Open, kind: str, index: int) -> Steps:
    """The host's items on a track. From 21.1 on it counts transitions among them: they are left out."""
    items = list_of(found.timeline.GetItemListInTrack(kind, index))
    if kind == "subtitle" or not found.host.can("TimelineItem.GetType"):
        return items
    clips = []
    for i, item in enumerate(items):
        if item.GetType() != "transition":
            clips.append(item)
        if i % 30 == 29:
            yield
    return clips


def read_track(found: Open, kind: str, index: int, paths: MediaPaths) -> Steps:
    """A track with its clips."""
    items = []
    for i, item in enumerate((yield from items_on(found, kind, index))):
        items.append(read_item(item, found, paths))
        if i % FEW == FEW - 1:
            yield
    name = str(found.timeline.GetTrackName(kind, index) or "")
    return {"kind": kind, "index": index, "name": name, "locked": is_locked(found, kind, index), "items": items}


def read_tracks(found: Open, kinds: Tuple[str, ...] = ("video", "audio")) -> Steps:
    """All tracks with their clips."""
    paths, tracks = MediaPaths(), []
    for kind in kinds:
        for index in range(1, count_tracks(found, kind) + 1):
            tracks.append((yield from read_track(found, kind, index, paths)))
            yield
    return tracks


def spans_of(found: Open, kind: str, index: int) -> Steps:
    """The ranges that are taken on a track: only start and end are asked for."""
    spans = []
    for i, item in enumerate((yield from items_on(found, kind, index))):
        spans.append((int(item.GetStart()) - found.start, int(item.GetEnd()) - found.start))
        if i % 20 == 19:
            yield
    return spans


def room(found: Open, kind: str) -> Steps:
    """Index, lock and taken ranges of all tracks of a kind."""
    tracks = []
    for index in range(1, count_tracks(found, kind) + 1):
        spans = yield from spans_of(found, kind, index)
        tracks.append((index, is_locked(found, kind, index), spans))
    return tracks


def item_at(found: Open, kind: str, index: int, start: int) -> Steps:
    """The host's item that begins at a frame; None where none does."""
    for i, item in enumerate((yield from items_on(found, kind, index))):
        if int(item.GetStart()) - found.start == start:
            return item
        if i % 20 == 19:
            yield
    return None


# --- the whole --------------------------------------------------------------------------------------------------------


def read_context(host: Host) -> Steps:
    """Where the user stands, as `ACTIONS.md` has it."""
    yield from awake(host)
    project = current_project(host)
    timeline = project.GetCurrentTimeline()
    if not timeline:
        return _without_timeline(host, project)
    found = open_timeline(host, project, timeline)
    yield
    tracks = yield from read_tracks(found)
    selection = yield from read_selection(host, found)
    mark_in, mark_out = marks(host, found)
    at = playhead(found)
    return {
        "project": str(project.GetName() or ""), "timeline": str(timeline.GetName() or ""),
        "rate": timecode.wire_rate(found.rate), "drop_frame": found.rate.drop, "start_frame": found.start,
        "size": size_of(host, timeline), "playhead": at, "mark_in": mark_in, "mark_out": mark_out,
        "gap": gap_at(tracks, at), "tracks": tracks, "selection": selection, "markers": read_markers(timeline, tracks),
        "subtitles": (yield from read_subtitles(found)),
    }  # fmt: skip


def _without_timeline(host: Host, project: Any) -> Dict[str, Any]:
    try:
        exact = rate_of(host, project, with_timecode=False)
    except HostError:
        exact = timecode.rate(25)
    return {
        "project": str(project.GetName() or ""), "timeline": None, "rate": timecode.wire_rate(exact), "drop_frame": exact.drop,
        "start_frame": 0, "size": size_of(host, project), "playhead": 0, "mark_in": None, "mark_out": None, "gap": None,
        "tracks": [], "selection": [], "markers": [], "subtitles": [],
    }  # fmt: skip


def gap_at(tracks: List[Dict[str, Any]], frame: int) -> Optional[Dict[str, Any]]:
    """The free range around a frame on the lowest unlocked video track that is free there."""
    for track in tracks:
        if track["kind"] == "video" and not track["locked"]:
            free = plan.gap_around([(item["start"], item["end"]) for item in track["items"]], frame)
            if free is not None:
                return {"start": free[0], "end": free[1], "track": track["index"]}
    return None


def read_selection(host: Host, found: Open) -> Steps:
    """The selected clips; before 21.0.4 the host tells but the one under the playhead."""
    if host.can("Timeline.GetSelectedClips"):
        items = list_of(found.timeline.GetSelectedClips())
    else:
        items = [item for item in (found.timeline.GetCurrentVideoItem(),) if item]
    selected, paths = [], MediaPaths()
    for i, item in enumerate(items):
        kind, index = yield from _track_of(host, found, item)
        if kind in ("video", "audio"):
            selected.append(dict(read_item(item, found, paths), kind=kind, track=index))
        if i % FEW == FEW - 1:
            yield
    return selected


def _track_of(host: Host, found: Open, item: Any) -> Steps:
    """Kind and index of the track that an item lies on."""
    if host.can("TimelineItem.GetTrackTypeAndIndex"):
        said = list_of(item.GetTrackTypeAndIndex())
        return (str(said[0]), int(said[1])) if len(said) == 2 else ("", 0)
    wanted = item.GetUniqueId()
    for kind in ("video", "audio"):
        for index in range(1, count_tracks(found, kind) + 1):
            for i, other in enumerate((yield from items_on(found, kind, index))):
                if other.GetUniqueId() == wanted:
                    return kind, index
                if i % 30 == 29:
                    yield
    return "", 0


def read_markers(timeline: Any, tracks: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """The timeline's markers, and those of ours that clips carry."""
    found = []
    for frame, marker in sorted(dict_of(timeline.GetMarkers()).items()):
        content: Dict[str, Any] = {"frame": int(frame), "frames": int(marker.get("duration") or 1)}
        content.update({"name": str(marker.get("name", "")), "note": str(marker.get("note", ""))})
        said = recipes.read_marker(marker.get("customData"), content["note"])
        found.append(dict(content, recipe=said["recipe"], clip=said["clip"], family=said["family"]) if said else content)
    for track in tracks:
        for item in track["items"]:
            said = item.get("marker")
            if said:
                content = {"frame": item["start"], "frames": item["end"] - item["start"], "name": item["name"], "note": ""}
                found.append(dict(content, recipe=said["recipe"], clip=said["clip"], family=said["family"]))
    return sorted(found, key=lambda marker: marker["frame"])


def read_subtitles(found: Open) -> Steps:
    """The subtitles: an item's name is its text."""
    lines = []
    for index in range(1, count_tracks(found, "subtitle") + 1):
        for i, item in enumerate(list_of(found.timeline.GetItemListInTrack("subtitle", index))):
            start, end = int(item.GetStart()) - found.start, int(item.GetEnd()) - found.start
            lines.append({"start": start, "end": end, "text": str(item.GetName() or "")})
            if i % 20 == 19:
                yield
    return sorted(lines, key=lambda line: line["start"])


def read_report(host: Host) -> Dict[str, Any]:
    """The short report of `hosts.attend`: names and timecodes alone. Cheap enough to be read every second."""
    found: Dict[str, Any] = {"problem": None}
    try:
        project = current_project(host)
        found["project"] = _name(project.GetName())
        there = opened(host)
    except HostError as error:
        return dict(found, problem=error.key if error.key != "no_timeline" else None)
    timeline = there.timeline
    mark_in, mark_out = marks(host, there)
    found.update({
        "timeline": _name(timeline.GetName()), "rate": timecode.wire_rate(there.rate), "drop_frame": there.rate.drop,
        "size": size_of(host, timeline), "playhead": _name(timeline.GetCurrentTimecode()),
        "mark_in": _stamp(mark_in, there), "mark_out": _stamp(mark_out, there), "selection": _selected_names(host, timeline),
    })  # fmt: skip
    return found


def _name(text: Any) -> Optional[str]:
    """A name as the wire takes it: one line, not empty."""
    clean = "".join(char if char >= " " and char != "\x7f" else " " for char in str(text or "")).strip()[:200]
    return clean or None


def _stamp(frame: Optional[int], there: Open) -> Optional[str]:
    return None if frame is None else timecode.to_timecode(frame + there.start, there.rate)


def _selected_names(host: Host, timeline: Any) -> List[str]:
    if host.can("Timeline.GetSelectedClips"):
        items = list_of(timeline.GetSelectedClips())[:20]
    else:
        items = [item for item in (timeline.GetCurrentVideoItem(),) if item]
    return [name for name in (_name(item.GetName()) for item in items) if name]
