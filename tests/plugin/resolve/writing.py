# SPDX-License-Identifier: Apache-2.0
"""Timelines that are exported into files, through other people's adapters."""

import csv
import json
from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve import fcpxml
from tests.plugin.resolve.snapshots import timeline_rows
from tests.plugin.resolve.state import Item, Timeline, Track
from tests.plugin.resolve.timecode import to_timecode

_SUBTYPES = {
    "EXPORT_AAF": ("EXPORT_AAF_NEW", "EXPORT_AAF_EXISTING"),
    "EXPORT_EDL": ("EXPORT_NONE", "EXPORT_CDL", "EXPORT_SDL", "EXPORT_MISSING_CLIPS"),
}
_ADAPTERS = {
    "EXPORT_OTIO": "otio_json",
    "EXPORT_FCP_7_XML": "fcp_xml",
    "EXPORT_AAF": "AAF",
    "EXPORT_EDL": "cmx_3600",
}


def write_timeline(host, timeline: Timeline, path: Path, kind: float, subtype: float) -> bool:
    """False for a subtype that the format does not take, a folder that is not there, or a format this host has no writer for."""
    name = next((known for known in host.constants_like("EXPORT_") if host.constant(known) == kind), "")
    allowed = [host.constant(one) for one in _SUBTYPES.get(name, ("EXPORT_NONE",))]
    if subtype not in allowed or not path.parent.is_dir():
        return False
    if name == "EXPORT_DRT":
        path.write_text(json.dumps(timeline_rows(timeline)), "utf-8")
        return True
    if name in ("EXPORT_TEXT_CSV", "EXPORT_TEXT_TAB"):
        return _table(timeline, path, "," if name.endswith("CSV") else "\t")
    if name.startswith("EXPORT_FCPXML"):
        return _fcpxml(host, timeline, path, name[len("EXPORT_FCPXML_") :].replace("_", "."))
    return name in _ADAPTERS and _adapted(host, timeline, path, name)


def _table(timeline: Timeline, path: Path, mark: str) -> bool:
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, delimiter=mark)
        rows.writerow(["Name", "Record In", "Record Out", "File"])
        for item in timeline.items:
            first, last = (to_timecode(frame, timeline.rate, timeline.drop) for frame in (item.start, item.end))
            rows.writerow([item.name, first, last, item.clip.path if item.clip else ""])
    return True


def _adapted(host, timeline: Timeline, path: Path, name: str) -> bool:
    import opentimelineio as otio

    edit = as_otio(timeline, one_track=name == "EXPORT_EDL")
    more = {"use_empty_mob_ids": True} if name == "EXPORT_AAF" else {}
    try:
        otio.adapters.write_to_file(edit, str(path), _ADAPTERS[name], **more)
    except Exception as error:  # noqa: BLE001 - what an adapter cannot write is not exported
        host.refusals.append(f"{name}: {type(error).__name__}: {error}")
        return False
    return True


def _fcpxml(host, timeline: Timeline, path: Path, number: str) -> bool:
    """1.10 is a folder with the file in it."""
    if number == "1.10" and host.faults.fcpxml_is_folder:
        path.mkdir(exist_ok=True)
        path = path / "Info.fcpxml"
    fcpxml.write(timeline, path, number)
    return True


def as_otio(timeline: Timeline, one_track: bool = False) -> "object":
    """The timeline in the host's own shape: media times in the media's timecode, bare absolute paths."""
    import opentimelineio as otio

    rate = float(timeline.rate)
    edit = otio.schema.Timeline(timeline.name, global_start_time=otio.opentime.RationalTime(timeline.first, rate))
    tracks = timeline.tracks["video"][:1] if one_track else [*timeline.tracks["video"], *timeline.tracks["audio"]]
    for number, track in enumerate(tracks, 1):
        kind = otio.schema.TrackKind.Audio if track.sort == "audio" else otio.schema.TrackKind.Video
        made = otio.schema.Track(track.name or f"{track.sort} {number}", kind=kind)
        _fill(made, track, timeline, rate)
        edit.tracks.append(made)
    return edit


def _fill(made: "object", track: Track, timeline: Timeline, rate: float) -> None:
    import opentimelineio as otio

    at = timeline.first
    joins = {item.start + item.frames // 2: item for item in track.items if item.transition is not None}
    for item in [one for one in track.items if one.transition is None]:
        if item.start > at:
            made.append(otio.schema.Gap(duration=otio.opentime.RationalTime(item.start - at, rate)))
        join = joins.get(item.start)
        if join is not None:
            half = otio.opentime.RationalTime(join.frames // 2, rate)
            rest = otio.opentime.RationalTime(join.frames - join.frames // 2, rate)
            made.append(otio.schema.Transition("Cross Dissolve", otio.schema.TransitionTypes.SMPTE_Dissolve, half, rest))
        made.append(_clip(item, rate))
        at = item.end


def _clip(item: Item, rate: float) -> "object":
    import opentimelineio as otio

    def span(first: "Fraction | int", frames: int) -> "object":
        return otio.opentime.TimeRange(otio.opentime.RationalTime(float(first), rate), otio.opentime.RationalTime(frames, rate))

    reference: object = otio.schema.MissingReference()
    if item.clip is not None and item.clip.path:
        reference = otio.schema.ExternalReference(item.clip.path, span(0, max(item.clip.frames, int(item.left) + item.frames)))
    clip = otio.schema.Clip(item.name, reference, span(item.left, item.frames))
    if item.speed["Percentage"] != 100.0:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=item.speed["Percentage"] / 100))
    return clip
