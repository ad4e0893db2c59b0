# SPDX-License-Identifier: Apache-2.0
"""Jobs on the wire: what is being made, how far it is, and the news about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.wire.base import Cursor, FilmId, JobId, Json, Mutation, Name, Reply, Request

JobState = Literal[
    "received", "planned", "queued", "leased", "running", "reviewing", "delivered", "paused", "cancelled", "failed", "expired"
]
FINAL: tuple[JobState, ...] = ("delivered", "cancelled", "failed", "expired")
"""A job in one of these goes no further by itself."""
Priority = Field(0, ge=-100, le=100)


class Progress(Reply):
    """How far a job is."""

    department: str = ""
    step: str = ""
    """"frame" while a shot is rendered, otherwise what is being made."""
    shot: str = ""
    done: int = 0
    total: int = 0
    fraction: float = Field(0.0, ge=0, le=1)
    """Of the whole job."""
    eta_s: float | None = None
    """Seconds to go, estimated."""
    eta_error_s: float | None = None
    """How far off the estimate may be."""


class FailureView(Reply):
    """Why a job failed."""

    code: str
    error_class: Literal["transient", "resource", "provider", "moderation", "input", "internal", "lost_worker", "deadline"]
    message: str
    why: str = ""
    remedy: str = ""


class JobView(Reply):
    """A job as it stands."""

    id: str
    kind: str
    """"film", "export", "check", "repair", "clip", "pull", "import", "build", "verify", "compile", "runtime"."""
    state: JobState
    title: str = ""
    film: str = ""
    """The film's id, empty for a job without one."""
    client: str = ""
    """Who ordered it."""
    priority: int = 0
    position: int = 0
    """Its place among those that wait."""
    device: str = ""
    attempt: int = 0
    max_attempts: int = 1
    progress: Progress | None = None
    result: Json | None = None
    """What came of it, once it is delivered."""
    failure: FailureView | None = None
    estimate: Json | None = None
    """Time and cost as foreseen when it was ordered."""
    actual: Json | None = None
    """Time and cost as they were."""
    cancel_requested: bool = False
    pause_requested: bool = False
    not_before: float | None = None
    """When a retry may start."""
    created_at: float = 0.0
    updated_at: float = 0.0
    started_at: float | None = None
    finished_at: float | None = None


class JobRequest(Request):
    job_id: JobId


class JobMutation(Mutation):
    job_id: JobId


class ListJobs(Request):
    states: tuple[JobState, ...] = Field((), max_length=11)
    """Only these; empty: all."""
    film: FilmId | None = None
    client: Name | None = None
    limit: int = Field(100, ge=1, le=1000)
    before: JobId | None = None
    """Older than this one: for paging."""


class JobList(Reply):
    jobs: tuple[JobView, ...]
    counts: dict[str, int] = Field(default_factory=dict)
    """State → how many jobs there are in it, whatever was asked for."""


class TransitionView(Reply):
    """A job went from one state to another."""

    source: str
    target: str
    at: float
    reason: str = ""
    by: str = ""


class JobHistory(Reply):
    job_id: str
    transitions: tuple[TransitionView, ...]


class CancelJob(JobMutation):
    reason: Name = "asked for"


class ReorderJob(JobMutation):
    before: JobId | None = None
    """The waiting job to put it in front of; none: at the end."""


class PrioritiseJob(JobMutation):
    priority: int = Priority


class WaitForJob(JobRequest):
    timeout_s: float = Field(30.0, ge=0, le=60)
    """Answer at the latest after this, whatever the state."""


class WaitForPreview(JobRequest):
    """For hosts without sockets: the newest picture of a job's shot under way."""

    fresh: bool = False
    """Not the picture that is there, but the next one."""
    wait_s: float = Field(10.0, ge=0, le=25)
    """How long the reply may be held back until there is a picture."""


class EventView(Reply):
    """A piece of news. `resync` means that some were missed: ask for the state of what you follow. `hosts` means that an editor
    came, went, or shows something else: it belongs to no job, and comes to those who follow all."""

    cursor: str
    job_id: str = ""
    at: float = 0.0
    kind: Literal["state", "progress", "warning", "note", "fall", "preview", "hosts", "resync"]
    data: Json = Field(default_factory=dict)


class PollEvents(Request):
    after: Cursor = ""
    """The cursor of the last reply; empty: from now on."""
    jobs: tuple[JobId, ...] = Field((), max_length=100)
    """Only news of these; empty: of all."""
    wait_s: float = Field(20.0, ge=0, le=25)
    """How long the reply may be held back until there is news."""


class EventList(Reply):
    events: tuple[EventView, ...]
    cursor: str
    """To be given as `after` next time."""


class Subscribe(Request):
    """Have news sent over this socket. Previews are dropped, never queued, when the client is slow."""

    jobs: tuple[JobId, ...] = Field((), max_length=100)
    """Only news of these; empty: of all."""
    previews: bool = False
    encoding: Literal["binary", "base64"] = "binary"
    """How pictures come: as binary frames, or inside the JSON for hosts without them."""
    after: Cursor = ""
    """Go on after this cursor, where the engine still has what came since."""


class Subscribed(Reply):
    subscription: str
    cursor: str = ""


class Unsubscribe(Request):
    subscription: Name
