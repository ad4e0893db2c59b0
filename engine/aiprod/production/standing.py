# SPDX-License-Identifier: Apache-2.0
"""What has been made of a film so far, for whoever shows it: read from its folder, without locks and without hashing.

It says what there is whether the film is finished, half made, under way in another process, killed, damaged or older than this
program: what can't be read is simply not there, and `troubles` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.findings import QualityReport
from aiprod.film.grade import ShotGrade
from aiprod.film.hashing import seed_from
from aiprod.film.mix import Bus
from aiprod.film.shots import Shot, ShotList
from aiprod.film.speech import Speech
from aiprod.film.store import FilmStore
from aiprod.production.chain.record import Fall, FallBook
from aiprod.production.levels import FADES_S, LEVELS_DB
from aiprod.production.shelf import Shelf
from aiprod.production.shot_lists import decided, line_seconds
from aiprod.production.state import ProductionState, read_state

_SOUNDS: Mapping[str, Bus] = {"score": "music", "ambience": "ambience", "effect": "effects"}
_MOST_NUMBERS = 40
"""How many numbers of retakes are tried when a take's own is looked for."""


@dataclass(frozen=True)
class TakeOf:
    """One take of a shot.

    Attributes:
        id: the take's.
        shot: the shot that it shows.
        path: its picture.
        frames: how many it has.
        generator: who made it, with its version.
        label: what its picture is called wherever it is shown: "animatic", …
        made_at: seconds since 1970.
        chosen: whether the studio shows this one now.
        current: whether it shows the shot as it is directed now.
        number: which take of the shot as it is directed now (0 the first, 1 the first retake …); None of another direction.
        eur: what was paid for it.
        still_names: files of small pictures of it, from its beginning to its end.
    """

    id: str
    shot: str
    path: Path
    frames: int
    generator: str
    label: str
    made_at: float
    chosen: bool
    current: bool
    number: int | None
    eur: float = 0.0
    still_names: tuple[str, ...] = ()

    @property
    def stills(self) -> tuple[Path, ...]:
        return tuple(self.path.with_name(name) for name in self.still_names)


class LineOf(NamedTuple):
    """A spoken line: its sound, and its words and phonemes in time."""

    path: Path
    speech: Speech


class SoundOf(NamedTuple):
    """A piece of music, ambience or effect.

    Attributes:
        path: its file.
        bus: where it belongs.
        level_db: how loud its bus stands before the mix; a clip's own facts ("gain_db") hold this already.
        fade_s: how it begins and ends.
        take: its id.
    """

    path: Path
    bus: Bus
    level_db: float
    fade_s: float
    take: str


class MixOf(NamedTuple):
    """The mix: its programme and what was measured of it."""

    path: Path
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """What has been made.

    Attributes:
        root: the film's folder.
        state: as the last production that ended left it.
        current: whether nothing was changed since then.
        shots: the shots as directed last, with what the user has decided about single ones by now; None before directing.
        stills: shot id → its picture on the storyboard.
        takes: shot id → every take of it that is there, newest first; also of shots that are in the film no longer.
        lines: line id → the line as it was spoken last.
        sounds: stem → sound, as the timeline's clips name it.
        grades: shot id → its grade with what the user has decided by now; `studio_grades`: without.
        mix: the last mix, None before.
        report: of quality control, on what was delivered last.
        delivery: delivered files that are there.
        falls: generators that gave way to others.
        troubles: what could not be read, in words.
    """

    root: Path
    state: ProductionState = field(default_factory=ProductionState)
    current: bool = False
    shots: ShotList | None = None
    stills: Mapping[str, Path] = field(default_factory=dict)
    takes: Mapping[str, tuple[TakeOf, ...]] = field(default_factory=dict)
    lines: Mapping[str, LineOf] = field(default_factory=dict)
    sounds: Mapping[str, SoundOf] = field(default_factory=dict)
    grades: Mapping[str, ShotGrade] = field(default_factory=dict)
    studio_grades: Mapping[str, ShotGrade] = field(default_factory=dict)
    mix: MixOf | None = None
    report: QualityReport | None = None
    delivery: tuple[Path, ...] = ()
    falls: tuple[Fall, ...] = ()
    troubles: tuple[str, ...] = ()

    @classmethod
    def of(cls, store: FilmStore) -> Standing:
        """What has been made of an open film; its document is taken as the store has it, not read again."""
        return _Reading(store).standing()

    @classmethod
    def shots_of(cls, store: FilmStore) -> ShotList | None:
        """`shots` alone, for whoever asks for no more: neither takes nor sounds are looked at."""
        return _Reading(store).shots()

    def take(self, shot: str) -> TakeOf | None:
        """The take of a shot that the studio shows now."""
        return next((take for take in self.takes.get(shot, ()) if take.chosen), None)

    def take_named(self, take_id: str) -> TakeOf | None:
        """A take by its id."""
        return self._by_id.get(take_id)

    @cached_property
    def _by_id(self) -> Mapping[str, TakeOf]:
        found: dict[str, TakeOf] = {}
        for takes in self.takes.values():
            for take in takes:
                found.setdefault(take.id, take)
        return found


