# SPDX-License-Identifier: Apache-2.0
"""The other end of espeak_worker.py's pipe. espeak-ng (GPL) is never loaded into this process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiprod.film.errors import EngineError

_WORKER = Path(__file__).with_name("espeak_worker.py")


@dataclass(frozen=True)
class ClauseSounds:
    """A clause in espeak's IPA: said as a whole (with liaisons), and word by word."""

    whole: str
    words: tuple[str, ...]


class Espeak:
    """The worker process, started at the first question and started again once if it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def sounds(self, clauses: Sequence[Sequence[str]]) -> list[ClauseSounds]:
        """The sounds of clauses of words. Raises EngineError where the worker dies twice."""
        request = json.dumps([list(words) for words in clauses], ensure_ascii=False)
        answer = self._ask(request)
        if answer is None:
            self.close()
            answer = self._ask(request)
        if answer is None:
            cause = self._last_words()
            self.close()
            raise EngineError(
                "The French pronunciation process stopped twice", cause, "Run `aiprod doctor`, then `aiprod models repair`."
            )
        return [ClauseSounds(whole, tuple(words)) for whole, words in answer]

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _ask(self, request: str) -> list[Any] | None:
        """None where the worker is gone."""
        process = self._running()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(request + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            return None
        return list(json.loads(answer)) if answer else None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                [sys.executable, str(_WORKER)], stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
            )
        return self._process

    def _last_words(self) -> str:
        process = self._process
        if process is None or process.stderr is None:
            return ""
        lines = process.stderr.read().strip().splitlines()
        return lines[-1] if lines else f"it ended with code {process.wait()}"
