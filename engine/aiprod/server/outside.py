# SPDX-License-Identifier: Apache-2.0
"""Calls to addresses that users or strangers name: never into this machine, the house's network or a cloud's inside.

A name is resolved once, every address that it stands for is checked, and the connection goes to a checked address, with the
name only in Host and in the TLS handshake. So an answer that changes between the check and the call (DNS rebinding) changes
nothing. Redirects are not followed, proxies are not used, and no more of an answer is read than its status.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import httpx

Resolve = Callable[[str, int], Awaitable[Collection[str]]]
"""Host and port → the addresses that the name stands for."""
_TIMEOUT_S, _RESOLVE_S = 10.0, 5.0
_FORBIDDEN_V4 = (ipaddress.ip_network("192.88.99.0/24"),)
"""Not private for Python, yet nobody's server: the relays of 6to4."""
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_FORBIDDEN_V6 = tuple(ipaddress.ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
"""Within the public range, but tunnels, documentation and protocol assignments: they can hide a private IPv4 address."""


class ForbiddenAddressError(UserError):
    """An address that the engine does not call."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} is not called", why, "Give an https:// address of a public server.")


@dataclass(frozen=True)
class Target:
    """An address whose check it passed, and where exactly to connect."""

    url: SplitResult
    host: str
    port: int
    address: str

    @property
    def authority(self) -> str:
        """For the Host header."""
        default = 443 if self.url.scheme == "https" else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == default else f"{host}:{self.port}"

    @property
    def numeric_url(self) -> str:
        """The URL with the checked address in place of the name."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        query = f"?{self.url.query}" if self.url.query else ""
        return f"{self.url.scheme}://{host}:{self.port}{self.url.path or '/'}{query}"


class Outside:
    """Checks and calls addresses.

    Args:
        allowed: hosts that are called whatever they stand for, also without TLS. Only for tests and for companies whose
            administrator has set it; empty otherwise.
        resolve: how names are resolved.
        trust: whom to believe who a server is; None: the usual authorities.
        timeout_s: for one whole call.
    """

    def __init__(
        self, allowed: Collection[str] = (), *, resolve: Resolve | None = None, trust: ssl.SSLContext | None = None,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:  # fmt: skip
        self._allowed = frozenset(host.lower() for host in allowed)
        self._resolve = resolve or _system_resolve
        self._trust, self._timeout_s = trust, timeout_s

    async def check(self, url: str) -> Target:
        """Where a call to this URL would go. Raises ForbiddenAddressError; its sentence never says what a name resolved to."""
        parts, host, port = self._parsed(url)
        free = host in self._allowed
        if parts.scheme != "https" and not (free and parts.scheme == "http"):
            raise ForbiddenAddressError(_shown(url), "only https:// is")
        if not free and port != 443 and port < 1024:
            raise ForbiddenAddressError(_shown(url), f"port {port} is not one of web servers")
        addresses = await self._addresses(url, host, port)
        if not free and not all(is_public(address) for address in addresses):
            raise ForbiddenAddressError(_shown(url), "it leads into a private network")
        return Target(parts, host, port, next(iter(addresses)))

    def _parsed(self, url: str) -> tuple[SplitResult, str, int]:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            host = host if ":" in host else host.encode("idna").decode().rstrip(".").lower()
        except (ValueError, UnicodeError) as error:
            raise ForbiddenAddressError(_shown(url), "it can't be read") from error
        if not host or parts.username is not None or parts.password is not None or not url.isprintable() or " " in url:
            raise ForbiddenAddressError(_shown(url), "it is no plain address")
        if "%" in host or port == 0:
            raise ForbiddenAddressError(_shown(url), "it is no plain address")
        return parts, host, port or (443 if parts.scheme == "https" else 80)

    async def _addresses(self, url: str, host: str, port: int) -> Collection[str]:
        try:
            async with asyncio.timeout(_RESOLVE_S):
                found = await self._resolve(host, port)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise UserError(f"{_shown(url)} can't be reached", "its name is not known") from error
        if not found:
            raise UserError(f"{_shown(url)} can't be reached", "its name is not known")
        return found

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body; returns the status of the answer.

        Raises:
            ForbiddenAddressError: the address is not one to call.
            UserError: its name is not known.
            OSError, TimeoutError: the call failed.
        """
        import httpx

        target = await self.check(url)
        try:
            async with asyncio.timeout(self._timeout_s), self._client() as client:
                return await self._send(client, target, body, headers)
        except httpx.HTTPError as error:
            raise ConnectionError(type(error).__name__) from error

    async def _send(self, client: httpx.AsyncClient, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
        request = client.build_request(
            "POST", target.numeric_url, content=body, headers={**headers, "Host": target.authority},
            extensions={"sni_hostname": target.host},
        )  # fmt: skip
        answer = await client.send(request, stream=True)
        await answer.aclose()
        return answer.status_code

    def _client(self) -> httpx.AsyncClient:
        import httpx

        self._trust = self._trust or ssl.create_default_context()
        return httpx.AsyncClient(verify=self._trust, trust_env=False, follow_redirects=False, timeout=self._timeout_s)


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: not this machine, not a private, shared, local, reserved or multicast
    network, and not a way to write one of these differently."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in net for net in _FORBIDDEN_V4)
    return ip in _PUBLIC_V6 and not any(ip in net for net in _FORBIDDEN_V6)


async def _system_resolve(host: str, port: int) -> Collection[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _shown(url: str) -> str:
    """A URL for a message: without what may be secret in it."""
    return url.partition("?")[0].partition("#")[0][:200] if "@" not in url else "This address"