class _Reading:
    """One look at a film's folder."""

    def __init__(self, store: FilmStore) -> None:
        self._root, self._film = store.root, store.film
        self._troubles: list[str] = []
        self._state = self._whole(lambda: read_state(store.root), ProductionState())
        self._shelf = Shelf.of(store.root, self._state)

    def shots(self) -> ShotList | None:
        return self._directed()[1]

    def standing(self) -> Standing:
        directed, shots = self._directed()
        studio = self._studio_grades()
        return Standing(
            root=self._root, state=self._state, current=self._state.is_of(self._film), shots=shots,
            stills={shot: path for shot, take in self._shelf.named("still ").items() if (path := self._file(take, "still.png"))},
            takes=self._takes(directed, shots), lines=self._lines(), sounds=self._sounds(), studio_grades=studio,
            grades={shot: self._decided(grade, shots) for shot, grade in studio.items()}, mix=self._mix(),
            report=self._report(), delivery=self._delivery(),
            falls=self._whole(lambda: FallBook(self._root).all(), ()), troubles=tuple(self._troubles),
        )  # fmt: skip

    def _whole(self, read: Any, otherwise: Any) -> Any:
        """What `read` returns; where the file is damaged, something else and a word about it."""
        try:
            return read()
        except UserError as error:
            self._troubles.append(str(error))
            return otherwise

    def _file(self, take: str, name: str) -> Path | None:
        return _there(self._shelf.path(take, name))

    def _directed(self) -> tuple[ShotList | None, ShotList | None]:
        """The studio's own shots, and with what the user decided. A plan that is newer than the shot list is what stands now."""
        names, fresh = ("shot list", "plan"), self._shelf.fresh
        if "plan" in fresh and "shot list" not in fresh:
            names = ("plan", "shot list")
        for name in names:
            take = self._shelf.by_name.get(name)
            found = self._shelf.read(take, "shots.json", ShotList.from_json) if take else None
            record = self._shelf.record(take) if take else None
            if found is not None and record is not None:
                return found, decided(found, self._film, line_seconds(record))[0]
        return None, None

    def _takes(self, directed: ShotList | None, shots: ShotList | None) -> dict[str, tuple[TakeOf, ...]]:
        planned = {}
        if directed is not None and shots is not None:
            pairs = zip(directed.shots, shots.shots, strict=True)
            planned = {shot.id: _Planned(own.seed, shot.seed, _seedless(shot)) for own, shot in pairs}
        found: dict[str, tuple[TakeOf, ...]] = {}
        for name, ids in self._shelf.ever.items():
            shot = name.removeprefix("shot ")
            if name.startswith("shot ") and name != "shot list":
                takes = self._takes_of(shot, ids, planned.get(shot))
                if takes:
                    found[shot] = takes
        return found

    def _takes_of(self, shot: str, ids: tuple[str, ...], planned: _Planned | None) -> tuple[TakeOf, ...]:
        """The takes of a shot, newest first. The studio shows the one of the shot as it is directed now, else the last one."""
        takes = [take for take in (self._take(shot, key, planned) for key in ids) if take is not None]
        takes.sort(key=lambda take: -take.made_at)
        last = self._shelf.by_name.get(f"shot {shot}")
        last_one = next((take for take in takes if take.id == last), None)
        shown = last_one if last_one is not None and last_one.current else next((t for t in takes if t.current), last_one)
        return tuple(replace(take, chosen=True) if take is shown else take for take in takes)

    def _take(self, shot: str, key: str, planned: _Planned | None) -> TakeOf | None:
        picture = self._shelf.path(key, "picture.mp4")
        record = self._shelf.record(key)
        try:
            made_at = picture.stat().st_mtime
            assert record is not None
            facts, made = record["facts"], record["recipe"]
            shown = made["parameters"]["request"]["shot"]
            return TakeOf(
                id=key, shot=shot, path=picture, frames=int(facts["frames"]), generator=str(made["generator"]),
                label=str(facts.get("label", "")), made_at=made_at, chosen=False, eur=float(record.get("cost", 0.0)),
                number=planned.number(shown) if planned else None, still_names=_still_names(record),
                current=planned is not None and planned.shows(shown),
            )  # fmt: skip
        except (OSError, AssertionError, KeyError, TypeError, ValueError):
            return None

    def _lines(self) -> dict[str, LineOf]:
        found = {}
        for line, take in self._shelf.named("line ").items():
            path, speech = self._file(take, "speech.wav"), self._shelf.read(take, "speech.json", Speech.from_json)
            if path is not None and speech is not None:
                found[line] = LineOf(path, speech)
        return found

    def _sounds(self) -> dict[str, SoundOf]:
        found = {}
        for name, take in self._shelf.by_name.items():
            bus = _SOUNDS.get(name.partition(" ")[0])
            record = self._shelf.record(take) if bus is not None else None
            if bus is None or record is None or not record.get("files"):
                continue
            path = self._file(take, str(record["files"][0]["path"]))
            if path is not None:
                found[name] = SoundOf(path, bus, LEVELS_DB[bus], FADES_S[bus], take)
        return found

    def _studio_grades(self) -> dict[str, ShotGrade]:
        found: dict[str, ShotGrade] = {}
        for scene, take in self._shelf.named("grade ").items():
            if not scene.startswith("of "):
                grades = self._shelf.read(take, "grades.json", _grades)
                found |= {grade.shot: grade for grade in grades or ()}
        return found

    def _decided(self, grade: ShotGrade, shots: ShotList | None) -> ShotGrade:
        """The grade with what the user decided, its LUT where it lies on this machine."""
        if not self._film.grades:
            return grade
        scene = next((shot.scene for shot in shots.shots if shot.id == grade.shot), "") if shots is not None else ""
        decided = self._film.grade_of(grade.shot, scene).on(grade)
        if decided.lut is None:
            return decided
        return decided.changed(lut=decided.lut.changed(path=str(self._root / "luts" / f"{decided.lut.sha256}.cube")))

    def _mix(self) -> MixOf | None:
        take = self._shelf.by_name.get("mix")
        path = self._file(take, "mix.wav") if take else None
        record = self._shelf.record(take) if take else None
        return MixOf(path, record.get("facts", {})) if path is not None and record is not None else None

    def _report(self) -> QualityReport | None:
        path = self._root / "delivery" / "quality.json"
        return self._whole(lambda: QualityReport.from_json(read_json(path)), None) if path.is_file() else None

    def _delivery(self) -> tuple[Path, ...]:
        home = self._root.resolve()
        paths = [self._root / name for name in self._state.delivery]
        return tuple(path for path in paths if path.exists() and path.resolve().is_relative_to(home))


