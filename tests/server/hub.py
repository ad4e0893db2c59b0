# SPDX-License-Identifier: Apache-2.0
"""A hub of models on this machine, as the real one behaves, and everything that can go wrong with it.

Two hosts. The hub knows repositories: `/OWNER/NAME/resolve/REVISION/PATH` answers large (LFS) files with 302 to the other host,
with `X-Linked-Etag` (their SHA-256) and `X-Linked-Size`, and small ones itself, with Git's hash as ETag. The other host has the
bytes: it knows ranges, its addresses carry a signature that may expire, and it must never see a token.
"""

from __future__ import annotations

import hashlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "06e001fc51048fb03433a6fb25334de7836704a5"
_RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")
_STEP = 1 << 16


@dataclass
class Repository:
    """What a repository holds.

    Attributes:
        files: path → content.
        small: paths that are kept in the repository itself, not as LFS objects.
        gated: only members who agreed may have it.
        moved_from: its earlier name, which redirects.
    """

    files: dict[str, bytes]
    small: frozenset[str] = frozenset()
    gated: bool = False
    moved_from: str = ""


@dataclass
class Faults:
    """What goes wrong. Counters are used up, one for each request that they hit.

    Attributes:
        cut_after: bytes after which a connection is reset, for the next `cuts` answers of the other host.
        silent_after, silences: the same, but nothing more comes and the connection stays open.
        busy: requests to be answered 503. throttled: 429 with Retry-After. broken: 500.
        address_uses: how often a signed address works before it has expired; 0 for always.
        wrong: (path, offset): a byte that is sent wrong, for the next `wrongs` answers that hold it.
        no_ranges: the other host sends whole files, 200, whatever is asked.
        shifted: answers 206 with another range than the one asked for.
        unnamed: LFS files come without X-Linked headers, as from a plain mirror.
        rate: bytes per second and connection; 0 for as fast as it goes.
        lies: path → SHA-256 that is declared instead of the true one.
    """

    cut_after: int = 0
    cuts: int = 0
    silent_after: int = 0
    silences: int = 0
    busy: int = 0
    throttled: int = 0
    broken: int = 0
    address_uses: int = 0
    wrong: tuple[str, int] | None = None
    wrongs: int = 0
    no_ranges: bool = False
    shifted: int = 0
    unnamed: bool = False
    rate: int = 0
    lies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What was asked."""

    host: str
    method: str
    path: str
    range: str
    token: str
    status: int


class FakeHub:
    """The two hosts. See the module."""

    def __init__(self, repositories: Mapping[str, Repository]) -> None:
        self.repositories = dict(repositories)
        self.faults = Faults()
        self.members: dict[str, frozenset[str]] = {}
        """Token → the gated repositories that its owner may have."""
        self.requests: list[Request] = []
        self.sent = 0
        """Bytes of files that the other host sent."""
        self.lock = threading.Lock()
        self._uses: dict[str, int] = {}
        self._signature = 0
        self.hub = _Server(self, _HubHandler)
        self.store = _Server(self, _StoreHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.hub.server_port}"

    def close(self) -> None:
        for server in (self.hub, self.store):
            server.shutdown()
            server.server_close()

    def named(self, repo: str, path: str) -> tuple[Repository, bytes] | None:
        found = self.repositories.get(repo)
        return (found, found.files[path]) if found and path in found.files else None

    def sign(self, repo: str, path: str) -> str:
        """An address of the bytes, good for so many uses."""
        with self.lock:
            self._signature += 1
            return f"http://127.0.0.1:{self.store.server_port}/{repo}//{path}?Signature={self._signature}"

    def use(self, signature: str) -> bool:
        """Whether an address still works."""
        with self.lock:
            self._uses[signature] = self._uses.get(signature, 0) + 1
            return not self.faults.address_uses or self._uses[signature] <= self.faults.address_uses

    def spend(self, name: str) -> bool:
        """Use up one of a counter; whether there was one."""
        with self.lock:
            left: int = getattr(self.faults, name)
            if left:
                setattr(self.faults, name, left - 1)
            return bool(left)

    def tokens_seen_by_store(self) -> set[str]:
        return {request.token for request in self.requests if request.host == "store" and request.token}


@contextmanager
def fake_hub(repositories: Mapping[str, Repository]) -> Iterator[FakeHub]:
    hub = FakeHub(repositories)
    try:
        yield hub
    finally:
        hub.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, world: FakeHub, handler: type[BaseHTTPRequestHandler]) -> None:
        self.world = world
        super().__init__(("127.0.0.1", 0), handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host = ""

    @property
    def world(self) -> FakeHub:
        return self.server.world

    def log_message(self, *_: object) -> None:
        """Nothing: `requests` has it."""

    def note(self, status: int) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        request = Request(self.host, self.command, self.path, self.headers.get("Range", ""), token, status)
        with self.world.lock:
            self.world.requests.append(request)

    def answer(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        self.note(status)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def passing_fault(self) -> bool:
        """Answer with a fault that will be over, if one is due."""
        for name, status in (("busy", 503), ("throttled", 429), ("broken", 500)):
            if self.world.spend(name):
                self.answer(status, {"Retry-After": "0"} if status == 429 else {})
                return True
        return False

    def do_HEAD(self) -> None:
        self.do_GET()


class _HubHandler(_Handler):
    host = "hub"

    def do_GET(self) -> None:
        if self.passing_fault():
            return
        parts = unquote(urlsplit(self.path).path).lstrip("/").split("/")
        repo, path = "/".join(parts[:2]), "/".join(parts[4:])
        for name, found in self.world.repositories.items():
            if found.moved_from == repo:
                self.answer(307, {"Location": self.path.replace(repo, name, 1)})
                return
        if len(parts) < 5 or parts[2] != "resolve" or repo not in self.world.repositories:
            self.refuse_repository()
        elif not self.may_have(repo):
            self.refuse_gated(repo)
        elif self.world.named(repo, path) is None:
            self.answer(404, {"X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found"})
        else:
            self.hand_out(repo, path)

    def token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def may_have(self, repo: str) -> bool:
        return not self.world.repositories[repo].gated or repo in self.world.members.get(self.token(), frozenset())

    def refuse_repository(self) -> None:
        """As the real one does: without a token nobody learns whether it is private or not there."""
        self.answer(404 if self.token() else 401, {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"})

    def refuse_gated(self, repo: str) -> None:
        if self.token() and self.token() not in self.world.members:
            self.answer(401, {"X-Error-Message": "Invalid credentials in Authorization header"})
        else:
            message = f"Access to model {repo} is restricted."
            self.answer(403 if self.token() else 401, {"X-Error-Code": "GatedRepo", "X-Error-Message": message})

    def hand_out(self, repo: str, path: str) -> None:
        repository, data = self.world.repositories[repo], self.world.repositories[repo].files[path]
        common = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes", "Date": formatdate(usegmt=True)}
        if path in repository.small:
            git = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            body, headers = self.spoilt(path, data), {**common, "ETag": f'"{git}"', "Content-Length": str(len(data))}
            asked = _RANGE.match(self.headers.get("Range", ""))
            if asked and self.command == "GET":
                start, end = int(asked[1]), min(int(asked[2] or len(data) - 1), len(data) - 1)
                body = body[start : end + 1]
                headers |= {"Content-Range": f"bytes {start}-{end}/{len(data)}", "Content-Length": str(len(body))}
            self.answer(206 if asked and self.command == "GET" else 200, headers, body)
            return
        linked = {} if self.world.faults.unnamed else self.linked(path, data)
        self.answer(302, {**common, **linked, "Location": self.world.sign(repo, path)})

    def spoilt(self, path: str, data: bytes) -> bytes:
        """As it is sent: wrong where a fault says so."""
        faults = self.world.faults
        if self.command != "GET" or faults.wrong is None or faults.wrong[0] != path or not self.world.spend("wrongs"):
            return data
        at = faults.wrong[1]
        return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]

    def linked(self, path: str, data: bytes) -> dict[str, str]:
        sha256 = self.world.faults.lies.get(path) or hashlib.sha256(data).hexdigest()
        return {"X-Linked-Size": str(len(data)), "X-Linked-Etag": f'"{sha256}"'}


class _StoreHandler(_Handler):
    host = "store"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        repo, _, path = unquote(parts.path).lstrip("/").partition("//")
        found = self.world.named(repo, path)
        if self.headers.get("Authorization"):
            self.answer(400, {"X-Error": "two kinds of credentials"})
        elif self.command == "GET" and self.passing_fault():
            return
        elif self.command == "GET" and not self.world.use(parse_qs(parts.query)["Signature"][0]):
            self.answer(403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>")
        elif found is None:
            self.answer(404)
        else:
            self.send_file(path, found[1])

    def send_file(self, path: str, data: bytes) -> None:
        faults, asked = self.world.faults, _RANGE.match(self.headers.get("Range", ""))
        start, end = 0, len(data)
        if asked and not faults.no_ranges:
            start, end = int(asked[1]), min(int(asked[2] or len(data) - 1) + 1, len(data))
            if start >= len(data):
                self.answer(416, {"Content-Range": f"bytes */{len(data)}"})
                return
            if self.world.spend("shifted"):
                start, end = start + 1, end
        partial = asked and not faults.no_ranges
        self.note(206 if partial else 200)
        self.send_response(206 if partial else 200)
        self.send_header("ETag", f'"{hashlib.md5(data[:64], usedforsecurity=False).hexdigest()}"')
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        if partial:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.end_headers()
        if self.command == "GET":
            self.send_body(path, data, start, end)

    def send_body(self, path: str, data: bytes, start: int, end: int) -> None:
        faults, world = self.world.faults, self.world
        cut = faults.cut_after if faults.cut_after and world.spend("cuts") else 0
        silent = faults.silent_after if faults.silent_after and world.spend("silences") else 0
        body = bytearray(data[start:end])
        if faults.wrong and faults.wrong[0] == path and start <= faults.wrong[1] < end and world.spend("wrongs"):
            body[faults.wrong[1] - start] ^= 0x55
        for position in range(0, len(body), _STEP):
            if cut and position >= cut:
                self.reset()
                return
            if silent and position >= silent:
                self.fall_silent()
                return
            block = body[position : position + _STEP]
            self.wfile.write(block)
            with world.lock:
                world.sent += len(block)
            if faults.rate:
                time.sleep(len(block) / faults.rate)

    def reset(self) -> None:
        """The connection ends too early: every second time reset, as by a cable that is pulled (what was on its way is lost),
        else closed."""
        if self.world.faults.cuts % 2:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.close_connection = True
        self.connection.close()

    def fall_silent(self) -> None:
        """Nothing more comes until the other side hangs up."""
        self.connection.settimeout(20)
        self.close_connection = True
        try:
            self.connection.recv(1)
        except OSError:
            return
