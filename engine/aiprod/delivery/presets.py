# SPDX-License-Identifier: Apache-2.0
"""Presets: what a receiver asks for, by name. They are kept in `presets.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from aiprod.delivery.formats import implied_output, named
from aiprod.film.errors import UserError
from aiprod.film.master import MasterOrder
from aiprod.film.mix import TARGETS

_PATH = Path(__file__).with_name("presets.yaml")


@dataclass(frozen=True)
class Preset:
    """A receiver's demands.

    Attributes:
        title: language → words.
        order: what is made.
        rates: the frame rates it takes; empty for any.
        source: where the demands are written.
        note, note_fr: what the receiver should know.
    """

    name: str
    title: Mapping[str, str]
    order: MasterOrder
    rates: tuple[Fraction, ...] = ()
    source: str = ""
    note: str = ""
    note_fr: str = ""

    def check_rate(self, rate: Fraction) -> None:
        """Raises UserError for a film at a rate that the receiver refuses."""
        if self.rates and rate not in self.rates:
            taken = ", ".join(f"{float(r):.6g}" for r in self.rates)
            raise UserError(
                f"{self.title['en']} doesn't take {float(rate):.6g} frames a second", f"it takes {taken}",
                f"Make the film with --rate {float(self.rates[0]):.6g}, or choose another preset.",
            )  # fmt: skip


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by name."""
    import yaml

    return {name: _read(name, data) for name, data in yaml.safe_load(_PATH.read_text("utf-8")).items()}


def preset(name: str) -> Preset:
    """Raises UserError for an unknown name."""
    if name not in presets():
        raise UserError(f"There is no preset {name!r}", f"they are {', '.join(presets())}", "Choose one of them.")
    return presets()[name]


def filled(order: MasterOrder) -> MasterOrder:
    """An order with nothing left open that its preset or its format's name says. Raises UserError for unknown names."""
    if order.preset:
        order = order.over(preset(order.preset).order)
    form = order.format or "h264"
    output = order.output or implied_output(form) or "rec709"
    if order.loudness and order.loudness not in TARGETS:
        raise UserError(
            f"There is no loudness target {order.loudness!r}", f"they are {', '.join(TARGETS)}", "Choose one of them."
        )
    return order.changed(format=named(form).name, output=output)


def _read(name: str, data: Mapping[str, Any]) -> Preset:
    rates = tuple(Fraction(rate) for rate in data.get("rates", ()))
    return Preset(
        name, data["title"], MasterOrder(**data["order"]), rates, str(data.get("source", "")), str(data.get("note", "")),
        str(data.get("note_fr", "")),
    )  # fmt: skip
