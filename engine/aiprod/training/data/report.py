# SPDX-License-Identifier: Apache-2.0
"""A page that shows what is in a data set: how much, of what, how it moves, under which rights, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.files import write_atomically
from aiprod.training.data import shards

_STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td{padding:.1rem .5rem;vertical-align:middle}td:first-child{width:16rem}td:nth-child(2){width:5rem;text-align:right}
.bar{background:#2f5fa8;height:.8rem;border-radius:.2rem}code{font-size:.85em;word-break:break-all}"""
_MOTION_BINS = (0, 1, 2, 4, 8, 16, 32, 64, 256)


def write_report(folder: Path) -> Path:
    """Read the whole data set (checking every hash) and write `report.html` beside its manifest."""
    manifest = shards.checked_manifest(folder)
    counts: dict[str, Counter[str]] = {}
    clips = 0
    for record in shards.read(folder):
        clips += 1
        for name, value in _traits(record):
            counts.setdefault(name, Counter())[value] += 1
    path = folder / "report.html"
    write_atomically(path, _page(manifest, clips, counts, shards.identity(folder)).encode())
    return path


def _traits(record: shards.Record) -> list[tuple[str, str]]:
    """What is counted of a clip."""
    frames, facts = record.frames, record.facts
    length, height, width = frames.shape[:3]
    found = [
        ("size", f"{width} × {height}"),
        ("length", f"{length / facts.get('fps', 1):.2f} s"),
        ("motion (mean change)", _motion(frames)),
        ("licence", facts["licence"]),
        *(("language", language) for language in sorted(facts.get("captions", {}))),
    ]
    return found + [(f"label: {slot}", value) for slot, value in facts.get("labels", {}).items()]


def _motion(frames: np.ndarray[Any, np.dtype[np.uint8]]) -> str:
    """The bin of the mean absolute change from frame to frame, in codes of 255."""
    if len(frames) < 2:
        return "one frame"
    thin = frames[:, ::4, ::4].astype(np.int16)
    level = float(np.abs(thin[1:] - thin[:-1]).mean())
    upper = next(edge for edge in _MOTION_BINS[1:] if level < edge)
    return f"{_MOTION_BINS[_MOTION_BINS.index(upper) - 1]}–{upper}"


def _page(manifest: dict[str, Any], clips: int, counts: dict[str, Counter[str]], identity: str) -> str:
    size = sum(shard["bytes"] for shard in manifest["shards"])
    head = f"{clips} clips in {len(manifest['shards'])} shards, {size / 1e6:.0f} MB, {len(manifest['refused'])} refused"
    settings = "".join(f"<tr><td>{escape(k)}</td><td></td><td><code>{escape(str(v))}</code></td></tr>"
                       for k, v in manifest["settings"].items())  # fmt: skip
    body = [f"<h1>Training data</h1><p>{head}.</p><p>Identity <code>{identity}</code></p><table>{settings}</table>"]
    body += [_histogram(name, counts[name].most_common()) for name in counts]
    body.append(_refused(manifest["refused"]))
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Training data</title><style>{_STYLE}</style>'
            f"<body>{''.join(body)}</body></html>")  # fmt: skip


def _histogram(name: str, rows: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in rows)
    lines = "".join(
        f"<tr><td>{escape(value)}</td><td>{count}</td>"
        f'<td><div class="bar" style="width:{100 * count / most:.1f}%"></div></td></tr>'
        for value, count in rows
    )
    return f"<h2>{escape(name)}</h2><table>{lines}</table>"


def _refused(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return "<h2>Refused</h2><p>Nothing was refused.</p>"
    lines = "".join(f"<tr><td>{escape(str(row['number']))}</td><td></td><td>{escape(row['reason'])}</td></tr>" for row in rows)
    return f"<h2>Refused</h2><table>{lines}</table>"
