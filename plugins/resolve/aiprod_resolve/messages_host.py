# SPDX-License-Identifier: Apache-2.0
"""What the panel has to tell about Resolve: what, why, what to do, in English and in French."""

from typing import Dict, Tuple

Said = Tuple[str, str, str]

HOST_MESSAGES: Dict[str, Tuple[Said, Said]] = {
    "no_resolve": (
        (
            "Resolve can't be reached",
            "it gave the script nothing to talk to",
            "Start the script from Workspace > Scripts; if it stays so, quit Resolve, end “FusionScript” and start again.",
        ),
        (
            "Resolve est injoignable",
            "il n’a rien donné au script à qui parler",
            "Lancez le script par Espace de travail > Scripts ; sinon, quittez Resolve, arrêtez « FusionScript » et relancez.",
        ),
    ),
    "host_waiting": (
        (
            "Resolve is waiting for you",
            "one of its dialogs is open, or it is busy",
            "Answer the dialog in Resolve, then try again.",
        ),
        (
            "Resolve vous attend",
            "une de ses boîtes de dialogue est ouverte, ou il est occupé",
            "Répondez-y dans Resolve, puis réessayez.",
        ),
    ),
    "no_project": (
        ("No project is open in Resolve", "", "Open a project, then try again."),
        ("Aucun projet n’est ouvert dans Resolve", "", "Ouvrez un projet, puis réessayez."),
    ),
    "no_timeline": (
        ("No timeline is open in Resolve", "", "Open a timeline on the Edit page, then try again."),
        ("Aucune timeline n’est ouverte dans Resolve", "", "Ouvrez une timeline sur la page Montage, puis réessayez."),
    ),
    "bad_rate": (
        ("Resolve names a frame rate that isn't one", "it says {rate}", "Choose a frame rate in the project's settings."),
        (
            "Resolve nomme une cadence qui n’en est pas une",
            "il dit {rate}",
            "Choisissez une cadence dans les réglages du projet.",
        ),
    ),
    "bad_timecode": (
        ("This is no timecode", "{text}", "Write it as 01:00:00:00."),
        ("Ce n’est pas un timecode", "{text}", "Écrivez-le ainsi : 01:00:00:00."),
    ),
    "bad_place": (
        ("There is nothing to fill there", "{frames} frames at frame {at}", "Mark a range, or put the playhead into a gap."),
        (
            "Il n’y a rien à remplir là",
            "{frames} images à l’image {at}",
            "Marquez une plage, ou placez la tête de lecture dans un trou.",
        ),
    ),
    "bad_argument": (
        ("This can't be asked", "{name} is {value}", "Bring the panel and AIPROD up to date."),
        ("Cela ne peut pas être demandé", "{name} vaut {value}", "Mettez à jour le panneau et AIPROD."),
    ),
    "unknown_action": (
        ("This Resolve can't do that", "{name} needs another version or edition", "{remedy}"),
        ("Ce Resolve ne sait pas faire cela", "{name} demande une autre version ou édition", "{remedy}"),
    ),
    "overlap": (
        ("Two clips would lie on each other", "{first} and {second}, at frame {at}", "Finish the film's edit first."),
        ("Deux plans se recouvriraient", "{first} et {second}, à l’image {at}", "Terminez d’abord le montage du film."),
    ),
    "not_free": (
        ("The place is taken", "{name} has no room on {kind} track {index}", "Choose another place or a new track."),
        (
            "La place est prise",
            "{name} n’a pas de place sur la piste {kind} {index}",
            "Choisissez une autre place ou une nouvelle piste.",
        ),
    ),
    "no_such_track": (
        ("This track isn't there", "there is no {kind} track {index}", "Choose another track or a new one."),
        ("Cette piste n’existe pas", "il n’y a pas de piste {kind} {index}", "Choisissez une autre piste ou une nouvelle."),
    ),
    "track_locked": (
        ("The track is locked", "{kind} track {index}", "Unlock it, or choose another one."),
        ("La piste est verrouillée", "piste {kind} {index}", "Déverrouillez-la, ou choisissez-en une autre."),
    ),
    "track_refused": (
        ("Resolve makes no new track", "a {kind} track", "Add a track by hand, then try again."),
        ("Resolve ne crée pas de nouvelle piste", "une piste {kind}", "Ajoutez une piste à la main, puis réessayez."),
    ),
    "timeline_refused": (
        ("Resolve makes no new timeline", "{name}", "Close what is open in Resolve, then try again."),
        ("Resolve ne crée pas de nouvelle timeline", "{name}", "Fermez ce qui est ouvert dans Resolve, puis réessayez."),
    ),
    "bin_refused": (
        ("Resolve makes no bin", "{name}", "Look whether the media pool can be changed, then try again."),
        ("Resolve ne crée pas de dossier", "{name}", "Voyez si la bibliothèque de médias peut être modifiée, puis réessayez."),
    ),
    "media_missing": (
        ("A file is missing", "{path}", "Look whether its disk is there, or make the clip again."),
        ("Un fichier manque", "{path}", "Voyez si son disque est là, ou refaites le plan."),
    ),
    "media_refused": (
        (
            "Resolve does not take a file",
            "{path}",
            "Check that Resolve may read this folder; the App Store edition reads its own and Movies alone.",
        ),
        (
            "Resolve ne prend pas un fichier",
            "{path}",
            "Vérifiez que Resolve peut lire ce dossier ; l’édition App Store ne lit que le sien et Vidéos.",
        ),
    ),
    "media_offline": (
        ("The clip's media is offline", "{name}", "Relink it in Resolve, then try again."),
        ("Le média du plan est hors ligne", "{name}", "Reliez-le dans Resolve, puis réessayez."),
    ),
    "no_media": (
        ("There is nothing to place", "{name} has neither picture nor sound", "Make it again."),
        ("Il n’y a rien à placer", "{name} n’a ni image ni son", "Refaites-le."),
    ),
    "no_picture": (
        ("This take has no picture", "{name}", "Choose a take with a picture."),
        ("Cette prise n’a pas d’image", "{name}", "Choisissez une prise avec image."),
    ),
    "other_rate": (
        (
            "The clip was made for another frame rate",
            "for {made}; this timeline runs at {here}",
            "Make it again here: then it fits to the frame.",
        ),
        (
            "Le plan a été fait pour une autre cadence",
            "pour {made} ; cette timeline est à {here}",
            "Refaites-le ici : il sera juste à l’image près.",
        ),
    ),
    "mixed_rates": (
        ("The film's clips run at different rates", "{name}", "Resume the film in AIPROD, then try again."),
        ("Les plans du film ont des cadences différentes", "{name}", "Reprenez le film dans AIPROD, puis réessayez."),
    ),
    "project_rate": (
        (
            "The film's frame rate isn't this project's",
            "the film runs at {film}, the project at {project}",
            "Open a new project (its rate follows the first timeline), or make the film at {project}.",
        ),
        (
            "La cadence du film n’est pas celle du projet",
            "le film est à {film}, le projet à {project}",
            "Ouvrez un nouveau projet (sa cadence suit la première timeline), ou faites le film à {project}.",
        ),
    ),
    "asset_missing": (
        ("A file of the film is missing", "{name}", "Resume the film in AIPROD, then try again."),
        ("Un fichier du film manque", "{name}", "Reprenez le film dans AIPROD, puis réessayez."),
    ),
    "nothing_to_place": (
        ("The film has nothing to place", "{name}", "Resume the film in AIPROD, then try again."),
        ("Le film n’a rien à placer", "{name}", "Reprenez le film dans AIPROD, puis réessayez."),
    ),
    "nothing_placed": (
        ("Resolve placed nothing", "{what}", "Nothing was changed. Try again; if it stays so, run the self-test."),
        ("Resolve n’a rien placé", "{what}", "Rien n’a été changé. Réessayez ; sinon, lancez l’autotest."),
    ),
    "calibration_failed": (
        ("Resolve placed the trial clip in a way not known", "{found} frames", "Run the self-test and send its report."),
        ("Resolve a placé le plan d’essai d’une façon inconnue", "{found} images", "Lancez l’autotest et envoyez son rapport."),
    ),
    "no_playhead": (
        ("The playhead can't be moved", "", "Open the timeline on the Edit page, then try again."),
        ("La tête de lecture ne peut pas être déplacée", "", "Ouvrez la timeline sur la page Montage, puis réessayez."),
    ),
    "no_frame": (
        (
            "The frame can't be saved",
            "Resolve wrote no picture",
            "Show the frame in the viewer of the Edit or Color page, then try again.",
        ),
        (
            "L’image ne peut pas être enregistrée",
            "Resolve n’a pas écrit d’image",
            "Affichez l’image dans le viewer de la page Montage ou Étalonnage, puis réessayez.",
        ),
    ),
    "no_sound": (
        ("This take has no sound", "{name}", "Choose a take with sound."),
        ("Cette prise n’a pas de son", "{name}", "Choisissez une prise avec du son."),
    ),
    "take_too_short": (
        ("This take is too short for the cut", "it has {frames} frames, {needed} are needed", "Make a longer take."),
        (
            "Cette prise est trop courte pour le montage",
            "elle a {frames} images, il en faut {needed}",
            "Faites une prise plus longue.",
        ),
    ),
    "clip_gone": (
        ("The clip isn't there any more", "it was moved or deleted", "Select it, then try again."),
        ("Le plan n’est plus là", "il a été déplacé ou supprimé", "Sélectionnez-le, puis réessayez."),
    ),
    "not_taken_back": (
        (
            "Resolve did not take it back",
            "its Edit page must be open, and the track unlocked",
            "Open the Edit page and try again, or delete the clips there.",
        ),
        (
            "Resolve ne l’a pas retiré",
            "sa page Montage doit être ouverte, et la piste déverrouillée",
            "Ouvrez la page Montage et réessayez, ou supprimez-y les plans.",
        ),
    ),
    "no_lut_folder": (
        ("Resolve's LUT folder isn't there", "{path}", "Apply the grade as a CDL instead."),
        ("Le dossier de LUT de Resolve n’existe pas", "{path}", "Appliquez plutôt l’étalonnage en CDL."),
    ),
    "lut_not_copied": (
        (
            "The LUT can't be copied to Resolve's folder",
            "{path}: {why}",
            "Apply the grade as a CDL instead, or give yourself the right to write there.",
        ),
        (
            "La LUT ne peut pas être copiée dans le dossier de Resolve",
            "{path} : {why}",
            "Appliquez plutôt l’étalonnage en CDL, ou donnez-vous le droit d’y écrire.",
        ),
    ),
}
