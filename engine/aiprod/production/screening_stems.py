# SPDX-License-Identifier: Apache-2.0
"""What is heard of a film as it stands: the stems that its mixer would be given now, and whether the last mix is of those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aiprod.editing import assemble, spotting
from aiprod.film.errors import AiprodError
from aiprod.film.film import Film
from aiprod.film.hashing import hash_file
from aiprod.film.mix import Bus, MixPlan, Stem
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, MediaFile, Sound, SpokenLine, Timeline, Track
from aiprod.production.edited import laid
from aiprod.production.levels import FADES_S, LEVELS_DB
from aiprod.production.mix_plans import pathless, room_for
from aiprod.production.screening_picture import Missing, inside
from aiprod.production.shelf import Shelf

if TYPE_CHECKING:
    from aiprod.production.standing import SoundOf, Standing


class Stems:
    """The film's lines and sounds, as the studio lays them, by the names that the edit's clips know."""

    def __init__(self, film: Film, standing: Standing, rate: FrameRate) -> None:
        self._shelf = Shelf(standing.root / "takes", {}, frozenset(), {})
        self._root, self._standing = standing.root, standing
        rooms = _rooms(film, standing) if film.brief.mixing.rooms else {}
        starts = assemble.line_starts(standing.shots, rate) if standing.shots else {}
        self.lines = {line: self._line(line, starts.get(line, 0.0), rooms.get(line, "")) for line in standing.lines}
        self._heard = [line for line in _in_order(film, standing) if line in starts]
        self.sounds = dict(self._spotted(film, rate))

    def _line(self, line: str, start_s: float, room: str) -> Stem:
        path, speech = self._standing.lines[line]
        return Stem(name=f"line {line}", bus="dialogue", file=str(path), sha256=self._sha(path), start_s=start_s,
                    duration_s=speech.duration_s, room=room)  # fmt: skip

    def _sha(self, path: Path) -> str:
        """The SHA-256 of a take's file, as its record has it."""
        record = self._shelf.record(path.parent.name) or {}
        return next((str(item["sha256"]) for item in record.get("files", ()) if item.get("path") == path.name), "")

    def _spotted(self, film: Film, rate: FrameRate) -> Iterator[tuple[str, Stem]]:
        """Music, ambience and effects where they belong, those that are made."""
        shots = self._standing.shots
        if shots is None or film.screenplay is None or not self._standing.sounds:
            return
        try:
            found = spotting.spot(shots, rate, film.screenplay, film.brief.seed)
        except (AiprodError, StopIteration, ValueError, KeyError):  # shots of another screenplay than the document's
            return
        cues = [("score", found.music), *((f"ambience {bed.id}", bed) for bed in found.ambience),
                *((f"effect {hit.id}", hit) for hit in found.effects)]  # fmt: skip
        for name, cue in cues:
            sound = self._standing.sounds.get(name)
            if sound is not None:
                yield name, self._sound(name, sound, cue)

    def _sound(self, name: str, sound: SoundOf, cue: Any) -> Stem:
        gain_db = LEVELS_DB[sound.bus] + getattr(cue, "gain_db", 0.0)
        return Stem(
            name=name, bus=sound.bus, file=str(sound.path), sha256=self._sha(sound.path), start_s=getattr(cue, "start_s", 0.0),
            duration_s=cue.duration_s, gain_db=gain_db, pan=getattr(cue, "pan", 0.0), fade_in_s=FADES_S[sound.bus],
            fade_out_s=FADES_S[sound.bus],
        )  # fmt: skip

    def of_the_studio(self) -> tuple[Stem, ...]:
        """As the studio's own edit has them."""
        return (*(self.lines[line] for line in self._heard), *self.sounds.values())

    def of_the_edit(self, flat: Timeline) -> tuple[tuple[Stem, ...], tuple[Missing, ...]]:
        """As the user's edit has them: every clip of the sound tracks; and those that aren't there."""
        stems: list[Stem] = []
        missing: list[Missing] = []
        for track, start, clip in flat.clips():
            if track.kind != "audio":
                continue
            base = self._base(track, clip)
            if base is None:
                missing.append(_missing(start, clip))
            else:
                stems.append(laid(flat.rate, base, start, clip))
        return tuple(stems), tuple(missing)

    def _base(self, track: Track, clip: Clip) -> Stem | None:
        shown = clip.shows
        if isinstance(shown, SpokenLine):
            return self.lines.get(shown.line)
        if isinstance(shown, Sound):
            sound = self._standing.sounds.get(shown.stem)
            return self.sounds.get(shown.stem) or (_by_its_facts(shown.stem, sound, clip.facts) if sound is not None else None)
        path = inside(self._root, shown.path) if isinstance(shown, MediaFile) else None
        if path is None or not path.is_file():
            return None
        bus = next((name for name in assemble.BUSES if track.name.startswith(name)), "Effects").lower()
        return Stem(name=clip.id, bus=cast("Bus", bus), file=str(path), start_s=0)


