# SPDX-License-Identifier: Apache-2.0
"""The errors a user can meet. Each says what happened, why, and what to do about it."""

from __future__ import annotations


class AiprodError(Exception):
    """An error with a message made for its reader.

    Args:
        what: what could not be done, as a short sentence without a full stop.
        why: the cause.
        remedy: what the reader can do now.
    """

    exit_code = 1

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        text = f"{self.what}: {self.why}" if self.why else self.what
        return f"{text}. {self.remedy}" if self.remedy else text


class UserError(AiprodError):
    """Something the user asked for can't be done as asked (exit code 2)."""

    exit_code = 2


class EngineError(AiprodError):
    """Something of ours failed (exit code 1)."""
