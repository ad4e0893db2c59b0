# SPDX-License-Identifier: Apache-2.0
"""What a pull wants: every file of a model with its size, and the hash that it must have."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from aiprod.film.errors import Stopped, UserError
from aiprod.models import store
from aiprod.models.cards import HubFile, ModelCard, ModelFile
from aiprod.models.pulling.fetching import given_up
from aiprod.models.pulling.hub import Hub, Offered, PassingError
from aiprod.models.store import declared

T = TypeVar("T")
SMALL = 64 << 20
"""Bytes: a file that is kept in the repository itself is smaller."""
_NOWHERE = Offered("", 0, "", "")


@dataclass(frozen=True)
class Wanted:
    """A file of a model, as it must be.

    Attributes:
        file: as the card has it.
        size: bytes.
        sha256: which it must have; empty for a small file that nobody knows the hash of yet.
        declared: who named the hash.
        offered: where it can be had.
        here: whether the store has it.
    """

    file: ModelFile
    size: int
    sha256: str
    declared: Literal["card", "hub", "copy", "built"]
    offered: Offered = _NOWHERE
    here: bool = False

    @property
    def source(self) -> str:
        hub = self.file.hub
        return f"{hub.repo}/{hub.path}@{hub.revision}" if hub else ""


def ask_all(hub: Hub, model: ModelCard, files: tuple[ModelFile, ...], *, stop: threading.Event, renew: bool) -> list[Wanted]:
    """Every file of a model. The hub is asked about those that are not here.

    Raises:
        UserError: the hub refuses, or has another file than the card or an earlier pull says.
        EngineError: it does not answer.
        Stopped: `stop` was set.
    """
    return [(None if renew else _here(model, file)) or _asked(hub, file, stop=stop, renew=renew) for file in files]


def _here(model: ModelCard, file: ModelFile) -> Wanted | None:
    """A file that the store has: as another model's, or from an earlier pull."""
    for found in (store.manifest(model.id), store.manifest(model.id, coming=True)):
        kept = found.file(file.name) if found else None
        if kept and store.blob(kept.sha256).is_file() and file.sha256 in ("", kept.sha256):
            return Wanted(file, kept.size, kept.sha256, kept.declared, here=True)
    known = file.sha256 or (declared.recorded(file.hub) if file.hub else "")
    if known and store.blob(known).is_file():
        return Wanted(file, store.blob(known).stat().st_size, known, "card" if file.sha256 else "hub", here=True)
    return None


def _asked(hub: Hub, file: ModelFile, *, stop: threading.Event, renew: bool) -> Wanted:
    if file.hub is None:
        raise UserError(f"{file.name} can't be fetched", "its card names no place to fetch it from", "Import it from a folder.")
    place = file.hub
    offered = patiently(hub, place, lambda: hub.ask(place), stop)
    known = file.sha256 or ("" if renew else declared.recorded(place))
    wrong_size = file.size and offered.size != file.size
    if (known and offered.sha256 and offered.sha256 != known) or wrong_size:
        raise _other(file, known, offered)
    if not (known or offered.sha256) and offered.size > SMALL:
        raise UserError(
            f"{file.name} can't be fetched safely", "neither its card nor the hub says which hash it has", "Use the original hub."
        )
    sha256 = known or offered.sha256
    here = bool(sha256) and store.blob(sha256).is_file()
    return Wanted(file, offered.size, sha256, "card" if file.sha256 else "hub", offered, here)


def patiently(hub: Hub, file: HubFile, action: Callable[[], T], stop: threading.Event) -> T:
    """Do something with the hub, again and again while it fails in passing.

    Raises:
        EngineError: it failed too often.
        Stopped: `stop` was set.
    """
    for turn in range(hub.settings.tries):
        if stop.is_set():
            break
        try:
            return action()
        except PassingError as error:
            if turn + 1 == hub.settings.tries:
                raise given_up(file, error) from error
            stop.wait(max(error.wait_s, hub.settings.backoff_s * 2 ** min(turn, 6)))
    raise Stopped("The download was stopped", "", "Order it again: it goes on where it was.")


def _other(file: ModelFile, known: str, offered: Offered) -> UserError:
    if file.sha256 or file.size:
        named = f"SHA-256 {file.sha256[:16] or '(none)'}…, {file.size} bytes"
        why = f"its card says {named}, the hub {offered.sha256[:16] or '(none)'}…, {offered.size} bytes"
        return UserError(f"The hub has another {file.name} than the card", why, "Update AIPROD; or is the hub the right one?")
    why = f"at the first pull it was SHA-256 {known[:16]}…, now it is {offered.sha256[:16]}…"
    return UserError(
        f"The hub's {file.name} has changed", why, "If its publisher says so, take the new one with `aiprod models pull --renew`."
    )
