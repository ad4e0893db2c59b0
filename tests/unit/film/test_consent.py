# SPDX-License-Identifier: Apache-2.0
"""Consent of real people: recorded with its words' hash, revocable, and asked for by name where it is missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from aiprod.film.consent import ConsentBook, ConsentRecord, Likeness, Scope
from aiprod.film.errors import UserError

WORDS = "I, Anne Martin, agree that my voice is used in this film."
VOICE = Likeness("Anne Martin", "voice", "line s1-l1")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def book(root: Path, clock: Clock) -> ConsentBook:
    return ConsentBook(root, clock)


def test_who_did_not_agree_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="The voice of Anne Martin can't be used in line s1-l1: no consent is on record"):
        book(tmp_path, Clock()).require([VOICE])


def test_what_was_agreed_to_is_allowed_and_nothing_more(tmp_path: Path) -> None:
    kept = book(tmp_path, Clock())
    record = kept.grant("Anne  Martin", ["voice"], WORDS, use="cloned voice", recorded_by="Zoé")
    assert record.person == "Anne Martin"
    assert record.text_sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    kept.require([VOICE, Likeness("anne martin", "voice", "line s1-l2")])
    with pytest.raises(UserError, match="The face of Anne Martin"):
        kept.require([Likeness("Anne Martin", "face", "shot s1")])
    with pytest.raises(UserError, match="The voice of Paul Martin"):
        kept.require([Likeness("Paul Martin", "voice", "line s2")])


def test_the_words_are_not_kept(tmp_path: Path) -> None:
    book(tmp_path, Clock()).grant("Anne Martin", ["voice"], WORDS)
    assert "agree" not in (tmp_path / "consents.json").read_text("utf-8")


def test_a_revoked_consent_stays_on_record_and_allows_nothing(tmp_path: Path) -> None:
    clock = Clock()
    kept = book(tmp_path, clock)
    record = kept.grant("Anne Martin", ["voice", "face"], WORDS)
    clock.now += 86_400
    kept.revoke(record.id)
    again = book(tmp_path, clock)
    assert [r.revoked_at for r in again.all()] == [clock.now]
    with pytest.raises(UserError, match="the consent was revoked on 2027-01-16"):
        again.require([VOICE])
    with pytest.raises(UserError, match="no consent 'consent-1' in force"):
        again.revoke(record.id)
    again.grant("Anne Martin", ["voice"], WORDS)
    again.require([VOICE])


def test_a_consent_ends_when_it_was_to_end(tmp_path: Path) -> None:
    clock = Clock()
    kept = book(tmp_path, clock)
    kept.grant("Anne Martin", ["voice"], WORDS, until=clock.now + 10)
    kept.require([VOICE])
    clock.now += 11
    with pytest.raises(UserError, match="the consent ended on 2027-01-15"):
        kept.require([VOICE])


@pytest.mark.parametrize(
    ("given", "asked", "fits"), [("trailer", "film", False), ("film", "film", True), ("any", "trailer", True)]
)
def test_a_consent_is_for_its_scope(given: Scope, asked: Scope, fits: bool, tmp_path: Path) -> None:
    kept = book(tmp_path, Clock())
    kept.grant("Anne Martin", ["voice"], WORDS, scope=given)
    assert (kept.for_(VOICE, asked) is not None) is fits
    if not fits:
        with pytest.raises(UserError, match="is for 'trailer', not for 'film'"):
            kept.require([VOICE], asked)


@pytest.mark.parametrize(("person", "text", "until"), [("Anne", "  ", None), ("  ", WORDS, None), ("Anne", WORDS, 1.0)])
def test_half_a_consent_is_none(person: str, text: str, until: float | None, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        book(tmp_path, Clock()).grant(person, ["voice"], text, until=until)
    assert not (tmp_path / "consents.json").exists()


def test_records_are_read_back_as_they_were(tmp_path: Path) -> None:
    kept = book(tmp_path, Clock())
    record = kept.grant("Zoé Ωmega", ["face"], "d’accord", use="visage")
    assert ConsentRecord.from_json(record.to_json()) == record
    assert book(tmp_path, Clock()).all() == (record,)
