# SPDX-License-Identifier: Apache-2.0
"""Video diffusion on this machine's NVIDIA card, unattended: `python tests/gpu/diffusion.py [FOLDER]` writes a report there.

1. The bench: full-size LTX-2.3 and Wan 2.2 with random weights (`aiprod bench gpu`), or as many of their blocks as fit.
2. Shots by tiny checkpoints through the whole engine, twice: on the card, and the same both times.
3. Tiny checkpoints by every compiled route on the card, each beside float32 (`aiprod models compile`).
Every part runs in a process of its own, this one never touches the card: a part that fails, hangs or loses the card leaves the
others alone, and what it told before counts. The report is written after each part, and whole when the run is broken off. Without
a card that can be used it says why, and ends with 0: there is nothing to be found out.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 45.0
"""After so long a part is ended."""
_CARD = """
import torch
from aiprod.models.planning import drivers
lines, problem = drivers.look(drivers.MACHINE)
if torch.cuda.is_available():
    print("CARD" + torch.cuda.get_device_name(0))
elif problem is not None:
    print("WHY" + str(problem))
"""
_BENCH = """
import json, sys
from aiprod.cli.benches import gpu
def tell(report):
    print("REPORT" + json.dumps(report, default=str), flush=True)
tell(gpu.run(only=sys.argv[1], tell=tell))
"""
_SHOTS = """
import hashlib, json, sys, tempfile, time
from pathlib import Path
import torch
from aiprod.models import cards, store
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.shots import request_of
from aiprod.shooting.generator import generator
store.build(cards.card(sys.argv[1]))
request = request_of(ClipRecipe(kind="shot", size="320x192", frames=24, prompt="A lighthouse by the sea."))
seconds, pictures = [], set()
for _ in range(2):
    folder, began = Path(tempfile.mkdtemp()), time.perf_counter()
    generator(f"diffusion:{sys.argv[1]}").shoot(request, folder)
    seconds.append(round(time.perf_counter() - began, 2))
    pictures.add(hashlib.sha256((folder / "picture.mp4").read_bytes()).hexdigest())
peak = torch.cuda.max_memory_allocated() / 2**20
found = {"seconds": seconds, "the same twice": len(pictures) == 1, "peak_mib": round(peak, 1)}
print("REPORT" + json.dumps(found if peak > 0 else found | {"failed": "nothing was done on the card"}))
"""
_COMPILE = """
import json, sys, tempfile
from pathlib import Path
from aiprod.models import tiny
from aiprod.models.compiling.command import ROUTES, compile_model
found = tiny.build(sys.argv[1], Path(tempfile.mkdtemp()))
rows = []
for route in ROUTES:
    try:
        rows += compile_model(found, routes=(route,), device="cuda:0")
    except Exception as error:
        rows.append({"route": route, "failed": f"{type(error).__name__}: {error}"[:300]})
    print("REPORT" + json.dumps(rows, default=str), flush=True)
"""
PARTS = {
    "bench LTX-2.3": (_BENCH, "LTX"), "bench Wan 2.2": (_BENCH, "Wan"),
    **{f"shots {name}": (_SHOTS, name) for name in ("tiny-wan", "tiny-ltx23", "tiny-ltx25-distilled")},
    **{f"models compile {name}": (_COMPILE, name) for name in ("tiny-wan", "tiny-ltx23")},
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0] if arguments else "gpu-report")
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _broken_off)
    card, why = _card(folder)
    report: dict[str, Any] = {
        "card": card or f"no card was measured: {why}",
        "at": time.strftime("%Y-%m-%d %H:%M:%S"),
        "parts": {},
    }
    if not card:
        print(f"{why}: nothing was measured.")
        _write(folder, report)
        return 0
    try:
        for name, code in PARTS.items():
            print(f"{name} …", flush=True)
            report["parts"][name] = part(code, folder / f"{re.sub('[^0-9a-z.]+', '-', name.lower())}.log")
            _write(folder, report)
    except KeyboardInterrupt:
        report["broken off"] = True
        _write(folder, report)
        return 130
    print(f"The report is {folder / 'report.md'}.")
    return 1 if failed(report["parts"]) else 0


def _broken_off(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _card(folder: Path) -> tuple[str, str]:
    """What the card is called, or why none can be used."""
    log = folder / "card.log"
    _run((_CARD,), log, 5.0)
    said = _lines_of(log)
    name = next((line[4:] for line in said if line.startswith("CARD")), "")
    why = next(
        (line[3:] for line in said if line.startswith("WHY")), "There is no NVIDIA card that PyTorch can use on this machine"
    )
    return name, why.rstrip(".")


def part(code: Sequence[str], log: Path, minutes: float = MINUTES) -> Any:
    """What a part reports last; with why it ended, where it did not end well."""
    problem = _run(code, log, minutes)
    found: Any = None
    for line in _lines_of(log):
        with suppress(ValueError):  # the last line of a part that was ended may be cut short
            found = json.loads(line.removeprefix("REPORT")) if line.startswith("REPORT") else found
    if not problem and found is not None:
        return found
    words = problem or "it said nothing"
    return {"failed": words} if found is None else {"failed": words, "until then": found}


def _run(code: Sequence[str], log: Path, minutes: float) -> str:
    """Run a part; what it says goes into its log, so that no process that outlives it can hold this one up. Returns what went
    wrong, "" for nothing."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, log.open("w", encoding="utf-8") as stream:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "AIPROD_HOME": home, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [sys.executable, "-c", *code], env=environment, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            ended = process.wait(60 * minutes)
        except subprocess.TimeoutExpired:
            return f"it was not finished after {minutes:g} minutes"
        finally:
            _end(process)
    if ended == 0:
        return ""
    return f"it ended with {ended}: {_last_words(log)}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a part and what it started (compilers work in processes of their own)."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in _lines_of(log) if line.strip() and not line.startswith("REPORT")]
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
