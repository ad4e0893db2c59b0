# SPDX-License-Identifier: Apache-2.0
"""The Models page on one real engine for the whole module, whose hub and keyring are the tests' own."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.server.hub import FakeHub, Faults, Repository, fake_hub

from aiprod.wire.discovery import read_discovery
from aiprod_app.main import dress
from aiprod_app.pages.models.page import ModelsPage
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

ROOT = Path(__file__).resolve().parents[3]
MIB = 1 << 20
WEIGHTS = random.Random(5).randbytes(6 * MIB + 33)
OTHER = random.Random(6).randbytes(MIB)
EXTRA = b'{"of": "' + b"x" * MIB + b'"}'
LONG = 60_000
CLAUSE = "Not for products that compete with Acme’s own."


@pytest.fixture(scope="module")
def hub() -> Iterator[FakeHub]:
    repositories = {
        "Acme/Video": Repository({"video.safetensors": WEIGHTS, "extra.json": EXTRA}),
        "Acme/Gated": Repository({"gated.safetensors": OTHER}, gated=True),
    }
    with fake_hub(repositories) as running:
        running.members["hf_friend_of_acme"] = frozenset({"Acme/Gated"})
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, hub: FakeHub) -> Path:
    """The home of engine and desktop, with Acme's models among the others."""
    folder = tmp_path_factory.mktemp("models") / "home"
    (folder / "cards").mkdir(parents=True)
    _card(folder, "acme-video", "Acme/Video", "video.safetensors", architecture="wan", generation="2.1", acceptance=True,
          licence_text="licences/ltx-2-community-2026-01-05.txt", warning=CLAUSE, warning_fr="Non.")  # fmt: skip
    _card(folder, "acme-addition", "Acme/Video", "video.safetensors", "extra.json", role="lora", need="optional")
    _card(folder, "acme-gated", "Acme/Gated", "gated.safetensors", role="lora", gated=True)
    patience = {"schema": "PullSettings.1", "backoff_s": 0.02, "silence_s": 2.0, "tries": 3, "endpoint": hub.url}
    (folder / "pulling.json").write_text(json.dumps(patience))
    return folder


def _card(folder: Path, model: str, repo: str, *paths: str, **fields: Any) -> None:
    sizes = {"extra.json": {"size": len(EXTRA)}}
    files = [{"name": path, "hub": {"repo": repo, "path": path}, **sizes.get(path, {})} for path in paths]
    made = {
        "schema": "ModelCard.1", "id": model, "title": f"The {model}", "role": "video", "licence": "Apache-2.0", "terms": "Free.",
        "terms_fr": "Libre.", "attribution": "Acme.", "source": "https://example.org", "need": "optional", "files": files,
        **fields,
    }  # fmt: skip
    (folder / "cards" / f"{model}.yaml").write_text(yaml.safe_dump(made))


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[None]:
    """The engine: as it is delivered, with a keyring in a file."""
    environment = {
        **os.environ, "AIPROD_HOME": str(place), "PYTHONPATH": f"{ROOT / 'engine'}:{ROOT}",
        "PYTHON_KEYRING_BACKEND": "tests.server.keyring_in_file.FileKeyring", "TEST_KEYRING": str(place.parent / "keyring.json"),
    }  # fmt: skip
    for name in ("AIPROD_HUB", "HF_TOKEN", "AIPROD_MODELS"):
        environment.pop(name, None)
    with (place / "serve.log").open("w") as log:
        running = subprocess.Popen([sys.executable, "-m", "aiprod.cli", "serve"], stdout=log, stderr=log, env=environment)
    yield
    running.terminate()
    running.wait(30)
    assert read_discovery(place / "server" / "engine.json") is None


@pytest.fixture(autouse=True)
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module's, instead of one for each test."""
    monkeypatch.setenv("AIPROD_HOME", str(place))
    return place


@pytest.fixture
def page(qapp: QApplication, home: Path, server: None, hub: FakeHub, qtbot: QtBot) -> Iterator[ModelsPage]:
    """The page, with everything that the engine knows."""
    hub.faults = Faults()
    store = SettingsStore(home / "desktop" / "settings.json")
    store.change(first_run_done=True, language="en")
    studio = Studio(store, start_engine=False)
    dress(qapp, studio.settings.now)
    window = StudioWindow(studio)
    window.resize(1440, 900)
    window.show()
    studio.begin()
    qtbot.waitUntil(lambda: studio.engine.state == "ready", timeout=LONG)
    window.go_to("models")
    shown = cast("ModelsPage", window.page)
    qtbot.waitUntil(lambda: bool(shown.tree.rows) and shown.known.hub is not None, timeout=LONG)
    yield shown
    window.close()
    studio.end()
    window.deleteLater()
    studio.deleteLater()
