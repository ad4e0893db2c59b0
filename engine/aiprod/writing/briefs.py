# SPDX-License-Identifier: Apache-2.0
"""Reading what the user asked for: a sentence, a page, or a screenplay file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from aiprod.film.brief import Audience, Brief, Genre, Language, Tone
from aiprod.film.errors import UserError
from aiprod.writing.detection import NAMES, detect, preferred
from aiprod.writing.instructions import Instructions, split_instructions
from aiprod.writing.screentext import looks_like_fountain, running_seconds
from aiprod.writing.text import has_letters, sentences, without_controls

PROSE_LIMIT = 20_000
"""Characters of prose that the writer reads; a longer brief is cut at the end of a sentence, with a warning."""
FILE_LIMIT = 16_000_000
DEFAULT_SECONDS = 30.0
SHORTEST, LONGEST = 4.0, 7200.0
LANGUAGES: dict[Language, str] = {"en": "English", "fr": "French"}

_FILE_NAME = re.compile(r"^[^\n]{1,240}\.(?:txt|text|md|fountain|spmd|fdx|pdf|docx?|rtf|odt|celtx|xml)$", re.IGNORECASE)
_PATH_START = re.compile(r"^(?:~?/|\.{1,2}[/\\]|[A-Za-z]:[/\\])[^\n]{1,400}$")
_SOURCES: dict[str, Literal["fountain", "fdx"]] = {".fountain": "fountain", ".spmd": "fountain", ".fdx": "fdx"}
Source = Literal["prose", "fountain", "fdx"]


@dataclass(frozen=True)
class ReadBrief:
    """A brief, and what the reader had to do that its author should know.

    Attributes:
        brief: ready for `write`.
        warnings: whole sentences, in English, for the user.
    """

    brief: Brief
    warnings: tuple[str, ...] = ()


def read_brief(
    text_or_path: str,
    *,
    language: str | None = None,
    duration_s: float | None = None,
    genre: Genre | str | None = None,
    audience: Audience | str | None = None,
    tone: Tone | str | None = None,
    **fields: Any,
) -> ReadBrief:
    """Read a sentence, or a .txt, .md, .fountain or .fdx file where `text_or_path` is the path of one.

    Args:
        text_or_path: the brief itself, or a path.
        language: "en" or "fr"; None detects it.
        duration_s: the film's length in seconds, 4 to 7200; None takes it from the text, else from the screenplay's
            running time, else 30 s.
        genre, audience, tone: None takes them from the text where it names them.
        fields: other fields of Brief (style, seed, width, height, rate, loudness_lufs); None leaves the default.

    Raises:
        UserError: nothing to film, a language that is not supported, a file that can't be read, a value out of range.
    """
    raw, source = source_text(text_or_path)
    text, warnings = _cleaned(raw)
    if source == "prose" and looks_like_fountain(text):
        source = "fountain"
    spoken = _language(text if source == "prose" else _sample(text, source), language, warnings)
    asked = Instructions(None, _member(Genre, genre), _member(Audience, audience), _member(Tone, tone))
    if source == "prose":
        text = _shortened(text, warnings)
        text, told = split_instructions(text, spoken)
        asked = asked.or_else(told)
    duration = duration_s if duration_s is not None else _told_duration(asked, text, source, warnings)
    given = {"style": asked.style, **{name: value for name, value in fields.items() if value is not None}}
    brief = _brief(
        text=text,
        source=source,
        language=spoken,
        duration_s=duration,
        genre=asked.genre,
        audience=asked.audience,
        tone=asked.tone,
        **{name: value for name, value in given.items() if value is not None},
    )
    return ReadBrief(brief, tuple(warnings))


def source_text(text_or_path: str) -> tuple[str, Source]:
    """The text itself and what kind it is, as it was given or as it stands in the file. Raises UserError."""
    path = _existing(text_or_path)
    if path is None:
        _refuse_missing_file(text_or_path)
        return text_or_path, "prose"
    source: Source = _SOURCES.get(path.suffix.lower(), "prose")
    data = _file_bytes(path)
    if source == "fdx":
        from aiprod.writing.finaldraft import decoded

        return decoded(data, str(path)), source
    return _decoded(data, path), source


def _existing(text: str) -> Path | None:
    if not text.strip() or "\n" in text or "\0" in text or len(text) > 4000:
        return None
    path = Path(text.strip()).expanduser()
    try:
        return path if path.exists() else None
    except (OSError, ValueError):
        return None


def _refuse_missing_file(text: str) -> None:
    stripped = text.strip()
    if _FILE_NAME.match(stripped) or (_PATH_START.match(stripped) and not re.search(r"\s\S+\s\S+\s", stripped)):
        raise UserError(
            f"There is no file {stripped}", "the path does not exist", "Check its spelling, or give the brief itself in quotes."
        )


def _file_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(f"{path} is a folder", "a brief is a sentence or a file", "Give a .txt, .fountain or .fdx file.")
        if path.stat().st_size > FILE_LIMIT:
            raise UserError(
                f"{path} is too large for a brief",
                f"it is over {FILE_LIMIT // 1_000_000} MB",
                "Give the screenplay's text alone.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be read", error.strerror or str(error), "Check the file and its permissions.") from error


def _decoded(data: bytes, path: Path) -> str:
    """UTF-8 (with or without mark), UTF-16 with its mark, else Latin-1 (Windows-1252) where it looks like text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded_as(data, encoding, path)
    if b"\0" in data:
        raise _not_text(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        odd = sum(byte < 9 or 13 < byte < 32 or byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x7F) for byte in data)
        high = sum(byte > 127 for byte in data)
        if odd * 100 > len(data) or high * 4 > len(data):
            raise _not_text(path) from None
        return data.decode("cp1252", errors="replace").replace("\ufffd", "")


