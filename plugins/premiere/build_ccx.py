#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs the Premiere panel: `build_ccx.py OUT` writes `<id>_premierepro.ccx` into a folder (or to a file of that suffix).

The package is a plain zip with the manifest at its root, the same to the byte wherever it is made. The engine's client comes from
`plugins/shared` as a CommonJS module, since that is what UXP loads; the engine's French sentences come from its own catalogue.
`--folder DIR` writes the unpacked plugin instead, for tests and for the UXP Developer Tool.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import re
import struct
import sys
import wave
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLIENT = HERE.parent / "shared" / "aiprod-client.js"
FRENCH = HERE.parent.parent / "engine" / "aiprod" / "film" / "messages_fr.json"
_SHIPPED = ("manifest.json", "index.html", "styles.css", "main.js")
_FOLDERS = ("src", "icons")
_SUFFIXES = {".js", ".png", ".svg"}
_WHEN = (2026, 1, 1, 0, 0, 0)
_EXPORT = re.compile(r"^export (async function|function|class|const) (\w+)", re.MULTILINE)
_HEAD = "// SPDX-License-Identifier: Apache-2.0\n"


def package() -> dict[str, bytes]:
    """Every file of the plugin by its path in the package. Raises OSError for what is missing."""
    found = {name: (HERE / name).read_bytes() for name in _SHIPPED}
    for folder in _FOLDERS:
        for path in sorted((HERE / folder).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file() and not path.is_symlink():
                found[path.relative_to(HERE).as_posix()] = path.read_bytes()
    found["src/aiprod-client.js"] = common_js(CLIENT.read_text("utf-8")).encode()
    found["src/engine-fr.js"] = french().encode()
    found["selftest/tone.wav"] = tone()
    found["selftest/card.png"] = card()
    return dict(sorted(found.items()))


def common_js(module: str) -> str:
    """An ES module without imports as a CommonJS module."""
    names = [name for _, name in _EXPORT.findall(module)]
    plain = _EXPORT.sub(r"\1 \2", module)
    return f"{plain}\nmodule.exports = {{ {', '.join(names)} }};\n"


def french() -> str:
    """The engine's sentences in French, as a module. Empty where the engine isn't beside this."""
    given = json.loads(FRENCH.read_text("utf-8")) if FRENCH.is_file() else {}
    told = {
        text: french for text, french in given.items() if french and "://" not in text + french
    }  # no address is in the package
    return f'{_HEAD}"use strict";\nmodule.exports = {json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True)};\n'


def tone(seconds: int = 2, rate: int = 48000) -> bytes:
    """A quiet tone for the self-test: 440 Hz, one channel, 16 bit."""
    samples = (int(4000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(seconds * rate))
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return made.getvalue()


def card(width: int = 320, height: int = 180) -> bytes:
    """A plain picture for the self-test: RGB, since the host doesn't load grey ones."""
    row = b"\0" + b"".join(bytes((40 + x * 160 // width, 60, 120)) for x in range(width))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height, 9)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip that depends on nothing but its files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return made.getvalue()


def name_of(files: dict[str, bytes]) -> str:
    """What the package is called: the id that its manifest gives, and the host."""
    manifest = json.loads(files["manifest.json"])
    return f"{manifest['id']}_{manifest['host']['app']}.ccx"


def write_folder(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build(out: Path) -> Path:
    """Write the package: into a folder, or as the file that `out` names. Returns its path."""
    files = package()
    target = out if out.suffix == ".ccx" else out / name_of(files)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(zipped(files))
    return target


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Pack the Premiere panel")
    parser.add_argument("out", nargs="?", type=Path, default=Path.cwd(), help="a folder, or the .ccx file")
    parser.add_argument("--folder", type=Path, help="write the unpacked plugin there instead")
    given = parser.parse_args(arguments)
    if given.folder is not None:
        write_folder(package(), given.folder)
        sys.stdout.write(f"{given.folder}\n")
    else:
        sys.stdout.write(f"{build(given.out)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
