# SPDX-License-Identifier: Apache-2.0
"""Models are fetched, imported, made, checked and removed on the Models page, as its users do it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.models.conftest import CLAUSE, EXTRA, LONG, MIB, OTHER, WEIGHTS
from tests.server.hub import FakeHub, Faults

from aiprod.wire.models import FitView, ModelFiles, ModelFileView
from aiprod_app.i18n.languages import speak
from aiprod_app.jobs.words import named
from aiprod_app.pages.models.hub_token import TokenDialog
from aiprod_app.pages.models.licence import LicenceDialog
from aiprod_app.pages.models.page import ModelsPage
from aiprod_app.pages.models.report import ReportDialog
from aiprod_app.pages.script.choices import Choice
from aiprod_app.watchdog import Watchdog

T = TypeVar("T", bound=QWidget)


def press(page: ModelsPage, act: str) -> None:
    button = page.details.buttons[act]
    assert not button.isHidden() and button.isEnabled(), act
    button.click()


def dialog(page: ModelsPage, qtbot: QtBot, kind: type[T]) -> T:
    """The dialog that comes next."""
    qtbot.waitUntil(lambda: isinstance(page.acts.dialog, kind) and page.acts.dialog.isVisible(), timeout=LONG)
    return cast("T", page.acts.dialog)


def agree(box: QMessageBox) -> None:
    yes = next(button for button in box.buttons() if box.buttonRole(button) == QMessageBox.ButtonRole.AcceptRole)
    yes.click()


def comes_to(page: ModelsPage, qtbot: QtBot, model: str, state: str) -> None:
    qtbot.waitUntil(lambda: page.tree.state_of(model) == state, timeout=LONG)


def test_a_licence_is_accepted_then_the_model_is_fetched_paused_and_goes_on(
    page: ModelsPage, hub: FakeHub, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    watchdog()
    assert page.tree.topLevelItem(0).text(0) == "Video models"
    page.tree.look_at("acme-video")
    assert page.tree.state_of("acme-video") == "licence" and page.details.clause_words.text() == CLAUSE
    hub.faults = Faults(rate=MIB)
    press(page, "fetch")
    asked = dialog(page, qtbot, LicenceDialog)
    assert "LTX-2" in asked.text.toPlainText() and asked.clause.isVisible()
    asked.who.setText("Ada Lovelace")
    asked.read.setChecked(True)
    assert not asked.accept_button.isEnabled(), "the clause was not read"
    asked.clause_read.setChecked(True)
    asked.accept_button.click()
    comes_to(page, qtbot, "acme-video", "coming")
    job = page.known.jobs["acme-video"]
    qtbot.waitUntil(lambda: "MB" in page.details.job.step.text(), timeout=LONG)
    assert job.id in page.studio.jobs.all and named(job) == "The acme-video · Download of a model"
    page.details.job.buttons["pause"].click()
    qtbot.waitUntil(lambda: page.tree.rows["acme-video"].text(2) == "Paused", timeout=LONG)
    hub.faults = Faults()
    page.details.job.buttons["resume"].click()
    comes_to(page, qtbot, "acme-video", "here")
    qtbot.waitUntil(lambda: page.details.job.isHidden() and page.models["acme-video"].accepted, timeout=LONG)
    assert not page.details.buttons["remove"].isHidden() and page.details.buttons["fetch"].isHidden()


def test_an_installed_video_model_can_be_chosen_where_generators_are(page: ModelsPage, qtbot: QtBot) -> None:
    def offered() -> bool:
        words = [label.accessibleName() for label in page.machine.findChildren(QWidget)]
        return any(text.startswith("The acme-video, ") for text in words)

    qtbot.waitUntil(offered, timeout=LONG)
    assert page.machine.found is not None
    choice = Choice("generator")
    choice.offer_generators(page.machine.found.generators)
    assert choice.findData("diffusion:acme-video") >= 0
    off = next(row for row in range(choice.count()) if str(choice.itemData(row)).startswith("cloud:"))
    assert (
        "API key" in choice.itemText(off) and not choice.model().flags(choice.model().index(off, 0)) & Qt.ItemFlag.ItemIsEnabled
    )


def test_removing_says_what_comes_free_and_what_others_use(page: ModelsPage, hub: FakeHub, tmp_path: Path, qtbot: QtBot) -> None:
    """An addition is dropped as a folder; it shares the video model's file."""
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "video.safetensors").write_bytes(WEIGHTS)
    (stick / "extra.json").write_bytes(EXTRA)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(stick))])
    drop = QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(drop)
    comes_to(page, qtbot, "acme-addition", "here")
    assert any(message.text == "Imported: The acme-addition, The acme-video" for message in page.studio.messages.all)
    page.tree.look_at("acme-addition")
    qtbot.waitUntil(lambda: not page.details.buttons["remove"].isHidden() and page.details.buttons["remove"].isEnabled())
    press(page, "remove")
    box = dialog(page, qtbot, QMessageBox)
    assert "1.0 MB come free" in box.informativeText() and "The acme-video" in box.informativeText()
    agree(box)
    comes_to(page, qtbot, "acme-addition", "absent")
    assert any("1.0 MB came free" in message.text for message in page.studio.messages.all)


