# SPDX-License-Identifier: Apache-2.0
"""Estimates: seconds, money, a recommendation with its reason, and the error of all that."""

import json

import pytest

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.production.chain import estimating, history
from aiprod.production.chain.estimating import estimate, estimate_film
from aiprod.production.chain.history import Outcome, note_outcome, note_task, usual_seconds
from aiprod.production.chain.money import Refusal
from aiprod.production.speeds import Size, Speeds
from aiprod.shooting.cloud.offers import offers
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.protocol import Order

BRIEF = Brief(text="A lighthouse keeper finds a message in a bottle.", language="en", duration_s=12, width=640, height=360)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    return tmp_path


def everyone(_provider: str) -> Refusal | None:
    return None


def test_without_consent_the_animatic_is_recommended_and_clouds_say_why_not():
    found = estimate(BRIEF, calibrate=False)
    assert found.recommended == "animatic" and "costs nothing" in found.reason and found.shots >= 2
    clouds = [choice for choice in found.choices if choice.generator.startswith("cloud:")]
    assert len(clouds) == len(offers()) and not any(choice.available for choice in clouds)
    assert all("agreed" in choice.reason and choice.eur > 0 and choice.priced_on for choice in clouds)


def test_every_choice_has_a_time_with_its_range():
    for choice in estimate(BRIEF, calibrate=False).choices:
        assert choice.range_s is not None
        low, high = choice.range_s
        assert 0 < low < choice.seconds < high
    data = json.loads(json.dumps(estimate(BRIEF, calibrate=False).to_json()))
    assert data["choices"][0]["range_s"] and data["recommended"] == "animatic"


def test_a_video_model_is_guessed_until_it_has_made_a_film_here():
    """From its figures, not from the animatic's; what the machine then shows replaces the guess whole."""
    name = "diffusion:tiny-wan"
    found = estimate(BRIEF, name, calibrate=False).of(name)
    assert found.generator == name and found.seconds is not None and found.error_s >= 0.59 * found.seconds
    assert not found.available and "aiprod models" in found.reason, "it is not here"
    footage = estimating.guessing.guess(BRIEF, name)
    assert footage is not None and footage.seconds is not None and 0 < footage.seconds < 600
    large = estimating.guessing.guess(BRIEF, "diffusion:wan2.1-t2v-14b")
    assert large is not None and (large.seconds is None or large.seconds > 100 * footage.seconds)
    speeds, size = estimating.guessing.primed(Speeds(), BRIEF, name), Size.of(BRIEF, name)
    step = ("shooting", "footage")
    assert speeds.cost(step, size) == pytest.approx(footage.seconds, rel=0.01) and not speeds.has_shown(step, size)
    speeds.learn(step, size, 7.0)
    assert speeds.cost(step, size) == pytest.approx(7.0, rel=0.01) and estimating.guessing.primed(speeds, BRIEF, name) is speeds
    speeds.save()
    shown = estimate(BRIEF, name, calibrate=False).of(name)
    assert shown.seconds is not None and shown.error_s is not None and shown.error_s < 0.6 * shown.seconds


def test_with_consent_the_first_of_the_chain_that_can_be_paid_is_recommended():
    rich, poor = (
        estimate(BRIEF, allowed=everyone, calibrate=False),
        estimate(BRIEF, allowed=everyone, left_eur=0.1, calibrate=False),
    )
    assert rich.recommended == "cloud:ltx/ltx-2-3-fast" and "€" in rich.reason
    assert poor.recommended == "animatic" and "would cost" in poor.reason and "0.10 € are left" in poor.reason
    assert rich.of("auto").generator == rich.recommended and rich.of("only:cloud:fal").generator.startswith("cloud:fal/")


def test_the_cost_is_that_of_the_durations_on_sale():
    """Every shot is bought whole: 5 s at Luma at least, whatever it needs."""
    found = estimate(BRIEF, allowed=everyone, calibrate=False)
    luma = found.of("cloud:luma")
    order = Order("ray-flash-2", "", 5, 1280, 720, "720p", "16:9")
    five = PriceList.load().quote("luma", order).eur
    assert luma.eur >= round(found.shots * five, 2) - 0.02


def test_what_this_machine_showed_sharpens_the_estimate():
    speeds, size = Speeds(), Size.of(BRIEF, "animatic")
    before = estimate(BRIEF, calibrate=False).of("animatic").seconds
    speeds.learn(("shooting", "footage"), size, speeds.cost(("shooting", "footage"), size) * 3)
    speeds.save()
    assert estimate(BRIEF, calibrate=False).of("animatic").seconds > before * 1.2


def test_a_machine_that_nothing_is_known_of_is_measured_once(home, monkeypatch):
    runs = []
    real = estimating.calibration_seconds

    def measured() -> float:
        runs.append(real())
        return runs[-1]

    monkeypatch.setattr(estimating, "calibration_seconds", measured)
    first = estimate(BRIEF).of("animatic").seconds
    assert estimate(BRIEF).of("animatic").seconds == first and len(runs) == 1
    kept = json.loads((home / "calibration.json").read_text())
    assert kept["ratio"] == pytest.approx(runs[0] / estimating._REFERENCE_S, rel=0.01)


def test_a_written_film_is_estimated_from_its_own_screenplay():
    from aiprod.writing import writers

    film = Film(name="f", brief=BRIEF, screenplay=writers.write(BRIEF, writer="template").screenplay)
    assert estimate_film(film, calibrate=False).shots == estimate(BRIEF, calibrate=False).shots


def test_clouds_learn_how_long_they_take():
    assert usual_seconds("cloud:x/y", 60) == (60, 30)
    for seconds in (20, 22, 24, 400):
        note_task("cloud:x/y", seconds)
    usual, error = usual_seconds("cloud:x/y", 60)
    assert usual == 23 and error < 10


def test_the_error_of_estimates_is_a_figure(home):
    for estimated, actual in ((10, 10), (12, 10), (5, 10), (10, 8)):
        note_outcome(Outcome(0, "f", "auto", estimated, actual))
    with (home / "estimates.jsonl").open("a") as stream:
        stream.write("half a li")
    (found,) = history.errors()
    assert (found.count, found.median, found.p90) == (4, pytest.approx(0.225), 0.5)
