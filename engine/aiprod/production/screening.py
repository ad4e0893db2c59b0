# SPDX-License-Identifier: Apache-2.0
"""A film as it stands at this moment, ready to be played: the user's edit, grades and mix on whatever has been made.

A film that is half made plays too: the storyboard's stills stand for shots that weren't shot, and what is missing is told, so
that whoever shows the film can say so in its place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.editing import assemble
from aiprod.editing.conform import conform
from aiprod.editing.document import document_of, flattened
from aiprod.film.errors import EngineError
from aiprod.film.film import Film
from aiprod.film.findings import Finding
from aiprod.film.time import FrameRate
from aiprod.film.timeline import ShotFootage, Timeline
from aiprod.production.mix_plans import mix_plan
from aiprod.production.screening_picture import Footages, Kind, Missing, Part, picture_of
from aiprod.production.screening_sound import FinishedMix, RoughMix, Soundtrack
from aiprod.production.screening_stems import Stems, finished_mix
from aiprod.rendering.segments import PictureFormat, Segment

if TYPE_CHECKING:
    from aiprod.production.standing import Standing

__all__ = ["Kind", "Missing", "Part", "Screening", "Soundtrack", "screen"]


@dataclass(frozen=True)
class Screening:
    """Everything that is needed to play a film.

    Attributes:
        segments: of the picture, in the film's order, without holes; empty where there is nothing yet.
        frames: the film's length.
        rate: its frame rate.
        size: width and height of the film.
        timeline: what is played: conformed to what there is, on one picture track.
        parts: what is seen from cut to cut.
        missing: what can't be shown or heard. Its picture is black, its sound silent.
        sound: the sound, real or roughly mixed.
        findings: where the user's edit could not be followed to the letter.
    """

    segments: tuple[Segment, ...]
    frames: int
    rate: FrameRate
    size: tuple[int, int]
    timeline: Timeline
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]
    sound: Soundtrack
    findings: tuple[Finding, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _bench: _Bench | None = field(default=None, repr=False, compare=False)

    def part_at(self, frame: int) -> Part | None:
        """What is seen at a frame; None outside the film."""
        number = bisect_right(self._starts, frame) - 1
        return self.parts[number] if number >= 0 and frame < self.parts[number].end else None


def screen(
    root: Path, film: Film, standing: Standing, timeline: Timeline | None = None, before: Screening | None = None
) -> Screening:
    """A film, ready to be played. Takes a moment for a long one: not for the interface's thread.

    Args:
        root: the film's folder.
        film: the document.
        standing: what was made of it.
        timeline: the edit to be played; by default the document's, or without one what the studio would assemble.
        before: an earlier screening of the film: what hasn't changed since is taken from it.

    Raises:
        UserError: the edit counts other frames a second than the film, or has a transition that there isn't.
    """
    bench = _Bench.of(film, standing, before)
    document = timeline if timeline is not None and (film.timeline is not None or bench.studio is None) else None
    laid, findings = bench.conformed(document or film.timeline)
    flat = flattened(laid)
    fmt = PictureFormat(width=film.brief.width, height=film.brief.height, rate=flat.rate)
    picture = picture_of(flat, Footages(root, film, standing, flat.rate), fmt)
    frames = picture.segments[-1].start + picture.segments[-1].frames if picture.segments else 0
    sound, unheard = _sound(film, standing, bench, flat, frames)
    return Screening(
        segments=picture.segments, frames=frames, rate=flat.rate, size=(fmt.width, fmt.height), timeline=flat,
        parts=picture.parts, missing=(*picture.missing, *unheard), sound=sound, findings=findings,
        _starts=tuple(part.start for part in picture.parts), _bench=bench,
    )  # fmt: skip


@dataclass(frozen=True)
class _Bench:
    """What a film's screenings share as long as nothing is made or written.

    Attributes:
        studio: what the studio would assemble now; None before directing.
    """

    film: Film
    standing: Standing
    stems: Stems
    studio: Timeline | None

    @classmethod
    def of(cls, film: Film, standing: Standing, before: Screening | None) -> _Bench:
        kept = before._bench if before is not None else None
        if kept is not None and kept.standing is standing and _alike(kept.film, film):
            return kept
        stems = Stems(film, standing, film.brief.rate)
        return cls(film, standing, stems, _studio(film, standing, stems))

    def conformed(self, document: Timeline | None) -> tuple[Timeline, tuple[Finding, ...]]:
        """The user's edit on what there is now, else the studio's. Raises UserError where their frame rates differ."""
        if document is None or self.studio is None:
            return document or self.studio or Timeline(rate=self.film.brief.rate), ()
        language = self.film.screenplay.language if self.film.screenplay is not None else "en"
        found = conform(document, self.studio, pinned=_pinned(self.standing, document), language=language)
        return found.timeline, found.findings


def _alike(one: Film, other: Film) -> bool:
    """Whether two states of a film are directed, written and mixed alike."""
    return one.brief == other.brief and (one.screenplay is other.screenplay or one.screenplay == other.screenplay)


def _studio(film: Film, standing: Standing, stems: Stems) -> Timeline | None:
    """What the studio would assemble; footage that isn't there has the length that was planned."""
    shots, script = standing.shots, film.screenplay
    if shots is None or script is None or not shots.shots:
        return None
    takes = {shot.id: assemble.TakeRef(f"{shot.id}.mp4", shot.id, shot.frames) for shot in shots.shots}
    written = {line.id for line in script.lines()}
    speech = {line: (spoken.speech, f"{line}.wav") for line, spoken in standing.lines.items() if line in written}
    brief = film.brief
    try:
        found = assemble.assemble(shots, script, takes, speech, brief.rate, width=brief.width, height=brief.height)
        assemble.lay_sound(found, stems.sounds.values())
        return document_of(found)
    except (StopIteration, KeyError, EngineError):  # shots of another screenplay than the document's: directing comes next
        return None


def _pinned(standing: Standing, document: Timeline) -> dict[str, int]:
    """The pinned takes that are there, and their frames."""
    named = {clip.shows.take for _, _, clip in document.clips() if isinstance(clip.shows, ShotFootage) and clip.shows.take}
    found = {take: standing.take_named(take) for take in named}
    return {take: there.frames for take, there in found.items() if there is not None}


def _sound(
    film: Film, standing: Standing, bench: _Bench, flat: Timeline, frames: int
) -> tuple[Soundtrack, tuple[Missing, ...]]:  # fmt: skip
    """The mix, where it is of just these sounds at these places; else a rough one, about as loud as the last mix."""
    if not frames:
        return Soundtrack(0, "silent", ()), ()
    laid, missing = bench.stems.of_the_edit(flat)
    stems = laid if film.timeline is not None or bench.studio is None else bench.stems.of_the_studio()
    plan = mix_plan(film.brief, stems, frames, flat.rate)
    rough = RoughMix(plan, float(standing.mix.facts.get("gain_db", 0.0)) if standing.mix is not None else 0.0)
    mix = finished_mix(standing, plan)
    return (rough if mix is None else FinishedMix(mix, rough.length, rough.speech)), missing
