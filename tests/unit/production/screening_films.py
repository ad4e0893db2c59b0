# SPDX-License-Identifier: Apache-2.0
"""A small real film in two stages of its making, for the tests of screening it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Action, Character, Line, Scene, Screenplay
from aiprod.film.store import FilmStore
from aiprod.production.pipeline import produce
from aiprod.production.standing import Standing


@dataclass(frozen=True)
class Stages:
    """The film when only its storyboard was drawn, and when it was graded and mixed."""

    drawn: tuple[Film, Standing]
    graded: tuple[Film, Standing]
    store: FilmStore

    @property
    def root(self) -> Path:
        return self.store.root


def written() -> Film:
    outside = Scene(
        id="s1", heading="EXT. COAST - NIGHT", interior=False, place="coast",
        elements=(Action(id="s1-a1", text="A lighthouse in a storm."), Line(id="s1-l1", character="ann", text="Come in.")),
    )  # fmt: skip
    script = Screenplay(title="The Storm", language="en", cast=(Character(id="ann", name="Ann"),), scenes=(outside,))
    return Film(name="storm", brief=Brief(text="A storm.", language="en", duration_s=4, width=160, height=90), screenplay=script)


def made(folder: Path) -> Stages:
    """Make the film."""
    store = FilmStore.create(folder / "storm.aiprod", written())
    produce(store, until="grading")
    store = FilmStore(store.root)
    standing = Standing.of(store)
    drawn = replace(standing, takes={}, lines={}, sounds={}, mix=None, studio_grades={}, grades={})
    return Stages((store.film, drawn), (store.film, standing), store)
