# SPDX-License-Identifier: Apache-2.0
"""CMX 3600 edit decision lists.

The picture and the first four sound tracks go into one file, on channels V and A to A4; every further track gets a file of
its own, because a list has one video track and four sound channels. In a list the incoming clip of a transition begins
where the transition begins, so events carry the frames inside transitions. A fade from black at the head is a comment:
common readers (OpenTimelineIO's among them) refuse a list that begins with a transition. Reels are eight characters; the
clip's name and file follow as comments, as Resolve, Premiere and Avid read them. Comments behind the last event say what a list
itself can't: rate, names of tracks, and the lists beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, timecode
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.rates import simplest
from aiprod.editing.interchange.report import Loss
from aiprod.film.files import write_atomically
from aiprod.film.grade import Cdl
from aiprod.film.hashing import seed_from

CHANNELS = ("A", "A2", "A3", "A4")
_WIPE = "W001"
COLOURS = ("GREEN", "CYAN", "YELLOW", "RED", "BLUE", "MAGENTA", "WHITE", "BLACK")
_NAME, _FILE = 160, 1000
"""The longest names and paths in comments."""


def write(edit: Edit, path: Path, options: Options) -> tuple[list[Path], list[Loss]]:
    """Write the lists. Returns their paths and what they could not carry."""
    place = Place(path, options)
    main, others = _shared_out(edit)
    beside = {lane.name: _beside(path, lane, number) for number, (lane, _) in enumerate(others)}
    _save(path, edit, main, place, [(lane, beside[lane.name]) for lane, _ in others])
    for lane, channel in others:
        _save(beside[lane.name], edit, [(lane, channel)], place, [])
    told = [edit.loss(lane, None, "layout", "own_file", beside[lane.name].name) for lane, _ in others]
    return [path, *(beside[lane.name] for lane, _ in others)], [*told, *_lost(edit)]


def _shared_out(edit: Edit) -> tuple[list[tuple[Lane, str]], list[tuple[Lane, str]]]:
    """The tracks of the list itself with their channels, and those that need lists of their own."""
    sounds = [lane for lane in edit.lanes if not lane.video and lane.events]
    main = [(edit.picture, "V"), *zip(sounds, CHANNELS, strict=False)]
    others = [(lane, "V") for lane in edit.lanes if lane.video and lane is not edit.picture and lane.events]
    return main, others + [(lane, "A") for lane in sounds[len(CHANNELS) :]]


def _beside(path: Path, lane: Lane, number: int) -> Path:
    word = "".join(c if c.isalnum() and c.isascii() else "-" for c in lane.name.lower()).strip("-") or f"track-{number + 2}"
    return path.with_name(f"{path.stem}.{word}{path.suffix}")


def _save(path: Path, edit: Edit, lanes: list[tuple[Lane, str]], place: Place, others: list[tuple[Lane, Path]]) -> None:
    lines = [f"TITLE: {_comment(edit.name, 70) or 'AIPROD'}", f"FCM: {'DROP FRAME' if edit.drop else 'NON-DROP FRAME'}", ""]
    number = 0
    for lane, channel in lanes:
        for at, event in enumerate(lane.events):
            number += 1
            lines += _event(edit, lane, at, event, channel, number, place)
            if channel == "V" and lane is edit.picture:
                lines += _locators(edit, event, first=at == 0, last=at == len(lane.events) - 1)
            if event.fades_out and event.join_out is not None:
                number += 1
                lines += _fade_out(edit, event, event.join_out, channel, number)
    lines += [f"* AIPROD RATE: {edit.rate.numerator}/{edit.rate.denominator}", f"* AIPROD START: {edit.start_frame}"]
    lines += [f"* AIPROD TRACK {channel}: {_comment(lane.name)}" for lane, channel in lanes]
    lines += [f"* AIPROD LIST {'V' if lane.video else 'A'}: {file.name}" for lane, file in others]
    write_atomically(path, ("\r\n".join(lines) + "\r\n").encode())


def _event(edit: Edit, lane: Lane, at: int, event: Event, channel: str, number: int, place: Place) -> Iterator[str]:
    """One event; a transition takes two lines: the outgoing clip with no length, then the incoming one."""
    join = event.join_in if event.join_in is not None and event.join_in.kind != "fade_in" else None
    start, end = _seen_from(event), _until(event)
    source = event.source_from if join is not None else event.first
    first, out = stretch(event.speed, source, end - start)
    ahead = lane.events[at - 1] if join is not None and join.before and at else None
    if join is None:
        yield _line(edit, number, reel(event), channel, "C", "", event.media_start, first, out, start, end)
    else:
        yield _outgoing(edit, number, ahead, start, channel)
        yield _line(edit, number, reel(event), channel, *_effect(join), event.media_start, first, out, start, end)
        if ahead is not None:
            yield f"* FROM CLIP NAME: {_comment(ahead.name)}"
    yield f"* {'TO' if ahead is not None else 'FROM'} CLIP NAME: {_comment(event.name)}"
    yield from _comments(edit, event, source, place)


def _seen_from(event: Event) -> int:
    return event.start if event.join_in is None or event.join_in.kind == "fade_in" else event.seen_from


def stretch(speed: Fraction, source: int, frames: int) -> tuple[int, int]:
    """The stretch of source that an event plays, in below out; of one that runs backwards, M2 names the frame it begins with."""
    if speed < 0:
        return source + round(frames * speed) + 1, source + 1
    return source, source + (round(frames * speed) if speed else frames)


def _until(event: Event) -> int:
    """Where the event's line ends: at the beginning of the next transition, which the next event carries."""
    join = event.join_out
    return event.end - join.before if join else event.end


