# SPDX-License-Identifier: Apache-2.0
"""What the providers have in common."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, ClassVar

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Calls, Refusal
from aiprod.shooting.cloud.download import Local, download
from aiprod.shooting.cloud.prices import PriceList, Quote
from aiprod.shooting.cloud.protocol import CloudError, Order, Output, Ticket
from aiprod.shooting.cloud.settings import CloudSettings, Key

_POLL_S, _DEADLINE_S = 5.0, 1800.0


class Provider:
    """Base of the adapters. A subclass names its `id`, `base` and `headers`, and speaks in submit, poll and cancel."""

    id: ClassVar[str]
    base: ClassVar[str]

    def __init__(self, key: Key, settings: CloudSettings | None = None) -> None:
        chosen = settings or CloudSettings()
        base = chosen.endpoints.get(self.id, self.base)
        self.local = Local.of(base)
        self.calls = Calls(self.id, base, self.headers(key), self.explain)
        self.poll_every_s = chosen.poll_every_s or _POLL_S
        self.deadline_s = chosen.deadline_s or _DEADLINE_S

    def headers(self, key: Key) -> dict[str, str]:
        return {"Authorization": f"Bearer {key.value}"}

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        """What an error body says."""
        raise NotImplementedError

    def quote(self, order: Order, prices: PriceList) -> Quote:
        return prices.quote(self.id, order)

    def recover(self, order: Order, since: float) -> Ticket | None:
        """Most providers have no list of tasks to look the lost one up in."""
        return None

    def fetch(self, output: Output, path: Path, stop: threading.Event) -> None:
        """Download, or write what came inside the answer."""
        if output.data:
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(output.data)
            part.replace(path)
            return
        headers = self.calls.key_headers if self.sends_key_for_download(output.url) else {}
        download(output.url, path, stop=stop, local=self.local, headers=headers)

    def sends_key_for_download(self, url: str) -> bool:
        """Whether the output is fetched with the key: never, unless it lies at the API itself and the provider wants it."""
        return False

    def failed(self, words: str, code: str = "task_failed", kind: FaultClass = FaultClass.PROVIDER) -> CloudError:
        """The error of a task that the provider reports as failed."""
        said = " ".join(words.split())[:300] or "it gave no reason"
        return CloudError(f"{self.id} could not make the shot", said, kind=kind, code=code)

    def odd(self, what: str) -> CloudError:
        """An answer that is not what the contract says."""
        return CloudError(f"{self.id} failed", f"its answer has no {what}", code="unreadable_answer")

    def text(self, data: dict[str, Any], name: str) -> str:
        """A text field of an answer. Raises CloudError when it is missing."""
        value = data.get(name)
        if not isinstance(value, str) or not value:
            raise self.odd(name)
        return value
