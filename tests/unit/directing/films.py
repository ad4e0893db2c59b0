# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (written as a screenplay is: a line a line)
"""Three screenplays written by hand: a comedy of errors at a harbour, a lighthouse by the sea, a bakery in a French city."""

from __future__ import annotations

from aiprod.film.brief import Brief, Genre, Tone
from aiprod.film.screenplay import (
    Action,
    Age,
    Character,
    Emotion,
    Gender,
    Line,
    Mood,
    Scene,
    Screenplay,
    TimeOfDay,
    Weather,
)


def spare_key() -> Screenplay:
    nadia = Character(id="nadia", name="Nadia", description="30s, red coat", gender=Gender.FEMALE)
    tom = Character(id="old-tom", name="Old Tom", description="70, grey beard", gender=Gender.MALE)
    return Screenplay(
        title="The Spare Key",
        language="en",
        genre=Genre.COMEDY,
        cast=(nadia, tom),
        writer="author",
        scenes=(
            Scene(
                id="s1", heading="EXT. HARBOUR - DAWN", interior=False, place="harbour", time_of_day=TimeOfDay.DAWN,
                weather=Weather.FOG, mood=Mood.LONELY, intensity=0.3,
                elements=(
                    Action(
                        id="s1-a1",
                        text="Fog lies on the water. A single FERRY HORN. NADIA (30s, red coat) waits on the quay with a suitcase. "
                        "A gull watches her.",
                        characters=("nadia",),
                    ),
                    Line(
                        id="s1-l1", character="nadia", text="Don't look at me like that. I gave him until six.",
                        emotion=Emotion.IRONY, parenthetical="to the gull",
                    ),
                    Action(id="s1-a2", text="A clock tower strikes. Six times."),
                ),
            ),
            Scene(
                id="s2", heading="INT. KITCHEN - SAME TIME", interior=True, place="kitchen", time_of_day=TimeOfDay.DAWN,
                mood=Mood.PLAYFUL, intensity=0.55,
                elements=(
                    Action(
                        id="s2-a1",
                        text="A kettle boils over. OLD TOM, 70, grey beard, searches drawer after drawer.",
                        characters=("old-tom",),
                    ),
                    Line(id="s2-l1", character="old-tom", text="Where did I put you? Where, where, where...", emotion=Emotion.FEAR),
                    Action(id="s2-a2", text="He stops. The key hangs around his own neck.", characters=("old-tom",)),
                    Line(id="s2-l2", character="old-tom", text="Idiot.", emotion=Emotion.ANGER),
                ),
            ),
            Scene(
                id="s3", heading="EXT. VILLAGE STREET - MOMENTS LATER", interior=False, place="village street",
                time_of_day=TimeOfDay.DAWN, weather=Weather.RAIN, mood=Mood.TENSE, intensity=0.7,
                elements=(
                    Action(
                        id="s3-a1", text="Tom runs, one shoe on, past closed shutters. Rain begins.", characters=("old-tom",)
                    ),
                ),
            ),
            Scene(
                id="s4", heading="EXT. HARBOUR - MORNING", interior=False, place="harbour", time_of_day=TimeOfDay.MORNING,
                weather=Weather.RAIN, mood=Mood.TENDER, intensity=0.6, transition_out="FADE OUT",
                elements=(
                    Action(
                        id="s4-a1",
                        text="The ferry pulls away. The quay is empty. Tom arrives, breathless. He looks at the key, then at the water.",
                        characters=("old-tom",),
                    ),
                    Line(id="s4-l1", character="nadia", text="You're late.", extension="O.S."),
                    Action(
                        id="s4-a2", text="She is behind him, sitting on the suitcase, soaked, smiling.", characters=("nadia",)
                    ),
                    Line(id="s4-l2", character="old-tom", text="You missed the boat.", emotion=Emotion.SURPRISE),
                    Line(id="s4-l3", character="nadia", text="There's another one at noon.", emotion=Emotion.TENDERNESS),
                    Action(
                        id="s4-a3", text="He puts the key in her hand and closes her fingers over it.",
                        characters=("old-tom", "nadia"),
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def lighthouse() -> Screenplay:
    keeper = Character(
        id="keeper", name="the keeper", description="a retired lighthouse keeper, white beard", gender=Gender.MALE, age=Age.OLD
    )
    mara = Character(id="mara", name="Mara", description="a young fisherwoman", gender=Gender.FEMALE)
    return Screenplay(
        title="The Answer",
        logline="A retired lighthouse keeper answers a message in a bottle.",
        language="en",
        tone=Tone.MELANCHOLIC,
        cast=(keeper, mara),
        scenes=(
            Scene(
                id="s1", heading="EXT. BEACH BY THE LIGHTHOUSE - DUSK", interior=False, place="beach", time_of_day=TimeOfDay.DUSK,
                mood=Mood.MELANCHOLIC, intensity=0.25,
                elements=(
                    Action(id="s1-a1", text="The keeper walks along the sea.", characters=("keeper",)),
                    Action(id="s1-a2", text="He finds a green bottle in the sand. Inside, a letter.", characters=("keeper",)),
                    Line(id="s1-l1", character="keeper", text="Forty years. Forty years in the water, and you found me.", emotion=Emotion.WEARINESS),
                ),
            ),
            Scene(
                id="s2", heading="INT. LIGHTHOUSE - NIGHT", interior=True, place="lighthouse", time_of_day=TimeOfDay.NIGHT,
                mood=Mood.TENDER, intensity=0.4,
                elements=(
                    Action(id="s2-a1", text="By a candle, the keeper writes a letter.", characters=("keeper",)),
                    Line(id="s2-l1", character="keeper", text="Dear child. I am sorry that I am late.", emotion=Emotion.TENDERNESS),
                    Line(id="s2-l2", character="mara", text="Give it to me. I will cross tonight.", emotion=Emotion.DETERMINATION),
                    Line(id="s2-l3", character="keeper", text="In this storm?", emotion=Emotion.FEAR),
                    Line(id="s2-l4", character="mara", text="It has waited long enough.", emotion=Emotion.DETERMINATION),
                ),
            ),
            Scene(
                id="s3", heading="EXT. BAY - STORM - NIGHT", interior=False, place="open sea", time_of_day=TimeOfDay.NIGHT,
                weather=Weather.STORM, mood=Mood.TENSE, intensity=0.9,
                elements=(
                    Action(id="s3-a1", text="Mara rows a boat through the waves. Lightning.", characters=("mara",)),
                    Action(id="s3-a2", text="She holds the letter against her heart.", characters=("mara",)),
                ),
            ),
        ),
    )  # fmt: skip


def bakery() -> Screenplay:
    lucie = Character(
        id="la-boulangere", name="la boulangère", description="boulangère, quarante ans, chignon", gender=Gender.FEMALE
    )
    robot = Character(id="le-robot", name="le robot", description="petit robot de livraison jaune", species="robot")
    return Screenplay(
        title="Le pain du robot",
        logline="Une boulangère répare un robot de livraison dans une ville sous la pluie.",
        language="fr",
        genre=Genre.FAMILY,
        tone=Tone.FUNNY,
        cast=(lucie, robot),
        scenes=(
            Scene(
                id="s1", heading="EXT. RUE DE LA VILLE - NUIT", interior=False, place="rue de la ville", time_of_day=TimeOfDay.NIGHT,
                weather=Weather.RAIN, mood=Mood.MYSTERIOUS, intensity=0.35,
                elements=(
                    Action(
                        id="s1-a1",
                        text="La pluie tombe sur la ville. La boulangère ouvre sa porte. Un robot de livraison est assis sur le trottoir.",
                        characters=("la-boulangere", "le-robot"),
                    ),
                    Line(id="s1-l1", character="la-boulangere", text="Eh bien, mon petit, tu es tombé en panne ?", emotion=Emotion.SURPRISE),
                    Line(id="s1-l2", character="le-robot", text="Livraison impossible. Batterie faible.", emotion=Emotion.SADNESS),
                ),
            ),
            Scene(
                id="s2", heading="INT. BOULANGERIE - NUIT", interior=True, place="la boulangerie", time_of_day=TimeOfDay.NIGHT,
                mood=Mood.PLAYFUL, intensity=0.5,
                elements=(
                    Action(
                        id="s2-a1",
                        text="Elle répare le robot avec une fourchette, un tournevis et une baguette. Le four éclaire la pièce.",
                        characters=("la-boulangere", "le-robot"),
                    ),
                    Line(id="s2-l1", character="la-boulangere", text="Avec un peu de beurre, ça devrait tourner.", emotion=Emotion.JOY),
                    Line(id="s2-l2", character="le-robot", text="Je sens une odeur de croissant.", emotion=Emotion.JOY),
                ),
            ),
            Scene(
                id="s3", heading="EXT. RUE DE LA VILLE - AUBE", interior=False, place="rue de la ville", time_of_day=TimeOfDay.DAWN,
                mood=Mood.JOYFUL, intensity=0.6,
                elements=(
                    Action(id="s3-a1", text="Le robot roule de porte en porte avec un panier de pain.", characters=("le-robot",)),
                    Action(id="s3-a2", text="La boulangère sourit sur le seuil.", characters=("la-boulangere",)),
                    Line(id="s3-l1", character="le-robot", text="Livraison terminée. Merci.", emotion=Emotion.TENDERNESS),
                ),
            ),
        ),
    )  # fmt: skip


def brief_for(screenplay: Screenplay, seconds: float = 30.0, **fields: object) -> Brief:
    return Brief(text=screenplay.logline or screenplay.title, language=screenplay.language, duration_s=seconds, **fields)  # type: ignore[arg-type]


ALL = (spare_key, lighthouse, bakery)
