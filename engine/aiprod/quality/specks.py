# SPDX-License-Identifier: Apache-2.0
"""Stuck pixels: samples that stand alone at the same place with the same code, whatever happens around them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int32]
_STEADY_CODES = 24
_KEPT = 4000
_LOOKS, _PRESENT = 3, 0.75
_AROUND_CODES, _APART_CODES, _MOVED = 30, 25, 0.5


def _empty() -> Table:
    return np.zeros((0, 8), np.int32)


@dataclass
class Specks:
    """What stood alone in the frames that were looked at closely.

    Attributes:
        looked: how many frames.
        table: for each place, row, column, in how many frames, the least and greatest code, the least and greatest code of
            what was around, and in how many frames the picture had moved, int32 [n, 8].
    """

    looked: int = 0
    table: Table = field(default_factory=_empty)

    def add(self, found: Table, moved: bool) -> None:
        """Add one frame's specks, [n, 4] of row, column, code, code around; `moved`: against the frame before this one."""
        ones = np.ones(len(found), np.int32)
        columns = (found[:, 0], found[:, 1], ones, found[:, 2], found[:, 2], found[:, 3], found[:, 3], moved * ones)
        new = Specks(1, np.stack(columns, axis=1).astype(np.int32))
        merged = self.joined(new)
        self.looked, self.table = merged.looked, merged.table

    def joined(self, other: Specks) -> Specks:
        """Both together."""
        both = np.concatenate((self.table, other.table))
        if not len(both):
            return Specks(self.looked + other.looked, _empty())
        both = both[np.lexsort((both[:, 1], both[:, 0]))]
        new = np.concatenate(([True], np.any(np.diff(both[:, :2], axis=0) != 0, axis=1)))
        at = np.flatnonzero(new)
        least, most = np.minimum.reduceat(both, at), np.maximum.reduceat(both, at)
        count, moved = np.add.reduceat(both[:, 2], at), np.add.reduceat(both[:, 7], at)
        columns = (both[at, 0], both[at, 1], count, least[:, 3], most[:, 4], least[:, 5], most[:, 6], moved)
        table = np.stack(columns, axis=1)
        if len(table) > _KEPT:
            often = np.sort(np.argsort(-table[:, 2], kind="stable")[:_KEPT])
            table = table[often]
        return Specks(self.looked + other.looked, table.astype(np.int32))

    def stuck(self) -> list[tuple[int, int]]:
        """Rows and columns of the stuck pixels: nearly always there, always alike, while the picture moved behind them."""
        if self.looked < _LOOKS:
            return []
        _, _, count, low, high, dark, bright, moved = self.table.T
        steady = (count >= _PRESENT * self.looked) & (high - low <= _STEADY_CODES)
        free = (bright - dark >= _AROUND_CODES) & (bright - dark > 2 * (high - low))
        apart = np.maximum(low - bright, dark - high) >= _APART_CODES
        behind = apart & (moved >= max(_LOOKS, _MOVED * self.looked))
        return [(int(row), int(column)) for row, column in self.table[steady & (free | behind)][:, :2]]
