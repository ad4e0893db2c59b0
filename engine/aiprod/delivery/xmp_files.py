# SPDX-License-Identifier: Apache-2.0
"""XMP packets in files, where Adobe's XMP Specification Part 3 puts them. Before the signature, which is always last.

MP4, MOV, M4A: a uuid box behind the last box, so that no offset changes (for MOV the specification names moov/udta/XMP_ as well;
readers find both). JPEG: APP1. PNG: iTXt. TIFF: tag 700. WAV: chunk _PMX. WebP: chunk XMP. Matroska and WebM carry words as tags
and EXR and DPX as attributes, which their writers set: `tags` and `attributes` give them.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from aiprod.delivery.envelope import boxes
from aiprod.delivery.provenance import VOCABULARY, XMP_UUID, Label, append_to_mp4, with_xmp, xmp_packet
from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors, write_atomically

_PNG_KEY = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
_TIFF_XMP = 700
_VP8X_XMP = 0x04
_NEAR = 4 << 20
_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def embed_xmp(path: Path, label: Label) -> bool:
    """Write the label into a finished, not yet signed file. False where its kind holds none (`tags`, `attributes` help there).

    Raises UserError for a full disk, EngineError for a file that is not what its name says.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        return False
    with disk_errors(path):
        try:
            writer(path, xmp_packet(label))
        except (struct.error, ValueError, IndexError) as error:
            raise EngineError(
                f"{path.name} can't be labelled", f"it is no readable {path.suffix[1:].upper()}: {error}"
            ) from error
    return True


def tags(label: Label) -> dict[str, str]:
    """The label as a container's tags (FFmpeg's names; Matroska, WebM, MXF, MP4)."""
    given = {"title": label.title, "artist": label.author, "description": label.description, "comment": label.statement,
             "encoded_by": "AIPROD", "DIGITAL_SOURCE_TYPE": VOCABULARY + label.source_type}  # fmt: skip
    return {key: value for key, value in given.items() if value}


def attributes(label: Label) -> dict[str, str]:
    """The label as a still's attributes (OpenImageIO's names; EXR, DPX)."""
    given = {"ImageDescription": label.statement, "DocumentName": label.title, "Artist": label.author, "Software": "AIPROD",
             "Iptc4xmpExt:DigitalSourceType": VOCABULARY + label.source_type, "xmp": xmp_packet(label).decode()}  # fmt: skip
    return {key: value for key, value in given.items() if value}


def read_xmp(path: Path) -> dict[str, str]:
    """What a packet near the beginning or the end of a file says: property → text. Empty where there is none."""
    found = _scan(path)
    if found is None:
        return {}
    try:
        description = ElementTree.fromstring(found).find(f".//{_RDF}Description")
    except ElementTree.ParseError:
        return {}
    if description is None:
        return {}
    told = {_short(child.tag): " ".join("".join(child.itertext()).split()) for child in description}
    told |= {_short(name): value for name, value in description.attrib.items() if not name.startswith(_RDF)}
    return told


def _short(name: str) -> str:
    return name.rsplit("}", 1)[-1]


