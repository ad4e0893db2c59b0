# SPDX-License-Identifier: Apache-2.0
"""A film's folder as a production leaves it, its pictures and sounds a few bytes long, for the tests of what is read from it."""

import json
from pathlib import Path
from typing import Any

from tests.unit.directing.films import spare_key

from aiprod.directing import casting, director
from aiprod.directing.pacing import estimate_seconds
from aiprod.editing.assemble import TakeRef, assemble
from aiprod.film.brief import Brief
from aiprod.film.files import read_json
from aiprod.film.film import Film
from aiprod.film.grade import ShotGrade
from aiprod.film.screenplay import Emotion
from aiprod.film.shots import ShootRequest, Shot, ShotList
from aiprod.film.speech import PhonemeTime, Speech
from aiprod.film.store import FilmStore
from aiprod.film.takes import Department, Recipe, Take
from aiprod.production.recipes import recipe
from aiprod.production.shelf import lines_made
from aiprod.production.state import ProductionState, write_state


class MadeFilm:
    """The folder, and ways to make what is in it."""

    def __init__(self, root: Path) -> None:
        self.script = spare_key()
        brief = Brief(text="A key.", language="en", width=160, height=90)
        self.store = FilmStore.create(root, Film(name="key", brief=brief, screenplay=self.script))
        self.brief, self.used = brief, dict[str, str]()
        seconds = {line.id: estimate_seconds(line.text, "en") for line in self.script.lines()}
        self.shots: ShotList = director.direct(self.script, brief, casting.cast_looks(self.script, 0), seconds)

    def take(
        self, name: str, made: Recipe, files: dict[str, bytes], facts: dict[str, Any] | None = None, *, told: bool = True
    ) -> Take:
        """A take as the studio makes it; `told` False: killed before its line was written."""
        folder = self.store.takes.begin(made)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        take = self.store.takes.finish(made, folder, facts or {}, 0.1)
        if told:
            with (self.store.root / "made.jsonl").open("a") as stream:
                stream.write(json.dumps({"take": take.id, "name": name, "department": made.department}) + "\n")
        self.used[name] = take.id
        return take

    def made(self, department: Department, step: str, name: str, files: dict[str, bytes], **facts: Any) -> Take:
        return self.take(name, recipe(department, step, "test/1", parameters={"of": name}), files, facts)

    def direct(self) -> None:
        self.made("directing", "shots", "shot list", {"shots.json": _json(self.shots.to_json())})

    def shoot(self, shot: Shot, *, told: bool = True, generator: str = "animatic/1") -> Take:
        request = ShootRequest(shot=shot, looks=(), width=160, height=90, rate=self.brief.rate, language="en")
        made = recipe("shooting", "footage", generator, objects={"request": request}, seed=shot.seed)
        files = {"picture.mp4": b"picture", "still-0.png": b"0", "still-1.png": b"1", "still-2.png": b"2"}
        return self.take(f"shot {shot.id}", made, files, {"frames": shot.frames, "label": "animatic"}, told=told)

    def speak(self, line: str) -> None:
        said = self.script.line(line)
        speech = Speech(
            line=line, character=said.character, language="en", text=said.text, emotion=Emotion.NEUTRAL, duration_s=1.0, words=(),
            phonemes=(PhonemeTime(symbol="a", start_s=0, end_s=1),),
        )  # fmt: skip
        self.made("voices", "speech", f"line {line}", {"speech.wav": b"wave", "speech.json": _json(speech.to_json())})

    def whole(self) -> "MadeFilm":
        """A finished film."""
        self.direct()
        for line in self.script.lines():
            self.speak(line.id)
        for shot in self.shots.shots:
            self.made("directing", "still", f"still {shot.id}", {"still.png": b"still"})
            self.shoot(shot)
        self.made("music", "score", "score", {"score.flac": b"sound"})
        self.made("music", "effect", "effect s1-a1-horn", {"effect.flac": b"sound"})
        for scene in self.script.scenes:
            grades = [ShotGrade(shot=s.id).to_json() for s in self.shots.shots if s.scene == scene.id]
            self.made("grading", "grade", f"grade {scene.id}", {"grades.json": _json(grades)})
        self.assemble()
        self.made("mixing", "mix", "mix", {"mix.wav": b"sound"}, loudness_lufs=-16.0)
        self.end()
        return self

    def assemble(self) -> None:
        """The studio's edit."""
        takes, root = self.store.takes, self.store.root
        refs = {
            shot.id: TakeRef(self._inside(f"shot {shot.id}", "picture.mp4"), self.used[f"shot {shot.id}"], shot.frames)
            for shot in self.shots.shots
        }
        speech = {}
        for line in self.script.lines():
            said = Speech.from_json(read_json(takes.folder(self.used[f"line {line.id}"]) / "speech.json"))
            speech[line.id] = (said, self._inside(f"line {line.id}", "speech.wav"))
        made = assemble(self.shots, self.script, refs, speech, self.brief.rate, width=160, height=90)
        (root / "timeline.otio").write_text(made.to_json_string())

    def _inside(self, name: str, file: str) -> str:
        return (self.store.takes.folder(self.used[name]) / file).relative_to(self.store.root).as_posix()

    def end(self) -> None:
        """The production ends well."""
        root, film = self.store.root, self.store.film
        (root / "delivery").mkdir(exist_ok=True)
        (root / "delivery" / "film.mp4").write_bytes(b"film")
        state = ProductionState(
            takes=self.used, department="quality", delivery=("delivery/film.mp4", "delivery/gone.srt"),
            document=film.content_hash(), made=lines_made(root),
        )  # fmt: skip
        write_state(root, state)


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()
