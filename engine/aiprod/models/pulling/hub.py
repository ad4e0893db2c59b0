# SPDX-License-Identifier: Apache-2.0
"""A hub, asked: what a file is (size, hash, where its bytes lie), and its bytes, range by range.

The hub answers `…/resolve/…` with what it knows of the file and a redirect to where the bytes are. The user's token goes to the
hub alone, never to the place that it redirects to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from aiprod.film.errors import EngineError, UserError
from aiprod.models.cards import HubFile
from aiprod.models.pulling.settings import LOOPBACK, PullSettings
from aiprod.models.tokens import Token, token

if TYPE_CHECKING:
    import httpx

_REDIRECTS = 4
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_RANGE = re.compile(r"^bytes (\d+)-(\d+)/(\d+)$")
_PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 522, 524)
_LONGEST_WAIT_S = 120.0


class PassingError(EngineError):
    """Something that may go well the next time: a cut, a timeout, a hub that is busy.

    Args:
        why: a clause for people.
        wait_s: how long the hub asks to be left alone.
        stale: whether the address of the bytes is to be asked for again.
    """

    def __init__(self, why: str, wait_s: float = 0.0, *, stale: bool = False) -> None:
        self.wait_s, self.stale = min(wait_s, _LONGEST_WAIT_S), stale
        super().__init__("The hub can't be reached", why)


@dataclass(frozen=True)
class Offered:
    """What the hub says of a file.

    Attributes:
        url: where its bytes are; may hold a signature that expires.
        size: bytes.
        sha256: as declared; empty for a small file that is kept in the repository itself.
        etag: of a small file the hash that Git knows it by.
    """

    url: str
    size: int
    sha256: str
    etag: str


class Hub:
    """One hub for one pull; to be used in a `with`. May be used from several threads."""

    def __init__(self, settings: PullSettings | None = None) -> None:
        self.settings = settings or PullSettings.load()
        self._token = token(self.settings.endpoint)
        self._client: httpx.Client | None = None

    def __enter__(self) -> Hub:
        import httpx

        timeout = httpx.Timeout(self.settings.silence_s, connect=self.settings.connect_s)
        limits = httpx.Limits(max_connections=self.settings.connections + 2)
        self._client = httpx.Client(
            timeout=timeout, limits=limits, headers={"User-Agent": "aiprod", "Accept-Encoding": "identity"}
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    def address(self, file: HubFile) -> str:
        return f"{self.settings.endpoint}/{file.repo}/resolve/{quote(file.revision, safe='')}/{quote(file.path)}"

    def page(self, file: HubFile) -> str:
        """Where a person agrees to a repository's terms."""
        return f"{self.settings.endpoint}/{file.repo}"

    def ask(self, file: HubFile) -> Offered:
        """What the hub has under a name.

        Raises:
            UserError: it has no such file, or does not hand it to this user.
            PassingError: it does not answer now.
        """
        url = self.address(file)
        headers: dict[str, str] = {}
        for _ in range(_REDIRECTS + 1):
            answer = self._send("HEAD", url)
            headers = {name: value for name, value in answer.headers.items() if name.startswith("x-linked-")} | headers
            if not answer.is_redirect:
                self._check(answer, file, gate=self._ours(url))
                return _offered(url, answer, headers)
            url = self._onward(url, answer.headers.get("location", ""))
        raise _refused(file, "its address leads from one place to the next without end", "Try again later.")

    @contextmanager
    def open(self, file: HubFile, offered: Offered, start: int, end: int) -> Iterator[Iterator[bytes]]:
        """The bytes from `start` up to `end` (exclusive) as they come. A server that knows no ranges sends all of them: then
        `start` must be 0.

        Raises:
            UserError, PassingError: as `ask`; also while reading.
        """
        import httpx

        assert self._client is not None
        request = self._client.build_request(
            "GET", offered.url, headers={"Range": f"bytes={start}-{end - 1}", **self._credentials(offered.url)}
        )
        try:
            answer = self._client.send(request, stream=True)
            try:
                self._check(answer, file, gate=self._ours(offered.url))
                _check_range(answer, start, end, offered.size)
                yield answer.iter_raw(1 << 18)
            finally:
                answer.close()
        except httpx.TimeoutException as error:
            raise PassingError("the hub fell silent") from error
        except httpx.HTTPError as error:
            raise PassingError(f"the connection broke off ({type(error).__name__})") from error

    def _send(self, method: str, url: str) -> httpx.Response:
        import httpx

        assert self._client is not None
        try:
            return self._client.request(method, url, headers=self._credentials(url))
        except httpx.TimeoutException as error:
            raise PassingError("the hub does not answer") from error
        except httpx.HTTPError as error:
            raise PassingError(f"the hub can't be reached ({error})") from error
        except httpx.InvalidURL as error:
            raise PassingError(f"the hub named an address that is none ({error})") from error

    def _ours(self, url: str) -> bool:
        here, there = urlsplit(self.settings.endpoint), urlsplit(url)
        return (here.scheme, here.netloc) == (there.scheme, there.netloc)

    def _credentials(self, url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token.value}"} if self._token and self._ours(url) else {}

    def _onward(self, url: str, location: str) -> str:
        """Where a redirect leads. Only https, or to this machine when the hub itself is there."""
        there = urlsplit(urljoin(url, location))
        here_too = there.hostname in LOOPBACK and urlsplit(self.settings.endpoint).hostname in LOOPBACK
        if not location or there.username or not (there.scheme == "https" or (there.scheme == "http" and here_too)):
            raise UserError("The hub can't be used", f"it redirects to {there.scheme}://{there.netloc}", "Is its address right?")
        return there.geturl()

    def _check(self, answer: httpx.Response, file: HubFile, *, gate: bool) -> None:
        """Raises what a status means."""
        status = answer.status_code
        if status in (200, 206):
            return
        if status in _PASSING:
            raise PassingError(f"the hub answers {status}", _seconds(answer.headers.get("retry-after", "")))
        if not gate:  # where the bytes are: an address that has expired, or a file that was replaced meanwhile
            raise PassingError(f"the address of its bytes is not valid any more ({status})", stale=True)
        if status == 416:
            raise PassingError("the hub has no such range of it", stale=True)
        raise _gated(answer, file, self.page(file), self._token) if status in (401, 403) else _absent(answer, file)


