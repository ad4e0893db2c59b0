# SPDX-License-Identifier: Apache-2.0
"""`aiprod panels pair|list|forget`: which panels may use the engine."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from pydantic import ValidationError

from aiprod.cli.options import finish_actions
from aiprod.client.blocking import Client
from aiprod.film.errors import UserError
from aiprod.wire.service import PanelView


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("pair", help="show a code to be typed into a panel")
    actions.add_parser("list", help="the paired panels")
    actions.add_parser("forget", help="take a panel's key away").add_argument("id", help="the panel's id")
    finish_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    try:
        with Client(start=arguments.action == "pair") as engine:
            return _ACTIONS[arguments.action](engine, arguments)
    except ValidationError as error:
        raise UserError(
            f"{arguments.id!r} is not the id of a panel", "ids are long: copy them", "`aiprod panels list` shows them."
        ) from error


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
