# SPDX-License-Identifier: Apache-2.0
"""The doctor of panels in every broken state: it names the step that fails and the mend, and the page in docs/ shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugin.doctor_stage import staged
from tests.plugin.doctor_states import STATES, Seen, page, seen
from tests.server.harness import ROOT

from aiprod.production.panels.findings import STEPS, first_failure


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Seen]]:
    with staged(tmp_path_factory.mktemp("doctor")) as stage:
        yield list(seen(stage))


def test_in_each_state_the_right_step_fails(states: list[Seen]) -> None:
    wrong = []
    for one in states:
        failed = first_failure(one.findings)
        if (failed.step if failed else "") != one.fails:
            wrong.append((one.editor, one.title, failed))
    assert wrong == []


def test_whatever_fails_says_what_mends_it(states: list[Seen]) -> None:
    failing = [finding for one in states for finding in one.findings if finding.state == "failed"]
    assert all(finding.remedy for finding in failing)
    assert {finding.step for finding in failing} == set(STEPS), "every step has a state in which it fails"


def test_both_languages_say_all_of_it(states: list[Seen]) -> None:
    for one in states:
        assert len(one.english.splitlines()) == len(one.french.splitlines())
        kept = [line for line in one.english.splitlines() if len(line.split()) > 6 and line in one.french.splitlines()]
        assert [line for line in kept if not line.startswith("ok")] == [], one.title


def test_nothing_secret_is_said(states: list[Seen]) -> None:
    assert not [one.title for one in states if "token" in (one.english + one.french).lower()]


def test_the_page_shows_it(states: list[Seen]) -> None:
    """`python -m tests.plugin.doctor_states docs/panels/doctor.md` writes it."""
    there = Path(ROOT / "docs" / "panels" / "doctor.md").read_text("utf-8")
    assert there == page(states)


def test_every_state_has_a_name_of_its_own() -> None:
    assert len({(editor, title) for editor, title, *_ in STATES}) == len(STATES)
