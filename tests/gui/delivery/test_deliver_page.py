# SPDX-License-Identifier: Apache-2.0
"""The Deliver page on a real engine: an export ordered, written and checked; what can't be ordered says why."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.wire.making import Deliveries
from aiprod_app.pages.deliver.choices import Choice, format_named, of_preset, usual_target
from aiprod_app.pages.deliver.findings import Findings, moment
from aiprod_app.pages.deliver.page import DeliverPage
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow


@pytest.fixture
def page(engine: Studio, window: StudioWindow, film: Path, qtbot: QtBot) -> Iterator[DeliverPage]:
    window.go_to("deliver")
    with qtbot.waitSignal(engine.film.opened):
        engine.open_film(film)
    qtbot.waitUntil(lambda: isinstance(window.page, DeliverPage))
    found = cast("DeliverPage", window.page)
    qtbot.waitUntil(lambda: found.known is not None and found.export.isEnabled())
    yield found


def test_an_export_is_ordered_written_and_checked(page: DeliverPage, film: Path, qtbot: QtBot) -> None:
    page.destinations.choose("proxy")
    assert page.title.text() == "Proxy for the cutting room" and page.order.choice.format == "prores-proxy"
    page.destinations.choose("")
    page.order.formats.setCurrentIndex(page.order.formats.findData("srt"))
    page.order.formats.activated.emit(page.order.formats.currentIndex())
    qtbot.waitUntil(lambda: page.target.text().endswith(".srt"))
    page._know(page.known.model_copy())  # told again, later: own settings stay
    assert page.order.choice.format == "srt"
    target = Path(page.target.text())
    assert target.parent == film / "exports" and not page.order.sizes.isVisible()
    QTest.mouseClick(page.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(job.state == "delivered" for job in page.studio.jobs.all.values()))
    assert target.is_file() and "-->" in target.read_text("utf-8")
    row = next(iter(page.queue.rows.values()))
    assert row.title.text() == target.name and row.buttons["show"].isVisible() and not row.bar.isVisible()
    qtbot.waitUntil(lambda: page.target.text().endswith("-2.srt"))  # nothing is ever overwritten

    page.report.profiles.setCurrentIndex(page.report.profiles.findData("web"))
    QTest.mouseClick(page.report.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.report.page is not None and page.report.page.name == "web.html", timeout=120_000)
    assert (film / "checks" / "web.html").is_file() and page.report.report is not None


def test_a_name_for_the_film_before_is_not_taken(page: DeliverPage, film: Path) -> None:
    """The look at its folder may come back when another film is open already."""
    before = page.target.text()
    page._usual(film.parent / "Before.aiprod", "Before", page.order.choice, frozenset())
    assert page.target.text() == before and Path(before).parent == film / "exports"


def test_what_cannot_be_ordered_says_why(page: DeliverPage, qtbot: QtBot) -> None:
    page.destinations.choose("broadcast-ebu")
    assert not page.export.isEnabled() and "frame rate" in page.state.text()
    page.destinations.choose("youtube")
    assert page.export.isEnabled() and not page.state.text()
    page.target.setText("/nowhere/at/all/film.mp4")
    page.target.textEdited.emit(page.target.text())
    QTest.mouseClick(page.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(job.state == "failed" for job in page.studio.jobs.all.values()))
    row = next(row for row in page.queue.rows.values() if row.job is not None and row.job.state == "failed")
    assert "can't be written" in row.state.text() and row.buttons["retry"].isVisible()


def test_a_finding_shows_its_moment(qtbot: QtBot) -> None:
    found = Findings()
    qtbot.addWidget(found)
    findings = [
        Finding(check="loudness", severity=Severity.PASS, message="−16.0 LUFS"),
        Finding(check="clicks", severity=Severity.FAIL, message="one click in FL", start_s=75.5, measure=1, limit=0),
    ]
    found.fill(findings)
    assert found.item(0).text() == "Clicks" and moment(75.5) == "01:15.50"
    with qtbot.waitSignal(found.time_asked) as told:
        found.itemActivated.emit(found.item(0))
    assert told.args == [75.5]
    assert QualityReport(file="f.mp4", sha256="", duration_s=1, findings=tuple(findings)).passed is False


def test_a_choice_keeps_to_what_its_format_can_hold(known: Deliveries) -> None:
    hdr = of_preset(next(p for p in known.presets if p.name == "youtube-hdr"), known)
    assert hdr.colour == "pq" and hdr.suffix == ".mp4"
    plain = hdr.with_format(format_named(known, "vp9"))
    assert plain.colour == "rec709" and plain.suffix == ".webm"
    assert "alpha" not in plain.fields() and plain.fields()["format"] == "vp9"


def test_a_usual_target_is_free(tmp_path: Path) -> None:
    choice = Choice(format="h264", suffix=".mp4")
    assert usual_target(tmp_path, "L’été à Nice!", choice, frozenset()).name == "l-été-à-nice-h264.mp4"
    taken = frozenset({"l-été-à-nice-h264.mp4", "l-été-à-nice-h264-2.mp4"})
    assert usual_target(tmp_path, "L’été à Nice!", choice, taken).name == "l-été-à-nice-h264-3.mp4"


@pytest.fixture(scope="module")
def known() -> Deliveries:
    """What the engine offers, from its own handler."""
    from aiprod.server.handlers.making import deliveries
    from aiprod.wire.base import Nothing

    return deliveries(None, None, Nothing())  # type: ignore[arg-type]
