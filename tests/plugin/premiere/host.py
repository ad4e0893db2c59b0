# SPDX-License-Identifier: Apache-2.0
"""A fake Premiere in Node, driven from a test.

with premiere("26.3", setup={...}) as host:
    report = host.run("return panel('./src/placing.js').placeClip(args.clip, args.at)", clip=clip, at=48)
    assert host.look()["sequences"][0]["video"][3]["items"] == [...]
"""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.plugin.panel import node
from tests.plugin.premiere.media import facts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PLUGIN = ROOT / "plugins" / "premiere"
VERSIONS = ("25.6", "26.0", "26.2", "26.3")


class HostError(Exception):
    """What was thrown in the host or the panel. `code` is the error's code, where it has one."""

    def __init__(self, text: str, code: str = "", stack: str = "") -> None:
        super().__init__(text)
        self.code, self.stack = code, stack


class Driver:
    """A process that takes orders as lines of JSON, and asks back.

    Attributes:
        logged: what was said on the console, as (level, text).
        unhandled: rejections that nobody caught: a panel leaves none.
        media: facts of media by path, for files that need not be real; others are probed.
    """

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE)
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._answers: dict[int, dict[str, Any]] = {}
        self._numbers = 0
        self._lock = threading.Lock()
        self.logged: list[tuple[str, str]] = []
        self.unhandled: list[str] = []
        self.media: dict[str, dict[str, Any] | None] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._until(lambda: 0 in self._answers)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):
                said = json.loads(line)
                if "ask" in said:
                    self._send({"answer": said["ask"], "value": self._told(said["argument"])})
                else:
                    self._lines.put(said)
        self._lines.put(None)

    def _told(self, path: str) -> dict[str, Any] | None:
        return self.media[path] if path in self.media else facts(Path(path)) if Path(path).is_file() else None

    def _send(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()

    def order(self, do: str, **more: Any) -> int:
        """Give an order and don't wait; `answer` waits."""
        self._numbers += 1
        self._send({"id": self._numbers, "do": do, **more})
        return self._numbers

    def answer(self, number: int, timeout: float = 60) -> Any:
        """What came of an order. Raises HostError."""
        self._until(lambda: number in self._answers, timeout)
        found = self._answers.pop(number)
        if "error" in found:
            raise HostError(found["error"], found.get("code", ""), found.get("stack", ""))
        return found["ok"]

    def do(self, what: str, **more: Any) -> Any:
        return self.answer(self.order(what, **more))

    def _until(self, there: Callable[[], bool], timeout: float = 60) -> None:
        while not there():
            said = self._lines.get(timeout=timeout)
            if said is None:
                raise HostError("the host's process ended")
            if "log" in said:
                self.logged.append((said["log"], said["text"]))
            elif "unhandled" in said:
                self.unhandled.append(said["unhandled"])
            else:
                self._answers[said.get("id", 0)] = said

    def end(self) -> None:
        """Let it end by itself, with the browser that it may have; what doesn't is killed."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()


class Host(Driver):
    """A fake Premiere with the panel's modules, and no window."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="premiere-")
        self._started = 0
        super().__init__(command or [*node(), str(HERE / "node_host.cjs")])

    def run(self, code: str, **args: Any) -> Any:
        """Run the body of an async function in the host; what it returns comes back as JSON.

        It sees `panel(path)` (require of the panel's files), `ppro`, `uxp`, `control`, `entrypoints`, `sockets`, `kept`,
        `outside`, `sleep(ms)`, `memory` (kept between runs) and `args`.
        """
        return self.do("run", code=code, args=args)

    def begin(self, code: str, **args: Any) -> int:
        """Like `run`, without waiting."""
        return self.order("run", code=code, args=args)

    def control(self, name: str, *args: Any) -> Any:
        """Call a method of the fake's control: `host.control("lockTrack", "video", 0)`."""
        return self.run("return control[args.name](...args.args)", name=name, args=list(args))

    def faults(self, **switches: Any) -> None:
        """Set fault switches."""
        self.run("Object.assign(control.faults, args)", **switches)

    def look(self) -> dict[str, Any]:
        """The active project as data."""
        return dict(self.control("look"))

    def fingerprint(self) -> str:
        """The active project as a text to be compared: as it was, or not."""
        return str(self.control("fingerprint"))

    def start(
        self, version: str = "26.3", *, plugin: Path = PLUGIN, setup: dict[str, Any] | None = None,
        faults: dict[str, Any] | None = None, media: dict[str, Any] | None = None, **more: Any,
    ) -> Host:  # fmt: skip
        """A host of its own in the same process: nothing of the one before is left. The arguments are `premiere`'s."""
        self.media = dict(media or {})
        self.unhandled.clear()
        self.logged.clear()
        self._started += 1
        base = Path(self._folder.name) / str(self._started)
        folders = {"data": str(base / "data"), "temp": str(base / "temp"), "plugin": str(plugin), **more.pop("folders", {})}
        for name in ("data", "temp"):
            Path(folders[name]).mkdir(parents=True, exist_ok=True)
        self.do("start", version=version, plugin=str(plugin), setup=setup, faults=faults or {}, folders=folders, **more)
        return self

    def end(self) -> None:
        super().end()
        self._folder.cleanup()


@contextmanager
def premiere(version: str = "26.3", **given: Any) -> Iterator[Host]:
    """A fake Premiere for the length of a block; `start` makes it anew, which is quicker than another block.

    `plugin` is the panel's folder; `setup` what `control.setUp` takes; `faults` switches; `media` facts of files by path; then
    sockets (their faults), kept (secure storage), locale, platform, manifest, folders.
    """
    host = Host()
    try:
        yield host.start(version, **given)
    finally:
        host.end()
