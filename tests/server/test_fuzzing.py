# SPDX-License-Identifier: Apache-2.0
"""Made-up requests and frames by the hundred. `fuzz_openapi` does the same by the ten thousand (AIPROD_FUZZ_CASES here)."""

import json
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from tests.server.fuzz_openapi import fuzz
from tests.server.harness import EngineProcess, running
from tests.server.test_floods import masked, upgraded
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from aiprod.wire.operations import OPERATIONS

CASES = int(os.environ.get("AIPROD_FUZZ_CASES", "400"))
SEEDS = range(int(os.environ.get("AIPROD_FUZZ_SEEDS", "6")))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started
        assert "Traceback" not in started.log.read_text(), "the server stumbled"


def test_the_openapi_document_is_kept(engine: EngineProcess) -> None:
    """No 5xx, every 4xx in the one shape, every success as described."""
    statuses = fuzz(engine, CASES, seed=0)
    assert sum(statuses.values()) >= CASES
    assert statuses["200"] > 0 and statuses["422"] > 0
    engine.serves_the_next_client()


# -- frames of a client that speaks JSON, more or less


def values(chance: random.Random, depth: int = 0) -> Any:
    """Any JSON."""
    kinds: list[Any] = [
        None, True, False, 0, -1, 1 << 62, 1.5, "", "x", "é\u2028😀", "\0", "job_" + "0" * 26, "film_x", "../..", "x" * 3000,
    ]  # fmt: skip
    if depth < 3 and chance.random() < 0.3:
        if chance.random() < 0.5:
            return [values(chance, depth + 1) for _ in range(chance.randrange(4))]
        return {chance.choice(["film", "job_id", "kind", "x", ""]): values(chance, depth + 1) for _ in range(chance.randrange(4))}
    return chance.choice(kinds)


def body_of(chance: random.Random, name: str) -> dict[str, Any]:
    """Something like a request of an operation."""
    fields = list(OPERATIONS[name].request.model_fields) if name in OPERATIONS else []
    return {field: values(chance) for field in [*fields, *(["x"] if chance.random() < 0.2 else [])] if chance.random() < 0.7}


def envelope(chance: random.Random) -> str:
    names = [name for name in OPERATIONS if name not in ("doctor.run", "diagnostics.bundle", "diagnostics.preview")]
    name = chance.choice([*names, "nothing.here", "", "x" * 200])
    body = body_of(chance, name)
    for held in ("wait_s", "timeout_s"):
        body.pop(held, None)
    if name in ("jobs.wait", "events.poll"):
        body["timeout_s" if name == "jobs.wait" else "wait_s"] = 0
    frame = {"type": "request", "id": str(chance.randrange(20)), "op": name, "body": body, "operation_id": f"f{chance.random()}"}
    for field in list(frame):
        if chance.random() < 0.04:
            frame[field] = values(chance)
        if chance.random() < 0.02:
            del frame[field]
    return json.dumps(frame)


def mutated(chance: random.Random, text: str) -> str:
    """Sometimes a letter wrong, a piece gone, or the whole cut short."""
    if not text or chance.random() < 0.85:
        return text
    at = chance.randrange(len(text))
    return chance.choice([text[:at], text[:at] + text[at + 3 :], text[:at] + chr(chance.randrange(1, 0xD7FF)) + text[at + 1 :]])


@pytest.mark.parametrize("seed", SEEDS)
def test_frames_of_a_client_that_speaks_almost_json(engine: EngineProcess, seed: int) -> None:
    chance = random.Random(seed)
    codes: set[int] = set()
    sent = 0
    while sent < 150:
        with suppress(ConnectionClosed), engine.socket() as link:
            try:
                for _ in range(25):
                    sent += 1
                    link.send(mutated(chance, envelope(chance)))
                    answers(link)
            except ConnectionClosed as closed:
                codes.add(closed.rcvd.code if closed.rcvd else 1006)
                raise
    assert codes <= {1008}, "only too much nonsense ends a socket"
    engine.serves_the_next_client()


def answers(link: ClientConnection) -> None:
    """Read what is there; every error is in the one shape, and none is the engine's fault."""
    with suppress(TimeoutError):
        while True:
            frame = json.loads(link.recv(timeout=0.002))
            error = frame.get("error")
            if error:
                assert set(error) == {"code", "message", "why", "remedy"}, frame
                assert error["code"] != "internal", frame


# -- bytes


@pytest.mark.parametrize("seed", SEEDS)
def test_frames_of_a_client_that_speaks_almost_websocket(engine: EngineProcess, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(30):
        with engine.connect(20) as plain:
            upgraded(engine, plain)
            with suppress(ConnectionError):
                for _ in range(chance.randrange(1, 20)):
                    plain.sendall(frame_bytes(chance))
            plain.settimeout(0.01)
            heard = b""
            with suppress(ConnectionError, TimeoutError):
                while more := plain.recv(65536):
                    heard += more
            assert b"\x03\xf3" not in heard[-4:], "the engine never closes with 1011, an error of its own"
    engine.serves_the_next_client()


def frame_bytes(chance: random.Random) -> bytes:
    data = bytes(chance.randrange(256) for _ in range(chance.choice([0, 1, 5, 125, 126, 300])))
    good = masked(chance.choice([data, envelope(chance).encode()]), opcode=chance.randrange(16), fin=chance.random() < 0.7)
    if chance.random() < 0.5:
        return good
    broken = bytearray(good)
    broken[chance.randrange(min(len(broken), 12))] ^= 1 << chance.randrange(8)
    return bytes(broken)


@pytest.mark.parametrize("seed", SEEDS)
def test_requests_of_a_client_that_speaks_almost_http(engine: EngineProcess, seed: int) -> None:
    chance = random.Random(seed)
    good = (
        f"POST /api/v1/hello HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: 45\r\nConnection: close\r\n\r\n{json.dumps({'nonce': 'n' * 32})}"
    ).encode()
    for _ in range(60):
        broken = bytearray(good)
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randrange(2)] = bytes(chance.randrange(256) for _ in range(chance.randrange(3)))
        with engine.connect(5) as plain:
            plain.sendall(bytes(broken))
            plain.settimeout(0.05)
            with suppress(ConnectionError, TimeoutError):
                heard = plain.recv(65536)
                assert not heard.startswith(b"HTTP/1.1 5"), bytes(broken)
    engine.serves_the_next_client()
