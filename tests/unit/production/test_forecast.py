# SPDX-License-Identifier: Apache-2.0
"""How long the rest will take: foreseen from the brief, sharpened by what is measured, honest about how far off it is."""

from pathlib import Path

import pytest

from aiprod.film.brief import Brief
from aiprod.film.time import FrameRate
from aiprod.production.forecast import Forecast
from aiprod.production.pipeline import DEPARTMENTS
from aiprod.production.speeds import COSTS, Size, Speeds, Step

SIZE = Size(20.0, 1000.0, "auto:illustration")
FOOTAGE: Step = ("shooting", "footage")


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def forecast(time: Time, speeds: Speeds | None = None, **more: object) -> Forecast:
    return Forecast(SIZE, speeds or Speeds(), departments=DEPARTMENTS, tick=time, machine_cores=2, **more)  # type: ignore[arg-type]


def work(made: Forecast, time: Time, step: Step, takes: int, *, speed: float = 1.0, reused: bool = False) -> None:
    """Make all takes of a step on a machine that is `speed` times as fast as foreseen, one after the other."""
    cost = COSTS[step]
    cpu = (cost.once + cost.second * SIZE.seconds + cost.megapixel * SIZE.megapixels) / takes / speed
    made.foresee(step, takes)
    for number in range(takes):
        made.begun(step, f"take {number}", 1.0)
    for number in range(takes):
        time.now += 0.0 if reused else cpu / 2
        made.done(step, f"take {number}", cpu, reused=reused)


def test_nobody_asked_nobody_is_told() -> None:
    silent = Forecast()
    silent.begun(FOOTAGE, "a", 1)
    silent.done(FOOTAGE, "a", 1.0, reused=False)
    assert silent.outlook() is None
    assert silent.learn().films == 0


def test_the_share_done_only_grows_and_reaches_one() -> None:
    time = Time()
    made, shares = forecast(time), [0.0]
    for step in COSTS:
        work(made, time, step, 4)
        outlook = made.outlook()
        assert outlook is not None
        shares.append(outlook.fraction)
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
    assert made.outlook().eta_s == pytest.approx(0.0)  # type: ignore[union-attr]


@pytest.mark.parametrize("speed", [0.25, 1.0, 4.0])
def test_a_faster_or_slower_machine_is_noticed_as_the_work_goes_on(speed: float) -> None:
    time = Time()
    made = forecast(time)
    first = made.outlook()
    assert first is not None and first.fraction == 0
    steps = [step for step in COSTS if step[0] not in ("delivery", "quality")]
    for step in steps:
        work(made, time, step, 10, speed=speed)
    told = made.outlook()
    assert told is not None
    begun = time.now
    for step in COSTS:
        if step not in steps:
            work(made, time, step, 10, speed=speed)
    assert told.eta_s == pytest.approx(time.now - begun, rel=0.7)
    assert told.error_s < first.error_s * max(1 / speed, 1)


def test_what_is_there_already_takes_no_time() -> None:
    time = Time()
    fresh, resumed = forecast(time), forecast(time)
    for step in COSTS:
        if step != FOOTAGE:
            work(resumed, time, step, 3, reused=True)
    before, after = fresh.outlook(), resumed.outlook()
    assert before is not None and after is not None
    assert after.eta_s < before.eta_s * 0.7 and after.fraction == 0.0


def test_frames_of_a_shot_under_way_count() -> None:
    time = Time()
    made = forecast(time)
    made.begun(FOOTAGE, "shot s1", 100, shot="s1")
    made.begun(FOOTAGE, "shot s2", 100, shot="s2")
    before = made.outlook()
    made.frames("s1", 50, 100)
    made.frames("nobody", 1, 2)
    time.now += 5
    after = made.outlook()
    assert before is not None and after is not None and after.fraction > before.fraction
    made.done(FOOTAGE, "shot s1", 10.0, reused=False)
    made.done(FOOTAGE, "shot s1", 99.0, reused=False)
    made.frames("s1", 100, 100)
    assert made._steps[FOOTAGE].made_share == pytest.approx(0.5)
    assert made._steps[FOOTAGE].cpu_s == 10.0


