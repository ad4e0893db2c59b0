# SPDX-License-Identifier: Apache-2.0
"""The inspection: all checks of a finished file, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.film.hashing import hash_file
from aiprod.media.audio import Samples, read_audio
from aiprod.media.loudness import Loudness, measure, momentary
from aiprod.quality.picture import PictureMeasures, measure_picture, runs
from aiprod.quality.plan import QualityPlan
from aiprod.quality.sound import decode_sound, offset_against, silences

_FROZEN_S, _BLACK_S = 1.0, 0.5
_LOUDNESS_TOLERANCE = 0.5
_LEGAL_SHARE, _REPEATED_SHARE = 0.01, 0.01
_FLASH_EDGES = 6
_MOS_WARNING = 3.8
_REC709 = (1, 1, 1, 1)
_AI_WORDS = ("AI-generated", "Généré par IA")
_TAIL_BYTES = 1 << 18


@dataclass(frozen=True)
class Inspected:
    """A file, opened and measured once."""

    path: Path
    rate: Fraction
    picture: PictureMeasures
    sound: Samples
    sound_start_s: float
    loudness: Loudness
    plan: QualityPlan | None
    tags: dict[str, str]
    scores: dict[str, float]

    @property
    def duration_s(self) -> float:
        return float(self.picture.frames / self.rate)


def inspect(
    path: Path,
    plan: QualityPlan | None = None,
    *,
    picture: PictureMeasures | None = None,
    scores: Mapping[str, float] | None = None,
) -> QualityReport:
    """Check a finished file. Raises UserError when it can't be read as a film at all.

    Args:
        path: the file.
        plan: what it is held against; without one, only general limits count.
        picture: its picture's measures, where they are at hand (`measure_picture`); else it is decoded for them.
        scores: predicted MOS of lines, by line id, where they are at hand.
    """
    rate, tags = _probe(path)
    sound, start = decode_sound(path)
    seen = measure_picture(path, rate) if picture is None else picture
    opened = Inspected(path, rate, seen, sound, start, measure(sound), plan, tags, dict(scores or {}))
    findings = [finding for check in _CHECKS for finding in check(opened)]
    return QualityReport(
        file=path.name, sha256=hash_file(path), duration_s=opened.duration_s, findings=tuple(findings), measures=_measures(opened)
    )


def _probe(path: Path) -> tuple[Fraction, dict[str, str]]:
    import av

    try:
        with av.open(str(path)) as container:
            return container.streams.video[0].average_rate or Fraction(24), dict(container.metadata)
    except IndexError as error:
        raise UserError(f"{path.name} has no picture", "it holds no video stream") from error
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"{path.name} can't be read as a film", str(error), "Check that the file is whole.") from error


def _measures(opened: Inspected) -> dict[str, Any]:
    return {
        "frames": opened.picture.frames, "rate": str(opened.rate), "width": opened.picture.width, "height": opened.picture.height,
        "loudness_lufs": round(opened.loudness.integrated_lufs, 2), "range_lu": round(opened.loudness.range_lu, 2),
        "true_peak_dbtp": round(opened.loudness.true_peak_dbtp, 2),
        "momentary_lufs": [round(value, 1) for value in momentary(opened.sound)],
        "mean_luma": [round(value, 1) for value in opened.picture.mean_luma],
    }  # fmt: skip


def _judged(check: str, good: bool, message: str, **fields: Any) -> Finding:
    return Finding(check=check, severity=Severity.PASS if good else Severity.FAIL, message=message, **fields)


def _duration(opened: Inspected) -> Iterator[Finding]:
    sound_s = len(opened.sound) / 48_000
    frame_s = float(1 / opened.rate)
    if opened.plan:
        planned, found = opened.plan.frames, opened.picture.frames
        text = f"{found} frames, {planned} planned"
        yield _judged("duration", found == planned, text, measure=float(found), limit=float(planned), unit="frames")
    gap = abs(sound_s + opened.sound_start_s - opened.duration_s)
    text = f"sound ends {gap * 1000:.0f} ms from the picture's end"
    yield _judged("sound length", gap <= max(2 * frame_s, 0.06), text, measure=gap, limit=max(2 * frame_s, 0.06), unit="s")


def _format(opened: Inspected) -> Iterator[Finding]:
    picture = opened.picture
    if opened.plan:
        same = (picture.width, picture.height) == (opened.plan.width, opened.plan.height)
        yield _judged("picture size", same, f"{picture.width}×{picture.height}, {opened.plan.width}×{opened.plan.height} planned")
    severity = Severity.PASS if picture.tags == _REC709 else Severity.WARNING
    yield Finding(check="colour tags", severity=severity, message=f"primaries, transfer, matrix, range: {picture.tags}")


def _black(opened: Inspected) -> Iterator[Finding]:
    meant = opened.plan.dark if opened.plan else ()
    yield from _stretches("black frames", opened.picture.black, opened.rate, _BLACK_S, meant)


def _frozen(opened: Inspected) -> Iterator[Finding]:
    meant = (*opened.plan.still, *opened.plan.dark) if opened.plan else ()
    yield from _stretches("frozen picture", opened.picture.still, opened.rate, _FROZEN_S, meant)


def _stretches(
    check: str, flags: list[bool], rate: Fraction, least_s: float, meant: Sequence[tuple[float, float]]
) -> Iterator[Finding]:  # fmt: skip
    """A finding for each stretch that lasts too long and is not meant; a pass when there is none."""
    bad = [(a, b) for a, b in runs(flags, rate) if b - a >= least_s and not _inside(a, b, meant)]
    for start, end in bad:
        yield Finding(check=check, severity=Severity.FAIL, message=f"for {end - start:.2f} s", start_s=start, end_s=end,
                      measure=end - start, limit=least_s, unit="s")  # fmt: skip
    if not bad:
        yield _judged(check, True, "none", limit=least_s, unit="s")


def _inside(start: float, end: float, meant: Sequence[tuple[float, float]], slack: float = 0.1) -> bool:
    return any(a - slack <= start and end <= b + slack for a, b in meant)


def _repeated(opened: Inspected) -> Iterator[Finding]:
    """Single repeated frames; long runs are the frozen picture's business."""
    found = [start for start, _ in runs(opened.picture.repeated, opened.rate)]
    share = sum(opened.picture.repeated) / max(opened.picture.frames, 1)
    severity = Severity.PASS if share <= _REPEATED_SHARE else Severity.WARNING
    text = f"{sum(opened.picture.repeated)} frames repeat the one before"
    at = found[0] if severity is Severity.WARNING else None
    yield Finding(check="duplicate frames", severity=severity, message=text, measure=share, limit=_REPEATED_SHARE, start_s=at)


