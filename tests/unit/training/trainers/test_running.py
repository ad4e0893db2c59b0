# SPDX-License-Identifier: Apache-2.0
"""The frame of runs: killed ones go on to the same losses, unstable ones go back once, and nothing wrong goes on in silence."""

import json
import os
import time

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from safetensors import SafetensorError  # noqa: E402
from tests.unit.training.trainers import learners  # noqa: E402
from tests.unit.training.trainers.programs import free_port, start  # noqa: E402

from aiprod.film.errors import DiskFullError, UserError  # noqa: E402
from aiprod.training.trainers.journals import keepers_for  # noqa: E402
from aiprod.training.trainers.running import STATE, Course, carry_out  # noqa: E402
from aiprod.training.trainers.settings import Running, read_recipe  # noqa: E402

SETTINGS = learners.SETTINGS


def losses_of(folder):
    """The loss of every step; where a step was done twice, the later one."""
    found = {}
    for line in (folder / "journal.jsonl").read_text().splitlines():
        facts = json.loads(line)
        for index, loss in enumerate(facts.get("losses", ())):
            found[facts["step"] - len(facts["losses"]) + index + 1] = loss
    return [found[step] for step in sorted(found)]


def test_a_run_that_was_killed_goes_on_with_the_same_losses(tmp_path):
    process = start(learners, tmp_path / "killed", "100000", "7")
    deadline = time.monotonic() + 60
    journal = tmp_path / "killed" / "journal.jsonl"
    while not (journal.exists() and journal.read_text().count("\n") > 30):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    process.kill()
    process.wait()
    reached = len(losses_of(tmp_path / "killed"))
    settings = SETTINGS.changed(steps=100_000, save_every=1000)
    for folder in ("killed", "undisturbed"):
        learner = learners.CurveLearner(settings)
        course = Course(tmp_path / folder, between=stop_at(reached + 20))
        with pytest.raises(KeyboardInterrupt):
            carry_out(learner, course)
    found, due = losses_of(tmp_path / "killed"), losses_of(tmp_path / "undisturbed")
    assert len(found) >= reached + 19 and found[: len(due)] == due[: len(found)]


def stop_at(step):
    def between(learner):
        if learner.step_count == step:
            raise KeyboardInterrupt

    return between


def spoiled(*steps):
    """Weights that are no number any more after these steps, each once."""
    left = list(steps)

    def between(learner):
        if left and learner.step_count == left[0]:
            left.pop(0)
            with torch.no_grad():
                next(learner.players["net"].model.parameters()).fill_(float("nan"))

    return between


def test_it_learns_and_delivers_the_averaged_weights(tmp_path):
    report = carry_out(
        learners.CurveLearner(SETTINGS.changed(steps=200, rate=2e-2, ema=0.9, log_every=20, save_every=100)), Course(tmp_path)
    )
    assert report["after"]["error"] < report["before"]["error"] / 4
    assert report["files"] == ["curve.safetensors"] and (tmp_path / "curve.safetensors").exists()
    assert json.loads((tmp_path / "report.json").read_text()) == report
    assert report["steps"] == 200 and report["stopped"] == ""


def test_an_unstable_run_goes_back_once_at_half_the_rate(tmp_path):
    learner = learners.CurveLearner()
    report = carry_out(learner, Course(tmp_path, between=spoiled(23)))
    assert learner.haste == 0.5 and report["steps"] == 60 and not report["stopped"]
    assert "no number" in report["troubles"][0]
    back = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert [line["back_to"] for line in back if line.get("event") == "unstable"] == [20]


def test_the_second_time_it_stops_with_a_reason_and_delivers_nothing(tmp_path):
    report = carry_out(learners.CurveLearner(), Course(tmp_path, between=spoiled(12, 17)))
    assert "half the rate" in report["stopped"] and "files" not in report
    assert not (tmp_path / "curve.safetensors").exists()
    learner = learners.CurveLearner()
    learner.load(tmp_path / STATE)
    assert learner.sound() and learner.step_count == 15


