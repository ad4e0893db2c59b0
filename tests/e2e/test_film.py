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
from tests.films import BRIEF, SMALL, aiprod, first_line, hashes, made, take_of

from aiprod.film.store import FilmStore

MAKE = (sys.executable, "-m", "aiprod.cli", "make", BRIEF, *SMALL)


@pytest.fixture(scope="module")
def film(finished_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(finished_film, tmp_path_factory.mktemp("films") / "film.aiprod"))


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


def test_one_changed_line_makes_only_what_depends_on_it(copy: Path) -> None:
    before = hashes(copy)
    line = first_line(copy)
    assert aiprod("edit", str(copy), "line", line, "Nobody told the tram.").returncode == 0
    assert aiprod("check", str(copy)).stdout.count("brings it up to date") == 1
    assert aiprod("resume", str(copy)).returncode == 0
    after = hashes(copy)
    kept = {name for name in after if before.get(name) == after[name]}
    remade = {name.split()[0] for name in after.keys() - kept}
    assert f"line {line}" not in kept
    carrying = [shot for shot in json.loads((take_of(copy, "shot list") / "shots.json").read_text("utf-8"))["shots"]
                if any(item["line"] == line for item in shot["lines"])]  # fmt: skip
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


def test_damaged_takes_are_made_again_and_kept_aside(copy: Path) -> None:
    """One cut short, one altered within, one gone."""
    before = hashes(copy)
    line, sound = f"line {first_line(copy)}", next(name for name in before if name.startswith("ambience "))
    short, altered, gone = (next(take_of(copy, name).glob("*." + kind)) for name, kind in (
        (line, "wav"), (sound, "flac"), ("storyboard", "png"),
    ))  # fmt: skip
    data = short.read_bytes()
    short.write_bytes(data[: len(data) // 2])
    data = altered.read_bytes()
    altered.write_bytes(data[:2000] + bytes(64) + data[2064:])
    gone.unlink()
    checked = aiprod("check", str(copy))
    assert checked.returncode == 2 and "Traceback" not in checked.stderr
    resumed = aiprod("resume", str(copy))
    assert resumed.returncode == 0
    assert resumed.stderr.count("It is made again") == 3
    assert hashes(copy) == before
    assert len(list((copy / "takes" / ".damaged").iterdir())) == 3


def test_whatever_befalls_a_production_it_ends_as_the_same_film(film: Path, tmp_path: Path) -> None:
    """Killed in the midst of its voices, refused by a disk, killed in the midst of its pictures: each time it goes on where it
    stood, makes nothing twice, and the same brief and seed come to the same takes as in a film that nothing befell."""
    root, expected = tmp_path / "film.aiprod", len(set(made(film)))
    _killed([*MAKE, "--out", str(root)], root, expected // 5)
    _on_a_full_disk(root)
    _killed([sys.executable, "-m", "aiprod.cli", "resume", str(root)], root, 7 * expected // 10)
    assert aiprod("resume", str(root)).returncode == 0
    assert hashes(root) == hashes(film)
    assert max(Counter(made(root)).values()) == 1


def _killed(command: list[str], root: Path, takes: int) -> None:
    """Run it until so many takes are made, and no longer."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(made(root)) < takes:
            time.sleep(0.05)
        assert process.poll() is None, "it was to be killed in the midst of its work"
        os.kill(process.pid, signal.SIGKILL)


def _on_a_full_disk(root: Path) -> None:
    """Files may not grow past 300 kB: the kernel refuses storyboard and sound as a full disk would. It loses nothing."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "from aiprod.cli.main import main; raise SystemExit(main(sys.argv[1:]))"
    )
    before = made(root)
    result = subprocess.run([sys.executable, "-c", code, "resume", str(root)], capture_output=True, text=True, check=False)
    assert result.returncode in (1, 2)
    assert "Traceback" not in result.stderr
    assert made(root)[: len(before)] == before


def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    root = tmp_path / "orphans.aiprod"
    with subprocess.Popen([*MAKE, "--out", str(root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
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


def test_a_second_production_of_the_same_film_is_turned_away(copy: Path) -> None:
    with FilmStore(copy).lock():
        result = aiprod("resume", str(copy))
    assert result.returncode == 2
    assert "is being worked on" in result.stderr
