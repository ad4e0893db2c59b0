# SPDX-License-Identifier: Apache-2.0
"""Editing: the timeline of takes, lines and titles, and the cues for what else is heard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aiprod.editing import assemble, continuity, spotting
from aiprod.editing.clock import times
from aiprod.film.cues import Spotting
from aiprod.film.files import write_atomically
from aiprod.film.findings import Severity
from aiprod.film.mix import Stem
from aiprod.production.cut import Cut
from aiprod.production.edited import lay_edit


def spot(cut: Cut) -> Spotting:
    """Where music, ambience and effects belong."""
    return spotting.spot(cut.shot_list, cut.brief.rate, cut.script, cut.brief.seed)


def run(cut: Cut) -> None:
    """Assemble the timeline, or take the user's, and report what a script supervisor would notice."""
    takes = {
        shot.id: assemble.TakeRef(cut.inside(cut.studio.path(cut.footage[shot.id], "picture.mp4")), cut.footage[shot.id].id,
                                  shot.frames, cut.footage[shot.id].facts["label"])
        for shot in cut.shot_list.shots
    }  # fmt: skip
    if cut.film.timeline is None:
        _assemble(cut, takes)
    else:
        lay_edit(cut, takes)
    save(cut)


def _assemble(cut: Cut, takes: dict[str, assemble.TakeRef]) -> None:
    """The studio's own edit."""
    speech = {line: (spoken.speech, cut.inside(spoken.path)) for line, spoken in cut.spoken.items()}
    cut.timeline = assemble.assemble(
        cut.shot_list, cut.script, takes, speech, cut.brief.rate, width=cut.brief.width, height=cut.brief.height
    )
    assemble.lay_sound(cut.timeline, [stem.changed(file=cut.inside(Path(stem.file))) for stem in cut.stems])
    makers = {shot: take.model for shot, take in takes.items()}
    found = (*continuity.check(cut.shot_list), *continuity.check_makers(times(cut.shot_list), makers, cut.brief.rate))
    for finding in found:
        if finding.severity in (Severity.WARNING, Severity.FAIL):
            cut.studio.warn("editing", f"{finding.check}: {finding.message}")


def save(cut: Cut) -> None:
    """Write timeline.otio."""
    assert cut.timeline is not None
    write_atomically(cut.root / "timeline.otio", cut.timeline.to_json_string().encode())


def dialogue_stems(cut: Cut) -> Iterable[Stem]:
    """The spoken lines on the film's time."""
    starts = assemble.line_starts(cut.shot_list, cut.brief.rate)
    for line, spoken in cut.spoken.items():
        if line in starts:
            sha256 = next(file.sha256 for file in spoken.take.files if file.path == "speech.wav")
            yield Stem(
                name=f"line {line}", bus="dialogue", file=str(spoken.path), sha256=sha256, start_s=starts[line],
                duration_s=spoken.speech.duration_s,
            )  # fmt: skip
