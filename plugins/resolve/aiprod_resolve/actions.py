# SPDX-License-Identifier: Apache-2.0
"""What the host can be asked to do, by the panel's own buttons and by others: see `plugins/ACTIONS.md`."""

from typing import Any, Callable, Dict, List

from aiprod_resolve import building, calibrate, clips, frames, grades, messages, reading, selftest, takes
from aiprod_resolve.errors import HostError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.tasks import Steps, Turn

Arguments = Dict[str, Any]


def _context(host: Host, _asked: Arguments) -> Steps:
    return reading.read_context(host)


def _grab_frame(host: Host, asked: Arguments) -> Steps:
    return frames.grab_frame(host, asked.get("frame"))


def _reveal(host: Host, asked: Arguments) -> Steps:
    return clips.reveal(host, int(asked["frame"]))


def _place_clip(host: Host, asked: Arguments) -> Steps:
    return clips.place_clip(host, asked["clip"], int(asked["at"]), asked.get("track", "new"))


def _build_film(host: Host, asked: Arguments) -> Steps:
    return building.build_film(host, asked["edit_list"], asked["assets"], str(asked.get("name", "")), asked.get("mix"))


def _swap_take(host: Host, asked: Arguments) -> Steps:
    return takes.swap_take(host, asked["clip"], asked.get("at"), asked.get("family"))


def _apply_grades(host: Host, asked: Arguments) -> Steps:
    return grades.apply_grades(host, asked["grades"], asked["keys"], str(asked.get("as", "cdl")))


def _calibrate(host: Host, _asked: Arguments) -> Steps:
    yield from reading.awake(host)
    return (yield from calibrate.calibration(host, again=True))


def _self_test(host: Host, _asked: Arguments) -> Steps:
    return selftest.self_test(host)


_TABLE: Dict[str, Callable[[Host, Arguments], Steps]] = {
    "context": _context, "grab_frame": _grab_frame, "reveal": _reveal, "place_clip": _place_clip, "build_film": _build_film,
    "swap_take": _swap_take, "apply_grades": _apply_grades, "calibrate": _calibrate, "self_test": _self_test,
}  # fmt: skip


class Actions:
    """Does what is asked, one change of the host at a time.

    Args:
        host: the running Resolve.
        lang: of the sentences in reports.
    """

    def __init__(self, host: Host, lang: str = "en") -> None:
        self.host, self._lang, self._turn = host, lang, Turn()

    @property
    def busy(self) -> bool:
        """Whether the host is being read or changed."""
        return self._turn.taken

    def names(self) -> List[str]:
        """What this Resolve can do."""
        return sorted(_TABLE)

    def steps(self, name: str, arguments: Arguments) -> Steps:
        """The steps of an action. Raises PanelError from the first of them on."""
        if name not in _TABLE:
            raise HostError("unknown_action", name=name, remedy="")
        try:
            result = yield from self.held(_TABLE[name](self.host, arguments))
        except (KeyError, TypeError, ValueError) as error:
            raise HostError("bad_argument", name=name, value=str(error)) from error
        return self._told(result)

    def held(self, steps: Steps) -> Steps:
        """Steps that nobody else's change comes between."""
        return self._turn.hold(steps)

    def _told(self, result: Any) -> Any:
        """A report with its notes as sentences."""
        if isinstance(result, dict) and result.get("notes"):
            result = dict(result, notes=[messages.note(key, self._lang) for key in result["notes"]])
        return result
