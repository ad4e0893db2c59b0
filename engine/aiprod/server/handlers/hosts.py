# SPDX-License-Identifier: Apache-2.0
"""The editors that the panels live in."""

from __future__ import annotations

from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.wire.base import Reply, Request
from aiprod.wire.errors import WireError
from aiprod.wire.operations import OPERATIONS


def _not_there(engine: Engine, client: Client, request: Request) -> Reply:
    raise WireError("busy", "This is being built")


for _name in OPERATIONS:
    if _name.startswith("hosts."):
        handles(_name)(_not_there)
