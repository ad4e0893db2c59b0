# SPDX-License-Identifier: Apache-2.0
"""The report's words in both languages. Checks have stable English ids; a page shows them in the film's language."""

from __future__ import annotations

import re

from aiprod.film.brief import Language

DEPARTMENTS = ("container", "picture", "safety", "sound", "sync", "subtitles", "dialogue", "provenance")

_DEPARTMENT_WORDS: dict[Language, tuple[str, ...]] = {
    "en": ("Container", "Picture", "Photosensitivity", "Sound", "Sync", "Subtitles", "Dialogue", "Provenance"),
    "fr": ("Conteneur", "Image", "Photosensibilité", "Son", "Synchronisme", "Sous-titres", "Dialogues", "Provenance"),
}

_CHECKS: dict[str, tuple[str, str]] = {
    "duration": ("container", "durée"), "picture size": ("container", "taille d’image"), "sound length": ("sync", "longueur du son"),
    "colour tags": ("container", "étiquettes de couleur"), "takes": ("provenance", "prises"), "up to date": ("provenance", "à jour"),
    "AI label": ("provenance", "mention IA"), "black frames": ("picture", "images noires"), "frozen picture": ("picture", "image figée"),
    "duplicate frames": ("picture", "images répétées"), "dropped frames": ("picture", "images perdues"),
    "torn frames": ("picture", "images déchirées"), "glitches": ("picture", "images parasites"),
    "corrupt picture": ("picture", "image corrompue"), "flicker": ("picture", "scintillement"), "banding": ("picture", "effet d’escalier"),
    "dead pixels": ("picture", "pixels morts"), "blockiness": ("picture", "blocs de codage"), "combing": ("picture", "peigne d’entrelacement"),
    "bars": ("picture", "bandes noires"), "aspect": ("picture", "format de l’image"), "legal range": ("picture", "niveaux légaux"),
    "gamut": ("picture", "gamut"), "flashes": ("safety", "éclairs"), "red flashes": ("safety", "éclairs rouges"),
    "patterns": ("safety", "motifs réguliers"), "loudness": ("sound", "sonie"), "momentary loudness": ("sound", "sonie momentanée"),
    "short-term loudness": ("sound", "sonie à court terme"), "loudness range": ("sound", "plage de sonie"),
    "true peak": ("sound", "crête vraie"), "clipping": ("sound", "écrêtage"), "clicks": ("sound", "clics"),
    "dropouts": ("sound", "coupures"), "silence": ("sound", "silence"), "DC offset": ("sound", "composante continue"),
    "hum": ("sound", "ronflement"), "channel layout": ("sound", "disposition des canaux"),
    "missing channel": ("sound", "canal manquant"), "polarity": ("sound", "polarité"),
    "mono compatibility": ("sound", "compatibilité mono"), "balance": ("sound", "équilibre"), "dual mono": ("sound", "double mono"),
    "channel order": ("sound", "ordre des canaux"), "dialogue channel": ("sound", "canal des dialogues"),
    "sound timestamps": ("sound", "horodatage du son"), "damaged sound": ("sound", "son endommagé"), "sound": ("sound", "son"),
    "other sound": ("sound", "autres pistes son"), "sync": ("sync", "synchronisme"), "drift": ("sync", "dérive"),
    "subtitles": ("subtitles", "sous-titres"), "subtitle encoding": ("subtitles", "encodage"),
    "subtitle times": ("subtitles", "horaires"), "empty subtitle": ("subtitles", "sous-titre vide"),
    "subtitle overlap": ("subtitles", "chevauchement"), "subtitle gap": ("subtitles", "intervalle"),
    "subtitle lines": ("subtitles", "nombre de lignes"), "line length": ("subtitles", "longueur de ligne"),
    "reading speed": ("subtitles", "vitesse de lecture"), "subtitle duration": ("subtitles", "durée d’affichage"),
    "subtitle sync": ("subtitles", "calage des sous-titres"), "subtitle text": ("subtitles", "texte des sous-titres"),
    "dialogue": ("dialogue", "dialogue"), "voice quality": ("dialogue", "qualité de voix"),
}  # fmt: skip
"""Id → department, and the French name."""

_CONTAINER_WORDS = ("container", "codec", "tag", "timecode", "bit", "rate", "stream", "level", "profile", "index", "chroma", "pixel", "scan",
                    "key", "GOP", "truncat", "edit", "language", "range", "primaries", "HDR", "mastering", "depth")  # fmt: skip


