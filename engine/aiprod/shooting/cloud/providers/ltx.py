# SPDX-License-Identifier: Apache-2.0
"""The LTX API's asynchronous half: POST /v2/text-to-video, GET /v2/text-to-video/{id}. A task can't be cancelled.

Tasks and their outputs are kept for 24 hours. Its errors have one shape everywhere: {"type": "error", "error": {type, message}}.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider

_FILTERED = "content_filtered_error"
_BUSY = ("rate_limit_error", "concurrency_limit_error", "service_unavailable", "api_error", "internal_error")


class Ltx(Provider):
    id = "ltx"
    base = "https://api.ltx.video"

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        error = parsed.get("error") if isinstance(parsed, dict) else None
        code = words_of(error, "type")
        words = words_of(error, "message") or words_of(parsed, "message", "detail")
        return Refusal(code, words, moderation=code == _FILTERED)

    def submit(self, order: Order) -> Ticket:
        body: dict[str, Any] = {
            "prompt": order.prompt, "model": order.model, "resolution": order.size, "duration": order.seconds, "fps": order.rate,
            "generate_audio": False,
        }  # fmt: skip
        if order.camera:
            body["camera_motion"] = order.camera
        return Ticket(self.text(self.calls.post("/v2/text-to-video", body, purchase=True), "id"))

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(f"/v2/text-to-video/{quote(ticket.id, safe='')}")
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "status")
        if state in ("pending", "processing"):
            return Status("waiting" if state == "pending" else "running")
        if state == "completed":
            result = answer.get("result")
            return Status("done", 1.0, Output(self.text(result if isinstance(result, dict) else {}, "video_url")))
        return Status("failed", error=self._failure(answer.get("error"), state))

    def cancel(self, ticket: Ticket) -> Cancelled:
        """There is no way to; the task goes on and is paid."""
        return Cancelled(stopped=False)

    def _failure(self, error: Any, state: str) -> CloudError:
        code, words = words_of(error, "type"), words_of(error, "message") or f"the task is {state}"
        if code == _FILTERED:
            return self.failed(words, "moderation", FaultClass.MODERATION)
        if code == "invalid_request_error":
            return self.failed(words, "input", FaultClass.INPUT)
        return self.failed(words, code or "task_failed", FaultClass.TRANSIENT if code in _BUSY else FaultClass.PROVIDER)
