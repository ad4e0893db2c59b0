# SPDX-License-Identifier: Apache-2.0
"""What quality control found."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from aiprod.film.base import FilmObject


class Severity(StrEnum):
    PASS = "pass"
    NOTE = "note"
    WARNING = "warning"
    FAIL = "fail"


class Finding(FilmObject):
    """One check of one thing: what was measured, against which limit, where."""

    check: str
    """"duration", "black_frames", "loudness", "dialogue", …"""
    severity: Severity
    message: str
    start_s: float | None = None
    end_s: float | None = None
    measure: float | None = None
    limit: float | None = None
    unit: str = ""
    subject: str = ""
    """A line's, shot's or file's id."""


class QualityReport(FilmObject):
    file: str
    sha256: str
    duration_s: float = Field(ge=0)
    findings: tuple[Finding, ...]
    measures: dict[str, Any] = Field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(f.severity is not Severity.FAIL for f in self.findings)
