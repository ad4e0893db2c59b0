# SPDX-License-Identifier: Apache-2.0
"""How loud the buses stand before the mix, and how their sounds begin and end."""

from __future__ import annotations

from aiprod.film.mix import Bus

LEVELS_DB: dict[Bus, float] = {"dialogue": 0.0, "music": -7.0, "ambience": -6.0, "effects": -2.0}
"""Dialogue leads, the place is felt, the score carries."""
FADES_S: dict[Bus, float] = {"dialogue": 0.0, "music": 0.02, "ambience": 0.5, "effects": 0.03}
