# SPDX-License-Identifier: Apache-2.0
"""The storyboard with its prices: what each shot would take if it were made now, by the generator that the film would use."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.brief import Brief
from aiprod.film.direction import ShotDirection
from aiprod.film.errors import AiprodError
from aiprod.film.film import Film
from aiprod.film.shots import Shot
from aiprod.film.styles import drawn_as
from aiprod.production.chain.candidates import LAST, Allowed, Candidate, chain
from aiprod.production.chain.estimating import FITTING, calibrated
from aiprod.production.chain.guessing import primed
from aiprod.production.chain.history import usual_seconds
from aiprod.production.speeds import Size, Speeds, Step
from aiprod.production.standing import Standing, TakeOf
from aiprod.shooting.cloud.offers import Offer, duration_over, offer, size_for
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.protocol import Order

_FOOTAGE: Step = ("shooting", "footage")


@dataclass(frozen=True)
class Price:
    """What a shot takes.

    Attributes:
        maker: the generator that would make it.
        seconds: on the clock, if nothing else is made meanwhile.
        eur: to be paid; 0 for everything made here, None where no price is known.
        priced_on: the date of that price, "" without one.
        certainty: of that price.
    """

    maker: str
    seconds: float
    eur: float | None = 0.0
    priced_on: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Panel:
    """A shot on the storyboard.

    Attributes:
        shot: as it is directed now.
        wanted: the user's part in that.
        still: the take that its picture is a file of; "" where it is not drawn yet.
        price: of making it now.
        approved: whether the user has approved it as it is.
        take: the take that shows it, if there is one.
        takes: how many there are.
    """

    shot: Shot
    wanted: ShotDirection
    still: str
    price: Price
    approved: bool
    take: TakeOf | None
    takes: int

    @property
    def current(self) -> bool:
        """Whether its footage is there, and of the shot as it is directed now."""
        return self.take is not None and self.take.current


def board(film: Film, standing: Standing, allowed: Allowed) -> tuple[Panel, ...]:
    """The storyboard of a film that was directed; empty before.

    Args:
        film: the document.
        standing: what was made of it.
        allowed: says why a cloud provider may not be used for it.
    """
    if standing.shots is None:
        return ()
    first = chain(film.generator, allowed)[0]
    prices = _Prices(film.brief, first)
    return tuple(
        Panel(
            shot=shot, wanted=film.directions.get(shot.id, ShotDirection()), still=_still(standing, shot.id),
            price=prices.of(shot), approved=shot.id in film.approved, take=standing.take(shot.id),
            takes=len(standing.takes.get(shot.id, ())),
        )
        for shot in standing.shots.shots
    )  # fmt: skip


def _still(standing: Standing, shot: str) -> str:
    path = standing.stills.get(shot)
    return path.parent.name if path is not None else ""


class _Prices:
    """What shots take with one generator. The machine is not measured for it: until it has made something, it counts as usual."""

    def __init__(self, brief: Brief, first: Candidate) -> None:
        self._brief, self._first = brief, first
        self._speeds = primed(calibrated(Speeds.load(), brief, measure=False), brief, first.name)

    def of(self, shot: Shot) -> Price:
        if not self._first.remote:
            return Price(self._first.name, self._drawn(self._first.name, shot))
        return self._bought(offer(self._first.name), shot)

    def _drawn(self, name: str, shot: Shot) -> float:
        brief = self._brief
        megapixels = shot.frames * brief.width * brief.height / 1e6
        size = Size(brief.rate.seconds(shot.frames), megapixels, f"{name}:{drawn_as(brief.style)}")
        return round(self._speeds.cost(_FOOTAGE, size), 2)

    def _bought(self, item: Offer, shot: Shot) -> Price:
        """From a cloud; a shot that is too long for what it sells is drawn here."""
        seconds = duration_over(item, self._brief.rate.seconds(shot.frames))
        if seconds is None:
            return Price(LAST, self._drawn(LAST, shot))
        took = usual_seconds(item.id, item.usual_s)[0] + FITTING * self._drawn(LAST, shot)
        size = size_for(item, self._brief.width, self._brief.height)
        try:
            order = Order(item.model, "", seconds, size.width, size.height, size.word, size.aspect)
            quote = PriceList.load().quote(item.provider, order)
        except AiprodError:
            return Price(item.id, round(took, 1), None)
        return Price(item.id, round(took, 1), round(quote.eur, 3), quote.priced_on.isoformat(), quote.certainty)
