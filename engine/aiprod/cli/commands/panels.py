# SPDX-License-Identifier: Apache-2.0
"""`aiprod panels …`: put the panels into the editors, find what is wrong with them, and say which may use the engine."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from aiprod.cli.options import finish_actions
from aiprod.client.blocking import Client
from aiprod.film.errors import AiprodError, UserError
from aiprod.wire.service import PanelView

if TYPE_CHECKING:
    from aiprod.film.brief import Language
    from aiprod.production.panels.actions import Report
    from aiprod.production.panels.findings import Editor, Finding
    from aiprod.production.panels.system import System

_EDITORS: tuple[Editor, ...] = ("resolve", "premiere")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    install = actions.add_parser("install", help="put a panel into every editor of its kind on this machine")
    install.add_argument("editor", choices=_EDITORS, help="which")
    install.add_argument("--uninstall", action="store_true", help="take it out again, with old copies")
    doctor = actions.add_parser("doctor", help="look at every step from the file to the round trip")
    doctor.add_argument("editor", nargs="?", choices=_EDITORS, help="only this one")
    build = actions.add_parser("build", help="pack a panel: premiere's .ccx")
    build.add_argument("editor", choices=("premiere",), help="which")
    build.add_argument("--to", metavar="FOLDER", default=".", help="where the package goes")
    for action in (install, doctor):
        action.add_argument("--lang", choices=("en", "fr"), help="the language of what it says; that of the system by default")
        action.add_argument("--root", metavar="FOLDER", help=argparse.SUPPRESS)
    actions.add_parser("pair", help="show a code to be typed into a panel")
    actions.add_parser("list", help="the paired panels")
    actions.add_parser("forget", help="take a panel's key away").add_argument("id", help="the panel's id")
    finish_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    if arguments.action in _HERE:
        return _HERE[arguments.action](arguments)
    try:
        with Client(start=arguments.action == "pair") as engine:
            return _ACTIONS[arguments.action](engine, arguments)
    except ValidationError as error:
        raise UserError(
            f"{arguments.id!r} is not the id of a panel", "ids are long: copy them", "`aiprod panels list` shows them."
        ) from error


# On this machine


def _system(arguments: argparse.Namespace) -> System:
    from aiprod.production.panels.system import this_system

    return this_system(Path(arguments.root).absolute() if arguments.root else None)


def _language(arguments: argparse.Namespace) -> Language:
    """As asked for; else the system's."""
    if arguments.lang:
        chosen: Language = arguments.lang
        return chosen
    import locale

    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"


def _install(arguments: argparse.Namespace) -> int:
    from aiprod.production.panels import premiere_install, resolve_install

    system = _system(arguments)
    if arguments.uninstall and arguments.editor == "resolve":
        _revoke(system)
    does: dict[tuple[str, bool], Callable[[System], Report]] = {
        ("resolve", False): resolve_install.install_resolve, ("resolve", True): resolve_install.uninstall_resolve,
        ("premiere", False): premiere_install.install_premiere, ("premiere", True): premiere_install.uninstall_premiere,
    }  # fmt: skip
    report = does[arguments.editor, arguments.uninstall](system)
    if arguments.json:
        print(json.dumps([asdict(action) for action in report.actions], ensure_ascii=False, indent=1))
    else:
        _print_report(report, _language(arguments))
    return 0 if report.ok else 2


def _revoke(system: System) -> None:
    """Have the engine forget the panel that is taken out, if one runs; a key that was deleted serves nobody anyway."""
    from aiprod.production.panels.resolve_install import token_file

    try:
        panel = json.loads(token_file(system).read_text("utf-8"))["panel"]
        with Client() as engine:
            engine.pairing.revoke(panel)
    except (OSError, ValueError, KeyError, TypeError, AiprodError):
        return


def _print_report(report: Report, language: Language) -> None:
    from aiprod.film.messages import translated
    from aiprod.production.panels.words import done

    for action in report.actions:
        place = f" · {action.path}" if action.path else ""
        print(f"{done(action.done, language):<10} {translated(action.sentence, language)}{place}")
        if action.remedy:
            print(f"{'':<10} → {translated(action.remedy, language)}")


def _doctor(arguments: argparse.Namespace) -> int:
    from aiprod.client.panel_line import ClientLine
    from aiprod.production.panels.doctor import examine
    from aiprod.production.panels.words import told

    system, language = _system(arguments), _language(arguments)
    line = ClientLine(system.data_home / "server" / "engine.json")
    editors = (arguments.editor,) if arguments.editor else _there(system)
    found: dict[Editor, list[Finding]] = {editor: examine(system, editor, line) for editor in editors}
    if arguments.json:
        print(json.dumps({name: [asdict(one) for one in steps] for name, steps in found.items()}, ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(told(editor, steps, language) for editor, steps in found.items()))
    return 2 if any(one.state == "failed" for steps in found.values() for one in steps) else 0


def _there(system: System) -> tuple[Editor, ...]:
    """The editors that this machine has; all where it has none."""
    from aiprod.production.panels.premiere_hosts import find_premiere
    from aiprod.production.panels.resolve_hosts import find_resolve

    found: dict[Editor, bool] = {"resolve": bool(find_resolve(system)), "premiere": bool(find_premiere(system))}
    return tuple(editor for editor in _EDITORS if found[editor]) or _EDITORS


def _build(arguments: argparse.Namespace) -> int:
    from aiprod.production.panels.premiere_install import build_premiere
    from aiprod.production.panels.sources import premiere_manifest, premiere_source

    package = build_premiere(Path(arguments.to) / premiere_manifest(premiere_source()).file_name)
    print(json.dumps({"package": str(package)}) if arguments.json else package)
    return 0


_HERE: dict[str, Callable[[argparse.Namespace], int]] = {"install": _install, "doctor": _doctor, "build": _build}


# With the engine


def _pair(engine: Client, arguments: argparse.Namespace) -> int:
    code = engine.pairing.start()
    if arguments.json:
        print(code.model_dump_json(indent=1))
        return 0
    minutes = max(1, round((code.expires_at - time.time()) / 60))
    print(f"{code.code}\nType this code into the panel, with the port {code.port}. It works once, within {minutes} minutes.")
    return 0


def _list(engine: Client, arguments: argparse.Namespace) -> int:
    found = engine.pairing.list()
    if arguments.json:
        print(found.model_dump_json(indent=1))
        return 0
    for panel in found.panels:
        print(f"{panel.id}  {'connected' if panel.connected else 'away':<9}  {panel.host}  {panel.name}  {_rights(panel)}")
    if not found.panels:
        print("No panel is paired: `aiprod panels pair` shows a code.")
    return 0


def _rights(panel: PanelView) -> str:
    return ", ".join(panel.permissions)


def _forget(engine: Client, arguments: argparse.Namespace) -> int:
    engine.pairing.revoke(arguments.id)
    print(f"{arguments.id} may not use the engine any more.")
    return 0


_ACTIONS: dict[str, Callable[[Client, argparse.Namespace], int]] = {"pair": _pair, "list": _list, "forget": _forget}
