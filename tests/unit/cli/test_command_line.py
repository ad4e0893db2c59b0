# SPDX-License-Identifier: Apache-2.0
"""The command line as a user meets it: one clear line, the right exit code, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Character, Line, Scene, Screenplay
from aiprod.film.store import FilmStore


def aiprod(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "aiprod.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    scene = Scene(
        id="s1", heading="INT. KITCHEN - DAY", interior=True, place="kitchen",
        elements=(Line(id="s1-l1", character="tom", text="Idiot."),),
    )  # fmt: skip
    screenplay = Screenplay(title="The Key", language="en", cast=(Character(id="tom", name="Old Tom"),), scenes=(scene,))
    store = FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A key.", language="en")))
    store.edit("Write the screenplay", lambda film: film.changed(screenplay=screenplay))
    return store.root


def assert_refused(result: subprocess.CompletedProcess[str], words: str) -> None:
    assert result.returncode == 2, result.stderr
    assert words in result.stderr
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("aiprod: ")


def test_help_and_version() -> None:
    assert "make a film from a brief" in aiprod("--help").stdout
    assert aiprod("--version").stdout.startswith("aiprod 0.")
    assert aiprod().returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("make", ""), "empty"),
        (("make", "   \n\t "), "empty"),
        (("make", "🎬🎥✨"), "no words"),
        (("make", "no-such-file.fountain"), "no-such-file.fountain"),
        (("make", "Ein alter Mann sucht seinen Hund im Wald und findet ihn nicht"), "English"),
        (("make", "A cat.", "--generator", "magic"), "no generator 'magic'"),
        (("make", "A cat.", "--format", "betamax"), "betamax"),
        (("make", "A cat.", "--size", "big"), "not a picture size"),
        (("make", "A cat.", "--rate", "fast"), "not a frame rate"),
        (("make", "A cat.", "--until", "lunch"), "no department 'lunch'"),
        (("make", "A cat.", "--writer", "shakespeare"), "no writer"),
        (("make", "A cat.", "--style", "cubist"), "cubist"),
        (("make", "A cat.", "--duration", "1"), "duration"),
        (("make", "A cat.", "--out", "/proc/nowhere/f.aiprod"), "can't be written"),
        (("resume", "nowhere.aiprod"), "is not a film"),
        (("show", "nowhere.aiprod"), "is not a film"),
        (("check", "nowhere.mp4"), "nowhere.mp4"),
        (("bench", "luck"), "no bench 'luck'"),
    ],
)
def test_bad_requests_are_refused_in_one_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    assert_refused(aiprod(*arguments, cwd=tmp_path), words)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".aiprod"] == []


def test_a_line_is_changed_undone_and_done_again(film: Path) -> None:
    assert "Line s1-l1 changed" in aiprod("edit", str(film), "line", "s1-l1", "Silly  old me.").stdout
    assert "Silly old me." in aiprod("show", str(film)).stdout
    assert aiprod("edit", str(film), "undo").stdout == "Undone: Change line s1-l1\n"
    assert "Idiot." in aiprod("show", str(film)).stdout
    aiprod("edit", str(film), "redo")
    shown = json.loads(aiprod("show", str(film), "--json").stdout)
    assert shown["film"]["screenplay"]["scenes"][0]["elements"][0]["text"] == "Silly old me."
    assert "Redo Change line s1-l1" in aiprod("edit", str(film), "history").stdout


def test_a_line_that_is_not_there_is_named(film: Path) -> None:
    assert_refused(aiprod("edit", str(film), "line", "s9-l9", "Hello."), "the lines are s1-l1")
    assert_refused(aiprod("edit", str(film), "line", "s1-l1", "  "), "empty")


def test_models_and_doctor_tell_the_truth() -> None:
    rows = {row["id"]: row for row in json.loads(aiprod("models", "list", "--json").stdout)}
    assert rows["kokoro-82m"]["installed"] and rows["kokoro-82m"]["licence"].startswith("Apache-2.0")
    doctor = aiprod("doctor", "--json")
    assert doctor.returncode == 0
    assert all(check["ok"] for check in json.loads(doctor.stdout))


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    """A joined model file is altered; the library notices and puts it together again."""
    env = {**os.environ, "AIPROD_HOME": str(tmp_path)}
    code = "from aiprod.models import library; print(library.file('kokoro-82m', 'kokoro-v1.0.int8.onnx'))"
    path = Path(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout.strip())
    whole = path.read_bytes()
    path.write_bytes(whole[:1000] + b"!" + whole[1001:])
    subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-1])
    subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
    assert path.read_bytes() == whole
