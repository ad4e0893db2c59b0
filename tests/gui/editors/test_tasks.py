# SPDX-License-Identifier: Apache-2.0
"""Every task of the window of editors, from the form to what the editor is asked: film, extension, takes, voice, music, grade."""

import asyncio
import json
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot
from tests.gui.editors.conftest import LONG_MS
from tests.gui.editors.fake_editor import FakeEditor
from tests.gui.editors.test_editors import connected, ended, ordered

from aiprod.wire.clips import ClipView
from aiprod_app.editors.extend import ExtendForm
from aiprod_app.editors.film import FilmForm
from aiprod_app.editors.grade import GradeForm
from aiprod_app.editors.score import ScoreForm
from aiprod_app.editors.takes import TakesForm
from aiprod_app.editors.voice import VoiceForm
from aiprod_app.editors.window import EditorsWindow
from aiprod_app.editors.work import Work
from aiprod_app.start.sample import unpack
from aiprod_app.studio import Studio


def picture_of(clip: dict[str, Any]) -> str:
    return next(str(f["path"]) for f in clip["files"] if f["role"] == "picture")


def laid_out(editor: FakeEditor, clip: dict[str, Any], **more: Any) -> None:
    """The clip is on the editor's timeline, selected."""
    editor.items["video", 1] = [(48, 60, picture_of(clip))]
    item = {
        "track": 1,
        "kind": "video",
        "name": "Boat",
        "start": 48,
        "end": 60,
        "media": picture_of(clip),
        "src_in": 0,
        "src_out": 12,
    }
    editor.context.update(selection=[{**item, **more}])


def shown(editors: EditorsWindow, key: str, qtbot: QtBot) -> Any:
    connected(editors, qtbot)
    editors.face.choose(key)
    return editors.face.forms[key]


def placed(editor: FakeEditor, action: str = "place_clip") -> dict[str, Any]:
    return next(arguments for asked, arguments in reversed(editor.asked) if asked == action)


def would_lie(work: Work, clip: dict[str, Any], qtbot: QtBot) -> int:
    """Where the clip of an order that the engine took would be placed. It isn't made: others try that."""
    qtbot.waitUntil(lambda: work.state == "making", timeout=LONG_MS)
    work.cancel.click()
    assert ended(work, qtbot) == "cancelled"
    action, arguments = asyncio.run(work.wish.lay(None, ClipView.model_validate(clip)))  # type: ignore[arg-type]
    assert action == "place_clip"
    return int(arguments["at"])


