# SPDX-License-Identifier: Apache-2.0
"""A long time of reconnecting, compressed: the real clients of both panels against an engine that is started over and over.

The bulk of the starts is a light stand-in that proves itself with the real protocol, so that thousands of them take minutes; it
dies in every way that an engine dies. What is counted is what stays behind: threads, sockets, keys.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.plugin.panel import Panel, panel
from tests.plugin.standin import StandIn
from tests.server.harness import ROOT, EngineProcess
from websockets.asyncio.server import Server, serve

from aiprod.wire.discovery import Discovery, fingerprint, new_secret, prove
from aiprod.wire.envelopes import SUBPROTOCOL

DEADLINE_S = 30.0
WAYS = ("killed", "another port", "torn file", "torn answer", "stopping", "impostor", "killed while asked")
"""How an engine ends, and what stands in its place until the next start."""


def until(there: Callable[[], bool], what: str) -> None:
    """Wait until something is so; fails after a deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not there():
        assert time.monotonic() < deadline, f"it never came: {what}"
        time.sleep(0.002)


def sockets(process: int | str = "self") -> int:
    """How many sockets a process has open (Linux)."""
    found = 0
    for entry in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            found += str(entry.readlink()).startswith("socket:")
    return found


# Resolve: HTTP


@dataclass
class Memory:
    """What an engine knows across its starts: panels by the hash of their key."""

    folder: Path
    panels: dict[str, str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    owner_tokens: list[str] = field(default_factory=list)

    @property
    def discovery(self) -> Path:
        return self.folder / "server" / "engine.json"


class LightEngine:
    """One start of a stand-in that the Resolve package takes for the engine.

    Attributes:
        attended: set once a panel with a good key has attended.
        asked: set once it has ordered something.
        mood: "torn answer" and "stopping" for the answers to orders; "" for good ones.
        strangers: requests that carried a key which isn't this engine's.
        most_open: the most connections that were open at once.
    """

    def __init__(self, memory: Memory, port: int = 0) -> None:
        self.memory, self.token, self.mood = memory, new_secret(), ""
        self.attended, self.asked, self._ended = threading.Event(), threading.Event(), threading.Event()
        self.strangers, self.most_open = 0, 0
        self.open: set[socket.socket] = set()
        memory.discovery.unlink(missing_ok=True)  # as the engine does: whoever has its lock knows that the file is of a dead one
        self._server = _Listening(("127.0.0.1", port), self)
        self.port = self._server.server_address[1]
        memory.owner_tokens.append(self.token)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, name="light-engine", daemon=True
        )
        self._thread.start()
        self.announce()

    def announce(self) -> None:
        found = Discovery(
            instance=self.token[:12], pid=os.getpid(), started=time.time(), port=self.port, protocol=(1, 1), app_version="1.0",
            token=self.token,
        )  # fmt: skip
        path = self.memory.discovery
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".part")
        fresh.touch(mode=0o600)
        fresh.write_text(found.model_dump_json(by_alias=True))
        fresh.replace(path)

    def kill(self) -> None:
        """End without a word: every connection breaks."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        for link in list(self.open):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._thread.join(DEADLINE_S)
        until(lambda: not self.open, "the stand-in's own threads end")

    # what is asked

    def answer(self, path: str, body: dict[str, Any], bearer: str) -> tuple[int, dict[str, Any]]:
        name = path.partition("?")[0].removeprefix("/api/v1/")
        if name == "hello":
            key = next((sha for sha, panel in self.memory.panels.items() if panel == body.get("panel")), self.token)
            return 200, {"proof": prove(key, body["nonce"], self.port), "protocol": [1, 1], "app_version": "1.0"}
        if name == "pairing/exchange":
            return self._exchanged(body)
        if bearer != self.token and fingerprint(bearer) not in self.memory.panels:
            self.strangers += 1
            return 401, refusal("wrong_token")
        if name == "pairing/start":
            code = new_secret()[:8]
            self.memory.codes.add(code)
            return 200, {"code": code, "port": self.port}
        return self._panels(name, body)

    def _exchanged(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if body["code"] not in self.memory.codes:
            return 403, refusal("pairing_refused")
        self.memory.codes.remove(body["code"])
        token, name = new_secret(), f"panel_{len(self.memory.panels):026d}"
        self.memory.panels[fingerprint(token)] = name
        return 200, {"panel": name, "token": token, "permissions": ["read", "edit", "generate"]}

    def _panels(self, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if name == "hosts/attend":
            self.attended.set()
            self._ended.wait(body["wait_s"])
            return 200, {"commands": []}
        self.asked.set()
        if self.mood == "stopping":
            return 503, refusal("stopping")
        if self.mood == "hold":
            self._ended.wait(DEADLINE_S)
        return 200, {"clips": [], "done": True}


def refusal(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "No", "why": "", "remedy": ""}}


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], engine: LightEngine) -> None:
        self.engine = engine
        super().__init__(address, _Talking)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections break here all the time: that is what this is for."""


