# SPDX-License-Identifier: Apache-2.0
"""What a run would cost: its operations, from the networks' sizes, through the speed that devices were measured to reach.

A step of training takes six operations for each weight and token (two forward, four back), and attention twelve for each pair
of tokens, layer and number of a token's width; a frozen weight saves the two of its own gradient. Speeds are measured by the
runs themselves and kept by device and kind; where none was measured, a share of the maker's figure is assumed, and the estimate
says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json

_HERE = Path(__file__).parent
_ASSUMED = 0.3
"""Of the maker's figure, where nothing was measured: what good trainers reach on one card, less some."""
_ENOUGH_STEPS = 10


def operations_of(parameters: float, tokens: int, layers: int, width: int, *, frozen: bool = False, again: bool = False) -> float:
    """Of one sample in one step of a transformer.

    Args:
        frozen: the weights stay as they are (LoRA).
        again: activations are worked out twice.
    """
    passes = 3.0 - (1.0 if frozen else 0.0) + (1.0 if again else 0.0)
    pairs = 3.0 + (1.0 if again else 0.0)
    return tokens * (2 * passes * parameters + 4 * pairs * layers * tokens * width)


@dataclass(frozen=True)
class Work:
    """A run as an estimate sees it: operations in all, of how many steps, of which kind of trainer."""

    kind: str
    operations: float
    steps: int


@dataclass(frozen=True)
class Speed:
    """Operations a second of one card, and where that figure comes from."""

    operations: float
    share: float | None
    """Of the maker's figure; None for a processor, which has none."""
    source: str


@dataclass(frozen=True)
class Estimate:
    """What a run would take.

    Attributes:
        hours: on the clock; gpu_hours: of all cards together.
        money: US dollars; None where no price is known.
        price: of an hour of one card; price_source: whose, and of when.
    """

    card: str
    cards: int
    operations: float
    hours: float
    gpu_hours: float
    money: float | None
    price: float | None
    price_source: str
    speed: Speed

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@cache
def table() -> dict[str, Any]:
    """Cards with their makers' figures and prices, dated; and speeds that our own runs reached."""
    found: dict[str, Any] = read_json(_HERE / "cards.json")
    return found


def _speeds_file() -> Path:
    return data_home() / "training" / "speeds.json"


def speeds() -> dict[str, dict[str, Any]]:
    """Measured speeds by device, then by kind: ours, and over them this machine's."""
    found: dict[str, dict[str, Any]] = {device: dict(kinds) for device, kinds in table()["speeds"].items()}
    path = _speeds_file()
    for device, kinds in (read_json(path) if path.exists() else {}).items():
        found.setdefault(device, {}).update(kinds)
    return found


def remember(report: dict[str, Any]) -> None:
    """Keep the speed that a run reached, if it went long enough to tell."""
    done = report["steps"] - report["from_step"]
    if report["stopped"] or done < _ENOUGH_STEPS or not report["work_a_second"]:
        return
    path = _speeds_file()
    known = read_json(path) if path.exists() else {}
    row = {"work_a_second": report["work_a_second"] / report["devices"], "steps": done, "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    known.setdefault(report["device"], {})[report["kind"]] = row
    write_json(path, known)


def speed_of(card: str, kind: str, device: str = "") -> Speed:
    """How fast a card trains a kind of model.

    Args:
        card: of the table ("H100"), or "cpu".
        device: this machine's processor, as runs name it.

    Raises:
        UserError: the card is unknown, or nothing was measured on this processor.
    """
    measured = speeds()
    if card == "cpu":
        row = measured.get(device, {}).get(kind)
        if row is None:
            raise UserError(
                f"No speed of this processor is known for {kind}", "no run has measured it",
                f"Run `aiprod train {kind} … --steps {_ENOUGH_STEPS}` once: runs measure their speed.",
            )  # fmt: skip
        return Speed(row["work_a_second"], None, f"measured here, {row['date']}")
    peak = _peak(card)
    for name, kinds in measured.items():
        if _names(card, name) and kind in kinds:
            own = kinds[kind]["work_a_second"]
            return Speed(own, own / peak, f"measured on {name}, {kinds[kind]['date']}")
    for name, kinds in measured.items():
        other = next((one for one in table()["cards"] if _names(one, name)), None)
        if other and kind in kinds:
            share = kinds[kind]["work_a_second"] / _peak(other)
            return Speed(share * peak, share, f"as measured on {name}, {kinds[kind]['date']}")
    return Speed(_ASSUMED * peak, _ASSUMED, "assumed: no run of this kind was measured yet")


def _names(card: str, device: str) -> bool:
    return card in device.replace("-", " ").split()


def _peak(card: str) -> float:
    """Operations a second that the maker states: dense bfloat16."""
    found = table()["cards"].get(card)
    if found is None:
        raise UserError(f"The card {card} is not known", f"known are cpu, {', '.join(table()['cards'])}", "Choose one of them.")
    return float(found["tflops"]) * 1e12


def stated(device: str) -> float | None:
    """Operations a second that the maker states for a device as its driver names it; None where the table has none."""
    return next((_peak(card) for card in table()["cards"] if _names(card, device)), None)


def estimate(work: Work, card: str, cards: int = 1, price: float | None = None, device: str = "") -> Estimate:
    """What a run would take on so many cards.

    Args:
        price: of an hour of one card in US dollars; the table's where None.

    Raises:
        UserError: see `speed_of`.
    """
    speed = speed_of(card, work.kind, device)
    gpu_hours = work.operations / speed.operations / 3600
    source = "given" if price is not None else table()["prices_from"]
    if price is None:
        price = table()["cards"].get(card, {}).get("usd_an_hour")
    money = None if price is None else gpu_hours * price
    return Estimate(
        card, cards, work.operations, gpu_hours / cards, gpu_hours, money, price, source if money is not None else "", speed
    )


def told(found: Estimate) -> str:
    """An estimate in sentences."""
    share = "" if found.speed.share is None else f", {found.speed.share:.0%} of the maker's figure"
    speed = f"{found.speed.operations:.3g} a second on one {found.card}{share} ({found.speed.source})"
    lines = [
        f"{found.operations:.3g} operations; {speed}.",
        f"{_time(found.hours)} on {found.cards} × {found.card}, {found.gpu_hours:.2f} card hours in all.",
    ]
    if found.money is not None:
        lines.append(f"US$ {found.money:.2f} at US$ {found.price:.2f} a card hour (prices: {found.price_source}).")
    elif found.card != "cpu":
        lines.append("No price is known for this card: give one with --price.")
    return "\n".join(lines)


def _time(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.1f} minutes"
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"
