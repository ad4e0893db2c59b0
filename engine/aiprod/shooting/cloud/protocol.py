# SPDX-License-Identifier: Apache-2.0
"""What every provider of video offers, and the few things that pass between it and us.

An `Order` is all that leaves the machine. A `Ticket` is what the provider gave for it; it is written to disk before anything
else happens, so that a task that was paid for is fetched and never bought again.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.hashing import hash_json
from aiprod.shooting.cloud.prices import PriceList, Quote

State = Literal["waiting", "running", "done", "failed", "gone"]


class CloudError(FaultError):
    """A provider failed us.

    Args:
        maybe_bought: the answer to a purchase got lost, so that it may have been carried out.
    """

    def __init__(
        self, what: str, why: str = "", remedy: str = "", *, kind: FaultClass = FaultClass.PROVIDER, code: str = "",
        retry_after_s: float | None = None, maybe_bought: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(what, why, remedy, kind=kind, code=code, retry_after_s=retry_after_s)
        self.maybe_bought = maybe_bought


@dataclass(frozen=True)
class Order:
    """What is bought.

    Attributes:
        model: the provider's name of the model.
        prompt: English.
        seconds: a duration that the provider sells.
        width, height: a size that the provider sells, in pixels.
        size: the provider's own word for the size ("1280:720", "1080p").
        aspect: "16:9", "9:16" …, where the provider wants it apart.
        rate: frames per second to ask for; 0 where the provider decides.
        seed: of the shot, for providers that take one.
        camera: a camera move in the provider's words, or "".
    """

    model: str
    prompt: str
    seconds: int
    width: int
    height: int
    size: str
    aspect: str
    rate: int = 0
    seed: int = 0
    camera: str = ""

    def key(self, provider: str) -> str:
        """The identity of the purchase: the same order at the same provider is the same goods."""
        return hash_json({"provider": provider, **asdict(self)})


@dataclass(frozen=True)
class Ticket:
    """A task at the provider: its id there, the addresses it named, and the most it said it would charge (USD)."""

    id: str
    links: dict[str, str] = field(default_factory=dict)
    most_usd: float | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Ticket:
        return cls(str(data["id"]), dict(data.get("links", {})), data.get("most_usd"))


@dataclass(frozen=True)
class Output:
    """Where the goods are: an address that soon expires, or the bytes themselves."""

    url: str = ""
    data: bytes = b""


@dataclass(frozen=True)
class Status:
    """How a task stands.

    Attributes:
        state: "gone" means that the provider does not know the task any more.
        progress: 0–1, where the provider tells; 0 where it does not.
        output: when done.
        usd: what it really cost, where the provider tells.
        error: when failed.
    """

    state: State
    progress: float = 0.0
    output: Output | None = None
    usd: float | None = None
    error: CloudError | None = None


@dataclass(frozen=True)
class Cancelled:
    """What came of cancelling: whether the task is really stopped, and what it still costs (None: not said)."""

    stopped: bool
    usd: float | None = None


class CloudVideoProvider(Protocol):
    """A provider. Every method but `quote` speaks to it over the network and raises `CloudError`."""

    @property
    def id(self) -> str: ...

    @property
    def poll_every_s(self) -> float: ...

    @property
    def deadline_s(self) -> float:
        """How long a task may take before it is given up."""
        ...

    def quote(self, order: Order, prices: PriceList) -> Quote:
        """What it will cost at most, from the dated price list; nothing is sent."""
        ...

    def submit(self, order: Order) -> Ticket:
        """Buy. An error with `maybe_bought` leaves open whether it was bought."""
        ...

    def recover(self, order: Order, since: float) -> Ticket | None:
        """The task of an order whose answer was lost, submitted after `since` (unix seconds); None if it can't be told."""
        ...

    def poll(self, ticket: Ticket) -> Status: ...

    def cancel(self, ticket: Ticket) -> Cancelled: ...

    def fetch(self, output: Output, path: Path, stop: threading.Event) -> None:
        """Bring the goods home, whole or not at all."""
        ...
