# SPDX-License-Identifier: Apache-2.0
"""CMX 3600 edit decision lists.

The picture and the first four sound tracks go into one file, on channels V and A to A4; every further track gets a file of
its own, because a list has one video track and four sound channels. In a list the incoming clip of a transition begins
where the transition begins, so events carry the frames inside transitions. A fade from black at the head is a comment:
common readers (OpenTimelineIO's among them) refuse a list that begins with a transition. Reels are eight characters; the
clip's name and file follow as comments, as Resolve, Premiere and Avid read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, timecode
from aiprod.film.files import write_atomically
from aiprod.film.hashing import seed_from

_CHANNELS = ("A", "A2", "A3", "A4")
_WIPE = "W001"
_MARK_COLOURS = ("GREEN", "CYAN", "YELLOW", "RED", "BLUE", "MAGENTA", "WHITE", "BLACK")


def write(edit: Edit, path: Path) -> list[str]:
    """Write the lists. Returns what they could not carry."""
    sounds = [lane for lane in edit.lanes if not lane.video and lane.events]
    main = [(edit.picture, "V"), *zip(sounds, _CHANNELS, strict=False)]
    _save(path, edit, main, marks=True)
    lost = list(edit.lost)
    others = [(lane, "V") for lane in edit.lanes if lane.video and lane is not edit.picture and lane.events]
    others += [(lane, "A") for lane in sounds[len(_CHANNELS) :]]
    for lane, channel in others:
        beside = path.with_name(f"{path.stem}.{lane.name.lower().replace(' ', '-')}{path.suffix}")
        _save(beside, edit, [(lane, channel)], marks=False)
        lost.append(f"track {lane.name!r} is in a list of its own, {beside.name}")
    return lost + _lost(edit)


def _lost(edit: Edit) -> list[str]:
    lost = []
    events = [event for lane in edit.lanes for event in lane.events]
    if any(event.join_in and event.join_in.kind == "fade_in" for event in events):
        lost.append(
            "the fade from black at the head is only a comment: common readers refuse a list that begins with a transition"
        )
    for kind in sorted({event.join_in.kind for event in events if event.join_in} & {"fade", "dip_white", "push", "iris"}):
        lost.append(f"a transition of the kind {kind!r} is written as a dissolve: the format has no other")
    if any(event.title for event in events):
        lost.append("titles are events on reel AX with their words as a comment: the format carries no text")
    if any(event.facts.get("gain_db") for event in events):
        lost.append("levels and fades of sounds are left out")
    if edit.nominal > 30:
        lost.append(f"the list counts {edit.nominal} frames a second; CMX 3600 itself ends at 30, and some readers do too")
    return lost


def _save(path: Path, edit: Edit, lanes: list[tuple[Lane, str]], *, marks: bool) -> None:
    title = " ".join(edit.name.split())[:70] or "AIPROD"
    lines = [f"TITLE: {title}", f"FCM: {'DROP FRAME' if edit.drop else 'NON-DROP FRAME'}", ""]
    number = 0
    for lane, channel in lanes:
        for i, event in enumerate(lane.events):
            number += 1
            lines += _event(edit, lane, i, event, channel, number)
            if marks and channel == "V":
                lines += _locators(edit, event, last=i == len(lane.events) - 1)
    lines += _fade_out(edit, lanes, number + 1)
    write_atomically(path, ("\r\n".join(lines) + "\r\n").encode())


def _event(edit: Edit, lane: Lane, at: int, event: Event, channel: str, number: int) -> Iterator[str]:
    """One event; a transition takes two lines: the outgoing clip with no length, then the incoming one."""
    join = event.join_in if event.join_in is not None and event.join_in.kind != "fade_in" else None
    start, end = event.seen_from, _until(event)
    source = event.source_from
    first, out = _stretch(event, source, end - start)
    if join is None:
        yield _line(edit, number, reel(event), channel, "C", "", first, out, start, end)
    else:
        before = lane.events[at - 1] if join.before and at else None
        yield _outgoing(edit, number, before, start, channel)
        yield _line(edit, number, reel(event), channel, *_effect(join), first, out, start, end)
        if before is not None:
            yield f"* FROM CLIP NAME: {_comment(before.name)}"
    label = "TO CLIP NAME" if join is not None and join.before and at else "FROM CLIP NAME"
    yield f"* {label}: {_comment(event.name)}"
    yield from _comments(edit, event, source)


def _stretch(event: Event, source: int, frames: int) -> tuple[int, int]:
    """The stretch of source that an event plays, in below out; of one that runs backwards, M2 names the frame it begins with."""
    if event.speed < 0:
        return source + round(frames * event.speed) + 1, source + 1
    return source, source + (round(frames * event.speed) if event.speed else frames)


def _until(event: Event) -> int:
    """Where the event's line ends: at the beginning of the next transition, which the next event carries."""
    join = event.join_out
    return event.end - join.before if join else event.end


