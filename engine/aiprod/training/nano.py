# SPDX-License-Identifier: Apache-2.0
"""Train AIPROD Nano: footage is rendered while it is learnt. First the codec, then the transformer on the codec's latents.

Everything is boxed in seconds, so that a rented device's minutes are kept to. What a run leaves in `out` is small enough to
be carried: packed weights in parts, a report, a journal, sheets of pictures. Full states, for going on exactly, are in `work`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from aiprod.film.errors import AiprodError, UserError
from aiprod.training import nano_stages as stages
from aiprod.training.export import codec_of
from aiprod.training.feed import Footage
from aiprod.training.loop import Clock, Journal
from aiprod.training.nano_judge import judge
from aiprod.training.recipe import Recipe, load_recipe
from aiprod.training.vault import Form, Vault, identity

_LEFT_FOR_THE_END_S = 6.0
_LOOKING_S = 10.0


@dataclass(frozen=True)
class Plan:
    """What a run is given."""

    recipe: Recipe
    device: torch.device
    seconds: float
    codec_seconds: float
    video_seconds: float
    judge_seconds: float
    out: Path
    work: Path
    resume: Path | None
    workers: int
    compiled: bool
    first_clip: int
    samples: int
    exam: int
    guidance: float
    vault: Path | None = None
    codec: Path | None = None
    clock: Clock = field(default=time.monotonic)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code."""
    try:
        report = train(plan_of(arguments))
    except AiprodError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


def plan_of(arguments: Sequence[str] | None) -> Plan:
    """Read a command line."""
    given = _parser().parse_args(arguments)
    device = torch.device(given.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no CUDA device here", "torch finds none", "Use --device cpu.")
    recipe = load_recipe(given.recipe) if given.recipe else Recipe()
    free = given.seconds - given.judge_seconds - _LEFT_FOR_THE_END_S
    codec = given.codec_seconds if given.codec_seconds is not None else free * 0.25
    video = given.video_seconds if given.video_seconds is not None else free - codec
    return Plan(
        recipe, device, given.seconds, codec, video, given.judge_seconds, given.out, given.work or given.out / "work",
        given.resume, given.workers, device.type == "cuda" and not given.plain, given.first_clip, given.samples,
        given.exam, given.guidance, given.vault, given.codec or given.resume,
    )  # fmt: skip


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="aiprod train nano", description="Train the small video model on rendered footage.")
    parser.add_argument("--recipe", type=Path, help="a recipe; the model's own where none is given")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--seconds", type=float, default=600.0, help="for the whole run")
    parser.add_argument("--codec-seconds", type=float)
    parser.add_argument("--video-seconds", type=float)
    parser.add_argument("--judge-seconds", type=float, default=0.0, help="for the recogniser and the evaluation")
    parser.add_argument("--out", type=Path, required=True, help="what the run leaves: weights in parts, report, pictures")
    parser.add_argument("--work", type=Path, help="full states; OUT/work where not given")
    parser.add_argument("--resume", type=Path, help="the folder of an earlier run: its out or its work")
    parser.add_argument("--workers", type=int, default=1, help="processes that render")
    parser.add_argument("--plain", action="store_true", help="compile nothing")
    parser.add_argument("--first-clip", type=int, default=0, help="index of the first scene: other than an earlier run's")
    parser.add_argument("--samples", type=int, default=24, help="clips to make at the end")
    parser.add_argument("--exam", type=int, default=96, help="held-out scenes to be judged on")
    parser.add_argument("--guidance", type=float, default=3.0, help="with --vault: its strength in the exam")
    parser.add_argument("--vault", type=Path, help="learn from the latents that `aiprod train gather` keeps here; render nothing")
    parser.add_argument("--codec", type=Path, help="with --vault: the folder of the codec that it was made with")
    return parser


