# SPDX-License-Identifier: Apache-2.0
"""Files over HTTP: streamed, resumable (one byte range), and never as anything that a browser would run."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from typing import BinaryIO
from urllib.parse import quote

from aiprod.server.answers import SAFE, Headers, Receive, Scope, Send, send_bytes, send_error
from aiprod.server.handling import Payload
from aiprod.wire.errors import WireError

_CHUNK = 256 << 10
_RANGE = re.compile(rb"bytes=(\d{0,15})-(\d{0,15})")
_POLICY = (b"content-security-policy", b"default-src 'none'; sandbox")

MIMES = {
    ".mp4": "video/mp4", ".wav": "audio/wav", ".flac": "audio/flac", ".m4a": "audio/mp4",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".txt": "text/plain", ".vtt": "text/vtt", ".srt": "application/x-subrip",
    ".json": "application/json",
}  # fmt: skip
"""What files are served as, by their suffix. Everything else, HTML and SVG too, is mere bytes."""


def mime_of(name: str) -> str:
    return MIMES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")  # noqa: PTH122 - a name, not a path


async def send_file(scope: Scope, receive: Receive, send: Send, payload: Payload) -> None:
    """Answer with a file, or with the range of it that was asked for."""
    headers = _headers(payload)
    if payload.path is None:
        await send_bytes(send, 200, payload.data, headers)
        return
    try:
        stream = await asyncio.to_thread(_opened, payload)
    except OSError:
        await send_error(send, WireError("not_found", "This file can't be read", "it is not there any more"))
        return
    with stream:
        size = os.fstat(stream.fileno()).st_size
        start, end = _wanted(scope, size)
        if start >= end and size:
            error = WireError("bad_range", "There is no such range", f"the file has {size} bytes")
            await send_error(send, error, extra=[(b"content-range", f"bytes */{size}".encode())])
            return
        partial = (start, end) != (0, size)
        if partial:
            headers.append((b"content-range", f"bytes {start}-{end - 1}/{size}".encode()))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await _stream(send, stream, start, end, 206 if partial else 200, headers, gone)
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    """Until the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _opened(payload: Payload) -> BinaryIO:
    assert payload.path is not None
    handle = os.open(payload.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("not a plain file")
    return os.fdopen(handle, "rb")


def _headers(payload: Payload) -> Headers:
    name = quote(payload.name.rpartition("/")[2], safe="")
    return [
        (b"content-type", payload.mime.encode()),
        (b"content-disposition", f"attachment; filename*=UTF-8''{name}".encode()),
        (b"accept-ranges", b"bytes"),
        _POLICY,
    ]


def _wanted(scope: Scope, size: int) -> tuple[int, int]:
    """The bytes that are asked for; a header that is not one simple range is passed over, as HTTP allows."""
    asked = [value for name, value in scope["headers"] if name == b"range"]
    match = _RANGE.fullmatch(asked[0]) if len(asked) == 1 else None
    if match is None or not (match[1] or match[2]):
        return 0, size
    if not match[1]:
        return max(0, size - int(match[2])), size
    return int(match[1]), min(size, int(match[2]) + 1) if match[2] else size


async def _stream(
    send: Send, stream: BinaryIO, start: int, end: int, status: int, headers: Headers, gone: asyncio.Future[None]
) -> None:
    length = (b"content-length", str(end - start).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*SAFE, *headers, length]})
    stream.seek(start)
    left = end - start
    while left > 0 and not gone.done():
        chunk = await asyncio.to_thread(stream.read, min(_CHUNK, left))
        if not chunk:
            break
        left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
