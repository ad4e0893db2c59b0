# SPDX-License-Identifier: Apache-2.0
"""A film made in stereo is asked for in 5.1 and over headphones: only the mix and what holds it are made again."""

import json
import shutil
from pathlib import Path

import av
import pytest

from aiprod.film.mix import Anchor, Layout, MixChoices
from aiprod.film.store import FilmStore
from aiprod.film.takestore import TakeStore
from aiprod.production.pipeline import produce
from aiprod.production.state import delivered, read_state


@pytest.fixture(scope="module")
def film(finished_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(finished_film, tmp_path_factory.mktemp("films") / "mixes.aiprod"))


def takes(root: Path) -> dict[str, str]:
    return dict(read_state(root).takes)


@pytest.mark.parametrize(("layout", "anchor", "lufs"), [("5.1", "dialogue", -27.0), ("binaural", "programme", -16.0)])
def test_another_layout_makes_only_the_sound_again(film: Path, layout: Layout, anchor: Anchor, lufs: float) -> None:
    before = takes(film)
    store = FilmStore(film)
    choices = MixChoices(layout=layout, anchor=anchor, true_peak_dbtp=-2)
    store.edit("Change the mix", lambda doc: doc.changed(brief=doc.brief.changed(mixing=choices, loudness_lufs=lufs)))
    produced = produce(store)
    after = takes(film)
    assert produced.passed
    remade = {name for name in after if before.get(name) != after[name]}
    assert {"mix", "package", "quality report"} <= remade
    assert not {name for name in remade if name.startswith(("shot ", "line ", "score", "picture"))}
    facts = TakeStore(film / "takes").load(after["mix"]).facts
    assert (facts["dialogue_lufs"] if anchor == "dialogue" else facts["loudness_lufs"]) == pytest.approx(lufs, abs=0.1)
    with av.open(str(delivered(store, ".mp4"))) as container:
        assert container.streams.audio[0].channels == (6 if layout == "5.1" else 2)
    report = json.loads((film / "delivery" / "quality.json").read_text("utf-8"))
    sound = ("loudness", "true peak", "sync", "dialogue")
    heard = [finding["severity"] for finding in report["findings"] if finding["check"] in sound]
    assert len(heard) >= 4 and set(heard) == {"pass"}


def test_a_binaural_mix_names_its_head(film: Path) -> None:
    mix = TakeStore(film / "takes").load(takes(film)["mix"])
    assert [use.id for use in mix.recipe.models] == ["kemar-hrtf"]
    assert "LicenseRef-MIT-KEMAR" in mix.licences
