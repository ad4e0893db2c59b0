# SPDX-License-Identifier: Apache-2.0
"""Who writes the film."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Screenplay


@dataclass(frozen=True)
class Written:
    """A screenplay, and what its reader should know about how it came to be."""

    screenplay: Screenplay
    warnings: tuple[str, ...] = ()


def write(brief: Brief, *, writer: str = "auto") -> Written:
    """Write the film of a brief.

    Args:
        brief: from `read_brief`.
        writer: "auto", "template", or "llm:<model card>". Author's screenplays (Fountain, Final Draft) are read as they
            are, whatever the writer.

    Raises:
        UserError: an unknown writer, or an author's file that can't be read.
    """
    if brief.source != "prose":
        return Written(_authors(brief))
    model = chosen_model(writer)
    from aiprod.writing.template import write_template

    draft, warnings = write_template(brief)
    if model is None:
        return Written(draft, tuple(warnings))
    from aiprod.writing.llm import rewrite

    screenplay, notes = rewrite(brief, draft, model)
    return Written(screenplay, (*warnings, *notes))


def _authors(brief: Brief) -> Screenplay:
    from aiprod.writing import finaldraft, fountain

    if brief.source == "fdx":
        screenplay = finaldraft.parse(brief.text.encode(), language=brief.language)
    else:
        screenplay = fountain.parse(brief.text, language=brief.language)
    given = {"genre": brief.genre, "audience": brief.audience, "tone": brief.tone}
    return screenplay.changed(**{name: value for name, value in given.items() if value is not None})


def chosen_model(writer: str) -> str | None:
    """The card of the model that writes; None for the template writer."""
    from aiprod.models.cards import all_cards, card
    from aiprod.models.library import installed

    if writer == "template":
        return None
    if writer == "auto":
        found = [
            model.id
            for model in all_cards().values()
            if model.role == "writer" and model.need == "optional" and installed(model.id)
        ]
        return found[0] if found else None
    kind, _, model_id = writer.partition(":")
    if kind != "llm" or not model_id:
        raise UserError(
            f"There is no writer {writer!r}", "writers are auto, template and llm:<model>", "See `aiprod models list`."
        )
    model = card(model_id)
    if model.role != "writer":
        raise UserError(f"{model.title} can't write", f"its role is {model.role}", "See `aiprod models list`.")
    if not installed(model_id):
        raise UserError(
            f"The writer {model.title} is not installed", "its files were not found", f"Run `aiprod models pull {model_id}`."
        )
    return model_id
