# SPDX-License-Identifier: Apache-2.0
"""What the bin holds: shots with their takes, lines, music and sounds, the user's media, titles; and how each becomes clips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aiprod.film.film import Film
from aiprod.film.shots import Shot
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Kind, MediaFile, ShotFootage, Shown, Sound, SpokenLine, Timeline, TitleCard, named
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from aiprod.production.standing import Standing, TakeOf

Group = Literal["shots", "lines", "sounds", "media", "titles"]
GROUPS: dict[Group, str] = {
    "shots": QT_TRANSLATE_NOOP("Bin", "Shots"),
    "lines": QT_TRANSLATE_NOOP("Bin", "Dialogue"),
    "sounds": QT_TRANSLATE_NOOP("Bin", "Music and sound"),
    "media": QT_TRANSLATE_NOOP("Bin", "My media"),
    "titles": QT_TRANSLATE_NOOP("Bin", "Titles"),
}
TITLE_S = 4.0
STILL_S = 5.0


@dataclass(frozen=True)
class Media:
    """A file of the user's in the film's folder: its picture, its sound, or both, and whether they are there."""

    picture: MediaFile | None
    sound: MediaFile | None
    there: bool = True

    @property
    def file(self) -> MediaFile:
        found = self.picture or self.sound
        assert found is not None
        return found


@dataclass(frozen=True)
class Item:
    """One thing in the bin.

    Attributes:
        key: its name, which stays: "shot s1", "take 4f…", "line s1-l1", "sound score", "file media/x.mp4", "title opening".
        shows: what its clips show.
        name, note: for people; a note may be empty.
        frames: how many there are at the film's rate; None: as many as one likes.
        picture: a picture, or a film whose `still_frame` stands for it; None: it is heard only.
        path: the file itself.
        takes: of a shot, newest first.
        lines: of a shot: (frames behind its beginning, line's item), laid with it.
        sound: of a film file: the sound that belongs to its picture.
        used: how often it is on the timeline.
        missing: whether its file is not there.
        chosen: of a take: whether the studio shows it.
    """

    key: str
    group: Group
    shows: Shown
    name: str
    note: str = ""
    frames: int | None = None
    picture: Path | None = None
    still_frame: int = 0
    path: Path | None = None
    takes: tuple[Item, ...] = ()
    lines: tuple[tuple[int, Item], ...] = ()
    sound: MediaFile | None = None
    used: int = 0
    missing: bool = False
    chosen: bool = False
    made_at: float = 0.0
    label: str = ""

    @property
    def words(self) -> str:
        """What is searched."""
        return f"{self.name} {self.note} {self.label} {' '.join(take.label for take in self.takes)}".casefold()


def items_of(film: Film, standing: Standing, timeline: Timeline | None, media: Sequence[Media] = ()) -> tuple[Item, ...]:
    """Everything, in the film's order. Reads no file."""
    rate = timeline.rate if timeline is not None else film.brief.rate
    used = Counter(named(clip.shows) for _, _, clip in timeline.clips()) if timeline is not None else Counter()
    lines = _lines(film, standing, rate)
    found = [*_shots(standing, rate, lines), *lines.values(), *_sounds(standing, timeline)]
    found += [media_item(item, standing.root, rate) for item in media]
    found += _titles(film, rate)
    return tuple(replace(item, used=used[named(item.shows)]) if item.group != "titles" else item for item in found)


def _shots(standing: Standing, rate: FrameRate, lines: Mapping[str, Item]) -> list[Item]:
    shots = {shot.id: shot for shot in standing.shots.shots} if standing.shots is not None else {}
    gone = [shot for shot in standing.takes if shot not in shots]
    return [_shot(name, shots.get(name), standing, rate, lines) for name in (*shots, *gone)]


def _shot(name: str, shot: Shot | None, standing: Standing, rate: FrameRate, lines: Mapping[str, Item]) -> Item:
    takes = standing.takes.get(name, ())
    shown = next((take for take in takes if take.chosen), takes[0] if takes else None)
    picture = _still(shown) if shown is not None else standing.stills.get(name)
    spoken = tuple((rate.frames(line.start_s), lines[line.line]) for line in shot.lines if line.line in lines) if shot else ()
    return Item(
        f"shot {name}", "shots", ShotFootage(shot=name), name, shot.description if shot else "",
        frames=shown.frames if shown else shot.frames if shot else None, picture=picture,
        path=shown.path if shown else None, takes=tuple(_take(take) for take in takes), lines=spoken,
        label=shown.label if shown else "",
    )  # fmt: skip


def _still(take: TakeOf) -> Path:
    return take.stills[len(take.stills) // 2] if take.stills else take.path


def _take(take: TakeOf) -> Item:
    return Item(
        f"take {take.id}", "shots", ShotFootage(shot=take.shot, take=take.id), take.shot, take.generator, frames=take.frames,
        picture=_still(take), path=take.path, chosen=take.chosen, made_at=take.made_at, label=take.label,
    )  # fmt: skip


def _lines(film: Film, standing: Standing, rate: FrameRate) -> dict[str, Item]:
    script = film.screenplay
    written = {line.id: line for line in script.lines()} if script is not None else {}
    cast = {member.id: member.name for member in script.cast} if script is not None else {}
    found = {}
    for name, line in standing.lines.items():
        if name in written:
            said = written[name]
            frames = max(1, rate.frames(line.speech.duration_s))
            found[name] = Item(
                f"line {name}", "lines", SpokenLine(line=name), said.text, cast.get(said.character, said.character), frames,
                path=line.path,
            )  # fmt: skip
    return found


def _sounds(standing: Standing, timeline: Timeline | None) -> list[Item]:
    """Their lengths are known from the timeline, where they are on it."""
    lengths = {
        clip.shows.stem: clip.available for _, _, clip in timeline.clips() if isinstance(clip.shows, Sound)
    } if timeline is not None else {}  # fmt: skip
    return [
        Item(f"sound {stem}", "sounds", Sound(stem=stem, bus=sound.bus), stem, sound.bus, frames=lengths.get(stem),
             path=sound.path)
        for stem, sound in standing.sounds.items()
    ]  # fmt: skip


def media_item(media: Media, root: Path, rate: FrameRate) -> Item:
    file = media.file
    path = root / file.path
    frames = None if file.still else max(1, floor(file.frames * rate.fps / file.rate.fps))
    return Item(
        f"file {file.path}", "media", file, Path(file.path).name, frames=frames, picture=path if media.picture else None,
        path=path, sound=media.sound if media.picture else None, missing=not media.there,
    )  # fmt: skip


def _titles(film: Film, rate: FrameRate) -> list[Item]:
    name = film.screenplay.title if film.screenplay is not None else film.name
    cards = {"opening": TitleCard(title=name), "end": TitleCard(title=name, style="end")}
    return [Item(f"title {style}", "titles", card, style, frames=rate.frames(TITLE_S)) for style, card in cards.items()]


def chosen_of(items: Sequence[Item], words: str, group: Group | None, *, unused: bool = False) -> tuple[Item, ...]:
    """The items of a group whose words hold all that is looked for."""
    needles = words.casefold().split()
    return tuple(
        item for item in items
        if (group is None or item.group == group) and not (unused and item.used) and all(word in item.words for word in needles)
    )  # fmt: skip


# -- onto the timeline -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A clip that an item becomes: on what kind of track, and how many frames behind the first."""

    kind: Kind
    at: int
    clip: Clip


def parts_of(item: Item, rate: FrameRate, span: tuple[int, int] | None = None) -> tuple[Part, ...]:
    """The clips of an item: a shot brings its lines, a film file its sound, linked.

    Args:
        item: what.
        rate: the timeline's.
        span: the frames [in, out) of it that are wanted; all by default.
    """
    length = item.frames if item.frames is not None else rate.frames(STILL_S)
    first, end = span if span is not None and span[0] < span[1] else (0, length)
    end = min(end, length) if item.frames is not None and item.group != "titles" else end
    main = _clip(item, first, end)
    if item.group in ("lines", "sounds"):
        return (Part("audio", 0, main),)
    if item.group == "titles":
        return (Part("title", 0, main),)
    if item.group == "media":
        return _media_parts(item, main)
    spoken = [(at, line) for at, line in item.lines if first <= at < end]
    if not spoken:
        return (Part("video", 0, main),)
    linked = [Part("audio", at - first, _clip(line, 0, line.frames or 1).with_(link=item.key)) for at, line in spoken]
    return (Part("video", 0, main.with_(link=item.key)), *linked)


def _media_parts(item: Item, main: Clip) -> tuple[Part, ...]:
    if item.picture is None:
        return (Part("audio", 0, main),)
    heard = item.sound
    if heard is None or main.source_in >= heard.frames:
        return (Part("video", 0, main),)
    length = min(main.length, heard.frames - main.source_in)
    sound = main.with_(id=f"{main.id} sound", shows=heard, available=heard.frames, length=length, link=item.key)
    return Part("video", 0, main.with_(link=item.key)), Part("audio", 0, sound)


def _clip(item: Item, first: int, end: int) -> Clip:
    endless = item.frames is None or item.group == "titles"
    name = item.name if item.group != "titles" else ""
    return Clip(
        id=item.name[:40].replace("~", "-") or "clip", name=name[:200], shows=item.shows, length=max(1, end - first),
        source_in=0 if endless else first, available=None if endless else item.frames,
    )  # fmt: skip


def alone(item: Item, rate: FrameRate) -> Timeline:
    """An item as an edit of its own, to be played."""
    from aiprod.film.timeline import Track

    parts = parts_of(item, rate)
    kinds: tuple[Kind, ...] = ("video", "title", "audio")
    tracks = []
    for kind in kinds:
        mine = sorted((part for part in parts if part.kind == kind), key=lambda part: part.at)
        rows: list[list[Part]] = [[]]
        for part in mine:
            row = next((row for row in rows if not row or row[-1].at + row[-1].clip.length <= part.at), None)
            if row is None:
                rows.append(row := [])
            row.append(part)
        for number, row in enumerate(rows):
            tracks.append(Track(id=f"{kind} {number}", kind=kind, name=_NAMES[kind], clips=_in_time(row, f"{kind}{number}")))
    return Timeline(rate=rate, tracks=tuple(tracks))


_NAMES: Mapping[Kind, str] = {"video": "Picture", "title": "Titles", "audio": "Dialogue"}


def _in_time(row: Sequence[Part], name: str) -> tuple[Clip, ...]:
    at, clips = 0, []
    for number, part in enumerate(row):
        clips.append(part.clip.with_(id=f"{name}-{number}", gap=part.at - at))
        at = part.at + part.clip.length
    return tuple(clips)
