# SPDX-License-Identifier: Apache-2.0
"""`aiprod models list|verify|repair`."""

from __future__ import annotations

import argparse
import json
from typing import Any

from aiprod.cli.options import finish_actions
from aiprod.models import library
from aiprod.models.cards import all_cards


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="list the models")
    verify = actions.add_parser("verify", help="check every file's SHA-256")
    verify.add_argument("id", nargs="*", help="only these models")
    actions.add_parser("repair", help="put every model together again, and reinstall what is damaged")
    finish_actions(actions)


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
    from aiprod.production.repairing import repair_models

    damaged = repair_models()
    print(f"Repaired: {', '.join(damaged)}" if damaged else "Every model is whole.")
    return 0


_ACTIONS = {"list": _list, "verify": _verify, "repair": _repair}
