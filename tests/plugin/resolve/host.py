# SPDX-License-Identifier: Apache-2.0
"""The fake DaVinci Resolve: one host of a profile, with its faults, its projects, and the globals that a menu script gets."""

import runpy
import sys
import types
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve.acts import ACTS
from tests.plugin.resolve.facts import CONSTANTS, version
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.gate import Call, Gate
from tests.plugin.resolve.handles import Handle
from tests.plugin.resolve.media import Media
from tests.plugin.resolve.profiles import PROFILES, Profile
from tests.plugin.resolve.setup import Setup
from tests.plugin.resolve.snapshots import snapshot
from tests.plugin.resolve.state import Clip, Database, Item, Node, Place, Project, Timeline
from tests.plugin.resolve.ui import Dispatcher, Manager

UNTITLED = "Untitled Project"
SETTINGS = {
    "timelineResolutionWidth": "1920",
    "timelineResolutionHeight": "1080",
    "timelineSampleRate": "48000",
    "timelineDropFrameTimecode": "0",
    "timelineInputResMismatchBehavior": "scaleToFit",
    "colorScienceMode": "davinciYRGB",
    "isAutoColorManage": "0",
    "rcmPresetMode": "Custom",
    "separateColorSpaceAndGamma": "0",
    "colorSpaceInput": "Rec.709 (Scene)",
    "colorSpaceTimeline": "Rec.709 (Scene)",
    "colorSpaceOutput": "Rec.709 (Scene)",
    "nodeStackLayers": "1",
    "superScale": 1,
    "useCustomSettings": "0",
}


class NotInMenu(Exception):  # noqa: N818 - what a test reads
    """This edition lists no Python scripts: the user has nothing to click."""


