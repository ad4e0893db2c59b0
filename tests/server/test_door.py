# SPDX-License-Identifier: Apache-2.0
"""The socket without a token: pairing and proving for hosts that speak nothing but WebSocket, and nothing else."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from tests.server.harness import SUBPROTOCOL, EngineProcess, ask, running
from websockets.sync.client import ClientConnection, connect

from aiprod.wire.discovery import fingerprint, is_proof
from aiprod.wire.operations import DOOR_PATH, OPERATIONS


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("door")) as engine:
        yield engine


@contextmanager
def door(engine: EngineProcess) -> Iterator[ClientConnection]:
    url = f"ws://127.0.0.1:{engine.port}{DOOR_PATH}"
    with connect(url, subprotocols=[SUBPROTOCOL], proxy=None) as link:  # type: ignore[list-item]
        hello = json.loads(link.recv(timeout=60))
        assert (hello["type"], hello["client"], hello["capabilities"]) == ("hello", "nobody", [])
        yield link


def test_a_panel_is_paired_and_has_the_engine_prove_itself_without_http(engine: EngineProcess) -> None:
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
    with door(engine) as link:
        paired = ask(link, "pairing.exchange", {"code": code, "host": "Premiere 26.3"})["body"]
    with door(engine) as link:
        proof = ask(link, "server.hello", {"nonce": "n" * 32, "panel": paired["panel"]})["body"]["proof"]
    assert is_proof(proof, fingerprint(paired["token"]), "n" * 32, engine.port)
    assert not is_proof(proof, fingerprint(paired["token"]), "n" * 32, engine.port + 1)
    with engine.socket(paired["token"]) as link:
        assert json.loads(link.recv(timeout=60))["client"] == paired["panel"]


@pytest.mark.parametrize("name", [name for name, operation in OPERATIONS.items() if operation.permission])
def test_nothing_else_is_done_at_the_door(name: str, engine: EngineProcess) -> None:
    with door(engine) as link:
        answer = ask(link, name, {})
    assert answer["ok"] is False and answer["error"]["code"] in ("not_permitted", "invalid")


def test_the_door_checks_host_origin_and_protocol_like_the_rest(engine: EngineProcess) -> None:
    assert engine.upgrade(DOOR_PATH, host="evil.example", token=None).code == "bad_host"
    assert engine.upgrade(DOOR_PATH, [("Origin", "https://evil.example")], token=None).code == "bad_origin"
    assert engine.upgrade(DOOR_PATH, token=None, protocol=False).code == "no_token"
    assert engine.upgrade(DOOR_PATH, [("Origin", "file://")], token=None).status == 101


def test_wrong_codes_at_the_door_void_the_open_ones(engine: EngineProcess) -> None:
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
    with door(engine) as link:
        for number in range(5):
            assert ask(link, "pairing.exchange", {"code": f"WRONG{number}QQ", "host": "x"}, id=str(number))["ok"] is False
        assert ask(link, "pairing.exchange", {"code": code, "host": "x"}, id="last")["ok"] is False


def test_no_more_than_a_few_stand_at_the_door_and_the_owner_still_comes_in(engine: EngineProcess) -> None:
    with ExitStack() as stack:
        for _ in range(16):
            stack.enter_context(door(engine))
        assert engine.upgrade(DOOR_PATH, token=None).code == "too_many"
        engine.serves_the_next_client()
