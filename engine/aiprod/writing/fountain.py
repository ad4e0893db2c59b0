# SPDX-License-Identifier: Apache-2.0
"""Fountain, the plain-text screenplay format (syntax: https://fountain.io/syntax, version 1.1), read and written."""

from __future__ import annotations

import re

from aiprod.film.brief import Language
from aiprod.film.screenplay import Action, Character, Line, Scene, Screenplay
from aiprod.writing.screentext import HEADING, Block, Script, is_transition

_TITLE_KEYS = (
    "title|credit|author|authors|source|notes|draft date|date|contact|copyright|revision|font|language"
    "|titre|auteur|auteurs|auteure|autrice|scénario|scenario|version|crédit"
)
_TITLE_KEY = re.compile(rf"^({_TITLE_KEYS})\s?:\s*(.*)$", re.IGNORECASE)
_CUE = re.compile(r"^(?P<name>[^()a-zß-öø-ÿœ]*[A-ZÀ-ÖØ-ÞŒ][^()a-zß-öø-ÿœ]*)(?P<extension>(?:\s*\([^()]*\))*)\s*(?P<dual>\^?)$")
_SCENE_NUMBER = re.compile(r"\s*#[^#\n]+#\s*$")
_EMPHASIS = (
    re.compile(r"(?<!\\)\*{1,3}(?=\S)([^*\n]+?)(?<=\S)(?<!\\)\*{1,3}"),
    re.compile(r"(?<![\\\w])_(?=\S)([^_\n]+?)(?<=\S)(?<!\\)_(?!\w)"),
)


def parse(text: str, *, language: Language | None = None) -> Screenplay:
    """Read a Fountain screenplay. Every word of dialogue and action is kept; notes, sections and synopses are not film.

    Raises:
        UserError: there is no scene in it.
    """
    from aiprod.writing.breakdown import screenplay

    return screenplay(read(text), language=language)


def read(text: str) -> Script:
    """The layout of a Fountain text."""
    text = re.sub(r"/\*.*?(?:\*/|\Z)", "", text.replace("\r\n", "\n").replace("\r", "\n"), flags=re.DOTALL)
    text = re.sub(r"\[\[.*?\]\]", "", text, flags=re.DOTALL)
    titles, body = _title_page(text.lstrip("\ufeff\n"))
    reader = _Reader(body)
    return Script(tuple(reader.blocks()), titles.get("title", ""), titles.get("author", ""))


def _title_page(text: str) -> tuple[dict[str, str], str]:
    lines = text.split("\n")
    if not lines or not _TITLE_KEY.match(lines[0].strip()):
        return {}, text
    found: dict[str, list[str]] = {}
    key = ""
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    for line in lines[:end]:
        match = _TITLE_KEY.match(line.strip())
        if match and not line.startswith((" ", "\t")):
            key = match[1].lower()
            found[key] = [match[2]] if match[2] else []
        else:
            found[key].append(line.strip())
    values = {key: plain(" ".join(parts)) for key, parts in found.items()}
    author = next((values[k] for k in ("author", "authors", "auteur", "auteurs", "auteure", "autrice") if values.get(k)), "")
    return {"title": values.get("title") or values.get("titre", ""), "author": author}, "\n".join(lines[end:])


def plain(text: str) -> str:
    """Without emphasis marks (*, **, _), escapes resolved."""
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    return re.sub(r"\\([*_\\(~])", r"\1", text)


