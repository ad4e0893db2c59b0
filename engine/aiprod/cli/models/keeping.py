# SPDX-License-Identifier: Apache-2.0
"""`aiprod models verify`, `repair`, `remove`, `build`, `compile` and `runtime`."""

from __future__ import annotations

import argparse
import sys

from aiprod.cli.models.fetching import interruptible
from aiprod.cli.models.printing import Bar, as_json
from aiprod.models import library, store
from aiprod.models import runtime as runtimes
from aiprod.models.cards import all_cards, card
from aiprod.models.store.records import size_text


def verify(arguments: argparse.Namespace) -> int:
    """Hash every file afresh."""
    for model in arguments.id:
        card(model)
    bar, results = Bar(), []
    with interruptible() as stop:
        try:
            for model, file, whole in library.verify(bar.show, tuple(arguments.id), stop):
                results.append({"model": model, "file": file, "whole": whole})
        finally:
            bar.close()
    if arguments.json:
        as_json(results)
    else:
        for result in results:
            print(f"{'whole  ' if result['whole'] else 'DAMAGED'} {result['model']}/{result['file']}")
    return 0 if all(result["whole"] for result in results) else 2


def repair(arguments: argparse.Namespace) -> int:
    """Make damaged models whole again."""
    from aiprod.production.repairing import repair_models

    damaged = repair_models(tuple(arguments.id))
    if arguments.json:
        as_json(list(damaged))
    else:
        print(f"Repaired: {', '.join(damaged)}" if damaged else "Every model is whole.")
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take a model out of the store."""
    freed = store.remove(card(arguments.id))
    if arguments.json:
        as_json({"model": arguments.id, "freed": freed})
    else:
        print(f"{arguments.id} is removed; that freed {size_text(freed)}.")
    return 0


def build(arguments: argparse.Namespace) -> int:
    """Make test models."""
    ids = arguments.id or [model.id for model in all_cards().values() if model.built]
    made = [store.build(card(model)) for model in ids]
    if arguments.json:
        as_json([{"model": m.id, "files": len(m.files), "size": sum(f.size for f in m.files)} for m in made])
    else:
        for item in made:
            print(f"{item.id}: {len(item.files)} files, {size_text(sum(f.size for f in item.files))}")
    return 0


def compile_model(arguments: argparse.Namespace) -> int:
    """Quantise, export, compile."""
    runtimes.need_torch()
    from aiprod.models.compiling.command import compile_model as make

    bar = Bar()
    with interruptible() as stop:
        try:
            rows = make(arguments.id, routes=tuple(arguments.route), stop=stop, progress=lambda what, part: bar.share(what, part))
        finally:
            bar.close()
    if arguments.json:
        as_json(rows)
    else:
        for row in rows:
            print("  ".join(f"{name} {value}" for name, value in row.items()))
    return 0


def runtime(arguments: argparse.Namespace) -> int:
    """Install the diffusion runtime."""
    absent = runtimes.missing()
    if not absent and not runtimes.blind():
        print("The diffusion runtime is installed.")
        return 0
    print(f"Installing what is missing: {', '.join(absent) or 'PyTorch for cards'}.", file=sys.stderr)
    runtimes.install(lambda line: print(line, file=sys.stderr))
    print("The diffusion runtime is installed.")
    return 0