def _scan(path: Path) -> bytes | None:
    """Packet scanning, as the specification allows where the place is not known. External entities are never in a packet."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        for start in sorted({0, max(0, size - _NEAR)}):
            stream.seek(start)
            if (match := _PACKET.search(stream.read(_NEAR))) and b"<!" not in match[0]:
                return match[0]
    return None


def _into_bmff(path: Path, packet: bytes) -> None:
    with path.open("rb") as stream:
        for kind, at, header, _ in boxes(stream):
            stream.seek(at)
            if kind == b"uuid" and stream.read(header + 16)[header:] == XMP_UUID:
                raise ValueError("it has an XMP box already")
            stream.seek(at)
            if stream.read(4) == bytes(4):
                raise ValueError("its last box has no length")
    append_to_mp4(path, packet)


def _into_jpeg(path: Path, packet: bytes) -> None:
    write_atomically(path, with_xmp(path.read_bytes(), packet))


def _into_png(path: Path, packet: bytes) -> None:
    data = path.read_bytes()
    if data[12:16] != b"IHDR":
        raise ValueError("its first chunk is not IHDR")
    content = b"iTXt" + _PNG_KEY + packet
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    write_atomically(path, data[:33] + chunk + data[33:])


def _into_tiff(path: Path, packet: bytes) -> None:
    """The first directory is written again behind the file, with tag 700; nothing else moves (TIFF 6.0)."""
    with path.open("r+b") as stream:
        order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(stream.read(4), "")
        if not order or path.stat().st_size > 1 << 31:
            raise ValueError("it is no classic TIFF")
        rows, following = _directory(stream, order)
        place = _padded_end(stream)
        stream.write(packet)
        rows = sorted(
            [row for row in rows if row[0] != _TIFF_XMP] + [(_TIFF_XMP, 1, len(packet), struct.pack(order + "I", place))]
        )
        where = _padded_end(stream)
        written = b"".join(struct.pack(order + "HHI", *row[:3]) + row[3] for row in rows)
        stream.write(struct.pack(order + "H", len(rows)) + written + following)
        stream.seek(4)
        stream.write(struct.pack(order + "I", where))
        stream.flush()
        os.fsync(stream.fileno())


def _directory(stream: BinaryIO, order: str) -> tuple[list[tuple[int, int, int, bytes]], bytes]:
    """The rows of a TIFF's first directory, and the pointer to the next one."""
    stream.seek(4)
    stream.seek(struct.unpack(order + "I", stream.read(4))[0])
    count = struct.unpack(order + "H", stream.read(2))[0]
    rows = []
    for _ in range(count):
        tag, kind, number = struct.unpack(order + "HHI", stream.read(8))
        rows.append((tag, kind, number, stream.read(4)))
    return rows, stream.read(4)


def _padded_end(stream: BinaryIO) -> int:
    end = stream.seek(0, 2)
    stream.write(bytes(end % 2))
    return end + end % 2


def _into_wav(path: Path, packet: bytes) -> None:
    """A chunk _PMX behind the last one; RIFF's and, in RF64, ds64's size grow by it (EBU Tech 3306)."""
    chunk = b"_PMX" + struct.pack("<I", len(packet)) + packet + bytes(len(packet) % 2)
    with path.open("r+b") as stream:
        kind = stream.read(4)
        place = 20 if kind == b"RF64" else 4
        if kind not in (b"RIFF", b"RF64"):
            raise ValueError("it begins with neither RIFF nor RF64")
        end = _padded_end(stream)
        stream.write(chunk)
        stream.seek(place)
        stream.write(struct.pack("<Q" if kind == b"RF64" else "<I", end + len(chunk) - 8))
        stream.flush()
        os.fsync(stream.fileno())


def _into_webp(path: Path, packet: bytes) -> None:
    """WebP container specification: XMP needs the extended header, which is made where it is missing."""
    data = path.read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("it begins with no RIFF WEBP")
    body = bytearray(data[12:])
    if body[:4] != b"VP8X":
        body[:0] = _vp8x(path, alpha=body[:4] == b"VP8L")
    body[8] |= _VP8X_XMP
    body += b"XMP " + struct.pack("<I", len(packet)) + packet + bytes(len(packet) % 2)
    write_atomically(path, b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + bytes(body))


def _vp8x(path: Path, *, alpha: bool) -> bytes:
    from PIL import Image

    with Image.open(path) as picture:
        width, height = picture.size
    flags = 0x10 if alpha else 0
    return b"VP8X" + struct.pack("<II", 10, flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


_WRITERS: dict[str, Callable[[Path, bytes], None]] = {
    ".mp4": _into_bmff, ".m4v": _into_bmff, ".mov": _into_bmff, ".m4a": _into_bmff, ".jpg": _into_jpeg, ".jpeg": _into_jpeg,
    ".png": _into_png, ".tif": _into_tiff, ".tiff": _into_tiff, ".wav": _into_wav, ".webp": _into_webp,
}  # fmt: skip