def _flashes(opened: Inspected) -> Iterator[Finding]:
    for check, times in (("flashes", opened.picture.flash_times), ("red flashes", opened.picture.red_flash_times)):
        worst, at = _densest(times)
        fields: dict[str, Any] = {"measure": worst / 2, "limit": 3.0, "unit": "flashes/s"}
        if worst > _FLASH_EDGES:
            yield _judged(check, False, f"{worst / 2:.0f} flashes within a second", start_s=at, end_s=at + 1, **fields)
        else:
            yield _judged(check, True, f"at most {worst / 2:.1f} a second", **fields)


def _densest(times: Sequence[float]) -> tuple[int, float]:
    """The most events within any second, and when that second begins."""
    best, at = 0, 0.0
    for index, start in enumerate(times):
        count = sum(1 for time in times[index:] if time < start + 1.0)
        if count > best:
            best, at = count, start
    return best, at


def _legal(opened: Inspected) -> Iterator[Finding]:
    share = opened.picture.outside_legal
    text = f"{share:.2%} of the samples of the worst frame lie outside"
    yield _judged("legal range", share <= _LEGAL_SHARE, text, measure=share, limit=_LEGAL_SHARE)


def _loudness(opened: Inspected) -> Iterator[Finding]:
    found = opened.loudness
    if opened.plan:
        measured, what = _at_anchor(opened, opened.plan)
        off = measured - opened.plan.target_lufs
        text = f"{measured:.1f} LUFS{what}, target {opened.plan.target_lufs:.1f}"
        yield _judged("loudness", abs(off) <= _LOUDNESS_TOLERANCE, text, measure=measured,
                      limit=opened.plan.target_lufs, unit="LUFS")  # fmt: skip
    else:
        yield Finding(check="loudness", severity=Severity.NOTE, message=f"{found.integrated_lufs:.1f} LUFS, no target known",
                      measure=found.integrated_lufs, unit="LUFS")  # fmt: skip
    ceiling = opened.plan.true_peak_dbtp if opened.plan else -1.0
    text = f"{found.true_peak_dbtp:.1f} dBTP"
    yield _judged("true peak", found.true_peak_dbtp <= ceiling, text, measure=found.true_peak_dbtp, limit=ceiling, unit="dBTP")


