# SPDX-License-Identifier: Apache-2.0
"""Edits of the timeline in the journal: named, undone after reopening, small whatever the film's length."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.unit.film.timelines import film, long_film

from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Timeline, TitleCard, Track
from aiprod.film.timeline_changes import TimelineChange, TimelineStartChange


def opened(folder: Path, timeline: Timeline) -> FilmStore:
    return FilmStore.create(folder / "f.aiprod", Film(name="f", brief=Brief(text="A.", language="en"), timeline=timeline))


def edit(store: FilmStore, *edits: dict[str, Any]) -> Film:
    return changes.apply(store, changes.read_change({"kind": "timeline", "edits": list(edits)}))


def test_two_hundred_and_fifty_edits_are_undone_and_redone_after_reopening(tmp_path: Path) -> None:
    store = opened(tmp_path, film())
    states = [store.film.timeline]
    for number in range(125):
        states.append(edit(store, {"edit": "add_marker", "frame": number}).timeline)
        distance = 1 if number % 2 else -1
        states.append(edit(store, {"edit": "roll", "clip": "s1", "frames": distance}).timeline)
    reopened = FilmStore(store.root)
    assert reopened.film.timeline == states[-1] and len(reopened.history) == 250
    for state in reversed(states[:-1]):
        changes.undo(reopened)
        assert reopened.film.timeline == state
    again = FilmStore(store.root)
    assert again.film.timeline == states[0]
    for state in states[1:]:
        changes.redo(again)
        assert again.film.timeline == state
    again.save()
    assert FilmStore(store.root).film == again.film


def test_edits_of_the_timeline_and_of_the_script_are_one_history(tmp_path: Path) -> None:
    store = opened(tmp_path, film())
    before = store.film
    edit(store, {"edit": "blade", "frame": 60})
    changes.apply(store, changes.NameChange(text="g"))
    edit(store, {"edit": "delete", "clips": ["s0"], "ripple": True})
    assert [entry.name for entry in store.history] == ["Blade", "Rename the film", "Ripple delete"]
    reopened = FilmStore(store.root)
    assert [changes.undo(reopened) for _ in range(3)] == ["Ripple delete", "Rename the film", "Blade"]
    assert reopened.film.changed(edits=0) == before


def test_several_edits_are_made_together_or_not_at_all(tmp_path: Path) -> None:
    store = opened(tmp_path, film())
    with pytest.raises(UserError, match="no clip 'nobody'"):
        edit(store, {"edit": "blade", "frame": 60}, {"edit": "delete", "clips": ["nobody"]})
    assert store.history == ()
    edit(store, {"edit": "blade", "frame": 60}, {"edit": "delete", "clips": ["s1~1"]})
    assert [entry.name for entry in store.history] == ["Blade"]


def test_another_process_sees_edits_that_are_only_in_the_journal(tmp_path: Path) -> None:
    store, other = opened(tmp_path, film()), FilmStore(tmp_path / "f.aiprod")
    edit(store, {"edit": "blade", "frame": 60})
    edit(other, {"edit": "delete", "clips": ["s1~1"]})
    store.refresh()
    assert store.film == other.film and len(store.history) == 2


@pytest.mark.parametrize("fields", [
    {"edit": "delete", "clips": ["s400"], "ripple": True},
    {"edit": "trim", "clip": "s400", "edge": "out", "frames": -3, "ripple": True},
    {"edit": "move", "clips": ["s400"], "frame": 0, "ripple": True}, {"edit": "blade", "frame": 5000},
])  # fmt: skip
def test_an_entry_is_small_however_long_the_film(fields: dict[str, Any], tmp_path: Path) -> None:
    store = opened(tmp_path, long_film(2000))
    before = (store.root / "film.json").read_bytes()
    edit(store, fields)
    assert (store.root / "journal.jsonl").stat().st_size < 6_000
    assert (store.root / "film.json").read_bytes() == before, "the snapshot is not written for each edit"
    assert FilmStore(store.root).film == store.film


def test_a_film_whose_edit_is_the_studios_refuses_edits(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A.", language="en")))
    with pytest.raises(UserError, match="Start editing it first"):
        edit(store, {"edit": "blade", "frame": 60})


def test_a_timeline_and_its_changes_come_over_the_wire_as_they_are() -> None:
    clip = Clip(id="a", shows=TitleCard(lines=("x",)), length=4, speed=Fraction(1, 3), facts={"a": [1, [2]]})
    timeline = Timeline(rate=FrameRate(), tracks=(Track(id="v", kind="video", name="Picture", clips=(clip,)),))
    start = json.dumps({"kind": "timeline_start", "timeline": timeline.to_json()})
    assert TimelineStartChange.model_validate_json(start, strict=True).timeline == timeline
    for speed in ('"1/2"', '"0.5"', "0.5"):
        text = f'{{"kind": "timeline", "edits": [{{"edit": "speed", "clip": "a", "speed": {speed}}}]}}'
        (edit,) = TimelineChange.model_validate_json(text, strict=True).edits
        assert getattr(edit, "speed") == Fraction(1, 2)  # noqa: B009 - one of many edits
    for speed in ('"1/0"', '"fast"', "true", "null", '"' + "9" * 50 + '"'):
        text = f'{{"kind": "timeline", "edits": [{{"edit": "speed", "clip": "a", "speed": {speed}}}]}}'
        with pytest.raises(ValidationError):
            TimelineChange.model_validate_json(text, strict=True)
