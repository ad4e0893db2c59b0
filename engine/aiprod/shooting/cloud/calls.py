# SPDX-License-Identifier: Apache-2.0
"""Calls to a provider's API: JSON in and out, limits on time and size, and every failure put into its class.

Nothing is tried again here: a purchase that is repeated blindly is bought twice. Whoever calls decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.protocol import CloudError

if TYPE_CHECKING:
    import httpx

_LARGEST_ANSWER = 96 << 20
"""Bytes: one provider may send the video itself inside its JSON."""
_CONNECT_S, _READ_S = 10.0, 60.0
_LONGEST_WORDS = 300

Answer = dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """What a provider's error body says, in our terms: what its `explain` function returns."""

    code: str
    words: str
    moderation: bool = False


Explain = Callable[[int, Any], Refusal]


class Calls:
    """Speaks to one provider.

    Args:
        provider: its name, for messages.
        base: https, or http to this machine.
        headers: sent with every call; they hold the key and are never logged.
        explain: reads the provider's error bodies.
    """

    def __init__(self, provider: str, base: str, headers: Mapping[str, str], explain: Explain) -> None:
        self.provider, self.base, self._headers, self._explain = provider, base.rstrip("/"), dict(headers), explain
        self._client: httpx.Client | None = None

    def get(self, path: str) -> Answer:
        return self._call("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, purchase: bool = False) -> Answer:
        """POST. With `purchase`, an error whose answer was lost says `maybe_bought`."""
        return self._call("POST", path, body, purchase=purchase)

    def put(self, path: str) -> Answer:
        return self._call("PUT", path, None)

    def delete(self, path: str) -> Answer:
        return self._call("DELETE", path, None)

    def own(self, url: str) -> bool:
        """Whether an address lies at the provider's API itself, so that the key may go there."""
        import httpx

        there, here = httpx.URL(url), httpx.URL(self.base)
        return (there.scheme, there.host, there.port) == (here.scheme, here.host, here.port)

    @property
    def key_headers(self) -> dict[str, str]:
        return dict(self._headers)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None, *, purchase: bool = False) -> Answer:
        import httpx

        url = path if path.startswith(("http://", "https://")) else f"{self.base}{path}"
        if not self.own(url):
            raise self._fault("it names an address of another host for its own API", "foreign_address")
        try:
            with self._open().stream(method, url, json=body) as response:
                data = self._read(response)
        except httpx.ConnectTimeout as error:
            raise self._lost("it could not be reached in time", "unreachable", False) from error
        except httpx.ConnectError as error:
            raise self._lost(f"it can't be reached ({error})", "unreachable", False) from error
        except httpx.TimeoutException as error:
            raise self._lost("it did not answer in time", "timeout", purchase) from error
        except httpx.HTTPError as error:
            raise self._lost(f"the connection broke ({type(error).__name__})", "connection_lost", purchase) from error
        return self._answer(response, data)

    def _open(self) -> httpx.Client:
        import httpx

        if self._client is None:
            timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
            self._client = httpx.Client(headers=self._headers, timeout=timeout, follow_redirects=False)
        return self._client

    def _read(self, response: httpx.Response) -> bytes:
        data = bytearray()
        for block in response.iter_bytes():
            data += block
            if len(data) > _LARGEST_ANSWER:
                raise self._fault(f"its answer is larger than {_LARGEST_ANSWER >> 20} MB", "answer_too_large")
        return bytes(data)

    def _answer(self, response: httpx.Response, data: bytes) -> Answer:
        try:
            parsed = json.loads(data) if data.strip() else {}
        except ValueError:
            parsed = None
        if response.status_code >= 300:
            raise self._refused(response, parsed)
        if not isinstance(parsed, dict):
            raise self._fault("its answer is not JSON", "unreadable_answer")
        return parsed

    def _refused(self, response: httpx.Response, parsed: Any) -> CloudError:
        status = response.status_code
        refusal = self._explain(status, parsed)
        kind, code = _KINDS.get(status, (FaultClass.TRANSIENT if status >= 500 else FaultClass.INPUT, f"http_{status}"))
        if refusal.moderation:
            kind, code = FaultClass.MODERATION, "moderation"
        words = " ".join(refusal.words.split())[:_LONGEST_WORDS] or f"HTTP {status}"
        return CloudError(
            f"{self.provider} refused", words, _REMEDIES.get(code, ""), kind=kind, code=code,
            retry_after_s=retry_after(response.headers.get("retry-after", "")),
        )  # fmt: skip

    def _lost(self, why: str, code: str, maybe_bought: bool) -> CloudError:
        return CloudError(
            f"{self.provider} can't be used now", why, kind=FaultClass.TRANSIENT, code=code, maybe_bought=maybe_bought
        )

    def _fault(self, why: str, code: str) -> CloudError:
        return CloudError(f"{self.provider} failed", why, code=code)


_KINDS = {
    401: (FaultClass.PROVIDER, "key_refused"), 402: (FaultClass.PROVIDER, "no_credit"), 403: (FaultClass.PROVIDER, "key_refused"),
    404: (FaultClass.PROVIDER, "not_found"), 408: (FaultClass.TRANSIENT, "timeout"), 409: (FaultClass.TRANSIENT, "conflict"),
    410: (FaultClass.PROVIDER, "not_found"), 425: (FaultClass.TRANSIENT, "too_early"),
    429: (FaultClass.TRANSIENT, "rate_limited"),
}  # fmt: skip
_REMEDIES = {
    "key_refused": "Check the provider's API key.", "no_credit": "Add credit to your account there.",
    "rate_limited": "It is tried again later.",
}  # fmt: skip


def retry_after(text: str) -> float | None:
    """The Retry-After header (seconds or a date) in seconds from now."""
    text = text.strip()
    if text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when - datetime.now(UTC if when.tzinfo else None)).total_seconds())


def words_of(parsed: Any, *names: str) -> str:
    """The first text under one of several names in an error body."""
    if isinstance(parsed, str):
        return parsed
    for name in names:
        value = parsed.get(name) if isinstance(parsed, dict) else None
        if isinstance(value, str) and value:
            return value
    return ""