def test_a_gated_model_asks_for_the_token_and_never_shows_it(page: ModelsPage, qtbot: QtBot) -> None:
    page.tree.look_at("acme-gated")
    assert page.tree.state_of("acme-gated") == "token"
    press(page, "fetch")
    asked = dialog(page, qtbot, TokenDialog)
    assert asked.field.echoMode() == QLineEdit.EchoMode.Password and not asked.keep.isEnabled()
    asked.field.setText("hf_nobody_knows")
    asked.keep.click()
    assert asked.field.text() == ""
    qtbot.waitUntil(lambda: "does not know your token" in page.details.job.why.text(), timeout=LONG)
    assert not page.details.job.buttons["retry"].isHidden()
    page.machine.services.token.click()
    asked = dialog(page, qtbot, TokenDialog)
    asked.field.setText("hf_friend_of_acme")
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.known.hub is not None and page.known.hub.configured, timeout=LONG)
    page.details.job.buttons["retry"].click()
    comes_to(page, qtbot, "acme-gated", "here")
    shown = [label.text() for label in page.window().findChildren(QLineEdit)]
    assert not any("hf_" in text for text in shown)


def test_a_damaged_model_is_found_and_repaired(page: ModelsPage, home: Path, qtbot: QtBot) -> None:
    blob = next(path for path in (home / "models" / "acme-gated").iterdir()).resolve()
    blob.chmod(0o644)
    blob.write_bytes(b"x" + OTHER[1:])
    page.tree.look_at("acme-gated")
    press(page, "verify")
    comes_to(page, qtbot, "acme-gated", "damaged")
    assert "gated.safetensors" in page.details.checked.text()
    qtbot.waitUntil(page.details.buttons["repair"].isEnabled)
    press(page, "repair")
    comes_to(page, qtbot, "acme-gated", "here")


def test_a_test_model_is_made_and_its_report_is_told(page: ModelsPage, qtbot: QtBot) -> None:
    pytest.importorskip("torch")
    page.tree.look_at("tiny-wan")
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    comes_to(page, qtbot, "tiny-wan", "here")
    assert not page.details.buttons["compile"].isHidden()
    rows = [
        {"part": "vae", "route": "onnx", "precision": "fp32", "state": "measured", "seconds": 0.02, "times": 4.2, "error": 1e-6,
         "bytes": 3_000_000},
        {"part": "transformer", "route": "tensorrt", "precision": "fp16", "state": "not here", "why": "no card"},
    ]  # fmt: skip
    report = ReportDialog("Tiny", rows, page.window())
    assert report.table.topLevelItem(0).text(4) == "4.20 ×" and "no card" in report.table.topLevelItem(1).text(5)
    report.accept()


def test_the_fit_report_is_told_before_anything_is_fetched(page: ModelsPage, qtbot: QtBot) -> None:
    page.tree.look_at("wan2.2-ti2v-5b")
    model = page.models["wan2.2-ti2v-5b"]
    page.known.fits[(model.id, model.precision)] = FitView(
        model=model.id, runs=True, device="a card", precision="fp16", offload="blocks", seconds=90, load_seconds=20,
        peak_bytes=8_000_000_000, host_bytes=12_000_000_000, download_bytes=18_200_000_000, disk_short_bytes=2_000_000_000,
    )  # fmt: skip
    page.show_all()
    assert "Runs on a card in fp16" in page.details.fit.text() and "block by block" in page.details.fit.text()
    assert "18.2 GB are still to be fetched. The disk lacks 2.0 GB" in page.details.why.text()
    press(page, "fetch")
    box = dialog(page, qtbot, QMessageBox)
    assert "The disk lacks 2.0 GB" in box.informativeText()
    box.reject()
    assert page.known.coming(model.id) is None


def test_everything_has_a_name_and_a_place_for_the_keyboard(page: ModelsPage) -> None:
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            assert (button.text() or button.accessibleName()) and button.focusPolicy() & Qt.FocusPolicy.TabFocus, button
    assert page.details.precision.accessibleName() and page.tree.accessibleName()
    assert all(combo.accessibleName() for combo in page.findChildren(QComboBox))


def test_models_are_shown_verified_and_told(page: ModelsPage, qtbot: QtBot) -> None:
    page.tree.look_at("kokoro-82m")
    assert page.details.values["licence"].text() == "Apache-2.0 AND MIT" and page.details.state.text() == "Here"
    qtbot.waitUntil(lambda: page.details.verify.isEnabled() and page.details.verify.width() > 50)
    QTest.mouseClick(page.details.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.details.files))
    assert all(page.details.files.values()) and "SHA-256" in page.details.checked.text()

    broken = ModelFiles(files=(ModelFileView(model="kokoro-82m", file="vocab.json", whole=False),), whole=False)
    page._verified(broken)
    assert "vocab.json" in page.details.checked.text()
    assert page.tree.state_of("kokoro-82m") == "damaged"
    qtbot.waitUntil(lambda: page.machine.generators.count() > 1)


def test_the_page_speaks_french(page: ModelsPage, qtbot: QtBot) -> None:
    page.tree.look_at("ltx-2.5-distilled")
    speak("fr")
    qtbot.waitUntil(lambda: page.tree.topLevelItem(0).text(0) == "Modèles vidéo", timeout=LONG)
    assert page.details.clause_words.text().startswith("La licence interdit")
    assert page.details.buttons["licence"].text() == "Lire et accepter sa licence…"
    speak("en")
