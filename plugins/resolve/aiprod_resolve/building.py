# SPDX-License-Identifier: Apache-2.0
"""A whole film as a timeline of its own: new, of a name not yet taken, and gone again if it can't be built."""

from typing import Any, Dict, List, Optional, Tuple

from aiprod_resolve import calibrate, media, plan, timecode
from aiprod_resolve.clips import verified
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.levels import can_set_levels, set_joins, set_levels, switch_off_parts
from aiprod_resolve.marking import mark_film
from aiprod_resolve.placing import Report, add_track, append, mismatch, new_report, save
from aiprod_resolve.plan import FilmPlan, Placement
from aiprod_resolve.reading import Open, awake, count_tracks, current_project, open_timeline, rate_of, setting, size_of
from aiprod_resolve.tasks import Steps
from aiprod_resolve.timecode import Rate


def build_film(
    host: Host, edit_list: Dict[str, Any], assets: Dict[str, Dict[str, Any]], name: str, mix: Optional[Dict[str, Any]] = None
) -> Steps:
    """Build a film; see `ACTIONS.md`. Raises HostError, and then nothing was changed."""
    yield from awake(host)
    wanted = plan.film_plan(edit_list, assets, name)
    if mix and wanted.levels and not can_set_levels(host):
        wanted = plan.with_mix(wanted, mix)
    project = current_project(host)
    before, pool = project.GetCurrentTimeline(), project.GetMediaPool()
    old_rate = _prepare_rate(host, project, wanted.rate)
    imported, made = media.Imported(), None
    try:
        yield
        meaning = yield from calibrate.end_frame(host)
        imported = yield from media.import_media(host, pool, [p.media for p in wanted.placements], wanted.name)
        made = _new_timeline(project, pool, wanted.name)
        yield
        return (yield from _filled(host, project, made, wanted, imported, meaning))
    except PanelError:
        _undone(host, project, before, made, imported, old_rate)
        raise


def _new_timeline(project: Any, pool: Any, name: str) -> Any:
    taken = [str(timeline.GetName()) for timeline in calibrate.timelines(project)]
    made = pool.CreateEmptyTimeline(plan.unique_name(name or "AIPROD", taken))
    if not made:
        raise HostError("timeline_refused", name=name)
    project.SetCurrentTimeline(made)
    return made


def _undone(host: Host, project: Any, before: Any, made: Any, imported: media.Imported, old_rate: Optional[Rate]) -> None:
    pool = project.GetMediaPool()
    if before:
        project.SetCurrentTimeline(before)
    if made:
        pool.DeleteTimelines([made])
    media.discard(pool, imported)
    if old_rate is not None:
        _set(host, project, "timelineFrameRate", timecode.host_rate(old_rate))


# --- rate, start, size ------------------------------------------------------------------------------------------------


def _prepare_rate(host: Host, project: Any, wanted: Rate) -> Optional[Rate]:
    """Let a project without timelines run at the film's rate. Returns the old one where it was changed."""
    now = rate_of(host, project, with_timecode=False)
    if now == wanted or int(project.GetTimelineCount() or 0):
        return None
    _set(host, project, "timelineFrameRate", timecode.host_rate(wanted))
    if rate_of(host, project, with_timecode=False) != wanted:
        _set(host, project, "timelineDropFrameTimecode", "1" if wanted.drop else "0")
    return now


def _set(host: Host, owner: Any, name: str, value: str) -> bool:
    if host.info.version >= (21, 1):
        return owner.SetSettings({name: value}) is True
    return owner.SetSetting(name, value) is True


def _timeline_rate(host: Host, project: Any, timeline: Any, wanted: Rate) -> Open:
    """The new timeline at the film's rate. Raises HostError where the project's rate can't be left."""
    found = open_timeline(host, project, timeline)
    if found.rate == wanted:
        return found
    if setting(host, timeline, "useCustomSettings") != "1":
        _set(host, timeline, "useCustomSettings", "1")
    _set(host, timeline, "timelineFrameRate", timecode.host_rate(wanted))
    if found.rate.drop != wanted.drop:
        _set(host, timeline, "timelineDropFrameTimecode", "1" if wanted.drop else "0")
    found = open_timeline(host, project, timeline)
    if found.rate[:2] != wanted[:2]:
        raise HostError("project_rate", film=timecode.host_rate(wanted), project=timecode.host_rate(found.rate))
    return found


