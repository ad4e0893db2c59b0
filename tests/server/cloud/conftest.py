# SPDX-License-Identifier: Apache-2.0
"""A world with the contract server in the place of the clouds, and a purse."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.server.cloud.contract import KEYS, CloudServer

from aiprod.production.chain.money import Purse
from aiprod.production.jobs import JobStore, default_url
from aiprod.shooting.cloud.buying import Desk
from aiprod.shooting.cloud.generator import CloudGenerator
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.providers.table import provider
from aiprod.shooting.cloud.purchases import Purchases
from aiprod.shooting.cloud.settings import KEYS as KEY_NAMES
from aiprod.shooting.cloud.settings import CloudSettings, need_key

CONSENT = "The prompts of my films may go there."


@dataclass
class World:
    """One film's view of the clouds."""

    server: CloudServer
    root: Path
    store: JobStore
    film: str
    stop: threading.Event = field(default_factory=threading.Event)

    def allow(self, *providers: str, cap: float | None = 5.0) -> None:
        """Consent and cap."""
        for name in providers:
            self.store.consents.grant(name, "tests", CONSENT)
        if cap is not None:
            self.store.spending.set_cap(self.film, cap)

    def purse(self) -> Purse:
        return Purse(self.store, self.film)

    def desk(self, name: str, **fields) -> Desk:
        seller = provider(name, need_key(name), CloudSettings.load())
        given = {"stop": self.stop, **fields}
        return Desk(seller, self.purse(), Purchases(self.root / "cloud"), PriceList.load(), **given)

    def generator(self, name: str, **fields) -> CloudGenerator:
        return CloudGenerator(f"cloud:{name}", self.desk(name.partition("/")[0], **fields))

    @property
    def spent(self) -> float:
        return self.store.spending.spent(self.film)

    @property
    def reserved(self) -> float:
        return self.store.spending.budget(self.film).reserved_micro / 1e6


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
def server(clips: Path) -> Iterator[CloudServer]:
    with CloudServer(clips) as running:
        yield running


@pytest.fixture
def world(server: CloudServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    home = tmp_path / "home"
    monkeypatch.setenv("AIPROD_HOME", str(home))
    monkeypatch.delenv("AIPROD_DATABASE", raising=False)
    for name, value in KEYS.items():
        monkeypatch.setenv(KEY_NAMES[name][0], value)
    home.mkdir()
    (home / "server").mkdir()
    (home / "cloud.json").write_text(json.dumps(server.settings()), "utf-8")
    root = tmp_path / "film.aiprod"
    root.mkdir()
    store = JobStore.open(default_url())
    yield World(server, root, store, store.films.register(root))
    store.close()
