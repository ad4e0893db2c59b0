# SPDX-License-Identifier: Apache-2.0
"""The film's tracks as another editor's timeline has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from aiprod.editing.assemble import BUSES
from aiprod.editing.interchange.events import Edit, Event, Join, Lane
from aiprod.film.timeline import Clip, Marker, Timeline, TitleCard, Track, Transition, named
from aiprod.production.conform_media import KnownMedia, Source
from aiprod.production.conform_words import Note, kept, note

_NO_LEVELS = ("edl",)
_NO_SWITCHES = ("edl", "aaf")
_NO_TITLES = ("edl", "aaf")
_NO_FADES = ("edl", "aaf")
_NEAR_DB = 0.05


@dataclass(frozen=True)
class _Old:
    """A clip of the film where it lay."""

    track: Track
    start: int
    clip: Clip


@dataclass
class Tracks:
    """Makes the new edit. Counts clips that were kept, added, removed, and those without media."""

    document: Timeline
    edit: Edit
    media: KnownMedia
    kept: int = 0
    added: int = 0
    missing: int = 0
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = {clip.id for _, _, clip in self.document.clips()}
        self._numbers: dict[str, int] = {}
        self._like: dict[str, Clip] = {}
        for _, _, clip in self.document.clips():
            self._like.setdefault(self._word(clip.shows), clip)
        self._tails = {clip.id: clip.tail for _, _, clip in self.document.clips()}
        self._old: dict[str, list[_Old]] = {}
        for track, start, clip in self.document.clips():
            self._old.setdefault(self._word(clip.shows), []).append(_Old(track, start, clip))
        sounds = [event for lane in self.edit.lanes if not lane.video for event in lane.events]
        self._levelled = self.edit.kind not in _NO_LEVELS and any(e.gain_db or e.fade_in or e.fade_out for e in sounds)
        self._switched = self.edit.kind not in _NO_SWITCHES

    @property
    def removed(self) -> int:
        return sum(len(left) for word, left in self._old.items() if word != "title" or self._has_titles)

    @property
    def _has_titles(self) -> bool:
        return self.edit.kind not in _NO_TITLES and any(_is_words(lane) for lane in self.edit.lanes)

    def made(self) -> tuple[Timeline, tuple[Note, ...]]:
        """The new edit, and what is to be said of it. Raises UserError where it can't be."""
        tracks = self._laid()
        self._tell_removed()
        fields: dict[str, Any] = {"markers": self._markers(), "start": self._start()}
        return self.document.with_tracks(tuple(tracks), **fields), tuple(self.notes)

    # -- tracks

    def _laid(self) -> list[Track]:
        made: dict[str, Track] = {}
        new: list[Track] = []
        for lane in self.edit.lanes:
            if not lane.events or (_is_words(lane) and not self._has_titles):
                continue
            track = self._track_for(lane, made, new)
            whole = track.with_clips(tuple(self._clips(lane, track)))
            if track.id in {known.id for known in self.document.tracks}:
                made[track.id] = whole
            else:
                new.append(whole)
        return self._in_order([made.get(track.id) or self._left(track) for track in self.document.tracks], new)

    def _left(self, track: Track) -> Track:
        """A track that the file doesn't have: what the file can't say stays."""
        if track.kind == "title" and not self._has_titles:
            self._stay(track, "titles")
            return track
        if track.kind == "audio" and not any(lane.events for lane in self.edit.lanes if not lane.video):
            self._stay(track, "sound")
            return track
        return track.with_clips(())

    def _stay(self, track: Track, word: str) -> None:
        for clip in track.clips:
            mine = self._old.get(self._word(clip.shows), [])
            self._old[self._word(clip.shows)] = [old for old in mine if old.clip.id != clip.id]
        if track.clips:
            self.notes.append(kept(word, track.name))

    def _in_order(self, tracks: list[Track], new: list[Track]) -> list[Track]:
        """Pictures, titles, sounds; new tracks above those of their kind."""
        rank = {"video": 0, "title": 1, "audio": 2}
        return sorted([*tracks, *new], key=lambda track: rank[track.kind])

    def _track_for(self, lane: Lane, made: Mapping[str, Track], new: list[Track]) -> Track:
        kind = "title" if _is_words(lane) else "video" if lane.video else "audio"
        free = [track for track in self.document.tracks if track.kind == kind and track.id not in made]
        found = next((track for track in free if track.name == lane.name), None) or self._by_content(lane, free)
        if found is None and free and (kind != "audio" or len(free) == 1 or not _is_bus(lane.name)):
            found = free[0]
        if found is not None:
            other = self._switched and lane.enabled == found.muted
            return found.model_copy(update={"muted": not lane.enabled}) if other else found
        names = {track.id for track in (*self.document.tracks, *new)}
        self.notes.append(note(lane.name, "", "", "track", lane.name))
        own = self._own(lane.name.lower().replace(" ", "-").replace("~", "-")[:100] or "track", names)
        return Track(id=own, kind=kind, name=lane.name)

    def _by_content(self, lane: Lane, free: list[Track]) -> Track | None:
        """The track on which most of the lane's clips lay."""
        votes: dict[str, int] = {}
        for event in lane.events:
            source = self._source(event, lane)
            for old in self._old.get(self._word(source.shows), []) if source is not None else []:
                votes[old.track.id] = votes.get(old.track.id, 0) + 1
        best = max((track for track in free if track.id in votes), key=lambda track: votes[track.id], default=None)
        return best

    # -- clips

    def _clips(self, lane: Lane, track: Track) -> Iterator[Clip]:
        ready: list[tuple[Event, Clip]] = []
        for event in lane.events:
            clip = self._clip(event, lane)
            if clip is not None:
                ready.append((event, clip))
        at = 0
        for number, (event, clip) in enumerate(ready):
            before = ready[number - 1][1] if number and ready[number - 1][0].end == event.start else None
            touched = before is not None and at == event.start
            clip = self._joined(lane, event, clip, before if touched else None)
            follows = number + 1 < len(ready) and ready[number + 1][0].start == event.end
            clip = clip.with_(gap=event.start - at, tail=None if follows else clip.tail)
            ready[number] = (event, clip)
            at = event.start + clip.length
            yield clip

    def _clip(self, event: Event, lane: Lane) -> Clip | None:
        source = self._source(event, lane)
        if source is None:
            self.missing += 1
            what = event.path.name if event.path is not None else event.name
            self.notes.append(note(lane.name, event.name, self._at(event), "missing", what))
            return None
        old = self._taken_over(event, source)
        base = old.clip if old is not None else self._fresh(event, lane, source)
        clip = base.with_(source_in=event.first, length=event.frames, speed=event.speed, available=source.available, tail=None)
        clip = self._fitted(lane, event, clip)
        clip = self._described(lane, event, clip, old)
        if old is not None:
            self._tell(lane, event, old, clip)
        return clip

    def _source(self, event: Event, lane: Lane) -> Source | None:
        if event.path is None and event.title:
            return Source(self._title(event), None)
        return self.media.of(event, lane.video)

    def _title(self, event: Event) -> TitleCard:
        """The film's own card where the words are the same: it knows which of them is a subtitle, and its style."""
        cards = [old.clip.shows for old in self._old.get("title", [])]
        same = (card for card in cards if isinstance(card, TitleCard) and _words_of(card) == event.words)
        given = {name: event.title[name] for name in ("title", "subtitle", "lines", "style") if event.title.get(name)}
        return next(same, None) or TitleCard(**given)

    def _word(self, shows: Any) -> str:
        return named(shows)

    def _taken_over(self, event: Event, source: Source) -> _Old | None:
        """The film's clip that this one is: it shows the same, and lay nearest."""
        found = self._old.get(self._word(source.shows), [])
        if isinstance(source.shows, TitleCard):
            found = [old for old in found if old.clip.name == event.name or old.clip.shows == source.shows]
        if not found:
            return None
        best = min(found, key=lambda old: (abs(old.clip.source_in - event.first), abs(old.start - event.start)))
        self._old[self._word(source.shows)].remove(best)
        self.kept += 1
        if self.media.same_take(best.clip.shows, source.shows):
            return best
        if not isinstance(source.shows, TitleCard):
            self.notes.append(note(best.track.name, best.clip.name, self._at(event), "take"))
        return _Old(best.track, best.start, best.clip.with_(shows=source.shows))

    def _fresh(self, event: Event, lane: Lane, source: Source) -> Clip:
        """A clip that the film didn't have; a further piece of one that it had is like that one."""
        self.added += 1
        like = self._like.get(self._word(source.shows))
        self.notes.append(note(lane.name, event.name, self._at(event), "added"))
        if named(source.shows).startswith("file ") and like is None and event.path is not None:
            self.notes.append(note(lane.name, event.name, self._at(event), "adopted", event.path.name))
        own = self._own(like.id if like is not None else event.name.replace("~", "-")[:100] or "clip", self._taken)
        if like is not None and not isinstance(source.shows, TitleCard):
            return like.with_(id=own, head=None, tail=None, link="", shows=source.shows)
        return Clip(id=own, name=event.name, shows=source.shows, length=event.frames)

    def _fitted(self, lane: Lane, event: Event, clip: Clip) -> Clip:
        """The clip as long as its media is."""
        if clip.available is None:
            return clip.with_(source_in=max(0, clip.source_in))
        first = min(max(0, clip.source_in), clip.available - 1)
        room = clip.length
        if clip.speed > 0:
            room = int((clip.available - 1 - first) / clip.speed) + 1
        elif clip.speed < 0:
            room = int(first / -clip.speed) + 1
        short = max(0, clip.length - room)
        if short:
            self.notes.append(note(lane.name, event.name, self._at(event), "short", short))
        return clip.with_(source_in=first, length=clip.length - short)

    def _described(self, lane: Lane, event: Event, clip: Clip, old: _Old | None) -> Clip:
        """Level, fades, switch: as the file says, where its format can."""
        fields: dict[str, Any] = {}
        if self._switched and clip.enabled != event.enabled:
            fields["enabled"] = event.enabled
        if not lane.video and self._levelled:
            fields |= self._level(event, clip)
        if event.cdl is not None and old is not None and self.edit.kind not in ("otio",):
            self.notes.append(kept("grade", lane.name, event.name, self._at(event)))
        return clip.with_(**fields) if fields else clip

    def _level(self, event: Event, clip: Clip) -> dict[str, Any]:
        """Only what differs from what the film would have told."""
        rate, own = self.document.rate, float(clip.facts.get("gain_db", 0.0))
        fields: dict[str, Any] = {}
        if abs(event.gain_db - own - clip.gain_db) > _NEAR_DB:
            fields["gain_db"] = min(24.0, max(-96.0, round(event.gain_db - own, 4)))
        for name in ("fade_in", "fade_out"):
            mine = getattr(clip, name) or rate.frames(float(clip.facts.get(f"{name}_s", 0.0) or 0.0))
            if getattr(event, name) != mine:
                fields[name] = getattr(event, name)
        return fields

    # -- transitions

    def _joined(self, lane: Lane, event: Event, clip: Clip, before: Clip | None) -> Clip:
        head, tail = self._head(event, clip, before), self._tail(event, clip)
        if (event.join_in is not None and head is None) or (event.fades_out and tail is None):
            self.notes.append(note(lane.name, event.name, self._at(event), "hanging"))
        return clip.with_(head=head, tail=tail)

    def _head(self, event: Event, clip: Clip, before: Clip | None) -> Transition | None:
        join, old = event.join_in, clip.head
        if join is None or not join.frames:
            stays = self.edit.kind in _NO_FADES and before is None and old is not None and not old.before
            return old if stays and old is not None and old.after <= clip.length else None
        if before is None:
            join = Join("fade_in", 0, join.frames)
        if join.after > clip.length or not _has(clip, -join.before, clip.length):
            return None
        if before is not None:
            inside = before.head.after if before.head else 0
            if join.before + inside > before.length or not _has(before, 0, before.length + join.after):
                return None
        return _transition(join, clip.head)

    def _tail(self, event: Event, clip: Clip) -> Transition | None:
        join, inside = event.join_out, event.join_in.after if event.join_in else 0
        if join is None or not event.fades_out or not join.frames:
            old = self._tails.get(clip.id) if self.edit.kind in _NO_FADES and join is None else None
            return old if old is not None and old.before + inside <= clip.length else None
        frames = min(join.before + join.after, clip.length - inside)
        return _transition(Join("fade_out", frames, 0), self._tails.get(clip.id)) if frames > 0 else None

    def _own(self, base: str, taken: set[str]) -> str:
        """An id that nobody has, made from another; it is taken from now on."""
        stem = base.split("~")[0]
        number = self._numbers.get(stem, 1)
        while f"{stem}~{number}" in taken:
            number += 1
        self._numbers[stem] = number + 1
        taken.add(f"{stem}~{number}")
        return f"{stem}~{number}"

    # -- markers and words

    def _markers(self) -> tuple[Marker, ...]:
        """The file's; one that the film knows keeps what the film notes about it."""
        marks = [mark for mark in self.edit.marks if mark.kind != "title"]
        if not marks:
            if self.document.markers:
                self.notes.append(kept("markers"))
            return self.document.markers
        known: dict[str, list[Marker]] = {}
        for marker in self.document.markers:
            known.setdefault(marker.name, []).append(marker)
        taken = {marker.id for marker in self.document.markers}
        words = {old.words.replace("\n", " / ") for _, old in self._titles()} if self.edit.kind in _NO_TITLES else set()
        found: list[Marker] = []
        for mark in marks:
            same = known.get(mark.name, [])
            if same:
                old = min(same, key=lambda marker: abs(marker.frame - mark.frame))
                same.remove(old)
                found.append(old.changed(frame=mark.frame))
            elif mark.name not in words:
                own = self._own("mark", taken)
                found.append(Marker(id=own, frame=mark.frame, name=mark.name, colour=mark.colour, length=mark.frames))
        if tuple(found) != self.document.markers:
            self.notes.append(note("", "", "", "marker"))
        return tuple(found)

    def _titles(self) -> Iterator[tuple[int, Event]]:
        """The film's own titles as events: some formats turn them into markers."""
        for _, start, clip in self.document.clips():
            if isinstance(clip.shows, TitleCard):
                card = clip.shows
                words = {"title": card.title, "subtitle": card.subtitle, "lines": list(card.lines)}
                yield start, Event(clip.name, None, 0, clip.length, start, clip.length, title=words)

    def _start(self) -> int:
        if self.edit.kind == "edl" or self.edit.timecode(0) == self.edit.timecode(self.document.start - self.edit.start_frame):
            return self.document.start
        before = self.edit.timecode(self.document.start - self.edit.start_frame)
        self.notes.append(note("", "", "", "start", self.edit.timecode(0), before))
        return self.edit.start_frame

    def _at(self, event: Event) -> str:
        return self.edit.timecode(event.start)

    def _tell(self, lane: Lane, event: Event, old: _Old, clip: Clip) -> None:
        """What is other than before."""
        at, was = self._at(event), old.clip
        if event.start != old.start:
            before = self.edit.timecode(old.start)
            self.notes.append(note(lane.name, was.name, at, "moved", at, before))
        if clip.length != was.length:
            self.notes.append(note(lane.name, was.name, at, "trimmed", clip.length, was.length))
        if clip.source_in != was.source_in:
            self.notes.append(note(lane.name, was.name, at, "slipped", clip.source_in, was.source_in))
        if clip.speed != was.speed:
            self.notes.append(note(lane.name, was.name, at, "speed", _said(clip.speed), _said(was.speed)))
        if (clip.gain_db, clip.fade_in, clip.fade_out) != (was.gain_db, was.fade_in, was.fade_out):
            self.notes.append(note(lane.name, was.name, at, "level"))
        if clip.enabled != was.enabled:
            self.notes.append(note(lane.name, was.name, at, "enabled"))
        if isinstance(clip.shows, TitleCard) and isinstance(was.shows, TitleCard) and clip.shows != was.shows:
            self.notes.append(note(lane.name, was.name, at, "title"))

    def _tell_removed(self) -> None:
        for left in self._old.values():
            for old in left:
                at = self.edit.timecode(old.start)
                self.notes.append(note(old.track.name, old.clip.name or old.clip.id, at, "removed"))


def _said(speed: Fraction) -> str:
    return f"{float(speed):g}"


def _is_words(lane: Lane) -> bool:
    return lane.video and bool(lane.events) and all(event.path is None and event.title for event in lane.events)


def _is_bus(name: str) -> bool:
    return any(name.startswith(bus) for bus in BUSES)


def _words_of(card: TitleCard) -> str:
    return "\n".join(word for word in (card.title, card.subtitle, *card.lines) if word)


def _has(clip: Clip, first: int, end: int) -> bool:
    """Whether the media has what frames [first, end) of the clip show."""
    if clip.available is None or clip.speed == 0:
        return True
    seen = clip.frame_at(first), clip.frame_at(end - 1)
    return min(seen) >= 0 and max(seen) < clip.available


def _transition(join: Join, old: Transition | None) -> Transition:
    """As the file has it; one that is as long as it was, and that a format may have made plain, is what it was."""
    same = old is not None and (old.before, old.after) == (join.before, join.after)
    if old is not None and same and join.kind in ("dissolve", old.kind, "fade_in", "fade_out"):
        return old
    return Transition(kind=join.kind, before=join.before, after=join.after)
