# SPDX-License-Identifier: Apache-2.0
"""The sound's measures against limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.findings import Finding, Severity
from aiprod.film.mix import Anchor
from aiprod.quality.plan import QualityPlan
from aiprod.quality.sound import STEP_S, Place, SoundMeasures, quiet_stretches

Regions = Sequence[tuple[float, float]]
_TOLD = 10
"""Findings of one kind that are listed; the last one says how many more there are."""


class SoundLimits(FilmObject):
    """What a sound may be. A limit of None is not judged."""

    loudness_lufs: float | None = None
    loudness_below_lu: float = Field(0.5, ge=0)
    loudness_above_lu: float = Field(0.5, ge=0)
    """How far the loudness may lie below and above its target."""
    anchor: Anchor = "programme"
    """What stands at the target: the whole programme, or its dialogue."""
    momentary_max_lufs: float | None = None
    short_term_max_lufs: float | None = None
    range_max_lu: float | None = Field(None, gt=0)
    dialogue_range_max_lu: float | None = Field(None, gt=0)
    true_peak_dbtp: float | None = -1.0
    layouts: tuple[str, ...] = ()
    """Allowed: "mono", "stereo", "5.1", "7.1"; empty allows any."""
    clipping: bool = True
    clicks: bool = True
    dropouts: bool = True
    silence_s: float | None = Field(1.0, gt=0)
    """The longest stretch of silence inside the programme."""
    edge_silence_s: float = Field(2.0, ge=0)
    """The same at its beginning and end."""
    silence_dbfs: float = -66.0
    dc_offset: float | None = Field(0.003, gt=0)
    """Of full scale."""
    hum_dbfs: float | None = -72.0
    """Mains hum above this level counts."""
    balance_db: float | None = Field(7.0, gt=0)
    """How far the levels of left and right may differ over the whole programme."""
    mono_loss_db: float | None = Field(6.0, gt=0)
    """How much a fold-down to mono may lose."""
    dual_mono: bool = True
    """Whether a stereo programme may be the same on both channels."""
    channel_order: bool = True
    sync_s: float | None = Field(None, gt=0)
    """How far sound and picture may be apart; None: half a frame against a mix, 45 ms for a flash and its beep."""


@dataclass(frozen=True)
class Heard:
    """Measures, the limits that count for them, and what is known of the film."""

    measures: SoundMeasures
    limits: SoundLimits
    plan: QualityPlan | None
    speech: Regions

    def at(self, seconds: float) -> float:
        """A moment of the programme on the file's clock."""
        return round(seconds + self.measures.start_s, 3)


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


