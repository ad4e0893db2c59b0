# SPDX-License-Identifier: Apache-2.0
"""Video diffusion on this machine's NVIDIA card, unattended: `python tests/gpu/diffusion.py [FOLDER]` writes a report there.

1. The bench: full-size LTX-2.3 and Wan 2.2 with random weights (`aiprod bench gpu`), or as many of their blocks as fit.
2. Our trainers' steps: useful operations a second, as `training/trainers/cards.json` keeps them.
3. Shots by tiny checkpoints through the whole engine, twice: on the card, and the same both times.
4. Tiny checkpoints by every compiled route on the card, each beside float32 (`aiprod models compile`).
Every part runs in a process of its own, this one never touches the card: a part that fails, hangs or loses the card leaves the
others alone, and what it told before counts. The report is written after each part, and whole when the run is broken off. Without
a card that can be used it says why, and ends with 0: there is nothing to be found out.

`--seconds N` is for a card that is lent for minutes: the whole run fits into N seconds, what is worth most comes first, each part
measures less, and what no longer fits is named. `--device cpu --toy` walks the same lines without a card, at sizes that tell
nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 45.0
"""After so long a part is ended, where the run has all the time it wants."""
_SPARE = 2.0
"""Seconds of a boxed run that are kept for ending a part and for the report."""
_SLOW = 10.0
"""What parts take on a processor, against a card, at most."""
_CARD = """
import torch
from aiprod.models.planning import drivers
lines, problem = drivers.look(drivers.MACHINE)
if torch.cuda.is_available():
    print("CARD" + torch.cuda.get_device_name(0))
elif problem is not None:
    print("WHY" + str(problem))
"""
_BEGIN = """
import json, os, sys, time
given = json.loads(sys.argv[1])
toy, device = given["toy"], given["device"]
def tell(report):
    print("REPORT" + json.dumps(report, default=str), flush=True)
