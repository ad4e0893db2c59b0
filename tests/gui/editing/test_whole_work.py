# SPDX-License-Identifier: Apache-2.0
"""The whole work, done by a user (`user.py`) in the real window on a real engine server: brief, screenplay, storyboard, approval,
film, a cut, another take, grade, mix, master, quality control. In the midst of each kind of step the desktop is killed; it is
started again, has reopened the film by itself, and nothing is lost.
"""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.gui.editing.user import SIZE, User

from aiprod.film.store import FilmStore
from aiprod.film.timeline import ShotFootage
from aiprod.media.reading import length_of
from aiprod.production.standing import Standing

USER = Path(__file__).with_name("user.py")
ROOT = Path(__file__).resolve().parents[3]
STEP_S = 240.0
EDITS = frozenset({"approve", "cut", "retake", "take", "grade", "mix"})
"""Steps that are an edit: once they are shown, they are on the disk."""
KILLED = frozenset({"write", "approve", "render", "cut", "grade", "make", "deliver"})
"""Steps that it is killed in: each kind of work of the engine's, and each kind of edit."""
_NEEDED = ("Xvfb", "xdotool")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1000)]


@dataclass
class Desktop:
    """The desktop in a process of its own, with a user before it."""

    folder: Path
    step: str
    environment: dict[str, str]
    doomed: frozenset[str] = frozenset()
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._log = (self.folder / f"user-{self.step}-{time.monotonic_ns()}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, str(USER), str(self.folder), self.step, *self.doomed], cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())
        self._lines.put(None)

    def hear(self) -> str:
        """The next thing it says. Fails where it ended, or is silent for too long."""
        try:
            line = self._lines.get(timeout=STEP_S)
        except queue.Empty:
            line = None
        if line is None:
            self.process.kill()
            self._log.seek(0)
            pytest.fail(f"after {self.said[-4:]}:\n{self._log.read()[-4000:]}")
        self.said.append(line)
        return line

    def until(self, *beginnings: str) -> str:
        """What it says next that begins so."""
        while True:
            line = self.hear()
            if line.startswith(beginnings):
                return line

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        self.until("end")
        assert self.process.wait(60) == 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole work")


@pytest.fixture(scope="module")
def environment(place: Path) -> dict[str, str]:
    path = os.pathsep.join(str(ROOT / part) for part in ("engine", "app", "."))
    return {**os.environ, "AIPROD_HOME": str(place / "home"), "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def engine(place: Path, environment: dict[str, str]) -> Iterator[None]:
    """The engine server, as the desktop would start it; it outlives the desktop."""
    with (place / "engine.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "aiprod.cli", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    yield
    server.terminate()
    server.wait(30)


@pytest.fixture(scope="module")
def worked(place: Path, environment: dict[str, str], engine: None) -> tuple[Path, list[str]]:
    """The folder of films after the whole work, and all that was said on the way."""
    films = place / "films"
    films.mkdir()
    said: list[str] = []
    step, killed = User.STEPS[0], set[str]()
    while True:
        desktop = Desktop(films, step, environment, KILLED - killed)
        while (line := desktop.hear()) != "end":
            word, _, name = line.partition(" ")
            if word == "begun" and name in KILLED - killed:
                killed.add(name)
                desktop.kill()
                step = name
                break
        said += desktop.said
        if line == "end":
            assert desktop.process.wait(60) == 0
            break
    assert killed == KILLED
    return films, said


def film_of(films: Path) -> Path:
    return next(films.glob("*.aiprod"))


def test_what_was_shown_before_a_kill_is_there_after_it(worked: tuple[Path, list[str]]) -> None:
    said = worked[1]
    for step in sorted(KILLED):
        begun = said.index(f"begun {step}")
        if step in EDITS or f"kept {step}" in said:
            assert f"kept {step}" in said[begun:], f"{step} was lost"
    assert [line.partition(" ")[2] for line in said if line.startswith("done ")] == list(User.STEPS)


def test_the_film_is_as_the_user_made_it(worked: tuple[Path, list[str]]) -> None:
    films, said = worked
    store = FilmStore(film_of(films))
    film, standing = store.film, Standing.of(store)
    assert film.screenplay is not None and f"{film.brief.width}x{film.brief.height}" == SIZE
    assert standing.shots is not None and set(film.approved) <= {shot.id for shot in standing.shots.shots} and film.approved
    assert film.timeline is not None
    clips = {clip.id: clip for _, _, clip in film.timeline.clips()}
    name, length = next(line for line in said if line.startswith("cut ")).removeprefix("cut ").rsplit(" ", 1)
    assert clips[name].length == int(length)
    shows, taken = clips[name].shows, next(line for line in said if line.startswith("take ")).removeprefix("take ")
    assert isinstance(shows, ShotFootage) and shows.take == taken
    assert len(standing.takes[shows.shot]) == 2
    assert film.grades and film.brief.mixing.buses[0].gain_db < 0


def test_every_step_can_still_be_undone(worked: tuple[Path, list[str]], tmp_path: Path) -> None:
    copy = tmp_path / "copy.aiprod"
    shutil.copytree(film_of(worked[0]), copy)
    store = FilmStore(copy)
    while store.undoable:
        store.undo()
    assert store.film.timeline is None and not store.film.grades and not store.film.retakes and not store.film.approved


def test_the_master_and_its_report_are_there(worked: tuple[Path, list[str]]) -> None:
    root = film_of(worked[0])
    store = FilmStore(root)
    standing = Standing.of(store)
    assert standing.current and standing.report is not None and standing.report.findings
    movie = next(path for path in standing.delivery if path.suffix == ".mp4")
    assert store.film.timeline is not None
    assert length_of(movie)[0] == store.film.timeline.end
    exports = [path for path in (root / "exports").iterdir() if path.stat().st_size > 10_000]
    assert exports


def test_keys_of_a_real_keyboard(worked: tuple[Path, list[str]], environment: dict[str, str], tmp_path: Path) -> None:
    missing = [tool for tool in _NEEDED if shutil.which(tool) is None]
    if missing and os.environ.get("AIPROD_REQUIRE_SERVICES") != "1":
        pytest.skip(f"{' and '.join(missing)} not installed")
    assert not missing
    film = tmp_path / "keys.aiprod"
    shutil.copytree(film_of(worked[0]), film)
    with _Screen(tmp_path) as display:
        shown = {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "AIPROD_HOME": str(tmp_path / "home")}
        desktop = Desktop(film, "stay", shown)
        try:
            _by_keys(desktop, film, shown)
        finally:
            desktop.process.kill()


def _by_keys(desktop: Desktop, film: Path, shown: dict[str, str]) -> None:
    desktop.until("ready")
    before = FilmStore(film).film.timeline
    assert before is not None

    def press(*keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], env=shown, check=True)

    press("Home", *["Right"] * 30)
    while desktop.until("frame") != "frame 30":
        pass
    press("ctrl+b")
    assert desktop.until("changed") == "changed edit Blade"
    cut = FilmStore(film).film.timeline
    assert cut is not None and len(list(cut.clips())) == len(list(before.clips())) + 1
    press("m")
    assert desktop.until("changed").startswith("changed edit Add marker")
    press("ctrl+z", "ctrl+z")
    assert [desktop.until("changed").split()[1] for _ in range(2)] == ["undo", "undo"]
    assert FilmStore(film).film.timeline == before
    press("l")
    assert desktop.until("did play") == "did play.forward"
    press("k")
    assert desktop.until("did play") == "did play.pause"
    press("ctrl+q")
    desktop.end()


class _Screen:
    """A screen of its own (Xvfb). It chooses its number itself, so that no two tests share one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> str:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
        with (self._folder / "xvfb.log").open("w") as log:
            self._server = subprocess.Popen(command, pass_fds=(writing,), stdout=log, stderr=log)
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def __exit__(self, *_why: object) -> None:
        self._server.terminate()
        self._server.wait(10)
