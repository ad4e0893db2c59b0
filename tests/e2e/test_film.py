# SPDX-License-Identifier: Apache-2.0
"""Whole films through the real command line: made, killed, edited, damaged, resumed, checked."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from aiprod.film.store import FilmStore
from aiprod.film.takestore import TakeStore
from aiprod.production.state import read_state

SMALL = ("--duration", "6", "--size", "320x180", "--seed", "1")
BRIEFS = {"en": "A cat waits for the last tram.", "fr": "Un chat attend le dernier tram."}


def aiprod(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aiprod.cli", *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def hashes(root: Path) -> dict[str, str]:
    takes = TakeStore(root / "takes")
    return {name: takes.load(take).result_hash for name, take in read_state(root).takes.items()}


def made(root: Path) -> list[str]:
    path = root / "made.jsonl"
    return [json.loads(line)["take"] for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("films") / "Le café d’été.aiprod"
    result = aiprod("make", BRIEFS["en"], "--out", str(root), *SMALL)
    assert result.returncode == 0, result.stderr
    return root


@pytest.fixture
def copy(film: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(film, tmp_path / "copy.aiprod"))


def test_a_brief_becomes_a_delivered_film(film: Path) -> None:
    delivered = {path.suffix for path in (film / "delivery").iterdir()}
    assert {".mp4", ".srt", ".vtt", ".jpg", ".otio", ".edl", ".fcpxml", ".html", ".json"} <= delivered
    assert (film / "storyboard.png").stat().st_size > 10_000
    report = json.loads((film / "delivery" / "quality.json").read_text("utf-8"))
    failed = [finding for finding in report["findings"] if finding["severity"] == "fail"]
    assert failed == []
    checked = aiprod("check", str(film))
    assert checked.returncode == 0, checked.stdout


def test_everything_made_has_a_recipe_and_licences(film: Path) -> None:
    store = FilmStore(film)
    departments = Counter(take.recipe.department for take in store.takes.all())
    assert set(departments) == {
        "writing", "directing", "voices", "shooting", "music", "grading", "mixing", "rendering", "delivery", "quality"
    }  # fmt: skip
    speech = [take for take in store.takes.all() if take.recipe.step == "speech"]
    assert all(take.licences and take.recipe.models[0].id == "kokoro-82m" for take in speech)
    assert not list((film / "takes").glob(".making-*"))


def test_resuming_a_finished_film_makes_nothing(copy: Path) -> None:
    before = made(copy)
    assert aiprod("resume", str(copy)).returncode == 0
    assert made(copy) == before


def test_the_same_brief_and_seed_make_the_same_takes(film: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.aiprod"
    assert aiprod("make", BRIEFS["en"], "--out", str(again), *SMALL).returncode == 0
    assert hashes(again) == hashes(film)


def test_one_changed_line_makes_only_what_depends_on_it(copy: Path) -> None:
    before = hashes(copy)
    screenplay = FilmStore(copy).film.screenplay
    assert screenplay is not None
    line = next(iter(screenplay.lines()))
    assert aiprod("edit", str(copy), "line", line.id, "Nobody told the tram.").returncode == 0
    assert aiprod("check", str(copy)).stdout.count("brings it up to date") == 1
    assert aiprod("resume", str(copy)).returncode == 0
    after = hashes(copy)
    kept = {name for name in after if before.get(name) == after[name]}
    remade = {name.split()[0] for name in after.keys() - kept}
    assert f"line {line.id}" not in kept
    carrying = [shot for shot in json.loads((_take(copy, "shot list") / "shots.json").read_text("utf-8"))["shots"]
                if any(item["line"] == line.id for item in shot["lines"])]  # fmt: skip
    others = [
        name for name in after if name.startswith("shot ") and name != "shot list" and name[5:] not in {s["id"] for s in carrying}
    ]
    assert all(name in kept for name in others), sorted(after.keys() - kept)
    assert {"mix", "picture", "package"} <= remade
    subtitles = next((copy / "delivery").glob("*.srt")).read_text("utf-8")
    assert "Nobody told the tram." in subtitles
    assert aiprod("edit", str(copy), "undo").returncode == 0
    assert aiprod("resume", str(copy)).returncode == 0
    assert hashes(copy) == before


def _take(root: Path, name: str) -> Path:
    return TakeStore(root / "takes").folder(read_state(root).takes[name])


@pytest.mark.parametrize("harm", ["truncate", "alter", "delete"])
def test_a_damaged_take_is_made_again_and_kept_aside(harm: str, copy: Path) -> None:
    before = hashes(copy)
    name = next(name for name in before if name.startswith("line "))
    victim = _take(copy, name) / "speech.wav"
    data = victim.read_bytes()
    if harm == "truncate":
        victim.write_bytes(data[: len(data) // 2])
    elif harm == "alter":
        victim.write_bytes(data[:2000] + bytes(64) + data[2064:])
    else:
        victim.unlink()
    checked = aiprod("check", str(copy))
    assert checked.returncode == 2 and "Traceback" not in checked.stderr
    resumed = aiprod("resume", str(copy))
    assert resumed.returncode == 0
    assert "It is made again" in resumed.stderr
    assert hashes(copy) == before
    assert list((copy / "takes" / ".damaged").iterdir())


@pytest.mark.parametrize("moment", [0.2, 0.7])
def test_a_killed_production_resumes_to_the_same_film(moment: float, film: Path, tmp_path: Path) -> None:
    root = tmp_path / "killed.aiprod"
    command = [sys.executable, "-m", "aiprod.cli", "make", BRIEFS["en"], "--out", str(root), *SMALL]
    wanted = max(1, int(moment * len(set(made(film)))))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(made(root)) < wanted:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    assert aiprod("resume", str(root)).returncode == 0
    assert hashes(root) == hashes(film)
    assert max(Counter(made(root)).values()) == 1


def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    root = tmp_path / "orphans.aiprod"
    command = [sys.executable, "-m", "aiprod.cli", "make", BRIEFS["en"], "--out", str(root), *SMALL]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(root.glob("takes/.making-*")):
            time.sleep(0.05)
        children = _children(process.pid)
        os.kill(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert children and not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def test_a_french_film_speaks_french(tmp_path: Path) -> None:
    root = tmp_path / "tram.aiprod"
    result = aiprod("make", BRIEFS["fr"], "--out", str(root), *SMALL)
    assert result.returncode == 0, result.stderr
    screenplay = FilmStore(root).film.screenplay
    assert screenplay is not None and screenplay.language == "fr"
    assert aiprod("check", str(root)).returncode == 0


def test_a_second_production_of_the_same_film_is_turned_away(copy: Path) -> None:
    with FilmStore(copy).lock():
        result = aiprod("resume", str(copy))
    assert result.returncode == 2
    assert "is being worked on" in result.stderr


def test_a_full_disk_is_one_line_and_loses_nothing(film: Path, tmp_path: Path) -> None:
    """Files may not grow past 300 kB: the kernel refuses the footage as a full disk would."""
    root = tmp_path / "full.aiprod"
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "from aiprod.cli.main import main; raise SystemExit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "make", BRIEFS["en"], "--out", str(root), *SMALL]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode in (1, 2)
    assert "Traceback" not in result.stderr
    assert aiprod("resume", str(root)).returncode == 0
    assert hashes(root) == hashes(film)
