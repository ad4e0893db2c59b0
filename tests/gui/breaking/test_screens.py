# SPDX-License-Identifier: Apache-2.0
"""Screens of four by four pixels and of 5K, and names that no layout was made for."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, go_round, whole

from aiprod.film.changes import NameChange
from aiprod.film.timeline_changes import AddMarker, SetClip, SetTrack
from aiprod_app.window import StudioWindow

_CHILD = Path(__file__).with_name("on_a_screen.py")
RIGHT_TO_LEFT = "فيلم المنارة \u202eעברית\u202c "
COMBINED = "Z̸̡̢̛̗̘͔̠̱̭̝͎̞̟͍̈́̀́̍̆a̷̛̤̖̺͕̅͐l̴̢̻̖͑g̴̨̖̓o 👩‍👩‍👧‍👦🏳️‍🌈 "
NAMES = {
    "right to left": (RIGHT_TO_LEFT * 20)[:300], "combining": (COMBINED * 20)[:300], "no spaces": "W" * 300,
    "markup": ("<h1>A & B</h1><img src='file:///etc/hostname'> &amp; %n {name} %1 " * 6)[:300],
    "spaces": "\u2003\u00a0 x" + "\u200b" * 280,
}  # fmt: skip


def _on(tmp_path: Path, home: Path, film: Path, width: int, height: int, ratio: int = 1) -> dict[str, Any]:
    """What became of the desktop on a screen of so many pixels, so many of which make one of the interface's."""
    screen = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [screen]}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}", "AIPROD_HOME": str(home),
                   "QT_SCALE_FACTOR": str(ratio),
                   "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(_CHILD), str(film)], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_screen_of_four_by_four(tmp_path: Path, home: Path, film: Path) -> None:
    found = _on(tmp_path, home, film, 4, 4)
    assert found["screen"] == [4, 4]
    assert len(found["pages"]) == 7 and all(width > 0 and height > 0 for width, height in found["pages"].values())


def test_a_5k_screen_of_double_density(tmp_path: Path, home: Path, film: Path) -> None:
    found = _on(tmp_path, home, film, 5120, 2880, ratio=2)
    assert found["ratio"] == 2 and found["screen"] == [2560, 1440]
    width, height = found["window"]
    assert all(size == [2 * width, 2 * height] for size in found["pages"].values())


@pytest.mark.parametrize("kind", NAMES)
def test_a_film_a_clip_a_track_and_a_marker_of_any_name(
    window: StudioWindow, film: Path, qtbot: QtBot, ear: Ear, kind: str
) -> None:
    studio, name = window.studio, NAMES[kind]
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text=name))
    timeline = studio.film.timeline
    assert timeline is not None
    clip, track = timeline.tracks[0].clips[0].id, timeline.tracks[0].id
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit_timeline(
            [SetClip(clips=(clip,), name=name), SetTrack(track=track, name=name[:200]), AddMarker(frame=3, name=name)]
        )
    window.resize(1200, 800)
    go_round(window, qtbot)
    assert window.width() == 1200
    assert whole(film).film.name == studio.film.film.name
    assert ear.heard == []
    if "<" in name:
        _nothing_takes_it_for_markup(window)


def _nothing_takes_it_for_markup(window: StudioWindow) -> None:
    """A name is never laid out as HTML: in a label, or in a tooltip."""
    for label in window.findChildren(QLabel):
        plain = label.textFormat() == Qt.TextFormat.PlainText
        assert plain or "<h1>" not in label.text(), label.text()[:80]
        assert not label.toolTip().startswith("<h1>"), (type(label), label.objectName())
