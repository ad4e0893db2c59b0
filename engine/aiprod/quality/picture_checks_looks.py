# SPDX-License-Identifier: Apache-2.0
"""What the close looks showed, and flashes, against limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from aiprod.film.findings import Finding, Severity
from aiprod.quality import stripes
from aiprod.quality.looks import Look
from aiprod.quality.picture import PictureMeasures
from aiprod.quality.picture_limits import PictureLimits

Looks = Sequence[tuple[int, Look]]
_ALIKE = 0.012
_LEAST_BAR = 0.012
_LONG_FLASHING_S = 5.0
_FLASH_GAP_S = 0.36
_VERY_BLOCKY = 1.4
_FEWEST_COMBED = 2


def check_looks(measures: PictureMeasures, limits: PictureLimits) -> Iterator[Finding]:
    """Banding, blocks, combed fields, stuck pixels, borders and patterns."""
    looks = sorted(measures.looks.items())
    if limits.banding_share is not None:
        text = "{:.0%} of the picture lies in steps where a gradient should be"
        yield from _lasting("banding", measures, looks, lambda look: look.banded, limits.banding_share, text)
    if limits.blockiness is not None:
        text = "edges on the coding grid are {:.2f} times as strong as those beside it"
        yield from _lasting("blockiness", measures, looks, lambda look: look.blocky, limits.blockiness, text)
    yield from _combing(measures, looks, limits)
    yield from _dead_pixels(measures, limits)
    yield from _bars(measures, looks, limits)
    yield from _patterns(measures, looks, limits)


def judged(check: str, good: bool, message: str, **fields: Any) -> Finding:
    return Finding(check=check, severity=Severity.PASS if good else Severity.FAIL, message=message, **fields)


def _lasting(
    check: str, measures: PictureMeasures, looks: Looks, value: Callable[[Look], float], limit: float, text: str
) -> Iterator[Finding]:
    """Over the limit in two looks in a row, or in all where there are not two: what shows for a moment is nobody's concern."""
    over = [(frame, value(look)) for frame, look in looks]
    least = min(2, len(over))
    runs = [over[i : i + least] for i in range(len(over) - least + 1)]
    bad = [run for run in runs if run and min(amount for _, amount in run) > limit]
    worst = max((min(amount for _, amount in run) for run in bad or runs), default=0.0)
    fields = {"measure": round(worst, 4), "limit": limit}
    if not bad:
        yield judged(check, True, "none", **fields)
        return
    start, end = measures.seconds(bad[0][0][0]), measures.seconds(min(bad[-1][-1][0] + 1, measures.frames))
    severity = Severity.FAIL if worst > _VERY_BLOCKY * limit else Severity.WARNING
    yield Finding(check=check, severity=severity, message=text.format(worst), start_s=start, end_s=end, **fields)


def _combing(measures: PictureMeasures, looks: Looks, limits: PictureLimits) -> Iterator[Finding]:
    if limits.combing_share is None:
        return
    told = [(frame, look.combed) for frame, look in looks if look.combed is not None]
    found = [frame for frame, combed in told if combed > _COMBED]
    share = len(found) / max(len(told), 1)
    fields = {"measure": round(share, 4), "limit": limits.combing_share}
    flagged = measures.interlaced > measures.frames / 2
    if share <= limits.combing_share or len(found) < _FEWEST_COMBED:
        yield judged("combing", True, "none", **fields)
        return
    text = f"{share:.0%} of the frames looked at show two fields of different times"
    text += ", as an interlaced file does" if flagged else ", but the file says it is progressive"
    severity = Severity.NOTE if flagged else Severity.FAIL
    start, end = measures.seconds(found[0]), measures.seconds(found[-1] + 1)
    yield Finding(check="combing", severity=severity, message=text, start_s=start, end_s=end, **fields)


_COMBED = 0.05


def _dead_pixels(measures: PictureMeasures, limits: PictureLimits) -> Iterator[Finding]:
    if limits.dead_pixels is None:
        return
    found = measures.specks.stuck()
    places = ", ".join(f"({column}, {row})" for row, column in found[:8])
    text = f"{len(found)} stuck pixels: {places}" if found else "none"
    severity = Severity.PASS if len(found) <= limits.dead_pixels else Severity.WARNING
    yield Finding(check="dead pixels", severity=severity, message=text,
                  measure=float(len(found)), limit=float(limits.dead_pixels), unit="pixels")  # fmt: skip


def _bars(measures: PictureMeasures, looks: Looks, limits: PictureLimits) -> Iterator[Finding]:
    """Black borders: whether there should be any, whether they are even, whether they change."""
    seen = [(frame, look.bars) for frame, look in looks if look.bars is not None]
    if limits.bars == "any" or not seen:
        return
    height, width = measures.height, measures.width
    usual = _median([bars for _, bars in seen])
    changed = [frame for frame, bars in seen if _differ(bars, usual, height, width)]
    if len(changed) >= 2 and len(changed) >= 0.1 * len(seen):
        start, end = measures.seconds(changed[0]), measures.seconds(changed[-1] + 1)
        yield Finding(
            check="borders", severity=Severity.WARNING, message="the picture's black borders change", start_s=start, end_s=end
        )
        return
    yield from _shape(usual, height, width, limits)


