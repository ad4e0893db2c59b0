# SPDX-License-Identifier: Apache-2.0
"""The bytes that C2PA itself does not protect, protected.

C2PA hashes the content and signs the claim, and leaves out the wrapping: of an MP4 the boxes ftyp, free, skip and mfra; of every
file the frames of the manifest store (JUMBF boxes, labels, the padding beside the signature) and of the container around it.
About a thousand bytes of each signed file can be changed without c2pa's reader noticing. None of them is seen or heard, but a
flipped byte is a flipped byte. So AIPROD signs a hash of the boxes that are left out (`loose_boxes`), and on reading demands
that the wrapping be exactly what a writer makes of it (`check_wrapping`): lengths that fill, known labels, zeros for padding.

Sources: C2PA 2.x (embedding in BMFF, JPEG, PNG, RIFF, TIFF), ISO 19566-5 (JUMBF), RFC 9052 (COSE).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

C2PA_UUID = bytes.fromhex("D8FEC3D61B0E483C92975828877EC481")
_BMFF_HEADER = b"\x00\x00\x00\x00manifest\x00" + bytes(8)
_LOOSE = (b"ftyp", b"free", b"skip", b"mfra")
_JUMBF = bytes.fromhex("00110010800000AA00389B71")
"""The second part of every description's UUID; its first four bytes are the kind."""
_MARKS = (b"c2ma" + _JUMBF, b"c2as" + _JUMBF)
"""A store holds both; one flipped byte spoils but one of them."""
_NEAR = 4 << 20
_TIFF_TAG = 0xCD41
_MOST = 64 << 20
_PIECE = 1 << 20


class WrappingError(ValueError):
    """The wrapping of a manifest is not what it must be. The message says where."""


def store_of(path: Path) -> bytes | None:
    """The manifest store in a file, its wrapping checked; None where there is none. Raises WrappingError."""
    with path.open("rb") as stream:
        head = stream.read(16)
        stream.seek(0)
        reader = _reader(head)
        return reader(stream) if reader else None


def _reader(head: bytes) -> Callable[[BinaryIO], bytes | None] | None:
    if head[4:8] in (b"ftyp", b"free", b"skip", b"wide", b"moov", b"mdat", b"uuid"):
        return _from_bmff
    if head[:2] == b"\xff\xd8":
        return _from_jpeg
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return _from_png
    if head[:4] == b"RIFF":
        return _from_riff
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return _from_tiff
    return None


def boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int, int, int]]:
    """The top boxes of an ISO base media file: kind, start, size of the header, size of the whole."""
    size = stream.seek(0, 2)
    at = 0
    while at + 8 <= size:
        stream.seek(at)
        length, kind = struct.unpack(">I4s", stream.read(8))
        header = 8
        if length == 1:
            length, header = struct.unpack(">Q", stream.read(8))[0], 16
        elif length == 0:
            length = size - at
        if length < header or at + length > size:
            raise WrappingError(f"box {kind!r} at {at} does not fit the file")
        yield kind, at, header, length
        at += length
    if at != size:
        raise WrappingError(f"{size - at} bytes lie behind the last box")


def loose_boxes(path: Path) -> str:
    """SHA-256 over the boxes that C2PA's hash of an MP4 or MOV leaves out; "" for other files. Raises WrappingError."""
    with path.open("rb") as stream:
        if _reader(stream.read(16)) is not _from_bmff:
            return ""
        digest = hashlib.sha256()
        for kind, at, _, length in boxes(stream):
            if kind in _LOOSE:
                digest.update(struct.pack(">4sQ", kind, length))
                _update(digest, stream, at, length)
    return digest.hexdigest()


def _update(digest: hashlib._Hash, stream: BinaryIO, at: int, length: int) -> None:
    stream.seek(at)
    while length > 0:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            raise WrappingError("the file ends inside a box")
        digest.update(piece)
        length -= len(piece)


def _piece(stream: BinaryIO, at: int, length: int) -> bytes:
    if length > _MOST:
        raise WrappingError("the manifest is larger than any that AIPROD writes")
    stream.seek(at)
    return stream.read(length)


def _from_bmff(stream: BinaryIO) -> bytes | None:
    found = None
    for kind, at, header, length in boxes(stream):
        if kind != b"uuid" or _piece(stream, at + header, 16) != C2PA_UUID:
            continue
        content = _piece(stream, at + header + 16, length - header - 16)
        if found is not None:
            raise WrappingError("there are two C2PA boxes")
        if header != 8 or not content.startswith(_BMFF_HEADER):
            raise WrappingError("the head of the C2PA box was changed")
        found = content[len(_BMFF_HEADER) :]
    return found


