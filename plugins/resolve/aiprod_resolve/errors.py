# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, in words that people can act on: what, why, what to do."""

from typing import Any, Tuple

from aiprod_resolve.messages import message

Said = Tuple[str, str, str]


class PanelError(Exception):
    """Something that the user must be told.

    Args:
        key: of `messages.MESSAGES`.
        values: what its sentences are filled in with.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def said(self, lang: str) -> Said:
        """What happened, why, and what to do, in a language."""
        return message(self.key, lang, self.values)

    def sentence(self, lang: str) -> str:
        """All of it as one text."""
        what, why, remedy = self.said(lang)
        return ". ".join(part.rstrip(".") for part in (what + (" (" + why + ")" if why else ""), remedy) if part) + "."

    def __str__(self) -> str:
        return self.sentence("en")


class NoEngineError(PanelError):
    """No engine answers."""


class LostError(NoEngineError):
    """The engine went away while it was asked something."""


class ImpostorError(PanelError):
    """Something else answers where the engine should be. It was told nothing."""


class ForgottenError(PanelError):
    """The engine doesn't know this panel (any more)."""


class HostError(PanelError):
    """Resolve can't do it, or didn't."""


class EngineError(PanelError):
    """The engine refused, and says why.

    Args:
        code: one of the wire's stable codes.
        what, why, remedy: its own words, in English.
    """

    def __init__(self, code: str, what: str, why: str = "", remedy: str = "") -> None:
        super().__init__("engine_refused", code=code, what=what)
        self.code, self.words = code, (what, why, remedy)

    def said(self, lang: str) -> Said:
        from aiprod_resolve.engine_words import translated

        what, why, remedy = (translated(word, lang) for word in self.words)
        return what, why, remedy
