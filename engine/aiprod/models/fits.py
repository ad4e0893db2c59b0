# SPDX-License-Identifier: Apache-2.0
"""Fit reports: whether a model would run on this machine, how and how fast, and what it would take to have it. Nothing is fetched
for that, and no heavy library is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.models import licences
from aiprod.models.cards import ModelCard, card
from aiprod.models.planning.plans import Fit, Reason
from aiprod.models.planning.wording import said, size, told
from aiprod.models.states import ModelState, state
from aiprod.models.store.records import SPARE, free_bytes

if TYPE_CHECKING:
    from aiprod.film.brief import Language
    from aiprod.models.planning.devices import Device


@dataclass(frozen=True, kw_only=True)
class FitReport(Fit):
    """What the answer is, and what else is to be known before a model is got.

    Attributes:
        model, title: which.
        download_bytes: what is still to be fetched. `disk_short_bytes`: what the disk lacks for that.
        accept, gated: whether a licence must be accepted first; whether the hub wants a token.
        width, height, frames, rate: of the clip; 0 where it is no video model.
    """

    model: str
    title: str
    download_bytes: int
    disk_short_bytes: int
    accept: bool
    gated: bool
    width: int = 0
    height: int = 0
    frames: int = 0
    rate: float = 0.0

    def sentences(self, language: Language = "en") -> list[str]:
        """The report as people read it: a heading, and a line for each thing to know."""
        heading = told(_verdict(self), language)
        told_of = (*_facts(self), *self.why, *_before(self), self.remedy)
        lines = [f"{line[:1].upper()}{line[1:].rstrip('.')}." for each in told_of if (line := told(each, language))]
        return [f"{self.title} ({self.model}){' ' if language == 'fr' else ''}: {heading}", *(f"  {line}" for line in lines)]


def _verdict(report: FitReport) -> str:
    if not report.frames:
        return Reason("runs on this machine" if report.runs else "does not run on this machine").sentence
    long, wide, high = f"{report.frames / report.rate:.1f}", report.width, report.height
    if not report.runs:
        return Reason(f"makes no clip of {long} s at {wide} × {high} on this machine").sentence
    return Reason(f"makes a clip of {long} s at {wide} × {high} in {said(report.seconds)}").sentence


def _facts(report: FitReport) -> Iterator[str]:
    """How it would run."""
    if not report.runs or not report.offload:
        return
    if report.weights:
        yield Reason(f"On {report.device}, reckoning in {report.precision}, with weights kept in {report.weights}.").sentence
    else:
        yield Reason(f"On {report.device}, reckoning in {report.precision}.").sentence
    if report.load_seconds >= 1:
        yield Reason(f"Loading it takes {said(report.load_seconds)}, once for a film.").sentence


def _before(report: FitReport) -> Iterator[str]:
    """What is to be done before it can be used."""
    if report.download_bytes:
        yield Reason(f"{size(report.download_bytes)} are to be fetched.").sentence
    if report.disk_short_bytes:
        yield Reason(f"The disk lacks {size(report.disk_short_bytes)} for that.").sentence
    if report.accept:
        yield Reason(f"Its licence must be accepted first: `aiprod models accept {report.model}`.").sentence


def report(
    model: ModelCard,
    width: int,
    height: int,
    frames: int,
    *,
    rate: float = 24.0,
    precision: str = "",
    device: Device | None = None,
) -> FitReport:
    """Whether a model would make a clip of this size and length here; of an addition, whether the model does that it adds to; of
    any other, whether it finds its memory.

    Raises:
        UserError: it isn't there in that precision, or it makes no clips of that size or length on any machine.
    """
    if precision:
        model.chosen(precision)
    if model.role == "video" and model.architecture:
        return _clip(model, width, height, frames, rate, precision, device)
    if model.goes_with:
        return _addition(model, width, height, frames, rate, device)
    return _plain(model, device)


def _clip(
    model: ModelCard, width: int, height: int, frames: int, rate: float, precision: str, device: Device | None
) -> FitReport:
    from aiprod.models.planning.fit import fit

    try:
        found = fit(model, width, height, frames, rate=rate, precision=precision, device=device)
    except UserError:
        if not model.needs.ram_gb and not model.needs.vram_gb:
            raise
        return _plain(model, device)
    return FitReport(**vars(found), **_getting(model), width=width, height=height, frames=frames, rate=rate)


def _addition(model: ModelCard, width: int, height: int, frames: int, rate: float, device: Device | None) -> FitReport:
    """It works inside another model: the report is that one's."""
    known = [each for each in model.goes_with if state(card(each)).state == "installed"]
    base = card((known or list(model.goes_with))[0])
    found = _clip(base, width, height, frames, rate, "", device)
    why = Reason(f"It is an addition: the figures are those of {base.title}, which it works with.").sentence
    return replace(found, **_getting(model), why=(why, *found.why))


def _plain(model: ModelCard, device: Device | None) -> FitReport:
    """By what its card says it needs."""
    from aiprod.models.planning.devices import here

    on = device or here(measure=False)
    wanted = max(model.memory_mb * 1e6, model.needs.ram_gb * 1e9)
    on_card = model.needs.vram_gb * 1e9
    short = wanted > on.host or (on_card and (not on.is_card or on_card > on.memory))
    why, remedy = [], ""
    if wanted:
        why.append(Reason(f"It takes {size(wanted)} of the machine's memory at most; {size(on.host)} are free.").sentence)
    if on_card:
        why.append(Reason(f"Its card says that it needs {size(on_card)} of a graphics card's memory.").sentence)
    if not wanted and not on_card:
        why.append(Reason("What it needs was not measured; it is small.").sentence)
    if short:
        remedy = "Close other programs, or choose a smaller model."
    return FitReport(
        runs=not short, device=on.title, peak_bytes=int(on_card or wanted), host_bytes=int(wanted), why=tuple(why),
        remedy=Reason(remedy).sentence, **_getting(model),
    )  # fmt: skip


def _getting(model: ModelCard) -> dict[str, Any]:
    """What a report says of getting a model."""
    to_come, short = _disk(state(model))
    accept = model.acceptance and licences.acceptance(model) is None
    return {
        "model": model.id, "title": model.title, "download_bytes": to_come, "disk_short_bytes": short, "accept": accept,
        "gated": model.gated,
    }  # fmt: skip


def _disk(found: ModelState) -> tuple[int, int]:
    """What is still to be fetched, and what the disk lacks for it."""
    to_come = max(0, found.size - found.here) if found.state != "installed" else 0
    return to_come, max(0, to_come + SPARE - free_bytes()) if to_come else 0
