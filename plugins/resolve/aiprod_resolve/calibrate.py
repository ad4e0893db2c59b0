# SPDX-License-Identifier: Apache-2.0
"""Finding out what this build of the host means by `endFrame`: the first frame after a clip, or its last one.

Builds differ and say nothing about it, so one clip is placed in a timeline of its own, measured, and both are deleted. What was
found is kept for each build of the host.
"""

import wave
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from aiprod_resolve import media, places
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.plan import unique_name
from aiprod_resolve.reading import Open, current_project, dict_of, list_of, open_timeline
from aiprod_resolve.tasks import Steps

NAME = "AIPROD calibration"
FIRST, LAST = 2, 12
SECONDS = 4


def end_frame(host: Host) -> Steps:
    """ "inclusive" or "exclusive"; tried once for each build of the host."""
    found = yield from calibration(host)
    return str(found["end_frame"])


def calibration(host: Host, again: bool = False) -> Steps:
    """What was found out about this build, as `ACTIONS.md` has it."""
    before = known(host)
    if before is not None and not again:
        return dict(before, cached=True, host=host.build)
    found = yield from in_scratch(host, NAME, lambda there: measured(host, there))
    kept = places.read_private(places.calibration_path())
    kept[host.build] = found
    places.write_private(places.calibration_path(), kept)
    return dict(found, cached=False, host=host.build)


def known(host: Host) -> Optional[Dict[str, Any]]:
    """What was found out about this build before; None where it wasn't tried."""
    found = places.read_private(places.calibration_path()).get(host.build)
    return found if isinstance(found, dict) and found.get("end_frame") in ("inclusive", "exclusive") else None


def forget(host: Host) -> None:
    """Try again next time: what was found doesn't hold."""
    kept = places.read_private(places.calibration_path())
    if kept.pop(host.build, None) is not None:
        places.write_private(places.calibration_path(), kept)


def timelines(project: Any) -> List[Any]:
    """All timelines of a project."""
    found = [project.GetTimelineByIndex(index) for index in range(1, int(project.GetTimelineCount() or 0) + 1)]
    return [timeline for timeline in found if timeline]


def in_scratch(host: Host, name: str, work: Callable[[Open], Steps]) -> Steps:
    """Do something in a timeline of its own, which is gone afterwards; the user's timeline is current again."""
    project = current_project(host)
    pool, before = project.GetMediaPool(), project.GetCurrentTimeline()
    taken = [str(timeline.GetName()) for timeline in timelines(project)]
    yield
    made = pool.CreateEmptyTimeline(unique_name(name, taken))
    if not made:
        raise HostError("timeline_refused", name=name)
    try:
        yield
        project.SetCurrentTimeline(made)
        result = yield from work(open_timeline(host, project, made))
    finally:
        if before:
            project.SetCurrentTimeline(before)
        pool.DeleteTimelines([made])
    return result


def measured(host: Host, found: Open) -> Steps:
    """Place a piece of silence and look how long it became."""
    sound = silence()
    imported = yield from media.import_media(host, found.pool, [str(sound)], "calibration")
    try:
        info: Dict[str, Any] = {"mediaPoolItem": imported[str(sound)], "startFrame": FIRST, "endFrame": LAST, "mediaType": 2}
        info.update({"trackIndex": 1, "recordFrame": found.start + 5})
        found.pool.AppendToTimeline([info])
        yield
        items = list_of(found.timeline.GetItemListInTrack("audio", 1))
        if not items:
            raise HostError("calibration_failed", found="nothing")
        length = int(items[0].GetDuration())
        facts = _facts(found, length)
    finally:
        media.discard(found.pool, imported)
    return facts


def _facts(found: Open, length: int) -> Dict[str, Any]:
    meaning = {LAST - FIRST: "exclusive", LAST - FIRST + 1: "inclusive"}.get(length)
    if meaning is None:
        raise HostError("calibration_failed", found=length)
    before = int(found.timeline.GetTrackCount("audio") or 0)
    found.timeline.AddTrack("audio", "stereo")
    stereo = int(found.timeline.GetTrackCount("audio") or 0) == before + 1
    found.timeline.AddMarker(5, "Blue", NAME, "", 1)
    frames = sorted(dict_of(found.timeline.GetMarkers()))
    return {"end_frame": meaning, "stereo_track": stereo, "marker_offset": int(frames[0]) - 5 if frames else 0}


def silence() -> Path:
    """A few seconds of silence as a WAV file of the panel's own."""
    path = places.sub_folder("frames") / "aiprod-calibration.wav"
    if not path.is_file():
        with wave.open(str(path), "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(3)
            out.setframerate(48000)
            out.writeframes(bytes(48000 * 6 * SECONDS))
    return path
