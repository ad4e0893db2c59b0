# SPDX-License-Identifier: Apache-2.0
"""Schema labels, versions and their readers."""

from typing import Any, ClassVar

import pytest

from aiprod.film.base import FilmObject, NewerSchemaError, SchemaError, upgrade_from
from aiprod.film.grade import Curves
from aiprod.film.screenplay import Action, Line, Scene
from aiprod.film.takes import Take


class Marker(FilmObject):
    """A made-up object at its third version."""

    version: ClassVar[int] = 3
    label: str
    colour: str


@upgrade_from("Marker", 1)
def _one_to_two(fields: dict[str, Any]) -> dict[str, Any]:
    name = fields.pop("name")
    return {**fields, "label": name}


@upgrade_from("Marker", 2)
def _two_to_three(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "colour": "red"}


def test_objects_carry_their_schema_and_come_back_equal() -> None:
    scene = Scene(
        id="s1", heading="INT. KITCHEN - DAY", interior=True, place="kitchen",
        elements=(Action(id="s1-a1", text="A kettle boils."), Line(id="s1-l1", character="tom", text="Idiot.")),
    )  # fmt: skip
    data = scene.to_json()
    assert data["schema"] == "Scene.1"
    assert [element["schema"] for element in data["elements"]] == ["Action.1", "Line.1"]
    assert Scene.from_json(data) == scene


def test_older_versions_are_read_step_by_step() -> None:
    assert Marker.from_json({"schema": "Marker.1", "name": "x"}) == Marker(label="x", colour="red")
    assert Marker.from_json({"schema": "Marker.2", "label": "x"}) == Marker(label="x", colour="red")


def test_a_newer_version_is_refused_in_plain_words() -> None:
    with pytest.raises(NewerSchemaError, match=r"newer AIPROD \(Marker\.4\).*Update AIPROD"):
        Marker.from_json({"schema": "Marker.4", "label": "x", "colour": "red"})


@pytest.mark.parametrize("data", [{"schema": "Line.1"}, {"schema": "Marker"}, {"label": 3, "colour": "red"}, [], "x", None])
def test_anything_else_is_not_readable(data: object) -> None:
    with pytest.raises(SchemaError, match="not a readable Marker"):
        Marker.from_json(data)


def test_unknown_fields_are_refused_rather_than_lost() -> None:
    with pytest.raises(SchemaError, match="Extra inputs"):
        Marker.from_json({"schema": "Marker.3", "label": "x", "colour": "red", "size": 3})


def test_equal_objects_have_equal_hashes() -> None:
    first, second = (Line(id="l", character="c", text="Où ça ?") for _ in range(2))
    assert first.content_hash() == second.content_hash()
    assert first.changed(text="Là.").content_hash() != first.content_hash()


def test_arrays_of_strict_json_are_tuples_and_others_stay_lists() -> None:
    """As requests come over the wire."""
    curves = '{"master": [[0.1, 0.2], [0.3, 0.4]]}'
    assert Curves.model_validate_json(curves, strict=True).master == ((0.1, 0.2), (0.3, 0.4))
    take = Take.model_validate_json(
        '{"id": "a", "recipe": {"department": "music", "step": "s", "generator": "g"}, "files": [], "facts": {"a": [1, [2]]}}',
        strict=True,
    )
    assert take.files == () and take.facts == {"a": [1, [2]]}
