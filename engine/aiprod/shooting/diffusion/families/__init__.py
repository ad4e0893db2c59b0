# SPDX-License-Identifier: Apache-2.0
"""The model families: what each one takes, and how it is driven."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiprod.models.checkpoints import FamilyName
    from aiprod.shooting.diffusion.families.base import Family

_ROOMS = {"wan": "aiprod.shooting.diffusion.families.wan", "ltx2": "aiprod.shooting.diffusion.families.ltx2"}


def family(name: FamilyName) -> Family:
    """A family by the name in `Checkpoint.family`. Imports no torch: that is left to `Family.drive`."""
    found: Family = import_module(_ROOMS[name]).FAMILY
    return found
