# SPDX-License-Identifier: Apache-2.0
"""`aiprod train …` from the command line."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.cli.main import main  # noqa: E402
from aiprod.media.audio import write_audio  # noqa: E402

RECIPE = """
run: {steps: 12, batch: 2, log_every: 4, save_every: 6}
shape: {rate: 8000, hop: 64, bands: 24, width: 16, blocks: 1, vocoder_width: 16, vocoder_blocks: 1, judges: [128], judge_width: 4}
seconds: 0.2
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    rights = {"licence": "CC0-1.0", "holder": "Me", "source": "my desk", "people": []}
    (sounds / "rights.json").write_text(json.dumps(rights))
    for index in range(7):
        tone = 0.3 * np.sin(np.arange(24_000, dtype=np.float32) * (0.02 + 0.01 * index))
        write_audio(sounds / f"{index}.flac", tone)
    (tmp_path / "recipe.yaml").write_text(RECIPE)
    return tmp_path


def run(place, *more):
    return main(["train", "audio", "--recipe", str(place / "recipe.yaml"), "--data", str(place / "sounds"), *more])


def test_a_run_is_told_goes_on_and_measures_its_speed(place, capsys):
    out = place / "run"
    assert run(place, "--out", str(out), "--steps", "12") == 0
    told = capsys.readouterr().out
    assert "12 of 12 steps" in told and "sound.safetensors" in told and "spectral distance" in told
    assert "steps: 12" in (out / "recipe.yaml").read_text()
    assert run(place, "--out", str(out), "--steps", "14", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["from_step"], report["steps"]) == (12, 14)
    assert main(["train", "budget", "audio", "--recipe", str(place / "recipe.yaml"), "--card", "cpu"]) == 0
    assert "measured here" in capsys.readouterr().out


def test_bad_input_is_one_sentence(place, capsys):
    (place / "recipe.yaml").write_text("run: {stepz: 3}\n")
    assert run(place, "--out", str(place / "run")) == 2
    assert "stepz" in capsys.readouterr().err
    assert main(["train", "lora", "--data", str(place), "--out", str(place / "run")]) == 2
    assert "no model to train" in capsys.readouterr().err
    assert main(["train", "vae", "--data", str(place), "--out", str(place / "run")]) == 2
    assert "no data set" in capsys.readouterr().err
    assert main(["train", "budget", "audio", "--card", "X1"]) == 2
    assert "H100" in capsys.readouterr().err
