# SPDX-License-Identifier: Apache-2.0
"""Versions go through gates and come back when they measure worse, on MLflow's own local store."""

import json
import shutil

import pytest

pytest.importorskip("mlflow", reason="the model registry needs MLflow, which the studio does not install")

from aiprod.film.errors import EngineError, UserError
from aiprod.models import serving
from aiprod.training.registry import command
from aiprod.training.registry.store import Registry

GOOD = {"accuracy": 0.85, "worst": 0.7, "camera": 0.97, "copies": 0.0, "flicker": 0.5, "feature_distance": 20.0, "psnr_db": 32.0}


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """One store for all: MLflow builds its database once."""
    return Registry(tmp_path_factory.mktemp("registry"))


@pytest.fixture
def weights(tmp_path):
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "transformer.onnx").write_bytes(b"weights")
    return folder


def _made(registry, weights, name, *measures):
    """Versions 0.1.0, 0.2.0 … with these measures."""
    for index, found in enumerate(measures):
        (weights / "transformer.onnx").write_bytes(f"weights {index}".encode())
        registry.add(name, weights, found)


def test_versions_go_up_and_keep_their_files(registry, weights):
    first = registry.add("ladder", weights, GOOD)
    (weights / "transformer.onnx").write_bytes(b"other weights")
    second = registry.add("ladder", weights, GOOD, part="major")
    assert [str(first.version), str(second.version)] == ["0.1.0", "1.0.0"]
    assert (first.folder / "transformer.onnx").read_bytes() == b"weights"
    assert registry.find("ladder", "dev").version == second.version
    assert registry.find("ladder", "1.0.0").measures == GOOD
    with pytest.raises(UserError, match=r"0\.9\.0 can't be added"):
        registry.add("ladder", weights, GOOD, version="0.9.0")


def test_gates_let_through_what_is_good_enough(registry, weights):
    _made(registry, weights, "gates", GOOD | {"accuracy": 0.6, "camera": 0.8}, GOOD)
    registry.promote("gates", "0.1.0", "staging")
    with pytest.raises(UserError, match=r"accuracy is 0\.6, it must be at least 0\.8"):
        registry.promote("gates", "0.1.0", "production")
    registry.promote("gates", "0.2.0", "production")
    assert registry.find("gates", "production").measures["accuracy"] == 0.85


def test_what_measures_worse_does_not_replace_production(registry, weights):
    _made(registry, weights, "worse", GOOD, GOOD | {"camera": 0.951, "accuracy": 0.82})
    registry.promote("worse", "0.1.0", "production")
    with pytest.raises(UserError, match=r"accuracy went from 0\.85 to 0\.82"):
        registry.promote("worse", "0.2.0", "production")
    assert str(registry.find("worse", "production").version) == "0.1.0"


def serving_of(registry, model, home, monkeypatch):
    """What serves a seed's request, as whoever serves reads it: without the registry."""
    monkeypatch.setenv("AIPROD_HOME", str(home))
    shutil.copytree(registry.place / "serving", home / "registry" / "serving", dirs_exist_ok=True)

    def found(seed):
        version = serving.chosen(model, seed)
        assert (serving.whole(version) / "transformer.onnx").is_file()
        return version

    return found


def test_a_canary_gets_its_share_of_the_seeds_and_the_same_ones(registry, weights, tmp_path, monkeypatch):
    _made(registry, weights, "canary", GOOD, GOOD | {"accuracy": 0.9})
    registry.promote("canary", "0.1.0", "production")
    registry.canary("canary", "0.2.0", 0.25)
    split = registry.split("canary")
    chosen = [str(split.chosen(seed).version) for seed in range(400)]
    assert 70 <= chosen.count("0.2.0") <= 130
    assert [str(registry.split("canary").chosen(seed).version) for seed in range(50)] == chosen[:50]
    served = serving_of(registry, "canary", tmp_path, monkeypatch)
    assert [served(seed).version for seed in range(50)] == chosen[:50]
    change = registry.measured("canary", "0.2.0", {"accuracy": 0.8})
    assert change is not None
    assert change.why == ("accuracy went from 0.85 to 0.8",)
    assert registry.split("canary").canary is None
    served = serving_of(registry, "canary", tmp_path, monkeypatch)
    assert {served(seed).version for seed in range(9)} == {"0.1.0"}


def test_production_goes_back_by_itself_when_it_measures_worse(registry, weights):
    _made(registry, weights, "back", GOOD, GOOD | {"accuracy": 0.88})
    for version in ("0.1.0", "0.2.0"):
        registry.promote("back", version, "production")
    assert registry.measured("back", "0.2.0", {"accuracy": 0.87}) is None
    change = registry.measured("back", "0.2.0", {"camera": 0.9})
    assert change is not None
    assert (change.version, change.before) == ("0.1.0", "0.2.0")
    assert "camera went from 0.97 to 0.9" in registry.find("back", "0.2.0").withdrawn
    with pytest.raises(UserError, match="showed nothing before"):
        registry.roll_back("back")


def test_damaged_files_are_not_promoted(registry, weights):
    entry = registry.add("damaged", weights, GOOD)
    (entry.folder / "transformer.onnx").write_bytes(b"something else")
    with pytest.raises(EngineError, match="damaged"):
        registry.promote("damaged", "0.1.0", "staging")


def test_the_command_tells_what_it_did(registry, weights, tmp_path, capsys):
    report = {
        "slots": {"place": 0.9, "count": 0.8}, "mean": 0.85, "worst": ["count", 0.8], "camera_move": 0.96, "flicker": 0.4,
        "motion_rms": 3.0, "feature_distance": 12.0, "codec": {"psnr_db": 31.0}, "memorisation": {"copies": 0.0},
    }  # fmt: skip
    (tmp_path / "report.json").write_text(json.dumps(report))
    where = ["--place", str(registry.place), "--model", "told"]
    assert command.main(["add", str(weights), "--report", str(tmp_path / "report.json"), *where]) == 0
    assert command.main(["promote", "dev", "production", *where]) == 0
    assert command.main(["list", *where, "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "production: nothing → 0.1.0"
    listed = json.loads(lines[2])["versions"]
    assert [entry["stages"] for entry in listed] == [["dev", "production"]]
    assert listed[0]["measures"]["worst"] == 0.8
    (tmp_path / "report.json").write_text("{}")
    with pytest.raises(UserError, match="no examination's report"):
        command.main(["add", str(weights), "--report", str(tmp_path / "report.json"), *where])
