# SPDX-License-Identifier: Apache-2.0
"""Errors carried from one process of the house to another as plain data, so that what follows from them stays the same."""

from __future__ import annotations

from typing import Any

from aiprod.film import errors
from aiprod.film.errors import AiprodError, EngineError
from aiprod.film.faults import FaultClass, FaultError, is_memory

_KINDS: dict[str, type[AiprodError]] = {
    kind.__name__: kind
    for kind in (
        errors.Stopped, errors.UserError, errors.DiskFullError, errors.BusyError, errors.LostProcessError, errors.EngineError,
    )
}  # fmt: skip


def told(error: BaseException) -> dict[str, Any]:
    """An error as JSON data."""
    if isinstance(error, AiprodError):
        names = [kind.__name__ for kind in type(error).__mro__]
        kind = "FaultError" if isinstance(error, FaultError) else next((name for name in names if name in _KINDS), "EngineError")
        words = {"what": error.what, "why": error.why, "remedy": error.remedy}
        return {"type": kind, **words, **(_fault(error) if isinstance(error, FaultError) else {})}
    if is_memory(error):
        fault = {"kind": str(FaultClass.RESOURCE), "code": "out_of_memory", "retry_after_s": None}
        return {"type": "FaultError", "what": "It ran out of memory", "why": "", "remedy": "", **fault}
    text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    fault = {"kind": str(FaultClass.INTERNAL), "code": "internal", "retry_after_s": None}
    return {"type": "FaultError", "what": text, "why": "", "remedy": "", **fault}


def heard(data: dict[str, Any]) -> AiprodError:
    """The error again."""
    words = str(data.get("what", "")), str(data.get("why", "")), str(data.get("remedy", ""))
    if data.get("type") == "FaultError":
        kind = FaultClass(data.get("kind", FaultClass.INTERNAL))
        return FaultError(*words, kind=kind, code=str(data.get("code", "")), retry_after_s=data.get("retry_after_s"))
    return _KINDS.get(str(data.get("type")), EngineError)(*words)


def _fault(error: FaultError) -> dict[str, Any]:
    return {"kind": str(error.kind), "code": error.failure_code, "retry_after_s": error.retry_after_s}
