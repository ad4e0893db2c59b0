# SPDX-License-Identifier: Apache-2.0
"""Makes the book of laws (`laws.json`) and the list of the tiny models' parts (`tiny.json`).

    python -m aiprod.models.planning.lawmaking

Every published architecture and every tiny one is rehearsed at a dozen sizes; the laws' factors are those that come closest.
To be run again when a card brings a new architecture or diffusers changes a module. Takes some ten minutes.
"""

from __future__ import annotations

import inspect
import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiprod.models.cards import all_cards
from aiprod.models.checkpoints import Component
from aiprod.models.classes import find
from aiprod.models.planning import calls, costs, laws, published
from aiprod.models.planning.rehearsal import PRODUCTS, Work, rehearse

log = logging.getLogger(__name__)
_RATE = 24.0
_DTYPES = ("float32", "bfloat16")
_TRANSFORMER = (
    ((5, 32, 40), 1), ((5, 32, 40), 2), ((31, 44, 80), 1), ((9, 88, 160), 2), ((31, 88, 160), 1), ((17, 60, 104), 4),
    ((3, 60, 104), 1), ((9, 44, 80), 1), ((17, 44, 80), 2), ((21, 60, 104), 1), ((31, 32, 40), 2),
)  # fmt: skip
"""Latent frames × height × width, clips: more than a pass with sound has terms; one without takes the first of them."""
_WITHOUT_SOUND = 7
_DECODER = (
    (5, 16, 16), (5, 32, 32), (16, 32, 32), (16, 44, 80), (31, 60, 104), (31, 32, 32), (9, 16, 16), (31, 44, 80),
)  # fmt: skip


def make() -> dict[str, Any]:
    """The whole book."""
    import torch

    torch.set_num_threads(2)  # what PyTorch does with one thread alone is nobody's case
    parts = list(_parts())
    defaults = {part.kind: _defaults(part.kind) for part in parts}
    found: dict[str, Any] = {}
    for part in parts:
        for dtype in _DTYPES:
            name = f"{laws.signature(part, defaults)} {dtype}"
            if name not in found:
                found[name], worst = _law(part, dtype)
                log.warning("%s: furthest off %s", name, worst)
    return {"defaults": defaults, "laws": found}


def _parts() -> Iterator[Component]:
    """Transformers and decoders of every card."""
    for card in all_cards().values():
        if card.role == "video" and card.architecture:
            parts = published.checkpoint(card.id, card.architecture, card.generation, card.variant).components
            yield from (part for name, part in parts.items() if name in ("transformer", "transformer_2", "vae"))


def _defaults(kind: str) -> dict[str, Any]:
    found = inspect.signature(find(kind).__init__).parameters.values()
    return {each.name: each.default for each in found if each.name in laws._MATTERS}


def _law(part: Component, dtype: str) -> tuple[dict[str, Any], dict[str, float]]:
    """The factors, and how far off each figure is at worst."""
    if part.name == "vae":
        rows = [(laws.decoder_terms(size), _decoded(part, size, dtype)) for size in _DECODER]
    else:
        rows = [
            (laws.transformer_terms(part, size, batch, _RATE), _passed(part, size, batch, dtype)) for size, batch in _TRANSFORMER
        ]
    rows = [(terms, _one_kind(work)) for terms, work in rows]
    terms, works = [row[0] for row in rows], [row[1] for row in rows]
    law: dict[str, Any] = {name: _factors(terms, [float(getattr(work, name)) for work in works]) for name in laws.SUMS}
    for name in PRODUCTS:
        widths = sorted({width for work in works for width in getattr(work, name)})
        law[name] = {str(width): _factors(terms, [getattr(work, name).get(width, 0.0) for work in works]) for width in widths}
    law |= {name: getattr(works[0], name) for name in ("weights", "blocks", "block")}
    return law, _worst(law, rows)


def _one_kind(work: Work) -> Work:
    """All convolutions together: which of them are small changes with the size by leaps, which no law follows."""
    widths = {*work.conv, *work.unfolded}
    return replace(work, conv={w: work.conv.get(w, 0.0) + work.unfolded.get(w, 0.0) for w in widths}, unfolded={})


def _passed(part: Component, size: tuple[int, int, int], batch: int, dtype: str) -> Work:
    return rehearse(part.kind, part.config, calls.transformer(part, size, batch, _RATE), dtype)


def _decoded(part: Component, size: tuple[int, int, int], dtype: str) -> Work:
    return costs.rehearsed_decoder(part, size, dtype)


def _factors(terms: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Least squares of relative errors; terms that are never there get 0."""
    import numpy as np

    matrix, wanted = np.array(terms, float), np.array(values, float)
    if not wanted.any():
        return [0.0] * matrix.shape[1]
    weights = 1 / np.maximum(wanted, wanted.max() * 1e-9)
    scaled = matrix * weights[:, None]
    norms = np.linalg.norm(scaled, axis=0)
    used = norms > 0
    solved = np.linalg.lstsq(scaled[:, used] / norms[used], wanted * weights, rcond=1e-9)[0] / norms[used]
    found = np.zeros(matrix.shape[1])
    found[used] = solved
    return [float(f"{factor:.9g}") for factor in found]


def _worst(law: Mapping[str, Any], rows: Sequence[tuple[tuple[float, ...], Work]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for terms, true in rows:
        told = laws.work(law, terms)
        for name in (*laws.SUMS, "flops"):
            value = float(getattr(true, name))
            error = abs(float(getattr(told, name)) / value - 1) if value else 0.0
            found[name] = round(max(found.get(name, 0.0), error), 4)
    return found


def tiny() -> dict[str, Any]:
    """The parts of every tiny model that hold weights, as they are recognised."""
    from aiprod.models.tiny import TITLES, build

    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in TITLES:
            parts = build(name, Path(folder) / name).components.values()
            found[name] = {
                part.name: {"kind": part.kind, "config": dict(part.config), "parameters": part.parameters, "dtype": part.dtype}
                for part in parts if part.parameters
            }  # fmt: skip
    return found


def _write(place: Path, value: Any) -> None:
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(each, default=list)}" for name, each in value.items())
    place.write_text(f"{{\n{rows}\n}}\n", "utf-8")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["tiny", "laws"]
    if "tiny" in wanted:
        _write(published.TINY, tiny())
    if "laws" in wanted:
        _write(laws.PLACE, make())
