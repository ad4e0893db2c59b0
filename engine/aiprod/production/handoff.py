# SPDX-License-Identifier: Apache-2.0
"""The hand-off folder: everything that an editor without a panel needs, imported by hand.

media/              ProRes 422 HQ pictures and 48 kHz 24-bit WAVs, flat, with plain names that say shot and take
timeline.otio       for DaVinci Resolve, and the other formats beside it: FCP7 XML, FCPXML, EDL, AAF
captions.srt        the subtitles
look/               each shot's grade as a `.cube` and as a CDL (`.cc`), on the picture as it is shown: Rec.709
reports/            what each format could not carry, per clip
manifest.json       every file with its SHA-256, and what of the film it is: `aiprod interchange FILM --read` knows takes by it
README.txt          what to click in Resolve and in Premiere, in French or English

The folder appears whole or not at all: it is made beside its place, under a name with a dot.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

from filelock import FileLock, Timeout

from aiprod.editing import interchange
from aiprod.editing.interchange import Edit, Options, Report
from aiprod.editing.interchange.events import Event, Lane, read
from aiprod.film.brief import Language
from aiprod.film.errors import BusyError, UserError
from aiprod.film.files import disk_errors, write_atomically, write_json
from aiprod.film.hashing import hash_file
from aiprod.film.store import FilmStore
from aiprod.production.clips.store import Clip, ClipStore
from aiprod.production.handoff_film import captions_of, looks_of, sources_of
from aiprod.production.handoff_media import HandedMedia, hand_over
from aiprod.production.handoff_readme import readme
from aiprod.production.timelines import open_timeline

TIMELINES = {
    "resolve-otio": "timeline.otio", "fcp7": "timeline_fcp7.xml", "fcpxml": "timeline.fcpxml", "edl": "timeline.edl",
    "aaf": "timeline.aaf",
}  # fmt: skip


@dataclass(frozen=True)
class HandOffMade:
    """A hand-off folder.

    Attributes:
        path: the folder.
        files: everything in it, relative, in order.
        reports: a timeline's file → what its format could not carry.
    """

    path: Path
    files: tuple[str, ...]
    reports: Mapping[str, Report]

    def sentences(self, language: Language = "en") -> dict[str, tuple[str, ...]]:
        return {name: report.sentences(language) for name, report in self.reports.items()}


@dataclass(frozen=True)
class _Order:
    """What shall be handed over.

    Attributes:
        edit: media where they lie now.
        sources: media → what of the film they are, for the manifest and for their names.
        captions: text of the subtitles; empty: none.
        looks: written into a folder; returns shot → (LUT, CDL) files in it.
        about: further facts for the manifest.
    """

    edit: Edit
    sources: Mapping[Path, Mapping[str, Any]]
    captions: str = ""
    looks: Any = None
    about: Mapping[str, Any] = field(default_factory=dict)


def hand_off_film(store: FilmStore, target: Path, language: Language = "en", stop: Flag | None = None) -> HandOffMade:
    """Write a film's hand-off folder.

    Args:
        store: the open film; it must be assembled.
        target: the folder; it must not be there yet.
        language: of README and reports.
        stop: set it to end; nothing is left behind.

    Raises:
        UserError: the film has no edit, media are missing, the target is there, or the disk is full.
        Stopped: `stop` was set.
    """
    edit = read(open_timeline(store), store.root)
    order = _Order(
        edit, sources_of(store, edit), captions_of(store, edit), lambda folder: looks_of(store, edit, folder),
        {"film": store.film.name},
    )  # fmt: skip
    return _written(order, target, language, stop)


def hand_off_clips(
    clips: ClipStore, wanted: Sequence[Clip], target: Path, language: Language = "en", stop: Flag | None = None
) -> HandOffMade:
    """Write a hand-off folder of clips, laid one after the other. Errors as `hand_off_film`; mixed rates are refused."""
    from aiprod.production.handoff_clips import edit_of_clips, sources_of_clips

    edit = edit_of_clips(clips, wanted)
    return _written(_Order(edit, sources_of_clips(clips, wanted), about={"project": edit.name}), target, language, stop)


def _written(order: _Order, target: Path, language: Language, stop: Flag | None) -> HandOffMade:
    target = target.absolute()
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    desk = target.with_name(f".{target.name}.part")
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            try:
                shutil.rmtree(desk, ignore_errors=True)  # what a killed hand-off left behind
                desk.mkdir()
                reports = _filled(order, desk, target, language, stop)
                for path in (*sorted(desk.rglob("*"), reverse=True), desk):
                    _sync(path)
                desk.rename(target)
            except BaseException:
                shutil.rmtree(desk, ignore_errors=True)
                raise
    files = tuple(sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()))
    return HandOffMade(target, files, reports)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Nobody else writes this folder meanwhile; the system lets the lock go with its process. Raises BusyError."""
    path = target.with_name(f".{target.name}.lock")
    try:
        with FileLock(path, timeout=0):
            yield
            with suppress(OSError):
                path.unlink()
    except Timeout as error:
        why = "another hand-off goes there"
        raise BusyError(f"{target} is being written", why, "Wait for it, or choose another name.") from error
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _filled(order: _Order, desk: Path, target: Path, language: Language, stop: Flag | None) -> dict[str, Report]:
    media = hand_over(order.edit, order.sources, desk / "media", stop)
    edit = _rehoused(order.edit, media)
    if order.looks is not None:
        edit = _with_looks(edit, order.looks(desk / "look"))
    if order.captions:
        write_atomically(desk / "captions.srt", order.captions.encode())
    reports = {name: _timeline(edit, kind, desk, target, language) for kind, name in TIMELINES.items()}
    text = readme(edit, language, captions=bool(order.captions), looks=(desk / "look").is_dir())
    write_atomically(desk / "README.txt", text.replace("\n", "\r\n").encode("utf-8-sig"))
    write_json(desk / "manifest.json", _manifest(order, edit, media, desk, reports))
    return reports


