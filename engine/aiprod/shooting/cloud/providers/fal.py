# SPDX-License-Identifier: Apache-2.0
"""fal's queue: POST https://queue.fal.run/{model} answers with the addresses for status, response and cancelling.

The addresses are fal's to choose; they are used as given, as long as they lie at the queue itself.
"""

from __future__ import annotations

from typing import Any

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Answer, Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider
from aiprod.shooting.cloud.settings import Key

_POLICY = "content_policy_violation"
_BUSY = (
    "request_timeout", "startup_timeout", "runner_scheduling_failure", "runner_connection_timeout", "runner_disconnected",
    "runner_connection_refused", "runner_connection_error", "runner_incomplete_response", "runner_server_error",
    "internal_error",
)  # fmt: skip


class Fal(Provider):
    id = "fal"
    base = "https://queue.fal.run"

    def headers(self, key: Key) -> dict[str, str]:
        return {"Authorization": f"Key {key.value}"}

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        """`detail` is a text, or a list of typed errors."""
        detail = parsed.get("detail") if isinstance(parsed, dict) else parsed
        if not isinstance(detail, list):
            return Refusal(words_of(parsed, "error_type"), words_of(parsed, "detail", "error"))
        items = [item for item in detail if isinstance(item, dict)]
        words = "; ".join(str(item.get("msg", "")) for item in items)
        code = str(items[0].get("type", "")) if items else ""
        return Refusal(code, words, moderation=any(item.get("type") == _POLICY for item in items))

    def submit(self, order: Order) -> Ticket:
        body = {
            "prompt": order.prompt, "duration": order.seconds, "resolution": order.size, "aspect_ratio": order.aspect,
            "fps": order.rate, "generate_audio": False,
        }  # fmt: skip
        answer = self.calls.post(f"/{order.model}", body, purchase=True)
        links = {name: self.text(answer, f"{name}_url") for name in ("status", "response", "cancel")}
        return Ticket(self.text(answer, "request_id"), links)

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(ticket.links["status"])
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "status")
        if state in ("IN_QUEUE", "IN_PROGRESS"):
            return Status("waiting" if state == "IN_QUEUE" else "running")
        if answer.get("error"):
            return Status("failed", error=self._failure(answer))
        return self._result(ticket)

    def cancel(self, ticket: Ticket) -> Cancelled:
        """A request that waits is taken out and costs nothing; one that runs is only asked to stop."""
        queued = self.poll(ticket).state == "waiting"
        answer = self.calls.put(ticket.links["cancel"])
        return Cancelled(stopped=queued and answer.get("status") != "ALREADY_COMPLETED", usd=0.0 if queued else None)

    def _result(self, ticket: Ticket) -> Status:
        """The result; a request that failed gives its error in the place of one."""
        try:
            answer = self.calls.get(ticket.links["response"])
        except CloudError as error:
            if error.kind is FaultClass.TRANSIENT and error.failure_code in ("rate_limited", "timeout", "unreachable"):
                raise
            return Status("failed", error=error)
        video: Answer = answer["video"] if isinstance(answer.get("video"), dict) else {}
        return Status("done", 1.0, Output(self.text(video, "url")))

    def _failure(self, answer: Answer) -> CloudError:
        code = str(answer.get("error_type") or "task_failed")
        kind = FaultClass.TRANSIENT if code in _BUSY else FaultClass.PROVIDER
        if code == _POLICY:
            return self.failed(str(answer["error"]), "moderation", FaultClass.MODERATION)
        return self.failed(str(answer["error"]), code, kind)
