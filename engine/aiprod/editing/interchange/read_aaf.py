# SPDX-License-Identifier: Apache-2.0
"""AAF compositions with linked media, read with pyaaf2 itself: the common adapter loses levels, track names and markers' places.

Mono slots that are the channels of one track ("Music L", "Music R") become one again. Media are found through the chain of mobs:
composition, master, file; what lies in the AAF itself has no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import Any

from aiprod.editing.interchange.aaf import SOUND_CHANNELS
from aiprod.editing.interchange.aaf_effects import GAIN, SPEED
from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark, source_at_cut
from aiprod.editing.interchange.places import path_of
from aiprod.editing.interchange.rates import exact_rate
from aiprod.editing.interchange.report import Aspect, Loss
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

_SIDE = re.compile(rf"^(.*) ({'|'.join(SOUND_CHANNELS)})$")
_DEEPEST = 12
_SILENCE = -96.0


@dataclass
class _Reading:
    rate: FrameRate
    base: Path
    lost: list[Loss] = field(default_factory=list)
    track: str = ""

    def lose(self, name: str, at: int, aspect: Aspect, why: str, *details: str) -> None:
        self.lost.append(Loss(self.track, name, max(0, at), "", aspect, why, details))


@dataclass(frozen=True)
class _Piece:
    """A component of a sequence as it lies: `begin` to `end` is what is seen of it, transitions included."""

    begin: int
    end: int
    source: int = 0
    media: Any = None
    speed: Fraction = Fraction(1)
    levels: tuple[tuple[Fraction, Fraction], ...] = ()
    gain: Fraction = Fraction(1)
    name: str = ""


def read(path: Path, data: bytes, _rate: FrameRate | None = None) -> Edit:
    """The top-level composition as an edit. Raises UserError, and whatever pyaaf2 makes of a damaged file."""
    import aaf2
    from aaf2.exceptions import AAFError

    del data  # pyaaf2 reads the file in pieces
    try:
        with aaf2.open(str(path), "r") as file:
            mob = next(iter(file.content.toplevel()), None) or next(iter(file.content.compositionmobs()), None)
            if mob is None:
                raise UserError(f"{path.name} can't be read", "it holds no composition", "Export the timeline itself.")
            return _edit(mob, path)
    except AAFError as error:
        raise ValueError(str(error)) from error


def _edit(mob: Any, path: Path) -> Edit:
    slots = [slot for slot in mob.slots if hasattr(slot, "edit_rate") or "EditRate" in slot]
    pictures = [slot for slot in slots if _kind(slot) == "Picture"]
    sounds = [slot for slot in slots if _kind(slot) == "Sound"]
    if not pictures and not sounds:
        raise UserError(f"{path.name} can't be read", "its composition has neither picture nor sound", "Export it again.")
    code = next((slot.segment for slot in slots if type(slot.segment).__name__ == "Timecode"), None)
    rate = exact_rate(Fraction(_rate_of((pictures or [s for s in slots if s.segment is code] or sounds)[0])))
    reading = _Reading(rate, path.absolute().parent)
    lanes = [*(_lane(slot, True, number, reading) for number, slot in enumerate(pictures, start=1))]
    lanes += _merged([_lane(slot, False, number, reading) for number, slot in enumerate(sounds, start=1)])
    drop = bool(code["Drop"].value) if code is not None else None
    return Edit(
        name=mob.name or "", rate=rate, width=1920, height=1080, frames=0, start_frame=int(code.start) if code is not None else 0,
        lanes=tuple(lanes), marks=tuple(_marks(mob, reading)), lost=tuple(reading.lost), drop_frame=drop,
    )  # fmt: skip


def _kind(slot: Any) -> str:
    return str(getattr(slot, "media_kind", "") or "")


def _rate_of(slot: Any) -> Fraction:
    found = slot.edit_rate
    return Fraction(int(found.numerator), int(found.denominator))


def _lane(slot: Any, video: bool, number: int, reading: _Reading) -> Lane:
    reading.track = slot.name or f"{'V' if video else 'A'}{number}"
    scale = reading.rate.fps / _rate_of(slot)
    return Lane(reading.track, video, tuple(_events(slot.segment, scale, video, reading)))


def _merged(lanes: list[Lane]) -> list[Lane]:
    """Channels of one track as the track."""
    found: list[Lane] = []
    for lane in lanes:
        side = _SIDE.match(lane.name)
        base = side.group(1) if side else lane.name
        if side and side.group(2) != SOUND_CHANNELS[0] and found and found[-1].name == base:
            wider = tuple(replace(event, channels=event.channels + 1) for event in found[-1].events)
            found[-1] = replace(found[-1], events=wider)
        else:
            found.append(replace(lane, name=base, events=tuple(replace(event, channels=1) for event in lane.events)))
    return found


# -- sequences -----------------------------------------------------------------------------------------------------------


def _components(segment: Any) -> list[Any]:
    return list(segment.components) if type(segment).__name__ == "Sequence" else [segment]


def _events(segment: Any, scale: Fraction, video: bool, reading: _Reading) -> Iterator[Event]:
    pieces, joins = _laid(segment, scale, reading)
    for place, piece in enumerate(pieces):
        if piece.media is None:
            continue
        join_in = _join(joins.get(place), pieces, place)
        join_out = _join(joins.get(place + 1), pieces, place + 1)
        start = piece.begin + (join_in.before if join_in else 0)
        end = piece.end - (join_out.after if join_out else 0)
        if end > start:
            yield _event(piece, start, end, join_in, join_out, reading)


def _join(found: tuple[int, int] | None, pieces: list[_Piece], place: int) -> Join | None:
    """A transition ahead of piece `place`: (frames before its cut, frames behind)."""
    if found is None:
        return None
    before = place > 0 and pieces[place - 1].media is not None
    behind = place < len(pieces) and pieces[place].media is not None
    kind = "dissolve" if before and behind else "fade_in" if behind else "fade_out"
    return Join(kind, *found)


def _laid(segment: Any, scale: Fraction, reading: _Reading) -> tuple[list[_Piece], dict[int, tuple[int, int]]]:
    """Everything in a sequence where it lies, and the transitions by the piece behind them."""
    pieces: list[_Piece] = []
    joins: dict[int, tuple[int, int]] = {}
    at = Fraction(0)
    for component in _components(segment):
        length = Fraction(int(component.length or 0)) * scale
        if type(component).__name__ == "Transition":
            before = round(int(component["CutPoint"].value or 0) * scale)
            joins[len(pieces)] = (before, max(0, round(length) - before))
            at -= length
        else:
            pieces.append(_piece(component, round(at), round(at + length), scale, reading))
            at += length
    return pieces, joins


def _piece(component: Any, begin: int, end: int, scale: Fraction, reading: _Reading, depth: int = 0) -> _Piece:
    kind = type(component).__name__
    empty = _Piece(begin, end)
    if depth > _DEEPEST or kind in ("Filler", "ScopeReference"):
        return empty
    if kind == "SourceClip":
        return _source(component, begin, end, scale)
    if kind == "Selector":
        return _piece(component["Selected"].value, begin, end, scale, reading, depth + 1)
    if kind == "Sequence" and len(list(component.components)) == 1:
        return _piece(next(iter(component.components)), begin, end, scale, reading, depth + 1)
    if kind == "OperationGroup":
        return _operated(component, begin, end, scale, reading, depth)
    reading.lose("", begin, "clip", "not_a_clip", kind)
    return empty


def _source(component: Any, begin: int, end: int, scale: Fraction) -> _Piece:
    mob = component.mob
    if mob is None:
        return _Piece(begin, end)
    return _Piece(begin, end, round(int(component.start or 0) * scale), component, name=mob.name or "")


def _operated(group: Any, begin: int, end: int, scale: Fraction, reading: _Reading, depth: int) -> _Piece:
    """A clip inside an effect."""
    inner = list(group.segments)
    if not inner:
        return _Piece(begin, end)
    piece = _piece(inner[0], begin, end, scale, reading, depth + 1)
    identity, name = str(group.operation.auid), str(group.operation.name)
    parameters = {str(p.parameterdef.name).rpartition("_")[2].lower(): p for p in (group.parameters.value or [])}
    if identity == SPEED[0] or "speedratio" in parameters:
        return _retimed(piece, parameters.get("speedratio"), inner[0], scale)
    if identity == GAIN[0] and "amplitude" in parameters:
        return _levelled(piece, parameters["amplitude"])
    reading.lose(piece.name, begin, "effect", "unknown_effect", name)
    return piece


def _retimed(piece: _Piece, ratio: Any, clip: Any, scale: Fraction) -> _Piece:
    """The ratio is that of the length played to the length of the media; as long as the clip itself, it is frozen."""
    value = Fraction(str(ratio.value)) if ratio is not None else Fraction(1)
    inside = max(1, round(int(clip.length or 1) * scale))
    if not value or (value == piece.end - piece.begin and inside == 1):
        return replace(piece, speed=Fraction(0))
    speed = (1 / value).limit_denominator(1000)
    return replace(piece, speed=speed, source=piece.source + inside - 1 if speed < 0 else piece.source)


def _levelled(piece: _Piece, amplitude: Any) -> _Piece:
    if type(amplitude).__name__ == "ConstantValue":
        return replace(piece, gain=Fraction(str(amplitude.value)))
    points = tuple(
        (Fraction(str(p["Time"].value)), Fraction(str(p["Value"].value))) for p in amplitude["PointList"].value or ()
    )  # fmt: skip
    return replace(piece, levels=points)


def _event(piece: _Piece, start: int, end: int, join_in: Join | None, join_out: Join | None, reading: _Reading) -> Event:
    path, shift = _file(piece.media, reading.base)
    if path is None:
        reading.lose(piece.name, start, "media", "no_media")
    first = source_at_cut(piece.source, join_in.before if join_in else 0, piece.speed) + shift
    name = _comment(piece.media) or piece.name
    return Event(
        name=name, path=path, first=first, frames=end - start, start=start, available=_available(piece.media, reading),
        join_in=join_in, join_out=join_out, speed=piece.speed, **_level(piece, start, end, reading),
    )  # fmt: skip


def _comment(clip: Any) -> str:
    """The clip's own name, as ours are written."""
    attributes = clip["ComponentAttributeList"].value or () if "ComponentAttributeList" in clip else ()
    return next((str(found.value) for found in attributes if found.name == "_NAME"), "")


