# SPDX-License-Identifier: Apache-2.0
"""`aiprod models list` and `show`."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

from aiprod.cli.models.printing import as_json
from aiprod.models import licences
from aiprod.models.cards import ModelCard, all_cards, card
from aiprod.models.states import FileState, ModelState, state
from aiprod.models.store.records import size_text

_STATES = {"installed": "installed", "partial": "partly here", "absent": "not installed"}
_BY = {"card": "", "hub": "as the hub declared it at the first pull", "copy": "of the first copy", "built": "built here"}


def list_models(arguments: argparse.Namespace) -> int:
    """One line for each model."""
    shown = [c for _, c in sorted(all_cards().items()) if arguments.role in (None, c.role)]
    rows = [row(model) for model in shown if arguments.json or arguments.all or model.need != "test"]
    if arguments.json:
        as_json(rows)
        return 0
    wide, terms = (max((len(r[name]) for r in rows), default=0) for name in ("id", "licence"))
    for r in rows:
        size = "" if not r["size"] else size_text(r["size"])
        print(f"{r['id']:<{wide}} {size:>9}  {_STATES[r['state']]:<14} {r['licence']:<{terms}} {r['title']}")
    return 0


def row(model: ModelCard) -> dict[str, Any]:
    """A model as `list --json` has it."""
    found = state(model)
    accepted = licences.acceptance(model)
    return {
        "id": model.id, "title": model.title, "role": model.role, "licence": model.licence, "terms": model.terms,
        "need": model.need, "state": found.state, "installed": found.state == "installed",
        "megabytes": round(found.size / 1e6, 1), "size": found.size, "here": found.here, "precision": found.precision,
        "precisions": list(model.precisions), "source": model.source, "architecture": model.architecture,
        "version": model.generation, "variant": model.variant, "abilities": list(model.abilities), "gated": model.gated,
        "acceptance": model.acceptance, "accepted_by": accepted.who if accepted else "", "goes_with": list(model.goes_with),
        "needs": model.needs.model_dump(exclude={"schema"}) if model.needs else {},
    }  # fmt: skip


def show(arguments: argparse.Namespace) -> int:
    """Everything about one model."""
    model = card(arguments.id)
    found = state(model)
    if arguments.json:
        as_json(
            {**row(model), "terms_fr": model.terms_fr, "warning": model.warning, "files": [vars(file) for file in found.files]}
        )
        return 0
    print(f"{model.title}  ({model.id}, {_STATES[found.state]})")
    for name, text in _facts(model, found):
        if text:
            body = textwrap.fill(text, 100, initial_indent=f"  {name:<11}", subsequent_indent=" " * 13, break_on_hyphens=False)
            print(body)
    for file in found.files:
        print(f"  {_file(file)}")
    return 0


def _facts(model: ModelCard, found: ModelState) -> list[tuple[str, str]]:
    accepted = licences.acceptance(model)
    acceptance = f"accepted by {accepted.who}" if accepted else "not accepted yet" if model.acceptance else ""
    needs = model.needs
    wants = [
        f"{needs.vram_gb:g} GB of a card's memory" if needs.vram_gb else "",
        f"{needs.comfortable_vram_gb:g} GB for weights that stay there" if needs.comfortable_vram_gb else "",
        f"{needs.ram_gb:g} GB of memory" if needs.ram_gb else "",
        f"{needs.disk_gb:g} GB of disk" if needs.disk_gb else "",
    ]
    return [
        ("licence", f"{model.licence}{f' ({acceptance})' if acceptance else ''}"), ("terms", model.terms),
        ("warning", model.warning),
        ("source", model.source), ("gated", "the hub wants your token" if model.gated else ""),
        ("can do", ", ".join(model.abilities)), ("precisions", ", ".join(model.precisions)),
        ("needs", ", ".join(text for text in wants if text)), ("works with", ", ".join(model.goes_with)),
        ("size", f"{size_text(found.size)}, {size_text(found.here)} here" if found.size else ""),
    ]  # fmt: skip


def _file(file: FileState) -> str:
    hashed = f"{file.sha256}  {_BY[file.declared]}" if file.sha256 else "the hub declares its SHA-256 at the first pull"
    return f"{file.name}  {size_text(file.size) if file.size else '?'}\n    {hashed.strip()}"
