# SPDX-License-Identifier: Apache-2.0
"""`aiprod …`: parse, run one command, and turn every error into one line and the right exit code.

Nothing heavy is imported here: each command imports what it needs when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from aiprod.cli.commands.export import add_arguments as add_export_arguments
from aiprod.cli.server_parsers import add_cloud, add_estimate, add_jobs, add_panels, add_serve, add_server_option


def _run(arguments: argparse.Namespace) -> int:
    """Run a command; it is imported now: "make" → aiprod.cli.commands.make.run."""
    module = import_module(f"aiprod.cli.commands.{arguments.command}")
    return int(module.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aiprod", description="A film studio on your own machine: from a brief to a delivered film.",
        epilog="Exit codes: 0 done, 1 AIPROD's fault, 2 something to change in what was asked.",
    )  # fmt: skip
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    adders = (
        _add_make, _add_resume, _add_show, _add_edit, _add_check, _add_export, add_estimate, add_serve, add_jobs, add_panels,
        add_cloud, _add_models, _add_train, _add_doctor, _add_bench,
    )  # fmt: skip
    for add in adders:
        add(commands)
    return parser


def _add_make(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    make = commands.add_parser("make", help="make a film from a brief")
    make.add_argument("brief", help="a sentence, a text file, or a .fountain or .fdx screenplay")
    make.add_argument("--out", help="the film folder to make (default: named after the film, in the current folder)")
    make.add_argument("--lang", choices=("en", "fr"), help="language of the film (default: the brief's)")
    make.add_argument("--duration", type=float, metavar="S", help="length in seconds (default: the brief's, else 30)")
    make.add_argument("--style", help="visual style (default: illustration)")
    make.add_argument("--genre", help="drama, comedy, thriller, science_fiction, …")
    make.add_argument("--tone", help="warm, melancholic, funny, dark, …")
    make.add_argument("--audience", help="general, children, teenagers, adults")
    make.add_argument(
        "--generator",
        default="auto",
        help="auto, animatic, nano or cloud:NAME; only:NAME allows no other",
    )
    make.add_argument("--budget", type=float, metavar="EUR", help="the most that may be paid to clouds for this film")
    make.add_argument("--writer", default="auto", help="auto, template, or llm:MODEL")
    make.add_argument("--format", default="h264", help="delivery format: h264")
    make.add_argument("--size", default="1920x1080", metavar="WxH", help="picture size (default 1920x1080)")
    make.add_argument("--rate", default="24", help="frames per second: 24, 25, 30, 23.976, 29.97 … (default 24)")
    make.add_argument("--loudness", type=float, default=-16.0, help="LUFS: -16 for the web (default), -23 for broadcast")
    make.add_argument("--layout", choices=("stereo", "5.1", "binaural"), default="stereo", help="of the mix (default stereo)")
    make.add_argument("--target", metavar="NAME", help="streaming, web, broadcast, atsc or streaming-film, instead of --loudness")
    make.add_argument("--seed", type=int, default=0, help="another seed makes another film (default 0)")
    make.add_argument("--until", metavar="DEPARTMENT", help="stop after writing, directing, voices, shooting, …")
    make.add_argument("--json", action="store_true", help="print the result as JSON")
    add_server_option(make)
    make.set_defaults(command="make")


def _add_resume(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    resume = commands.add_parser("resume", help="finish an interrupted or edited film: only what changed is made again")
    resume.add_argument("film", help="the film folder")
    resume.add_argument("--until", metavar="DEPARTMENT", help="stop after this department")
    resume.add_argument("--json", action="store_true", help="print the result as JSON")
    resume.add_argument("--retry-falls", action="store_true", help="ask generators again that gave way to another")
    add_server_option(resume)
    resume.set_defaults(command="resume")


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    show = commands.add_parser("show", help="show a film: screenplay, shots, takes, state")
    show.add_argument("film", help="the film folder")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    show.set_defaults(command="show")


def _add_edit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    edit = commands.add_parser("edit", help="change a film; every change can be undone")
    edit.add_argument("film", help="the film folder")
    changes = edit.add_subparsers(title="changes", metavar="CHANGE", required=True)
    line = changes.add_parser("line", help="change what is said in a line")
    line.add_argument("id", help="the line's id, as `aiprod show` prints it")
    line.add_argument("text", help="the new words")
    title = changes.add_parser("title", help="change the title")
    title.add_argument("text", help="the new title")
    changes.add_parser("undo", help="take back the last change")
    changes.add_parser("redo", help="do the last undone change again")
    changes.add_parser("history", help="list the changes")
    for name, parser in changes.choices.items():
        parser.set_defaults(command="edit", change=name)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="quality control of a film or of a video file")
    check.add_argument("path", help="a film folder, or a video file")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.set_defaults(command="check")


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="write the finished film somewhere else")
    add_export_arguments(export)
    export.set_defaults(command="export")
    other = commands.add_parser("interchange", help="write the edit for another editor")
    other.add_argument("film", help="the film folder")
    other.add_argument("--as", dest="kind", required=True, help="otio, edl, fcpxml or fcp7")
    other.add_argument("--to", required=True, help="the file to write")
    other.set_defaults(command="interchange")


def _add_models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    models = commands.add_parser("models", help="the models: what is installed, under which terms, and whether it is whole")
    actions = models.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="list the models")
    verify = actions.add_parser("verify", help="check every file's SHA-256")
    verify.add_argument("id", nargs="*", help="only these models")
    actions.add_parser("repair", help="put every model together again, and reinstall what is damaged")
    for name, parser in actions.choices.items():
        parser.add_argument("--json", action="store_true", help="print it as JSON")
        parser.set_defaults(command="models", action=name)


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = commands.add_parser("train", help="training data, and AIPROD's own video model")
    train.add_argument("what", choices=("data", "nano", "export"), help="data sets; the small video model; its ONNX files")
    train.add_argument("rest", nargs=argparse.REMAINDER, help="`aiprod train data --help` and `train nano --help` list them")
    train.set_defaults(command="train")


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="check that this machine and installation can make films")
    doctor.add_argument("--json", action="store_true", help="print it as JSON")
    doctor.add_argument("--bundle", metavar="FILE.zip", help="write what a developer needs to help; secrets are taken out")
    doctor.add_argument("--preview", action="store_true", help="with --bundle: show everything it would contain instead")
    doctor.set_defaults(command="doctor")


def _add_bench(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = commands.add_parser("bench", help="measure AIPROD on this machine")
    bench.add_argument("name", help="startup, film, resume, jobs, ipc, preview, …; `list` lists them")
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    bench.add_argument("--runs", type=int, help="how many runs, where a bench repeats")
    bench.add_argument("--seed", type=int, default=0, help="seed of the random choices")
    bench.set_defaults(command="bench")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code."""
    arguments = _parser().parse_args(argv)
    if arguments.version:
        return _print_version()
    if not hasattr(arguments, "command"):
        _parser().print_help()
        return 0
    try:
        return _run(arguments)
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
