# SPDX-License-Identifier: Apache-2.0
"""A small film, written and not yet made."""

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Action, Scene, Screenplay


def storm_film() -> Film:
    """Two shots and more of a storm, in five seconds."""
    texts = ("A lighthouse stands in the storm.", "Waves break on the rocks.")
    scene = Scene(
        id="s1", heading="EXT. COAST - NIGHT", interior=False, place="coast",
        elements=tuple(Action(id=f"s1-a{n}", text=text) for n, text in enumerate(texts, start=1)),
    )  # fmt: skip
    script = Screenplay(title="The Storm", language="en", scenes=(scene,))
    return Film(name="storm", brief=Brief(text="A storm.", language="en", duration_s=5, width=160, height=90), screenplay=script)
