# SPDX-License-Identifier: Apache-2.0
"""The channels of a sound: which there are, which are missing, inverted, out of balance or in another's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from aiprod.film.findings import Finding, Severity
from aiprod.quality.sound import STEP_S, quiet_stretches
from aiprod.quality.sound_limits import TOLD, Heard, judged

_DEAD_DB, _ALIVE_DB, _LOST_S = -80.0, -55.0, 5.0


def check_layout(heard: Heard) -> Iterator[Finding]:
    track, allowed = heard.measures.track, heard.limits.layouts
    if allowed:
        wanted = ", ".join(allowed)
        yield judged("channel layout", track.layout in allowed, f"{track.layout}; allowed: {wanted}")


def check_missing(heard: Heard) -> Iterator[Finding]:
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


def check_pairs(heard: Heard) -> Iterator[Finding]:
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
    for start, end in spans[:TOLD]:
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


def check_order(heard: Heard) -> Iterator[Finding]:
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
