# SPDX-License-Identifier: Apache-2.0
"""The Board page on a real film: looked at, approved, directed, asked about before anything is made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDoubleSpinBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Emotion
from aiprod.film.store import FilmStore
from aiprod.wire.films import Board, BoardShot, RateView
from aiprod.wire.jobs import JobView
from aiprod_app.pages.board.model import BoardModel, Card, SceneHead
from aiprod_app.pages.board.page import BoardPage
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow

KEY = Qt.Key


@pytest.fixture
def page(window: StudioWindow, opened: Studio, qtbot: QtBot) -> BoardPage:
    window.go_to("board")
    made = window.page
    assert isinstance(made, BoardPage)
    qtbot.waitUntil(lambda: bool(made.cards))
    return made


def approved(page: BoardPage) -> tuple[str, ...]:
    return page.studio.film.film.approved


def test_every_shot_is_a_card_under_its_scene(page: BoardPage) -> None:
    shots = page.studio.film.standing.shots
    assert shots is not None
    assert [card.shot.id for card in page.cards] == [shot.id for shot in shots.shots]
    heads = [row for row in page.view.cards.rows if isinstance(row, SceneHead)]
    assert len(heads) == len({shot.scene for shot in shots.shots}) and heads[0].number == 1
    assert all(card.made and card.state == "made" for card in page.cards)
    index = page.view.cards.index(1)
    told = str(page.view.cards.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert page.cards[0].shot.id in told and "Made" in told


def test_pictures_come_off_the_interface_thread(page: BoardPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    watchdog()
    with qtbot.waitSignal(page.pictures.arrived):
        page.view.viewport().update()
    card = page.cards[0]
    assert card.picture is not None
    qtbot.waitUntil(lambda: page.pictures.get(card.picture, 640) is not None)


def test_return_approves_and_goes_on(page: BoardPage, qtbot: QtBot) -> None:
    first, second = page.cards[0].shot.id, page.cards[1].shot.id
    page.view.choose(first)
    page.view.setFocus()
    qtbot.keyClick(page.view, KEY.Key_Return)
    qtbot.waitUntil(lambda: approved(page) == (first,))
    assert page.view.current == second
    page.view.choose(first)
    qtbot.keyClick(page.view, KEY.Key_Return)
    qtbot.waitUntil(lambda: approved(page) == ())


def test_arrows_go_from_shot_to_shot_over_headings(page: BoardPage, qtbot: QtBot) -> None:
    page.view.choose(page.cards[0].shot.id)
    page.view.setFocus()
    seen = [page.view.current]
    for _ in range(len(page.cards) - 1):
        qtbot.keyClick(page.view, KEY.Key_Right)
        seen.append(page.view.current)
    assert seen == [card.shot.id for card in page.cards]


def test_all_are_approved_at_once_and_undone_at_once(page: BoardPage, qtbot: QtBot) -> None:
    page.bar.approve.click()
    qtbot.waitUntil(lambda: set(approved(page)) == {card.shot.id for card in page.cards})
    page.studio.film.undo()
    qtbot.waitUntil(lambda: approved(page) == ())


def test_a_shot_is_directed_and_waits_to_be_drawn_again(page: BoardPage, qtbot: QtBot) -> None:
    card = page.cards[-1]
    page.view.choose(card.shot.id)
    size = page.inspector.choices["size"]
    other = next(value for value in ("close", "wide") if value != card.shot.size)
    size.setCurrentIndex(size.findData(other))
    size.activated.emit(size.currentIndex())
    film = page.studio.film
    qtbot.waitUntil(lambda: card.shot.id in film.film.directions)
    qtbot.waitUntil(lambda: page.cards[-1].shot.size == other and not page.cards[-1].made)
    qtbot.waitUntil(lambda: page.cards[-1].state == "changed")
    assert page.bar.draw.isVisibleTo(page.bar) and page.bar.shoot.isEnabled()
    page.inspector.studios.click()
    qtbot.waitUntil(lambda: card.shot.id not in film.film.directions and page.cards[-1].made)


def test_length_and_words_of_a_shot(page: BoardPage, qtbot: QtBot) -> None:
    card = page.cards[0]
    page.view.choose(card.shot.id)
    page.inspector.description.setPlainText("A quiet room.")
    page.inspector.flush()
    film = page.studio.film
    qtbot.waitUntil(lambda: card.shot.id in film.film.directions)
    assert film.film.directions[card.shot.id].description == "A quiet room."
    page.inspector.length.setValue(card.seconds + 1)
    qtbot.waitUntil(lambda: film.film.directions[card.shot.id].frames == round((card.seconds + 1) * card.rate))


def test_how_a_line_is_said_is_directed_here(page: BoardPage, qtbot: QtBot) -> None:
    card = next(card for card in page.cards if card.lines)
    page.view.choose(card.shot.id)
    _label, choice = page.inspector._lines[0]
    assert choice.isVisibleTo(page.inspector)
    choice.setCurrentIndex(choice.findData("anger"))
    choice.activated.emit(choice.currentIndex())
    script = page.studio.film
    line = card.shot.lines[0].line
    qtbot.waitUntil(lambda: script.film.screenplay is not None and script.film.screenplay.line(line).emotion is Emotion.ANGER)


def test_drawing_again_is_a_retake(page: BoardPage, qtbot: QtBot) -> None:
    shot = page.cards[0].shot.id
    page.view.choose(shot)
    page.view.setFocus()
    qtbot.keyClick(page.view, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.studio.film.film.retakes.get(shot) == 1)
    qtbot.waitUntil(lambda: page.cards[0].state == "changed")


def test_what_is_not_approved_is_said_before_it_is_made(page: BoardPage, qtbot: QtBot) -> None:
    page.view.choose(page.cards[0].shot.id)
    page.redraw()
    qtbot.waitUntil(lambda: not page.cards[0].made)
    page.shoot()
    assert page.notice.isVisibleTo(page) and page.notice.about == "question"
    assert "1 shot" in page.notice.words.text() and len(page.notice.ways) == 3
    page.notice.choose(2)
    assert not page.notice.isVisibleTo(page)


def test_what_shots_take_is_shown_where_the_engine_told(page: BoardPage) -> None:
    shots = tuple(
        BoardShot(
            id=card.shot.id, scene=card.shot.scene, size="wide", coverage="shot", description="", move="pan", mood="calm",
            frames=card.shot.frames, seconds=90, eur=0.5,
        )
        for card in page.cards
    )  # fmt: skip
    board = Board(rate=RateView(numerator=24, denominator=1), generator="auto", shots=shots, to_make=1, seconds=90, eur=0.5)
    page.view.cards.show_prices(board)
    card = page.cards[0]
    assert card.price is not None and card.price.eur == 0.5 and card.cost() == ""
    from dataclasses import replace

    waiting = replace(card, take=None)
    assert waiting.cost() == "takes 1 min 30 · 0.50 €"


def test_live_pictures_stand_on_their_cards(page: BoardPage, qtbot: QtBot) -> None:
    model: BoardModel = page.view.cards
    image = QImage(32, 18, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    shot = page.cards[0].shot.id
    with qtbot.waitSignal(model.dataChanged):
        model.show_live(shot, image, 0.5)
    assert model.live[shot][1] == 0.5
    model.forget_live()
    assert not model.live


def test_a_film_without_a_screenplay_leads_to_the_script(
    window: StudioWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    store = FilmStore.create(tmp_path / "new.aiprod", Film(name="new", brief=Brief(text="A dog.", language="en")))
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(store.root)
    window.go_to("board")
    page = window.page
    assert isinstance(page, BoardPage) and page.stack.currentWidget() is page.empty
    page.empty.button.click()
    qtbot.waitUntil(lambda: window.page is not None and window.page.key == "script")


def test_three_hundred_shots_cost_little(page: BoardPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    card = page.cards[0]
    rows: list[Card | SceneHead] = []
    from dataclasses import replace

    for number in range(300):
        if number % 10 == 0:
            rows.append(SceneHead(number // 10 + 1, "EXT. SOMEWHERE - DAY", "10 s"))
        rows.append(replace(card, shot=card.shot.model_copy(update={"id": f"x{number}"})))
    watchdog()
    page.view.cards.show_rows(rows)
    qtbot.waitUntil(lambda: page.view.verticalScrollBar().maximum() > 1_000)
    for value in range(0, page.view.verticalScrollBar().maximum(), 700):
        page.view.verticalScrollBar().setValue(value)
        qtbot.wait(1)
    page.view.show_kind("sheet")
    qtbot.wait(1)


def job(state: str, **more: object) -> JobView:
    return JobView.model_validate({"id": f"job_{state}", "kind": "film", "state": state, "film": "f1", **more})


def test_work_under_way_is_told_and_seen(page: BoardPage, qtbot: QtBot) -> None:
    jobs, shot = page.studio.jobs, page.cards[0].shot.id
    jobs._ids[str(page.studio.film.root)] = "f1"
    jobs.add(job("running", progress={"department": "shooting", "shot": shot, "done": 3, "total": 9, "fraction": 0.4}))
    assert page.notice.about == "work" and shot in page.notice.words.text() and not page.bar.draw.isEnabled()
    picture, data = QImage(64, 36, QImage.Format.Format_RGB32), QBuffer()
    picture.fill(Qt.GlobalColor.blue)
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(data, "JPEG")  # type: ignore[call-overload]
    jobs.preview.emit("job_running", bytes(data.data().data()), {"shot": shot, "frame": 3, "frames": 9})
    qtbot.waitUntil(lambda: shot in page.view.cards.live)
    assert page.view.cards.live[shot][1] == pytest.approx(1 / 3)
    jobs.add(job("delivered").model_copy(update={"id": "job_running"}))
    assert page.notice.about == "" and not page.view.cards.live


def test_a_failure_is_told_with_a_way_on(page: BoardPage) -> None:
    jobs = page.studio.jobs
    jobs._ids[str(page.studio.film.root)] = "f1"
    words = {"message": "The disk is full", "why": "no room", "remedy": "Make room."}
    jobs.add(job("failed", failure={"code": "disk_full", "error_class": "resource", **words}))
    assert page.notice.about == "failure" and "The disk is full" in page.notice.words.text()
    assert len(page.notice.ways) == 2
    page.notice.choose(1)
    assert page.notice.about == ""
    page._work_changed()
    assert page.notice.about == ""


def test_every_control_has_a_name(page: BoardPage) -> None:
    page.notice.say("question", "Sure?", ("Yes", page._not_yet))
    kinds = (QAbstractButton, QComboBox, QDoubleSpinBox, QPlainTextEdit)
    nameless = [
        widget.objectName() or type(widget).__name__ for kind in kinds for widget in page.findChildren(kind)
        if widget.isVisibleTo(page) and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]  # fmt: skip
    assert nameless == []
