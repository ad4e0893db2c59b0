# SPDX-License-Identifier: Apache-2.0
"""`aiprod estimate BRIEF`: what a film would take, for each generator."""

from __future__ import annotations

import argparse
import json

from aiprod.production.chain.estimating import Choice, estimate
from aiprod.production.commission import Wish, read_wish


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("brief", help="a sentence, a text file, or a .fountain or .fdx screenplay")
    parser.add_argument("--lang", choices=("en", "fr"), help="language of the film")
    parser.add_argument("--duration", type=float, metavar="S", help="length in seconds")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="picture size")
    parser.add_argument("--generator", default="auto", help="where the pictures come from")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    commission = read_wish(
        Wish(
            arguments.brief,
            language=arguments.lang,
            duration_s=arguments.duration,
            size=arguments.size,
            generator=arguments.generator,
        )
    )
    found = estimate(commission.brief, commission.generator)
    if arguments.json:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
        return 0
    print(f"{found.duration_s:.0f} s of film in {found.shots} shots.")
    for choice in found.choices:
        print(_row(choice))
    print(f"Recommended: {found.recommended}: {found.reason}")
    return 0


def _row(choice: Choice) -> str:
    span = choice.range_s
    time = "time not known" if span is None else f"{_clock(span[0])} to {_clock(span[1])}"
    money = f"{choice.eur:.2f} € (price of {choice.priced_on}, {choice.certainty})" if choice.eur else "free"
    mark = "→" if choice.recommended else " "
    told = f"  {choice.reason}" if choice.generator.startswith("diffusion:") else ""
    return f"{mark} {choice.generator:<40} {time:<18} {money}{told if choice.available else f'  not available: {choice.reason}'}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