def judged(check: str, good: bool, message: str, bad: Severity = Severity.FAIL, **fields: Any) -> Finding:
    """A pass, or a finding of the given severity."""
    return Finding(check=check, severity=Severity.PASS if good else bad, message=message, **fields)


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
    for stretch, severity, text in stretches[:_TOLD]:
        yield Finding(check=check, severity=severity, message=text, start_s=heard.at(stretch.start), end_s=heard.at(stretch.end),
                      measure=float(stretch.count), subject=stretch.channels)  # fmt: skip
    if len(stretches) > _TOLD:
        more = len(stretches) - _TOLD
        yield Finding(
            check=check, severity=stretches[0][1], message=f"and {more} more places", start_s=heard.at(stretches[_TOLD][0].start)
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


# --- channels ---------------------------------------------------------------------------------------------------------

_DEAD_DB, _ALIVE_DB, _LOST_S = -80.0, -55.0, 5.0


def _layout(heard: Heard) -> Iterator[Finding]:
    track, allowed = heard.measures.track, heard.limits.layouts
    if allowed:
        wanted = ", ".join(allowed)
        yield judged("channel layout", track.layout in allowed, f"{track.layout}; allowed: {wanted}")


def _missing(heard: Heard) -> Iterator[Finding]:
    """A channel that should carry sound and doesn't, from the beginning or from some moment on."""
    measures = heard.measures
    levels = measures.channel_db
    if len(levels) < 2 or max(levels.values()) < _ALIVE_DB:
        return
    dead = [name for name, level in levels.items() if level < _DEAD_DB and name != "LFE"]
    bad = [name for name in dead if _is_needed(name, dead, measures.track.layout)]
    for name in bad:
        yield judged("missing channel", False, f"{name} is silent", subject=name)
    lost = list(_lost(heard, dead))
    yield from lost
    if not bad and not lost:
        yield judged("missing channel", True, "every channel carries sound" if not dead else f"silent: {', '.join(dead)}")


def _is_needed(name: str, dead: Sequence[str], layout: str) -> bool:
    """Both of stereo are; in surround, the front pair (a film may have nothing in the centre), and half a pair of the rest."""
    other = {"FL": "FR", "FR": "FL", "BL": "BR", "BR": "BL", "SL": "SR", "SR": "SL"}.get(name)
    if layout == "stereo":
        return True
    return other is not None and (other not in dead or name in ("FL", "FR"))


def _lost(heard: Heard, dead: Sequence[str]) -> Iterator[Finding]:
    """One of a pair that falls silent while its neighbour goes on."""
    measures = heard.measures
    for one, other in measures.pairs:
        for name, mate in ((one, other), (other, one)):
            if name in dead or mate in dead or name not in ("FL", "FR"):
                continue
            index, beside = measures.track.names.index(name), measures.track.names.index(mate)
            smooth = _smooth(measures.power[:, beside])
            alone = (measures.peaks[:, index] < 2e-4) & (smooth > 10 ** (_ALIVE_DB / 10))
            for start, end in quiet_stretches(np.where(alone, 0.0, 1.0).astype(np.float32), 0.5, _LOST_S):
                text = f"{name} falls silent for {end - start:.1f} s while {mate} goes on"
                yield judged("missing channel", False, text, start_s=heard.at(start), end_s=heard.at(end), subject=name,
                             measure=end - start, unit="s")  # fmt: skip


def _smooth(power: Any, readings: int = 25) -> Any:
    return np.convolve(power, np.ones(readings) / readings, "same")


def _pairs(heard: Heard) -> Iterator[Finding]:
    """Polarity, mono compatibility, balance and dual mono of the front and surround pairs."""
    measures = heard.measures
    for pair, products in measures.pairs.items():
        one, other, both = (float(value) for value in products.sum(axis=0))
        quiet = min(one, other) < 1e-8 * len(products)
        if quiet:
            continue
        yield from _polarity(heard, pair, both / np.sqrt(one * other))
        if pair == ("FL", "FR"):
            yield from _fold(heard, one, other, both)
            yield from _balance(heard, one, other)
            yield from _same(heard, one, other, both)


def _polarity(heard: Heard, pair: tuple[str, str], likeness: float) -> Iterator[Finding]:
    names = f"{pair[0]} and {pair[1]}"
    if likeness < -0.6:
        yield judged("polarity", False, f"{names} are inverted against each other (correlation {likeness:.2f})", measure=likeness,
                     limit=-0.6, subject=pair[1])  # fmt: skip
        return
    products = heard.measures.pairs[pair]
    energy = products[:, 0] + products[:, 1]
    local = products[:, 2] / np.sqrt(np.maximum(products[:, 0] * products[:, 1], 1e-16))
    inverted = (local < -0.8) & (energy > 1e-5)
    spans = [(a * 0.4, b * 0.4) for a, b in _spans(inverted) if (b - a) * 0.4 >= 1.6]
    for start, end in spans[:_TOLD]:
        yield judged("polarity", False, f"{names} are inverted for {end - start:.1f} s", start_s=heard.at(start),
                     end_s=heard.at(end), subject=pair[1])  # fmt: skip
    if not spans:
        yield judged("polarity", True, f"{names}: correlation {likeness:.2f}", measure=likeness, limit=-0.6)


def _spans(flags: Any) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    return [(int(a), int(b)) for a, b in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)]


