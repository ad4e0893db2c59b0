# SPDX-License-Identifier: Apache-2.0
"""Parts of a shot that are shot once more: after its take is made, part by part, by whoever in the chain can.

Where nobody can in the end, the take stays as it is, and the film says so: a part that is missing stops no film.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import LostProcessError, Stopped, UserError
from aiprod.film.faults import FaultClass
from aiprod.film.film import Film
from aiprod.film.shots import Pickup, ShootRequest
from aiprod.film.takes import Take
from aiprod.production.chain import plans
from aiprod.production.chain.candidates import Candidate, can_run, chain, lack_of
from aiprod.production.chain.faults import fault_of
from aiprod.production.chain.money import Refusal
from aiprod.production.recipes import recipe
from aiprod.shooting.generator import Generator

if TYPE_CHECKING:
    from aiprod.production.chain.shots import Chain
    from aiprod.production.standing import Standing

BUILDER = "aiprod.production.steps.shooting:pick_up"


def picked_up(stage: Chain, request: ShootRequest, parts: Sequence[Pickup], take: Take) -> Take:
    """The take with the parts shot once more, each on top of the one before.

    Args:
        stage: the film's chain; it has made the take.
        request: the shot, without its pickups.
        parts: in the order in which they were asked for.

    Raises:
        Stopped: the production was stopped.
    """
    for number in range(1, len(parts) + 1):
        shot = request.shot.changed(pickups=tuple(parts[:number]))
        found = _again(stage, request.changed(shot=shot), take)
        if found is None:
            return take
        take = found
    return take


def check(wanted: str, request: ShootRequest, part: Pickup) -> None:
    """Refuse what no generator of a film can do, before work begins.

    Args:
        wanted: the film's generator.
        request: the shot; only its length, rate and size are looked at.
        part: what shall be shot once more.

    Raises:
        UserError: with the reason of the generator that comes nearest.
    """
    refusal: UserError | None = None
    for candidate in chain(wanted, _no_cloud):
        try:
            _able(candidate.generator(), request, part)
        except UserError as error:
            refusal = refusal or error
        else:
            return
    assert refusal is not None
    raise refusal


def check_film(film: Film, standing: Standing, shot_id: str, part: Pickup) -> None:
    """Refuse a pickup of a film's shot that can't be made. Raises UserError."""
    shot = next((item for item in standing.shots.shots if item.id == shot_id), None) if standing.shots is not None else None
    if shot is None or standing.take(shot_id) is None:
        raise UserError(f"Shot {shot_id} was not shot yet", "there is no take to keep the rest of", "Make the film first.")
    brief = film.brief
    request = ShootRequest(
        shot=shot.whole, looks=(), width=brief.width, height=brief.height, rate=brief.rate, language="en", style=brief.style
    )
    check(film.generator, request, part)


def _able(maker: Generator, request: ShootRequest, part: Pickup) -> None:
    """Raises UserError where a generator can't shoot a part of a shot once more."""
    checks: Callable[[ShootRequest, int, int], None] | None = getattr(maker, "check_retake", None)
    if checks is None:
        raise UserError(
            f"{maker.title} can't make a part of a shot again", "it makes whole shots",
            "Take the whole shot again, or choose a video model that can (`aiprod models list`).",
        )  # fmt: skip
    checks(request, part.start, part.end)
    if not can_run(maker):
        raise UserError(f"{maker.title} can't make a part of a shot again", lack_of(maker), "Choose another generator.")


def _no_cloud(provider: str) -> Refusal:
    return Refusal("remote", f"{provider} makes whole shots", "")


def _again(stage: Chain, request: ShootRequest, take: Take) -> Take | None:
    """The take with the request's last pickup; None where nobody could, which is said."""
    part, reasons = request.shot.pickups[-1], list[str]()
    for candidate in stage.local():
        try:
            _able(candidate.generator(), request, part)
            return _by(stage, candidate, request, take)
        except (Stopped, LostProcessError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, another may do it, and the take is there
            reasons.append(fault_of(error).sentence.rstrip("."))
    why = reasons[0] if reasons else _sentence()
    stage.studio.warn("shooting", f"Shot {request.shot.id}: frames {part.start} to {part.end} stay as they were. {why}.")
    return None


def _sentence() -> str:
    return "There is no video model in the film's chain"


def _by(stage: Chain, candidate: Candidate, request: ShootRequest, take: Take) -> Take:
    """By one generator, smaller and smaller while memory is short."""
    asked = stage.asked(request.changed(shot=request.shot.whole), candidate)
    wanted = asked.request.changed(shot=request.shot)
    media = {"media": {name: str(path) for name, path in asked.media.items()}} if asked.media else {}
    for plan in _plans():
        try:
            return _made(stage, candidate, wanted, take, {**plan, **media}, plan)
        except Exception as error:
            if fault_of(error).kind is not FaultClass.RESOURCE or not plans.can_shrink(plan.get("smaller", 0)):
                raise
    raise AssertionError("the last plan raises")


def _plans() -> Iterator[dict[str, int]]:
    yield {}
    yield from ({"smaller": level} for level in range(1, len(plans.SCALES)))


def _made(
    stage: Chain, candidate: Candidate, request: ShootRequest, take: Take, given: dict[str, Any], plan: dict[str, int]
) -> Take:
    maker, studio, shot = candidate.generator(), stage.studio, request.shot
    made = recipe(
        "shooting", "footage", f"{maker.id}/{maker.version}", objects={"request": request}, parameters=plan,
        takes={"clip": take}, models=maker.models(request), seed=shot.pickups[-1].seed(shot.seed),
    )  # fmt: skip
    arguments = {
        "request": request.to_json(),
        "generator_name": candidate.name,
        "clip": str(studio.path(take, "picture.mp4")),
        **given,
    }
    pending = studio.start(
        f"shot {shot.id}", made, BUILDER, arguments, weight=shot.pickups[-1].end - shot.pickups[-1].start, shot=shot.id,
        crew=stage.crew_for(candidate),
    )  # fmt: skip
    try:
        return studio.finish(pending)
    except Exception:
        studio.failed(pending)
        raise
