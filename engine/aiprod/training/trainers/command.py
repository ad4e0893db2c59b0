# SPDX-License-Identifier: Apache-2.0
"""`aiprod train vae|audio|video|between|lora|budget …`: a recipe, data and a folder for the run; again, it goes on."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.training.data import lineage
from aiprod.training.trainers import budget
from aiprod.training.trainers.settings import read_recipe

if TYPE_CHECKING:
    import torch

    from aiprod.models.checkpoints import Checkpoint
    from aiprod.training.trainers.running import Learner
    from aiprod.training.trainers.sharding import Ranks

_HELP = {
    "vae": "the video VAE, on the clips of a data set",
    "audio": "the sound codec (VAE and vocoder), on a folder of sounds or on the studio's own",
    "video": "our video transformer, on a data set: pretrain, full_finetune or lora, from small clips to large ones",
    "between": "what lies between two frames, on footage that is rendered meanwhile or on a data set",
    "lora": "a LoRA, or all weights, of a large video model (Wan, LTX-2), on a data set with captions",
}
_SET = "folder of a data set (see `aiprod train data`)"
_OWN = {"audio": "folder of sound files", "between": f"{_SET}; without it clips are rendered"}
"""Trainers that have data of their own where none are given."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code: 1 where a run had to stop; errors are left to the caller."""
    given = parser().parse_args(arguments)
    if given.kind == "budget":
        return _budget(given)
    report = train(given)
    if report is None:
        return 0
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n" if given.json else _told(report, given.out))
    return 1 if report["stopped"] else 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train", description="Train models.")
    kinds = made.add_subparsers(dest="kind", required=True)
    for name, text in _HELP.items():
        kind = kinds.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        kind.add_argument("--recipe", type=Path, help="YAML; the plain one where none is given")
        kind.add_argument("--data", type=Path, required=name not in _OWN, help=_OWN.get(name, _SET))
        kind.add_argument("--out", type=Path, required=True, help="the run's folder; where it holds a state, the run goes on")
        kind.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
        kind.add_argument("--minutes", type=float, help="stop after so long, to go on another time")
        kind.add_argument("--seconds", type=float, help="the same in seconds")
        kind.add_argument("--steps", type=int, help="instead of the recipe's")
        kind.add_argument("--threads", type=int, help="of the processor")
        kind.add_argument("--json", action="store_true", help="print the report as JSON")
        if name == "between":
            kind.add_argument("--workers", type=int, default=1, help="processes that render")
        if name == "lora":
            kind.add_argument("--model", help="an installed model's id, or a folder with a checkpoint")
    _add_budget(kinds.add_parser("budget", help="what a run would take: card hours and money"))
    return made


def _add_budget(part: ArgumentParser) -> None:
    part.add_argument("of", choices=tuple(_HELP), help="which trainer")
    part.add_argument("--recipe", type=Path)
    part.add_argument("--model", help="for lora: an installed model's id, or a folder with a checkpoint")
    part.add_argument("--card", default="H100", help="B200, H200, H100, A100, L40S, 5090, 4090, 3090, or cpu")
    part.add_argument("--cards", type=int, default=1, help="how many")
    part.add_argument("--price", type=float, help="US dollars for an hour of one card; the dated table's where not given")
    part.add_argument("--json", action="store_true")


def train(given: Namespace) -> dict[str, Any] | None:
    """Carry a run out. Returns its report; None on the devices that are not the first."""
    _need_torch()
    import torch

    from aiprod.training.trainers.running import Course, carry_out, device_for
    from aiprod.training.trainers.sharding import joined

    if given.threads:
        torch.set_num_threads(given.threads)
    recipe = recipe_of(given)
    seconds = given.seconds if given.minutes is None else 60 * given.minutes
    with joined(device_for(given.device)) as (ranks, device):
        _keep_recipe(given.out, recipe, ranks.first)
        learner = _LEARNERS[given.kind](given, recipe, device, ranks)
        if ranks.first and given.data and given.kind != "audio":
            lineage.begun(given.data, given.kind, given.out)
        report = carry_out(learner, Course(given.out, seconds, _say if ranks.first and not given.json else _nothing))
        if not ranks.first:
            return None
    budget.remember(report)
    return report


def recipe_of(given: Namespace) -> Any:
    """The recipe, with what the command line says instead."""
    recipe: Any = read_recipe(given.recipe, _recipe_of(given.kind))
    if getattr(given, "steps", None):
        recipe = recipe.changed(run=recipe.run.changed(steps=given.steps))
    if getattr(given, "model", None):
        recipe = recipe.changed(model=given.model)
    return recipe


def _keep_recipe(out: Path, recipe: FilmObject, first: bool) -> None:
    """The recipe beside what it makes."""
    import yaml

    from aiprod.film.files import write_atomically

    if first:
        write_atomically(out / "recipe.yaml", yaml.safe_dump(recipe.model_dump(mode="json"), sort_keys=False).encode())


def _need_torch() -> None:
    if find_spec("torch") is None:
        raise UserError(
            "Training needs PyTorch", "it is not part of AIPROD's own environment", "Install what docs/training.md names into it."
        )