def test_a_run_that_stops_early_has_less_before_it_and_a_longer_film_more() -> None:
    time = Time()
    whole, early = forecast(time).outlook(), forecast(time, until="voices").outlook()
    assert whole is not None and early is not None and early.eta_s < whole.eta_s / 3
    longer = forecast(time)
    longer.resize(Size(40.0, 2000.0, SIZE.pictures))
    assert longer.outlook().eta_s > whole.eta_s * 1.5  # type: ignore[union-attr]


def test_a_film_without_lines_does_not_wait_for_them() -> None:
    time = Time()
    made = forecast(time, until="voices")
    for step in (("writing", "screenplay"), ("directing", "shots"), ("directing", "still"), ("directing", "storyboard")):
        work(made, time, step, 1)  # type: ignore[arg-type]
    made.finished("voices")
    assert made.outlook() == (pytest.approx(1.0), 0.0, 0.0)


def test_what_a_run_showed_is_kept_and_sharpens_the_next(tmp_path: Path) -> None:
    time, path = Time(), tmp_path / "speeds.json"
    made = forecast(time)
    for step in COSTS:
        work(made, time, step, 10, speed=0.5)
        made.outlook()
    made.learn().save(path)
    kept = Speeds.load(path)
    assert kept.films == 1 and kept.error != Speeds().error
    assert kept.cost(FOOTAGE, SIZE) == pytest.approx(2 * Speeds().cost(FOOTAGE, SIZE), rel=0.01)
    other = Size(SIZE.seconds, SIZE.megapixels, "auto:watercolour")
    assert kept.cost(FOOTAGE, other) == Speeds().cost(FOOTAGE, other)
    assert forecast(time, kept).outlook().eta_s > 1.8 * forecast(time).outlook().eta_s  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"ratios": {"a": [99, 1]}, "error": 1, "films": 1}',
        '{"ratios": {}, "error": NaN, "films": 1}',
        '{"ratios": 3}',
        "\0",
    ],
)
def test_a_damaged_history_is_no_history(tmp_path: Path, text: str) -> None:
    (tmp_path / "speeds.json").write_text(text, "utf-8")
    assert Speeds.load(tmp_path / "speeds.json") == Speeds()
    assert Speeds.load(tmp_path / "nothing.json") == Speeds()
    Speeds().save(tmp_path / "speeds.json" / "no folder.json")


def test_the_size_of_a_film_comes_from_its_brief() -> None:
    brief = Brief(text="A cat.", language="en", duration_s=10, width=1000, height=500, rate=FrameRate(numerator=25))
    assert Size.of(brief, "animatic") == Size(10, 125.0, "animatic:illustration")
    assert Speeds().cost(("shooting", "nonsense"), SIZE) == 0.0


def test_what_the_darkroom_makes_is_not_shared_among_the_workers() -> None:
    """Shots of a video model are made one after another by the device, whatever the number of workers."""
    time, size, speeds = Time(), Size(20.0, 1000.0, "diffusion:large:photo"), Speeds()
    for _ in range(8):
        speeds.learn(FOOTAGE, size, 4000.0)
    made = Forecast(size, speeds, departments=DEPARTMENTS, tick=time, machine_cores=2)
    told = made.outlook()
    assert told is not None and 4000 < told.eta_s < 4200


def test_a_video_model_may_be_very_slow_and_that_is_kept(tmp_path: Path) -> None:
    speeds, size = Speeds(), Size(20.0, 1000.0, "diffusion:large:photo")
    speeds.learn(FOOTAGE, size, 100_000.0)
    speeds.save(tmp_path / "speeds.json")
    assert Speeds.load(tmp_path / "speeds.json").cost(FOOTAGE, size) == pytest.approx(100_000.0, rel=0.01)
