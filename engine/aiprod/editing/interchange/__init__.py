# SPDX-License-Identifier: Apache-2.0
"""The edit for other editors, and theirs for the film: OTIO, FCPXML, FCP7 XML, EDL and AAF, written and read.

    report = interchange.write(edit, "fcp7", path)      # edit: an `events.Edit`, or the film's OpenTimelineIO timeline
    for sentence in report.sentences("fr"): ...         # what the format could not carry, per clip
    report.save("fr")                                   # <file>.report.txt and .report.json

    edit = interchange.read(path)                       # any of the formats → `events.Edit`; edit.lost: what was left behind
    interchange.differences(edit, again)                # per clip and aspect
    interchange.unreported(edit, again, report)         # those of them that the report doesn't name: must be none

Writers and readers are our own, but for OpenTimelineIO's JSON and pyaaf2: the adapters that come with OpenTimelineIO lose
transitions, start timecode, speeds, names, levels, picture size or media, and are used by the tests as other people's readers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.editing.interchange.compare import Difference, differences, unreported
from aiprod.editing.interchange.events import Edit
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.report import Loss, Report
from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import opentimelineio as otio

    from aiprod.film.time import FrameRate

__all__ = ["KINDS", "Difference", "Edit", "Loss", "Options", "Report", "differences", "kind_of", "read", "unreported", "write"]

KINDS = {"otio": ".otio", "resolve-otio": ".otio", "fcpxml": ".fcpxml", "fcp7": ".xml", "edl": ".edl", "aaf": ".aaf"}
"""Kind → the suffix of its files."""
_Writer = Callable[[Edit, Path, Options], tuple[list[Path], list[Loss]]]
_PLAIN = Options()


def write(
    edit: Edit | otio.schema.Timeline, kind: str, path: Path, film_root: Path | None = None, options: Options = _PLAIN
) -> Report:
    """Write a timeline for another editor.

    Args:
        edit: an edit, or an assembled timeline as `editing.assemble` makes it.
        kind: "otio" (plain OpenTimelineIO, loses nothing), "resolve-otio" (the shape that DaVinci Resolve imports), "fcpxml"
            (1.10: Final Cut Pro, Resolve), "fcp7" (xmeml 5: Premiere, Resolve), "edl" (CMX 3600) or "aaf" (linked media: Avid,
            Pro Tools, Resolve, Premiere).
        path: the file to write. An EDL holds one video track: further tracks go to files beside it.
        film_root: the film's folder, against which the media paths of an assembled timeline are resolved.
        options: relative media, drop frame, media that are about to move.

    Returns:
        What was written, and what the format could not carry. It is not saved yet: `Report.save`.

    Raises:
        UserError: an unknown kind; for an AAF, media that are missing; a file that can't be written.
    """
    if kind not in KINDS:
        raise UserError(
            f"There is no interchange format {kind!r}", f"the known ones are {', '.join(KINDS)}", "Choose one of them."
        )
    edit, timeline = _as_edit(edit, film_root or path.parent)
    lost = list(edit.lost)
    if options.drop is not None:
        edit = edit.with_drop(options.drop)
    if kind == "otio":
        _write_otio(edit, timeline if options.drop is None else None, path, film_root, options)
        files, more = [path], list[Loss]()
        lost = [] if timeline is not None else lost
    else:
        files, more = _writer(kind)(edit, path, options)
    clips = sum(len(lane.events) for lane in edit.lanes)
    return Report(kind, path, tuple(files), tuple(_timed(edit, lost) + more), clips)


def _as_edit(given: Edit | otio.schema.Timeline, root: Path) -> tuple[Edit, otio.schema.Timeline | None]:
    if isinstance(given, Edit):
        return given, None
    from aiprod.editing.interchange.timelines import edit_of

    return edit_of(given, root), given


def _timed(edit: Edit, lost: list[Loss]) -> list[Loss]:
    """What a reader left behind, with timecode."""
    return [replace(loss, at=edit.timecode(loss.frame)) if loss.clip and not loss.at else loss for loss in lost]


def _writer(kind: str) -> _Writer:
    from aiprod.editing.interchange import aaf, edl, fcp7, fcpxml, resolve

    writers: dict[str, _Writer] = {
        "edl": edl.write, "fcpxml": fcpxml.write, "fcp7": fcp7.write, "aaf": aaf.write, "resolve-otio": resolve.write,
    }  # fmt: skip
    return writers[kind]


def _write_otio(edit: Edit, timeline: otio.schema.Timeline | None, path: Path, root: Path | None, options: Options) -> None:
    """An assembled timeline is written as it is, but for its media's places."""
    from aiprod.editing.interchange.timelines import timeline_of
    from aiprod.film.files import write_atomically

    place = Place(path, options)
    found = timeline_of(edit, place) if timeline is None else _placed(timeline, root or path.parent, place)
    write_atomically(path, found.to_json_string(indent=2).encode())


def _placed(timeline: otio.schema.Timeline, root: Path, place: Place) -> otio.schema.Timeline:
    """A copy whose media are named from where it will lie."""
    import opentimelineio as otio

    from aiprod.editing.interchange.places import path_of

    copy = timeline.deepcopy()
    for clip in copy.find_clips():
        media = clip.media_reference
        if isinstance(media, otio.schema.ExternalReference):
            found = path_of(media.target_url, root)
            media.target_url = place.url(found) if found is not None else media.target_url
    return copy


def kind_of(path: Path) -> str:
    """The format of a file by its name and first bytes. Raises UserError for none of ours."""
    from aiprod.editing.interchange import reading

    return reading.kind_of(path)


def read(path: Path, kind: str = "", rate: FrameRate | None = None) -> Edit:
    """Read another editor's timeline.

    Args:
        path: the file; a folder `NAME.fcpxmld`, as Resolve and Final Cut write, will do.
        kind: of `KINDS`; by default told from the file.
        rate: of an EDL that does not say its own.

    Returns:
        The edit; `lost` says, per clip, what could not be taken over, `kind` the format.

    Raises:
        UserError: the file is missing, too large, cut short, none of these formats, holds no timeline, or is hostile.
    """
    from aiprod.editing.interchange import reading

    return reading.read(path, kind, rate)
