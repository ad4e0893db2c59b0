# SPDX-License-Identifier: Apache-2.0
"""Panels: pairing them, listing them, forgetting them."""

from __future__ import annotations

from typing import get_args

from aiprod.server.engine import Engine
from aiprod.server.handlers.service import check_protocol
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.wire.base import Done, Nothing
from aiprod.wire.service import (
    ExchangePairing,
    Paired,
    PairingCode,
    PanelList,
    PanelView,
    Permission,
    RevokePanel,
    StartPairing,
)

_PEER = "loopback"
"""Everybody comes from this machine: wrong codes are counted together."""


@handles("pairing.start")
async def start(engine: Engine, _client: Client, request: StartPairing) -> PairingCode:
    offer = engine.pairing.offer(request.name, request.permissions)
    return PairingCode(code=offer.code, port=engine.port, expires_at=offer.expires_at)


@handles("pairing.exchange")
def exchange(engine: Engine, _client: Client, request: ExchangePairing) -> Paired:
    check_protocol(request.protocol)
    return engine.pairing.exchange(request, _PEER)


@handles("pairing.list")
def listed(engine: Engine, _client: Client, _request: Nothing) -> PanelList:
    known = set(get_args(Permission))
    return PanelList(
        panels=tuple(
            PanelView(
                id=p.id, name=p.name, host=p.host_kind, paired_at=p.created_at, seen_at=p.last_seen,
                permissions=tuple(c for c in p.capabilities if c in known), connected=engine.sockets.connected(p.id),
            )
            for p in engine.store.panels.all()
            if p.revoked_at is None
        )
    )  # fmt: skip


@handles("pairing.revoke")
async def revoke(engine: Engine, _client: Client, request: RevokePanel) -> Done:
    """Its token is worthless from this moment on, and its sockets are closed."""
    await engine.in_thread(engine.store.panels.revoke, request.panel)
    engine.doorkeeper.forget(request.panel)
    engine.sockets.drop(request.panel)
    engine.hosts.drop(request.panel)
    return Done()
