# SPDX-License-Identifier: Apache-2.0
"""A user of the panel's window: what they do, one thing at a time, while the panel's own loop runs."""

import os
import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from typing import Any

from tests.plugin.resolve.host import Host as Fake
from tests.plugin.resolve.stage import PACKAGE

Doing = Generator[None, None, None]
PATIENCE_S = float(os.environ.get("PANEL_PATIENCE", "90"))
assert PACKAGE.is_dir()


class User:
    """Reads and uses the window. Everything that waits is a generator of turns of the loop."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake

    @property
    def window(self) -> Any:
        return self.fake.ui.window("aiprod.panel")

    def shows(self, name: str) -> str:
        """The words that an element shows."""
        element = self.window.find(name)
        text = str(element.values.get("HTML" if name == "told" else "Text", ""))
        return unescape(re.sub(r"<[^>]+>", " ", text))

    def until(self, true: Callable[[], object], what: str) -> Doing:
        late = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < late, f"{what}: {self.shows('state')} | {self.shows('progress')} | {self.shows('told')}"
            yield

    def connected(self) -> Doing:
        yield from self.until(lambda: any(w.shown for w in self.fake.ui.windows), "the window is shown")
        yield from self.until(lambda: self.window.find("make").values.get("Enabled"), "it is connected")

    def makes(self, task: int, **fields: Any) -> Doing:
        """Choose what to do, fill in, press Make, and wait for what is told."""
        self.window.choose("task", task)
        yield
        yield
        for name, value in fields.items():
            yield from self.until(partial(self._there, name), f"{name} can be reached")
            self._fill(name, value)
            yield
        self.window.click("make")
        yield from self.told()

    def presses(self, name: str) -> Doing:
        self.window.click(name)
        yield from self.told()

    def told(self) -> Doing:
        """Wait until the panel has done it and says what came of it."""
        yield from self.until(lambda: not self.fake.ui.events, "the click is told")
        yield
        yield from self.until(lambda: self.shows("told") and self.window.find("make").values.get("Enabled"), "told")

    def _there(self, name: str) -> bool:
        element = self.window.find(name)
        return element is not None and element.reachable

    def _fill(self, name: str, value: Any) -> None:
        sort = self.window.find(name).sort
        if sort == "ComboBox":
            self.window.choose(name, value)
        elif sort == "SpinBox":
            self.window.turn_to(name, value)
        elif sort == "CheckBox":
            self.window.click(name)
        else:
            self.window.type(name, value)


def run_panel(fake: Fake, doing: Callable[[User], Doing], **given: Any) -> list[str]:
    """Start the script as Resolve's menu does; the user does things and closes the window. Returns what the Console shows."""
    from aiprod_resolve.main import run

    said: list[str] = []
    user = User(fake)
    fake.ui.user = _then_close(user, doing(user))
    fake.gate.own_thread()

    def sleep(seconds: float) -> None:
        fake.rest()
        time.sleep(min(seconds, 0.01))

    assert run({**fake.script_globals(), **given}, said.append, sleep) == "panel"
    return said


def _then_close(user: User, doing: Doing) -> Doing:
    try:
        yield from doing
    finally:
        if any(window.shown for window in user.fake.ui.windows):
            user.window.close()
    yield


@contextmanager
def environment(monkeypatch: Any, **values: str) -> Iterator[None]:
    with monkeypatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield
