# SPDX-License-Identifier: Apache-2.0
"""The recogniser learns to read labels off pictures and their motion, goes on where it was, and is the same when it ships."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.training.data.conditioning import encode  # noqa: E402
from aiprod.training.data.vocabulary import SLOTS  # noqa: E402
from aiprod.training.evaluation import recogniser, shipping  # noqa: E402
from aiprod.training.evaluation.lessons import Lessons  # noqa: E402
from aiprod.training.evaluation.reader import Reader  # noqa: E402
from aiprod.training.evaluation.views import Views, joined, view  # noqa: E402

COLOURS = {"red": (210, 50, 45), "green": (60, 150, 70), "blue": (50, 90, 190)}


def _lesson(index: int) -> tuple[Views, np.ndarray]:
    """A square of one of three colours by day or by night, going to the right, to the left, or nowhere."""
    luck = np.random.default_rng(index)
    colour, way, night = list(COLOURS)[index % 3], (-1, 0, 1)[index // 3 % 3], bool(index // 9 % 2)
    ground = luck.integers(20, 60, (18, 32, 3), np.uint8) + (0 if night else 130)
    place = np.kron(ground, np.ones((4, 4, 1), np.uint8)).astype(np.uint8)
    top, left = int(luck.integers(5, 40)), int(luck.integers(30, 70))
    frames = []
    for step in range(3):
        frame = place.copy()
        frame[top : top + 26, left + 6 * way * step : left + 6 * way * step + 26] = COLOURS[colour]
        frames.append(frame)
    labels = {"colour": colour, "time": "night" if night else "day", "direction": ("left", "still", "right")[way + 1]}
    return view([frames]), encode(labels)


def _lessons(first: int, count: int) -> Lessons:
    found = [_lesson(index) for index in range(first, first + count)]
    return Lessons(joined([views for views, _ in found]), np.stack([codes for _, codes in found]))


@pytest.fixture(scope="module")
def taught():
    torch.set_num_threads(1)
    teacher, lessons = recogniser.Teacher(total=70, batch=12, rate=4e-3), _lessons(0, 90)
    losses = [float(teacher.step(lessons)) for _ in range(70)]
    return teacher, losses


def _chances(teacher, seen: Views):
    """Of clips with one moment each."""
    three = Views(np.repeat(seen.stills, 3, 1), np.repeat(seen.motion, 3, 1))
    return recogniser.answers(teacher.model, three)


def test_it_learns_what_it_sees_and_how_it_moves(taught):
    teacher, losses = taught
    assert np.mean(losses[-10:]) < 0.75 * np.mean(losses[:10])
    unseen = _lessons(1000, 45)
    found = recogniser.codes_of(_chances(teacher, unseen.views))
    for slot in ("colour", "time", "direction"):
        at = SLOTS.index(slot)
        assert (found[:, at] == unseen.codes[:, at]).mean() >= 0.8, slot


def test_what_ships_sees_the_same(taught, tmp_path):
    teacher, _ = taught
    told = shipping.ship(teacher.model, tmp_path)
    assert told["size"] == (tmp_path / "recogniser.onnx").stat().st_size < 4_000_000
    seen = _lessons(2000, 4).views
    seen = Views(np.repeat(seen.stills, 3, 1), np.repeat(seen.motion, 3, 1))
    reading, exact = Reader(tmp_path / "recogniser.onnx").read(seen), recogniser.answers(teacher.model, seen)
    for slot in SLOTS:
        assert np.abs(reading.chances[slot] - exact[slot]).max() < 0.02
    assert reading.features.shape == (4, recogniser.FEATURES)


def test_a_stopped_run_goes_on_to_the_same_weights():
    lessons = _lessons(0, 12)
    whole, stopped, resumed = (recogniser.Teacher(total=6, batch=4) for _ in range(3))
    losses = [float(whole.step(lessons)) for _ in range(4)]
    for _ in range(2):
        stopped.step(lessons)
    resumed.restore({name: value.clone() for name, value in stopped.state().items()})
    assert [float(resumed.step(lessons)) for _ in range(2)] == losses[2:]


def test_slots_that_say_nothing_do_not_teach():
    lessons = _lessons(0, 4)
    silent = Lessons(lessons.views, np.full_like(lessons.codes, -1))
    batch = recogniser.drawn(silent, np.arange(4), np.random.default_rng(0))
    assert float(recogniser.loss_of(recogniser.Recogniser(), batch).detach()) == 0