def _fold(heard: Heard, one: float, other: float, both: float) -> Iterator[Finding]:
    limit = heard.limits.mono_loss_db
    if limit is None:
        return
    loss = -10 * float(np.log10(max((one + other + 2 * both) / (2 * (one + other)), 1e-6)))
    yield judged("mono compatibility", loss <= limit, f"a fold-down to mono loses {loss:.1f} dB", Severity.WARNING, measure=loss,
                 limit=limit, unit="dB")  # fmt: skip


def _balance(heard: Heard, one: float, other: float) -> Iterator[Finding]:
    limit = heard.limits.balance_db
    if limit is None:
        return
    lean = 10 * float(np.log10(one / other))
    text = f"{'left' if lean > 0 else 'right'} is {abs(lean):.1f} dB louder"
    yield judged("balance", abs(lean) <= limit, text, Severity.WARNING, measure=lean, limit=limit, unit="dB")


def _same(heard: Heard, one: float, other: float, both: float) -> Iterator[Finding]:
    if heard.measures.track.layout != "stereo":
        return
    same = (one + other - 2 * both) < 1e-7 * (one + other)
    if same or not heard.limits.dual_mono:
        text = "both channels are the same" if same else "the channels differ"
        severity = Severity.NOTE if heard.limits.dual_mono else Severity.WARNING
        yield judged("dual mono", not same, text, severity)


_FULL_RANGE, _BAND_LIMITED = 0.03, 0.01
_LFE_HZ = 250.0


def _order(heard: Heard) -> Iterator[Finding]:
    """Whether the channels of 5.1 are where the file says: the LFE is the one without treble, dialogue is in the centre."""
    measures = heard.measures
    names = measures.track.names
    if not heard.limits.channel_order or "LFE" not in names or len(names) < 6 or measures.spectra is None:
        return
    treble, levels = measures.spectra.share_above(_LFE_HZ), measures.channel_db
    low = [name for name in names if levels[name] > _DEAD_DB and treble[name] < _BAND_LIMITED]
    silent = [name for name in names if levels[name] <= _DEAD_DB]
    last = names[5]
    if levels["LFE"] > _DEAD_DB and treble["LFE"] > _FULL_RANGE:
        film = last in low or (last in silent and len(names) == 6)
        text = "the LFE carries full-range sound" + (f" and {last} has none: film order (L C R Ls Rs LFE)?" if film else "")
        yield judged("channel order", False, text, measure=treble["LFE"], limit=_FULL_RANGE, subject="LFE")
    else:
        yield judged("channel order", True, "the LFE is band-limited" if "LFE" in low else "the LFE is silent")
    yield from _centre(heard)


def _centre(heard: Heard) -> Iterator[Finding]:
    """Where speech is known of, its level in the centre against the front pair, above what sounds between lines."""
    measures, names = heard.measures, heard.measures.track.names
    if not heard.speech or "FC" not in names:
        return
    times = STEP_S * (np.arange(len(measures.power)) + 0.5)
    spoken = np.zeros(len(times), np.bool_)
    for start, end in heard.speech:
        spoken |= (times >= start) & (times < end)
    if spoken.sum() < 25 or (~spoken).sum() < 25:
        return
    gain = {name: float(measures.power[spoken, i].mean() - measures.power[~spoken, i].mean()) for i, name in enumerate(names)}
    loudest = max(gain, key=lambda name: gain[name])
    good = gain["FC"] >= 0.5 * gain[loudest] or gain[loudest] <= 1e-7
    yield judged("dialogue channel", good, "dialogue is in the centre" if good else f"dialogue is loudest in {loudest}",
                 Severity.WARNING, subject="" if good else loudest)  # fmt: skip


_CHECKS: tuple[Callable[[Heard], Iterator[Finding]], ...] = (
    _loudness, _true_peak, _clipping, _clicks, _dropouts, _silence, _dc_offset, _hum, _layout, _missing, _pairs, _order,
)  # fmt: skip
