# SPDX-License-Identifier: Apache-2.0
"""Submitting jobs: what all operations that order work have in common."""

from __future__ import annotations

from typing import Any

from aiprod.observe.traces import traceparent
from aiprod.production.jobs import JobOrder
from aiprod.production.jobs.models import Device
from aiprod.server.engine import Engine
from aiprod.server.identity import Client
from aiprod.server.views import job_view
from aiprod.wire.base import Mutation
from aiprod.wire.jobs import JobView


def order_job(
    engine: Engine, client: Client, request: Mutation, kind: str, arguments: dict[str, Any], *, film: str = "", title: str = "",
    priority: int = 0, deadline_s: float | None = None, estimate: dict[str, Any] | None = None, device: Device = "cpu",
) -> JobView:  # fmt: skip
    """Submit a job, planned and queued, and tell everyone. The same operation id of the same client is the same job."""
    order = JobOrder(
        kind=kind, arguments=arguments, client=client.id, film=film, title=" ".join(title.split())[:200], priority=priority,
        operation_id=request.operation_id, deadline_s=deadline_s, traceparent=traceparent(), device=device,
    )  # fmt: skip
    job = engine.store.submit(order, estimate=estimate, queue=True)
    engine.changed(job, "ordered")
    return job_view(job)
