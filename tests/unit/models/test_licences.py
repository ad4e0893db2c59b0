# SPDX-License-Identifier: Apache-2.0
"""Licences that must be accepted: before anything is fetched or used, by somebody, as they read today."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.hub import FakeHub
from tests.unit.models.conftest import card

from aiprod.film.errors import UserError
from aiprod.models import library, licences
from aiprod.models.cards import card as the_card
from aiprod.models.pulling import pull

LTX = "ltx-2.3-distilled"


def test_nothing_is_fetched_or_opened_before_somebody_accepted(hub: FakeHub, home: Path) -> None:
    card(home, "acme", {"path": "config.json"}, acceptance=True, licence_text="licences/ltx-2-community-2026-01-05.txt")
    with pytest.raises(licences.NotAcceptedError, match="aiprod models accept acme"):
        pull("acme")
    with pytest.raises(licences.NotAcceptedError):
        library.checkpoint(LTX)
    assert hub.requests == []
    licences.accept(the_card("acme"), " Ada ", licences.text_hash(the_card("acme")))
    pull("acme")
    found = licences.acceptance(the_card("acme"))
    assert found is not None and found.who == "Ada" and found.at > 1e9


def test_one_text_is_accepted_once_for_all_models_that_it_is_of() -> None:
    licences.accept(the_card(LTX), "Ada", licences.text_hash(the_card(LTX)))
    assert licences.acceptance(the_card("ltx-2.0-camera-dolly-in")) is not None
    assert licences.acceptance(the_card("ltx-2.5-distilled")) is None, "that is another text"


@pytest.mark.parametrize(
    ("model", "who", "text", "why"),
    [
        (LTX, "Ada", "0" * 64, "changed since it was shown"),
        (LTX, "  ", "", "no name was"),
        ("nano", "Ada", "", "needs no acc"),
    ],
)
def test_what_is_no_acceptance(model: str, who: str, text: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        licences.accept(the_card(model), who, text or licences.text_hash(the_card(model)))
    assert licences.acceptances() == []


def test_a_torn_last_line_loses_nothing_else() -> None:
    model = the_card(LTX)
    licences.accept(model, "Ada", licences.text_hash(model))
    with licences.record_path().open("ab") as stream:
        stream.write(b'{"schema": "Acceptance.1", "mod')
    assert [a.who for a in licences.acceptances()] == ["Ada"]
    licences.accept(model, "Grace", licences.text_hash(model))
    assert [a.who for a in licences.acceptances()] == ["Ada", "Grace"]