def _outgoing(edit: Edit, number: int, before: Event | None, start: int, channel: str) -> str:
    if before is None:
        return _line(edit, number, "BL", channel, "C", "", 0, 0, 0, start, start)
    source = max(0, before.source_from + round((start - before.seen_from) * before.speed))
    return _line(edit, number, reel(before), channel, "C", "", before.media_start, source, source, start, start)


def _effect(join: Join) -> tuple[str, str]:
    return (_WIPE if join.kind == "wipe" else "D"), f"{join.frames:03d}"


def _fade_out(edit: Edit, event: Event, join: Join, channel: str, number: int) -> list[str]:
    """A clip's fade is a dissolve to black."""
    start, frames = event.end - join.before, join.frames
    return [
        _outgoing(edit, number, event, start, channel),
        _line(edit, number, "BL", channel, "D", f"{frames:03d}", 0, 0, frames, start, start + frames),
        f"* FROM CLIP NAME: {_comment(event.name)}",
    ]


def _comments(edit: Edit, event: Event, source: int, place: Place) -> Iterator[str]:
    if event.path is not None:
        yield f"* FROM FILE: {_comment(place.plain(event.path), _FILE)}"
        yield f"* SOURCE FILE: {_comment(place.plain(event.path), _FILE)}"
    if event.join_in is not None and event.join_in.kind == "fade_in":
        yield f"* COMMENT: FADE IN FROM BLACK, {event.join_in.frames} FRAMES"
    if event.title:
        yield f"* COMMENT: {_comment(event.words.replace(chr(10), ' / '))}"
    if event.facts.get("description"):
        yield f"* COMMENT: {_comment(str(event.facts['description']))}"
    if event.cdl is not None:
        yield from _cdl(event.cdl)
    if event.speed != 1:
        begins = timecode(event.media_start + source, edit.nominal, edit.drop)
        yield f"M2   {reel(event):8}       {_m2(event.speed, edit.nominal)}                {begins}"


def _m2(speed: Fraction, nominal: int) -> str:
    """Frames a second, one decimal."""
    rate = float(nominal * speed)
    return f"{rate:0{6 if rate < 0 else 5}.1f}"


def m2_speed(fps: Fraction, nominal: int) -> Fraction:
    """The speed behind frames a second with one decimal: the simplest number that is written so, else whole hundredths."""
    if not fps:
        return Fraction(0)
    exact, half = abs(fps) / nominal, Fraction(1, 20) / nominal
    low, high = max(exact - half * Fraction(99, 100), exact / 2), exact + half * Fraction(99, 100)
    found = simplest(low, high)
    hundredths = Fraction(round(exact * 100), 100)
    if found.denominator > 12 and low <= hundredths <= high:
        found = hundredths
    return found if fps > 0 else -found


def _cdl(cdl: Cdl) -> Iterator[str]:
    """As the ASC puts a CDL into a list."""
    triples = "".join(f"({' '.join(f'{value:.6f}' for value in triple)})" for triple in (cdl.slope, cdl.offset, cdl.power))
    yield f"* ASC_SOP: {triples}"
    yield f"* ASC_SAT: {cdl.saturation:.6f}"


def _locators(edit: Edit, event: Event, *, first: bool, last: bool) -> Iterator[str]:
    """Markers stand behind the event in which they lie, where readers look for them."""
    for mark in edit.marks:
        ahead = first and mark.frame < event.start
        gap = event.end <= mark.frame < _next_start(edit, event)
        if ahead or gap or event.start <= mark.frame < event.end or (last and mark.frame >= event.end):
            colour = mark.colour if mark.colour in COLOURS else "WHITE"
            yield f"* LOC: {edit.timecode(mark.frame)} {colour:7} {_comment(mark.name)}"


def _next_start(edit: Edit, event: Event) -> int:
    return next((other.start for other in edit.picture.events if other.start >= event.end), event.end)


