# SPDX-License-Identifier: Apache-2.0
"""`aiprod …`: parse, run one command, and turn every error into one line and the right exit code.

Nothing heavy is imported here: a command's module, with its own options, is imported when that command is given, so that
`--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

COMMANDS: Mapping[str, str] = {
    "app": "open the desktop: a film studio with a timeline",
    "make": "make a film from a brief",
    "resume": "finish an interrupted or edited film: only what changed is made again",
    "show": "print the screenplay and how far the film is",
    "edit": "change a film; every change can be undone",
    "grade": "change how a film, a scene or a shot is graded",
    "cuts": "every cut with its reasons; match cuts and jump cuts in the pictures",
    "check": "quality control of a film or of any file",
    "export": "write masters: H.264 to ProRes, DNxHR, HDR10, EXR …, stems, packages",
    "stills": "pictures of a film at full quality, and its contact sheet",
    "subtitles": "the subtitles of a film or file as SRT, WebVTT or TTML",
    "interchange": "write the edit for another editor",
    "provenance": "what a film or file says of its making; who signs",
    "looks": "the library of looks; any of them as a LUT",
    "scopes": "waveform, parade, vectorscope, histogram and more of a frame",
    "estimate": "what a film would take: time and money for each generator",
    "serve": "run the engine server for the desktop, the panels and other programs",
    "jobs": "the engine's jobs: list, watch, cancel, pause, …",
    "panels": "the panels inside Resolve and Premiere: install, look after, pair, forget",
    "cloud": "cloud providers: what they cost, what you allow them, what was spent",
    "models": "the models: what is installed, under which terms, and whether it is whole",
    "train": "training: data sets, trainers, evaluation, the registry, what a run would cost",
    "doctor": "check that this machine and installation can make films",
    "bench": "measure AIPROD on this machine",
}
"""Command → what it does. Each is a module of `cli.commands` with `add_arguments` and `run`."""


def _module(command: str) -> Any:
    return import_module(f"aiprod.cli.commands.{command}")


def _parser(chosen: str) -> argparse.ArgumentParser:
    """The parser; only the chosen command has its options, and only its module is imported."""
    parser = argparse.ArgumentParser(
        prog="aiprod", description="A film studio on your own machine: from a brief to a delivered film.",
        epilog="Exit codes: 0 done, 1 AIPROD's fault, 2 something to change in what was asked.",
    )  # fmt: skip
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name == chosen:
            _module(name).add_arguments(command)
            command.set_defaults(command=name)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    chosen = next((word for word in given if not word.startswith("-")), "")
    try:
        parser = _parser(chosen)
        arguments = parser.parse_args(given)
        if arguments.version:
            return _print_version()
        if not hasattr(arguments, "command"):
            parser.print_help()
            return 0
        return int(_module(arguments.command).run(arguments))
    except KeyboardInterrupt:
        return _fail("Interrupted. Finished takes are kept: `aiprod resume` goes on.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
        return _report(error)


def _print_version() -> int:
    from aiprod import __version__

    print(f"aiprod {__version__}")
    return 0


def _fail(text: str, code: int) -> int:
    print(f"aiprod: {text}", file=sys.stderr)
    return code


def _report(error: Exception) -> int:
    from aiprod.film.errors import AiprodError

    if os.environ.get("AIPROD_DEBUG"):
        raise error
    if isinstance(error, AiprodError):
        return _fail(" ".join(str(error).split()), error.exit_code)
    return _fail(_unexpected(error), 1)


def _unexpected(error: Exception) -> str:
    """A fault of ours: say so in one line, keep the details in a file."""
    import traceback

    from aiprod.models.library import store_root

    log = store_root() / "last-error.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), "utf-8")
        where = f"The details are in {log}"
    except OSError:
        where = "Set AIPROD_DEBUG=1 to see the details"
    summary = " ".join(f"{type(error).__name__}: {error}".split())
    return f"Something went wrong in AIPROD itself: {summary}. {where}; please report it. Finished takes are kept."
