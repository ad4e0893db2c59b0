# SPDX-License-Identifier: Apache-2.0
"""Recipes fit into markers, and survive being there."""

import json
from typing import Any

import pytest

from aiprod.film.errors import UserError
from aiprod.production.clips.recipes import MOST_CHARACTERS, ClipRecipe, Kept, read_recipe


def recipe(**fields: Any) -> ClipRecipe:
    return ClipRecipe(**{"kind": "shot", "prompt": "Un phare « d'été » 🎬", "frames": 12, **fields})


def test_a_recipe_comes_back_from_a_marker_as_it_was() -> None:
    made = recipe(rate="24000/1001", seed=7, references=(Kept(role="look", sha256="a" * 64),)).checked()
    assert read_recipe(json.loads(made.text_of())) == made


def test_what_was_not_asked_is_not_written() -> None:
    assert recipe().to_json() == {"v": 1, "kind": "shot", "prompt": "Un phare « d'été » 🎬", "frames": 12}


def test_eight_references_and_many_words_fit() -> None:
    kept = tuple(Kept(role="look", sha256=f"{n:064x}") for n in range(8))
    assert len(recipe(prompt="word " * 150, references=kept).checked().text_of()) < MOST_CHARACTERS


def test_too_many_words_are_told_before_anything_is_made() -> None:
    with pytest.raises(UserError, match="too many words"):
        recipe(prompt="x" * 2000).checked()


def test_a_newer_recipe_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(UserError, match=r"newer AIPROD.*Update AIPROD"):
        read_recipe({"v": 2, "kind": "hologram", "depth": 3})


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"v": 1}, {"v": True, "kind": "shot"}, {"v": 1, "kind": "shot", "path": "/etc/passwd"},
     {"v": "1", "kind": "shot"},
     {"v": 1, "kind": "shot", "size": "0x0"}, {"v": 1, "kind": "shot", "rate": "1/0"}, {"v": 1, "kind": "shot", "frames": 0},
     {"v": 1, "kind": "shot", "seed": -1}, {"v": 1, "kind": "extension", "source": "../../x"},
     {"v": 1, "kind": "shot", "size": "33x17"},
     {"v": 1, "kind": "shot", "rate": "1000"}],
)  # fmt: skip
def test_a_damaged_recipe_is_one_clear_error(data: Any) -> None:
    with pytest.raises(UserError) as caught:
        read_recipe(data)
    assert caught.value.what and (caught.value.why or caught.value.remedy)
