# SPDX-License-Identifier: Apache-2.0
"""Structured logs: one JSON object a line, one file a process, nothing secret in them.

Use the standard library's loggers: `logging.getLogger(__name__).info("job finished", extra={"job": id, "seconds": 3.2})`. The
first argument is a constant sentence; what varies goes into `extra`. (The diagnostics bundle relies on it: it carries the
sentences and drops what was filled into them.)
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from aiprod.observe.redaction import Redactor

_BYTES, _OLDER = 5 << 20, 3
"""Size of a log file, and how many older ones of the same process are kept."""
_MOST_FILES = 60
"""Files of all processes, the finished ones too."""
_FRAMES = 30
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_bound: ContextVar[dict[str, Any]] = ContextVar("aiprod_log_fields")
REDACTOR = Redactor()
"""The process's own; whoever learns a secret tells it: `REDACTOR.hide(token)`."""


@contextmanager
def bound(**fields: Any) -> Iterator[None]:
    """Every record made inside carries these fields (a job, a client, a request)."""
    mark = _bound.set({**_bound.get({}), **fields})
    try:
        yield
    finally:
        _bound.reset(mark)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, redacted."""

    def __init__(self, process: str, redactor: Redactor) -> None:
        super().__init__()
        self._process, self._redactor = process, redactor

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {
            "at": at, "level": record.levelname.lower(), "logger": record.name, "event": str(record.msg),
            "process": self._process, "pid": record.process,
        }  # fmt: skip
        if record.args:
            fields["message"] = _filled(record)
        given = {name: value for name, value in vars(record).items() if name not in _PLAIN and not name.startswith("_")}
        fields.update({name: value for name, value in {**_bound.get({}), **given}.items() if name not in fields})
        fields.update(_trace_ids())
        if record.exc_info and record.exc_info[0] is not None:
            fields["error"] = _error(record.exc_info)
        return json.dumps(self._redactor.data(fields, content=False), ensure_ascii=True, allow_nan=True, default=str)


def _filled(record: logging.LogRecord) -> str:
    """The sentence with its arguments. A record whose arguments don't fit is still a record."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args!r}"


def _error(info: tuple[type[BaseException] | None, BaseException | None, TracebackType | None]) -> dict[str, Any]:
    frames = traceback.extract_tb(info[2])[-_FRAMES:]
    kind = info[0]
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}" if kind else "",
        "message": str(info[1]),
        "frames": [f"{_inside(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _inside(path: str) -> str:
    """A source's path from the package on, so that it says nothing of the machine."""
    for mark in ("site-packages", "engine", "lib"):
        _, found, rest = path.replace("\\", "/").rpartition(f"/{mark}/")
        if found:
            return rest
    return Path(path).name


def _trace_ids() -> dict[str, str]:
    """The running span's ids, if this process traces at all."""
    if "opentelemetry.trace" not in sys.modules:
        return {}
    from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

    context = get_current_span().get_span_context()
    return {"trace": format_trace_id(context.trace_id), "span": format_span_id(context.span_id)} if context.is_valid else {}


class _OwnerOnlyFile(RotatingFileHandler):
    """A log that only its owner may read, and whose trouble never becomes the program's."""

    def _open(self) -> Any:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """A full disk must not stop a film; the record is lost, and stderr is told where there is one."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a log record of {record.name} was lost\n")


def start(
    process: str, folder: Path, *, level: int = logging.INFO, redactor: Redactor = REDACTOR, most_bytes: int = _BYTES
) -> Path:
    """Write this process's records to `folder/<process>-<pid>.jsonl`; returns the file. Called again, it replaces the first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):
        folder.chmod(0o700)
    _prune(folder)
    path = folder / f"{process}-{os.getpid()}.jsonl"
    handler = _OwnerOnlyFile(path, maxBytes=most_bytes, backupCount=_OLDER, encoding="utf-8", errors="replace")
    handler.setFormatter(JsonFormatter(process, redactor))
    stop()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "websockets", "opentelemetry", "uvicorn.access", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    return path


def stop() -> None:
    """Close this process's log file, if it has one."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _OwnerOnlyFile)]:
        root.removeHandler(handler)
        handler.close()


def _prune(folder: Path) -> None:
    """Forget the oldest files of processes long gone."""
    files = sorted((path for path in folder.glob("*.jsonl*") if path.is_file()), key=_age)
    for path in files[: max(0, len(files) - _MOST_FILES)]:
        with suppress(OSError):
            path.unlink()


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
