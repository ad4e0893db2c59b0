# SPDX-License-Identifier: Apache-2.0
"""Clips on the clipboard, as JSON: what was copied in one film can be pasted in another window, if its media is there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Kind, MediaFile, Timeline, named
from aiprod.film.timeline_changes import Delete, Lay
from aiprod.film.timeline_placing import Spot, fresh, names

MIME = "application/x-aiprod-edit"
_SCHEMA = "Clips.1"
_KINDS: tuple[Kind, ...] = ("video", "title", "audio")

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Piece:
    """A clip that was copied: on which track of its kind above the lowest (0), and how many frames behind the first."""

    kind: Kind
    row: int
    at: int
    clip: Clip


@dataclass(frozen=True)
class Target:
    """Where clips go, by kind of track: the ids of tracks from the one targeted upwards."""

    rows: dict[Kind, tuple[str, ...]]

    @classmethod
    def of(cls, timeline: Timeline, targets: dict[Kind, str]) -> Target:
        """From the targeted track of each kind; without one, from the first."""
        rows: dict[Kind, tuple[str, ...]] = {}
        for kind in _KINDS:
            found = [track.id for track in timeline.tracks if track.kind == kind]
            wanted = targets.get(kind, "")
            rows[kind] = tuple(found[found.index(wanted) :] if wanted in found else found)
        return cls(rows)

    def track(self, piece: Piece) -> str:
        """Raises UserError where there is none."""
        found = self.rows.get(piece.kind) or (self.rows.get("video") if piece.kind == "title" else None)
        if not found:
            raise UserError(
                translate("Editing", "There is no track for the clip"),
                translate("Editing", "the film has none of {kind}").format(kind=piece.kind),
                translate("Editing", "Add a track first."),
            )
        return found[min(piece.row, len(found) - 1)]


def copied(timeline: Timeline, chosen: Sequence[Spot]) -> str:
    """Clips as JSON text."""
    first = min(at.start for at in chosen)
    lowest: dict[str, int] = {}
    ranks = {row: _rank(timeline, row) for row in {at.track for at in chosen}}
    for at in chosen:
        kind = timeline.tracks[at.track].kind
        lowest[kind] = min(lowest.get(kind, ranks[at.track]), ranks[at.track])
    pieces = [
        {"kind": (kind := timeline.tracks[at.track].kind), "row": ranks[at.track] - lowest[kind], "at": at.start - first,
         "clip": at.clip.to_json()}
        for at in sorted(chosen, key=lambda at: at.start)
    ]  # fmt: skip
    rate = [timeline.rate.numerator, timeline.rate.denominator]
    return json.dumps({"schema": _SCHEMA, "rate": rate, "pieces": pieces}, ensure_ascii=False)


def _rank(timeline: Timeline, row: int) -> int:
    """Which of its kind a track is."""
    kind = timeline.tracks[row].kind
    return sum(track.kind == kind for track in timeline.tracks[:row])


def read(text: str, timeline: Timeline) -> tuple[Piece, ...]:
    """What was copied. Raises UserError where it is not of ours, or counts other frames a second."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data["schema"] != _SCHEMA:
            raise ValueError(data["schema"])
        pieces = tuple(_piece(item) for item in data["pieces"])
        rate = tuple(data["rate"])
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            translate("Editing", "There are no clips to paste"),
            translate("Editing", "what was copied last is something else"),
            translate("Editing", "Copy clips first."),
        ) from error
    if rate != (timeline.rate.numerator, timeline.rate.denominator):
        raise UserError(
            translate("Editing", "The clips don't fit this film"),
            translate("Editing", "they come from a film of another frame rate"),
            translate("Editing", "Copy them there."),
        )
    if not pieces:
        raise UserError(
            translate("Editing", "There are no clips to paste"),
            translate("Editing", "nothing was copied"),
            translate("Editing", "Copy clips first."),
        )
    return pieces


def _piece(item: dict[str, Any]) -> Piece:
    if item["kind"] not in _KINDS:
        raise ValueError(item["kind"])
    return Piece(item["kind"], max(0, int(item["row"])), max(0, int(item["at"])), Clip.from_json(item["clip"]))


def laid(timeline: Timeline, pieces: Sequence[Piece], frame: int, target: Target, *, insert: bool) -> tuple[Lay | Delete, ...]:
    """The edits that lay pieces at a frame: over what is there, or with room made for them on every track."""
    taken, links = names(timeline), {clip.link for _, _, clip in timeline.clips()}
    words = {word: fresh(word, links) for word in sorted({piece.clip.link for piece in pieces if piece.clip.link})}
    lay: list[Lay | Delete] = list(_room(timeline, pieces, frame, target, taken)) if insert else []
    for piece in pieces:
        clip = piece.clip.with_(id=fresh(piece.clip.id, taken), link=words.get(piece.clip.link, ""), gap=0, head=None, tail=None)
        lay.append(Lay(edit="overwrite", track=target.track(piece), frame=frame + piece.at, clips=(clip,)))
    return tuple(lay)


def _room(
    timeline: Timeline, pieces: Sequence[Piece], frame: int, target: Target, taken: set[str]
) -> tuple[Lay | Delete, ...]:  # fmt: skip
    """Time for the pieces on every track that follows: an empty clip is inserted and lifted out again."""
    length = max(piece.at + piece.clip.length for piece in pieces)
    first = min(pieces, key=lambda piece: _KINDS.index(piece.kind))
    empty = MediaFile(path="room", frames=length, rate=timeline.rate)
    clip = Clip(id=fresh("room", taken), shows=empty, length=length, available=length)
    return Lay(edit="insert", track=target.track(first), frame=frame, clips=(clip,)), Delete(clips=(clip.id,))


def told(pieces: Sequence[Piece]) -> str:
    """The clips in words, for programs that paste text."""
    return "\n".join(piece.clip.name or named(piece.clip.shows) for piece in pieces)