import torch, diffusers
%s
print("READY", flush=True)
sys.stdin.readline()
"""
"""Everything that is slow to import, before a part's time begins: the next part gets ready while one runs."""
_BENCH = (
    (
        _BEGIN
        % """from aiprod.cli.benches import gpu
import torchao
from diffusers import LTX2VideoTransformer3DModel, WanTransformer3DModel"""
    )
    + """
from dataclasses import replace
small = {
    "LTX": {"num_attention_heads": 2, "attention_head_dim": 32, "cross_attention_dim": 64, "audio_num_attention_heads": 2,
            "audio_attention_head_dim": 16, "audio_cross_attention_dim": 32, "num_layers": 3, "caption_channels": 64},
    "Wan": {"num_attention_heads": 2, "ffn_dim": 128, "num_layers": 3, "text_dim": 64},
}
subjects = [
    replace(one, config=one.config | small[one.title[:3]], frames=2, height=4, width=4, text=8) if toy else one
    for one in (gpu.LTX23, gpu.WAN22)
]
scope = gpu.Scope(**given["scope"], device=device) if "scope" in given else gpu.Scope(device=device)
tell(gpu.run(only=given["only"], tell=tell, scope=scope, subjects=subjects))
"""
)
_TRAINING = (
    (
        _BEGIN
        % """from aiprod.cli.benches import gpu_training
from aiprod.training.trainers import lora, video
from diffusers import WanTransformer3DModel"""
    )
    + """
from dataclasses import replace
from aiprod.cli.benches.gpu import WAN22
config = {"num_attention_heads": 2, "ffn_dim": 128, "num_layers": 2, "text_dim": 64}
subject = replace(WAN22, config=WAN22.config | config, text=8) if toy else WAN22
seconds, frames, recipe = (0.1, 5, "tests/gpu/tiny.yaml") if toy else (given.get("seconds", 20.0), 49, "models/nano/recipe.yaml")
tell(gpu_training.run(seconds, tell, device, recipe=recipe, subject=subject, frames=frames))
"""
)
_SHOTS = (
    (_BEGIN % "from diffusers import AutoencoderKLWan; from aiprod.shooting.generator import generator")
    + """
import hashlib, tempfile
from pathlib import Path
from aiprod.models import cards, store
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.shots import request_of
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.generator import Diffusion
from aiprod.shooting.diffusion.taking import Making, fitted_frames
def frames_of(name):
    # As `Diffusion.shoot` makes a take, but for its file: encoding is no work of the card, and its package may not be there.
    request = request_of(ClipRecipe(kind="shot", size="320x192", frames=24, prompt="A lighthouse by the sea."))
    found = Diffusion("diffusion:" + name)
    found._need()
    made = composing.plan(request, found.model)
    with tempfile.TemporaryDirectory() as folder:
        making = Making(made, Tray(Path(folder), {}), (), Path(folder), None)
        yield from fitted_frames(making.pictures(), made)
rows = {}
for name in given["names"]:
    try:
        store.build(cards.card(name))
        seconds, pictures, counts = [], set(), set()
        if device == "cuda":
            torch.cuda.reset_peak_memory_stats()
        for _ in range(2):
            began, hashed, count = time.perf_counter(), hashlib.sha256(), 0
            for frame in frames_of(name):
                hashed.update(frame.tobytes())
                count += 1
            seconds.append(round(time.perf_counter() - began, 2))
            pictures.add(hashed.hexdigest())
            counts.add(count)
        peak = torch.cuda.max_memory_allocated() / 2**20
        rows[name] = {"seconds": seconds, "frames": counts.pop(), "the same twice": len(pictures) == 1}
        rows[name]["peak_mib"] = round(peak, 1)
        if device == "cuda" and not peak > 0:
            rows[name]["failed"] = "nothing was done on the card"
        if len(pictures) > 1:
            rows[name]["failed"] = "two runs gave two pictures"
    except Exception as error:
        rows[name] = {"failed": f"{type(error).__name__}: {error}"[:300]}
    tell(rows)
"""
)
_COMPILE = (
    (_BEGIN % "from diffusers import AutoencoderKLWan; from aiprod.models.compiling import work")
    + """
import tempfile
from pathlib import Path
from aiprod.models import tiny
from aiprod.models.compiling.command import ROUTES, compile_model
found = tiny.build(given["names"][0], Path(tempfile.mkdtemp()))
rows = []
for route in given.get("routes", ROUTES):
    try:
        made = compile_model(found, routes=(route,), device="cuda:0" if device == "cuda" else "cpu")
        rows += [row for row in made if row not in rows]
    except Exception as error:
        rows.append({"route": route, "failed": f"{type(error).__name__}: {error}"[:300]})
    tell(rows)
"""
)


@dataclass(frozen=True)
class Part:
    """What is run and what it is given; after how many seconds it is ended, and below how many a boxed run leaves it out."""

    code: str
    given: Mapping[str, Any] = field(default_factory=dict)
    most: float = 60 * MINUTES
    least: float = 0.0


_TINY = ("tiny-wan", "tiny-ltx23", "tiny-ltx25-distilled")
PARTS = {
    "bench LTX-2.3": Part(_BENCH, {"only": "LTX"}), "bench Wan 2.2": Part(_BENCH, {"only": "Wan"}), "training": Part(_TRAINING),
    **{f"shots {name}": Part(_SHOTS, {"names": [name]}) for name in _TINY},
    **{f"models compile {name}": Part(_COMPILE, {"names": [name]}) for name in _TINY[:2]},
}  # fmt: skip
_PLAIN = {"steps": 3, "drift": 4, "routes": ["8-bit floats"]}
_COMPILED = {"steps": 3, "drift": 0, "routes": ["torch.compile of blocks", "8-bit floats, compiled"], "blocks": 6}
"""The compiler works once for all blocks, so that a few tell what there is to tell."""
BOXED = {
    "bench LTX-2.3": Part(_BENCH, {"only": "LTX", "scope": _PLAIN}, 55, 15),
    "bench Wan 2.2": Part(_BENCH, {"only": "Wan", "scope": _PLAIN}, 40, 15),
    "shots": Part(_SHOTS, {"names": _TINY}, 35, 10),
    "training": Part(_TRAINING, {"seconds": 3.0}, 30, 12),
    "compiled LTX-2.3": Part(_BENCH, {"only": "LTX", "scope": _COMPILED}, 60, 15),
    "compiled Wan 2.2": Part(_BENCH, {"only": "Wan", "scope": _COMPILED}, 60, 15),
    "models compile tiny-ltx23": Part(_COMPILE, {"names": [_TINY[1]], "routes": ["compile", "torchao", "tensorrt"]}, 60, 15),
}
"""What is worth most comes first."""


