# SPDX-License-Identifier: Apache-2.0
"""The doctor's steps on the side of the engine: data, discovery, proof, protocol, pairing, and the round trip to a live panel."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import ValidationError

from aiprod.production.panels.findings import Editor, Finding
from aiprod.production.panels.resolve_install import token_file
from aiprod.production.panels.system import System
from aiprod.wire.base import PROTOCOL
from aiprod.wire.discovery import Discovery, read_discovery

Proof = Literal["proven", "silent", "impostor", "other protocol"]
_NAMES: Mapping[Editor, str] = {"resolve": "DaVinci Resolve", "premiere": "Premiere"}


class LivePanel(Protocol):
    """An editor that attends."""

    @property
    def key(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def named(self) -> str: ...

    @property
    def problem(self) -> str: ...


class EngineLine(Protocol):
    """How the doctor talks to the engine: `aiprod.client.panel_line` has one."""

    def prove(self, found: Discovery) -> Proof:
        """Whether whoever answers at the port is the engine."""
        ...

    def takes(self, panel: str, token: str, port: int) -> bool:
        """Whether the engine lets a panel in by its token."""
        ...

    def paired(self) -> tuple[str, ...]:
        """The programs of the paired panels."""
        ...

    def live(self) -> Sequence[LivePanel]:
        """The panels that attend now."""
        ...

    def round_trip(self, key: str) -> str:
        """Ask a panel where its user stands, and wait. "" when it answered, what went wrong otherwise."""
        ...


def engine_findings(system: System, editor: Editor, line: EngineLine, *, served: bool = True) -> Iterator[Finding]:
    """From the data folder to the round trip; ends at the first step that the following ones hang on.

    `served`: whether there is an editor that a panel can live in.
    """
    yield _data(system)
    path = system.data_home / "server" / "engine.json"
    found = read_discovery(path)
    yield _engine(system, path, found)
    if found is None:
        return
    proof = line.prove(found)
    yield _proof(found, proof)
    if proof in ("silent", "impostor"):
        return
    yield _protocol(found, proof)
    if proof == "other protocol" or not served:
        return
    paired = _paired(system, editor, line, found)
    yield paired
    if paired.state != "failed":
        yield _round_trip(editor, line)


# The data


def _data(system: System) -> Finding:
    home = system.data_home
    if not home.is_dir():
        return Finding("data", "note", f"There is none yet: {system.shown(home)}", "The engine makes it at its first start.")
    if not os.access(home, os.W_OK):
        return Finding("data", "failed", f"It can't be written: {system.shown(home)}", "Give yourself the right to write there.")
    open_ones = [path for path in _private(system) if path.exists() and not _is_private(path)]
    if open_ones:
        shown = system.shown(open_ones[0])
        return Finding("data", "failed", f"Others may read what is secret: {shown}", f"Run `chmod go= {_quoted(shown)}`.")
    return Finding("data", "ok", system.shown(home))


def _private(system: System) -> tuple[Path, ...]:
    return system.data_home / "server", system.data_home / "server" / "engine.json", token_file(system)


def _is_private(path: Path) -> bool:
    """Whether its owner alone, and that is us, may read it. Windows keeps whole profiles apart."""
    if os.name != "posix":
        return True
    status = path.lstat()
    return status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "'\\''") + "'"


# The engine


def _engine(system: System, path: Path, found: Discovery | None) -> Finding:
    if found is not None:
        return Finding("engine", "ok", f"{found.app_version}, port {found.port}, process {found.pid}")
    if not path.exists():
        return Finding("engine", "failed", "It does not run.", _start())
    if path.is_symlink() or not _is_private(path):
        return Finding(
            "engine", "failed", f"The file by which it is found is not its user's alone: {system.shown(path)}",
            "Delete that file, stop the engine, and start it with `aiprod serve`, or open AIPROD's desktop.",
        )  # fmt: skip
    announced = _announced(path)
    if announced is None:
        return Finding("engine", "failed", f"The file by which it is found is damaged: {system.shown(path)}", _start())
    return Finding("engine", "failed", f"It ended without a word: process {announced.pid} is gone.", _start())


def _start() -> str:
    return "Start it with `aiprod serve`, or open AIPROD's desktop."


def _announced(path: Path) -> Discovery | None:
    try:
        return Discovery.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _proof(found: Discovery, proof: Proof) -> Finding:
    if proof == "silent":
        return Finding(
            "proof", "failed", f"Nobody answers at port {found.port}.",
            "If the engine hangs, end it; then start it with `aiprod serve`. A firewall must let programs reach 127.0.0.1.",
        )  # fmt: skip
    if proof == "impostor":
        return Finding(
            "proof", "failed", f"Another program answers at port {found.port}; it was told nothing.",
            "End that program, or start the engine again with `aiprod serve`: it then takes another port.",
        )  # fmt: skip
    return Finding("proof", "ok", f"Whoever answers at port {found.port} is the engine.")


def _protocol(found: Discovery, proof: Proof) -> Finding:
    oldest, newest = found.protocol
    if proof == "other protocol" or not oldest <= PROTOCOL <= newest:
        return Finding(
            "protocol", "failed", f"The engine speaks version {oldest} to {newest}, and this AIPROD version {PROTOCOL}.",
            "Stop the engine and start it again with this AIPROD, then run `aiprod panels install` for each editor.",
        )  # fmt: skip
    return Finding("protocol", "ok", f"Version {PROTOCOL}.")


# The pairing


def _paired(system: System, editor: Editor, line: EngineLine, found: Discovery) -> Finding:
    return _paired_resolve(system, line, found) if editor == "resolve" else _paired_premiere(line)


def _paired_resolve(system: System, line: EngineLine, found: Discovery) -> Finding:
    path = token_file(system)
    if not path.exists():
        return Finding("paired", "note", "Not yet. The panel pairs itself when it is first opened.", _open("resolve"))
    kept = _kept(path)
    if kept is None:
        return Finding(
            "paired",
            "failed",
            f"The panel's key is damaged: {system.shown(path)}",
            "Delete that file; the panel pairs itself again.",
        )
    if not line.takes(kept["panel"], kept["token"], found.port):
        return Finding(
            "paired", "failed", "The engine does not take the panel's key: it was forgotten, or the engine was set up anew.",
            "Close the panel and open it again in Resolve: it pairs itself anew.",
        )  # fmt: skip
    return Finding("paired", "ok", kept["panel"])


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        return data if isinstance(data["panel"], str) and isinstance(data["token"], str) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _paired_premiere(line: EngineLine) -> Finding:
    found = [program for program in line.paired() if "premiere" in program.lower()]
    if not found:
        return Finding(
            "paired", "failed", "No panel of Premiere is paired.",
            "Run `aiprod panels pair`, and type the code and the port into the panel.",
        )  # fmt: skip
    return Finding("paired", "ok", found[0])


# The round trip


def _round_trip(editor: Editor, line: EngineLine) -> Finding:
    live = [panel for panel in line.live() if panel.host == editor]
    if not live:
        return Finding("round_trip", "failed", f"No panel of {_NAMES[editor]} is open.", _open(editor))
    if live[0].problem:
        return Finding(
            "round_trip", "failed", f"{live[0].named}: {live[0].problem}", "Do what the panel says, and run this again."
        )
    trouble = line.round_trip(live[0].key)
    if trouble:
        return Finding(
            "round_trip", "failed", f"{live[0].named} did not answer: {trouble}",
            "Close the dialog that may be open in the editor; or close the panel and open it again.",
        )  # fmt: skip
    return Finding("round_trip", "ok", f"{live[0].named} answered.")


def _open(editor: Editor) -> str:
    if editor == "resolve":
        return "In Resolve: Workspace > Scripts > AIPROD."
    return "In Premiere: Window > UXP Plugins > AIPROD."
