# SPDX-License-Identifier: Apache-2.0
"""`aiprod export FILM --format X --to PATH`: the finished film, written somewhere else."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS

if TYPE_CHECKING:
    from aiprod.film.master import MasterOrder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `aiprod export`."""
    parser.add_argument("film", nargs="?", help="the film folder")
    parser.add_argument("--to", metavar="PATH", help="the file or folder to write; nothing is overwritten")
    parser.add_argument(
        "--format", default="", metavar="NAME", help="h264 (default), h265, hdr10, prores422hq, dnxhr-hqx, exr, …"
    )
    parser.add_argument("--preset", default="", metavar="NAME", help="a receiver's demands: youtube, broadcast-ebu, archive, …")
    parser.add_argument("--list", action="store_true", help="list formats and presets, and what is left out with its reason")
    parser.add_argument("--colour", choices=tuple(OUTPUTS), help="of the picture (default rec709)")
    parser.add_argument("--exact", action="store_true", help="grade every pixel by the transforms themselves: slow")
    parser.add_argument("--size", metavar="WxH", help="of the picture")
    parser.add_argument("--layout", choices=("stereo", "5.1"), help="of the sound")
    parser.add_argument("--channel-order", choices=("smpte", "film"), help="of six separate channels (default smpte)")
    parser.add_argument("--sound", default="", metavar="CODEC", help="aac, eac3, flac, opus or pcm24, where there is a choice")
    parser.add_argument("--target", default="", metavar="NAME", help="loudness: streaming, web, broadcast, atsc, streaming-film")
    parser.add_argument(
        "--subtitles", choices=("soft", "burned", "files", "none"), help="a soft track, burned in, files beside it, or none"
    )
    parser.add_argument("--burn-in", action="store_true", help="the same as --subtitles burned")
    parser.add_argument("--stems", action="store_true", help="the same as --format stems")
    parser.add_argument("--alpha", action="store_true", help="see-through where the timeline holds nothing")
    parser.add_argument("--hardware", action="store_true", help="let the graphics card encode")
    parser.add_argument("--package", action="store_true", help="a folder with master, sound, subtitles, poster and checksums")
    parser.add_argument("--watermark", default="", metavar="HEX", help="an invisible mark in the picture: 10 digits")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    if arguments.list:
        return _list(as_json=arguments.json)
    if not arguments.film or not arguments.to:
        raise UserError("There is nothing to export", "a film and --to PATH are needed", "See `aiprod export --help`.")
    from aiprod.film.store import FilmStore
    from aiprod.production.exporting import export_film

    made = export_film(FilmStore(Path(arguments.film)), Path(arguments.to), order=order(arguments), progress=_progress())
    if arguments.json:
        print(json.dumps({"path": str(made.path), "notes": list(made.notes)}))
        return 0
    print(made.path)
    for note in made.notes:
        print(note, file=sys.stderr)
    return 0


def order(arguments: argparse.Namespace) -> MasterOrder:
    """What the command line asks for. Raises UserError."""
    from aiprod.film.master import MasterOrder
    from aiprod.production.commission import picture_size

    if arguments.stems and arguments.format not in ("", "stems"):
        raise UserError("--stems and --format don't go together", "stems are a format of their own", "Give one of them.")
    mark = arguments.watermark.lower()
    if mark and not re.fullmatch("[0-9a-f]{10}", mark):
        raise UserError(
            f"--watermark {arguments.watermark!r} is no mark", "it has ten hexadecimal digits", "Write 00c0ffee42, say."
        )
    return MasterOrder.from_json({
        "preset": arguments.preset, "format": "stems" if arguments.stems else arguments.format, "output": arguments.colour,
        "exact": arguments.exact, "size": picture_size(arguments.size) if arguments.size else None, "layout": arguments.layout,
        "channel_order": arguments.channel_order, "sound": arguments.sound, "loudness": arguments.target,
        "subtitles": "burned" if arguments.burn_in else arguments.subtitles, "alpha": arguments.alpha,
        "hardware": arguments.hardware, "package": arguments.package, "watermark": mark,
    })  # fmt: skip


def _progress() -> Callable[[int, int], None]:
    """A line on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    return lambda done, total: print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _list(*, as_json: bool) -> int:
    from aiprod.delivery.formats import FORMATS, LEFT_OUT
    from aiprod.delivery.presets import presets

    if as_json:
        said = {"formats": {f.name: f.title for f in FORMATS.values()}, "left_out": dict(LEFT_OUT),
                "presets": {p.name: dict(p.title) for p in presets().values()}}  # fmt: skip
        print(json.dumps(said, ensure_ascii=False, indent=1))
        return 0
    for form in FORMATS.values():
        colours = f"; {', '.join(form.outputs)}" if form.kind in ("video", "sequence") else ""
        print(f"{form.name:14} {form.title}; {'/'.join(form.containers) or 'a folder'}{colours}")
    print("\nPresets:")
    for preset in presets().values():
        print(f"{preset.name:16} {preset.title['en']}: {preset.order.format}")
    print("\nLeft out:")
    for name, why in LEFT_OUT.items():
        print(f"{name:16} {why}")
    return 0
