# SPDX-License-Identifier: Apache-2.0
"""Bring a file home from an address that somebody else wrote.

Only https to public addresses (and plain http to this machine when the provider's own endpoint was set to this machine, to
the same port). The name is resolved once and the connection goes to the address that was checked, so that a name can't
change its mind in between; every redirect is checked the same way. Size, time and content type are limited.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultClass
from aiprod.film.files import disk_errors
from aiprod.shooting.cloud.protocol import CloudError

if TYPE_CHECKING:
    import httpcore

LARGEST = 1 << 30
"""Bytes: half a minute of 4K at 250 Mbit/s."""
_LONGEST_S = 600.0
_REDIRECTS = 3
_TIMEOUTS = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 10.0}
_TYPES = ("video/", "application/octet-stream", "binary/octet-stream", "application/mp4")
_EXPIRED = (401, 403, 404, 410)


@dataclass(frozen=True)
class Local:
    """A stand-in on this machine: the one place where plain http and a loopback address are right."""

    host: str
    port: int

    @classmethod
    def of(cls, base: str) -> Local | None:
        """The stand-in of a provider's base URL; None for a real provider."""
        parts = urlsplit(base)
        if parts.hostname is None or not _is_loopback_name(parts.hostname):
            return None
        return cls(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))


def download(
    url: str, path: Path, *, stop: threading.Event, local: Local | None = None, headers: Mapping[str, str] | None = None,
    largest: int = LARGEST,
) -> None:  # fmt: skip
    """Write what lies at `url` to `path`, whole or not at all.

    Args:
        url: as the provider named it.
        path: the file to write.
        stop: ends it.
        local: the provider's stand-in on this machine, if there is one.
        headers: for the first address only; a redirect to another host does not see them.
        largest: bytes.

    Raises:
        CloudError: the address is not allowed, has expired (code "expired"), is no video, is too large or broke off.
        Stopped: `stop` was set.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with disk_errors(path), part.open("wb") as stream:
            _follow(url, stream.write, stop, local, dict(headers or {}), largest)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _follow(url: str, write: Any, stop: threading.Event, local: Local | None, headers: dict[str, str], largest: int) -> None:
    for _ in range(_REDIRECTS + 1):
        check_address(url, local)
        onward = _get(url, write, stop, local, headers, largest)
        if onward is None:
            return
        there, here = urlsplit(urljoin(url, onward)), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            headers = {}
        url = there.geturl()
    raise _refused("it redirects too often", "redirects")


def _get(url: str, write: Any, stop: threading.Event, local: Local | None, headers: dict[str, str], largest: int) -> str | None:
    """Read one address; returns where it redirects to, or None when the body was written."""
    import httpcore

    given = [(name.encode(), value.encode()) for name, value in {**headers, "Accept-Encoding": "identity"}.items()]
    pool = httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=_guard(local))
    try:
        with pool, pool.stream("GET", url, headers=given, extensions={"timeout": _TIMEOUTS}) as response:
            if response.status in (301, 302, 303, 307, 308):
                return _header(response.headers, b"location")
            _check_head(response, largest)
            _copy(response.iter_stream(), write, stop, largest)
            return None
    except httpcore.TimeoutException as error:
        raise _broken("it took too long", "timeout") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise _broken(f"the connection broke ({error})", "truncated") from error


def _check_head(response: httpcore.Response, largest: int) -> None:
    if response.status in _EXPIRED:
        raise _refused(f"the address is not valid any more (HTTP {response.status})", "expired")
    if response.status == 429 or response.status >= 500:
        raise _broken(f"HTTP {response.status}", f"http_{response.status}")
    if response.status != 200:
        raise _refused(f"HTTP {response.status}", f"http_{response.status}")
    kind = _header(response.headers, b"content-type").partition(";")[0].strip().lower()
    if not kind.startswith(_TYPES):
        raise _refused(f"it is {kind or 'of no type'}, not a video", "not_a_video")
    length = _header(response.headers, b"content-length")
    if length.isdigit() and int(length) > largest:
        raise _refused(f"it has {int(length) >> 20} MB", "too_large")


def _copy(blocks: Iterable[bytes], write: Any, stop: threading.Event, largest: int) -> None:
    size, until = 0, time.monotonic() + _LONGEST_S
    for block in blocks:
        if stop.is_set():
            raise Stopped("The download was stopped")
        size += len(block)
        if size > largest:
            raise _refused(f"it is larger than {largest >> 20} MB", "too_large")
        if time.monotonic() > until:
            raise _broken(f"it took longer than {_LONGEST_S:.0f} s", "timeout")
        write(block)
    if not size:
        raise _refused("it is empty", "not_a_video")


def check_address(url: str, local: Local | None) -> None:
    """Refuse what is not https, or names this machine or a private network. Raises CloudError."""
    parts = urlsplit(url)
    if parts.username or parts.password or not parts.hostname:
        raise _refused("the address is not one we go to", "forbidden_address")
    if _is_local(parts.hostname, parts.port, parts.scheme, local):
        return
    if parts.scheme != "https":
        raise _refused(f"it is not https but {parts.scheme or 'nothing'}", "forbidden_address")
    literal = _literal(parts.hostname)
    if literal is not None and not is_public(literal):
        raise _refused(f"{parts.hostname} is not a public address", "forbidden_address")


def _is_local(host: str, port: int | None, scheme: str, local: Local | None) -> bool:
    if local is None or scheme not in ("http", "https"):
        return False
    return (host, port or (443 if scheme == "https" else 80)) == (local.host, local.port)


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address lies on the open Internet, also when it is wrapped in another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_loopback_name(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def _guard(local: Local | None) -> httpcore.NetworkBackend:
    """A network backend that resolves a name, checks every address, and connects to the first one it checked."""
    import httpcore

    class Guard(httpcore.SyncBackend):
        def connect_tcp(
            self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None
        ) -> httpcore.NetworkStream:
            if local is not None and (host, port) == (local.host, local.port):
                return super().connect_tcp(host, port, timeout, local_address, socket_options)
            return super().connect_tcp(_checked(host, port), port, timeout, local_address, socket_options)

    return Guard()


def _checked(host: str, port: int) -> str:
    """The address of a host, if all its addresses are public. Raises CloudError."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise _broken(f"{host} is not known ({error})", "unreachable") from error
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise _refused(f"{host} leads to a private address", "forbidden_address")
    return str(addresses[0])


def _header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in headers if name.lower() == wanted), "")


def _refused(why: str, code: str) -> CloudError:
    return CloudError("The footage can't be fetched", why, kind=FaultClass.PROVIDER, code=code)


def _broken(why: str, code: str) -> CloudError:
    return CloudError("The footage can't be fetched", why, kind=FaultClass.TRANSIENT, code=code)