def _decoded_as(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(path) from None


def _not_text(path: Path) -> UserError:
    return UserError(
        f"{path.name} is not a text file",
        "its bytes are not readable as text",
        "Save it as plain text (UTF-8), .fountain or .fdx.",
    )


def _cleaned(raw: str) -> tuple[str, list[str]]:
    text, dropped = without_controls(raw)
    if not text.strip():
        raise UserError(
            "The brief is empty", "there is no text in it", 'Say what the film is about: aiprod make "A lighthouse keeper …"'
        )
    if not has_letters(text):
        raise UserError(
            "The brief has no words", "there are only signs, digits or emoji in it", "Say in words what the film is about."
        )
    many = "s were" if dropped > 1 else " was"
    return text.strip("\n") + "\n" if "\n" in text.strip() else text.strip(), [
        f"{dropped} control character{many} removed from the brief."
    ] if dropped else []


def _sample(text: str, source: Source) -> str:
    """The words of a screenplay that show its language."""
    if source == "fdx":
        text = re.sub(r"<[^>]*>", " ", text)
    return text[:20_000]


def _language(text: str, asked: str | None, warnings: list[str]) -> Language:
    if asked is not None:
        return _supported(asked)
    guess, best = detect(text[:5000]), preferred(text[:5000])
    if guess.language not in LANGUAGES and (guess.margin > 0.2 or best.margin < 0.5):
        named = NAMES.get(guess.language, guess.language)
        raise UserError(
            f"The brief seems to be in {named}", "films are written in English or French",
            "Write the brief in one of them, or choose the film's language with --lang en or --lang fr.",
        )  # fmt: skip
    chosen: Language = "fr" if best.language == "fr" else "en"
    if best.margin < 0.15:
        warnings.append(
            f"The brief is too short to tell its language; it was taken as {LANGUAGES[chosen]} (say --lang to choose)."
        )
    return chosen


def _supported(asked: str) -> Language:
    code = asked.strip().lower().replace("_", "-").split("-")[0]
    for language, name in LANGUAGES.items():
        if code in (language, name.lower(), {"en": "anglais", "fr": "français"}[language]):
            return language
    raise UserError(
        f"{asked!r} is not a language of the studio",
        "films are written in English (en) or French (fr)",
        "Use --lang en or --lang fr.",
    )


def _member(kind: type[Any], value: Any) -> Any:
    if value is None:
        return None
    try:
        return kind(str(value).strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise UserError(
            f"{value!r} is not a known {kind.__name__.lower()}", f"the known ones are {known}", "Choose one of them."
        ) from None


def _shortened(text: str, warnings: list[str]) -> str:
    if len(text) <= PROSE_LIMIT:
        return text
    kept = ""
    for sentence in sentences(text[: PROSE_LIMIT + 2000]):
        if len(kept) + len(sentence) + 1 > PROSE_LIMIT:
            break
        kept = f"{kept} {sentence}".strip()
    kept = kept or text[:PROSE_LIMIT].rsplit(" ", 1)[0]
    warnings.append(
        f"The brief has {len(text):,} characters; the film was written from its first {len(kept):,} (cut at the end of a sentence)."  # noqa: E501
        if kept[-1:] in ".!?…»”"
        else f"The brief has {len(text):,} characters; the film was written from its first {len(kept):,}."
    )
    return kept


def _told_duration(told: Instructions, text: str, source: Source, warnings: list[str]) -> float:
    """The length that the brief or the screenplay itself asks for, held within what the studio can make."""
    seconds = told.duration_s if told.duration_s is not None else running_seconds(text, source)
    if seconds is None:
        return DEFAULT_SECONDS
    held = min(max(seconds, SHORTEST), LONGEST)
    if held != seconds:
        warnings.append(f"A film lasts from {SHORTEST:.0f} s to {LONGEST / 60:.0f} minutes; this one was set to {held:.0f} s.")
    return round(held, 1)


def _brief(**fields: Any) -> Brief:
    try:
        return Brief(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the brief"
        shown = {"duration_s": "duration (in seconds)"}.get(name, name)
        raise UserError(f"The {shown} can't be {first.get('input')!r}", first["msg"].lower(), "Choose another value.") from error
