# SPDX-License-Identifier: Apache-2.0
"""The chain: which generators are tried for a film, in which order.

`auto` is every generator that can run here and is allowed: diffusion at full size, then distilled or smaller, then the cloud,
then the animatic, which can always be made. A generator that was asked for comes first, and the chain stands behind it, unless
the user said `only:NAME`. To make a new generator part of the chain, give it a row in `RUNGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.film.takes import ModelUse
from aiprod.models.cards import card
from aiprod.production.chain.money import Refusal
from aiprod.shooting.cloud.offers import offer, provider_names
from aiprod.shooting.generator import Generator, generator, names

ONLY = "only:"
LAST = "animatic"
_CLOUDS = ("ltx", "fal", "runway", "google", "replicate", "luma")
"""Providers in the order of the chain: those of the same look as the local models first, then the router to many."""

Allowed = Callable[[str], Refusal | None]
"""Says why a cloud provider may not be used, or None."""


@dataclass(frozen=True)
class Rung:
    """A place in the chain.

    Attributes:
        family: "diffusion" stands for every "diffusion:ID", "cloud" for every "cloud:PROVIDER".
        auto: whether `auto` takes it. A small model of lesser pictures is made only where it is asked for.
        place: where it works.
        keeps: whether it keeps models between shots: then they are made in the darkroom, not by the worker processes.
    """

    family: str
    auto: bool
    place: Literal["local", "remote"] = "local"
    keeps: bool = False


RUNGS = (
    Rung("diffusion", auto=True, keeps=True),
    Rung("cloud", auto=True, place="remote"),
    Rung("nano", auto=False),
    Rung(LAST, auto=True),
)
"""From the first to the last."""


@dataclass(frozen=True)
class Candidate:
    """A generator that may be tried."""

    name: str
    remote: bool

    @property
    def keeps(self) -> bool:
        """Whether it keeps models between shots."""
        return rung_of(self.name).keeps

    def generator(self) -> Generator:
        return generator(self.name)


def check(wanted: str) -> None:
    """Raises UserError when a generator name makes no sense: "auto", "cloud:runway", "only:animatic", …"""
    name = wanted.removeprefix(ONLY)
    if name == "auto" and wanted != name:
        raise UserError("`only:auto` makes no sense", "auto is a whole chain", "Name one generator after `only:`.")
    generator(name)


def chain(wanted: str, allowed: Allowed) -> tuple[Candidate, ...]:
    """The candidates for a film, the first to be tried first. Raises UserError for an unknown generator.

    Args:
        wanted: the film's generator.
        allowed: asked for each cloud provider of the chain. A cloud that the user named stays in the chain whatever it says.
    """
    check(wanted)
    name = wanted.removeprefix(ONLY)
    if name == "auto":
        return tuple(_auto(allowed))
    first = Candidate(_full(name), rung_of(name).place == "remote")
    if wanted.startswith(ONLY) or first.name == LAST:
        return (first,)
    return (first, *(other for other in _auto(allowed) if other.name != first.name))


def explicit_cloud(wanted: str) -> str | None:
    """The provider of a cloud generator that the user named, or None."""
    name = wanted.removeprefix(ONLY)
    return offer(name).provider if name.startswith("cloud:") else None


def pictures_by(wanted: str) -> str:
    """Who makes the pictures of a film, as far as this machine's work is concerned: what its speed is remembered by."""
    name = wanted.removeprefix(ONLY)
    if name != "auto":
        return _full(name)
    local = (rung for rung in RUNGS if rung.auto and rung.place == "local")
    return next((member for rung in local for member in _members(rung, _no_cloud)), LAST)


def _no_cloud(provider: str) -> Refusal | None:
    return Refusal("remote", f"{provider} is not on this machine", "")


def sketcher() -> Generator:
    """Who draws storyboards and stills: the animatic, at once and for nothing, whoever makes the film."""
    return generator(LAST)


def model_title(use: ModelUse) -> str:
    """What a model is called where a film says how it was made."""
    return offer(use.id).title if use.id.startswith("cloud:") else card(use.id).title


def model_role(use: ModelUse) -> str:
    """What a model does: its card's role."""
    return "video" if use.id.startswith("cloud:") else card(use.id).role


def _auto(allowed: Allowed) -> Iterator[Candidate]:
    for rung in RUNGS:
        if rung.auto:
            yield from (Candidate(name, rung.place == "remote") for name in _members(rung, allowed))


def _members(rung: Rung, allowed: Allowed) -> Iterator[str]:
    """The generators of a rung that can be used here and now."""
    if rung.family == "cloud":
        for provider in sorted(provider_names(), key=_CLOUDS.index):
            if allowed(provider) is None:
                yield offer(f"cloud:{provider}").id
        return
    for name in names():
        if name.partition(":")[0] == rung.family and can_run(generator(name)):
            yield name


def can_run(made: Generator) -> bool:
    """Whether a local generator can run on this machine. One that does not say can."""
    available: Callable[[], bool] | None = getattr(made, "available", None)
    return available() if available is not None else True


def lack_of(made: Generator) -> str:
    """Why a local generator can't run on this machine, and what helps, where it knows."""
    lacking: Callable[[], str] | None = getattr(made, "lacking", None)
    return (lacking() if lacking is not None else "") or "can't run on this machine"


def place(name: str) -> tuple[int, int]:
    """Where a generator stands in the chain, for sorting."""
    provider = name.removeprefix("cloud:").partition("/")[0] if name.startswith("cloud:") else ""
    return RUNGS.index(rung_of(name)), _CLOUDS.index(provider) if provider else 0


def rung_of(name: str) -> Rung:
    """The rung of a generator."""
    family = name.partition(":")[0]
    return next((rung for rung in RUNGS if rung.family == family), RUNGS[0])


def _full(name: str) -> str:
    """ "cloud:runway" with its default model."""
    return offer(name).id if name.startswith("cloud:") else name
