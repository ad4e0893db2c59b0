# SPDX-License-Identifier: Apache-2.0
"""The hub's token: in the keyring, for its hub alone, never shown; and what gated models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.hub import FakeHub
from tests.unit.models.conftest import card

from aiprod.film.errors import UserError
from aiprod.models import library, tokens
from aiprod.models.pulling import pull

keyring = pytest.importorskip("keyring")
GATED = {"path": "video.safetensors", "repo": "Acme/Gated"}
HUB = "https://huggingface.co"


@pytest.fixture(autouse=True)
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keyring of the test's own."""
    from tests.server.keyring_in_file import FileKeyring

    monkeypatch.setenv("TEST_KEYRING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "ring.json"
    keyring.set_keyring(before)


def test_a_token_is_kept_for_one_hub_and_never_shown(ring: Path) -> None:
    tokens.keep(HUB, " hf_secret_of_ada\n")
    found = tokens.token(HUB)
    assert found is not None and found.value == "hf_secret_of_ada" and found.source == "keyring"
    assert "secret" not in f"{found} {found!r}"
    assert tokens.token("https://elsewhere.example") is None
    assert tokens.forget(HUB) and not tokens.forget(HUB)
    assert tokens.token(HUB) is None


def test_the_environment_goes_first_but_only_to_the_hub_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_environment")
    found = tokens.token(HUB)
    assert found is not None and found.source == "environment"
    assert tokens.token("http://127.0.0.1:1") is None


@pytest.mark.parametrize("value", ["", "short", "two words here", "ünïcode-token"])
def test_what_is_no_token(value: str) -> None:
    with pytest.raises(UserError, match="This is no token"):
        tokens.keep(HUB, value)


def test_a_machine_without_a_keyring_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.fail import Keyring

    keyring.set_keyring(Keyring())
    assert tokens.token(HUB) is None
    with pytest.raises(UserError, match=r"keyring can't be used.*HF_TOKEN"):
        tokens.keep(HUB, "hf_secret_of_ada")


def test_a_gated_model_from_the_first_refusal_to_the_file(hub: FakeHub, home: Path) -> None:
    card(home, "acme", GATED, gated=True)
    hub.members = {"hf_friend_of_acme": frozenset({"Acme/Gated"}), "hf_stranger_here": frozenset()}
    for token, why in (
        ("", "only to those who agreed.*models token set"), ("hf_nobody_known", "does not know your token"),
        ("hf_stranger_here", "has not granted you access"),
    ):  # fmt: skip
        if token:
            tokens.keep(hub.url, token)
        with pytest.raises(UserError, match=why):
            pull("acme")
    tokens.keep(hub.url, "hf_friend_of_acme")
    pull("acme")
    assert library.installed("acme")
    assert hub.tokens_seen_by_store() == set(), "the place that has the bytes never sees a token"
