# SPDX-License-Identifier: Apache-2.0
"""What the window says, in English and in French."""

from typing import Any, Dict, Tuple

WORDS: Dict[str, Tuple[str, str]] = {
    "title": ("AIPROD", "AIPROD"),
    # the head
    "connect": ("Connect", "Connecter"),
    "connecting": ("Looking for the engine…", "Recherche du moteur…"),
    "connected": ("Connected", "Connecté"),
    "doctor": ("Check", "Diagnostic"),
    "no_project_line": ("No project is open", "Aucun projet n’est ouvert"),
    "no_timeline_line": ("{project}: no timeline is open", "{project} : aucune timeline n’est ouverte"),
    "where": ("{project} · {timeline} · {rate} fps · {playhead}", "{project} · {timeline} · {rate} i/s · {playhead}"),
    # the tasks
    "task_shot": ("Make a shot here", "Faire un plan ici"),
    "task_extend": ("Extend this clip", "Prolonger ce plan"),
    "task_retake": ("Retake, takes", "Refaire, prises"),
    "task_voice": ("Voice this line", "Dire cette réplique"),
    "task_score": ("Score this range", "Musique sur cette plage"),
    "task_grade": ("Match and grade", "Raccorder et étalonner"),
    "task_film": ("Make a whole film", "Faire un film entier"),
    # fields
    "prompt": ("What is to be seen", "Ce qu’il faut voir"),
    "prompt_example": ("A lighthouse at dusk, slow dolly in", "Un phare au crépuscule, lent travelling avant"),
    "prompt_next": ("What happens next (empty: it goes on)", "La suite (vide : ça continue)"),
    "retake_part": ("Only between in and out", "Seulement entre l’entrée et la sortie"),
    "prompt_retake": ("Other words (empty: the same)", "D’autres mots (vide : les mêmes)"),
    "length": ("Length (frames; 0: from marks or gap)", "Durée (images ; 0 : d’après les repères ou le trou)"),
    "score_length": (
        "Length (frames; 0: from marks, else the whole)",
        "Durée (images ; 0 : d’après les repères, sinon le tout)",
    ),
    "extend_length": ("How much longer (seconds)", "De combien (secondes)"),
    "generator": ("Pictures from", "Images par"),
    "first": ("Begins with", "Commence par"),
    "last": ("Ends with", "Finit par"),
    "look_like": ("Looks like", "Ressemble à"),
    "ref_none": ("nothing given", "rien d’imposé"),
    "ref_playhead": ("frame under the playhead", "image sous la tête de lecture"),
    "ref_before": ("last frame before it", "dernière image d’avant"),
    "ref_after": ("first frame after it", "première image d’après"),
    "text": ("Line (empty: subtitle or marker at the playhead)", "Réplique (vide : sous-titre ou marqueur sous la tête)"),
    "voice": ("Voice", "Voix"),
    "voice_auto": ("the language's first", "la première de la langue"),
    "fit": ("Fit the subtitle's length", "Tenir dans la durée du sous-titre"),
    "mood": ("Mood: a few words", "Ambiance : quelques mots"),
    "mood_example": ("tense, slow, strings", "tendu, lent, cordes"),
    "look": ("Look", "Look"),
    "look_none": ("none, match alone", "aucun, raccord seul"),
    "match": ("Match to the first selected clip", "Raccorder au premier plan sélectionné"),
    "as_cdl": ("as CDL", "en CDL"),
    "as_lut": ("as LUT (copied to Resolve's LUT folder)", "en LUT (copiée dans le dossier de LUT de Resolve)"),
    "line_example": ("The sea is calm tonight.", "La mer est calme ce soir."),
    "brief_example": ("A lighthouse keeper finds a lost whale.", "Un gardien de phare trouve une baleine perdue."),
    "brief": ("What happens in the film", "Ce qui se passe dans le film"),
    "seconds": ("Length (seconds; 0: as the story needs)", "Durée (secondes ; 0 : selon l’histoire)"),
    # buttons
    "estimate": ("Estimate", "Estimer"),
    "make": ("Make", "Faire"),
    "retake": ("Make another take", "Faire une autre prise"),
    "show_takes": ("Show takes", "Voir les prises"),
    "swap": ("Swap in", "Mettre à la place"),
    "take_back": ("Take it back", "Revenir en arrière"),
    "cancel": ("Stop", "Arrêter"),
    "self_test": ("Self-test", "Autotest"),
    # the takes
    "take": ("Take", "Prise"),
    "made": ("Made", "Faite le"),
    "frames_head": ("Frames", "Images"),
    "how": ("How", "Comment"),
    # what is told
    "estimated": (
        "{frames} frames ({seconds} s) at {at}. {title}: about {time}{price}.",
        "{frames} images ({seconds} s) à {at}. {title} : environ {time}{price}.",
    ),
    "film_estimated": ("{shots} shots, {time} of film:", "{shots} plans, {time} de film :"),
    "choice": ("{title}: about {time}{price}", "{title} : environ {time}{price}"),
    "unavailable": ("{title}: not available ({reason})", "{title} : indisponible ({reason})"),
    "price": (", {eur} €", ", {eur} €"),
    "state_received": ("Ordered", "Commandé"),
    "state_planned": ("Planned", "Planifié"),
    "state_queued": ("Waiting for its turn", "Attend son tour"),
    "state_leased": ("Begins", "Commence"),
    "state_running": ("Being made", "En cours"),
    "state_reviewing": ("Being checked", "En contrôle"),
    "state_delivered": ("Ready", "Prêt"),
    "state_paused": ("Paused", "En pause"),
    "state_cancelled": ("Stopped", "Arrêté"),
    "state_failed": ("Failed", "Échec"),
    "state_expired": ("Given up: too late", "Abandonné : trop tard"),
    "left": ("{time} to go", "encore {time}"),
    "placed": (
        "Placed and read back: {verified} of {planned} exact to the frame.",
        "Placé et relu : {verified} sur {planned} à l’image près.",
    ),
    "not_placed": ("Not placed; the timeline is as it was.", "Non placé ; la timeline est comme avant."),
    "mismatch": ("{what}: {expected} expected, {found} found", "{what} : {expected} attendu, {found} trouvé"),
    "taken_back": (
        "Taken back: {count} clips are gone, the rest is as it was.",
        "Retiré : {count} plans enlevés, le reste est comme avant.",
    ),
    "check_engine": ("AIPROD’s engine", "Le moteur d’AIPROD"),
    "check_project": ("Project and timeline", "Projet et timeline"),
    "check_trial": ("Trial of placing", "Essai de placement"),
    "not_tried": ("not yet: it is done before the first clip", "pas encore : il se fait avant le premier plan"),
    "no_undo": (
        "Resolve has no single undo step for scripts: “Take it back” removes what was placed.",
        "Resolve n’a pas d’annulation unique pour les scripts : « Revenir en arrière » enlève ce qui a été placé.",
    ),
    "film_placed": (
        "“{name}” is a timeline of its own; yours were not touched.",
        "« {name} » est une nouvelle timeline ; les vôtres sont intactes.",
    ),
    "self_tested": ("The report is in {path}", "Le rapport est dans {path}"),
    "busy": ("One thing at a time: stop what is under way first.", "Une chose à la fois : arrêtez d’abord ce qui est en cours."),
    "trying": (
        "The first time, one trial clip is placed in a timeline of its own and deleted again.",
        "La première fois, un plan d’essai est placé dans une timeline à part, puis supprimé.",
    ),
}


def word(key: str, lang: str, **values: Any) -> str:
    """A text of the window in a language."""
    english, french = WORDS[key]
    return (french if lang == "fr" else english).format(**values)


def duration(seconds: float, lang: str) -> str:
    """A time as people say it."""
    whole = max(1, round(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min" + (f" {rest:02d} s" if minutes < 10 else "")
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d}"
