# SPDX-License-Identifier: Apache-2.0
"""The LLM writer: a language model rewords the template writer's film, field by field, under JSON-schema sampling.

The template draft gives the structure, the cast and the fallback of every field; the model is asked in stages (the outline,
then each scene), its words are checked by rule, and whatever fails twice stays as the template wrote it. So a weak model
can only help, and a crash, a timeout or a missing model never loses the film.
"""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from aiprod.film.brief import Brief
from aiprod.film.errors import AiprodError
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Action, Emotion, Line, Scene, Screenplay
from aiprod.writing.detection import detect, preferred
from aiprod.writing.moods import emotion
from aiprod.writing.text import capitalised, fold, typographic, words

ATTEMPTS = 2
START_SECONDS, ANSWER_SECONDS = 120.0, 240.0
_FILE_LIKE = re.compile(
    r"\b[\w-]+\.(?:jpe?g|png|gif|mp[34]|wav|txt|pdf|json|html?|py|js|exe|com|org)\b|https?://|[{}<>\[\]]|_{2,}|```", re.IGNORECASE
)
_ECHO = re.compile(
    r"\b(?:json|schema|screenplay|as an ai|language model|max(?:imum)? \d+ words|en tant qu['’]ia|scénario|spoken line|visual description)\b",  # noqa: E501
    re.IGNORECASE,
)
_Schema = dict[str, Any]


class ModelFailed(Exception):  # noqa: N818 (it is caught here and becomes a warning)
    """The model's process ended, hung, or gave no answer."""


def rewrite(brief: Brief, draft: Screenplay, model_id: str) -> tuple[Screenplay, tuple[str, ...]]:
    """Reword a template draft with a writer model.

    Args:
        brief: what was asked.
        draft: the template writer's screenplay.
        model_id: a card of role "writer".

    Returns:
        the screenplay (the draft's scenes, cast and ids), and warnings that say which fields stayed the template's.
    """
    from aiprod.models import cards, library

    card = cards.card(model_id)
    try:
        with Model(library.file(model_id, card.files[0].name)) as model:
            rewriter = _Rewriter(brief, draft, model)
            screenplay = rewriter.screenplay().changed(writer=f"llm:{model_id}" if rewriter.taken else "template")
            return screenplay, rewriter.warnings(card.title)
    except (ModelFailed, AiprodError, OSError) as error:
        return draft, (
            f"The writer {card.title} failed ({str(error).rstrip('.')}); the film was written by the template writer.",
        )


class Model:
    """A writer model in its own process. Use as a context manager.

    Raises:
        ModelFailed: from `__enter__` or `ask`, when it does not start, dies, or takes too long.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Model:
        root = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "aiprod.writing.llmworker", str(self._path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._next(START_SECONDS)
        except ModelFailed:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            with suppress(OSError):  # a dead process leaves a broken pipe
                self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def ask(self, messages: list[dict[str, str]], schema: _Schema, *, max_tokens: int, seed: int) -> Any:
        """The model's answer, parsed; None where its JSON was cut off."""
        request = {"messages": messages, "schema": schema, "max_tokens": max_tokens, "seed": seed}
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ModelFailed("its process ended") from error
        answer = self._next(ANSWER_SECONDS)
        try:
            return json.loads(answer["text"]) if "text" in answer else None
        except json.JSONDecodeError:
            return None

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(None)

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self._process.kill()
            raise ModelFailed(f"no answer in {seconds:.0f} s") from None
        if line is None:
            raise ModelFailed("its process ended")
        return dict(json.loads(line))


def rejection(text: str, language: str, *, most_words: int, against: Iterable[str] = (), fewest_words: int = 1) -> str:
    """Why a model's words can't be used; "" when they can.

    Args:
        text: what it wrote.
        language: the film's.
        most_words, fewest_words: length, inclusive.
        against: texts that it must not repeat (other lines, the scene's description).
    """
    spoken = words(text)
    if not spoken:
        return "empty"
    if any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in text):
        return "not in the Latin alphabet"
    if _FILE_LIKE.search(text):
        return "looks like a file name or code"
    if _ECHO.search(text):
        return "echoes the instructions"
    if not fewest_words <= len(spoken) <= most_words:
        return "too long" if len(spoken) > most_words else "too short"
    if _repeats_itself(spoken):
        return "repeats itself"
    plain = " ".join(fold(word) for word in spoken)
    if any(_same(plain, " ".join(fold(word) for word in words(other))) for other in against):
        return "repeats another line or the description"
    if _wrong_language(text, language, len(spoken)):
        return "wrong language"
    return ""


def _same(one: str, other: str) -> bool:
    return one == other or (len(one) > 14 and (one in other or other in one) and len(other) > 14)


def _repeats_itself(spoken: list[str]) -> bool:
    folded = [fold(word) for word in spoken]
    doubled = any(a == b for a, b in pairwise(folded))
    return doubled or (len(folded) >= 6 and len(set(folded)) * 2 <= len(folded))


def _wrong_language(text: str, language: str, count: int) -> bool:
    best, guess = preferred(text), detect(text)
    if best.language != language and best.margin > 0.6:
        return True
    return count >= 5 and guess.language not in (language, best.language) and guess.margin > 0.8


