# SPDX-License-Identifier: Apache-2.0
"""Logs: one JSON object a record, one file a process, nothing secret, nothing that harms the program."""

import ast
import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aiprod.observe import logs

ENGINE = Path(__file__).resolve().parents[3] / "engine" / "aiprod"
SECRET = "Q29uZ3JhdHMteW91LWZvdW5kLXRoZS1zZWNyZXQhMTIz"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logs.stop()
    logging.getLogger().setLevel(level)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_record_is_one_line_of_json_with_its_fields(tmp_path: Path) -> None:
    path = logs.start("server", tmp_path / "logs")
    log = logging.getLogger("aiprod.test")
    with logs.bound(job="job_1"), logs.bound(client="panel"):
        log.info("job %s finished\nwell", "job_1", extra={"seconds": 1.5})
    log.warning("outside")
    first, second = records(path)
    assert first["event"] == "job %s finished\nwell" and first["message"] == "job job_1 finished\nwell"
    assert (first["job"], first["client"], first["seconds"], first["level"]) == ("job_1", "panel", 1.5, "info")
    assert first["process"] == "server" and first["pid"] == os.getpid() and first["at"].endswith("+00:00")
    assert "job" not in second and second["level"] == "warning"


def test_an_error_is_written_with_frames_that_say_nothing_of_the_machine(tmp_path: Path) -> None:
    path = logs.start("server", tmp_path)
    try:
        json.loads("{")
    except ValueError:
        logging.getLogger("aiprod.test").exception("reading failed")
    (record,) = records(path)
    assert record["error"]["type"] == "json.decoder.JSONDecodeError"
    assert record["error"]["frames"] and not any(frame.startswith(("/", "~")) for frame in record["error"]["frames"])


def test_no_secret_and_no_prompt_gets_into_the_file(tmp_path: Path) -> None:
    path = logs.start("server", tmp_path)
    log = logging.getLogger("aiprod.test")
    fields = {"token": SECRET, "prompt": "A cat in the rain", "headers": {"Authorization": SECRET}}
    log.info("calling with Bearer %s", SECRET, extra=fields)
    try:
        raise ValueError(f"https://user:{SECRET}@example.org failed")
    except ValueError:
        log.exception("call failed")
    text = path.read_text("utf-8")
    assert SECRET not in text and "A cat" not in text


def test_a_record_whose_arguments_do_not_fit_is_kept() -> None:
    formatter = logs.JsonFormatter("server", logs.Redactor())
    odd = {"msg": "%d shots", "args": ("many",), "thing": object(), "bad": "\ud800", "nan": float("nan"), 5: 6}
    record = json.loads(formatter.format(logging.makeLogRecord({str(name): value for name, value in odd.items()})))
    assert record["event"] == "%d shots" and "many" in record["message"]


def test_files_are_the_owners_alone_and_rotate(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = logs.start("worker-cpu", tmp_path / "logs", most_bytes=50_000)
        log = logging.getLogger("aiprod.test")
        for _ in range(150):
            log.info("x", extra={"filling": "y " * 200})
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = sorted(path.parent.glob("worker-cpu-*"))
    assert len(files) == 2 and all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert all(file.stat().st_size <= 50_000 for file in files)


def test_old_files_are_forgotten(tmp_path: Path) -> None:
    for number in range(80):
        old = tmp_path / f"worker-{number}.jsonl"
        old.write_text("{}\n", "utf-8")
        os.utime(old, (number, number))
    logs.start("server", tmp_path)
    left = sorted(path.name for path in tmp_path.glob("worker-*"))
    assert len(left) == 60 and "worker-79.jsonl" in left and "worker-0.jsonl" not in left


def test_every_process_has_its_own_file(tmp_path: Path) -> None:
    code = "import sys, logging; from pathlib import Path; from aiprod.observe import logs\n"
    code += (
        "logs.start('worker', Path(sys.argv[1]))\nfor n in range(200): logging.getLogger('aiprod.w').info('beat', extra={'n': n})"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    files = list(tmp_path.glob("worker-*.jsonl"))
    assert len(files) == 3 and all([record["n"] for record in records(file)] == list(range(200)) for file in files)


def test_a_full_disk_loses_the_record_and_nothing_else(tmp_path: Path) -> None:
    """A file-size limit makes the kernel refuse the write, as a full disk does."""
    code = (
        "import logging, resource, signal, sys; from pathlib import Path; from aiprod.observe import logs\n"
        "path = logs.start('w', Path(sys.argv[1])); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "for n in range(50): logging.getLogger('aiprod.w').info('a sentence that is long enough')\n"
        "print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout == "still here\n" and done.returncode == 0, done.stderr


def test_our_log_sentences_are_constants() -> None:
    """The diagnostics bundle carries sentences as they stand in the source; so nothing may be woven into one."""
    guilty = []
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            owner = node.func.value
            is_log = isinstance(owner, ast.Name) and owner.id in ("log", "_log", "logger", "_logger", "logging", "LOG")
            speaks = is_log and node.func.attr in ("debug", "info", "warning", "error", "exception", "critical")
            if speaks and not (isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)):
                guilty.append(f"{path.relative_to(ENGINE)}:{node.lineno}")
    assert guilty == []
