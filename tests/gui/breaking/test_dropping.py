# SPDX-License-Identifier: Apache-2.0
"""Things dropped on the desktop whose names or contents mean harm."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, whole

from aiprod_app.pages.edit.page import EditPage
from aiprod_app.timeline.dropping import MIME
from aiprod_app.window import StudioWindow

_COPY, _LEFT, _NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _drop(on: QWidget, data: QMimeData, at: QPoint | None = None) -> bool:
    """Drag something over a widget and let it go there; says whether it was taken at the door."""
    place = at or on.rect().center()
    enter = QDragEnterEvent(place, _COPY, data, _LEFT, _NO_KEY)
    enter.ignore()
    on.dragEnterEvent(enter)
    if enter.isAccepted():
        on.dropEvent(QDropEvent(QPointF(place), _COPY, data, _LEFT, _NO_KEY))
    return enter.isAccepted()


def _urls(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def edit(window: StudioWindow, film: Path, qtbot: QtBot) -> EditPage:
    window.resize(1400, 900)
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.open_film(film)
    window.go_to("edit")
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage))
    page = window.page
    assert isinstance(page, EditPage)
    qtbot.waitUntil(lambda: page.player.frames > 0 and page.timeline_view.heads.complete)
    return page


def _hostile(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    long, control, loop = folder / ("l" * 246 + ".mp4"), folder / "a\nb\x1b[31m\u202e.mp4", folder / "loop"
    for path in (long, control, folder / "empty.wav"):
        path.write_bytes(b"")
    (folder / "noise.png").write_bytes(os.urandom(4000))
    (folder / "passwd.mp4").symlink_to("/etc/passwd")
    (folder / "dangling.wav").symlink_to(folder / "nowhere")
    (folder / "zero.mp4").symlink_to("/dev/zero")
    (folder / "self.mp4").symlink_to(folder / "self.mp4")
    os.mkfifo(folder / "pipe.mp4")
    loop.mkdir()
    (loop / "round").symlink_to(loop, target_is_directory=True)
    (folder / "named.mp4").mkdir()
    (folder / "no-right.mp4").write_bytes(b"")
    (folder / "no-right.mp4").chmod(0)
    found = {path.name[:12]: path for path in folder.iterdir()}
    above, too_long = folder / ".." / folder.name / "passwd.mp4", folder / ("x" * 400 + ".mp4")
    return {**found, "..": above, "too long": too_long, "root": Path("/etc")}


def test_hostile_files_on_the_edit_page(
    edit: EditPage, film: Path, tmp_path: Path, qtbot: QtBot, ear: Ear, unblocked: Callable[[], None]
) -> None:
    unblocked()
    before = {path.name for path in (film / "media").glob("*")} if (film / "media").is_dir() else set()
    edits = whole(film).film.edits
    for name, path in _hostile(tmp_path / "hostile").items():
        ear.forget()
        assert _drop(edit.viewer, _urls(path)), name
        qtbot.waitUntil(lambda: bool(ear.heard))
        assert "Something went wrong" not in ear.heard[-1], (name, ear.heard)
    after = {path.name for path in (film / "media").glob("*") if not path.name.startswith(".")}
    assert after - before == set(), "nothing of it was brought in"
    assert whole(film).film.edits == edits


def test_hostile_files_on_the_timeline(edit: EditPage, film: Path, tmp_path: Path, qtbot: QtBot, ear: Ear) -> None:
    for name, path in _hostile(tmp_path / "hostile").items():
        ear.forget()
        if _drop(edit.timeline_view.canvas, _urls(path), QPoint(200, 60)):
            qtbot.waitUntil(lambda: bool(ear.heard) or bool(edit.timeline_view.hands.said))
            assert not any("Something went wrong" in told for told in ear.heard), (name, ear.heard)
    assert whole(film).film.timeline is None


def test_clips_that_no_bin_has_made(edit: EditPage, film: Path, qtbot: QtBot) -> None:
    for bad in (
        b"", b"{", b"[]", b'{"clips": 5}', b'{"clips": [{}]}', b'{"clips": []}', b'{"clips": [null]}', b"[" * 50_000,
        b"\xff" * 100,
    ):  # fmt: skip
        data = QMimeData()
        data.setData(MIME, bad)
        _drop(edit.timeline_view.canvas, data, QPoint(200, 60))
        assert whole(film).film.timeline is None, bad


def test_hostile_things_on_the_window(window: StudioWindow, tmp_path: Path, qtbot: QtBot, ear: Ear) -> None:
    """With no film open: screenplays and film folders that are none."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    fifo, long, loop = folder / "pipe.aiprod", folder / ("n" * 400 + ".aiprod"), folder / "round.aiprod"
    os.mkfifo(fifo)
    loop.symlink_to(loop)
    odd = folder / "odd.aiprod"
    odd.mkdir()
    os.mkfifo(odd / "film.json")
    linked = folder / "linked.aiprod"
    linked.mkdir()
    (linked / "film.json").symlink_to("/etc/passwd")
    for path in (fifo, long, loop, odd, linked, Path("/dev/zero"), Path("/etc"), folder / "nothing.aiprod"):
        ear.forget()
        if _drop(window, _urls(path)):
            qtbot.waitUntil(lambda: bool(ear.heard))
            assert "Something went wrong" not in ear.heard[-1], (path.name[:20], ear.heard)
        assert not window.studio.film.is_open
