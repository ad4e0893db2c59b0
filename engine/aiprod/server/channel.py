# SPDX-License-Identifier: Apache-2.0
"""Between the server and a device's worker process: how the worker is reached, and what the two say to each other.

From the server: `welcome` (the table of duties), `run` (a job), `stop` (give the job up), `exit`.
From the worker: `hello`, `beat` (it lives), `event` (news of the job), `checkpoint`, `preview` (with a picture), `outcome`.
Everything about a job carries the token of its lease, so that nothing said about an earlier one is taken for this one.
"""

from __future__ import annotations

import os
from typing import Literal

from aiprod.film.errors import EngineError
from aiprod.production.channel import Channel, Door, Header, Link, connect

__all__ = ["ADDRESS", "DEVICE", "KEY", "Channel", "Door", "Header", "How", "Link", "environment", "from_environment"]

ADDRESS, KEY, DEVICE = "AIPROD_WORKER_ADDRESS", "AIPROD_WORKER_KEY", "AIPROD_WORKER_DEVICE"
"""Environment variables of a worker. Never arguments: those can be read by everyone on the machine."""
How = Literal["delivered", "failed", "stopped", "lost"]
"""How an attempt ended. "lost" is what the server says of a worker that is gone."""


def environment(door: Door, device: str) -> dict[str, str]:
    """What a worker's environment needs to come in."""
    return {ADDRESS: door.address, KEY: door.key, DEVICE: device}


def from_environment() -> tuple[Link, str]:
    """In a worker: the connection to its server, and the device it is for. The key does not stay in the environment.

    Raises:
        EngineError: this process was not started by a server, or the server is gone.
    """
    given = [os.environ.pop(name, "") for name in (ADDRESS, KEY, DEVICE)]
    if not all(given):
        raise EngineError("This worker has no server", "it was not started by one", "Run `aiprod serve`.")
    address, key, device = given
    return connect(address, key), device
