# SPDX-License-Identifier: Apache-2.0
"""An editor with a panel in it: a thread that attends on the real engine, does what it is asked on a timeline of its own, and
reads back what it did, as the panels do."""

import threading
from collections.abc import Callable
from typing import Any

import httpx
from tests.server.harness import EngineProcess

ACTIONS = ("context", "grab_frame", "place_clip", "build_film", "swap_take", "apply_grades", "self_test", "reveal")
Answer = dict[str, Any]


class FakeEditor:
    """Tracks of items; frames are counted from the timeline's first.

    Attributes:
        says: changes what is answered to an action (to lie, to fail, to vanish).
        asked: every action with its arguments, in order.
    """

    def __init__(self, engine: EngineProcess, token: str, key: str = "fake-editor-1", **report: Any) -> None:
        self.key, self._http = key, engine.http(token)
        self.report: dict[str, Any] = {
            "host": "resolve", "version": "21.0.4", "edition": "free", "mode": "bridge", "panel_version": "1",
            "project": "Été “2026” 🎬", "timeline": "Cut 1", "rate": "24000/1001", "size": "320x180",
            "actions": ACTIONS, **report,
        }  # fmt: skip
        self.context: Answer = {
            "project": self.report["project"], "timeline": self.report["timeline"], "rate": "24000/1001", "drop_frame": False,
            "start_frame": 86400, "size": "320x180", "playhead": 30, "mark_in": None, "mark_out": None, "gap": None, "tracks": [],
            "selection": [], "markers": [], "subtitles": [],
        }  # fmt: skip
        self.items: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
        self.asked: list[tuple[str, Answer]] = []
        self.says: dict[str, Callable[[Answer], Answer]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name=key, daemon=True)

    def __enter__(self) -> "FakeEditor":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.vanish()
        self._http.post("/api/v1/hosts/leave", json={"key": self.key})
        self._http.close()

    def vanish(self) -> None:
        """Die without a word."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(10)

    # -- the panel's way of life

    def _live(self) -> None:
        while not self._stop.is_set():
            said = self._http.post("/api/v1/hosts/attend", json={"key": self.key, "report": self.report, "wait_s": 0.3})
            for command in said.json().get("commands", ()):
                self._obey(command)

    def _obey(self, command: Answer) -> None:
        action, arguments = command["action"], command["arguments"]
        self.asked.append((action, arguments))
        try:
            body = {"result": self.says.get(action, getattr(self, f"_{action}"))(arguments)}
        except RuntimeError as error:
            body = {"error": str(error)}
        if not self._stop.is_set():
            self._http.post("/api/v1/hosts/answer", json={"key": self.key, "command": command["id"], **body})

    # -- actions

    def _context(self, _arguments: Answer) -> Answer:
        return self.context

    def _grab_frame(self, arguments: Answer) -> Answer:
        return {"path": self.context["grabbed"], "frame": arguments.get("frame", self.context["playhead"])}

    def _reveal(self, arguments: Answer) -> Answer:
        self.context["playhead"] = arguments["frame"]
        return {"frame": arguments["frame"]}

    def _place_clip(self, arguments: Answer) -> Answer:
        clip, at = arguments["clip"], arguments["at"]
        parts = [
            ("video" if f["role"] == "picture" else "audio", f["path"])
            for f in clip["files"]
            if f["role"] in ("picture", "sound")
        ]
        where = [self._lay(kind, at, at + clip["frames"], path) for kind, path in parts]
        return self._reported(len(parts), where)

    def _lay(self, kind: str, start: int, end: int, path: str) -> Answer:
        track = 1
        while any(s < end and start < e for s, e, _ in self.items.get((kind, track), [])):
            track += 1
        self.items.setdefault((kind, track), []).append((start, end, path))
        return {"track": track, "kind": kind, "start": start, "end": end}

    def _reported(self, planned: int, where: list[Answer]) -> Answer:
        found = [w for w in where if any((s, e) == (w["start"], w["end"]) for s, e, _ in self.items[w["kind"], w["track"]])]
        return {
            "planned": planned,
            "placed": len(where),
            "verified": len(found),
            "mismatches": [],
            "undo": "AIPROD",
            "where": where,
        }

    def _build_film(self, arguments: Answer) -> Answer:
        pieces = [(t["kind"], i) for t in arguments["edit_list"]["tracks"] for i in t["items"] if i["asset_id"]]
        where = [self._lay(kind, i["rec_in"], i["rec_out"], arguments["assets"][i["asset_id"]]["path"]) for kind, i in pieces]
        return {**self._reported(len(pieces), where), "timeline": arguments["name"]}

    def _swap_take(self, arguments: Answer) -> Answer:
        at, clip = arguments["at"], arguments["clip"]
        lane = self.items["video", at["track"]]
        number = next(n for n, (start, _end, _path) in enumerate(lane) if start == at["start"])
        picture = next(f["path"] for f in clip["files"] if f["role"] == "picture")
        lane[number] = (*lane[number][:2], picture)
        where = [{"track": at["track"], "kind": "video", "start": lane[number][0], "end": lane[number][1]}]
        return self._reported(1, where)

    def _apply_grades(self, arguments: Answer) -> Answer:
        count = len(arguments["keys"])
        return {"planned": count, "placed": count, "verified": count, "mismatches": [], "undo": "", "where": []}

    def _self_test(self, _arguments: Answer) -> Answer:
        return {"report": "/tmp/report.txt", "results": [
            {"question": "Is endFrame exclusive?", "answer": "yes", "passed": None},
            {"question": "Does a locked track refuse?", "answer": "no", "passed": False},
        ]}  # fmt: skip


def paired(engine: EngineProcess) -> str:
    """The token of a newly paired panel."""
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={"permissions": ["read", "edit", "generate"]}).json()["code"]
        with httpx.Client(base_url=client.base_url, trust_env=False, headers=client.headers) as panel:
            body = {"code": code, "host": "DaVinci Resolve 21.0.4"}
            return str(panel.post("/api/v1/pairing/exchange", json=body).json()["token"])
