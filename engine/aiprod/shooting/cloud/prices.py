# SPDX-License-Identifier: Apache-2.0
"""The dated price list: what a purchase costs, in the provider's currency and in euros.

Prices move monthly. Each entry carries its date, its source and how certain it is, and a quote repeats them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.files import read_json

if TYPE_CHECKING:
    from aiprod.shooting.cloud.protocol import Order

Certainty = Literal["published", "reported", "derived", "unconfirmed"]
"""By the provider itself; by several others; worked out from a reseller's; by nobody we could ask."""
_MARGIN = 1.10
"""What is set aside for a purchase, against exchange rates and stale prices."""
_FRAMES_PER_SECOND = 24


class Price(FilmObject):
    """What a model costs by the second of video, or by the million pixels at 24 frames a second."""

    provider: str
    model: str
    size: str = ""
    """The provider's word for the size that this price is for; "" for every size."""
    unit: Literal["second", "megapixel"] = "second"
    usd: float = Field(gt=0)
    date: date
    source: str
    certainty: Certainty


class Exchange(FilmObject):
    """Euros for a dollar."""

    eur_per_usd: float = Field(gt=0)
    date: date
    source: str


@dataclass(frozen=True)
class Quote:
    """What a purchase will cost.

    Attributes:
        usd, eur: by the price list.
        reserve_eur: what is set aside before it is bought.
        priced_on, certainty, source: of the price.
    """

    usd: float
    eur: float
    reserve_eur: float
    priced_on: date
    certainty: Certainty
    source: str

    def sentence(self) -> str:
        return f"about {self.eur:.2f} € by the price of {self.priced_on.isoformat()} ({self.certainty}, {self.source})"


class PriceList(FilmObject):
    """The price list as it lies on disk (`prices.yaml`)."""

    exchange: Exchange
    prices: tuple[Price, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> PriceList:
        """The list that comes with AIPROD, or another one (YAML or JSON)."""
        return _ours() if path is None else _read(path)

    def price(self, provider: str, model: str, size: str) -> Price:
        """The price of a model at a size. Raises FaultError where none is known: nothing is bought at an unknown price."""
        fitting = [p for p in self.prices if (p.provider, p.model) == (provider, model) and p.size in ("", size)]
        if not fitting:
            raise FaultError(
                f"The price of {provider} {model} at {size} is not known", "the price list has no entry for it",
                "Choose another model or size.", kind=FaultClass.MONEY, code="no_price",
            )  # fmt: skip
        return max(fitting, key=lambda price: len(price.size))

    def quote(self, provider: str, order: Order) -> Quote:
        """What an order costs. Raises FaultError for an unknown price."""
        price = self.price(provider, order.model, order.size)
        units = float(order.seconds)
        if price.unit == "megapixel":
            units *= order.width * order.height * _FRAMES_PER_SECOND / 1e6
        usd = units * price.usd
        eur = self.eur(usd)
        return Quote(usd, eur, round(eur * _MARGIN, 4), price.date, price.certainty, price.source)

    def eur(self, usd: float) -> float:
        """Dollars in euros, at the list's rate."""
        return round(usd * self.exchange.eur_per_usd, 4)


@cache
def _ours() -> PriceList:
    return _read(Path(__file__).with_name("prices.yaml"))


def _read(path: Path) -> PriceList:
    if path.suffix == ".json":
        return PriceList.from_json(read_json(path))
    import yaml

    return PriceList.from_json(yaml.safe_load(path.read_text("utf-8")))
