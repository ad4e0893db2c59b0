# SPDX-License-Identifier: Apache-2.0
"""`aiprod check PATH`: quality control of a film or of any media file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from aiprod.film.findings import QualityReport, Severity

_MARKS = {Severity.PASS: "ok  ", Severity.NOTE: "note", Severity.WARNING: "warn", Severity.FAIL: "FAIL"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", help="a film folder, or a video or sound file; `profiles` lists the profiles")
    kinds = (
        "web, ebu-r128, atsc-a85, cinema, netflix-like, mezzanine, or your own YAML file (default: faults that count anywhere)"
    )
    parser.add_argument("--profile", metavar="NAME|FILE", default="", help=kinds)
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--html", metavar="FILE", help="write the report as a page")
    parser.add_argument("--subtitles", metavar="FILE", action="append", default=[], help="check these subtitles too (repeatable)")
    parser.add_argument(
        "--listen", action="store_true", help="recognise the speech of a foreign file, and hold subtitles against it"
    )
    parser.add_argument("--markers", action="store_true", help="for a foreign file: write FILE.qc.otio and FILE.qc.csv beside it "
                        "(a film's own timeline is always marked)")  # fmt: skip
    parser.add_argument("--lang", choices=("en", "fr"), help="of the page, and of what is said (default: the film's)")


def run(arguments: argparse.Namespace) -> int:
    if arguments.path == "profiles" and not Path("profiles").exists():
        return _list_profiles()
    from aiprod.production.checking import CheckRequest, check

    subtitles, page = tuple(map(Path, arguments.subtitles)), Path(arguments.html) if arguments.html else None
    checked = check(CheckRequest(
        Path(arguments.path), arguments.profile, subtitles, arguments.listen, arguments.lang, page, arguments.markers,
    ))  # fmt: skip
    if arguments.json:
        json.dump(checked.report.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _print(checked.report)
    for path in checked.written:
        print(path, file=sys.stderr if arguments.json else sys.stdout)
    return 0 if checked.report.passed else 2


def _list_profiles() -> int:
    from aiprod.quality.profiles import load_profile, names

    for name in names():
        profile = load_profile(name)
        print(f"{name:<14} {profile.title_en} – {' '.join(profile.source.split())}")
    return 0


def _print(report: QualityReport) -> None:
    for finding in report.findings:
        place = "" if finding.start_s is None else f" at {finding.start_s:.2f} s"
        print(f"{_MARKS[finding.severity]} {finding.check}: {finding.message}{place}")
    print("passed" if report.passed else "NOT passed")
