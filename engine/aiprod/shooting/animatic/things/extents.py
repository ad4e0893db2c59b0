# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

EXTENTS: dict[str, tuple[tuple[float, float, float, float], tuple[float, float, float, float]]] = {}
