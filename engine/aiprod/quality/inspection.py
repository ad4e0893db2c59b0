# SPDX-License-Identifier: Apache-2.0
"""The inspection: all checks of a finished film or of any file, in the order of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.film.hashing import hash_file
from aiprod.media.audio import read_audio
from aiprod.media.cues import CueList, embedded_cues, read_cues
from aiprod.quality.container import ContainerFacts, check_container, probe
from aiprod.quality.graphs import graphs
from aiprod.quality.listening import Listened
from aiprod.quality.picture import PictureMeasures, measure_picture
from aiprod.quality.picture_checks import check_picture
from aiprod.quality.plan import QualityPlan
from aiprod.quality.profiles import GENERAL, Profile, load_profile
from aiprod.quality.sound import SoundMeasures, measure_sound
from aiprod.quality.sound_checks import check_sound, judged
from aiprod.quality.soundtrack import find_soundtrack, speech_pieces

_PLAN_TOLERANCE_LU = 0.5
_MOS_WARNING = 3.8
_LEADER_SYNC_S = 0.045
_AI_WORDS = ("AI-generated", "Généré par IA")
_COMPUTER_WORDS = (*_AI_WORDS, "Made by computer", "Fait par ordinateur")
"""What a film may say in which no trained model took part."""
_SOURCE_TYPE = re.compile(rb"cv\.iptc\.org/newscodes/digitalsourcetype/(\w+)")
_TAIL_BYTES = 1 << 18


@dataclass
class Inspected:
    """A file, opened and measured once."""

    path: Path
    facts: ContainerFacts
    rate: Fraction
    picture: PictureMeasures | None
    sound: SoundMeasures | None
    plan: QualityPlan | None
    profile: Profile
    scores: dict[str, float]
    subtitles: list[CueList] = field(default_factory=list)
    listened: Listened | None = None
    language: Language = "en"

    @property
    def duration_s(self) -> float:
        if self.picture is not None:
            return float(self.picture.frames / self.rate)
        return self.sound.duration_s if self.sound is not None else 0.0

    @cached_property
    def speech(self) -> list[tuple[float, float]]:
        """When somebody speaks, in seconds from the first sample: from the plan, from listening, or found now if a limit is
        about the dialogue."""
        if self.sound is None:
            return []
        if self.plan is not None and self.plan.lines:
            return [(item.start_s - self.sound.start_s, item.end_s - self.sound.start_s) for item in self.plan.lines]
        if self.listened is not None:
            return list(self.listened.regions)
        if self.profile.sound.anchor == "dialogue" and self.plan is None:
            from aiprod.quality.listening import speech_regions

            return speech_regions(self.sound.track)
        return []


@dataclass(frozen=True)
class Examined:
    """A report, and what a page shows beside it."""

    report: QualityReport
    stills: dict[float, NDArray[np.uint8]]
    profile: Profile
    language: Language


def inspect(
    path: Path,
    plan: QualityPlan | None = None,
    *,
    profile: Profile | None = None,
    picture: PictureMeasures | None = None,
    scores: Mapping[str, float] | None = None,
    subtitles: Sequence[Path] = (),
    listen: bool = False,
    language: Language | None = None,
) -> QualityReport:
    """Check a finished file. Raises UserError when it can't be read as a film at all.

    Args:
        path: the file.
        plan: what it is held against; without one, only the profile's limits count.
        profile: a delivery's demands. None: what is a fault anywhere, and the plan's own loudness target.
        picture: its picture's measures, where they are at hand (`measure_picture`); else it is decoded for them.
        scores: predicted MOS of lines, by line id, where they are at hand.
        subtitles: files that belong to it, beside the tracks inside it and the plan's own.
        listen: recognise the speech of a file without a plan: subtitles are held against it, and its voices are scored.
        language: of what is said, and of the report's page; None: the plan's, or found by listening.
    """
    return examine(path, plan, profile=profile, picture=picture, scores=scores, subtitles=subtitles, listen=listen,
                   language=language).report  # fmt: skip


def examine(
    path: Path, plan: QualityPlan | None = None, *, profile: Profile | None = None, picture: PictureMeasures | None = None,
    scores: Mapping[str, float] | None = None, subtitles: Sequence[Path] = (), listen: bool = False,
    language: Language | None = None,
) -> Examined:  # fmt: skip
    """Check a file as `inspect` does, and keep the stills that were seen on the way."""
    opened = _opened(path, plan, profile or load_profile(GENERAL), picture, dict(scores or {}))
    if plan is not None and profile is None:
        opened.profile = _as_planned(opened.profile, plan)
    opened.subtitles = [*_files(plan, subtitles), *(embedded_cues(path) if opened.picture is not None else [])]
    if listen and plan is None and opened.sound is not None:
        from aiprod.quality.listening import listen as listen_to

        opened.listened = listen_to(opened.sound.track, language or _language_of(opened.subtitles))
    heard = opened.listened.language if opened.listened is not None else None
    opened.language = language or (plan.language if plan is not None else heard or "en")
    findings = [finding for check in _CHECKS for finding in check(opened)]
    report = QualityReport(
        file=path.name, sha256=hash_file(path), duration_s=opened.duration_s, findings=tuple(findings), measures=_measures(opened)
    )
    return Examined(report, _stills(opened), opened.profile, opened.language)


def _stills(opened: Inspected) -> dict[float, NDArray[np.uint8]]:
    if opened.picture is None:
        return {}
    return {round(float(frame / opened.rate), 3): rgb for frame, rgb in opened.picture.stills.items()}


def _opened(
    path: Path, plan: QualityPlan | None, profile: Profile, picture: PictureMeasures | None, scores: dict[str, float]
) -> Inspected:
    facts = probe(path)
    rate = Fraction(facts.picture.rate) or Fraction(24) if facts.picture is not None else None
    track = find_soundtrack(path)
    if rate is None and track is None:
        raise UserError(
            f"{path.name} can't be read as a film", "it holds neither picture nor sound", "Check that the file is whole."
        )
    seen = measure_picture(path, rate) if picture is None and rate is not None else picture
    sound = measure_sound(track) if track is not None else None
    return Inspected(path, facts, rate or Fraction(25), seen, sound, plan, profile, scores)


def _as_planned(profile: Profile, plan: QualityPlan) -> Profile:
    """What counts anywhere, with the film's own target."""
    sound = profile.sound.changed(
        loudness_lufs=plan.target_lufs, loudness_below_lu=_PLAN_TOLERANCE_LU, loudness_above_lu=_PLAN_TOLERANCE_LU,
        anchor=plan.anchor, true_peak_dbtp=plan.true_peak_dbtp,
    )  # fmt: skip
    return profile.changed(sound=sound)


