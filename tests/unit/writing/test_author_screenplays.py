# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (sentences under test, one a line)
"""Fountain and Final Draft: every word kept, the breakdown read out of it, hostile files refused."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Age, Emotion, Gender, Mood, TimeOfDay, Weather
from aiprod.writing import finaldraft, fountain, read_brief, write

SAMPLE = """Title: The Spare Key
Author: Ada Test

FADE IN:

EXT. HARBOUR - DAWN

Fog lies on the water. A single FERRY HORN. NADIA (30s, red coat) waits on the quay with a suitcase. A gull watches her.

NADIA
(to the gull)
Don't look at me like that. I gave him until six.

INT. KITCHEN - SAME TIME

A kettle boils over. OLD TOM, 70, grey beard, searches drawer after drawer.

OLD TOM
Where did I put you?

OLD TOM (CONT'D)
Idiot.

EXT. VILLAGE STREET - MOMENTS LATER

Tom runs, one shoe on. Rain begins.

EXT. HARBOUR - MORNING

He looks at the key.

NADIA (O.S.)
You're late.

She is behind him, soaked, smiling.

> FADE OUT.
"""
FDX = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="3"><Content>
<Paragraph Type="Scene Heading"><Text>INT. BOULANGERIE - NUIT</Text></Paragraph>
<Paragraph Type="Action"><Text>LÉA (40 ans, tablier blanc) pétrit. Il pleut.</Text></Paragraph>
<Paragraph Type="Character"><Text>LÉA (HORS CHAMP)</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(doucement)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Encore </Text><Text Style="Italic">une</Text><Text> fois.</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text>LÉA</Text></Paragraph><Paragraph Type="Dialogue"><Text>Moi ?</Text></Paragraph>
<Paragraph Type="Character"><Text>MARC</Text></Paragraph><Paragraph Type="Dialogue"><Text>Toi !</Text></Paragraph>
</DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>FONDU AU NOIR</Text></Paragraph>
</Content><TitlePage><Content><Paragraph><Text>Le Pain</Text></Paragraph><Paragraph><Text>écrit par</Text></Paragraph>
<Paragraph><Text>Jeanne Test</Text></Paragraph></Content></TitlePage></FinalDraft>"""


def test_the_breakdown_of_a_screenplay():
    film = fountain.parse(SAMPLE)
    nadia, tom = film.cast
    assert (film.title, film.author, film.writer, film.language) == ("The Spare Key", "Ada Test", "author", "en")
    assert (nadia.id, nadia.description, nadia.gender) == ("nadia", "30s, red coat", Gender.FEMALE)
    assert (tom.id, tom.name, tom.description, tom.age, tom.gender) == (
        "old-tom",
        "Old Tom",
        "70, grey beard",
        Age.OLD,
        Gender.MALE,
    )
    assert [scene.time_of_day for scene in film.scenes] == [TimeOfDay.DAWN, TimeOfDay.DAWN, TimeOfDay.DAWN, TimeOfDay.MORNING]
    assert [scene.weather for scene in film.scenes] == [Weather.FOG, Weather.FOG, Weather.RAIN, Weather.RAIN]
    assert [scene.interior for scene in film.scenes] == [False, True, False, False]
    assert film.scenes[0].transition_in == "FADE IN:"
    assert film.scenes[-1].transition_out == "FADE OUT."
    assert film.scenes[0].lines[0].parenthetical == "to the gull"
    assert film.scenes[-1].lines[0].extension == "O.S."
    assert film.scenes[-1].actions[-1].characters == ("nadia", "old-tom")
    assert film.scenes[2].actions[0].characters == ("old-tom",)


def test_formatting_and_reading_again_changes_nothing():
    film = fountain.parse(SAMPLE)
    assert fountain.parse(fountain.format(film)) == film


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("INT. X - DAY\n\n@McAvoy\nHello.\n", "mcavoy", ["Hello."]),
        ("INT. X - DAY\n\nTOM (V.O.)\nHello.\n\nANNA ^\nHi.\n", "anna", ["Hello.", "Hi."]),
        ("INT. X - DAY\n\nTOM\nOne.\n(beat)\nTwo.\n", "tom", ["One.", "Two."]),
        ("INT. X - DAY\n\nTOM\nOne\n  \nTwo\n", "tom", ["One Two"]),
        ("INT. X - DAY\n\nTOM\nHello [[cut?]] you. /* no */\n", "tom", ["Hello  you."]),
        ("INT. X - DAY\n\nTOM\nThis is *really* **not** _fair_.\n", "tom", ["This is really not fair."]),
        ("I/E VOITURE – NUIT\n\nÉLISE (SUITE)\nEncore.\n", "elise", ["Encore."]),
        ("INT. X - DAY\n\nTOM\n~Sing a song\n", "tom", ["Sing a song"]),
    ],
)
def test_fountain_elements(text, cue, said):
    film = fountain.parse(text)
    assert [line.text for line in film.lines()] == said
    assert cue in {character.id for character in film.cast}


def test_what_is_not_film_is_left_out_and_forced_elements_are_kept():
    film = fountain.parse(
        "# Act\n\n= synopsis\n\n.somewhere DARK - NIGHT\n\n!TOM RUNS\n\n> THE END <\n\n===\n\nCUT TO:\n\nEXT. FIELD #12#\n\nWind.\n"
    )
    assert [scene.heading for scene in film.scenes] == ["somewhere DARK - NIGHT", "EXT. FIELD"]
    assert [action.text for action in film.scenes[0].actions] == ["TOM RUNS", "THE END"]
    assert film.scenes[0].transition_out == "CUT TO:"
    assert film.scenes[0].time_of_day is TimeOfDay.NIGHT
    assert film.scenes[1].weather is Weather.WIND


