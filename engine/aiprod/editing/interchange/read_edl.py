# SPDX-License-Identifier: Apache-2.0
"""CMX 3600 lists, ours and other programs'.

In a list a transition begins where its incoming clip does and says only how long it is: it is laid around its cut. What a list
can't say stands in comments of ours; without them the rate is the asker's or the one its frame numbers allow, the timeline begins
on a full hour, and tracks are named by their channels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from pydantic import ValidationError

from aiprod.editing.interchange.edl import COLOURS, m2_speed
from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark, count, source_at_cut
from aiprod.editing.interchange.places import path_of
from aiprod.editing.interchange.rates import exact_rate
from aiprod.editing.interchange.report import Loss
from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl
from aiprod.film.time import FrameRate
from aiprod.film.timecode import is_drop

_TC = r"(\d{2}:\d{2}:\d{2}[:;.,]\d{2})"
_EVENT = re.compile(rf"^\s*(\d+)\s+(\S+)\s+(\S+)\s+(C|D|W\d*|KB?|KO)\s*(\d+)?\s+{_TC}\s+{_TC}\s+{_TC}\s+{_TC}\s*$")
_M2 = re.compile(rf"^M2\s+(\S+)\s+([+-]?\d+(?:\.\d+)?)\s+{_TC}")
_LOC = re.compile(rf"^LOC:\s*{_TC}\s+(\S+)\s*(.*)$")
_SOP = re.compile(r"\(([^()]*)\)")
_FADE = re.compile(r"^FADE IN FROM BLACK, (\d+) FRAMES$")
_DROPPED = re.compile(r"\d{2}:\d{2}:\d{2}[;,]\d{2}")
_RATES = ((24, FrameRate(numerator=24)), (25, FrameRate(numerator=25)), (30, FrameRate(numerator=30)))


@dataclass
class _Row:
    """A line of the list with its comments; frames are counts."""

    line: int
    reel: str
    channel: str
    kind: str
    length: int
    source: int
    source_out: int
    begin: int
    end: int
    speed: Fraction = Fraction(1)
    names: dict[str, str] = field(default_factory=dict)
    file: str = ""
    words: list[str] = field(default_factory=list)
    fade_in: int = 0
    sop: tuple[tuple[float, ...], ...] = ()
    saturation: float | None = None

    @property
    def black(self) -> bool:
        return self.reel.upper() in ("BL", "BLK", "BLACK")

    @property
    def before(self) -> int:
        """Frames of its transition that lie ahead of the cut."""
        return self.length - self.length // 2 if self.kind != "C" else 0


@dataclass
class _List:
    """A list as it stands in its file."""

    path: Path
    rate: FrameRate
    drop: bool
    title: str = ""
    start: int | None = None
    rows: list[_Row] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)
    tracks: dict[str, str] = field(default_factory=dict)
    beside: list[tuple[str, str]] = field(default_factory=list)

    def count(self, text: str, line: int) -> int:
        hours, minutes, seconds, frames = (int(part) for part in re.split("[:;.,]", text))
        nominal = round(self.rate.fps)
        if minutes > 59 or seconds > 59 or frames >= nominal or hours > 47:
            why = f"line {line} has the timecode {text}, which {nominal} frames a second don't have"
            raise UserError(f"{self.path.name} can't be read", why, "Say the rate that it was made at, or export it again.")
        return count((hours, minutes, seconds, frames), nominal, self.drop)


def read(path: Path, data: bytes, rate: FrameRate | None = None) -> Edit:
    """The list, and those that it names beside itself, as an edit. Raises UserError."""
    lines, lost = _lines(path, data), list[Loss]()
    exact = _rate(lines, rate, lost)
    listed = _parsed(path, lines, exact)
    if not listed.rows:
        raise UserError(f"{path.name} can't be read", "it holds no event of a CMX 3600 list", "Export the timeline again.")
    first = min(row.begin for row in listed.rows)
    hour = count((1, 0, 0, 0), round(exact.fps), listed.drop)
    start = listed.start if listed.start is not None else first - first % hour
    lanes = [*_lanes(listed, start), *_others(listed, start, lost)]
    lanes.sort(key=lambda lane: not lane.video)
    marks = tuple(Mark(name, max(0, at - start), colour, "") for at, colour, name in listed.marks)
    frames = max((lane.events[-1].end for lane in lanes if lane.events), default=0)
    return Edit(
        name=listed.title, rate=exact, width=1920, height=1080, frames=frames, start_frame=start, lanes=tuple(lanes), marks=marks,
        lost=tuple(lost), drop_frame=listed.drop if is_drop(exact.fps) else None,
    )  # fmt: skip


def _lines(path: Path, data: bytes) -> list[str]:
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UserError(f"{path.name} can't be read", "it is no text", "Export the timeline again.")
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252", "latin-1"):
        try:
            return re.split(r"\r\n|\n|\r", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes anything")


def _rate(lines: list[str], asked: FrameRate | None, lost: list[Loss]) -> FrameRate:
    for line in lines:
        if line.startswith("* AIPROD RATE:"):
            return exact_rate(Fraction(line.partition(":")[2].strip()))
    if asked is not None:
        return asked
    numbers = [int(code[-2:]) for line in lines if (found := _EVENT.match(line)) for code in found.groups()[5:9]]
    dropped = any(_DROPPED.search(line) for line in lines if _EVENT.match(line))
    most = max(numbers, default=0)
    if dropped:
        found_rate = FrameRate(numerator=30000 if most < 30 else 60000, denominator=1001)
    else:
        found_rate = next((rate for limit, rate in _RATES if most < limit), FrameRate(numerator=60 if most >= 50 else 50))
    lost.append(Loss("", "", 0, "", "layout", "rate_guessed", (f"{float(found_rate.fps):g}",)))
    return found_rate


def _parsed(path: Path, lines: list[str], rate: FrameRate) -> _List:
    dropping = is_drop(rate.fps) and any(
        line.upper().startswith("FCM: DROP") or (_EVENT.match(line) and _DROPPED.search(line)) for line in lines
    )
    listed = _List(path, rate, dropping)
    for number, line in enumerate(lines, start=1):
        if found := _EVENT.match(line):
            listed.rows.append(_row(listed, number, found))
        elif line.startswith("TITLE:"):
            listed.title = listed.title or line.partition(":")[2].strip()
        elif (found := _M2.match(line)) and listed.rows:
            _retimed(listed, listed.rows[-1], found)
        elif line.startswith("*"):
            _comment(listed, line.lstrip("* "), number)
    return listed


def _row(listed: _List, line: int, found: re.Match[str]) -> _Row:
    _, reel, channel, kind, length, *codes = found.groups()
    source, source_out, begin, end = (listed.count(code, line) for code in codes)
    if end < begin:
        day = count((24, 0, 0, 0), round(listed.rate.fps), listed.drop)
        if begin - end < day // 2:
            why = f"the event of line {line} ends before it begins"
            raise UserError(f"{listed.path.name} can't be read", why, "Export the timeline again.")
        end += day
    return _Row(line, reel, channel.upper(), kind, int(length or 0), source, source_out, begin, end)


def _retimed(listed: _List, row: _Row, found: re.Match[str]) -> None:
    row.speed = m2_speed(Fraction(found.group(2)), round(listed.rate.fps))
    if row.speed < 0:
        row.source = row.source_out - 1


def _comment(listed: _List, text: str, line: int) -> None:
    key, _, value = (part.strip() for part in text.partition(":"))
    if text.startswith("AIPROD "):
        _own(listed, key.removeprefix("AIPROD "), value)
    elif found := _LOC.match(text):
        colour = found.group(2).upper()
        listed.marks.append((listed.count(found.group(1), line), colour if colour in COLOURS else "GREEN", found.group(3)))
    elif listed.rows:
        _of_row(listed.rows[-1], key.upper(), value)


def _own(listed: _List, key: str, value: str) -> None:
    if key.startswith("TRACK "):
        listed.tracks[key.removeprefix("TRACK ")] = value
    elif key.startswith("LIST ") and Path(value).name == value:
        listed.beside.append((key.removeprefix("LIST "), value))
    elif key == "START" and value.isdecimal():
        listed.start = int(value)


def _of_row(row: _Row, key: str, value: str) -> None:
    if key in ("FROM CLIP NAME", "TO CLIP NAME"):
        row.names[key] = value
    elif key in ("FROM FILE", "SOURCE FILE"):
        row.file = value
    elif key == "COMMENT":
        found = _FADE.match(value)
        row.fade_in = int(found.group(1)) if found else row.fade_in
        row.words += [] if found else [value]
    elif key == "ASC_SOP":
        row.sop = tuple(tuple(map(float, group.split())) for group in _SOP.findall(value))
    elif key == "ASC_SAT":
        row.saturation = float(value)


# -- tracks --------------------------------------------------------------------------------------------------------------


def _channels(word: str) -> Iterator[str]:
    """The channels that an event goes to: V, A, A2, … of V, B, A2, AA, AA/V, NONE."""
    for part in re.split(r"[/+]", word):
        if part == "B":
            yield from ("V", "A")
        elif part == "AA":
            yield from ("A", "A2")
        elif re.fullmatch(r"V\d*|A\d*", part):
            yield "V" if part.startswith("V") else "A" if part in ("A", "A1") else part


def _lanes(listed: _List, start: int) -> list[Lane]:
    by_channel: dict[str, list[_Row]] = {}
    for row in listed.rows:
        for channel in _channels(row.channel):
            by_channel.setdefault(channel, []).append(row)
    order = sorted(by_channel, key=lambda channel: (channel != "V", len(channel), channel))
    found = []
    for channel in order:
        usual = {"V": "V1", "A": "A1"}.get(channel, channel)
        events = tuple(_events(listed, by_channel[channel], start))
        found.append(Lane(listed.tracks.get(channel, usual), channel == "V", events))
    return found


def _others(listed: _List, start: int, lost: list[Loss]) -> list[Lane]:
    """The tracks of the lists beside this one."""
    found: list[Lane] = []
    for _, name in listed.beside:
        path = listed.path.with_name(name)
        if not path.is_file():
            lost.append(Loss("", "", 0, "", "layout", "list_missing", (name,)))
            continue
        other = _parsed(path, _lines(path, path.read_bytes()), listed.rate)
        found += _lanes(replace(other, drop=listed.drop), start)
    return found


def _events(listed: _List, rows: list[_Row], start: int) -> Iterator[Event]:
    rows = [row for row in rows if row.end > row.begin or row.kind != "C"]
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if row.black:
            continue
        join_in = _join(row, rows[at - 1] if at else None)
        join_out = None
        if following is not None and following.kind != "C" and following.begin <= row.end:
            join_out = Join("fade_out", following.length, 0) if following.black else _join(following, row)
        yield _event(listed, row, join_in, join_out, start)


def _join(row: _Row, ahead: _Row | None) -> Join | None:
    if row.fade_in:
        return Join("fade_in", 0, row.fade_in)
    if row.kind == "C" or not row.length:
        return None
    if ahead is None or ahead.black or ahead.end < row.begin:
        return Join("fade_in", 0, row.length)
    return Join.centred("wipe" if row.kind.startswith("W") else "dissolve", row.length)


def _event(listed: _List, row: _Row, join_in: Join | None, join_out: Join | None, start: int) -> Event:
    before = join_in.before if join_in else 0
    begin, end = row.begin + before - start, row.end - start + (join_out.before if join_out else 0)
    to = row.names.get("TO CLIP NAME") if row.kind != "C" else None
    path = path_of(row.file, listed.path.absolute().parent) if row.file else None
    title = {"title": row.words[0], "lines": []} if path is None and row.words and row.reel.upper() == "AX" else {}
    first = source_at_cut(row.source, before, row.speed)
    return Event(
        name=to or row.names.get("FROM CLIP NAME", "") or row.names.get("TO CLIP NAME", "") or row.reel, path=path, first=first,
        frames=end - begin, start=begin, available=max(1, first + 1 + round((end - begin) * max(row.speed, Fraction(0)))),
        title=title, join_in=join_in, join_out=join_out, speed=row.speed, facts={"reel": row.reel}, cdl=_cdl(row),
    )  # fmt: skip


def _cdl(row: _Row) -> Cdl | None:
    if not row.sop and row.saturation is None:
        return None
    triples = row.sop or ((1, 1, 1), (0, 0, 0), (1, 1, 1))
    try:
        return Cdl(
            **dict(zip(("slope", "offset", "power"), triples, strict=True)),  # type: ignore[arg-type]
            saturation=1.0 if row.saturation is None else row.saturation,
        )
    except (ValidationError, ValueError):
        return None
