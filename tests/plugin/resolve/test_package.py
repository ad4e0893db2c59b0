# SPDX-License-Identifier: Apache-2.0
"""The Resolve package as source, and under every Python from 3.6 on: the standard library and documented names alone."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.plugin.resolve.facts import version
from tests.plugin.resolve.package import (
    HOSTS,
    MODULES,
    OURS,
    PACKAGE,
    REMOVED_MODULES,
    REMOVED_NAMES,
    ROOT,
    dotted,
    fits,
    host_calls,
    imports_of,
    interface_names,
    new_annotations,
    owners_of,
    stub_classes,
    tree_of,
    typed_copy,
)

TOOLS = Path(sys.executable).parent
CALLS = [call for path in MODULES for call in host_calls(path)]
OLDEST = (18, 6)
NAMES = [str(path.relative_to(PACKAGE)) for path in MODULES]


def run(*command: "str | Path", **more: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False, **more)


def test_there_is_a_package() -> None:
    assert (PACKAGE / "launcher" / "AIPROD.py") in MODULES and len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_syntax_of_3_6(path: Path) -> None:
    ast.parse(path.read_text("utf-8"), feature_version=(3, 6))
    compile(path.read_text("utf-8"), str(path), "exec")


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_standard_library_alone(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports_of(tree_of(path))}
    assert tops - set(sys.stdlib_module_names) - OURS - HOSTS == set()


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_nothing_that_3_14_has_no_more(path: Path) -> None:
    tree = tree_of(path)
    assert {name.split(".")[0] for name in imports_of(tree)} & REMOVED_MODULES == set()
    assert dotted(tree) & REMOVED_NAMES == set()


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_annotations_that_3_6_can_evaluate(path: Path) -> None:
    """No `list[int]`, no `int | None` but in quotes; vermin leaves annotations alone."""
    assert [f"{path.name}:{line}" for line in new_annotations(tree_of(path))] == []


def test_vermin_says_3_6(tmp_path: Path) -> None:
    """A tool that knows what each Python has; it is shown something newer first, to see that it looks."""
    newer = tmp_path / "newer.py"
    newer.write_text("import dataclasses\n")
    command = (TOOLS / "vermin", "--no-tips", "--violations", "-t=3.6-")
    assert run(*command, newer).returncode == 1
    found = run(*command, PACKAGE)
    assert found.returncode == 0, found.stdout


def test_the_launcher_is_small_and_marked() -> None:
    text = (PACKAGE / "launcher" / "AIPROD.py").read_text("utf-8")
    assert "# AIPROD launcher" in text.splitlines()[:5] and len(text.splitlines()) < 60


# The host's names.


def test_only_documented_names_are_called() -> None:
    known = interface_names()
    strange = [f"{call.where} {call.name}" for call in CALLS if not owners_of(call.name) and call.name not in known]
    assert strange == [] and len(CALLS) > 100


def test_calls_have_a_documented_number_of_arguments() -> None:
    def right(call: "object") -> bool:
        forms = [form for found in owners_of(call.name).values() for form in found]
        return (
            not forms or call.starred or call.name in interface_names() or any(fits(form, len(call.arguments)) for form in forms)
        )

    assert [f"{call.where} {call.name} with {len(call.arguments)}" for call in CALLS if not right(call)] == []


def padded(number: "tuple[int, ...]") -> "tuple[int, ...]":
    return (*number, 0, 0, 0)[:3]


def test_what_is_newer_than_the_oldest_host_is_in_the_panels_table() -> None:
    """The panel looks such names up by version before it calls them; its table must say what the facts say."""
    sys.path.insert(0, str(PACKAGE))
    from aiprod_resolve.hostinfo import SINCE

    wrong = []
    for name, since in SINCE.items():
        owner, method = name.split(".")
        first = min(form.since for form in owners_of(method)[owner])
        if padded(since) != padded(first):
            wrong.append(f"{name}: {since}, documented since {first}")
    assert wrong == []
    for call in CALLS:
        owners = owners_of(call.name)
        new = owners and all(form.since > OLDEST for forms in owners.values() for form in forms)
        assert not new or any(f"{owner}.{call.name}" in SINCE for owner in owners), (
            f"{call.where} {call.name} is newer than {OLDEST}"
        )


def test_constants_come_from_the_live_object() -> None:
    """No number or string stands where a constant of `resolve` belongs."""
    wrong = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("Export", "ExportLUT"):
                kinds = node.args[1:3] if node.func.attr == "Export" else node.args[:1]
                wrong += [f"{path.name}:{node.lineno}" for kind in kinds if isinstance(kind, ast.Constant)]
    assert wrong == []


# Types.


def _stubs() -> Path:
    return (
        next(path for path in map(Path, sys.path) if (path / "fusionscript-stubs").is_dir())
        / "fusionscript-stubs"
        / "fusionscript.pyi"
    )


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says of the package, strictly, and of its calls of the host: fusionscript-stubs (21.0.0), and over them what they
    lack or count otherwise than the host's own documentation. The last function of the copy is wrong, to see that it looks."""
    folder = tmp_path_factory.mktemp("types")
    copy = typed_copy(CALLS, stub_classes(_stubs().read_text("utf-8")))
    (folder / "typed_calls.py").write_text(copy + "\ndef wrong(x: Timeline) -> None:\n    x.SetTrackLock('video', '1', True)\n")
    (folder / "mypy.ini").write_text("[mypy]\nstrict = True\n[mypy-typed_calls]\nstrict = False\nwarn_unused_ignores = False\n")
    env = {**os.environ, "MYPYPATH": os.pathsep.join([str(PACKAGE), str(folder)])}
    command = (
        TOOLS / "mypy",
        "--config-file",
        folder / "mypy.ini",
        "--cache-dir",
        folder / "cache",
        "-p",
        "aiprod_resolve",
        "-m",
        "typed_calls",
    )
    return run(*command, env=env).stdout


