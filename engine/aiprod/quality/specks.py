# SPDX-License-Identifier: Apache-2.0
"""Stuck pixels: samples that stand alone at the same place with the same code, whatever happens around them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int32]
_STEADY_CODES = 24
_KEPT = 4000
_LOOKS, _PRESENT = 5, 0.75
_AROUND_CODES, _APART_CODES, _MOVED = 30, 25, 0.5
_RING = 8
_RING_CODES, _RING_FREE = 8, 14


def _empty() -> Table:
    return np.zeros((0, _RING + 2 * 16), np.int32)


@dataclass
class Specks:
    """What stood alone in the frames that were looked at closely.

    Attributes:
        looked: how many frames.
        table: for each place, row, column, in how many frames, the least and greatest code, the least and greatest code of
            what was around, in how many frames the picture had moved; then the least codes of 16 places around it and their
            greatest, int32 [n, 40].
    """

    looked: int = 0
    table: Table = field(default_factory=_empty)

    def add(self, found: Table, moved: bool) -> None:
        """Add one frame's specks (see `artefacts.specks`); `moved`: against the frame looked at before."""
        ones = np.ones((len(found), 1), np.int32)
        code, around, ring = found[:, 2:3], found[:, 3:4], found[:, 4:]
        columns = (found[:, :2], ones, code, code, around, around, moved * ones, ring, ring)
        merged = self.joined(Specks(1, np.concatenate(columns, axis=1).astype(np.int32)))
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
        table = np.concatenate((np.stack(columns, axis=1), least[:, _RING : _RING + 16], most[:, _RING + 16 :]), axis=1)
        if len(table) > _KEPT:
            often = np.sort(np.argsort(-table[:, 2], kind="stable")[:_KEPT])
            table = table[often]
        return Specks(self.looked + other.looked, table.astype(np.int32))

    def stuck(self) -> list[tuple[int, int]]:
        """Rows and columns of the stuck pixels: nearly always there, always alike, while all around them moved.

        Where the places around it stand still too, or some of them are as bright or as dark as it is, it is part of a title.
        """
        if self.looked < _LOOKS:
            return []
        _, _, count, low, high, dark, bright, moved = self.table[:, :_RING].T
        steady = (count >= np.maximum(_LOOKS, _PRESENT * self.looked)) & (high - low <= _STEADY_CODES)
        free = (bright - dark >= _AROUND_CODES) & (bright - dark > 2 * (high - low))
        apart = np.maximum(low - bright, dark - high) >= _APART_CODES
        behind = apart & (moved >= np.maximum(_LOOKS - 1, _MOVED * self.looked))
        least, most = self.table[:, _RING : _RING + 16], self.table[:, _RING + 16 :]
        living = (most - least >= _RING_CODES).sum(axis=1) >= _RING_FREE
        out = np.maximum((most < low[:, None]).sum(axis=1), (least > high[:, None]).sum(axis=1)) >= _RING_FREE
        found = steady & (free | behind) & living & out
        return [(int(row), int(column)) for row, column in self.table[found][:, :2]]
