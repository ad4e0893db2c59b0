# SPDX-License-Identifier: Apache-2.0
"""A store of its own for each test, a hub on this machine, and cards of models that it has."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.server.hub import FakeHub, Repository, fake_hub

MIB = 1 << 20
WEIGHTS = random.Random(7).randbytes(5 * MIB + 12_345)
ENCODER = random.Random(8).randbytes(2 * MIB + 1)
CONFIG = b'{"model_type": "acme"}\n'
PATIENCE = {"schema": "PullSettings.1", "backoff_s": 0.01, "silence_s": 0.4, "connect_s": 2.0}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """AIPROD's data folder."""
    folder = tmp_path / "home"
    (folder / "cards").mkdir(parents=True)
    monkeypatch.setenv("AIPROD_HOME", str(folder))
    for name in ("AIPROD_MODELS", "AIPROD_HUB", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    (folder / "pulling.json").write_text(json.dumps(PATIENCE))
    return folder


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub with a model in two repositories, one of them gated."""
    repositories = {
        "Acme/Video": Repository(
            {"split/video.safetensors": WEIGHTS, "text/encoder.safetensors": ENCODER, "config.json": CONFIG},
            small=frozenset({"config.json"}), moved_from="Acme/Old",
        ),
        "Acme/Gated": Repository({"video.safetensors": WEIGHTS}, gated=True),
    }  # fmt: skip
    with fake_hub(repositories) as running:
        monkeypatch.setenv("AIPROD_HUB", running.url)
        yield running


def card(home: Path, model: str, *files: dict[str, object], **fields: object) -> str:
    """Write a user's card. A file is {path, repo?, name?, sha256?, size?, …}."""
    listed = []
    for file in files:
        given = dict(file)
        path = given.pop("path")
        hub = {"repo": given.pop("repo", "Acme/Video"), "path": path}
        listed.append({"name": Path(str(path)).name, "hub": hub, **given})
    made = {
        "schema": "ModelCard.1", "id": model, "title": f"The {model}", "role": "video", "licence": "Apache-2.0", "terms": "Free.",
        "terms_fr": "Libre.", "attribution": "Acme.", "source": "https://example.org", "need": "optional", "files": listed,
        **fields,
    }  # fmt: skip
    (home / "cards" / f"{model}.yaml").write_text(yaml.safe_dump(made))
    return model
