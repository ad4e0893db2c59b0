# SPDX-License-Identifier: Apache-2.0
"""The editors that the panels live in, on the wire: which are there, what they show, and what they are asked to do.

A panel dials out and attends: it reports where its user stands and is handed what others (the desktop, a script) ask of its
editor. The engine passes on and remembers nothing beyond its own life. A panel that is silent for 40 seconds is gone; what it
was asked and hadn't answered fails.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from aiprod.wire.base import Json, Mutation, Reply, Request
from aiprod.wire.making import Rate

HostKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{8,64}$")]
"""Chosen at random by the panel when it starts."""
CommandId = Annotated[str, StringConstraints(pattern=r"^cmd_[0-9a-zA-Z]{26}$")]
Action = Literal[
    "context", "grab_frame", "place_clip", "build_film", "swap_take", "apply_grades", "calibrate", "self_test", "reveal"
]
"""What a panel can be asked to do. Arguments and answers of each: `plugins/ACTIONS.md`."""


Seen = Annotated[str, StringConstraints(max_length=1000)]
"""A text as the editor shows it: any characters, maybe none."""


class HostReport(Request):
    """Where the user stands in the editor."""

    host: Literal["resolve", "premiere"]
    version: Seen
    edition: Seen = ""
    """"Studio", "free", …"""
    mode: Literal["panel", "bridge"] = "panel"
    """bridge: it has no window of its own; the desktop is its face."""
    panel_version: Seen = "0"
    project: Seen | None = None
    timeline: Seen | None = None
    rate: Rate | None = None
    drop_frame: bool = False
    size: Seen | None = None
    playhead: Seen | None = None
    """Timecode."""
    mark_in: Seen | None = None
    mark_out: Seen | None = None
    selection: tuple[Seen, ...] = Field((), max_length=200)
    """Names of the selected clips."""
    actions: tuple[Action, ...] = Field((), max_length=32)
    """What this editor, in this edition and version, can do."""
    problem: Seen | None = None
    """Why it can't do anything just now: no project, a dialog is open, …"""


class Attend(Request):
    """Report, and wait for something to do. A new call ends the one before it, which is handed nothing more."""

    key: HostKey
    report: HostReport
    wait_s: float = Field(0.0, ge=0, le=25)


class HostCommand(Reply):
    """Something to do in the editor."""

    id: str
    action: Action
    arguments: Json = Field(default_factory=dict)


class Attended(Reply):
    commands: tuple[HostCommand, ...] = ()
    """In the order in which they were asked. Each is handed out once."""


class AnswerCommand(Mutation):
    """What came of a command."""

    key: HostKey
    command: CommandId
    result: Json | None = None
    """At most 512 KiB."""
    error: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None
    """What went wrong, with why and what to do; then there is no result."""


class LeaveHost(Mutation):
    """The panel closes."""

    key: HostKey


class HostView(Reply):
    """An editor that is there."""

    key: str
    report: Json
    """A HostReport."""
    since: float
    seen_at: float
    waiting: int = 0
    """Commands that it hasn't answered yet."""


class HostList(Reply):
    hosts: tuple[HostView, ...]


class AskHost(Mutation):
    """Have an editor do something."""

    key: HostKey
    action: Action
    arguments: Json | None = None
    """None where the action needs none."""
    """At most 768 KiB."""
    patience_s: float = Field(120.0, gt=0, le=3600)
    """How long it may take. What hasn't been handed out by then never is."""


class Asked(Reply):
    command: str


class OutcomeRequest(Request):
    command: CommandId
    wait_s: float = Field(0.0, ge=0, le=25)


class Outcome(Reply):
    """How far a command is."""

    state: Literal["waiting", "taken", "done", "failed"]
    result: Json | None = None
    error: str = ""
