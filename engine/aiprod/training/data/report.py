# SPDX-License-Identifier: Apache-2.0
"""A page that shows what is in a data set: pictures, how much of what, how it moves, whose it is, and what was refused.

Written twice, `report.html` and `report.fr.html`, each one file with its pictures inside.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.files import write_atomically
from aiprod.training.data import refusals, shards
from aiprod.training.data.report_words import language_name, number, slot_name, value_name, word
from aiprod.training.data.vocabulary import SLOTS

Frames = NDArray[np.uint8]
FILES: dict[Language, str] = {"en": "report.html", "fr": "report.fr.html"}
_MOTION_BINS = (0, 1, 2, 4, 8, 16, 32, 64, 256)
_SHAPE = ("length", "picture", "motion", "language", "split", "captions_from")
_TILES, _TILE_W = 24, 192
_MOST_ROWS, _MOST_BARS = 300, 24
_STYLE = """:root{color-scheme:light dark;--ink:#20222a;--soft:#656978;--edge:#dcdfe7;--card:#f6f7fa;--bar:#3f6fb5;--bad:#b4373c;
--page:#fff}@media(prefers-color-scheme:dark){:root{--ink:#e9e6ef;--soft:#a5a2b3;--edge:#37334a;--card:#1f1c2c;--bar:#6f9be0;
--bad:#f08a8d;--page:#15131f}}*{box-sizing:border-box}body{margin:0;color:var(--ink);background:var(--page);
font:15px/1.5 system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif}main{max-width:1120px;margin:0 auto;
padding:28px 24px 60px}
h1{font-size:28px;font-weight:650;margin:0}h2{font-size:19px;font-weight:600;margin:38px 0 12px}
h3{font-size:14px;font-weight:600;margin:0 0 8px}header{display:flex;justify-content:space-between;align-items:baseline;gap:16px}
a{color:var(--bar)}.figures{display:flex;flex-wrap:wrap;gap:10px;margin:18px 0 0}.figure{background:var(--card);
border:1px solid var(--edge);border-radius:10px;padding:8px 16px}.figure b{display:block;font-size:22px;font-weight:650;
font-variant-numeric:tabular-nums}.figure span{color:var(--soft);font-size:13px}.figure.bad b{color:var(--bad)}
.cards{display:grid;align-items:start;
grid-template-columns:repeat(auto-fill,minmax(330px,1fr));gap:14px}.card{background:var(--card);
border:1px solid var(--edge);border-radius:10px;padding:12px 14px}table{border-collapse:collapse;width:100%;font-size:13.5px}
td{padding:2px 6px 2px 0;vertical-align:middle}.bars td:first-child{width:44%;overflow-wrap:anywhere}
.bars td:nth-child(2){width:4.5em;text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
.bar{background:var(--bar);height:10px;border-radius:3px;min-width:2px}.sheet{display:grid;
grid-template-columns:repeat(auto-fill,minmax(168px,1fr));gap:10px}figure{margin:0}img{width:100%;display:block;border-radius:6px}
figcaption{color:var(--soft);font-size:12px;line-height:1.35;padding-top:3px;overflow-wrap:anywhere}code{font-size:12.5px;
overflow-wrap:anywhere}.rows td{border-top:1px solid var(--edge);padding:5px 8px 5px 0;vertical-align:top;overflow-wrap:anywhere}
.rows td:first-child{white-space:nowrap;color:var(--soft)}"""


@dataclass
class _Survey:
    """What is counted of a set: trait → value → clips; a few clips to look at, spread over the set."""

    every: int
    clips: int = 0
    seconds: float = 0.0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    tiles: list[tuple[Frames, dict[str, Any]]] = field(default_factory=list)

    def add(self, record: shards.Record) -> None:
        for name, value in _traits(record):
            self.counts.setdefault(name, Counter())[value] += 1
        if self.clips % self.every == 0:
            self.tiles.append((_tile(record.frames[len(record.frames) // 2]), record.facts))
        self.clips += 1
        self.seconds += len(record.frames) / record.facts.get("fps", 1)


def write_report(folder: Path) -> Path:
    """Read the whole data set (checking every hash) and write the pages beside its manifest. Returns the English one."""
    manifest = shards.checked_manifest(folder)
    survey = _Survey(max(1, -(-sum(shard["clips"] for shard in manifest["shards"]) // _TILES)))
    for record in shards.read(folder):
        survey.add(record)
    for language, name in FILES.items():
        write_atomically(folder / name, _page(manifest, survey, language).encode())
    return folder / FILES["en"]


def _traits(record: shards.Record) -> list[tuple[str, str]]:
    """What is counted of a clip."""
    frames, facts = record.frames, record.facts
    length, height, width = frames.shape[:3]
    found = [
        ("picture", f"{width} × {height}"),
        ("length", f"{length / facts.get('fps', 1):.2f}"),
        ("motion", _motion(frames)),
        ("licence", facts["licence"]),
        ("holder", facts.get("holder", "")),
        ("origin", facts.get("origin", "")),
        ("people", "with" if facts.get("people") else "without"),
        ("split", facts.get("split", "")),
        ("captions_from", facts.get("captions_from", "")),
    ]
    found = [(name, value) for name, value in found if value]
    found += [("language", language) for language in sorted(facts.get("captions", {}))]
    return found + [(slot, facts["labels"].get(slot, "")) for slot in SLOTS if facts.get("labels")]


def _motion(frames: Frames) -> str:
    """The bin of the mean absolute change from frame to frame, in codes of 255."""
    if len(frames) < 2:
        return "one_frame"
    thin = frames[:, ::4, ::4].astype(np.int16)
    level = float(np.abs(thin[1:] - thin[:-1]).mean())
    upper = next(edge for edge in _MOTION_BINS[1:] if level < edge)
    return f"{_MOTION_BINS[_MOTION_BINS.index(upper) - 1]}–{upper}"


def _tile(frame: Frames) -> Frames:
    height = max(1, round(frame.shape[0] * _TILE_W / frame.shape[1]))
    return np.asarray(cv2.resize(frame, (_TILE_W, height), interpolation=cv2.INTER_AREA), np.uint8)


def _page(manifest: dict[str, Any], survey: _Survey, language: Language) -> str:
    title = word("title", language)
    parts = [
        f"<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>{title}</title><style>{_STYLE}</style><main><header><h1>{title}</h1>",
        f"<a href={word('other_file', language)} hreflang={'en' if language == 'fr' else 'fr'}>{word('other', language)}</a>",
        f"</header><div class=figures>{''.join(_figures(manifest, survey, language))}</div>",
        _section("sheet", _sheet(survey, language), language),
        _section("shape", _cards(_SHAPE, survey, language), language),
        _section("labels", _cards(SLOTS, survey, language), language),
        _section("rights", _cards(("licence", "holder", "origin", "people"), survey, language), language),
        _section("refusals", _refusals(manifest, language), language),
        _section("settings", _settings(manifest, language), language),
        "</main></html>",
    ]  # fmt: skip
    return "\n".join(parts)


def _sheet(survey: _Survey, language: Language) -> str:
    tiles = "".join(_figure(*tile, language) for tile in survey.tiles)
    return f"<div class=sheet>{tiles}</div>" if tiles else ""


def _section(name: str, body: str, language: Language) -> str:
    return f"<h2>{word(name, language)}</h2>{body}" if body else ""


def _figures(manifest: dict[str, Any], survey: _Survey, language: Language) -> Iterable[str]:
    size = sum(shard["bytes"] for shard in manifest["shards"])
    megabytes = f"{number(size / 1e6, language, 1)} {'Mo' if language == 'fr' else 'MB'}"
    yield _count(number(survey.clips, language), word("clips", language))
    yield _count(_clock(survey.seconds), word("hours", language))
    shard = word("shards" if len(manifest["shards"]) > 1 else "shard", language)
    yield _count(megabytes, f"{len(manifest['shards'])} {shard}")
    for rows in ("refused", "waiting"):
        count = len(manifest.get(rows, ()))
        yield _count(number(count, language), word(rows, language), bad=count > 0)
    if gone := sum(len(row["keys"]) for row in manifest.get("removed", ())):
        yield _count(number(gone, language), word("removed", language))


def _count(figure: str, name: str, *, bad: bool = False) -> str:
    return f"<div class='figure{' bad' if bad else ''}'><b>{figure}</b><span>{name}</span></div>"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _figure(tile: Frames, facts: dict[str, Any], language: Language) -> str:
    data = cv2.imencode(".jpg", tile[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
    captions = facts.get("captions", {})
    words = escape(captions.get(language) or next(iter(captions.values()), ""))
    picture = f"<img alt='' src='data:image/jpeg;base64,{base64.b64encode(data).decode()}'>"
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"


def _cards(names: Iterable[str], survey: _Survey, language: Language) -> str:
    cards = [_histogram(name, survey.counts[name], language) for name in names if set(survey.counts.get(name, ())) - {""}]
    return f"<div class=cards>{''.join(cards)}</div>" if cards else ""


def _histogram(name: str, counts: Counter[str], language: Language) -> str:
    heading = slot_name(name, language) if name in SLOTS else word(name, language)
    rows, most = _ordered(name, counts), max(counts.values())
    lines = "".join(
        f"<tr><td>{escape(_value(name, value, language))}</td><td>{number(count, language)}</td>"
        f"<td><div class=bar style='width:{100 * count / most:.1f}%'></div></td></tr>"
        for value, count in rows[:_MOST_BARS]
    )
    more = f"<p>{word('more', language).format(len(rows) - _MOST_BARS)}</p>" if len(rows) > _MOST_BARS else ""
    return f"<div class=card><h3>{heading}</h3><table class=bars>{lines}</table>{more}</div>"


def _ordered(name: str, counts: Counter[str]) -> list[tuple[str, int]]:
    """Numbers by size, motion by its bins, everything else by how often it is."""
    if name in ("length", "motion"):
        return sorted(counts.items(), key=lambda row: float(row[0].split("–")[0]) if row[0][0].isdigit() else -1.0)
    return counts.most_common()


def _value(name: str, value: str, language: Language) -> str:
    if name in ("people", "split") or value == "one_frame":
        return word(value, language)
    if name == "language":
        return language_name(value, language)
    if name == "length":
        return f"{number(float(value), language, 2)} s"
    return value_name(name, value, language) if name in SLOTS else value


def _refusals(manifest: dict[str, Any], language: Language) -> str:
    """How many for each reason, then each with its reason."""
    rows = [*manifest.get("waiting", ()), *manifest["refused"]]
    if not rows:
        return f"<p>{word('nothing', language)}</p>"
    lines = "".join(
        f"<tr><td>{row['number']}</td><td>{escape(refusals.said(row, language))}</td></tr>" for row in rows[:_MOST_ROWS]
    )
    more = f"<p>{word('more', language).format(len(rows) - _MOST_ROWS)}</p>" if len(rows) > _MOST_ROWS else ""
    return f"<table class=rows>{lines}</table>{more}"


def _settings(manifest: dict[str, Any], language: Language) -> str:
    told = {word("identity", language): shards.identity_of(manifest)} | manifest["settings"]
    lines = "".join(f"<tr><td>{escape(str(k))}</td><td><code>{escape(_plain(v))}</code></td></tr>" for k, v in told.items())
    return f"<table class=rows>{lines}</table>"


def _plain(value: Any) -> str:
    return ", ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, dict) else str(value)
