# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (sentences under test, one a line)
"""What a brief quotes is what its people say: word for word, by whom it names, where it stands in the story."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.film.screenplay import Action, Age, Gender, Line, Screenplay
from aiprod.writing import read_brief, write
from aiprod.writing.quotes import masked, quoted, unmasked
from aiprod.writing.template.speech import Speech, parted
from aiprod.writing.text import sentences

SISTERS = "Two sisters meet at a lighthouse at dusk. “You came back,” says Anna. “I never left,” says Mia."
PHARE = "Le phare, la nuit.\n— Qui t'envoie ? demande le gardien.\n— Personne, dit-elle.\n— Alors entre, murmure-t-il en ouvrant la porte, il fait froid.\n— Merci."


def film(text: str, **fields: object) -> Screenplay:
    return write(read_brief(text, **fields).brief, writer="template").screenplay


def said(screenplay: Screenplay) -> list[tuple[str, str]]:
    return [(screenplay.character(line.character).name, line.text) for line in screenplay.lines()]


def shown(screenplay: Screenplay) -> str:
    return " ".join(e.text for scene in screenplay.scenes for e in scene.elements if isinstance(e, Action))


def speeches(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(part.speaker, part.text) for part in parted(text, language)[0] if isinstance(part, Speech)]


def test_the_sisters_are_cast_and_say_their_lines():
    screenplay = film(SISTERS)
    assert said(screenplay) == [("Anna", "You came back."), ("Mia", "I never left.")]
    assert [c.name for c in screenplay.cast] == ["Anna", "Mia"]
    assert all("sister" in c.description and c.gender is Gender.FEMALE for c in screenplay.cast)
    assert "two sisters, meet at a lighthouse at dusk." in shown(screenplay)
    assert screenplay.logline == "Two sisters meet at a lighthouse at dusk."


def test_french_dashes_and_inversions():
    screenplay = film(PHARE, language="fr")
    keeper, visitor = screenplay.cast
    assert [
        (keeper.name, "Qui t'envoie ?"),
        (visitor.name, "Personne."),
        (keeper.name, "Alors entre, il fait froid."),
        (visitor.name, "Merci."),
    ] == said(screenplay)
    assert (keeper.gender, visitor.gender) == (Gender.MALE, Gender.FEMALE)
    assert [line.parenthetical for line in screenplay.lines()][2] == "en murmurant, en ouvrant la porte"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Who sent you?” asks the keeper.", [("the keeper", "Who sent you?")]),
        ('"Who sent you?" asks the keeper.', [("the keeper", "Who sent you?")]),
        ("‘Who sent the boys’ boat?’ asks the keeper.", [("the keeper", "Who sent the boys’ boat?")]),
        ("Anna says: “Yes. No. Perhaps.”", [("Anna", "Yes. No. Perhaps.")]),
        ("Anna whispers “come back” to the sea.", [("Anna", "come back.")]),
        ("The boy runs to the river and shouts, “Biscuit!”", [("", "Biscuit!")]),
        ("“I never left,” says Mia, smiling, “because of you.”", [("Mia", "I never left, because of you.")]),
        ("“Go,” she says to her brother. “Now.”", [("she", "Go. Now.")]),
        ("“Thank you.” Mia smiles.", [("Mia", "Thank you.")]),
        ("The radio crackles: “Can you hear me?”", [("The radio", "Can you hear me?")]),
        ("“Go,” says Tom, and he shuts the door. ‘No,’ said the old woman of the sea.", [("Tom", "Go."), ("the old woman of the sea", "No.")]),
        ("A sign says “Closed”. A man reads a book called “Dune”.", []),
        ("— Who sent you? asks the keeper.\n— Nobody.", [("the keeper", "Who sent you?"), ("", "Nobody.")]),
    ],
)  # fmt: skip
def test_english_attributions(text, expected):
    assert speeches(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Tu es revenue », dit Anna.", [("Anna", "Tu es revenue.")]),
        ("« Tu restes ? » demande-t-elle. « Oui, dit-il, et toi ? »", [("elle", "Tu restes ?"), ("il", "Oui, et toi ?")]),
        ("Elle lui demande tout bas : « Tu as mal ? »", [("Elle", "Tu as mal ?")]),
        ("Anna se tourne vers Mia et murmure : « Viens. »", [("", "Viens.")]),
        ("« Viens ! » s'écrie Paul. Le vieux gardien crie : « Non ! »", [("Paul", "Viens !"), ("Le vieux gardien", "Non !")]),
        ("— Gardez-la, dit-il en se levant. Je reviendrai.", [("il", "Gardez-la. Je reviendrai.")]),
        ("Un panneau indique « Fermé ».", []),
    ],
)
def test_french_attributions(text, expected):
    assert speeches(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A stranger knocks. “Who sent you?” asks the keeper. He opens the door and says quietly, “Come in.” The stranger nods. “Nobody.”",
            [1, 1, 0],
        ),
        ("An astronaut floats alone. The radio crackles: “Can you hear me?” “I can,” she says. “This is home,” says the radio.", [1, 0, 1]),
        ("“Stop!”\n\n“Why?”\n\n“Because I said so.”", [0, 1, 0]),
        ("‘I don’t dance,’ said the robot. The old woman put on a record. ‘Nobody does, at first,’ she said.", [0, 1]),
    ],
)  # fmt: skip
def test_who_speaks(text, expected):
    screenplay = film(text, language="en")
    cast = [c.id for c in screenplay.cast]
    assert [cast.index(line.character) for line in screenplay.lines()] == expected


def test_what_is_not_spoken_stays_in_the_action_as_it_is():
    screenplay = film("Mara opens a book called “the SEA. and us”. A sign reads “No entry tonight!”", language="en")
    assert "“the SEA. and us”" in shown(screenplay)
    assert "“No entry tonight!”" in shown(screenplay)


def test_a_thing_is_heard_and_not_seen():
    screenplay = film("Anna waits. “This is home,” says the radio.", language="en")
    line = next(screenplay.lines())
    assert (line.extension, screenplay.character(line.character).name) == ("O.S.", "The radio")


def test_a_conversation_stays_in_its_place_and_hour():
    screenplay = film(SISTERS.replace("“I never", "She opens the door. “I never"))
    first = screenplay.scenes[0]
    assert [type(e).__name__ for e in first.elements] == ["Action", "Line", "Action", "Line"]


def test_quoted_words_are_not_orders_and_orders_after_them_are():
    brief = read_brief("“Warm, tender, 20 seconds,” says Tom. “come here, it’s dark,” says Mia. Forty seconds, funny.").brief
    assert "“Warm, tender, 20 seconds,”" in brief.text
    assert "“come here, it’s dark,”" in brief.text
    assert (brief.duration_s, brief.tone) == (40, "funny")


def test_words_that_take_longer_than_the_film_are_kept_with_a_warning():
    text = " ".join(
        f"“This is the long sentence number {n} of a very long talk,” says {who}." for n in range(9) for who in ("Anna", "Tom")
    )
    written = write(read_brief(text, duration_s=12, language="en").brief, writer="template")
    assert len(list(written.screenplay.lines())) == 18
    assert any("to say" in warning for warning in written.warnings)


@pytest.mark.parametrize(
    ("text", "language", "names", "ages"),
    [
        ("Anna and her brother Tom find an old map in the attic. They follow it to the sea.", "en", ["Anna", "Tom"], None),
        ("Two sisters, Anna and Mia, open a bakery at dawn.", "en", ["Anna", "Mia"], None),
        ("Tom meets Anna at the harbour.", "en", ["Tom", "Anna"], None),
        ("Detective Mara Voss enters the empty theatre.", "en", ["Mara Voss"], None),
        ("Paul et sa sœur Léa réparent un vieux bateau dans le port. Un pêcheur, Marcel, les regarde.", "fr", ["Paul", "Léa", "Marcel"], None),
        ("Camille, 9 ans, court chercher son frère Hugo.", "fr", ["Camille", "Hugo"], [Age.CHILD, Age.CHILD]),
    ],
)  # fmt: skip
def test_names_of_a_brief_are_the_cast(text, language, names, ages):
    screenplay = film(text, language=language)
    assert [c.name for c in screenplay.cast][: len(names)] == names
    assert ages is None or [c.age for c in screenplay.cast][: len(ages)] == ages


def test_they_are_those_who_acted_together():
    text = shown(film("Anna and her brother Tom find an old map in the attic. They follow it to the sea.", language="en"))
    assert "Anna and Tom follow it to the sea." in text


def test_sentences_do_not_break_inside_quotes():
    assert sentences("“Who sent you? Was it me?” asks the keeper. “Go. Now.” He goes.") == [
        "“Who sent you? Was it me?” asks the keeper.",
        "“Go. Now.”",
        "He goes.",
    ]
    assert sentences("« Tu es là ? Oui ? » dit Anna. Elle rit.") == ["« Tu es là ? Oui ? » dit Anna.", "Elle rit."]


# properties

_WORDS = {
    "en": "come back never left the lamp was lit I put it down who knows you came runs finds Mr. sea old. why? no! wait… 10 it's don’t lighthouse Paris she falls",
    "fr": "viens ici jamais parti la lampe était allumée je l'ai posée qui sait tu vas cours trouve mer vieux. pourquoi ? non ! attends… 10 aujourd’hui phare elle tombe à l'eau",
}
_FRAMES = {
    "en": ("“{}” says Anna.", "“{},” Tom whispers.", '"{}!" she says.', "Tom says: “{}”", "Anna opens the door and says, “{}.”", "‘{}.’", "“{}?” asks the keeper, smiling.", "A sign says “{}”.", "\n— {}\n", "Mia reads a book called “{}”."),
    "fr": ("« {} », dit Anna.", "« {} ! » murmure Paul.", "« {} ? » demande-t-elle.", "Paul dit : « {} »", "“{}.”", "« {}. » Elle ouvre la porte.", "\n— {}\n", "\n— {}, dit le gardien.\n", "Un panneau indique « {} »."),
}  # fmt: skip
_ACTS = {
    "en": (
        "Two sisters meet at a lighthouse at dusk.",
        "He opens the door.",
        "The keeper walks to the sea.",
        "Anna and Tom run away.",
        "Rain.",
        "",
    ),
    "fr": (
        "Deux sœurs se retrouvent au phare.",
        "Il ouvre la porte.",
        "Le gardien marche vers la mer.",
        "Anna et Paul s'enfuient.",
        "La pluie.",
        "",
    ),
}


@st.composite
def told(draw: st.DrawFn, language: str) -> tuple[str, list[str]]:
    """A brief, and the words that it quotes, in order."""
    parts, quotes = [], []
    for _ in range(draw(st.integers(1, 6))):
        parts.append(draw(st.sampled_from(_ACTS[language])))
        chosen = draw(st.lists(st.sampled_from(_WORDS[language].split()), min_size=1, max_size=9))
        chosen = [word for word in chosen if re.search(r"\w", word)] or ["oui"]
        # A sentence's end inside stays one; the frame brings the last mark.
        chosen[-1] = chosen[-1].rstrip(".?!…") or "oui"
        parts.append(draw(st.sampled_from(_FRAMES[language])).format(" ".join(chosen)))
        quotes.append(" ".join(chosen))
    return " ".join(part for part in parts if part), quotes


def plain(text: str) -> list[str]:
    """Its words, letter for letter, typographic apostrophes as straight ones."""
    return re.findall(r"[\w'-]+", text.replace("’", "'"))


def check_words(case: tuple[str, list[str]], language: str) -> None:
    text, quotes = case
    screenplay = film(text, language=language, duration_s=30)
    elements = [plain(e.text) for scene in screenplay.scenes for e in scene.elements]
    everything = [f" {' '.join(words)} " for words in elements]
    for quote in quotes:
        assert any(f" {' '.join(plain(quote))} " in one for one in everything), (text, quote, everything)
    spoken = " ".join(" ".join(plain(line.text)) for line in screenplay.lines())
    assert not re.search(r"[\ue000-\uf8ff]", " ".join(everything) + screenplay.title + screenplay.logline)
    assert {e.character for scene in screenplay.scenes for e in scene.elements if isinstance(e, Line)} <= {
        c.id for c in screenplay.cast
    }
    order = [at for quote in quotes if (at := spoken.find(" ".join(plain(quote)))) >= 0 and len(set(quotes)) == len(quotes)]
    if len({" ".join(plain(q)) for q in quotes if sum(" ".join(plain(q)) in other for other in quotes) == 1}) == len(quotes):
        unique = [at for quote, at in zip(quotes, order, strict=False) if spoken.count(" ".join(plain(quote))) == 1]
        assert unique == sorted(unique), (text, spoken)


@settings(max_examples=40, deadline=None)
@given(told("en"))
def test_no_quoted_word_is_changed_or_lost(case):
    check_words(case, "en")


@settings(max_examples=40, deadline=None)
@given(told("fr"))
def test_no_quoted_word_is_changed_or_lost_in_french(case):
    check_words(case, "fr")


@settings(max_examples=200, deadline=None)
@given(st.text("aà .,!?\n“”«»‘’\"'—", max_size=60))
def test_masking_is_undone(text):
    hidden, kept = masked(text)
    assert unmasked(hidden, kept) == text
    assert [text[q.start : q.end] for q in quoted(text)] == kept
    assert " ".join(" ".join(sentences(text)).split()) == " ".join(text.split())


@settings(max_examples=50, deadline=None)
@given(st.text("aA says dit et .,!?\n“”«»‘’\"'—:-", min_size=1, max_size=80), st.sampled_from(["en", "fr"]))
def test_any_marks_make_a_film(text, language):
    screenplay = film(f"A keeper waits. {text}", language=language, duration_s=12)
    assert screenplay.scenes
    assert all(element.text.strip() for scene in screenplay.scenes for element in scene.elements)
