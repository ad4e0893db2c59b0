# SPDX-License-Identifier: Apache-2.0
"""The sound's measures against limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from aiprod.film.findings import Finding, Severity
from aiprod.quality.channel_checks import check_layout, check_missing, check_order, check_pairs
from aiprod.quality.plan import QualityPlan
from aiprod.quality.sound import STEP_S, Place, SoundMeasures, quiet_stretches
from aiprod.quality.sound_limits import TOLD, Heard, Regions, SoundLimits, judged


def check_sound(
    measures: SoundMeasures, limits: SoundLimits, plan: QualityPlan | None = None, speech: Regions = ()
) -> Iterator[Finding]:
    """Judge a measured sound: findings of every check that the limits name, passes included.

    Args:
        measures: of the sound.
        limits: what counts.
        plan: of the film, where there is one.
        speech: when somebody speaks, in seconds from the first sample; for the dialogue's loudness and its channel.
    """
    heard = Heard(measures, limits, plan, speech)
    for check in _CHECKS:
        yield from check(heard)


# --- loudness ---------------------------------------------------------------------------------------------------------


def _loudness(heard: Heard) -> Iterator[Finding]:
    limits, curve = heard.limits, heard.measures.loudness
    found, what = curve.integrated_lufs, ""
    if limits.anchor == "dialogue":
        spoken = curve.while_speaking(list(heard.speech))
        found, what = (spoken, " while somebody speaks") if spoken is not None else (found, " (no speech was found)")
    target = limits.loudness_lufs
    if target is None:
        yield Finding(check="loudness", severity=Severity.NOTE, message=f"{found:.1f} LUFS{what}, no target known", measure=found,
                      unit="LUFS")  # fmt: skip
    else:
        good = target - limits.loudness_below_lu - 0.05 <= found <= target + limits.loudness_above_lu + 0.05
        text = f"{found:.1f} LUFS{what}, target {target:.1f}"
        yield judged("loudness", good, text, measure=found, limit=target, unit="LUFS")
    yield from _at_most("momentary loudness", curve.momentary_max_lufs, limits.momentary_max_lufs, "LUFS", heard, "momentary")
    yield from _at_most("short-term loudness", curve.short_term_max_lufs, limits.short_term_max_lufs, "LUFS", heard, "short_term")
    yield from _at_most("loudness range", curve.range_lu, limits.range_max_lu, "LU", heard)


def _at_most(check: str, found: float, limit: float | None, unit: str, heard: Heard, curve: str = "") -> Iterator[Finding]:
    if limit is None:
        return
    good = found <= limit + 0.05
    start = None
    if not good and curve:
        values = getattr(heard.measures.loudness, curve)
        start = heard.at(0.1 * int(np.argmax(values))) if len(values) else None
    yield judged(check, good, f"{found:.1f} {unit}", measure=found, limit=limit, unit=unit, start_s=start)


def _true_peak(heard: Heard) -> Iterator[Finding]:
    limit, curve = heard.limits.true_peak_dbtp, heard.measures.loudness
    if limit is None:
        return
    found = curve.true_peak_dbtp
    good = found <= limit + 0.005
    start = None if good else heard.at(0.1 * int(np.argmax(curve.peaks.max(axis=1))))
    loudest = max(curve.true_peaks_dbtp, key=lambda name: curve.true_peaks_dbtp[name])
    yield judged("true peak", good, f"{found:.1f} dBTP", measure=found, limit=limit, unit="dBTP", start_s=start,
                 subject="" if good else loudest)  # fmt: skip


# --- faults in the samples --------------------------------------------------------------------------------------------


def _clipping(heard: Heard) -> Iterator[Finding]:
    if not heard.limits.clipping:
        return
    stretches = [s for s in _stretches(heard.measures.faults.get("clipping", ()), 1.0) if s.at_one_level >= 3]
    told = [(s, Severity.FAIL, f"{s.count} flat tops at {_db(s.strength):.1f} dBFS on {s.channels}") for s in stretches]
    if heard.measures.track.lossy:
        blunt = [s for s in _stretches(heard.measures.faults.get("blunt", ()), 1.0) if s.count >= 1]
        text = "the highest waves are blunt: clipped before it was coded, on"
        told += [(s, Severity.WARNING, f"{text} {s.channels}") for s in blunt if not any(s.meets(t) for t in stretches)]
    yield from _told("clipping", told, heard)


def _clicks(heard: Heard) -> Iterator[Finding]:
    if not heard.limits.clicks:
        return
    stretches = _stretches(heard.measures.faults.get("clicks", ()), 0.25)
    yield from _told("clicks", [(s, Severity.WARNING, f"{_times(s.count, 'click')} on {s.channels}") for s in stretches], heard)


def _dropouts(heard: Heard) -> Iterator[Finding]:
    if not heard.limits.dropouts:
        return
    stretches = [s for s in _stretches(heard.measures.faults.get("dropouts", ()), 0.5) if not s.is_texture]
    told = [(s, Severity.FAIL, f"{_times(s.count, 'hole')} of {1000 * s.longest:.0f} ms on {s.channels}") for s in stretches]
    yield from _told("dropouts", told, heard)
    for start, end in heard.measures.holes:
        text = f"{end - start:.2f} s of sound are missing"
        yield judged("sound timestamps", False, text, start_s=heard.at(start), end_s=heard.at(end), measure=end - start, unit="s")
    if heard.measures.damaged:
        yield judged("damaged sound", False, f"{heard.measures.damaged} packets can't be decoded", measure=heard.measures.damaged)


@dataclass
class _Stretch:
    """Faults that lie close together."""

    start: float
    end: float
    count: int
    longest: float
    strength: float
    names: set[str]
    inside: float = 0.0
    """Seconds of faults in it."""
    levels: list[float] = field(default_factory=list)

    @property
    def at_one_level(self) -> int:
        """The most faults whose strengths agree to 1.5 %: clipping has one level, round tops have any."""
        levels = sorted(self.levels)
        return max(
            (sum(level <= other <= level * 1.015 for other in levels[i : i + 50]) for i, level in enumerate(levels)), default=0
        )

    @property
    def is_texture(self) -> bool:
        """Whether holes make up the sound, as in a ringing phone: many, and a good part of its time."""
        return self.count >= 6 and self.inside / max(len(self.names), 1) > 0.25 * (self.end - self.start)

    @property
    def channels(self) -> str:
        return ", ".join(sorted(self.names))

    def meets(self, other: _Stretch) -> bool:
        return self.start < other.end + 0.5 and other.start < self.end + 0.5


def _stretches(places: Sequence[Place], gap_s: float) -> list[_Stretch]:
    found: list[_Stretch] = []
    for place in sorted(places, key=lambda p: p.start_s):
        length = place.end_s - place.start_s
        if found and place.start_s - found[-1].end <= gap_s:
            last = found[-1]
            last.end, last.count = max(last.end, place.end_s), last.count + 1
            last.longest, last.strength = max(last.longest, length), max(last.strength, place.strength)
            last.names.add(place.channel)
            last.inside += length
            last.levels.append(place.strength)
        else:
            found.append(
                _Stretch(place.start_s, place.end_s, 1, length, place.strength, {place.channel}, length, [place.strength])
            )
    return found


def _told(check: str, stretches: Sequence[tuple[_Stretch, Severity, str]], heard: Heard) -> Iterator[Finding]:
    for stretch, severity, text in stretches[:TOLD]:
        yield Finding(check=check, severity=severity, message=text, start_s=heard.at(stretch.start), end_s=heard.at(stretch.end),
                      measure=float(stretch.count), subject=stretch.channels)  # fmt: skip
    if len(stretches) > TOLD:
        more = len(stretches) - TOLD
        yield Finding(
            check=check, severity=stretches[0][1], message=f"and {more} more places", start_s=heard.at(stretches[TOLD][0].start)
        )
    if not stretches:
        yield judged(check, True, "none")


def _db(value: float) -> float:
    return float(20 * np.log10(max(value, 1e-6)))


def _times(count: int, what: str) -> str:
    return f"a {what}" if count == 1 else f"{count} {what}s"


# --- silence and levels -----------------------------------------------------------------------------------------------


def _silence(heard: Heard) -> Iterator[Finding]:
    limits, measures = heard.limits, heard.measures
    if limits.silence_s is None or len(measures.peaks) == 0:
        return
    loudest = measures.peaks.max(axis=1)
    floor = 10 ** (limits.silence_dbfs / 20)
    if float(loudest.max()) < floor:
        yield judged("silence", False, "the whole programme is silent", start_s=heard.at(0), end_s=heard.at(measures.duration_s))
        return
    found = False
    for start, end in quiet_stretches(loudest, floor, limits.silence_s):
        edge = start < STEP_S or end > len(loudest) * STEP_S - STEP_S
        if edge and end - start <= limits.edge_silence_s:
            continue
        found = True
        zero = float(measures.zeros[round(start / STEP_S) : round(end / STEP_S)].mean()) > 0.99
        text = f"{'digital silence' if zero else 'near-silence'} for {end - start:.1f} s"
        yield judged("silence", False, text, Severity.WARNING, start_s=heard.at(start), end_s=heard.at(end), measure=end - start,
                     limit=limits.edge_silence_s if edge else limits.silence_s, unit="s")  # fmt: skip
    if not found:
        yield judged("silence", True, "none", limit=limits.silence_s, unit="s")


def _dc_offset(heard: Heard) -> Iterator[Finding]:
    limit, means = heard.limits.dc_offset, heard.measures.means
    if limit is None or len(means) == 0:
        return
    whole = means[:-1] if len(means) > 1 else means
    offset = np.abs(np.median(whole, axis=0))
    worst = int(np.argmax(offset))
    name = heard.measures.track.names[worst]
    good = float(offset[worst]) <= limit
    yield judged("DC offset", good, f"{float(offset[worst]):.2%} of full scale{'' if good else ' on ' + name}", Severity.WARNING,
                 measure=float(offset[worst]), limit=limit, subject="" if good else name)  # fmt: skip


def _hum(heard: Heard) -> Iterator[Finding]:
    limit = heard.limits.hum_dbfs
    if limit is None or heard.measures.hum is None:
        return
    hum = heard.measures.hum.found
    if hum is None or hum.level_dbfs < limit:
        yield judged("hum", True, "none")
        return
    text = f"mains hum of {hum.hertz:.0f} Hz at {hum.level_dbfs:.0f} dBFS, partials {', '.join(map(str, hum.partials))}"
    severity = Severity.NOTE if heard.plan else Severity.WARNING
    yield Finding(check="hum", severity=severity, message=text, measure=hum.level_dbfs, limit=limit, unit="dBFS")


__all__ = ["Heard", "SoundLimits", "check_sound", "judged"]
_CHECKS: tuple[Callable[[Heard], Iterator[Finding]], ...] = (
    _loudness, _true_peak, _clipping, _clicks, _dropouts, _silence, _dc_offset, _hum, check_layout, check_missing, check_pairs,
    check_order,
)  # fmt: skip
