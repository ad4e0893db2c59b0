# SPDX-License-Identifier: Apache-2.0
"""The Resolve package on the fake host under whatever Python runs this: the standard library alone, syntax from 3.6 on.

`python -m unittest tests.plugin.resolve.portable.test_anywhere` from the root of the repository.
"""

import os
import pkgutil
import shutil
import sys
import tempfile
import threading
import time
import unittest
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
for _entry in (str(ROOT / "plugins" / "resolve"), str(ROOT)):
    if _entry not in sys.path:
        sys.path.insert(0, _entry)

from tests.plugin.resolve.faults import Faults  # noqa: E402 - the path comes first
from tests.plugin.resolve.host import Host  # noqa: E402
from tests.plugin.resolve.media import Media  # noqa: E402

RATES = ("23.976", "24", "25", "29.97", "29.97 DF", "30", "50", "59.94", "59.94 DF", "60")


class Portable(unittest.TestCase):
    """A host with a project and a timeline, and a data folder of its own."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.before = dict(os.environ)
        os.environ["AIPROD_HOME"] = str(self.folder / "home")
        self.hosts: list[Host] = []

    def tearDown(self) -> None:
        for host in self.hosts:
            host.release()
            host.check()
        os.environ.clear()
        os.environ.update(self.before)
        shutil.rmtree(str(self.folder))

    def host(self, profile: str = "21.0.4-studio", rate: str = "24", **faults: object) -> Host:
        host = Host(profile, Faults(**faults), self.folder)
        host.user.project("Film « é »", rate)
        host.user.timeline()
        self.hosts.append(host)
        return host

    def clip(self, host: Host, frames: int, number: int = 1) -> "dict":
        """A clip as `clips.get` answers it; the host knows its media without reading them."""
        rate = host.project.rate
        name = f"clip_{number:026d}"
        picture, sound = str(self.folder / f"{name}.mov"), str(self.folder / f"{name}.wav")
        for path in (picture, sound):
            Path(path).write_bytes(b"media")
        length = Fraction(frames) / rate
        host.known[picture] = Media("video", rate, frames, length, (1920, 1080), video_codec="prores")
        host.known[sound] = Media("audio", Fraction(0), 0, length + Fraction(1, 48000), channels=2, sample_rate=48000)
        return {
            "id": name, "family": name, "kind": "shot", "name": "Plan « é »", "project": "Film", "frames": frames,
            "rate": {"numerator": rate.numerator, "denominator": rate.denominator},
            "files": [{"role": "picture", "path": picture}, {"role": "sound", "path": sound, "channels": 2}],
            "generator": "animatic", "label": "animatic", "recipe": {"kind": "shot", "prompt": "Un port", "seed": 1},
        }  # fmt: skip

    def do(self, host: Host, name: str, **arguments: object) -> "dict":
        from aiprod_resolve.actions import Actions
        from aiprod_resolve.hostinfo import Host as Found
        from aiprod_resolve.tasks import run_through

        actions = Actions(Found(host.resolve, host.fusion, host.bmd))
        return run_through(actions.steps(name, arguments), host.rest)


class TestEveryModule(Portable):
    def test_it_imports(self) -> None:
        import aiprod_resolve

        names = [found.name for found in pkgutil.iter_modules(aiprod_resolve.__path__)]
        self.assertGreater(len(names), 10)
        for name in names:
            __import__("aiprod_resolve." + name)


class TestPlacing(Portable):
    def test_exact_at_every_rate(self) -> None:
        for rate in RATES:
            for meaning in ("exclusive", "inclusive"):
                host = self.host(rate=rate, end_frame=meaning)
                report = self.do(host, "place_clip", clip=self.clip(host, 37), at=1801, track="new")
                self.assertEqual((report["planned"], report["verified"], report["mismatches"]), (2, 2, []), rate)
                items = [item for item in host.project.timeline.items if item.clip is not None]
                spans = {(item.start - host.project.timeline.first, item.frames) for item in items}
                self.assertEqual(spans, {(1801, 37)}, rate)
                self.assertLessEqual(host.longest_stretch, 50)

    def test_every_scripted_host(self) -> None:
        for profile in ("18.6-studio", "19.0-free", "19.1-free", "20-studio", "21.0.4-free", "21.1-studio"):
            host = self.host(profile)
            report = self.do(host, "place_clip", clip=self.clip(host, 20), at=0, track={"kind": "video", "index": 1})
            self.assertEqual(report["verified"], 2, profile)
            self.assertEqual(self.do(host, "context")["project"], "Film « é »")

    def test_a_take_is_swapped_in(self) -> None:
        host = self.host()
        self.do(host, "place_clip", clip=self.clip(host, 20), at=10, track="new")
        where = next(
            (number, item.start - host.project.timeline.first)
            for number, track in enumerate(host.project.timeline.tracks["video"], 1)
            for item in track.items
        )
        at = {"kind": "video", "track": where[0], "start": where[1]}
        report = self.do(host, "swap_take", at=at, clip=self.clip(host, 20, 2))
        self.assertEqual(report["mismatches"], [])


class TestStarting(Portable):
    """Without an engine: the panel says so, and ends when the user closes it."""

    def started(self, profile: str) -> "tuple":
        from aiprod_resolve.main import run

        host, said = self.host(profile), []  # type: Host, list
        given = host.script_globals()
        host.ui.user = self.visit(host)
        before = threading.active_count()
        mode = run(given, said.append, lambda _seconds: time.sleep(0.001))
        self.assertEqual(threading.active_count(), before)
        return mode, said, host

    def visit(self, host: Host) -> "object":
        while not any(window.shown for window in host.ui.windows):
            yield
        for _ in range(5):
            yield
        window = next(window for window in host.ui.windows if window.shown)
        self.seen = [element.identity for element in window.walk() if element.identity]
        window.close()

    def test_the_window(self) -> None:
        for profile in ("18.6-studio", "21.1-studio"):
            mode, said, _host = self.started(profile)
            self.assertEqual(mode, "panel", said)
            self.assertTrue(self.seen and said)


if __name__ == "__main__":
    unittest.main()
