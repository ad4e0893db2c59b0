# SPDX-License-Identifier: Apache-2.0
"""What runs are said to cost."""

import pytest

from aiprod.film.errors import UserError
from aiprod.training.trainers import budget
from aiprod.training.trainers.budget import Work


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))


def report(**changes):
    facts = {"kind": "audio", "device": "cpu, 2 threads", "devices": 1, "from_step": 0, "steps": 50, "stopped": ""}
    return {**facts, "work_a_second": 4e10, **changes}


def test_operations_of_a_step_are_six_for_each_weight_and_token_and_attention():
    assert budget.operations_of(1e9, 1000, 0, 0) == 6e12
    assert budget.operations_of(0, 1000, 10, 64) == 12 * 10 * 64 * 1000**2
    assert budget.operations_of(1e9, 1000, 0, 0, frozen=True) == 4e12
    assert budget.operations_of(1e9, 1000, 0, 0, again=True) == 8e12


def test_hours_and_money_follow_from_the_measured_share():
    work = Work("video", 232.45e12 * 7200, 1000)
    found = budget.estimate(work, "H100")
    assert found.gpu_hours == pytest.approx(2) and found.money == pytest.approx(2 * 3.0)
    assert "measured on NVIDIA H100" in found.speed.source
    shared = budget.estimate(work, "H100", cards=4, price=2.0)
    assert shared.hours == pytest.approx(0.5) and shared.money == pytest.approx(4)


def test_another_card_is_taken_to_reach_the_same_share_and_what_is_assumed_is_said():
    other = budget.speed_of("A100", "video")
    assert other.share == pytest.approx(232.45 / 989, rel=1e-3) and "as measured on" in other.source
    assert "assumed" in budget.speed_of("A100", "audio").source
    assert "No price is known" in budget.told(budget.estimate(Work("lora", 1e18, 1), "B200"))


def test_runs_measure_this_machine():
    with pytest.raises(UserError, match="No speed of this processor"):
        budget.estimate(Work("audio", 1e12, 10), "cpu", device="cpu, 2 threads")
    budget.remember(report(steps=3))
    budget.remember(report(stopped="unstable"))
    assert "cpu, 2 threads" not in budget.speeds()
    budget.remember(report())
    found = budget.estimate(Work("audio", 4e10 * 1800, 10), "cpu", device="cpu, 2 threads")
    assert found.hours == pytest.approx(0.5) and found.money is None
    assert "measured here" in budget.told(found)


def test_an_unknown_card_is_refused_with_those_that_are_known():
    with pytest.raises(UserError, match="H100"):
        budget.estimate(Work("video", 1e12, 1), "H900")
