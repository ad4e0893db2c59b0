# SPDX-License-Identifier: Apache-2.0
"""Why work on a take failed, in the classes that decide what happens next: try again, try smaller, or let another do it."""

from __future__ import annotations

from enum import StrEnum

from aiprod.film.errors import EngineError


class FaultClass(StrEnum):
    """What kind of failure it is. The chain's table (`production.chain.faults`) says what each one leads to."""

    TRANSIENT = "transient"
    """It may well work in a moment: the network, a busy service, a rate limit."""
    RESOURCE = "resource"
    """Memory ran out: the same again fails again, something smaller may not."""
    PROVIDER = "provider"
    """The service failed or answered nonsense, or doesn't let us in."""
    MODERATION = "moderation"
    """The service refuses the content; asking again is refused again, and may cost the account."""
    INPUT = "input"
    """This generator can't make what is asked (too long a shot, an unknown size)."""
    MONEY = "money"
    """No consent, no cap, or the cap is reached."""
    QUALITY = "quality"
    """Something was made, and it is not good enough."""
    LOST_WORKER = "lost_worker"
    """The process that made it died."""
    INTERNAL = "internal"
    """A fault of ours."""


class FaultError(EngineError):
    """A failure that says what class it is of.

    Args:
        what, why, remedy: as for every error of ours.
        kind: the class.
        code: a stable name for programs (`failure_code`): "rate_limited", "no_consent", …
        retry_after_s: when to try again at the earliest, where the other side said so.
    """

    def __init__(
        self, what: str, why: str = "", remedy: str = "", *, kind: FaultClass = FaultClass.INTERNAL, code: str = "",
        retry_after_s: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__(what, why, remedy)
        self.kind, self.retry_after_s = kind, retry_after_s
        self.failure_code = code or str(kind)
        self.error_class = _FOR_JOBS.get(kind, str(kind))


_MEMORY_WORDS = (
    "out of memory", "failed to allocate memory", "not enough memory", "can't allocate memory", "cublas_status_alloc_failed",
    "cudnn_status_alloc_failed",
)  # fmt: skip


def is_memory(error: BaseException) -> bool:
    """Whether memory ran out: Python's own MemoryError, and what torch, CUDA and ONNX Runtime raise in its place."""
    names = {kind.__name__ for kind in type(error).__mro__}
    words = str(error).lower()
    return (
        isinstance(error, MemoryError)
        or "OutOfMemoryError" in names
        or (isinstance(error, RuntimeError) and any(part in words for part in _MEMORY_WORDS))
    )


_FOR_JOBS = {FaultClass.MONEY: "input", FaultClass.QUALITY: "provider"}
"""Classes that only the chain knows, as a job sees them."""
