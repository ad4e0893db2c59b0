# SPDX-License-Identifier: Apache-2.0
"""Which earlier shots a shot is reminded of: decided from the shot list alone, so that it hangs on nobody's speed.

Each person's face is taken from the earlier shot that shows it largest and from the front, the clothes from the one that shows
most of them, a place from the first shot of it in the same light, a thing from the first that is about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aiprod.film.shots import Blocking, ShootRequest, ShotSize
from aiprod.shooting.diffusion.memory.keeping import place_name

Role = Literal["face", "costume", "place", "prop"]
_FACES = {
    ShotSize.EXTREME_CLOSE: 5, ShotSize.CLOSE: 6, ShotSize.MEDIUM_CLOSE: 5, ShotSize.MEDIUM: 4, ShotSize.FULL: 2,
    ShotSize.WIDE: 1, ShotSize.EXTREME_WIDE: 0, ShotSize.INSERT: 0,
}  # fmt: skip
_CLOTHES = {
    ShotSize.FULL: 6, ShotSize.MEDIUM: 5, ShotSize.WIDE: 4, ShotSize.MEDIUM_CLOSE: 3, ShotSize.CLOSE: 1,
    ShotSize.EXTREME_WIDE: 1, ShotSize.EXTREME_CLOSE: 0, ShotSize.INSERT: 0,
}  # fmt: skip
_FIRST = 3
"""Only so many of the first shots of somebody are looked at: later ones would make shots wait for each other in a row."""
_MOST = 4


@dataclass(frozen=True)
class Wanted:
    """A picture that a shot is to be given: what of whom, out of which shot's take."""

    role: Role
    subject: str
    shot: str


def wanted(request: ShootRequest, earlier: Sequence[ShootRequest]) -> tuple[Wanted, ...]:
    """What a shot is given of earlier ones, the most important first.

    Args:
        request: the shot.
        earlier: the film's shots before it, in order.
    """
    found = [*_people(request, earlier), *_things(request, earlier), *_place(request, earlier)]
    return tuple(found[:_MOST])


def _people(request: ShootRequest, earlier: Sequence[ShootRequest]) -> Iterator[Wanted]:
    actors = sorted(request.shot.blocking, key=lambda actor: (actor.back, actor.z))
    tables: tuple[tuple[Role, dict[ShotSize, int]], ...] = (("face", _FACES), ("costume", _CLOTHES))
    for role, table in tables:
        for actor in actors:
            if role == "face" and actor.back:
                continue
            seen = [(shot, item) for shot in earlier for item in shot.shot.blocking if item.character == actor.character][:_FIRST]
            views = [(_view(shot, item, table), -index, shot.shot.id) for index, (shot, item) in enumerate(seen)]
            best = max(views, default=None)
            if best is not None and best[0] > 1:
                yield Wanted(role, actor.character, best[2])


def _view(request: ShootRequest, actor: Blocking, table: dict[ShotSize, int]) -> float:
    """How well somebody is seen in a shot."""
    return 0.0 if actor.back and table is _FACES else table[request.shot.size] * (1 - 0.4 * abs(actor.facing))


def _things(request: ShootRequest, earlier: Sequence[ShootRequest]) -> Iterator[Wanted]:
    for name in dict.fromkeys(prop.prop for prop in request.shot.props if prop.hero):
        source = next((shot for shot in earlier if any(prop.prop == name and prop.hero for prop in shot.shot.props)), None)
        if source is not None:
            yield Wanted("prop", name, source.shot.id)


def _place(request: ShootRequest, earlier: Sequence[ShootRequest]) -> Iterator[Wanted]:
    name = place_name(request)
    source = next((shot for shot in earlier if place_name(shot) == name), None)
    if source is not None:
        yield Wanted("place", name, source.shot.id)
