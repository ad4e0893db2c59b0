# SPDX-License-Identifier: Apache-2.0
"""`aiprod train gather …`: render clips, and keep their latents in a vault for later training.

aiprod train gather --recipe models/nano/recipe.yaml --codec models/nano --out VAULT [--clips N] [--seconds S]
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from aiprod.film.errors import AiprodError
from aiprod.training.export import codec_of
from aiprod.training.recipe import load_recipe
from aiprod.training.vault import Form, Writer, gather, identity


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code."""
    parser = ArgumentParser(prog="aiprod train gather", description="Render clips and keep their latents for later training.")
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--codec", type=Path, required=True, help="the folder of a trained codec: models/nano, or a run's")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--clips", type=int, help="scenes in all; without it, until the time is over")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--workers", type=int, default=1, help="processes that render")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"), help="where clips are encoded")
    parser.add_argument("--compile", action="store_true", help="twice as fast after half a minute; needs a C++ compiler")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    try:
        recipe = load_recipe(given.recipe)
        codec = codec_of(recipe, given.codec)
        writer = Writer(given.out, Form.of(recipe), identity(recipe, codec, given.seed))
        codec.to(given.device)
        if given.compile:
            nn.Module.compile(codec.encoder, dynamic=False)
        count = gather(writer, recipe, codec, given.seed, given.clips, given.seconds, given.workers)
    except AiprodError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(f"{count} clips, mirror images among them, are in {given.out}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
