# SPDX-License-Identifier: Apache-2.0
"""Reading other editors' timelines: what a file is, that it can do no harm, and that what came out of it makes sense."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from aiprod.editing.interchange.events import Edit, Event, Lane
from aiprod.editing.interchange.report import Loss
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

LARGEST = 256 << 20
"""Bytes of a file."""
MOST = 200_000
"""Clips of a timeline."""
_LONGEST = 100_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMES = {"otio": "OpenTimelineIO", "fcpxml": "FCPXML", "fcp7": "Final Cut Pro 7 XML", "edl": "EDL", "aaf": "AAF"}
_Reader = Callable[[Path, bytes, FrameRate | None], Edit]


def read(path: Path, kind: str = "", rate: FrameRate | None = None) -> Edit:
    """As `interchange.read`."""
    path = _document(path)
    data = _data(path)
    found = _family(kind) or _told(path, data)
    with _sensible(path, found):
        edit = _readers()[found](path, data, rate)
        return checked(path, replace(edit, kind=found))


def kind_of(path: Path) -> str:
    """The format of a file. Raises UserError for none of ours."""
    path = _document(path)
    return _told(path, _data(path))


def _family(kind: str) -> str:
    return "otio" if kind == "resolve-otio" else kind


def _readers() -> dict[str, _Reader]:
    from aiprod.editing.interchange import read_aaf, read_edl, read_fcp7, read_fcpxml

    return {
        "otio": _read_otio, "edl": read_edl.read, "fcpxml": read_fcpxml.read, "fcp7": read_fcp7.read, "aaf": read_aaf.read,
    }  # fmt: skip


def _document(path: Path) -> Path:
    """The file itself; of a folder `NAME.fcpxmld`, its `Info.fcpxml`."""
    try:
        inner = path / "Info.fcpxml"
        if path.is_dir() and inner.is_file():
            return inner
        if not path.is_file():
            why = "it is a folder" if path.is_dir() else "there is no such file"
            raise UserError(f"{path} can't be read", why, "Give the timeline's file.")
    except (OSError, ValueError) as error:
        raise UserError("This path can't be read", getattr(error, "strerror", None) or str(error)) from error
    return path


def _data(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not 0 < size <= LARGEST:
            why = "it is empty" if not size else f"it is larger than {LARGEST >> 20} MiB"
            raise UserError(f"{path.name} can't be read", why, "Export the timeline again.")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name} can't be read", error.strerror or str(error)) from error


def _told(path: Path, data: bytes) -> str:
    """The format by its first bytes, then by the file's name."""
    head = data[:4096].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if data.startswith(_OLE):
        return "aaf"
    if head.startswith("{"):
        return "otio"
    if head.startswith("<"):
        for word, kind in (("<fcpxml", "fcpxml"), ("<xmeml", "fcp7")):
            if word in head:
                return kind
    by_name = {".otio": "otio", ".fcpxml": "fcpxml", ".xml": "fcp7", ".aaf": "aaf", ".edl": "edl"}
    if path.suffix.lower() in by_name and not (head.startswith("<") and path.suffix.lower() == ".edl"):
        return by_name[path.suffix.lower()]
    raise UserError(
        f"{path.name} can't be read", f"it is none of {', '.join(_NAMES.values())}", "Export the timeline as one of them."
    )


@contextmanager
def _sensible(path: Path, kind: str) -> Iterator[None]:
    """Whatever a damaged file makes of its reader becomes one error for the user."""
    broken = (
        ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError, RecursionError,
        AssertionError, EOFError, struct.error, NotImplementedError, MemoryError, StopIteration,
    )  # fmt: skip
    try:
        yield
    except broken as error:
        detail = " ".join(str(error).split())[:200] or type(error).__name__
        why = f"as {_NAMES[kind]} it is damaged, cut short or not what its name says ({detail})"
        raise UserError(f"{path.name} can't be read", why, "Export the timeline again.") from error


def _read_otio(path: Path, data: bytes, _rate: FrameRate | None) -> Edit:
    import opentimelineio as otio

    from aiprod.editing.interchange.timelines import edit_of

    text = data.decode("utf-8-sig")
    json.loads(text)  # OpenTimelineIO's own parser has no limit to how deep it goes
    try:
        found = otio.adapters.read_from_string(text, "otio_json")
    except otio.exceptions.OTIOError as error:
        raise ValueError(str(error)) from error
    timelines = [found] if isinstance(found, otio.schema.Timeline) else list(found)
    timeline = next((item for item in timelines if isinstance(item, otio.schema.Timeline)), None)
    if timeline is None:
        raise UserError(f"{path.name} can't be read", "it holds no timeline", "Export the timeline itself.")
    return edit_of(timeline, path.absolute().parent)


# -- what came out of it -------------------------------------------------------------------------------------------------


def checked(path: Path, edit: Edit) -> Edit:
    """The edit with its clips in order and none over another. Raises UserError: no clip, too many, impossible times."""
    number = sum(len(lane.events) for lane in edit.lanes)
    if not 0 < number <= MOST:
        why = "no clip is on it" if not number else f"it has {number} clips, more than {MOST}"
        raise UserError(f"The timeline of {path.name} can't be used", why, "Export another one.")
    lost: list[Loss] = []
    lanes = tuple(replace(lane, events=_in_order(path, lane, lost)) for lane in edit.lanes)
    end = max(event.end for lane in lanes for event in lane.events)
    if edit.start_frame < 0 or end > _LONGEST:
        raise UserError(f"The timeline of {path.name} can't be used", "its times are impossible", "Export it again.")
    said = tuple(replace(loss, at=edit.timecode(loss.frame)) if loss.clip else loss for loss in (*edit.lost, *lost))
    return replace(edit, lanes=lanes, frames=max(edit.frames, end), lost=said)


def _in_order(path: Path, lane: Lane, lost: list[Loss]) -> tuple[Event, ...]:
    kept: list[Event] = []
    for event in sorted(lane.events, key=lambda event: event.start):
        if event.start < 0 or event.frames <= 0 or max(abs(event.first), event.start, event.frames) > _LONGEST:
            why = f"{event.name or 'a clip'} on {lane.name or 'a track'} lies at frame {event.start} for {event.frames} frames"
            raise UserError(f"The timeline of {path.name} can't be used", why, "Export it again.")
        if kept and event.start < kept[-1].end:
            lost.append(Loss(lane.name, event.name, event.start, "", "clip", "overlap"))
            event = _behind(event, kept[-1].end)
        if event.frames > 0:
            kept.append(event)
    return tuple(kept)


def _behind(event: Event, frame: int) -> Event:
    """What of a clip lies behind a frame."""
    cut = frame - event.start
    return replace(event, start=frame, frames=event.frames - cut, first=event.first + round(cut * event.speed), join_in=None)
