# SPDX-License-Identifier: Apache-2.0
"""`aiprod train data …`: make a data set of rendered scenes or of licensed clips, check one, and report on it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.training.data.sampler import ClipSpec


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = parser().parse_args(arguments)
    facts = {"rendered": _rendered, "footage": _footage, "check": _check}[given.what](given)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n" if given.json else _told(facts))
    return 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train data", description="Make and check training data.")
    parts = made.add_subparsers(dest="what", required=True)
    rendered = parts.add_parser("rendered", help="scenes drawn by the animatic, with exact labels")
    rendered.add_argument("--count", type=int, required=True, help="scenes in all; an earlier run's are kept")
    rendered.add_argument("--split", choices=("train", "eval"), default="train")
    rendered.add_argument("--seed", type=int, default=0)
    rendered.add_argument("--workers", type=int)
    footage = parts.add_parser("footage", help="your own clips, each with its licence beside it")
    footage.add_argument("source", type=Path)
    check = parts.add_parser("check", help="check every hash and write report.html")
    check.add_argument("folder", type=Path)
    for part in (rendered, footage):
        part.add_argument("--out", type=Path, required=True)
        part.add_argument("--size", default="256x144", help="WIDTHxHEIGHT")
        part.add_argument("--fps", type=int, default=12)
        part.add_argument("--frames", type=int, default=25)
    for part in (rendered, footage, check):
        part.add_argument("--json", action="store_true")
    return made


def _spec(given: Namespace) -> ClipSpec:
    try:
        width, height = (int(part) for part in given.size.lower().split("x"))
    except ValueError as error:
        raise UserError(f"{given.size!r} is no size", "it is not WIDTHxHEIGHT", "Write 256x144.") from error
    if min(width, height) < 64 or given.fps < 1 or given.frames < 1:
        raise UserError("Clips can't be that small", "sides begin at 64, rate and length at 1", "Choose larger ones.")
    return ClipSpec(width, height, given.fps, given.frames)


def _rendered(given: Namespace) -> dict[str, Any]:
    from aiprod.training.data import rendered

    rendered.build(given.out, _spec(given), given.count, seed=given.seed, split=given.split, workers=given.workers)
    return _facts(given.out)


def _footage(given: Namespace) -> dict[str, Any]:
    from aiprod.training.data import licensed

    licensed.build(given.out, given.source, _spec(given))
    return _facts(given.out)


def _check(given: Namespace) -> dict[str, Any]:
    return _facts(given.folder)


def _facts(folder: Path) -> dict[str, Any]:
    """Check the whole set, write its report, and say what it holds."""
    from aiprod.training.data import report, shards

    page = report.write_report(folder)
    manifest = shards.checked_manifest(folder)
    return {
        "folder": str(folder), "identity": shards.identity(folder), "report": str(page), "refused": manifest["refused"],
        "clips": sum(shard["clips"] for shard in manifest["shards"]), "shards": len(manifest["shards"]),
    }  # fmt: skip


def _told(facts: dict[str, Any]) -> str:
    lines = [f"{facts['clips']} clips in {facts['shards']} shards, {len(facts['refused'])} refused. Report: {facts['report']}"]
    lines += [f"  refused: {row['reason']}" for row in facts["refused"][:20]]
    return "\n".join(lines) + "\n"
