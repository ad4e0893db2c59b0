# SPDX-License-Identifier: Apache-2.0
"""Edits that go to other editors and come back, over the wire."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.server.harness import EngineProcess, running
from tests.unit.production.conforming_film import film_with_media, small_film

from aiprod.editing import interchange
from aiprod.editing.interchange.events import Edit, read
from aiprod.film.store import FilmStore
from aiprod.production.timelines import open_timeline


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_with_media(tmp_path_factory.mktemp("film") / "clé.aiprod")


class Desk:
    """Somebody with an open film: its owner, or a panel that may edit."""

    def __init__(self, engine: EngineProcess, root: Path, token: str) -> None:
        self.root, self.owner = root, engine.http()
        self.id = self.owner.post("/api/v1/films/open", json={"path": str(root)}).json()["id"]
        self._engine, self._token = engine, token

    def ask(self, what: str, **fields: Any) -> Any:
        return self.owner.post(f"/api/v1/films/{self.id}/{what}", json=fields)

    def panel(self, route: str, **fields: Any) -> Any:
        headers = {"Content-Type": "application/json"}
        return self._engine.request("POST", f"/api/v1/{route}", headers, json.dumps(fields).encode(), token=self._token)


@pytest.fixture(scope="module")
def token(engine: EngineProcess) -> str:
    """Of a panel that may edit and order work."""
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={"permissions": ["read", "edit", "generate"]}).json()["code"]
        return str(client.post("/api/v1/pairing/exchange", json={"code": code, "host": "resolve"}).json()["token"])


@pytest.fixture
def desk(engine: EngineProcess, made: Path, token: str, tmp_path: Path) -> Desk:
    return Desk(engine, Path(shutil.copytree(made, tmp_path / made.name)), token)


def edit_of(root: Path) -> Edit:
    return read(open_timeline(FilmStore(root)), root)


def shortened(edit: Edit) -> Edit:
    first = edit.picture.events[0]
    picture = replace(edit.picture, events=(replace(first, frames=first.frames - 7), *edit.picture.events[1:]))
    return replace(edit, lanes=(picture, *edit.lanes[1:]))


@pytest.mark.parametrize("kind", interchange.KINDS)
def test_every_kind_is_written_with_its_report(desk: Desk, kind: str) -> None:
    answer = desk.ask("interchange", kind=kind, lang="fr")
    assert answer.status_code == 200, answer.text
    written = answer.json()
    path = Path(written["path"])
    assert path.is_file() and path.parent == desk.root / "exports"
    report = path.with_name(f"{path.name}.report.txt")
    assert str(report) in written["files"]
    assert all(sentence in report.read_text("utf-8") for sentence in written["warnings"])
    assert len(written["losses"]) == len(written["warnings"])
    if kind == "edl":
        loss = next(item for item in written["losses"] if item["aspect"] == "gain")
        assert loss["clip"] == "score" and loss["track"] == "Music" and loss["text"] == "son niveau (-9 dB) n’est pas transmis"


def test_a_changed_cut_comes_back_as_one_change(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "back.fcpxml"
    interchange.write(shortened(edit_of(desk.root)), "fcpxml", path)
    dry = desk.ask("conform", path=str(path), dry_run=True).json()
    assert dry["changed"] and not dry["applied"] and FilmStore(desk.root).film.timeline is None
    done = desk.ask("conform", path=str(path), lang="fr")
    assert done.status_code == 200, done.text
    told = done.json()
    assert told["applied"] and (told["added"], told["removed"], told["missing"]) == (0, 0, 0)
    assert [note["what"] for note in told["notes"] if note["clip"]] == ["trimmed"] and "plans du film repris" in told["summary"]
    timeline = FilmStore(desk.root).film.timeline
    assert timeline is not None
    history = desk.owner.get(f"/api/v1/films/{desk.id}/history").json()["edits"]
    assert [entry["name"] for entry in history] == ["Take over another editor's edit"]
    assert desk.ask("edit", change={"kind": "undo"}).status_code == 200
    assert FilmStore(desk.root).film.timeline is None


def test_a_panel_sends_the_text_and_may_name_no_path(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "back.xml"
    interchange.write(shortened(edit_of(desk.root)), "fcp7", path)
    refused = desk.panel(f"films/{desk.id}/conform", path=str(path))
    assert refused.code == "owner_only"
    done = desk.panel(f"films/{desk.id}/conform", text=path.read_text("utf-8"), name="back.xml")
    assert done.status == 200, done.body
    assert done.json()["applied"] and done.json()["kept"] > 5


def test_a_panel_brings_in_media_but_no_other_files(desk: Desk, tmp_path: Path) -> None:
    mine, secret = small_film(tmp_path / "mine.mp4", 12), tmp_path / "secret.txt"
    secret.write_text("nobody's business")
    edit = edit_of(desk.root)
    last = replace(edit.picture.events[-1], facts={}, join_in=None, join_out=None, first=0, frames=6, available=12)
    more = tuple(
        replace(last, name=path.stem, path=path, start=edit.frames + 6 * number) for number, path in enumerate((mine, secret))
    )
    longer = replace(edit, lanes=(replace(edit.picture, events=(*edit.picture.events, *more)), *edit.lanes[1:]))
    path = tmp_path / "back.otio"
    interchange.write(replace(longer, frames=edit.frames + 12), "otio", path)
    told = desk.panel(f"films/{desk.id}/conform", text=path.read_text("utf-8"), name="back.otio").json()
    assert (told["added"], told["missing"]) == (1, 1)
    kept = [file.name for file in (desk.root / "media").iterdir()]
    assert len(kept) == 1 and kept[0].startswith("mine")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "give a path or a text"), ({"text": "{", "name": "x.otio"}, "x.otio can't be read"),
        ({"text": "<!DOCTYPE x [<!ENTITY a 'b'>]><fcpxml>&a;</fcpxml>", "name": "é.fcpxml"}, "entities"),
        ({"text": "TITLE: x", "name": "../../x.edl"}, "no event"), ({"path": "/nowhere/x.edl"}, "no such file"),
        ({"text": "x", "name": "x.doc"}, "it is none of"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_leaves_the_film_as_it_was(desk: Desk, fields: dict[str, str], words: str) -> None:
    before = (desk.root / "film.json").read_bytes()
    answer = desk.ask("conform", **fields)
    assert answer.status_code in (409, 422) and words in answer.text, answer.text
    assert "/tmp/aiprod-conform" not in answer.text
    assert (desk.root / "film.json").read_bytes() == before


def test_long_documents_are_taken_up_to_a_limit(desk: Desk) -> None:
    long = "TITLE: long\n" + "* nothing\n" * 300_000
    answer = desk.ask("conform", text=long, name="x.edl")
    assert "no event" in answer.text
    assert desk.ask("conform", text="*" * 5_000_000, name="x.edl").status_code in (413, 422)


def test_a_hand_off_of_a_film(desk: Desk, tmp_path: Path) -> None:
    answer = desk.owner.post("/api/v1/handoff", json={"film": desk.id, "to": str(tmp_path / "out"), "lang": "fr"})
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert {"README.txt", "manifest.json", "timeline.otio"} <= set(made["files"]) and (tmp_path / "out" / "README.txt").is_file()
    assert any("titres" in sentence for sentence in made["reports"]["timeline.otio"])
    again = desk.owner.post("/api/v1/handoff", json={"film": desk.id, "to": str(tmp_path / "out")})
    assert again.status_code == 422 and "exists already" in again.text
    refused = desk.panel("handoff", film=desk.id, to=str(tmp_path / "other"))
    assert refused.code == "owner_only" and not (tmp_path / "other").exists()
    by_panel = desk.panel("handoff", film=desk.id)
    assert by_panel.status == 200 and Path(by_panel.json()["path"], "manifest.json").is_file()
    assert desk.owner.post("/api/v1/handoff", json={}).status_code == 422
