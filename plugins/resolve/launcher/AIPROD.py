# SPDX-License-Identifier: Apache-2.0
# AIPROD launcher
"""Starts AIPROD inside DaVinci Resolve: Workspace > Scripts > AIPROD. The panel itself lies in AIPROD's own folder."""

import os
import sys

HOME = ""  # AIPROD's own folder, written here by the installer where it isn't the usual one
_LANG = (os.environ.get("AIPROD_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en").lower()
_MISSING = (
    "AIPROD : le panneau n’est pas installé ({}). Lancez `aiprod panels install resolve`, puis rouvrez ce script."
    if _LANG.startswith("fr")
    else "AIPROD: the panel is not installed ({}). Run `aiprod panels install resolve`, then start this script again."
)


def _data_home():
    """Where AIPROD keeps its own files: $AIPROD_HOME, or the system's place for application data."""
    if os.environ.get("AIPROD_HOME"):
        return os.environ["AIPROD_HOME"]
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "aiprod")
    usual = ("Library", "Application Support") if sys.platform == "darwin" else (".local", "share")
    return os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.join(home, *usual), "aiprod")


def _start():
    if HOME:
        os.environ.setdefault("AIPROD_HOME", HOME)
    folder = os.path.join(_data_home(), "panels", "resolve")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    for name in [name for name in sys.modules if name.split(".")[0] == "aiprod_resolve"]:
        del sys.modules[name]  # an updated panel is taken without restarting Resolve
    try:
        from aiprod_resolve.main import run
    except Exception as error:
        print(_MISSING.format(folder) if isinstance(error, ImportError) else "AIPROD: {!r}".format(error))
        return
    run(globals())


_start()
