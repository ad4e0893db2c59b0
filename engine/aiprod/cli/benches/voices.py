# SPDX-License-Identifier: Apache-2.0
"""`aiprod bench voices`: predicted quality, intelligibility and speed of the voices, 20 acted lines in each language.

Seven characters a language (two women's, two men's, a child's, an animal's and a robot's voice), every emotion. MOS is DistillMOS
of the recorded line alone; `mos_original` is the same network with the padding of its original program (see quality/mos.py).
The word error rate is that of Whisper base on each line, numbers normalised; in French it says as much about Whisper as about the
voice.
"""

from __future__ import annotations

import time
from statistics import fmean
from typing import Any

from aiprod.film.brief import Language
from aiprod.film.screenplay import Age, Character, Emotion, Gender, Line, Scene, Screenplay

_ENGLISH: tuple[tuple[str, str, str], ...] = (
    ("keeper", "weariness", "I have kept this light for forty years, and tonight, at last, somebody answers me."),
    ("girl", "surprise", "Do you think the bottle came all the way from the other side of the ocean?"),
    ("keeper", "neutral", "Careful with those stairs. The third step has been broken since the great storm."),
    ("woman", "sadness", "You told me you would be home before the winter. That was eleven years ago."),
    ("captain", "anger", "Hold the rope, all of you! If the mast goes now, we go down with her!"),
    ("girl", "joy", "Look, look, there are hundreds of them, and they are all flying towards us!"),
    ("robot", "neutral", "My battery stands at twelve percent. I would still like to see the sunrise."),
    ("woman", "tenderness", "Come here, little one. Nothing in this old house can hurt you any more."),
    ("captain", "determination", "We leave at half past five, with or without the permission of the harbour."),
    ("woman", "fear", "There is someone behind the door. I can hear him breathing, please, don't move."),
    ("keeper", "irony", "Oh, wonderful. Another letter from the ministry, and this one even has a stamp."),
    ("narrator", "neutral", "Nobody in the village remembered who had planted the orange tree by the station."),
    ("narrator", "neutral", "In nineteen eighty-four, the last train left at 3:45, and it never came back."),
    ("robot", "tenderness", "I counted 1,200 stars, and then I stopped, because you had fallen asleep."),
    ("girl", "weariness", "I'm not tired, I'm only resting my eyes until the music begins again."),
    ("captain", "neutral", "Read the map again. The island should be twenty miles south of here."),
    ("cat", "irony", "I was a cat in this kitchen long before you learned to open the fridge."),
    ("woman", "determination", "If we fail tomorrow, at least the children will know that we tried."),
    ("keeper", "sadness", "My dear friend, the sea gives back everything, but never in the same shape."),
    ("narrator", "tenderness", "And so the lantern burned until morning, though nobody was there to see it."),
)  # fmt: skip
_FRENCH: tuple[tuple[str, str, str], ...] = (
    ("gardien", "weariness", "J'ai gardé ce phare pendant quarante ans, et ce soir, enfin, quelqu'un me répond."),
    ("fille", "surprise", "Tu crois que la bouteille est venue de l'autre côté de l'océan, toute seule ?"),
    ("gardien", "neutral", "Attention à l'escalier, la troisième marche est cassée depuis la grande tempête."),
    ("femme", "sadness", "Tu m'avais dit que tu rentrerais avant l'hiver. C'était il y a onze ans."),
    ("capitaine", "anger", "Tenez bon la corde, tous ! Si le mât tombe, nous coulons avec lui !"),
    ("fille", "joy", "Regarde, regarde, il y en a des centaines, et elles volent toutes vers nous !"),
    ("robot", "neutral", "Ma batterie est à douze pour cent. J'aimerais quand même voir le lever du soleil."),
    ("femme", "tenderness", "Viens près de moi, mon petit. Plus rien dans cette maison ne peut te faire peur."),
    ("capitaine", "determination", "Nous partons à cinq heures et demie, avec ou sans la permission du port."),
    ("femme", "fear", "Il y a quelqu'un derrière la porte. Je l'entends respirer, surtout ne bouge pas."),
    ("gardien", "irony", "Magnifique, encore une lettre du ministère, et celle-ci porte même un timbre."),
    ("narrateur", "neutral", "Personne au village ne savait qui avait planté l'oranger devant la gare."),
    ("narrateur", "neutral", "En 1984, le dernier train est parti à 15h45, et il n'est jamais revenu."),
    ("robot", "tenderness", "J'ai compté mille deux cents étoiles, puis tu t'es endormie dans le jardin."),
    ("fille", "weariness", "Je ne suis pas fatiguée, je repose seulement mes yeux jusqu'à la musique."),
    ("capitaine", "neutral", "Relis la carte encore une fois. L'île devrait être à vingt milles au sud."),
    ("chat", "irony", "J'étais déjà le chat de cette cuisine avant que tu apprennes à lire."),
    ("femme", "determination", "Si nous échouons demain, au moins les enfants sauront que nous avons essayé."),
    ("gardien", "sadness", "Mon cher ami, la mer rend toujours tout, mais jamais sous la même forme."),
    ("narrateur", "tenderness", "Et la lanterne brûla jusqu'au matin, alors que personne n'était là pour la voir."),
)  # fmt: skip

