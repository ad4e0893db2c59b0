# SPDX-License-Identifier: Apache-2.0
"""Video diffusion on this machine's NVIDIA card, unattended: `python tests/gpu/diffusion.py [FOLDER]` writes a report there.

1. The bench: full-size LTX-2.3 and Wan 2.2 with random weights (`aiprod bench gpu`).
2. Tiny checkpoints by every compiled route on the card, each beside float32 (`aiprod models compile`).
Every part runs in its own process, so that one that fails, hangs or runs out of memory leaves the others alone. Without a card it
says so and ends with 0: there is nothing to be found out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 45
"""After so long a part is ended."""
TINY = ("tiny-wan", "tiny-ltx23")
_BENCH = "import json; from aiprod.cli.benches import gpu; print('REPORT' + json.dumps(gpu.run()))"
_COMPILE = """
import json, sys, tempfile
from pathlib import Path
from aiprod.models import tiny
from aiprod.models.compiling.command import ROUTES, compile_model
rows = compile_model(tiny.build(sys.argv[1], Path(tempfile.mkdtemp())), routes=ROUTES, device="cuda:0")
print("REPORT" + json.dumps(rows, default=str))
"""


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "gpu-report")
    folder.mkdir(parents=True, exist_ok=True)
    if not (card := _card()):
        print("There is no NVIDIA card that PyTorch can use on this machine: nothing was measured.")
        return 0
    parts = {"bench gpu": (_BENCH,)} | {f"models compile {name}": (_COMPILE, name) for name in TINY}
    report: dict[str, Any] = {"card": card, "at": time.strftime("%Y-%m-%d %H:%M:%S"), "parts": {}}
    for name, code in parts.items():
        print(f"{name} …", flush=True)
        report["parts"][name] = _part(*code)
        (folder / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "report.md").write_text(_page(report), "utf-8")
    print(f"The report is {folder / 'report.md'}.")
    return 1 if any("failed" in part for part in report["parts"].values() if isinstance(part, dict)) else 0


def _card() -> str:
    try:
        import torch
    except ImportError:
        return ""
    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else ""


def _part(*code: str) -> Any:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "AIPROD_HOME": home}
        command = [sys.executable, "-c", *code]
        try:
            done = subprocess.run(
                command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60 * MINUTES, check=False
            )
        except subprocess.TimeoutExpired:
            return {"failed": f"it was not finished after {MINUTES} minutes"}
    found = [line.removeprefix("REPORT") for line in done.stdout.splitlines() if line.startswith("REPORT")]
    return json.loads(found[-1]) if found else {"failed": (done.stderr.strip().splitlines() or ["it said nothing"])[-1]}


def _page(report: dict[str, Any]) -> str:
    lines = [f"# {report['card']}, {report['at']}", ""]
    for name, part in report["parts"].items():
        lines += [f"## {name}", "", *_lines(part), ""]
    return "\n".join(lines)


def _lines(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, dict):
        found = []
        for name, each in value.items():
            deep = isinstance(each, dict | list)
            found += [f"{'  ' * depth}- {name}" + ("" if deep else f": {each}"), *(_lines(each, depth + 1) if deep else [])]
        return found
    if isinstance(value, list):
        return [f"{'  ' * depth}- " + ", ".join(f"{n} {v}" for n, v in row.items()) for row in value]
    return [f"{'  ' * depth}- {value}"]


if __name__ == "__main__":
    raise SystemExit(main())
