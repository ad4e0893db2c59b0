# SPDX-License-Identifier: Apache-2.0
"""Options that several commands share."""

from __future__ import annotations

import argparse


def add_server_option(parser: argparse.ArgumentParser) -> None:
    """`--server`: have the running engine do it (it is started if need be)."""
    parser.add_argument("--server", action="store_true", help="have the engine server do it; it is started if none runs")


def finish_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let every action of a command say which it is, and print JSON when asked."""
    for name, parser in actions.choices.items():
        parser.add_argument("--json", action="store_true", help="print it as JSON")
        parser.set_defaults(action=name)
