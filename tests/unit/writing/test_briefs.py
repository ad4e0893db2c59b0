# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (sentences under test, one a line)
"""Reading briefs: files, orders, bad input."""

import pytest

from aiprod.film.brief import Audience, Genre, Tone
from aiprod.film.errors import UserError
from aiprod.writing import read_brief

SAMPLE_EN = (
    "A retired lighthouse keeper finds a message in a bottle, written by a child forty years ago. He decides to answer it. A young "
    "fisherwoman carries his letter across the bay in a storm. Thirty seconds, warm and a little melancholic, for a general audience."
)
SAMPLE_FR = (
    "La nuit, dans une ville sous la pluie, une boulangère trouve devant sa porte un robot de livraison tombé en panne. Elle le répare avec "
    "ce qu'elle a sous la main. À l'aube, tout le quartier reçoit son pain. Quarante secondes, drôle et tendre, tout public."
)


@pytest.mark.parametrize(
    ("text", "seconds", "tone", "audience", "genre", "story"),
    [
        (SAMPLE_EN, 30, Tone.WARM, Audience.GENERAL, None, SAMPLE_EN.split(" Thirty")[0]),
        (SAMPLE_FR, 40, Tone.FUNNY, Audience.GENERAL, None, SAMPLE_FR.split(" Quarante")[0]),
        ("A 30-second comedy about a cat", 30, None, None, Genre.COMEDY, "A cat."),
        ("Une comédie d'une minute trente sur un chat, pour enfants", 90, None, Audience.CHILDREN, Genre.COMEDY, "Un chat."),
        ("Deux sœurs se retrouvent. 1 min 30. Tendre.", 90, Tone.TENDER, None, None, "Deux sœurs se retrouvent."),
        ("2 minutes, sombre. Un homme court dans la neige.", 120, Tone.DARK, None, None, "Un homme court dans la neige."),
        ("A man runs. 1:15, tense, for adults.", 75, Tone.TENSE, Audience.ADULTS, None, "A man runs."),
        ("A dog. Half a minute.", 30, None, None, None, "A dog."),
        ("A dog. A minute and a half.", 90, None, None, None, "A dog."),
    ],
)
def test_orders_leave_the_story(text, seconds, tone, audience, genre, story):
    brief = read_brief(text).brief
    assert (brief.duration_s, brief.tone, brief.audience, brief.genre) == (seconds, tone, audience, genre)
    assert brief.text == story


@pytest.mark.parametrize(
    "text",
    [
        "A man waits two minutes before midnight.",
        "A warm loaf, a cold night, a child alone in the street.",
        "Forty years ago, a boy drew a map.",
    ],
)
def test_story_words_are_not_orders(text):
    read = read_brief(text)
    assert read.brief.text == text
    assert read.brief.duration_s == 30


def test_arguments_win_over_the_text():
    brief = read_brief(
        SAMPLE_EN, duration_s=12, tone="tense", genre="science fiction", audience="adults", seed=7, style="pastel"
    ).brief
    assert (brief.duration_s, brief.tone, brief.genre, brief.audience, brief.seed, brief.style) == (
        12, Tone.TENSE, Genre.SCIENCE_FICTION, Audience.ADULTS, 7, "pastel",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x01\x02", "\u200b\u200b", "🎬🎥🍿", "123 456", "?!… — 🙂"])
def test_nothing_to_film_is_refused(text):
    with pytest.raises(UserError) as caught:
        read_brief(text)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_control_characters_are_removed_with_a_warning():
    read = read_brief("A cat\x07 finds\x00 a key\x1b in the garden")
    assert read.brief.text == "A cat finds a key in the garden."
    assert read.warnings == ("3 control characters were removed from the brief.",)


def test_a_very_long_brief_is_cut_and_says_so():
    read = read_brief("A keeper walks along the shore and counts the waves. " * 4000)
    assert len(read.brief.text) <= 20_000
    assert "212,000" in read.warnings[0] or "211,999" in read.warnings[0]


def test_a_long_word_without_sentences_is_cut_too():
    assert len(read_brief("boat " * 40_000).brief.text) <= 20_001


def test_files(tmp_path):
    path = tmp_path / "mon brief é.txt"
    path.write_text("Un chat dort sur le toit, la nuit. Vingt secondes.", "utf-8")
    brief = read_brief(str(path)).brief
    assert (brief.text, brief.duration_s, brief.language) == ("Un chat dort sur le toit, la nuit.", 20, "fr")
    path.write_bytes("Une boulangère répare un robot à l'aube.".encode("latin-1"))
    assert read_brief(str(path)).brief.text == "Une boulangère répare un robot à l'aube."
    path.write_bytes("\ufeffUn chat dort.".encode("utf-16"))
    assert read_brief(str(path)).brief.text.strip("\ufeff") == "Un chat dort."


def test_unreadable_files_are_refused(tmp_path):
    binary = tmp_path / "film.txt"
    binary.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UserError, match="not a text file"):
        read_brief(str(binary))
    with pytest.raises(UserError, match="is a folder"):
        read_brief(str(tmp_path))
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(UserError, match="empty"):
        read_brief(str(empty))


@pytest.mark.parametrize("name", ["missing.txt", "./no/such.fountain", "/tmp/none/film.fdx", "brief.docx"])
def test_a_missing_file_is_not_a_brief(name):
    with pytest.raises(UserError, match="There is no file"):
        read_brief(name)


@pytest.mark.parametrize(
    ("field", "value"), [("duration_s", 1), ("duration_s", 1e6), ("seed", -1), ("genre", "western"), ("tone", "loud")]
)
def test_values_out_of_range_are_the_users_mistake(field, value):
    with pytest.raises(UserError):
        read_brief("A cat finds a key", **{field: value})


def test_lengths_told_out_of_range_are_held():
    read = read_brief("A cat finds a key. 2 seconds.")
    assert read.brief.duration_s == 4
    assert "4 s" in read.warnings[0]


def test_fountain_text_is_recognised_without_a_file():
    brief = read_brief("INT. KITCHEN - DAY\n\nA kettle boils.\n\nTOM\nAt last.\n").brief
    assert brief.source == "fountain"
    assert brief.language == "en"


@pytest.mark.parametrize(
    ("text", "style", "tone"),
    [
        ("A detective walks home in the rain. Film noir, thirty seconds.", "noir", Tone.DARK),
        ("Un film documentaire sur un boulanger qui perd son chat.", "documentary", None),
        ("A photorealistic film about a fox who finds a balloon.", "photorealistic", None),
        ("Un vieux pêcheur parle à la lune. Film en noir et blanc, poétique.", "black_and_white", Tone.POETIC),
        ("Une sorcière apprend à voler, dessin animé pour enfants.", "animation", None),
        ("Une boulangère répare un robot. À l'aquarelle, une minute.", "watercolour", None),
        ("A painter of watercolours loses her cat.", "auto", None), ("Le film noir du dimanche lui manque.", "auto", None),
    ],
)  # fmt: skip
def test_a_brief_says_what_the_film_looks_like(text: str, style: str, tone: Tone | None) -> None:
    brief = read_brief(text).brief
    assert (brief.style, brief.tone) == (style, tone) and read_brief(text, style="pastel").brief.style == "pastel"
