# SPDX-License-Identifier: Apache-2.0
"""Media files opened with care: local files alone, and nothing that points at other files.

A playlist (HLS, DASH, SDP, ffconcat …) names files or addresses that FFmpeg would open on its own. None is ever followed:
the protocol is held to "file", the readers to containers that carry their own pictures and sound.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from av import VideoStream
    from av.container import InputContainer

_READERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mxf,avi,mpegts,mpeg,mpegvideo,h264,hevc,obu,av1,ivf,ogg,flv,asf,dv,gxf,nut,"
    "yuv4mpegpipe,dnxhd,vc1,m4v,gif,apng,wav,w64,aiff,caf,flac,mp3,aac,ac3,eac3,au,amr"
)
"""FFmpeg's demuxers that read pictures and sound out of the file itself."""
_PLAYLISTS = {
    ".m3u8": "an HLS playlist", ".m3u": "a playlist", ".pls": "a playlist", ".mpd": "a DASH playlist",
    ".sdp": "a session description", ".ffconcat": "a concat list", ".concat": "a concat list", ".xspf": "a playlist",
    ".asx": "a playlist", ".ram": "a playlist", ".strm": "a playlist", ".cue": "a cue sheet",
}  # fmt: skip
_BEGINNINGS = (
    (b"#EXTM3U", "an HLS playlist"), (b"ffconcat", "a concat list"), (b"v=0", "a session description"),
    (b"[playlist]", "a playlist"), (b"[Reference]", "a playlist"), (b"<asx", "a playlist"), (b"<MPD", "a DASH playlist"),
    (b"<?xml", "an XML file"), (b"rtsp://", "an address"), (b"http://", "an address"), (b"https://", "an address"),
)  # fmt: skip


def open_media(path: Path) -> InputContainer:
    """Open a local film or sound file for reading.

    Raises:
        UserError: the file is missing, or is a playlist.
        av.FFmpegError: it is none of the known containers, or damaged.
    """
    import av

    refuse_playlists(path)
    # The whole path keeps a name like "concat:a|b" from being taken for a protocol.
    return av.open(str(path.resolve()), options={"protocol_whitelist": "file", "format_whitelist": _READERS})


def film_in(container: InputContainer) -> VideoStream | None:
    """The first moving picture of an open file; None where there is none, or a sound's cover alone."""
    return next((stream for stream in container.streams.video if not is_cover(stream)), None)


def is_cover(stream: Any) -> bool:
    """Whether a video stream is a cover picture, as sound files carry it, and no film."""
    import av

    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def refuse_playlists(path: Path) -> None:
    """Raises UserError for a file that only points at others, for an address, and for a missing file."""
    if "://" in str(path) or str(path).startswith(("http:/", "https:/", "rtsp:/", "rtmp:/", "ftp:/")):
        raise _refused(path, "an address on a network")
    if not path.is_file():
        raise UserError(f"{path.name} can't be read", "there is no such file", "Check its place.")
    kind = _PLAYLISTS.get(path.suffix.lower()) or _by_content(path)
    if kind:
        raise _refused(path, kind)


def _by_content(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for start, kind in _BEGINNINGS if head.lower().startswith(start.lower())), "")


def _refused(path: Path, kind: str) -> UserError:
    return UserError(
        f"{path.name} can't be used as footage",
        f"it is {kind}, and what a file points at is never followed",
        "Give the film file itself.",
    )
