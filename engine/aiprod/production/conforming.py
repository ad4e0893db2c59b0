# SPDX-License-Identifier: Apache-2.0
"""Bringing another editor's timeline back into the film: its cuts become the film's, takes stay the film's own.

The new edit is made from the film's own clips: each clip of the file is the clip of the film that shows the same thing, with
another place, length or speed, and keeps its identity, its links and what its format can't say. It is one change that can be
undone. Nothing is written before everything fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiprod.editing import interchange
from aiprod.editing.document import document_of
from aiprod.editing.interchange import Edit
from aiprod.film import changes
from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import MediaFile, Timeline
from aiprod.film.timeline_changes import TimelineConformChange
from aiprod.production.conform_media import KnownMedia
from aiprod.production.conform_tracks import Tracks
from aiprod.production.conform_words import Note
from aiprod.production.timelines import open_timeline

Allowed = Callable[[Path], bool]


@dataclass(frozen=True)
class Conformed:
    """What came of it.

    Attributes:
        timeline: the edit as it is now, or would be.
        changed: whether it differs from what it was.
        notes: what is other than before, and what could not be taken over, per clip.
        kept: clips of the file that are clips of the film.
        added, removed, missing: clips.
        kind: the file's format.
        name: the timeline's.
    """

    timeline: Timeline
    changed: bool
    notes: tuple[Note, ...]
    kept: int
    added: int
    removed: int
    missing: int
    kind: str
    name: str

    @property
    def left(self) -> tuple[Note, ...]:
        """What could not be taken over."""
        return tuple(note for note in self.notes if note.left)

    def sentences(self, language: Language = "en") -> tuple[str, ...]:
        return tuple(note.said(language) for note in self.notes)

    def summary(self, language: Language = "en") -> str:
        if language == "fr":
            return (
                f"{self.kept} plans du film repris, {self.added} nouveaux, {self.removed} retirés, {self.missing} sans média"
                + ("" if self.changed else "\u00a0; rien n’a changé")
            )
        text = (
            f"{self.kept} of the film's clips taken over, {self.added} new, {self.removed} removed, {self.missing} without media"
        )
        return text if self.changed else f"{text}; nothing changed"


def conform(
    store: FilmStore, path: Path, *, kind: str = "", rate: FrameRate | None = None, dry_run: bool = False, adopt: bool = True,
    allowed: Allowed | None = None, title: str = "",
) -> Conformed:  # fmt: skip
    """Bring an editor's timeline file into a film, as one undoable change.

    Args:
        store: the open film.
        path: the file: OTIO, FCPXML, FCP7 XML, EDL or AAF.
        kind: of `interchange.KINDS`; by default told from the file.
        rate: of an EDL that does not say its own; by default the film's.
        dry_run: only say what would change.
        adopt: copy media that are not the film's into its `media/` folder; otherwise they count as missing.
        allowed: whether a file may be adopted.
        title: what the change is called after: the file's name.

    Raises:
        UserError: the film has no edit yet; the file can't be read, or counts other frames a second than the film.
        FilmBusyError: another edit does not end.
    """
    edit = interchange.read(path, kind, rate or store.film.brief.rate)
    return conform_edit(store, edit, dry_run=dry_run, adopt=adopt, allowed=allowed, title=title or path.name)


def conform_edit(
    store: FilmStore, edit: Edit, *, dry_run: bool = False, adopt: bool = True, allowed: Allowed | None = None, title: str = ""
) -> Conformed:
    """As `conform`, of an edit that was read already."""
    store.refresh()
    document = store.film.timeline or document_of(open_timeline(store))
    _check_rate(edit, document)
    may = allowed if adopt else _nothing
    planned = _conformed(store, document, edit, lambda path, video: _looked_at(store, path, video, may))
    if dry_run or not planned.changed:
        return planned
    if not planned.kept:
        why = "none of its clips shows a shot, a line or a sound of it"
        raise UserError(
            "The timeline holds nothing of the film", why, "Is it the film's? Try with --dry-run to see what it holds."
        )
    final = _conformed(store, document, edit, lambda path, video: _brought(store, path, video, may))
    changes.apply(store, TimelineConformChange(timeline=final.timeline, source=title[:200]))
    return final


def _nothing(_path: Path) -> bool:
    return False


def _check_rate(edit: Edit, document: Timeline) -> None:
    if edit.rate.fps != document.rate.fps:
        theirs, ours = (f"{float(rate.fps):.5g}" for rate in (edit.rate, document.rate))
        raise UserError(
            f"The timeline counts {theirs} frames a second and the film {ours}", "cuts can't be taken over from frame to frame",
            f"Set the other editor's timeline to {ours} frames a second, and export it again.",
        )  # fmt: skip


def _conformed(store: FilmStore, document: Timeline, edit: Edit, adopt: Callable[[Path, bool], MediaFile | None]) -> Conformed:
    tracks = Tracks(document, edit, KnownMedia(store, document, adopt))
    timeline, notes = tracks.made()
    return Conformed(
        timeline, _differs(document, timeline), (*_told(edit), *notes), tracks.kept, tracks.added, tracks.removed, tracks.missing,
        edit.kind, edit.name,
    )  # fmt: skip


def _differs(document: Timeline, timeline: Timeline) -> bool:
    return timeline.to_json() != document.to_json()


def _told(edit: Edit) -> Iterable[Note]:
    """What the reader could not take over."""
    for loss in edit.lost:
        yield Note(loss.track, loss.clip, loss.at, "lost", {"en": loss.reason("en"), "fr": loss.reason("fr")})


# -- media from elsewhere ------------------------------------------------------------------------------------------------


def _usable(path: Path, allowed: Allowed | None) -> bool:
    try:
        return path.is_file() and (allowed is None or allowed(path))
    except (OSError, ValueError):
        return False


def _looked_at(store: FilmStore, path: Path, video: bool, allowed: Allowed | None) -> MediaFile | None:
    """A file as it would be in the film; nothing is copied."""
    from aiprod.production.adopting import probe

    if not _usable(path, allowed):
        return None
    rate = store.film.brief.rate
    try:
        found = probe(path)
    except UserError:
        return None
    if video:
        exact = (found.rate or rate.fps).limit_denominator(1001)
        of = FrameRate(numerator=exact.numerator, denominator=exact.denominator)
        return MediaFile(path=f"media/{path.name}", frames=found.frames, rate=of, still=found.still) if found.frames else None
    seconds = found.sound_s if found.sound_s is not None else (float(found.frames / found.rate) if found.rate else 0.0)
    return MediaFile(path=f"media/{path.name}", frames=max(1, rate.frames(seconds)), rate=rate) if seconds else None


def _brought(store: FilmStore, path: Path, video: bool, allowed: Allowed | None) -> MediaFile | None:
    """A file copied into the film."""
    from aiprod.production.adopting import adopt_parts

    if _looked_at(store, path, video, allowed) is None:
        return None
    adopted = adopt_parts(store, path)
    return adopted.picture if video else adopted.sound