class _Reader:
    """Walks the lines once; a Fountain element depends only on its line and its neighbours."""

    def __init__(self, body: str) -> None:
        self._lines = [line.rstrip("\n") for line in body.split("\n")]
        self._at = 0
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            if not line:
                self._at += 1
            elif not self._single(line) and not self._speech(line):
                self._action()
        return self._blocks

    def _blank(self, index: int) -> bool:
        return not 0 <= index < len(self._lines) or not self._lines[index].strip()

    def _add(self, kind: str, text: str, dual: bool = False) -> None:
        if text.strip():
            self._blocks.append(Block(kind, plain(text.strip()), dual))  # type: ignore[arg-type]

    def _single(self, line: str) -> bool:
        """Elements of one line. True when one was read."""
        alone = self._blank(self._at - 1)
        if re.fullmatch(r"={3,}", line) or line.startswith("#") or re.match(r"=(?!=)", line):
            pass
        elif re.fullmatch(r">.*<", line):
            self._add("centred", line[1:-1])
        elif line.startswith(">"):
            self._add("transition", line[1:])
        elif line.startswith("~"):
            self._add("lyric", line[1:])
        elif re.match(r"\.(?=[^\W_])", line):
            self._add("heading", _SCENE_NUMBER.sub("", line[1:]))
        elif alone and HEADING.match(line) and line[0].isupper():
            self._add("heading", _SCENE_NUMBER.sub("", line))
        elif alone and self._blank(self._at + 1) and is_transition(line):
            self._add("transition", line)
        else:
            return False
        self._at += 1
        return True

    def _speech(self, line: str) -> bool:
        """A cue and what follows it. True when one was read."""
        forced = line.startswith("@")
        match = _CUE.match(line)
        if self._blank(self._at + 1) and not (forced and self._at + 1 < len(self._lines) and self._lines[self._at + 1] == "  "):
            return False
        if line.startswith("!") or not (forced or (match and self._blank(self._at - 1))):
            return False
        dual = line.endswith("^")
        self._add("cue", (line[1:] if forced else line).rstrip("^ "), dual)
        self._at += 1
        self._spoken()
        return True

    def _spoken(self) -> None:
        said: list[str] = []
        while self._at < len(self._lines):
            raw = self._lines[self._at]
            line = raw.strip()
            if not line and raw != "  ":
                break
            if line.startswith("(") and line.endswith(")"):
                self._flush(said)
                self._add("parenthetical", line[1:-1])
            elif line.startswith("~"):
                self._flush(said)
                self._add("lyric", line[1:])
            elif line:
                said.append(line)
            self._at += 1
        self._flush(said)

    def _flush(self, said: list[str]) -> None:
        self._add("dialogue", " ".join(said))
        said.clear()

    def _action(self) -> None:
        gathered: list[str] = []
        while not self._blank(self._at):
            line = self._lines[self._at].strip()
            if gathered and (line.startswith((">", "~", "#", "!")) or re.match(r"\.(?=[^\W_])", line)):
                break
            gathered.append(line[1:] if line.startswith("!") else line)
            self._at += 1
        self._add("action", " ".join(gathered))


def format(screenplay: Screenplay) -> str:
    """Write a screenplay as Fountain. `parse` gives back every heading, action, speaker and spoken word."""
    names = {character.id: character for character in screenplay.cast}
    parts = [_title_lines(screenplay)]
    for scene in screenplay.scenes:
        if scene.transition_in:
            parts.append(_transition(scene.transition_in))
        parts.append(_heading(scene))
        parts.extend(_element(element, names) for element in scene.elements)
        if scene.transition_out:
            parts.append(_transition(scene.transition_out))
    return "\n\n".join(part for part in parts if part) + "\n"


def _title_lines(screenplay: Screenplay) -> str:
    lines = [f"Title: {_escaped(screenplay.title)}"] if screenplay.title else []
    if screenplay.author:
        lines.append(f"Author: {_escaped(screenplay.author)}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return re.sub(r"([*_\\])", r"\\\1", " ".join(text.split()))


def _heading(scene: Scene) -> str:
    heading = _escaped(scene.heading)
    return heading if HEADING.match(heading) and heading[0].isupper() else f".{heading}"


def _needs_force(text: str, *, cue: bool = False) -> bool:
    """Whether a reader would take an action (or a speaker's name) for something else."""
    marked = text.startswith((">", "~", "#", "=", "!", "@", ".", "(")) or bool(HEADING.match(text)) or is_transition(text)
    return marked or (not cue and bool(_CUE.match(text)))


def _transition(text: str) -> str:
    return f"> {_escaped(text)}"


def _element(element: Action | Line, names: dict[str, Character]) -> str:
    if isinstance(element, Action):
        text = _escaped(element.text)
        return f"!{text}" if _needs_force(text) else text
    extension = f" ({element.extension})" if element.extension else ""
    name = _escaped(names[element.character].name).upper()
    lines = [f"{name}{extension}" if _CUE.match(name) and not _needs_force(name, cue=True) else f"@{name}{extension}"]
    if element.parenthetical:
        lines.append(f"({_escaped(element.parenthetical)})")
    said = _escaped(element.text)
    lines.append(f"\\{said}" if said.startswith("~") or (said.startswith("(") and said.endswith(")")) else said)
    return "\n".join(lines)
