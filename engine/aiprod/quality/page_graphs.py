# SPDX-License-Identifier: Apache-2.0
"""The graphs of a report's page, as SVG on one time axis: what lies one above the other happened at one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from aiprod.film.findings import Finding, Severity

LEFT, RIGHT, WIDE = 62.0, 1088.0, 1100.0
COLOURS = {Severity.FAIL: "#e5484d", Severity.WARNING: "#e9a23b", Severity.NOTE: "#6f9bd1", Severity.PASS: "#3f9d6d"}
_AMBER, _BLUE, _GREEN, _ROSE = "#f0b35c", "#7fb2d9", "#6fc39a", "#d98f8a"


@dataclass(frozen=True)
class Axis:
    """Values against height: `top` is drawn at the graph's upper edge."""

    bottom: float
    top: float
    height: float = 130.0

    def y(self, value: float) -> float:
        share = (min(max(value, self.bottom), self.top) - self.bottom) / (self.top - self.bottom)
        return round(6 + (1 - share) * (self.height - 12), 1)


@dataclass(frozen=True)
class Clock:
    """Seconds against width."""

    duration_s: float

    def x(self, seconds: float) -> float:
        share = min(max(seconds / max(self.duration_s, 1e-6), 0.0), 1.0)
        return round(LEFT + share * (RIGHT - LEFT), 1)


def graph(
    curves: Sequence[tuple[dict[str, Any], str, float]], axis: Axis, clock: Clock, *, ticks: Sequence[float], unit: str,
    marks: Sequence[Finding] = (), band: tuple[float, float] | None = None, line: float | None = None,
) -> str:  # fmt: skip
    """A graph of curves (curve, colour, opacity) with a grid, a target band, a limit line and the findings' places."""
    parts = [f"<svg viewBox='0 0 {WIDE:.0f} {axis.height:.0f}' role=img>"]
    parts += [f"<rect x={LEFT} y=0 width={RIGHT - LEFT} height={axis.height} rx=5 class=plot />"]
    parts += list(_grid(axis, ticks, unit))
    if band is not None:
        top, low = axis.y(band[1]), axis.y(band[0])
        parts.append(
            f"<rect x={LEFT} y={top} width={RIGHT - LEFT} height={max(low - top, 1.5):.1f} fill='{_GREEN}' opacity=.28 />"
        )
    parts += list(places(marks, clock, axis.height))
    parts += [_area(curve, axis, clock, colour, opacity) for curve, colour, opacity in curves if curve.get("high")]
    if line is not None:
        parts.append(f"<line x1={LEFT} x2={RIGHT} y1={axis.y(line)} y2={axis.y(line)} stroke='{_ROSE}' stroke-dasharray='5 4' />")
    return "".join(parts) + "</svg>"


def _grid(axis: Axis, ticks: Sequence[float], unit: str) -> Iterator[str]:
    for number, value in enumerate(ticks):
        y = axis.y(value)
        label = f"{value:g}{' ' + unit if number == 0 else ''}".replace("-", "−")
        yield f"<line x1={LEFT} x2={RIGHT} y1={y} y2={y} class=grid />"
        yield f"<text x={LEFT - 7} y={y + 3.5:.1f} class=tick>{escape(label)}</text>"


def places(marks: Sequence[Finding], clock: Clock, height: float) -> Iterator[str]:
    """Where findings are: a tinted stretch, at least three points wide."""
    for finding in marks:
        if finding.start_s is None:
            continue
        x = clock.x(finding.start_s)
        width = max(clock.x(finding.end_s if finding.end_s is not None else finding.start_s) - x, 3.0)
        colour = COLOURS[finding.severity]
        box = f"x={min(x, RIGHT - 3):.1f} y=0 width={min(width, RIGHT - x + 0.1):.1f} height={height}"
        yield f"<rect {box} fill='{colour}' opacity=.32><title>{escape(finding.check)}</title></rect>"


def _area(curve: dict[str, Any], axis: Axis, clock: Clock, colour: str, opacity: float) -> str:
    """From the lowest to the highest value of each stretch; where they meet, a line."""
    high, low = curve["high"], curve["low"]
    step = (curve["end_s"] - curve["start_s"]) / len(high)
    xs = [clock.x(curve["start_s"] + (index + 0.5) * step) for index in range(len(high))]
    above = [f"{x},{axis.y(value)}" for x, value in zip(xs, high, strict=True)]
    below = [f"{x},{axis.y(value)}" for x, value in zip(xs, low, strict=True)]
    outline = f"<polyline points='{' '.join(above)}' fill=none stroke='{colour}' stroke-width=1.4 opacity={opacity} />"
    return f"<polygon points='{' '.join(above + below[::-1])}' fill='{colour}' opacity={opacity * 0.5:.2f} />{outline}"


