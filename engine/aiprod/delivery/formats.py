# SPDX-License-Identifier: Apache-2.0
"""The formats that a film is delivered in: which container, samples, colours and sound each one has.

Nothing heavy is loaded here: command lines and servers ask what can be ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.film.output import Chroma, OutputName
from aiprod.media.encoders import Purpose

Kind = Literal["video", "sequence", "sound", "subtitles"]
SoundCodec = Literal["aac", "eac3", "flac", "pcm24", "pcm24-mono", "opus"]
"""pcm24-mono: one stream for each channel, as broadcasters' MXF files have it."""
_SDR: tuple[OutputName, ...] = ("rec709", "p3d65")
_ALL: tuple[OutputName, ...] = ("rec709", "p3d65", "rec2020", "pq", "pq-p3", "hlg")
_MP4: Mapping[str, tuple[SoundCodec, ...]] = {
    ".mp4": ("aac", "eac3", "flac"), ".mov": ("aac", "pcm24", "eac3"), ".mkv": ("aac", "eac3", "flac", "opus"),
}  # fmt: skip
_MASTER: Mapping[str, tuple[SoundCodec, ...]] = {".mov": ("pcm24", "aac")}
_MXF: Mapping[str, tuple[SoundCodec, ...]] = {".mxf": ("pcm24-mono",), ".mov": ("pcm24",)}
_WEB: Mapping[str, tuple[SoundCodec, ...]] = {".webm": ("opus",), ".mkv": ("opus", "flac")}
_AV1: Mapping[str, tuple[SoundCodec, ...]] = {
    ".mp4": ("aac", "opus", "eac3", "flac"), ".webm": ("opus",), ".mkv": ("opus", "aac", "flac"),
}  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        name: what it is ordered by.
        title: for people.
        kind: a file with moving pictures, a folder of numbered stills, sound, or subtitles.
        containers: file suffix → the sounds that it may hold there; the first of each is what it gets unless told otherwise.
        purpose: the encoder's row in `media.encoders.TABLE`.
        alpha_purpose: the same with alpha; None where the format can't be see-through.
        chroma, bits: samples of a video, or bits of a sequence's channels.
        outputs: the colours that it can hold.
        smallest: width and height under which its encoder refuses.
        options: of a sequence's writer.
    """

    name: str
    title: str
    kind: Kind
    containers: Mapping[str, tuple[SoundCodec, ...]]
    purpose: Purpose | None = None
    alpha_purpose: Purpose | None = None
    chroma: Chroma = "420"
    bits: int = 8
    outputs: tuple[OutputName, ...] = ("rec709",)
    alpha: bool = False
    smallest: tuple[int, int] = (64, 64)
    compression: str = ""

    @property
    def suffix(self) -> str:
        """Of the file when the user doesn't say; "" for a folder."""
        return next(iter(self.containers), "")

    def container(self, path: Path) -> str:
        """The suffix of a target. Raises UserError when the format can't be in such a file."""
        found = path.suffix.lower()
        if found in self.containers:
            return found
        kinds = ", ".join(self.containers)
        raise UserError(
            f"{self.title} can't be written to {path.name}", f"it is kept in {kinds} files", f"Call it {path.stem}{self.suffix}."
        )

    def sound(self, suffix: str, wanted: SoundCodec | None = None) -> SoundCodec:
        """The sound's codec in a container. Raises UserError for one that it can't hold."""
        allowed = self.containers[suffix]
        if wanted is None:
            return allowed[0]
        if wanted not in allowed:
            raise UserError(
                f"{self.title} in {suffix} can't hold {wanted} sound", f"it holds {', '.join(allowed)}", "Choose one of them."
            )
        return wanted

    def check_output(self, output: OutputName) -> None:
        """Raises UserError for colours that the format can't hold."""
        if output not in self.outputs:
            raise UserError(f"{self.title} can't hold {output} colour", f"it holds {', '.join(self.outputs)}",
                            "Choose one of them with --colour, or another --format.")  # fmt: skip


def _video(
    name: str, title: str, purpose: Purpose, chroma: Chroma, bits: int, outputs: tuple[OutputName, ...],
    containers: Mapping[str, tuple[SoundCodec, ...]], alpha: Purpose | None = None, smallest: tuple[int, int] = (64, 64),
) -> Format:  # fmt: skip
    return Format(name, title, "video", containers, purpose, alpha, chroma, bits, outputs, alpha is not None, smallest)


def _prores(name: str, title: str, purpose: Purpose, chroma: Chroma = "422", alpha: Purpose | None = None) -> Format:
    return _video(name, f"ProRes {title}", purpose, chroma, 10, _ALL, _MASTER, alpha)


def _dnxhr(name: str, title: str, purpose: Purpose, chroma: Chroma = "422", bits: int = 8) -> Format:
    return _video(name, f"DNxHR {title}", purpose, chroma, bits, _ALL if bits > 8 else ("rec709",), _MXF, smallest=(256, 120))


