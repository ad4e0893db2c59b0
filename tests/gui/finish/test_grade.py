# SPDX-License-Identifier: Apache-2.0
"""The Grade page on a real film: what is moved is seen, what is let go of is one edit."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aiprod.film.grade import Cdl, Curves
from aiprod.film.store import FilmStore
from aiprod.grading.differences import delta_e
from aiprod_app.pages.grade.page import GradePage
from aiprod_app.pages.grade.preview import rgb_of
from aiprod_app.pages.grade.scopes import FOUR, ScopePanel
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog


def drag(widget: QWidget, by: QPoint, steps: int = 6) -> None:
    """Press in the middle of a widget, move by steps, let go."""
    middle = widget.rect().center()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for step in range(1, steps + 1):
        QTest.mouseMove(widget, middle + by * step / steps)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + by)


def edits(page: GradePage) -> int:
    return len(FilmStore(page.studio.film.root).history)


def exported(page: GradePage, frame: int) -> NDArray[np.uint8]:
    """The frame as the exporter makes it at the screen's size, with full tables."""
    from aiprod.production.screening import screen
    from aiprod.rendering.execute import frames
    from aiprod.rendering.viewing import pixels, scaled, segment_at

    film = page.studio.film
    screening = screen(film.root, film.film, film.standing, film.timeline)
    segment = scaled(segment_at(screening.segments, frame), page.player.quality, {})
    return pixels(next(frames(segment)), "rgb24")


