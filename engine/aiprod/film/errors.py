# SPDX-License-Identifier: Apache-2.0
"""The errors a user can meet. Each says what happened, why, and what to do about it."""

from __future__ import annotations


class AiprodError(Exception):
    """An error with a message made for its reader.

    Args:
        what: what could not be done, as a short sentence without a full stop.
        why: the cause.
        remedy: what the reader can do now.

    Attributes:
        exit_code: of the command line.
        error_class: what a job does about it: "transient" and "lost_worker" are tried again, "resource" is tried once more
            and smaller, "input" and "internal" are not tried again.
        failure_code: a stable word for programs.
    """

    exit_code = 1
    error_class = "internal"
    failure_code = "internal"

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        text = f"{self.what}: {self.why}" if self.why else self.what
        return f"{text}. {self.remedy}" if self.remedy else text


class UserError(AiprodError):
    """Something the user asked for can't be done as asked (exit code 2)."""

    exit_code = 2
    error_class = "input"
    failure_code = "input"


class DiskFullError(UserError):
    """There is no room to write."""

    error_class = "resource"
    failure_code = "disk_full"


class BusyError(UserError):
    """Another process holds what is needed; later it may be free."""

    error_class = "transient"
    failure_code = "busy"


class EngineError(AiprodError):
    """Something of ours failed (exit code 1)."""

    error_class = "transient"
    failure_code = "engine"


class LostProcessError(EngineError):
    """A process that worked for us ended without a word."""

    error_class = "lost_worker"
    failure_code = "worker_lost"


class Stopped(AiprodError):  # noqa: N818 - what was asked for, not an error
    """The work was stopped because somebody asked for it; finished takes are kept."""

    exit_code = 130
    failure_code = "stopped"
