# SPDX-License-Identifier: Apache-2.0
"""Pure: what the window shows, as the HTML that its labels take. Everything that comes from outside is escaped."""

import re
from html import escape, unescape
from typing import Any, Dict, List, Optional

from aiprod_resolve import timecode
from aiprod_resolve.engine_words import translated
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.studio import Made, Progress
from aiprod_resolve.words import duration, word

GOOD, BAD, QUIET = "#5fb36a", "#e0715f", "#8a8f98"
BAR_WIDTH, PICTURE_WIDTH = 300, 320


def state_line(connected: bool, error: Optional[PanelError], lang: str) -> str:
    """Whether the engine is there; if it isn't, why and what to do."""
    if connected:
        return _dot(GOOD) + escape(word("connected", lang))
    if error is None:
        return _dot(QUIET) + escape(word("connecting", lang))
    return _dot(BAD) + failure(error, lang)


def told(text: str, lang: str) -> str:
    """What the engine tells of a clip: its labels and warnings."""
    return {"animatic": "animatique"}.get(text, translated(text, lang)) if lang == "fr" else text


def plain(html: str) -> str:
    """The words alone."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def _dot(colour: str) -> str:
    return f'<span style="color:{colour}">●</span> '


def failure(error: PanelError, lang: str) -> str:
    """An error: what happened in bold, why, what to do."""
    what, why, remedy = error.said(lang)
    text = f"<b>{escape(what)}</b>" + (f" ({escape(why)})" if why else "")
    return text + (f"<br>{escape(remedy)}" if remedy else "")


def where_line(here: Dict[str, Any], lang: str) -> str:
    """Project, timeline, rate, playhead; or what is in the way."""
    problem = here.get("problem")
    if problem:
        return f'<span style="color:{BAD}">{failure(HostError(problem), lang)}</span>'
    project = escape(str(here.get("project") or ""))
    if not here.get("timeline"):
        return word("no_timeline_line", lang, project=project) if project else word("no_project_line", lang)
    rate = timecode.host_rate(timecode.parse_rate(here["rate"], bool(here.get("drop_frame"))))
    shown = {"timeline": escape(str(here["timeline"])), "rate": rate, "playhead": str(here.get("playhead") or "")}
    return f'<span style="color:{QUIET}">' + word("where", lang, project=project, **shown) + "</span>"


def progress_line(progress: Optional[Progress], lang: str) -> str:
    """A bar, the state, the time to go."""
    if progress is None:
        return ""
    words = [word("state_" + progress.state, lang)]
    if progress.fraction:
        words.append(f"{100 * progress.fraction:.0f} %")
    if progress.eta_s and progress.state == "running":
        words.append(word("left", lang, time=duration(progress.eta_s, lang)))
    return bar(progress.fraction) + "<br>" + escape(" · ".join(words))


def bar(fraction: float) -> str:
    """A progress bar of a table with two cells: there is no element for one."""
    done = max(0, min(BAR_WIDTH, round(BAR_WIDTH * fraction)))
    cells = [(done, GOOD), (BAR_WIDTH - done, "#3a3d42")]
    drawn = "".join(f'<td width="{width}" height="6" bgcolor="{colour}"></td>' for width, colour in cells if width)
    return f'<table cellspacing="0" cellpadding="0"><tr>{drawn}</tr></table>'


def picture_line(path: str) -> str:
    return f'<img src="{escape(path, quote=True)}" width="{PICTURE_WIDTH}">' if path else ""


def made_lines(made: Made, lang: str, can_take_back: bool = False) -> str:
    """What came of an order: what was read back, what is wrong, what must be known."""
    report = made.report
    head = "placed" if report["placed"] else "not_placed"
    rows = [
        f"<b>{escape(str(made.clip.get('name', '')))}</b>",
        word(head, lang, **{k: report[k] for k in ("verified", "planned")}),
    ]
    rows += [
        f'<span style="color:{BAD}">' + escape(word("mismatch", lang, **wrong)) + "</span>" for wrong in report["mismatches"][:12]
    ]
    rows += [escape(text) for text in [*(told(text, lang) for text in made.words), *report.get("notes", ())]]
    if report.get("timeline"):
        rows.append(escape(word("film_placed", lang, name=report["timeline"])))
    elif can_take_back and report["placed"] and not report["undo"]:
        rows.append(f'<span style="color:{QUIET}">' + escape(word("no_undo", lang)) + "</span>")
    return "<br>".join(rows)


def estimate_lines(found: Dict[str, Any], at: str, lang: str, first_as: str = "estimated") -> str:
    """What a shot would take: the recommended way first, then the others."""
    able = [choice for choice in found["choices"] if choice["available"]] or list(found["choices"])
    choices: List[Dict[str, Any]] = sorted(able, key=lambda choice: choice["generator"] != found["recommended"])
    rows = []
    for i, choice in enumerate(choices):
        title = str(choice.get("title") or choice["generator"])
        if not choice["available"]:
            text = word("unavailable", lang, title=title, reason=choice.get("reason", ""))
        else:
            price = word("price", lang, eur=f"{choice['eur']:.2f}") if choice.get("eur") else ""
            shown = {"title": title, "time": duration(choice.get("seconds") or 0, lang), "price": price}
            more = {"frames": found["frames"], "seconds": f"{found['seconds']:.2f}", "at": at}
            text = word("choice" if i else first_as, lang, **shown, **more)
        rows.append(escape(text))
    return "<br>".join(rows)


def film_estimate_lines(found: Dict[str, Any], lang: str) -> str:
    """What a whole film would take."""
    plain = {"frames": found["shots"], "seconds": found["duration_s"], "choices": found["choices"]}
    rows = estimate_lines({**plain, "recommended": ""}, "", lang, first_as="choice")
    return escape(word("film_estimated", lang, shots=found["shots"], time=duration(found["duration_s"], lang))) + "<br>" + rows


def doctor_lines(results: List[Dict[str, Any]], lang: str) -> str:
    """The engine's own check of itself."""
    signs = {True: _dot(GOOD), False: _dot(BAD)}
    return "<br>".join(signs[bool(row["ok"])] + escape(f"{row['check']}: {row['found']}") for row in results)
