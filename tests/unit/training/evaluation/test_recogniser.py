# SPDX-License-Identifier: Apache-2.0
"""The recogniser learns to read labels off rendered clips, and draws them as other clips than they are."""

import json
from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training.data.conditioning import decode, encode  # noqa: E402
from aiprod.training.data.render import pictures  # noqa: E402
from aiprod.training.data.sampler import ClipSpec, staged  # noqa: E402
from aiprod.training.data.vocabulary import SLOTS  # noqa: E402
from aiprod.training.evaluation import drawing, recogniser, teaching  # noqa: E402
from aiprod.training.evaluation.lessons import Lessons, learning, trying  # noqa: E402
from aiprod.training.evaluation.views import GRID, HEIGHT, WAYS, WIDTH, Views, around, joined, view  # noqa: E402

SPEC = ClipSpec(WIDTH, HEIGHT, 12, 25)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def lessons():
    """Cars in two places by day and by night, going left and right."""
    parts, codes = [], []
    for place, time, way in product(("desert", "snowfield"), ("day", "night"), ("left", "right")):
        labels = {"place": place, "time": time, "weather": "clear", "light": "left", "subject": "car", "size": "full",
                  "count": "1", "direction": way, "speed": "fast", "colour": "red", "camera": "static"}  # fmt: skip
        request = staged(labels, SPEC, seed=len(parts)).request
        parts.append(view([pictures(request, around(SPEC.frames, share)) for share in (0.3, 0.5, 0.7)]))
        codes.append(encode(labels))
    return Lessons(joined(parts), np.stack(codes))


@pytest.fixture
def desk(lessons):
    made = drawing.Desk(len(lessons), CPU)
    made.add(lessons)
    return made


def test_a_mirrored_picture_says_mirrored_things(desk, lessons):
    """Where a batch shows its car go right, the motion in the car's place goes right, and so says the code."""
    direction, light = SLOTS.index("direction"), SLOTS.index("light")
    batch = desk.draw(64, torch.Generator().manual_seed(3), np.random.default_rng(3))
    said = [decode(codes) for codes in batch.codes.numpy().astype(np.int16)]
    assert {labels["light"] for labels in said} == {"left", "right"}
    for labels, motion in zip(said, batch.motion, strict=True):
        if "direction" not in labels:  # the motion was taken away, and what it would have said
            assert float(motion.abs().max()) == 0
            continue
        right = motion[0][motion[0].abs() > 0.4 * motion[0].abs().max()].mean()
        assert (right > 0) == (labels["direction"] == "right")
    assert (batch.codes[:, light] >= 0).all()
    assert (batch.codes[:, direction] >= 0).float().mean() > 0.7


def test_what_is_only_mirrored_is_the_same_pixels(monkeypatch, lessons):
    monkeypatch.setattr(drawing, "_UNMOVED", 2.0)
    stills = torch.from_numpy(lessons.views.stills[:2, 0]).permute(0, 3, 1, 2).float() / 255
    motion = torch.from_numpy(lessons.views.motion[:2, 0]).float()
    seen, moved = drawing.placed(stills, motion, torch.tensor([False, True]), torch.Generator().manual_seed(1))
    assert torch.allclose(seen[0], stills[0], atol=1e-4)
    assert torch.allclose(seen[1], stills[1].flip(2), atol=1e-4)
    signs = torch.tensor([-1.0, 1.0] * (WAYS // 2))[:, None, None]
    assert torch.allclose(moved[1], motion[1].flip(2) * signs, atol=1e-3)


def test_it_learns_and_goes_on_as_if_it_had_not_stopped(desk):
    teacher = recogniser.Teacher(batch=8, rate=1e-2)
    losses = [float(teacher.step(desk, 0.0)) for _ in range(4)]
    again = recogniser.Teacher(batch=8, rate=1e-2)
    again.restore({name: value.clone() for name, value in teacher.state().items()})
    losses += [float(teacher.step(desk, 0.0)) for _ in range(3)]
    assert losses[-1] < 0.8 * losses[0]
    assert [float(again.step(desk, 0.0)) for _ in range(3)] == losses[4:]


def test_slots_that_say_nothing_do_not_teach():
    nothing = drawing.Moments(
        torch.rand(2, 3, HEIGHT, WIDTH), torch.zeros(2, WAYS, HEIGHT // GRID, WIDTH // GRID), torch.full((2, len(SLOTS)), -1)
    )
    assert float(recogniser.loss_of(recogniser.Recogniser(), nothing).detach()) == 0


def test_a_run_leaves_what_another_machine_can_finish(lessons, tmp_path):
    """With its time over at once: the shards that are there are learnt from and tried on, and nothing is waited for."""
    one = Views(lessons.views.stills[:, :1], lessons.views.motion[:, :1])
    for path, seen in ((learning(tmp_path, 1)[0], one), (trying(tmp_path, 1)[0], lessons.views)):
        np.savez(path, stills=seen.stills, motion=seen.motion, codes=lessons.codes)
    line = ["--out", str(tmp_path), "--lessons", str(tmp_path), "--shards", "3", "--no-render", "--batch", "2"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teaching, "_finished", lambda model, out: {"trouble": "no exporter"})
        assert teaching.main([*line, "--seconds", "3"]) == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["clips"] == len(lessons)
    assert set(report["slots"]) <= set(SLOTS)
    model = teaching.network_of(tmp_path / teaching.WEIGHTS)
    assert teaching.tried(model, [trying(tmp_path, 1)[0]])["slots"] == report["slots"]
    with pytest.raises(UserError, match="begins at 1"):
        teaching.main([*line, "--workers", "0"])
