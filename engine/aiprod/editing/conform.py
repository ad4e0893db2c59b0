# SPDX-License-Identifier: Apache-2.0
"""Conforming: the user's edit onto the film as it is made now.

Clips follow their shot's newest take, unless one is pinned. Where material ends earlier than it did, the clip ends there and the
rest of its room stays empty; nothing else moves. What is no longer in the film leaves its room empty. Shots, lines and sounds
that came since are offered. All of that is told; the document itself stays as the user left it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, Severity
from aiprod.film.timeline import Clip, MediaFile, ShotFootage, SpokenLine, Timeline, TitleCard, Track, named
from aiprod.film.timeline_placing import Placed, laid

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "gone": {"en": "{0} is in the edit, but no longer in the film: nothing is seen or heard there",
             "fr": "{0} est dans le montage, mais plus dans le film : rien n’y est vu ni entendu"},
    "shorter": {"en": "{0} is shorter than it was: its clip ends {1} frames earlier",
                "fr": "{0} est plus court qu’avant : son plan finit {1} images plus tôt"},
    "transition": {"en": "{0} has not enough frames left for a transition: it is a plain cut now",
                   "fr": "{0} n’a plus assez d’images pour une transition : la coupe est franche"},
    "new": {"en": "{0} is new and not in the edit: it waits in the bin",
            "fr": "{0} est nouveau et absent du montage : il attend dans le chutier"},
    "unpinned": {"en": "The take chosen for {0} is gone: its newest one is shown",
                 "fr": "La prise choisie pour {0} a disparu : la plus récente est montrée"},
}  # fmt: skip


@dataclass(frozen=True)
class Conformed:
    """The edit as it can be made now.

    Attributes:
        timeline: to be shown; not the document.
        findings: what differs from the document.
        offered: what is new, as `film.timeline.named` says it.
    """

    timeline: Timeline
    findings: tuple[Finding, ...]
    offered: tuple[str, ...]


@dataclass
class _Work:
    """What conforming knows and finds."""

    now: Mapping[str, Clip]
    pinned: Mapping[str, int]
    missing: Collection[str]
    language: Language
    seconds: float
    findings: list[Finding] = field(default_factory=list)

    def tell(self, what: str, subject: str, start: int, frames: int = 0, severity: Severity = Severity.WARNING) -> None:
        text = _WORDS[what][self.language].format(subject, frames)
        found = Finding(check="edit", severity=severity, message=text, start_s=start * self.seconds, subject=subject)
        self.findings.append(found)


def conform(
    document: Timeline, studio: Timeline, *, pinned: Mapping[str, int], missing: Collection[str] = (), language: Language = "en"
) -> Conformed:
    """Bring the user's edit onto what there is now.

    Args:
        document: the user's.
        studio: what the studio would assemble now, as a document: it knows every shot, line and sound, and how long they are.
        pinned: take id → frames, of those pinned takes that are there.
        missing: paths of the user's files that aren't there.
        language: of the findings.

    Raises:
        UserError: the film's frame rate is another one by now.
    """
    if document.rate.fps != studio.rate.fps:
        raise UserError(
            f"The edit counts {float(document.rate.fps):g} frames a second and the film now has {float(studio.rate.fps):g}",
            "the brief's rate was changed after the timeline was edited",
            "Change the rate back, or leave the timeline to the studio again (`aiprod edit FILM reset`).",
        )
    now = {named(clip.shows): clip for _, _, clip in studio.clips()}
    work = _Work(now, pinned, missing, language, document.rate.seconds(1))
    tracks = tuple(_track(track, work) for track in document.tracks)
    used = {named(clip.shows) for _, _, clip in document.clips()} | set(document.known)
    offered = tuple(dict.fromkeys(name for name in now if name not in used and name != "title"))
    for name in offered:
        work.tell("new", name, 0, severity=Severity.NOTE)
    timeline = document.with_tracks(tracks, facts={**document.facts, **studio.facts}, name=studio.name)
    return Conformed(timeline, tuple(work.findings), offered)


def _track(track: Track, work: _Work) -> Track:
    placed: Placed = []
    for number, (start, clip) in enumerate(track.placed()):
        room = track.clips[number + 1].gap if number + 1 < len(track.clips) else 10**9
        placed.append((start, _conformed(clip, start, room, work)))
    return laid(track, list(_with_handles(placed, work)))


def _conformed(clip: Clip, start: int, room: int, work: _Work) -> Clip:
    """The clip with what there is now; disabled where there is nothing."""
    if isinstance(clip.shows, TitleCard):
        return clip
    name = named(clip.shows)
    if isinstance(clip.shows, MediaFile):
        if clip.shows.path not in work.missing:
            return clip
        work.tell("gone", name, start)
        return clip.with_(enabled=False)
    if name not in work.now:
        work.tell("gone", name, start)
        return clip.with_(enabled=False)
    available = work.now[name].available
    if isinstance(clip.shows, ShotFootage) and clip.shows.take:
        if clip.shows.take in work.pinned:
            available = work.pinned[clip.shows.take]
        else:
            work.tell("unpinned", name, start)
            clip = clip.with_(shows=ShotFootage(shot=clip.shows.shot))
    ends = clip.available is not None and clip.source_in + clip.length == clip.available
    fresh = clip.with_(facts={**clip.facts, **work.now[name].facts}, available=available)
    if isinstance(clip.shows, SpokenLine) and ends and available is not None:
        return _respoken(fresh, room)
    return _fitted(fresh, start, work)


def _respoken(clip: Clip, room: int) -> Clip:
    """A line that was heard to its end still is, as far as there is room."""
    assert clip.available is not None
    first = min(clip.source_in, clip.available - 1)
    return clip.with_(source_in=first, length=min(clip.available - first, clip.length + room))


def _fitted(clip: Clip, start: int, work: _Work) -> Clip:
    """The clip, ended where its media ends."""
    available = clip.available
    if available is None or _fits(clip, 0, clip.length):
        return clip
    first = min(clip.source_in, available - 1)
    if clip.speed == 0:
        return clip.with_(source_in=first)
    left = (available - 1 - first) / clip.speed if clip.speed > 0 else first / -clip.speed
    length = min(clip.length, int(left) + 1)
    work.tell("shorter", named(clip.shows), start, clip.length - length)
    return clip.with_(source_in=first, length=length, tail=None)


def _with_handles(placed: Placed, work: _Work) -> Iterator[tuple[int, Clip]]:
    """Without the transitions whose footage is no longer there."""
    done: Placed = []
    for start, clip in placed:
        before = done[-1] if done else None
        touched = before is not None and before[0] + before[1].length == start
        head = clip.head
        if head is not None and head.before and not touched:
            clip = clip.with_(head=None)
        elif head is not None:
            outgoing = before[1] if touched and before is not None else None
            enough = _fits(clip, -head.before, clip.length) and head.after <= clip.length
            inside = outgoing is None or head.before + (outgoing.head.after if outgoing.head else 0) <= outgoing.length
            if not (enough and inside and (outgoing is None or _fits(outgoing, 0, outgoing.length + head.after))):
                work.tell("transition", named(clip.shows), start)
                clip = clip.with_(head=None)
        if clip.tail is not None and (clip.head.after if clip.head else 0) + clip.tail.before > clip.length:
            clip = clip.with_(tail=None)
        done.append((start, clip))
    yield from done


def _fits(clip: Clip, first: int, end: int) -> bool:
    if clip.available is None:
        return True
    seen = (clip.frame_at(first), clip.frame_at(end - 1))
    return min(seen) >= 0 and max(seen) < clip.available
