# SPDX-License-Identifier: Apache-2.0
"""Films: what was decided, what was made of it, and changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film import changes
from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.film import Film
from aiprod.film.screenplay import Line, Scene, Screenplay
from aiprod.film.shot_changes import ApproveChange, PickupChange
from aiprod.film.shots import Pickup, Shot
from aiprod.film.shots import ShotList as FilmShotList
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline_changes import TimelineStartChange
from aiprod.production.standing import Standing
from aiprod.production.state import ProductionState, read_state
from aiprod.server.editlist import edit_list
from aiprod.server.engine import Engine
from aiprod.server.handlers.takes import asset_id
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.server.paths import owners_path
from aiprod.wire.errors import WireError
from aiprod.wire.films import (
    Board,
    BoardShot,
    CharacterView,
    DeliveryView,
    DirectionView,
    Edited,
    EditFilm,
    EditHistory,
    EditList,
    EditView,
    ElementView,
    FilmList,
    FilmRequest,
    FilmSummary,
    FilmView,
    ListFilms,
    OpenFilm,
    RateView,
    RedoStep,
    SceneView,
    ScreenplayView,
    ShotList,
    ShotView,
    UndoStep,
)

if TYPE_CHECKING:
    from aiprod.production.chain.boarding import Panel


@handles("films.list")
def listed(engine: Engine, _client: Client, request: ListFilms) -> FilmList:
    entries = engine.store.films.all(request.limit)
    return FilmList(
        films=tuple(
            FilmSummary(id=e.id, name=e.name, path=str(e.path), present=(e.path / "film.json").is_file(), created_at=e.created_at)
            for e in entries
        )
    )


@handles("films.open")
def opened(engine: Engine, client: Client, request: OpenFilm) -> FilmView:
    store = FilmStore(owners_path(client, request.path).resolve())
    return film_view(engine, engine.film_id(store), store)


@handles("films.get")
def get(engine: Engine, _client: Client, request: FilmRequest) -> FilmView:
    return film_view(engine, request.film, engine.film(request.film))


def film_view(engine: Engine, film_id: str, store: FilmStore) -> FilmView:
    """A film as it stands."""
    film, state, brief = store.film, read_state(store.root), store.film.brief
    return FilmView(
        id=film_id, name=film.name, path=str(store.root), created_at=engine.store.films.get(film_id).created_at,
        title=film.screenplay.title if film.screenplay else "", language=brief.language, duration_s=brief.duration_s,
        width=brief.width, height=brief.height, rate=rate_view(brief.rate), style=brief.style, seed=brief.seed,
        generator=film.generator, writer=film.writer, written=film.screenplay is not None, department=state.department,
        takes=len(state.takes), edits=film.edits, current=state.is_of(film),
        passed=_verdict(store.root, state), delivery=_delivery(store.root, state), warnings=state.warnings, looks=film.looks,
        voices=film.voices,
    )  # fmt: skip


def rate_view(rate: FrameRate) -> RateView:
    return RateView(numerator=rate.numerator, denominator=rate.denominator)


def _verdict(root: Path, state: ProductionState) -> bool | None:
    """What quality control said of the delivery, where it has spoken."""
    path = root / "delivery" / "quality.json"
    if state.department != "quality" or not path.is_file():
        return None
    from aiprod.film.findings import QualityReport

    try:
        return QualityReport.from_json(read_json(path)).passed
    except UserError:
        return None


def _delivery(root: Path, state: ProductionState) -> tuple[DeliveryView, ...]:
    found = [(name, root / name) for name in state.delivery]
    return tuple(
        DeliveryView(asset=f"delivery:{name.partition('/')[2]}", path=str(path), size=path.stat().st_size)
        for name, path in found
        if path.is_file() and not path.is_symlink()
    )


@handles("films.screenplay")
def screenplay(engine: Engine, _client: Client, request: FilmRequest) -> ScreenplayView:
    return screenplay_view(_written(engine.film(request.film).film))


def _written(film: Film) -> Screenplay:
    if film.screenplay is None:
        raise WireError("conflict", "The film is not written yet", "its production has not come so far", "Resume it first.")
    return film.screenplay


def screenplay_view(script: Screenplay) -> ScreenplayView:
    cast = tuple(
        CharacterView(id=c.id, name=c.name, description=c.description, species=c.species, gender=c.gender, age=c.age)
        for c in script.cast
    )
    return ScreenplayView(
        title=script.title, logline=script.logline, author=script.author, writer=script.writer, language=script.language,
        genre=script.genre, audience=script.audience, tone=script.tone, cast=cast,
        scenes=tuple(_scene_view(scene) for scene in script.scenes),
    )  # fmt: skip


def _scene_view(scene: Scene) -> SceneView:
    elements = tuple(
        ElementView(
            kind="line", id=e.id, text=e.text, character=e.character, emotion=e.emotion, parenthetical=e.parenthetical,
            extension=e.extension,
        )
        if isinstance(e, Line)
        else ElementView(kind="action", id=e.id, text=e.text, characters=e.characters)
        for e in scene.elements
    )  # fmt: skip
    return SceneView(
        id=scene.id, heading=scene.heading, place=scene.place, interior=scene.interior, time_of_day=scene.time_of_day,
        weather=scene.weather, mood=scene.mood, intensity=scene.intensity, elements=elements,
    )  # fmt: skip


@handles("films.shots")
def shots(engine: Engine, _client: Client, request: FilmRequest) -> ShotList:
    store = engine.film(request.film)
    standing = Standing.of(store)
    found = planned_shots(standing.shots).shots
    return ShotList(rate=rate_view(store.film.brief.rate), shots=tuple(ShotView(**_shot(standing, shot)) for shot in found))


def planned_shots(shots: FilmShotList | None) -> FilmShotList:
    """The shots as last directed, with what the user decided about them. Raises WireError before there are any."""
    if shots is None:
        raise WireError("conflict", "The film is not directed yet", "its production has not come so far", "Resume it first.")
    return shots


def _shot(standing: Standing, shot: Shot) -> dict[str, Any]:
    """A shot as planned, and its take, as the fields of its view."""
    take = standing.take(shot.id)
    return {
        "id": shot.id, "scene": shot.scene, "size": shot.size, "coverage": shot.coverage, "description": shot.description,
        "move": shot.camera.move, "mood": shot.mood, "frames": shot.frames, "lines": tuple(line.line for line in shot.lines),
        "transition_in": shot.transition_in, "transition_frames": shot.transition_frames, "take": take.id if take else "",
        "generator": take.generator if take else "", "label": take.label if take else "",
    }  # fmt: skip


@handles("films.board")
def board(engine: Engine, _client: Client, request: FilmRequest) -> Board:
    from aiprod.production.chain import boarding
    from aiprod.production.chain.money import Purse

    store = engine.film(request.film)
    standing = Standing.of(store)
    planned_shots(standing.shots)
    panels = boarding.board(store.film, standing, Purse(engine.store, request.film).refusal)
    missing = [panel.price for panel in panels if not panel.current]
    return Board(
        rate=rate_view(store.film.brief.rate), generator=store.film.generator,
        shots=tuple(_board_shot(standing, panel) for panel in panels), to_make=len(missing),
        seconds=round(sum(price.seconds for price in missing), 1), eur=round(sum(price.eur or 0.0 for price in missing), 2),
    )  # fmt: skip


def _board_shot(standing: Standing, panel: Panel) -> BoardShot:
    price, take = panel.price, panel.take
    wanted = {name: getattr(panel.wanted, name) for name in type(panel.wanted).model_fields}
    return BoardShot(
        **_shot(standing, panel.shot), still=asset_id(panel.still, "still.png") if panel.still else "",
        wanted=DirectionView(**wanted), maker=price.maker, seconds=price.seconds, eur=price.eur, priced_on=price.priced_on,
        certainty=price.certainty, approved=panel.approved, current=panel.current, takes=panel.takes,
        number=take.number if take else None,
    )  # fmt: skip


@handles("films.timeline")
def timeline(engine: Engine, _client: Client, request: FilmRequest) -> EditList:
    return edit_list(request.film, engine.film(request.film), asset_id)


@handles("films.history")
def history(engine: Engine, _client: Client, request: FilmRequest) -> EditHistory:
    entries = engine.film(request.film).history
    return EditHistory(edits=tuple(EditView(number=e.number, kind=e.kind, name=e.name) for e in entries))


@handles("films.edit")
def edit(engine: Engine, _client: Client, request: EditFilm) -> Edited:
    store = engine.film(request.film)
    if isinstance(request.change, UndoStep):
        name = f"Undo {changes.undo(store)}"
    elif isinstance(request.change, RedoStep):
        name = f"Redo {changes.redo(store)}"
    else:
        name = _made(store, request.change)
    return Edited(name=name, edits=len(store.history))


def _made(store: FilmStore, change: changes.Change) -> str:
    """Make a change; returns its title. Taking over the studio's timeline needs what was assembled."""
    if isinstance(change, TimelineStartChange) and change.timeline is None:
        from aiprod.production.edited import start_editing

        start_editing(store)
    else:
        changes.apply(store, change, lambda film: _check(store, film, change))
    return change.title()


