# SPDX-License-Identifier: Apache-2.0
"""`aiprod make BRIEF`: from a brief to a delivered film."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.cli.commands.resume import produce
from aiprod.production.commission import Wish, free_path, read_wish


def run(arguments: argparse.Namespace) -> int:
    commission = read_wish(wish(arguments), arguments.until)
    root = Path(arguments.out) if arguments.out else free_path(commission.brief, Path())
    return produce(commission.create(root), arguments.until, as_json=arguments.json, warnings=commission.warnings)


def wish(arguments: argparse.Namespace) -> Wish:
    """The film that the command line asks for."""
    return Wish(
        arguments.brief, language=arguments.lang, duration_s=arguments.duration, style=arguments.style, genre=arguments.genre,
        tone=arguments.tone, audience=arguments.audience, generator=arguments.generator, writer=arguments.writer,
        format=arguments.format, size=arguments.size, rate=arguments.rate, loudness=arguments.loudness, seed=arguments.seed,
    )  # fmt: skip
