# SPDX-License-Identifier: Apache-2.0
"""How each provider answers: its paths, what it asks of a request, its states and its error bodies."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.server.cloud.contract import KEYS, CloudServer, Refused, Reply, Task


def _accept(
    server: CloudServer, name: str, body: dict[str, Any], seconds: float, size: tuple[int, int],
    refusal: Callable[[str], dict[str, Any]],
) -> Task:  # fmt: skip
    """Take an order as the next script says."""
    script = server.next_script(name)
    if script.hang_s:
        time.sleep(script.hang_s)
    if script.refuse:
        status, kind = script.refuse
        raise Refused(status, refusal(kind), {"Retry-After": script.retry_after} if script.retry_after else {})
    task = server.add(name, body, script, seconds, size)
    if script.drop:
        raise Refused(0, {})
    return task


def _known(server: CloudServer, task_id: str, body: dict[str, Any]) -> Task:
    task = server.tasks.get(task_id)
    if task is None:
        raise Refused(404, body)
    return task


def _need(condition: bool, body: dict[str, Any], status: int = 400) -> None:
    if not condition:
        raise Refused(status, body)


def _pair(text: str, between: str) -> tuple[int, int]:
    wide, _, high = text.partition(between)
    return int(wide), int(high)


def _of_word(word: str, aspect: str) -> tuple[int, int]:
    short = {"540p": 540, "720p": 720, "1080p": 1080}[word]
    wide, high = _pair(aspect, ":")
    return (short * wide // high, short) if wide >= high else (short, short * high // wide)


def runway(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str) -> dict[str, Any]:
        return {"error": {"moderation": "The prompt was rejected by content moderation.", "rate": "Too many requests.",
                          "busy": "Load shedding."}.get(kind, kind)}  # fmt: skip

    _need(http.headers.get("authorization") == f"Bearer {KEYS['runway']}", error("The API key is not valid."), 401)
    _need(http.headers.get("x-runway-version") == "2024-11-06", error("X-Runway-Version is required."))
    if (method, path) == ("POST", "/v1/text_to_video"):
        sold = {"gen4.5": (range(2, 11), ("1280:720", "720:1280")),
                "veo3.1_fast": ((4, 6, 8), ("1280:720", "720:1280", "1080:1920", "1920:1080"))}  # fmt: skip
        _need(body.get("model") in sold, error("model is not known"))
        durations, ratios = sold[body["model"]]
        _need(body.get("duration") in durations and body.get("ratio") in ratios, error("duration or ratio is not allowed"))
        _need(0 < len(body.get("promptText", "").encode("utf-16-le")) // 2 <= 1000, error("promptText is too long"))
        task = _accept(server, "runway", body, body["duration"], _pair(body["ratio"], ":"), error)
        credits = body["duration"] * 12 if task.script.estimates is None else task.script.estimates
        return 200, {"id": task.id, "estimatedCost": {"credits": credits}}, {}
    found = re.fullmatch(r"/v1/tasks/(\w+)", path)
    _need(found is not None, error("Not found"), 404)
    task = _known(server, found[1], error("Not found"))
    if method == "DELETE":
        task.cancelled = True
        return 204, {}, {}
    base = {"id": task.id, "createdAt": datetime.now(UTC).isoformat()}
    spent = {"credits": task.body["duration"] * 12 if task.script.costs is None else task.script.costs}
    if task.cancelled:
        return 200, {**base, "status": "CANCELLED", "cost": {"credits": 0}}, {}
    if not server.look(task):
        state = {"status": "PENDING"} if task.looked == 1 else {"status": "RUNNING", "progress": 0.5}
        return 200, {**base, **state, "estimatedCost": spent}, {}
    if task.script.ends == "done":
        return 200, {**base, "status": "SUCCEEDED", "output": [server.address(task)], "cost": spent}, {}
    code = {"moderation": "SAFETY.INPUT.TEXT", "failed": "INTERNAL.BAD_OUTPUT.CODE01"}[task.script.ends]
    cost = spent if task.script.ends == "moderation" else {"credits": 0}
    return 200, {**base, "status": "FAILED", "failure": "The task failed.", "failureCode": code, "cost": cost}, {}


def google(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str, status: str = "INVALID_ARGUMENT") -> dict[str, Any]:
        words = {"moderation": "The prompt was blocked by safety filters.", "rate": "Quota exceeded.", "busy": "Unavailable."}
        return {"error": {"code": 400, "message": words.get(kind, kind), "status": status}}

    _need(http.headers.get("x-goog-api-key") == KEYS["google"], error("API key not valid."), 403)
    if (method, path) == ("POST", "/v1beta/interactions"):
        wanted = body.get("response_format", {})
        _need(body.get("model") == "gemini-omni-1.1-flash" and bool(body.get("input")), error("model and input are required"))
        _need(body.get("background") is True and wanted.get("type") == "video", error("a video in the background"))
        _need(wanted.get("aspect_ratio") in ("16:9", "9:16") and wanted.get("resolution") in ("360p", "720p", "1080p", "4k"),
              error("aspect_ratio or resolution"))  # fmt: skip
        _need(re.fullmatch(r"([3-9]|10)s", wanted.get("duration", "")) is not None, error("duration"))
        size = _of_word(wanted["resolution"], wanted["aspect_ratio"])
        task = _accept(server, "google", body, int(wanted["duration"][:-1]), size, error)
        return 200, {"id": task.id, "status": "in_progress", "object": "interaction"}, {}
    found = re.fullmatch(r"/v1beta/interactions/(\w+)(/cancel)?", path)
    _need(found is not None, error("Not found", "NOT_FOUND"), 404)
    task = _known(server, found[1], error("Not found", "NOT_FOUND"))
    if found[2]:
        task.cancelled = True
        return 200, {"id": task.id, "status": "cancelled"}, {}
    if not server.look(task):
        return 200, {"id": task.id, "status": "in_progress"}, {}
    if task.script.ends == "done":
        block = {"type": "video", "mime_type": "video/mp4", "uri": server.address(task)}
        return 200, {"id": task.id, "status": "completed", "steps": [{"type": "model_output", "content": [block]}]}, {}
    if task.script.ends == "moderation":
        words = [{"type": "text", "text": "I can't make this video: it was blocked by our safety policy."}]
        return 200, {"id": task.id, "status": "completed", "steps": [{"type": "model_output", "content": words}]}, {}
    return 200, {"id": task.id, "status": "failed", "errors": [{"code": 2, "message": "unknown error"}]}, {}


def ltx(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str) -> dict[str, Any]:
        code, words = {
            "moderation": ("content_filtered_error", "Content rejected by safety filters."),
            "rate": ("rate_limit_error", "Too many requests."), "busy": ("service_unavailable", "Temporarily unavailable."),
            "funds": ("insufficient_funds_error", "Insufficient funds. Required: 120 credits"),
            "key": ("authentication_error", "Invalid API key."), "missing": ("not_found_error", "Job not found."),
        }.get(kind, ("invalid_request_error", kind))  # fmt: skip
        return {"type": "error", "error": {"type": code, "message": words}}

    _need(http.headers.get("authorization") == f"Bearer {KEYS['ltx']}", error("key"), 401)
    if (method, path) == ("POST", "/v2/text-to-video"):
        sold = {"ltx-2-3-fast": (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20), "ltx-2-5-pro": (2, 3, 4, 5, 6, 8, 10)}
        _need(bool(body.get("prompt")), error("prompt is required"))
        _need(body.get("model") in sold and body.get("duration") in sold[body["model"]], error("model or duration"))
        _need(body.get("fps") in (24, 25, 48, 50) and re.fullmatch(r"\d+x\d+", body.get("resolution", "")) is not None,
              error("fps or resolution"))  # fmt: skip
        moves = ("dolly_in", "dolly_out", "dolly_left", "dolly_right", "jib_up", "jib_down", "static", "focus_shift")
        _need(body.get("camera_motion", "static") in moves, error("camera_motion"))
        task = _accept(server, "ltx", body, body["duration"], _pair(body["resolution"], "x"), error)
        return 202, {"id": task.id, "status": "pending", "created_at": datetime.now(UTC).isoformat()}, {}
    found = re.fullmatch(r"/v2/text-to-video/(\w+)", path)
    _need(found is not None and method == "GET", error("missing"), 404)
    task = _known(server, found[1], error("missing"))
    if not server.look(task):
        return 200, {"id": task.id, "status": "pending" if task.looked == 1 else "processing"}, {}
    if task.script.ends == "done":
        return 200, {"id": task.id, "status": "completed", "result": {"video_url": server.address(task)}}, {}
    kind = "moderation" if task.script.ends == "moderation" else "generation failed"
    failed = error(kind)["error"] if task.script.ends == "moderation" else {"type": "generation_error", "message": kind}
    return 200, {"id": task.id, "status": "failed", "error": failed}, {}


def fal(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str) -> dict[str, Any]:
        if kind in ("moderation", "value"):
            code = "content_policy_violation" if kind == "moderation" else "value_error"
            return {"detail": [{"loc": ["body", "prompt"], "msg": "The content was flagged by a content checker.", "type": code}]}
        return {"detail": {"rate": "Rate limited", "busy": "Service unavailable"}.get(kind, kind)}

    _need(http.headers.get("authorization") == f"Key {KEYS['fal']}", error("Invalid key"), 401)
    base, model = server.base("fal"), "/fal-ai/ltx-2.3/text-to-video/fast"
    if method == "POST":
        _need(path == model, error("Application not found"), 404)
        good = (
            body.get("duration") in (6, 8, 10)
            and body.get("resolution") == "1080p"
            and body.get("aspect_ratio") in ("16:9", "9:16")
        )
        _need(good and body.get("fps") in (24, 25, 48, 50) and bool(body.get("prompt")), error("value"), 422)
        task = _accept(server, "fal", body, body["duration"], _of_word("1080p", body["aspect_ratio"]), error)
        own = f"{base}/fal-ai/ltx-2.3/requests/{task.id}"
        return 200, {"status": "IN_QUEUE", "request_id": task.id, "response_url": own, "status_url": f"{own}/status",
                     "cancel_url": f"{own}/cancel", "queue_position": 0}, {}  # fmt: skip
    found = re.fullmatch(r"/fal-ai/ltx-2\.3/requests/(\w+)(/status|/cancel)?", path)
    _need(found is not None, error("Not found"), 404)
    task = _known(server, found[1], error("Request not found"))
    if found[2] == "/cancel":
        done = task.looked > task.script.looks
        task.cancelled = not done
        return (400, {"status": "ALREADY_COMPLETED"}, {}) if done else (202, {"status": "CANCELLATION_REQUESTED"}, {})
    if found[2] == "/status":
        if not server.look(task):
            return 202, {"status": "IN_QUEUE" if task.looked == 1 else "IN_PROGRESS", "request_id": task.id}, {}
        return 200, {"status": "COMPLETED", "request_id": task.id}, {}
    if task.script.ends == "done":
        return 200, {"video": {"url": server.address(task), "content_type": "video/mp4"}}, {}
    if task.script.ends == "moderation":
        raise Refused(422, error("moderation"), {"X-Fal-Retryable": "false"})
    raise Refused(500, {"detail": "Internal server error", "error_type": "runner_server_error"})


def replicate(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str) -> dict[str, Any]:
        words = {
            "moderation": "The input was flagged as sensitive (E005).",
            "rate": "Request was throttled.",
            "busy": "Unavailable.",
        }
        return {"title": "Error", "detail": words.get(kind, kind), "status": 400}

    _need(http.headers.get("authorization") == f"Bearer {KEYS['replicate']}", error("Unauthenticated"), 401)
    if (method, path) == ("POST", "/v1/models/lightricks/ltx-2.5-fast/predictions"):
        given = body.get("input", {})
        good = given.get("resolution") in ("720p", "1080p") and given.get("aspect_ratio") in ("16:9", "9:16")
        _need(good and bool(given.get("prompt")) and given.get("duration") in (2, 3, 4, 5, 6, 8, 10, 12), error("input"), 422)
        size = _of_word(given["resolution"], given["aspect_ratio"])
        task = _accept(server, "replicate", body, given["duration"], size, error)
        return 201, _prediction(server, task, "starting"), {}
    if (method, path) == ("GET", "/v1/predictions"):
        return 200, {"results": [_prediction(server, task, "processing") for task in server.orders("replicate")]}, {}
    found = re.fullmatch(r"/v1/predictions/(\w+)(/cancel)?", path)
    _need(found is not None, error("Not found"), 404)
    task = _known(server, found[1], error("Not found"))
    if found[2]:
        task.cancelled = True
        return 200, _prediction(server, task, "canceled"), {}
    if not server.look(task):
        return 200, _prediction(server, task, "starting" if task.looked == 1 else "processing"), {}
    if task.script.ends == "done":
        return 200, _prediction(server, task, "succeeded", output=server.address(task)), {}
    words = {"moderation": "The input or output was flagged as sensitive. (E005)", "failed": "Prediction failed."}
    return 200, _prediction(server, task, "failed", error=words[task.script.ends]), {}


def _prediction(server: CloudServer, task: Task, status: str, **fields: Any) -> dict[str, Any]:
    own = f"{server.base('replicate')}/v1/predictions/{task.id}"
    made = datetime.fromtimestamp(task.made_at, UTC).isoformat().replace("+00:00", "Z")
    return {"id": task.id, "status": status, "input": task.body["input"], "created_at": made, "output": None, "error": None,
            "logs": " 50%|#####     | 4/8 [00:01<00:01]", "urls": {"get": own, "cancel": f"{own}/cancel"}, **fields}  # fmt: skip


def luma(server: CloudServer, http: Any, method: str, path: str, body: dict[str, Any]) -> Reply:
    def error(kind: str) -> dict[str, Any]:
        words = {"moderation": "Prompt not allowed because of advanced moderation", "rate": "Rate limit", "busy": "Unavailable"}
        return {"detail": words.get(kind, kind)}

    _need(http.headers.get("authorization") == f"Bearer {KEYS['luma']}", error("Not authenticated"), 403)
    if (method, path) == ("POST", "/generations/video"):
        _need(body.get("model") in ("ray-2", "ray-flash-2") and bool(body.get("prompt")), error("model"))
        good = body.get("resolution") in ("540p", "720p", "1080p") and body.get("duration") in ("5s", "9s")
        _need(good and body.get("aspect_ratio") in ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"), error("resolution"))
        size = _of_word(body["resolution"], body["aspect_ratio"])
        task = _accept(server, "luma", body, int(body["duration"][:-1]), size, error)
        return 201, _generation(task, "queued"), {}
    if method == "GET" and path.startswith("/generations?"):
        return 200, {"generations": [_generation(task, "dreaming") for task in server.orders("luma")], "has_more": False}, {}
    found = re.fullmatch(r"/generations/(\w+)", path)
    _need(found is not None, error("Not found"), 404)
    task = _known(server, found[1], error("Generation not found"))
    if not server.look(task):
        return 200, _generation(task, "queued" if task.looked == 1 else "dreaming"), {}
    if task.script.ends == "done":
        return 200, {**_generation(task, "completed"), "assets": {"video": server.address(task)}}, {}
    words = {"moderation": "400: Prompt not allowed because of moderation", "failed": "500: Internal error"}[task.script.ends]
    return 200, {**_generation(task, "failed"), "failure_reason": words}, {}


def _generation(task: Task, state: str) -> dict[str, Any]:
    made = datetime.fromtimestamp(task.made_at, UTC).isoformat().replace("+00:00", "Z")
    return {"id": task.id, "state": state, "failure_reason": None, "created_at": made, "assets": None,
            "model": task.body["model"], "request": task.body}  # fmt: skip


PROVIDERS: dict[str, Callable[[CloudServer, Any, str, str, dict[str, Any]], Reply]] = {
    "runway": runway, "google": google, "ltx": ltx, "fal": fal, "replicate": replicate, "luma": luma,
}  # fmt: skip
