# SPDX-License-Identifier: Apache-2.0
"""Makes the sample film anew, in both languages, from the screenplays beside this file.

    python -m aiprod_app.sample.remake [FOLDER]

What the desktop needs to show and to change it is packed into `low-tide.LANGUAGE.zip`: the document, and the takes of the
screenplay, the shots, the storyboard, the voices, the sounds and the grades, made small (`slimming`). What the engine makes again
within seconds is left out: the mix, the rendered pieces, the delivery and its reports.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from aiprod.film.files import read_json
from aiprod_app.sample.slimming import slim

HERE = Path(__file__).parent
NAMES = {"en": "Low Tide", "fr": "Marée basse"}
SIZE = "480x270"
SECONDS = 12.0
_LEFT_OUT = frozenset({"mixing", "rendering", "delivery", "quality"})
"""Departments whose takes stay at home."""
_FILES = ("film.json", "made.jsonl", "production.json", "timeline.otio", "screenplay.fountain", "delivery/poster.jpg")
_EPOCH = (2026, 1, 1, 0, 0, 0)


def make(language: str, folder: Path) -> Path:
    """Produce the sample in a language. Returns its folder, `NAME.aiprod`."""
    from aiprod.production import pipeline
    from aiprod.production.commission import Wish, read_wish

    wish = Wish(
        str(HERE / f"low-tide.{language}.fountain"), language=language, duration_s=SECONDS, size=SIZE, writer="template",
        generator="only:animatic", seed=11,
    )  # fmt: skip
    root = folder / f"{NAMES[language]}.aiprod"
    store = read_wish(wish).create(root)
    pipeline.produce(store)
    slim(root)
    pipeline.produce(store)  # what was made from the full takes is made again from the small ones
    return root


def pack(root: Path, target: Path) -> Path:
    """Pack a made film."""
    kept = _kept(root)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in _FILES:
            _add(archive, root, root / name, _trimmed(root / name, kept))
        for take in sorted(set(kept.values())):
            for path in sorted((root / "takes" / take[:2] / take).iterdir()):
                _add(archive, root, path, path.read_bytes())
    return target


def _kept(root: Path) -> dict[str, str]:
    """Name → take, of those that travel."""
    takes = read_json(root / "production.json")["takes"]
    records = {name: read_json(root / "takes" / take[:2] / take / "take.json") for name, take in takes.items()}
    return {
        name: takes[name] for name, record in records.items()
        if record["recipe"]["department"] not in _LEFT_OUT and record["recipe"]["step"] != "storyboard"
    }  # fmt: skip


def _trimmed(path: Path, kept: Mapping[str, str]) -> bytes:
    """A file of the film that names takes names those alone that travel."""
    if path.name == "made.jsonl":
        lines = path.read_bytes().splitlines(keepends=True)
        return b"".join(line for line in lines if json.loads(line)["take"] in kept.values())
    if path.name == "production.json":
        state = {**read_json(path), "takes": dict(kept), "delivery": [], "department": "grading", "made": None}
        return json.dumps(state, ensure_ascii=False, indent=1).encode()
    if path.name == "film.json":  # the journal stays at home
        return json.dumps({**read_json(path), "edits": 0}, ensure_ascii=False, indent=1).encode()
    return path.read_bytes()


def _add(archive: zipfile.ZipFile, root: Path, path: Path, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"{root.name}/{path.relative_to(root).as_posix()}", _EPOCH)
    entry.compress_type = zipfile.ZIP_LZMA if path.suffix == ".wav" else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def main(folder: Path | None = None) -> None:
    """Make and pack both languages, in `folder` or a temporary one."""
    place = folder or Path(tempfile.mkdtemp(prefix="aiprod-sample-"))
    for language in NAMES:
        packed = pack(make(language, place), HERE / f"low-tide.{language}.zip")
        sys.stdout.write(f"{packed.name}: {packed.stat().st_size / 1e6:.2f} MB\n")
    if folder is None:
        shutil.rmtree(place)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
