# SPDX-License-Identifier: Apache-2.0
"""What shots are given of the film: pictures of its people, places and things out of earlier takes, and the sound of its lines.

Which takes a shot is reminded of is decided once, when it is first made, and kept in the film's folder (`memory.json`): a shot
that is taken again later changes nobody else. A shot waits for those that it is reminded of; the others are made meanwhile, so
that a film is made in waves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.shots import Reference, ShootRequest
from aiprod.film.takes import Take
from aiprod.film.takestore import TakeStore
from aiprod.shooting.diffusion.memory.planning import Wanted, wanted
from aiprod.shooting.generator import Generator

Said = Sequence[tuple[Reference, Path]]
"""Lines as references, with where their sound lies."""


@dataclass(frozen=True)
class Asked:
    """A request as a generator is given it.

    Attributes:
        request: with its references.
        media: where they lie, by hash.
    """

    request: ShootRequest
    media: Mapping[str, Path] = field(default_factory=dict)


class Reminded(FilmObject):
    """What a request was given for a generator."""

    request: str
    """Content hash of the request as it is without references."""
    generator: str
    references: tuple[Reference, ...] = ()


class Reminders(FilmObject):
    """All of a film's."""

    reminded: tuple[Reminded, ...] = Field(())


class Memory:
    """The memory of the film in a folder.

    Args:
        root: the film's folder.
        takes: the film's takes.
    """

    def __init__(self, root: Path, takes: TakeStore) -> None:
        self._path, self._takes = root / "memory.json", takes
        self._kept: dict[tuple[str, str], tuple[Reference, ...]] | None = None
        self._film: tuple[ShootRequest, ...] = ()
        self._said: Mapping[str, Said] = {}
        self._own: Mapping[str, Path] = {}

    def know(
        self, film: Sequence[ShootRequest], said: Mapping[str, Said] | None = None, own: Mapping[str, Path] | None = None
    ) -> None:
        """Learn the film's shots, in order, what is said in each, and where the user's own references lie, by hash."""
        self._film, self._said, self._own = tuple(film), dict(said or {}), dict(own or {})

    def asked(self, request: ShootRequest, maker: Generator, take_of: Callable[[str], Take | None]) -> Asked | None:
        """A request with what the generator takes of the film; None where a shot that it is reminded of is not made yet.

        Args:
            request: without any but the user's own references.
            maker: only what it takes is given to it.
            take_of: the take of a shot of this film; None while it is not made. Raises KeyError for a shot that nobody makes.
        """
        lines = self._lines(request) if getattr(maker, "listens", False) else []
        pictures = self._pictures(request, maker, take_of) if getattr(maker, "remembers", False) else []
        if pictures is None:
            return None
        given = [*pictures, *lines]
        own = request.references if callable(getattr(maker, "given", None)) else ()
        references = (*own, *(reference for reference, _ in given))
        asked = request if references == request.references else request.changed(references=references)
        mine = {item.sha256: self._own[item.sha256] for item in own if item.sha256 in self._own}
        return Asked(asked, mine | {reference.sha256: path for reference, path in given})

    def _lines(self, request: ShootRequest) -> list[tuple[Reference, Path]]:
        return list(self._said.get(request.shot.id, ()))

    def _pictures(
        self, request: ShootRequest, maker: Generator, take_of: Callable[[str], Take | None]
    ) -> list[tuple[Reference, Path]] | None:
        key = request.content_hash(), maker.id
        kept = self._book().get(key)
        if kept is not None and (found := self._found(kept)) is not None:
            return found
        chosen: list[tuple[Reference, Path]] = []
        for item in wanted(request, self._before(request)):
            try:
                take = take_of(item.shot)
            except KeyError:
                continue
            if take is None:
                return None
            chosen += self._out_of(take, item)
        self._keep(key, tuple(reference for reference, _ in chosen))
        return chosen

    def _before(self, request: ShootRequest) -> tuple[ShootRequest, ...]:
        ids = [item.shot.id for item in self._film]
        return self._film[: ids.index(request.shot.id)] if request.shot.id in ids else ()

    def _out_of(self, take: Take, item: Wanted) -> list[tuple[Reference, Path]]:
        """The picture of somebody that a take keeps; none where it keeps none (a drawn one, or they are not seen in it)."""
        entry = next(
            (kept for kept in _remembered(take) if (kept.get("role"), kept.get("subject")) == (item.role, item.subject)), None
        )
        record = next((file for file in take.files if entry is not None and file.path == entry.get("file")), None)
        if record is None:
            return []
        reference = Reference(role=item.role, subject=item.subject, sha256=record.sha256, take=take.id)
        return [(reference, self._takes.path(take, record.path))]

    def _found(self, references: Sequence[Reference]) -> list[tuple[Reference, Path]] | None:
        """Where references lie; None where one is gone or damaged."""
        found = []
        for reference in references:
            try:
                take = self._takes.load(reference.take)
            except UserError:
                return None
            record = next((file for file in take.files if file.sha256 == reference.sha256), None)
            if record is None:
                return None
            found.append((reference, self._takes.path(take, record.path)))
        return found

    def _book(self) -> dict[tuple[str, str], tuple[Reference, ...]]:
        if self._kept is None:
            data = Reminders.from_json(read_json(self._path)).reminded if self._path.is_file() else ()
            self._kept = {(item.request, item.generator): item.references for item in data}
        return self._kept

    def _keep(self, key: tuple[str, str], references: tuple[Reference, ...]) -> None:
        book = self._book()
        book[key] = references
        rows = tuple(Reminded(request=request, generator=name, references=given) for (request, name), given in book.items())
        write_json(self._path, Reminders(reminded=rows).to_json())


def _remembered(take: Take) -> list[dict[str, Any]]:
    found = take.facts.get("memory")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
