# SPDX-License-Identifier: Apache-2.0
"""The LLM writer: what it refuses, that it runs a real model, and that a dead model never loses the film."""

import json

import pytest

from aiprod.film.errors import UserError
from aiprod.models import cards, library
from aiprod.writing import llm, read_brief, write
from aiprod.writing.llm import Model, ModelFailed, rejection


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("…", "empty"),
        ("lighthouse_keeper.jpg is here", "file name"),
        ("你好 my friend", "Latin"),
        ("The lamp turns slowly over the sea.", "repeats another"),
        ("Stay with me tonight, please.", "repeats another"),
        ("no no no no", "repeats itself"),
        ("the sea and the sea and the sea and", "repeats itself"),
        ("Je ne sais pas où il est parti ce soir", "wrong language"),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", "too long"),
        ("Write a spoken line in JSON", "echoes"),
    ],
)
def test_bad_words_are_refused(text, reason):
    against = ["Stay with me tonight, please.", "Dusk. The lamp turns slowly over the sea. A gull."]
    assert reason in rejection(text, "en", most_words=12, against=against)


@pytest.mark.parametrize(
    ("text", "language"), [("You came back.", "en"), ("Why me?", "en"), ("Tu es revenue.", "fr"), ("Reste encore un peu.", "fr")]
)
def test_good_words_pass(text, language):
    assert rejection(text, language, most_words=12, against=["Something else entirely."]) == ""


def test_the_optional_writers_card_joins_its_parts_in_order():
    card = cards.card("qwen2.5-coder-1.5b")
    parts = card.files[0].parts
    assert (card.role, card.need, len(parts)) == ("writer", "optional", 22)
    assert [part.path for part in parts] == [f"data/part{n:02d}.bin" for n in range(1, 23)]
    assert card.files[0].size == 21 * 52_428_800 + 16_315_968


def test_auto_takes_no_test_model():
    brief = read_brief("A keeper finds a key", duration_s=8).brief
    assert not library.installed("qwen2.5-coder-1.5b")
    assert write(brief).screenplay == write(brief, writer="template").screenplay


@pytest.mark.parametrize("writer", ["gpt", "llm:", "llm:nothing", "llm:kokoro-82m", "llm:qwen2.5-coder-1.5b"])
def test_unknown_writers_are_the_users_mistake(writer):
    with pytest.raises(UserError):
        write(read_brief("A keeper finds a key").brief, writer=writer)


def test_a_broken_model_ends_its_own_process_only(tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 5000)
    with pytest.raises(ModelFailed), Model(broken):
        pass


@pytest.mark.slow
def test_the_test_model_writes_and_the_film_is_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    brief = read_brief("A lighthouse keeper finds a message in a bottle", duration_s=8).brief
    draft = write(brief, writer="template").screenplay
    written = write(brief, writer="llm:smollm2-135m")
    film = written.screenplay
    assert [line.id for line in film.lines()] == [line.id for line in draft.lines()]
    assert film.cast == draft.cast
    assert all(rejection(line.text, "en", most_words=16) == "" for line in film.lines())
    changed = (film.title, film.logline, *(line.text for line in film.lines())) != (
        draft.title,
        draft.logline,
        *(line.text for line in draft.lines()),
    )
    assert changed == (film.writer == "llm:smollm2-135m")
    assert changed or written.warnings


@pytest.mark.slow
def test_a_model_killed_at_work_is_reported(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    path = library.file("smollm2-135m", cards.card("smollm2-135m").files[0].name)
    with Model(path) as model:
        answer = model.ask(
            [{"role": "user", "content": "Name a colour."}], llm._object({"colour": llm._text(2, 20)}), max_tokens=30, seed=1
        )
        assert answer is None or isinstance(answer["colour"], str)
        model._process.kill()
        model._process.wait()
        with pytest.raises(ModelFailed):
            model.ask([{"role": "user", "content": "Name another."}], {"type": "object"}, max_tokens=5, seed=1)


def test_schemas_are_json():
    assert json.loads(json.dumps(llm._object({"title": llm._text(1, 9)})))["required"] == ["title"]
