# SPDX-License-Identifier: Apache-2.0
"""Findings as markers: on a film's own timeline, or beside a foreign file as a timeline or a list for any editor."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.findings import Finding, QualityReport, Severity

if TYPE_CHECKING:
    import opentimelineio as otio

KIND = "quality"
_COLOURS = {Severity.FAIL: "RED", Severity.WARNING: "ORANGE", Severity.NOTE: "BLUE"}
_HEADS = ("#", "Start", "End", "Start (s)", "End (s)", "Severity", "Check", "Message", "Subject")


def marked(report: QualityReport) -> list[Finding]:
    """The findings that have a place and need a look, in the film's order."""
    placed = [f for f in report.findings if f.start_s is not None and f.severity in (Severity.FAIL, Severity.WARNING)]
    return sorted(placed, key=lambda f: (f.start_s or 0.0, f.check))


def mark_timeline(timeline: otio.schema.Timeline, report: QualityReport, rate: Fraction) -> int:
    """Put a report's findings on the timeline's stack, instead of those of an earlier check. Returns how many there are."""
    stack = timeline.tracks
    kept = [marker for marker in stack.markers if dict(marker.metadata.get("aiprod", {})).get("kind") != KIND]
    fresh = list(_markers(report, rate))
    stack.markers[:] = [*kept, *fresh]
    return len(fresh)


def _markers(report: QualityReport, rate: Fraction) -> Iterator[otio.schema.Marker]:
    import opentimelineio as otio

    fps = float(rate)
    last = max(round(Fraction(report.duration_s).limit_denominator(1_000_000) * rate) - 1, 0)
    for finding in marked(report):
        first, frames = _frames(finding, rate, last)
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(first, fps), otio.opentime.RationalTime(frames, fps))
        facts = {
            "kind": KIND, "check": finding.check, "severity": finding.severity.value, "message": finding.message,
            "measure": finding.measure, "limit": finding.limit, "unit": finding.unit, "subject": finding.subject,
        }  # fmt: skip
        name = f"QC {finding.check}: {finding.message}"
        yield otio.schema.Marker(name=name, marked_range=span, color=_COLOURS[finding.severity], metadata={"aiprod": facts})


def _frames(finding: Finding, rate: Fraction, last: int) -> tuple[int, int]:
    start = Fraction(finding.start_s or 0.0).limit_denominator(1_000_000)
    end = Fraction(finding.end_s if finding.end_s is not None else start).limit_denominator(1_000_000)
    first = min(max(int(start * rate + Fraction(1, 1000)), 0), last)
    return first, max(min(round(end * rate), last + 1) - first, 1)


def mark_film(path: Path, report: QualityReport) -> int:
    """Put a report's findings on a film's `timeline.otio`. Raises UserError when it can't be read."""
    import opentimelineio as otio

    from aiprod.editing.assemble import rate_of

    try:
        timeline: Any = otio.schema.Timeline.from_json_file(str(path))
    except (otio.exceptions.OTIOError, OSError, ValueError) as error:
        raise UserError(
            f"{path.name} can't be read as a timeline", str(error), "Resume the film: it is assembled again."
        ) from error
    count = mark_timeline(timeline, report, rate_of(timeline).fps)
    write_atomically(path, timeline.to_json_string().encode())
    return count


def write_markers(report: QualityReport, film: Path, target: Path) -> int:
    """The findings of a foreign file as `.otio` (a clip of the file with markers) or `.csv`. Returns how many there are."""
    rate = Fraction(report.measures.get("rate", "25"))
    if target.suffix == ".csv":
        write_atomically(target, _table(report, rate).encode("utf-8-sig"))
    elif target.suffix == ".otio":
        write_atomically(target, _timeline(report, film, rate).to_json_string().encode())
    else:
        raise UserError(f"{target} can't be written", "markers are written as .otio or .csv", "Choose one of them.")
    return len(marked(report))


def _timeline(report: QualityReport, film: Path, rate: Fraction) -> otio.schema.Timeline:
    import opentimelineio as otio

    frames = max(round(report.duration_s * rate), 1)
    whole = otio.opentime.TimeRange(otio.opentime.RationalTime(0, float(rate)), otio.opentime.RationalTime(frames, float(rate)))
    media = otio.schema.ExternalReference(target_url=film.resolve().as_uri(), available_range=whole)
    timeline: Any = otio.schema.Timeline(name=film.stem)
    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    track.append(otio.schema.Clip(name=film.name, media_reference=media, source_range=whole))
    timeline.tracks.append(track)
    mark_timeline(timeline, report, rate)
    return timeline


def _table(report: QualityReport, rate: Fraction) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_HEADS)
    for number, finding in enumerate(marked(report), start=1):
        end = finding.end_s if finding.end_s is not None else finding.start_s
        times = [_timecode(finding.start_s or 0.0, rate), _timecode(end or 0.0, rate), f"{finding.start_s:.3f}", f"{end:.3f}"]
        texts = map(_cell, (finding.check, finding.message, finding.subject))
        rows.writerow([number, *times, finding.severity.value, *texts])
    return out.getvalue()


def _cell(text: str) -> str:
    """What a spreadsheet would take for a formula is made text."""
    return f"'{text}" if text[:1] in "=+-@\t" and text else text


def _timecode(seconds: float, rate: Fraction) -> str:
    from aiprod.editing.interchange.events import timecode

    return timecode(int(seconds * rate + Fraction(1, 1000)), round(rate), drop=False)
