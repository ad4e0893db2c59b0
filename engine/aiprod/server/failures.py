# SPDX-License-Identifier: Apache-2.0
"""Why a job's attempt ended badly, in the words and classes that the job store decides by."""

from __future__ import annotations

import errno
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from aiprod.film.errors import AiprodError

CLASSES = frozenset({"transient", "resource", "provider", "moderation", "input", "internal", "lost_worker", "deadline"})
_OTHER_CLASSES = {"money": "input", "quality": "provider"}
"""Classes of faults that the store has no word for: money is for the user to decide, a bad result is its maker's fault."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_MEMORY = ("OutOfMemoryError",)
"""What the libraries of the GPU call it; they are not imported to ask."""


def failure_of(error: BaseException) -> dict[str, Any]:
    """The fields of the store's `Failure` for anything that a duty raised."""
    if isinstance(error, AiprodError):
        return _failure(_code(error), _class(error), error.what, error.why, error.remedy)
    if isinstance(error, MemoryError) or type(error).__name__ in _NO_MEMORY:
        return _failure("out_of_memory", "resource", "There was not enough memory", str(error), "It is tried again with less.")
    if isinstance(error, OSError) and error.errno in _FULL:
        return _failure("disk_full", "resource", "The disk is full", str(error), "Free some space; finished takes are kept.")
    if isinstance(error, BrokenProcessPool):
        return _failure("worker_lost", "lost_worker", "A worker process died", str(error), "Finished takes are kept.")
    if isinstance(error, ConnectionError | TimeoutError):
        return _failure("unreachable", "transient", "Something did not answer", f"{type(error).__name__}: {error}")
    why = f"{type(error).__name__}: {error}".strip()
    return _failure("internal", "internal", "Something went wrong in AIPROD itself", why, "The worker's log has the details.")


def lost(why: str) -> dict[str, Any]:
    """The failure of a job whose worker process is gone."""
    return _failure("worker_lost", "lost_worker", "The worker process was lost", why, "It is tried again by itself.")


def _class(error: AiprodError) -> str:
    kind = str(getattr(error, "kind", error.error_class))
    kind = _OTHER_CLASSES.get(kind, kind)
    return kind if kind in CLASSES else error.error_class


def _code(error: AiprodError) -> str:
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and code else error.failure_code


def _failure(code: str, error_class: str, message: str, why: str = "", remedy: str = "") -> dict[str, Any]:
    return {"code": code, "error_class": error_class, "message": message, "why": why[:2000], "remedy": remedy}
