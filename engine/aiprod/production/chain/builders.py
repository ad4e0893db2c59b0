# SPDX-License-Identifier: Apache-2.0
"""Builders of the chain: footage by one candidate, through its gates."""

from __future__ import annotations

import shutil
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.shots import ShootRequest
from aiprod.production.chain import gates, plans
from aiprod.production.chain.breaker import CircuitBreaker
from aiprod.production.chain.history import note_task
from aiprod.shooting.cloud.buying import Desk, Till
from aiprod.shooting.cloud.generator import CloudGenerator
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.providers.table import provider
from aiprod.shooting.cloud.purchases import Purchases
from aiprod.shooting.cloud.settings import CloudSettings, need_key
from aiprod.shooting.generator import generator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiprod.shooting.generator import Watch

TRUSTED = ("animatic",)
"""Generators whose pictures are drawn by our own code to the frame: decoding each again would prove nothing."""
_BLAMES_PROVIDER = (FaultClass.TRANSIENT, FaultClass.PROVIDER, FaultClass.QUALITY)
_NOT_COUNTED = ("rate_limited", "circuit_open", "key_refused", "no_credit")


@dataclass(frozen=True)
class CloudKit:
    """What a cloud shot needs besides the request: made by the production, used in a thread of it."""

    root: Path
    till: Till
    stop: threading.Event
    watch: Callable[[str], AbstractContextManager[Watch | None]] = lambda _shot: nullcontext()
    settings: CloudSettings | None = None
    keep: Callable[[], bool] = lambda: False


def shoot(
    folder: Path, *, request: dict[str, Any], generator_name: str, smaller: int = 0, media: Mapping[str, str] | None = None,
    watch: Watch | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Footage by a generator of this machine, at a smaller plan's size if need be, through its gates.

    Args:
        media: where the files lie that the request refers to, by their hashes.
    """
    wanted, made_by = ShootRequest.from_json(request), generator(generator_name)
    given = getattr(made_by, "given", None)
    if given is not None:
        own = given({name: Path(path) for name, path in (media or {}).items()}, plans.SCALES[smaller])
        facts = own.shoot(wanted, folder, watch)
        facts |= {"smaller": smaller} if smaller else {}
    else:
        facts = made_by.shoot(plans.smaller(wanted, smaller), folder, watch)
        facts |= _enlarged(folder, wanted, smaller) if smaller else {}
    if generator_name not in TRUSTED or smaller:
        pass_gates(folder, wanted)
    return dict(facts)


def pick_up(
    folder: Path, *, request: dict[str, Any], generator_name: str, clip: Path, smaller: int = 0,
    media: Mapping[str, str] | None = None, watch: Watch | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A shot's take with the last of the request's pickups shot once more by a generator of this machine, through its gates.

    Args:
        clip: the picture of the take; its camera lies beside it.
        media: where the files lie that the request refers to, by their hashes.
    """
    wanted = ShootRequest.from_json(request)
    shot, part = wanted.shot, wanted.shot.pickups[-1]
    made_by: Any = generator(generator_name)
    own = made_by.given({name: Path(path) for name, path in (media or {}).items()}, plans.SCALES[smaller])
    asked = wanted.changed(shot=shot.whole.changed(seed=part.seed(shot.seed)))
    facts = own.retake(asked, clip, part.start, part.end, folder, watch)
    pass_gates(folder, wanted)
    camera = clip.with_name("camera.json")
    if camera.is_file():
        shutil.copyfile(camera, folder / camera.name)
    return {**facts, **({"smaller": smaller} if smaller else {})}


def _enlarged(folder: Path, wanted: ShootRequest, smaller: int) -> dict[str, Any]:
    return {**plans.enlarge(folder, wanted), "width": wanted.width, "height": wanted.height, "smaller": smaller}


def shoot_cloud(folder: Path, *, request: dict[str, Any], generator_name: str, kit: CloudKit) -> dict[str, Any]:
    """Footage by a provider: through the breaker, bought, and through its gates."""
    wanted = ShootRequest.from_json(request)
    settings = kit.settings or CloudSettings.load()
    name = CloudGenerator(generator_name).offer.provider
    breaker = CircuitBreaker(name)
    breaker.permit()
    desk = Desk(
        provider(name, need_key(name), settings), kit.till, Purchases(kit.root / "cloud"), PriceList.load(), kit.stop,
        keep=kit.keep,
    )  # fmt: skip
    with _counted(breaker), kit.watch(wanted.shot.id) as onlooker:
        facts = CloudGenerator(generator_name, desk).shoot(wanted, folder, onlooker)
        pass_gates(folder, wanted)
    if facts["took_s"] is not None:
        note_task(CloudGenerator(generator_name).id, facts["took_s"])
    return facts


def pass_gates(folder: Path, request: ShootRequest) -> None:
    """Measure the picture that was made. Raises FaultError when it does not pass."""
    wanted = gates.Expected(
        frames=request.shot.frames, rate=request.rate.fps, width=request.width, height=request.height
    )  # fmt: skip
    gates.guard("footage", gates.measure(folder / "picture.mp4"), wanted)


class _counted(AbstractContextManager[None]):  # noqa: N801 - used as a function
    """Tells the breaker how a call ended."""

    def __init__(self, breaker: CircuitBreaker) -> None:
        self._breaker = breaker

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            self._breaker.succeeded()
        elif isinstance(error, FaultError) and error.kind in _BLAMES_PROVIDER and error.failure_code not in _NOT_COUNTED:
            self._breaker.failed()
        elif isinstance(error, FaultError | Stopped):
            self._breaker.neither()