_CAST: dict[Language, tuple[Character, ...]] = {
    "en": (
        Character(id="narrator", name="the narrator", gender=Gender.FEMALE),
        Character(id="keeper", name="the keeper", gender=Gender.MALE, age=Age.OLD),
        Character(id="woman", name="the woman", gender=Gender.FEMALE),
        Character(id="captain", name="the captain", gender=Gender.MALE),
        Character(id="girl", name="the girl", gender=Gender.FEMALE, age=Age.CHILD),
        Character(id="cat", name="the cat", species="cat", gender=Gender.FEMALE),
        Character(id="robot", name="the robot", species="robot", gender=Gender.MALE),
    ),
    "fr": (
        Character(id="narrateur", name="le narrateur", gender=Gender.FEMALE),
        Character(id="gardien", name="le gardien", gender=Gender.MALE, age=Age.OLD),
        Character(id="femme", name="la femme", gender=Gender.FEMALE),
        Character(id="capitaine", name="le capitaine", gender=Gender.MALE),
        Character(id="fille", name="la fille", gender=Gender.FEMALE, age=Age.CHILD),
        Character(id="chat", name="le chat", species="cat", gender=Gender.FEMALE),
        Character(id="robot", name="le robot", species="robot", gender=Gender.MALE),
    ),
}


def screenplay(language: Language) -> Screenplay:
    """The 20 lines as a film."""
    rows = _ENGLISH if language == "en" else _FRENCH
    lines = tuple(
        Line(id=f"line-{i:02}", character=who, emotion=Emotion(emotion), text=text)
        for i, (who, emotion, text) in enumerate(rows, 1)
    )
    scene = Scene(id="scene", heading="INT. STUDIO - DAY", interior=True, place="studio", elements=lines)
    return Screenplay(title="Voices", language=language, cast=_CAST[language], scenes=(scene,))


def run(runs: int = 1, seed: int = 1) -> dict[str, Any]:
    """Measure both languages: per line, and means, worst values and real-time factor (CPU seconds per second of
    speech). Speech is deterministic, so one run says it all and `runs` changes nothing."""
    languages: tuple[Language, ...] = ("en", "fr")
    return {language: _language(language, seed) for language in languages}


def _language(language: Language, seed: int = 1) -> dict[str, Any]:
    from aiprod.voices.casting import cast_voices
    from aiprod.voices.studio import VoiceStudio

    film = screenplay(language)
    castings = {casting.character: casting for casting in cast_voices(film, seed)}
    rows, cpu = [], 0.0
    with VoiceStudio(language) as studio:
        first = next(film.lines())
        studio.record(first, castings[first.character])
        for line in film.lines():
            start = time.process_time()
            speech, samples = studio.record(line, castings[line.character])
            cpu += time.process_time() - start
            rows.append(_measured(line, samples, speech.duration_s, language))
    return _summary(rows, cpu)


def _measured(line: Line, samples: Any, duration: float, language: Language) -> dict[str, Any]:
    from aiprod.quality.mos import predict_mos
    from aiprod.quality.speech import normalised_words, recognise_lines

    heard = recognise_lines(samples, [(line, 0.0, duration)], language)[0]
    mos, original = predict_mos(samples), predict_mos(samples, placements=1)
    words = len(normalised_words(line.text, language))
    return {
        "line": line.id, "character": line.character, "emotion": line.emotion.value, "text": line.text, "heard": heard.heard,
        "seconds": round(duration, 2), "mos": round(mos, 3), "mos_original": round(original, 3), "words": words, "wer": heard.wer,
        "likeness": heard.likeness, "recognised": heard.recognised,
    }  # fmt: skip


def _summary(rows: list[dict[str, Any]], cpu: float) -> dict[str, Any]:
    seconds = sum(row["seconds"] for row in rows)
    words = sum(row["words"] for row in rows)
    return {
        "mos_mean": round(fmean(row["mos"] for row in rows), 3),
        "mos_worst": min(row["mos"] for row in rows),
        "mos_original_mean": round(fmean(row["mos_original"] for row in rows), 3),
        "mos_original_worst": min(row["mos_original"] for row in rows),
        "word_error_rate": round(sum(row["wer"] * row["words"] for row in rows) / words, 4),
        "recognised": sum(row["recognised"] for row in rows),
        "lines": len(rows),
        "speech_seconds": round(seconds, 1),
        "real_time_factor": round(cpu / seconds, 3),
        "rows": rows,
    }
