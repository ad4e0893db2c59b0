# SPDX-License-Identifier: Apache-2.0
"""`aiprod train eval …`: examine a video model on scenes that it never saw, and write what was found."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from aiprod.training.evaluation.makers import Maker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = parser().parse_args(arguments)
    facts = examined(given)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n" if given.json else _told(facts))
    return 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train eval", description="Examine a video model on scenes that it never saw.")
    made.add_argument("model", type=Path, nargs="?", help="a folder of ONNX files, or of a run; what ships where not given")
    made.add_argument("--latents", type=Path, help="clips of held-out scenes that another machine made: judged instead")
    made.add_argument("--recipe", type=Path, help="of a run")
    made.add_argument("--out", type=Path, required=True, help="where report.json, .md, .html and the sheets go")
    made.add_argument("--clips", type=int, default=48, help="scenes to make")
    made.add_argument("--films", type=int, default=8, help="pairs of shots to make with and without memory; 0: none")
    made.add_argument("--known", type=int, default=48, help="training clips among which copies are looked for; 0: none")
    made.add_argument("--seed", type=int, default=7, help="of the footage that the model was trained on")
    made.add_argument("--steps", type=int, default=14, help="of the sampler")
    made.add_argument("--scale", type=float, default=3.0, help="strength of guidance")
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--device", default="cpu", choices=("cpu", "cuda"), help="for a run's weights")
    made.add_argument("--recogniser", type=Path, help="another recogniser.onnx than the one that ships")
    made.add_argument("--json", action="store_true")
    return made


def examined(given: Namespace) -> dict[str, Any]:
    """Examine, write the report, and say where it is."""
    for name, least in (("clips", 1), ("films", 0), ("known", 0), ("steps", 1), ("threads", 1)):
        if getattr(given, name) < least:
            raise UserError(f"--{name} can't be {getattr(given, name)}", f"it begins at {least}", "Choose a larger number.")
    from aiprod.training.evaluation import report
    from aiprod.training.evaluation.examining import Plan, examine
    from aiprod.training.evaluation.makers import carried_by, maker_of
    from aiprod.training.evaluation.reader import Reader

    if given.latents:
        maker: Maker = carried_by(given.latents, given.model, given.seed, given.threads)
    else:
        how = {"steps": given.steps, "scale": given.scale, "threads": given.threads, "device": given.device}
        maker = maker_of(given.model, given.recipe, **how)
    plan = Plan(given.clips, given.films, given.known, given.seed)
    found = examine(maker, Reader(given.recogniser, given.threads), plan, _say)
    paths = report.write(found, given.out)
    return found.result | {"written": {name: str(path) for name, path in paths.items()}}


def _say(what: str, done: int, of: int) -> None:
    if done % 8 == 0:
        sys.stderr.write(f"{what}: {done} of {of}\n")


def _told(facts: dict[str, Any]) -> str:
    from aiprod.training.evaluation.judging import table

    return f"{table(facts)}\n\nReport: {facts['written']['page']}\n"


if __name__ == "__main__":
    sys.exit(main())
