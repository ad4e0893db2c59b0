# SPDX-License-Identifier: Apache-2.0
"""A film with an edit of the user's: made as it says, and only what it changes is made again."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest
from tests.unit.production.storm import storm_film

from aiprod.cli.main import main
from aiprod.film.store import FilmStore
from aiprod.production.pipeline import produce


def picture_of(store: FilmStore) -> list[tuple[str, int]]:
    timeline = otio.adapters.read_from_file(str(store.root / "timeline.otio"))
    return [(c.metadata["aiprod"]["shot"], round(c.duration().value)) for c in timeline.tracks[0].find_clips()]


@pytest.mark.slow
def test_only_what_an_edit_changes_is_rendered_and_mixed_again(storm: FilmStore) -> None:
    store = storm
    first = produce(store, until="rendering")
    before = picture_of(store)
    assert len(before) >= 2
    last, length = before[-1]
    assert main(["edit", str(store.root), "trim", last, "in", "6", "--ripple"]) == 0
    made = produce(FilmStore(store.root), until="rendering")
    assert picture_of(store) == [*before[:-1], (last, length - 6)]
    segments = {take for name, take in made.state.takes.items() if name.startswith("segment ")}
    assert 0 < len(segments & set(first.state.takes.values())) < len(segments)
    again = {name for name, take in made.state.takes.items() if take not in first.state.takes.values()}
    assert {name.split()[0] for name in again} == {"segment", "mix", "picture"}
    old, new = (store.takes.load(run.state.takes["picture"]).facts["frames"] for run in (first, made))
    assert new == old - 6
    assert store.takes.load(made.state.takes["mix"]).recipe.parameters["plan"]["duration_s"] == pytest.approx(new / 24)
    assert main(["edit", str(store.root), "undo"]) == 0 and main(["edit", str(store.root), "undo"]) == 0
    back = produce(FilmStore(store.root), until="rendering")
    assert back.state.takes == first.state.takes and back.made == 0


def test_an_edit_that_cannot_be_made_leaves_no_trace(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "storm.aiprod", storm_film())
    assert main(["edit", str(store.root), "blade", "5"]) == 2
    assert FilmStore(store.root).history == ()
