# SPDX-License-Identifier: Apache-2.0
"""What never leaves this machine, nor stands in a log: secrets, the user's home, the names and words of films.

Three nets, one behind the other: exact secrets that the program knows (`hide`), fields whose names say that they are
secret, and texts that look like credentials.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

GONE = "[redacted]"
_DEEPEST = 8
"""Levels of nested data that are looked at; anything deeper is left out."""
_LONGEST = 4_000
"""Characters of one text that are kept; a few times as many are looked at, so that no secret is cut in two unseen."""
_SHORTEST_SECRET = 8
"""Shorter values would hide ordinary words."""

_SECRET_NAME = re.compile(
    r"(?:^|_)auth(?:$|_|key)|token|secret|passw|pwd|api[_-]?key|authori[sz]ation|cookie|credential|private|signature|nonce|pairing",
    re.IGNORECASE,
)
_CONTENT_NAME = re.compile(
    r"^(prompts?|negative_prompt|texts?|brief|title|logline|description|line|lines|screenplay|script|body|arguments|dialogue|words"
    r"|lyrics|name|note)$",
    re.IGNORECASE,
)
_HOMES = re.compile(r"(?<![\w.])(?:/home|/Users|[A-Za-z]:\\+Users)[\\/]+[^\\/\s\"':;,]+")
_FILM_NAME = re.compile(r"(?:(?<=[\\/])[^\\/\"\r\n:]{1,255}?|[^\s\\/\"':]{1,255})\.aiprod(?![\w.])")
_HEADER = r"(?:proxy-)?authorization|x-[a-z-]{0,40}(?:key|token)|cookie|set-cookie"
_SETTING = r"[a-z_-]{0,40}(?:api[_-]?key|token|secret|password|passwd)[a-z_-]{0,40}"
_TOKEN = r"(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{32,}={0,2}"
"""Long runs of mixed letters and digits, as tokens and keys are. Hashes and ids have no capitals and stay."""

_PLAIN_WORD = re.compile(r"^\w{0,19}$")
"""Too short for any of the patterns; most fields are such words."""
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(bearer|basic)\s+(?=[^\s]*[\d=]|[^\s]{20})[A-Za-z0-9._~+/=-]{6,}"), rf"\1 {GONE}"),
    (re.compile(r"(?i)\baiprod\.token\.[A-Za-z0-9_=-]+"), f"aiprod.token.{GONE}"),
    (re.compile(rf"(?i)\b({_HEADER})(\"?\s*[:=]\s*)\"?[^\r\n\",]+"), rf"\1\2{GONE}"),
    (re.compile(rf"(?i)\b({_SETTING})(\"?\s*[:=]\s*\"?)[^\s\",;&]{{4,}}"), rf"\1\2{GONE}"),
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,30}://)[^/\s@\"']+@"), rf"\1{GONE}@"),
    (re.compile(r"\b((?:https?|wss?)://[^\s?#\"'<>]+)[?#][^\s\"'<>]+"), rf"\1?{GONE}"),
    (re.compile(r"\b(?:sk|pk|rk|r8|key|ghp|gho|hf|fal|luma|ltx)[-_][A-Za-z0-9_-]{16,}"), GONE),
    (re.compile(r"\bAIza[A-Za-z0-9_-]{20,}"), GONE),
    (re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), GONE),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9a-f]{16,}"), GONE),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL), GONE),
    (re.compile(rf"(?<![A-Za-z0-9_/+.-]){_TOKEN}(?![A-Za-z0-9_/+-])"), GONE),
)


class Redactor:
    """Takes out of texts and data what is nobody else's business.

    Args:
        secrets: exact values to hide, in addition to those of environment variables with a secret's name.
        environment: where to look for these.
    """

    def __init__(self, secrets: Iterable[str] = (), environment: Mapping[str, str] = os.environ) -> None:
        self._secrets: list[str] = []
        home = str(Path.home())
        self._home = re.compile(rf"{re.escape(home)}(?![\w.-])" if len(home) > 1 else r"(?!)")
        for name, value in environment.items():
            if _SECRET_NAME.search(name):
                self.hide(value)
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str) -> None:
        """From now on this value never appears. Very short ones are left: they would hide ordinary words."""
        if len(secret) >= _SHORTEST_SECRET and secret not in self._secrets:
            self._secrets.append(secret)
            self._secrets.sort(key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text without secrets, home paths and names of films."""
        text = text[: 4 * _LONGEST]
        for secret in self._secrets:
            text = text.replace(secret, GONE)
        if _PLAIN_WORD.match(text):
            return text
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        if ".aiprod" in text or "/" in text or "\\" in text:
            text = _FILM_NAME.sub(_film_alias, _HOMES.sub("~", self._home.sub("~", text)))
        return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"

    def data(self, value: Any, *, content: bool = True, depth: int = _DEEPEST) -> Any:
        """JSON-able data, redacted by field names and by look.

        Args:
            value: anything; what JSON does not know becomes text.
            content: whether fields that hold a film's words may stay.
            depth: levels that are looked at.
        """
        if isinstance(value, bool | int | float) or value is None:
            return value
        if isinstance(value, Mapping):
            return {self.text(str(k)): self._field(str(k), v, content, depth) for k, v in value.items()} if depth else GONE
        if isinstance(value, list | tuple | set | frozenset):
            return [self.data(item, content=content, depth=depth - 1) for item in value] if depth else GONE
        return self.text(str(value))

    def _field(self, name: str, value: Any, content: bool, depth: int) -> Any:
        if secret_name(name) and not isinstance(value, bool | int | float) and value is not None:
            return GONE
        if not content and content_name(name) and not isinstance(value, bool | int | float):
            return "[left out]"
        return self.data(value, content=content, depth=depth - 1)


def secret_name(name: str) -> bool:
    """Whether a field of this name holds a secret."""
    return bool(_SECRET_NAME.search(name))


def content_name(name: str) -> bool:
    """Whether a field of this name holds words of a film or of its author."""
    return bool(_CONTENT_NAME.match(name))


def _film_alias(match: re.Match[str]) -> str:
    """A film's folder under a name that says nothing, and is the same each time."""
    return f"film-{hashlib.sha256(match[0].encode()).hexdigest()[:8]}.aiprod"