def _start_at(host: Host, found: Open, wanted: FilmPlan, report: Report) -> Open:
    """Let the timeline begin at the film's timecode."""
    if found.start != wanted.start_frame:
        found.timeline.SetStartTimecode(timecode.to_timecode(wanted.start_frame, found.rate))
        found = open_timeline(host, found.project, found.timeline)
    if found.start != wanted.start_frame:
        expected = timecode.to_timecode(wanted.start_frame, wanted.rate)
        report["mismatches"].append(mismatch("start timecode", expected, timecode.to_timecode(found.start, found.rate)))
    return found


def _fit_size(host: Host, timeline: Any, size: Tuple[int, int], report: Report) -> None:
    """Let the timeline have the film's size; a wrong one is no reason to refuse: the host scales."""
    wanted = "{}x{}".format(*size)
    if size_of(host, timeline) == wanted or not all(size):
        return
    _set(host, timeline, "useCustomSettings", "1")
    for side, value in zip(("Width", "Height"), size):
        _set(host, timeline, "timelineResolution" + side, str(value))
    if size_of(host, timeline) != wanted:
        report["notes"].append("other_size")


# --- what lies on it --------------------------------------------------------------------------------------------------


def _filled(host: Host, project: Any, timeline: Any, wanted: FilmPlan, imported: media.Imported, meaning: str) -> Steps:
    report = new_report(len(wanted.placements))
    found = _timeline_rate(host, project, timeline, wanted.rate)
    yield
    found = _start_at(host, found, wanted, report)
    _fit_size(host, timeline, wanted.size, report)
    yield
    first = yield from _make_tracks(found, wanted)
    placements = [p._replace(track=p.track + first[p.kind]) for p in wanted.placements]
    yield from append(found, placements, imported, meaning)
    seen, items = yield from verified(found, placements)
    if not seen["verified"]:
        calibrate.forget(host)
        raise HostError("nothing_placed", what=(seen["mismatches"] or [{"what": wanted.name}])[0]["what"])
    _take_over(report, seen)
    yield from _finish(host, found, wanted, placements, items, first, report)
    return dict(report, timeline=str(timeline.GetName()))


def _take_over(report: Report, seen: Report) -> None:
    for key in ("placed", "verified", "where"):
        report[key] = seen[key]
    report["mismatches"] += seen["mismatches"]


def _make_tracks(found: Open, wanted: FilmPlan) -> Steps:
    """The film's tracks. Returns how many of the host's own stay below them, for each kind.

    Audio tracks are all made new, with the right layout: those that a new timeline begins with have the layout that the user
    prefers, and go.
    """
    first = {"video": 0, "audio": 0}
    videos = [track for track in wanted.tracks if track.kind == "video"]
    for index, track in enumerate(videos, 1):
        if count_tracks(found, "video") < index:
            add_track(found, "video")
        found.timeline.SetTrackName("video", index, track.name)
        yield
    there = count_tracks(found, "audio")
    for track in wanted.tracks:
        if track.kind == "audio":
            add_track(found, "audio", track.channels, track.name)
            yield
    if any(track.kind == "audio" for track in wanted.tracks):
        for index in range(there, 0, -1):
            found.timeline.DeleteTrack("audio", index)
            yield
        first["audio"] = count_tracks(found, "audio") - sum(track.kind == "audio" for track in wanted.tracks)
    return first


def _finish(
    host: Host,
    found: Open,
    wanted: FilmPlan,
    placements: List[Placement],
    items: List[Any],
    first: Dict[str, int],
    report: Report,
) -> Steps:
    """Levels, transitions and markers; then save, and look once more."""
    by_place = {(p.kind, p.track - first[p.kind], p.at): item for p, item in zip(placements, items) if item is not None}
    yield from set_levels(host, wanted, by_place, report)
    if any(track.name == plan.MIX for track in wanted.tracks):
        yield from switch_off_parts(found, wanted, first["audio"], report)
    report["mismatches"] += yield from mark_film(found, wanted.markers)
    note = yield from save(host, found.project)
    report["notes"] += [note] if note else []
    if not note:
        again, _ = yield from verified(found, placements)
        if again["verified"] < report["verified"]:
            _take_over(report, again)
            report["notes"].append("vanished")
    yield from set_joins(host, wanted, by_place, report)
    if wanted.left_out:
        report["notes"].append("titles_left_out")
