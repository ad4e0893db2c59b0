# SPDX-License-Identifier: Apache-2.0
"""Runway: POST /v1/text_to_video, GET and DELETE /v1/tasks/{id}. Costs are told in credits of 0.01 USD.

Outputs expire after 24–48 hours; asking for the task again gives fresh addresses.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.calls import Refusal, words_of
from aiprod.shooting.cloud.protocol import Cancelled, CloudError, Order, Output, Status, Ticket
from aiprod.shooting.cloud.providers.base import Provider
from aiprod.shooting.cloud.settings import Key

_VERSION = "2024-11-06"
_USD_PER_CREDIT = 0.01
_SEEDED = ("veo3.1", "veo3.1_fast")


class Runway(Provider):
    id = "runway"
    base = "https://api.dev.runwayml.com"

    def headers(self, key: Key) -> dict[str, str]:
        return {"Authorization": f"Bearer {key.value}", "X-Runway-Version": _VERSION}

    @staticmethod
    def explain(status: int, parsed: Any) -> Refusal:
        words = words_of(parsed, "error", "message")
        return Refusal("", words, moderation=status == 400 and "moderation" in words.lower())

    def submit(self, order: Order) -> Ticket:
        body: dict[str, Any] = {
            "model": order.model, "promptText": order.prompt, "ratio": order.size, "duration": order.seconds,
        }  # fmt: skip
        if order.model in _SEEDED:
            body |= {"seed": order.seed, "audio": False}
        answer = self.calls.post("/v1/text_to_video", body, purchase=True)
        return Ticket(self.text(answer, "id"), most_usd=_usd(answer.get("estimatedCost")))

    def poll(self, ticket: Ticket) -> Status:
        try:
            answer = self.calls.get(f"/v1/tasks/{quote(ticket.id, safe='')}")
        except CloudError as error:
            if error.failure_code == "not_found":
                return Status("gone")
            raise
        state = self.text(answer, "status")
        if state in ("PENDING", "THROTTLED"):
            return Status("waiting")
        if state == "RUNNING":
            return Status("running", float(answer.get("progress") or 0.0))
        if state == "SUCCEEDED":
            return Status("done", 1.0, self._output(answer), _usd(answer.get("cost")))
        return Status("failed", usd=_usd(answer.get("cost")), error=self._failure(answer, state))

    def cancel(self, ticket: Ticket) -> Cancelled:
        """Deleting a running task cancels it; what it cost is asked afterwards."""
        self.calls.delete(f"/v1/tasks/{quote(ticket.id, safe='')}")
        status = self.poll(ticket)
        return Cancelled(status.state in ("gone", "failed"), status.usd)

    def _output(self, answer: dict[str, Any]) -> Output:
        output = answer.get("output")
        if not isinstance(output, list) or not output:
            raise self.odd("output")
        return Output(str(output[0]))

    def _failure(self, answer: dict[str, Any], state: str) -> CloudError:
        code = str(answer.get("failureCode") or "")
        words = str(answer.get("failure") or state.lower())
        if code.startswith("SAFETY"):
            return self.failed(f"{words} ({code})", "moderation", FaultClass.MODERATION)
        if code.startswith(("INPUT", "ASSET")):
            return self.failed(f"{words} ({code})", "input", FaultClass.INPUT)
        return self.failed(f"{words} ({code})" if code else words, "cancelled" if state == "CANCELLED" else "task_failed")


def _usd(cost: Any) -> float | None:
    """Credits, as tasks tell them, in dollars."""
    credits = cost.get("credits") if isinstance(cost, dict) else None
    return float(credits) * _USD_PER_CREDIT if isinstance(credits, int | float) else None
