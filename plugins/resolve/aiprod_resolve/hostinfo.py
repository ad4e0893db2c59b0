# SPDX-License-Identifier: Apache-2.0
"""Which Resolve this is, in which edition, and what it can do.

What a version can do is looked up, never tried: Resolve answers `hasattr` with yes for what it doesn't have, and a call that an
edition lacks opens a dialog that blocks everything else.
"""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from aiprod_resolve.errors import HostError

Version = Tuple[int, ...]
OLDEST: Version = (18, 6)
"""The first version that the panel works in: tracks can be added and frames saved from 18.5 on."""

SINCE: Dict[str, Version] = {
    "Resolve.IsStudio": (21, 1),
    "Project.GetSettings": (21, 1),
    "Project.SetSettings": (21, 1),
    "Timeline.GetMarkInOut": (19, 1),
    "Timeline.GetSelectedClips": (21, 0, 4),
    "TimelineItem.GetNodeGraph": (19, 0),
    "TimelineItem.ExportLUT": (19, 0),
    "TimelineItem.AddTransition": (21, 1),
    "TimelineItem.SetProperties": (21, 1),
    "TimelineItem.GetProperties": (21, 1),
    "TimelineItem.SetFades": (21, 1),
    "TimelineItem.GetFades": (21, 1),
    "TimelineItem.GetTrackTypeAndIndex": (19, 0),
    "TimelineItem.GetType": (21, 1),
    "Graph.SetLUT": (19, 0),
    "Graph.GetLUT": (19, 0),
    "Graph.GetNumNodes": (19, 0),
}
"""What the panel uses and `OLDEST` hasn't got: since when it is there."""


class HostInfo(NamedTuple):
    product: str
    version: Version
    text: str
    studio: bool


class Host:
    """The running Resolve.

    Attributes:
        resolve, fusion, bmd: the host's own objects; the last two None where they weren't given.
        info: which one it is.
    """

    def __init__(self, resolve: Any, fusion: Any = None, bmd: Any = None) -> None:
        self.resolve, self.fusion, self.bmd = resolve, fusion, bmd
        self.info = identify(resolve)

    def can(self, *names: str) -> bool:
        """Whether this version has all of these ("Timeline.GetSelectedClips")."""
        return all(self.info.version >= SINCE[name] for name in names)

    @property
    def build(self) -> str:
        """What facts about its behaviour are kept under."""
        return self.info.product + " " + self.info.text


def find_resolve(given: Dict[str, Any]) -> Any:
    """The root object, from what the host gave its script. Raises HostError where there is none."""
    for get in (_global, _by_bmd, _by_app, _by_module):
        try:
            found = get(given)
        except Exception:  # noqa: BLE001 - the next way may do
            found = None
        if found is not None:
            return found
    raise HostError("no_resolve")


def _global(given: Dict[str, Any]) -> Any:
    return given.get("resolve")


def _by_bmd(given: Dict[str, Any]) -> Any:
    bmd = given.get("bmd")
    return bmd.scriptapp("Resolve") if bmd is not None else None


def _by_app(given: Dict[str, Any]) -> Any:
    app = given.get("app")
    return app.GetResolve() if app is not None else None


def _by_module(_given: Dict[str, Any]) -> Any:
    import importlib

    return importlib.import_module("DaVinciResolveScript").scriptapp("Resolve")


def identify(resolve: Any) -> HostInfo:
    """Product, version and edition. Raises HostError where the host doesn't say."""
    product, parts, text = resolve.GetProductName(), resolve.GetVersion(), resolve.GetVersionString()
    if not isinstance(product, str) or not product or not isinstance(text, str):
        raise HostError("host_waiting")
    version = _version(parts, text)
    studio = product.strip().endswith("Studio")
    if version >= SINCE["Resolve.IsStudio"]:
        studio = resolve.IsStudio() is True or studio
    return HostInfo(product, version, text, studio)


def _version(parts: Any, text: str) -> Version:
    """[major, minor, patch, …] as numbers; from the text, where the list is none."""
    found = parts if isinstance(parts, (list, tuple)) else text.replace("-", ".").split(".")
    if isinstance(parts, dict):  # fuscript hands lists over as tables with numbered keys
        found = [parts[key] for key in sorted(parts)]
    numbers: List[int] = []
    for part in found[:4]:
        if not str(part).strip().isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers) or (0,)


class Mode(NamedTuple):
    """name: "panel", "bridge" or "handoff"; reason: a key of `messages.MESSAGES` that explains it."""

    name: str
    reason: str


def choose_mode(info: HostInfo, has_ui: bool) -> Mode:
    """How AIPROD works in this Resolve."""
    if info.version < OLDEST:
        return Mode("handoff", "mode_too_old")
    if has_ui and (info.studio or info.version < (19, 1)):
        return Mode("panel", "mode_panel")
    if not info.studio and info.version >= (21, 1):
        return Mode("handoff", "mode_handoff")
    return Mode("bridge", "mode_bridge" if not info.studio else "mode_bridge_studio")


def ui_manager(host: Host) -> Optional[Tuple[Any, Any]]:
    """UIManager and its dispatcher; None where this edition has none.

    Free editions from 19.1 on have lost it: there it isn't even asked for.
    """
    if host.fusion is None or host.bmd is None or (not host.info.studio and host.info.version >= (19, 1)):
        return None
    try:
        ui = host.fusion.UIManager
        return None if ui is None else (ui, host.bmd.UIDispatcher(ui))
    except Exception:  # noqa: BLE001 - no window then
        return None
