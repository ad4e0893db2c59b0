# SPDX-License-Identifier: Apache-2.0
"""What UXP can't do and what its manifest and package must be: each check gives its findings, one a line; none is well."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from tests.plugin.premiere.tools import PLUGIN, node

ADDED = ("src/aiprod-client.js", "src/engine-fr.js")
"""What packing adds to the panel's own files."""
VALUES = {"localFileSystem": {"plugin", "request", "fullAccess"}, "clipboard": {"read", "readAndWrite"}}
PERMISSIONS = {
    "network", "localFileSystem", "launchProcess", "clipboard", "webview", "ipc", "enableUserInfo", "enableAddon",
    "allowCodeGenerationFromStrings",
}  # fmt: skip
THEMES = {"all", "lightest", "light", "medium", "dark", "darkest"}
NEEDED = ("manifestVersion", "id", "name", "version", "main", "host", "entrypoints")
KEYS = {*NEEDED, "icons", "requiredPermissions", "featureFlags", "strings", "addon"}
SIZES = ("minimumSize", "maximumSize", "preferredDockedSize", "preferredFloatingSize")
NOT_SHIPPED = (".map", ".ts", ".py", ".md", ".json5", ".lock")


def lint(plugin: Path = PLUGIN, added: tuple[str, ...] = ADDED) -> list[str]:
    """CSS, HTML and JavaScript of a panel."""
    done = node("lint.cjs", str(plugin), *added)
    if done.returncode != 0:
        return [done.stderr.strip()]
    return [str(each) for each in json.loads(done.stdout)]


def lint_each(folders: list[Path]) -> list[list[str]]:
    """Many at once."""
    done = node("lint.cjs", "--each", *map(str, folders))
    assert done.returncode == 0, done.stderr
    return [[str(each) for each in found] for found in json.loads(done.stdout)]


# --- the manifest ---------------------------------------------------------------------------------------------------


def manifest(given: dict[str, Any], files: set[str]) -> list[str]:
    """A manifest of version 5. `files` are the package's, by their paths from its root."""
    found = [f"unknown key {key}" for key in sorted(set(given) - KEYS)]
    found += [f"{key} is missing" for key in NEEDED if key not in given]
    if found:
        return found
    found += _head(given, files) + _host(given["host"]) + _entries(given["entrypoints"]) + _icons(given, files)
    return found + _permissions(given.get("requiredPermissions", {}))


