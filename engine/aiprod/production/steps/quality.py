# SPDX-License-Identifier: Apache-2.0
"""Quality: the delivered file against the plan it was made to."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from aiprod.film.files import read_json, write_atomically, write_json
from aiprod.film.findings import QualityReport
from aiprod.film.hashing import hash_file
from aiprod.film.takes import Take
from aiprod.media.video import packets_hash
from aiprod.models import library
from aiprod.production.cut import Cut
from aiprod.production.edited import film_frames, line_starts, shots_seen
from aiprod.production.recipes import recipe
from aiprod.production.steps.editing import save
from aiprod.quality.inspection import examine, voice_score
from aiprod.quality.markers import mark_timeline
from aiprod.quality.page import stills_at, write_page
from aiprod.quality.picture import PictureMeasures, joined, measure_picture
from aiprod.quality.plan import PlannedLine, QualityPlan
from aiprod.rendering.segments import Segment

VERSION = 1
REPORT_VERSION = 2
PICTURE_VERSION = 3


def score_voices(cut: Cut) -> None:
    """Predict the quality of every line's voice, while the workers are busy with pictures."""
    spoken = list(cut.spoken.items())
    for number, (line, item) in enumerate(spoken, start=1):
        made = recipe(
            "quality", "voice score", f"mos/{VERSION}", takes={"speech": item.take}, models=(library.use("distillmos"),)
        )
        take = cut.studio.take(f"voice score {line}", made, partial(_score, item.path), number, len(spoken))
        cut.scores[line] = float(take.facts["mos"])


def _score(voice: Path, _folder: Path) -> dict[str, Any]:
    return {"mos": voice_score(voice)}


def start_picture(cut: Cut, segments: list[Take]) -> None:
    """Measure the picture of every rendered piece in the workers; unchanged pieces were measured before."""
    rate = [cut.brief.rate.numerator, cut.brief.rate.denominator]
    for number, segment in enumerate(segments, start=1):
        made = recipe("quality", "picture", f"picture/{PICTURE_VERSION}", takes={"segment": segment}, parameters={"rate": rate})
        arguments = {"picture": str(cut.studio.path(segment, "picture.mp4")), "rate": rate}
        name = f"picture measures {number}"
        cut.measures.append(cut.studio.start(name, made, "aiprod.production.steps.quality:measure_segment", arguments))


def measure_segment(folder: Path, *, picture: str, rate: list[int]) -> dict[str, Any]:
    """Builder: the measures of one piece."""
    measures = measure_picture(Path(picture), Fraction(*rate))
    measures.save(folder)
    return {"frames": measures.frames}


def run(cut: Cut) -> None:
    """Inspect the film and lay the report beside it, as JSON and as a page."""
    assert cut.package is not None
    plan = plan_of(cut)
    write_json(cut.root / "delivery" / "plan.json", plan.to_json())
    film = next(cut.studio.path(cut.package, item.path) for item in cut.package.files if item.path.endswith(".mp4"))
    picture = _picture(cut, film)
    made = recipe("quality", "report", f"inspection/{REPORT_VERSION}", takes={"package": cut.package},
                  objects={"plan": _pathless(plan)}, models=(library.use("whisper-base"),))  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        seen = examine(film, plan.rooted(cut.root), picture=picture, scores=cut.scores)
        language, profile = cut.script.language, seen.profile
        write_json(folder / "quality.json", seen.report.to_json())
        stills = stills_at(film, seen.report, seen.stills)
        write_page(seen.report, folder / "quality.html", language, cut.script.title, stills=stills,
                   profile=profile.title(language), source=profile.source)  # fmt: skip
        return {"passed": seen.report.passed}

    take = cut.studio.take("quality report", made, build)
    report = QualityReport.from_json(read_json(cut.studio.path(take, "quality.json")))
    delivered = cut.root / "delivery" / film.name  # the same film, signed: its bytes are others each time
    cut.report = report.changed(sha256=hash_file(delivered)) if delivered.is_file() else report
    write_json(cut.root / "delivery" / "quality.json", cut.report.to_json())
    write_atomically(cut.root / "delivery" / "quality.html", cut.studio.path(take, "quality.html").read_bytes())
    cut.delivery += ("delivery/quality.json", "delivery/quality.html")
    _mark(cut, cut.report)


def _mark(cut: Cut, report: QualityReport) -> None:
    """The findings as markers on the film's timeline, instead of an earlier check's."""
    if cut.timeline is not None:
        mark_timeline(cut.timeline, report, cut.brief.rate.fps)
        save(cut)


def _picture(cut: Cut, film: Path) -> PictureMeasures:
    """The measures of the finished file's picture.

    The pieces' measures stand for it when the file holds the very packets that the pieces were joined to; otherwise (the
    film had to be encoded as a whole, or the file is not what was packed) the file itself is decoded and measured.
    """
    assert cut.picture is not None
    pieces = [PictureMeasures.load(cut.studio.takes.folder(cut.studio.finish(p, n, len(cut.measures)).id))
              for n, p in enumerate(cut.measures, start=1)]  # fmt: skip
    same = packets_hash(film) == packets_hash(cut.studio.path(cut.picture, "picture.mp4"))
    if same and not cut.picture.facts.get("encoded_again"):
        return joined(pieces)
    return measure_picture(film, cut.brief.rate.fps)


def plan_of(cut: Cut) -> QualityPlan:
    """The plan, with paths inside the film folder."""
    assert cut.mix is not None and cut.package is not None
    starts, brief = line_starts(cut, whole=True), cut.brief
    lines = tuple(_planned(cut, line, starts[line]) for line in cut.spoken if line in starts)
    subtitles = next((f"delivery/{item.path}" for item in cut.package.files if item.path.endswith(".srt")), "")
    dark = tuple(_dark(cut.segments, cut))
    return QualityPlan(
        title=cut.script.title, language=cut.script.language, frames=film_frames(cut), rate=brief.rate,
        width=brief.width, height=brief.height, target_lufs=brief.loudness_lufs, true_peak_dbtp=brief.mixing.true_peak_dbtp,
        anchor=brief.mixing.anchor, lines=lines, dark=dark, still=dark,
        mix=cut.inside(cut.studio.path(cut.mix, "mix.wav")), subtitles=subtitles,
        shots=tuple((time.shot.id, round(brief.rate.seconds(time.cut_in), 4)) for time in shots_seen(cut)),
    )  # fmt: skip


def _planned(cut: Cut, line: str, start_s: float) -> PlannedLine:
    spoken = cut.spoken[line]
    speaker = cut.script.character(spoken.speech.character).name
    end_s = start_s + spoken.speech.duration_s
    return PlannedLine(
        line=cut.script.line(line),
        speaker=speaker,
        start_s=round(start_s, 4),
        end_s=round(end_s, 4),
        voice=cut.inside(spoken.path),
    )


def _dark(segments: tuple[Segment, ...], cut: Cut) -> list[tuple[float, float]]:
    """Stretches that are black, or on their way from or to black, on purpose."""
    found: list[tuple[int, int]] = []
    for segment in segments:
        lit = segment.outgoing is not None and (segment.kind == "cut" or segment.incoming is not None)
        if lit and segment.kind != "fade":
            continue
        start, end = segment.start, segment.start + segment.frames
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(cut.brief.rate.seconds(start), cut.brief.rate.seconds(end)) for start, end in found]


def _pathless(plan: QualityPlan) -> QualityPlan:
    """For the recipe: the takes stand for what lies at the paths."""
    return plan.changed(mix="", subtitles="", lines=tuple(item.changed(voice="") for item in plan.lines))
