# SPDX-License-Identifier: Apache-2.0
"""`aiprod train recogniser`: teach the recogniser while its lessons are rendered, try it on footage that it never saw, and
write the file that ships.

A run that was stopped goes on from its last state. What is learnt from is the shards that are there at a step: with all of
them rendered before, a run of so many steps is the same as any other. With `--seconds` the clock decides instead: a rented
machine's minutes are kept to, and the state, the weights and the report are there when they are over.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from aiprod.film.errors import EngineError, UserError
from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS
from aiprod.training.evaluation import lessons as shelf
from aiprod.training.evaluation.drawing import Desk
from aiprod.training.evaluation.measures import accuracies
from aiprod.training.evaluation.recogniser import Recogniser, Teacher, answers, codes_of, identity
from aiprod.training.loop import Clock, Journal, Until

STATE, WEIGHTS = "recogniser.state.safetensors", "recogniser.weights.safetensors"
_KIND = "recogniser"
_FIRST_SHARDS, _LOOK_EVERY, _TELL_EVERY = 6, 100, 20
_SAVE_EVERY_S, _POLL_S = 30.0, 0.5
_END_S = 30.0
"""Of a run in seconds, for the trial and the finished file."""
_PACE = {"cpu": (24, 2.5e-3), "cuda": (256, 4e-3)}
"""Device → clips of a step, and the highest rate."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = _parser().parse_args(arguments)
    _check(given)
    torch.set_num_threads(given.threads)
    facts = shipped(given) if given.ship else rendered(given) if given.only_render else teach(given)
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


def _parser() -> ArgumentParser:
    made = ArgumentParser(prog="aiprod train recogniser", description="Teach the network that judges clips.")
    made.add_argument("--out", type=Path, required=True, help="where states, the journal and the finished file go")
    made.add_argument("--lessons", type=Path, help="where rendered views are kept; OUT/lessons where not given")
    made.add_argument("--shards", type=int, default=64, help=f"shards of {shelf.SHARD} clips to learn from")
    made.add_argument("--trials", type=int, default=6, help="shards of other clips to be tried on")
    made.add_argument("--steps", type=int, help="5000 where neither steps nor seconds are given")
    made.add_argument("--seconds", type=float, help="for the whole of what is asked, instead of steps")
    made.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    made.add_argument("--batch", type=int, help=f"clips of a step; {_PACE['cpu'][0]}, on cuda {_PACE['cuda'][0]}")
    made.add_argument("--rate", type=float, help="the highest rate of learning")
    made.add_argument("--threads", type=int, default=1)
    made.add_argument("--workers", type=int, default=1, help="processes that render")
    made.add_argument("--no-render", action="store_true", help="another process renders into the same folder")
    made.add_argument("--only-render", action="store_true", help="render what is missing, and teach nothing")
    made.add_argument(
        "--ship", type=Path, metavar="STATE", help="write the finished file of a state or of weights; teach nothing"
    )
    return made


def _check(given: Namespace) -> None:
    for name, least in (("shards", 1), ("trials", 1), ("steps", 1), ("seconds", 1), ("batch", 2), ("threads", 1), ("workers", 1)):
        if getattr(given, name) is not None and getattr(given, name) < least:
            raise UserError(f"--{name} can't be {getattr(given, name)}", f"it begins at {least}", "Choose a larger number.")
    if given.device == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no CUDA device here", "torch finds none", "Use --device cpu.")


def _folder(given: Namespace) -> Path:
    found: Path = given.lessons or given.out / "lessons"
    return found


def rendered(given: Namespace) -> dict[str, Any]:
    """Render lessons and trials, for so many seconds if they are given. Returns how many shards of each there are."""
    folder = _folder(given)
    crew = shelf.Crew(folder, given.trials, given.shards, given.workers, given.seconds)
    try:
        crew.wait()
    except BaseException:
        crew.stop()
        raise
    found = {"lessons": shelf.learning(folder, given.shards), "trials": shelf.trying(folder, given.trials)}
    counts = {name: sum(path.exists() for path in paths) for name, paths in found.items()}
    if given.seconds is None and counts != {"lessons": given.shards, "trials": given.trials}:
        raise EngineError(
            f"Not all shards in {folder} were rendered", "a process ended early", "Run the command again: it goes on."
        )
    return counts


def shipped(given: Namespace) -> dict[str, Any]:
    """The finished file of a state or of weights; tried again where there are lessons."""
    from aiprod.training.evaluation.shipping import ship

    model = network_of(given.ship)
    marks = tried(model, _trials(given, given.lessons, None)) if given.lessons else {}
    return marks | {"file": ship(model, given.out)}


def network_of(path: Path) -> Recogniser:
    """The network in a state or in weights. Raises UserError where the file is something else."""
    tensors, facts = load_tensors(path)
    check_architecture(facts, _KIND, identity(), path)
    made = Recogniser()
    made.load_state_dict({name.removeprefix("model."): value for name, value in tensors.items() if name.startswith("model.")})
    return made


# -- teaching ----------------------------------------------------------------------------------------------------------------