def waveform(curve: dict[str, Any], clock: Clock, name: str, marks: Sequence[Finding], height: float = 44.0) -> str:
    """One channel: the largest samples, mirrored."""
    parts = [
        f"<svg viewBox='0 0 {WIDE:.0f} {height:.0f}' role=img>",
        f"<rect x={LEFT} y=0 width={RIGHT - LEFT} height={height} rx=5 class=plot />",
    ]
    parts += list(places(marks, clock, height))
    parts.append(f"<text x={LEFT - 7} y={height / 2 + 4} class=tick>{escape(name)}</text>")
    high = curve.get("high", [])
    middle = height / 2
    if high:
        step = (curve["end_s"] - curve["start_s"]) / len(high)
        xs = [clock.x(curve["start_s"] + (index + 0.5) * step) for index in range(len(high))]
        sizes = [max(min(value, 1.0) * (middle - 2), 0.4) for value in high]
        above = [f"{x},{middle - size:.1f}" for x, size in zip(xs, sizes, strict=True)]
        below = [f"{x},{middle + size:.1f}" for x, size in zip(xs, sizes, strict=True)]
        parts.append(f"<polygon points='{' '.join(above + below[::-1])}' fill='{_BLUE}' opacity=.85 />")
    return "".join(parts) + "</svg>"


def time_axis(clock: Clock) -> str:
    """The numbers below the graphs."""
    step = next((s for s in (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200) if clock.duration_s / s <= 12), 1800.0)
    parts = [f"<svg viewBox='0 0 {WIDE:.0f} 20' role=img>"]
    at = 0.0
    while at <= clock.duration_s + 1e-6:
        parts.append(f"<text x={clock.x(at)} y=14 class='tick mid'>{clock_time(at)}</text>")
        at += step
    return "".join(parts) + "</svg>"


def clock_time(seconds: float) -> str:
    """1:02.4, or 1:02:03.4 from an hour on."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    second = f"{rest // 10:02d}" + (f".{rest % 10}" if rest % 10 else "")
    return f"{hours}:{minutes:02d}:{second}" if hours else f"{minutes}:{second}"


def all_graphs(graphs: dict[str, Any], findings: Sequence[Finding], clock: Clock, words: dict[str, str]) -> str:
    """Every graph that the report has data for, under headings."""
    from aiprod.quality.words import department

    marked = [f for f in findings if f.severity in (Severity.FAIL, Severity.WARNING)]
    heard = [f for f in marked if department(f.check) in ("sound", "sync", "dialogue")]
    seen = [f for f in marked if department(f.check) in ("picture", "safety")]
    target = graphs.get("target", {})
    parts = []
    if graphs.get("waveform"):
        names = graphs.get("channels", [])
        strips = [waveform(curve, clock, name, heard) for curve, name in zip(graphs["waveform"], names, strict=True)]
        parts.append(_headed(words["waveform"], "", "".join(strips)))
        band = None if target.get("lufs") is None else (target["low"], target["high"])
        curves = [(graphs["momentary"], _BLUE, 0.45), (graphs["short_term"], _AMBER, 1.0)]
        drawn = graph(curves, Axis(-60, 0), clock, ticks=(0, -12, -23, -36, -48, -60), unit="LUFS", marks=heard, band=band)
        parts.append(_headed(words["loudness"], words["loudness_note"], drawn))
        drawn = graph([(graphs["true_peak"], _ROSE, 0.9)], Axis(-48, 3, 96), clock, ticks=(0, -12, -24, -36, -48), unit="dBTP",
                      marks=heard, line=target.get("true_peak"))  # fmt: skip
        parts.append(_headed(words["peak"], words["peak_note"], drawn))
    if graphs.get("luma"):
        drawn = graph(
            [(graphs["luma"], _GREEN, 0.9)], Axis(0, 255, 110), clock, ticks=(235, 180, 126, 70, 16), unit="", marks=seen
        )
        parts.append(_headed(words["luma"], words["luma_note"], drawn))
    return "".join(parts) + (time_axis(clock) if parts else "")


def _headed(title: str, note: str, drawing: str) -> str:
    return f"<div class=graph><h3>{escape(title)} <small>{escape(note)}</small></h3>{drawing}</div>"
