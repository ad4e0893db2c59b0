# SPDX-License-Identifier: Apache-2.0
"""`aiprod make BRIEF`: from a brief to a delivered film."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.cli.commands.cloud import check_amount, job_store, set_cap
from aiprod.cli.commands.resume import produce
from aiprod.film.errors import UserError
from aiprod.production.commission import Wish, free_path, read_wish


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
        format=arguments.format, size=arguments.size, rate=arguments.rate, loudness=arguments.loudness,
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
            format=arguments.format, size=arguments.size, rate=arguments.rate, loudness=arguments.loudness,
            layout=arguments.layout, target=arguments.target, seed=arguments.seed,
            out=str(root.absolute()), until=arguments.until,
            cap_eur=arguments.budget,
        )  # fmt: skip
        return finish(engine, ordered, as_json=arguments.json)
