# SPDX-License-Identifier: Apache-2.0
"""Clients that send too much, too slowly, or nothing at all. None of them keeps the next client waiting."""

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from tests.server.harness import EngineProcess, ask, read_answer, running
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

MIB = 1 << 20


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


@pytest.fixture(autouse=True)
def _unharmed(engine: EngineProcess) -> Iterator[None]:
    yield
    engine.serves_the_next_client()


def head(engine: EngineProcess, method: str, path: str, *lines: str) -> bytes:
    rows = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{engine.port}", f"Authorization: Bearer {engine.token}", *lines]
    return "\r\n".join(rows).encode() + b"\r\n\r\n"


def hung_up(plain: socket.socket) -> bool:
    """Whether the other side ends the connection (waits for it)."""
    with suppress(ConnectionError):
        while plain.recv(65536):
            pass
    return True


# -- too much


def test_a_body_of_a_gigabyte_is_refused_before_it_is_read(engine: EngineProcess) -> None:
    before = engine.resident
    post = head(engine, "POST", "/api/v1/generate", "Content-Type: application/json", f"Content-Length: {1 << 30}")
    with engine.connect() as plain:
        plain.sendall(post)
        answer = read_answer(plain)
        assert (answer.status, answer.code) == (413, "too_large")
        assert answer.header("connection") == "close"
        with suppress(ConnectionError):
            for _ in range(64):
                plain.sendall(b" " * MIB)
        assert hung_up(plain)
    assert engine.resident - before < 32 * MIB


def test_a_gigabyte_in_chunks_is_refused_at_the_limit(engine: EngineProcess) -> None:
    before = engine.resident
    post = head(engine, "POST", "/api/v1/generate", "Content-Type: application/json", "Transfer-Encoding: chunked")
    sent = 0
    with engine.connect() as plain:
        plain.sendall(post)
        with suppress(ConnectionError):
            while sent < 1 << 30:
                plain.sendall(b"100000\r\n" + b" " * MIB + b"\r\n")
                sent += MIB
        assert hung_up(plain)
    assert sent < 200 * MIB
    assert engine.resident - before < 64 * MIB


def test_a_stranger_may_not_even_begin_a_gigabyte(engine: EngineProcess) -> None:
    post = f"POST /api/v1/generate HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nContent-Length: {1 << 30}\r\n\r\n".encode()
    with engine.connect() as plain:
        plain.sendall(post)
        assert read_answer(plain).status == 401
        assert hung_up(plain)


def test_a_gigabyte_behind_a_get(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        plain.sendall(head(engine, "GET", "/health", f"Content-Length: {1 << 30}"))
        assert read_answer(plain).status == 413
        assert hung_up(plain)


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "99999999999999999999", "1, 2", "１２"])
def test_a_length_that_is_no_number(engine: EngineProcess, length: str) -> None:
    with engine.connect() as plain:
        post = head(engine, "POST", "/api/v1/hello", "Content-Type: application/json", f"Content-Length: {length}")
        plain.sendall(post)
        answer = read_answer(plain)
        assert answer.status in (400, 413)
        assert answer.code in ("bad_request", "too_large")


def test_length_and_chunks_together(engine: EngineProcess) -> None:
    post = head(
        engine, "POST", "/api/v1/hello", "Content-Type: application/json", "Content-Length: 4", "Transfer-Encoding: chunked"
    )
    answer = engine.raw(post + b"0\r\n\r\nGET /health HTTP/1.1\r\n\r\n")
    assert 400 <= answer.status < 500
    assert answer.code