class _Talking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listening

    def setup(self) -> None:
        super().setup()
        engine = self.server.engine
        engine.open.add(self.connection)
        engine.most_open = max(engine.most_open, len(engine.open))

    def finish(self) -> None:
        self.server.engine.open.discard(self.connection)
        with suppress(OSError, ValueError):
            super().finish()

    def do_POST(self) -> None:
        given = self.rfile.read(int(self.headers.get("content-length", 0)))
        bearer = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        status, answer = self.server.engine.answer(self.path, json.loads(given or b"{}"), bearer)
        data = json.dumps(answer).encode()
        torn = self.server.engine.mood == "torn answer" and "clips" in self.path
        self.send_response(status)
        self.send_header("content-length", str(len(data) + 50 * torn))
        self.end_headers()
        self.wfile.write(data)
        if torn:
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST  # noqa: N815 - the handler's own name

    def log_message(self, *_: Any) -> None:
        pass


class OpenPanel:
    """The Resolve package's own lines to the engine, as the panel opens them."""

    def __init__(self) -> None:
        from aiprod_resolve.client import Door
        from aiprod_resolve.lines import Attendance, Orders

        report = {"host": "resolve", "version": "21.0.4", "edition": "Studio"}
        door = Door("DaVinci Resolve 21.0.4")
        self.attendance = Attendance(door, new_secret()[:20], lambda: report)
        self.orders = Orders(door)

    def hurry(self) -> None:
        self.attendance.retry_now()

    def close(self) -> None:
        assert self.attendance.stop() and self.orders.stop()


@contextmanager
def resolve_package(home: Path) -> Iterator[None]:
    """The Resolve package can be imported, and its data is below `home`."""
    place, earlier = str(ROOT / "plugins" / "resolve"), os.environ.get("AIPROD_HOME")
    sys.path.insert(0, place)
    os.environ["AIPROD_HOME"] = str(home)
    try:
        yield
    finally:
        sys.path.remove(place)
        os.environ.pop("AIPROD_HOME")
        if earlier is not None:
            os.environ["AIPROD_HOME"] = earlier


def panel_threads() -> int:
    """Threads of the Resolve package."""
    return sum(thread.name.startswith("aiprod-") for thread in threading.enumerate())


def soak_resolve(home: Path, restarts: int, reopen_every: int = 250) -> dict[str, Any]:
    """Restart the stand-in so many times under one panel, which is closed and opened again now and then."""
    with resolve_package(home):
        from aiprod_resolve.discovery import read_pairing

        before = (panel_threads(), sockets())
        memory, one = Memory(home), OpenPanel()
        engine, lost, most = LightEngine(memory), 0, 0
        until(engine.attended.is_set, "the first attendance")
        for number in range(restarts):
            if number and number % reopen_every == 0:
                one.close()
                one = OpenPanel()
            engine, lived = _restarted(memory, engine, one, WAYS[number % len(WAYS)])
            lost, most = lost + engine.strangers, max(most, engine.most_open, lived)
        kept = read_pairing()
        one.close()
        engine.kill()
    return {
        "restarts": restarts, "pairings": len(memory.panels), "strange_keys_sent": lost, "connections_at_most": most,
        "key_is_good": kept is not None and fingerprint(kept.token) in memory.panels,
        "stale_keys": stale_keys(home, memory), "threads_left": panel_threads() - before[0],
        "sockets_left": max(0, sockets() - before[1]),
    }  # fmt: skip


def _restarted(memory: Memory, engine: LightEngine, one: OpenPanel, way: str) -> tuple[LightEngine, int]:
    """End an engine in a way, start the next, and see the panel find it. Returns it, and the panel's threads meanwhile."""
    asked = None
    if way in ("torn answer", "stopping", "killed while asked"):
        engine.mood = "hold" if way == "killed while asked" else way
        engine.asked.clear()
        asked = one.orders.ask("clips.list")
        until(engine.asked.is_set, "the order reaches the engine that is about to end")
    port = engine.port
    engine.kill()
    if way == "torn file":
        memory.discovery.write_text('{"schema": "Engi')
    if way == "impostor":
        _stand_in_for(port, one)
    fresh = LightEngine(memory, 0 if way == "another port" else port)
    one.hurry()
    until(fresh.attended.is_set, f"the attendance after: {way}")
    asked = asked or one.orders.ask("clips.list")
    assert asked.wait(DEADLINE_S) and asked.value()["clips"] == [], way
    return fresh, panel_threads()


