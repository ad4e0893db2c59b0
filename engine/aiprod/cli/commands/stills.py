# SPDX-License-Identifier: Apache-2.0
"""`aiprod stills FILM --at 00:00:05:12 … --to FOLDER`: frames of a finished film, or its contact sheet."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `aiprod stills`."""
    parser.add_argument("film", help="the film folder")
    parser.add_argument(
        "--at", action="append", default=[], metavar="MOMENT", nargs="+",
        help="a frame (132), seconds (5.5s), a timecode (00:00:05:12), a shot's id, or `shots` for one of every shot",
    )  # fmt: skip
    parser.add_argument("--to", required=True, metavar="PATH", help="the folder; with --sheet the file")
    parser.add_argument(
        "--format", default="png", choices=("png", "jpg", "tiff", "exr"), help="16 bits but for jpg (default png)"
    )
    parser.add_argument("--colour", default="rec709", choices=tuple(OUTPUTS), help="of the picture (default rec709)")
    parser.add_argument("--sheet", action="store_true", help="one page with a frame of every shot (JPEG) instead")
    parser.add_argument("--json", action="store_true", help="print the files as JSON")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.film.store import FilmStore
    from aiprod.production.stills import take_stills, write_sheet

    store, target = FilmStore(Path(arguments.film)), Path(arguments.to)
    moments = [moment for group in arguments.at for moment in group]
    if arguments.sheet:
        write_sheet(store, target)
        paths: tuple[Path, ...] = (target,)
    elif moments:
        paths = take_stills(store, moments, target, form=arguments.format, output=arguments.colour)
    else:
        raise UserError("There is no moment for a still", "--at says which frames are wanted", "Try --at shots, or --sheet.")
    print(json.dumps([str(path) for path in paths]) if arguments.json else "\n".join(map(str, paths)))
    return 0
