# SPDX-License-Identifier: Apache-2.0
"""The user's own edit in a production, and the film's clock with or without one.

Whoever wants to know when a line is heard or a shot is seen asks here: without an edit of the user's, the answers are those of
`editing.clock`, to the frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from aiprod.editing import assemble, clock
from aiprod.editing.conform import Conformed, conform
from aiprod.editing.document import Media, document_of, flattened, timeline_of
from aiprod.film import changes
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.findings import Severity
from aiprod.film.hashing import hash_file
from aiprod.film.mix import Bus, Stem
from aiprod.film.shots import Shot
from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Sound, SpokenLine, Timeline, Track
from aiprod.film.timeline_changes import TimelineStartChange
from aiprod.production.cut import Cut
from aiprod.production.timelines import open_timeline

if TYPE_CHECKING:
    import opentimelineio as otio

_CUT_FADE_S = 0.005
"""Sound that is cut in the middle begins and ends over this time, so that it doesn't click."""


@dataclass(frozen=True)
class Seen:
    """A shot where it is seen: film frames [cut_in, cut_out)."""

    shot: Shot
    cut_in: int
    cut_out: int


def start_editing(store: FilmStore) -> Film:
    """The studio's timeline becomes the user's, as one undoable change. A film that has one stays as it is.

    Raises UserError where nothing was assembled yet.
    """
    if store.film.timeline is not None:
        return store.film
    studio = document_of(open_timeline(store))
    with store.held():  # a desktop may take it over at this moment
        return changes.apply(store, TimelineStartChange(timeline=studio)) if store.film.timeline is None else store.film


def edit_of(cut: Cut) -> Conformed | None:
    """The user's edit on the film as it is now; None where the studio edits. Known once the sounds are made."""
    if cut.film.timeline is None:
        return None
    if cut.edit is None:
        cut.edit = _conformed(cut, cut.film.timeline)
    return cut.edit


def _conformed(cut: Cut, document: Timeline) -> Conformed:
    files = {clip.shows.path for _, _, clip in document.clips() if isinstance(clip.shows, MediaFile)}
    missing = {path for path in files if not _inside(cut.root, path).is_file()}
    pinned = {name: int(take.facts["frames"]) for name, take in _pinned(cut, document).items()}
    studio = document_of(_provisional(cut))
    return conform(document, studio, pinned=pinned, missing=missing, language=cut.script.language)


def _provisional(cut: Cut) -> otio.schema.Timeline:
    """What the studio would assemble; the footage may still be in the making, its lengths are known."""
    takes = {shot.id: assemble.TakeRef(f"{shot.id}.mp4", shot.id, shot.frames) for shot in cut.shot_list.shots}
    speech = {line: (spoken.speech, cut.inside(spoken.path)) for line, spoken in cut.spoken.items()}
    brief = cut.brief
    found = assemble.assemble(cut.shot_list, cut.script, takes, speech, brief.rate, width=brief.width, height=brief.height)
    assemble.lay_sound(found, [stem.changed(file=cut.inside(Path(stem.file))) for stem in cut.stems])
    return found


def _inside(root: Path, path: str) -> Path:
    """A path of the document. Raises UserError where it leaves the film's folder."""
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()):
        raise UserError(f"{path} can't be used", "it lies outside the film's folder", "Copy it into the film first.")
    return found


def _pinned(cut: Cut, document: Timeline) -> dict[str, Take]:
    """The pinned takes that are there and whole, and used from now on."""
    found: dict[str, Take] = {}
    for _, _, clip in document.clips():
        if isinstance(clip.shows, ShotFootage) and clip.shows.take and clip.shows.take not in found:
            try:
                take = cut.studio.takes.load(clip.shows.take)
            except UserError:
                continue  # told as a finding
            found[take.id] = take
            cut.studio.used[f"pinned {clip.shows.shot} {take.id[:8]}"] = take
    return found


# -- the clock ---------------------------------------------------------------------------------------------------------


def film_frames(cut: Cut) -> int:
    """The length of the film."""
    edit = edit_of(cut)
    return clock.film_frames(cut.shot_list) if edit is None else flattened(edit.timeline).end


def shots_seen(cut: Cut) -> list[Seen]:
    """Every shot where it is seen, in the film's order; a shot that is seen twice is there twice."""
    edit = edit_of(cut)
    if edit is None:
        return [Seen(time.shot, time.cut_in, time.cut_out) for time in clock.times(cut.shot_list)]
    shots = {shot.id: shot for shot in cut.shot_list.shots}
    picture = flattened(edit.timeline).tracks[0]
    return [
        Seen(shots[clip.shows.shot], start, start + clip.length)
        for start, clip in picture.placed() if isinstance(clip.shows, ShotFootage)
    ]  # fmt: skip


