# SPDX-License-Identifier: Apache-2.0
"""The quality report as one HTML page with its pictures inside: readable anywhere, sent by mail, kept for years."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.quality.picture import PictureMeasures

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Quality report", "passed": "Passed", "failed": "Not passed", "check": "Check", "result": "Result", "at": "At",
        "subject": "Subject", "measured": "Measured", "limit": "Limit", "pictures": "Pictures", "loudness": "Loudness",
        "brightness": "Brightness", "note": "Note", "momentary": "momentary loudness (LUFS) over the film",
        "luma": "mean luma code of each frame",
    },
    "fr": {
        "title": "Rapport de contrôle qualité", "passed": "Conforme", "failed": "Non conforme", "check": "Contrôle",
        "result": "Résultat", "at": "À", "subject": "Objet", "measured": "Mesure", "limit": "Limite", "pictures": "Images",
        "loudness": "Sonie", "brightness": "Luminosité", "note": "Remarque",
        "momentary": "sonie momentanée (LUFS) sur la durée du film", "luma": "code de luminance moyen de chaque image",
    },
}  # fmt: skip
_STYLE = """
:root{color-scheme:dark}body{margin:0;background:#14161a;color:#e6e3dc;font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px}h1{font-weight:600;margin:0}h2{font-weight:600;margin:36px 0 12px}
.sub{color:#9aa0a8}.badge{display:inline-block;padding:4px 14px;border-radius:99px;font-weight:600;margin:14px 0}

.pass{background:#1f4d34}.fail{background:#6b2323}.warning{background:#5c4a17}.note{background:#2b3f55}
table{border-collapse:collapse;width:100%}
td,th{padding:7px 10px;text-align:left;border-bottom:1px solid #2a2e35;vertical-align:top}
th{color:#9aa0a8;font-weight:500}td span{border-radius:99px;padding:1px 10px;font-size:13px}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:10px}figure{margin:0}
img,svg{width:100%;display:block;border-radius:6px;background:#0c0d10}figcaption{color:#9aa0a8;font-size:13px;padding:3px 0}
"""


def write_page(report: QualityReport, picture: PictureMeasures, target: Path, language: Language, title: str) -> None:
    """Write the page of a report, with the stills that were taken while the picture was measured."""
    words = _WORDS[language]
    state, name = ("pass", "passed") if report.passed else ("fail", "failed")
    parts = [
        f"<!doctype html><html lang={language}><meta charset=utf-8><title>{escape(title)} – {words['title']}</title>",
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style><main>",
        f"<h1>{escape(title)}</h1><div class=sub>{words['title']} · {escape(report.file)} · {report.duration_s:.2f} s</div>",
        f"<div class='badge {state}'>{words[name]}</div>",
        _table(report.findings, words),
        f"<h2>{words['pictures']}</h2><div class=strip>{''.join(_pictures(picture))}</div>",
        _plot(words["loudness"], words["momentary"], report.measures.get("momentary_lufs", ()), -60, 0, "#e0a458"),
        _plot(words["brightness"], words["luma"], report.measures.get("mean_luma", ()), 16, 235, "#7fb2c9"),
        f"<p class=sub>SHA-256 {report.sha256}</p></main>",
    ]
    target.write_text("\n".join(parts), "utf-8")


def _table(findings: Sequence[Finding], words: dict[str, str]) -> str:
    heads = "".join(f"<th>{words[name]}" for name in ("check", "result", "measured", "limit", "at", "subject"))
    order = {Severity.FAIL: 0, Severity.WARNING: 1, Severity.NOTE: 2, Severity.PASS: 3}
    rows = "".join(_row(finding) for finding in sorted(findings, key=lambda f: order[f.severity]))
    return f"<table><tr>{heads}</tr>{rows}</table>"


def _row(finding: Finding) -> str:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.4g} {escape(finding.unit)}"

    at = "" if finding.start_s is None else f"{finding.start_s:.2f} s"
    mark = f"<span class={finding.severity.value}>{escape(finding.check)}</span>"
    cells = (mark, escape(finding.message), number(finding.measure), number(finding.limit), at, escape(finding.subject))
    return "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _pictures(picture: PictureMeasures) -> Iterator[str]:
    """The stills of the film, each named by its time."""
    for frame, rgb in sorted(picture.stills.items()):
        time = float(frame / picture.rate)
        yield f"<figure><img src='{_data(rgb)}' alt=''><figcaption>{time:.2f} s</figcaption></figure>"


def _data(rgb: NDArray[np.uint8]) -> str:
    import cv2

    _, jpeg = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()


def _plot(title: str, caption: str, values: Sequence[float], low: float, high: float, colour: str) -> str:
    """A line plot as SVG."""
    if len(values) < 2:
        return ""
    xs = np.linspace(0, 1000, len(values))
    ys = 120 - 116 * (np.clip(np.asarray(values, float), low, high) - low) / (high - low)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    line = f"<polyline points='{points}' fill=none stroke='{colour}' stroke-width=1.5 />"
    drawing = f"<svg viewBox='0 0 1000 124' preserveAspectRatio=none height=140>{line}</svg>"
    return f"<h2>{title}</h2>{drawing}<div class=sub>{caption}</div>"