def test_dragging_a_wheel_is_seen_at_once_and_is_one_edit(
    grade: GradePage, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    seen: list[QImage] = []
    grade.room.drafted.connect(seen.append)
    before, frame = edits(grade), grade.player.frame
    disc = grade.wheels["slope"].disc
    middle = disc.rect().center()
    watchdog()
    QTest.mousePress(disc, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for step in range(1, 5):
        QTest.mouseMove(disc, middle + QPoint(4 * step, -2 * step))
    qtbot.waitUntil(lambda: len(seen) > 0)
    assert edits(grade) == before  # nothing is kept while the hand holds the ball
    with qtbot.waitSignal(grade.studio.film.changed):
        QTest.mouseRelease(disc, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(16, -8))
    assert edits(grade) == before + 1
    kept = grade.studio.film.film.grades[f"shot:{grade.desk.shot}"].cdl
    assert kept is not None and kept.slope != (1.0, 1.0, 1.0) and kept.slope == grade.wheels["slope"].values
    assert grade.player.frame == frame and not grade.desk.moving


def test_the_draft_is_what_the_exporter_makes(grade: GradePage, qtbot: QtBot) -> None:
    seen: list[QImage] = []
    grade.room.drafted.connect(seen.append)
    grade.desk.move(cdl=Cdl(slope=(1.1, 1.0, 0.92), offset=(0.01, 0.0, -0.01), saturation=1.2), exposure=0.4)
    qtbot.waitUntil(lambda: len(seen) > 0)
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.commit()
    shown, made = rgb_of(seen[-1]), exported(grade, grade.player.frame)
    assert shown.shape == made.shape
    assert float(delta_e(_codes(shown), _codes(made)).mean()) < 0.6


def test_undo_brings_the_wheel_back(grade: GradePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grade.studio.film.changed):
        drag(grade.wheels["offset"].disc, QPoint(12, 8))
    assert grade.wheels["offset"].values != (0.0, 0.0, 0.0)
    with qtbot.waitSignal(grade.studio.film.changed):
        assert grade.studio.commands.do("edit.undo")
    assert grade.wheels["offset"].values == (0.0, 0.0, 0.0)
    assert not grade.studio.film.film.grades


def test_a_double_click_resets_a_wheel(grade: GradePage, qtbot: QtBot) -> None:
    wheel = grade.wheels["lights"]
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.set(lights=(4.0, 0.0, -4.0))
    assert wheel.values == (4.0, 0.0, -4.0)
    with qtbot.waitSignal(grade.studio.film.changed):
        QTest.mouseDClick(wheel.disc, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, wheel.disc.rect().center())
    assert wheel.values == (0.0, 0.0, 0.0) and not grade.studio.film.film.grades


def test_a_wheel_is_turned_by_keys_alone(grade: GradePage, qtbot: QtBot) -> None:
    disc, before = grade.wheels["slope"].disc, edits(grade)
    disc.setFocus()
    with qtbot.waitSignal(grade.studio.film.changed):
        for _ in range(3):
            QTest.keyClick(disc, Qt.Key.Key_Right)
        QTest.keyClick(disc, Qt.Key.Key_PageUp)
    assert edits(grade) == before + 1  # a row of keys is one edit
    red, _, blue = grade.wheels["slope"].values
    assert red < blue and sum(grade.wheels["slope"].values) / 3 > 1.0
    assert "1" in disc.accessibleDescription()


def test_sliders_warm_and_stretch(grade: GradePage, qtbot: QtBot) -> None:
    sliders = grade.primaries.sliders
    with qtbot.waitSignal(grade.studio.film.changed):
        sliders["warmth"].number.setValue(4.0)
    red, green, blue = grade.desk.lights
    assert red - blue == pytest.approx(8.0) and green == pytest.approx(0.0)
    with qtbot.waitSignal(grade.studio.film.changed):
        sliders["contrast"].number.setValue(1.2)
    cdl = grade.desk.cdl
    assert cdl.slope[0] == pytest.approx(1.2) and 0.4135884 * cdl.slope[0] + cdl.offset[0] == pytest.approx(0.4135884, abs=1e-4)


def test_a_look_is_chosen_and_scene_and_film_are_reached(grade: GradePage, qtbot: QtBot) -> None:
    gallery = grade.looks.gallery
    grade.bar.reaches["scene"].click()
    with qtbot.waitSignal(grade.studio.film.changed):
        gallery.chosen.emit("noir")
    assert grade.studio.film.film.grades[f"scene:{grade.desk.scene}"].look == "noir" and grade.desk.look == ("noir", 1.0)
    grade.bar.reaches["film"].click()
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.looks.strength.number.setValue(50)
        grade.looks.strength.number.setValue(40)
    assert grade.studio.film.film.grades["film"].look_strength == pytest.approx(0.4)


def test_the_looks_are_shown_on_the_frame(grade: GradePage, qtbot: QtBot) -> None:
    looks = grade.looks.gallery.looks
    qtbot.waitUntil(lambda: looks.picture("noir") is not None and looks.picture("neutral") is not None)
    grey, plain = (rgb_of(image).astype(int) for name in ("noir", "neutral") if (image := looks.picture(name)) is not None)
    assert np.ptp(grey, axis=-1).mean() < 4 < np.ptp(plain, axis=-1).mean()


def test_a_curve_is_drawn_and_kept_once(grade: GradePage, qtbot: QtBot) -> None:
    plot, before = grade.curves.plot, edits(grade)
    with qtbot.waitSignal(grade.studio.film.changed):
        drag(plot, QPoint(0, -10))
    master = grade.studio.film.film.grades[f"shot:{grade.desk.shot}"].curves
    assert edits(grade) == before + 1 and master is not None and len(master.master) == 3
    assert master.master[1][1] > master.master[1][0]
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.curves.back.click()
    assert grade.desk.curves == Curves()


def test_a_copied_grade_is_pasted_as_one_edit(grade: GradePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.set(exposure=0.7, look="sepia", look_strength=0.5)
    assert grade.studio.commands.do("grade.copy")
    other = next(shot for shot in grade.strip.strip.shots if shot.shot != grade.desk.shot and shot.frame >= 0)
    grade.strip.shot_asked.emit(other)
    assert grade.desk.shot == other.shot
    before = edits(grade)
    with qtbot.waitSignal(grade.studio.film.changed):
        assert grade.studio.commands.do("grade.paste")
    assert edits(grade) == before + 1 and grade.desk.exposure == 0.7 and grade.desk.look == ("sepia", 0.5)
    assert any("yours" in shot.marks for shot in grade.strip.strip.shots if shot.shot == other.shot)


def test_a_shot_is_matched_to_another(grade: GradePage, qtbot: QtBot) -> None:
    other = next(shot.shot for shot in grade.strip.strip.shots if shot.shot != grade.desk.shot)
    with qtbot.waitSignal(grade.studio.messages.told):
        grade.orders.match_to_shot(other)
    qtbot.waitUntil(lambda: grade.desk.own.automatic is False)
    assert grade.desk.own.cdl not in (None, Cdl()) and not grade.primaries.on_top.isChecked()


def test_a_lut_is_brought_in_or_refused_in_words(grade: GradePage, tmp_path: Path, qtbot: QtBot) -> None:
    from aiprod.grading.bake import lattice
    from aiprod.grading.cube import write_cube

    bad, good = tmp_path / "bad.cube", tmp_path / "good.cube"
    bad.write_text("LUT_3D_SIZE 4\n0 0 0\n")
    write_cube(good, lattice(5)[..., ::-1].copy(), "swapped")
    with qtbot.waitSignal(grade.studio.messages.told) as told:
        grade.orders.bring_lut(bad, "rec709")
    assert told.args is not None and "can't be used as a LUT" in told.args[0].text and "rows" in told.args[0].detail
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.orders.bring_lut(good, "rec709")
    assert grade.desk.own.lut is not None and grade.desk.own.lut.name == "good.cube"
    assert grade.lut.name.text() == "good.cube" and grade.lut.remove.isEnabled()


def test_a_list_goes_out_and_comes_back(grade: GradePage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.set(automatic=False, look="neutral", cdl=Cdl(slope=(1.2, 1.0, 0.9), saturation=0.8))
    path = tmp_path / "shot.cdl"
    with qtbot.waitSignal(grade.studio.messages.told):
        grade.orders.write(path)
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.reset()
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.orders.bring_list(path)
    assert grade.desk.cdl.slope == (1.2, 1.0, 0.9) and grade.desk.cdl.saturation == 0.8


def test_before_and_after(grade: GradePage, qtbot: QtBot) -> None:
    shown: list[QImage] = []
    with qtbot.waitSignal(grade.studio.film.changed):
        grade.desk.set(look="noir", look_strength=1.0)
    qtbot.waitUntil(lambda: grade.room.shown is not None and _chroma(grade.room.shown) < 6)
    grade.player.picture_ready.connect(lambda image, _frame: shown.append(image))
    QTest.mousePress(grade.bar.hold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown) and _chroma(shown[-1]) > 6)  # as shot: in colour
    QTest.mouseRelease(grade.bar.hold, Qt.MouseButton.LeftButton)
    assert _chroma(shown[-1]) < 6
    assert grade.studio.commands.do("grade.compare") and grade.bar.compares["wipe"].isChecked()


def test_scopes_follow_the_picture(grade: GradePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: grade.scopes.readings > 0)
    before = grade.scopes.readings
    grade.player.play()
    qtbot.waitUntil(lambda: grade.scopes.readings > before + 2)
    grade.player.stop()


def test_scopes_read_what_there_is(studio: Studio, qtbot: QtBot) -> None:
    scopes = ScopePanel(studio.background)
    qtbot.addWidget(scopes)
    scopes.resize(500, 360)
    scopes.show()
    with qtbot.waitSignal(scopes.measured):
        scopes.look_at(_flat(128))
    assert "50 %" in scopes.views["waveform"].accessibleDescription()
    assert [view.isVisible() for view in scopes.views.values()].count(True) == len(FOUR)
    scopes.choice.setCurrentIndex(scopes.choice.findData("cie1931"))
    qtbot.waitUntil(lambda: bool(scopes.views["cie1931"].accessibleDescription()))
    assert scopes.views["cie1931"].isVisible() and not scopes.views["waveform"].isVisible()


def test_the_reasons_are_told(grade: GradePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(grade.why.words.text()))


def test_the_reasons_are_read_once(grade: GradePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: grade._reasons is not None)
    found, told = grade._reasons, grade.why.words.text()
    grade.desk.move(exposure=0.3)
    assert grade._reasons is found and grade.why.words.text() == told


def test_nothing_to_grade_says_so(studio: Studio, qtbot: QtBot) -> None:
    page = GradePage(studio)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    assert page.empty.isVisible() and page.empty.heading.text() == "No film is open"
    page.leave()


def _codes(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return rgb.astype(np.float32) / np.float32(255)


def _chroma(image: QImage) -> float:
    return float(np.ptp(rgb_of(image).astype(int), axis=-1).mean())


def _flat(level: int) -> QImage:
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(QColor(level, level, level))
    return image
