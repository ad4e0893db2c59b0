# SPDX-License-Identifier: Apache-2.0
"""Where the editor's hand is, and what that means: pure functions. Each raises a UserError that says why there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aiprod.film.errors import UserError
from aiprod.film.timeline import Alignment, Clip, Timeline
from aiprod.film.timeline_changes import Edit, SetTransition
from aiprod.film.timeline_placing import Spot, media_room, spots

Edits = tuple[Edit, ...]
Act = Callable[["Hand"], Edits]

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Hand:
    """Where the editor is.

    Attributes:
        timeline: the edit.
        selection: ids of the clips selected.
        playhead: its frame.
    """

    timeline: Timeline
    selection: frozenset[str] = frozenset()
    playhead: int = 0

    def chosen(self) -> list[Spot]:
        """The selected clips in time. Raises UserError where nothing is selected."""
        known = {clip.id for _, _, clip in self.timeline.clips()} & self.selection
        if not known:
            raise UserError(
                translate("Editing", "Nothing is selected"),
                translate("Editing", "the command is for clips"),
                translate("Editing", "Select a clip first."),
            )
        return sorted(spots(self.timeline, known).values(), key=lambda at: (at.start, -at.track))

    def under(self) -> list[Spot]:
        """The clips under the playhead on tracks that can be changed, the topmost picture first, sound last."""
        found = [
            Spot(row, index, start, clip)
            for row, track in enumerate(self.timeline.tracks) if not track.locked
            for index, (start, clip) in enumerate(track.placed()) if start <= self.playhead < start + clip.length
        ]  # fmt: skip
        return sorted(found, key=lambda at: (self.timeline.tracks[at.track].kind == "audio", -at.track))

    def one(self) -> Spot:
        """The one clip that is meant: selected and under the playhead, else selected, else under the playhead."""
        here = self.under()
        meant = [at for at in here if at.clip.id in self.selection]
        if meant:
            return meant[0]
        if self.selection:
            return self.chosen()[0]
        if not here:
            raise UserError(
                translate("Editing", "Nothing is selected"),
                translate("Editing", "no clip lies under the playhead"),
                translate("Editing", "Select a clip, or move the playhead."),
            )
        return here[0]

    def some(self) -> list[Spot]:
        """The selected clips, else the one under the playhead."""
        return self.chosen() if self.selection else [self.one()]


def cut_meant(hand: Hand) -> Spot:
    """The clip whose beginning is the cut nearest to the playhead."""
    heads = [
        Spot(row, index, start, clip)
        for row, track in enumerate(hand.timeline.tracks) if track.kind == "video" and not track.locked
        for index, (start, clip) in enumerate(track.placed())
    ]  # fmt: skip
    if not heads:
        raise UserError(
            translate("Editing", "There is no cut"),
            translate("Editing", "no clip of picture can be changed"),
            translate("Editing", "Unlock a track."),
        )
    return min(heads, key=lambda at: (abs(at.start - hand.playhead), -at.track))


def before(timeline: Timeline, at: Spot) -> Clip | None:
    """The clip that touches another's beginning."""
    return timeline.tracks[at.track].clips[at.index - 1] if at.index and not at.clip.gap else None


def fitting(timeline: Timeline, at: Spot, wanted: int, alignment: Alignment = "centre") -> int:
    """How long a transition at a clip's beginning can be: as wanted, or what the footage beyond the cut allows."""
    left = before(timeline, at)
    if left is None:
        return min(wanted, at.clip.length)
    behind, ahead = media_room(left)[1], media_room(at.clip)[0]
    most = {"centre": min(2 * behind + 1, 2 * ahead), "start": behind, "end": ahead}.get(alignment, wanted)
    most = min(most, 2 * at.clip.length, 2 * left.length) if alignment == "centre" else min(most, at.clip.length, left.length)
    return min(wanted, most) if most > 0 else wanted


def transition(hand: Hand, kind: str, frames: int, alignment: Alignment = "centre") -> Edits:
    """A transition at the cuts that are meant, shorter where there is not enough footage."""
    cuts = [at for at in hand.chosen() if hand.timeline.tracks[at.track].kind != "audio"] if hand.selection else []
    return tuple(
        SetTransition(clip=at.clip.id, transition=kind, length=fitting(hand.timeline, at, frames, alignment), alignment=alignment)
        for at in cuts or [cut_meant(hand)]
    )
