# SPDX-License-Identifier: Apache-2.0
"""Ways of running a model, and the way down: what is tried next when memory ran out.

Fewer clips at once, then the pictures in tiles, then parts that wait on the host, then blocks that are streamed from memory, then
from disk. Below that only a smaller picture helps: that is for the production's chain to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Placement = Literal["resident", "model", "stream", "disk"]
"""Where a model's parts are: all on the device; on it only while they are used; block by block; block by block from disk."""
During = Literal["encode", "denoise", "decode"]

PLACEMENTS: tuple[Placement, ...] = ("resident", "model", "stream", "disk")
TILES = (512, 256, 128)
"""Pixels of a tile's edge."""
TILE_FRAMES = 17
"""Frames that are decoded at a time once pictures are made in tiles: latent frames of 4 or 8 and the first."""
NAMES = {
    "resident": "all of it on the device", "model": "one part at a time on the device",
    "stream": "its blocks streamed from memory", "disk": "its blocks streamed from disk",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a model is run.

    Attributes:
        dtype: of the arithmetic, as torch names it.
        placement: where its parts are.
        resident_blocks: of a streamed model, so many blocks stay on the device.
        batch: so many clips at once, at most.
        decoded: so many clips are decoded at once, at most, where they were made together and whole frames are decoded.
        tile: pixels of a tile's edge when frames are decoded; None: whole frames.
        tile_frames: frames decoded at a time; None: as many as the family likes.
        attention: diffusers' attention backend; "" its own choice.
        stored: how weights are kept where they are not as in the file: a method of `models.compiling.quantising`; "" as there.
        why: in words.
    """

    dtype: str = "bfloat16"
    placement: Placement = "resident"
    resident_blocks: int = 0
    batch: int = 8
    decoded: int = 8
    tile: int | None = None
    tile_frames: int | None = None
    attention: str = ""
    stored: str = ""
    why: str = ""

    def words(self) -> str:
        """For logs and facts."""
        tiled = f", decoded in tiles of {self.tile} px" if self.tile else ""
        return f"{NAMES[self.placement]}, {self.batch} at once at most{tiled}"


def down(way: Way, during: During, clips: int, *, streams: bool = True) -> Way | None:
    """The next way after memory ran out; None where there is none left.

    Args:
        way: that was too large.
        during: what it was doing.
        clips: how many it was doing at once.
        streams: whether the model can be streamed at all.
    """
    if during == "denoise" and clips > 1:
        return replace(way, batch=clips // 2)
    if during == "decode" and clips > 1:
        return replace(way, decoded=1)
    if during == "decode" and (tile := _smaller_tile(way)) is not None:
        return replace(way, tile=tile, tile_frames=TILE_FRAMES)
    if way.placement == "stream" and way.resident_blocks:
        return replace(way, resident_blocks=way.resident_blocks // 2)
    after = PLACEMENTS[PLACEMENTS.index(way.placement) + 1 :]
    if not after or (after[0] == "stream" and (during == "decode" or not streams)):
        return None
    return replace(way, placement=after[0])


def _smaller_tile(way: Way) -> int | None:
    return next((tile for tile in TILES if way.tile is None or tile < way.tile), None)