class Host:
    """A running host.

    Attributes: profile, faults; gate = calls, violations and stretches of host time; modal = text of the dialog that is open,
    or "": until `close_modal` every call fails; page that is shown; lut_folder = the master LUT folder;
    refusals = why imports and exports gave nothing, which the host tells nobody.
    """

    def __init__(
        self, profile: "str | Profile" = "21.0.4-studio", faults: "Faults | None" = None, home: "Path | None" = None
    ) -> None:
        self.profile = PROFILES[profile] if isinstance(profile, str) else profile
        self.faults = faults or Faults()
        self.gate = Gate(self, ACTS)
        self.home = home
        self.modal, self.gone, self.page = "", False, "edit"
        self.gallery_open = self.priority = self.background_off = False
        self.frontmost = self.external_scripting = True
        self.keyframes = 0
        self.refusals: list[str] = []
        self.thumbnail_asked = self.delete_tried = False
        self.still_seconds = 5
        self.lut_folder = home / "LUT" if home else None
        self.known: dict[str, Media] = {}
        self.presets = _presets()
        self.clone: dict = {"JobStatus": "Idle", "CompletionPercentage": 0, "Error": ""}
        self.databases = [Database("Disk", "Local Database")]
        self.database = self.databases[0]
        self.shelf = self.database.root
        self.project: Project = self.new_project(UNTITLED)
        self.saved: dict[int, object] = {}
        self.fresh: list[Item] = []
        self.null_items: list[Item] = []
        self.places = {kind: Place(kind) for kind in ("Resolve", "ProjectManager", "MediaStorage", "Fusion")}
        self.ui = Manager(self)
        windows = self.ui if self.profile.windows else None
        self.members: dict = {("Fusion", "UIManager"): windows, ("Fusion", "GetResolve"): lambda: self.resolve}
        self.user = Setup(self)

    # What a script gets.

    @property
    def resolve(self) -> Handle:
        return Handle(self, self.places["Resolve"])

    @property
    def fusion(self) -> Handle:
        return Handle(self, self.places["Fusion"])

    @property
    def bmd(self) -> "Bmd":
        return Bmd(self)

    def script_globals(self) -> "dict[str, object]":
        """The names that a menu script finds; NotInMenu where this edition starts none."""
        if not self.profile.python:
            raise NotInMenu(f"{self.profile.name} lists no Python scripts in its menu")
        if self.faults.no_root:
            return {"resolve": None, "fusion": None, "fu": None, "app": None, "bmd": self.bmd}
        return {"resolve": self.resolve, "fusion": self.fusion, "fu": self.fusion, "app": self.fusion, "bmd": self.bmd}

    def run_script(self, path: Path) -> "dict":
        """The user clicks a script in the menu: it runs to its end as fuscript runs it. Returns its globals; see NotInMenu."""
        return runpy.run_path(str(path), init_globals=self.script_globals(), run_name="__main__")

    def outside(self, application: str = "Resolve") -> "Handle | None":
        """`DaVinciResolveScript.scriptapp` of a program outside: None on the free edition, or where the preference is off."""
        allowed = self.profile.outside and self.external_scripting and not self.faults.no_root
        return self.resolve if allowed and application == "Resolve" else None

    @contextmanager
    def installed(self) -> "object":
        """While it lasts, `import DaVinciResolveScript` finds this host, as a program outside finds the running one."""
        module = types.ModuleType("DaVinciResolveScript")
        module.scriptapp = self.outside
        before = sys.modules.get("DaVinciResolveScript")
        sys.modules["DaVinciResolveScript"] = module
        try:
            yield
        finally:
            del sys.modules["DaVinciResolveScript"]
            if before is not None:
                sys.modules["DaVinciResolveScript"] = before

    # What the test does.

    @property
    def calls(self) -> "list[Call]":
        return self.gate.calls

    @property
    def longest_stretch(self) -> float:
        """Host milliseconds that the script took at a stretch at most."""
        return max(self.gate.stretches)

    def rest(self, _seconds: float = 0.0) -> None:
        """Stands in for time.sleep of a script: the host gets its turn."""
        self.gate.let_go()

    def called(self, full: str) -> "list[Call]":
        return [call for call in self.calls if call.full == full]

    def close_modal(self) -> None:
        self.modal = ""

    def release(self) -> None:
        """Lets calls that hang return."""
        self.faults.hangs = set()
        self.gate.unhang.set()

    def snapshot(self) -> "dict":
        """Everything that the user can lose, as plain data: equal before and after means that nothing was touched."""
        return snapshot(self.project)

    def check(self) -> None:
        """Raises the first thing that the script did and no script may do."""
        if self.gate.violations:
            raise self.gate.violations[0]

    # What the acts need.

    def new_project(self, name: str) -> Project:
        project = Project(name, Fraction(24), dict(SETTINGS))
        self.shelf.projects.append(project)
        return project

    def at_least(self, number: str) -> bool:
        return self.profile.number >= version(number)

    def constant(self, name: str) -> float:
        return CONSTANTS[name]

    def constants_like(self, prefix: str) -> "list[str]":
        return [name for name in CONSTANTS if name.startswith(prefix)]

    def usable(self, node: Node) -> bool:
        """Whether a handle still means something: what was deleted, or is in a project that is closed, answers no more."""
        if isinstance(node, Item):
            return node.track is not None and node in node.track.items
        if isinstance(node, Timeline):
            return node in self.project.timelines
        if isinstance(node, Clip):
            return any(node in folder.clips for folder in self.project.root.walk())
        if isinstance(node, Project):
            return node is self.project
        if node.kind == "MediaPool":
            return node is self.project.pool
        return True

    def frame_size(self, timeline: Timeline) -> "tuple[int, int]":
        """Width and height of a timeline's picture in pixels."""
        return int(timeline.settings["timelineResolutionWidth"]), int(timeline.settings["timelineResolutionHeight"])

    def touched(self) -> None:
        self.project.dirty = True


class Bmd:
    """The `bmd` of a menu script."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def scriptapp(self, name: str) -> "Handle | None":
        if self._host.faults.no_root:
            return None
        return {"Resolve": self._host.resolve, "Fusion": self._host.fusion}.get(name)

    def UIDispatcher(self, manager: "Manager") -> Dispatcher:  # noqa: N802 - the host's name
        return Dispatcher(self._host, manager)


def _presets() -> "dict[str, list[str]]":
    return {
        "layout": ["Default"],
        "burn_in": [],
        "preferences": [],
        "keyboard": ["DaVinci Resolve", "Adobe Premiere Pro"],
        "settings": ["Current Project", "System Config"],
        "render": ["H.264 Master", "ProRes 422 HQ", "Audio Only"],
        "quick": ["H.264", "ProRes"],
        "fairlight": ["Dialogue"],
    }