def _files(plan: QualityPlan | None, given: Sequence[Path]) -> list[CueList]:
    planned = [Path(plan.subtitles)] if plan is not None and plan.subtitles and not given else []
    return [read_cues(path) for path in (*planned, *given)]


def _language_of(lists: Sequence[CueList]) -> Language | None:
    for cues in lists:
        if cues.language[:2] in ("en", "fr"):
            return "fr" if cues.language.startswith("fr") else "en"
    return None


def _measures(opened: Inspected) -> dict[str, Any]:
    measures: dict[str, Any] = {"profile": opened.profile.name, "rate": str(opened.rate), "language": opened.language}
    if opened.picture is not None:
        measures |= {"frames": opened.picture.frames, "width": opened.picture.width, "height": opened.picture.height}
    if opened.sound is not None:
        curve, track = opened.sound.loudness, opened.sound.track
        measures |= {
            "sample_rate": track.rate, "layout": track.layout, "loudness_lufs": round(curve.integrated_lufs, 2),
            "range_lu": round(curve.range_lu, 2), "true_peak_dbtp": round(curve.true_peak_dbtp, 2),
            "momentary_max_lufs": round(curve.momentary_max_lufs, 2), "short_term_max_lufs": round(curve.short_term_max_lufs, 2),
            "channels_dbfs": {name: round(level, 1) for name, level in opened.sound.channel_db.items()},
        }  # fmt: skip
        spoken = curve.while_speaking(opened.speech) if opened.speech else None
        measures |= {"dialogue_lufs": round(spoken, 2)} if spoken is not None else {}
    if opened.listened is not None:
        measures |= {"speech_s": round(sum(b - a for a, b in opened.listened.regions), 2), "mos": opened.listened.mos}
    return {**measures, "graphs": graphs(opened.picture, opened.sound, opened.profile.sound)}