def test_a_film_is_sent_as_a_new_timeline(
    editors: EditorsWindow, editor: FakeEditor, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:  # fmt: skip
    film = unpack("en", tmp_path)
    form = shown(editors, "film", qtbot)
    assert isinstance(form, FilmForm)
    with qtbot.waitSignal(studio.film.opened, timeout=LONG_MS):
        studio.open_film(film)
    assert form.name.text() == studio.film.film.name
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    asked = placed(editor, "build_film")
    used = {item["asset_id"] for track in asked["edit_list"]["tracks"] for item in track["items"] if item["asset_id"]}
    assert used == set(asked["assets"]) and all(Path(asset["path"]).is_file() for asset in asked["assets"].values())
    assert used and asked["name"] == studio.film.film.name


def test_a_clip_is_made_longer(editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot) -> None:
    laid_out(editor, clip)
    form = shown(editors, "extend", qtbot)
    assert isinstance(form, ExtendForm)
    assert form.more.value() == 192, "eight seconds"
    form.more.setValue(6)
    assert "Boat" in form.where.text() and "01:00:02:12" in form.where.text()
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    assert (placed(editor)["at"], placed(editor)["clip"]["frames"]) == (60, 6)


def test_takes_are_listed_and_swapped(editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot) -> None:
    record = {"v": 1, "clip": clip["id"], "family": clip["family"], "recipe": clip["recipe"]}
    laid_out(editor, clip, marker=f"Boat, by AIPROD\naiprod:{json.dumps(record)}")
    form = shown(editors, "takes", qtbot)
    assert isinstance(form, TakesForm)
    qtbot.waitUntil(lambda: form.takes.count() == 1, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not form.takes.item(0).icon().isNull(), timeout=LONG_MS)
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    made = placed(editor, "swap_take")["clip"]
    assert made["family"] == clip["family"] and made["id"] != clip["id"]
    assert editor.items["video", 1] == [(48, 60, picture_of(made))], "the cut stays"
    qtbot.waitUntil(lambda: form.takes.count() == 2, timeout=LONG_MS)
    form.takes.setCurrentRow(1)
    form.use.click()
    work = editors.face.works[0]
    assert ended(work, qtbot) == "right"
    assert editor.items["video", 1] == [(48, 60, picture_of(clip))], "the first take again"


def test_takes_are_found_by_the_file_where_the_marker_is_gone(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:  # fmt: skip
    laid_out(editor, clip)
    form = shown(editors, "takes", qtbot)
    qtbot.waitUntil(lambda: form.takes.count() >= 1, timeout=LONG_MS)
    editor.context["selection"][0].update(media="/nobody/knows.mov", start=70, end=80)
    editors.face.again.click()
    qtbot.waitUntil(lambda: "not made by AIPROD" in form.trouble.text(), timeout=LONG_MS)


def test_a_subtitle_is_voiced_where_it_stands(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:
    editor.context.update(subtitles=[{"start": 96, "end": 144, "text": "Hello,\nthere."}])
    form = shown(editors, "voice", qtbot)
    assert isinstance(form, VoiceForm)
    qtbot.waitUntil(lambda: form.voice.count() > 1, timeout=LONG_MS)
    form.source.setCurrentIndex(1)
    form.source.activated.emit(1)
    assert form.text.toPlainText() == "Hello, there." and "01:00:04:00" in form.where.text()
    assert would_lie(ordered(editors, form), clip, qtbot) == 96


def test_the_marked_range_is_scored(editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot) -> None:
    editor.context.update(mark_in=24, mark_out=72)
    form = shown(editors, "score", qtbot)
    assert isinstance(form, ScoreForm)
    assert not form.go.isEnabled() and "Say how" in form.trouble.text()
    form.mood.setText("calm, piano")
    assert form.length.value() == 48
    assert would_lie(ordered(editors, form), clip, qtbot) == 24


def test_clips_are_graded_and_the_editor_is_told_which(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:  # fmt: skip
    laid_out(editor, clip)
    form = shown(editors, "grade", qtbot)
    assert isinstance(form, GradeForm)
    qtbot.waitUntil(lambda: form.look.count() > 2, timeout=LONG_MS)
    assert not form.go.isEnabled()
    form.look.setCurrentIndex(form.look.findData("noir"))
    form.look.activated.emit(0)
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    asked = placed(editor, "apply_grades")
    assert [grade["key"] for grade in asked["grades"]] == list(asked["keys"]) and asked["as"] == "cdl"
    assert asked["keys"] == {"v1@48": {"track": 1, "start": 48}}


MISSING: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("extend", {}, "Select one clip"),
    ("takes", {}, "Select one clip"),
    ("voice", {}, "Write what is to be said"),
    ("grade", {}, "Select the clips"),
    ("score", {"timeline": None}, "No timeline is open"),
    ("extend", {"selection": [{"start": 0, "end": 5, "media": "/m", "src_in": 3, "src_out": 3}]}, "which frames"),
)


def test_what_is_missing_is_said(editors: EditorsWindow, editor: FakeEditor, qtbot: QtBot) -> None:
    for key, context, words in MISSING:
        form = shown(editors, key, qtbot)
        editors.face.know(editor.key, {**editor.context, **context})
        assert words in form.trouble.text() and not form.go.isEnabled(), key


def test_an_offline_file_is_refused_with_a_sentence(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:
    laid_out(editor, clip, media="/nowhere/offline.mov")
    work: Work = ordered(editors, shown(editors, "extend", qtbot))
    assert ended(work, qtbot) == "failed"
    assert work.told.text() and not any(action == "place_clip" for action, _ in editor.asked)
