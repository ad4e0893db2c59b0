# SPDX-License-Identifier: Apache-2.0
"""Traces across processes: one job seen from the request to the frame, in the OpenTelemetry form.

Nothing is needed to run: spans of each process go to a file of JSON lines beside its log. Where OTEL_EXPORTER_OTLP_ENDPOINT
is set and the package opentelemetry-exporter-otlp-proto-http is installed, they go there too.

The thread of a trace is handed on as a W3C `traceparent`: `carrier()` takes it up on one side, `continue_from()` goes on with
it on the other. Both work in a process that records no spans, so that a trace is not broken by it.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.observe.redaction import Redactor

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span

_BYTES = 10 << 20
"""Size at which a span file is moved aside; one older file is kept."""
_DELAY_MS = 1_000
"""How long spans wait to be written together; what a killed process can lose."""
_LONGEST = 300
_WELL_FORMED = re.compile(r"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$")
_provider: TracerProvider | None = None
log = logging.getLogger(__name__)


def start(process: str, folder: Path, *, redactor: Redactor | None = None, most_bytes: int = _BYTES) -> Path:
    """Record this process's spans in `folder/<process>-<pid>.spans.jsonl`; returns the file. Called again, it starts afresh."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    global _provider
    stop()
    path = folder / f"{process}-{os.getpid()}.spans.jsonl"
    name = f"{process}-{os.getpid()}"
    _provider = TracerProvider(resource=Resource({"service.name": "aiprod", "service.instance.id": name}))
    _provider.add_span_processor(
        BatchSpanProcessor(_spans_file(path, redactor or Redactor(), most_bytes), schedule_delay_millis=_DELAY_MS)
    )
    exporter = _otlp()
    if exporter is not None:
        _provider.add_span_processor(BatchSpanProcessor(exporter))
    return path


def stop() -> None:
    """Write what is waiting and record no more."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
    _provider = None


def flush(timeout_s: float = 2.0) -> bool:
    """Write what is waiting; False when it took too long."""
    return _provider is None or _provider.force_flush(int(timeout_s * 1000))


@contextmanager
def span(name: str, **attributes: str | float | bool) -> Iterator[Span]:
    """A piece of work, timed. An exception that leaves it is written on it and goes on.

    Args:
        name: what is done, from a small set ("shoot", "job"); what varies goes into the attributes.
        attributes: of the work: ids, counts, codes. No words of a film.
    """
    from opentelemetry.trace import get_tracer

    tracer = _provider.get_tracer("aiprod") if _provider is not None else get_tracer("aiprod")
    with tracer.start_as_current_span(name, attributes={f"aiprod.{key}": value for key, value in attributes.items()}) as current:
        yield current


def carrier() -> dict[str, str]:
    """The running trace, to be handed to another process or program: {"traceparent": …}, empty when there is none."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    found: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(found)
    return {"traceparent": found["traceparent"]} if "traceparent" in found else {}


def traceparent() -> str:
    """The running trace as one text, "" when there is none."""
    return carrier().get("traceparent", "")


@contextmanager
def continue_from(given: str | Mapping[str, str] | None) -> Iterator[None]:
    """Go on with a trace that began elsewhere. Anything but a well-formed `traceparent` is passed over."""
    text = (given if isinstance(given, str) else (given or {}).get("traceparent", "")) or ""
    if not _WELL_FORMED.match(text):
        yield
        return
    from opentelemetry.context import attach, detach
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    mark = attach(TraceContextTextMapPropagator().extract({"traceparent": text}))
    try:
        yield
    finally:
        detach(mark)


def _otlp() -> SpanExporter | None:
    """The exporter of the OpenTelemetry protocol, where it is asked for and installed."""
    if not (os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        log.warning("traces are asked for at an OTLP endpoint, but opentelemetry-exporter-otlp-proto-http is not installed")
        return None
    exporter: SpanExporter = OTLPSpanExporter()
    return exporter


def _spans_file(path: Path, redactor: Redactor, most_bytes: int) -> SpanExporter:
    """The exporter into a file; made here so that importing this module loads no SDK."""
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class SpansFile(SpanExporter):
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            lines = "".join(json.dumps(redactor.data(_plain(each), content=False)) + "\n" for each in spans)
            try:
                _append(path, lines.encode(), most_bytes)
            except OSError:
                return SpanExportResult.FAILURE
            return SpanExportResult.SUCCESS

        def shutdown(self) -> None:
            """Nothing is open between exports."""

        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            return True

    return SpansFile()


def _append(path: Path, data: bytes, most_bytes: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        if path.stat().st_size + len(data) > most_bytes:
            path.replace(path.with_name(f"{path.name}.1"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)


def _plain(span: ReadableSpan) -> dict[str, Any]:
    """A span as JSON: ids in hexadecimal, times in nanoseconds since 1970, as OpenTelemetry has them."""
    context, parent = span.get_span_context(), span.parent
    assert context is not None
    raised = [event for event in span.events if event.name == "exception"]
    return {
        "trace": f"{context.trace_id:032x}",
        "span": f"{context.span_id:016x}",
        "parent": f"{parent.span_id:016x}" if parent else "",
        "operation": span.name,
        "start_ns": span.start_time,
        "end_ns": span.end_time,
        "status": span.status.status_code.name.lower(),
        "process": str(span.resource.attributes.get("service.instance.id", "")),
        "attributes": {key: _short(value) for key, value in (span.attributes or {}).items()},
        "exceptions": [str((event.attributes or {}).get("exception.type", "")) for event in raised],
    }


def _short(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value