def _shape(bars: tuple[int, int, int, int], height: int, width: int, limits: PictureLimits) -> Iterator[Finding]:
    top, bottom, left, right = bars
    tall, wide = max(top, bottom) > _LEAST_BAR * height, max(left, right) > _LEAST_BAR * width
    aspect = (width - left - right) / max(height - top - bottom, 1)
    text = f"top {top}, bottom {bottom}, left {left}, right {right} pixels; the picture inside is {aspect:.2f}:1"
    lopsided = abs(top - bottom) > _LEAST_BAR * height or abs(left - right) > _LEAST_BAR * width
    severity = Severity.PASS
    if wide or lopsided or (tall and limits.bars == "none"):
        severity = Severity.WARNING
    elif tall:
        severity = Severity.NOTE
    kind = "letterbox and pillarbox" if tall and wide else "letterbox" if tall else "pillarbox" if wide else ""
    message = f"{kind}: {text}" if kind else "none"
    yield Finding(check="borders", severity=severity, message=message, measure=round(aspect, 4))
    if limits.aspect is not None:
        good = abs(aspect / limits.aspect - 1) <= 0.01
        yield judged("picture shape", good, f"{aspect:.3f}:1", measure=round(aspect, 4), limit=limits.aspect)


def _median(bars: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    top, bottom, left, right = (sorted(side)[len(side) // 2] for side in zip(*bars, strict=True))
    return top, bottom, left, right


def _differ(one: tuple[int, int, int, int], other: tuple[int, int, int, int], height: int, width: int) -> bool:
    return any(abs(a - b) > 2 * _ALIKE * (height if i < 2 else width) for i, (a, b) in enumerate(zip(one, other, strict=True)))


def _patterns(measures: PictureMeasures, looks: Looks, limits: PictureLimits) -> Iterator[Finding]:
    if not limits.patterns:
        return
    edges = measures.flash_times
    found, most, limit = [], 0.0, stripes.STILL_AREA
    for frame, look in looks:
        at = measures.seconds(frame)
        flashing = sum(abs(edge - at) < 0.5 for edge in edges) >= 3
        allowed = stripes.FLASHING_AREA if flashing else stripes.STILL_AREA
        if look.striped > allowed:
            found.append(frame)
            limit = min(limit, allowed)
        most = max(most, look.striped)
    fields: dict[str, Any] = {"measure": round(most, 3), "limit": limit}
    text = f"stripes cover up to {most:.0%} of the screen"
    if found and len(found) >= min(2, len(looks)):
        fields |= {"start_s": measures.seconds(found[0]), "end_s": measures.seconds(found[-1] + 1)}
        yield judged("patterns", False, text, **fields)
    else:
        yield judged("patterns", True, text if most else "none", **fields)


def check_flashes(measures: PictureMeasures, limits: PictureLimits) -> Iterator[Finding]:
    """ITU-R BT.1702-3: more than three flashes (pairs of opposing changes) within any second."""
    lit = ("flashes", measures.flash_times, limits.flashes_per_s)
    red = ("red flashes", measures.red_flash_times, limits.red_flashes_per_s)
    for check, times, limit in (lit, red):
        if limit is None:
            continue
        worst, at = densest(times)
        fields: dict[str, Any] = {"measure": worst / 2, "limit": limit, "unit": "flashes/s"}
        if worst > 2 * limit:
            yield judged(check, False, f"{worst / 2:.1f} flashes within a second", start_s=at, end_s=at + 1, **fields)
            continue
        long = _lasts(times)
        if long:
            text = f"no more than {worst / 2:.1f} a second, but for {long[1] - long[0]:.1f} s without a pause"
            yield Finding(check=check, severity=Severity.NOTE, message=text, start_s=long[0], end_s=long[1], **fields)
        else:
            yield judged(check, True, f"at most {worst / 2:.1f} a second", **fields)


def densest(times: Sequence[float]) -> tuple[int, float]:
    """The most events within any second, and when that second begins."""
    best, at, end = 0, 0.0, 0
    for index, start in enumerate(times):
        while end < len(times) and times[end] < start + 1.0 - 1e-6:
            end += 1
        if end - index > best:
            best, at = end - index, start
    return best, at


def _lasts(times: Sequence[float]) -> tuple[float, float] | None:
    """A stretch of more than five seconds in which flash follows flash, which may harm at any rate."""
    start = 0
    for index in range(1, len(times) + 1):
        if index == len(times) or times[index] - times[index - 1] > _FLASH_GAP_S:
            if times[index - 1] - times[start] > _LONG_FLASHING_S:
                return times[start], times[index - 1]
            start = index
    return None
