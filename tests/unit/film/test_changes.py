# SPDX-License-Identifier: Apache-2.0
"""Changes of a film as data, retakes, and films from before there were any."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.direction import ShotDirection
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.hashing import hash_json
from aiprod.film.look import CharacterLook, HairStyle
from aiprod.film.screenplay import Action, Character, Line, Mood, Scene, Screenplay
from aiprod.film.shots import CameraPath, Coverage, Light, Palette, SetDesign, Shot, ShotList, ShotSize
from aiprod.film.speech import VoiceCasting
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Timeline


def screenplay() -> Screenplay:
    elements = (Action(id="s1-a1", text="A kettle boils."), Line(id="s1-l1", character="tom", text="Idiot."))
    scene = Scene(id="s1", heading="INT. KITCHEN - DAY", interior=True, place="kitchen", elements=elements)
    return Screenplay(title="The Key", language="en", cast=(Character(id="tom", name="Old Tom"),), scenes=(scene,))


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    film = Film(name="f", brief=Brief(text="A key.", language="en"), screenplay=screenplay())
    return FilmStore.create(tmp_path / "f.aiprod", film)


def change(store: FilmStore, **fields: Any) -> Film:
    return changes.apply(store, changes.read_change(fields))


PALETTE = Palette(
    sky_top="#000000", sky_low="#000000", key="#ffffff", ambient="#888888", haze="#aaaaaa", shadow="#111111", accent="#ff0000"
)
VOICE = VoiceCasting(character="tom", speakers={"am_michael": 0.6, "bm_george": 0.4})
LOOK = CharacterLook(character="tom", hair=HairStyle.BALD)

EVERY = [
    ({"kind": "line", "line": "s1-l1", "text": " Silly  me.", "emotion": "joy"}, "Change line s1-l1"),
    ({"kind": "action", "action": "s1-a1", "text": "The kettle sings."}, "Change action s1-a1"),
    ({"kind": "scene", "scene": "s1", "mood": "tense", "intensity": 0.9}, "Change scene s1"),
    ({"kind": "title", "text": "The Door"}, "Change the title"),
    ({"kind": "voice", "voice": VOICE.to_json()}, "Change the voice of tom"),
    ({"kind": "look", "look": LOOK.to_json()}, "Change the look of tom"),
    ({"kind": "retake", "shot": "s1-wide"}, "Retake shot s1-wide"),
    ({"kind": "pickup", "shot": "s1-wide", "start": 12, "end": 36}, "Retake a part of shot s1-wide"),
    ({"kind": "generator", "generator": "animatic"}, "Change the generator to animatic"),
    ({"kind": "brief", "loudness_lufs": -23.0, "style": "watercolour"}, "Change the settings"),
    ({"kind": "name", "text": "key"}, "Rename the film"),
    ({"kind": "shot", "shot": "s1-wide", "size": "close", "frames": 40}, "Change shot s1-wide"),
    ({"kind": "approve", "shots": ["s1-wide"]}, "Approve shot s1-wide"),
    ({"kind": "grade", "scene": "s1", "look": "noir", "exposure": 0.5}, "Grade scene s1"),
    ({"kind": "timeline_start", "timeline": Timeline(rate=FrameRate()).to_json()}, "Edit the timeline"),
]


@pytest.mark.parametrize(("fields", "title"), EVERY)
def test_every_change_is_one_named_edit_that_can_be_undone(fields: dict[str, Any], title: str, store: FilmStore) -> None:
    before = store.film
    after = change(store, **fields)
    assert after != before and FilmStore(store.root).film == after
    assert [edit.name for edit in store.history] == [title]
    assert changes.undo(store) == title
    assert store.film.changed(edits=0) == before
    assert changes.redo(store) == title
    assert store.film.changed(edits=0) == after.changed(edits=0)


def test_the_table_above_names_every_change() -> None:
    kinds = {fields["kind"] for fields, _ in EVERY} | {
        "studio_casting",
        "grade_reset",
        "timeline",
        "timeline_conform",
        "timeline_reset",
        "shot_reset",
    }
    kinds |= {"screenplay"}
    members = changes.Change.__origin__.__args__  # type: ignore[attr-defined]
    assert {member.model_fields["kind"].default for member in members} == kinds


def test_a_changed_line_keeps_what_was_not_said(store: FilmStore) -> None:
    change(store, kind="line", line="s1-l1", parenthetical="to himself")
    change(store, kind="line", line="s1-l1", text="Old  fool.")
    change(store, kind="scene", scene="s1", mood="lonely")
    line = store.film.screenplay.line("s1-l1")  # type: ignore[union-attr]
    assert (line.text, line.parenthetical) == ("Old fool.", "to himself")
    assert store.film.screenplay.scenes[0].mood is Mood.LONELY  # type: ignore[union-attr]


def test_a_voice_replaces_the_one_before_and_goes_back_to_the_studio(store: FilmStore) -> None:
    change(store, kind="voice", voice=VOICE)
    change(store, kind="voice", voice=VOICE.changed(speed=1.1))
    assert [voice.speed for voice in store.film.voices] == [1.1]
    change(store, kind="studio_casting", character="tom", of="voice")
    assert store.film.voices == ()
    change(store, kind="look", look=LOOK)
    change(store, kind="studio_casting", character="tom", of="look")
    assert store.film.looks == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "line", "line": "s9-l9", "text": "x"}, "the lines are s1-l1"),
        ({"kind": "line", "line": "s1-l1", "text": " \n"}, "would be empty"),
        ({"kind": "line", "line": "s1-a1", "text": "x"}, "no line 's1-a1'"),
        ({"kind": "action", "action": "s1-l1", "text": "x"}, "no action 's1-l1'"),
        ({"kind": "scene", "scene": "s2", "mood": "calm"}, "no scene 's2'"),
        ({"kind": "title", "text": ""}, "would be empty"),
        ({"kind": "voice", "voice": VoiceCasting(character="ann", speakers={"a": 1.0}).to_json()}, "no character 'ann'"),
        ({"kind": "voice", "voice": VoiceCasting(character="tom", speakers={"a": 0.4}).to_json()}, "sum to 1"),
        ({"kind": "voice", "voice": VoiceCasting(character="tom", speakers={}).to_json()}, "no blend"),
        ({"kind": "look", "look": CharacterLook(character="ann").to_json()}, "no character 'ann'"),
        ({"kind": "brief", "duration_s": 1.0}, "duration_s can't be changed so"),
        ({"kind": "brief", "width": 641}, "width can't be changed so"),
        ({"kind": "brief", "text": " "}, "would be empty"),
        ({"kind": "brief", "mixing": {"true_peak_dbtp": 3}}, "not a change of a film"),
        ({"kind": "shot", "shot": "s1", "frames": 0}, "not a change of a film"),
        ({"kind": "shot", "shot": "s1", "move": "follow"}, "not a change of a film"),
        ({"kind": "shot", "shot": "s1", "description": " "}, "would be empty"),
        ({"kind": "approve", "shots": []}, "not a change of a film"),
        ({"kind": "retake", "shot": "s1", "number": -1}, "not a change of a film"),
        ({"kind": "pickup", "shot": "s1", "start": 9, "end": 9}, "holds no frame"),
        ({"kind": "explode"}, "not a change of a film"),
        ({}, "not a change of a film"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_no_trace(fields: dict[str, Any], words: str, store: FilmStore) -> None:
    files = {path.name: path.read_bytes() for path in store.root.iterdir() if path.is_file()}
    with pytest.raises(UserError, match=words):
        change(store, **fields)
    assert {path.name: path.read_bytes() for path in store.root.iterdir() if path.name in files} == files
    assert store.history == ()


def test_a_film_that_is_not_written_says_so(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "n.aiprod", Film(name="n", brief=Brief(text="A key.", language="en")))
    with pytest.raises(UserError, match="not written yet"):
        change(store, kind="title", text="x")
    change(store, kind="brief", seed=3)
    assert store.film.brief.seed == 3


def test_a_caller_may_look_at_the_changed_film_and_refuse_it(store: FilmStore) -> None:
    def check(film: Film) -> None:
        raise UserError(f"There is no generator {film.generator!r}")

    with pytest.raises(UserError, match="no generator 'magic'"):
        changes.apply(store, changes.GeneratorChange(generator="magic"), check)
    assert store.history == ()


def test_two_open_copies_of_a_film_do_not_lose_each_others_changes(store: FilmStore) -> None:
    other = FilmStore(store.root)
    change(other, kind="title", text="The Door")
    change(store, kind="line", line="s1-l1", text="Fool.")
    again = FilmStore(store.root)
    assert again.film.screenplay is not None
    assert again.film.screenplay.title == "The Door" and again.film.screenplay.line("s1-l1").text == "Fool."


def test_a_film_that_is_being_made_can_be_changed(store: FilmStore) -> None:
    with store.lock():
        change(FilmStore(store.root), kind="title", text="x")
        assert changes.undo(FilmStore(store.root)) == "Change the title"


def shot(name: str) -> Shot:
    design = SetDesign(
        place="kitchen", interior=True, time_of_day="day", weather="clear", mood="calm", palette=PALETTE, light=Light(), seed=7
    )
    return Shot(
        id=name, scene="s1", size=ShotSize.WIDE, coverage=Coverage.MASTER, description="A kitchen.", set=design,
        camera=CameraPath(), frames=48, seed=11,
    )  # fmt: skip


def test_a_retake_gives_its_shot_another_seed_and_leaves_the_others_alone(store: FilmStore) -> None:
    shots = ShotList(shots=(shot("s1-a"), shot("s1-b")))
    seeds = []
    for _ in range(3):
        seeds.append(shots.retaken(store.film.retakes).shots[0].seed)
        change(store, kind="retake", shot="s1-a")
        assert shots.retaken(store.film.retakes).shots[1] == shots.shots[1]
    assert seeds[0] == 11 and len(set(seeds)) == 3
    assert store.film.retakes == {"s1-a": 3}
    change(store, kind="retake", shot="s1-a", number=1)
    assert shots.retaken(store.film.retakes).shots[0].seed == seeds[1]
    change(store, kind="retake", shot="s1-a", number=0)
    assert store.film.retakes == {} and shots.retaken(store.film.retakes) is shots


def test_a_direction_grows_and_goes_back_to_the_studio(store: FilmStore) -> None:
    change(store, kind="shot", shot="a", size="close", mood="tense")
    change(store, kind="shot", shot="a", frames=30)
    assert store.film.directions["a"] == ShotDirection(size=ShotSize.CLOSE, mood=Mood.TENSE, frames=30)
    change(store, kind="shot_reset", shot="a", fields=["mood"])
    assert store.film.directions["a"] == ShotDirection(size=ShotSize.CLOSE, frames=30)
    change(store, kind="shot_reset", shot="a")
    assert store.film.directions == {} and store.film.edits == 4
    change(store, kind="shot_reset", shot="a")
    assert store.film.edits == 4


def test_an_approval_holds_until_the_shot_is_another(store: FilmStore) -> None:
    change(store, kind="approve", shots=["b", "a", "c"])
    assert store.film.approved == ("a", "b", "c")
    change(store, kind="shot", shot="a", size="close")
    change(store, kind="retake", shot="b")
    assert store.film.approved == ("c",)
    change(store, kind="approve", shots=["c", "x"], approved=False)
    assert store.film.approved == ()
    assert [edit.name for edit in store.history][::3] == ["Approve 3 shots", "Withdraw the approval of 2 shots"]


def test_names_approvals_and_what_was_undone_decide_nothing(store: FilmStore) -> None:
    before = store.film.essence()
    change(store, kind="name", text="key")
    change(store, kind="approve", shots=["a"])
    change(store, kind="shot", shot="a", frames=30)
    assert store.film.essence() != before
    changes.undo(store)
    assert store.film.essence() == before and store.film.approved == ("a",)


def test_the_mix_and_the_masters_are_settings(store: FilmStore) -> None:
    loud = {"bus": "music", "gain_db": -3, "ducking": {"depth_db": -9}}
    change(store, kind="brief", mixing={"layout": "5.1", "buses": [loud]}, masters=[{"preset": "web"}])
    assert store.film.brief.mixing.layout == "5.1" and store.film.brief.mixing.buses[0].gain_db == -3
    assert [order.preset for order in store.film.brief.masters] == ["web"]
    change(store, kind="brief", masters=[])
    assert store.film.brief.masters == () and store.film.brief.mixing.layout == "5.1"


# --- films of version 1 --------------------------------------------------------------------------------------------


def version_one(root: Path) -> dict[str, Any]:
    """A film folder as a program of version 1 left it: one edit in the snapshot, one only in the journal."""
    film = Film(name="f", brief=Brief(text="A key.", language="en"), screenplay=screenplay(), edits=1).to_json()
    del film["pickups"], film["retakes"], film["grades"], film["timeline"], film["directions"], film["approved"]
    film["schema"] = "Film.1"
    title = {"op": "replace", "path": "/screenplay/title", "value": "The Key"}
    later = {"op": "replace", "path": "/screenplay/title", "value": "The Door"}
    before = {"op": "replace", "path": "/screenplay/title", "value": "A Key"}
    entries = [
        {"schema": "Edit.1", "number": 1, "kind": "edit", "name": "Change the title", "patch": [title], "inverse": [before]},
        {"schema": "Edit.1", "number": 2, "kind": "edit", "name": "Change the title", "patch": [later], "inverse": [title]},
    ]
    root.mkdir()
    (root / "film.json").write_text(json.dumps(film), "utf-8")
    (root / "journal.jsonl").write_text("".join(json.dumps({**entry, "target": 0}) + "\n" for entry in entries), "utf-8")
    return film


def test_a_film_of_version_one_opens_with_its_journal_and_its_undo(tmp_path: Path) -> None:
    version_one(tmp_path / "old.aiprod")
    store = FilmStore(tmp_path / "old.aiprod")
    assert store.film.screenplay is not None and store.film.screenplay.title == "The Door"
    assert store.film.retakes == {} and store.film.edits == 2
    change(store, kind="retake", shot="s1-wide")
    assert json.loads((store.root / "film.json").read_text("utf-8"))["schema"] == "Film.6"
    for title in ("Retake shot s1-wide", "Change the title", "Change the title"):
        assert changes.undo(FilmStore(store.root)) == title
    assert FilmStore(store.root).film.screenplay.title == "A Key"  # type: ignore[union-attr]


def test_parts_of_a_take_pile_up_the_same_part_again_is_another_throw_and_another_take_has_none(store: FilmStore) -> None:
    def parts() -> list[tuple[int, int, int]]:
        return [(part.start, part.end, part.number) for part in store.film.pickups.get("s1-a", ())]

    before = store.film.essence()
    for start, end in ((2, 5), (2, 5), (8, 9), (2, 5)):
        change(store, kind="pickup", shot="s1-a", start=start, end=end)
    assert parts() == [(2, 5, 2), (8, 9, 1), (2, 5, 3)]
    first = shot("s1-a")
    asked = first.changed(pickups=store.film.pickups["s1-a"])
    assert Shot.from_json(asked.to_json()) == asked and asked.whole == first and "pickups" not in first.to_json()
    assert len({part.seed(first.seed) for part in asked.pickups} | {first.seed}) == 4
    changes.undo(store)
    assert parts() == [(2, 5, 2), (8, 9, 1)]
    change(store, kind="retake", shot="s1-a")
    assert parts() == []
    for _ in range(4):
        changes.undo(store)
    assert store.film.essence() == before


def test_opening_a_film_of_version_one_writes_nothing(tmp_path: Path) -> None:
    version_one(tmp_path / "old.aiprod")
    before = {path: path.read_bytes() for path in (tmp_path / "old.aiprod").iterdir()}
    FilmStore(tmp_path / "old.aiprod")
    assert {path: path.read_bytes() for path in (tmp_path / "old.aiprod").iterdir()} == before


def test_a_film_without_retakes_keeps_the_hash_it_had_before_there_were_any(tmp_path: Path) -> None:
    data = version_one(tmp_path / "old.aiprod")
    film = Film.from_json(data)
    assert film.content_hash() == hash_json(data)
    assert film.changed(retakes={"s1-a": 1}).content_hash() not in (film.content_hash(), hash_json(data))
