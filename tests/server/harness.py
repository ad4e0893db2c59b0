# SPDX-License-Identifier: Apache-2.0
"""A real engine server in a process of its own, and clients that speak plain bytes to it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from aiprod.server.settings import Limits

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(headers_s=1.0, body_s=1.5, idle_s=3.0, stalled_s=1.5, waiting=64, connections=200, ping_every_s=2.0, silence_s=5.0)
"""Deadlines short enough to be waited for."""
SUBPROTOCOL = "aiprod.v1"


@dataclass
class Answer:
    """What came back over a plain socket."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The error's code; fails when it is not in the one shape."""
        data = self.json()
        assert set(data) == {"error"}, data
        assert set(data["error"]) == {"code", "message", "why", "remedy"}, data
        assert data["error"]["message"], data
        return str(data["error"]["code"])

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass
class EngineProcess:
    """`serve` in a child process.

    Attributes:
        folder: where all of its files are.
        port, token: of the running server.
        log: everything that it logs, unredacted.
    """

    folder: Path
    limits: Limits = QUICK
    umask: int = 0o077
    workers: bool = False
    ports: tuple[int, ...] = ()
    port: int = 0
    token: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def server(self) -> Path:
        return self.folder / "server"

    def start(self) -> EngineProcess:
        """Start it, and wait until it says where it is."""
        options = {
            "folder": str(self.folder), "limits": asdict(self.limits), "umask": self.umask, "workers": self.workers,
            "ports": self.ports,
        }  # fmt: skip
        environment = {
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **os.environ, "AIPROD_HOME": str(self.folder / "home"),
            "PYTHONPATH": f"{ROOT / 'engine'}:{ROOT}",
        }  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.server.serving", json.dumps(options)], cwd=ROOT, env=environment,
                stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the server did not start:\n{self.log.read_text()[-3000:]}"
        said = json.loads(line)
        self.port, self.token = said["port"], said["token"]
        return self

    def stop(self) -> int:
        """Ask it to stop, as a service manager would. Returns its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(30)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    @property
    def resident(self) -> int:
        """Bytes of memory that it has in use."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def descriptors(self) -> int:
        assert self.process is not None
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    # -- clients

    def http(self, token: str | None = None) -> httpx.Client:
        """A well-behaved client of the owner, or of another token."""
        headers = {"authorization": f"Bearer {self.token if token is None else token}"}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=60, trust_env=False)

    def socket(self, token: str | None = None, path: str = "/api/v1/ws", **options: Any) -> ClientConnection:
        """A well-behaved WebSocket client."""
        protocols = [SUBPROTOCOL, f"aiprod.token.{self.token if token is None else token}"]
        return connect(f"ws://127.0.0.1:{self.port}{path}", subprotocols=protocols, proxy=None, max_size=None, **options)  # type: ignore[arg-type]

    def connect(self, timeout: float = 60) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def raw(self, request: bytes, timeout: float = 60, *, bodyless: bool = False) -> Answer:
        """Send bytes as they are, and read one answer."""
        with self.connect(timeout) as plain:
            plain.sendall(request)
            return read_answer(plain, bodyless=bodyless)

    def request(
        self, method: str, path: str, headers: dict[str, str] | list[tuple[str, str]] | None = None, body: bytes = b"", *,
        host: str | None = "", token: str | None = "",
    ) -> Answer:  # fmt: skip
        """A request spelt by hand. "" stands for what a good client sends; None leaves it out."""
        given = list(headers.items()) if isinstance(headers, dict) else list(headers or [])
        lines = [f"{method} {path} HTTP/1.1"]
        if host is not None:
            lines.append(f"Host: {host or f'127.0.0.1:{self.port}'}")
        if token is not None:
            lines.append(f"Authorization: Bearer {token or self.token}")
        lines += [f"{name}: {value}" for name, value in given]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body, bodyless=method == "HEAD")

    def upgrade(
        self, path: str = "/api/v1/ws", headers: list[tuple[str, str]] | None = None, *, host: str | None = "",
        token: str | None = "", protocol: bool = True,
    ) -> Answer:  # fmt: skip
        """Ask for a WebSocket by hand; the answer is 101 or a refusal."""
        offered = ([SUBPROTOCOL] if protocol else []) + ([f"aiprod.token.{token or self.token}"] if token is not None else [])
        given = [
            ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Version", "13"), *([("Sec-WebSocket-Protocol", ", ".join(offered))] if offered else []),
            *(headers or []),
        ]  # fmt: skip
        return self.request("GET", path, given, host=host, token=None)

    def serves_the_next_client(self) -> None:
        """After whatever was done to it, the server answers over both faces."""
        with self.http() as client:
            assert client.get("/health").json()["live"] is True
        with self.socket() as link:
            assert json.loads(link.recv(timeout=60))["type"] == "hello"
            link.send(json.dumps({"type": "request", "id": "1", "op": "devices.list"}))
            assert json.loads(link.recv(timeout=60))["ok"] is True


def read_answer(plain: socket.socket, *, bodyless: bool = False) -> Answer:
    """One HTTP answer from a plain socket; ends at its length, or when the other side hangs up."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := _received(plain)):
            raise ConnectionError(f"hung up after {data!r}")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    status, *rows = head.decode("latin-1").split("\r\n")
    headers = [(row.partition(":")[0].strip().lower(), row.partition(":")[2].strip()) for row in rows]
    length = next((int(value) for name, value in headers if name == "content-length"), 0)
    while not bodyless and len(body) < length and (more := _received(plain)):
        body += more
    return Answer(int(status.split()[1]), headers, body[:length])


def _received(plain: socket.socket) -> bytes:
    try:
        return plain.recv(65536)
    except ConnectionResetError:
        return b""


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[EngineProcess]:
    """A server for the length of a block."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = EngineProcess(folder, **options).start()
    try:
        yield engine
    finally:
        if engine.process is not None and engine.process.poll() is None:
            engine.stop()


def ask(link: ClientConnection, op: str, body: dict[str, Any] | None = None, *, id: str = "1", **more: Any) -> dict[str, Any]:
    """One request over a socket, and its response; news in between is passed over."""
    link.send(json.dumps({"type": "request", "id": id, "op": op, "body": body or {}, **more}))
    while True:
        frame = link.recv(timeout=60)
        if isinstance(frame, str):
            data: dict[str, Any] = json.loads(frame)
            if data["type"] == "response" and data["id"] == id:
                return data
