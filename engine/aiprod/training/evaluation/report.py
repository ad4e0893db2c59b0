# SPDX-License-Identifier: Apache-2.0
"""The examination's report: JSON for programs, Markdown and HTML for people, and sheets of pictures to look at."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.files import write_atomically, write_json
from aiprod.training.data.conditioning import decode
from aiprod.training.evaluation.examining import Examined
from aiprod.training.evaluation.judging import table

_SHEET_ROWS, _SHEET_FRAMES, _TILE = 12, 4, (192, 108)
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{padding:.15rem .7rem;text-align:left}
td:nth-child(n+2){text-align:right}tr:nth-child(even){background:#f4f4f4}img{width:100%}code{font-size:.85em}"""


def write(examined: Examined, folder: Path) -> dict[str, Path]:
    """Write report.json, report.md, report.html and the sheets grid-N.jpg. Returns their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = _sheets(examined, folder)
    text = markdown(examined.result)
    write_json(folder / "report.json", examined.result)
    write_atomically(folder / "report.md", (text + "".join(f"\n![clips]({path.name})\n" for path in sheets)).encode())
    write_atomically(folder / "report.html", _page(text, sheets).encode())
    named = {path.stem: path for path in sheets}
    return {"json": folder / "report.json", "markdown": folder / "report.md", "page": folder / "report.html"} | named


def markdown(result: dict[str, Any]) -> str:
    """All figures as text."""
    real, path, codec = result["rendered"], result["path"], result["codec"]
    rows = [
        ("camera's axis and sign, by optical flow", _percent(path["obeyed"]), _percent(real["path"]["obeyed"])),
        ("the same, clips that move", _percent(path["obeyed_moving"]), _percent(real["path"]["obeyed_moving"])),
        ("motion, RMS in codes", f"{result['motion_rms']:.2f}", f"{real['motion_rms']:.2f}"),
        ("flicker, codes", f"{result['flicker']:.3f}", f"{real['flicker']:.3f}"),
        ("distance to rendered footage (Fréchet, in AIPROD's own feature space: not FVD)",
         f"{result['feature_distance']:.1f}", "0"),
    ]  # fmt: skip
    parts = [
        f"# Examination of {result['model']}",
        f"{result['clips']} scenes with combinations that training does not show (seed {result['seed']}). Beside each figure: "
        "what the same measure gives on rendered footage of the same scenes, which is the most that it can give.",
        "## What was asked, and shown", table(result), "Attributes with a star count for the mean.",
        "## Camera and motion", _table(("measure", "made", "rendered footage"), rows),
        "## Codec",
        _table(("measure", "value"), [
            (f"PSNR, {codec['clips']} rendered clips, {codec['frames']} frames each", f"{codec['psnr_db']:.1f} dB"),
            ("perceived difference (as LPIPS, in AIPROD's own feature space)", f"{codec['perceived_difference']:.4f}"),
        ]),
    ]  # fmt: skip
    return "\n\n".join([*parts, *_copies(result), *_continuity(result), *_mistakes(result)]) + "\n"


def _copies(result: dict[str, Any]) -> list[str]:
    found = result.get("memorisation")
    if not found:
        return []
    rows = [
        ("median distance to the nearest training clip, codes", f"{found['made']:.1f}"),
        ("the same of rendered footage that was not trained on", f"{found['unseen']:.1f}"),
        ("ratio (near 0: copies)", f"{found['ratio']:.2f}"),
        ("clips nearer than half as far as the nearest hundredth of those", _percent(found["copies"])),
    ]
    return ["## Copies of training footage", _table(("measure", "value"), rows)]


def _continuity(result: dict[str, Any]) -> list[str]:
    found = result.get("continuity")
    if not found:
        return []
    words = {"palette": "colours apart (sliced Wasserstein, Lab)", "seen": "read differently (place, light, subject, colour …)"}
    rows = []
    for key, name in words.items():
        parts = (found["distance"]["on"][key], found["distance"]["off"][key], found["distance"]["rendered"][key])
        on, off = found["error"]["on"][key], found["error"]["off"][key]
        ratio = f"{on / off:.2f}" if off > 0 else "–"
        rows.append((name, *(f"{part:.3f}" for part in parts), ratio))
    head = ("two shots of one set-up", "with memory", "without", "rendered footage", "error with : without")
    text = f"{found['films']} set-ups. The error is the distance less that of rendered footage."
    return ["## From shot to shot", text, _table(head, rows)]


def _mistakes(result: dict[str, Any]) -> list[str]:
    rows = [
        (slot, ", ".join(f"{asked} → {seen} ({times})" for asked, seen, times in found[:4]))
        for slot, found in result["confusions"].items() if found
    ]  # fmt: skip
    return ["## Commonest mistakes (asked → seen)", _table(("attribute", "mistakes"), rows)] if rows else []


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _page(text: str, sheets: list[Path]) -> str:
    """The Markdown of this module as HTML: headings, tables and paragraphs."""
    blocks = []
    for block in text.strip().split("\n\n"):
        if block.startswith("#"):
            level = len(block) - len(block.lstrip("#"))
            blocks.append(f"<h{level}>{escape(block.lstrip('# '))}</h{level}>")
        elif block.startswith("|"):
            blocks.append(_html_table(block))
        else:
            blocks.append(f"<p>{escape(block)}</p>")
    images = "".join(f'<h2>Rendered footage (left) and what was made (right)</h2><img src="{p.name}" alt="">' for p in sheets)
    body = "\n".join(blocks) + images
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Examination</title><style>{_STYLE}</style>{body}</html>\n'
    )


def _html_table(block: str) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell.replace('**', ''))}</td>" for cell in row) + "</tr>" for row in rows[2:])
    return f"<table><tr>{head}</tr>{body}</table>"


# -- pictures ----------------------------------------------------------------------------------------------------------------


def _sheets(examined: Examined, folder: Path) -> list[Path]:
    paths = []
    for start in range(0, len(examined.made), _SHEET_ROWS):
        rows = [
            _row(examined.real[at], examined.made[at], _words(examined, at))
            for at in range(start, min(start + _SHEET_ROWS, len(examined.made)))
        ]
        paths.append(folder / f"grid-{start // _SHEET_ROWS + 1}.jpg")
        ok, data = cv2.imencode(".jpg", cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
        assert ok  # a sheet is small
        write_atomically(paths[-1], data.tobytes())
    return paths


def _words(examined: Examined, at: int) -> str:
    labels = decode(examined.asked[at])
    order = (
        "count",
        "colour",
        "subject",
        "direction",
        "speed",
        "place",
        "time",
        "weather",
        "size",
        "camera",
        "emotion",
        "speech",
    )
    return "  ".join(labels[slot] for slot in order if labels.get(slot))


def _row(real: NDArray[np.uint8], made: NDArray[np.uint8], words: str) -> NDArray[np.uint8]:
    """Frames of the rendered clip, a line between, frames of the one that was made; what was asked above."""
    tiles = [*_tiles(real), np.full((_TILE[1], 8, 3), 255, np.uint8), *_tiles(made)]
    strip = np.hstack(tiles)
    head = np.full((18, strip.shape[1], 3), 255, np.uint8)
    cv2.putText(head, words, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (30, 30, 30), 1, cv2.LINE_AA)
    return np.vstack([head, strip])


def _tiles(clip: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    chosen = np.linspace(0, len(clip) - 1, _SHEET_FRAMES).round().astype(int)
    return [np.asarray(cv2.resize(clip[index], _TILE, interpolation=cv2.INTER_AREA), np.uint8) for index in chosen]
