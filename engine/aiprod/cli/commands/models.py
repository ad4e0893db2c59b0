# SPDX-License-Identifier: Apache-2.0
"""`aiprod models …`: what there is, what it needs, fetching, keeping, licences, the runtime."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

from aiprod.cli.options import finish_actions

_MOST_FRAMES = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, text, options in _TABLE:
        action = actions.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        options(action)
    finish_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    return _ACTIONS[arguments.action](arguments)


def _nothing(_parser: argparse.ArgumentParser) -> None:
    pass


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", help="only these: video, voice, writer, lora, upscaler, …")
    parser.add_argument("--all", action="store_true", help="the ones that only tests use, too")


def _one(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="the model")


def _some(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="*", help="only these models")


def _pull_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="+", help="the models")
    parser.add_argument("--precision", default="", help="bf16, fp8, …: what `aiprod models show` offers; the first by default")
    parser.add_argument("--renew", action="store_true", help="take what the hub has now, where that is not what it had at first")


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", help="a folder, a USB stick, one file")
    parser.add_argument("--id", default="", help="only this model")
    parser.add_argument("--precision", default="", help="with --id: this one")
    parser.add_argument("--link", action="store_true", help="no copy where both are on one disk; the original must stay")


def _accept_options(parser: argparse.ArgumentParser) -> None:
    _one(parser)
    parser.add_argument("--as", dest="who", default="", metavar="NAME", help="who accepts; asked for where it is not given")
    parser.add_argument("--yes", action="store_true", help="the text was read: don't show it, don't ask (needs --as)")


def _token_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("set", "clear", "status"), help="keep one in the keyring, drop it, say if there is one")


def _fit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", default="", help="the model; all that make video where it is not given")
    parser.add_argument("--size", default="", metavar="WIDTHxHEIGHT", help="of the clip; 1280x704 where it is not given")
    parser.add_argument("--frames", type=_frames, default=0, help="of the clip; 121 where it is not given")
    parser.add_argument("--rate", type=float, default=24.0, help="frames a second")
    parser.add_argument("--precision", default="", help="bf16, fp8, …: what `aiprod models show` offers; the first by default")
    parser.add_argument("--lang", choices=("en", "fr"), help="the report's language; the system's where it is not given")


def _frames(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_FRAMES:
        raise argparse.ArgumentTypeError(f"{text} is no number of frames from 1 to {_MOST_FRAMES}")
    return int(text)


def _compile_options(parser: argparse.ArgumentParser) -> None:
    _one(parser)
    parser.add_argument("--route", action="append", default=[], help="only this way (may be given again); else all there are")


_TABLE: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("list", "list the models", _list_options),
    ("show", "one model: files, hashes, needs, abilities, licence", _one),
    ("fit", "whether a model runs on this machine, how and how fast; before anything is fetched", _fit_options),
    ("accept", "read a model's licence and accept it", _accept_options),
    ("token", "your token for the hub, for models that are handed only to those who agreed there", _token_options),
    ("pull", "fetch models; an interrupted pull goes on where it was", _pull_options),
    ("import", "bring models in from a folder or a USB stick", _import_options),
    ("build", "make the tiny test models on this machine", _some),
    ("compile", "quantise, export and compile a model for this machine", _compile_options),
    ("verify", "check every file's SHA-256", _some),
    ("repair", "make damaged models whole again", _some),
    ("remove", "take a model out of the store", _one),
    ("runtime", "install what video models need: PyTorch, diffusers and their kin", _nothing),
)


def _action(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    def call(arguments: argparse.Namespace) -> int:
        found: Callable[[argparse.Namespace], int] = getattr(import_module(f"aiprod.cli.{module}"), name)
        return found(arguments)

    return call


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _action("models.showing", "list_models"),
    "show": _action("models.showing", "show"),
    "fit": _action("models.fitting", "fit"),
    "accept": _action("models.licences", "accept"),
    "token": _action("models.licences", "token"),
    "pull": _action("models.fetching", "pull"),
    "import": _action("models.fetching", "bring"),
    "build": _action("models.keeping", "build"),
    "compile": _action("models.keeping", "compile_model"),
    "verify": _action("models.keeping", "verify"),
    "repair": _action("models.keeping", "repair"),
    "remove": _action("models.keeping", "remove"),
    "runtime": _action("models.keeping", "runtime"),
}
