# SPDX-License-Identifier: Apache-2.0
"""What a film has time to say: which lines stand or fall together, and which go first."""

from __future__ import annotations

from collections.abc import Sequence

from aiprod.film.brief import Brief
from aiprod.film.screenplay import Action, Scene
from aiprod.writing.template.bank import Say

_WORDS_A_SECOND = {"en": 2.5, "fr": 2.7}
Units = dict[str, tuple[int, bool]]
"""Line → the beat it belongs to (0: none), and whether that beat needs it."""
Draft = tuple[Scene, Units]


def within_time(drafts: list[Draft], brief: Brief) -> list[Scene]:
    """Drop what the film has no time to say: asides first, then whole exchanges, so that no answer loses its question."""
    budget = brief.duration_s * 0.52 * _WORDS_A_SECOND[brief.language]
    most = max(1, round(brief.duration_s / 3.8))
    lines = {line.id: len(line.text.split()) for scene, _ in drafts for line in scene.lines}
    last = next((scene.lines[-1].id for scene, _ in reversed(drafts) if scene.lines), "")
    for group in _droppable(drafts, last):
        if sum(lines.values()) <= budget and len(lines) <= most:
            break
        for line_id in group:
            lines.pop(line_id, None)
    return [
        scene.changed(elements=tuple(e for e in scene.elements if isinstance(e, Action) or e.id in lines)) for scene, _ in drafts
    ]


def _droppable(drafts: list[Draft], last: str) -> list[list[str]]:
    """Groups of lines that can go, the most dispensable first."""
    asides: list[tuple[int, list[str]]] = []
    exchanges: list[tuple[float, list[str]]] = []
    for index, (scene, units) in enumerate(drafts):
        said = {line.id: len(line.text.split()) for line in scene.lines}
        asides += [(-said[i], [i]) for i, (_, needed) in units.items() if not needed and i in said and i != last]
        for unit in sorted({number for number, needed in units.values() if needed}):
            group = [i for i, (number, needed) in units.items() if number == unit and needed and i in said]
            if last not in group:
                # Middle scenes can be silent; the first event and the turn before the end should speak.
                middle = abs(index - (len(drafts) - 1) * 0.45)
                exchanges.append((middle, group))
    return [group for _, group in sorted(asides, key=lambda item: item[0])] + [
        group for _, group in sorted(exchanges, key=lambda item: item[0])
    ]


def needed_of(says: Sequence[Say]) -> list[bool]:
    """Which lines of a beat stand or fall together: those of the exchange up to its key lines, and answers to questions kept."""
    keys = [index for index, say in enumerate(says) if say.key]
    if not keys:
        return [False] * len(says)
    first, last = keys[0], keys[-1]
    exchange = len({say.who for say in says[: last + 1]}) > 1
    needed = [index in keys or (exchange and index < last) for index in range(len(says))]
    for index in range(last + 1, len(says)):
        needed[index] = needed[index - 1] and says[index - 1].text.rstrip().endswith("?") and says[index].who != says[first].who
    return needed
