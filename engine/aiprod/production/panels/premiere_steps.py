# SPDX-License-Identifier: Apache-2.0
"""The doctor's steps on the side of Premiere: the program, its first start, Adobe's installer, the panel.

Each gives one `Finding`: its state, a sentence, and what mends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aiprod.production.panels.findings import Finding
from aiprod.production.panels.premiere_hosts import PremiereHost, find_premiere, installer_agent
from aiprod.production.panels.premiere_install import installed_version, newest
from aiprod.production.panels.sources import PanelManifest, premiere_manifest, premiere_source
from aiprod.production.panels.system import System
from aiprod.production.panels.versions import Version, parsed, written


def premiere_findings(system: System, source: Path | None = None) -> Iterator[Finding]:
    """Everything that can be seen without the engine."""
    manifest = premiere_manifest(source or premiere_source())
    hosts = find_premiere(system)
    if not hosts:
        yield _no_premiere(system)
        return
    host = newest(hosts)
    yield _program(system, host, manifest)
    if host.version and host.version < parsed(manifest.least_premiere):
        return
    yield _ability(host)
    yield _first_start(host)
    yield _creative_cloud(system)
    yield _panel(installed_version(system, manifest), manifest)


def _no_premiere(system: System) -> Finding:
    if system.platform == "linux":
        return Finding("editor", "failed", "Premiere does not exist for Linux.", "The panel for DaVinci Resolve does.")
    return Finding("editor", "failed", "Premiere was not found on this machine.", "Install it with Creative Cloud.")


def _program(system: System, host: PremiereHost, manifest: PanelManifest) -> Finding:
    named = f"Premiere {written(host.version)} · {system.shown(host.program)}"
    if host.version and host.version < parsed(manifest.least_premiere):
        return Finding(
            "editor", "failed", f"It is too old for the panel, which needs {manifest.least_premiere}: {named}",
            "Update Premiere, or use the hand-off folder (in the desktop: Editors).",
        )  # fmt: skip
    return Finding("editor", "ok", named)


def _ability(host: PremiereHost) -> Finding:
    if host.version >= (26, 3):
        return Finding("abilities", "ok", "The panel can do everything.")
    if host.version >= (26, 2):
        return Finding("abilities", "note", "All but AAF and sequences by preset, which came with 26.3.")
    return Finding("abilities", "note", "All but Premiere's own exports for other editors, which came with 26.2.")


def _first_start(host: PremiereHost) -> Finding:
    if host.started:
        return Finding("started", "ok", "It was started before.")
    return Finding("started", "failed", "Premiere was never started by this user.", "Start it once, and quit it.")


def _creative_cloud(system: System) -> Finding:
    agent = installer_agent(system)
    if agent is None:
        return Finding(
            "creative_cloud", "failed", "Adobe's installer of plug-ins is absent.",
            "Install Creative Cloud, then run `aiprod panels install premiere`.",
        )  # fmt: skip
    return Finding("creative_cloud", "ok", system.shown(agent))


def _panel(installed: Version | None, manifest: PanelManifest) -> Finding:
    if installed is None:
        return Finding("panel", "failed", "It is not in Premiere.", _install())
    if installed and installed != parsed(manifest.version):
        return Finding("panel", "failed", f"Premiere has {written(installed)}, and AIPROD {manifest.version}.", _install())
    return Finding("panel", "ok", f"{manifest.version}, in Window > UXP Plugins > {manifest.name}")


def _install() -> str:
    return "Run `aiprod panels install premiere`, and restart Premiere."
