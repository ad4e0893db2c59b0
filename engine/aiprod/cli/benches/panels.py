# SPDX-License-Identifier: Apache-2.0
"""The editors' panels: from a button to an accepted job, placing on every rate, exchange files, and a long time of restarts.

The hosts are stood in for by the fakes of the tests, the clients are the panels' own, and the engine is the real one; so this
runs from a checkout, where the tests are.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from aiprod.cli.benches.ipc import percentiles
from aiprod.film.errors import UserError

_ROOT = Path(__file__).resolve().parents[4]
_ACTIONS, _WARM = 200, 10
_PLACEMENTS = 500
"""In each editor."""
_CLIPS = 500
"""In all, at least."""
_REAL_RESTARTS = 24
_ORDER = {
    "prompt": "A lighthouse in the rain, slow push in.", "frames": 96,
    "place": {"rate": "24000/1001", "size": "1920x1080", "project": "Bench"},
}  # fmt: skip


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All four parts. `runs`: restarts in the soak (default 2000, shared by both clients); the other parts shrink with it."""
    restarts = 2000 if runs is None else max(runs, 4)
    share = min(1.0, restarts / 2000)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return {
            "action_to_accepted_job": action_to_job(place / "action", max(_WARM, round(_ACTIONS * share))),
            "placements": placements(place / "places", max(20, round(_PLACEMENTS * share)), seed),
            "round_trip": round_trip(place / "files", max(20, round(_CLIPS * share)), seed),
            "soak": soak(place, restarts, max(1, round(_REAL_RESTARTS * share))),
        }


def _tests(module: str) -> Any:
    """A module of the tests. Raises UserError where this installation has none."""
    if not (_ROOT / "tests" / "plugin").is_dir():
        raise UserError("This bench needs the tests", "the editors' fakes are theirs", "Run it from a checkout of AIPROD.")
    if str(_ROOT) not in sys.path:
        sys.path.insert(0, str(_ROOT))
    return import_module(f"tests.{module}")


# From a button to a job


def action_to_job(folder: Path, count: int) -> dict[str, Any]:
    """Order clips as the Resolve panel does (HTTP) and as the Premiere panel does (WebSocket), of a real server."""
    harness, soaking, node = _tests("server.harness"), _tests("plugin.soak"), _tests("plugin.panel")
    figures: dict[str, Any] = {"orders": count, "reach": "p95 ≤ 100 ms"}
    with harness.running(folder) as engine, soaking.resolve_package(engine.folder):
        one = soaking.OpenPanel()
        figures["resolve_http"] = percentiles(_timed(lambda number: _ordered_in_resolve(one, number), count))
        one.close()
        with node.panel() as js:
            js.do("open", settings=soaking.paired_settings(engine))
            figures["premiere_socket"] = percentiles(_timed(lambda number: _job(js.call("clips.shot", _order(number))), count))
            js.do("close")
    return figures


def _order(number: int) -> dict[str, Any]:
    return {**_ORDER, "seed": number}


def _ordered_in_resolve(one: Any, number: int) -> None:
    asked = one.orders.ask("clips.shot", **_order(number))
    asked.wait(60)
    _job(asked.value())


def _job(reply: dict[str, Any]) -> None:
    if not reply["job"]["id"].startswith("job_"):
        raise RuntimeError(f"no job: {reply}")


def _timed(order: Callable[[int], None], count: int) -> list[float]:
    seconds = []
    for number in range(-_WARM, count):
        began = perf_counter()
        order(number + _WARM)
        seconds.append(perf_counter() - began)
    return seconds[_WARM:]


# Placing


def placements(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """So many placements in each editor, over all rates, versions and editions."""
    placing = _tests("plugin.placements")
    folder.mkdir()
    resolve, premiere = placing.in_resolve(folder, count, seed), placing.in_premiere(count, seed)
    return {
        "reach": "1 000 placements, 0 off", "placements": resolve.placed + premiere.placed, "off": resolve.off + premiere.off,
        "resolve": resolve.figures(), "premiere": premiere.figures(),
    }  # fmt: skip


# Exchange files


def round_trip(folder: Path, clips: int, seed: int) -> dict[str, Any]:
    """Write an edit of so many clips in each format, read it again, and count what is lost that the report does not name."""
    from aiprod.editing import interchange

    edits = _tests("unit.editing.edits")
    folder.mkdir()
    edit = _long_edit(edits, edits.media_in(folder), clips, seed)
    figures: dict[str, Any] = {"reach": "0 losses that the report does not name"}
    for kind, suffix in interchange.KINDS.items():
        began, path = perf_counter(), folder / f"long-{kind}{suffix}"
        report = interchange.write(edit, kind, path)
        wrote, back = perf_counter(), interchange.read(path)
        figures[kind] = {
            "clips": report.clips, "losses_named": len(report.losses),
            "losses_not_named": len(interchange.unreported(edit, back, report)),
            "write_s": round(wrote - began, 2), "read_s": round(perf_counter() - wrote, 2),
        }  # fmt: skip
    return figures


def _long_edit(edits: Any, media: dict[str, Path], clips: int, seed: int) -> Any:
    """A random edit of at least so many clips: tracks are of random length, so one that is long enough is looked for."""
    for number in range(1000):
        edit = edits.random_edit(Random(f"{seed} {number}"), media, clips=clips)
        if sum(len(lane.events) for lane in edit.lanes) >= clips:
            return edit
    raise RuntimeError("no edit is long enough")


# Restarts


def soak(folder: Path, restarts: int, real: int) -> dict[str, Any]:
    """Restarts under the Resolve panel's lines and under Premiere's client: most of a stand-in, some of the real engine."""
    soaking = _tests("plugin.soak")
    began = perf_counter()
    figures = {
        "reach": "2 000 restarts; threads, sockets and stale keys left: 0",
        "resolve": soaking.soak_resolve(folder / "soak", restarts - restarts // 2),
        "premiere": soaking.soak_premiere(restarts // 2), "real_engine": soaking.soak_real(folder / "real", real),
    }  # fmt: skip
    return {**figures, "seconds": round(perf_counter() - began)}