# --- checks -----------------------------------------------------------------------------------------------------------


def _container(opened: Inspected) -> Iterator[Finding]:
    yield from check_container(opened.facts, opened.profile.container, opened.plan)


def _duration(opened: Inspected) -> Iterator[Finding]:
    """Decoded frames against the plan, and decoded sound against decoded picture."""
    picture, sound, plan = opened.picture, opened.sound, opened.plan
    if plan is not None and picture is not None:
        text = f"{picture.frames} frames, {plan.frames} planned"
        yield judged("duration", picture.frames == plan.frames, text, measure=float(picture.frames), limit=float(plan.frames),
                     unit="frames")  # fmt: skip
        same = (picture.width, picture.height) == (plan.width, plan.height)
        yield judged("picture size", same, f"{picture.width}×{picture.height}, {plan.width}×{plan.height} planned")
    if picture is not None and sound is not None:
        gap = abs(sound.duration_s + sound.start_s - opened.duration_s)
        limit = max(float(2 / opened.rate), 0.06)
        text = f"sound ends {gap * 1000:.0f} ms from the picture's end"
        yield judged("sound length", gap <= limit, text, measure=gap, limit=limit, unit="s")


def _picture(opened: Inspected) -> Iterator[Finding]:
    if opened.picture is not None:
        yield from check_picture(opened.picture, opened.profile.picture, opened.plan)


def _sound(opened: Inspected) -> Iterator[Finding]:
    if opened.sound is not None:
        yield from check_sound(opened.sound, opened.profile.sound, opened.plan, opened.speech)
        others = opened.sound.track.others
        if others:
            text = f"{len(others)} more sound streams were not listened to"
            yield Finding(check="other sound", severity=Severity.NOTE, message=text)
    else:
        yield Finding(check="sound", severity=Severity.NOTE, message="the file has no sound")


