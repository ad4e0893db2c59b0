# SPDX-License-Identifier: Apache-2.0
"""Films by video models through the real command line: tiny checkpoints of the true architectures, the complete chain."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.films import aiprod

from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.film.takestore import TakeStore
from aiprod.production.state import read_state

pytest.importorskip("torch")
SMALL = ("--size", "96x64", "--seed", "1")
SCRIPT = """INT. CELLAR - NIGHT

A letter lies on the floor.
"""
"""Nobody speaks: what video models do with lines is tested beside them."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A store of its own, with the tiny models built by the command that users have."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("OMP_NUM_THREADS", "1")
        built = aiprod("models", "build", "tiny-wan", "tiny-ltx23")
        assert built.returncode == 0, built.stderr
        yield Path(os.environ["AIPROD_HOME"])


@pytest.fixture(scope="module")
def film(home, tmp_path_factory):
    """The whole film by Wan. To be looked at, and copied by whoever shoots it once more: what is heard stays as it is."""
    folder = tmp_path_factory.mktemp("wan")
    (folder / "letter.fountain").write_text(SCRIPT, "utf-8")
    asked = (str(folder / "letter.fountain"), "--out", str(folder / "f.aiprod"), *SMALL, "--generator", "diffusion:tiny-wan")
    result = aiprod("make", *asked)
    assert result.returncode == 0, result.stderr
    return folder / "f.aiprod"


def shot_again(film: Path, root: Path, name: str, *more: str) -> Path:
    """The film with its shots by this model."""
    shutil.copytree(film, root)
    FilmStore(root).edit("another generator", lambda film: film.changed(generator=f"diffusion:{name}"))
    result = aiprod("resume", str(root), *more)
    assert result.returncode == 0, result.stderr
    return root


def footage(root: Path) -> list[Take]:
    """The shots that are in use."""
    takes = [TakeStore(root / "takes").load(take) for take in read_state(root).takes.values()]
    return [take for take in takes if take.recipe.step == "footage"]


@pytest.mark.parametrize("name", ["tiny-wan", "tiny-ltx23"])
def test_a_script_becomes_a_film_by_a_video_model(film, tmp_path, name):
    root = film if name == "tiny-wan" else shot_again(film, tmp_path / "f.aiprod", name)
    takes = footage(root)
    assert len(takes) > 1 and {take.recipe.generator for take in takes} == {f"diffusion:{name}/2"}, "no shot fell"
    for take in takes:
        (use,) = take.recipe.models
        assert use.id == name and len(use.sha256) == 64 and take.licences == ("Apache-2.0",)
        (asked,) = take.facts["requests"]
        assert asked["model"] == name and asked["prompt"] and asked["seed"] == take.recipe.seed and take.facts["synthetic"]
    assert {path.suffix for path in (root / "delivery").iterdir()} >= {".mp4", ".otio"}
    ledger = "".join(path.read_text("utf-8") for path in (root / "delivery").glob("*.json"))
    assert name in ledger, "the model is named in what is delivered"
    before = (root / "made.jsonl").read_text("utf-8")
    assert aiprod("resume", str(root)).returncode == 0 and (root / "made.jsonl").read_text("utf-8") == before


def test_a_model_that_is_not_here_gives_way_with_a_word(film, tmp_path):
    root = shot_again(film, tmp_path / "f.aiprod", "tiny-wan22", "--until", "shooting")
    assert {take.recipe.generator for take in footage(root)} == {"animatic/1"}
    falls = json.loads((root / "falls.json").read_text("utf-8"))["falls"]
    assert {fall["gave_way"] for fall in falls} == {"diffusion:tiny-wan22"}
    assert "is not on this machine" in falls[0]["sentence"]


def test_a_model_that_nobody_knows_is_refused_at_once(home, tmp_path):
    result = aiprod("make", "A letter.", "--out", str(tmp_path / "f.aiprod"), "--generator", "diffusion:nothing")
    assert result.returncode == 2 and "no model 'nothing'" in result.stderr and "models list" in result.stderr


def test_nothing_heavy_is_loaded_to_know_the_video_models(home):
    code = (
        "import sys; from aiprod.shooting.generator import generator, names; names();"
        "generator('diffusion:tiny-wan').available(); print('torch' in sys.modules, 'diffusers' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