def _vae(given: Namespace, recipe: Any, device: torch.device, ranks: Ranks) -> Learner:
    from aiprod.training.trainers.vae import VaeTrainer

    return VaeTrainer(recipe, given.data, device, ranks)


def _audio(given: Namespace, recipe: Any, device: torch.device, ranks: Ranks) -> Learner:
    from aiprod.training.trainers import sounds
    from aiprod.training.trainers.audio import AudioTrainer

    rate, seed = recipe.shape.rate, recipe.run.seed
    heard = sounds.of_folder(given.data, rate) if given.data else sounds.own(recipe.own_sounds, seed, rate)
    for reason in heard.refused if ranks.first else ():
        sys.stderr.write(f"left out: {reason}\n")
    return AudioTrainer(recipe, heard, device, ranks)


def _video(given: Namespace, recipe: Any, device: torch.device, ranks: Ranks) -> Learner:
    from aiprod.training.trainers.video import Curriculum

    return Curriculum(recipe, given.data, device, ranks)


def _between(given: Namespace, recipe: Any, device: torch.device, ranks: Ranks) -> Learner:
    from aiprod.training.trainers import reels
    from aiprod.training.trainers.between import BetweenTrainer

    if given.data:
        return BetweenTrainer(recipe, reels.FromSet(given.data, recipe.supply, recipe.run.seed, device), device, ranks)
    clips = reels.Rendered(recipe.footage, recipe.supply, recipe.run.seed, max(given.workers, 1), device)
    return BetweenTrainer(recipe, clips, device, ranks)


def _lora(given: Namespace, recipe: Any, device: torch.device, ranks: Ranks) -> Learner:
    from aiprod.models.runtime import need_torch

    need_torch()
    from aiprod.training.trainers.lessons import lessons
    from aiprod.training.trainers.lora import LoraTrainer
    from aiprod.training.trainers.pupils import pupil

    checkpoint = checkpoint_of(recipe.model)
    learns = pupil(checkpoint)
    folder = given.out if ranks.first else given.out / f"rank{ranks.rank}"
    learnt = lessons(folder, given.data, checkpoint, learns, recipe.size, recipe.language, device)
    return LoraTrainer(recipe, checkpoint, learns, learnt, device, ranks)


def checkpoint_of(model: str) -> Checkpoint:
    """The model that a recipe names. Raises UserError where it names none, or one that isn't there."""
    from aiprod.models import library
    from aiprod.models.recognising import recognise

    if not model:
        raise UserError("There is no model to train", "neither the recipe nor --model names one", "Give --model ID or a folder.")
    if Path(model).is_dir():
        return recognise([Path(model)], id=Path(model).name, licence="LicenseRef-as-given")
    return library.checkpoint(model)


def _recipe_of(kind: str) -> type[FilmObject]:
    found: type[FilmObject] = getattr(import_module(f"aiprod.training.trainers.{kind}"), f"{kind.capitalize()}Recipe")
    return found


_LEARNERS: dict[str, Callable[[Namespace, Any, torch.device, Ranks], Learner]] = {
    "vae": _vae, "audio": _audio, "video": _video, "between": _between, "lora": _lora,
}  # fmt: skip


def _budget(given: Namespace) -> int:
    _need_torch()
    given.kind, given.steps = given.of, None
    recipe = recipe_of(given)
    work = budget.Work(given.of, work_of(given.of, recipe) * recipe.run.steps, recipe.run.steps)
    if given.cards < 1:
        raise UserError("A run needs a card", f"--cards says {given.cards}", "Give one or more.")
    found = budget.estimate(work, given.card, given.cards, given.price, processor() if given.card == "cpu" else "")
    sys.stdout.write(json.dumps(found.to_json()) + "\n" if given.json else budget.told(found) + "\n")
    return 0


def work_of(kind: str, recipe: Any) -> float:
    """Operations of a step, from the recipe alone."""
    module: Any = import_module(f"aiprod.training.trainers.{kind}")
    found: float = module.work_of(recipe, checkpoint_of(recipe.model)) if kind == "lora" else module.work_of(recipe)
    return found


def processor() -> str:
    """This machine's processor as runs name it."""
    import torch

    from aiprod.training.trainers.running import device_name

    return device_name(torch.device("cpu"))


def _say(line: str) -> None:
    facts = json.loads(line)
    if "losses" in facts:
        facts.pop("losses")
    sys.stdout.write(
        ", ".join(f"{name} {value:.5g}" if isinstance(value, float) else f"{name} {value}" for name, value in facts.items())
    )
    sys.stdout.write("\n")
    sys.stdout.flush()


def _nothing(line: str) -> None:
    """Nobody listens."""


def _told(report: dict[str, Any], out: Path) -> str:
    if report["stopped"]:
        return f"The run stopped: {report['stopped']}. The last good state is in {out}{os.sep}.\n"
    made = ", ".join(report["files"]) or "nothing"
    lines = [f"{report['steps']} of {report['of']} steps in {report['seconds']:.0f} s. Written to {out}: {made}."]
    for name, after in report["after"].items():
        lines.append(f"  {name.replace('_', ' ')}: {report['before'][name]:.4g} → {after:.4g}")
    lines += [f"  trouble: {trouble}" for trouble in report["troubles"]]
    return "\n".join(lines) + "\n"
