# SPDX-License-Identifier: Apache-2.0
"""What the Edit page's tests have: the page on a small film, one of whose shots was taken twice."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from pytestqt.qtbot import QtBot

from aiprod.film.changes import RetakeChange, apply
from aiprod.film.store import FilmStore
from aiprod.film.timeline import Clip, Timeline
from aiprod.production.standing import Standing
from aiprod_app.pages.edit.page import EditPage
from aiprod_app.window import StudioWindow


@pytest.fixture(scope="session")
def retaken_film(made_film: Path) -> Path:
    """The finished film, with a second take of its second shot; made once."""
    from aiprod.production import pipeline

    folder = made_film.parent.parent / "retaken" / made_film.name
    folder.parent.mkdir(exist_ok=True)
    with FileLock(str(folder) + ".lock"):
        if not folder.is_dir():
            half = folder.with_name("half")
            shutil.copytree(made_film, half)
            store = FilmStore(half)
            shots = Standing.of(store).shots
            assert shots is not None
            apply(store, RetakeChange(shot=shots.shots[1].id))
            pipeline.produce(store, until="editing")
            half.rename(folder)
    return folder


@pytest.fixture
def film(retaken_film: Path, tmp_path: Path) -> Path:
    """That film, the test's own."""
    folder = tmp_path / retaken_film.name
    shutil.copytree(retaken_film, folder)
    return folder


@pytest.fixture
def page(window: StudioWindow, film: Path, qtbot: QtBot) -> EditPage:
    """The Edit page, with the film in it and the viewer ready."""
    window.resize(1500, 900)
    window.go_to("edit")
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.open_film(film)
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage))
    made = window.page
    assert isinstance(made, EditPage)
    qtbot.waitUntil(lambda: made.player.frames > 0 and bool(made.bin.items))
    return made


def timeline_of(page: EditPage) -> Timeline:
    timeline = page.studio.film.timeline
    assert timeline is not None
    return timeline


def pictures(page: EditPage) -> tuple[Clip, ...]:
    """The clips of the picture's first track."""
    return next(track for track in timeline_of(page).tracks if track.kind == "video").clips


def on_disk(page: EditPage) -> Timeline:
    """The edit as a new reader finds it."""
    timeline = FilmStore(page.studio.film.root).film.timeline
    assert timeline is not None
    return timeline
