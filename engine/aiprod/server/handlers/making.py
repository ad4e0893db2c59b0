# SPDX-License-Identifier: Apache-2.0
"""Ordering: films, their completion, exports, checks. Everything long becomes a job."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.hashing import hash_json
from aiprod.film.master import MasterOrder
from aiprod.film.store import SUFFIX, FilmStore
from aiprod.production.commission import Commission, Wish, free_path, picture_size, read_wish
from aiprod.production.state import delivered
from aiprod.server.engine import Engine
from aiprod.server.foreseeing import at_a_glance, foresee_brief, foresee_film
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.server.ordering import order_job
from aiprod.server.paths import owners_path
from aiprod.wire.base import Nothing
from aiprod.wire.errors import WireError
from aiprod.wire.films import FilmRequest
from aiprod.wire.making import (
    CheckRequest,
    Deliveries,
    Estimate,
    EstimateRequest,
    ExportFilm,
    FilmWish,
    FormatView,
    GenerateRequest,
    JobOrdered,
    Ordered,
    PresetView,
    ProfileView,
    ResumeFilm,
    TargetView,
)

if TYPE_CHECKING:
    from aiprod.delivery.formats import Format

_MARK = ".order"
"""In a film folder: which order made it, so that an order that is sent again after a crash finds its film."""


@handles("generate")
def generate(engine: Engine, client: Client, request: GenerateRequest) -> Ordered:
    """A film folder and the job that fills it."""
    out = owners_path(client, request.out) if request.out is not None else None
    if request.cap_eur is not None:
        client.require("spend")
    commission = commissioned(request, request.until)
    store = _made(engine, client, request, commission, out)
    film = engine.film_id(store)
    if request.cap_eur is not None:
        engine.store.spending.set_cap(film, request.cap_eur)
    arguments = {"film": str(store.root), **({"until": request.until} if request.until else {})}
    job = order_job(
        engine, client, request, "film", arguments, film=film, title=store.film.name, priority=request.priority,
        deadline_s=request.deadline_s, estimate=at_a_glance(engine, film, store.film),
    )  # fmt: skip
    return Ordered(film=film, path=str(store.root), job=job, warnings=commission.warnings)


def commissioned(wish: FilmWish, until: str | None = None) -> Commission:
    """What a request of the wire asks for. Its brief is text, never taken for a path. Raises UserError."""
    with tempfile.TemporaryDirectory(prefix="aiprod-brief-") as folder:
        path = Path(folder) / f"brief.{'txt' if wish.source == 'prose' else wish.source}"
        with disk_errors(path):
            path.write_text(wish.brief, "utf-8", errors="replace", newline="")
        try:
            return read_wish(_wish(wish, str(path)), until)
        except UserError as error:
            raise _without_path(error, path) from error


def _wish(wish: FilmWish, brief: str) -> Wish:
    return Wish(
        brief, language=wish.lang, duration_s=wish.duration, style=wish.style, genre=wish.genre, tone=wish.tone,
        audience=wish.audience, generator=wish.generator, writer=wish.writer, format=wish.format,
        preset=wish.preset or "", colour=wish.colour or "", size=wish.size, rate=wish.rate, loudness=wish.loudness,
        layout=wish.layout, target=wish.target, seed=wish.seed,
    )  # fmt: skip


def _without_path(error: UserError, path: Path) -> WireError:
    """The reader names the file; the client never saw it."""
    texts = [
        text.replace(str(path), "the brief").replace(path.name, "the brief") for text in (error.what, error.why, error.remedy)
    ]
    return WireError("refused", *texts)


def _made(engine: Engine, client: Client, request: GenerateRequest, commission: Commission, out: Path | None) -> FilmStore:
    """The new film folder, or the one that this very order made before the engine was killed."""
    order = hash_json([client.id, request.operation_id]) if request.operation_id else ""
    root = out or _place(engine, request, commission, order)
    if _is_of(root, order):
        return FilmStore(root)
    store = commission.create(root)
    if order:
        write_atomically(root / _MARK, order.encode())
    return store


def _is_of(root: Path, order: str) -> bool:
    mark = root / _MARK
    return (
        bool(order) and mark.is_file() and mark.read_text("ascii", errors="replace") == order and (root / "film.json").is_file()
    )


def _place(engine: Engine, request: GenerateRequest, commission: Commission, order: str) -> Path:
    folder = engine.settings.films_root
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if request.name is not None:
        return folder / (request.name if request.name.endswith(SUFFIX) else f"{request.name}{SUFFIX}")
    return free_path(commission.brief, folder, lambda path: path.exists() and not _is_of(path, order))


@handles("films.resume")
def resume(engine: Engine, client: Client, request: ResumeFilm) -> Ordered:
    store = engine.film(request.film)
    arguments = {"film": str(store.root), **({"until": request.until} if request.until else {})}
    job = order_job(
        engine, client, request, "film", arguments, film=request.film, title=store.film.name, priority=request.priority,
        deadline_s=request.deadline_s, estimate=at_a_glance(engine, request.film, store.film),
    )  # fmt: skip
    return Ordered(film=request.film, path=str(store.root), job=job)


@handles("films.export")
def export(engine: Engine, client: Client, request: ExportFilm) -> JobOrdered:
    from aiprod.production.exporting import check_export, suffix_of

    wanted = _master(request)
    check_export(wanted)
    store = engine.film(request.film)
    source = delivered(store, ".mp4")
    target = new_target(client, store, request.to, source.stem, suffix_of(wanted))
    arguments = {"film": str(store.root), "order": wanted.to_json(), "to": str(target)}
    return JobOrdered(job=order_job(engine, client, request, "export", arguments, film=request.film, title=store.film.name))


def _master(request: ExportFilm) -> MasterOrder:
    """What a request of the wire asks for. Raises UserError."""
    return MasterOrder(
        preset=request.preset or "", format=request.format or "", output=request.colour, exact=request.exact,
        size=picture_size(request.size) if request.size else None, layout=request.layout, channel_order=request.channel_order,
        sound=request.sound or "", loudness=request.target or "", subtitles=request.subtitles, alpha=request.alpha,
        hardware=request.hardware, package=request.package,
    )  # fmt: skip


def new_target(client: Client, store: FilmStore, asked: str | None, stem: str, suffix: str) -> Path:
    """The file to write: where the owner said, else a new one in the film's own `exports` folder. Nothing is overwritten."""
    if asked is not None:
        target = owners_path(client, asked)
        if target.exists():
            raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
        if target.parent == store.root / "exports":
            _exports(store)
        return target
    folder = _exports(store)
    names = (f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


def _exports(store: FilmStore) -> Path:
    """The film's own folder of exports, made if need be."""
    folder = store.root / "exports"
    if folder.is_symlink():
        raise UserError(f"{folder} is a link", "nothing is written outside the film without being asked")
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
    return folder


@handles("check")
def check(engine: Engine, client: Client, request: CheckRequest) -> JobOrdered:
    if (request.film is None) == (request.path is None):
        raise WireError("invalid", "The request is not as it must be", "give a film or a path")
    more = {name: value for name in ("profile", "language", "page") if (value := getattr(request, name))}
    if request.profile is not None:
        from aiprod.quality.profiles import names

        if request.profile not in names():
            raise UserError(f"There is no profile {request.profile!r}", f"there are {', '.join(names())}", "Choose one of them.")
    if request.path is not None:
        path = owners_path(client, request.path)
        if not path.exists():
            raise WireError("not_found", f"{path} can't be checked", "there is no such file or film")
        return JobOrdered(job=order_job(engine, client, request, "check", {"path": str(path), **more}, title=path.name))
    store = engine.film(request.film or "")
    arguments = {"path": str(store.root), **more}
    order = order_job(engine, client, request, "check", arguments, film=request.film or "", title=store.film.name)
    return JobOrdered(job=order)


@handles("deliveries.list", slow=True)
def deliveries(_engine: Engine, _client: Client, _request: Nothing) -> Deliveries:
    from aiprod.delivery.formats import FORMATS, LEFT_OUT
    from aiprod.delivery.presets import filled, presets
    from aiprod.film.mix import TARGETS
    from aiprod.quality.profiles import load_profile, names

    profiles = (load_profile(name) for name in names())
    return Deliveries(
        presets=tuple(
            PresetView(
                name=p.name, title=dict(p.title), order=filled(MasterOrder(preset=p.name)), rates=tuple(map(str, p.rates)),
                source=p.source, note={"en": p.note, "fr": p.note_fr} if p.note else {},
            )
            for p in presets().values()
        ),
        formats=tuple(_format_view(form) for form in FORMATS.values()),
        left_out=dict(LEFT_OUT),
        profiles=tuple(
            ProfileView(name=p.name, title={"en": p.title_en, "fr": p.title_fr}, source=" ".join(p.source.split()), dated=p.dated)
            for p in profiles
        ),
        targets=tuple(
            TargetView(
                name=name, lufs=t.lufs, tolerance_lu=t.tolerance_lu, true_peak_dbtp=t.true_peak_dbtp, anchor=t.anchor,
                source=t.source,
            )
            for name, t in TARGETS.items()
        ),
    )  # fmt: skip


def _format_view(form: Format) -> FormatView:
    from aiprod.media.encoders import choose

    why = ""
    if form.purpose is not None:
        try:
            choose(form.purpose)
        except EngineError as error:
            why = error.why or error.what
    return FormatView(
        name=form.name, title=form.title, kind=form.kind, suffixes=tuple(form.containers), outputs=form.outputs, bits=form.bits,
        sounds={suffix: tuple(sounds) for suffix, sounds in form.containers.items() if sounds}, chroma=form.chroma,
        alpha=form.alpha, able=not why, why=why,
    )  # fmt: skip


@handles("estimate")
async def estimate(engine: Engine, _client: Client, request: EstimateRequest) -> Estimate:
    commission = await engine.in_thread(commissioned, request)
    return await foresee_brief(engine, commission.brief, request.cap_eur)


@handles("films.estimate")
async def estimate_film(engine: Engine, _client: Client, request: FilmRequest) -> Estimate:
    store = await engine.in_thread(engine.film, request.film)
    return await foresee_film(engine, request.film, store)
