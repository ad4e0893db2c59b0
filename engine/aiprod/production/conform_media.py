# SPDX-License-Identifier: Apache-2.0
"""What a clip of another editor's timeline is in the film: which shot and take, which line, which sound, which file.

Known by what the clip says of itself (metadata of ours), by the file that it plays (a take's, one in the film's `media/` folder,
or one of a hand-off folder, whose manifest says where it came from), by the take's first letters in a file's name or on a reel,
and last by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiprod.editing.interchange.events import Event
from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.store import FilmStore
from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Shown, Sound, SpokenLine, Timeline, TitleCard
from aiprod.production.standing import Standing

MANIFEST = "manifest.json"
_TAKE = re.compile(r"_([0-9a-f]{8})$")


@dataclass(frozen=True)
class Source:
    """What a clip shows, and how many frames of it there are (None: any number)."""

    shows: Shown
    available: int | None


@dataclass
class KnownMedia:
    """Everything that the film can show, by the ways in which a clip may name it.

    Attributes:
        store: the film.
        document: its edit: the user's, or the studio's.
        adopt: brings a file from elsewhere into the film; None: there is no such file, or it may not be brought in.
    """

    store: FilmStore
    document: Timeline
    adopt: Callable[[Path, bool], MediaFile | None]
    _paths: dict[Path, Source] = field(default_factory=dict)
    _names: dict[str, Source] = field(default_factory=dict)
    _takes: dict[str, Source] = field(default_factory=dict)
    _manifests: dict[Path, Mapping[str, Any]] = field(default_factory=dict)
    _adopted: dict[tuple[Path, bool], MediaFile | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._standing = Standing.of(self.store)
        self._in_use = {clip.shows.take for _, _, clip in self.document.clips() if isinstance(clip.shows, ShotFootage)}
        for _, _, clip in self.document.clips():
            self._know_clip(clip)
        for takes in self._standing.takes.values():
            for take in takes:
                source = Source(ShotFootage(shot=take.shot, take="" if take.chosen else take.id), take.frames)
                self._paths[take.path.resolve()] = self._takes[take.id[:8]] = source
        for line, spoken in self._standing.lines.items():
            self._place(spoken.path, f"line {line}")
        for stem, sound in self._standing.sounds.items():
            self._place(sound.path, f"sound {stem}")

    def _know_clip(self, clip: Clip) -> None:
        shows = clip.shows
        source = Source(shows, clip.available)
        if isinstance(shows, MediaFile):
            self._paths[(self.store.root / shows.path).resolve()] = source
        word = {ShotFootage: "shot", SpokenLine: "line", Sound: "sound"}.get(type(shows))
        if word is not None:
            name = getattr(shows, {"shot": "shot", "line": "line", "sound": "stem"}[word])
            self._names.setdefault(f"{word} {name}", source)

    def _place(self, path: Path, name: str) -> None:
        if name in self._names:
            self._paths.setdefault(path.resolve(), self._names[name])

    # -- asked

    def of(self, event: Event, video: bool) -> Source | None:
        """What an event shows; None where it is not known, or its media are not there."""
        return (
            self._by_facts(event.facts) or self._by_path(event.path) or self._by_reel(event)
            or self._by_name(event, video) or self._foreign(event.path, video)
        )  # fmt: skip

    def _by_facts(self, facts: Mapping[str, Any]) -> Source | None:
        take, shot = str(facts.get("take", "")), str(facts.get("shot", ""))
        if take.startswith("file:"):
            return self._paths.get((self.store.root / take.removeprefix("file:")).resolve())
        if take and take[:8] in self._takes:
            return self._takes[take[:8]]
        named = [("shot", shot if take else ""), ("sound", str(facts.get("stem", ""))), ("line", str(facts.get("line", "")))]
        return next((self._names[f"{word} {name}"] for word, name in named if name and f"{word} {name}" in self._names), None)

    def _by_path(self, path: Path | None) -> Source | None:
        if path is None:
            return None
        try:
            found = self._paths.get(path.resolve())
        except (OSError, RuntimeError, ValueError):
            return None
        if found is not None:
            return found
        told = self._manifest(path).get(path.name)
        source = self._by_facts(told) if told else None
        take = _TAKE.search(path.stem)
        return source or (self._takes.get(take.group(1)) if take else None)

    def _manifest(self, path: Path) -> Mapping[str, Any]:
        """File name → where it came from, as the hand-off folder that the file lies in says."""
        folder = path.parent
        if folder not in self._manifests:
            self._manifests[folder] = {}
            for place in (folder / MANIFEST, folder.parent / MANIFEST):
                if place.is_file():
                    self._manifests[folder] = _sources(place)
                    break
        return self._manifests[folder]

    def _by_reel(self, event: Event) -> Source | None:
        return self._takes.get(str(event.facts.get("reel", "")).lower())

    def _by_name(self, event: Event, video: bool) -> Source | None:
        """By the clip's name, where its own file is not there to be taken."""
        if event.path is not None and event.path.is_file():
            return None
        words = ("shot",) if video else ("line", "sound")
        stems = [event.name, event.name.rpartition(".")[0], event.path.stem if event.path else ""]
        for name in stems:
            bare = _TAKE.sub("", name)
            for word in words:
                if bare and f"{word} {bare}" in self._names:
                    return self._names[f"{word} {bare}"]
        return None

    def _foreign(self, path: Path | None, video: bool) -> Source | None:
        if path is None:
            return None
        if (path, video) not in self._adopted:
            self._adopted[path, video] = self.adopt(path, video)
        media = self._adopted[path, video]
        if media is None:
            return None
        rate = self.store.film.brief.rate
        return Source(media, None if media.still else int(media.frames * rate.fps / media.rate.fps))

    def same_take(self, one: Shown, other: Shown) -> bool:
        """Whether two clips show the same: a pinned take that is the newest is the newest."""
        if isinstance(one, ShotFootage) and isinstance(other, ShotFootage):
            return one.shot == other.shot and self._take_of(one) == self._take_of(other)
        if isinstance(one, TitleCard) or isinstance(other, TitleCard):
            return False
        return one == other

    def _take_of(self, shows: ShotFootage) -> str:
        chosen = self._standing.take(shows.shot)
        return shows.take or (chosen.id if chosen else "")


def _sources(path: Path) -> Mapping[str, Any]:
    try:
        data = read_json(path)
        files = data.get("files", []) if isinstance(data, dict) else []
        return {Path(str(f["path"])).name: dict(f.get("source") or {}) for f in files if isinstance(f, dict) and "path" in f}
    except (UserError, TypeError, ValueError):
        return {}
