# SPDX-License-Identifier: Apache-2.0
"""What the user did before the script came: projects, timelines, media and marks, made past the API, so not counted."""

from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve.acts.placing import Order, new_timeline, place
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.media import Media, probe
from tests.plugin.resolve.state import Bin, Clip, Item, Project, Timeline, Track
from tests.plugin.resolve.timecode import parse_rate, to_frames


class Setup:
    """The user's hands. Frames count from a timeline's first frame."""

    def __init__(self, host: "object") -> None:
        self._host = host

    def project(self, name: str, rate: str = "24", width: int = 1920, height: int = 1080) -> Project:
        """A new project, opened; rate as the host calls it: "23.976", "29.97 DF"."""
        project = self._host.new_project(name)
        project.rate, project.drop = parse_rate(rate)
        project.settings.update(
            timelineResolutionWidth=str(width),
            timelineResolutionHeight=str(height),
            timelineDropFrameTimecode="1" if project.drop else "0",
        )
        self._host.project = project
        return project

    def timeline(self, name: str = "Timeline 1", start: str = "01:00:00:00", video: int = 1, audio: int = 1) -> Timeline:
        """A new timeline at the project's rate, shown, with so many tracks (0 = none at all)."""
        timeline = new_timeline(self._host, name)
        assert timeline is not None, f"there is a timeline {name}"
        timeline.first = timeline.playhead = to_frames(start, timeline.rate, timeline.drop)
        name = self._host.profile.track_name
        timeline.tracks["video"] = [Track("video", name("video", number + 1)) for number in range(video)]
        timeline.tracks["audio"] = [Track("audio", name("audio", number + 1), "stereo") for number in range(audio)]
        self._host.project.dirty = False
        return timeline

    def media(self, path: "str | Path", folder: "Bin | None" = None) -> Clip:
        """Imports a file into a bin (else the root)."""
        media = probe(str(path), self._host.known)
        assert media is not None, f"{path} is no media"
        project = self._host.project
        clip = Clip(Path(path).name, str(path), media, media.rate if media.kind == "video" else project.rate)
        (folder or project.root).clips.append(clip)
        return clip

    def imagined(self, path: str, frames: int, rate: "Fraction | None" = None, channels: int = 2) -> Clip:
        """A clip without a file, for what only counts frames."""
        own = rate or self._host.project.rate
        media = Media(
            "video", own, frames, frames / own, (1920, 1080), video_codec="prores", channels=channels, sample_rate=48000
        )
        self._host.known[path] = media
        return self.media(path)

    def place(
        self, clip: Clip, at: int, first: int = 0, end: "int | None" = None, track: int = 1, only: "int | None" = None
    ) -> "list[Item]":
        """Lays source frames [first, end) of a clip at a frame of the current timeline; `only` 1 = picture, 2 = sound."""
        host, timeline = self._host, self._host.project.timeline
        row = {"mediaPoolItem": clip, "startFrame": first, "endFrame": clip.frames if end is None else end, "trackIndex": track}
        row["recordFrame"] = timeline.first + at
        row.update({"mediaType": only} if only else {})
        was, host.faults = host.faults, Faults()  # a user's hands place what they mean to place
        items = place(host, timeline, Order(clip, row))
        host.faults = was
        host.project.dirty, host.fresh = False, []
        return items

    def playhead(self, frame: int) -> None:
        timeline = self._host.project.timeline
        timeline.playhead = timeline.first + frame

    def select(self, *items: Item) -> None:
        self._host.project.timeline.selected = list(items)

    def marks(self, first: "int | None", last: "int | None") -> None:
        """In and out of the current timeline, the last frame inside, for picture and sound."""
        self._host.project.timeline.marks = (
            {} if first is None and last is None else {sort: [first, last] for sort in ("video", "audio")}
        )

    def subtitle(self, text: str, start: int, end: int) -> Item:
        timeline = self._host.project.timeline
        if not timeline.tracks["subtitle"]:
            timeline.tracks["subtitle"].append(Track("subtitle", "Subtitle 1"))
        item = Item(text, None, timeline.first + start, end - start, Fraction(0), "subtitle")
        timeline.tracks["subtitle"][0].add(item)
        return item

    def title(self, text: str, start: int, end: int, track: int = 1) -> Item:
        timeline = self._host.project.timeline
        item = Item(text, None, timeline.first + start, end - start, Fraction(0), "title")
        timeline.tracks["video"][track - 1].add(item)
        return item

    def opens_dialog(self, text: str = "Project settings") -> None:
        """Something modal: until it is closed every call fails."""
        self._host.modal = text
