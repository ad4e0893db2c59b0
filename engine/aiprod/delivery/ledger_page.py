# SPDX-License-Identifier: Apache-2.0
"""The ledger as a page, as Markdown and as JSON. One file each, nothing fetched, in the film's language."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from aiprod.delivery.ledger import Ledger, LedgerModel, LedgerPerson, LedgerShot, LedgerVoice
from aiprod.delivery.ledger_words import KINDS, WORDS, asked, badge, department, euros
from aiprod.film.consent import ConsentRecord
from aiprod.film.files import write_atomically

_STYLE = """
:root{--ink:#efe7dc;--soft:#a9a4b3;--edge:#39324a;--card:#201c2f;--warm:#e9b26a}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);font:15px/1.55 Inter,system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif;background:#151222}
header{padding:52px 0 64px;background:linear-gradient(#141a2e,#2c2440 55%,#4d3346 82%,#7a4a40)}
.wide{max-width:1080px;margin:0 auto;padding:0 24px}
.over{letter-spacing:.14em;text-transform:uppercase;font-size:12px;color:#d8cdd0}
h1{font:500 44px/1.1 'EB Garamond',Georgia,serif;margin:8px 0 2px}
h2{font-weight:600;font-size:20px;margin:46px 0 12px}
.sub{color:#d8cdd0}.say{max-width:720px;margin:20px 0 0;font-size:16px}
.badge{display:inline-block;padding:5px 16px;border-radius:99px;font-weight:650;background:var(--warm);
color:#241a12;margin-top:20px}
.tiles{display:flex;flex-wrap:wrap;gap:12px;margin-top:-36px}
.tile{flex:1 1 140px;background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:14px 16px}
.tile b{display:block;font-size:26px;font-weight:600;line-height:1.15}.tile span{color:var(--soft);font-size:13px}
.tile.bad{border-color:#e5484d}.bad b,.no{color:#ff8f8f}
.cards{display:flex;flex-wrap:wrap;gap:12px}
.card{flex:1 1 330px;background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:16px 18px}
.card h3{margin:0;font-size:16px;font-weight:600}.card p{margin:9px 0 0;font-size:14px}.card.off{opacity:.72}
.lic{display:inline-block;border:1px solid var(--edge);border-radius:6px;padding:0 8px;
font-size:12.5px;color:var(--warm);margin-top:6px}
.k{color:var(--soft);font-size:12.5px;display:block}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--edge);border-radius:12px;
overflow:hidden}
th{font-weight:500;color:var(--soft);font-size:13px;text-align:left}th,td{padding:8px 14px;border-top:1px solid var(--edge)}
tr:first-child th{border-top:0}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
td small{color:var(--soft);display:block}
code{font:12.5px ui-monospace,'DejaVu Sans Mono',monospace;color:#c9c2d6;overflow-wrap:anywhere}
.note{color:var(--soft);font-size:13.5px;max-width:760px}
ul{padding-left:18px;margin:6px 0}li{margin:5px 0}a{color:var(--warm)}
footer{color:var(--soft);font-size:13px;padding:44px 0 60px}
@media print{body{background:#fff;color:#111}header{background:none;padding:0}.sub,.over,.note,.k,footer{color:#555}
.tiles{margin-top:16px}.card,.tile,table{background:#fff;border-color:#bbb}code,.lic{color:#333}
.badge{border:1px solid #333;background:none;color:#111}}
"""


def write(ledger: Ledger, folder: Path, stem: str) -> tuple[Path, ...]:
    """`<stem>.ledger.html`, `.md` and `.json` in a folder. Raises UserError for a full disk."""
    made = {"html": html(ledger), "md": markdown(ledger), "json": as_json(ledger)}
    paths = tuple(folder / f"{stem}.ledger.{suffix}" for suffix in made)
    for path, text in zip(paths, made.values(), strict=True):
        write_atomically(path, text.encode())
    return paths


def as_json(ledger: Ledger) -> str:
    return json.dumps(ledger.to_json(), ensure_ascii=False, indent=1) + "\n"


def html(ledger: Ledger) -> str:
    """A page that stands alone."""
    words = WORDS[ledger.language]
    body = "".join((_pictures(ledger), _models(ledger), _speech(ledger), _sound(ledger), _people(ledger), _credits(ledger)))
    return (
        f'<!doctype html><html lang="{ledger.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(ledger.title)} – {words['ledger']}</title><style>{_STYLE}</style></head><body>"
        f'{_head(ledger)}<main class="wide">{_tiles(ledger)}{body}{_identity(ledger)}</main></body></html>\n'
    )


def _head(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    author = f'<div class="sub">{words["by"]} {escape(ledger.author)}</div>' if ledger.author else ""
    return (
        f'<header><div class="wide"><div class="over">{words["ledger"]}</div><h1>{escape(ledger.title)}</h1>{author}'
        f'<div class="badge">{badge(ledger.language, ledger.source_type, models=bool(ledger.makers))}</div>'
        f'<p class="say">{escape(ledger.statement)}</p></div></header>'
    )


def _tiles(ledger: Ledger) -> str:
    words, missing = WORDS[ledger.language], ledger.missing_consents
    people = len({person.person for person in ledger.people})
    tiles = [(str(len(ledger.shots)), words["shots"], ""), (str(len(ledger.makers)), words["models"], ""),
             (str(len(ledger.voices)), words["voices"], ""), (str(people), words["people"], "bad" if missing else ""),
             (euros(ledger.language, ledger.cost), words["paid"], "")]  # fmt: skip
    drawn = (f'<div class="tile {kind}"><b>{value}</b><span>{name}</span></div>' for value, name, kind in tiles)
    return f'<div class="tiles">{"".join(drawn)}</div>'


def _pictures(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    rows = "".join(_shot_row(ledger, shot) for shot in ledger.shots)
    heads = "".join(f"<th{' class=n' if name in ('seed', 'cost') else ''}>{words[name]}</th>"
                    for name in ("shot", "generator", "kind", "seed", "prompt", "cost"))  # fmt: skip
    falls = "".join(f"<li>{escape(line)}</li>" for line in _fall_lines(ledger))
    listed = f"<h3>{words['falls']}</h3><ul>{falls}</ul>" if falls else ""
    return f'<h2>{words["pictures"]}</h2><table><tr>{heads}</tr>{rows}</table>{listed}<p class="note">{words["no_prompt"]}</p>'


def _fall_lines(ledger: Ledger) -> Iterator[str]:
    words = WORDS[ledger.language]
    for fall in ledger.falls:
        yield f"{fall.shot}{words['colon']} {fall.gave_way} {words['gave_way']} {fall.to}. {fall.sentence.rstrip('.')}."


def _shot_row(ledger: Ledger, shot: LedgerShot) -> str:
    kind = KINDS[ledger.language].get(shot.source_type, shot.source_type)
    models = f"<small>{escape(', '.join(shot.models))}</small>" if shot.models else ""
    cost = euros(ledger.language, shot.cost) if shot.cost else "–"
    return (
        f"<tr><td>{escape(shot.shot)}</td><td>{escape(shot.label or shot.generator)}{models}</td><td>{kind}</td>"
        f"<td class=n>{shot.seed}</td><td><code>{shot.prompt_sha256[:16]}…</code></td><td class=n>{cost}</td></tr>"
    )


def _models(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    ordered = (*ledger.makers, *(model for model in ledger.models if model.measured_only))
    cards = "".join(_model_card(ledger, model) for model in ordered)
    return f'<h2>{words["used"]}</h2><div class="cards">{cards or words["none"]}</div>'


def _model_card(ledger: Ledger, model: LedgerModel) -> str:
    words = WORDS[ledger.language]
    where = ", ".join(department(ledger.language, name) for name in model.departments)
    used = words["measured"] if model.measured_only else f"{words['for']} {where} · {_count(ledger, model.takes)}"
    asks = asked(ledger.language, model.licence, model.terms)
    parts = ((words["terms"], asks), (words["credit"], model.attribution), (words["source"], model.source))
    told = "".join(f'<p><span class="k">{name}</span>{escape(text)}</p>' for name, text in parts if text)
    return (
        f'<div class="card{" off" if model.measured_only else ""}"><h3>{escape(model.title)}</h3><span class="k">{used}</span>'
        f'<span class="lic">{escape(model.licence)}</span>{told}<p><code>{model.sha256[:24]}…</code></p></div>'
    )


def _count(ledger: Ledger, takes: int) -> str:
    return f"{takes} {WORDS[ledger.language]['take' if takes == 1 else 'takes']}"


def _speech(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    if not ledger.voices:
        return f'<h2>{words["speech"]}</h2><p class="note">{words["no_voice"]}</p>'
    rows = "".join(_voice_row(voice) for voice in ledger.voices)
    heads = f"<th>{words['character']}</th><th>{words['mixed']}</th><th class=n>{words['lines']}</th>"
    said = "" if any(voice.person for voice in ledger.voices) else f'<p class="note">{words["synthetic"]}</p>'
    return f"<h2>{words['speech']}</h2>{said}<table><tr>{heads}</tr>{rows}</table>"


def _voice_row(voice: LedgerVoice) -> str:
    mixed = f"{escape(_mixed(voice))}<small>{escape(voice.model)}</small>"
    return f"<tr><td>{escape(voice.character)}</td><td>{mixed}</td><td class=n>{voice.lines}</td></tr>"


def _mixed(voice: LedgerVoice) -> str:
    """Whose voice it is: a person's, or the model's speakers and their shares."""
    return voice.person or ", ".join(f"{name} {weight:.0%}" for name, weight in voice.speakers.items())


def _sound(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    rows = "".join(
        f"<tr><td>{words.get(s.step, s.step)}</td><td>{escape(s.generator)}<small>{escape(', '.join(s.models))}</small></td>"
        f"<td class=n>{_count(ledger, s.takes)}</td></tr>" for s in ledger.sounds
    )  # fmt: skip
    return f"<h2>{words['sound']}</h2><table>{rows}</table>" if rows else ""


def _people(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    if not ledger.people and not ledger.consents:
        return f'<h2>{words["consent"]}</h2><p class="note">{words["nobody"]}</p>'
    rows = "".join(f"<tr>{_person_cells(ledger, person)}</tr>" for person in ledger.people)
    table = f"<table>{rows}</table>" if rows else f'<p class="note">{words["nobody"]}</p>'
    records = "".join(f"<li>{escape(line)}</li>" for line in _consent_lines(ledger))
    listed = f"<h3>{words['file']}</h3><ul>{records}</ul>" if records else ""
    return f"<h2>{words['consent']}</h2>{table}{listed}"


def _person_cells(ledger: Ledger, person: LedgerPerson) -> str:
    words = WORDS[ledger.language]
    state = escape(person.consent) if person.consent else f'<b class="no">{words["missing"]}</b>'
    return f"<td>{escape(person.person)}</td><td>{words[person.part]}</td><td>{escape(person.where)}</td><td>{state}</td>"


def _consent_lines(ledger: Ledger) -> Iterator[str]:
    for record in ledger.consents:
        yield _consent_line(ledger, record)


def _consent_line(ledger: Ledger, record: ConsentRecord) -> str:
    words = WORDS[ledger.language]
    parts = ", ".join(words[part] for part in record.parts)
    dates = [f"{words['granted']} {_day(record.granted_at)}"]
    dates += [f"{words['until']} {_day(record.until)}"] if record.until else []
    dates += [f"{words['revoked']} {_day(record.revoked_at)}"] if record.revoked_at else []
    use = f" ({record.use})" if record.use else ""
    signed = f"{words['words']} {record.text_sha256[:16]}…"
    return f"{record.id}{words['colon']} {record.person}, {parts}{use}; {', '.join(dates)}; {signed}"


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(when))


def _credits(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    rows = "".join(
        f"<li>{escape(c.text)} <span class=k>{escape(c.name)} · {escape(c.licence)}</span></li>" for c in ledger.credits
    )
    return f"<h2>{words['credits']}</h2><ul>{rows}</ul>"


def _identity(ledger: Ledger) -> str:
    words = WORDS[ledger.language]
    facts = {
        words["document"]: f"<code>{ledger.film}</code>", words["brief"]: f"<code>{ledger.brief_sha256}</code>",
        words["writer"]: escape(ledger.writer), words["cpu"]: escape(_spent(ledger)),
    }  # fmt: skip
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in facts.items() if value)
    return f"<h2>{words['identity']}</h2><table>{rows}</table><footer>AIPROD {ledger.aiprod}</footer>"


def _spent(ledger: Ledger) -> str:
    told = (
        f"{department(ledger.language, name)} {seconds:.0f} s" for name, seconds in ledger.cpu_seconds.items() if seconds >= 1
    )
    return " · ".join(told)


def markdown(ledger: Ledger) -> str:
    """The same, for a text file or a repository."""
    words = WORDS[ledger.language]
    lines = [
        f"# {ledger.title}: {words['ledger'].lower()}"
        if ledger.language == "en"
        else f"# {ledger.title} : {words['ledger'].lower()}"
    ]
    lines += [f"{words['by']} {ledger.author}"] if ledger.author else []
    lines += [ledger.statement]
    rows = [(s.shot, s.label or s.generator, KINDS[ledger.language].get(s.source_type, s.source_type), str(s.seed),
             f"`{s.prompt_sha256[:16]}`", euros(ledger.language, s.cost)) for s in ledger.shots]  # fmt: skip
    heads = [words[name] for name in ("shot", "generator", "kind", "seed", "prompt", "cost")]
    lines += [f"## {words['pictures']}", _table(heads, rows), words["no_prompt"]]
    lines += [f"- {line}" for line in _fall_lines(ledger)]
    lines += [f"## {words['used']}", "\n".join(_model_lines(ledger))]
    lines += [f"## {words['speech']}", *_speech_lines(ledger)]
    lines += [f"## {words['consent']}", *(_people_lines(ledger) or [words["nobody"]])]
    lines += [f"## {words['credits']}", "\n".join(f"- {c.text} ({c.licence})" for c in ledger.credits)]
    lines += [
        f"## {words['identity']}",
        f"- {words['document']}{words['colon']} `{ledger.film}`\n- {words['brief']}{words['colon']} `{ledger.brief_sha256}`",
    ]
    return "\n\n".join(lines) + "\n"


def _table(heads: list[str], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def _model_lines(ledger: Ledger) -> Iterator[str]:
    words = WORDS[ledger.language]
    for model in ledger.models:
        use = words["measured"] if model.measured_only else ", ".join(department(ledger.language, d) for d in model.departments)
        asks = asked(ledger.language, model.licence, model.terms)
        yield f"- **{model.title}** ({model.licence}), {use}. {asks} {model.attribution} `{model.sha256[:16]}`"


def _speech_lines(ledger: Ledger) -> Iterator[str]:
    words = WORDS[ledger.language]
    if not ledger.voices:
        yield words["no_voice"]
        return
    if not any(voice.person for voice in ledger.voices):
        yield words["synthetic"]
    yield "\n".join(f"- {v.character}{words['colon']} {_mixed(v)}, {v.lines} {words['lines']}" for v in ledger.voices)


def _people_lines(ledger: Ledger) -> list[str]:
    words = WORDS[ledger.language]
    people = [f"- {p.person}, {words[p.part]}, {p.where}{words['colon']} {p.consent or words['missing']}" for p in ledger.people]
    return ["\n".join([*people, *(f"- {line}" for line in _consent_lines(ledger))])] if people or ledger.consents else []
