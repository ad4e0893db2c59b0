# SPDX-License-Identifier: Apache-2.0
"""The edit for other editors, and theirs for the film."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.production.commission import slug
from aiprod.server.editlist import read_timeline
from aiprod.server.engine import Engine
from aiprod.server.handlers.making import new_target
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.server.paths import media_path, owners_path
from aiprod.wire.errors import WireError
from aiprod.wire.making import ConformFilm, ConformNote, FilmConformed, InterchangeFilm, InterchangeWritten, LossView

if TYPE_CHECKING:
    from aiprod.editing.interchange import Report
    from aiprod.film.time import FrameRate
    from aiprod.production.conforming import Conformed

_MOST_NOTES = 1000


@handles("films.interchange", slow=True)
def interchange(engine: Engine, client: Client, request: InterchangeFilm) -> InterchangeWritten:
    from aiprod.editing import interchange as formats
    from aiprod.production import media_timecode

    store = engine.film(request.film)
    timeline = read_timeline(store)
    stem = slug(timeline.name) or "edit"
    target = new_target(client, store, request.to, stem, formats.KINDS[request.kind])
    options = formats.Options(relative=request.relative, drop=request.drop_frame)
    report = media_timecode.write(timeline, request.kind, target, store.root, options)
    language = request.lang or store.film.brief.language
    saved = report.save(language)
    return InterchangeWritten(
        path=str(target), files=tuple(map(str, (*report.files, *saved))), warnings=report.sentences(language),
        losses=losses_of(report, language),
    )  # fmt: skip


def losses_of(report: Report, language: Language) -> tuple[LossView, ...]:
    return tuple(
        LossView(
            track=loss.track,
            clip=loss.clip,
            at_frame=loss.frame,
            timecode=loss.at,
            aspect=loss.aspect,
            text=loss.reason(language),
        )
        for loss in report.losses
    )


@handles("films.conform", slow=True)
def conform(engine: Engine, client: Client, request: ConformFilm) -> FilmConformed:
    from aiprod.production.conforming import conform as bring_back

    if (request.path is None) == (request.text is None):
        raise WireError("invalid", "The request is not as it must be", "give a path or a text")
    store = engine.film(request.film)
    with _file(client, request) as path:
        found = bring_back(
            store, path, rate=_rate(request), dry_run=request.dry_run, adopt=request.adopt, title=request.name or path.name,
            allowed=None if client.owner else lambda media: _may(client, media),
        )  # fmt: skip
    return _told(found, request, request.lang or store.film.brief.language)


def _rate(request: ConformFilm) -> FrameRate | None:
    from aiprod.production.commission import frame_rate

    return frame_rate(request.rate) if request.rate else None


@contextmanager
def _file(client: Client, request: ConformFilm) -> Iterator[Path]:
    """The timeline's file: the owner's, or what was sent, in a file that goes again."""
    if request.path is not None:
        yield owners_path(client, request.path)
        return
    name = Path(request.name or "timeline").name
    with tempfile.TemporaryDirectory(prefix="aiprod-conform-") as folder:
        path = Path(folder) / (f"timeline{Path(name).suffix.lower()[:20]}")
        with disk_errors(path):
            path.write_text(request.text or "", "utf-8", errors="replace", newline="")
        try:
            yield path
        except UserError as error:
            raise _named(error, path, name) from error


def _named(error: UserError, path: Path, name: str) -> WireError:
    """The reader names the file; the client knows it by its own name."""
    texts = [text.replace(str(path), name).replace(path.name, name) for text in (error.what, error.why, error.remedy)]
    return WireError("refused", *texts)


def _may(client: Client, media: Path) -> bool:
    """Whether somebody who is not the owner may have a file brought into the film."""
    try:
        media_path(client, str(media))
    except WireError:
        return False
    return True


def _told(found: Conformed, request: ConformFilm, language: Language) -> FilmConformed:
    notes = sorted(found.notes, key=lambda note: not note.left)[:_MOST_NOTES]
    return FilmConformed(
        changed=found.changed, applied=found.changed and not request.dry_run, kept=found.kept, added=found.added,
        removed=found.removed, missing=found.missing, summary=found.summary(language),
        notes=tuple(
            ConformNote(track=n.track, clip=n.clip, timecode=n.at, what=n.what, left=n.left, text=n.text[language]) for n in notes
        ),
    )  # fmt: skip
