# SPDX-License-Identifier: Apache-2.0
"""Bringing media into the media pool: into a bin of our own, each file once.

The host imports into the current bin and says nothing about which file became which clip; so the bin is switched, the clips are
found again by their path, and the bin is switched back.
"""

import os
from typing import Any, Dict, Iterable, List

from aiprod_resolve import plan
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.reading import list_of
from aiprod_resolve.tasks import Steps

BIN = "AIPROD"
CHUNK = 3
"""So many files are imported in one call."""


class Imported:
    """Clips of the media pool by the path of their file.

    Attributes:
        fresh: those that weren't there before.
        bins: those that were made for them.
    """

    def __init__(self) -> None:
        self._clips: Dict[str, Any] = {}
        self.fresh: List[Any] = []
        self.bins: List[Any] = []

    def add(self, path: str, clip: Any, fresh: bool) -> None:
        self._clips[same(path)] = clip
        if fresh:
            self.fresh.append(clip)

    def has(self, path: str) -> bool:
        return same(path) in self._clips

    def __getitem__(self, path: str) -> Any:
        return self._clips[same(path)]


def same(path: str) -> str:
    """A path as the file system compares it."""
    return os.path.normcase(os.path.normpath(path))


def import_media(host: Host, pool: Any, paths: Iterable[str], bin_name: str, name: str = "") -> Steps:
    """The clips of these files, imported into AIPROD/<bin_name> where they aren't there yet, and called by `name` if it is given.

    Raises HostError: a file is missing, or the host takes one of them not.
    """
    wanted = list(dict.fromkeys(paths))
    for path in wanted:
        if not os.path.isfile(path):
            raise HostError("media_missing", path=path)
    if not pool:
        raise HostError("host_waiting")
    before = pool.GetCurrentFolder()
    found = Imported()
    try:
        folder = yield from _our_bin(pool, bin_name, found)
        yield from _find(folder, wanted, found, fresh=False)
        yield from _bring(host, pool, folder, [path for path in wanted if not found.has(path)], found)
        missing = [path for path in wanted if not found.has(path)]
        if missing:
            raise HostError("media_refused", path=missing[0])
    except PanelError:
        discard(pool, found)
        raise
    finally:
        if before:
            pool.SetCurrentFolder(before)
    for clip in found.fresh if name else ():
        clip.SetClipProperty("Clip Name", name)
    return found


def _bring(host: Host, pool: Any, folder: Any, paths: List[str], found: Imported) -> Steps:
    if not paths:
        return
    if not pool.SetCurrentFolder(folder):
        raise HostError("bin_refused", name=BIN)
    for some in plan.chunks(paths, CHUNK):
        yield
        pool.ImportMedia([{"FilePath": path} for path in some] if host.info.version >= (21, 1) else list(some))
    yield
    yield from _find(folder, paths, found, fresh=True)


def _our_bin(pool: Any, bin_name: str, found: Imported) -> Steps:
    """The bin AIPROD/<name>, made where it isn't there."""
    root = pool.GetRootFolder()
    if not root:
        raise HostError("host_waiting")
    ours = _sub_folder(pool, root, BIN, found)
    yield
    return _sub_folder(pool, ours, bin_name or "clips", found)


def _sub_folder(pool: Any, parent: Any, name: str, found: Imported) -> Any:
    there = next((folder for folder in list_of(parent.GetSubFolderList()) if folder.GetName() == name), None)
    if there:
        return there
    made = pool.AddSubFolder(parent, name)
    if not made:
        raise HostError("bin_refused", name=name)
    found.bins.append(made)
    return made


def _find(folder: Any, paths: List[str], found: Imported, fresh: bool) -> Steps:
    """Which clips of a bin are which files."""
    wanted = {same(path) for path in paths}
    for i, clip in enumerate(list_of(folder.GetClipList())):
        path = str(clip.GetClipProperty("File Path") or "")
        if path and same(path) in wanted and not found.has(path):
            found.add(path, clip, fresh)
        if i % 20 == 19:
            yield


def discard(pool: Any, imported: Imported) -> None:
    """Take out of the media pool what was imported for nothing, and the bins made for it. Files stay."""
    if imported.fresh:
        pool.DeleteClips(imported.fresh)
        imported.fresh = []
    while imported.bins:
        folder = imported.bins.pop()
        if not list_of(folder.GetClipList()) and not list_of(folder.GetSubFolderList()):
            pool.DeleteFolders([folder])
