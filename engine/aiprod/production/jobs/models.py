# SPDX-License-Identifier: Apache-2.0
"""What the store takes in and gives out. Times are unix seconds; nothing here knows a database."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from aiprod.production.jobs.states import HELD, TERMINAL, JobState

ErrorClass = Literal["transient", "resource", "provider", "moderation", "input", "internal", "lost_worker", "deadline"]
Device = Literal["cpu", "gpu", "any", "net"]
"""What a job runs on. "net": on no device of its own; it waits for the network, or for disks, beside whatever else is made."""

# PostgreSQL's text holds no NUL; refusing it here keeps both databases alike.
_NO_NUL = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=_NO_NUL)]

_FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Failure(BaseModel):
    """Why an attempt ended badly. The class decides whether it is tried again."""

    model_config = _FROZEN

    code: Name
    error_class: ErrorClass
    message: str
    why: str = ""
    remedy: str = ""


class JobOrder(BaseModel):
    """What a client asks for.

    `operation_id` makes the order idempotent: the same id of the same client is the same job, however often it is sent.
    `deadline_s` counts from submission; `step_deadline_s` is the longest silence (no progress, no checkpoint) of a worker.
    """

    model_config = _FROZEN

    kind: Name
    arguments: dict[str, Any] = Field(default_factory=dict)
    client: Name
    film: Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)] = ""
    title: Text = ""
    priority: int = Field(default=0, ge=-100, le=100)
    device: Device = "cpu"
    operation_id: Name | None = None
    max_attempts: int = Field(default=3, ge=1, le=100)
    deadline_s: float | None = Field(default=None, gt=0)
    step_deadline_s: float | None = Field(default=None, gt=0)
    traceparent: Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)] = ""


class Job(JobOrder):
    """A job as it stands. `attempt` counts from 1 at the first claim; `lease_token` fences off earlier workers."""

    id: str
    state: JobState
    attempt: int = 0
    not_before: float = 0.0
    lease_owner: str | None = None
    lease_token: str | None = None
    lease_until: float | None = None
    progress: dict[str, Any] | None = None
    checkpoint: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    failure: Failure | None = None
    cancel_requested: bool = False
    pause_requested: bool = False
    position: int = 0
    created_at: float
    updated_at: float
    started_at: float | None = None
    finished_at: float | None = None
    estimate: dict[str, Any] | None = None
    actual: dict[str, Any] | None = None

    @property
    def held(self) -> bool:
        """Whether a worker has it."""
        return self.state in HELD

    @property
    def finished(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in TERMINAL

    @property
    def token(self) -> str:
        """The lease's token; only a held job has one."""
        if self.lease_token is None:
            raise ValueError(f"job {self.id} is {self.state}: nobody holds it")
        return self.lease_token


class Transition(BaseModel):
    """One step of a job's life."""

    model_config = _FROZEN

    job: str
    before: JobState | None
    after: JobState
    at: float
    reason: str
    by: str


class Wish(BaseModel):
    """What somebody wants of a job that a worker has."""

    model_config = _FROZEN

    job: str
    token: str
    wish: Literal["cancel", "pause"]