def _stand_in_for(port: int, one: OpenPanel) -> None:
    """Somebody else takes the port of the engine that died, and hears no key."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(DEADLINE_S)
        one.hurry()
        with listening.accept()[0] as link:
            link.settimeout(DEADLINE_S)
            heard.append(link.recv(65536))
            link.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
    assert heard[0].startswith(b"POST /api/v1/hello") and b"uthorization" not in heard[0], "an impostor hears no key"


def stale_keys(home: Path, memory: Memory) -> int:
    """Keys of ended engines, and keys that no engine takes, in any file of the panel."""
    old = [token.encode() for token in memory.owner_tokens]
    files = [path for path in (home / "panels").rglob("*") if path.is_file()]
    found = sum(token in path.read_bytes() for path in files for token in old)
    return found + sum(path.name != "resolve.json" for path in files)


# Premiere: WebSocket


def _quiet() -> logging.Logger:
    """Connections break by design here: nobody wants to read of each."""
    found = logging.getLogger("soak")
    found.propagate = False
    found.addHandler(logging.NullHandler())
    return found


class SocketEngine:
    """A stand-in that Premiere's client takes for the engine, started over and over on a loop of its own."""

    def __init__(self, token: str) -> None:
        self.token, self.port, self.now = token, 0, StandIn()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="socket-engine", daemon=True)
        self._thread.start()
        self._server: Server | None = None
        self.strangers = 0

    def start(self, *, port: int = 0, genuine: bool = True) -> None:
        self.now = StandIn(token=self.token if genuine else "")
        self._wait(self._started(port))
        self.port = self.now.port

    async def _started(self, port: int) -> None:
        self._server = await serve(
            self.now, "127.0.0.1", port, subprotocols=[SUBPROTOCOL], ping_interval=None, logger=_quiet(),  # type: ignore[list-item]
        )  # fmt: skip
        self.now.port = next(iter(self._server.sockets)).getsockname()[1]

    def kill(self, *, rudely: bool = True) -> None:
        """Rudely: the connections break; else they are closed in good order."""
        self._wait(self._killed(rudely))
        self.strangers += sum("token" in text and self.token not in text for text in self.now.offered)

    async def _killed(self, rudely: bool) -> None:
        assert self._server is not None
        if rudely:
            for link in list(self._server.connections):
                link.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(DEADLINE_S)
        self._loop.close()

    def _wait(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)


def soak_premiere(restarts: int) -> dict[str, Any]:
    """Restart the stand-in so many times under one client in Node."""
    before = sockets()
    engine = SocketEngine(new_secret())
    engine.start()
    engine.kill()
    first, second = engine.port, _free_port()
    with panel() as js:
        engine.start(port=first)
        settings = {
            "panel": "panel_" + "0" * 26, "token": engine.token, "port": first, "ports": [first, second], "helloMs": 3000,
            "pingMs": 200, "silenceMs": 2000, "patienceMs": 60_000,
        }  # fmt: skip
        js.do("open", settings=settings)
        warm = _of(js)
        for number in range(restarts):
            engine.kill(rudely=number % 3 != 0)
            engine.start(port=second if number % 5 == 0 else first)
            assert js.call("server.health")["heard"] == "server.health"
        left = tuple(now - then for now, then in zip(_of(js), warm, strict=True))
        js.do("close")
        until(lambda: _of(js)[1] <= warm[1] - 1, "the client's socket is closed")
        engine.kill()
    engine.close()
    return {
        "restarts": restarts, "strange_keys_sent": engine.strangers, "threads_left": left[0], "sockets_left": left[1],
        "sockets_left_here": max(0, sockets() - before), "times_lost": js.states.count("lost"),
    }  # fmt: skip


def _of(js: Panel) -> tuple[int, int]:
    """Threads and sockets of the panel's process."""
    process = js._process.pid
    return len(list(Path(f"/proc/{process}/task").iterdir())), sockets(process)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# The real engine


def soak_real(folder: Path, restarts: int) -> dict[str, Any]:
    """Kill and start the real engine so many times under both clients."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = EngineProcess(folder).start()
    home = engine.folder
    with resolve_package(home), panel() as js:
        before, one = (panel_threads(), sockets()), OpenPanel()
        js.do("open", settings=paired_settings(engine))
        for number in range(restarts):
            engine.kill() if number % 2 else engine.stop()
            engine.start()
            one.hurry()
            asked = one.orders.ask("clips.list")
            assert js.call("server.health")["live"] is True
            assert asked.wait(DEADLINE_S) and "clips" in asked.value()
            until(lambda: one.attendance.connected, "the attendance")
        with engine.http() as owner:
            panels = len(owner.get("/api/v1/pairing").json()["panels"])
        one.close()
        left = (panel_threads() - before[0], sockets() - before[1])
        js.do("close")
        until(lambda: engine.descriptors < 200, "the engine lets go of what was closed")
        engine.stop()
    return {"restarts": restarts, "pairings": panels, "threads_left": left[0], "sockets_left": left[1]}


def paired_settings(engine: EngineProcess) -> dict[str, Any]:
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
        made = owner.post("/api/v1/pairing/exchange", json={"code": code, "host": "Premiere 26.3.0"}).json()
    settings = {"panel": made["panel"], "token": made["token"], "port": engine.port, "patienceMs": 60_000, "pingMs": 500}
    return settings | {"ports": [engine.port, *range(47610, 47615)], "helloMs": 3000, "silenceMs": 3000}
