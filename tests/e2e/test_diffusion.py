# SPDX-License-Identifier: Apache-2.0
"""Films by video models through the real command line: tiny checkpoints of the true architectures, the complete chain."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.films import aiprod

from aiprod.film.store import FilmStore
from aiprod.film.takes import Take

pytest.importorskip("torch")
SMALL = ("--duration", "4", "--size", "160x90", "--seed", "1")
BRIEF = "A girl finds a letter in the harbour. She reads it."


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A store of its own, with the tiny models built by the command that users have."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("OMP_NUM_THREADS", "1")
        built = aiprod("models", "build", "tiny-wan", "tiny-ltx23")
        assert built.returncode == 0, built.stderr
        yield Path(os.environ["AIPROD_HOME"])


def footage(root: Path) -> list[Take]:
    return [take for take in FilmStore(root).takes.all() if take.recipe.step == "footage"]


def made(name: str, root: Path, *more: str) -> list[Take]:
    result = aiprod("make", BRIEF, "--out", str(root), *SMALL, "--generator", f"diffusion:{name}", *more)
    assert result.returncode == 0, result.stderr
    return footage(root)


@pytest.mark.parametrize("name", ["tiny-wan", "tiny-ltx23"])
def test_a_brief_becomes_a_film_by_a_video_model(home, tmp_path, name):
    root = tmp_path / "f.aiprod"
    takes = made(name, root)
    assert len(takes) > 2 and {take.recipe.generator for take in takes} == {f"diffusion:{name}/2"}, "no shot fell"
    for take in takes:
        (use,) = take.recipe.models
        assert use.id == name and len(use.sha256) == 64 and take.licences == ("Apache-2.0",)
        (asked,) = take.facts["requests"]
        assert asked["model"] == name and asked["prompt"] and asked["seed"] == take.recipe.seed and take.facts["synthetic"]
    assert {path.suffix for path in (root / "delivery").iterdir()} >= {".mp4", ".srt", ".otio"}
    ledger = "".join(path.read_text("utf-8") for path in (root / "delivery").glob("*.json"))
    assert name in ledger, "the model is named in what is delivered"
    before = (root / "made.jsonl").read_text("utf-8")
    assert aiprod("resume", str(root)).returncode == 0 and (root / "made.jsonl").read_text("utf-8") == before


def test_a_model_that_is_not_here_gives_way_with_a_word(home, tmp_path):
    root = tmp_path / "f.aiprod"
    takes = made("tiny-wan22", root, "--until", "shooting")
    assert {take.recipe.generator for take in takes} == {"animatic/1"}
    falls = json.loads((root / "falls.json").read_text("utf-8"))["falls"]
    assert {fall["gave_way"] for fall in falls} == {"diffusion:tiny-wan22"}
    assert "is not on this machine" in falls[0]["sentence"]


def test_a_model_that_nobody_knows_is_refused_at_once(home, tmp_path):
    result = aiprod("make", BRIEF, "--out", str(tmp_path / "f.aiprod"), "--generator", "diffusion:nothing")
    assert result.returncode == 2 and "no model 'nothing'" in result.stderr and "models list" in result.stderr


def test_nothing_heavy_is_loaded_to_know_the_video_models(home):
    code = (
        "import sys; from aiprod.shooting.generator import generator, names; names();"
        "generator('diffusion:tiny-wan').available(); print('torch' in sys.modules, 'diffusers' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
