# SPDX-License-Identifier: Apache-2.0
"""How a model stands, in one word and one sign: what the list shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication

from aiprod.wire.models import FitView, HubView, ModelView, RuntimeView
from aiprod.wire.service import DeviceView
from aiprod_app.jobs import words as jobs
from aiprod_app.jobs.states import FINAL

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView

Key = Literal["coming", "damaged", "here", "unfit", "licence", "token", "partial", "absent"]
_GB = 1e9


@dataclass(frozen=True)
class Standing:
    """A model's state.

    Attributes:
        sign, colour: an icon's name and a token's.
    """

    key: Key
    text: str
    sign: str
    colour: str


@dataclass
class Known:
    """What is known besides the models themselves.

    Attributes:
        jobs: model → the job that was last ordered about it, as it stands.
        damaged: models whose files were found damaged.
        fits: (model, precision) → its fit report, where one was asked for.
    """

    jobs: dict[str, JobView] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)
    fits: dict[tuple[str, str], FitView] = field(default_factory=dict)
    reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Model → rows of its newest compilation."""
    hub: HubView | None = None
    runtime: RuntimeView | None = None
    devices: tuple[DeviceView, ...] = ()

    def coming(self, model: str) -> JobView | None:
        """The job that works on a model now, or waits to."""
        job = self.jobs.get(model)
        return job if job is not None and job.state not in FINAL else None

    def fit(self, model: ModelView, precision: str = "") -> FitView | None:
        return self.fits.get((model.id, precision or model.precision))

    def needs_licence(self, model: ModelView) -> bool:
        return model.acceptance and not model.accepted

    def needs_token(self, model: ModelView) -> bool:
        return model.gated and self.hub is not None and not self.hub.configured


def standing(model: ModelView, known: Known) -> Standing:
    """The state that matters most."""
    job = known.coming(model.id)
    if job is not None:
        return Standing("coming", _coming(job), "download" if job.kind in ("pull", "import") else "gear", "accent")
    if model.id in known.damaged:
        return Standing("damaged", QCoreApplication.translate("Models", "Damaged"), "error", "bad")
    if unfit := _unfit(model, known):
        return Standing("unfit", unfit, "warning", "warning")
    if model.installed:
        return Standing("here", QCoreApplication.translate("Models", "Here"), "check", "good")
    if known.needs_licence(model):
        return Standing("licence", QCoreApplication.translate("Models", "Needs its licence accepted"), "document", "text")
    if known.needs_token(model):
        return Standing("token", QCoreApplication.translate("Models", "Needs a token"), "key", "text")
    if model.state == "partial":
        return Standing("partial", QCoreApplication.translate("Models", "Partly here"), "dot", "warning")
    return Standing("absent", QCoreApplication.translate("Models", "Not here"), "dot", "muted")


def _coming(job: JobView) -> str:
    """ "Fetching, 34 %"."""
    if job.state != "running" or job.pause_requested or job.cancel_requested:
        return jobs.state(job)
    percent = round((job.progress.fraction if job.progress else 0.0) * 100)
    words = {
        "pull": QCoreApplication.translate("Models", "Fetching, {percent} %"),
        "import": QCoreApplication.translate("Models", "Importing, {percent} %"),
        "compile": QCoreApplication.translate("Models", "Compiling, {percent} %"),
        "verify": QCoreApplication.translate("Models", "Being checked, {percent} %"),
        "build": QCoreApplication.translate("Models", "Being made"),
        "repair": QCoreApplication.translate("Models", "Being repaired"),
    }
    return words.get(job.kind, jobs.state(job)).format(percent=percent)


def _unfit(model: ModelView, known: Known) -> str:
    """Why it does not fit this machine: a fit report says so, or the least that its card asks for."""
    fit = known.fit(model)
    if fit is not None:
        return "" if fit.runs else QCoreApplication.translate("Models", "Does not fit this machine")
    if not model.fits:
        return QCoreApplication.translate("Models", "Too large for this machine")
    memory = _memory(known.devices, "cpu")
    if model.needs.ram_gb and memory and model.needs.ram_gb * _GB > memory:
        return QCoreApplication.translate("Models", "Does not fit this machine")
    card = _memory(known.devices, "gpu")
    if card and model.needs.vram_gb * _GB > card:
        return QCoreApplication.translate("Models", "Does not fit this machine")
    return ""


def _memory(devices: Iterable[DeviceView], kind: str) -> int:
    """Of the largest device of a kind, in bytes; 0 where there is none or nobody knows."""
    return max((device.memory_total for device in devices if device.kind == kind), default=0)