def _offered(url: str, answer: httpx.Response, linked: dict[str, str]) -> Offered:
    etag = linked.get("x-linked-etag", answer.headers.get("etag", "")).removeprefix("W/").strip('"')
    size = linked.get("x-linked-size", answer.headers.get("content-length", ""))
    if not size.isdecimal():
        raise PassingError("the hub does not say how large it is")
    return Offered(url, int(size), etag if _SHA256.match(etag) else "", etag)


def _check_range(answer: httpx.Response, start: int, end: int, size: int) -> None:
    """Raises PassingError where what comes is not what was asked for."""
    if answer.status_code == 200 and start == 0 and end == size:
        return
    match = _RANGE.match(answer.headers.get("content-range", ""))
    if answer.status_code != 206 or match is None:
        raise PassingError("the hub sent another part than the one that was asked for", stale=True)
    if tuple(int(number) for number in match.groups()) != (start, end - 1, size):
        raise PassingError("the hub sent another part than the one that was asked for", stale=True)


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _gated(answer: httpx.Response, file: HubFile, page: str, known: Token | None) -> UserError:
    if answer.headers.get("x-error-code") == "RepoNotFound":
        return _absent(answer, file)
    if known is None:
        return _refused(
            file, "the hub hands it only to those who agreed to its terms there",
            f"Agree at {page}, make a token there, and give it with `aiprod models token set`.",
        )  # fmt: skip
    if answer.status_code == 401:
        return _refused(
            file, "the hub does not know your token", "Make a new one there, and give it with `aiprod models token set`."
        )
    return _refused(file, "the hub has not granted you access", f"Agree to its terms at {page} with the account of your token.")


def _absent(answer: httpx.Response, file: HubFile) -> UserError:
    why = f"the hub answers {answer.status_code}: it has no such file"
    return _refused(file, why, "Update AIPROD: its card may be out of date.")


def _refused(file: HubFile, why: str, remedy: str) -> UserError:
    return UserError(f"{file.name} can't be fetched from {file.repo}", why, remedy)
