# SPDX-License-Identifier: Apache-2.0
"""`aiprod serve`: the engine as a service for the desktop, the panels and other programs of this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from aiprod.wire.discovery import Discovery, discovery_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="of 127.0.0.1 (default: the one of last time, or a free one)")
    parser.add_argument("--films", metavar="DIR", help="where films go that are ordered without a place")
    parser.add_argument("--database", metavar="URL", help="the job store: sqlite:///… or postgresql://… (default: AIPROD's own)")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.server.run import serve
    from aiprod.server.settings import ServerSettings

    serve(ServerSettings(**_chosen(arguments)), _tell)
    print("aiprod: the engine has stopped. Jobs that were under way go on when it starts again.", file=sys.stderr)
    return 0


def _chosen(arguments: argparse.Namespace) -> dict[str, Any]:
    """What was said on the command line; the rest keeps its default."""
    chosen: dict[str, Any] = {}
    if arguments.port is not None:
        chosen["ports"] = (arguments.port,)
    if arguments.films:
        chosen["films_root"] = Path(arguments.films).expanduser().absolute()
    if arguments.database:
        chosen["database"] = arguments.database
    return chosen


def _tell(found: Discovery) -> None:
    print(
        f"aiprod: the engine is ready at http://127.0.0.1:{found.port} (process {found.pid}). Ctrl-C stops it.", file=sys.stderr
    )
    print(f"aiprod: programs of this user find it, and its token, in {discovery_path()}", file=sys.stderr)