def line_starts(cut: Cut, *, whole: bool = False) -> dict[str, float]:
    """Line id → the moment it starts, seconds on the film's clock; `whole`: only of lines that are heard to their end."""
    edit = edit_of(cut)
    if edit is None:
        return assemble.line_starts(cut.shot_list, cut.brief.rate)
    found: dict[str, float] = {}
    for _, start, clip in flattened(edit.timeline).clips():
        if not isinstance(clip.shows, SpokenLine) or clip.shows.line in found or start < clip.source_in:
            continue
        if not whole or (clip.source_in == 0 and clip.length == clip.available):
            found[clip.shows.line] = cut.brief.rate.seconds(start - clip.source_in)
    return found


# -- sound -------------------------------------------------------------------------------------------------------------


def edited_stems(cut: Cut, lines: dict[str, Stem]) -> Iterator[Stem]:
    """The sound of the user's edit: every clip of its audio tracks, from the stems that there are."""
    edit = edit_of(cut)
    assert edit is not None
    sounds = {stem.name: stem for stem in cut.stems}
    for track, start, clip in flattened(edit.timeline).clips():
        if track.kind == "audio":
            base = _base(cut, track, clip, lines, sounds)
            if base is not None:
                yield laid(cut.brief.rate, base, start, clip)


def _base(cut: Cut, track: Track, clip: Clip, lines: dict[str, Stem], sounds: dict[str, Stem]) -> Stem | None:
    if isinstance(clip.shows, SpokenLine):
        return lines.get(f"line {clip.shows.line}")
    if isinstance(clip.shows, Sound):
        return sounds.get(clip.shows.stem)
    if isinstance(clip.shows, MediaFile):
        path = _inside(cut.root, clip.shows.path)
        bus = next((name for name in assemble.BUSES if track.name.startswith(name)), "Effects").lower()
        return Stem(name=clip.id, bus=cast("Bus", bus), file=str(path), sha256=hash_file(path), start_s=0)
    return None


def laid(rate: FrameRate, base: Stem, start: int, clip: Clip) -> Stem:
    """A stem where the clip lies, as long as the clip is, louder and faded as it says."""
    begin, first, length = rate.seconds(start), rate.seconds(clip.source_in), rate.seconds(clip.length)
    to_its_end = clip.available is not None and clip.source_in + clip.length == clip.available
    if to_its_end and base.duration_s is not None and base.duration_s > first:
        length = base.duration_s - first  # the last part of a frame too
    head = base.fade_in_s if not clip.source_in else _CUT_FADE_S
    tail = base.fade_out_s if to_its_end else _CUT_FADE_S
    gain = tuple(point.changed(time_s=point.time_s + begin) for point in clip.gain)
    return base.changed(
        start_s=begin, source_in_s=base.source_in_s + first, duration_s=length, gain_db=base.gain_db + clip.gain_db,
        gain=gain or base.gain, fade_in_s=rate.seconds(clip.fade_in) if clip.fade_in else head,
        fade_out_s=rate.seconds(clip.fade_out) if clip.fade_out else tail,
    )  # fmt: skip


# -- the timeline ------------------------------------------------------------------------------------------------------


def lay_edit(cut: Cut, takes: dict[str, assemble.TakeRef]) -> None:
    """The user's edit as the film's timeline; what could not be done as it says is told, what is new waits in its bin."""
    edit = edit_of(cut)
    assert edit is not None
    pinned = {name: _ref(cut, take) for name, take in _pinned(cut, edit.timeline).items()}
    lines = {line: cut.inside(spoken.path) for line, spoken in cut.spoken.items()}
    sounds = {stem.name: cut.inside(Path(stem.file)) for stem in cut.stems}
    cut.timeline = timeline_of(edit.timeline, Media(takes, pinned, lines, sounds))
    if edit.offered:
        cut.timeline.metadata["aiprod"]["bin"] = list(edit.offered)
    for finding in edit.findings:
        tell = cut.studio.note if finding.severity is Severity.NOTE else cut.studio.warn
        tell("editing", f"{finding.check}: {finding.message}")


def _ref(cut: Cut, take: Take) -> assemble.TakeRef:
    path = cut.inside(cut.studio.path(take, "picture.mp4"))
    return assemble.TakeRef(path, take.id, int(take.facts["frames"]), str(take.facts.get("label", "")))


def other_media(cut: Cut) -> dict[str, Path]:
    """What the edit shows beside the shots' newest takes: take id, or "file:PATH" → picture."""
    edit = edit_of(cut)
    if edit is None:
        return {}
    found = {name: cut.studio.path(take, "picture.mp4") for name, take in _pinned(cut, edit.timeline).items()}
    for _, _, clip in edit.timeline.clips():
        if isinstance(clip.shows, MediaFile):
            found[f"file:{clip.shows.path}"] = _inside(cut.root, clip.shows.path)
    return found


def other_footage(cut: Cut) -> dict[str, str]:
    """As the finished film names what its edit shows beside the shots' newest takes: take id → take id, "file:PATH" → same."""
    return {name: name for name in other_media(cut)}
