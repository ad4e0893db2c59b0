# SPDX-License-Identifier: Apache-2.0
"""A folder that any editor can import by hand: of a film, or of clips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.files import films_home
from aiprod.production.commission import slug
from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.server.paths import owners_path
from aiprod.wire.clips import HandedOff, HandOff
from aiprod.wire.errors import WireError

if TYPE_CHECKING:
    from aiprod.production.handoff import HandOffMade


@handles("clips.handoff", slow=True)
def hand_off(engine: Engine, client: Client, request: HandOff) -> HandedOff:
    from aiprod.production.clips.store import ClipStore
    from aiprod.production.handoff import hand_off_clips, hand_off_film

    if (request.film is None) == (not request.clips):
        raise WireError("invalid", "The request is not as it must be", "give a film, or clips")
    if request.film is not None:
        store = engine.film(request.film)
        target = _target(engine, client, request, store.film.name)
        return _view(hand_off_film(store, target, request.lang), request)
    clips = ClipStore()
    found = [clips.get(clip) for clip in request.clips]
    target = _target(engine, client, request, found[0].recipe.project)
    return _view(hand_off_clips(clips, found, target, request.lang), request)


def _target(engine: Engine, client: Client, request: HandOff, name: str) -> Path:
    """Where the owner said, else a new folder among the user's films."""
    if request.to is not None:
        return owners_path(client, request.to)
    home = engine.settings.films_root or films_home()
    stem = f"{slug(name) or 'film'}-handoff"
    return next(
        home / f"{stem}{end}" for end in ("", *(f"-{n}" for n in range(2, 10_000))) if not (home / f"{stem}{end}").exists()
    )


def _view(made: HandOffMade, request: HandOff) -> HandedOff:
    return HandedOff(path=str(made.path), files=made.files, reports=made.sentences(request.lang))
