# SPDX-License-Identifier: Apache-2.0
"""Recipes: read, checked, and refused with the key that is wrong."""

import pytest

from aiprod.film.errors import UserError
from aiprod.models.cards import models_root
from aiprod.training.recipe import Recipe, VideoShape, codec_identity, load_recipe, video_identity


def test_the_shipped_recipe_is_readable():
    recipe = load_recipe(models_root() / "nano" / "recipe.yaml")
    assert recipe.geometry.latent_frames == 7
    assert recipe.video.slots == 13


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("codec: {chanels: 4}", "codec.chanels"),
        ("learning_rate: 3", "learning_rate"),
        ("geometry: {width: 250}", "multiples of 16"),
        ("geometry: {frames: 24}", "multiple of 4"),
        ("codec: {channels: 8}", "must be equal"),
        ("video: {memory_patch: [5, 8]}", "patches"),
        ("video: {width: 100}", "heads"),
        ("- a list", "no keys"),
        ("a: [", "can't be read"),
    ],
)
def test_a_wrong_recipe_is_refused_with_what_is_wrong(tmp_path, text, says):
    path = tmp_path / "recipe.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=says):
        load_recipe(path)


def test_a_missing_recipe_is_refused(tmp_path):
    with pytest.raises(UserError, match="can't be read"):
        load_recipe(tmp_path / "none.yaml")


def test_identities_follow_the_shapes_alone():
    plain = Recipe()
    assert video_identity(plain.changed(seed=99)) == video_identity(plain)
    other = plain.changed(video=VideoShape(depth=3))
    assert video_identity(other) != video_identity(plain)
    assert codec_identity(other) == codec_identity(plain)
