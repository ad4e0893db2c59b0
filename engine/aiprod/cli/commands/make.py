# SPDX-License-Identifier: Apache-2.0
"""`aiprod make BRIEF`: from a brief to a delivered film."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.cli.commands.cloud import check_amount, job_store, set_cap
from aiprod.cli.commands.resume import produce
from aiprod.cli.options import add_server_option
from aiprod.film.errors import UserError
from aiprod.production.commission import Wish, free_path, read_wish


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("brief", help="a sentence, a text file, or a .fountain or .fdx screenplay")
    parser.add_argument("--out", help="the film folder to make (default: named after the film, in the current folder)")
    parser.add_argument("--lang", choices=("en", "fr"), help="language of the film (default: the brief's)")
    parser.add_argument("--duration", type=float, metavar="S", help="length in seconds (default: the brief's, else 30)")
    parser.add_argument("--style", help="cinematic, noir, illustration, watercolour, … (default: the brief's, or what suits)")
    parser.add_argument("--genre", help="drama, comedy, thriller, science_fiction, …")
    parser.add_argument("--tone", help="warm, melancholic, funny, dark, …")
    parser.add_argument("--audience", help="general, children, teenagers, adults")
    parser.add_argument(
        "--generator",
        default="auto",
        help="auto, animatic, nano or cloud:NAME; only:NAME allows no other",
    )
    parser.add_argument("--budget", type=float, metavar="EUR", help="the most that may be paid to clouds for this film")
    parser.add_argument("--writer", default="auto", help="auto, template, or llm:MODEL")
    parser.add_argument(
        "--format", default="h264", help="of a master beside the H.264 screening copy: hdr10, prores422hq, exr, …"
    )
    parser.add_argument("--preset", default="", metavar="NAME", help="a receiver's demands instead: youtube-hdr, archive, …")
    parser.add_argument("--colour", default="", metavar="NAME", help="of that master: rec709, p3d65, rec2020, pq, pq-p3 or hlg")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="picture size (default 1920x1080)")
    parser.add_argument("--rate", default="24", help="frames per second: 24, 25, 30, 23.976, 29.97 … (default 24)")
    parser.add_argument("--loudness", type=float, default=-16.0, help="LUFS: -16 for the web (default), -23 for broadcast")
    parser.add_argument("--layout", choices=("stereo", "5.1", "binaural"), default="stereo", help="of the mix (default stereo)")
    parser.add_argument(
        "--target", metavar="NAME", help="streaming, web, broadcast, atsc or streaming-film, instead of --loudness"
    )
    parser.add_argument("--seed", type=int, default=0, help="another seed makes another film (default 0)")
    parser.add_argument("--until", metavar="DEPARTMENT", help="stop after writing, directing, voices, shooting, …")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_server_option(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.server:
        return _over_the_wire(arguments)
    commission = read_wish(wish(arguments), arguments.until)
    if arguments.budget is not None or "cloud:" in arguments.generator:
        _check_cloud(arguments)
    root = Path(arguments.out) if arguments.out else free_path(commission.brief, Path())
    store = commission.create(root)
    if arguments.budget is not None:
        with job_store() as jobs:
            set_cap(jobs, store.root, arguments.budget)
    return produce(store, arguments.until, as_json=arguments.json, warnings=commission.warnings)


def wish(arguments: argparse.Namespace) -> Wish:
    """The film that the command line asks for."""
    return Wish(
        arguments.brief, language=arguments.lang, duration_s=arguments.duration, style=arguments.style, genre=arguments.genre,
        tone=arguments.tone, audience=arguments.audience, generator=arguments.generator, writer=arguments.writer,
        format=arguments.format, preset=arguments.preset, colour=arguments.colour, size=arguments.size, rate=arguments.rate,
        loudness=arguments.loudness,
        layout=arguments.layout, target=arguments.target, seed=arguments.seed,
    )  # fmt: skip


def _check_cloud(arguments: argparse.Namespace) -> None:
    """What a cloud needs is told before anything is made. Raises UserError."""
    from aiprod.production.chain.money import missing

    if arguments.budget is not None:
        check_amount(arguments.budget)
    with job_store() as store:
        refusal = missing(arguments.generator, store)
    if refusal is not None:
        raise UserError(f"{arguments.generator} can't be used", refusal.sentence, f"{refusal.remedy} See `aiprod cloud list`.")
    if arguments.budget is None:
        raise UserError(
            f"{arguments.generator} costs money", "the film has no budget", "Say the most it may cost with --budget EUROS."
        )


def _over_the_wire(arguments: argparse.Namespace) -> int:
    """Have the engine server make the film, at the same place."""
    from aiprod.cli.following import finish
    from aiprod.client.blocking import Client
    from aiprod.writing.briefs import source_text

    commission = read_wish(wish(arguments), arguments.until)
    root = Path(arguments.out) if arguments.out else free_path(commission.brief, Path())
    text, source = source_text(arguments.brief)
    with Client(start=True) as engine:
        ordered = engine.generate(
            text, source=source, lang=arguments.lang, duration=arguments.duration, style=arguments.style, genre=arguments.genre,
            tone=arguments.tone, audience=arguments.audience, generator=arguments.generator, writer=arguments.writer,
            format=arguments.format, preset=arguments.preset or None, colour=arguments.colour or None, size=arguments.size,
            rate=arguments.rate, loudness=arguments.loudness,
            layout=arguments.layout, target=arguments.target, seed=arguments.seed,
            out=str(root.absolute()), until=arguments.until,
            cap_eur=arguments.budget,
        )  # fmt: skip
        return finish(engine, ordered, as_json=arguments.json)
