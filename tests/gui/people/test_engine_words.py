# SPDX-License-Identifier: Apache-2.0
"""Every sentence of the engine that a user of the desktop can meet has its French, and the desktop shows it."""

import json

from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod.film.messages import CATALOGUE
from aiprod_app.i18n.engine_messages import known
from aiprod_app.i18n.languages import speak
from aiprod_app.studio import Studio


def test_every_sentence_of_the_engine_has_its_french() -> None:
    kept = json.loads(CATALOGUE["fr"].read_text("utf-8"))
    found = known()
    assert {text: where for text, where in found.items() if not kept.get(text)} == {}, "engine_messages update, then translate"
    assert set(kept) - set(found) == set(), "engine_messages update"
    assert len(found) > 900


def test_errors_from_the_background_speak_french(studio: Studio, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise UserError("The track V2 is locked", "the disk is full", "Unlock it first.")

    speak("fr")
    try:
        with qtbot.waitSignal(studio.messages.told) as told:
            studio.background.run(refuse, None, studio.messages.error)
        message = told.args[0]
        assert message.text == "La piste V2 est verrouillée"
        assert message.detail == "le disque est plein. Déverrouillez-la d’abord."
    finally:
        speak("en")
