# SPDX-License-Identifier: Apache-2.0
"""A circuit breaker for each provider: one that fails too often is left alone for a while.

Closed: calls go through, and their outcomes are counted over a sliding window. More than half of them failed (and there were
enough of them): open, nothing goes through. After a pause: half open, one call goes through as a probe; it closes the breaker
or opens it for twice as long.

The state lies in a small file under a lock, not in the job database: the command line works without a server, losing the
state costs nothing, and a flaky network should not write to the job queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.files import data_home, disk_errors, read_json, write_json

Clock = Callable[[], float]


@dataclass(frozen=True)
class BreakerSettings:
    """When it opens, and for how long.

    Attributes:
        window_s: how far back outcomes count.
        least: outcomes in the window before it may open.
        share: it opens above this share of failures.
        pause_s, longest_pause_s: how long it stays open; doubled after each failed probe.
        probe_s: a probe that has not come back by then no longer blocks the next one.
    """

    window_s: float = 600.0
    least: int = 4
    share: float = 0.5
    pause_s: float = 60.0
    longest_pause_s: float = 1800.0
    probe_s: float = 1800.0


class BreakerState(FilmObject):
    """One provider's breaker, as it lies on disk."""

    outcomes: tuple[tuple[float, bool], ...] = ()
    """(unix seconds, whether it went well)."""
    open_until: float | None = None
    """None: closed."""
    opened: int = Field(0, ge=0)
    """How often in a row it opened."""
    probe_at: float | None = None


class Breakers(FilmObject):
    """All of them."""

    providers: dict[str, BreakerState] = Field(default_factory=dict)


class CircuitBreaker:
    """The breaker of one provider, shared by everything on this machine that uses the same file.

    Args:
        provider: whose.
        path: the file.
        clock: unix seconds.
    """

    def __init__(
        self, provider: str, path: Path | None = None, *, clock: Clock = time.time, settings: BreakerSettings | None = None
    ) -> None:
        self.provider, self._clock, self._settings = provider, clock, settings or BreakerSettings()
        self._path = path or data_home() / "cloud" / "breakers.json"

    def state(self) -> str:
        """ "closed", "open" or "half_open"."""
        return self._name(self._read().providers.get(self.provider, BreakerState()))

    def permit(self) -> None:
        """Ask before a call. Raises FaultError (provider, "circuit_open") when it must not be made."""
        with self._changing() as breakers:
            found = breakers.get(self.provider, BreakerState())
            if found.open_until is None:
                return
            now = self._clock()
            waits = found.probe_at is not None and now - found.probe_at < self._settings.probe_s
            if now < found.open_until or waits:
                raise self._refusal(found)
            breakers[self.provider] = found.changed(probe_at=now)

    def succeeded(self) -> None:
        """The provider did what was asked of it."""
        self._note(True)

    def failed(self) -> None:
        """It did not."""
        self._note(False)

    def neither(self) -> None:
        """The call's end says nothing about the provider (refused content, an empty purse): a probe is given back."""
        with self._changing() as breakers:
            found = breakers.get(self.provider, BreakerState())
            breakers[self.provider] = found.changed(probe_at=None)

    def _note(self, well: bool) -> None:
        with self._changing() as breakers:
            found = breakers.get(self.provider, BreakerState())
            breakers[self.provider] = self._after(found, well, self._clock())

    def _after(self, found: BreakerState, well: bool, now: float) -> BreakerState:
        if found.open_until is not None and well:
            return BreakerState()
        if found.open_until is not None:
            # A call that was already under way when it opened is no probe.
            return self._opened(found, now) if found.probe_at is not None else found
        recent = tuple((at, ok) for at, ok in (*found.outcomes, (now, well)) if at > now - self._settings.window_s)
        failures = sum(not ok for _, ok in recent)
        if len(recent) >= self._settings.least and failures > self._settings.share * len(recent):
            return self._opened(found, now)
        return found.changed(outcomes=recent)

    def _opened(self, found: BreakerState, now: float) -> BreakerState:
        pause = min(self._settings.pause_s * 2**found.opened, self._settings.longest_pause_s)
        return BreakerState(open_until=now + pause, opened=found.opened + 1)

    def _name(self, found: BreakerState) -> str:
        if found.open_until is None:
            return "closed"
        return "open" if self._clock() < found.open_until else "half_open"

    def _refusal(self, found: BreakerState) -> FaultError:
        until = datetime.fromtimestamp(found.open_until or 0.0).astimezone().strftime("%H:%M:%S")
        return FaultError(
            f"{self.provider} is left alone for now", f"most of its last calls failed; it is tried again after {until}",
            kind=FaultClass.PROVIDER, code="circuit_open",
        )  # fmt: skip

    def _read(self) -> Breakers:
        """What is on disk; nothing where it is not there or damaged: a breaker that forgot is a closed one."""
        with suppress(UserError):
            return Breakers.from_json(read_json(self._path))
        return Breakers()

    @contextmanager
    def _changing(self) -> Iterator[dict[str, BreakerState]]:
        """The states, to be changed under the lock and written back."""
        from filelock import FileLock

        with disk_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            breakers = self._read()
            states = dict(breakers.providers)
            yield states
            if states != breakers.providers:
                write_json(self._path, Breakers(providers=states).to_json())
