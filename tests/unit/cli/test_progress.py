# SPDX-License-Identifier: Apache-2.0
"""What the command line shows while a film is made."""

import io
import os
import sys

import pytest

from aiprod.cli.progress import Progress
from aiprod.production.events import Event


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(monkeypatch: pytest.MonkeyPatch, *events: Event, terminal: bool = True) -> list[str]:
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((80, 24)))
    progress = Progress()
    for event in events:
        progress(event)
    return screen.getvalue().replace("\r\x1b[2K", "\n").splitlines()


def test_frames_of_all_shots_under_way_fill_one_bar_with_the_time_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(
        monkeypatch, Event("started", "shooting"),
        Event("frame", "shooting", 50, 100, text="shot a", shot="a", fraction=0.5, eta_s=80.0, eta_error_s=9.0),
        Event("frame", "shooting", 0, 100, text="shot b", shot="b", fraction=0.05, eta_s=80.0, eta_error_s=9.0),
    )  # fmt: skip
    assert lines[-2].split() == ["shooting", "█" * 12 + "░" * 12, "shot", "a", "50/100,", "1:20", "to", "go"]
    assert lines[-1].split() == ["shooting", "█" * 6 + "░" * 18, "shot", "b", "0/100"]


def test_a_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    event = Event("take", "shooting", 1, 2, text="x" * 200, fraction=0.5, eta_s=10.0)
    assert all(len(line) < 80 for line in shown(monkeypatch, event))


def test_without_a_terminal_only_departments_and_sentences_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(
        monkeypatch, Event("started", "shooting"), Event("frame", "shooting", 5, 10, shot="a"), Event("take", "shooting", 1, 1),
        Event("fall", "shooting", text="no answer: the animatic makes it", shot="a"), Event("warning", "shooting", text="long"),
        Event("note", "shooting", text="noted"), Event("finished", "shooting"), terminal=False,
    )  # fmt: skip
    assert [line.strip() for line in lines[:3]] == [
        "another generator: no answer: the animatic makes it", "warning: long", "noted",
    ]  # fmt: skip
    assert lines[3].split()[0] == "shooting" and lines[3].endswith("1 made") and len(lines) == 4
