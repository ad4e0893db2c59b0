# SPDX-License-Identifier: Apache-2.0
"""A user of the desktop, as a program: the real window, worked by mouse and keys, from a brief to a checked master.

    python tests/gui/editing/user.py FOLDER STEP [DOOMED …]

It begins where it is told to, and says on its standard output what it does: "begun STEP" once the step is under way and shown,
"kept STEP" where it finds it done or under way at the start, "done STEP" when it is finished, and facts in between. So it can be
killed at any of these moments; once a step that is DOOMED is begun, it does no more and waits for that. With the step "stay" it
opens the film FOLDER on the Edit page and waits for keys.
"""

import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aiprod.film.timeline import ShotFootage, Timeline
from aiprod.wire.jobs import FINAL
from aiprod_app.engine.orders import under_way
from aiprod_app.main import application, dress, shown
from aiprod_app.pages.board.page import BoardPage
from aiprod_app.pages.deliver.page import DeliverPage
from aiprod_app.pages.edit.page import EditPage
from aiprod_app.pages.grade.page import GradePage
from aiprod_app.pages.mix.page import MixPage
from aiprod_app.pages.script.page import ScriptPage
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.start.new_film import NewFilmDialog
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

BRIEF = 'Two sisters meet at a lighthouse at dusk. "You came back," says Anna.'
SIZE = "320x180"
SECONDS = 8.0
LONG_S = 150.0
LEFT = Qt.MouseButton.LeftButton
faults: list[BaseException] = []
"""What went wrong inside Qt's events."""


def say(*words: object) -> None:
    print(*words, flush=True)


def until(what: Callable[[], object], seconds: float = LONG_S) -> None:
    """Let the desktop live until something is so. What goes wrong in it meanwhile ends the work at once."""
    end = time.monotonic() + seconds
    while not what():
        if faults:
            raise faults[0]
        if time.monotonic() > end:
            raise TimeoutError(f"line {what.__code__.co_firstlineno} of {Path(what.__code__.co_filename).name}")
        QApplication.processEvents()
        time.sleep(0.005)