def _available(clip: Any, reading: _Reading) -> int:
    slot = clip.slot
    return max(1, round(int(slot.segment.length or 1) * reading.rate.fps / _rate_of(slot))) if slot is not None else 1


def _file(clip: Any, base: Path) -> tuple[Path | None, int]:
    """The file at the end of the chain of mobs, and how far into it the chain leads."""
    shift = 0
    for _ in range(_DEEPEST):
        mob = clip.mob if clip is not None else None
        if mob is None:
            return None, shift
        for locator in _locators(mob):
            found = path_of(str(locator["URLString"].value), base)
            if found is not None:
                return found.absolute(), shift
        slot = clip.slot
        inner = _components(slot.segment) if slot is not None else []
        clip = next((found for found in inner if type(found).__name__ == "SourceClip"), None)
        shift += int(clip.start or 0) if clip is not None else 0
    return None, shift


def _locators(mob: Any) -> Iterator[Any]:
    descriptor = getattr(mob, "descriptor", None) if "EssenceDescription" in mob else None
    if descriptor is not None and "Locator" in descriptor:
        yield from (found for found in descriptor["Locator"].value or () if "URLString" in found)


def _level(piece: _Piece, start: int, end: int, reading: _Reading) -> dict[str, Any]:
    if not piece.levels:
        return {"gain_db": _decibels(piece.gain)}
    whole = piece.end - piece.begin
    points = [(round(time * whole) + piece.begin, value) for time, value in piece.levels]
    found: dict[str, Any] = {"gain_db": _decibels(max(value for _, value in points))}
    inside = list(points)
    if len(inside) >= 2 and inside[0][1] == 0 and inside[0][0] == start:
        found["fade_in"] = inside[1][0] - start
    if len(inside) >= 2 and inside[-1][1] == 0 and inside[-1][0] == end:
        found["fade_out"] = end - inside[-2][0]
    loud = {value for _, value in points if value}
    if len(loud) > 1:
        reading.lose(piece.name, start, "gain", "level_curve", f"{found['gain_db']:g}")
    return found


def _decibels(amplitude: Fraction) -> float:
    return max(_SILENCE, round(20 * log10(amplitude), 4)) if amplitude > 0 else _SILENCE


def _marks(mob: Any, reading: _Reading) -> Iterator[Mark]:
    found: list[Mark] = []
    for slot in mob.slots:
        if type(slot).__name__ != "EventMobSlot":
            continue
        scale = reading.rate.fps / Fraction(str(slot["EditRate"].value))
        for component in _components(slot.segment):
            if type(component).__name__ in ("DescriptiveMarker", "CommentMarker"):
                comment = component["Comment"].value if "Comment" in component else ""
                at = round(int(component["Position"].value or 0) * scale)
                found.append(Mark(str(comment or ""), max(0, at), "GREEN", "", max(1, round(int(component.length or 1) * scale))))
    return iter(sorted(found, key=lambda mark: mark.frame))
