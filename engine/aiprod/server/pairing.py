# SPDX-License-Identifier: Apache-2.0
"""Pairing: the user reads eight characters in the desktop and types them into a panel, which gets a token of its own."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from aiprod.production.jobs.panels import Panels
from aiprod.server.identity import Client, Doorkeeper, Failures
from aiprod.server.settings import Clock
from aiprod.wire.discovery import fingerprint, new_secret
from aiprod.wire.errors import WireError
from aiprod.wire.service import ExchangePairing, Paired, Permission

LIFE_S = 300.0
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No letters or digits that are taken for each other."""
_TRIES = 5
"""Wrong codes after which every open one is void."""
_MOST_OPEN = 8


@dataclass(frozen=True)
class Offer:
    """A code that was shown."""

    code: str
    name: str
    permissions: tuple[Permission, ...]
    expires_at: float


class PairingDesk:
    """Shows codes and trades them. A code serves once, for five minutes; after five wrong ones all are void."""

    def __init__(self, panels: Panels, doorkeeper: Doorkeeper, clock: Clock) -> None:
        self._panels, self._doorkeeper, self._clock = panels, doorkeeper, clock
        self._offers: list[Offer] = []
        self._wrong = 0
        self._failures = Failures(clock, most=2 * _TRIES)
        for panel in panels.all():
            if panel.revoked_at is None:
                doorkeeper.know(panel.token_sha256, _client(panel.id, panel.capabilities))

    def offer(self, name: str, permissions: tuple[Permission, ...]) -> Offer:
        """A new code. Raises WireError for a permission that can't be given away."""
        if "admin" in permissions:
            raise WireError("not_permitted", "A panel can't have `admin`", "only the owner governs the engine")
        code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        made = Offer(code, name, tuple(dict.fromkeys(permissions)), self._clock() + LIFE_S)
        self._offers = [*self._open(), made][-_MOST_OPEN:]
        self._wrong = 0
        return made

    def exchange(self, request: ExchangePairing, peer: str) -> Paired:
        """A token for a code. Raises WireError: wrong, used, expired, too many tries."""
        locked = self._failures.locked_s(peer)
        if locked:
            raise WireError("locked_out", "Too many wrong pairing codes", f"wait {locked:.0f} s", retry_after_s=locked)
        offer = self._taken(request.code)
        if offer is None:
            self._failures.count(peer)
            raise WireError(
                "pairing_refused", "This pairing code can't be used", "it is wrong, was used, or is older than five minutes",
                "Have the desktop show a new one.",
            )  # fmt: skip
        token = new_secret()
        panel = self._panels.add(
            offer.name, f"{request.host} · panel {request.panel_version}"[:200], fingerprint(token), offer.permissions
        )
        self._doorkeeper.know(panel.token_sha256, _client(panel.id, panel.capabilities))
        return Paired(panel=panel.id, token=token, permissions=offer.permissions)

    def _open(self) -> list[Offer]:
        now = self._clock()
        return [offer for offer in self._offers if offer.expires_at > now]

    def _taken(self, code: str) -> Offer | None:
        """The offer of a code, which ends with this. Every open code is compared, so that time tells nothing."""
        given = code.replace(" ", "").replace("-", "").upper().encode()
        self._offers = self._open()
        found = [offer for offer in self._offers if hmac.compare_digest(offer.code.encode(), given)]
        if found:
            self._offers.remove(found[0])
            return found[0]
        self._wrong += 1
        if self._wrong >= _TRIES:
            self._offers = []
        return None


def _client(panel: str, capabilities: tuple[str, ...]) -> Client:
    known: tuple[Permission, ...] = ("read", "edit", "generate", "spend")
    return Client(panel, frozenset(p for p in known if p in capabilities))
