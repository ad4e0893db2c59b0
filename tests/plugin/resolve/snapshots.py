# SPDX-License-Identifier: Apache-2.0
"""A project as plain data, to compare before and after, or to read in a test."""

from tests.plugin.resolve.state import Bin, Item, Marked, Project, Timeline, Track
from tests.plugin.resolve.timecode import rate_called


def snapshot(project: Project) -> "dict":
    return {
        "name": project.name,
        "rate": rate_called(project.rate),
        "settings": dict(project.settings),
        "bins": _bin(project.root),
        "timelines": {timeline.name: timeline_rows(timeline) for timeline in project.timelines},
        "stills": [[still.label for still in album.stills] for album in project.gallery.albums],
        "queue": [dict(job) for job in project.queue],
    }


def _bin(folder: Bin) -> "dict":
    return {
        "name": folder.name,
        "clips": [[clip.name, clip.path, clip.start_tc, clip.colour, clip.online, _markers(clip)] for clip in folder.clips],
        "bins": [_bin(child) for child in folder.bins],
    }


def timeline_rows(timeline: Timeline) -> "dict":
    """Frames of items count from the timeline's first frame."""
    return {
        "rate": rate_called(timeline.rate) + (" DF" if timeline.drop else ""),
        "first": timeline.first,
        "settings": dict(timeline.settings),
        "markers": _markers(timeline),
        "marks": {sort: list(marks) for sort, marks in timeline.marks.items()},
        "tracks": [_track(track, timeline.first) for track in timeline.all_tracks],
    }


def _track(track: Track, first: int) -> "dict":
    return {
        "sort": track.sort,
        "name": track.name,
        "layout": track.layout,
        "locked": track.locked,
        "enabled": track.enabled,
        "items": [_item(item, first) for item in track.items],
    }


def _item(item: Item, first: int) -> "dict":
    return {
        "name": item.name,
        "start": item.start - first,
        "end": item.end - first,
        "left": float(item.left),
        "media": item.clip.path if item.clip else "",
        "enabled": item.enabled,
        "takes": [[take.clip.path, take.first, take.end] for take in item.takes],
        "taken": item.taken,
        "version": list(item.version),
        "grades": {
            f"{sort}:{name}": [grade.nodes, grade.cdl, grade.drx]
            for sort, rows in item.versions.items()
            for name, grade in rows.items()
        },
        "colour": item.colour,
        "markers": _markers(item),
        "properties": dict(item.properties),
        "speed": dict(item.speed),
        "transition": item.transition,
    }


def _markers(owner: Marked) -> "list":
    return [[at, one.colour, one.name, one.note, one.frames, one.data] for at, one in sorted(owner.markers.items())]
