# SPDX-License-Identifier: Apache-2.0
"""`aiprod train recogniser`: teach the recogniser while its lessons are rendered, try it on footage that it never saw, and
write the file that ships.

A run that was stopped goes on from its last state. What is learnt from is the shards that are there at a step: with all of
them rendered before, a run is the same as any other.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS
from aiprod.training.evaluation import lessons as shelf
from aiprod.training.evaluation.measures import accuracies
from aiprod.training.evaluation.recogniser import Recogniser, Teacher, answers, codes_of, identity
from aiprod.training.loop import Journal

_KIND = "recogniser"
_FIRST_SHARDS, _LOOK_EVERY, _SAVE_EVERY, _TELL_EVERY = 6, 100, 200, 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = _parser().parse_args(arguments)
    torch.set_num_threads(given.threads)
    facts = teach(given)
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


def _parser() -> ArgumentParser:
    made = ArgumentParser(prog="aiprod train recogniser", description="Teach the network that judges clips.")
    made.add_argument("--out", type=Path, required=True, help="where states, the journal and the finished file go")
    made.add_argument("--lessons", type=Path, help="where rendered views are kept; OUT/lessons where not given")
    made.add_argument("--shards", type=int, default=64, help=f"shards of {shelf.SHARD} clips to learn from")
    made.add_argument("--trials", type=int, default=6, help="shards of other clips to be tried on")
    made.add_argument("--steps", type=int, default=5000)
    made.add_argument("--batch", type=int, default=24)
    made.add_argument("--threads", type=int, default=1)
    made.add_argument("--no-render", action="store_true", help="another process renders into the same folder")
    return made


def teach(given: Namespace) -> dict[str, Any]:
    """The whole run. Returns its report, which is also written to OUT/report.json."""
    folder = given.lessons or given.out / "lessons"
    journal = Journal(given.out / "journal.jsonl", lambda line: _say(line))
    teacher, state = Teacher(given.steps, given.batch), given.out / "recogniser.state.safetensors"
    if state.exists():
        tensors, facts = load_tensors(state)
        check_architecture(facts, _KIND, identity(), state)
        teacher.restore(tensors)
    renderer = None if given.no_render else _rendering(folder, given.trials, given.shards)
    try:
        _learn(teacher, folder, given.shards, state, journal)
    except BaseException:
        if renderer:
            renderer.terminate()
        raise
    if renderer:
        renderer.join()
    report = {"steps": teacher.done, "clips": given.shards * shelf.SHARD} | tried(teacher.model, folder, given.trials)
    journal.write(**{key: value for key, value in report.items() if not isinstance(value, dict)})
    from aiprod.training.evaluation.shipping import ship

    report["file"] = ship(teacher.model, given.out)
    (given.out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return report


def _rendering(folder: Path, trials: int, shards: int) -> multiprocessing.process.BaseProcess:
    """A process that renders what is missing, with the trials first."""
    process = multiprocessing.get_context("spawn").Process(target=_render, args=(folder, trials, shards), daemon=True)
    process.start()
    return process


def _render(folder: Path, trials: int, shards: int) -> None:
    shelf.modest()
    shelf.render_trials(folder, trials)
    shelf.render_lessons(folder, shards)


def _learn(teacher: Teacher, folder: Path, shards: int, state: Path, journal: Journal) -> None:
    found = shelf.lessons(folder, shards, at_least=min(_FIRST_SHARDS, shards))
    losses: list[float] = []
    while teacher.done < teacher.total:
        losses.append(float(teacher.step(found)))
        if teacher.done % _TELL_EVERY == 0:
            journal.write(step=teacher.done, loss=float(np.mean(losses[-_TELL_EVERY:])), clips=len(found))
        if teacher.done % _LOOK_EVERY == 0 and len(found) < shards * shelf.SHARD:
            found = shelf.lessons(folder, shards, at_least=len(found) // shelf.SHARD)
        if teacher.done % _SAVE_EVERY == 0 or teacher.done == teacher.total:
            save_tensors(state, teacher.state(), {"kind": _KIND, "architecture": identity()})


def tried(model: Recogniser, folder: Path, trials: int) -> dict[str, Any]:
    """How much a network reads off clips that it did not learn from."""
    found = shelf.trials(folder, trials)
    return judged(codes_of(answers(model, found.views)), found.codes)


def judged(found: Codes, asked: Codes) -> dict[str, Any]:
    """Accuracy by slot, and of the camera's axis and sign."""
    marks = accuracies(found, asked)
    return {key: marks[key] for key in ("slots", "camera_axis", "camera_move")} | {
        "mean": float(np.mean([marks["slots"][slot] for slot in SLOTS if slot in marks["slots"]]))
    }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
