# SPDX-License-Identifier: Apache-2.0
"""The catalogues: brought up to date from the sources, released for Qt, checked.

    python -m aiprod_app.i18n.catalogues update [PART…]     sources → PART_fr.ts (then translate what is new)
    python -m aiprod_app.i18n.catalogues release [PART…]    PART_fr.ts → PART_fr.qm
    python -m aiprod_app.i18n.catalogues check [PART…]      1 where something is not translated or not released

English has a catalogue too, for its plurals alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

APP = Path(__file__).resolve().parents[1]
FOLDER = APP / "i18n"
PARTS: dict[str, tuple[str, ...]] = {
    "shell": (
        "window.py", "studio.py", "main.py", "messages.py", "widgets", "film", "engine", "start", "jobs", "recovery",
        "diagnostics", "settings", "pages/__init__.py", "pages/base.py",
    ),
    "commands": ("commands", "preferences", "accessibility", "screenshots", "i18n", "theme"),
    "timeline": ("timeline",),
    "viewer": ("viewer",), "editors": ("editors",),
    **{page: (f"pages/{page}",) for page in ("script", "board", "edit", "grade", "mix", "deliver", "models")},
}  # fmt: skip
LANGUAGES = ("fr", "en")


def sources(part: str) -> list[str]:
    """A part's source files."""
    found: list[Path] = []
    for name in PARTS[part]:
        path = APP / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.is_file() else []
    return [str(path) for path in found]


def update(part: str, folder: Path = FOLDER) -> None:
    """Bring a part's catalogues up to date; what is not in the sources any more goes."""
    files = sources(part)
    for language in LANGUAGES if files else ():
        target = folder / f"{part}_{language}.ts"
        plural = ["-pluralonly"] if language == "en" else []
        _run("lupdate", *files, "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language,
             *plural, "-ts", str(target))  # fmt: skip
        if "<message" not in target.read_text("utf-8"):
            target.unlink()
            target.with_suffix(".qm").unlink(missing_ok=True)


def release(part: str, folder: Path = FOLDER) -> None:
    """Make a part's .qm files. They take the old ones' places whole: a running desktop has those mapped into its memory."""
    for language in LANGUAGES:
        source = folder / f"{part}_{language}.ts"
        if source.is_file():
            made = folder / f".{part}_{language}.qm"
            _run("lrelease", "-silent", str(source), "-qm", str(made))
            made.replace(folder / f"{part}_{language}.qm")


def check(part: str) -> Iterator[str]:
    """What is wrong with a part's catalogues, in words."""
    for language in LANGUAGES:
        source = FOLDER / f"{part}_{language}.ts"
        if source.is_file():
            yield from (f"{source.name}: {context}: {text!r} is not translated" for context, text in unfinished(source))
    with tempfile.TemporaryDirectory() as made:
        yield from _stale(part, Path(made))


def _stale(part: str, made: Path) -> Iterator[str]:
    for source in FOLDER.glob(f"{part}_*.ts"):
        (made / source.name).write_bytes(source.read_bytes())
    update(part, made)
    release(part, made)
    for fresh in sorted(made.iterdir()):
        kept = FOLDER / fresh.name
        if not kept.is_file() or kept.read_bytes() != fresh.read_bytes():
            yield f"{fresh.name} is not up to date: update {part}, translate what is new, release it"


def unfinished(catalogue: Path) -> Iterator[tuple[str, str]]:
    """(context, source) of every message without a translation."""
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            told = message.find("translation")
            forms = list(told.iter("numerusform")) if told is not None else []
            empty = told is None or (any(not form.text for form in forms) if forms else not told.text)
            if empty or (told is not None and told.get("type") == "unfinished"):
                yield context.findtext("name", ""), message.findtext("source", "")


def _run(tool: str, *arguments: str) -> None:
    import PySide6

    folder = Path(PySide6.__file__).parent
    program = next(path for path in (folder / tool, folder / f"{tool}.exe", folder / "Qt" / "libexec" / tool) if path.exists())
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stderr.strip() or done.stdout.strip()}")


def main(arguments: Sequence[str]) -> int:
    work, parts = arguments[0], arguments[1:] or tuple(PARTS)
    troubles: list[str] = []
    for part in parts:
        if work == "check":
            troubles += check(part)
        else:
            {"update": update, "release": release}[work](part)
    sys.stdout.write("".join(f"{line}\n" for line in troubles))
    return int(bool(troubles))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
