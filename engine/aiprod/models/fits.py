# SPDX-License-Identifier: Apache-2.0
"""Fit reports: whether a model would run on this machine, how and how fast, and what it would take to have it. Nothing is fetched
for that, and no heavy library is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.errors import UserError
from aiprod.models import licences
from aiprod.models.cards import ModelCard
from aiprod.models.states import ModelState, state
from aiprod.models.store.records import SPARE, free_bytes, size_text

_OFFLOAD = {
    "resident": "everything stays on the device",
    "model": "parts take turns on the device",
    "blocks": "weights are streamed from memory",
}


@dataclass(frozen=True)
class FitReport:
    """What the answer is.

    Attributes:
        model, title: which.
        runs: whether it makes such a clip here.
        device, precision, offload: how; empty where it does not run.
        seconds: for one clip, once it is loaded; `load_seconds` for that.
        peak_bytes, host_bytes: of the device's memory and of the machine's.
        download_bytes: what is still to be fetched. `disk_short_bytes`: what the disk lacks for that.
        accept, gated: whether a licence must be accepted first; whether the hub wants a token.
        why: plain sentences.
        remedy: what would help.
    """

    model: str
    title: str
    runs: bool
    device: str
    precision: str
    offload: str
    seconds: float
    load_seconds: float
    peak_bytes: int
    host_bytes: int
    download_bytes: int
    disk_short_bytes: int
    accept: bool
    gated: bool
    why: tuple[str, ...]
    remedy: str

    def sentences(self) -> list[str]:
        """The report as people read it."""
        lines = [f"{self.title} ({self.model}): {self._verdict()}"]
        lines += [f"  {text}" for text in self.why]
        if self.download_bytes:
            room = f"; the disk lacks {size_text(self.disk_short_bytes)}" if self.disk_short_bytes else ""
            lines.append(f"  to be fetched: {size_text(self.download_bytes)}{room}")
        if self.accept:
            lines.append(f"  its licence must be accepted first: `aiprod models accept {self.model}`")
        return [*lines, f"  {self.remedy}"] if self.remedy else lines

    def _verdict(self) -> str:
        if not self.runs:
            return "does not run here"
        memory = f"{size_text(self.peak_bytes)} of its memory"
        load = f", {self.load_seconds:.0f} s to load" if self.load_seconds >= 1 else ""
        how = _OFFLOAD.get(self.offload, self.offload)
        return f"runs on {self.device} in {self.precision}, {how}, {memory}; about {_duration(self.seconds)} a clip{load}"


def report(model: ModelCard, width: int, height: int, frames: int, *, rate: float = 24.0, precision: str = "") -> FitReport:
    """Whether a model would make a clip of this size and length here.

    Raises:
        UserError: it makes no video, or it makes no clips of that size or length on any machine.
    """
    if not model.architecture or model.role != "video":
        raise UserError(f"{model.title} makes no video", f"it is a {model.role} model", "See `aiprod models list --role video`.")
    from aiprod.models.planning.fit import fit

    if precision:
        model.chosen(precision)
    found = fit(model, width, height, frames, rate=rate, precision=precision)
    to_come, short = _disk(state(model))
    return FitReport(
        model.id, model.title, found.runs, found.device, found.precision, found.offload, found.seconds, found.load_seconds,
        found.peak_bytes, found.host_bytes, to_come, short, model.acceptance and licences.acceptance(model) is None, model.gated,
        tuple(found.why), found.remedy,
    )  # fmt: skip


def _disk(found: ModelState) -> tuple[int, int]:
    """What is still to be fetched, and what the disk lacks for it."""
    to_come = max(0, found.size - found.here) if found.state != "installed" else 0
    return to_come, max(0, to_come + SPARE - free_bytes()) if to_come else 0


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds >= 120 else f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
