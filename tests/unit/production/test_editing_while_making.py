# SPDX-License-Identifier: Apache-2.0
"""A film may be edited while it is made: the run goes on as it began, and the next one makes the rest."""

from pathlib import Path

import pytest

from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.errors import BusyError
from aiprod.film.film import Film
from aiprod.film.screenplay import Action, Scene, Screenplay
from aiprod.film.store import FilmStore
from aiprod.production.events import Event
from aiprod.production.pipeline import produce
from aiprod.production.standing import Standing


def film(*, written: bool) -> Film:
    texts = ("A lighthouse stands in the storm.", "Waves break on the rocks.")
    scene = Scene(
        id="s1", heading="EXT. COAST - NIGHT", interior=False, place="coast",
        elements=tuple(Action(id=f"s1-a{n}", text=text) for n, text in enumerate(texts, start=1)),
    )  # fmt: skip
    script = Screenplay(title="The Storm", language="en", scenes=(scene,))
    brief = Brief(text="A storm at a lighthouse.", language="en", duration_s=5, width=160, height=90)
    return Film(name="storm", brief=brief, screenplay=script if written else None, writer="template")


class Editor:
    """Changes the film once, from another open copy, as soon as a department has begun."""

    def __init__(self, root: Path, department: str, change: changes.Change) -> None:
        self.root, self.department, self.change, self.done = root, department, change, False

    def __call__(self, event: Event) -> None:
        if not self.done and (event.kind, event.department) == ("started", self.department):
            self.done = True
            changes.apply(FilmStore(self.root), self.change)


def test_a_run_makes_the_film_that_it_began_with_and_the_next_one_the_rest(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "storm.aiprod", film(written=True))
    change = changes.ActionChange(action="s1-a2", text="A gull flies over the rocks.")
    first = produce(store, until="voices", listener=Editor(store.root, "directing", change))
    assert store.film.edits == 0 and first.state.document == store.film.content_hash()
    opened = FilmStore(store.root)
    standing = Standing.of(opened)
    assert opened.film.edits == 1 and not standing.current
    second = produce(opened, until="voices")
    assert second.made and Standing.of(opened).current
    assert produce(FilmStore(store.root), until="voices").made == 0


def test_an_edit_while_the_film_is_written_counts_at_once(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "storm.aiprod", film(written=False))
    made = produce(store, until="directing", listener=Editor(store.root, "writing", changes.BriefChange(width=320, height=180)))
    opened = FilmStore(store.root)
    assert opened.film.screenplay is not None and opened.film.brief.width == 320
    assert [edit.name for edit in opened.history] == ["Change the settings", "Write the screenplay"]
    assert made.state.document == opened.film.content_hash() and Standing.of(opened).current


def test_a_film_is_made_by_one_at_a_time(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "storm.aiprod", film(written=True))
    with FilmStore(store.root).lock(), pytest.raises(BusyError, match="being worked on"):
        produce(store, until="writing")


def test_a_production_begins_with_what_others_have_edited(tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "storm.aiprod", film(written=True))
    changes.apply(FilmStore(store.root), changes.TitleChange(text="The Gale"))
    produce(store, until="writing")
    assert store.film.screenplay is not None and store.film.screenplay.title == "The Gale"
    assert Standing.of(store).current
