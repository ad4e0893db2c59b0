# SPDX-License-Identifier: Apache-2.0
"""What a film will take: in full for who asks, and at a glance beside every order, to be compared with what it took."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.chain.candidates import chain
from aiprod.production.chain.guessing import primed
from aiprod.production.chain.money import Purse, Refusal
from aiprod.production.forecast import Forecast
from aiprod.production.speeds import Size, Speeds
from aiprod.shooting.cloud.offers import provider_names
from aiprod.wire.making import Choice, Estimate

if TYPE_CHECKING:
    from aiprod.server.engine import Engine

Refusals = dict[str, dict[str, str] | None]


async def foresee_brief(engine: Engine, brief: Brief, cap_eur: float | None) -> Estimate:
    """What a film of a brief would take. Without a cap no cloud is recommended."""
    refusals = await engine.in_thread(_refusals, engine, "", cap_eur)
    return _estimate(await engine.aside.run(_of_brief, brief.to_json(), refusals, cap_eur))


async def foresee_shot(engine: Engine, brief: Brief, frames: int) -> Estimate:
    """What one shot would take. Without a cap no cloud is recommended."""
    refusals = await engine.in_thread(_refusals, engine, "", None)
    return _estimate(await engine.aside.run(_of_shot, brief.to_json(), frames, refusals))


async def foresee_film(engine: Engine, film: str, store: FilmStore) -> Estimate:
    """What making a film from its document would take, if nothing of it was made yet."""
    left = await engine.in_thread(lambda: Purse(engine.store, film).left_eur)
    refusals = await engine.in_thread(_refusals, engine, film, None)
    return _estimate(await engine.aside.run(_of_film, str(store.root), refusals, left))


def at_a_glance(engine: Engine, film: str, document: Film) -> dict[str, Any] | None:
    """For the record of an order: who will make it, and how long that takes here. None where a cloud comes first: its time
    and its price hang on every shot, and are kept with each purchase."""
    purse = Purse(engine.store, film)
    first = chain(document.generator, purse.refusal)[0]
    if first.remote:
        return None
    speeds = primed(Speeds.load(), document.brief, first.name)
    outlook = Forecast(Size.of(document.brief, first.name), speeds, tick=lambda: 0.0).outlook()
    if outlook is None:
        return None
    return {"generator": first.name, "seconds": round(outlook.eta_s, 1), "error_s": round(outlook.error_s, 1), "cost_eur": 0.0}


def refusal(engine: Engine, film: str, provider: str, cap_eur: float | None = None) -> Refusal | None:
    """Why a provider can't be used for a film; with a cap that is only thought of, for one that is not made yet."""
    found = Purse(engine.store, film).refusal(provider)
    return None if found is not None and found.code == "no_cap" and cap_eur is not None else found


def _refusals(engine: Engine, film: str, cap_eur: float | None) -> Refusals:
    found = {name: refusal(engine, film, name, cap_eur) for name in provider_names()}
    return {name: asdict(why) if why else None for name, why in found.items()}


def _of_brief(brief: dict[str, Any], refusals: Refusals, left_eur: float | None) -> dict[str, Any]:
    """In the process aside."""
    from aiprod.production.chain import estimating

    return estimating.estimate(Brief.from_json(brief), allowed=_allowed(refusals), left_eur=left_eur).to_json()


def _of_shot(brief: dict[str, Any], frames: int, refusals: Refusals) -> dict[str, Any]:
    """In the process aside."""
    from aiprod.production.chain import estimating

    return estimating.estimate_shot(Brief.from_json(brief), frames, allowed=_allowed(refusals)).to_json()


def _of_film(root: str, refusals: Refusals, left_eur: float | None) -> dict[str, Any]:
    """In the process aside."""
    from aiprod.production.chain import estimating

    film = FilmStore(Path(root)).film
    return estimating.estimate_film(film, allowed=_allowed(refusals), left_eur=left_eur).to_json()


def _allowed(refusals: Refusals) -> Any:
    def allowed(provider: str) -> Refusal | None:
        why = refusals.get(provider)
        return Refusal(**why) if why else None

    return allowed


def _estimate(data: dict[str, Any]) -> Estimate:
    return Estimate(
        duration_s=data["duration_s"], shots=data["shots"], recommended=data["recommended"], reason=data["reason"],
        choices=tuple(_choice(choice) for choice in data["choices"]),
    )  # fmt: skip


def _choice(data: dict[str, Any]) -> Choice:
    low, high = data["range_s"] or (None, None)
    return Choice(
        generator=data["generator"], title=data["title"], available=data["available"], reason=data["reason"],
        recommended=data["recommended"], seconds=data["seconds"], seconds_low=low, seconds_high=high, eur=data["eur"],
        priced_on=data["priced_on"], certainty=data["certainty"],
    )  # fmt: skip