def _sequence(
    name: str, title: str, bits: int, outputs: tuple[OutputName, ...], *, alpha: bool = False, compression: str = ""
) -> Format:
    return Format(name, title, "sequence", {}, chroma="444", bits=bits, outputs=outputs, alpha=alpha, compression=compression)


_LIST = (
    _video("h264", "H.264", "delivery_h264", "420", 8, _SDR, _MP4),
    _video("h265", "H.265 Main 10", "h265_10", "420", 10, _ALL, _MP4),
    _video("h265-8", "H.265 Main", "h265_8", "420", 8, _SDR, _MP4),
    _prores("prores-proxy", "422 Proxy", "prores_proxy"),
    _prores("prores-lt", "422 LT", "prores_lt"),
    _prores("prores422", "422", "prores_422"),
    _prores("prores422hq", "422 HQ", "prores_hq"),
    _prores("prores4444", "4444", "prores_4444", "444", "prores_4444_alpha"),
    _prores("prores4444xq", "4444 XQ", "prores_xq", "444", "prores_xq_alpha"),
    _dnxhr("dnxhr-lb", "LB", "dnxhr_lb"),
    _dnxhr("dnxhr-sq", "SQ", "dnxhr_sq"),
    _dnxhr("dnxhr-hq", "HQ", "dnxhr_hq"),
    _dnxhr("dnxhr-hqx", "HQX", "dnxhr_hqx", bits=10),
    _dnxhr("dnxhr-444", "444", "dnxhr_444", "444", 10),
    _video("vp9", "VP9", "vp9", "420", 8, ("rec709",), _WEB),
    _video("av1", "AV1 Main 10", "av1", "420", 10, _ALL, _AV1),
    _sequence("exr", "OpenEXR half, ZIP", 16, (*_ALL, "acescg"), alpha=True, compression="zip"),
    _sequence("exr-piz", "OpenEXR half, PIZ", 16, (*_ALL, "acescg"), alpha=True, compression="piz"),
    _sequence("exr-dwaa", "OpenEXR half, DWAA", 16, (*_ALL, "acescg"), alpha=True, compression="dwaa:45"),
    _sequence("dpx", "DPX 10 bit", 10, _ALL),
    _sequence("dpx16", "DPX 16 bit", 16, _ALL),
    _sequence("tiff", "TIFF 16 bit", 16, _SDR, alpha=True, compression="zip"),
    _sequence("png", "PNG 16 bit", 16, _ALL, alpha=True),
    Format("wav", "WAV, the programme", "sound", {".wav": ("pcm24",)}),
    Format("stems", "WAV stems", "sound", {}),
    Format("srt", "SubRip subtitles", "subtitles", {".srt": ()}),
    Format("vtt", "WebVTT subtitles", "subtitles", {".vtt": ()}),
    Format("ttml", "TTML subtitles", "subtitles", {".ttml": (), ".xml": ()}),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {form.name: form for form in _LIST}
ALIASES: Mapping[str, tuple[str, OutputName | None]] = {
    "hdr10": ("h265", "pq"), "hlg": ("h265", "hlg"), "dnxhr": ("dnxhr-hq", None), "prores": ("prores422hq", None),
    "hevc": ("h265", None), "avc": ("h264", None), "dpx10": ("dpx", None), "webm": ("vp9", None), "aces": ("exr", "acescg"),
}  # fmt: skip
"""Other words: for a format, and for colours that go without saying with it."""
LEFT_OUT: Mapping[str, str] = {
    "dcp": "a cinema's track files (SMPTE ST 429) can't be written and checked here; give exr or dpx to a maker of DCPs",
    "dolby-vision": "its metadata is licensed and certified by Dolby; give pq, which its tools take as their base",
    "hdr10plus": "no encoder here writes SMPTE ST 2094-40; deliver hdr10, whose static metadata is measured",
    "imf": "SMPTE ST 2067 packages can't be written here; give prores4444xq or exr to a maker of IMF",
}
"""What a post house may ask for and does not get, with the reason."""


def named(name: str) -> Format:
    """Raises UserError for an unknown format, with the reason where there is one."""
    if name in FORMATS:
        return FORMATS[name]
    if name in ALIASES:
        return FORMATS[ALIASES[name][0]]
    why = LEFT_OUT.get(name.lower())
    if why is not None:
        raise UserError(f"The format {name!r} can't be delivered", why)
    raise UserError(f"The format {name!r} can't be delivered", f"this version writes {', '.join(FORMATS)}", "Choose one of them.")


def implied_output(name: str) -> OutputName | None:
    """The colours that a word for a format means: "hdr10" is PQ."""
    return ALIASES[name][1] if name in ALIASES else None