def _shots_of(change: changes.Change) -> tuple[str, ...]:
    """The shots that a change is about."""
    if isinstance(change, ApproveChange):
        return change.shots
    shot = getattr(change, "shot", None)
    return (shot,) if shot is not None else ()


def _check(store: FilmStore, film: Film, change: changes.Change) -> None:
    """What a change alone can't know: whether there is such a shot, generator or style. Raises UserError."""
    if isinstance(change, changes.GradeChange):
        from aiprod.grading.choices import check_choice

        check_choice(store.root, change)
    wanted = _shots_of(change)
    known = [shot.id for shot in planned_shots(Standing.shots_of(store)).shots] if wanted else []
    unknown = next((shot for shot in wanted if shot not in known), None)
    if unknown is not None:
        raise UserError(f"There is no shot {unknown!r}", f"the shots are {', '.join(known)}")
    if isinstance(change, PickupChange):
        from aiprod.production.chain import pickups

        pickups.check_film(film, Standing.of(store), change.shot, Pickup(start=change.start, end=change.end))
    if isinstance(change, changes.GeneratorChange | changes.BriefChange):
        from aiprod.production import pipeline

        pipeline.check(film.generator, None, style=film.brief.style, writer=film.writer)
    if isinstance(change, changes.BriefChange):
        from aiprod.production.commission import check_master

        for order in change.masters or ():
            check_master(order, film.brief.rate)
