# SPDX-License-Identifier: Apache-2.0
"""`aiprod check PATH`: quality control of a film or of any video file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from aiprod.film.findings import QualityReport, Severity

_MARKS = {Severity.PASS: "ok  ", Severity.NOTE: "note", Severity.WARNING: "warn", Severity.FAIL: "FAIL"}


def run(arguments: argparse.Namespace) -> int:
    from aiprod.production.checking import check_path

    report = check_path(Path(arguments.path))
    if arguments.json:
        json.dump(report.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _print(report)
    return 0 if report.passed else 2


def _print(report: QualityReport) -> None:
    for finding in report.findings:
        place = "" if finding.start_s is None else f" at {finding.start_s:.2f} s"
        print(f"{_MARKS[finding.severity]} {finding.check}: {finding.message}{place}")
    print("passed" if report.passed else "NOT passed")
