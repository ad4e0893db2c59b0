# SPDX-License-Identifier: Apache-2.0
"""`aiprod train data|nano|export …`: training data, and our own video model. Its arguments are those of the training room."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from aiprod.film.errors import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("data", "nano", "export"), help="data sets; the small video model; its ONNX files")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="`aiprod train data --help` and `train nano --help` list them")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "data":
        from aiprod.training.data import command

        return command.main(arguments.rest)
    if find_spec("torch") is None:
        raise UserError(
            "Training needs PyTorch", "it is not part of AIPROD's own environment",
            "Install what docs/training.md names into it.",
        )  # fmt: skip
    from aiprod.training import export, nano

    return export.main(arguments.rest) if arguments.what == "export" else nano.main(_in_seconds(arguments.rest))


def _in_seconds(rest: list[str]) -> list[str]:
    """`--minutes 10` for `--seconds 600`."""
    if "--minutes" not in rest[:-1]:
        return rest
    at = rest.index("--minutes")
    try:
        seconds = float(rest[at + 1]) * 60
    except ValueError as error:
        raise UserError(f"--minutes {rest[at + 1]} is no number", "it says how long the run may take") from error
    return [*rest[:at], "--seconds", str(seconds), *rest[at + 2 :]]