@dataclass(frozen=True)
class _Planned:
    """A shot as it is directed now, to be held against what a take was made of."""

    first_seed: int
    seed: int
    rest: Mapping[str, Any]

    def shows(self, shown: Mapping[str, Any]) -> bool:
        """Whether a take shows just this shot."""
        return self.seed == shown["seed"] and self.rest == {**shown, "seed": 0}

    def number(self, shown: Mapping[str, Any]) -> int | None:
        """Which take of this shot it is; None where it shows another direction."""
        if _whole(self.rest) != _whole({**shown, "seed": 0}):
            return None
        seeds = (seed_from(self.first_seed, "retake", n) if n else self.first_seed for n in range(_MOST_NUMBERS))
        return next((n for n, seed in enumerate(seeds) if seed == shown["seed"]), None)


def _whole(shown: Mapping[str, Any]) -> dict[str, Any]:
    """A shot without the parts of it that were shot once more: they belong to the take that they are parts of."""
    return {name: value for name, value in shown.items() if name != "pickups"}


@lru_cache(maxsize=4096)
def _seedless(shot: Shot) -> dict[str, Any]:
    """A shot as data, all but which take of it is meant."""
    return {**shot.to_json(), "seed": 0}


def _still_names(record: Mapping[str, Any]) -> tuple[str, ...]:
    names = (str(item["path"]) for item in record["files"])
    return tuple(sorted(name for name in names if name.startswith("still-") and "/" not in name))


def _grades(data: Any) -> tuple[ShotGrade, ...]:
    return tuple(ShotGrade.from_json(item) for item in data)


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None
