# SPDX-License-Identifier: Apache-2.0
"""The self-test: tries on this very Resolve what can't be known without one, and writes down what it found.

Everything is tried in timelines of its own, which are gone afterwards. The answers settle what the documentation of the host
leaves open for each build; the report is readable, and the same as JSON lies beside it.
"""

import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from aiprod_resolve import VERSION, calibrate, frames, grades, hostinfo, media, places, timecode
from aiprod_resolve.errors import PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.placing import add_track, append, compare, look, new_report
from aiprod_resolve.plan import Placement
from aiprod_resolve.reading import Open, awake, current_project, dict_of, list_of, rate_of
from aiprod_resolve.tasks import Steps

Result = Dict[str, Any]
_SPANS = ((0, 0, 17), (17, 3, 24), (41, 0, 1), (50, 10, 30))
"""Where pieces of the trial sound are placed: at, first frame, frames."""


def self_test(host: Host) -> Steps:
    """Run all trials and write the report."""
    yield from awake(host)
    results = [_fact("Which Resolve is this?", host.build + (" (Studio)" if host.info.studio else " (free)"))]
    results += [_fact("Which Python runs the panel?", f"{sys.version.split()[0]} on {platform.platform()}")]
    results += [_fact("How does AIPROD work here?", hostinfo.choose_mode(host.info, hostinfo.ui_manager(host) is not None).name)]
    for question, trial in _TRIALS:
        results.append((yield from _tried(host, question, trial)))
        yield
    results.append(_fact("Do Lua scripts of the menu run in the free edition from 21.1 on?", _LUA))
    return {"report": _written(host, results), "results": results}


_LUA = (
    "Not tried: this script is Python. Field reports contradict each other, so AIPROD uses the hand-off there. To tell us: put a "
    "file with print('x') as AIPROD.lua into Scripts/Utility of a free 21.1 and see whether the Console shows it."
)


def _fact(question: str, answer: object, passed: Optional[bool] = None) -> Result:
    return {"question": question, "answer": str(answer), "passed": passed}


def _tried(host: Host, question: str, trial: "Callable[[Host], Steps]") -> Steps:
    try:
        answer, passed = yield from trial(host)
    except PanelError as error:
        if error.key == "cancelled":
            raise
        answer, passed = str(error), False
    except Exception as error:  # noqa: BLE001 - whatever the host does belongs in the report
        answer, passed = repr(error), False
    return _fact(question, answer, passed)


# --- the trials -------------------------------------------------------------------------------------------------------


def _end_frame(host: Host) -> Steps:
    found = yield from calibrate.calibration(host, again=True)
    return "{end_frame}; a stereo track can be made: {stereo_track}; markers are off by {marker_offset}".format(**found), (
        bool(found["stereo_track"]) and not found["marker_offset"]
    )


def _exact(host: Host) -> Steps:
    """Place pieces of sound, and compare every one with what was wanted."""
    meaning = yield from calibrate.end_frame(host)
    return (yield from calibrate.in_scratch(host, "AIPROD self-test", lambda found: _placed(host, found, meaning)))


def _placed(host: Host, found: Open, meaning: str) -> Steps:
    sound = str(calibrate.silence())
    imported = yield from media.import_media(host, found.pool, [sound], "self-test")
    try:
        track = add_track(found, "audio", 2, "AIPROD")
        wanted = [Placement("audio", track, at, length, src, sound, f"piece {at}") for at, src, length in _SPANS]
        yield from append(found, wanted, imported, meaning)
        report = new_report(len(wanted))
        seen = yield from look(found, [("audio", track)])
        compare(wanted, seen, report)
    finally:
        media.discard(found.pool, imported)
    told = "; ".join("{what}: {expected}, found {found}".format(**wrong) for wrong in report["mismatches"])
    rate = timecode.host_rate(found.rate)
    return "{} of {} exact at {}. {}".format(report["verified"], report["planned"], rate, told).strip(), not report["mismatches"]


def _path_list(host: Host) -> Steps:
    """Import by a list of paths, which 21.1 documents no more."""
    return (yield from _imports(host, lambda path: [path]))


def _dictionaries(host: Host) -> Steps:
    return (yield from _imports(host, lambda path: [{"FilePath": path}]))


def _imports(host: Host, form: Callable[[str], List[Any]]) -> Steps:
    pool = current_project(host).GetMediaPool()
    before, sound = pool.GetCurrentFolder(), str(calibrate.silence())
    folder = pool.AddSubFolder(pool.GetRootFolder(), "AIPROD self-test")
    yield
    try:
        pool.SetCurrentFolder(folder)
        pool.ImportMedia(form(sound))
        yield
        paths = [str(clip.GetClipProperty("File Path") or "") for clip in list_of(folder.GetClipList())]
    finally:
        pool.SetCurrentFolder(before)
        pool.DeleteFolders([folder])
    works = any(media.same(path) == media.same(sound) for path in paths)
    return ("works" if works else "nothing was imported from " + os.path.dirname(sound)), works


def _folder(host: Host) -> Steps:
    """Whether a sandbox keeps the host from AIPROD's folder."""
    works, _ = (yield from _dictionaries(host)) if host.info.version >= (21, 1) else (yield from _path_list(host))
    home = str(places.data_home())
    return "{}: {}".format(home, "readable" if works == "works" else works), works == "works"


def _rate(host: Host) -> Steps:
    project = current_project(host)
    rate = rate_of(host, project, with_timecode=False)
    yield
    return f"{timecode.wire_rate(rate)} (drop frame: {rate.drop})", True


def _timecodes(host: Host) -> Steps:
    """Whether frames and timecodes of the host agree with ours."""
    return (yield from calibrate.in_scratch(host, "AIPROD self-test", _compared_timecodes))


def _compared_timecodes(found: Open) -> Steps:
    said = str(found.timeline.GetStartTimecode() or "")
    ours = timecode.to_timecode(found.start, found.rate)
    yield
    same = timecode.from_timecode(said, found.rate) == found.start
    return f"start frame {found.start} is {ours} by us, {said} by the host", same


def _markers(host: Host) -> Steps:
    return (yield from calibrate.in_scratch(host, "AIPROD self-test", _kept_marker))


def _kept_marker(found: Open) -> Steps:
    data = json.dumps({"v": 1, "clip": "clip_" + "0" * 26, "recipe": {"prompt": "é" * 900}}, ensure_ascii=False)
    found.timeline.AddMarker(3, "Lavender", "« é 🎬 »", "note", 1, data)
    yield
    kept = [marker.get("customData") == data for marker in dict_of(found.timeline.GetMarkers()).values()]
    return "{} characters came back {}".format(len(data), "whole" if kept == [True] else "changed or not at all"), kept == [True]


def _frame(host: Host) -> Steps:
    if not current_project(host).GetCurrentTimeline():
        return "no timeline is open", None
    found = yield from frames.grab_frame(host)
    return "{} bytes".format(os.path.getsize(found["path"])), True


def _luts(_host: Host) -> Steps:
    folder = next((folder for folder in grades.lut_folders() if folder.is_dir()), None)
    yield
    if folder is None:
        return "not found: " + ", ".join(map(str, grades.lut_folders())), None
    return "{}{}".format(folder, "" if os.access(str(folder), os.W_OK) else " (may not be written to)"), os.access(
        str(folder), os.W_OK
    )


def _speed(host: Host) -> Steps:
    """How long a call takes: by this the portions of work are measured."""
    begun = time.perf_counter()
    for _ in range(20):
        host.resolve.GetCurrentPage()
    yield
    each = (time.perf_counter() - begun) / 20 * 1000
    return f"{each:.2f} ms a call", None


_TRIALS: Tuple[Tuple[str, Callable[[Host], Steps]], ...] = (
    ("What does endFrame mean in this build?", _end_frame),
    ("Are placed clips exact to the frame?", _exact),
    ("Does ImportMedia take a list of paths?", _path_list),
    ("Does ImportMedia take dictionaries?", _dictionaries),
    ("Can Resolve read AIPROD's media folder (sandbox)?", _folder),
    ("What does Resolve call the project's frame rate?", _rate),
    ("Do timecodes agree?", _timecodes),
    ("Do markers keep a whole recipe?", _markers),
    ("Can the frame under the playhead be saved?", _frame),
    ("Is Resolve's LUT folder there?", _luts),
    ("How fast does Resolve answer?", _speed),
)


# --- the report -------------------------------------------------------------------------------------------------------


def _written(host: Host, results: List[Result]) -> str:
    folder = places.sub_folder("reports")
    stem = "resolve-{}-{}".format(plan_name(host.info.text), time.strftime("%Y%m%d-%H%M%S"))
    content = {"panel": VERSION, "host": host.build, "studio": host.info.studio, "results": results}
    (folder / (stem + ".json")).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    path: Path = folder / (stem + ".txt")
    path.write_text(readable(host, results), encoding="utf-8")
    return str(path)


def plan_name(text: str) -> str:
    """A version as part of a file name."""
    return "".join(char if char.isalnum() or char == "." else "-" for char in text)


def readable(host: Host, results: List[Result]) -> str:
    """The report for people."""
    signs = {True: "yes", False: "NO", None: "-"}
    rows = [f"AIPROD panel {VERSION} in {host.build}", ""]
    for result in results:
        rows += ["[{}] {}".format(signs[result["passed"]], result["question"]), "      " + result["answer"]]
    failed = sum(result["passed"] is False for result in results)
    return "\n".join([*rows, "", f"{failed} of {len(results)} trials failed.", ""])
