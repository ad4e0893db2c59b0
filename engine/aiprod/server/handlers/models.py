# SPDX-License-Identifier: Apache-2.0
"""The models: what there is, how it stands, getting it, keeping it, its licences; the hub's token; the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiprod.models import licences, runtime, states, store, tokens
from aiprod.models.cards import ModelCard, all_cards, card
from aiprod.models.pulling.settings import PullSettings
from aiprod.models.store.records import free_bytes
from aiprod.production.jobs import JobState
from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.server.ordering import order_job
from aiprod.server.paths import owners_path
from aiprod.wire.base import Nothing
from aiprod.wire.errors import WireError
from aiprod.wire.making import JobOrdered
from aiprod.wire.models import (
    AcceptLicence,
    BringModels,
    BuildModel,
    CompileModel,
    FitModel,
    FitView,
    ForgetToken,
    HubView,
    InstallRuntime,
    KeepToken,
    LicenceView,
    ListModels,
    ModelDetail,
    ModelList,
    ModelRemoved,
    ModelRequest,
    ModelView,
    NeedsView,
    PullModel,
    RemoveModel,
    RepairModels,
    RuntimeView,
    StoredFileView,
    VerifyModels,
)

if TYPE_CHECKING:
    from aiprod.production.jobs.models import Device

_ON_ITS_WAY = (JobState.QUEUED, JobState.LEASED, JobState.RUNNING, JobState.PAUSED)
_MOST_JOBS = 200


# What there is


@handles("models.list")
def models(engine: Engine, client: Client, request: ListModels) -> ModelList:
    shown = [c for _, c in sorted(all_cards().items()) if request.role in (None, c.role)]
    jobs, memory = _jobs(engine), _memory()
    views = tuple(_view(model, jobs.get(model.id, ""), memory) for model in shown)
    return ModelList(models=views, disk_free=free_bytes(), place=str(store.home()) if client.owner else "")


@handles("models.show")
def show(engine: Engine, _client: Client, request: ModelRequest) -> ModelDetail:
    model = _card(request.model)
    files = tuple(StoredFileView(**vars(file)) for file in states.state(model).files)
    return ModelDetail(model=_view(model, _jobs(engine).get(model.id, ""), _memory()), files=files)


def _card(model_id: str) -> ModelCard:
    if model_id not in all_cards():
        raise WireError("not_found", f"There is no model {model_id!r}", "", "`models.list` names them.")
    return card(model_id)


def _memory() -> int:
    from aiprod.server.devices import machine_memory

    return machine_memory().total


def _jobs(engine: Engine) -> dict[str, str]:
    """Model → the job that brings it."""
    found = engine.store.find(states=_ON_ITS_WAY, limit=_MOST_JOBS)
    kinds = ("pull", "import", "build", "compile", "verify")
    return {str(job.arguments.get("model")): job.id for job in found if job.kind in kinds}


def _view(model: ModelCard, job: str, memory: int) -> ModelView:
    found = states.state(model)
    return ModelView(
        id=model.id, title=model.title, role=model.role, licence=model.licence, terms=model.terms, need=model.need,
        source=model.source, installed=found.state == "installed", megabytes=round(found.size / 1e6, 1), terms_fr=model.terms_fr,
        attribution=model.attribution, memory_mb=model.memory_mb, fits=not memory or model.memory_mb * 1e6 < memory,
        state=found.state, megabytes_here=round(found.here / 1e6, 1), precision=found.precision, precisions=model.precisions,
        architecture=model.architecture, generation=model.generation, variant=model.variant, abilities=model.abilities,
        needs=NeedsView(**{name: getattr(model.needs, name) for name in NeedsView.model_fields}), goes_with=model.goes_with,
        gated=model.gated, acceptance=model.acceptance, accepted=licences.acceptance(model) is not None, warning=model.warning,
        warning_fr=model.warning_fr, stored=model.stored, built=model.built, job_id=job,
    )  # fmt: skip


@handles("models.fit")
async def fit(engine: Engine, _client: Client, request: FitModel) -> FitView:
    """Worked out in the process aside: the planner may load what the server must not."""
    _card(request.model)
    found = await engine.aside.run(
        _fit, request.model, request.width, request.height, request.frames, request.rate, request.precision
    )
    return FitView(**found)


def _fit(model: str, width: int, height: int, frames: int, rate: float, precision: str) -> dict[str, Any]:
    from aiprod.models.fits import report

    found = report(card(model), width, height, frames, rate=rate, precision=precision)
    return {name: getattr(found, name) for name in FitView.model_fields}


# Licences


@handles("models.licence")
def licence(_engine: Engine, _client: Client, request: ModelRequest) -> LicenceView:
    return _licence(_card(request.model))


@handles("models.accept")
def accept(_engine: Engine, _client: Client, request: AcceptLicence) -> LicenceView:
    model = _card(request.model)
    licences.accept(model, request.who, request.text_sha256)
    return _licence(model)


def _licence(model: ModelCard) -> LicenceView:
    accepted = licences.acceptance(model)
    return LicenceView(
        model=model.id, licence=model.licence, text=licences.text(model), text_sha256=licences.text_hash(model),
        terms=model.terms, terms_fr=model.terms_fr, warning=model.warning, warning_fr=model.warning_fr,
        acceptance=model.acceptance,
        accepted_by=accepted.who if accepted else "", accepted_at=accepted.at if accepted else None,
    )  # fmt: skip


# Getting and keeping


@handles("models.pull")
def pull(engine: Engine, client: Client, request: PullModel) -> JobOrdered:
    """What can be known beforehand is said at once: an unknown precision, a licence that is not accepted."""
    model = _card(request.model)
    model.chosen(request.precision)
    if not any(file.hub for file in model.files):
        raise WireError("refused", f"{model.title} is not fetched", "it comes with AIPROD, or is made on the machine")
    _need_acceptance(model)
    arguments = {"model": model.id, "precision": request.precision, "renew": request.renew}
    return _ordered(engine, client, request, "pull", arguments, f"Fetch {model.title}")


@handles("models.bring")
def bring(engine: Engine, client: Client, request: BringModels) -> JobOrdered:
    place = owners_path(client, request.place)
    model = _card(request.model) if request.model else None
    if model is not None:
        _need_acceptance(model)
    arguments = {
        "place": str(place), "model": request.model or "", "precision": request.precision, "link": request.link,
    }  # fmt: skip
    return _ordered(engine, client, request, "import", arguments, f"Import {model.title if model else 'models'}")


def _need_acceptance(model: ModelCard) -> None:
    try:
        licences.need_acceptance(model)
    except licences.NotAcceptedError as error:
        remedy = "Read it with `models.licence`, accept it with `models.accept`."
        raise WireError("consent_needed", error.what, error.why, remedy) from error


@handles("models.build")
def build(engine: Engine, client: Client, request: BuildModel) -> JobOrdered:
    model = _card(request.model)
    if not model.built:
        raise WireError("refused", f"{model.title} can't be built", "its weights come from elsewhere", "Order `models.pull`.")
    return _ordered(engine, client, request, "build", {"model": model.id}, f"Make {model.title}")


@handles("models.compile")
def compile_model(engine: Engine, client: Client, request: CompileModel) -> JobOrdered:
    model = _card(request.model)
    device: Device = "gpu" if any(found.kind == "gpu" for found in engine.devices()) else "cpu"
    arguments = {"model": model.id, "routes": list(request.routes)}
    return _ordered(engine, client, request, "compile", arguments, f"Compile {model.title}", device)


@handles("models.remove", slow=True)
def remove(engine: Engine, _client: Client, request: RemoveModel) -> ModelRemoved:
    model = _card(request.model)
    if job := _jobs(engine).get(model.id):
        raise WireError("conflict", f"{model.title} can't be removed", "it is on its way", f"Cancel the job {job} first.")
    return ModelRemoved(model=model.id, freed=store.remove(model))


@handles("models.verify")
def verify(engine: Engine, client: Client, request: VerifyModels) -> JobOrdered:
    found = [_card(model) for model in request.ids]
    about = found[0].title if len(found) == 1 else "models"
    arguments = {"models": [model.id for model in found], "model": found[0].id if len(found) == 1 else ""}
    return _ordered(engine, client, request, "verify", arguments, f"Verify {about}")


@handles("models.repair")
def repair(engine: Engine, client: Client, request: RepairModels) -> JobOrdered:
    for model in request.ids:
        _card(model)
    return _ordered(engine, client, request, "repair", {"models": list(request.ids)}, "Repair the models")


def _ordered(
    engine: Engine, client: Client, request: Any, kind: str, arguments: dict[str, Any], title: str, device: Device = "net"
) -> JobOrdered:
    return JobOrdered(job=order_job(engine, client, request, kind, arguments, title=title, device=device))


# The hub and the runtime


@handles("hub.get")
def hub(_engine: Engine, _client: Client, _request: Nothing) -> HubView:
    return _hub()


@handles("hub.keep")
def keep(_engine: Engine, _client: Client, request: KeepToken) -> HubView:
    tokens.keep(PullSettings.load().endpoint, request.token)
    return _hub()


@handles("hub.forget")
def forget(_engine: Engine, _client: Client, _request: ForgetToken) -> HubView:
    tokens.forget(PullSettings.load().endpoint)
    return _hub()


def _hub() -> HubView:
    endpoint = PullSettings.load().endpoint
    found = tokens.token(endpoint)
    return HubView(hub=endpoint, configured=found is not None, source=found.source if found else "")


@handles("runtime.get")
def the_runtime(_engine: Engine, _client: Client, _request: Nothing) -> RuntimeView:
    return RuntimeView(installed=runtime.installed(), missing=runtime.missing())


@handles("runtime.install")
def install(engine: Engine, client: Client, request: InstallRuntime) -> JobOrdered:
    return _ordered(engine, client, request, "runtime", {}, "Install what video models need")