def _head(given: dict[str, Any], files: set[str]) -> list[str]:
    return [
        why
        for wrong, why in (
            (given["manifestVersion"] not in (5, "5"), "manifestVersion must be 5"),
            (
                not re.fullmatch(r"[a-z0-9]+(\.[a-z0-9-]+)+|[0-9a-f]{8}", str(given["id"])),
                "id must be a reverse domain, or Adobe's",
            ),
            (not re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", str(given["version"])), "version must be x.y.z"),
            (not given["name"], "name is empty"),
            (given["main"] not in files, f"main: the package has no {given['main']}"),
        )
        if wrong
    ]


def _host(host: Any) -> list[str]:
    if not isinstance(host, dict):
        return ["host must be one object: a list is for development alone"]
    found = [] if host.get("app") == "premierepro" else ["host.app must be premierepro"]
    version = str(host.get("minVersion", ""))
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return [*found, "host.minVersion must be x.y.z"]
    return (
        found
        if tuple(map(int, version.split("."))) >= (25, 6, 0)
        else [*found, "host.minVersion is below 25.6.0, where UXP begins"]
    )


def _entries(entries: list[dict[str, Any]]) -> list[str]:
    found = [] if entries else ["entrypoints are empty"]
    for entry in entries:
        name = entry.get("id", "?")
        if entry.get("type") not in ("panel", "command"):
            found.append(f"entry point {name}: type must be panel or command")
        label = entry.get("label")
        if not (isinstance(label, str) and label) and not (isinstance(label, dict) and label.get("default")):
            found.append(f"entry point {name}: label must be a text or have a default")
        wrong = [size for size in SIZES if size in entry and set(entry[size]) != {"width", "height"}]
        found += [f"entry point {name}: {size} needs a width and a height" for size in wrong]
        if "shortcut" in entry:
            found.append(f"entry point {name}: Premiere passes shortcut over")
        if entry.get("minimumSize", {}).get("width", 0) > 300:
            found.append(f"entry point {name}: it must be usable at 300 px")
    return found


def _icons(given: dict[str, Any], files: set[str]) -> list[str]:
    found = []
    for icon in [*given.get("icons", []), *(icon for entry in given["entrypoints"] for icon in entry.get("icons", []))]:
        path = PurePosixPath(icon.get("path", ""))
        found += [f"icon {path}: unknown theme {theme}" for theme in icon.get("theme", []) if theme not in THEMES]
        for scale in icon.get("scale", [1]):
            wanted = {str(path)} if scale == 1 else {str(path.with_stem(f"{path.stem}@{scale}x"))}
            found += [f"icon: the package has no {name}" for name in sorted(wanted - files)]
        if path.suffix not in (".png", ".jpg", ".svg"):
            found.append(f"icon {path}: PNG, JPG or SVG")
    return found


def _permissions(given: dict[str, Any]) -> list[str]:
    found = [f"unknown permission {key}" for key in sorted(set(given) - PERMISSIONS)]
    domains = given.get("network", {}).get("domains")
    if isinstance(domains, list) and "all" in domains:
        found.append('network.domains: "all" must be a bare string, not in a list')
    elif isinstance(domains, list):
        strange = [url for url in domains if not re.match(r"ws://(localhost|127\.0\.0\.1)(/|$)", url)]
        found += [f"network.domains: {url}: only ws:// to this machine" for url in strange]
    elif domains not in (None, "all"):
        found.append('network.domains must be a list or "all"')
    if "http" in json.dumps(given.get("network", {})):
        found.append("network: Premiere refuses http on macOS")
    found += [f"{key}: {given[key]} is no value" for key, known in VALUES.items() if key in given and given[key] not in known]
    if given.get("localFileSystem") == "fullAccess":
        found.append("localFileSystem: fullAccess is more than the panel needs")
    if given.get("allowCodeGenerationFromStrings"):
        found.append("allowCodeGenerationFromStrings: the panel makes no code from texts")
    return found


# --- the package ----------------------------------------------------------------------------------------------------


def package(path: Path) -> list[str]:
    """A .ccx: a plain ZIP, the manifest at its root, only what is shipped, no trace of when and where it was made."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if "manifest.json" not in names:
            return ["manifest.json is not at the root"]
        given = json.loads(archive.read("manifest.json"))
        found = manifest(given, set(names)) + _entries_of(entries)
        code = [name for name in names if name.endswith((".js", ".css"))]
        found += [f"{name}: names a source map" for name in code if b"sourceMappingURL" in archive.read(name)]
        pictures = [name for name in names if name.endswith(".png")]
        found += [f"{name}: a grey picture, which UXP doesn't load" for name in pictures if _is_grey(archive.read(name))]
        if archive.testzip() is not None:
            found.append("the archive is damaged")
    expected = f"{given['id']}_premierepro.ccx"
    return found if path.name == expected else [*found, f"{path.name} should be {expected}"]


def _is_grey(png: bytes) -> bool:
    """Whether a PNG has one channel (and perhaps alpha)."""
    return len(png) > 25 and png[25] in (0, 4)


def _entries_of(entries: list[zipfile.ZipInfo]) -> list[str]:
    names = [entry.filename for entry in entries]
    found = [] if names == sorted(names) else ["the entries are in no fixed order"]
    found += [f"{name}: twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if len({entry.date_time for entry in entries}) > 1:
        found.append("the entries bear different dates")
    for entry in entries:
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            found.append(f"{entry.filename}: a symbolic link")
        if entry.filename.startswith("/") or ".." in PurePosixPath(entry.filename).parts or "\\" in entry.filename:
            found.append(f"{entry.filename}: leads out of the package")
        if entry.filename.endswith(NOT_SHIPPED) or any(part.startswith(".") for part in PurePosixPath(entry.filename).parts):
            found.append(f"{entry.filename}: is not shipped")
        if entry.is_dir():
            found.append(f"{entry.filename}: folders need no entry")
    return found


def unpacked(path: Path, folder: Path) -> Path:
    """The package's files in a folder, as the host keeps them."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder
