# SPDX-License-Identifier: Apache-2.0
"""Grades onto clips, each in a version of its own, so that the user's grade stays where it can be chosen again.

The host lets nobody read a CDL; so from 19.0 on the clip's whole grade is exported as a LUT and compared with what the CDL must
do. LUTs are read from the host's master folder alone: they are copied there, into a folder AIPROD.
"""

import os
import shutil
import sys
import uuid
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from aiprod_resolve import places
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.placing import Mismatch, Report, mismatch, new_report
from aiprod_resolve.plan import unique_name
from aiprod_resolve.reading import Open, awake, dict_of, is_locked, item_at, list_of, opened
from aiprod_resolve.tasks import Steps

VERSION_NAME = "AIPROD"
TOLERANCE = 0.02
"""How far an exported LUT may lie from the CDL: tables are coarse."""
Colour = Tuple[float, float, float]


def apply_grades(host: Host, grades: Sequence[Dict[str, Any]], keys: Dict[str, Dict[str, Any]], kind: str) -> Steps:
    """Grade clips; see `ACTIONS.md`. `kind` is "cdl" or "lut"."""
    if kind not in ("cdl", "lut"):
        raise HostError("bad_argument", name="as", value=kind)
    yield from awake(host)
    found = opened(host)
    report = new_report(len(grades))
    luts = yield from _install_luts(found, grades) if kind == "lut" else _nothing()
    for grade in grades:
        place = keys.get(str(grade["key"]))
        item = (yield from item_at(found, "video", int(place["track"]), int(place["start"]))) if place else None
        yield from _graded(host, found, grade, place, item, luts, report)
        yield
    return report


def _nothing() -> Steps:
    return {}
    yield


def _graded(
    host: Host,
    found: Open,
    grade: Dict[str, Any],
    place: Optional[Dict[str, Any]],
    item: Any,
    luts: Dict[str, str],
    report: Report,
) -> Steps:
    key = str(grade["key"])
    if item is None or place is None:
        report["mismatches"].append(mismatch(key, "a clip to grade", "none there"))
        return
    if is_locked(found, "video", int(place["track"])):
        report["mismatches"].append(mismatch(key, "a track that isn't locked", "video track {} is locked".format(place["track"])))
        return
    before = str(dict_of(item.GetCurrentVersion()).get("versionName") or "")
    made = _keep_version(item)
    yield
    if not made:
        report["mismatches"].append(mismatch(key, "a version of its own for the grade", "the host made none"))
        return
    wrong, seen = yield from _set_lut(host, item, key, luts) if luts else _set_cdl(host, item, grade)
    if wrong:
        _restored(item, before, made)
        report["mismatches"] += wrong
        return
    _count(report, item, int(place["track"]), found, seen)


def _count(report: Report, item: Any, track: int, found: Open, seen: bool) -> None:
    """A grade is set; it counts as verified where it was read back."""
    report["placed"] += 1
    report["verified"] += seen
    if not seen and "cdl_unseen" not in report["notes"]:
        report["notes"].append("cdl_unseen")
    start = int(item.GetStart()) - found.start
    report["where"].append({"track": track, "kind": "video", "start": start, "end": start + int(item.GetDuration())})


def _restored(item: Any, before: str, made: str) -> None:
    """The user's grade again, as if nothing had been."""
    if before and item.LoadVersionByName(before, 0):
        item.DeleteVersionByName(made, 0)


def _keep_version(item: Any) -> str:
    """A new local version of the grade, chosen; "" where the host makes none. The user's stays as it is."""
    name = unique_name(VERSION_NAME, [str(known) for known in list_of(item.GetVersionNameList(0))])
    item.AddVersion(name, 0)
    if dict_of(item.GetCurrentVersion()).get("versionName") != name:
        item.LoadVersionByName(name, 0)
    return name if dict_of(item.GetCurrentVersion()).get("versionName") == name else ""


# --- CDL --------------------------------------------------------------------------------------------------------------


def cdl_map(host: Host, grade: Dict[str, Any]) -> Dict[str, Any]:
    """A CDL as the host takes it: texts, but for node and saturation in 21.1."""
    names = ("slope", "offset", "power")
    content: Dict[str, Any] = {name.capitalize(): " ".join(f"{float(v):.6f}" for v in grade[name]) for name in names}
    new = host.info.version >= (21, 1)
    saturation = float(grade["saturation"])
    content.update({"NodeIndex": 1 if new else "1", "Saturation": saturation if new else f"{saturation:.6f}"})
    return content


def _set_cdl(host: Host, item: Any, grade: Dict[str, Any]) -> Steps:
    """What is wrong, and whether it was seen."""
    readable = host.can("TimelineItem.ExportLUT") and is_neutral(exported(host, item))
    yield
    done = item.SetCDL(cdl_map(host, grade)) is True
    yield
    if not done:
        return [mismatch(str(grade["key"]), "the CDL", "refused")], False
    points = exported(host, item) if readable else []
    yield
    return differences(points, grade), bool(points)


