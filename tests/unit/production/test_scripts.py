# SPDX-License-Identifier: Apache-2.0
"""Typed paragraphs and the document: what was typed is in it, and what was not touched keeps its id."""

from pathlib import Path

import pytest

from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.screenplay import Gender, Line, Screenplay, TimeOfDay, Weather
from aiprod.film.screenplay_changes import ScreenplayChange
from aiprod.film.store import FilmStore
from aiprod.production.scripts import Paragraph, cast_of, change_of, laid_out, loose, read_script, typed_script, write_script

FOUNTAIN = """Title: The Key

FADE IN:

INT. KITCHEN - NIGHT

A kettle boils. ANNA, a tall woman, waits.

ANNA
(softly)
Where is the key?

TOM (O.S.)
Under the mat.

She laughs.

CUT TO:

EXT. HARBOUR - DAWN

Rain.
"""


@pytest.fixture
def script(tmp_path: Path) -> Screenplay:
    path = tmp_path / "key.fountain"
    path.write_text(FOUNTAIN, "utf-8")
    return read_script(path)


@pytest.fixture
def film(script: Screenplay) -> Film:
    return Film(name="key", brief=Brief(text="A key.", language="en"), screenplay=script)


def typed(film: Film, **replaced: str) -> list[Paragraph]:
    assert film.screenplay is not None
    return [p._replace(text=replaced.get(p.text, p.text)) for p in laid_out(film.screenplay)]


def test_a_screenplay_laid_out_and_read_back_is_the_same(film: Film) -> None:
    assert change_of(film, typed(film)) is None
    kinds = [paragraph.kind for paragraph in typed(film)]
    assert kinds == ["transition", "heading", "action", "character", "parenthetical", "dialogue", "character", "dialogue",
                     "action", "transition", "heading", "action"]  # fmt: skip


def test_other_words_are_a_small_change(film: Film) -> None:
    paragraphs = [p._replace(text="Who has the key?") if p.text.startswith("Where") else p for p in typed(film)]
    change = change_of(film, paragraphs)
    assert isinstance(change, changes.LineChange) and change.text == "Who has the key?" and change.parenthetical is None
    paragraphs = [p._replace(text="He laughs.") if p.text == "She laughs." else p for p in typed(film)]
    assert isinstance(change_of(film, paragraphs), changes.ActionChange)


def test_whoever_is_named_is_in_the_action(film: Film) -> None:
    paragraphs = [p._replace(text="Tom laughs.") if p.text == "She laughs." else p for p in typed(film)]
    change = change_of(film, paragraphs)
    assert isinstance(change, ScreenplayChange)
    assert "tom" in change.made_to(film).screenplay.scenes[0].actions[1].characters  # type: ignore[union-attr]


def test_a_new_line_of_somebody_new(film: Film) -> None:
    paragraphs = typed(film)
    paragraphs[8:8] = [Paragraph("character", "MARIE", "s1-l9"), Paragraph("dialogue", "I took it!", "s1-l9")]
    change = change_of(film, paragraphs)
    assert isinstance(change, ScreenplayChange) and change.title() == "Edit the screenplay"
    after = change.made_to(film).screenplay
    assert after is not None and film.screenplay is not None
    line = after.line("s1-l9")
    assert line.character == "marie" and after.character("marie").gender is Gender.FEMALE
    kept = {e.id for e in film.screenplay.scenes[0].elements}
    assert kept < {e.id for e in after.scenes[0].elements}
    assert after.scenes[1] is film.screenplay.scenes[1]


def test_a_new_scene_reads_its_heading(film: Film) -> None:
    new = (Paragraph("heading", "INT. BAKERY - DUSK, SNOW", "s9"), Paragraph("action", "Warm bread.", "s9-a1"))
    paragraphs = [*typed(film), *new]
    change = change_of(film, paragraphs)
    assert isinstance(change, ScreenplayChange) and change.doing == "add_scene"
    scene = change.screenplay.scenes[-1]  # type: ignore[union-attr]
    assert (scene.id, scene.interior, scene.time_of_day, scene.weather) == ("s9", True, TimeOfDay.DUSK, Weather.SNOW)
    moved = change_of(change.made_to(film), [*paragraphs[-2:], *paragraphs[:-2]])
    assert isinstance(moved, ScreenplayChange) and moved.doing == "move_scene"


