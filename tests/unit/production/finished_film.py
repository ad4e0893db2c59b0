# SPDX-License-Identifier: Apache-2.0
"""A finished film of two seconds, made of takes as the studio makes them, for the tests of exports."""

from pathlib import Path

import numpy as np
import opentimelineio as otio
from tests.unit.rendering.film_fixture import clip, shoot, timeline, title, transition

from aiprod.delivery.muxing import Chapter
from aiprod.delivery.subtitles import Cue
from aiprod.film.brief import Brief
from aiprod.film.files import write_json
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.mix import Layout, MixPlan, Stem
from aiprod.film.store import FilmStore
from aiprod.film.takes import Department, Take
from aiprod.film.time import FrameRate
from aiprod.media.audio import write_audio
from aiprod.mixing import mixer
from aiprod.production.finishing import NAME, Finishing, Scene
from aiprod.production.recipes import recipe
from aiprod.production.sealing import seal
from aiprod.production.state import ProductionState, write_state
from aiprod.production.steps.delivery import package
from aiprod.production.timelines import edit_hash
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import join_or_render, render_segment
from aiprod.rendering.segments import PictureFormat

W, H = 320, 180
FRAMES = 36
CUES = (Cue(0.25, 1.0, "Où est le phare\u00a0?", "Léa"),)
WORDS = {
    "title": "L’Œuvre", "language": "fr", "author": "Zoé", "description": "Un phare.", "models": ["Kokoro-82M"],
    "poster_frames": [4], "source_type": "compositeSynthetic", "poster_source_type": "algorithmicMedia",
    "notes": [{"id": "kokoro-82m", "title": "Kokoro-82M", "version": "0" * 64, "licence": "Apache-2.0", "role": "voice"}],
    "prompt_sha256": "1" * 64,
}  # fmt: skip


def finished(root: Path, layout: Layout = "5.1") -> FilmStore:
    """The film: two shots with a dissolve and a title, graded, mixed, delivered."""
    store = FilmStore.create(root, Film(name="f", brief=Brief(text="A lighthouse.", language="fr", width=W, height=H)))
    shots = {
        name: _take(store, "shooting", name, lambda folder, seed=seed: _shot(folder, seed))
        for seed, name in enumerate(("a", "b"))
    }
    edit = timeline(clip("a", 2, 20), transition("dissolve", 4, 4), clip("b", 6, 16), titles=(title(12),))
    otio.adapters.write_to_file(edit, str(root / "timeline.otio"))
    grades = tuple(ShotGrade(shot=name, cdl=Cdl(slope=(1.1, 1.0, 0.9)), look="cinematic_warm") for name in shots)
    media = {name: store.takes.path(take, "picture.mp4") for name, take in shots.items()}
    fmt = PictureFormat(width=W, height=H)
    segments = compile_timeline(edit, media, {grade.shot: grade for grade in grades}, fmt)

    def picture(folder: Path) -> None:
        parts = [folder / f"{n}.mp4" for n in range(len(segments))]
        for segment, part in zip(segments, parts, strict=True):
            render_segment(segment, part)
        join_or_render(parts, segments, folder / "picture.mp4")
        for part in parts:
            part.unlink()

    joined = _take(store, "rendering", "picture", picture)
    mix = _mixed(store, layout)
    mixed = str(store.takes.path(mix, "mix.wav"))
    chapters = (Chapter(0, 20, "EXT. PHARE"), Chapter(20, FRAMES, "INT. PHARE"))
    (root / "delivery").mkdir()
    made = package(
        root / "delivery", picture=str(store.takes.path(joined, "picture.mp4")), mix=mixed, cues=CUES, words=WORDS,
        chapters=chapters, timed="01:00:00:00",
    )  # fmt: skip
    for name in made["files"]:
        if name.endswith((".mp4", ".jpg")):
            seal(root / "delivery" / name, WORDS, embed=False, still=name.endswith(".jpg"))
    facts = Finishing(
        timeline=edit_hash(root / "timeline.otio"), frames=FRAMES, rate=FrameRate(), width=W, height=H,
        footage={name: take.id for name, take in shots.items()}, grades=grades, picture=joined.id, mix=mix.id, package=joined.id,
        words=WORDS, subtitles=tuple((c.start, c.end, c.text, c.speaker) for c in CUES),
        scenes=tuple(Scene(title=chapter.title, start=chapter.start, end=chapter.end) for chapter in chapters),
    )  # fmt: skip
    write_json(root / NAME, facts.to_json())
    write_state(root, ProductionState(delivery=tuple(f"delivery/{name}" for name in made["files"])))
    return store


def _shot(folder: Path, seed: int) -> None:
    shoot(folder / "picture.mp4", seed, width=W, height=H)


def _take(store: FilmStore, department: Department, name: str, build, parameters=None) -> Take:  # type: ignore[no-untyped-def]
    made = recipe(department, name, "test/1", parameters=parameters or {})
    folder = store.takes.begin(made)
    facts = build(folder) or {}
    return store.takes.finish(made, folder, facts, 0.0)


def _mixed(store: FilmStore, layout: Layout) -> Take:
    """A line of a second, and a bed under it."""
    seconds = FRAMES / 24
    clock = np.arange(round(seconds * 48_000)) / 48_000
    folder = store.root / "sounds"
    folder.mkdir()
    noise = np.random.default_rng(3)
    voice = 0.3 * np.sin(2 * np.pi * 220 * clock[:48_000]) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * clock[:48_000]))
    write_audio(folder / "line.wav", voice[:, None].astype(np.float32))
    bed = 0.02 * noise.standard_normal((len(clock), 2))
    write_audio(folder / "bed.wav", bed.astype(np.float32))
    stems = (
        Stem(name="line 1", bus="dialogue", file=str(folder / "line.wav"), start_s=0.25, duration_s=1.0),
        Stem(name="wind", bus="ambience", file=str(folder / "bed.wav"), start_s=0),
    )
    plan = MixPlan(stems=stems, duration_s=seconds, target_lufs=-16, layout=layout)
    kept = plan.changed(stems=tuple(stem.changed(file="") for stem in stems))
    return _take(store, "mixing", "mix", lambda target: mixer.mix(plan, target), {"plan": kept.to_json()})