@dataclass
class _Rewriter:
    """Asks for the fields of one film."""

    brief: Brief
    draft: Screenplay
    model: Model
    taken: int = 0
    kept: list[str] = field(default_factory=list)

    def screenplay(self) -> Screenplay:
        film = self._outline()
        if self.brief.language == "fr":
            # Small models write weak French: the template's sentences stay, the model names the film.
            return film
        said = [line.text for line in film.lines()]
        scenes = tuple(self._scene(film, scene, said) for scene in film.scenes)
        return film.changed(scenes=scenes)

    def warnings(self, title: str) -> tuple[str, ...]:
        if not self.kept:
            return ()
        reasons = ", ".join(sorted({reason.split(": ")[1] for reason in self.kept}))
        fields = len(self.kept) + self.taken
        return (f"{title} wrote {self.taken} of {fields} fields; the others are the template writer's ({reasons}).",)

    def _outline(self) -> Screenplay:
        language = "French" if self.brief.language == "fr" else "English"
        scenes = "\n".join(f"{scene.heading}: {scene.actions[0].text}" for scene in self.draft.scenes if scene.actions)
        told = f"Story: {self.brief.text[:1500]}\nScenes:\n{scenes[:2500]}\nGive a short evocative title and a logline of one sentence, in {language}."  # noqa: E501
        schema = _object({"title": _text(3, 60), "logline": _text(20, 220)})
        return self._fields(
            self.draft, "outline", told, schema, 160,
            lambda answer, film: {
                "title": self._checked(answer, "title", film.title, most=8, against=()),
                "logline": self._checked(answer, "logline", film.logline, most=40, fewest=5, against=[film.title]),
            },
        )  # fmt: skip

    def _fields(
        self,
        film: Screenplay,
        name: str,
        told: str,
        schema: _Schema,
        tokens: int,
        read: Callable[[Any, Screenplay], dict[str, str]],
    ) -> Screenplay:
        return film.changed(**read(self._ask(name, told, schema, tokens, 0), film))

    def _ask(self, name: str, told: str, schema: _Schema, tokens: int, attempt: int) -> Any:
        system = "You are a screenwriter. You write short, concrete, visual sentences and dialogue with subtext. Answer in JSON."
        messages = [{"role": "system", "content": system}, {"role": "user", "content": told}]
        seed = seed_from("writer", self.brief.seed, name, attempt)
        answer = self.model.ask(messages, schema, max_tokens=tokens, seed=seed)
        return (
            answer if isinstance(answer, dict) or attempt + 1 >= ATTEMPTS else self._ask(name, told, schema, tokens, attempt + 1)
        )

    def _checked(self, answer: Any, key: str, fallback: str, *, most: int, against: Iterable[str], fewest: int = 1) -> str:
        found = answer.get(key) if isinstance(answer, dict) else None
        text = _tidied(found) if isinstance(found, str) else ""
        reason = rejection(text, self.brief.language, most_words=most, fewest_words=fewest, against=against)
        if reason:
            self.kept.append(f"{key}: {reason}")
            return fallback
        self.taken += 1
        return text

    def _scene(self, film: Screenplay, scene: Scene, said: list[str]) -> Scene:
        """One scene's spoken lines, reworded by their speakers in order; the action stays, for it carries the story.

        A scene that speaks the brief's own words is left as it is.
        """
        if not scene.lines or any(line.text.rstrip(" .") in self.brief.text for line in scene.lines):
            return scene
        speakers = [film.character(line.character).name for line in scene.lines]
        action = " ".join(action.text for action in scene.actions)
        wanted = "\n".join(f"{who}: {line.text}" for who, line in zip(speakers, scene.lines, strict=True))
        told = (
            f"Story: {film.logline}\nScene: {scene.heading}. {action[:900]}\nDraft dialogue:\n{wanted}\n"
            f"Rewrite each line in the same order for the same speaker: at most ten words, spoken aloud, never describing the picture."  # noqa: E501
        )
        items = {
            f"line_{i}": _object({"speaker": {"type": "string", "enum": [who]}, "text": _text(2, 90)})
            for i, who in enumerate(speakers)
        }
        replaced: dict[str, Line] = {}
        reasons: dict[str, str] = {}
        for attempt in range(ATTEMPTS):
            answer = self._ask(scene.id, told, _object(items), 60 + 40 * len(items), attempt)
            for index, line in enumerate(scene.lines):
                if line.id not in replaced:
                    reasons[line.id] = self._try_line(line, _line_text(answer, index), said, action, replaced)
            if len(replaced) == len(scene.lines):
                break
        self.kept += [f"line: {reason}" for line_id, reason in reasons.items() if line_id not in replaced]
        return scene.changed(elements=tuple(e if isinstance(e, Action) else replaced.get(e.id, e) for e in scene.elements))

    def _try_line(self, line: Line, text: str, said: list[str], action: str, replaced: dict[str, Line]) -> str:
        """Take the model's line if it may be used; else why not."""
        against = [*(other for other in said if other != line.text), action]
        reason = rejection(text, self.brief.language, most_words=max(12, len(line.text.split()) + 3), against=against)
        if not reason:
            said[said.index(line.text)] = text
            self.taken += 1
            felt = emotion(text)
            replaced[line.id] = line.changed(text=text, emotion=line.emotion if felt is Emotion.NEUTRAL else felt)
        return reason


def _line_text(answer: Any, index: int) -> str:
    item = answer.get(f"line_{index}") if isinstance(answer, dict) else None
    text = item.get("text") if isinstance(item, dict) else None
    return _tidied(text) if isinstance(text, str) else ""


def _tidied(text: str) -> str:
    """Without quotes around it, a speaker's name before it, or stage directions in brackets."""
    text = re.sub(r"\([^)]*\)|\*+", " ", " ".join(text.split())).strip(" \"“”«»'")
    text = re.sub(r"^[A-ZÀ-Þ][\w-]{1,20}:\s+", "", text)
    return typographic(capitalised(" ".join(text.split())))


def _object(properties: dict[str, _Schema]) -> _Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _text(shortest: int, longest: int) -> _Schema:
    return {"type": "string", "minLength": shortest, "maxLength": longest}
