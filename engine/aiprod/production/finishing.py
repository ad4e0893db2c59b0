# SPDX-License-Identifier: Apache-2.0
"""What the finished film is made of, as exports need it: `finishing.json`, written with every delivery.

It can always be worked out again: `aiprod resume` writes it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from aiprod.delivery.muxing import Chapter
from aiprod.delivery.subtitles import Cue
from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.grade import ShotGrade
from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.film.time import FrameRate
from aiprod.production.timelines import edit_hash

if TYPE_CHECKING:
    import opentimelineio as otio

    from aiprod.production.cut import Cut

NAME = "finishing.json"


class Scene(FilmObject):
    """A scene on the film's clock: frames [start, end)."""

    title: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Finishing(FilmObject):
    """The finished film. Takes are named by their ids."""

    timeline: str
    """Hash of `timeline.otio` as it was rendered (`timelines.edit_hash`)."""
    frames: int = Field(gt=0)
    rate: FrameRate
    width: int
    height: int
    footage: dict[str, str]
    """Shot id → take. What the edit shows beside them goes by its own name: a take's id, or "file:PATH" in the film's folder."""
    spaces: dict[str, str] = Field(default_factory=dict)
    """Shot id → the colours of its footage, where they are not Rec.709."""
    grades: tuple[ShotGrade, ...]
    picture: str
    mix: str
    package: str
    words: dict[str, Any]
    """What the delivery says of itself: title, language, author, description, models, source types."""
    subtitles: tuple[tuple[float, float, str, str], ...] = ()
    """Start and end in seconds, text, speaker."""
    scenes: tuple[Scene, ...] = ()


class Finished:
    """A finished film, opened for exports.

    Raises UserError when it is not finished, or was changed since.
    """

    def __init__(self, store: FilmStore) -> None:
        self.store = store
        path = store.root / NAME
        if not path.is_file():
            raise _unfinished(store, "it was not delivered by this version")
        self.facts = Finishing.from_json(read_json(path))
        timeline = store.root / "timeline.otio"
        if not timeline.is_file() or edit_hash(timeline) != self.facts.timeline:
            raise _unfinished(store, "its edit was changed since")

    @property
    def title(self) -> str:
        return str(self.facts.words["title"])

    @property
    def language(self) -> str:
        return str(self.facts.words["language"])

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(Cue(*fields) for fields in self.facts.subtitles)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Scenes, where there are several."""
        scenes = self.facts.scenes
        return tuple(Chapter(scene.start, scene.end, scene.title) for scene in scenes) if len(scenes) > 1 else ()

    @cached_property
    def timeline(self) -> otio.schema.Timeline:
        import opentimelineio as otio

        timeline = otio.adapters.read_from_file(str(self.store.root / "timeline.otio"))
        assert isinstance(timeline, otio.schema.Timeline)
        return timeline

    @property
    def media(self) -> Mapping[str, Path]:
        """Shot id → picture. Raises DamagedTakeError for a take that was altered."""
        return {
            shot: self.store.root / take.removeprefix("file:") if take.startswith("file:") else self._file(take, "picture.mp4")
            for shot, take in self.facts.footage.items()
        }

    @property
    def grades(self) -> Mapping[str, ShotGrade]:
        return {grade.shot: self._with_lut(grade) for grade in self.facts.grades}

    @property
    def picture(self) -> Path:
        """The screening copy's picture."""
        return self._file(self.facts.picture, "picture.mp4")

    @cached_property
    def mix(self) -> Take:
        return self.store.takes.load(self.facts.mix)

    @property
    def mix_folder(self) -> Path:
        return self.store.takes.folder(self.mix.id)

    @property
    def layout(self) -> str:
        """Of the mix: "stereo", "5.1" or "binaural"."""
        return str(self.mix.facts.get("layout", "stereo"))

    def _file(self, take_id: str, name: str) -> Path:
        return self.store.takes.path(self.store.takes.load(take_id), name)

    def _with_lut(self, grade: ShotGrade) -> ShotGrade:
        if grade.lut is None:
            return grade
        return grade.changed(lut=grade.lut.changed(path=str(self.store.root / "luts" / f"{grade.lut.sha256}.cube")))


def write_finishing(cut: Cut, words: Mapping[str, Any], cues: tuple[Cue, ...]) -> Finishing:
    """Note what was delivered, beside the film."""
    from aiprod.production.edited import film_frames, other_footage

    assert cut.picture is not None and cut.mix is not None and cut.package is not None
    fmt = cut.segments[0].format
    facts = Finishing(
        timeline=edit_hash(cut.root / "timeline.otio"), frames=film_frames(cut), rate=cut.brief.rate,
        width=fmt.width, height=fmt.height, footage=_footage(cut) | other_footage(cut),
        spaces=_spaces(cut), grades=tuple(_pathless(grade) for grade in cut.grades), picture=cut.picture.id, mix=cut.mix.id,
        package=cut.package.id, words=dict(words), subtitles=tuple((c.start, c.end, c.text, c.speaker) for c in cues),
        scenes=scenes_of(cut),
    )  # fmt: skip
    write_json(cut.root / NAME, facts.to_json())
    return facts


def _footage(cut: Cut) -> dict[str, str]:
    return {shot: take.id for shot, take in cut.footage.items()}


def scenes_of(cut: Cut) -> tuple[Scene, ...]:
    """Every scene from its first cut to the next scene's; the first one begins with the film."""
    from aiprod.production.edited import film_frames, shots_seen

    starts: dict[str, int] = {}
    for time in shots_seen(cut):
        starts.setdefault(time.shot.scene, time.cut_in)
    edges = [0, *list(starts.values())[1:], film_frames(cut)]
    titles = [cut.script.scene(scene).heading or scene for scene in starts]
    return tuple(
        Scene(title=title, start=start, end=end)
        for title, start, end in zip(titles, edges, edges[1:], strict=False) if end > start
    )  # fmt: skip


def _spaces(cut: Cut) -> dict[str, str]:
    return {source.name: source.space for segment in cut.segments for source in (segment.outgoing, segment.incoming)
            if source is not None and source.space != "rec709"}  # fmt: skip


def _pathless(grade: ShotGrade) -> ShotGrade:
    return grade if grade.lut is None else grade.changed(lut=grade.lut.changed(path=""))


def _unfinished(store: FilmStore, why: str) -> UserError:
    return UserError(f"{store.root} can't be exported", why, f"Run `aiprod resume {store.root}`.")
