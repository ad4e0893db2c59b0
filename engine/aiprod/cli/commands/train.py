# SPDX-License-Identifier: Apache-2.0
"""`aiprod train WHAT …`: data sets, trainers, evaluation, the registry. Each word's arguments are those of its own room."""

from __future__ import annotations

import argparse
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from aiprod.film.errors import UserError

_ROOMS = {
    "data": ("data.command", "data sets: made, taken in, checked, versioned"),
    "vae": ("trainers.command", "the video VAE"),
    "audio": ("trainers.command", "the sound codec: VAE and vocoder"),
    "video": ("trainers.command", "our video transformer: pretrain, full_finetune, lora"),
    "between": ("trainers.command", "what lies between two frames: the small video model's frames at twice the rate"),
    "lora": ("trainers.command", "a LoRA, or all weights, of a large video model"),
    "prefer": ("preference.command", "a model tuned to what people chose"),
    "budget": ("trainers.command", "what a run would take: card hours and money"),
    "eval": ("evaluation.command", "a model examined on held-out scenes"),
    "recogniser": ("evaluation.teaching", "the network that reads the labels off a clip"),
    "registry": ("registry.command", "versions of models, their stages, promotion and rollback"),
    "nano": ("nano", "the small video model that ships, from rendering to weights"),
    "gather": ("gathering", "clips rendered and kept as latents, for `nano --vault` to learn from"),
    "export": ("export", "a run's weights as the generator's ONNX files"),
}
"""Word → module of `aiprod.training`, and what it is for."""
_WHOLE_LINE = ("trainers.command",)
"""Modules that want the word itself, too."""
_WITHOUT_TORCH = ("data", "eval", "registry")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=tuple(_ROOMS), metavar="WHAT", help="; ".join(f"{n}: {t}" for n, (_, t) in _ROOMS.items())
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="`aiprod train WHAT --help` lists them")


def run(arguments: argparse.Namespace) -> int:
    what, rest = arguments.what, list(arguments.rest)
    if what not in _WITHOUT_TORCH and find_spec("torch") is None and "--help" not in rest and "-h" not in rest:
        raise UserError(
            "Training needs PyTorch", "it is not part of AIPROD's own environment",
            "Install what docs/training.md names into it.",
        )  # fmt: skip
    room: Any = import_module(f"aiprod.training.{_ROOMS[what][0]}")
    if what == "nano":
        rest = _in_seconds(rest)
    return int(room.main([what, *rest] if _ROOMS[what][0] in _WHOLE_LINE else rest))


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
