# SPDX-License-Identifier: Apache-2.0
"""The Models page on a real engine: what is installed, verified by hash, with its terms."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aiprod.wire.service import ModelFiles, ModelFileView
from aiprod_app.pages.models.page import ModelsPage
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow


def test_models_are_shown_verified_and_told(engine: Studio, window: StudioWindow, qtbot: QtBot) -> None:
    window.go_to("models")
    page = cast("ModelsPage", window.page)
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 5, timeout=20_000)
    item = page.tree.findItems("Kokoro", Qt.MatchFlag.MatchStartsWith)[0]
    page.tree.setCurrentItem(item)
    assert page.details.values["licence"].text() == "Apache-2.0 AND MIT" and "fits" in page.details.fit.text()
    qtbot.waitUntil(lambda: page.details.verify.rect().isValid() and page.details.verify.width() > 50)
    QTest.mouseClick(page.details.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.details.files), timeout=60_000)
    assert all(page.details.files.values()) and "SHA-256" in page.details.checked.text()

    broken = ModelFiles(files=(ModelFileView(model="kokoro-82m", file="vocab.json", whole=False),), whole=False)
    page._verified(broken)
    assert "vocab.json" in page.details.checked.text()
    assert page.tree.findItems("Kokoro", Qt.MatchFlag.MatchStartsWith)[0].text(3) == "Damaged"
    qtbot.waitUntil(lambda: page.machine.generators.count() > 1, timeout=20_000)