def test_headers_without_end(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        plain.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\n".encode())
        with suppress(ConnectionError):
            for n in range(20_000):
                plain.sendall(f"X-{n}: {'y' * 80}\r\n".encode())
        assert hung_up(plain)


def test_a_path_without_end(engine: EngineProcess) -> None:
    answer = engine.raw(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n")
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize(
    "nonsense",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 200, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 50,
     b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost : x\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http(engine: EngineProcess, nonsense: bytes) -> None:
    with engine.connect() as plain:
        plain.sendall(nonsense)
        with suppress(ConnectionError):
            answer = read_answer(plain)
            assert 400 <= answer.status < 500
            assert answer.code


# -- too slow


def test_headers_that_never_end(engine: EngineProcess) -> None:
    """The server hangs up; nothing here sends more than the beginning."""
    with engine.connect() as plain:
        plain.sendall(b"GET /health HTTP/1.1\r\nHost: ")
        assert hung_up(plain)


def test_a_body_that_never_ends(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        plain.sendall(head(engine, "POST", "/api/v1/hello", "Content-Type: application/json", "Content-Length: 100") + b'{"no')
        answer = read_answer(plain)
        assert (answer.status, answer.code) == (408, "too_slow")
        assert hung_up(plain)


def test_a_connection_that_says_nothing(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        assert hung_up(plain)


def test_a_connection_kept_alive_for_nothing(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        plain.sendall(head(engine, "GET", "/health"))
        assert read_answer(plain).status == 200
        assert hung_up(plain)


def test_half_open_sockets(engine: EngineProcess) -> None:
    """The client says that it will send no more, in the middle of a request, and stays."""
    before = engine.descriptors
    with ExitStack() as stack:
        for _ in range(50):
            plain = stack.enter_context(engine.connect())
            plain.sendall(b"POST /api/v1/hello HTTP/1.1\r\n")
            plain.shutdown(socket.SHUT_WR)
        for _ in range(50):
            reset = stack.enter_context(engine.connect())
            reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            reset.sendall(b"GET /health HTTP/1.1\r\n")
            reset.close()
        assert hung_up(plain)
        engine.serves_the_next_client()
    assert engine.descriptors < before + 20


def test_a_client_that_reads_one_byte_a_second(engine: EngineProcess) -> None:
    """It asks for far more than fits in between, and takes almost nothing: the server lets go of it, not it of the server."""
    with engine.http() as first:
        assert first.get("/openapi.json").status_code == 200  # the document is worked out when it is first asked for
    before = engine.resident
    with ExitStack() as stack:
        slow = []
        for _ in range(5):
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plain.settimeout(60)
            plain.connect(("127.0.0.1", engine.port))
            slow.append(stack.enter_context(plain))
        for plain in slow:
            with suppress(ConnectionError):
                plain.sendall(head(engine, "GET", "/openapi.json") * 100)
            assert plain.recv(1)
        engine.serves_the_next_client()
        for plain in slow:
            assert hung_up(plain)
    assert engine.resident - before < 64 * MIB


def test_a_socket_whose_client_reads_nothing(engine: EngineProcess) -> None:
    before = engine.resident
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.settimeout(60)
    plain.connect(("127.0.0.1", engine.port))
    with plain:
        upgraded(engine, plain)
        request = json.dumps({"type": "request", "id": "1", "op": "models.list"}).encode()
        with suppress(ConnectionError, TimeoutError):
            plain.settimeout(0.5)
            for n in range(3000):
                plain.sendall(masked(request.replace(b'"1"', f'"{n}"'.encode())))
        engine.serves_the_next_client()
        plain.settimeout(60)
        assert hung_up(plain)
    assert engine.resident - before < 64 * MIB


# -- too many


def test_a_thousand_idle_connections_keep_nobody_out(engine: EngineProcess) -> None:
    with ExitStack() as stack:
        for n in range(1000):
            stack.enter_context(engine.connect())
            if n % 250 == 0:
                engine.serves_the_next_client()
        engine.serves_the_next_client()
    assert engine.descriptors < 400


def test_a_thousand_requests_in_one_breath(engine: EngineProcess) -> None:
    with engine.connect() as plain:
        plain.sendall(head(engine, "GET", "/api/v1/devices") * 200)
        for _ in range(200):
            assert read_pipelined(plain) == 200


def read_pipelined(plain: socket.socket) -> int:
    """One answer of several that stand in line: read to the letter, so that the next one is left alone."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += plain.recv(1)
    length = next(int(row.split(b":")[1]) for row in data.split(b"\r\n") if row.startswith(b"content-length"))
    while length:
        length -= len(plain.recv(length))
    return int(data.split()[1])


# -- frames


def upgraded(engine: EngineProcess, plain: socket.socket) -> None:
    """Turn a plain socket into a WebSocket by hand."""
    plain.sendall(
        f"GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: aiprod.v1, aiprod.token.{engine.token}\r\n\r\n".encode()
    )
    data = b""
    while b"\r\n\r\n" not in data:
        data += plain.recv(1)
    assert b" 101 " in data


def masked(data: bytes, opcode: int = 1, fin: bool = True) -> bytes:
    """A client's frame, spelt by hand."""
    size = len(data)
    first = bytes([(0x80 if fin else 0) | opcode])
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65536:
        length = bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        length = bytes([0x80 | 127]) + size.to_bytes(8, "big")
    return first + length + b"\0\0\0\0" + data


@pytest.fixture
def link(engine: EngineProcess) -> Iterator[socket.socket]:
    """A WebSocket spoken by hand."""
    with engine.connect(60) as plain:
        upgraded(engine, plain)
        yield plain


def test_an_oversize_frame(engine: EngineProcess) -> None:
    with engine.socket() as good, pytest.raises(ConnectionClosed) as closed:
        good.recv(timeout=60)
        good.send("x" * (3 * MIB))
        while True:
            good.recv(timeout=60)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009


def test_a_frame_that_lies_about_its_length(engine: EngineProcess, link: socket.socket) -> None:
    link.sendall(b"\x81\xff" + (1 << 62).to_bytes(8, "big") + b"\0\0\0\0hello")
    assert hung_up(link)


def test_a_flood_of_fragments(engine: EngineProcess, link: socket.socket) -> None:
    before = engine.resident
    with suppress(ConnectionError):
        link.sendall(masked(b"x", fin=False))
        for _ in range(2000):
            link.sendall(masked(b"y", opcode=0, fin=False) * 100)
    assert hung_up(link)
    assert engine.resident - before < 32 * MIB


def test_a_flood_of_empty_fragments(engine: EngineProcess, link: socket.socket) -> None:
    with suppress(ConnectionError):
        link.sendall(masked(b"", fin=False))
        for _ in range(1000):
            link.sendall(masked(b"", opcode=0, fin=False) * 100)
    assert hung_up(link)


@pytest.mark.parametrize("opcode", [9, 10])
def test_a_flood_of_pings_and_pongs(engine: EngineProcess, link: socket.socket, opcode: int) -> None:
    with suppress(ConnectionError):
        for _ in range(1000):
            link.sendall(masked(b"p", opcode=opcode) * 20)
    assert hung_up(link)


@pytest.mark.parametrize(
    "frame",
    [b"\x81\x05hello", b"\xf1\x80\0\0\0\0", b"\x83\x80\0\0\0\0", b"\x80\x80\0\0\0\0", b"\x89\xfe\x01\x00\0\0\0\0" + b"p" * 256,
     b"\x88\x81\0\0\0\0\x03", b"\x88\x82\0\0\0\0\x00\x01", b"\x81\x84\0\0\0\0\xff\xfe\xfd\xfc", b"\x09\x80\0\0\0\0"],
)  # fmt: skip
def test_frames_against_the_rules(engine: EngineProcess, link: socket.socket, frame: bytes) -> None:
    """Unmasked, reserved bits, unknown opcodes, a continuation of nothing, long pings, bad closes, bad UTF-8."""
    link.sendall(frame)
    assert hung_up(link)


def test_binary_frames_are_not_for_clients(engine: EngineProcess) -> None:
    with engine.socket() as good, pytest.raises(ConnectionClosed) as closed:
        good.recv(timeout=60)
        good.send(b"\0\1\2")
        while True:
            good.recv(timeout=60)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1003


def test_nonsense_is_answered_until_it_is_too_much(engine: EngineProcess) -> None:
    codes = []
    with engine.socket() as good, pytest.raises(ConnectionClosed) as closed:
        good.recv(timeout=60)
        while True:
            good.send('{"type": "dance"}')
            codes.append(json.loads(good.recv(timeout=60))["error"]["code"])
    assert codes and set(codes) == {"invalid"}
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008


def test_too_many_requests_at_once_are_refused_one_by_one(engine: EngineProcess) -> None:
    with engine.socket() as good:
        good.recv(timeout=60)
        cursor = ask(good, "events.poll")["body"]["cursor"]
        for n in range(60):
            body = {"after": cursor, "wait_s": 1}
            good.send(json.dumps({"type": "request", "id": f"p{n}", "op": "events.poll", "body": body}))
        answers = [json.loads(good.recv(timeout=60)) for _ in range(60)]
    refused = [a["error"]["code"] for a in answers if not a["ok"]]
    assert len(answers) == 60 and set(refused) == {"too_many"}


def test_a_cancelled_request_is_not_answered(engine: EngineProcess) -> None:
    with engine.socket() as good:
        good.recv(timeout=60)
        cursor = ask(good, "events.poll")["body"]["cursor"]
        body = {"after": cursor, "wait_s": 25}
        good.send(json.dumps({"type": "request", "id": "long", "op": "events.poll", "body": body}))
        good.send(json.dumps({"type": "cancel", "id": "long"}))
        assert ask(good, "devices.list", id="next")["ok"]
        assert ask(good, "events.poll", {}, id="long")["ok"], "the id is free again"


def test_sockets_of_one_panel_are_limited(engine: EngineProcess) -> None:
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={}).json()["code"]
        panel = client.post("/api/v1/pairing/exchange", json={"code": code, "host": "x"}).json()
    with ExitStack() as stack:
        links: list[ClientConnection] = [stack.enter_context(engine.socket(panel["token"])) for _ in range(16)]
        refused = engine.upgrade(token=panel["token"])
        assert (refused.status, refused.code) == (429, "too_many")
        with engine.http() as client:
            assert client.get("/api/v1/pairing").json()["panels"][-1]["connected"] is True
            assert client.post(f"/api/v1/pairing/{panel['panel']}/revoke", json={}).status_code == 200
        for link in links:
            with pytest.raises(ConnectionClosed):
                while True:
                    link.recv(timeout=60)
    assert engine.request("GET", "/health", token=panel["token"]).status in (401, 429)