def _at_anchor(opened: Inspected, plan: QualityPlan) -> tuple[float, str]:
    """The loudness that the target is about, and its name where it is not the programme's."""
    if plan.anchor == "programme" or not plan.lines:
        return opened.loudness.integrated_lufs, ""
    from aiprod.media.meter import metered

    spoken = metered(opened.sound, [(item.start_s, item.end_s) for item in plan.lines]).dialogue_lufs
    assert spoken is not None
    return spoken, " while somebody speaks"


def _silence(opened: Inspected) -> Iterator[Finding]:
    found = silences(opened.sound)
    for start, end in found:
        text = f"digital silence for {end - start:.1f} s"
        yield Finding(check="silence", severity=Severity.WARNING, message=text, start_s=start, end_s=end, measure=end - start,
                      limit=1.0, unit="s")  # fmt: skip
    if not found:
        yield _judged("silence", True, "none")


def _sync(opened: Inspected) -> Iterator[Finding]:
    frame_s = float(1 / opened.rate)
    if opened.plan and opened.plan.mix:
        late = offset_against(opened.sound, read_audio(Path(opened.plan.mix))) + opened.sound_start_s
        text = f"sound is {abs(late) * 1000:.1f} ms {'late' if late > 0 else 'early'} against the mix"
        yield _judged("sync", abs(late) <= frame_s / 2, text, measure=late, limit=frame_s / 2, unit="s")
    else:
        start = opened.sound_start_s
        yield _judged("sync", abs(start) <= frame_s, f"sound starts {start * 1000:.1f} ms after the picture", measure=start,
                      limit=frame_s, unit="s")  # fmt: skip


def _subtitles(opened: Inspected) -> Iterator[Finding]:
    if opened.plan and opened.plan.subtitles:
        from aiprod.quality.subtitles import check_subtitles

        yield from check_subtitles(Path(opened.plan.subtitles), opened.plan)


def _dialogue(opened: Inspected) -> Iterator[Finding]:
    """Every line is heard in the finished file: speech recognition against the screenplay."""
    if not opened.plan or not opened.plan.lines:
        return
    from aiprod.quality.speech import recognise_lines

    placed = [(item.line, item.start_s, item.end_s) for item in opened.plan.lines]
    starts = {item.line.id: item.start_s for item in opened.plan.lines}
    for heard in recognise_lines(opened.sound, placed, opened.plan.language):
        severity = Severity.PASS if heard.recognised else Severity.FAIL
        text = f"heard “{heard.heard}”" if heard.heard else "nothing was heard"
        yield Finding(check="dialogue", severity=severity, message=text, subject=heard.line, start_s=starts[heard.line],
                      measure=round(heard.wer, 3), unit="WER")  # fmt: skip


def _voices(opened: Inspected) -> Iterator[Finding]:
    """Predicted mean opinion score of each line, on the dry voice."""
    spoken = [item for item in opened.plan.lines if item.voice] if opened.plan else []
    if not spoken:
        return
    for item in spoken:
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
    marked = _has_source_type(opened.path)
    said = any(word in " ".join(opened.tags.values()) for word in _AI_WORDS)
    text = {
        (True, True): "the file says that it is AI-generated, to people and to machines",
        (True, False): "the file says so to machines only",
        (False, True): "the file says so to people only",
        (False, False): "the file does not say that it is AI-generated",
    }[marked, said]
    yield _judged("AI label", marked and said, text)


def _has_source_type(path: Path) -> bool:
    """Whether an IPTC digital source type stands in the metadata at the end of the file."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return b"cv.iptc.org/newscodes/digitalsourcetype/" in stream.read()


_CHECKS = (
    _duration, _format, _black, _frozen, _repeated, _flashes, _legal, _loudness, _silence, _sync, _subtitles, _dialogue, _voices,
    _label,
)  # fmt: skip