@pytest.mark.parametrize(
    ("heading", "interior", "time"),
    [
        ("INT. CUISINE - NUIT", True, TimeOfDay.NIGHT), ("EXT. PLAGE – AUBE", False, TimeOfDay.DAWN), ("INT./EXT. VOITURE - JOUR", False, TimeOfDay.DAY),
        ("EXT. RUE - CRÉPUSCULE", False, TimeOfDay.DUSK), ("I/E CAR - MORNING", False, TimeOfDay.MORNING), ("EST. CITY - SUNSET", False, TimeOfDay.DUSK),
        ("INTÉRIEUR. SALON - SOIR", True, TimeOfDay.DUSK),
    ],
)  # fmt: skip
def test_headings(heading, interior, time):
    scene = fountain.parse(f"{heading}\n\nUne porte.\n").scenes[0]
    assert (scene.heading, scene.interior, scene.time_of_day) == (heading, interior, time)


def test_emotions_come_from_the_authors_words():
    film = fountain.parse("INT. X - DAY\n\nTOM\n(furious)\nFine.\n\nANNA\n(gently)\nStay.\n\nTOM\nWhat?!\n")
    assert [line.emotion for line in film.lines()] == [Emotion.ANGER, Emotion.TENDERNESS, Emotion.SURPRISE]


def test_mood_follows_the_scene():
    film = fountain.parse(
        "EXT. STREET - NIGHT\n\nTom runs, the alarm screams, they chase him, danger.\n\nINT. ROOM - DAY\n\nThey laugh and dance, happy.\n"
    )
    assert film.scenes[0].mood in (Mood.TENSE, Mood.FRIGHTENING)
    assert film.scenes[1].mood is Mood.JOYFUL
    assert film.scenes[0].intensity > film.scenes[1].intensity


def test_four_hundred_scenes_without_dialogue():
    text = "\n\n".join(
        f"EXT. PLACE {n} - {'DAY' if n % 2 else 'NIGHT'}\n\nMARTA walks past door {n % 9}. Marta stops." for n in range(400)
    )
    film = fountain.parse(text)
    assert len(film.scenes) == 400
    assert list(film.lines()) == []
    assert {character.id for character in film.cast} == {"marta"}
    assert len({element.id for scene in film.scenes for element in scene.elements}) == 400


_SPOKEN = st.text(alphabet=string.ascii_letters + "éèàçœ ’'.,!?*_~>@#()^-", min_size=1, max_size=60).filter(
    lambda text: any(c.isalpha() for c in text)
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_SPOKEN, min_size=1, max_size=4))
def test_any_dialogue_survives_a_round_trip(texts):
    film = fountain.parse(SAMPLE)
    scene = film.scenes[0]
    lines = tuple(
        scene.lines[0].changed(id=f"l{i}", text=" ".join(text.split()), parenthetical="") for i, text in enumerate(texts)
    )
    film = film.changed(scenes=(scene.changed(elements=lines),))
    again = fountain.parse(fountain.format(film))
    assert " ".join(line.text for line in again.lines()).split() == " ".join(line.text for line in lines).split()


def test_final_draft_keeps_words_dual_dialogue_and_title():
    film = finaldraft.parse(FDX.encode())
    assert (film.title, film.author, film.language) == ("Le Pain", "Jeanne Test", "fr")
    assert [line.text for line in film.lines()] == ["Encore une fois.", "Moi ?", "Toi !"]
    first = film.scenes[0].lines[0]
    assert (first.extension, first.parenthetical, first.emotion) == ("O.S.", "doucement", Emotion.TENDERNESS)
    assert film.scenes[0].weather is Weather.RAIN
    assert film.scenes[0].transition_out == "FONDU AU NOIR"
    assert film.character("lea").gender is Gender.FEMALE


def test_final_draft_from_a_file_becomes_a_film(tmp_path):
    path = tmp_path / "le pain.fdx"
    path.write_text(FDX, "utf-8")
    read = read_brief(str(path))
    assert (read.brief.source, read.brief.language) == ("fdx", "fr")
    assert [line.text for line in write(read.brief).screenplay.lines()] == ["Encore une fois.", "Moi ?", "Toi !"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (FDX.replace("</Content>", "", 1).encode(), "line"),
        (b"<FinalDraft><Content></FinalDraft>", "line 1"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><FinalDraft><Content>&b;</Content></FinalDraft>', "entities"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FinalDraft><Content>&a;</Content></FinalDraft>', "entities"),
        (b"<html><body/></html>", "not a Final Draft"),
        (b"", "line"),
        (b"\xff\xfe\xff", "read"),
        (b"<FinalDraft><Content/></FinalDraft>", "no screenplay"),
    ],
)
def test_broken_or_hostile_final_draft_is_refused(data, words):
    with pytest.raises(UserError, match=words):
        finaldraft.parse(data)


def test_a_script_with_nothing_in_it_is_refused():
    with pytest.raises(UserError, match="no screenplay"):
        fountain.parse("Title: Nothing\n\n# Act one\n")


def test_the_readers_words_are_never_changed_by_parameters():
    brief = Brief(text=SAMPLE, source="fountain", language="en", tone="dark")
    film = write(brief, writer="template").screenplay
    assert film.tone == "dark"
    assert film.scenes == fountain.parse(SAMPLE).scenes
