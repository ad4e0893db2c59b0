# SPDX-License-Identifier: Apache-2.0
"""The quality report as one HTML page with its pictures inside: readable anywhere, sent by mail, kept for years."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.files import write_atomically
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.quality import words as vocabulary
from aiprod.quality.page_graphs import COLOURS, LEFT, RIGHT, WIDE, Clock, all_graphs, clock_time

Rgb = NDArray[np.uint8]
_PAIRS = {
    "title": ("Quality report", "Rapport de contrôle qualité"), "passed": ("Passed", "Conforme"),
    "failed": ("Not passed", "Non conforme"), "fail": ("fault", "défaut"), "fails": ("faults", "défauts"),
    "warning": ("warning", "alerte"), "warnings": ("warnings", "alertes"), "fine": ("fine", "rien à signaler"),
    "findings": ("Findings", "Constats"), "graphs": ("Over the film", "Au fil du film"), "film": ("The film", "Le film"),
    "passes": ("What was checked and found good", "Contrôlé et trouvé bon"), "notes": ("For information", "Pour information"),
    "limit": ("limit", "limite"), "profile": ("Profile:", "Profil :"), "waveform": ("Sound", "Son"),
    "loudness": ("Loudness", "Sonie"), "peak": ("True peak", "Crête vraie"), "luma": ("Brightness", "Luminosité"),
    "loudness_note": ("short-term (amber), momentary (blue), target (green)",
                      "court terme (ambre), momentanée (bleue), cible (verte)"),
    "peak_note": ("of every 100 ms, limit dashed", "par 100 ms, limite en pointillés"),
    "luma_note": ("mean luma code of each frame", "code de luminance moyen de chaque image"),
    "none": ("Nothing to report: every check passed.", "Rien à signaler : tous les contrôles sont passés."),
    "source": ("Limits from", "Limites d’après"), "nothing": ("not checked", "non contrôlé"), "fps": ("fps", "i/s"),
    "dialogue": ("LUFS dialogue", "LUFS dialogues"),
}  # fmt: skip
_WORDS: dict[Language, dict[str, str]] = {
    "en": {key: pair[0] for key, pair in _PAIRS.items()}, "fr": {key: pair[1] for key, pair in _PAIRS.items()},
}  # fmt: skip
_STYLE = """
:root{color-scheme:dark;--ink:#efe7dc;--soft:#a9a4b3;--edge:#39324a;--card:#201c2f;--plot:#17142366}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif;background:#151222}
header{padding:44px 0 34px;background:linear-gradient(#141a2e,#2c2440 55%,#4d3346 82%,#7a4a40)}
.wide{max-width:1148px;margin:0 auto;padding:0 24px}
h1{font-weight:650;font-size:32px;letter-spacing:-.01em;margin:0}
h2{font-weight:600;font-size:20px;margin:42px 0 14px}h3{font-weight:600;font-size:14px;margin:16px 0 5px}
small{color:var(--soft);font-weight:400}
.sub{color:#d8cdd0;margin-top:4px;overflow-wrap:anywhere}
.verdict{display:flex;gap:14px;align-items:center;margin-top:20px;flex-wrap:wrap}
.badge{padding:6px 18px;border-radius:99px;font-weight:650}.badge.pass{background:#2f7a55}.badge.fail{background:#b4373c}
.facts{display:flex;flex-wrap:wrap;gap:6px 26px;margin-top:18px;color:#eadfd8}.facts b{font-weight:600}
.departments{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:8px;margin-top:-18px}
.department{background:var(--card);border:1px solid var(--edge);border-top:3px solid #3f9d6d;border-radius:10px;padding:10px}
.department.warning{border-top-color:#e9a23b}.department.fail{border-top-color:#e5484d}
.department.off{border-top-color:#4a4560;opacity:.6}
.department b{display:block;font-weight:600;font-size:14px}.department span{color:var(--soft);font-size:13px}
.finding{display:grid;grid-template-columns:176px 1fr;gap:16px;background:var(--card);border:1px solid var(--edge);
border-left:4px solid;border-radius:10px;padding:12px;margin:10px 0}.finding.plain{grid-template-columns:1fr}
.finding p{margin:2px 0}.finding b{font-weight:600;font-size:16px}.meta{color:var(--soft);font-size:13px}
.time{font-variant-numeric:tabular-nums;background:#35304a;border-radius:6px;padding:1px 8px;margin-right:8px;font-size:13px}
.finding img+img{margin-top:6px}
img{width:100%;display:block;border-radius:6px}figure{margin:0}
figcaption{color:var(--soft);font-size:12px;padding:2px 0;font-variant-numeric:tabular-nums}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(168px,1fr));gap:8px}
svg{width:100%;display:block;margin:2px 0}.plot{fill:#1d1a2c}.grid{stroke:#39324a;stroke-width:.7}
.tick{fill:#a9a4b3;font-size:11px;text-anchor:end}.tick.mid{text-anchor:middle}
details{background:var(--card);border:1px solid var(--edge);border-radius:10px;padding:10px 14px;margin:10px 0}
summary{cursor:pointer;font-weight:600}
table{border-collapse:collapse;width:100%;margin-top:8px}
td{padding:5px 8px;border-top:1px solid var(--edge);vertical-align:top;font-size:14px}
td:first-child{white-space:nowrap}td.num{color:var(--soft);white-space:nowrap;text-align:right}
footer{color:var(--soft);font-size:12px;padding:30px 0 50px;overflow-wrap:anywhere}
"""


def write_page(
    report: QualityReport, target: Path, language: Language, title: str, *, stills: Mapping[float, Rgb] | None = None,
    profile: str = "", source: str = "",
) -> None:  # fmt: skip
    """Write the page of a report.

    Args:
        report: with its graphs.
        target: the file to write, whole or not at all.
        language: of the page.
        title: of the film.
        stills: small pictures by their time in seconds; each finding shows the one that is nearest to it, if it is near.
        profile, source: what it was held against, and where those limits come from.
    """
    words, pictures = _WORDS[language], dict(stills or {})
    parts = [
        f"<!doctype html><html lang={language}><meta charset=utf-8><title>{escape(title)} – {words['title']}</title>",
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>",
        _header(report, title, words, language, profile),
        f"<main class=wide><div class=departments>{''.join(_departments(report.findings, words, language))}</div>",
        _graphs(report, words),
        f"<h2>{words['findings']}</h2>", *_findings(report, words, language, pictures),
        f"<h2>{words['film']}</h2><div class=strip>{''.join(_strip(pictures))}</div>" if pictures else "",
        _folded(report.findings, Severity.NOTE, words["notes"], language),
        _folded(report.findings, Severity.PASS, words["passes"], language),
        f"<footer>SHA-256 {report.sha256}{'<br>' + words['source'] + ' ' + escape(source) if source else ''}</footer>",
        "</main></html>",
    ]  # fmt: skip
    write_atomically(target, "\n".join(part for part in parts if part).encode())


def _header(report: QualityReport, title: str, words: dict[str, str], language: Language, profile: str) -> str:
    state, name = ("pass", "passed") if report.passed else ("fail", "failed")
    facts = "".join(f"<span>{text}</span>" for text in _facts(report.measures, report.duration_s, words, language))
    held = f" · {words['profile']} {escape(profile)}" if profile else ""
    return "".join((
        f"<header><div class=wide><h1>{escape(title)}</h1><div class=sub>{words['title']} · {escape(report.file)}{held}</div>",
        f"<div class=verdict><span class='badge {state}'>{words[name]}</span></div><div class=facts>{facts}</div></div></header>",
    ))  # fmt: skip


def _facts(measures: Mapping[str, Any], duration_s: float, words: dict[str, str], language: Language) -> Iterator[str]:
    yield f"<b>{clock_time(duration_s)}</b>"
    if "width" in measures:
        from fractions import Fraction

        fps = f"{float(Fraction(measures['rate'])):.3f}".rstrip("0").rstrip(".")
        yield f"<b>{measures['width']}×{measures['height']}</b> · {_number(fps, language)} {words['fps']}"
    if "layout" in measures:
        yield f"<b>{escape(str(measures['layout']))}</b> · {measures['sample_rate'] / 1000:g} kHz"
        for key, unit in (
            ("loudness_lufs", "LUFS"),
            ("dialogue_lufs", words["dialogue"]),
            ("true_peak_dbtp", "dBTP"),
            ("range_lu", "LU"),
        ):
            if key in measures:
                yield f"<b>{_number(f'{measures[key]:.1f}', language)}</b> {unit}"


def _number(text: str, language: Language) -> str:
    text = text.replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def _departments(findings: Sequence[Finding], words: dict[str, str], language: Language) -> Iterator[str]:
    for name in vocabulary.DEPARTMENTS:
        mine = [f for f in findings if vocabulary.department(f.check) == name]
        fails = sum(f.severity is Severity.FAIL for f in mine)
        warnings = sum(f.severity is Severity.WARNING for f in mine)
        state = "fail" if fails else "warning" if warnings else "" if mine else "off"
        told = [_count(fails, "fail", words), _count(warnings, "warning", words)]
        text = ", ".join(t for t in told if t) or (words["fine"] if mine else words["nothing"])
        yield f"<div class='department {state}'><b>{vocabulary.department_name(name, language)}</b><span>{text}</span></div>"


def _count(number: int, name: str, words: dict[str, str]) -> str:
    return f"{number} {words[name if number == 1 else name + 's']}" if number else ""


def _findings(report: QualityReport, words: dict[str, str], language: Language, stills: Mapping[float, Rgb]) -> Iterator[str]:
    """Faults first, then warnings, each in the order of the film; those of one check together."""
    bad = [f for f in report.findings if f.severity in (Severity.FAIL, Severity.WARNING)]
    bad.sort(key=lambda f: (f.severity is not Severity.FAIL, f.start_s if f.start_s is not None else -1.0))
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in bad:
        groups.setdefault((finding.check, finding.severity), []).append(finding)
    for (check, severity), findings in groups.items():
        pictures = "".join(f"<img src='{_data(still)}' alt=''>" for still in _shown(findings, stills))
        rows = "".join(_told(finding, words, language) for finding in findings[:_ROWS])
        more = f"<p class=meta>+ {len(findings) - _ROWS}</p>" if len(findings) > _ROWS else ""
        yield f"<div class='finding{'' if pictures else ' plain'}' style='border-left-color:{COLOURS[severity]}'>"
        yield f"<figure>{pictures}</figure>" if pictures else ""
        yield f"<div><b>{escape(_capital(vocabulary.check_name(check, language)))}</b>{rows}{more}</div></div>"
    if not bad:
        yield f"<p>{words['none']}</p>"


_ROWS, _PICTURES = 8, 2


def _shown(findings: Sequence[Finding], stills: Mapping[float, Rgb]) -> Iterator[Rgb]:
    """The first stills of what can be seen."""
    seen = [f for f in findings if vocabulary.department(f.check) not in ("sound", "container")]
    found = [still for still in (_nearest(finding, stills) for finding in seen) if still is not None]
    yield from found[:_PICTURES]


def _told(finding: Finding, words: dict[str, str], language: Language) -> str:
    text, meta = _minus(vocabulary.message(finding.message, language)), _meta(finding, words, language)
    return f"<p>{_when(finding)}{escape(text)} <span class=meta>{meta}</span></p>"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _minus(text: str) -> str:
    """Negative numbers with a true minus sign."""
    return re.sub(r"(^|\s)-(?=\d)", "\\1−", text)


def _when(finding: Finding) -> str:
    if finding.start_s is None:
        return ""
    end = finding.end_s
    until = f"–{clock_time(end)}" if end is not None and end - finding.start_s >= 0.1 else ""
    return f"<span class=time>{clock_time(finding.start_s)}{until}</span>"


def _meta(finding: Finding, words: dict[str, str], language: Language) -> str:
    parts = []
    if finding.measure is not None and finding.limit is not None:
        unit = f" {escape(vocabulary.unit(finding.unit, language))}" if finding.unit else ""
        measure, limit = (_number(f"{value:.4g}", language) for value in (finding.measure, finding.limit))
        parts.append(f"{measure}{unit}, {words['limit']} {limit}{unit}")
    if finding.subject and finding.subject not in finding.message:
        parts.append(escape(finding.subject))
    return " · ".join(parts)


def _nearest(finding: Finding, stills: Mapping[float, Rgb]) -> Rgb | None:
    if finding.start_s is None or not stills:
        return None
    middle = finding.start_s if finding.end_s is None else (finding.start_s + finding.end_s) / 2
    at = min(stills, key=lambda time: abs(time - middle))
    return stills[at] if abs(at - middle) <= 1.5 or finding.start_s <= at <= (finding.end_s or finding.start_s) else None


def _graphs(report: QualityReport, words: dict[str, str]) -> str:
    graphs = report.measures.get("graphs", {})
    if not graphs or report.duration_s <= 0:
        return ""
    clock = Clock(report.duration_s)
    bad = [f for f in report.findings if f.severity in (Severity.FAIL, Severity.WARNING)]
    return f"<h2>{words['graphs']}</h2>{_places(bad, clock)}{all_graphs(graphs, bad, clock, words)}"


def _places(findings: Sequence[Finding], clock: Clock) -> str:
    """All findings on the film's time, in one thin line."""
    from aiprod.quality.page_graphs import places

    plot = f"<rect x={LEFT} y=0 width={RIGHT - LEFT} height=14 rx=5 class=plot />"
    return f"<svg viewBox='0 0 {WIDE:.0f} 14' role=img>{plot}{''.join(places(findings, clock, 14))}</svg>"


def _strip(stills: Mapping[float, Rgb]) -> Iterator[str]:
    """Pictures of the whole film, each with its time."""
    times = sorted(stills)
    for time in times[:: max(1, -(-len(times) // 24))]:
        yield f"<figure><img src='{_data(stills[time])}' alt=''><figcaption>{clock_time(time)}</figcaption></figure>"


def _folded(findings: Sequence[Finding], severity: Severity, title: str, language: Language) -> str:
    mine = [f for f in findings if f.severity is severity]
    if not mine:
        return ""
    rows = "".join(_row(finding, language) for finding in mine)
    opened = " open" if severity is Severity.NOTE else ""
    return f"<details{opened}><summary>{title} ({len(mine)})</summary><table>{rows}</table></details>"


def _row(finding: Finding, language: Language) -> str:
    name, text = vocabulary.check_name(finding.check, language), vocabulary.message(finding.message, language)
    at = "" if finding.start_s is None else clock_time(finding.start_s)
    subject = f" <small>{escape(finding.subject)}</small>" if finding.subject else ""
    return f"<tr><td>{escape(_capital(name))}{subject}<td>{escape(_minus(text))}<td class=num>{at}</tr>"


def _data(rgb: Rgb) -> str:
    import cv2

    _, jpeg = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 82])
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()


# --- stills -----------------------------------------------------------------------------------------------------------

_WIDTH, _AT_FINDINGS = 432, 16


def stills_at(film: Path, report: QualityReport, known: Mapping[float, Rgb]) -> dict[float, Rgb]:
    """The known stills of a film, and one at each of its first findings that has none near, read from the file."""
    wanted = []
    for finding in report.findings:
        if finding.severity in (Severity.FAIL, Severity.WARNING) and finding.start_s is not None and vocabulary.department(
            finding.check) in ("picture", "safety", "subtitles", "dialogue", "sync"):  # fmt: skip
            end = finding.end_s if finding.end_s is not None else finding.start_s
            wanted.append(round(min((finding.start_s + end) / 2, max(report.duration_s - 0.05, 0)), 2))
    fresh = sorted(set(wanted))[:_AT_FINDINGS]
    return {**known, **_read_stills(film, fresh)} if fresh else dict(known)


def _read_stills(film: Path, times: Sequence[float]) -> dict[float, Rgb]:
    import av

    from aiprod.media.video import to_rgb

    found: dict[float, Rgb] = {}
    try:
        with av.open(str(film)) as container:
            stream = container.streams.video[0]
            base = float(stream.time_base or 1)
            for time in times:
                container.seek(int(time / base) + (stream.start_time or 0), stream=stream)
                for frame in container.decode(stream):
                    if frame.time is not None and frame.time + 1e-3 >= time:
                        height = max(round(_WIDTH * frame.height / frame.width / 2) * 2, 2)
                        found[time] = to_rgb(frame.reformat(_WIDTH, height))
                        break
    except (av.FFmpegError, IndexError, OSError, ValueError):
        return found  # a damaged picture is in the findings; the page does without
    return found