def _rehoused(edit: Edit, media: Mapping[Path, HandedMedia]) -> Edit:
    """The edit on the media of the folder."""

    def moved(event: Event) -> Event:
        found = media.get(event.path) if event.path is not None else None
        if found is None:
            return event
        return replace(event, path=found.path, available=found.frames, channels=found.channels, media_start=found.start)

    lanes = tuple(Lane(lane.name, lane.video, tuple(map(moved, lane.events)), lane.enabled) for lane in edit.lanes)
    return replace(edit, lanes=lanes)


def _with_looks(edit: Edit, looks: Mapping[str, tuple[Path, Any]]) -> Edit:
    """Each shot's clips with its LUT and CDL."""

    def graded(event: Event) -> Event:
        found = looks.get(str(event.facts.get("shot", "")))
        return event if found is None or event.path is None else replace(event, lut=f"look/{found[0].name}", cdl=found[1])

    lanes = tuple(
        replace(lane, events=tuple(map(graded, lane.events))) if lane.video else lane for lane in edit.lanes
    )  # fmt: skip
    return replace(edit, lanes=lanes)


def _timeline(edit: Edit, kind: str, desk: Path, target: Path, language: Language) -> Report:
    path = desk / TIMELINES[kind]
    report = interchange.write(edit, kind, path, options=Options(relative=kind == "fcpxml", moved=(desk, target)))
    folder = desk / "reports"
    folder.mkdir(exist_ok=True)
    write_atomically(folder / f"{path.name}.report.txt", report.text(language).encode())
    write_atomically(folder / f"{path.name}.report.json", report.to_json().encode())
    return report


def _manifest(
    order: _Order, edit: Edit, media: Mapping[Path, HandedMedia], desk: Path, reports: Mapping[str, Report]
) -> dict[str, Any]:  # fmt: skip
    origin = {found.path: order.sources.get(path, {}) for path, found in media.items()}
    files = [
        {
            "path": path.relative_to(desk).as_posix(), "sha256": hash_file(path), "size": path.stat().st_size,
            **({"source": dict(origin[path])} if path in origin else {}),
        }
        for path in sorted(desk.rglob("*")) if path.is_file()
    ]  # fmt: skip
    return {
        "handoff": 1, **order.about, "name": edit.name, "rate": [edit.rate.numerator, edit.rate.denominator],
        "drop_frame": edit.drop, "start_timecode": edit.timecode(0), "frames": edit.frames, "width": edit.width,
        "height": edit.height, "clips": sum(len(lane.events) for lane in edit.lanes),
        "losses": {name: len(report) for name, report in reports.items()}, "files": files,
    }  # fmt: skip


def _sync(path: Path) -> None:
    """On the disk before the folder has its name (folders can't be, and need not be, synced on Windows)."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
