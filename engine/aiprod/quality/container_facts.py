# SPDX-License-Identifier: Apache-2.0
"""What a file says of itself, and what profiles demand of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject

Scan = Literal["any", "progressive", "interlaced"]


class PictureStream(FilmObject):
    """A video stream. Colours are code points of ISO/IEC 23091-2 (2 is unspecified); range 1 is limited, 2 is full."""

    codec: str
    tag: str = ""
    profile: str = ""
    level: str = ""
    pix_fmt: str = ""
    bits: int = 8
    chroma: str = ""
    """"420", "422", "444", "rgb" or "grey"."""
    alpha: bool = False
    width: int
    height: int
    pixel_aspect: float = 1.0
    rotation: int = 0
    """Degrees that a player turns the picture by."""
    rate: str = "0"
    """Frames a second as a fraction."""
    constant_rate: bool = True
    frames: int = 0
    start_s: float = 0.0
    duration_s: float = 0.0
    scan: Literal["progressive", "interlaced", "unknown"] = "unknown"
    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    range: int = 0
    coded: tuple[int, int, int, int] | None = None
    """The same four as the coded pictures themselves have it (VUI), where they do."""
    boxed: tuple[int, int, int, int] | None = None
    """The same four as the container has it (the colr box), where it does."""
    mastering: str = ""
    """Mastering display (SMPTE ST 2086), in words."""
    light_level: tuple[int, int] | None = None
    """MaxCLL and MaxFALL, cd/m² (CTA-861.3)."""
    dolby_vision: bool = False
    hdr10_plus: bool = False
    longest_gop: int = 0
    """Frames from one key frame to the next, at most."""
    intra_only: bool = False
    bit_rate: int = 0


class SoundStream(FilmObject):
    """An audio stream."""

    codec: str
    rate: int
    channels: int
    layout: str = ""
    bits: int = 0
    language: str = ""
    start_s: float = 0.0
    duration_s: float = 0.0
    bit_rate: int = 0


class TextStream(FilmObject):
    """A subtitle stream."""

    codec: str
    language: str = ""


class ContainerFacts(FilmObject):
    """What a file says of itself."""

    name: str
    size: int
    container: tuple[str, ...]
    """FFmpeg's names of the format: ("mov", "mp4", …)."""
    brand: str = ""
    start_s: float = 0.0
    duration_s: float = 0.0
    bit_rate: int = 0
    picture: PictureStream | None = None
    pictures: int = 0
    sound: tuple[SoundStream, ...] = ()
    text: tuple[TextStream, ...] = ()
    others: tuple[str, ...] = ()
    timecode: str = ""
    faststart: bool | None = None
    """Whether the index stands before the media (MP4 and MOV); None where there is no such thing."""
    fragmented: bool = False
    edits: int = 0
    """Edit-list entries that skip or delay something."""
    faults: tuple[str, ...] = ()
    """What is broken: "truncated: …"."""
    metadata: dict[str, str] = Field(default_factory=dict)


class ContainerLimits(FilmObject):
    """What a container must be. Empty or None: not demanded."""

    containers: tuple[str, ...] = ()
    video_codecs: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    max_level: float | None = None
    pix_fmts: tuple[str, ...] = ()
    bits: tuple[int, ...] = ()
    chromas: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    """Allowed (width, height)."""
    min_height: int | None = None
    rates: tuple[str, ...] = ()
    """Allowed frame rates as fractions: "24", "24000/1001"."""
    constant_rate: bool = True
    scan: Scan = "any"
    square_pixels: bool = False
    primaries: tuple[int, ...] = ()
    transfers: tuple[int, ...] = ()
    matrices: tuple[int, ...] = ()
    limited_range: bool = True
    tags_required: bool = False
    hdr_metadata: bool = False
    """Whether PQ must carry mastering display and light levels."""
    timecode: bool = False
    timecode_start: str = ""
    faststart: bool = False
    max_gop_s: float | None = None
    intra_only: bool = False
    min_bit_rate: int | None = None
    max_bit_rate: int | None = None
    """Of the picture, bits a second."""
    sound_required: bool = False
    audio_codecs: tuple[str, ...] = ()
    audio_rates: tuple[int, ...] = ()
    audio_bits: tuple[int, ...] = ()
    audio_layouts: tuple[str, ...] = ()
    """At least one stream must have one of these."""
    languages_required: bool = False
    max_length_gap_s: float = 0.06
    """How far the ends of picture and sound may lie apart (or two frames, where that is more)."""
    max_start_s: float = 0.05
    """How far the starts of the streams may lie apart, and the file from zero (or a frame, where that is more)."""