def _sync(opened: Inspected) -> Iterator[Finding]:
    """Sound against picture: by the mix that went in, or by flashes and beeps where there are any. (When the streams begin is the
    container's business.)"""
    sound, plan = opened.sound, opened.plan
    if sound is None or opened.picture is None:
        return
    limit = opened.profile.sound.sync_s
    frame_s = float(1 / opened.rate)
    if plan is not None and plan.mix:
        yield from _against_mix(sound, Path(plan.mix), limit or frame_s / 2)
        return
    from aiprod.quality.sync import flash_and_beep

    pairs = flash_and_beep(opened.picture.mean_luma, opened.rate, sound)
    if pairs:
        late = sorted(beep - flash for flash, beep in pairs)[len(pairs) // 2]
        limit = max(limit or _LEADER_SYNC_S, 0.02)
        text = f"beeps are {abs(late) * 1000:.0f} ms {'late' if late > 0 else 'early'} against {len(pairs)} flashes"
        yield judged("sync", abs(late) <= limit, text, measure=late, limit=limit, unit="s", start_s=pairs[0][0])


def _against_mix(sound: SoundMeasures, mix: Path, limit: float) -> Iterator[Finding]:
    from aiprod.quality.sync import offset_of

    found = offset_of(sound.track, sound.start_s, mix)
    late = found.late_s
    text = f"sound is {abs(late) * 1000:.1f} ms {'late' if late > 0 else 'early'} against the mix"
    yield judged("sync", abs(late) <= limit, text, measure=late, limit=limit, unit="s")
    drift = f"sound drifts by {found.drift_s * 1000:.1f} ms"
    yield judged("drift", abs(found.drift_s) <= limit, drift, measure=found.drift_s, limit=limit, unit="s")


def _subtitles(opened: Inspected) -> Iterator[Finding]:
    from aiprod.quality.subtitles import Shown, check_subtitles

    words = opened.listened.words if opened.listened is not None else None
    offset = opened.sound.start_s if opened.sound is not None else 0.0
    moved = None if words is None else [w.changed(start_s=w.start_s + offset, end_s=w.end_s + offset) for w in words]
    for cues in opened.subtitles:
        yield from check_subtitles(
            Shown(cues, opened.profile.subtitles, opened.rate, opened.duration_s, opened.plan, moved, opened.language)
        )
    if not opened.subtitles and opened.profile.subtitles.required:
        yield Finding(check="subtitles", severity=Severity.FAIL, message="there are none, and the profile demands them")


def _dialogue(opened: Inspected) -> Iterator[Finding]:
    """Every line is heard in the finished file: speech recognition against the screenplay."""
    if opened.sound is None or opened.plan is None or not opened.plan.lines:
        return
    from aiprod.quality.speech import RATE, line_spans, recognise_pieces

    begin = opened.sound.start_s
    placed = [(item.line, item.start_s - begin, item.end_s - begin) for item in opened.plan.lines]
    pieces = speech_pieces(opened.sound.track, line_spans(placed), RATE)
    starts = {item.line.id: item.start_s for item in opened.plan.lines}
    for heard in recognise_pieces(lambda start, end: pieces[start, end], placed, opened.plan.language):
        severity = Severity.PASS if heard.recognised else Severity.FAIL
        text = f"heard “{heard.heard}”" if heard.heard else "nothing was heard"
        yield Finding(check="dialogue", severity=severity, message=text, subject=heard.line, start_s=starts[heard.line],
                      measure=round(heard.wer, 3), unit="WER")  # fmt: skip


def _understood(opened: Inspected) -> Iterator[Finding]:
    """What listening to a foreign file brought, as information."""
    listened = opened.listened
    if listened is None:
        return
    spoken = sum(b - a for a, b in listened.regions)
    said = " ".join(word.text for word in listened.words)
    shown = f"“{said[:160]}{'…' if len(said) > 160 else ''}”"
    text = f"{spoken:.1f} s of speech, {len(listened.words)} words in {listened.language}: {shown}"
    yield Finding(check="dialogue", severity=Severity.NOTE, message=text if spoken else "nobody speaks", measure=round(spoken, 2),
                  unit="s")  # fmt: skip
    if listened.mos is not None:
        yield Finding(check="voice quality", severity=Severity.NOTE, message=f"predicted MOS {listened.mos:.2f} in the mix",
                      measure=listened.mos, unit="MOS")  # fmt: skip


def _voices(opened: Inspected) -> Iterator[Finding]:
    """Predicted mean opinion score of each line, on the dry voice."""
    for item in opened.plan.lines if opened.plan else ():
        if not item.voice:
            continue
        score = opened.scores[item.line.id] if item.line.id in opened.scores else voice_score(Path(item.voice))
        severity = Severity.PASS if score >= _MOS_WARNING else Severity.WARNING
        yield Finding(check="voice quality", severity=severity, message=f"predicted MOS {score:.2f}", subject=item.line.id,
                      start_s=item.start_s, measure=round(score, 3), limit=_MOS_WARNING, unit="MOS")  # fmt: skip


def voice_score(path: Path) -> float:
    """Predicted MOS of a dry voice."""
    from aiprod.quality.mos import predict_mos

    return predict_mos(read_audio(path)[:, 0])


def _label(opened: Inspected) -> Iterator[Finding]:
    """The IPTC digital source type, and the same in plain words (EU AI Act, article 50)."""
    if not opened.plan:
        return
    term = _source_type(opened.path)
    marked, words = bool(term), _COMPUTER_WORDS if term == "algorithmicMedia" else _AI_WORDS
    said = any(word in " ".join(opened.facts.metadata.values()) for word in words)
    text = {
        (True, True): "the file says how it was made, to people and to machines",
        (True, False): "the file says so to machines only",
        (False, True): "the file says so to people only",
        (False, False): "the file does not say how it was made",
    }[marked, said]
    yield judged("AI label", marked and said, text)


def _source_type(path: Path) -> str:
    """The IPTC digital source type in the metadata at the end of the file; "" where there is none."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        found = _SOURCE_TYPE.search(stream.read())
    return found[1].decode() if found else ""


_CHECKS = (
    _container, _duration, _picture, _sound, _sync, _subtitles, _dialogue, _understood, _voices, _label,
)  # fmt: skip
