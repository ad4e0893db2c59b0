# SPDX-License-Identifier: Apache-2.0
"""What is ordered of a master: the film in one format, for one receiver."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.output import OutputName

Subtitles = Literal["soft", "burned", "files", "none"]
"""soft: a track that the viewer may switch on; burned: in the picture; files: beside the film."""


class MasterOrder(FilmObject):
    """A master. What is left open is the preset's to say, and where there is none, the format's."""

    preset: str = Field("", max_length=100)
    """A receiver's demands by name (`delivery.presets`)."""
    format: str = Field("", max_length=100)
    """A format's name (`delivery.formats`); "h264" without a preset."""
    output: OutputName | None = None
    exact: bool = False
    """Grade every pixel by the transforms themselves, not by a baked table."""
    size: tuple[int, int] | None = None
    """Width and height; the film's own otherwise."""
    layout: Literal["stereo", "5.1"] | None = None
    """Of the sound; as it was mixed otherwise."""
    channel_order: Literal["smpte", "film"] | None = None
    """Of six separate channels: L R C LFE Ls Rs, or L C R Ls Rs LFE."""
    sound: str = Field("", max_length=20)
    """The sound's codec, where the container leaves a choice."""
    loudness: str = Field("", max_length=40)
    """A loudness target by name (`film.mix.TARGETS`); as it was mixed otherwise."""
    subtitles: Subtitles | None = None
    alpha: bool = False
    """See-through where the timeline holds nothing."""
    hardware: bool = False
    """Let the graphics card encode."""
    package: bool = False
    """A folder with the master, its sound, subtitles, poster and checksums."""
    watermark: str = Field("", pattern="^([0-9a-f]{10})?$")
    """Payload of the invisible mark, hexadecimal."""

    def over(self, wider: MasterOrder) -> MasterOrder:
        """This order, with what it leaves open taken from another one."""
        open_fields: dict[str, Any] = {
            name: getattr(wider, name) for name in type(self).model_fields if not getattr(self, name) and name != "preset"
        }
        return self.changed(**open_fields)

    @property
    def name(self) -> str:
        """What it is called in lists."""
        return self.preset or "-".join(part for part in (self.format or "h264", self.output or "") if part)
