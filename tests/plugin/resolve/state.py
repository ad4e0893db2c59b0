# SPDX-License-Identifier: Apache-2.0
"""What the host remembers: databases, projects, bins, clips, timelines and what lies on them. No script touches these."""

import itertools
from fractions import Fraction

from tests.plugin.resolve.media import Media
from tests.plugin.resolve.timecode import to_frames

_NUMBERS = itertools.count(1)


class Node:
    """Anything that a script can hold."""

    kind = ""

    def __init__(self) -> None:
        self.number = next(_NUMBERS)
        self.id = f"{self.number:08x}-a1f0-4d00-8000-{self.number:012x}"


class Marker:
    """A marker; `at` and `frames` in frames of its owner, from the owner's start."""

    def __init__(self, at: float, colour: str, name: str, note: str, frames: float, data: str) -> None:
        self.at, self.colour, self.name, self.note, self.frames, self.data = at, colour, name, note, frames, data


class Marked(Node):
    """Something with markers, and marks in and out: {"video": [in, out], "audio": [in, out]}."""

    def __init__(self) -> None:
        super().__init__()
        self.markers: dict[float, Marker] = {}
        self.marks: dict[str, list] = {}


class Bin(Node):
    kind = "Folder"

    def __init__(self, name: str, parent: "Bin | None") -> None:
        super().__init__()
        self.name, self.parent = name, parent
        self.bins: list[Bin] = []
        self.clips: list[Clip] = []
        self.transcribed = self.classified = False

    def walk(self) -> "list[Bin]":
        return [self] + [found for child in self.bins for found in child.walk()]


class Clip(Marked):
    """A clip of the media pool; `rate` is the rate that it counts in (a WAV: that of the project when it was imported)."""

    kind = "MediaPoolItem"

    def __init__(self, name: str, path: str, media: Media, rate: Fraction, timeline: "Timeline | None" = None) -> None:
        super().__init__()
        self.name, self.path, self.media, self.rate, self.timeline = name, path, media, rate, timeline
        self.metadata: dict[str, str] = {}
        self.foreign: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.flags: list[str] = []
        self.mattes: list[str] = []
        self.colour = self.proxy = self.full = self.mapping = ""
        self.online = True
        self.transcript = False
        self.classified = False
        self.start_tc = media.start_tc

    @property
    def frames(self) -> int:
        """Frames at the clip's own rate."""
        if self.media.kind == "audio":
            return int(self.media.seconds * self.rate)
        return self.media.frames


class Grade(Node):
    """The nodes of a grade: label, LUT and whether it is on, by place; CDLs can be set, never read."""

    kind = "Graph"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[dict] = [self.fresh()]
        self.cdl: dict[int, dict] = {}
        self.drx = ""

    @staticmethod
    def fresh() -> "dict":
        return {"label": "", "lut": "", "enabled": True, "cache": -1, "tools": []}

    def copy(self) -> "Grade":
        other = Grade()
        other.nodes = [dict(node) for node in self.nodes]
        other.cdl = {place: dict(values) for place, values in self.cdl.items()}
        other.drx = self.drx
        return other


class Take:
    """A take of an item; `first` and `frames` at the clip's rate."""

    def __init__(self, clip: Clip, first: int, end: int) -> None:
        self.clip, self.first, self.end = clip, first, end


class Item(Marked):
    """Something on a track: [start, start + frames) of the timeline, from `left` frames after the media's first."""

    kind = "TimelineItem"

    def __init__(self, name: str, clip: "Clip | None", start: int, frames: int, left: Fraction, sort: str = "video") -> None:
        super().__init__()
        self.name, self.clip, self.start, self.frames, self.left, self.sort = name, clip, start, frames, Fraction(left), sort
        self.track: Track | None = None
        self.linked: list[Item] = []
        self.takes: list[Take] = []
        self.taken = 0
        self.versions: dict[int, dict[str, Grade]] = {0: {"Version 1": Grade()}, 1: {}}
        self.version: tuple = ("Version 1", 0)
        self.flags: list[str] = []
        self.fusion: list[str] = []
        self.properties: dict = {}
        self.colour = self.mapping = ""
        self.enabled = True
        self.caches = {"color": -1, "fusion": -1}
        self.speed: dict = {
            "Percentage": 100.0,
            "PitchCorrection": True,
            "StretchKeyframesToFit": False,
            "RippleTimeline": False,
        }
        self.fades = {"FadeIn": 0, "FadeOut": 0}
        self.isolation = {"isEnabled": False, "amount": 100}
        self.blanking = {"Top": 0, "Bottom": 0, "Left": 0, "Right": 0}
        self.blanking_of_timeline = True
        self.group: Group | None = None
        self.transition: dict | None = None
        self.masked = ""

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def grade(self) -> Grade:
        return self.versions[self.version[1]][self.version[0]]


