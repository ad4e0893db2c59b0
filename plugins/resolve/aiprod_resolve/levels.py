# SPDX-License-Identifier: Apache-2.0
"""Loudness, fades and transitions of a film's clips: from 21.1 on the host lets a script set them, before that it doesn't."""

from typing import Any, Dict, Tuple

from aiprod_resolve.hostinfo import Host
from aiprod_resolve.placing import Report, mismatch
from aiprod_resolve.plan import MIX, FilmPlan, JoinPlan, LevelPlan
from aiprod_resolve.reading import Open, dict_of
from aiprod_resolve.tasks import Steps

ByPlace = Dict[Tuple[str, int, int], Any]
"""The host's items by kind, track (as planned) and first frame."""
QUIETEST_DB, LOUDEST_DB = -100.0, 30.0


def can_set_levels(host: Host) -> bool:
    return host.can("TimelineItem.SetProperties", "TimelineItem.GetProperties", "TimelineItem.SetFades")


def switch_off_parts(found: Open, wanted: FilmPlan, first: int, report: Report) -> Steps:
    """Where the finished mix lies on the timeline: switch off the tracks that it is made of."""
    index = first
    for track in wanted.tracks:
        index += track.kind == "audio"
        if track.kind == "audio" and track.name != MIX:
            found.timeline.SetTrackEnable("audio", index, False)
            if found.timeline.GetIsTrackEnabled("audio", index) is not False:
                report["mismatches"].append(mismatch("audio track " + track.name, "switched off", "on"))
            yield
    report["notes"].append("mix_placed")


def set_levels(host: Host, wanted: FilmPlan, items: ByPlace, report: Report) -> Steps:
    """Set what the mixer decided. Where the host has no call for it, the report says so."""
    if not wanted.levels:
        return
    if not can_set_levels(host):
        report["notes"].append("levels_left_out")
        return
    for level in wanted.levels:
        item = items.get(("audio", level.track, level.at))
        if item is not None:
            _set_level(item, level, report)
        yield


def _set_level(item: Any, level: LevelPlan, report: Report) -> None:
    gain = min(LOUDEST_DB, max(QUIETEST_DB, level.gain_db))
    item.SetProperties({"AudioVolumeEnabled": True, "AudioVolume": gain, "AudioPanEnabled": True, "AudioPan": 100.0 * level.pan})
    got = dict_of(item.GetProperties())
    if abs(float(got.get("AudioVolume", 0.0)) - gain) > 0.05:
        where = f"audio {level.track} at frame {level.at}: volume"
        report["mismatches"].append(mismatch(where, f"{gain:.1f} dB", "{} dB".format(got.get("AudioVolume"))))
    if level.fade_in or level.fade_out:
        item.SetFades({"FadeIn": level.fade_in, "FadeOut": level.fade_out})


def set_joins(host: Host, wanted: FilmPlan, items: ByPlace, report: Report) -> Steps:
    """Set the transitions, after everything else was looked at: they change what is counted on a track."""
    if not wanted.joins:
        return
    if not host.can("TimelineItem.AddTransition"):
        report["notes"].append("transitions_left_out")
        return
    for join in wanted.joins:
        item, position = _side(join, wanted, items)
        if item is None or not item.AddTransition(transition(join, position)):
            where = f"transition at frame {join.at}"
            report["mismatches"].append(mismatch(where, f"{join.before + join.after} frames", "none"))
        yield


def _side(join: JoinPlan, wanted: FilmPlan, items: ByPlace) -> Tuple[Any, str]:
    """The clip that a transition is asked of: the one that begins there, else the one that ends there."""
    begins = items.get(("video", join.track, join.at))
    if begins is not None:
        return begins, "start"
    for p in wanted.placements:
        if (p.kind, p.track, p.at + p.frames) == ("video", join.track, join.at):
            return items.get(("video", join.track, p.at)), "end"
    return None, "start"


def transition(join: JoinPlan, position: str) -> Dict[str, Any]:
    """A transition as the host takes it; those of ours that it doesn't know are dissolves there."""
    alignment = "center" if join.before and join.after else "right" if join.before else "left"
    content: Dict[str, Any] = {"type": "Cross Dissolve", "category": "simple", "position": position}
    content.update({"alignment": alignment, "duration": join.before + join.after})
    return content
