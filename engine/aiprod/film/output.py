# SPDX-License-Identifier: Apache-2.0
"""The colour of a finished picture: which display it is made for, and how files name that.

The numbers are code points of ITU-T H.273 (ISO/IEC 23091-2), as every container writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aiprod.film.errors import UserError

OutputName = Literal["rec709", "p3d65", "rec2020", "pq", "pq-p3", "hlg", "acescg"]
Chroma = Literal["420", "422", "444"]
LIMITED, FULL = 1, 2
"""Ranges as FFmpeg numbers them: television's (16–235 of 8 bits) and the computer's."""


@dataclass(frozen=True)
class Output:
    """A display that a film is graded for.

    Attributes:
        name: the key.
        title: for people.
        primaries, transfer, matrix: code points of H.273 for Y′CbCr files.
        peak_nits: the brightest white in cd/m² of the output transform.
        hdr: whether more than 203 cd/m² can be shown.

    "acescg" is for float image sequences alone: no Y′CbCr file can hold it.
    """

    name: OutputName
    title: str
    primaries: int
    transfer: int
    matrix: int
    peak_nits: float
    hdr: bool = False

    @property
    def luma(self) -> tuple[float, float]:
        """(Kr, Kb) of the matrix: BT.709 or BT.2020 non-constant luminance."""
        return (0.2627, 0.0593) if self.matrix == 9 else (0.2126, 0.0722)


_ALL = (
    Output("rec709", "Rec.709, BT.1886, 100 cd/m²", 1, 1, 1, 100.0),
    Output("p3d65", "P3-D65, gamma 2.6, 100 cd/m²", 12, 17, 1, 100.0),
    Output("rec2020", "Rec.2020, BT.1886, 100 cd/m²", 9, 14, 9, 100.0),
    Output("pq", "Rec.2100 PQ, 1000 cd/m²", 9, 16, 9, 1000.0, hdr=True),
    Output("pq-p3", "Rec.2100 PQ limited to P3-D65, 1000 cd/m²", 9, 16, 9, 1000.0, hdr=True),
    Output("hlg", "Rec.2100 HLG, 1000 cd/m²", 9, 18, 9, 1000.0, hdr=True),
    Output("acescg", "ACEScg, scene-linear, graded but not yet rendered for a display", 2, 8, 0, 0.0, hdr=True),
)
OUTPUTS: Mapping[str, Output] = {output.name: output for output in _ALL}


def output_named(name: str) -> Output:
    """Raises UserError for an unknown name."""
    if name not in OUTPUTS:
        raise UserError(f"There is no output colour {name!r}", f"they are {', '.join(OUTPUTS)}", "Choose one of them.")
    return OUTPUTS[name]
