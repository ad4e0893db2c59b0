# SPDX-License-Identifier: Apache-2.0
"""The panel as it is shipped, and what the engine would hand it: clips and films for the fake's timelines."""

from __future__ import annotations

import atexit
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from tests.plugin.panel import node
from tests.plugin.premiere.host import HERE, ROOT, Host, premiere
from tests.plugin.premiere.media import picture, sound

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")
PROFILES = ("25.6", "26.0", "26.3")
BUILD = ROOT / "plugins" / "premiere" / "build_ccx.py"
FAMILY = "clip_" + "F" * 26
HASTE = "Object.assign(panel('./src/patience.js').patience, {importMs: 600, exportMs: 400, lookMs: 10})"
PLACE = "return panel('./src/actions.js').act('place_clip', args)"


@cache
def built() -> Path:
    """The unpacked plugin, as the package holds it."""
    folder = Path(tempfile.mkdtemp(prefix="panel-")) / "plugin"
    subprocess.run([sys.executable, str(BUILD), "--folder", str(folder)], check=True, capture_output=True)
    return folder


def clip_id(number: int) -> str:
    return f"clip_{number:026d}"


def clip(
    frames: int, rate: str = "24000/1001", *, number: int = 1, kind: str = "shot", name: str = "A lighthouse", files: str = "ps"
) -> dict[str, Any]:
    """A ClipView: `files` names its files, p a picture, s a sound."""
    value = Fraction(rate)
    folder = f"/clips/{clip_id(number)}"
    made = [("picture", f"{folder}/picture.mov")] * ("p" in files) + [("sound", f"{folder}/sound.wav")] * ("s" in files)
    return {
        "id": clip_id(number), "family": FAMILY, "kind": kind, "name": name, "project": "p", "frames": frames,
        "rate": {"numerator": value.numerator, "denominator": value.denominator}, "width": 640, "height": 360,
        "files": [{"role": role, "path": path, "sha256": "0", "size": 1} for role, path in made],
        "grades": [], "generator": "animatic", "label": "animatic", "recipe": {"prompt": "“é漢🎬”", "seed": number}, "words": [],
    }  # fmt: skip


def media_of(*clips: dict[str, Any]) -> dict[str, Any]:
    """Facts of the clips' files."""
    found = {}
    for each in clips:
        rate = f"{each['rate']['numerator']}/{each['rate']['denominator']}"
        for file in each["files"]:
            samples = round(each["frames"] / Fraction(rate) * 48000)
            found[file["path"]] = picture(each["frames"], rate) if file["role"] == "picture" else sound(samples)
    return found


def project(rate: str = "24000/1001", **more: Any) -> dict[str, Any]:
    """A project with one sequence: the user's own clip on V1 and A1 from 0 to 48, and from 96 to 144."""
    items = [
        {"media": "/user/own.mov", "kind": kind, "track": 0, "start": start, "end": start + 48, "src_in": 5}
        for kind in ("video", "audio") for start in (0, 96)
    ]  # fmt: skip
    own = {**picture(400, rate), "audio": True, "samples": 400000, "sample_rate": 48000, "channels": 2}
    sequence = {"name": "Cut", "rate": rate, "size": [640, 360], "items": items, "playhead": 60, **more}
    return {"name": "Film “é” 🎬", "media": {"/user/own.mov": own}, "sequences": [sequence]}


@contextmanager
def editor(
    version: str = "26.3", rate: str = "24000/1001", *, setup: dict[str, Any] | None = None, **more: Any
) -> Iterator[Host]:
    """A fake Premiere with the panel as it is shipped, which waits for nothing long."""
    with premiere(version, plugin=built(), setup=setup or project(rate), **more) as host:
        host.run(HASTE)
        yield host
        assert host.unhandled == []


@contextmanager
def shared_editor(
    version: str = "26.3", rate: str = "24000/1001", *, setup: dict[str, Any] | None = None, media: dict[str, Any] | None = None,
    faults: dict[str, Any] | None = None,
) -> Iterator[Host]:  # fmt: skip
    """The same, begun anew in one process for all: for what leaves nothing running."""
    host, folders = _process()
    host.media = dict(media or {})
    given = {"plugin": folders["plugin"], "setup": setup or project(rate), "faults": faults or {}, "folders": folders}
    host.do("start", version=version, **given)
    host.run(HASTE)
    yield host
    assert host.unhandled == []


@cache
def _process() -> tuple[Host, dict[str, str]]:
    base = Path(tempfile.mkdtemp(prefix="panel-"))
    folders = {"plugin": str(built()), "data": str(base / "data"), "temp": str(base / "temp")}
    for name in ("data", "temp"):
        Path(folders[name]).mkdir()
    host = Host([*node(), str(HERE / "node_host.cjs")])
    atexit.register(host.end)
    return host, folders


def items(host: Host, kind: str, track: int) -> list[tuple[int, int, int, str]]:
    """What lies on a track of the active sequence: start, end, first frame of the media, its path."""
    look = host.look()
    sequence = next(each for each in look["sequences"] if each["name"] == look["active"])
    return [(each["start"], each["end"], each["in"], each["media"]) for each in sequence[kind][track]["items"]]


def spot(clip_view: dict[str, Any], role: str) -> str:
    """The path of a clip's file."""
    return next(str(file["path"]) for file in clip_view["files"] if file["role"] == role)