def main(arguments: Sequence[str]) -> int:
    given = _read(arguments)
    began, folder = time.monotonic(), given.folder
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _broken_off)
    report: dict[str, Any] = {"card": "", "at": time.strftime("%Y-%m-%d %H:%M:%S"), "parts": {}}
    left = (lambda: given.seconds - _SPARE - (time.monotonic() - began)) if given.seconds else None
    logs = given.logs or folder
    logs.mkdir(parents=True, exist_ok=True)
    parts = {name: part for name, part in (BOXED if given.seconds else PARTS).items() if name.startswith(given.parts)}
    course = Course(
        parts,
        logs,
        {"device": given.device, "toy": given.toy},
        left,
        _SLOW if given.device == "cpu" else 1.0,
    )
    try:
        course.prepare(0)
        card, why = _card(logs) if given.device == "cuda" else ("No card: a processor, which tells nothing of speed", "")
        report["card"] = card or f"no card was measured: {why}"
        if not card:
            print(f"{why}: nothing was measured.")
            _write(folder, report)
            return 0
        for name, found in course:
            report["parts"][name] = found
            report["seconds"] = round(time.monotonic() - began, 1)
            _write(folder, report)
    except KeyboardInterrupt:
        report["broken off"] = True
        _write(folder, report)
        return 130
    finally:
        course.end()
    print(f"The report is {folder / 'report.md'}.")
    return 1 if failed(report["parts"]) else 0


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Video diffusion on this machine's NVIDIA card, unattended.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("gpu-report"), help="where the report goes")
    parser.add_argument("--seconds", type=float, default=0.0, help="the whole run fits into so many; all the time it wants else")
    parser.add_argument("--parts", default="", help="only those whose names begin so")
    parser.add_argument("--logs", type=Path, help="where the parts' own words go; the report's folder else")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="cpu shows that the run works")
    parser.add_argument("--toy", action="store_true", help="sizes that take seconds on a processor and tell nothing")
    return parser.parse_args(arguments)


@dataclass
class Course:
    """Parts one after another; the next gets ready while one runs."""

    parts: Mapping[str, Part]
    folder: Path
    common: Mapping[str, Any]
    left: Callable[[], float] | None
    """Seconds until the whole run's end; None where it has all the time it wants."""
    slow: float = 1.0
    """So many times longer may parts take."""
    _ready: dict[int, Process] = field(default_factory=dict)

    def prepare(self, number: int) -> None:
        """Start a part's process, which waits when it has everything imported."""
        if number < len(self.parts) and number not in self._ready:
            name, part = list(self.parts.items())[number]
            self._ready[number] = Process((part.code, json.dumps({**part.given, **self.common})), self.folder / log_of(name))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for number, (name, part) in enumerate(self.parts.items()):
            left = part.most if self.left is None else self.left()
            if left < part.least:
                yield name, {"left out": f"{max(left, 0):.0f} s were left, and it needs {part.least:.0f}"}
                continue
            self.prepare(number)
            self.prepare(number + 1)
            began = time.monotonic()
            print(f"{name} …", end=" ", flush=True)
            found = self._ready.pop(number).report(min(self.slow * part.most, left), boxed=self.left is not None)
            print(f"{time.monotonic() - began:.0f} s", flush=True)
            yield name, found

    def end(self) -> None:
        for process in self._ready.values():
            process.end()


def log_of(name: str) -> str:
    return f"{re.sub('[^0-9a-z.]+', '-', name.lower())}.log"


