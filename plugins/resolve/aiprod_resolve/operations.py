# SPDX-License-Identifier: Apache-2.0
"""The operations of the engine that the panel uses, as HTTP routes. A test holds them to the engine's own table."""

from typing import Any, Dict, NamedTuple, Tuple
from urllib.parse import quote, urlencode


class Route(NamedTuple):
    method: str
    path: str
    mutates: bool


def _table() -> Dict[str, Route]:
    reads = {
        "server.health": "/health", "doctor.run": "doctor", "voices.list": "voices", "looks.list": "looks",
        "styles.list": "styles", "generators.list": "generators", "jobs.status": "status/{job_id}",
        "jobs.preview": "jobs/{job_id}/preview", "films.list": "films", "films.get": "films/{film}",
        "films.timeline": "films/{film}/timeline", "takes.list": "films/{film}/takes",
        "clips.list": "clips", "clips.get": "clips/{clip}",
        "clips.file": "clips/{clip}/picture",
    }  # fmt: skip
    asks = {
        "estimate": "estimate", "clips.estimate": "clips/estimate", "assets.resolve": "films/{film}/assets",
        "hosts.attend": "hosts/attend",
    }  # fmt: skip
    changes = {
        "generate": "generate", "jobs.cancel": "jobs/{job_id}/cancel", "clips.shot": "clips/shot",
        "clips.extend": "clips/extend", "clips.retake": "clips/retake", "clips.voice": "clips/voice",
        "clips.score": "clips/score", "clips.grade": "clips/grade", "clips.handoff": "handoff",
        "hosts.answer": "hosts/answer", "hosts.leave": "hosts/leave", "pairing.start": "pairing/start",
    }  # fmt: skip
    table = {name: Route("GET", _full(path), False) for name, path in reads.items()}
    table.update({name: Route("POST", _full(path), False) for name, path in asks.items()})
    table.update({name: Route("POST", _full(path), True) for name, path in changes.items()})
    table["pairing.exchange"] = Route("POST", _full("pairing/exchange"), False)
    return table


def _full(path: str) -> str:
    return path if path.startswith("/") else "/api/v1/" + path


ROUTES = _table()


def request_of(name: str, fields: Dict[str, Any]) -> Tuple[str, str, Dict[str, Any]]:
    """Method, path with its query, and JSON body of an operation."""
    route = ROUTES[name]
    rest = {key: value for key, value in fields.items() if value is not None}
    path = route.path
    for key in list(rest):
        if "{" + key + "}" in path:
            path = path.replace("{" + key + "}", quote(str(rest.pop(key)), safe=""))
    if route.method == "GET" and rest:
        path += "?" + urlencode(_plain(rest), doseq=True)
        rest = {}
    return route.method, path, rest


def _plain(fields: Dict[str, Any]) -> Dict[str, Any]:
    """Query values as the wire reads them: true and false in small letters."""
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in fields.items()}
