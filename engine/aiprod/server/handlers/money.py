# SPDX-License-Identifier: Apache-2.0
"""Clouds, consents and money."""

from __future__ import annotations

from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.wire.base import Done, Nothing
from aiprod.wire.errors import WireError
from aiprod.wire.films import FilmRequest, SetCap, SpendingView
from aiprod.wire.service import ConsentList, ConsentView, GrantConsent, ProviderList, ProviderView, RevokeConsent

_MICRO = 1_000_000


@handles("providers.list")
def providers(engine: Engine, _client: Client, _request: Nothing) -> ProviderList:
    from aiprod.shooting.cloud.offers import provider_names

    return ProviderList(providers=tuple(_provider(engine, name) for name in provider_names()))


def _provider(engine: Engine, name: str) -> ProviderView:
    from aiprod.production.chain.breaker import CircuitBreaker
    from aiprod.shooting.cloud.offers import offers
    from aiprod.shooting.cloud.prices import PriceList
    from aiprod.shooting.cloud.settings import key_of

    dates = [price.date for price in PriceList.load().prices if price.provider == name]
    return ProviderView(
        id=name, configured=key_of(name) is not None, consent=engine.store.consents.granted(name) is not None,
        breaker=CircuitBreaker(name).state(), models=tuple(offer.id for offer in offers() if offer.provider == name),
        prices_as_of=min(dates).isoformat() if dates else "",
    )  # fmt: skip


@handles("consent.list")
def consents(engine: Engine, _client: Client, _request: Nothing) -> ConsentList:
    found = [c for c in engine.store.consents.all() if c.revoked_at is None]
    return ConsentList(
        consents=tuple(
            ConsentView(provider=c.provider, who=c.who, text_sha256=c.text_sha256, granted_at=c.granted_at) for c in found
        )
    )


@handles("consent.grant")
def grant(engine: Engine, _client: Client, request: GrantConsent) -> ConsentView:
    _known(request.provider)
    made = engine.store.consents.grant(request.provider, request.who, request.text)
    return ConsentView(provider=made.provider, who=made.who, text_sha256=made.text_sha256, granted_at=made.granted_at)


@handles("consent.revoke")
def revoke(engine: Engine, _client: Client, request: RevokeConsent) -> Done:
    _known(request.provider)
    return Done(done=engine.store.consents.revoke(request.provider))


def _known(provider: str) -> None:
    from aiprod.shooting.cloud.offers import provider_names

    if provider not in provider_names():
        raise WireError("not_found", f"There is no provider {provider!r}", f"the known ones are {', '.join(provider_names())}")


@handles("spending.get")
def spending(engine: Engine, _client: Client, request: FilmRequest) -> SpendingView:
    engine.store.films.get(request.film)
    return _view(engine, request.film)


@handles("spending.cap")
def cap(engine: Engine, _client: Client, request: SetCap) -> SpendingView:
    engine.store.films.get(request.film)
    engine.store.spending.set_cap(request.film, request.eur)
    return _view(engine, request.film)


def _view(engine: Engine, film: str) -> SpendingView:
    budget = engine.store.spending.budget(film)
    return SpendingView(
        film=film, cap_eur=None if budget.cap_micro is None else budget.cap_micro / _MICRO,
        spent_eur=budget.spent_micro / _MICRO, reserved_eur=budget.reserved_micro / _MICRO,
    )  # fmt: skip
