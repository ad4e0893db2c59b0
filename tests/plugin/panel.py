# SPDX-License-Identifier: Apache-2.0
"""Drives the JavaScript client in Node: one order a line, one answer a line."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).resolve().parent


class PanelError(Exception):
    """What the client raised; the argument is its code."""


def node() -> list[str]:
    """The command that runs Node with a WebSocket like a browser's. Skips where there is none, unless services are required."""
    found = shutil.which("node")
    if found is None:
        _missing("Node is not installed")
    assert found is not None
    for flags in ([], ["--experimental-websocket"]):
        code = "process.exit(typeof WebSocket === 'function' ? 0 : 1)"
        if subprocess.run([found, *flags, "-e", code], capture_output=True, check=False).returncode == 0:
            return [found, *flags]
    _missing("this Node has no WebSocket")
    raise AssertionError


def _missing(why: str) -> None:
    if os.environ.get("AIPROD_REQUIRE_SERVICES"):
        pytest.fail(f"{why}, and AIPROD_REQUIRE_SERVICES is set")
    pytest.skip(why)


class Panel:
    """A panel that runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._lines = process, queue.Queue[dict[str, Any]]()
        self._answers: dict[int, dict[str, Any]] = {}
        self._numbers = 0
        self.news: list[dict[str, Any]] = []
        self.states: list[str] = []
        self.ended: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):  # a panel that is ended may break off in the middle of a line
                self._lines.put(json.loads(line))

    def end(self) -> None:
        """End the panel; its output is read to the end before anybody closes it."""
        self._process.kill()
        self._reader.join()

    def order(self, what: str, **more: Any) -> int:
        """Give an order and do not wait."""
        self._numbers += 1
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": self._numbers, "do": what, **more}) + "\n")
        self._process.stdin.flush()
        return self._numbers

    def answer(self, number: int) -> Any:
        """What came of an order. Raises PanelError with the code."""
        self.until(lambda: number in self._answers)
        found = self._answers.pop(number)
        if "error" in found:
            raise PanelError(found["error"], found["text"])
        return found["ok"]

    def do(self, what: str, **more: Any) -> Any:
        return self.answer(self.order(what, **more))

    def call(self, op: str, body: dict[str, Any] | None = None) -> Any:
        return self.do("call", op=op, body=body or {})

    def until(self, there: Callable[[], bool], timeout: float = 60) -> None:
        """Take in what the panel says until something is so."""
        while not there():
            said = self._lines.get(timeout=timeout)
            if "news" in said:
                self.news.append(said["news"])
            elif "state" in said:
                self.states.append(said["state"])
            elif "ended" in said:
                self.ended.append(said["ended"])
            else:
                self._answers[said.get("id", 0)] = said


@contextmanager
def panel() -> Iterator[Panel]:
    """A panel for the length of a block."""
    command = [*node(), str(_HERE / "panel.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None, text=True) as process:
        one = Panel(process)
        one.until(lambda: 0 in one._answers)
        try:
            yield one
        finally:
            one.end()
