# SPDX-License-Identifier: Apache-2.0
"""Who is asking: the owner, or a paired panel, by the token that they send."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections import deque
from dataclasses import dataclass
from typing import get_args

from aiprod.server.settings import Clock
from aiprod.wire.errors import WireError
from aiprod.wire.service import Permission

log = logging.getLogger(__name__)
EVERYTHING: frozenset[Permission] = frozenset(get_args(Permission))
_MOST_FAILURES, _WINDOW_S, _LOCKED_S = 10, 60.0, 60.0
_MOST_PEERS = 1000


@dataclass(frozen=True)
class Client:
    """Who is asking.

    Attributes:
        id: "owner", or the panel's id.
        permissions: what they may do.
        owner: whether they may name paths on this machine.
    """

    id: str
    permissions: frozenset[Permission]
    owner: bool = False

    def require(self, permission: Permission | str) -> None:
        """Raises WireError when the client may not do this."""
        if permission and permission not in self.permissions:
            raise WireError(
                "not_permitted", "This is not permitted to you", f"it needs the permission {permission!r}",
                "Pair again with more permissions, or do it in the desktop.",
            )  # fmt: skip

    def require_owner(self, what: str) -> None:
        """Raises WireError when the client may not name paths on this machine."""
        if not self.owner:
            raise WireError("owner_only", f"You may not give {what}", "only the engine's owner may name paths on its machine")


OWNER = Client("owner", EVERYTHING, owner=True)
NOBODY = Client("nobody", frozenset())
"""Who asks without a token: only for the two operations that come before there is one."""


class Failures:
    """Counts refused attempts of each peer, and says when one has made too many."""

    def __init__(self, clock: Clock, most: int = _MOST_FAILURES) -> None:
        self._clock, self._most = clock, most
        self._times: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}

    def count(self, peer: str) -> None:
        now = self._clock()
        if len(self._times) > _MOST_PEERS:
            self._times.clear()
        times = self._times.setdefault(peer, deque(maxlen=self._most))
        times.append(now)
        if len(times) == self._most and now - times[0] < _WINDOW_S:
            if self.locked_s(peer) == 0:
                log.warning("too many refused attempts", extra={"peer": peer, "locked_s": _LOCKED_S})
            self._until[peer] = now + _LOCKED_S

    def locked_s(self, peer: str) -> float:
        """Seconds until the peer may try again."""
        return max(0.0, self._until.get(peer, 0.0) - self._clock())


class Doorkeeper:
    """Knows the tokens. Every token is hashed and compared in constant time; panels are known by their hash alone.

    After ten wrong tokens within a minute further wrong ones are not even looked at closely for a minute. The right token
    always opens: 256 bits can't be guessed, and nobody on this machine shall be able to lock the owner out.
    """

    def __init__(self, owner_token: str, clock: Clock) -> None:
        self._owner = hashlib.sha256(owner_token.encode()).digest()
        self._panels: dict[str, Client] = {}
        self._failures = Failures(clock)

    def know(self, fingerprint: str, panel: Client) -> None:
        """Let a panel in, by the SHA-256 (hex) of its token."""
        self._panels[fingerprint] = panel

    def forget(self, panel: str) -> None:
        """Let a panel in no more."""
        self._panels = {key: client for key, client in self._panels.items() if client.id != panel}

    def fingerprint_of(self, panel: str) -> str | None:
        return next((key for key, client in self._panels.items() if client.id == panel), None)

    def admit(self, token: str | None, peer: str) -> Client:
        """The client that a token belongs to. Raises WireError: no token, a wrong one, too many wrong ones."""
        if not token:
            raise WireError("no_token", "Who are you?", "the request carries no token", "Send the token of the discovery file.")
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        if hmac.compare_digest(digest, self._owner):
            return OWNER
        panel = self._panels.get(digest.hex())
        if panel is not None:
            return panel
        raise self._refused(peer)

    def _refused(self, peer: str) -> WireError:
        locked = self._failures.locked_s(peer)
        if locked:
            return WireError(
                "locked_out",
                "Too many wrong tokens",
                f"wait {locked:.0f} s",
                "Read the discovery file again.",
                retry_after_s=locked,
            )
        self._failures.count(peer)
        return WireError("wrong_token", "The token is not right", "", "Read the discovery file again, or pair the panel again.")
