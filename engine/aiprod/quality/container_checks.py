# SPDX-License-Identifier: Apache-2.0
"""A container against what it promises and what a profile demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from aiprod.film.findings import Finding, Severity
from aiprod.quality.container_facts import ContainerFacts, ContainerLimits, PictureStream
from aiprod.quality.plan import QualityPlan

_SUFFIXES = {
    ".mp4": ("mp4",), ".m4v": ("mp4",), ".mov": ("mov",), ".mkv": ("matroska",), ".webm": ("webm",), ".mxf": ("mxf",),
    ".avi": ("avi",), ".flv": ("flv",), ".mpg": ("mpeg", "mpegvideo"), ".ts": ("mpegts",), ".m2ts": ("mpegts",),
    ".wav": ("wav", "w64", "rf64"),
}  # fmt: skip
_PQ, _HLG, _RGB, _OPEN = 16, 18, 0, (0, 2)
_WIDE = (9, 11, 12)
_FULL = 2
_DROP_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
Found = Iterator[Finding]


def check_container(facts: ContainerFacts, limits: ContainerLimits, plan: QualityPlan | None = None) -> Iterator[Finding]:
    """Judge a probed file: findings of every check, passes included; of demands only where the limits make one."""
    yield from _whole(facts, limits)
    if facts.picture is not None:
        for check in (_coding, _shape, _rate, _colours, _hdr):
            yield from check(facts.picture, limits)
        yield from _gop(facts.picture, limits)
    yield from _timecode(facts, limits)
    yield from _times(facts, limits, plan)
    yield from _sound(facts, limits)


def _said(check: str, good: bool, message: str, bad: Severity = Severity.FAIL, **fields: Any) -> Finding:
    return Finding(check=check, severity=Severity.PASS if good else bad, message=message, **fields)


def _one_of(check: str, found: object, allowed: Sequence[object], words: str = "") -> Found:
    """Where a list of allowed things is given, whether what was found is in it."""
    if allowed:
        text = words or str(found)
        good = found in allowed
        yield _said(check, good, text if good else f"{text}; allowed: {', '.join(map(str, allowed))}")


def _whole(facts: ContainerFacts, limits: ContainerLimits) -> Found:
    yield _said("whole file", not facts.faults, "; ".join(facts.faults) or "every byte is there")
    suffix, holds = PurePath(facts.name).suffix.lower(), _kinds(facts)
    kinds = _SUFFIXES.get(suffix, ())
    fits = not kinds or any(kind in holds for kind in kinds)
    kind = {"mov": "QuickTime", "mp4": "MP4"}[holds[0]] if facts.brand else holds[0]
    yield _said("file name", fits, f"{suffix or 'no suffix'}, holding {kind}", Severity.WARNING)
    if limits.containers:
        good = any(name in holds for name in limits.containers)
        yield _said("container", good, f"{', '.join(holds)}; allowed: {', '.join(limits.containers)}")
    if limits.faststart and facts.faststart is not None:
        late = "players have to read the file's end before they can start"
        yield _said("index first", facts.faststart, "the index stands before the media" if facts.faststart else late)
    if facts.pictures > 1:
        yield Finding(check="streams", severity=Severity.NOTE, message=f"{facts.pictures} video streams; the first was checked")


def _kinds(facts: ContainerFacts) -> tuple[str, ...]:
    """The container by FFmpeg's names, which are the same for QuickTime and MP4: those are told apart by their brand."""
    return facts.container if not facts.brand else ("mov",) if facts.brand == "qt" else ("mp4",)


def _coding(picture: PictureStream, limits: ContainerLimits) -> Found:
    yield from _one_of("video codec", picture.codec, limits.video_codecs)
    yield from _one_of("profile", picture.profile, limits.profiles)
    yield from _one_of("pixel format", picture.pix_fmt, limits.pix_fmts)
    yield from _one_of("bit depth", picture.bits, limits.bits)
    yield from _one_of("chroma", picture.chroma, limits.chromas)
    if limits.max_level is not None and picture.level:
        level = float(picture.level)
        yield _said("level", level <= limits.max_level, f"level {picture.level}", measure=level, limit=limits.max_level)
    rate = float(picture.bit_rate)
    if limits.min_bit_rate is not None and rate:
        least = float(limits.min_bit_rate)
        yield _said("bit rate", rate >= least, f"{rate / 1e6:.2f} Mb/s", measure=rate, limit=least, unit="b/s")
    if limits.max_bit_rate is not None and rate:
        most = float(limits.max_bit_rate)
        yield _said("bit rate", rate <= most, f"{rate / 1e6:.2f} Mb/s", measure=rate, limit=most, unit="b/s")


