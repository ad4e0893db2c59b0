# SPDX-License-Identifier: Apache-2.0
"""Where the launcher begins: which Resolve this is, how AIPROD works in it, and then that."""

import sys
import time
from typing import Any, Callable, Dict

from aiprod_resolve import hostinfo, loop, window
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.language import user_language
from aiprod_resolve.layout import ID
from aiprod_resolve.messages import message
from aiprod_resolve.panel import Panel


def to_console(text: str) -> None:
    """Write where Resolve's Console shows it, whatever letters that knows."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201 - it is the only place where a script can say something


def run(given: Dict[str, Any], say: Callable[[str], None] = to_console, sleep: Callable[[float], None] = time.sleep) -> str:
    """Run the panel in the host whose globals are given. Returns the mode, or "" where it could not begin.

    `say` writes where Resolve's Console shows it.
    """
    lang = user_language()
    try:
        host = Host(hostinfo.find_resolve(given), given.get("fusion") or given.get("fu"), given.get("bmd"))
    except PanelError as error:
        say(error.sentence(lang))
        return ""
    found = hostinfo.ui_manager(host)
    mode = hostinfo.choose_mode(host.info, found is not None)
    say(explained(mode.reason, lang))
    if mode.name == "handoff":
        return mode.name
    _serve(host, mode.name, lang, found, say, sleep)
    return mode.name


def explained(reason: str, lang: str) -> str:
    """How AIPROD works here, and why."""
    return "AIPROD: " + HostError(reason).sentence(lang)


def _serve(host: Host, mode: str, lang: str, found: Any, say: Callable[[str], None], sleep: Callable[[float], None]) -> None:
    if mode == "panel" and found[0].FindWindow(ID):
        found[0].FindWindow(ID).Raise()
        return
    panel, alone = Panel(host, mode, lang), loop.Alone()
    try:
        if mode == "panel":
            window.run(panel, found[0], found[1], sleep)
        else:
            loop.run_windowless(panel, alone, sleep)
    finally:
        alone.leave()
        left = panel.close()
        if left:
            say("AIPROD: " + message("unforeseen", lang, {"what": ", ".join(left)})[0])
