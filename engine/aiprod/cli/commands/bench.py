# SPDX-License-Identifier: Apache-2.0
"""`aiprod bench NAME`: measure this machine. Figures, not verdicts; `list` names the benches."""

from __future__ import annotations

import argparse
import json
import platform
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from aiprod.film.errors import UserError

BENCHES = {
    "startup": ("startup", "`aiprod --help` against an empty Python process"),
    "film": ("film", "a 30 s film at 1080p: wall time, memory, each department's share"),
    "resume": ("resume", "one line of dialogue changed: time against the whole film"),
    "determinism": ("determinism", "the same brief and seed twice: take hashes"),
    "kill": ("kill", "kill -9 at random moments, then resume: the same film, nothing made twice"),
    "voices": ("voices", "20 lines in each language: predicted MOS, word error rate, speed"),
    "loudness": ("loudness", "loudness and true peak of a finished film against its target"),
    "lips": ("lips", "mouth opening against phoneme times, every line"),
    "audio": ("audio", "EBU Tech 3341 and 3342 in meter and mix, the ceiling, an hour's mix: cost, memory, drift"),
    "render": ("render", "the render engine beside ffmpeg, melt and MoviePy; one changed shot of twenty; the kernel; an hour"),
    "grade": ("grade", "shots matched, 65³ against exact, the automatic grade, scopes: ΔE and cost"),
    "viewing": ("viewing", "the viewer: proxies made, a frame at random and in order, words drawn"),
    "playback": ("playback", "a graded 1080p24 dissolve played in real time: frames dropped, drift of sound and picture"),
    "timeline": ("aiprod_app.benches.timeline", "the timeline with 10 000 clips: pan, zoom, scrub, drag"),
    "app": ("aiprod_app.benches.app", "the desktop: its start, opening 2 000 clips, an hour of editing"),
    "quality": ("quality", "quality control on planted faults and on clean files: found, missed, false"),
    "watermark": ("watermark", "the invisible mark: what it costs, what it looks like, what it survives"),
    "nano": ("nano", "a 2 s clip of AIPROD Nano: time of each stage, 8 bits against full precision"),
    "ipc": ("ipc", "a job's status over HTTP and WebSocket against a bare echo"),
    "crowd": ("crowd", "50, then 100 clients that order and watch at once"),
    "preview": ("previews", "a shot's pictures from the worker to the client: delay, and what a viewer costs"),
    "jobs": ("jobs", "the job store: jobs a second, and budgets under 32 threads"),
    "devices": ("devices", "two devices against one; workers killed, jobs cancelled"),
    "server-kill": ("jobs_kill", "the server killed at random moments: jobs lost, doubled, illegal"),
    "panels": ("panels", "the editors' panels: button to job, 1 000 placements, exchange files, 2 000 restarts"),
    "diffusion": ("diffusion", "the engine of video models: loads, clips made together, offload, memory, stops, crashes"),
    "ltx2": ("ltx2", "our LTX-2 loop against the library's: a step's time, identical latents"),
    "wan": ("wan", "our Wan loop against the library's: a step's time, identical latents"),
    "stepcache": ("stepcache", "the step cache over 30 steps, one stream and two: operations saved, error"),
    "compile": ("compile", "compiled parts beside PyTorch: decoders, blocks, engines, 8 bits"),
    "planner": ("planner", "what is predicted of memory and time, against what is measured, over many combinations"),
    "training": ("training", "the trainers on this processor, and estimates of runs against the runs"),
    "gpu": ("gpu", "full-size video models on a graphics card: share of its roofline, routes, memory, drift"),
}
"""Name → module of `aiprod.cli.benches`, or of the desktop, and what it measures."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="startup, film, resume, jobs, ipc, preview, …; `list` lists them")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--runs", type=int, help="how many runs, where a bench repeats")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random choices")


def run(arguments: argparse.Namespace) -> int:
    if arguments.name == "list":
        print("\n".join(f"{name:<12} {text}" for name, (_, text) in BENCHES.items()))
        return 0
    if arguments.name not in BENCHES:
        raise UserError(f"There is no bench {arguments.name!r}", f"the benches are {', '.join(BENCHES)}")
    options: dict[str, Any] = {"seed": arguments.seed}
    if arguments.runs is not None:
        options["runs"] = arguments.runs
    figures = _bench(BENCHES[arguments.name][0]).run(**options)
    figures = {"bench": arguments.name, "machine": _machine(), **figures}
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _print(figures)
    return 0


def _bench(module: str) -> Any:
    """A bench's module; those of the desktop are its own. Raises UserError where the desktop is not installed."""
    if not module.startswith("aiprod_app."):
        return import_module(f"aiprod.cli.benches.{module}")
    if find_spec("PySide6") is None or find_spec("aiprod_app") is None:
        raise UserError("The desktop is not installed", "this bench measures it", "Run `./aiprod app` once, which installs it.")
    return import_module(module)


def _machine() -> str:
    import os

    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _print(figures: dict[str, Any], indent: str = "") -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{name}:")
            _print(value, indent + "  ")
        else:
            print(f"{indent}{name}: {value}")