def _from_jpeg(stream: BinaryIO) -> bytes | None:
    """APP11 segments (ISO 19566-5 annex D): JP, box number, sequence number; from the second on, the box's head again."""
    data = b""
    count, at = 0, 2
    while True:
        head = _piece(stream, at, 4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            break
        length = struct.unpack(">H", head[2:])[0]
        if head[1] == 0xEB:
            segment = _piece(stream, at + 4, length - 2)
            count += 1
            if segment[:8] != b"JP\x02\x11" + struct.pack(">I", count):
                raise WrappingError(f"the head of JPEG segment {count} of the manifest was changed")
            if count > 1 and segment[8:16] != data[:8]:
                raise WrappingError(f"JPEG segment {count} of the manifest belongs to another box")
            data += segment[8 if count == 1 else 16 :]
        at += 2 + length
    return data or None


def _from_png(stream: BinaryIO) -> bytes | None:
    import zlib

    size, at, found = stream.seek(0, 2), 8, None
    while at + 12 <= size:
        length, kind = struct.unpack(">I4s", _piece(stream, at, 8))
        if kind == b"caBX":
            content = _piece(stream, at + 8, length)
            check = struct.unpack(">I", _piece(stream, at + 8 + length, 4))[0]
            if found is not None or check != zlib.crc32(kind + content):
                raise WrappingError("the PNG chunk of the manifest was changed")
            found = content
        at += 12 + length
    return found


def _from_riff(stream: BinaryIO) -> bytes | None:
    size, at, found = stream.seek(0, 2), 12, None
    while at + 8 <= size:
        kind, length = struct.unpack("<4sI", _piece(stream, at, 8))
        if kind == b"C2PA":
            if found is not None:
                raise WrappingError("there are two C2PA chunks")
            found = _piece(stream, at + 8, length)
            if length % 2 and _piece(stream, at + 8 + length, 1) not in (b"\x00", b""):
                raise WrappingError("the byte behind the C2PA chunk was changed")
        at += 8 + length + length % 2
    return found


def _from_tiff(stream: BinaryIO) -> bytes | None:
    order = "<" if _piece(stream, 0, 2) == b"II" else ">"
    first = struct.unpack(order + "I", _piece(stream, 4, 4))[0]
    count = struct.unpack(order + "H", _piece(stream, first, 2))[0]
    for row in range(count):
        tag, kind, number, place = struct.unpack(order + "HHII", _piece(stream, first + 2 + 12 * row, 12))
        if tag == _TIFF_TAG:
            if kind not in (1, 7):
                raise WrappingError("the TIFF field of the manifest was changed")
            return _piece(stream, place, number)
    return None


def remains(path: Path) -> bool:
    """Whether a manifest store lies near the beginning or the end of a file, wherever its container thinks that it is."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        for start in {0, max(0, size - _NEAR)}:
            if any(mark in _piece(stream, start, _NEAR) for mark in _MARKS):
                return True
    return False


def check_wrapping(store: bytes) -> None:
    """Demand that the frames of a manifest store be what a writer makes. Raises WrappingError where they are not."""
    end = _superbox(store, 0, len(store), b"c2pa", "c2pa")
    if any(store[end:]):
        raise WrappingError("something lies behind the manifest store")


_KINDS = {
    "c2pa.assertions": b"c2as", "c2pa.claim.v2": b"c2cl", "c2pa.claim": b"c2cl", "c2pa.signature": b"c2cs",
    "c2pa.credentials": b"c2vc", "c2pa.databoxes": b"c2db",
}  # fmt: skip


def _superbox(data: bytes, at: int, end: int, kind: bytes | None, label: str | None) -> int:
    """One JUMBF superbox at `at`: description, then content, filling it exactly. Returns where it ends."""
    length, box = struct.unpack(">I4s", _slice(data, at, 8))
    if box != b"jumb" or at + length > end:
        raise WrappingError(f"a box of the manifest at {at} was changed")
    inner, found_kind, found_label = _description(data, at + 8, kind, label)
    stop: int = at + length
    if found_kind == b"c2as" or (found_kind in (b"c2pa", b"c2ma", b"c2um", b"c2vc", b"c2db")):
        while inner < stop:
            inner = _superbox(data, inner, stop, *_expected(found_kind, data, inner))
    elif found_label == "c2pa.signature":
        inner = _signature(data, inner, stop)
    else:
        inner = _hashed(data, inner, stop)
    if inner != stop:
        raise WrappingError(f"the box {found_label} of the manifest does not fill its frame")
    return stop


def _hashed(data: bytes, at: int, stop: int) -> int:
    """An assertion's or a claim's content: hashed or signed, but for one byte before the type of an embedded file."""
    while at < stop:
        length, box = struct.unpack(">I4s", _slice(data, at, 8))
        if box == b"bfdb" and data[at + 8]:
            raise WrappingError("the description of an embedded file in the manifest was changed")
        at += max(length, 8)
    return at


def _expected(parent: bytes, data: bytes, at: int) -> tuple[bytes | None, str | None]:
    """What may stand in a box: in a manifest only the parts that C2PA names; elsewhere anything, for it is hashed by name."""
    if parent not in (b"c2ma", b"c2um"):
        return None, None
    label = _label(data, at + 8)[0]
    if label not in _KINDS:
        raise WrappingError(f"a part of the manifest is called {label!r}")
    return _KINDS[label], label


def _label(data: bytes, at: int) -> tuple[str, int]:
    """The label of the description box at `at`, and where it ends."""
    stop = data.find(b"\x00", at + 25)
    if stop < 0:
        raise WrappingError("a label of the manifest has no end")
    try:
        return data[at + 25 : stop].decode("ascii"), stop + 1
    except UnicodeDecodeError as error:
        raise WrappingError("a label of the manifest was changed") from error


def _description(data: bytes, at: int, kind: bytes | None, label: str | None) -> tuple[int, bytes, str]:
    """A JUMBF description box: its end, the kind and the label that it gives."""
    length, box = struct.unpack(">I4s", _slice(data, at, 8))
    found_kind = data[at + 8 : at + 12]
    found_label, after = _label(data, at)
    toggles = data[at + 24]
    strict = kind is not None or found_kind in (b"c2ma", b"c2um")
    wrong = box != b"jumd" or after > at + length or (kind is not None and found_kind != kind)
    wrong |= strict and (data[at + 12 : at + 24] != _JUMBF or toggles != 3 or after != at + length)
    if wrong or (label is not None and found_label != label):
        raise WrappingError(f"the description of {found_label!r} in the manifest was changed")
    return at + length, found_kind, found_label


def _signature(data: bytes, at: int, stop: int) -> int:
    """The COSE signature (RFC 9052): in its unprotected header, only padding with zeros, or a timestamp or its like."""
    length, box = struct.unpack(">I4s", _slice(data, at, 8))
    if box != b"cbor" or at + length != stop:
        raise WrappingError("the box of the signature was changed")
    content = data[at + 8 : stop]
    for name, value in _unprotected(content):
        if name in ("pad", "pad2") and any(value):
            raise WrappingError("the padding beside the signature was changed")
    return stop


def _unprotected(cose: bytes) -> Iterator[tuple[str, bytes]]:
    """The byte strings of a COSE_Sign1's unprotected header, whose form is checked: tag 18, array of 4, map of texts."""
    if cose[:2] != b"\xd2\x84":
        raise WrappingError("the signature is no COSE_Sign1")
    at = _skip(cose, 2)
    pairs, at = _head(cose, at, 5)
    for _ in range(pairs):
        size, at = _head(cose, at, 3)
        name, at = cose[at : at + size].decode("ascii", "replace"), at + size
        if name not in ("pad", "pad2", "sigTst", "sigTst2", "rVals"):
            raise WrappingError(f"beside the signature stands {name!r}")
        if cose[at] >> 5 != 2:
            at = _skip(cose, at)
            continue
        size, at = _head(cose, at, 2)
        yield name, cose[at : at + size]
        at += size
    at = _skip(cose, _skip(cose, at))
    if at != len(cose):
        raise WrappingError("something lies behind the signature")


def _head(data: bytes, at: int, major: int | None) -> tuple[int, int]:
    """A CBOR item's argument and where its content begins. Raises WrappingError for another kind or a longer spelling."""
    first = _slice(data, at, 1)[0]
    small = first & 31
    if (major is not None and first >> 5 != major) or small > 27:
        raise WrappingError("the signature's header was changed")
    if small < 24:
        return small, at + 1
    width = 1 << (small - 24)
    value: int = int.from_bytes(_slice(data, at + 1, width), "big")
    if value < (24, 1 << 8, 1 << 16, 1 << 32)[small - 24]:
        raise WrappingError("the signature's header was changed")
    return value, at + 1 + width


def _skip(data: bytes, at: int, depth: int = 0) -> int:
    """Where the CBOR item at `at` ends."""
    major = _slice(data, at, 1)[0] >> 5
    value, inner = _head(data, at, None)
    if depth > 8:
        raise WrappingError("the signature's header is too deep")
    if major in (2, 3):
        return inner + value
    for _ in range(value * {4: 1, 5: 2, 6: 0}.get(major, 0) + (major == 6)):
        inner = _skip(data, inner, depth + 1)
    return inner


def _slice(data: bytes, at: int, length: int) -> bytes:
    found = data[at : at + length]
    if len(found) != length:
        raise WrappingError("the manifest ends too early")
    return found