def _line(
    edit: Edit, number: int, name: str, channel: str, kind: str, frames: str, media: int, first: int, last: int, start: int,
    end: int,
) -> str:  # fmt: skip
    source = [timecode(max(0, media + f), edit.nominal, edit.drop) for f in (first, last)]
    record = [edit.timecode(f) for f in (start, end)]
    return f"{number:03d}  {name:8} {channel:5} {kind:4} {frames:3} {' '.join(source + record)}"


def reel(event: Event) -> str:
    """Eight characters that name the event's media: the take's first, or made from the path; AX for what has no tape."""
    if event.path is None:
        return "AX"
    take = str(event.facts.get("take", ""))
    if len(take) >= 8 and take[:8].isalnum():
        return take[:8].upper()
    return f"{seed_from('reel', event.path.name, event.name):08X}"[:8]


def _comment(text: str, limit: int = _NAME) -> str:
    """One line of plain characters. Single spaces stay as they are."""
    return " ".join(text.splitlines()).strip()[:limit]


# -- the report ----------------------------------------------------------------------------------------------------------


def _lost(edit: Edit) -> Iterator[Loss]:
    if edit.nominal > 30:
        yield edit.loss(None, None, "layout", "rate_above_30", edit.nominal)
    if edit.start_frame + edit.frames > 24 * 3600 * edit.nominal:
        yield edit.loss(None, None, "start timecode", "day")
    if _comment(edit.name, 70) != edit.name:
        yield edit.loss(None, None, "film name", "name_shortened", _comment(edit.name, 70) or "AIPROD")
    yield edit.loss(None, None, "size", "no_size")
    for lane in edit.lanes:
        if lane.events and not lane.enabled:
            yield edit.loss(lane, None, "track enabled", "track_off")
        if lane.events and _comment(lane.name) != lane.name:
            yield edit.loss(lane, None, "track name", "name_shortened", _comment(lane.name))
        for event in lane.events:
            yield from _clip_lost(edit, lane, event)
    yield from _marks_lost(edit)


def _clip_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    yield from _joins_lost(edit, lane, event)
    if event.path is None:
        yield edit.loss(lane, event, "title", "title_comment")
    if _comment(event.name) != event.name:
        yield edit.loss(lane, event, "name", "name_shortened", _comment(event.name))
    if event.path is not None and _comment(str(event.path), _FILE) != str(event.path):
        yield edit.loss(lane, event, "media", "path_shortened")
    written = m2_speed(Fraction(_m2(event.speed, edit.nominal)), edit.nominal)
    if event.speed != 1 and written != event.speed:
        yield edit.loss(lane, event, "speed", "speed_rounded", event.speed, written)
    yield from _source_lost(edit, lane, event)
    yield from _sound_lost(edit, lane, event)
    if event.lut:
        yield edit.loss(lane, event, "lut", "lut", Path(event.lut).name)
    if not event.enabled:
        yield edit.loss(lane, event, "enabled", "disabled")


def _source_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    """Frames ahead of a media's first have no timecode."""
    source = event.source_from if event.join_in is not None and event.join_in.kind != "fade_in" else event.first
    lowest = event.media_start + min(stretch(event.speed, source, _until(event) - _seen_from(event)))
    if lowest < 0:
        yield edit.loss(lane, event, "clip", "source_clamped", -lowest)


def _joins_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    join = event.join_in
    if join is not None and join.kind == "fade_in":
        yield edit.loss(lane, event, "transition", "fade_comment")
    elif join is not None:
        if join.kind not in ("dissolve", "wipe"):
            yield edit.loss(lane, event, "transition", "as_dissolve", join.kind)
        if join != Join.centred(join.kind, join.frames):
            yield edit.loss(lane, event, "transition", "recentred")


def _sound_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    if event.gain_db:
        yield edit.loss(lane, event, "gain", "gain", f"{event.gain_db:g}")
    if event.fade_in or event.fade_out:
        yield edit.loss(lane, event, "fade", "fade")
    if event.pan:
        yield edit.loss(lane, event, "pan", "pan", f"{event.pan:g}")


def _marks_lost(edit: Edit) -> Iterator[Loss]:
    if not edit.picture.events:
        yield from (edit.loss(None, None, "marker", "marker_outside", mark.name) for mark in edit.marks)
        return
    if any(mark.colour not in COLOURS for mark in edit.marks):
        yield edit.loss(None, None, "marker colour", "marker_colour")
    if any(mark.frames != 1 for mark in edit.marks):
        yield edit.loss(None, None, "marker length", "marker_length")
    if any(mark.note for mark in edit.marks):
        yield edit.loss(None, None, "marker note", "marker_note")
    for mark in edit.marks:
        if _comment(mark.name) != mark.name:
            at, short = edit.timecode(mark.frame), _comment(mark.name)
            yield Loss("", mark.name, mark.frame, at, "marker name", "name_shortened", (short,))