def _at_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    faults.append(error)
    sys.__excepthook__(kind, error, trace)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click on a control that is there to be clicked."""
    until(lambda: widget.isVisible() and widget.isEnabled() and widget.width() > 10)
    QTest.mouseClick(widget, LEFT, pos=at or widget.rect().center())


class User:
    """Each method is a step: it says "begun" by yielding once it is under way, and ends when it is finished."""

    STEPS = ("brief", "write", "board", "approve", "render", "cut", "retake", "take", "grade", "mix", "make", "deliver", "check")

    def __init__(self, window: StudioWindow, folder: Path) -> None:
        self.window, self.studio, self.folder = window, window.studio, folder

    def go_on(self, first: str, doomed: Collection[str] = ()) -> None:
        """Every step from one on, to the first that it is killed in."""
        for step in self.STEPS[self.STEPS.index(first) :]:
            kept = step == first and self.is_done(step)
            if kept:
                say("kept", step)
            for number, _ in enumerate(self.steps(step, kept)):
                if not number:
                    say("begun", step)
                    until(lambda step=step: step not in doomed)
            say("done", step)

    def steps(self, step: str, kept: bool) -> Iterator[None]:
        found: Iterator[None] = getattr(self, step)(kept)
        return found

    def is_done(self, step: str) -> bool:
        """Whether a step is found done, or under way, after a start. The film must be open for that."""
        if step == "brief":
            return self.studio.film.is_open
        until(lambda: self.studio.film.is_open and self.studio.engine.state == "ready")
        film, standing = self.studio.film.film, self.studio.film.standing
        self.know_jobs()
        working = under_way(self.studio) is not None
        return {
            "write": lambda: working or film.screenplay is not None,
            "board": lambda: working or bool(standing.stills),
            "approve": lambda: bool(film.approved) and len(film.approved) == len(self.shots()),
            "render": lambda: working or bool(standing.delivery),
            "cut": lambda: film.timeline is not None,
            "retake": lambda: bool(film.retakes),
            "take": lambda: any(isinstance(c.shows, ShotFootage) and c.shows.take for _, _, c in self.timeline().clips()),
            "grade": lambda: bool(film.grades),
            "mix": lambda: bool(film.brief.mixing.buses),
            "make": lambda: working or standing.current,
            "deliver": lambda: any(job.kind == "export" for job in self.studio.jobs.all.values()),
            "check": lambda: any(job.kind == "check" for job in self.studio.jobs.all.values()),
        }[step]()

    def page(self, kind: type, key: str):
        """Go to a page by its button."""
        click(self.window.page_buttons[key])
        until(lambda: isinstance(self.window.page, kind) and self.window.settled)
        return self.window.page

    def shots(self) -> tuple[str, ...]:
        shots = self.studio.film.standing.shots
        return tuple(shot.id for shot in shots.shots) if shots is not None else ()

    def timeline(self) -> Timeline:
        timeline = self.studio.film.timeline
        assert timeline is not None
        return timeline

    def changed(self, do: Callable[[], object]) -> None:
        """Do something, and wait until the film is shown as another."""
        heard: list[object] = []
        self.studio.film.changed.connect(heard.append)
        do()
        until(lambda: any(getattr(one, "cause", "") == "edit" for one in heard))
        self.studio.film.changed.disconnect(heard.append)

    def know_jobs(self) -> None:
        """Until the engine has told its jobs, and which of them are this film's."""
        until(lambda: self.studio.jobs.all and self.studio.jobs.film_of(self.studio.film.root))

    def wait_for_work(self) -> None:
        """Until the engine has made what was ordered."""
        self.know_jobs()
        until(lambda: under_way(self.studio) is None)
        jobs = [job for job in self.studio.jobs.of_film(self.studio.film.root) if job.kind == "film"]
        assert jobs and jobs[0].state == "delivered", [(job.kind, job.state, job.failure) for job in jobs]

    # -- the steps -----------------------------------------------------------------------------------------------------

    def brief(self, kept: bool) -> Iterator[None]:
        if kept:
            return
        self.studio.commands.do("film.new")
        until(lambda: self.window.findChild(NewFilmDialog) is not None)
        dialog = self.window.findChild(NewFilmDialog)
        assert dialog is not None
        dialog.size_box.addItem(SIZE, SIZE)  # smaller than what users are offered, for the time it takes
        QTest.keyClicks(dialog.brief, BRIEF)
        dialog.length.setValue(SECONDS)
        dialog.size_box.setCurrentIndex(dialog.size_box.findData(SIZE))
        click(dialog.buttons.button(dialog.buttons.StandardButton.Ok))
        yield
        until(lambda: self.studio.film.is_open and isinstance(self.window.page, ScriptPage))

    def write(self, kept: bool) -> Iterator[None]:
        page = self.page(ScriptPage, "script")
        if not kept:
            until(lambda: self.studio.engine.state == "ready" and page.desk.state == "empty")
            click(page.desk.write)
            until(lambda: under_way(self.studio) is not None)
            yield
        until(lambda: self.studio.film.film.screenplay is not None and page.desk.state == "script")

    def board(self, kept: bool) -> Iterator[None]:
        page = self.page(BoardPage, "board")
        if not kept:
            click(page.empty.button)
            until(lambda: under_way(self.studio) is not None)
            yield
        until(lambda: bool(page.cards) and all(card.picture for card in page.cards) and under_way(self.studio) is None)

    def approve(self, kept: bool) -> Iterator[None]:
        page = self.page(BoardPage, "board")
        if not kept:
            self.changed(lambda: click(page.bar.approve))
            yield
        until(lambda: page.cards and all(card.state == "approved" for card in page.cards))

    def render(self, kept: bool) -> Iterator[None]:
        page = self.page(BoardPage, "board")
        if not kept:
            click(page.bar.shoot)
            until(lambda: under_way(self.studio) is not None)
            yield
        self.wait_for_work()
        until(lambda: bool(self.studio.film.standing.delivery))

    def cut(self, kept: bool) -> Iterator[None]:
        """The end of the second shot, ten frames earlier, with the ripple tool and the mouse."""
        page = self.edit_page()
        if not kept:
            clip = self.pictures(page)[1]
            self.changed(lambda: self.drag_end(page, clip.id, -10))
            say("cut", clip.id, clip.length - 10)
            yield
        until(lambda: page.viewing.ready)

    def drag_end(self, page: EditPage, name: str, frames: int) -> None:
        view = page.timeline_view
        click(page.bar.buttons["timeline.ripple_tool"])
        view.set_snapping(False)
        place = view.stage.model.place(name)
        geometry, lane = view.stage.geometry, view.stage.geometry.lane(place.row)
        y = lane.top - geometry.top + lane.height - 6
        start = QPoint(round(geometry.x(place.end)) - 3, y)
        end = QPoint(round(geometry.x(place.end + frames)) - 3, y)
        QTest.mouseMove(view.canvas, start)
        QTest.mousePress(view.canvas, LEFT, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(view.canvas, start + (end - start) * share)
            QApplication.processEvents()
        QTest.mouseRelease(view.canvas, LEFT, pos=end)
        click(page.bar.buttons["timeline.select_tool"])

    def retake(self, kept: bool) -> Iterator[None]:
        page = self.edit_page()
        if not kept:
            self.select(page, 1)
            before = self.studio.jobs.all
            self.changed(lambda: click(page.bar.buttons["edit.retake"]))
            until(lambda: under_way(self.studio) is not None or set(self.studio.jobs.all) - set(before))
            yield
        self.wait_for_work()
        shot = self.pictures(page)[1].shows.shot
        until(lambda: len(self.studio.film.standing.takes[shot]) == 2)

    def take(self, kept: bool) -> Iterator[None]:
        """The first take again, from the inspector."""
        page = self.edit_page()
        if not kept:
            self.select(page, 1)
            listed = page.inspector.takes.list
            until(lambda: listed.isVisible() and listed.count() == 2)
            self.changed(lambda: click(listed.viewport(), listed.visualItemRect(listed.item(1)).center()))
            say("take", self.pictures(page)[1].shows.take)
            yield

    def grade(self, kept: bool) -> Iterator[None]:
        """A look for the film, from the gallery."""
        page = self.page(GradePage, "grade")
        if not kept:
            until(lambda: page.screening is not None and page.desk.ready)
            looks = page.looks.gallery
            self.changed(lambda: click(looks.viewport(), looks.visualRect(looks.model().index(2, 0)).center()))
            yield

    def mix(self, kept: bool) -> Iterator[None]:
        """Music softer, by the keys of its fader."""
        page = self.page(MixPage, "mix")
        if not kept:
            until(lambda: page.desk.ready)
            fader = page.strips["music"].fader
            fader.setFocus()

            def softer() -> None:
                for _ in range(3):
                    QTest.keyClick(fader, Qt.Key.Key_Down)

            self.changed(softer)
            yield

    def make(self, kept: bool) -> Iterator[None]:
        page = self.page(DeliverPage, "deliver")
        if not kept:
            click(page.make)
            until(lambda: under_way(self.studio) is not None)
            yield
        self.wait_for_work()
        until(lambda: self.studio.film.standing.current)

    def deliver(self, kept: bool) -> Iterator[None]:
        page = self.page(DeliverPage, "deliver")
        if not kept:
            until(lambda: page.known is not None and page.target.text())
            click(page.export)
            until(lambda: any(job.kind == "export" for job in self.studio.jobs.all.values()))
            yield
        job = self.finished("export")
        say("exported", job.id)

    def check(self, kept: bool) -> Iterator[None]:
        page = self.page(DeliverPage, "deliver")
        if not kept:
            click(page.report.check)
            until(lambda: any(job.kind == "check" for job in self.studio.jobs.all.values()))
            yield
        self.finished("check")
        until(lambda: page.report.report is not None)
        say("checked", len(page.report.report.findings))

    def finished(self, kind: str):
        def last():
            return next(job for job in self.studio.jobs.all.values() if job.kind == kind)

        until(lambda: last().state in FINAL)
        assert last().state == "delivered", last()
        return last()

    # -- the Edit page -------------------------------------------------------------------------------------------------

    def edit_page(self) -> EditPage:
        page = self.page(EditPage, "edit")
        until(lambda: page.player.frames > 0 and page.viewing.ready)
        return page

    def pictures(self, _page: EditPage):
        return next(track for track in self.timeline().tracks if track.kind == "video").clips

    def select(self, page: EditPage, number: int) -> None:
        """Click on a clip of the picture's track."""
        view, name = page.timeline_view, self.pictures(page)[number].id
        view.zoom_to_fit()
        place = view.stage.model.place(name)
        geometry, lane = view.stage.geometry, view.stage.geometry.lane(place.row)
        at = QPoint(round(geometry.x((place.start + place.end) / 2)), lane.top - geometry.top + lane.height // 2)
        QTest.mouseClick(view.canvas, LEFT, pos=at)
        until(lambda: name in view.selection)


def main(folder: Path, step: str, doomed: Collection[str] = ()) -> int:
    sys.excepthook = _at_fault
    app = application()
    store = SettingsStore()
    store.change(first_run_done=True, language="en", films=str(folder.parent if step == "stay" else folder))
    studio = Studio(store, start_engine=step != "stay")
    dress(app, studio.settings.now)
    window = shown(studio, folder if step == "stay" else None)
    window.resize(1500, 940)
    if step == "stay":
        stay(app, window)
    else:
        until(window.isVisible)
        if step != "brief" or studio.settings.now.open_film:
            until(lambda: studio.film.is_open, 60)
        User(window, folder).go_on(step, doomed)
        window.close()
    studio.end()
    say("end")
    return 0


def stay(app: QApplication, window: StudioWindow) -> None:
    """Open the film on the Edit page, and do what keys say until the window is closed."""
    until(lambda: window.studio.film.is_open)
    window.go_to("edit")
    page = window.page
    assert isinstance(page, EditPage)
    until(lambda: page.player.frames > 0)
    page.timeline_view.setFocus()
    window.studio.film.changed.connect(lambda shown: say("changed", shown.cause, shown.name))
    page.player.frame_changed.connect(lambda frame: say("frame", frame))
    window.studio.commands.done.connect(lambda name: say("did", name))
    window.bring_to_front()
    until(window.isActiveWindow, 20)
    say("ready", int(window.winId()))
    app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
