# SPDX-License-Identifier: Apache-2.0
"""Luma Dream Machine: POST /generations/video, GET and DELETE /generations/{id}. A generation is not stopped by deleting it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Answer, Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider

_MODERATED = re.compile(r"moderat|not allowed|blacklist|inappropriate|policy|nsfw|safety", re.IGNORECASE)
_CLOCKS_APART_S = 60.0


class Luma(Provider):
    id = "luma"
    base = "https://api.lumalabs.ai/dream-machine/v1"

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        detail = parsed.get("detail") if isinstance(parsed, dict) else parsed
        if isinstance(detail, list):
            detail = "; ".join(str(item.get("msg", "")) for item in detail if isinstance(item, dict))
        words = str(detail) if detail else words_of(parsed, "message", "error")
        return Refusal("", words, moderation=status == 400 and bool(_MODERATED.search(words)))

    def submit(self, order: Order) -> Ticket:
        body = {
            "generation_type": "video", "model": order.model, "prompt": order.prompt, "aspect_ratio": order.aspect,
            "resolution": order.size, "duration": f"{order.seconds}s",
        }  # fmt: skip
        return Ticket(self.text(self.calls.post("/generations/video", body, purchase=True), "id"))

    def recover(self, order: Order, since: float) -> Ticket | None:
        answer = self.calls.get("/generations?limit=100&offset=0")
        for item in answer.get("generations") or []:
            request = item.get("request") if isinstance(item, dict) else None
            if not isinstance(request, dict) or request.get("prompt") != order.prompt:
                continue
            if request.get("duration") == f"{order.seconds}s" and _made_at(item) >= since - _CLOCKS_APART_S:
                return Ticket(self.text(item, "id"))
        return None

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(f"/generations/{quote(ticket.id, safe='')}")
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "state")
        if state in ("queued", "dreaming"):
            return Status("waiting" if state == "queued" else "running")
        if state == "completed":
            assets = answer.get("assets")
            return Status("done", 1.0, Output(self.text(assets if isinstance(assets, dict) else {}, "video")))
        return Status("failed", error=self._failure(answer))

    def cancel(self, ticket: Ticket) -> Cancelled:
        """Luma documents deleting a generation, not stopping one: it is taken as paid and left to be fetched."""
        return Cancelled(stopped=False)

    def _failure(self, answer: Answer) -> CloudError:
        words = str(answer.get("failure_reason") or "")
        if _MODERATED.search(words):
            return self.failed(words, "moderation", FaultClass.MODERATION)
        return self.failed(words)


def _made_at(item: Answer) -> float:
    try:
        return datetime.fromisoformat(str(item.get("created_at", "")).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return 0.0
