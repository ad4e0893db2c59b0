# SPDX-License-Identifier: Apache-2.0
"""What stands between the user and their clip, step by step: which one fails, and its mend."""

from typing import Any, Dict, List

from aiprod_resolve import calibrate, discovery, hostinfo, telling
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.panel import Panel
from aiprod_resolve.tasks import Steps
from aiprod_resolve.words import word

Row = Dict[str, Any]
"""As the engine's doctor has them: check, found, ok."""


def own_checks(panel: Panel) -> Steps:
    """The steps on this side. The engine is looked for afresh, on the network's thread."""
    rows: List[Row] = [_resolve(panel), _project(panel), _trial(panel)]
    try:
        engine = yield panel.orders.do("find", lambda: discovery.find_engine(discovery.read_pairing()))
    except PanelError as error:
        return [*rows, _row(panel, error.sentence(panel.lang), False)]
    if panel.connection is not None:
        return [*rows, _row(panel, panel.connection.sentence(panel.lang), False)]
    return [*rows, _row(panel, f"{engine.app_version}, 127.0.0.1:{engine.port}", True)]


def _row(panel: Panel, found: str, ok: bool) -> Row:
    return {"check": word("check_engine", panel.lang), "found": found, "ok": ok}


def _resolve(panel: Panel) -> Row:
    mode = hostinfo.choose_mode(panel.host.info, panel.mode == "panel")
    return {"check": panel.host.build, "found": HostError(mode.reason).sentence(panel.lang), "ok": mode.name == panel.mode}


def _project(panel: Panel) -> Row:
    panel.look()
    problem = panel.here.get("problem") or (None if panel.here.get("timeline") else "no_timeline")
    found = HostError(problem).sentence(panel.lang) if problem else telling.plain(telling.where_line(panel.here, panel.lang))
    return {"check": word("check_project", panel.lang), "found": found, "ok": problem is None}


def _trial(panel: Panel) -> Row:
    known = calibrate.known(panel.host)
    found = f"endFrame: {known['end_frame']}" if known else word("not_tried", panel.lang)
    return {"check": word("check_trial", panel.lang), "found": found, "ok": True}