def _in_order(film: Film, standing: Standing) -> list[str]:
    """The lines that were spoken, as the screenplay has them."""
    written = [line.id for line in film.screenplay.lines()] if film.screenplay is not None else list(standing.lines)
    return [line for line in written if line in standing.lines]


def _rooms(film: Film, standing: Standing) -> dict[str, str]:
    """Line id → the room that it sounds in."""
    said = {line.id: line.extension for line in film.screenplay.lines()} if film.screenplay is not None else {}
    shots = standing.shots.shots if standing.shots is not None else ()
    return {placed.line: room_for(shot, said.get(placed.line, "")) for shot in shots for placed in shot.lines}


def _by_its_facts(name: str, sound: SoundOf, facts: Mapping[str, Any]) -> Stem:
    """A sound that the film's shots no longer ask for, as its clip remembers it."""
    return Stem(
        name=name, bus=sound.bus, file=str(sound.path), start_s=0, gain_db=float(facts.get("gain_db", sound.level_db)),
        pan=float(facts.get("pan", 0.0)), fade_in_s=float(facts.get("fade_in_s", sound.fade_s)),
        fade_out_s=float(facts.get("fade_out_s", sound.fade_s)),
    )  # fmt: skip


def _missing(start: int, clip: Clip) -> Missing:
    shown = clip.shows
    if isinstance(shown, MediaFile):
        return Missing(start, start + clip.length, "sound file", shown.path, "gone")
    if isinstance(shown, SpokenLine):
        return Missing(start, start + clip.length, "line", shown.line, "not made")
    return Missing(start, start + clip.length, "sound", shown.stem if isinstance(shown, Sound) else clip.id, "not made")


# -- the mix -----------------------------------------------------------------------------------------------------------


def finished_mix(standing: Standing, plan: MixPlan) -> Path | None:
    """The last mix's file for two ears where its recipe holds just this plan, else None."""
    from aiprod.mixing import mixer

    if standing.mix is None:
        return None
    folder = standing.mix.path.parent
    record = Shelf(standing.root / "takes", {}, frozenset(), {}).record(folder.name) or {}
    made = record.get("recipe", {})
    before = made.get("parameters", {}).get("plan")
    if before is None or made.get("generator") != mixer.GENERATOR or not _same(plan, before):
        return None
    path = folder / ("stereo.wav" if plan.layout == "5.1" else "mix.wav")
    return path if path.is_file() else None


def _same(plan: MixPlan, before: Mapping[str, Any]) -> bool:
    """Whether a plan is the one that a recipe names. The user's files are read only where everything else is the same."""
    now = pathless(plan).to_json()
    files = [place for place, stem in enumerate(now["stems"]) if not stem["sha256"]]
    if len(now["stems"]) != len(before.get("stems", ())):
        return False
    for place in files:
        now["stems"][place]["sha256"] = before["stems"][place].get("sha256")
    return now == before and all(_sha_of(plan.stems[place].file) == now["stems"][place]["sha256"] for place in files)


def _sha_of(path: str) -> str:
    try:
        return hash_file(Path(path))
    except OSError:
        return ""
