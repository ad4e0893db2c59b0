# SPDX-License-Identifier: Apache-2.0
"""Google's Gemini Omni through the Interactions API: POST /v1beta/interactions in the background, GET …/{id}, …/{id}/cancel.

The video lies in the last model output, inline (base64) or as an address of the Files API that wants the key.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider
from aiprod.shooting.cloud.settings import Key

_WAITING = ("queued", "in_progress", "requires_continuation")
_SAFETY = ("safety", "prohibited", "blocked", "responsible ai", "policy")
_BUSY_CODES = (8, 13, 14)
"""google.rpc codes: RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE."""


class Google(Provider):
    id = "google"
    base = "https://generativelanguage.googleapis.com"

    def headers(self, key: Key) -> dict[str, str]:
        return {"x-goog-api-key": key.value}

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        error = parsed.get("error") if isinstance(parsed, dict) else None
        words = words_of(error, "message")
        return Refusal(words_of(error, "status"), words, moderation=status == 400 and _is_safety(words))

    def submit(self, order: Order) -> Ticket:
        wanted = {
            "type": "video", "aspect_ratio": order.aspect, "resolution": order.size, "duration": f"{order.seconds}s",
            "delivery": "uri",
        }  # fmt: skip
        body = {"model": order.model, "input": order.prompt, "response_format": wanted, "background": True, "store": True}
        return Ticket(self.text(self.calls.post("/v1beta/interactions", body, purchase=True), "id"))

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(f"/v1beta/interactions/{quote(ticket.id, safe='')}")
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "status")
        if state in _WAITING:
            return Status("waiting" if state == "queued" else "running")
        if state == "completed":
            return self._done(answer)
        return Status("failed", error=self._failure(answer, state))

    def cancel(self, ticket: Ticket) -> Cancelled:
        answer = self.calls.post(f"/v1beta/interactions/{quote(ticket.id, safe='')}/cancel")
        return Cancelled(answer.get("status") in ("cancelled", "failed"))

    def sends_key_for_download(self, url: str) -> bool:
        """The Files API hands out nothing without the key; it lies on the API's own host."""
        return self.calls.own(url)

    def _done(self, answer: dict[str, Any]) -> Status:
        for content in _contents(answer):
            if content.get("type") != "video":
                continue
            if content.get("uri"):
                return Status("done", 1.0, Output(url=str(content["uri"])))
            if content.get("data"):
                return Status("done", 1.0, Output(data=self._decoded(str(content["data"]))))
        # A refusal completes, too: with words instead of a picture.
        words = " ".join(str(content.get("text", "")) for content in _contents(answer))
        return Status("failed", error=self._refusal(words or "it answered without a video"))

    def _decoded(self, data: str) -> bytes:
        try:
            return base64.b64decode(data, validate=True)
        except binascii.Error as error:
            raise self.odd("readable video") from error

    def _failure(self, answer: dict[str, Any], state: str) -> CloudError:
        errors = [item for item in answer.get("errors") or [] if isinstance(item, dict)]
        errors += [
            step["error"] for step in answer.get("steps") or [] if isinstance(step, dict) and isinstance(step.get("error"), dict)
        ]
        words = "; ".join(str(item.get("message", "")) for item in errors) or f"the task is {state}"
        if any(item.get("code") in _BUSY_CODES for item in errors):
            return self.failed(words, "busy", FaultClass.TRANSIENT)
        return self._refusal(words)

    def _refusal(self, words: str) -> CloudError:
        if _is_safety(words):
            return self.failed(words, "moderation", FaultClass.MODERATION)
        return self.failed(words)


def _contents(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The content blocks of the model's output, the last step first."""
    for step in reversed(answer.get("steps") or []):
        if isinstance(step, dict) and step.get("type") == "model_output":
            yield from (block for block in step.get("content") or [] if isinstance(block, dict))
    if isinstance(answer.get("output_video"), dict):
        yield answer["output_video"]


def _is_safety(words: str) -> bool:
    return any(mark in words.lower() for mark in _SAFETY)
