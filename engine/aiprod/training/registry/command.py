# SPDX-License-Identifier: Apache-2.0
"""`aiprod train registry …`: versions of a model, their stages, canaries, and the way back."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.training.registry.gates import STAGES, measures_of
from aiprod.training.registry.store import Entry, Registry


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = parser().parse_args(arguments)
    registry = Registry(given.place, given.server)
    does = {
        "add": _add, "list": _list, "promote": _promote, "canary": _canary, "choose": _choose, "measured": _measured,
        "rollback": _rollback,
    }  # fmt: skip
    facts = does[given.what](registry, given)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n" if given.json else _told(facts))
    return 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train registry", description="Versions of a model, from training to use.")
    parts = made.add_subparsers(dest="what", required=True)
    add = parts.add_parser("add", help="take a model's files in, at the stage dev")
    add.add_argument("folder", type=Path)
    add.add_argument("--report", type=Path, required=True, help="report.json of `aiprod train eval`")
    add.add_argument("--part", choices=("major", "minor", "patch"), default="minor", help="of the version that is raised")
    add.add_argument("--version", default="", help="this one exactly")
    listed = parts.add_parser("list", help="all versions")
    promote = parts.add_parser("promote", help="let a version be what a stage shows, if it passes its gates")
    promote.add_argument("version")
    promote.add_argument("stage", choices=STAGES)
    canary = parts.add_parser("canary", help="give a version a share of the requests; 0 ends it")
    canary.add_argument("version")
    canary.add_argument("share", type=float)
    choose = parts.add_parser("choose", help="which version a request gets")
    choose.add_argument("seed", type=int)
    measured = parts.add_parser("measured", help="new measures of a version in use; a worse one is taken back")
    measured.add_argument("version")
    measured.add_argument("--report", type=Path, required=True)
    back = parts.add_parser("rollback", help="a stage shows again what it showed before")
    back.add_argument("stage", choices=STAGES, nargs="?", default="production")
    for part in (add, listed, promote, canary, choose, measured, back):
        part.add_argument("--model", default="nano")
        part.add_argument("--place", type=Path, help="a folder for the registry; the user's own where not given")
        part.add_argument("--server", default="", help="the address of an MLflow server")
        part.add_argument("--json", action="store_true")
    return made


def _report(path: Path) -> dict[str, float]:
    try:
        return measures_of(read_json(path))
    except (OSError, json.JSONDecodeError) as error:
        raise UserError(f"{path} can't be read", str(error), "Give report.json of `aiprod train eval`.") from error


def _add(registry: Registry, given: Namespace) -> dict[str, Any]:
    measures = _report(given.report)
    return _entry(registry.add(given.model, given.folder, measures, part=given.part, version=given.version))


def _list(registry: Registry, given: Namespace) -> dict[str, Any]:
    return {"model": given.model, "versions": [_entry(entry) for entry in registry.versions(given.model)]}


def _promote(registry: Registry, given: Namespace) -> dict[str, Any]:
    return asdict(registry.promote(given.model, given.version, given.stage))


def _canary(registry: Registry, given: Namespace) -> dict[str, Any]:
    return _entry(registry.canary(given.model, given.version, given.share))


def _choose(registry: Registry, given: Namespace) -> dict[str, Any]:
    return _entry(registry.split(given.model).chosen(given.seed))


def _measured(registry: Registry, given: Namespace) -> dict[str, Any]:
    change = registry.measured(given.model, given.version, _report(given.report))
    return asdict(change) if change else {"model": given.model, "version": given.version, "stage": "", "before": "", "why": ()}


def _rollback(registry: Registry, given: Namespace) -> dict[str, Any]:
    return asdict(registry.roll_back(given.model, given.stage))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "version": str(entry.version), "stages": list(entry.stages), "measures": entry.measures, "folder": str(entry.folder),
        "made_at": entry.made_at, "withdrawn": entry.withdrawn,
    }  # fmt: skip


def _told(facts: dict[str, Any]) -> str:
    if "versions" in facts:
        return "".join(_line(entry) for entry in facts["versions"]) or f"No version of {facts['model']} yet.\n"
    if "measures" in facts:
        return _line(facts)
    if not facts["stage"]:
        return "Nothing changed.\n"
    why = f" ({'; '.join(facts['why'])})" if facts["why"] else ""
    return f"{facts['stage']}: {facts['before'] or 'nothing'} → {facts['version'] or 'nothing'}{why}\n"


def _line(entry: dict[str, Any]) -> str:
    marks = "  ".join(
        f"{name} {entry['measures'][name]:.3g}" for name in ("accuracy", "worst", "camera") if name in entry["measures"]
    )
    note = f"  withdrawn: {entry['withdrawn']}" if entry["withdrawn"] else ""
    return f"{entry['version']:10} {', '.join(entry['stages']) or '–':22} {marks}{note}\n"