def department(check: str) -> str:
    """Which department answers for a check."""
    if check in _CHECKS:
        return _CHECKS[check][0]
    if any(word.lower() in check.lower() for word in _CONTAINER_WORDS):
        return "container"
    return "picture"


def department_name(name: str, language: Language) -> str:
    return _DEPARTMENT_WORDS[language][DEPARTMENTS.index(name)]


def check_name(check: str, language: Language) -> str:
    if language == "fr":
        from aiprod.quality.words_picture import CHECKS_FR

        return _CHECKS[check][1] if check in _CHECKS else CHECKS_FR.get(check, check)
    return check


def _compiled(*rules: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), text) for pattern, text in rules)


_FRENCH = _compiled(
    (r"none", "aucun défaut"), (r"for ([\d.]+) s", r"pendant \1 s"), (r"and (\d+) more places", r"et \1 autres endroits"),
    (r"and (\d+) more", r"et \1 autres"), (r"(\d+) frames, (\d+) planned", r"\1 images, \2 prévues"),
    (r"(\S+×\S+), (\S+×\S+) planned", r"\1, \2 prévus"), (r"sound ends (\S+) ms from the picture's end", r"le son finit à \1 ms de l’image"),
    (r"(\S+) LUFS while somebody speaks, target (\S+)", r"\1 LUFS pendant les dialogues, cible \2"),
    (r"(\S+) LUFS \(no speech was found\), target (\S+)", r"\1 LUFS (aucune parole trouvée), cible \2"),
    (r"(\S+) LUFS, target (\S+)", r"\1 LUFS, cible \2"), (r"(\S+) LUFS.*, no target known", r"\1 LUFS, sans cible connue"),
    (r"(\d+) flat tops at (\S+) dBFS on (.+)", r"\1 crêtes coupées à \2 dBFS sur \3"),
    (r"the highest waves are blunt: clipped before it was coded, on (.+)", r"crêtes aplaties, écrêtées avant le codage, sur \1"),
    (r"(?:a|(\d+)) clicks? on (.+)", r"clics sur \2 : \1"), (r"(?:a|(\d+)) holes? of (\d+) ms on (.+)", r"trous de \2 ms sur \3"),
    (r"(\S+) s of sound are missing", r"il manque \1 s de son"), (r"(\d+) packets can't be decoded", r"\1 paquets illisibles"),
    (r"the whole programme is silent", "tout le programme est silencieux"),
    (r"digital silence for (\S+) s", r"silence numérique pendant \1 s"), (r"near-silence for (\S+) s", r"quasi-silence pendant \1 s"),
    (r"(\S+) of full scale on (.+)", r"\1 de la pleine échelle sur \2"), (r"(\S+) of full scale", r"\1 de la pleine échelle"),
    (r"mains hum of (\d+) Hz at (\S+) dBFS, partials (.+)", r"ronflement secteur à \1 Hz, \2 dBFS, harmoniques \3"),
    (r"(.+); allowed: (.+)", r"\1 ; permis : \2"), (r"every channel carries sound", "chaque canal porte du son"),
    (r"silent: (.+)", r"silencieux : \1"), (r"(\S+) is silent", r"\1 est silencieux"),
    (r"(\S+) falls silent for (\S+) s while (\S+) goes on", r"\1 se tait pendant \2 s alors que \3 continue"),
    (r"(.+) and (.+) are inverted against each other \(correlation (.+)\)", r"\1 et \2 sont en opposition (corrélation \3)"),
    (r"(.+) and (.+) are inverted for (\S+) s", r"\1 et \2 sont en opposition pendant \3 s"),
    (r"(.+) and (.+): correlation (.+)", r"\1 et \2 : corrélation \3"),
    (r"a fold-down to mono loses (\S+) dB", r"la réduction mono perd \1 dB"), (r"left is (\S+) dB louder", r"gauche plus fort de \1 dB"),
    (r"right is (\S+) dB louder", r"droite plus fort de \1 dB"), (r"both channels are the same", "les deux canaux sont identiques"),
    (r"the channels differ", "les canaux diffèrent"), (r"the LFE is band-limited", "le LFE est limité aux graves"),
    (r"the LFE is silent", "le LFE est silencieux"),
    (r"the LFE carries full-range sound and (\S+) has none: film order \(L C R Ls Rs LFE\)\?",
     r"le LFE porte tout le spectre et \1 non : ordre film (L C R Ls Rs LFE) ?"),
    (r"the LFE carries full-range sound", "le LFE porte tout le spectre"), (r"dialogue is in the centre", "les dialogues sont au centre"),
    (r"dialogue is loudest in (\S+)", r"les dialogues dominent dans \1"), (r"the file has no sound", "le fichier n’a pas de son"),
    (r"(\d+) more sound streams were not listened to", r"\1 autres pistes son n’ont pas été écoutées"),
    (r"sound is (\S+) ms late against the mix", r"son en retard de \1 ms sur le mixage"),
    (r"sound is (\S+) ms early against the mix", r"son en avance de \1 ms sur le mixage"), (r"sound drifts by (\S+) ms", r"dérive de \1 ms"),
    (r"beeps are (\S+) ms late against (\d+) flashes", r"bips en retard de \1 ms sur \2 éclairs"),
    (r"beeps are (\S+) ms early against (\d+) flashes", r"bips en avance de \1 ms sur \2 éclairs"),
    (r"sound starts (\S+) ms after the picture", r"le son commence \1 ms après l’image"),
    (r"sound starts (\S+) ms before the picture", r"le son commence \1 ms avant l’image"),
    (r"(\d+) subtitles in (.+), in time and readable", r"\1 sous-titres dans \2, calés et lisibles"),
    (r"there are none, and the profile demands them", "absents, alors que le profil les exige"),
    (r"encoded as (\S+), not UTF-8", r"encodé en \1 et non en UTF-8"), (r"letters were decoded wrongly: (.+)", r"lettres mal décodées : \1"),
    (r"there are no cues", "aucun sous-titre"), (r"ends before it begins", "finit avant de commencer"),
    (r"lies outside the film", "hors du film"), (r"stands after a later one", "placé après un plus tardif"), (r"has no text", "sans texte"),
    (r"overlaps the one before by (\S+) s", r"chevauche le précédent de \1 s"),
    (r"(\S+) frames after the one before, (\d+) wanted", r"\1 images après le précédent, \2 demandées"), (r"(\d+) rows", r"\1 lignes"),
    (r"a row of (\d+) letters", r"une ligne de \1 signes"), (r"(\d+) letters a second", r"\1 signes par seconde"),
    (r"only (\S+) s", r"seulement \1 s"), (r"(\S+) s long", r"dure \1 s"), (r"line (\S+): there is none", r"réplique \1 : aucun"),
    (r"line (\S+): the nearest begins (\S+) s away", r"réplique \1 : le plus proche commence à \2 s"),
    (r"(\S+) s late against the speech", r"\1 s en retard sur la parole"), (r"(\S+) s early against the speech", r"\1 s en avance sur la parole"),
    (r"(\S+) of the words were heard in the film", r"\1 des mots ont été entendus dans le film"), (r"(“.+”) was not heard", r"\1 n’a pas été entendu"),
    (r"heard (“.*”)", r"entendu : \1"), (r"nothing was heard", "rien n’a été entendu"), (r"nobody speaks", "personne ne parle"),
    (r"(\S+) s of speech, (\d+) words in (\S+): (.+)", r"\1 s de parole, \2 mots en \3 : \4"),
    (r"predicted MOS (\S+) in the mix", r"MOS prédit de \1 dans le mixage"), (r"predicted MOS (\S+)", r"MOS prédit de \1"),
    (r"the file says that it is AI-generated, to people and to machines", "le fichier dit qu’il est généré par IA, aux gens et aux machines"),
    (r"the file says so to machines only", "le fichier ne le dit qu’aux machines"),
    (r"the file says so to people only", "le fichier ne le dit qu’aux gens"),
    (r"the file does not say that it is AI-generated", "le fichier ne dit pas qu’il est généré par IA"),
    (r"(\d+) takes are whole", r"\1 prises intactes"), (r"at most (\S+) a second", r"au plus \1 par seconde"),
)  # fmt: skip


def message(text: str, language: Language) -> str:
    """A finding's message in the page's language; one that has no French yet stays as it is."""
    if language == "en":
        return text
    from aiprod.quality.words_picture import MESSAGES_FR

    for pattern, french in (*_FRENCH, *MESSAGES_FR):
        if match := pattern.fullmatch(text):
            return _commas(match.expand(french).removesuffix(" : ") if "clics" not in french else _clicks(match))
    return text


def _clicks(match: re.Match[str]) -> str:
    count = match[1]
    return f"{count} clics sur {match[2]}" if count else f"un clic sur {match[2]}"


def _commas(text: str) -> str:
    """French writes decimals with a comma."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text)
