# SPDX-License-Identifier: Apache-2.0
"""A server on this machine that keeps the providers' contracts: paths, headers, states, error bodies, expiring addresses.

It checks what a provider would check (key, version header, required fields and their values) and answers as one would. A
`Script` says how a task goes; without one it goes well after two looks.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.server.cloud.videos import clip

KEYS = {
    "runway": "key_runway_0001", "google": "AIzaGoogle0002", "ltx": "ltx-0003", "fal": "fal-id:0004",
    "replicate": "r8_0005", "luma": "luma-0006",
}  # fmt: skip


@dataclass
class Script:
    """How one task goes.

    Attributes:
        refuse: (HTTP status, kind of body) instead of accepting: (429, "rate"), (503, "busy"), (400, "moderation"), …
        retry_after: header of a refusal.
        drop: close the connection after the order was accepted, without an answer.
        hang_s: wait before answering the order.
        looks: how often it is still running when looked at.
        ends: "done", "moderation", "failed", "cancelled".
        video: which clip lies at the address: see `videos.clip`; or "html", "truncated", "private", "missing".
        expires: how many addresses have expired before one is good.
        costs: credits that a task tells (Runway).
        estimates: credits that the answer to an order tells (Runway).
    """

    refuse: tuple[int, str] | None = None
    retry_after: str = ""
    drop: bool = False
    hang_s: float = 0.0
    looks: int = 2
    ends: str = "done"
    video: str = "good"
    expires: int = 0
    costs: int | None = None
    estimates: float | None = None


@dataclass
class Task:
    """A task that was bought."""

    id: str
    provider: str
    body: dict[str, Any]
    script: Script
    seconds: float
    width: int
    height: int
    looked: int = 0
    served: int = 0
    expired: int = 0
    cancelled: bool = False
    made_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Call:
    """A request that the server saw."""

    provider: str
    method: str
    path: str
    body: dict[str, Any]
    at: float


Reply = tuple[int, dict[str, Any], dict[str, str]]


class Refused(Exception):  # noqa: N818 - how a handler ends early
    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self.reply: Reply = (status, body, headers or {})


class CloudServer:
    """All six providers on one port. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls: list[Call] = []
        self.tasks: dict[str, Task] = {}
        self._scripts: dict[str, deque[Script]] = defaultdict(deque)
        self._always: dict[str, Script] = {}
        self.lock = threading.RLock()
        self._looked = threading.Condition(self.lock)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]

    def __enter__(self) -> CloudServer:
        threading.Thread(target=self._http.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def base(self, provider: str) -> str:
        return f"http://127.0.0.1:{self.port}/{provider}"

    def settings(self, **fields: Any) -> dict[str, Any]:
        """The content of cloud.json that leads AIPROD here."""
        return {"endpoints": {name: self.base(name) for name in KEYS}, "poll_every_s": 0.02, **fields}

    def script(self, provider: str, *scripts: Script, always: Script | None = None) -> None:
        """How the next tasks of a provider go, and how all others go."""
        self._scripts[provider].extend(scripts)
        if always is not None:
            self._always[provider] = always

    def next_script(self, provider: str) -> Script:
        with self.lock:
            waiting = self._scripts[provider]
            return waiting.popleft() if waiting else self._always.get(provider, Script())

    def orders(self, provider: str = "") -> list[Task]:
        """What was bought."""
        return [task for task in self.tasks.values() if provider in ("", task.provider)]

    def add(self, provider: str, body: dict[str, Any], script: Script, seconds: float, size: tuple[int, int]) -> Task:
        with self.lock:
            task = Task(uuid.uuid4().hex, provider, body, script, seconds, *size)
            self.tasks[task.id] = task
            return task

    def address(self, task: Task) -> str:
        """Where the clip of a task lies; the first addresses may already have expired."""
        if task.script.video == "private":
            return "https://10.0.0.7/clip.mp4"
        if task.script.video == "redirect":
            return f"{self.base('files')}/redirect/{task.id}.mp4"
        with self.lock:
            good = task.expired >= task.script.expires
            task.expired += not good
        return f"{self.base('files')}/{'clip' if good else 'expired'}/{task.id}.mp4"

    def wait_for_looks(self, tasks: int, seconds: float = 300) -> bool:
        """Wait until so many tasks were bought and looked at."""
        with self.lock:
            return self._looked.wait_for(lambda: sum(task.looked > 0 for task in self.tasks.values()) >= tasks, seconds)

    def look(self, task: Task) -> bool:
        """Look at a task; whether it is over."""
        with self.lock:
            task.looked += 1
            self._looked.notify_all()
            return task.looked > task.script.looks or task.cancelled


def _handler(server: CloudServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def _serve(self) -> None:
            name, _, rest = self.path.lstrip("/").partition("/")
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length) if length else b""
            body = json.loads(raw) if raw else {}
            server.calls.append(Call(name, self.command, f"/{rest}", body, time.time()))
            if name == "files":
                self._file(rest)
                return
            try:
                from tests.server.cloud.answers import PROVIDERS

                reply = PROVIDERS[name](server, self, self.command, f"/{rest}", body)
            except Refused as refused:
                reply = refused.reply
            self._answer(*reply)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

        def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
            if status == 0:  # the line is cut
                self.close_connection = True
                self.connection.close()
                return
            if status == 204:
                self.send_response(204)
                self.end_headers()
                return
            data = json.dumps(body).encode()
            self._head(status, "application/json", len(data), headers)
            self.wfile.write(data)

        def _head(self, status: int, kind: str, length: int, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(length))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()

        def _file(self, rest: str) -> None:
            how, _, name = rest.partition("/")
            task = server.tasks.get(name.partition(".")[0])
            if how == "redirect":
                self._head(302, "text/plain", 0, {"Location": "http://169.254.169.254/latest/meta-data"})
            elif task is None or how == "expired" or task.script.video == "missing":
                self._head(403, "application/xml", 0)
            elif task.provider == "google" and self.headers.get("x-goog-api-key") != KEYS["google"]:
                self._head(403, "application/json", 0)
            elif task.script.video == "html":
                self._head(200, "text/html", 6)
                self.wfile.write(b"<html>")
            else:
                self._clip(task)

        def _clip(self, task: Task) -> None:
            task.served += 1
            kind = "good" if task.script.video == "truncated" else task.script.video
            data = clip(server.folder, kind, task.seconds, task.width, task.height).read_bytes()
            self._head(200, "video/mp4", len(data))
            if task.script.video == "truncated" and task.served < 99:
                self.wfile.write(data[: len(data) // 2])
                self.close_connection = True
                self.connection.close()
                return
            self.wfile.write(data)

    return Handler