class Track:
    def __init__(self, sort: str, name: str, layout: str = "") -> None:
        self.sort, self.name, self.layout = sort, name, layout
        self.locked, self.enabled = False, True
        self.items: list[Item] = []
        self.isolation = {"isEnabled": False, "amount": 100}

    def add(self, item: Item) -> None:
        item.track = self
        self.items.append(item)
        self.items.sort(key=lambda other: (other.start, other.transition is not None))

    def busy(self, start: int, end: int) -> bool:
        return any(item.start < end and start < item.end for item in self.items if item.transition is None)


class Timeline(Marked):
    """A timeline. `first` = the frame number of its start timecode, playhead counted like it."""

    kind = "Timeline"

    def __init__(self, name: str, rate: Fraction, drop: bool, settings: "dict") -> None:
        super().__init__()
        self.name, self.rate, self.drop, self.settings = name, rate, drop, settings
        self.first = to_frames("01:00:00:00", rate, drop)
        self.playhead = self.first
        self.tracks: dict[str, list[Track]] = {
            "video": [Track("video", "Video 1")],
            "audio": [Track("audio", "Audio 1", "stereo")],
            "subtitle": [],
        }
        self.aimed = {"video": 1, "audio": 1}
        self.selected: list[Item] = []
        self.clip: Clip | None = None
        self.grade = Grade()
        self.blanking = {"Top": 0, "Bottom": 0, "Left": 0, "Right": 0}
        self.stereo = True
        self.transitions_changed = 0

    @property
    def all_tracks(self) -> "list[Track]":
        return [track for sort in ("video", "audio", "subtitle") for track in self.tracks[sort]]

    @property
    def items(self) -> "list[Item]":
        return [item for track in self.all_tracks for item in track.items]

    @property
    def end(self) -> int:
        return max([item.end for item in self.items] or [self.first])


class Group(Node):
    kind = "ColorGroup"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.before, self.after = name, Grade(), Grade()


class Still(Node):
    kind = "GalleryStill"

    def __init__(self, label: str, size: "tuple", drx: str) -> None:
        super().__init__()
        self.label, self.size, self.drx = label, size, drx


class Album(Node):
    kind = "GalleryStillAlbum"

    def __init__(self, name: str, power: bool = False) -> None:
        super().__init__()
        self.name, self.power = name, power
        self.stills: list[Still] = []


class Gallery(Node):
    kind = "Gallery"

    def __init__(self) -> None:
        super().__init__()
        self.albums = [Album("Stills 1")]
        self.power = [Album("PowerGrade 1", power=True)]
        self.current = self.albums[0]


class Project(Node):
    """A project; `dirty` = changed since it was saved."""

    kind = "Project"

    def __init__(self, name: str, rate: Fraction, settings: "dict") -> None:
        super().__init__()
        self.name, self.rate, self.drop, self.settings = name, rate, False, settings
        self.root = Bin("Master", None)
        self.bin = self.root
        self.timelines: list[Timeline] = []
        self.timeline: Timeline | None = None
        self.selected: list[Clip] = []
        self.gallery = Gallery()
        self.groups: list[Group] = []
        self.queue: list[dict] = []
        self.rendering: list[str] = []
        self.render: dict = {}
        self.render_format = ("mov", "ProRes422HQ")
        self.render_mode = 1
        self.luts: set = set()
        self.dirty = False
        self.fresh: list[Item] = []
        self.pool = Pool(self)
        self.modified = 0

    @property
    def clips(self) -> "list[Clip]":
        return [clip for folder in self.root.walk() for clip in folder.clips]


class Pool(Node):
    kind = "MediaPool"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project


class Shelf:
    """A folder of projects in a database."""

    def __init__(self, name: str, parent: "Shelf | None") -> None:
        self.name, self.parent = name, parent
        self.shelves: list[Shelf] = []
        self.projects: list[Project] = []


class Database:
    def __init__(self, sort: str, name: str) -> None:
        self.sort, self.name = sort, name
        self.root = Shelf("", None)

    @property
    def row(self) -> "dict[str, str]":
        return {"DbType": self.sort, "DbName": self.name}


class Place(Node):
    """A thing of which there is one: Resolve, ProjectManager, MediaStorage, Fusion."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
