# SPDX-License-Identifier: Apache-2.0
"""The engine's sentences and their French: found in its sources, compared with the catalogue of `aiprod.film.messages`.

    python -m aiprod_app.i18n.engine_messages update     adds what is new (untranslated), takes out what is gone
    python -m aiprod_app.i18n.engine_messages check      1 where something has no French

A sentence is what an error says: what, why, what to do; or what a running production tells. What is filled in at run time is a
field in braces, named after what fills it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import aiprod
from aiprod.film.messages import CATALOGUE, catalogue

ENGINE = Path(aiprod.__file__).parent
ROOMS = (
    "film", "media", "models", "production", "editing", "grading", "mixing", "rendering", "delivery", "quality", "writing",
    "directing", "voices", "music", "shooting", "wire", "client", "server",
)  # fmt: skip
"""Where sentences come from that a user of the desktop can meet; the command line and the training speak English."""
_ROOTS = frozenset({"AiprodError"})
_TOLD = frozenset({"warn", "note"})
"""What a running production says: (department, sentence)."""
_SPEAKS = re.compile(r"Error\b|\.warn\(|\.note\(|sentence")
_KEPT = frozenset({"sentence"})
_SAYING = frozenset({"told", "said", "sentence", "_sentence"})
"""Functions whose words are shown as they are."""
_PARTS = frozenset({"what", "why", "remedy"})
_DEEPEST = 2


@dataclass(frozen=True)
class Template:
    """A sentence: where it is made, and its text with fields."""

    where: str
    text: str


def templates() -> Iterator[Template]:
    """Every sentence of the engine."""
    texts = {path: path.read_text("utf-8") for room in ROOMS for path in sorted((ENGINE / room).rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in texts.items() if _SPEAKS.search(text)}
    errors, spoken = _error_classes(trees.values()), _spoken_places(trees.values())
    for path, tree in trees.items():
        for line, text in _Module(tree, errors, spoken).texts():
            if _says_something(text):
                yield Template(f"{path.relative_to(ENGINE)}:{line}", text)


def _error_classes(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The names of AiprodError and of all that are made from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }  # fmt: skip
    found = set(_ROOTS)
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return frozenset(found)


def _spoken_places(trees: Iterable[ast.Module]) -> dict[str, dict[str, int]]:
    """Classes that keep sentences: their fields for them, and the places of these fields."""
    found = {}
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        fields = [part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)]
        if _KEPT & set(fields):
            found[node.name] = {name: place for place, name in enumerate(fields) if name in _KEPT | {"remedy"}}
    return found


class _Module:
    """One source file: its errors, the functions that make errors of what they are given, and those that return words."""

    def __init__(self, tree: ast.Module, errors: frozenset[str], spoken: dict[str, dict[str, int]]) -> None:
        self._tree, self._errors = tree, errors
        self._functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in errors)
        self._of_errors = {id(node) for found in classes for node in ast.walk(found)}
        keepers = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in spoken)
        self._saying = [
            *(part for node in keepers for part in node.body if isinstance(part, ast.FunctionDef)),
            *(
                node
                for name, node in self._functions.items()
                if name in _SAYING or (node.returns and "Judged" in ast.unparse(node.returns))
            ),
        ]
        self._makers = spoken | {name: places for name, node in self._functions.items() if (places := self._handed_on(node))}

    def texts(self) -> Iterator[tuple[int, str]]:
        """(line, text) of every sentence."""
        for function, call in self._calls():
            for word in self._words(call):
                yield from ((call.lineno, text) for text in self._texts(word, function))
        for function in self._saying:
            for node in ast.walk(function):
                words = node.value if isinstance(node, ast.Return) else None
                for word in words.elts if isinstance(words, ast.Tuple) else [words] if words is not None else []:
                    yield from ((word.lineno, text) for text in self._texts(word, function))

    def _calls(self) -> Iterator[tuple[ast.AST, ast.Call]]:
        """Every call, with the function that it stands in."""
        inside = {id(node): function for function in self._functions.values() for node in ast.walk(function)}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                yield inside.get(id(node), self._tree), node

    def _words(self, call: ast.Call) -> list[ast.expr]:
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in self._errors or (name == "__init__" and id(call) in self._of_errors):
            return [*call.args[:4], *(word.value for word in call.keywords if word.arg in _PARTS)]
        if name in _TOLD and len(call.args) == 2:
            return call.args[1:]
        places = self._makers.get(name, {})
        given = [word for place, word in enumerate(call.args) if place in places.values()]
        return [*given, *(word.value for word in call.keywords if word.arg in places)]

    def _handed_on(self, function: ast.FunctionDef) -> dict[str, int]:
        """The parameters, and their places, that a function puts into errors as they are."""
        names = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
        made = [
            call for call in ast.walk(function)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in self._errors
        ]  # fmt: skip
        used = {word.id for call in made for word in call.args if isinstance(word, ast.Name)}
        return {name: place for place, name in enumerate(names) if name in used}

    def _texts(self, node: ast.expr, function: ast.AST, deep: int = 0) -> Iterator[str]:
        """The texts that an expression can become."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _braced(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from self._joined(node, function, deep)
        elif isinstance(node, ast.IfExp):
            yield from (*self._texts(node.body, function, deep), *self._texts(node.orelse, function, deep))
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._texts(value, function, deep)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = list(self._texts(node.left, function, deep)), list(self._texts(node.right, function, deep))
            yield from (one + other for one in left for other in right)
        else:
            sources = self._sources(node, function) if deep < _DEEPEST else []
            found = [text for source in sources for text in self._texts(source, function, deep + 1)]
            yield from found or ["{" + _field(node) + "}"]

    def _sources(self, node: ast.expr, function: ast.AST) -> list[ast.expr]:
        """Where a name or a function of this file gets its words from."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self._functions:
            body = ast.walk(self._functions[node.func.id])
            return [found.value for found in body if isinstance(found, ast.Return) and _is_words(found.value)]
        if isinstance(node, ast.Name):
            assigned = (found for found in ast.walk(function) if isinstance(found, ast.Assign))
            return [
                found.value for found in assigned
                if _is_words(found.value) and any(isinstance(to, ast.Name) and to.id == node.id for to in found.targets)
            ]  # fmt: skip
        return []

    def _joined(self, node: ast.JoinedStr, function: ast.AST, deep: int) -> Iterator[str]:
        """A text with fields. A field that is one of two texts gives two sentences."""
        found = [""]
        for part in node.values:
            if isinstance(part, ast.Constant):
                ends = [_braced(str(part.value))]
            elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
                ends = list(self._texts(part.value, function, deep))
            elif isinstance(part, ast.FormattedValue):
                ends = ["{" + _field(part.value) + "}"]
            found = [begin + end for begin in found for end in ends]
        return iter(found)


def _is_words(node: ast.expr | None) -> TypeGuard[ast.expr]:
    return isinstance(node, ast.JoinedStr | ast.IfExp) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _braced(text: str) -> str:
    return text.replace("{", "⟨").replace("}", "⟩")


def _field(node: ast.expr) -> str:
    """A name for what is filled in."""
    names = re.findall(r"[a-z_]+", ast.unparse(node).lower())
    kept = [
        name for name in names if name not in ("str", "self", "join", "len", "for", "in", "sorted", "error", "name", "repr", "f")
    ]
    return (kept or names or ["value"])[-1].strip("_") or "value"


def _says_something(text: str) -> bool:
    """More than one word, or what is filled in: single words are codes of the wire."""
    return " " in text and bool(re.search(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", text)))


def known() -> dict[str, list[str]]:
    """Sentence → where it is made. Fields of one name in a sentence are told apart by numbers."""
    found: dict[str, list[str]] = {}
    for template in templates():
        found.setdefault(_numbered(template.text), []).append(template.where)
    return found


def _numbered(text: str) -> str:
    seen: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        seen[match[1]] = seen.get(match[1], 0) + 1
        return "{" + match[1] + (str(seen[match[1]]) if seen[match[1]] > 1 else "") + "}"

    return re.sub(r"\{(\w+)\}", name, text)


def missing() -> dict[str, list[str]]:
    """Sentences without French."""
    french = catalogue("fr")
    return {text: where for text, where in known().items() if not french.get(text)}


def update() -> None:
    """Bring the catalogue up to date."""
    french = catalogue("fr")
    words = {text: french.get(text, "") for text in sorted(known())}
    CATALOGUE["fr"].write_text(json.dumps(words, ensure_ascii=False, indent=0) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["update"]:
        update()
        return 0
    lacking = missing()
    sys.stdout.write("".join(f"{where[0]}: {text}\n" for text, where in lacking.items()))
    return int(bool(lacking))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
