# SPDX-License-Identifier: Apache-2.0
"""What the panel has to tell when something is wrong: what, why, what to do, in English and in French."""

from typing import Any, Dict, Tuple

from aiprod_resolve.messages_host import HOST_MESSAGES

Said = Tuple[str, str, str]

MESSAGES: Dict[str, Tuple[Said, Said]] = {
    # the engine
    "no_engine": (
        (
            "AIPROD's engine does not run",
            "nothing is announced in AIPROD's folder",
            "Start AIPROD, or run `aiprod serve`; the panel connects by itself.",
        ),
        (
            "Le moteur d’AIPROD ne tourne pas",
            "rien n’est annoncé dans le dossier d’AIPROD",
            "Lancez AIPROD, ou `aiprod serve` ; le panneau se connecte de lui-même.",
        ),
    ),
    "engine_silent": (
        ("AIPROD's engine does not answer", "nobody does at port {port}", "Start AIPROD again; the panel connects by itself."),
        (
            "Le moteur d’AIPROD ne répond pas",
            "personne ne répond au port {port}",
            "Relancez AIPROD ; le panneau se connecte de lui-même.",
        ),
    ),
    "impostor": (
        (
            "This is not AIPROD's engine",
            "whatever answers at port {port} could not prove it; it was told nothing",
            "Close the other program, or start AIPROD again: it takes another port.",
        ),
        (
            "Ce n’est pas le moteur d’AIPROD",
            "ce qui répond au port {port} n’a pas pu le prouver ; rien ne lui a été dit",
            "Fermez l’autre programme, ou relancez AIPROD : il prendra un autre port.",
        ),
    ),
    "protocol": (
        (
            "This panel and the engine do not understand each other",
            "the panel speaks version {ours}, the engine {oldest} to {newest}",
            "Run `aiprod panels install resolve` to bring the panel up to date, then start it again.",
        ),
        (
            "Ce panneau et le moteur ne se comprennent pas",
            "le panneau parle la version {ours}, le moteur {oldest} à {newest}",
            "Lancez `aiprod panels install resolve` pour mettre le panneau à jour, puis rouvrez-le.",
        ),
    ),
    "forgotten": (
        (
            "The engine does not know this panel",
            "it was forgotten in AIPROD, or its token was changed",
            "Press Connect, or start the script again, to pair it anew.",
        ),
        (
            "Le moteur ne connaît pas ce panneau",
            "il a été oublié dans AIPROD, ou son jeton a changé",
            "Cliquez sur Connecter, ou relancez le script, pour l’associer de nouveau.",
        ),
    ),
    "engine_lost": (
        ("The engine went away", "the connection broke off", "It is asked again by itself; start AIPROD if it was closed."),
        (
            "Le moteur a disparu",
            "la connexion s’est interrompue",
            "La demande est répétée d’elle-même ; lancez AIPROD s’il a été fermé.",
        ),
    ),
    "torn_answer": (
        ("The engine's answer broke off", "", "It is asked again by itself."),
        ("La réponse du moteur s’est interrompue", "", "La demande est répétée d’elle-même."),
    ),
    "strange_answer": (
        ("The engine answered something that is no answer", "status {status}", "Start AIPROD again."),
        ("Le moteur a répondu quelque chose qui n’est pas une réponse", "état {status}", "Relancez AIPROD."),
    ),
    "engine_refused": (("{what}", "", ""), ("{what}", "", "")),
    "job_failed": (
        ("{what}", "{why}", "{remedy}"),
        ("{what}", "{why}", "{remedy}"),
    ),
    "job_ended": (
        ("It was not made", "the job ended as: {state}", "Order it again."),
        ("Ce n’a pas été fait", "la tâche a fini ainsi : {state}", "Commandez-le de nouveau."),
    ),
    "cancelled": (("Stopped", "", ""), ("Arrêté", "", "")),
    "unforeseen": (
        ("Something went wrong in the panel itself", "{what}", "Run the self-test and send its report."),
        ("Quelque chose s’est mal passé dans le panneau lui-même", "{what}", "Lancez l’autotest et envoyez son rapport."),
    ),
    **HOST_MESSAGES,
    # what the user asked for
    "nothing_selected": (
        ("No clip is selected", "", "Select a clip, or put the playhead on one."),
        ("Aucun plan n’est sélectionné", "", "Sélectionnez un plan, ou placez la tête de lecture dessus."),
    ),
    "not_ours": (
        ("This clip was not made by AIPROD", "it carries no recipe", "Select a clip that the panel made."),
        ("Ce plan n’a pas été fait par AIPROD", "il ne porte pas de recette", "Sélectionnez un plan fait par le panneau."),
    ),
    "no_prompt": (
        ("Nothing was described", "", "Write what is to be seen."),
        ("Rien n’a été décrit", "", "Écrivez ce qu’il faut voir."),
    ),
    "no_text": (
        ("There is no line to speak", "", "Write it, or put the playhead on a subtitle or a marker."),
        ("Il n’y a pas de réplique à dire", "", "Écrivez-la, ou placez la tête de lecture sur un sous-titre ou un marqueur."),
    ),
    "no_part": (
        ("No part of the clip is marked", "nothing of it lies between in and out", "Mark in and out over the part."),
        (
            "Aucune partie du plan n’est marquée",
            "rien n’en est entre l’entrée et la sortie",
            "Posez l’entrée et la sortie sur la partie.",
        ),
    ),
    "no_range": (
        (
            "There is no range to fill",
            "its length is 0 frames",
            "Mark in and out, put the playhead into a gap, or give a length.",
        ),
        (
            "Il n’y a pas de plage à remplir",
            "sa longueur est de 0 image",
            "Marquez une entrée et une sortie, placez la tête de lecture dans un trou, ou donnez une longueur.",
        ),
    ),
    # how AIPROD works here
    "mode_panel": (
        ("AIPROD works in this window", "", ""),
        ("AIPROD travaille dans cette fenêtre", "", ""),
    ),
    "mode_bridge": (
        (
            "AIPROD's window is the desktop",
            "the free edition shows no windows of scripts since 19.1",
            "Leave this script running and work in AIPROD > Editors.",
        ),
        (
            "La fenêtre d’AIPROD est l’application",
            "l’édition gratuite n’affiche plus de fenêtres de scripts depuis la 19.1",
            "Laissez ce script tourner et travaillez dans AIPROD > Éditeurs.",
        ),
    ),
    "mode_bridge_studio": (
        (
            "AIPROD's window is the desktop",
            "this Resolve gave the script no windows",
            "Leave this script running and work in AIPROD > Editors.",
        ),
        (
            "La fenêtre d’AIPROD est l’application",
            "ce Resolve n’a pas donné de fenêtres au script",
            "Laissez ce script tourner et travaillez dans AIPROD > Éditeurs.",
        ),
    ),
    "mode_handoff": (
        (
            "AIPROD hands over by files here",
            "the free edition runs no Python scripts since 21.1",
            "In AIPROD choose Editors > Hand off: it writes a folder that Resolve imports, with instructions.",
        ),
        (
            "AIPROD passe ici par des fichiers",
            "l’édition gratuite ne lance plus de scripts Python depuis la 21.1",
            "Dans AIPROD choisissez Éditeurs > Transmettre : un dossier que Resolve importe, avec le mode d’emploi.",
        ),
    ),
    "mode_too_old": (
        (
            "This Resolve is too old for the panel",
            "it needs 18.6 or newer",
            "Bring Resolve up to date, or choose Editors > Hand off in AIPROD.",
        ),
        (
            "Ce Resolve est trop ancien pour le panneau",
            "il faut la 18.6 ou plus récente",
            "Mettez Resolve à jour, ou choisissez Éditeurs > Transmettre dans AIPROD.",
        ),
    ),
    # notes of a report
    "unsaved": (
        ("The project has no name yet and was not saved", "", "Give it a name and save it."),
        ("Le projet n’a pas encore de nom et n’a pas été enregistré", "", "Donnez-lui un nom et enregistrez-le."),
    ),
    "save_failed": (
        ("Resolve did not save the project", "", "Save it yourself."),
        ("Resolve n’a pas enregistré le projet", "", "Enregistrez-le vous-même."),
    ),
    "vanished": (
        ("Some clips were gone after saving", "", "Try again; the list says which ones."),
        ("Des plans avaient disparu après l’enregistrement", "", "Réessayez ; la liste dit lesquels."),
    ),
    "cdl_unseen": (
        ("This Resolve lets nobody read a CDL back: it was set, not checked", "", "Look at the clip on the Color page."),
        (
            "Ce Resolve ne laisse personne relire une CDL : elle est posée, pas vérifiée",
            "",
            "Regardez le plan sur la page Étalonnage.",
        ),
    ),
    "other_size": (
        ("The timeline has the project's size, not the film's", "", "Resolve scales; change it in the timeline's settings."),
        (
            "La timeline a la taille du projet, pas celle du film",
            "",
            "Resolve met à l’échelle ; changez-la dans les réglages de la timeline.",
        ),
    ),
    "titles_left_out": (
        ("Titles have no file and were left out", "", "Write them in Resolve, or place the finished film."),
        ("Les titres n’ont pas de fichier et ont été laissés de côté", "", "Écrivez-les dans Resolve, ou placez le film fini."),
    ),
    "levels_left_out": (
        (
            "This Resolve lets no script set levels and fades (21.1 does)",
            "",
            "The finished mix lies in the film's delivery folder.",
        ),
        (
            "Ce Resolve ne laisse aucun script régler niveaux et fondus (21.1 le permet)",
            "",
            "Le mixage fini est dans le dossier « delivery » du film.",
        ),
    ),
    "mix_placed": (
        (
            "This Resolve lets no script set levels and fades (21.1 does): the finished mix lies on a track of its own",
            "",
            "The tracks that it is made of are there, switched off.",
        ),
        (
            "Ce Resolve ne laisse aucun script régler niveaux et fondus (21.1 le permet) : le mixage fini est sur sa propre piste",
            "",
            "Les pistes dont il est fait sont là, désactivées.",
        ),
    ),
    "transitions_left_out": (
        (
            "This Resolve lets no script set transitions (21.1 does): there are cuts",
            "",
            "Import the film's OTIO file if you need them.",
        ),
        (
            "Ce Resolve ne laisse aucun script poser des transitions (21.1 le permet) : ce sont des coupes",
            "",
            "Importez le fichier OTIO du film s’il vous les faut.",
        ),
    ),
}


def message(key: str, lang: str, values: Dict[str, Any]) -> Said:
    """A message filled in."""
    english, french = MESSAGES[key]
    what, why, remedy = (part.format(**values) for part in (french if lang == "fr" else english))
    return what, why, remedy


def note(key: str, lang: str) -> str:
    """A note of a report as one text."""
    what, _why, remedy = message(key, lang, {})
    return what + (". " + remedy if remedy else ".")
