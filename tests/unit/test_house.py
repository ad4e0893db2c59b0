# SPDX-License-Identifier: Apache-2.0
"""Rules of the house that no room may break."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for top in ("engine", "app", "plugins", "installer", "tests") for p in (ROOT / top).rglob("*.py"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "engine"), str(ROOT / "app")])}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_every_source_names_its_licence() -> None:
    missing = [
        str(p.relative_to(ROOT)) for p in SOURCES if "SPDX-License-Identifier: Apache-2.0" not in p.read_text("utf-8")[:400]
    ]
    assert missing == []


def test_no_mock_library_anywhere() -> None:
    pattern = re.compile(r"unittest\.mock|pytest_mock|\bmocker\b|MagicMock")
    guilty = [str(p.relative_to(ROOT)) for p in SOURCES if p != Path(__file__) and pattern.search(p.read_text("utf-8"))]
    assert guilty == []


def test_rooms_import_only_what_they_may() -> None:
    result = run(str(Path(sys.executable).parent / "lint-imports"))
    assert result.returncode == 0, result.stdout


def test_nothing_loads_pickles_or_runs_strings() -> None:
    guilty = []
    for path in SOURCES:
        if path.is_relative_to(ROOT / "tests"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if names & {"pickle", "dill", "cloudpickle", "shelve"} or called in ("eval", "exec"):
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert guilty == []


def test_no_module_outgrows_its_room() -> None:
    tables = {"bank_en.py", "bank_fr.py", "operations.py", "blocking_operations.py"}  # sentences; written by wire.generate
    long = [
        f"{path.relative_to(ROOT)}: {lines}" for path in SOURCES
        if not path.is_relative_to(ROOT / "tests") and path.name not in tables
        and (lines := path.read_text("utf-8").count("\n")) > 450
    ]  # fmt: skip
    assert long == []


@pytest.mark.parametrize(
    "start", ["import aiprod.cli.main", "import aiprod.production.pipeline", "import aiprod.writing, aiprod.directing"]
)
def test_starting_is_light(start: str) -> None:
    heavy = ("PySide6", "torch", "ray", "numba", "skia", "cv2", "onnxruntime")
    code = f"{start}\nimport sys\nprint([m for m in {heavy} if m in sys.modules])"
    result = run(sys.executable, "-c", code)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_third_party_licences_are_what_is_installed() -> None:
    result = run(sys.executable, "installer/licences.py", "--check")
    assert result.returncode == 0, result.stderr


def test_the_code_is_clean() -> None:
    tools = Path(sys.executable).parent
    for command in ((str(tools / "ruff"), "check", "."), (str(tools / "ruff"), "format", "--check", "."), (str(tools / "mypy"),)):
        result = run(*command)
        assert result.returncode == 0, result.stdout[-3000:]
