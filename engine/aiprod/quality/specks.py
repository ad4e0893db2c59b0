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
_AROUND_CODES = 30


def _empty() -> Table:
    return np.zeros((0, 7), np.int32)


@dataclass
class Specks:
    """What stood alone in the frames that were looked at closely.

    Attributes:
        looked: how many frames.
        table: for each place, row, column, in how many frames, the least and greatest code, the least and greatest code of
            what was around, int32 [n, 7].
    """

    looked: int = 0
    table: Table = field(default_factory=_empty)

    def add(self, found: Table) -> None:
        """Add one frame's specks: [n, 4] of row, column, code, code around."""
        ones = np.ones(len(found), np.int32)
        columns = (found[:, 0], found[:, 1], ones, found[:, 2], found[:, 2], found[:, 3], found[:, 3])
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
        count = np.add.reduceat(both[:, 2], at)
        table = np.stack((both[at, 0], both[at, 1], count, least[:, 3], most[:, 4], least[:, 5], most[:, 6]), axis=1)
        if len(table) > _KEPT:
            often = np.sort(np.argsort(-table[:, 2], kind="stable")[:_KEPT])
            table = table[often]
        return Specks(self.looked + other.looked, table.astype(np.int32))

    def stuck(self) -> list[tuple[int, int]]:
        """Rows and columns of the stuck pixels: nearly always there, always alike, while what is around them changed."""
        if self.looked < _LOOKS:
            return []
        _, _, count, low, high, dark, bright = self.table.T
        steady = (count >= _PRESENT * self.looked) & (high - low <= _STEADY_CODES)
        free = (bright - dark >= _AROUND_CODES) & (bright - dark > 2 * (high - low))
        return [(int(row), int(column)) for row, column in self.table[steady & free][:, :2]]