def _shape(picture: PictureStream, limits: ContainerLimits) -> Found:
    size = (picture.width, picture.height)
    yield from _one_of("frame size", size, limits.sizes, f"{picture.width}×{picture.height}")
    if limits.min_height is not None:
        yield _said("frame size", picture.height >= limits.min_height, f"{picture.width}×{picture.height}",
                    measure=float(picture.height), limit=float(limits.min_height), unit="lines")  # fmt: skip
    if limits.square_pixels:
        square = abs(picture.pixel_aspect - 1) < 1e-3
        yield _said("pixel shape", square, f"{picture.pixel_aspect:g}:1")
    if picture.rotation:
        text = f"players turn the picture by {picture.rotation}°"
        yield Finding(check="rotation", severity=Severity.NOTE, message=text)
    if limits.scan != "any" and picture.scan != "unknown":
        yield _said("scan", picture.scan == limits.scan, picture.scan)


def _rate(picture: PictureStream, limits: ContainerLimits) -> Found:
    found = Fraction(picture.rate)
    if limits.rates:
        good = any(abs(float(found) - float(Fraction(rate))) < 1e-3 for rate in limits.rates)
        text = f"{float(found):.3f} frames a second"
        yield _said(
            "frame rate", good, text if good else f"{text}; allowed: {', '.join(limits.rates)}", measure=round(float(found), 4)
        )
    if limits.constant_rate:
        text = "frames come evenly" if picture.constant_rate else "frames come unevenly (variable frame rate)"
        yield _said("constant rate", picture.constant_rate, text, Severity.WARNING)


def _colours(picture: PictureStream, limits: ContainerLimits) -> Found:
    """Whether the tags are there, fit each other, and are the same in the container and in the coded pictures."""
    tags = (picture.primaries, picture.transfer, picture.matrix, picture.range)
    text = f"primaries {tags[0]}, transfer {tags[1]}, matrix {tags[2]}, range {tags[3]}"
    absent = [name for name, tag in zip(("primaries", "transfer", "matrix"), tags, strict=False) if _is_open(name, tag, picture)]
    odd = _odd(picture)
    if absent:
        severity = Severity.FAIL if limits.tags_required else Severity.WARNING
        yield Finding(check="colour tags", severity=severity, message=f"{text}: {', '.join(absent)} not said")
    else:
        yield _said("colour tags", not odd, f"{text}{': ' + odd if odd else ''}", Severity.WARNING)
    yield from _agree(picture)
    for check, tag, allowed in (("primaries", tags[0], limits.primaries), ("transfer", tags[1], limits.transfers),
                                ("matrix", tags[2], limits.matrices)):  # fmt: skip
        yield from _one_of(check, tag, allowed, f"{check} {tag}")
    if limits.limited_range and picture.chroma not in ("rgb", "grey"):
        full = picture.range == _FULL or picture.pix_fmt.startswith("yuvj")
        yield _said("colour range", not full, "full range, where players expect limited" if full else "limited", Severity.WARNING)


def _is_open(name: str, tag: int, picture: PictureStream) -> bool:
    return tag == 2 or (tag == 0 and not (name == "matrix" and picture.chroma == "rgb"))


def _odd(picture: PictureStream) -> str:
    """What in the tags does not fit together, in words; empty where all does."""
    if picture.transfer in (_PQ, _HLG) and picture.primaries not in _WIDE:
        return "HDR's transfer with the primaries of standard range"
    if picture.transfer in (_PQ, _HLG) and picture.bits < 10:
        return "HDR in 8 bits"
    if picture.matrix in (9, 10) and picture.primaries != 9 and picture.transfer not in (_PQ, _HLG):
        return "the matrix of BT.2020 with other primaries"
    if picture.primaries == 9 and picture.matrix in (1, 5, 6):
        return "the primaries of BT.2020 with another matrix"
    if picture.primaries == 1 and picture.matrix in (5, 6) and picture.height > 576:
        return "the matrix of BT.601 with a high-definition picture"
    if picture.matrix == _RGB and picture.chroma != "rgb":
        return "the matrix of RGB with Y′CbCr samples"
    return ""


def _agree(picture: PictureStream) -> Found:
    """The container's colour box against the coded pictures' own tags."""
    if picture.boxed is None or picture.coded is None:
        return
    pairs = zip(picture.boxed, picture.coded, strict=True)
    same = all(box == coded or box in _OPEN or coded in _OPEN for box, coded in pairs)
    boxed, coded = (" ".join(map(str, tags)) for tags in (picture.boxed, picture.coded))
    text = "container and pictures agree" if same else f"the container says {boxed}, the pictures say {coded}"
    yield _said("colour box", same, text)


def _hdr(picture: PictureStream, limits: ContainerLimits) -> Found:
    if picture.transfer != _PQ:
        return
    missing = [
        word for word, there in (("mastering display", picture.mastering), ("light levels", picture.light_level)) if not there
    ]
    severity = Severity.FAIL if limits.hdr_metadata else Severity.WARNING
    text = f"PQ without {' and '.join(missing)}" if missing else f"{picture.mastering}, MaxCLL and MaxFALL {picture.light_level}"
    yield _said("HDR metadata", not missing, text, severity)
    if picture.light_level and not missing:
        cll, fall = picture.light_level
        if fall > cll or cll > 10_000:
            yield _said("HDR light levels", False, f"MaxCLL {cll} and MaxFALL {fall} can't be", Severity.WARNING)


