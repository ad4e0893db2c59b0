# SPDX-License-Identifier: Apache-2.0
"""What tests of the panel need: the package on the path, a host with a panel's actions, clips as the engine makes them."""

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.plugin.resolve.clips import make_movie, make_sound
from tests.plugin.resolve.host import Host as Fake

PACKAGE = Path(__file__).resolve().parents[3] / "plugins" / "resolve"
if str(PACKAGE) not in sys.path:
    sys.path.insert(0, str(PACKAGE))

RATES = ("23.976", "24", "25", "29.97", "29.97 DF", "30", "50", "59.94", "59.94 DF", "60")
"""Every rate as the host calls it."""


class Stage:
    """A fake host with the panel's actions on it."""

    def __init__(self, fake: Fake) -> None:
        from aiprod_resolve.actions import Actions
        from aiprod_resolve.hostinfo import Host

        self.fake = fake
        self.host = Host(fake.resolve, fake.fusion, fake.bmd)
        self.actions = Actions(self.host)

    def do(self, action: str, /, **arguments: Any) -> Any:
        """An action, done to its end; its answer must be JSON. Raises PanelError."""
        from aiprod_resolve.tasks import run_through

        answer = run_through(self.actions.steps(action, arguments), self.fake.rest)
        return json.loads(json.dumps(answer))

    def refused(self, action: str, /, **arguments: Any) -> str:
        """The key of the error that an action ends with; the project must be as it was."""
        from aiprod_resolve.errors import PanelError

        before = self.fake.snapshot()
        try:
            self.do(action, **arguments)
        except PanelError as error:
            assert self.fake.snapshot() == before, error
            assert error.sentence("en") != error.sentence("fr"), error.key
            return error.key
        raise AssertionError(f"{action} was not refused")


class Clips:
    """Clips as `clips.get` answers them, with real media of a few frames."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0

    def __call__(self, frames: int, rate: str = "24", sound: bool = True, picture: bool = True, **more: Any) -> dict[str, Any]:
        from aiprod_resolve import timecode

        self._count += 1
        exact = timecode.fps(timecode.parse_rate(rate))
        name = f"clip_{self._count:026d}"
        folder = self._folder / name
        folder.mkdir(parents=True)
        files = []
        if picture:
            files.append({"role": "picture", "path": str(make_movie(folder / "picture.mov", frames, exact))})
        if sound:
            samples = int(Fraction(frames) / exact * 48000) + 1
            files.append({"role": "sound", "path": str(make_sound(folder / "sound.wav", samples)), "channels": 2})
        view = {
            "id": name, "family": name, "kind": "shot", "name": f"Shot {self._count}", "project": "Film", "frames": frames,
            "rate": {"numerator": exact.numerator, "denominator": exact.denominator}, "files": files, "generator": "animatic",
            "label": "animatic", "recipe": {"kind": "shot", "prompt": "A cat « é » 🎬", "seed": self._count},
        }  # fmt: skip
        return {**view, **more}


MakeHost = Callable[..., Fake]


def staged(make_host: MakeHost, profile: str = "21.0.4-studio", rate: str = "24", name: str = "Film", **switches: Any) -> Stage:
    """A stage with an open project and an empty timeline."""
    fake = make_host(profile, **switches)
    fake.user.project(name, rate)
    fake.user.timeline()
    return Stage(fake)