def is_neutral(points: List[Tuple[Colour, Colour]]) -> bool:
    """Whether a clip had no grade: only then its LUT must be the CDL and nothing else."""
    return bool(points) and all(max(abs(a - b) for a, b in zip(given, got)) < TOLERANCE / 4 for given, got in points)


def exported(host: Host, item: Any) -> List[Tuple[Colour, Colour]]:
    """A few points of a clip's whole grade, by the LUT that the host makes of it; empty where it makes none."""
    path = str(places.sub_folder("frames") / f"grade-{uuid.uuid4().hex[:12]}.cube")
    item.ExportLUT(host.resolve.EXPORT_LUT_17PTCUBE, path)
    try:
        return read_corners(path)
    finally:
        if os.path.isfile(path):
            os.remove(path)


def differences(points: List[Tuple[Colour, Colour]], grade: Dict[str, Any]) -> List[Mismatch]:
    """The first point that isn't as the CDL makes it."""
    for given, got in points:
        wanted = apply_cdl(given, grade)
        if max(abs(a - b) for a, b in zip(wanted, got)) > TOLERANCE:
            return [mismatch(str(grade["key"]), _colour(wanted), _colour(got))]
    return []


def _colour(value: Colour) -> str:
    return "rgb " + " ".join(f"{part:.3f}" for part in value)


def apply_cdl(colour: Colour, grade: Dict[str, Any]) -> Colour:
    """ASC CDL v1.2, clamped to [0, 1]."""
    parts = []
    for i, value in enumerate(colour):
        scaled = min(1.0, max(0.0, value * float(grade["slope"][i]) + float(grade["offset"][i])))
        parts.append(scaled ** float(grade["power"][i]))
    luma = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    saturation = float(grade["saturation"])
    red, green, blue = (min(1.0, max(0.0, luma + saturation * (part - luma))) for part in parts)
    return red, green, blue


def read_corners(path: str) -> List[Tuple[Colour, Colour]]:
    """A few points of a .cube file: what goes in, what comes out. Empty where it is no such file."""
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    size = next((int(line.split()[1]) for line in lines if line.startswith("LUT_3D_SIZE") and len(line.split()) == 2), 0)
    rows = [line.split() for line in lines if line[:1].isdigit() or line[:1] in "-."]
    rows = [row for row in rows if len(row) == 3]
    if size < 2 or len(rows) != size**3:
        return []
    steps = (0, size // 4, size // 2, 3 * size // 4, size - 1)
    return [(_at(step, size), _read(rows[step * (1 + size + size * size)])) for step in steps]


def _at(step: int, size: int) -> Colour:
    value = step / (size - 1)
    return value, value, value


def _read(row: Sequence[str]) -> Colour:
    red, green, blue = (float(part) for part in row)
    return red, green, blue


# --- LUT --------------------------------------------------------------------------------------------------------------


def lut_folders() -> List[Path]:
    """Where the host reads LUTs, best first."""
    given = os.environ.get("AIPROD_RESOLVE_LUT")
    if given:
        return [Path(given)]
    if sys.platform == "darwin":
        return [Path("/Library/Application Support/Blackmagic Design/DaVinci Resolve/LUT")]
    if sys.platform == "win32":
        base = os.environ.get("PROGRAMDATA", "C:\\ProgramData")
        return [Path(base) / "Blackmagic Design" / "DaVinci Resolve" / "Support" / "LUT"]
    return [Path("/opt/resolve/LUT"), Path("/home/resolve/LUT")]


def _install_luts(found: Open, grades: Sequence[Dict[str, Any]]) -> Steps:
    """Copy the LUTs to where the host reads them. Returns key → the name by which it knows each."""
    folder = next((folder for folder in lut_folders() if folder.is_dir()), None)
    if folder is None:
        raise HostError("no_lut_folder", path=str(lut_folders()[0]))
    names = {}
    for grade in grades:
        source = str(grade["lut"])
        if not os.path.isfile(source):
            raise HostError("media_missing", path=source)
        name = f"{os.path.splitext(os.path.basename(source))[0]}-{uuid.uuid4().hex[:8]}.cube"
        _copied(source, folder / VERSION_NAME / name)
        names[str(grade["key"])] = f"{VERSION_NAME}/{name}"
    yield
    found.project.RefreshLUTList()
    yield
    return names


def _copied(source: str, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, str(target))
    except OSError as error:
        raise HostError("lut_not_copied", path=str(target.parent), why=error.strerror or str(error)) from None


def _set_lut(host: Host, item: Any, key: str, luts: Dict[str, str]) -> Steps:
    wanted = luts[key]
    owner = item.GetNodeGraph() if host.can("TimelineItem.GetNodeGraph", "Graph.SetLUT", "Graph.GetLUT") else item
    if not owner:
        return [mismatch(key, wanted, "no node to carry it")], False
    owner.SetLUT(1, wanted)
    yield
    got = str(owner.GetLUT(1) or "")
    same = os.path.normcase(got).replace("\\", "/").endswith(os.path.normcase(wanted).replace("\\", "/"))
    return [] if same else [mismatch(key, wanted, got or "no LUT")], same
