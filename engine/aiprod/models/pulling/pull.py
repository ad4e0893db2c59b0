# SPDX-License-Identifier: Apache-2.0
"""A model fetched from its hub: whole, verified, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PullProgress:
    """How far a pull is.

    Attributes:
        model, file: what is being fetched; no file while a model's files are asked about.
        stage: "asking", "fetching", "checking".
        done, total: bytes of the whole model.
        rate: bytes per second, over the last seconds.
        eta_s: seconds to go at that rate; None where there is none yet.
    """

    model: str
    file: str
    stage: str
    done: int
    total: int
    rate: float = 0.0
    eta_s: float | None = None


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
    stop: threading.Event | None = None,
) -> Pulled:  # fmt: skip
    """Fetch a model's files into the store.

    Args:
        model_id: the card's.
        precision: of the card's; "" is its first.
        progress: is told how far it is, a few times a second.
        stop: ends it within a second; what came is kept, and the next pull goes on from there.

    Raises:
        UserError: the licence is not accepted, the hub refuses, the disk is too small, or the hub has other files than the card.
        Stopped: `stop` was set.
    """
    raise NotImplementedError(model_id)
