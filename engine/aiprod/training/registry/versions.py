# SPDX-License-Identifier: Apache-2.0
"""Semantic versions: 1.4.2 is architecture, training, correction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from aiprod.film.errors import UserError

Part = Literal["major", "minor", "patch"]
_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


@dataclass(frozen=True, order=True)
class Version:
    """Ordered as semver.org says. Major: another architecture or vocabulary; minor: trained further; patch: exported again."""

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, text: str) -> Version:
        """Read "1.4.2". Raises UserError for anything else."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise UserError(f"{text!r} is no version", "it is not three numbers with dots", "Write 1.4.2.")
        return cls(*(int(part) for part in found.groups()))

    def next(self, part: Part) -> Version:
        """The version after this one."""
        raised = {"major": (self.major + 1, 0, 0), "minor": (self.major, self.minor + 1, 0)}
        return Version(*raised.get(part, (self.major, self.minor, self.patch + 1)))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
