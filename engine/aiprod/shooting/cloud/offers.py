# SPDX-License-Identifier: Apache-2.0
"""What the providers sell (`offers.yaml`), and how a shot's wishes become something that can be bought."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass
from aiprod.film.shots import ShootRequest
from aiprod.shooting.cloud.protocol import CloudError, Order

_SHORT_BY = 0.02
"""Seconds by which a clip may be shorter than the shot: less than half a frame at 24."""


class Size(FilmObject):
    """A picture size on sale, with the provider's word for it, and its word for the shape where that is asked for apart."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    word: str
    aspect: str = ""


class Offer(FilmObject):
    """A model on sale."""

    provider: str
    model: str
    title: str
    durations: tuple[int, ...] = Field(min_length=1)
    sizes: tuple[Size, ...] = Field(min_length=1)
    rates: tuple[int, ...] = ()
    """Frame rates that can be asked for; none where the provider decides."""
    prompt_units: int = Field(gt=0)
    """The longest prompt, in UTF-16 code units."""
    seed: bool = False
    silent: bool = False
    """Whether sound can be left out on request (it costs less)."""
    camera: Literal["", "ltx"] = ""
    """The vocabulary of camera moves that it takes apart from the prompt."""
    usual_s: float = Field(60.0, gt=0)
    """How long a task usually takes: a first guess."""

    @property
    def id(self) -> str:
        """The generator's name: "cloud:runway/gen4.5"."""
        return f"cloud:{self.provider}/{self.model}"


@cache
def offers() -> tuple[Offer, ...]:
    """Everything on sale, in the order of the file; a provider's first model is its default."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("offers.yaml").read_text("utf-8"))
    return tuple(Offer.from_json(item) for item in data)


def provider_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(offer.provider for offer in offers()))


def offer(name: str) -> Offer:
    """The offer of "cloud:runway" (its default model) or "cloud:runway/gen4.5". Raises UserError for an unknown one."""
    provider, _, model = name.removeprefix("cloud:").partition("/")
    for item in offers():
        if item.provider == provider and model in ("", item.model):
            return item
    known = ", ".join(item.id for item in offers())
    raise UserError(f"There is no cloud generator {name!r}", f"the known ones are {known}", "Choose one with --generator.")


def order_for(request: ShootRequest, item: Offer) -> Order:
    """What to buy for a shot. Raises CloudError (input) when the shot is longer than anything on sale."""
    from aiprod.shooting.cloud.prompts import camera_word, prompt_for

    size = size_for(item, request.width, request.height)
    return Order(
        model=item.model, prompt=prompt_for(request, item.prompt_units), seconds=seconds_for(item, request), width=size.width,
        height=size.height, size=size.word, aspect=size.aspect, rate=_rate(item, float(request.rate.fps)),
        seed=request.shot.seed, camera=camera_word(request.shot.camera.move, item.camera),
    )  # fmt: skip


def seconds_for(item: Offer, request: ShootRequest) -> int:
    """The shortest duration on sale that covers the shot. Raises CloudError (input) when there is none."""
    needed = request.rate.seconds(request.shot.frames)
    found = duration_over(item, needed)
    if found is None:
        why = f"it lasts {needed:.1f} s and {max(item.durations)} s are sold at most"
        raise CloudError(
            f"{item.title} can't make shot {request.shot.id}", why, kind=FaultClass.INPUT, code="too_long"
        )  # fmt: skip
    return found


def duration_over(item: Offer, seconds: float) -> int | None:
    """The shortest duration on sale that covers so many seconds."""
    return next((d for d in sorted(item.durations) if d >= seconds - _SHORT_BY), None)


def size_for(item: Offer, width: int, height: int) -> Size:
    """The size on sale of the nearest shape; of these the smallest that needs no enlarging, else the largest."""
    shape = width / height
    nearest = min(max(s.width / s.height, shape) / min(s.width / s.height, shape) for s in item.sizes)
    alike = [s for s in item.sizes if max(s.width / s.height, shape) / min(s.width / s.height, shape) <= nearest * 1.01]
    alike.sort(key=lambda s: s.width * s.height)
    return next((s for s in alike if s.width >= width and s.height >= height), alike[-1])


def _rate(item: Offer, wanted: float) -> int:
    """The rate on sale that is nearest to the film's; 0 where none can be asked for."""
    return min(item.rates, key=lambda rate: abs(rate - wanted)) if item.rates else 0
