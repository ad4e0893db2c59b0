# SPDX-License-Identifier: Apache-2.0
"""The window of editors on a real engine: who is connected, a shot made and placed, and what goes wrong on the way."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from pytestqt.qtbot import QtBot
from tests.gui.editors.conftest import LONG_MS
from tests.gui.editors.fake_editor import FakeEditor
from tests.server.harness import EngineProcess

from aiprod.wire.clips import ClipView
from aiprod_app.editors.shot import ShotForm, placing
from aiprod_app.editors.window import EditorsWindow
from aiprod_app.editors.work import Wish, Work
from aiprod_app.studio import Studio

FRAMES = 6


def connected(editors: EditorsWindow, qtbot: QtBot, *, stands: bool = True) -> None:
    """The editor is there, and has said where its user stands."""
    qtbot.waitUntil(lambda: editors.face.host is not None and (editors.face.context is not None or not stands), timeout=LONG_MS)


def shot_form(editors: EditorsWindow, prompt: str = "A lighthouse at dusk.") -> ShotForm:
    editors.face.choose("shot")
    form = editors.face.forms["shot"]
    assert isinstance(form, ShotForm)
    form.prompt.setPlainText(prompt)
    form.length.setValue(FRAMES)
    return form


def ordered(editors: EditorsWindow, form: object) -> Work:
    form.go.click()  # type: ignore[attr-defined]
    return editors.face.works[0]


def laid(editors: EditorsWindow, clip: dict[str, Any]) -> Work:
    """A wish to place a clip that is made already."""

    async def lay(client: Any, _made: object) -> Any:
        return await placing(24)(client, ClipView.model_validate(clip))

    work = editors.face.begin(Wish("Boat", lay))
    assert work is not None
    return work


def refusing(_arguments: object) -> dict[str, object]:
    raise RuntimeError("Every video track is locked. Unlock one, and place the clip again.")


def ended(work: Work, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: not work.at_work, timeout=LONG_MS)
    return work.state


# -- who is connected


def test_with_no_editor_it_says_how_to_get_one(editors: EditorsWindow) -> None:
    assert editors.some.currentWidget() is editors.none
    assert "Workspace" in editors.none.words.text() and "UXP" in editors.none.words.text()
    editors.none.button.click()
    assert editors.tabs.currentIndex() == 1
    assert "aiprod panels install resolve" in editors.installing.hint.text()


def test_an_editor_comes_and_goes_by_itself(
    editors: EditorsWindow, server: EngineProcess, token: str, qtbot: QtBot
) -> None:  # fmt: skip
    with FakeEditor(server, token) as editor:
        connected(editors, qtbot)
        assert editors.host.currentText() == "DaVinci Resolve 21.0.4 · free edition — Été “2026” 🎬 / Cut 1"
        facts = editors.face.facts
        assert facts["rate"].text() == "23.976 frames per second (24000/1001)"
        assert facts["playhead"].text() == "01:00:01:06"
        assert "bridge" in facts["mode"].text()
        editor.report = {**editor.report, "problem": "A dialog is open in Resolve."}
        qtbot.waitUntil(lambda: editors.face.trouble.text() == "A dialog is open in Resolve.", timeout=LONG_MS)
    qtbot.waitUntil(lambda: editors.some.currentWidget() is editors.none, timeout=LONG_MS)


def test_two_editors_and_the_one_that_is_chosen(
    editors: EditorsWindow, editor: FakeEditor, server: EngineProcess, token: str, qtbot: QtBot
) -> None:  # fmt: skip
    connected(editors, qtbot)
    with FakeEditor(server, token, "fake-editor-2", host="premiere", edition="", mode="panel", actions=["context"]):
        qtbot.waitUntil(lambda: editors.host.count() == 2, timeout=LONG_MS)
        assert editors.face.host is not None and editors.face.host.key == editor.key, "what was chosen stays"
        editors.host.setCurrentIndex(1)
        editors.host.activated.emit(1)
        assert "Premiere Pro" in editors.host.currentText()
        assert not any(button.isEnabled() for button in editors.face.buttons.values()), "it can do nothing of this"
        assert "can’t do it" in editors.face.buttons["shot"].toolTip()
    qtbot.waitUntil(lambda: editors.host.count() == 1, timeout=LONG_MS)
    assert editors.face.host.key == editor.key


def test_an_editor_that_talks_nonsense(editors: EditorsWindow, editor: FakeEditor, qtbot: QtBot) -> None:
    editor.says["context"] = lambda _arguments: {"rate": "0/0", "playhead": "soon"}
    connected(editors, qtbot, stands=False)
    qtbot.waitUntil(lambda: "can’t be understood" in editors.face.trouble.text(), timeout=LONG_MS)
    assert not editors.face.forms["shot"].go.isEnabled()
    editor.says.clear()
    editors.face.again.click()
    connected(editors, qtbot)


# -- a shot, from the prompt to the timeline


def test_a_shot_is_made_and_placed(
    editors: EditorsWindow, editor: FakeEditor, studio: Studio, tmp_path: Path, qtbot: QtBot, watchdog: Callable[[], object]
) -> None:  # fmt: skip
    Image.new("RGB", (320, 180), "navy").save(tmp_path / "frame.png")
    editor.context.update(gap={"start": 24, "end": 24 + FRAMES, "track": 1}, grabbed=str(tmp_path / "frame.png"))
    connected(editors, qtbot)
    form = shot_form(editors)
    assert "01:00:01:00" in form.where.text() and f"{FRAMES} frame" in form.where.text()
    form.reference.setCurrentIndex(form.reference.findData("look"))
    qtbot.waitUntil(lambda: form.generator.count() > 1, timeout=LONG_MS)
    watchdog()
    editor.says["place_clip"] = refusing
    work = ordered(editors, form)
    assert ended(work, qtbot) == "failed"
    assert "kept" in work.details.text(), work.details.text()
    editor.says.clear()
    work.again.click()
    assert ended(work, qtbot) == "right", work.error
    assert [action for action, _ in editor.asked if action != "context"] == ["grab_frame", "place_clip", "place_clip"]
    lane = editor.items["video", 1]
    assert [(start, end) for start, end, _ in lane] == [(24, 24 + FRAMES)] and Path(lane[0][2]).is_file()
    assert "read back" in work.told.text() and "right to the frame" in work.told.text()
    assert "AIPROD" in work.details.text(), "how it is undone"
    work.show_it.click()
    qtbot.waitUntil(lambda: editor.context["playhead"] == 24, timeout=LONG_MS)


def test_what_was_not_read_back_is_never_called_done(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:
    def lying(_arguments: object) -> dict[str, object]:
        wrong = [{"what": "the shot’s length", "expected": FRAMES, "found": FRAMES - 1}]
        return {"planned": 2, "placed": 2, "verified": 1, "mismatches": wrong, "undo": "", "where": []}

    editor.says["place_clip"] = lying
    connected(editors, qtbot)
    work = laid(editors, clip)
    assert ended(work, qtbot) == "differs"
    assert f"the shot’s length: expected {FRAMES}, found {FRAMES - 1}" in work.details.text()
    assert "no single undo step" in work.details.text()
    assert work.what.text() == "Differs from the plan"


def test_a_command_that_fails_and_the_way_on(
    editors: EditorsWindow, editor: FakeEditor, clip: dict[str, Any], qtbot: QtBot
) -> None:  # fmt: skip
    editor.says["place_clip"] = refusing
    connected(editors, qtbot)
    work = laid(editors, clip)
    assert ended(work, qtbot) == "failed"
    assert "locked" in work.details.text() and editor.items == {}
    editor.says.clear()
    work.again.click()
    assert ended(work, qtbot) == "right"


def test_an_editor_that_dies_in_the_middle(
    editors: EditorsWindow, editor: FakeEditor, server: EngineProcess, token: str, clip: dict[str, Any], qtbot: QtBot
) -> None:  # fmt: skip
    def dying(_arguments: object) -> dict[str, object]:
        editor.vanish()
        return {}

    editor.says["place_clip"] = dying
    connected(editors, qtbot)
    work = laid(editors, clip)
    assert ended(work, qtbot) == "failed"
    assert "fell silent" in work.details.text() and "may have been done" in work.details.text()
    qtbot.waitUntil(lambda: editors.some.currentWidget() is editors.none, timeout=LONG_MS)
    with FakeEditor(server, token, "fake-editor-again") as again:
        connected(editors, qtbot)
        work.again.click()
        assert ended(work, qtbot) == "right", "the same clip, in the panel that came back under another key"
        assert again.items["video", 1]


def test_cancelling(editors: EditorsWindow, editor: FakeEditor, qtbot: QtBot) -> None:
    connected(editors, qtbot)
    form = shot_form(editors)
    form.length.setValue(2000)
    work = ordered(editors, form)
    qtbot.waitUntil(lambda: work.cancel.isVisible(), timeout=LONG_MS)
    work.cancel.click()
    assert ended(work, qtbot) == "cancelled"
    assert not any(action == "place_clip" for action, _ in editor.asked)
    work.closer.click()
    assert work not in editors.face.works


WHERE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"timeline": None}, "No timeline is open"),
    ({"gap": {"start": 10, "end": 10}}, "01:00:01:06"),
    ({"gap": {"start": 24, "end": None}}, "01:00:01:06"),
    ({"mark_in": 48, "mark_out": 60}, "01:00:02:00"),
    ({"mark_in": 60, "mark_out": 48}, "01:00:01:06"),
    ({"rate": "30000/1001", "drop_frame": True, "start_frame": 107892, "playhead": 1800}, "01:01:00;02"),
)


def test_where_a_shot_would_go(editors: EditorsWindow, editor: FakeEditor, qtbot: QtBot) -> None:
    connected(editors, qtbot)
    form = shot_form(editors)
    for context, words in WHERE:
        editors.face.know(editor.key, {**editor.context, **context})
        assert words in f"{form.where.text()} {form.trouble.text()}", context


def test_the_editor_is_tried_by_its_panel(editors: EditorsWindow, editor: FakeEditor, qtbot: QtBot) -> None:
    connected(editors, qtbot)
    form = editors.face.forms["checkup"]
    editors.face.choose("checkup")
    form.go.click()
    answers = form.answers  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: answers.count() == 2, timeout=LONG_MS)
    assert "endFrame" in answers.item(0).text()


def test_the_command_opens_one_window(studio: Studio, editor: FakeEditor, qtbot: QtBot) -> None:
    from aiprod_app.window import StudioWindow

    window = StudioWindow(studio)
    qtbot.addWidget(window)
    window.show()
    assert studio.commands.do("view.editors") and studio.commands.do("view.editors")
    shown = window.editors.window
    assert shown is not None and shown.isVisible()
    qtbot.waitUntil(lambda: window.editors.button.text() == "1", timeout=LONG_MS)
    assert "1" in window.editors.button.accessibleName()
    shown.close()
    partial(window.editors.button.click)()
    assert window.editors.window is shown and shown.isVisible()
