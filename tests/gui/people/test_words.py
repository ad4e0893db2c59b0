# SPDX-License-Identifier: Apache-2.0
"""Every word of the desktop is in the catalogues, French, and shown in the language in use."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication
from tests.gui.people import strings

from aiprod_app.i18n import catalogues
from aiprod_app.i18n.catalogues import FOLDER, PARTS, check
from aiprod_app.i18n.languages import language_in_use, speak

_BADLY_SET = re.compile(r"(?<=\w)(?<![\u00a0\u202f\s\d/“(])[;!?](?!\w)|[^\u00a0\u202f\W] ?:(?=\s|$)|\w'\w")
_FIELDS = re.compile(r"\{\w*[^}]*\}|%n|%\d|<[^>]+>")


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize("part", PARTS)
def test_catalogues_are_whole_and_fresh(part: str) -> None:
    assert list(check(part)) == []


def test_every_source_belongs_to_one_part() -> None:
    owned = [name for part in PARTS for name in catalogues.sources(part)]
    assert sorted(owned) == sorted(set(owned))
    used = {strings.APP / found.where.partition(":")[0] for found in strings.marked()}
    assert {str(path) for path in used} - set(owned) == set()


def test_no_word_is_shown_bare() -> None:
    assert list(strings.bare()) == []


def test_marks_are_plain_texts() -> None:
    assert [f"{found.where}: {found.text}" for found in strings.marked() if re.fullmatch(r"<[A-Z]\w+>", found.text)] == []


def test_lupdate_found_every_mark() -> None:
    """In the context that Qt asks for at run time: a string in another context would stay English."""
    kept = {(context, text) for context, text, _translations in _messages()}
    assert {(found.context, found.text) for found in strings.marked()} - kept == set()


def test_translations_keep_what_is_filled_in() -> None:
    wrong = [
        (text, told) for _context, text, translations in _messages() for told in translations
        if sorted(_FIELDS.findall(told)) != sorted(_FIELDS.findall(text)) and not ("%n" in text and "%n" not in told)
    ]  # fmt: skip
    assert wrong == []


def test_french_puts_its_spaces_where_a_printer_would() -> None:
    """A non-breaking space before double punctuation; the other apostrophe."""
    wrong = [
        told for _context, _text, translations in _messages() for told in translations
        if _BADLY_SET.search(_FIELDS.sub("0\u00a0", told))
    ]  # fmt: skip
    assert wrong == []


def test_mnemonics_are_kept() -> None:
    wrong = [(text, told) for _c, text, all_told in _messages() for told in all_told if ("&" in text) != ("&" in told)]
    assert wrong == []


def test_words_follow_the_language_in_use(qapp: QApplication) -> None:
    speak("fr")
    assert language_in_use() == "fr"
    assert QCoreApplication.translate("Commands", "Blade tool") == "Outil lame"
    speak("en")
    assert QCoreApplication.translate("Commands", "Blade tool") == "Blade tool"


def test_english_has_its_plurals(qapp: QApplication) -> None:
    """Every plural in the sources reads well for one and for many, in both languages."""
    for found in {(mark.context, mark.text) for mark in strings.marked() if mark.plural}:
        for language in ("en", "fr"):
            speak(language)  # type: ignore[arg-type]
            one, many = (QCoreApplication.translate(found[0], found[1], "", number) for number in (1, 5))
            assert "(s)" not in one + many and "%n" not in one + many, (found, language, one, many)
            assert language == "fr" or "(s)" not in found[1] or one.replace("1", "5") != many, (found, one)


def _messages() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(context, source, translations) of the French catalogues."""
    for path in sorted(Path(FOLDER).glob("*_fr.ts")):
        for context in ElementTree.parse(path).getroot().iter("context"):
            for message in context.iter("message"):
                told = message.find("translation")
                assert told is not None
                forms = [form.text or "" for form in told.iter("numerusform")] or [told.text or ""]
                yield context.findtext("name", ""), message.findtext("source", ""), tuple(forms)


def test_a_subclass_speaks_its_parents_words(qapp: QApplication) -> None:
    """Qt looks a word up in the contexts of all the classes that an object is of."""

    class StudioWindow(QObject):
        pass

    class Child(StudioWindow):
        pass

    speak("fr")
    assert Child().tr("No film") == "Aucun film"
