# SPDX-License-Identifier: Apache-2.0
"""`aiprod interchange FILM --as KIND --to FILE`: the edit for another editor; `--read FILE`: that editor's edit for the film."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore

if TYPE_CHECKING:
    from aiprod.editing.interchange import Report
    from aiprod.production.conforming import Conformed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    parser.add_argument(
        "--as", dest="kind", help="otio, resolve-otio, fcpxml, fcp7, edl or aaf; or handoff, a folder for any editor"
    )
    parser.add_argument("--to", help="the file to write, or for a hand-off the folder")
    parser.add_argument("--relative", action="store_true", help="media by their way from the file, where the format allows it")
    parser.add_argument("--drop-frame", choices=("yes", "no"), help="count timecode with dropped numbers (29.97 and 59.94)")
    parser.add_argument("--read", metavar="FILE", help="bring an edit back that was changed in another editor")
    parser.add_argument("--dry-run", action="store_true", help="with --read: only say what would change")
    parser.add_argument("--no-adopt", action="store_true", help="with --read: leave media that aren't the film's where they are")
    parser.add_argument("--rate", help="with --read: frames a second of an EDL that doesn't say its own; else the film's")
    parser.add_argument("--lang", choices=("fr", "en"), help="language of what is said; the film's by default")
    parser.add_argument("--json", action="store_true", help="machine-readable")


def run(arguments: argparse.Namespace) -> int:
    store = FilmStore(Path(arguments.film))
    language: Language = arguments.lang or store.film.brief.language
    if arguments.read:
        return _read(store, arguments, language)
    if not arguments.kind or not arguments.to:
        raise UserError(
            "There is nothing to do", "neither --as with --to nor --read is given", "See `aiprod interchange --help`."
        )
    target = Path(arguments.to)
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    return (_hand_off if arguments.kind == "handoff" else _write)(store, arguments, target, language)


def _write(store: FilmStore, arguments: argparse.Namespace, target: Path, language: Language) -> int:
    from aiprod.editing import interchange
    from aiprod.production import media_timecode
    from aiprod.production.timelines import open_timeline

    drop = {"yes": True, "no": False}.get(arguments.drop_frame or "")
    options = interchange.Options(relative=arguments.relative, drop=drop)
    report = media_timecode.write(open_timeline(store), arguments.kind, target, store.root, options)
    _tell_report(report, report.save(language), language, arguments.json)
    return 0


def _tell_report(report: Report, saved: tuple[Path, Path], language: Language, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**json.loads(report.to_json()), "files": [str(file) for file in (*report.files, *saved)]}))
        return
    for sentence in report.sentences(language):
        print(f"warning: {sentence}", file=sys.stderr)
    for file in report.files:
        print(file)
    print(saved[0])


def _hand_off(store: FilmStore, arguments: argparse.Namespace, target: Path, language: Language) -> int:
    from aiprod.production.handoff import hand_off_film

    made = hand_off_film(store, target, language)
    if arguments.json:
        print(json.dumps({"path": str(made.path), "files": list(made.files), "reports": made.sentences(language)}))
        return 0
    for name, sentences in made.sentences(language).items():
        for sentence in sentences:
            print(f"warning: {name}: {sentence}", file=sys.stderr)
    print(made.path)
    return 0


def _read(store: FilmStore, arguments: argparse.Namespace, language: Language) -> int:
    from aiprod.production.commission import frame_rate
    from aiprod.production.conforming import conform

    rate = frame_rate(arguments.rate) if arguments.rate else None
    found = conform(store, Path(arguments.read), rate=rate, dry_run=arguments.dry_run, adopt=not arguments.no_adopt)
    if arguments.json:
        print(json.dumps(_as_json(found, arguments.dry_run, language), ensure_ascii=False))
        return 0
    for note in found.notes:
        print(
            f"warning: {note.said(language)}" if note.left else note.said(language), file=sys.stderr if note.left else sys.stdout
        )
    print(found.summary(language))
    return 0


def _as_json(found: Conformed, dry_run: bool, language: Language) -> dict[str, object]:
    notes = [
        {"track": n.track, "clip": n.clip, "at": n.at, "what": n.what, "left": n.left, "text": n.text[language]}
        for n in found.notes
    ]
    return {
        "changed": found.changed, "applied": found.changed and not dry_run, "kept": found.kept, "added": found.added,
        "removed": found.removed, "missing": found.missing, "notes": notes,
    }  # fmt: skip
