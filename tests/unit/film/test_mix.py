# SPDX-License-Identifier: Apache-2.0
"""Mix documents: old ones open, a brief that asks nothing of the mix keeps its old form and hash, nonsense is refused."""

import pytest

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.mix import BusChoices, EqBand, MixChoices, MixPlan, Point, Stem

OLD_BRIEF = {"schema": "Brief.1", "text": "A sailor waits.", "language": "en", "loudness_lufs": -23.0}
OLD_STEM = {"schema": "Stem.1", "name": "x", "bus": "music", "file": "x.wav", "start_s": 1.0, "pan": 0.5, "gain_db": -7.0}


def test_films_from_before_open_with_the_mix_they_had() -> None:
    brief = Brief.from_json(OLD_BRIEF)
    assert brief.loudness_lufs == -23 and brief.mixing == MixChoices()
    plan = MixPlan.from_json({"schema": "MixPlan.1", "stems": [OLD_STEM], "duration_s": 4.0, "target_lufs": -23.0})
    assert plan.layout == "stereo" and plan.stems[0].pan == 0.5 and plan.stems[0].room == ""
    assert Stem.from_json(plan.stems[0].to_json()) == plan.stems[0]


def test_a_brief_that_asks_nothing_of_the_mix_is_written_as_before() -> None:
    brief = Brief(text="A sailor waits.", language="en")
    assert brief.to_json()["schema"] == "Brief.1" and "mixing" not in brief.to_json()
    assert Brief.from_json(brief.to_json()) == brief
    film = Film(name="x", brief=brief)
    assert film.to_json()["brief"]["schema"] == "Brief.1"
    surround = film.changed(brief=brief.changed(mixing=MixChoices(layout="5.1")))
    assert surround.content_hash() != film.content_hash()
    assert surround.brief.story().content_hash() == brief.content_hash()


def test_a_brief_with_choices_survives_the_disk() -> None:
    choices = MixChoices(
        layout="5.1", anchor="dialogue", true_peak_dbtp=-2,
        buses=(BusChoices(bus="music", gain=(Point(time_s=1, value=-2),), eq=(EqBand(kind="bell", frequency_hz=900),)),),
    )  # fmt: skip
    brief = Brief(text="A sailor waits.", language="en", mixing=choices)
    assert brief.to_json()["schema"] == "Brief.2"
    assert Brief.from_json(brief.to_json()) == brief


@pytest.mark.parametrize("fields", [
    {"layout": "7.1"}, {"buses": [{"bus": "music"}, {"bus": "music"}]}, {"buses": [{"bus": "drums"}]}, {"true_peak_dbtp": 1},
    {"buses": [{"bus": "music", "gain_db": 99}]}, {"buses": [{"bus": "music", "eq": [{"kind": "bell", "frequency_hz": 0}]}]},
])  # fmt: skip
def test_nonsense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(UserError, match="not a readable MixChoices"):
        MixChoices.from_json(fields)
