# SPDX-License-Identifier: Apache-2.0
"""The picture's measures against limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from aiprod.film.findings import Finding, Severity
from aiprod.quality.movement import Movement
from aiprod.quality.picture import PictureMeasures, stretches
from aiprod.quality.picture_checks_looks import check_flashes, check_looks, judged
from aiprod.quality.picture_limits import PictureLimits
from aiprod.quality.plan import QualityPlan

__all__ = ["PictureLimits", "check_picture"]


def check_picture(measures: PictureMeasures, limits: PictureLimits, plan: QualityPlan | None = None) -> Iterator[Finding]:
    """Judge a measured picture: findings of every check that the limits name, passes included.

    With a plan, what it means to be black or still is no fault, and every other still stretch is one; without, only a
    movement that stops dead is.
    """
    seen = Movement(measures)
    for check in (_black, _frozen, _repeated, _dropped, _torn, _glitches, _decoding, _blocks, _colours, _flicker):
        yield from check(seen, limits, plan)
    yield from check_looks(measures, limits)
    yield from _levels(measures, limits)
    yield from check_flashes(measures, limits)


def _black(seen: Movement, limits: PictureLimits, plan: QualityPlan | None) -> Iterator[Finding]:
    if limits.black_s is None:
        return
    meant = plan.dark if plan else ()
    found = [run for run in _long_enough(seen, stretches(seen.measures.black), limits.black_s) if not _inside(seen, run, meant)]
    yield from _told("black frames", seen, found, limits.black_s)


def _frozen(seen: Movement, limits: PictureLimits, plan: QualityPlan | None) -> Iterator[Finding]:
    if limits.frozen_s is None:
        return
    meant = (*plan.still, *plan.dark) if plan else ()
    black = seen.measures.black
    found: list[tuple[int, int]] = []
    held: list[tuple[int, int]] = []
    for run in _long_enough(seen, seen.stills(), limits.frozen_s):
        if all(black[run[0] : run[1]]) or _inside(seen, run, meant):
            continue
        (found if plan or seen.still_by_force(*run) else held).append(run)
    yield from _told("frozen picture", seen, found, limits.frozen_s)
    for start, end in held:
        text = "the picture stands still, as a card does"
        yield _at("frozen picture", Severity.NOTE, text, seen.measures, start, end, limit=limits.frozen_s, unit="s")


def _long_enough(seen: Movement, found: Iterable[tuple[int, int]], least_s: float) -> list[tuple[int, int]]:
    least = least_s - 1e-6
    return [(a, b) for a, b in found if seen.measures.seconds(b) - seen.measures.seconds(a) >= least]


def _inside(seen: Movement, run: tuple[int, int], meant: Sequence[tuple[float, float]], slack: float = 0.1) -> bool:
    start, end = (seen.measures.seconds(frame) for frame in run)
    return any(a - slack <= start and end <= b + slack for a, b in meant)


def _told(check: str, seen: Movement, found: Sequence[tuple[int, int]], least_s: float) -> Iterator[Finding]:
    """A finding for each stretch; a pass when there is none."""
    for start, end in found:
        lasts = seen.measures.seconds(end) - seen.measures.seconds(start)
        yield _at(check, Severity.FAIL, f"for {lasts:.2f} s", seen.measures, start, end, measure=lasts, limit=least_s, unit="s")
    if not found:
        yield judged(check, True, "none", limit=least_s, unit="s")


def _repeated(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    if limits.duplicate_share is None:
        return
    found, held = seen.repeated()
    share = len(found) / max(seen.frames, 1)
    good = share <= limits.duplicate_share
    text = f"{len(found)} frames repeat the one before"
    text += f"; {held:.0%} are held, as in animation on twos" if held else ""
    fields = {"measure": round(share, 5), "limit": limits.duplicate_share}
    if good:
        yield judged("duplicate frames", True, text, **fields)
    else:
        yield _at("duplicate frames", Severity.WARNING, text, seen.measures, found[0], found[-1] + 1, **fields)


def _dropped(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    if limits.dropped:
        found = seen.dropped()
        text = f"{len(found)} times a frame is missing from an even movement"
        yield from _frames("dropped frames", Severity.WARNING, text, seen.measures, found)


def _torn(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    if limits.torn:
        found = seen.torn()
        yield from _frames("torn frames", Severity.FAIL, f"{len(found)} frames are made of two", seen.measures, found)


def _glitches(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    if not limits.glitches:
        return
    bad = False
    for glitch in seen.glitches():
        severity = _GLITCHES[glitch.kind]
        bad |= severity is not Severity.NOTE
        text = f"{glitch.end - glitch.first} frames: {_GLITCH_WORDS[glitch.kind]}"
        yield _at(
            "single frames", severity, text, seen.measures, glitch.first, glitch.end, measure=round(glitch.codes, 1), unit="codes"
        )
    for start, end in seen.flash_shots():
        bad = True
        yield _at("single frames", Severity.WARNING, f"a shot of {end - start} frames", seen.measures, start, end)
    if not bad:
        yield judged("single frames", True, "none")


_GLITCHES = {"black": Severity.FAIL, "white": Severity.FAIL, "foreign": Severity.FAIL, "darker": Severity.WARNING,
             "light": Severity.NOTE}  # fmt: skip
_GLITCH_WORDS = {
    "black": "black", "white": "white", "foreign": "another picture", "darker": "the same picture, darker",
    "light": "the same picture in a flash of light",
}  # fmt: skip


def _decoding(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    """What the decoder could not restore, and frames that change their size."""
    if not limits.corrupt:
        return
    measures = seen.measures
    lost = len(measures.damaged) + measures.undecodable
    text = f"{len(measures.damaged)} frames are damaged, {measures.undecodable} packets can't be decoded"
    at = {"start_s": measures.seconds(measures.damaged[0])} if measures.damaged else {}
    yield judged(
        "decoding", not lost, text if lost else "every frame is whole", measure=float(lost), limit=0.0, unit="frames", **at
    )
    if len(measures.sizes) > 1:
        sizes = ", ".join(f"{width}×{height}" for width, height in measures.sizes)
        yield judged("picture size changes", False, f"the file holds frames of {sizes}")


def _blocks(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    """Damaged macroblocks: blocks on the coding grid that fit none of their neighbours, more than the film usually has."""
    if not limits.corrupt:
        return
    looks = sorted(seen.measures.looks.items())
    usual = float(np.median([look.broken for _, look in looks])) if looks else 0.0
    found = [frame for frame, look in looks if look.broken >= max(_BROKEN_BLOCKS, _BROKEN_RATIO * usual)]
    most = max((look.broken for _, look in looks), default=0)
    text = f"up to {most} blocks fit nothing around them"
    yield from _frames("corrupt blocks", Severity.FAIL, text, seen.measures, found, measure=float(most), unit="blocks")


def _colours(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    """Green and pink pictures of lost or swapped planes: no camera and no grade gives such colours."""
    if not limits.corrupt:
        return
    found = [frame for frame, share in enumerate(seen.measures.wild) if share > _WILD_SHARE]
    most = max(seen.measures.wild, default=0.0)
    text = f"{most:.0%} of the picture are colours that can't be"
    yield from _frames("corrupt colours", Severity.FAIL, text, seen.measures, found, measure=most, limit=_WILD_SHARE)


_BROKEN_BLOCKS, _BROKEN_RATIO, _WILD_SHARE = 3, 4.0, 0.04


def _flicker(seen: Movement, limits: PictureLimits, _: QualityPlan | None) -> Iterator[Finding]:
    if limits.flicker_codes is None:
        return
    found = seen.flicker(limits.flicker_codes)
    if not found:
        yield judged("flicker", True, "none", limit=limits.flicker_codes, unit="codes")
        return
    worst = max(found, key=lambda item: item[3])
    severity = Severity.FAIL if worst[3] >= _STRONG * limits.flicker_codes else Severity.WARNING
    text = f"the brightness pumps at {worst[2]:.1f} Hz by ± {worst[3]:.1f} codes"
    yield _at("flicker", severity, text, seen.measures, found[0][0], found[-1][1], measure=round(worst[3], 2),
              limit=limits.flicker_codes, unit="codes")  # fmt: skip


_STRONG = 2.5


def _levels(measures: PictureMeasures, limits: PictureLimits) -> Iterator[Finding]:
    """EBU R 103: luma and R′G′B′ within 5–246, but for 1 % of the area."""
    if not measures.levelled:
        return
    for check, shares, limit in (
        ("legal range", measures.legal, limits.legal_share),
        ("gamut", measures.gamut, limits.gamut_share),
    ):
        if limit is None:
            continue
        worst = max(shares, default=0.0)
        text = f"{worst:.2%} of the worst frame's area lies outside"
        fields = {"measure": worst, "limit": limit}
        if worst <= limit:
            yield judged(check, True, text, **fields)
            continue
        bad = [frame for frame, share in enumerate(shares) if share > limit]
        yield _at(check, Severity.FAIL, text, measures, bad[0], bad[-1] + 1, **fields)


def _frames(
    check: str, severity: Severity, text: str, measures: PictureMeasures, found: Sequence[int], **fields: Any
) -> Iterator[Finding]:
    """One finding over all the frames, or a pass."""
    if not found:
        yield judged(check, True, "none")
        return
    fields = {"measure": float(len(found)), "limit": 0.0, "unit": "frames", **fields}
    yield _at(check, severity, text, measures, found[0], found[-1] + 1, **fields)


def _at(check: str, severity: Severity, text: str, measures: PictureMeasures, first: int, end: int, **fields: Any) -> Finding:
    start_s, end_s = measures.seconds(first), measures.seconds(end)
    return Finding(check=check, severity=severity, message=text, start_s=start_s, end_s=end_s, **fields)