def test_the_package_is_typed(checked: str) -> None:
    assert [line for line in checked.splitlines() if "error:" in line and "typed_calls" not in line] == []


def test_host_calls_fit_other_peoples_stubs(checked: str) -> None:
    wrong = [line for line in checked.splitlines() if "error:" in line and "typed_calls" in line]
    assert len(wrong) == 1 and "SetTrackLock" in wrong[0], checked


def test_where_the_stubs_and_the_facts_differ() -> None:
    """The twelve additions of 21.0.4 that the stubs do not have, and nothing else of 21.0."""
    stubs = stub_classes(_stubs().read_text("utf-8"))
    from tests.plugin.resolve.facts import METHODS

    missing = {
        f"{owner}.{name}"
        for owner, methods in METHODS.items()
        for name, forms in methods.items()
        if any(form.since < (21, 1) and form.until is None and form.superseded in (None, (21, 1)) for form in forms)
        if name not in stubs.get(owner, {}) and owner not in ("Graph", "ColorGroup")
    }
    assert len(missing) == 12 and "Timeline.GetSelectedClips" in missing, missing


# Every Python that can be had.


def _pythons() -> "list[Path]":
    """One of each minor version from 3.6 on, of pyenv's and of those on the path."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for folder in sorted(root.glob("3.*")) if root.is_dir() else []:
        number = version(re.match(r"[\d.]+", folder.name).group(0).rstrip("."))
        if number >= (3, 6) and (folder / "bin" / "python").exists():
            found[number[:2]] = folder / "bin" / "python"
    for minor in range(6, 15):
        beside = shutil.which(f"python3.{minor}")
        if beside and "shims" not in beside:
            found.setdefault((3, minor), Path(beside))
    found.pop(sys.version_info[:2], None)
    return [found[number] for number in sorted(found)]


def _started(python: Path) -> "subprocess.Popen[str]":
    command = [str(python), "-B", "-W", "error::SyntaxWarning", "-m", "unittest", "tests.plugin.resolve.portable.test_anywhere"]
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_it_runs_under_every_python_here() -> None:
    """Two at a time; at least one beside the house's own must be there where services are required."""
    waiting = _pythons()
    if not waiting:
        if os.environ.get("AIPROD_REQUIRE_SERVICES"):
            pytest.fail("no other Python is here, and AIPROD_REQUIRE_SERVICES is set")
        pytest.skip("no other Python is here")
    failed, running = [], []
    while waiting or running:
        while waiting and len(running) < 2:
            python = waiting.pop(0)
            running.append((python, _started(python)))
        python, process = running.pop(0)
        output = process.communicate(timeout=120)[0]
        if process.returncode:
            failed.append(f"{python}:\n{output[-2000:]}")
    assert failed == [], "\n".join(failed)
