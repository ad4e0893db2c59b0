# SPDX-License-Identifier: Apache-2.0
"""The figures of a running server, in Prometheus' form.

One object holds them all, on a registry of its own: two servers in one process (tests) do not mix. What a label may say is
bounded, so that no caller can fill the memory with made-up names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW = (0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 10800)
_SHARE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5)
_LABEL = re.compile(r"[^A-Za-z0-9_.:/-]")
_LONGEST = 64
OTHER = "other"
BREAKER_STATES = ("closed", "half_open", "open")


class Names:
    """The values that a label takes: a fixed set, or the first few that come. All others are counted as "other"."""

    def __init__(self, known: Iterable[str] = (), *, room: int = 0) -> None:
        self._known, self._room, self._lock = set(known), room, Lock()

    def of(self, value: str) -> str:
        name = _LABEL.sub("_", value)[:_LONGEST]
        if name in self._known:
            return name
        with self._lock:
            if self._room <= 0 or not name:
                return OTHER
            self._known.add(name)
            self._room -= 1
            return name


@dataclass(frozen=True)
class DeviceMemory:
    """A device's memory in bytes."""

    device: str
    total: int
    free: int


class Metrics:
    """Everything that is counted.

    Args:
        operations: names of the operations of the wire; requests for anything else are counted as "other".
    """

    def __init__(self, operations: Iterable[str] = ()) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self._operations = Names(operations)
        self._states, self._kinds = Names(room=24), Names(room=32)
        self._devices, self._providers = Names(room=64), Names(room=32)
        self._codes = Names(room=64)
        self._define_traffic()
        self._define_jobs()
        self._define_providers()

    def _define_traffic(self) -> None:
        self._requests = self._counter("requests", "Requests by operation, way and outcome", "operation", "over", "outcome")
        self._latency = self._histogram("request_seconds", "Time to answer a request", _FAST, "operation", "over")
        self._connections = self._gauge("connections", "Open WebSocket connections")
        self._previews = self._counter("previews", "Preview frames, sent to a viewer or dropped because it was slow", "fate")
        self._auth = self._counter("auth_failures", "Requests refused for their secret, Host or Origin", "reason")

    def _define_jobs(self) -> None:
        self._jobs = self._gauge("jobs", "Jobs by state", "state")
        self._job_time = self._histogram("job_seconds", "Time from a job's start to its end", _SLOW, "kind", "outcome")
        self._wait = self._histogram("queue_wait_seconds", "Time from submission to start", _SLOW, "kind")
        self._restarts = self._counter("worker_restarts", "Worker processes that were started again", "device", "reason")
        self._memory = self._gauge("device_memory_bytes", "Memory of a device", "device", "what")
        self._error = self._histogram(
            "estimate_error_ratio", "Difference of estimate and actual, as a share of the actual", _SHARE, "kind", "of"
        )

    def _define_providers(self) -> None:
        self._calls = self._counter("provider_calls", "Calls of cloud providers", "provider", "outcome")
        self._breaker = self._gauge(
            "provider_breaker", "1 for the state that a provider's circuit breaker is in", "provider", "state"
        )
        self._falls = self._counter("generator_falls", "How often a generator gave way to the next", "generator", "reason")
        self._money = self._gauge("money_euros", "Euros reserved and spent on providers, all films", "what")
        self._webhooks = self._counter("webhook_deliveries", "Webhooks by outcome", "outcome")

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"aiprod_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"aiprod_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"aiprod_{name}", text, labels, registry=self.registry, buckets=buckets)

    # --- traffic ---------------------------------------------------------------------------------------------------

    def request(self, operation: str, over: str, outcome: str, seconds: float) -> None:
        """A request was answered. `over` is "http" or "ws", `outcome` "ok" or an error's code."""
        name = self._operations.of(operation)
        way = over if over in ("http", "ws") else OTHER
        self._requests.labels(name, way, self._codes.of(outcome)).inc()
        self._latency.labels(name, way).observe(max(0.0, seconds))

    @contextmanager
    def timed(self, operation: str, over: str) -> Iterator[list[str]]:
        """Count what happens inside as one request: append the outcome to the list, or it is "ok"; "internal" if it raises."""
        begun, outcome = perf_counter(), list[str]()
        try:
            yield outcome
        except BaseException:
            outcome.append("internal")
            raise
        finally:
            self.request(operation, over, outcome[0] if outcome else "ok", perf_counter() - begun)

    def connected(self, change: int) -> None:
        """A WebSocket opened (1) or closed (−1)."""
        self._connections.inc(change)

    def preview(self, *, sent: int = 0, dropped: int = 0) -> None:
        """Preview frames went to a viewer, or were dropped for it."""
        if sent:
            self._previews.labels("sent").inc(sent)
        if dropped:
            self._previews.labels("dropped").inc(dropped)

    def refused(self, reason: str) -> None:
        """A request was refused at the door: "token", "host", "origin", "pairing", "rate", …"""
        self._auth.labels(self._codes.of(reason)).inc()

    # --- jobs ------------------------------------------------------------------------------------------------------

    def jobs(self, counts: Mapping[str, int]) -> None:
        """How many jobs there are in each state; states that are not named have none."""
        self._jobs.clear()
        for state, number in counts.items():
            self._jobs.labels(self._states.of(state)).set(number)

    def job_started(self, kind: str, waited_s: float) -> None:
        self._wait.labels(self._kinds.of(kind)).observe(max(0.0, waited_s))

    def job_ended(self, kind: str, outcome: str, seconds: float) -> None:
        """A job came to its end: "delivered", "failed", "cancelled", "expired"."""
        self._job_time.labels(self._kinds.of(kind), self._states.of(outcome)).observe(max(0.0, seconds))

    def estimated(self, kind: str, of: str, estimate: float, actual: float) -> None:
        """An estimate ("seconds" or "euros") met its actual. Nothing is counted where the actual is nothing."""
        if actual > 0:
            self._error.labels(self._kinds.of(kind), of if of in ("seconds", "euros") else OTHER).observe(
                abs(estimate - actual) / actual
            )

    def worker_restarted(self, device: str, reason: str) -> None:
        self._restarts.labels(self._devices.of(device), self._codes.of(reason)).inc()

    def devices(self, memory: Iterable[DeviceMemory]) -> None:
        """The devices' memory now."""
        self._memory.clear()
        for each in memory:
            name = self._devices.of(each.device)
            self._memory.labels(name, "total").set(each.total)
            self._memory.labels(name, "free").set(each.free)

    # --- providers and money ---------------------------------------------------------------------------------------

    def provider_called(self, provider: str, outcome: str) -> None:
        """A cloud provider answered: "ok", or an error class."""
        self._calls.labels(self._providers.of(provider), self._codes.of(outcome)).inc()

    def breaker(self, provider: str, state: str) -> None:
        """A provider's circuit breaker is "closed", "half_open" or "open"."""
        name = self._providers.of(provider)
        for each in BREAKER_STATES:
            self._breaker.labels(name, each).set(each == state)

    def fell(self, generator: str, reason: str) -> None:
        self._falls.labels(self._providers.of(generator), self._codes.of(reason)).inc()

    def money(self, *, reserved_eur: float, spent_eur: float) -> None:
        self._money.labels("reserved").set(reserved_eur)
        self._money.labels("spent").set(spent_eur)

    def webhook(self, outcome: str) -> None:
        """A webhook was "delivered", "retried", "refused", "disabled"."""
        self._webhooks.labels(self._codes.of(outcome)).inc()

    # --- out -------------------------------------------------------------------------------------------------------

    def page(self) -> tuple[bytes, str]:
        """What /metrics answers, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
