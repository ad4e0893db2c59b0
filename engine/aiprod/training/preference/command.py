# SPDX-License-Identifier: Apache-2.0
"""`aiprod train prefer …`: learn a reward from the choices in films, and tune the video model to them."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = parser().parse_args(arguments)
    facts = preferred(given)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n" if given.json else _told(facts))
    return 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train prefer", description="Tune the video model to the takes that people chose.")
    made.add_argument("films", type=Path, nargs="+", help="film folders with choices")
    made.add_argument("--out", type=Path, required=True, help="where the reward, the tuned weights and the report go")
    made.add_argument("--model", type=Path, help="a folder of ONNX files or of a run; what ships where not given")
    made.add_argument("--recipe", type=Path, help="of the model; its own where not given")
    made.add_argument("--reward-only", action="store_true", help="tune nothing")
    made.add_argument("--steps", type=int, default=300)
    made.add_argument("--batch", type=int, default=8, help="pairs of a step; fewer where memory is short")
    made.add_argument("--rate", type=float, default=2e-5)
    made.add_argument("--strength", type=float, default=500.0, help="higher stays nearer to the model as it is")
    made.add_argument("--own", type=int, default=0, help="more pairs, of clips that the model makes and the reward ranks")
    made.add_argument("--proof", type=int, default=12, help="clips to compare the tuned model with the first one on")
    made.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--json", action="store_true")
    return made


def preferred(given: Namespace) -> dict[str, Any]:
    """The whole work. Returns its report, which is also written to OUT/report.json."""
    import torch

    from aiprod.film.files import write_json
    from aiprod.models.cards import models_root
    from aiprod.training.preference import collected, reward, tuning
    from aiprod.training.recipe import load_recipe

    for name in ("steps", "batch", "proof", "threads"):
        if getattr(given, name) < 1:
            raise UserError(f"--{name} can't be {getattr(given, name)}", "it begins at 1", "Choose a larger number.")
    torch.set_num_threads(given.threads)
    folder = given.model or models_root() / "nano"
    recipe = load_recipe(given.recipe or folder / "recipe.yaml")
    found = collected.collected(given.films, tuning.spec_of(recipe))
    features = tuning.features(found.pairs)
    learnt = reward.fit(*features)
    learnt.save(given.out / "reward.npz")
    facts: dict[str, Any] = {
        "choices": len(found.pairs), "left_out": list(found.left_out), "agreement": reward.agreement_left_out(*features),
        "held_back": learnt.held_back,
    }  # fmt: skip
    if not given.reward_only:
        start = tuning.Start(recipe, folder, torch.device(given.device))
        settings = tuning.Wishes(given.steps, given.batch, given.rate, given.strength, given.own, given.proof)
        facts |= tuning.tuned(start, found.pairs, learnt, settings, given.out)
    write_json(given.out / "report.json", facts)
    return facts


def _told(facts: dict[str, Any]) -> str:
    lines = [f"{facts['choices']} choices; the reward agrees with {100 * facts['agreement']:.0f} % of those that it did not see."]
    lines += [f"  left out: {why}" for why in facts["left_out"]]
    if "preferred" in facts:
        lines.append(f"The reward prefers the tuned model's clip in {100 * facts['preferred']:.0f} % of {facts['proof']} scenes.")
        lines.append(f"Weights: {facts['folder']}" if facts["folder"] else "It is not better: no weights were written.")
    return "\n".join(lines) + "\n"
