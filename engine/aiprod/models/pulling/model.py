# SPDX-License-Identifier: Apache-2.0
"""A model fetched from its hub: whole, verified, or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiprod.film.errors import Stopped, UserError
from aiprod.models import store
from aiprod.models.cards import ModelCard, card
from aiprod.models.licences import need_acceptance
from aiprod.models.pulling.asking import Wanted, ask_all
from aiprod.models.pulling.fetching import Fetcher
from aiprod.models.pulling.hub import Hub
from aiprod.models.pulling.partial import Partial, received
from aiprod.models.pulling.small import fetch_small
from aiprod.models.pulling.telling import PullProgress, Teller
from aiprod.models.store import declared
from aiprod.models.store.records import write

_LOCK_LOOK_S = 0.2
_ROUNDS = 3
"""How often a file that arrived damaged is begun anew, in whole or in part, before it is given up."""


@dataclass(frozen=True)
class Pulled:
    """What a pull did.

    Attributes:
        model: the card's id.
        fetched: bytes that came over the net.
        kept: bytes that were there already: other models', or an earlier pull's.
        recorded: files whose hash no card names, with the one that the hub declared: it holds from now on.
    """

    model: str
    fetched: int
    kept: int
    recorded: tuple[tuple[str, str], ...] = ()


def pull(
    model_id: str, *, precision: str = "", progress: Callable[[PullProgress], None] = lambda news: None,
    stop: threading.Event | None = None, renew: bool = False,
) -> Pulled:  # fmt: skip
    """Fetch a model's files into the store.

    Args:
        model_id: the card's.
        precision: of the card's; "" is its first.
        progress: is told how far it is, a few times a second.
        stop: ends it within a second; what came is kept, and the next pull goes on from there.
        renew: take what the hub has now, where it is another file than the one that was fetched first. (Never another one than
            the card names.)

    Raises:
        UserError: the licence is not accepted, the hub refuses, the disk is too small, or the hub has other files than the card.
        EngineError: the net failed too often.
        Stopped: `stop` was set.
    """
    model = card(model_id)
    _check(model)
    files = model.chosen(precision)
    stop, teller = stop or threading.Event(), Teller(model.id, progress)
    teller.stage("asking", "")
    with Hub() as hub:
        wanted = ask_all(hub, model, files, stop=stop, renew=renew)
        _reserve(model, wanted)
        write(_manifest(model, precision, wanted), coming=True)
        teller.begin(sum(w.size for w in wanted), sum(w.size for w in wanted if w.here))
        kept = sum(w.size for w in wanted if w.here)
        for number, item in enumerate(wanted):
            if not item.here:
                wanted[number] = _fetch(hub, item, teller, stop)
    recorded = _record(wanted)
    store.publish(_manifest(model, precision, wanted))
    teller.stage("checking", "")
    return Pulled(model.id, teller.fetched, kept, recorded)


def _check(model: ModelCard) -> None:
    """Raises UserError for a model that is not fetched, or whose licence was not accepted."""
    if model.built:
        raise UserError(f"{model.title} is not fetched", "it is made on this machine", f"Run `aiprod models build {model.id}`.")
    if not model.stored:
        raise UserError(f"{model.title} is not fetched", "it comes with AIPROD", f"Run `aiprod models repair {model.id}`.")
    need_acceptance(model)


def _reserve(model: ModelCard, wanted: list[Wanted]) -> None:
    """Raises DiskFullError where there is no room for what is still to come."""
    to_come = sum(item.size - (received(item.sha256, item.size) if item.sha256 else 0) for item in wanted if not item.here)
    if to_come:
        store.need_space(to_come, model.title)


def _manifest(model: ModelCard, precision: str, wanted: list[Wanted]) -> store.Manifest:
    kept = tuple(store.Kept(name=w.file.name, sha256=w.sha256, size=w.size, declared=w.declared, source=w.source) for w in wanted)
    chosen = precision or (model.precisions[0] if model.precisions else "")
    return store.Manifest(id=model.id, precision=chosen, files=kept, since=time.time())


def _fetch(hub: Hub, item: Wanted, teller: Teller, stop: threading.Event) -> Wanted:
    teller.stage("fetching", item.file.name)
    if not item.sha256:
        return fetch_small(hub, item, teller, stop)
    with _alone(item.sha256, stop):
        if not store.blob(item.sha256).is_file():
            _fetch_large(hub, item, teller, stop)
        else:
            teller.heard(item.size)  # another pull brought it meanwhile
    return item


def _fetch_large(hub: Hub, item: Wanted, teller: Teller, stop: threading.Event) -> None:
    """A file into the store, through a partial."""
    assert item.file.hub is not None
    with Partial(item.sha256, item.size) as part:
        teller.lost(-part.done)
        for _ in range(_ROUNDS):
            Fetcher(hub, item.file.hub, item.offered, part, stop, teller.heard).run(lambda seconds: _wait(seconds, stop, teller))
            teller.stage("checking", item.file.name)
            before = part.done
            if part.check(stop, lambda size: teller.tell()):
                store.adopt(part.finished(), item.sha256)
                return
            teller.lost(before - part.done)
            teller.stage("fetching", item.file.name)
        part.discard()
    raise UserError(
        f"{item.file.name} can't be trusted", f"the hub sent other bytes than it declares, {_ROUNDS} times",
        "Nothing of it was kept. Try again later, or from another network.",
    )  # fmt: skip


def _wait(seconds: float, stop: threading.Event, teller: Teller) -> None:
    stop.wait(seconds)
    if stop.is_set():
        time.sleep(0.01)
    teller.tell()


@contextmanager
def _alone(sha256: str, stop: threading.Event) -> Iterator[None]:
    """Nobody else fetches this content: another pull of it is waited for."""
    from filelock import FileLock, Timeout

    lock = FileLock(store.home() / "parts" / f"{sha256}.lock")
    lock_path = store.home() / "parts"
    lock_path.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            lock.acquire(timeout=_LOCK_LOOK_S)
            break
        except Timeout:
            if stop.is_set():
                raise Stopped("The download was stopped", "", "Order it again: it goes on where it was.") from None
    try:
        yield
    finally:
        lock.release()


def _record(wanted: list[Wanted]) -> tuple[tuple[str, str], ...]:
    """Remember hashes that no card names. Returns those that were not known before."""
    fresh = []
    for item in wanted:
        if item.declared == "hub" and item.file.hub is not None and declared.recorded(item.file.hub) != item.sha256:
            declared.record(item.file.hub, item.sha256, item.size)
            fresh.append((item.file.name, item.sha256))
    return tuple(fresh)
