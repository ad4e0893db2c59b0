# SPDX-License-Identifier: Apache-2.0
"""What a model is best at: sizes, lengths and rates of its clips, and what it can be given. Read from its card.

`Family.settle` refuses what can't be made; this chooses, among what can be made, what suits the film.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.models.cards import ModelCard, all_cards, card

LEAST_FRAMES = 9
"""Of a clip: what is shorter is made so long and cut."""
LEAST_SIDE = 64
_TINY_AREA = 96 * 64
_SPARE = 1.3
"""A film so much larger than a model's one stage is made in two, where the model can."""


@dataclass(frozen=True)
class Nature:
    """What suits a model.

    Attributes:
        space: sides are multiples of this, in one stage.
        time: frames are a multiple of this, and one more.
        area: pixels of a picture that it was trained on, in one stage.
        seconds: how long one clip may be.
        rate: its frames a second; None: it takes any up to `fastest`.
        fastest: see `rate`.
        carried: how many frames of a clip the next one goes on from.
    """

    space: int
    time: int
    area: int
    seconds: float
    rate: int | None
    fastest: int
    carried: int


_NATURES = {
    "wan": Nature(16, 4, 832 * 480, 81 / 16, 16, 16, 5),
    "wan 5b": Nature(32, 4, 1280 * 704, 121 / 24, 24, 24, 5),
    "ltx2": Nature(32, 8, 768 * 512, 10.0, None, 30, 9),
}


@dataclass(frozen=True)
class Model:
    """A card with what suits it, and with what the adapters that are here add to it.

    Attributes:
        card: of the checkpoint.
        nature: see there.
        abilities: its own, and those of its adapters.
        adapters: cards of the adapters that are here, the first that has an ability is the one to take.
    """

    card: ModelCard
    nature: Nature
    abilities: frozenset[str]
    adapters: tuple[ModelCard, ...] = ()

    @classmethod
    def of(cls, model_id: str) -> Model:
        """Raises UserError for a name that no card has, and for a card that makes no pictures."""
        found = card(model_id)
        if found.role != "video" or not found.architecture:
            raise UserError(f"{found.title} makes no films", f"it is for {found.role}", "See `aiprod models list`.")
        adapters = tuple(_adapters(found))
        added = {ability for adapter in adapters for ability in adapter.abilities}
        return cls(found, _nature(found), frozenset(found.abilities) | added, adapters)

    def can(self, ability: str) -> bool:
        return ability in self.abilities

    @property
    def distilled(self) -> bool:
        return "distilled" in self.card.abilities

    @property
    def tiny(self) -> bool:
        """Made for tests: large pictures would prove nothing."""
        return self.card.need == "test"

    def rate(self, film: FrameRate) -> FrameRate:
        """The rate of its clips for a film of this rate: the film's where it can, else its own, or the film's halved."""
        if self.nature.rate is not None:
            return FrameRate(numerator=self.nature.rate, denominator=1)
        fps, halvings = film.fps, 1
        while fps / halvings > self.nature.fastest:
            halvings += 1
        found = Fraction(fps) / halvings
        return FrameRate(numerator=found.numerator, denominator=found.denominator)

    def stages(self, width: int, height: int) -> int:
        """In how many stages a film of this size is made."""
        return 2 if self.can("two_stage") and not self.tiny and width * height > _SPARE * self.nature.area else 1

    def size(self, width: int, height: int, share: float = 1.0) -> tuple[int, int]:
        """Width and height of its pictures for a film of this size: the film's shape, not more than it was trained on, nor more
        than the film shows.

        Args:
            share: of width and height that memory leaves.
        """
        stages = self.stages(width, height)
        unit = self.nature.space * stages
        area = (_TINY_AREA if self.tiny else self.nature.area * stages * stages) * share * share
        scale = min(1.0, sqrt(area / (width * height)))
        wide, tall = (max(unit, round(side * scale / unit) * unit) for side in (width, height))
        return (wide, tall) if not self.tiny else (max(wide, LEAST_SIDE), max(tall, LEAST_SIDE))

    def longest(self, rate: FrameRate) -> int:
        """The most frames of one clip."""
        return int(self.nature.seconds * float(rate.fps) + 1e-6 - 1) // self.nature.time * self.nature.time + 1

    def rounded(self, frames: int) -> int:
        """The next number of frames that it makes, upwards."""
        return max(ceil((frames - 1) / self.nature.time) * self.nature.time + 1, LEAST_FRAMES)

    @property
    def carried(self) -> int:
        """How many frames a clip that goes on takes over: a model of stills takes one."""
        return self.nature.carried if self.can("text") or self.card.architecture == "ltx2" else 1


def _nature(found: ModelCard) -> Nature:
    fives = found.architecture == "wan" and "5b" in found.variant
    return _NATURES["wan 5b" if fives else str(found.architecture)]


def _adapters(found: ModelCard) -> list[ModelCard]:
    """Adapters on this machine that go with a model."""
    from aiprod.models import library

    loras = (item for item in all_cards().values() if item.role == "lora" and found.id in item.goes_with)
    return [item for item in loras if library.installed(item.id)]
