# SPDX-License-Identifier: Apache-2.0
"""What the engine server may be told when it starts, and its limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiprod.film.files import films_home
from aiprod.wire.discovery import CANDIDATE_PORTS, server_folder

Clock = Callable[[], float]


@dataclass(frozen=True)
class Limits:
    """What one client, or all together, may take. Sizes in bytes, times in seconds."""

    body: int = 1 << 20
    long_body: int = 8 << 20
    """For operations that carry a whole screenplay."""
    body_s: float = 30.0
    """For a whole body to arrive."""
    headers: int = 16 << 10
    headers_s: float = 10.0
    """For a request's headers to arrive, once the connection is there."""
    idle_s: float = 30.0
    """A connection kept alive without a request."""
    stalled_s: float = 20.0
    """A client that takes nothing of what is sent to it."""
    message: int = 2 << 20
    """One message on a socket."""
    fragments: int = 64
    """Of one message."""
    controls: int = 200
    """Ping, pong and the like on a socket within `controls_s`."""
    controls_s: float = 10.0
    waiting: int = 256
    """Connections that have not sent a request yet; the longest silent one makes room for a new one."""
    connections: int = 900
    sockets: int = 400
    sockets_of_panel: int = 16
    requests_of_socket: int = 32
    """Under way at once."""
    subscriptions: int = 32
    """Of one socket."""
    ping_every_s: float = 15.0
    silence_s: float = 45.0
    polls: int = 300
    """Long polls and waits under way at once."""
    host_silence_s: float = 40.0
    """An editor whose panel says nothing for so long is gone."""


@dataclass(frozen=True)
class ServerSettings:
    """How the server runs.

    Attributes:
        folder: the server's own files: discovery, lock, database, audit, logs.
        films_root: where films go that are ordered without a place.
        ports: tried in turn after the port of last time; then any free one.
        database: URL of the job store; empty for the default.
        workers: whether device workers are started (not for tests of the wire alone).
        devices: which devices to use; empty: all there are.
        token: the owner's token; empty: a new one at each start.
        limits: what clients may take.
        clock: unix seconds.
    """

    folder: Path = field(default_factory=server_folder)
    films_root: Path = field(default_factory=films_home)
    ports: tuple[int, ...] = CANDIDATE_PORTS
    database: str = ""
    workers: bool = True
    devices: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    limits: Limits = Limits()
    clock: Clock = time.time
