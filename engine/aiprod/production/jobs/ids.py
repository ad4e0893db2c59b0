# SPDX-License-Identifier: Apache-2.0
"""Names that sort by their time of birth: `job_` and 26 letters (48 bits of milliseconds, 80 random bits; as ULID)."""

from __future__ import annotations

import secrets
import threading

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80


class Names:
    """Makes names. Two of the same millisecond still sort in the order they were made (in one process)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self, prefix: str, now: float) -> str:
        """A fresh name: `prefix`, an underscore, 26 characters."""
        value = (max(0, int(now * 1000)) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            if value >> _RANDOM_BITS == self._last >> _RANDOM_BITS:
                value = self._last + 1
            self._last = value
        return f"{prefix}_{_letters(value)}"


def _letters(value: int) -> str:
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))