def test_a_heading_that_stays_keeps_what_was_decided_of_its_scene(film: Film) -> None:
    film = changes.SceneChange(scene="s2", weather=Weather.STORM).made_to(film)
    paragraphs = [p._replace(text="A storm.") if p.text == "Rain." else p for p in typed(film)]
    change = change_of(film, paragraphs)
    assert change is not None and change.made_to(film).screenplay.scenes[1].weather is Weather.STORM  # type: ignore[union-attr]


def test_what_somebody_else_changed_meanwhile_stays(film: Film) -> None:
    base = typed(film)
    theirs = changes.ActionChange(action=base[2].ref, text="A kettle sings.").made_to(film)
    mine = [p._replace(text="Snow.") if p.text == "Rain." else p for p in base]
    change = change_of(theirs, mine, base)
    assert change is not None
    words = {element.text for scene in change.made_to(theirs).screenplay.scenes for element in scene.elements}  # type: ignore[union-attr]
    assert {"A kettle sings.", "Snow."} <= words


def test_a_name_before_nothing_is_said_is_loose() -> None:
    said = [
        Paragraph("heading", "INT. X"),
        Paragraph("character", "ANNA"),
        Paragraph("action", "A."),
        Paragraph("character", "TOM"),
    ]
    assert loose(said) == (1, 3)
    assert loose([Paragraph("character", "ANNA"), Paragraph("parenthetical", "low"), Paragraph("dialogue", "Hm.")]) == ()


def test_a_film_can_be_written_by_hand() -> None:
    film = Film(name="x", brief=Brief(text="x", language="fr"))
    assert change_of(film, [Paragraph("action", "  ")]) is None
    change = change_of(film, [Paragraph("action", "Un chat dort.", "s1-a1")])
    assert isinstance(change, ScreenplayChange) and change.screenplay is not None
    assert change.screenplay.scenes[0].heading == "SCÈNE" and change.screenplay.language == "fr"


def test_out_and_in_again(film: Film, tmp_path: Path) -> None:
    assert film.screenplay is not None
    write_script(film.screenplay, tmp_path / "out.fountain")
    again = read_script(tmp_path / "out.fountain")
    assert [[e.text for e in s.elements] for s in again.scenes] == [[e.text for e in s.elements] for s in film.screenplay.scenes]
    assert [p.kind for p in typed_script("INT. HALL - DAY\n\nANNA\nHello.", "en")] == ["heading", "character", "dialogue"]


def test_what_could_not_be_made_is_refused(film: Film, script: Screenplay) -> None:
    line = next(script.lines())
    twice = script.changed(scenes=(*script.scenes, script.scenes[0]))
    speechless = script.changed(cast=())
    for wrong in (twice, speechless):
        with pytest.raises(UserError):
            ScreenplayChange(screenplay=wrong).made_to(film)
    assert isinstance(line, Line)


def test_it_is_on_disk_and_can_be_undone(film: Film, tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "k.aiprod", film)
    changes.apply(store, changes.read_change(ScreenplayChange(screenplay=None, doing="rewrite").model_dump(mode="json")))
    assert FilmStore(store.root).film.screenplay is None
    assert changes.undo(store) == "Have the screenplay written again"
    assert FilmStore(store.root).film.screenplay == film.screenplay


def test_the_studio_casts_whom_the_user_did_not(film: Film) -> None:
    voices = cast_of(film)
    assert set(voices) == {"anna", "tom"}
    own = voices["tom"].changed(speed=0.8)
    assert cast_of(changes.VoiceChange(voice=own).made_to(film))["tom"] == own
