# SPDX-License-Identifier: Apache-2.0
"""What an action's sentences say about its people."""

from tests.unit.directing.films import spare_key

from aiprod.directing.reading import read_action
from aiprod.film.screenplay import Action, Gender
from aiprod.film.shots import Stance


def test_what_lies_there_lays_nobody_down():
    film = spare_key()
    action = Action(id="a", text="The logbook lies open. Nadia reads.", characters=("nadia",))
    assert [beat.stance for beat in read_action(action, film, (), 2)] == [Stance.STAND]
    asleep = Action(id="b", text="Nadia lies on the sand.", characters=("nadia",))
    assert [beat.stance for beat in read_action(asleep, film, ())] == [Stance.LIE]
    assert film.character("nadia").gender is Gender.FEMALE
