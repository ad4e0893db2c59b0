# SPDX-License-Identifier: Apache-2.0
"""The frame under the playhead as a picture file, to begin a shot with, end it with, or look like it."""

import os
import uuid
from typing import Optional

from aiprod_resolve import places, timecode
from aiprod_resolve.clips import seen_at
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.reading import Open, awake, opened, playhead
from aiprod_resolve.tasks import Steps

PATIENCE_S = 10.0
KEPT = 40
"""So many pictures are kept; older ones are deleted."""


def grab_frame(host: Host, frame: Optional[int] = None) -> Steps:
    """Save a frame as PNG; the playhead is where it was afterwards."""
    yield from awake(host)
    found = opened(host)
    before = found.timeline.GetCurrentTimecode()
    at = playhead(found) if frame is None else int(frame)
    if frame is not None:
        found.timeline.SetCurrentTimecode(timecode.to_timecode(found.start + at, found.rate))
        if seen_at(found.timeline.GetCurrentTimecode(), found) != at:
            raise HostError("no_playhead")
        yield 0.05
    try:
        path = yield from _saved(found)
    finally:
        if frame is not None:
            found.timeline.SetCurrentTimecode(before)
    return {"path": path, "frame": at}


def _saved(found: Open) -> Steps:
    folder = places.sub_folder("frames")
    path = str(folder / f"frame-{uuid.uuid4().hex[:12]}.png")
    found.project.ExportCurrentFrameAsStill(path)
    yield
    left, size = PATIENCE_S, -1
    while left > 0:
        now = os.path.getsize(path) if os.path.isfile(path) else 0
        if now and now == size:
            _tidy(str(folder), path)
            return path
        size, left = now, left - 0.1
        yield 0.1
    raise HostError("no_frame")


def _tidy(folder: str, newest: str) -> None:
    """Keep the newest pictures alone."""
    names = [name for name in os.listdir(folder) if name.startswith("frame-")]
    paths = sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime)
    for path in paths[:-KEPT]:
        if path != newest:
            os.remove(path)
