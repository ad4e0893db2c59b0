# SPDX-License-Identifier: Apache-2.0
"""The timecode in the user's own media files: other editors count their frames by it.

What the studio makes begins at 00:00:00:00.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.editing import interchange
from aiprod.editing.interchange import Edit, Options, Report
from aiprod.editing.interchange.events import Event, count, read
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

if TYPE_CHECKING:
    import opentimelineio as otio

_CODE = re.compile(r"^(\d{2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$")
_FILMS = (".mov", ".mp4", ".mxf", ".m4v", ".avi", ".mkv")


def write(timeline: otio.schema.Timeline, kind: str, path: Path, root: Path, options: Options | None = None) -> Report:
    """As `interchange.write`, of a film's own timeline, counting the user's media as their timecode does."""
    edit = read(timeline, root)
    counted = with_media_timecode(edit)
    return interchange.write(timeline if kind == "otio" or counted == edit else counted, kind, path, root, options or Options())


def with_media_timecode(edit: Edit) -> Edit:
    """The edit with the first timecode of each media file of the user's."""
    found: dict[Path, int] = {}
    lanes = tuple(
        replace(lane, events=tuple(_counted(event, edit.rate, found) for event in lane.events)) if lane.video else lane
        for lane in edit.lanes
    )
    return replace(edit, lanes=lanes)


def _counted(event: Event, rate: FrameRate, found: dict[Path, int]) -> Event:
    if event.path is None or not str(event.facts.get("take", "")).startswith("file:"):
        return event
    if event.path not in found:
        found[event.path] = start_of(event.path, rate)
    return replace(event, media_start=found[event.path]) if found[event.path] else event


def start_of(path: Path, rate: FrameRate) -> int:
    """The timecode of a film file's first frame as a count of frames at `rate`; 0 where it has none, or counts otherwise."""
    import av

    from aiprod.media.opening import open_media

    if path.suffix.lower() not in _FILMS or not path.is_file():
        return 0
    try:
        with open_media(path) as container:
            tags = [container.metadata, *(stream.metadata for stream in container.streams)]
    except (av.FFmpegError, OSError, UserError):
        return 0
    return next((frames for tag in tags if (frames := _frames(tag, rate)) is not None), 0)


def _frames(tags: Mapping[str, str], rate: FrameRate) -> int | None:
    found = _CODE.match(tags.get("timecode", ""))
    if found is None:
        return None
    hours, minutes, seconds, frames = (int(found.group(n)) for n in (1, 2, 3, 5))
    nominal = round(rate.fps)
    return count((hours, minutes, seconds, frames), nominal, found.group(4) == ";") if frames < nominal else None