def _broken_off(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _card(folder: Path) -> tuple[str, str]:
    """What the card is called, or why none can be used."""
    log = folder / "card.log"
    Process((_CARD,), log).wait(300)
    said = _lines_of(log)
    log.unlink()
    name = next((line[4:] for line in said if line.startswith("CARD")), "")
    why = next(
        (line[3:] for line in said if line.startswith("WHY")), "There is no NVIDIA card that PyTorch can use on this machine"
    )
    return name, why.rstrip(".")


class Process:
    """A part. What it says goes into its log, so that no process that outlives it can hold this one up."""

    def __init__(self, code: Sequence[str], log: Path) -> None:
        """
        Args:
            code: Python, and its arguments. Where it reads a line of its input, it waits until its time begins.
        """
        self._log, self._home = log, tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        path = os.pathsep.join(filter(None, (str(ROOT / "engine"), os.environ.get("PYTHONPATH", ""))))
        environment = {
            **os.environ,
            "PYTHONPATH": path,
            "AIPROD_HOME": self._home.name,
            "PYTHONUNBUFFERED": "1",
            "HF_HUB_OFFLINE": "1",
        }
        with log.open("w", encoding="utf-8") as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-c", *code], env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=stream,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def report(self, seconds: float, boxed: bool = False) -> Any:
        """What it reports last; with why it ended, where it did not end well. In a boxed run, that time was up is no failure."""
        problem, timed_out = self.wait(seconds)
        found: Any = None
        for line in _lines_of(self._log):
            with suppress(ValueError):  # the last line of a part that was ended may be cut short
                found = json.loads(line.removeprefix("REPORT")) if line.startswith("REPORT") else found
        if not problem and found is not None:
            return found
        words = problem or "it said nothing"
        if boxed and timed_out:
            return {"ended early": words, "until then": found}
        return {"failed": words} if found is None else {"failed": words, "until then": found}

    def wait(self, seconds: float) -> tuple[str, bool]:
        """Let it work, for so long at most. Returns what went wrong, "" for nothing, and whether its time was up."""
        try:
            with suppress(OSError):  # it ended already
                self._process.communicate(b"\n", seconds)
        except subprocess.TimeoutExpired:
            return f"it was not finished after {seconds:.0f} seconds", True
        finally:
            self.end()
        ended = self._process.returncode
        return (f"it ended with {ended}: {_last_words(self._log)}" if ended else ""), False

    def end(self) -> None:
        """End it and what it started (compilers work in processes of their own)."""
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._home.cleanup()


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in _lines_of(log) if line.strip() and not line.startswith(("REPORT", "READY"))]
    return lines[-1][:300] if lines else "it said nothing"


def _lines_of(log: Path) -> list[str]:
    return log.read_text("utf-8", errors="replace").splitlines()


def failed(found: Any) -> bool:
    """Whether anything in a report failed, however deep."""
    if isinstance(found, dict):
        return "failed" in found or found.get("state") == "failed" or any(failed(value) for value in found.values())
    return isinstance(found, list) and any(failed(value) for value in found)


def _write(folder: Path, report: dict[str, Any]) -> None:
    for name, text in (("report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n"), ("report.md", _page(report))):
        half = folder / f"{name}.part"
        half.write_text(text, "utf-8")
        half.replace(folder / name)


def _page(report: dict[str, Any]) -> str:
    lines = [f"# {report['card']}, {report['at']}", ""]
    for name, found in report["parts"].items():
        lines += [f"## {name}", "", *_lines(found), ""]
    return "\n".join(lines + (["Broken off here.", ""] if report.get("broken off") else []))


def _lines(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, dict):
        found = []
        for name, each in value.items():
            deep = isinstance(each, dict | list)
            found += [f"{'  ' * depth}- {name}" + ("" if deep else f": {each}"), *(_lines(each, depth + 1) if deep else [])]
        return found
    if isinstance(value, list):
        rows = (", ".join(f"{n} {v}" for n, v in row.items()) if isinstance(row, dict) else str(row) for row in value)
        return [f"{'  ' * depth}- {row}" for row in rows]
    return [f"{'  ' * depth}- {value}"]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