def teach(given: Namespace) -> dict[str, Any]:
    """The whole run. Returns its report, which is also written to OUT/report.json."""
    begun, folder = time.monotonic(), _folder(given)
    journal = Journal(given.out / "journal.jsonl", lambda line: _say(line))
    teacher = _teacher(given)
    crew = None if given.no_render else shelf.Crew(folder, given.trials, given.shards, given.workers)
    try:
        room = _Room(given, folder, journal, crew, begun)
        _learn(teacher, room)
        report = {"steps": teacher.done, "clips": len(room.desk), "device": given.device, "batch": teacher.batch}
        _keep(teacher, given.out)
        report |= tried(teacher.model, _trials(given, folder, crew))
    finally:
        if crew:
            crew.stop()
    report["seconds"] = time.monotonic() - begun
    journal.write(**{key: value for key, value in report.items() if not isinstance(value, dict)})
    _write(given.out, report)
    report["file"] = _finished(teacher.model, given.out)
    _write(given.out, report)
    return report


def _trials(given: Namespace, folder: Path, crew: shelf.Crew | None) -> list[Path]:
    """The shards to be tried on; those that are there, where time is short or nobody renders the others."""
    paths = shelf.trying(folder, given.trials)
    while given.seconds is None and crew and crew.works() and not all(path.exists() for path in paths):
        time.sleep(_POLL_S)
    return [path for path in paths if path.exists()]


@dataclass
class _Room:
    """What a run learns with."""

    given: Namespace
    folder: Path
    journal: Journal
    crew: shelf.Crew | None
    begun: float
    clock: Clock = time.monotonic
    desk: Desk = field(init=False)
    paths: list[Path] = field(init=False)

    def __post_init__(self) -> None:
        self.paths = shelf.learning(self.folder, self.given.shards)
        self.desk = Desk(len(self.paths) * shelf.SHARD, torch.device(self.given.device))

    def until(self) -> Until:
        """When to stop. The time begins with the first lessons: only then does the rate fall to nothing at its end."""
        if self.given.seconds is None:
            return Until(self.clock, steps=self.given.steps or 5000)
        end = min(_END_S, self.given.seconds / 4)
        left = self.given.seconds - end - (self.clock() - self.begun)
        return Until(self.clock, steps=self.given.steps, seconds=max(left, 1.0))

    def open(self) -> None:
        """Wait for the first lessons. Raises EngineError where nobody renders them."""
        least = min(_FIRST_SHARDS, self.given.shards) * shelf.SHARD
        while self.desk.take_in(self.paths) < least:
            late = self.given.seconds is not None and self.clock() - self.begun > self.given.seconds / 3
            if late or (self.crew and not self.crew.works()):
                break
            time.sleep(_POLL_S)
        if not len(self.desk):
            raise EngineError(f"There are no lessons in {self.folder}", "none was rendered", "Leave --no-render out.")


def _teacher(given: Namespace) -> Teacher:
    """A new teacher, or the one that was stopped."""
    batch, rate = _PACE[given.device]
    made = Teacher(torch.device(given.device), given.batch or batch, given.rate or rate)
    state = given.out / STATE
    if state.exists():
        tensors, facts = load_tensors(state)
        check_architecture(facts, _KIND, identity(), state)
        made.restore(tensors)
    torch.backends.cudnn.benchmark = given.device == "cuda"
    if given.device == "cuda":
        torch.set_float32_matmul_precision("high")
    return made


def _learn(teacher: Teacher, room: _Room) -> None:
    room.open()
    until, saved, losses = room.until(), room.clock(), list[Tensor]()
    first, begun = teacher.done, room.clock()
    while (progress := until.progress(teacher.done)) < 1:
        losses.append(teacher.step(room.desk, progress))
        if teacher.done % _TELL_EVERY == 0:
            pace = (teacher.done - first) / max(room.clock() - begun, 1e-6)
            loss = float(torch.stack(losses[-_TELL_EVERY:]).mean())
            room.journal.write(step=teacher.done, loss=loss, clips=len(room.desk), steps_a_second=pace)
            losses.clear()
        if teacher.done % _LOOK_EVERY == 0:
            room.desk.take_in(room.paths)
        if room.clock() - saved > _SAVE_EVERY_S:
            _save(teacher, room.given.out)
            saved = room.clock()


def _save(teacher: Teacher, out: Path) -> None:
    save_tensors(out / STATE, teacher.state(), {"kind": _KIND, "architecture": identity()})


def _keep(teacher: Teacher, out: Path) -> None:
    """The state, and the weights alone, which are small enough to be carried."""
    _save(teacher, out)
    weights = {name: value for name, value in teacher.state().items() if name.startswith("model.")}
    save_tensors(out / WEIGHTS, weights, {"kind": _KIND, "architecture": identity(), "steps": teacher.done})


def _finished(model: Recogniser, out: Path) -> dict[str, Any]:
    """The file that ships; why not, where this machine's exporter does not take it: `--ship` makes it elsewhere."""
    try:
        from aiprod.training.evaluation.shipping import ship

        return ship(model, out)
    except Exception as error:  # noqa: BLE001 - the weights are written: they are worth more than one file made of them
        return {"trouble": f"{type(error).__name__}: {error}"[:500], "make it with": f"--ship {out / WEIGHTS}"}


def _write(out: Path, report: dict[str, Any]) -> None:
    (out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")


def tried(model: Recogniser, paths: list[Path]) -> dict[str, Any]:
    """How much a network reads off clips that it did not learn from."""
    if not paths:
        return {"trouble": "there are no clips to be tried on"}
    found = shelf.read(paths)
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
