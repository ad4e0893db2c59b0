# SPDX-License-Identifier: Apache-2.0
"""The errors of the wire: one shape, stable codes, and for each code its HTTP status."""

from __future__ import annotations

from aiprod.film.errors import AiprodError, UserError
from aiprod.wire.base import Message

CODES: dict[str, int] = {
    # what was sent
    "bad_request": 400,
    "bad_json": 400,
    "invalid": 422,
    "unknown_operation": 404,
    "no_such_route": 404,
    "wrong_method": 405,
    "not_json": 415,
    "too_large": 413,
    "too_slow": 408,
    "bad_range": 416,
    "protocol": 426,
    # who sent it
    "no_token": 401,
    "wrong_token": 401,
    "bad_host": 403,
    "bad_origin": 403,
    "cross_site": 403,
    "preflight": 403,
    "not_permitted": 403,
    "owner_only": 403,
    "locked_out": 429,
    "too_many": 429,
    # what it is about
    "not_found": 404,
    "gone": 410,
    "conflict": 409,
    "operation_mismatch": 409,
    "operation_interrupted": 409,
    "pairing_refused": 403,
    "consent_needed": 403,
    "budget": 409,
    "refused": 422,
    # us
    "busy": 503,
    "stopping": 503,
    "internal": 500,
}
"""Code → HTTP status. Codes are for programs and never change their meaning; the sentences are for people."""


class ErrorBody(Message):
    """What happened, why, and what can be done now."""

    code: str
    """For programs: one of a fixed list."""
    message: str
    why: str = ""
    remedy: str = ""


class ErrorReply(Message):
    """The body of every answer that is not a success."""

    error: ErrorBody


class WireError(UserError):
    """An error with a code of the wire.

    Args:
        code: one of `CODES`.
        what, why, remedy: as in every error of the house.
        retry_after_s: when it is worth trying again, where that is known.
    """

    def __init__(self, code: str, what: str, why: str = "", remedy: str = "", *, retry_after_s: float | None = None) -> None:
        self.code, self.retry_after_s = code, retry_after_s
        super().__init__(what, why, remedy)

    @property
    def status(self) -> int:
        return CODES.get(self.code, 500)

    @property
    def body(self) -> ErrorBody:
        return ErrorBody(code=self.code, message=self.what, why=self.why, remedy=self.remedy)


def as_wire(error: Exception) -> WireError:
    """Any error in the form of the wire. What is not made for a reader says no more than that it is our fault."""
    if isinstance(error, WireError):
        return error
    if isinstance(error, UserError):
        return WireError("refused", error.what, error.why, error.remedy)
    if isinstance(error, AiprodError):
        return WireError("internal", error.what, error.why, error.remedy)
    return WireError(
        "internal", "The engine could not do this", "something went wrong in AIPROD itself", "The engine's log has the details."
    )
