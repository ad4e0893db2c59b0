# SPDX-License-Identifier: Apache-2.0
"""Why a shot is graded as it is: what the studio noted when it did it. Read off the interface thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.film.files import read_json

if TYPE_CHECKING:
    from aiprod.production.standing import Standing

Reasons = dict[str, tuple[dict[str, Any], ...]]


def reasons(standing: Standing, scene: str) -> Reasons:
    """Shot → what was done to it, each with a sentence in both languages ("en", "fr"); nothing where nothing was noted."""
    take = standing.state.takes.get(f"grade {scene}")
    if not take:
        return {}
    path = standing.root / "takes" / take[:2] / take / "reasons.json"
    try:
        data = read_json(path)
    except UserError:
        return {}
    return {shot: tuple(told) for shot, told in data.items()}
