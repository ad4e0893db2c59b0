# SPDX-License-Identifier: Apache-2.0
"""The engine speaks English on the wire; its French is a catalogue of its sentences, put beside this package when the panel
is installed. A sentence with no French stays as it is."""

import json
import re
from pathlib import Path
from typing import Dict, List, Pattern, Tuple

CATALOGUE = Path(__file__).resolve().parents[1] / "engine_fr.json"
_FIELD = re.compile(r"{(\w+)(?:![rsa])?(?::[^{}]*)?}")
_cache: Dict[Path, Tuple[Dict[str, str], List[Tuple[Pattern[str], str]]]] = {}


def translated(sentence: str, lang: str) -> str:
    """A sentence of the engine in a language."""
    if lang != "fr" or not sentence:
        return sentence
    fixed, patterns = _catalogue(CATALOGUE)
    if sentence in fixed:
        return fixed[sentence]
    for pattern, french in patterns:
        found = pattern.match(sentence)
        if found:
            return _filled(french, found.groupdict())
    return sentence


def _filled(french: str, values: Dict[str, str]) -> str:
    return _FIELD.sub(lambda field: values.get(field.group(1), field.group(0)), french)


def _catalogue(path: Path) -> Tuple[Dict[str, str], List[Tuple[Pattern[str], str]]]:
    if path not in _cache:
        _cache[path] = _read(path)
    return _cache[path]


def _read(path: Path) -> Tuple[Dict[str, str], List[Tuple[Pattern[str], str]]]:
    try:
        texts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, []
    fixed = {english: french for english, french in texts.items() if french and not _FIELD.search(english)}
    open_ones = sorted((english for english, french in texts.items() if french and _FIELD.search(english)), key=len, reverse=True)
    return fixed, [(_pattern(english), texts[english]) for english in open_ones if _FIELD.sub("", english).strip(" .,:;()")]


def _pattern(english: str) -> Pattern[str]:
    """A template as an expression: each field stands for some text; a field that comes twice, for the same one."""
    parts, at, seen = [], 0, set()
    for field in _FIELD.finditer(english):
        parts.append(re.escape(english[at : field.start()]))
        name = field.group(1)
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
        seen.add(name)
        at = field.end()
    return re.compile("".join(parts) + re.escape(english[at:]) + r"\Z", re.DOTALL)