def _outgoing(edit: Edit, number: int, before: Event | None, start: int, channel: str) -> str:
    if before is None:
        return _line(edit, number, "BL", channel, "C", "", 0, 0, start, start)
    source = before.source_from + round((_until(before) - before.seen_from) * before.speed)
    return _line(edit, number, reel(before), channel, "C", "", source, source, start, start)


def _effect(join: Join) -> tuple[str, str]:
    return (_WIPE if join.kind == "wipe" else "D"), f"{join.frames:03d}"


def _fade_out(edit: Edit, lanes: list[tuple[Lane, str]], number: int) -> list[str]:
    """The last picture's fade is a dissolve to black."""
    lane, channel = lanes[0]
    last = lane.events[-1] if lane.events else None
    if last is None or last.join_out is None or last.join_out.kind != "fade_out":
        return []
    start, frames = last.end - last.join_out.before, last.join_out.before
    return [
        _outgoing(edit, number, last, start, channel),
        _line(edit, number, "BL", channel, "D", f"{frames:03d}", 0, frames, start, start + frames),
        f"* FROM CLIP NAME: {_comment(last.name)}",
    ]


def _comments(edit: Edit, event: Event, source: int) -> Iterator[str]:
    if event.path is not None:
        yield f"* FROM FILE: {_comment(str(event.path), 240)}"
        yield f"* SOURCE FILE: {_comment(str(event.path), 240)}"
    if event.join_in is not None and event.join_in.kind == "fade_in":
        yield f"* COMMENT: FADE IN FROM BLACK, {event.join_in.frames} FRAMES"
    if event.title:
        words = [event.title.get("title", ""), event.title.get("subtitle", ""), *event.title.get("lines", [])]
        yield f"* COMMENT: {_comment(' / '.join(w for w in words if w))}"
    if event.facts.get("description"):
        yield f"* COMMENT: {_comment(str(event.facts['description']))}"
    if event.speed != 1:
        rate = float(Fraction(edit.nominal) * event.speed)
        begins = timecode(source, edit.nominal, edit.drop)
        yield f"M2   {reel(event):8}       {rate:0{6 if rate < 0 else 5}.1f}                {begins}"


def _locators(edit: Edit, event: Event, *, last: bool) -> Iterator[str]:
    """Markers stand behind the event in which they lie, where readers look for them."""
    for mark in edit.marks:
        if event.start <= mark.frame < event.end or (last and mark.frame >= event.end):
            colour = mark.colour if mark.colour in _MARK_COLOURS else "WHITE"
            yield f"* LOC: {edit.timecode(mark.frame)} {colour:7} {_comment(mark.name)}"


def _line(
    edit: Edit, number: int, name: str, channel: str, kind: str, frames: str, first: int, last: int, start: int, end: int
) -> str:
    source = [timecode(f, edit.nominal, edit.drop) for f in (first, last)]
    record = [edit.timecode(f) for f in (start, end)]
    return f"{number:03d}  {name:8} {channel:5} {kind:4} {frames:3} {' '.join(source + record)}"


def reel(event: Event) -> str:
    """Eight characters that name the event's media: the take's first, or made from the path; AX for what has no tape."""
    if event.path is None:
        return "AX"
    take = str(event.facts.get("take", ""))
    return take[:8].upper() if len(take) >= 8 else f"{seed_from('reel', event.path.name, event.name):08X}"[:8]


def _comment(text: str, limit: int = 160) -> str:
    """One line of plain characters."""
    return " ".join(text.split())[:limit]
