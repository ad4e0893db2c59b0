# SPDX-License-Identifier: Apache-2.0
"""HDR10's static metadata: the mastering display (SMPTE ST 2086) and the content's light level (CTA-861.3).

It is written twice, as players look for it in either place: into the bitstream (an SEI message of H.265, a metadata OBU of
AV1) at every key frame, and into the container (the `mdcv` and `clli` boxes of ISO/IEC 14496-12). Both are put in when the
film is joined, not when its segments are encoded: a change of the brightest shot leaves every other segment as it is.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from aiprod.film.errors import EngineError
from aiprod.grading.light import ContentLight, MasteringDisplay

_PREFIX_SEI, _FIRST_NOT_VCL = 39, 32
_SEQUENCE_HEADER, _METADATA = 1, 5
_KEY = {"hevc": "hevc", "libx265": "hevc", "av1": "av1", "libdav1d": "av1", "libsvtav1": "av1"}


@dataclass(frozen=True)
class StaticMetadata:
    """What an HDR10 file says of itself."""

    display: MasteringDisplay
    light: ContentLight


def mdcv_box(display: MasteringDisplay) -> bytes:
    """ISO/IEC 14496-12, 12.1.5.4: the SEI's own numbers, green first."""
    return struct.pack(">I4s", 32, b"mdcv") + _volume(display)


def clli_box(light: ContentLight) -> bytes:
    return struct.pack(">I4sHH", 12, b"clli", light.max_cll, light.max_fall)


def boxes(metadata: StaticMetadata) -> bytes:
    """What is appended to the picture's sample entry."""
    return mdcv_box(metadata.display) + clli_box(metadata.light)


def marked(data: bytes, codec: str, metadata: StaticMetadata) -> bytes:
    """A key frame's packet with the metadata in it, where its codec has a place for it.

    Args:
        data: as MP4 and Matroska hold it: NAL units behind four bytes of length, or OBUs with their sizes.
        codec: FFmpeg's name of the codec, encoder or decoder.
    """
    kind = _KEY.get(codec)
    if kind == "hevc":
        return _with_sei(data, _sei(metadata))
    return _with_obus(data, _obus(metadata)) if kind == "av1" else data


def _volume(display: MasteringDisplay) -> bytes:
    """H.265, D.3.28."""
    return struct.pack(">8H2I", *display.coded())


# -- H.265 -------------------------------------------------------------------------------------------------------------


def _sei(metadata: StaticMetadata) -> bytes:
    """A prefix SEI NAL unit with both messages: payloads 137 and 144."""
    light = struct.pack(">HH", metadata.light.max_cll, metadata.light.max_fall)
    body = bytes((137, 24)) + _volume(metadata.display) + bytes((144, 4)) + light + b"\x80"
    return bytes((_PREFIX_SEI << 1, 1)) + _escaped(body)


def _escaped(body: bytes) -> bytes:
    """Emulation prevention (H.265, 7.4.2): three bytes in a row never look like a start code."""
    out, zeros = bytearray(), 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def _with_sei(data: bytes, unit: bytes) -> bytes:
    """The unit goes before the first slice, behind whatever the encoder has put there."""
    at = 0
    while at + 5 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if (data[at + 4] >> 1) & 0x3F < _FIRST_NOT_VCL:
            return data[:at] + struct.pack(">I", len(unit)) + unit + data[at:]
        at += 4 + size
    raise EngineError("The HDR metadata can't be written", "a key frame holds no picture")


# -- AV1 ---------------------------------------------------------------------------------------------------------------


def _obus(metadata: StaticMetadata) -> bytes:
    """Two metadata OBUs (AV1, 6.7.3 and 6.7.4): light level, and display in fractions of 2⁻¹⁶, 2⁻⁸ and 2⁻¹⁴."""
    display = metadata.display
    places = (display.red, display.green, display.blue, display.white)
    numbers = [round(value * 65536) for place in places for value in place]
    light = struct.pack(">BHH", 1, metadata.light.max_cll, metadata.light.max_fall)
    volume = struct.pack(">B8H2I", 2, *numbers, round(display.most * 256), round(display.least * 16384))
    return b"".join(bytes((_METADATA << 3 | 2, len(body) + 1)) + body + b"\x80" for body in (light, volume))


def _with_obus(data: bytes, units: bytes) -> bytes:
    """They follow the sequence header."""
    at = 0
    while at < len(data):
        kind, start = (data[at] >> 3) & 15, at + 1 + (data[at] >> 2 & 1)
        size, start = _leb128(data, start)
        if kind == _SEQUENCE_HEADER:
            return data[: start + size] + units + data[start + size :]
        at = start + size
    raise EngineError("The HDR metadata can't be written", "a key frame holds no sequence header")


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next one is."""
    value, shift = 0, 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 0x80:
            return value, at
