# SPDX-License-Identifier: Apache-2.0
"""FCPXML as the host reads and writes it. Read by its own rules: `offset` is in the parent's time, `start` in the clip's own."""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlparse
from xml.etree import ElementTree as Xml

from tests.plugin.resolve.acts.placing import mapping_of, new_timeline
from tests.plugin.resolve.state import Clip, Item, Timeline, Track

_STORY = ("asset-clip", "clip", "video", "audio", "gap", "title", "sync-clip", "ref-clip")


class Sequence(NamedTuple):
    """The document: frame length in seconds, the first frame's number, whether it drops numbers, assets by id, spine."""

    frame: Fraction
    first: int
    drop: bool
    assets: "dict[str, Xml.Element]"
    spine: Xml.Element


def parse(path: Path) -> "Sequence | None":
    """None for what is no FCPXML with a sequence."""
    try:
        root = Xml.parse(str(path / "Info.fcpxml" if path.is_dir() else path)).getroot()
    except (OSError, Xml.ParseError):
        return None
    sequence = root.find(".//sequence")
    if root.tag != "fcpxml" or sequence is None or sequence.find("spine") is None:
        return None
    formats = {one.get("id"): one for one in root.iter("format")}
    frame = seconds(formats[sequence.get("format")].get("frameDuration", "0s"))
    if frame <= 0:
        return None
    assets = {one.get("id"): one for one in root.iter("asset")}
    return Sequence(
        frame,
        round(seconds(sequence.get("tcStart", "0s")) / frame),
        sequence.get("tcFormat") == "DF",
        assets,
        sequence.find("spine"),
    )


def seconds(text: str) -> Fraction:
    """ "1001/24000s" """
    return Fraction(text.rstrip("s") or "0")


def spelled(time: Fraction) -> str:
    exact = Fraction(time)
    return f"{exact.numerator}s" if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}s"


class Reading:
    """A timeline that is being made of a sequence; `find` gives the clip of a path."""

    def __init__(self, sequence: Sequence, find: "object") -> None:
        self.sequence, self.find = sequence, find
        self.lanes: dict[tuple[str, int], list[Item]] = {}

    def build(self, host, name: str) -> "Timeline":
        timeline = new_timeline(host, name)
        timeline.rate, timeline.drop = 1 / self.sequence.frame, self.sequence.drop
        timeline.first = timeline.playhead = self.sequence.first
        self._story(self.sequence.spine, Fraction(0), 0)
        timeline.tracks = {"video": [], "audio": [], "subtitle": []}
        for (sort, _lane), items in sorted(self.lanes.items(), key=lambda row: (row[0][0], abs(row[0][1]))):
            tracks = timeline.tracks[sort]
            tracks.append(Track(sort, host.profile.track_name(sort, len(tracks) + 1), "stereo" if sort == "audio" else ""))
            for item in items:
                item.mapping = mapping_of(item.clip, tracks[-1]) if sort == "audio" and item.clip else ""
                tracks[-1].add(item)
        return timeline

    def _story(self, parent: Xml.Element, shift: Fraction, lane: int) -> None:
        """Children in the order of time; `shift` + their offset is their place on the sequence's clock."""
        for child in parent:
            own = int(child.get("lane", lane))
            at = shift + seconds(child.get("offset", "0s"))
            if child.tag == "spine":
                self._story(child, at, own)
            elif child.tag in _STORY:
                self._clip(child, at, own)
                self._story(child, at - seconds(child.get("start", "0s")), own)
            elif child.tag == "transition":
                self._joined(child, at, own)

    def _count(self, time: Fraction) -> int:
        return round(time / self.sequence.frame)

    def _lane(self, sort: str, lane: int) -> "list[Item]":
        return self.lanes.setdefault((sort, lane), [])

    def _clip(self, source: Xml.Element, at: Fraction, lane: int) -> None:
        asset = self.sequence.assets.get(source.get("ref", ""))
        if source.tag != "asset-clip" or asset is None:
            return
        media = asset.find("media-rep")
        clip: Clip | None = self.find(_path(media.get("src", "") if media is not None else asset.get("src", "")))
        left = self._count(seconds(source.get("start", asset.get("start", "0s"))) - seconds(asset.get("start", "0s")))
        frames = self._count(seconds(source.get("duration", "0s")))
        seen, heard = asset.get("hasVideo") == "1", asset.get("hasAudio") == "1"
        for sort in [name for name, there in (("video", seen and source.get("srcEnable") != "audio"), ("audio", heard)) if there]:
            item = Item(source.get("name", ""), clip, self._count(at), frames, Fraction(left), sort)
            item.enabled = source.get("enabled") != "0"
            self._lane(sort, lane).append(item)

    def _joined(self, source: Xml.Element, at: Fraction, lane: int) -> None:
        item = Item(
            source.get("name", ""), None, self._count(at), self._count(seconds(source.get("duration", "0s"))), Fraction(0)
        )
        item.transition = {"type": source.get("name", "")}
        self._lane("audio" if lane < 0 else "video", lane).append(item)


def _path(url: str) -> str:
    return unquote(urlparse(url).path) if url.startswith("file:") else url


def write(timeline: Timeline, path: Path, number: str) -> None:
    """The first track of pictures as a spine."""
    frame = 1 / timeline.rate
    root = Xml.Element("fcpxml", version=number)
    resources = Xml.SubElement(root, "resources")
    Xml.SubElement(resources, "format", id="r0", frameDuration=spelled(frame))
    facts = {"format": "r0", "tcStart": spelled(timeline.first * frame), "tcFormat": "DF" if timeline.drop else "NDF"}
    sequence = Xml.SubElement(Xml.SubElement(root, "project", name=timeline.name), "sequence", facts)
    spine = Xml.SubElement(sequence, "spine")
    items = timeline.tracks["video"][0].items if timeline.tracks["video"] else []
    for place, item in enumerate([one for one in items if one.transition is None], 1):
        url = Path(item.clip.path).as_uri() if item.clip and item.clip.path else ""
        asset = Xml.SubElement(resources, "asset", id=f"r{place}", name=item.name, start="0s", hasVideo="1")
        Xml.SubElement(asset, "media-rep", kind="original-media", src=url)
        times = {"offset": item.start * frame, "duration": item.frames * frame, "start": item.left * frame}
        Xml.SubElement(
            spine, "asset-clip", {"ref": f"r{place}", "name": item.name, **{key: spelled(time) for key, time in times.items()}}
        )
    path.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + Xml.tostring(root))
