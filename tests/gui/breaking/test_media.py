# SPDX-License-Identifier: Apache-2.0
"""What a film is made of goes away, or is damaged, under the open film."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, go_round, whole

from aiprod.film.changes import NameChange
from aiprod.rendering.playing_sound import SilentOutput
from aiprod_app.pages.edit.page import EditPage
from aiprod_app.window import StudioWindow


@pytest.fixture
def edit(window: StudioWindow, film: Path, qtbot: QtBot) -> EditPage:
    """The Edit page, with the film ready to be played."""
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.open_film(film)
    window.go_to("edit")
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage))
    page = window.page
    assert isinstance(page, EditPage)
    page.player.set_output(SilentOutput())
    qtbot.waitUntil(lambda: page.player.frames > 0)
    return page


def _edits_still_work(page: EditPage, qtbot: QtBot) -> None:
    film = page.studio.film
    with qtbot.waitSignal(film.changed, check_params_cb=lambda shown: shown.film.name == "Still here"):
        film.edit(NameChange(text="Still here"))
    assert whole(film.root).film.name == "Still here"


def test_takes_deleted_under_an_open_film(
    window: StudioWindow, edit: EditPage, film: Path, qtbot: QtBot, unblocked: Callable[[], None]
) -> None:
    unblocked()
    shutil.rmtree(film / "takes")
    edit.player.play()
    _edits_still_work(edit, qtbot)
    qtbot.waitUntil(lambda: edit.player.screening is not None and bool(edit.player.screening.missing))
    edit.player.seek(0)
    qtbot.waitUntil(lambda: edit.viewer.canvas.slate is not None)
    go_round(window, qtbot)


def test_a_picture_cut_short_while_it_plays(edit: EditPage, film: Path, qtbot: QtBot, unblocked: Callable[[], None]) -> None:
    unblocked()
    edit.player.set_loop(True)
    edit.player.play()
    qtbot.waitUntil(lambda: edit.player.frame > 2)
    pictures = sorted((film / "takes").glob("*/*/*.mp4"))
    assert pictures
    for path in pictures:
        with path.open("r+b") as stream:
            stream.truncate(path.stat().st_size // 3)
    edit.player.stop()
    _edits_still_work(edit, qtbot)
    edit.player.seek(edit.player.frames - 2)
    edit.player.play(-1.0)
    qtbot.waitUntil(lambda: edit.player.frame < edit.player.frames // 2)
    edit.player.stop()


@pytest.mark.parametrize("name", ["timeline.otio", "production.json", "finishing.json", "made.jsonl"])
@pytest.mark.parametrize("how", ["gone", "torn", "folder"])
def test_what_was_made_is_torn_or_gone(
    window: StudioWindow, edit: EditPage, film: Path, qtbot: QtBot, ear: Ear, unblocked: Callable[[], None], name: str, how: str
) -> None:  # fmt: skip
    unblocked()
    path = film / name
    good = path.read_bytes()
    path.unlink()
    if how == "torn":
        path.write_bytes(good[: len(good) // 2])
    elif how == "folder":
        path.mkdir()
    _edits_still_work(edit, qtbot)
    go_round(window, qtbot)
    window.studio.film.close()
    ear.forget()
    window.studio.open_film(film)
    qtbot.waitUntil(lambda: window.studio.film.is_open or bool(ear.heard))
    assert window.studio.film.is_open, ear.heard
