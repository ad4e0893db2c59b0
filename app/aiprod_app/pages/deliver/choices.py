# SPDX-License-Identifier: Apache-2.0
"""What is ordered of an export, and whether the film can meet it. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from aiprod.film.film import Film
from aiprod.film.output import OutputName
from aiprod.wire.making import Deliveries, FormatView, PresetView

_SLUG = 60


@dataclass(frozen=True)
class Choice:
    """An order as the form shows it; `preset` is empty for the user's own settings."""

    preset: str = ""
    format: str = "h264"
    colour: OutputName = "rec709"
    size: tuple[int, int] | None = None
    layout: Literal["stereo", "5.1"] | None = None
    sound: str = ""
    target: str = ""
    subtitles: Literal["soft", "burned", "files", "none"] | None = None
    channel_order: Literal["smpte", "film"] | None = None
    alpha: bool = False
    exact: bool = False
    hardware: bool = False
    package: bool = False
    suffix: str = ""

    def with_format(self, form: FormatView) -> Choice:
        """The same with another format; what that one can't hold goes back to what it usually has."""
        colour = self.colour if self.colour in form.outputs else form.outputs[0]
        suffix = form.suffixes[0] if form.suffixes else ""
        sounds = form.sounds.get(suffix, ())
        return replace(
            self, format=form.name, colour=colour, alpha=self.alpha and form.alpha, suffix=suffix,
            sound=self.sound if self.sound in sounds else "",
        )  # fmt: skip

    def fields(self) -> dict[str, Any]:
        """As `films.export` takes them."""
        wanted: dict[str, Any] = {
            "format": self.format, "colour": self.colour, "exact": self.exact, "layout": self.layout, "alpha": self.alpha,
            "size": f"{self.size[0]}x{self.size[1]}" if self.size else None, "channel_order": self.channel_order,
            "sound": self.sound or None, "target": self.target or None, "subtitles": self.subtitles, "hardware": self.hardware,
            "package": self.package, "preset": self.preset or None,
        }  # fmt: skip
        return {name: value for name, value in wanted.items() if value not in (None, False)}


def of_preset(preset: PresetView, known: Deliveries) -> Choice:
    """A preset's demands in the form."""
    order = preset.order
    form = format_named(known, order.format)
    return Choice(
        preset.name, order.format, order.output or form.outputs[0], order.size, order.layout, order.sound, order.loudness,
        order.subtitles, order.channel_order, order.alpha, order.exact, order.hardware, order.package,
        form.suffixes[0] if form.suffixes else "",
    )  # fmt: skip


def format_named(known: Deliveries, name: str) -> FormatView:
    """A format by its name."""
    return next(form for form in known.formats if form.name == name)


def rate_refused(preset: PresetView, film: Film) -> bool:
    """Whether the receiver doesn't take the film's frame rate."""
    return bool(preset.rates) and film.brief.rate.fps not in {Fraction(rate) for rate in preset.rates}


def usual_target(root: Path, title: str, choice: Choice, taken: frozenset[str]) -> Path:
    """Where an export goes unless the user says otherwise: a new name in the film's `exports` folder.

    Args:
        taken: names that are there already.
    """
    words = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:_SLUG].strip("-") or "film"
    stem = f"{words}-{choice.preset or choice.format}"
    suffix = "" if choice.package else choice.suffix
    names = (f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 10_000)))
    return root / "exports" / next(name for name in names if name not in taken)