def _gop(picture: PictureStream, limits: ContainerLimits) -> Found:
    rate = float(Fraction(picture.rate)) or 24.0
    if limits.intra_only:
        yield _said(
            "intra only", picture.intra_only, "every frame is a key frame" if picture.intra_only else "frames depend on others"
        )
    if limits.max_gop_s is not None:
        seconds = picture.longest_gop / rate
        text = f"key frames lie up to {picture.longest_gop} frames apart"
        yield _said(
            "key frames", seconds <= limits.max_gop_s + 1e-6, text, measure=round(seconds, 3), limit=limits.max_gop_s, unit="s"
        )


def _timecode(facts: ContainerFacts, limits: ContainerLimits) -> Found:
    if not facts.timecode:
        if limits.timecode or limits.timecode_start:
            yield _said("timecode", False, "the file has none")
        return
    wrong = timecode_fault(facts.timecode, Fraction(facts.picture.rate) if facts.picture else Fraction(25))
    if not wrong and limits.timecode_start and facts.timecode.replace(";", ":") != limits.timecode_start.replace(";", ":"):
        wrong = f"it should start at {limits.timecode_start}"
    yield _said("timecode", not wrong, f"{facts.timecode}{': ' + wrong if wrong else ''}")


def timecode_fault(timecode: str, rate: Fraction) -> str:
    """What is wrong with a time code (SMPTE ST 12-1) at a frame rate, in words; empty where nothing is."""
    parts = timecode.replace(";", ":").replace(".", ":").split(":")
    if len(parts) != 4 or not all(part.isdigit() for part in parts):
        return "it is no time code"
    hours, minutes, seconds, frames = map(int, parts)
    if hours > 23 or minutes > 59 or seconds > 59 or (rate and frames >= round(rate)):
        return f"there is no such time at {float(rate):.3g} frames a second"
    drop = ";" in timecode
    if drop and rate not in _DROP_RATES:
        return f"drop frames at {float(rate):.5g} frames a second, which drops none"
    if drop and minutes % 10 and seconds == 0 and frames < (2 if rate < 40 else 4):
        return "this frame number is one of the dropped ones"
    return ""


def _times(facts: ContainerFacts, limits: ContainerLimits, plan: QualityPlan | None) -> Found:
    """Streams against each other, and the picture's packets against the plan."""
    picture = facts.picture
    if picture is None:
        return
    frame_s = 1 / (float(Fraction(picture.rate)) or 24.0)
    starts = [stream.start_s - picture.start_s for stream in facts.sound]
    if starts:
        far = max(starts, key=abs)
        limit = max(limits.max_start_s, frame_s)
        text = f"sound begins {abs(far) * 1000:.0f} ms {'after' if far > 0 else 'before'} the picture"
        yield _said(
            "stream starts", abs(far) <= limit + 1e-6, text, Severity.WARNING, measure=round(far, 4), limit=limit, unit="s"
        )
        ends = [stream.start_s + stream.duration_s - picture.start_s - picture.duration_s for stream in facts.sound]
        gap, limit = max(ends, key=abs), max(limits.max_length_gap_s, 2 * frame_s)
        text = f"sound ends {abs(gap) * 1000:.0f} ms {'after' if gap > 0 else 'before'} the picture"
        yield _said("stream lengths", abs(gap) <= limit + 1e-6, text, measure=round(gap, 4), limit=limit, unit="s")
    if facts.edits:
        text = f"{facts.edits} entries of the edit list skip or delay something"
        yield Finding(check="edit list", severity=Severity.WARNING, message=text, measure=float(facts.edits))
    if plan is not None and picture.frames != plan.frames:
        yield _said("packets", False, f"{picture.frames} coded frames, {plan.frames} planned", measure=float(picture.frames))


def _sound(facts: ContainerFacts, limits: ContainerLimits) -> Found:
    if limits.sound_required and not facts.sound:
        yield _said("sound stream", False, "the file has no sound")
    for number, stream in enumerate(facts.sound, start=1):
        name = f"sound {number}"
        for finding in (
            *_one_of("audio codec", stream.codec, limits.audio_codecs), *_one_of("audio rate", stream.rate, limits.audio_rates),
            *_one_of("audio bits", stream.bits, limits.audio_bits if stream.bits else ()),
        ):  # fmt: skip
            yield finding.changed(subject=name)
        if limits.languages_required:
            yield _said("language", bool(stream.language), stream.language or "not said", Severity.WARNING, subject=name)
    if limits.audio_layouts and facts.sound:
        found = [stream.layout for stream in facts.sound]
        good = any(layout in limits.audio_layouts for layout in found)
        yield _said("audio layout", good, f"{', '.join(found)}; one must be {' or '.join(limits.audio_layouts)}")
