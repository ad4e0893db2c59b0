# SPDX-License-Identifier: Apache-2.0
"""Every change of a film has a name in both languages."""

from typing import Annotated, get_args, get_origin

import pytest
from pydantic import BaseModel

from aiprod.film import changes
from aiprod.film.change_titles import translated
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay_changes import _TITLES, ScreenplayChange
from aiprod.film.shot_changes import ApproveChange, PickupChange, ShotChange, ShotResetChange
from aiprod.film.speech import VoiceCasting

EVERY = [
    changes.LineChange(line="s1-l1"), changes.ActionChange(action="s1-a1", text="x"), changes.SceneChange(scene="s1"),
    changes.TitleChange(text="x"), changes.VoiceChange(voice=VoiceCasting(character="tom", speakers={"a": 1.0})),
    changes.LookChange(look=CharacterLook(character="tom")), changes.StudioCastingChange(character="tom", of="voice"),
    changes.StudioCastingChange(character="tom", of="look"), changes.RetakeChange(shot="s1-x"),
    changes.GeneratorChange(generator="nano"), changes.BriefChange(), changes.NameChange(text="x"),
    changes.GradeChange(), changes.GradeChange(scene="s1"), changes.GradeChange(shot="x"), changes.GradeResetChange(),
    changes.GradeResetChange(scene="s1"), changes.GradeResetChange(shot="x"), ShotChange(shot="x"), ShotResetChange(shot="x"),
    PickupChange(shot="x", start=1, end=2),
    ApproveChange(shots=("x",)), ApproveChange(shots=("x", "y")), ApproveChange(shots=("x",), approved=False),
    ApproveChange(shots=("x", "y"), approved=False), *(ScreenplayChange(screenplay=None, doing=doing) for doing in _TITLES),
]  # fmt: skip


@pytest.mark.parametrize("change", EVERY, ids=lambda change: change.title())
def test_it_has_a_french_name(change: changes.Change) -> None:
    name = change.title()
    assert translated(name, "en") == name
    told = translated(name, "fr")
    assert told != name and "{" not in told
    assert translated(f"Undo {name}", "fr").startswith("Annuler") and translated(f"Undo {name}", "fr").endswith(told)


def test_no_kind_of_change_is_forgotten() -> None:
    """Those of the timeline have their own table, which its tests hold to."""
    union = get_args(changes.Change)[0] if get_origin(changes.Change) is Annotated else changes.Change
    kinds: set[type[BaseModel]] = {kind for kind in get_args(union) if not kind.__name__.startswith("Timeline")}
    assert kinds == {type(change) for change in EVERY}