def test_weights_that_are_no_numbers_are_never_saved(tmp_path):
    settings = SETTINGS.changed(log_every=100, save_every=20)
    report = carry_out(learners.CurveLearner(settings), Course(tmp_path, between=spoiled(20)))
    assert len(report["troubles"]) == 1 and not report["stopped"]


def test_the_rate_of_a_boxed_run_falls_with_the_time_that_is_left(tmp_path):
    now, rates = [0.0], []

    class Watched(learners.CurveLearner):
        def learn(self, rate, luck):
            rates.append(rate)
            now[0] += 1.0
            return super().learn(rate, luck)

    settings = SETTINGS.changed(steps=1000, warmup=0, cooldown=0.5, boxed=True)
    carry_out(Watched(settings), Course(tmp_path, seconds=10.0, clock=lambda: now[0]))
    assert rates == pytest.approx([settings.rate * share for share in (1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2)])


def test_another_architecture_and_other_data_are_refused(tmp_path):
    carry_out(learners.CurveLearner(SETTINGS.changed(steps=5)), Course(tmp_path))
    with pytest.raises(UserError, match="another architecture"):
        carry_out(learners.CurveLearner(width=16), Course(tmp_path))
    with pytest.raises(UserError, match="data set was changed under the run"):
        carry_out(learners.CurveLearner(data="e" * 64), Course(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="files are limited by a Unix call")
def test_a_disk_that_says_no_leaves_the_earlier_state_whole(tmp_path):
    import resource

    learner = learners.CurveLearner()
    learner.save(tmp_path / STATE)
    good = (tmp_path / STATE).read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(UserError, match="File too large; the state before it is whole"):
            learner.save(tmp_path / STATE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / STATE).read_bytes() == good and [p.name for p in tmp_path.iterdir()] == [STATE]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), SafetensorError("I/O error: No space left on device (os error 28)")]
)
def test_a_full_disk_is_called_so(tmp_path, monkeypatch, error):
    def full(*_):
        raise error

    monkeypatch.setattr("aiprod.training.trainers.running.save_tensors", full)
    with pytest.raises(DiskFullError, match="the disk is full; the state before it is whole"):
        learners.CurveLearner().save(tmp_path / STATE)


def test_an_unknown_key_is_named(tmp_path):
    (tmp_path / "recipe.yaml").write_text("steps: 10\nstepz: 3\n")
    with pytest.raises(UserError, match="stepz"):
        read_recipe(tmp_path / "recipe.yaml", Running)
    (tmp_path / "recipe.yaml").write_text("- 1\n")
    with pytest.raises(UserError, match="not a recipe"):
        read_recipe(tmp_path / "recipe.yaml", Running)


def test_a_tracker_that_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("aiprod.training.trainers.journals.find_spec", lambda name: None)
    with pytest.raises(UserError, match="wandb"):
        keepers_for(SETTINGS.changed(track=("wandb",)), "curve", tmp_path)


def test_two_devices_learn_what_one_learns(tmp_path):
    group = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port(), "WORLD_SIZE": "2"}
    ranks = [start(learners, tmp_path / "two", "40", "20", RANK=str(rank), **group) for rank in range(2)]
    for process in ranks:
        output = process.communicate(timeout=120)[0]
        assert process.returncode == 0, output.decode()
    carry_out(learners.CurveLearner(SETTINGS.changed(steps=40, save_every=20)), Course(tmp_path / "one"))
    two, one = losses_of(tmp_path / "two"), losses_of(tmp_path / "one")
    assert len(two) == 40 and two == pytest.approx(one, abs=1e-5)
    resumed = learners.CurveLearner(SETTINGS.changed(steps=40))
    resumed.load(tmp_path / "two" / STATE)
    assert resumed.step_count == 40 and resumed.sound()