def train(plan: Plan) -> dict[str, Any]:
    """The whole run. Returns its report, which is also written to `out/report.json`."""
    begun = plan.clock()
    plan.out.mkdir(parents=True, exist_ok=True)
    settle(plan.device, plan.workers)
    journal = Journal(plan.out / "journal.jsonl", lambda line: _say(line))
    report: dict[str, Any] = {"device": stages.device_name(plan.device), "torch": torch.__version__, "stages": {}}
    if plan.vault is not None:
        return _from_vault(plan, plan.vault, journal, report, begun)
    with Footage(plan.recipe.geometry, plan.recipe.seed, plan.workers, plan.first_clip) as footage:
        run = stages.Run(plan.recipe, plan.device, footage, journal, plan.work, plan.out, plan.clock)
        _stages(plan, run, report, begun)
    report["seconds"] = plan.clock() - begun
    report["rendered"], report["not_rendered"] = footage.taken, footage.failures[:20]
    (plan.out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return report


def _from_vault(plan: Plan, vault: Path, journal: Journal, report: dict[str, Any], begun: float) -> dict[str, Any]:
    """A run on latents that are there already: the whole time is the transformer's."""
    if plan.codec is None:
        raise UserError("A run from a vault needs its codec", "none is named", "Add --codec models/nano.")
    codec = codec_of(plan.recipe, plan.codec)
    found = Vault(vault, Form.of(plan.recipe), identity(plan.recipe, codec, plan.recipe.seed))
    run = stages.Run(plan.recipe, plan.device, None, journal, plan.work, plan.out, plan.clock, found)
    done = report["stages"]
    done["prepare"] = stages.prepare_video(run, plan.compiled, plan.resume)
    done["codec"] = stages.from_vault(run, codec)
    looking = _LOOKING_S if plan.samples else 0.0
    left = plan.seconds - plan.judge_seconds - looking - _LEFT_FOR_THE_END_S - (plan.clock() - begun)
    done["video"] = stages.video(run, left)
    stages.write(plan.out, report)
    if plan.samples:
        done["samples"] = stages.show(run, plan.samples)
    stages.write(plan.out, report)
    if plan.exam:
        done["exam"] = stages.exam(run, plan.exam, plan.guidance)
    report["seconds"] = plan.clock() - begun
    stages.write(plan.out, report)
    return report


def _stages(plan: Plan, run: stages.Run, report: dict[str, Any], begun: float) -> None:
    done = report["stages"]
    if plan.video_seconds > 0:
        done["prepare"] = stages.prepare_video(run, plan.compiled, plan.resume)
    done["codec"] = stages.codec(run, plan.codec_seconds, plan.resume)
    stages.write(plan.out, report)
    if plan.video_seconds <= 0:
        return
    done["latents"] = stages.fill_latents(run, max(0.1 * plan.video_seconds, 2.0))
    looking = _LOOKING_S if plan.samples else 0.0
    left = plan.seconds - plan.judge_seconds - looking - _LEFT_FOR_THE_END_S - (plan.clock() - begun)
    done["video"] = stages.video(run, min(plan.video_seconds, left))
    stages.write(plan.out, report)
    if plan.samples:
        done["samples"] = stages.show(run, plan.samples)
    left = plan.seconds - _LEFT_FOR_THE_END_S - (plan.clock() - begun)
    stages.write(plan.out, report)
    if plan.judge_seconds > 0 and left > 0.2 * plan.judge_seconds:
        try:
            done["judge"] = judge(run, min(plan.judge_seconds, left), plan.workers, plan.exam)
        except (ArithmeticError, RuntimeError, ValueError) as error:  # the weights are written: they are worth more than marks
            done["judge"] = {"trouble": f"{type(error).__name__}: {error}"}


def settle(device: torch.device, workers: int) -> None:
    """Threads and number formats for a device."""
    torch.set_num_threads(2 if device.type == "cuda" else max((os.cpu_count() or 1) - workers, 1))
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
        import_module("torch._dynamo").config.recompile_limit = 64


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
