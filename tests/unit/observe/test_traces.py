# SPDX-License-Identifier: Apache-2.0
"""One trace across three processes, and what happens where nobody records."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from aiprod.observe import process, traces

SECRET = "Q29uZ3JhdHMteW91LWZvdW5kLXRoZS1zZWNyZXQhMTIz"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    process.end()


def spans(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in folder.glob("*.spans.jsonl*") for line in path.read_text("utf-8").splitlines()]


BUILDER = """
import sys
from aiprod.observe import process, traces
process.begin("builder")
with traces.continue_from(sys.argv[1]), traces.span("build", shot="s1-a"):
    pass
process.end()
"""
WORKER = f"""
import subprocess, sys
from aiprod.observe import process, traces
process.begin("worker-cpu")
with process.inherited(), traces.span("job"):
    subprocess.run([sys.executable, "-c", {BUILDER!r}, traces.traceparent()], check=True)
process.end()
"""


def test_a_trace_runs_from_the_server_through_the_worker_to_the_builder(tmp_path: Path) -> None:
    process.begin("server", tmp_path)
    with traces.span("request", operation="generate"):
        env = {**os.environ, **process.environment(tmp_path)}
        subprocess.run([sys.executable, "-c", WORKER], env=env, check=True)
    process.end()
    found = {span["operation"]: span for span in spans(tmp_path)}
    assert set(found) == {"request", "job", "build"}
    assert len({span["trace"] for span in found.values()}) == 1
    assert found["job"]["parent"] == found["request"]["span"] and found["build"]["parent"] == found["job"]["span"]
    assert found["build"]["attributes"] == {"aiprod.shot": "s1-a"}
    assert len({span["process"] for span in found.values()}) == 3
    assert found["request"]["start_ns"] <= found["job"]["start_ns"] <= found["build"]["start_ns"] < found["request"]["end_ns"]


def test_a_process_that_records_nothing_hands_the_thread_on() -> None:
    given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert traces.carrier() == {} and traces.traceparent() == ""
    with traces.continue_from({"traceparent": given}), traces.span("work"):
        assert traces.traceparent() == given
    assert traces.traceparent() == ""


@pytest.mark.parametrize(
    "given",
    [
        "",
        None,
        {},
        "nonsense",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01\r\nX: y",
        "x" * 100_000,
    ],
)
def test_a_malformed_traceparent_is_passed_over(given: Any) -> None:
    with traces.continue_from(given):
        assert traces.traceparent() == ""


def test_an_error_is_marked_on_its_span_without_its_message(tmp_path: Path) -> None:
    traces.start("server", tmp_path)
    with (
        pytest.raises(ValueError, match="cat"),
        traces.span("work", address=f"https://x.example/?token={SECRET}", prompt="A cat"),
    ):
        raise ValueError("a cat in the rain")
    traces.stop()
    (span,) = spans(tmp_path)
    assert span["status"] == "error" and span["exceptions"] == ["ValueError"]
    text = json.dumps(span)
    assert "rain" not in text and SECRET not in text


def test_the_span_file_is_bounded(tmp_path: Path) -> None:
    traces.start("server", tmp_path, most_bytes=100_000)
    for _ in range(10):
        for _ in range(50):
            with traces.span("work", filling="y " * 140):
                pass
        assert traces.flush(10)
    traces.stop()
    sizes = [path.stat().st_size for path in tmp_path.glob("*.spans.jsonl*")]
    assert len(sizes) == 2 and max(sizes) <= 100_000


class Collector(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_spans_go_to_a_collector_where_one_is_named_and_the_exporter_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the OTLP exporter is not installed")
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        server.received = []  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        traces.start("server", tmp_path)
        with traces.span("work"):
            pass
        traces.stop()
        server.shutdown()
        assert [path for path, _ in server.received] == ["/v1/traces"]  # type: ignore[attr-defined]


def test_an_endpoint_without_the_exporter_is_told_and_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)  # as if it were not installed
    traces.start("server", tmp_path)
    with traces.span("work"):
        pass
    traces.stop()
    assert "not installed" in caplog.text and len(spans(tmp_path)) == 1


def test_importing_the_room_loads_no_tracing_library() -> None:
    code = "import sys, aiprod.observe.process; print([m for m in sys.modules if m.startswith(('opentelemetry', 'prometheus'))])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
