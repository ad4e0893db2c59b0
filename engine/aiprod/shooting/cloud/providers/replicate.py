# SPDX-License-Identifier: Apache-2.0
"""Replicate: POST /v1/models/{owner}/{name}/predictions, GET /v1/predictions/{id}, POST …/cancel. Outputs last an hour.

Its list of predictions tells whether one whose answer was lost was made.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Answer, Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider

_SENSITIVE = re.compile(r"\bE005\b|sensitive|nsfw|safety|flagged|content policy|moderat", re.IGNORECASE)
_MEMORY = re.compile(r"out of memory|OutOfMemoryError", re.IGNORECASE)
_BUSY = re.compile(r"\bE(?:003|004|8367)\b|high demand|unavailable|timed? ?out|interrupted", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3})%\s*\|")
_CLOCKS_APART_S = 60.0


class Replicate(Provider):
    id = "replicate"
    base = "https://api.replicate.com"

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        words = words_of(parsed, "detail", "title")
        return Refusal("", words, moderation=status in (400, 422) and bool(_SENSITIVE.search(words)))

    def submit(self, order: Order) -> Ticket:
        answer = self.calls.post(f"/v1/models/{order.model}/predictions", {"input": self._input(order)}, purchase=True)
        return Ticket(self.text(answer, "id"))

    def recover(self, order: Order, since: float) -> Ticket | None:
        wanted = self._input(order)
        for item in self.calls.get("/v1/predictions").get("results") or []:
            if isinstance(item, dict) and item.get("input") == wanted and _made_at(item) >= since - _CLOCKS_APART_S:
                return Ticket(self.text(item, "id"))
        return None

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(f"/v1/predictions/{quote(ticket.id, safe='')}")
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "status")
        if state in ("starting", "processing"):
            return Status("waiting" if state == "starting" else "running", _progress(answer))
        if state == "succeeded":
            return Status("done", 1.0, self._output(answer))
        return Status("failed", error=self._failure(answer, state))

    def cancel(self, ticket: Ticket) -> Cancelled:
        """A prediction that did not begin costs nothing; else what ran is charged, and not told."""
        began = self.poll(ticket).state != "waiting"
        answer = self.calls.post(f"/v1/predictions/{quote(ticket.id, safe='')}/cancel")
        return Cancelled(answer.get("status") in ("canceled", "aborted"), None if began else 0.0)

    @staticmethod
    def _input(order: Order) -> dict[str, Any]:
        return {
            "prompt": order.prompt, "resolution": order.size, "duration": order.seconds, "aspect_ratio": order.aspect,
            "fps": order.rate, "generate_audio": False,
        }  # fmt: skip

    def _output(self, answer: Answer) -> Output:
        """A model's output is an address or a list of them."""
        output = answer.get("output")
        first = output[0] if isinstance(output, list) and output else output
        if not isinstance(first, str) or not first:
            raise self.odd("output")
        return Output(first)

    def _failure(self, answer: Answer, state: str) -> CloudError:
        words = str(answer.get("error") or f"the prediction is {state}")
        for pattern, code, kind in (
            (_SENSITIVE, "moderation", FaultClass.MODERATION), (_MEMORY, "out_of_memory", FaultClass.PROVIDER),
            (_BUSY, "busy", FaultClass.TRANSIENT),
        ):  # fmt: skip
            if pattern.search(words):
                return self.failed(words, code, kind)
        return self.failed(words)


def _progress(answer: Answer) -> float:
    """The last progress bar in the logs."""
    found = _PERCENT.findall(str(answer.get("logs") or ""))
    return min(int(found[-1]), 100) / 100 if found else 0.0


def _made_at(item: Answer) -> float:
    try:
        return datetime.fromisoformat(str(item.get("created_at", "")).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return 0.0
