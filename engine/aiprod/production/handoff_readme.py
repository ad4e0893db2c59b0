# SPDX-License-Identifier: Apache-2.0
"""README.txt of a hand-off folder: what to click, and what to know, in French or English."""

from __future__ import annotations

from collections.abc import Mapping

from aiprod.editing.interchange import Edit
from aiprod.film.brief import Language

_EN = """{name}
{rule}
{rate} frames a second{drop}, {width} x {height}, from timecode {start}, {frames} frames.

Leave this folder where it is before you import: the timelines name their media by their places.
If you moved it, see the end.

DAVINCI RESOLVE (18.5 and later, free and Studio)
1. Create a project. Set the timeline frame rate to {rate} (File > Project Settings > Master
   Settings) BEFORE anything is imported.
2. File > Import > Timeline… and choose timeline.otio. Leave "Automatically import source clips
   into media pool" ticked.
3. If Resolve refuses it (before 18.5), choose timeline_fcp7.xml instead, in the same way.
{captions_resolve}{looks_resolve}
PREMIERE PRO
1. File > Import… and choose timeline_fcp7.xml. The sequence and its clips appear in the Project
   panel; double-click the sequence. From 25.6 on, timeline.otio can be imported in the same way.
2. Check Sequence > Sequence Settings: {rate} frames a second{drop}.
{captions_premiere}{looks_premiere}
FINAL CUT PRO: File > Import > XML… and choose timeline.fcpxml.
AVID MEDIA COMPOSER, PRO TOOLS: import timeline.aaf (linked media; sounds are mono slots).
EVERYTHING ELSE: timeline.edl and the lists beside it (one picture track each).

BRINGING THE EDIT BACK
Export the timeline there (Resolve: File > Export > Timeline… as OTIO, FCPXML or FCP7 XML.
Premiere: File > Export > Final Cut Pro XML), then: aiprod interchange FILM --read FILE (with
--dry-run it only says what would change). Keep the names of the media: shots and takes are known
by them.

WHAT THE FORMATS COULD NOT CARRY
reports/ says it for each timeline, per clip.

IF THE FOLDER WAS MOVED
- timeline.fcpxml names its media relative to itself and goes on working.
- timeline.otio, timeline_fcp7.xml, timeline.aaf and timeline.edl name absolute places. Resolve:
  when it asks, choose the new media folder; or select the clips in the media pool, right-click >
  Relink Selected Clips… Premiere: in the Link Media dialog choose Locate…, find the first file;
  the rest follows.
"""

_FR = """{name}
{rule}
{rate} images par seconde{drop}, {width} x {height}, à partir du timecode {start}, {frames} images.

Laissez ce dossier à sa place avant d’importer : les montages désignent leurs médias par leur
emplacement. Si vous l’avez déplacé, voyez la fin.

DAVINCI RESOLVE (18.5 et suivants, gratuit et Studio)
1. Créez un projet. Réglez la cadence de la timeline sur {rate} (Fichier > Paramètres du projet >
   Paramètres principaux) AVANT tout import.
2. Fichier > Importer > Timeline… et choisissez timeline.otio. Laissez cochée l’importation
   automatique des plans sources.
3. Si Resolve le refuse (avant 18.5), choisissez timeline_fcp7.xml, de la même façon.
{captions_resolve}{looks_resolve}
PREMIERE PRO
1. Fichier > Importer… et choisissez timeline_fcp7.xml. La séquence et ses plans apparaissent dans
   le panneau Projet ; double-cliquez sur la séquence. À partir de 25.6, timeline.otio s’importe
   de la même façon.
2. Vérifiez Séquence > Réglages de la séquence : {rate} images par seconde{drop}.
{captions_premiere}{looks_premiere}
FINAL CUT PRO : Fichier > Importer > XML… et choisissez timeline.fcpxml.
AVID MEDIA COMPOSER, PRO TOOLS : importez timeline.aaf (médias liés ; les sons sont des pistes
mono).
TOUT LE RESTE : timeline.edl et les listes qui l’accompagnent (une piste image chacune).

RAMENER LE MONTAGE
Exportez-y la timeline (Resolve : Fichier > Exporter > Timeline… en OTIO, FCPXML ou FCP7 XML.
Premiere : Fichier > Exporter > Final Cut Pro XML), puis : aiprod interchange FILM --read FICHIER
(avec --dry-run, il dit seulement ce qui changerait). Gardez les noms des médias : c’est par eux
que les plans et les prises sont reconnus.

CE QUE LES FORMATS N’ONT PAS PU TRANSMETTRE
reports/ le dit pour chaque montage, plan par plan.

SI LE DOSSIER A ÉTÉ DÉPLACÉ
- timeline.fcpxml désigne ses médias relativement à lui-même et continue de fonctionner.
- timeline.otio, timeline_fcp7.xml, timeline.aaf et timeline.edl désignent des emplacements
  absolus. Resolve : quand il le demande, choisissez le nouveau dossier media ; ou sélectionnez
  les plans dans le chutier, clic droit > Relier les plans sélectionnés… Premiere : dans la
  fenêtre Lier les médias, choisissez Rechercher…, trouvez le premier fichier ; les autres
  suivent.
"""

_MORE: Mapping[str, Mapping[Language, str]] = {
    "captions_resolve": {
        "en": "4. Subtitles: File > Import > Subtitle… and choose captions.srt, then drag it from the media\n"
        "   pool to the timeline's start.\n",
        "fr": "4. Sous-titres : Fichier > Importer > Sous-titre… et choisissez captions.srt, puis glissez-le du\n"
        "   chutier au début de la timeline.\n",
    },
    "looks_resolve": {
        "en": "5. Grades: copy look/ into Resolve's LUT folder (Project Settings > Color Management > Open LUT\n"
        "   Folder), Update Lists, then right-click a clip on the Color page > LUT. Or import the CDL: one\n"
        "   .cc per shot, as near to the LUT as a CDL can be. Both expect Rec.709.\n",
        "fr": "5. Étalonnage : copiez look/ dans le dossier LUT de Resolve (Paramètres du projet > Gestion des\n"
        "   couleurs > Ouvrir le dossier LUT), actualisez les listes, puis clic droit sur un plan dans la\n"
        "   page Étalonnage > LUT. Ou importez le CDL : un .cc par plan, aussi proche de la LUT qu’un CDL\n"
        "   peut l’être. Les deux attendent du Rec.709.\n",
    },
    "captions_premiere": {
        "en": "3. Subtitles: import captions.srt and drag it from the Project panel onto the sequence.\n",
        "fr": "3. Sous-titres : importez captions.srt et glissez-le du panneau Projet sur la séquence.\n",
    },
    "looks_premiere": {
        "en": "4. Grades: Lumetri Color > Creative > Look > Browse… and choose the shot's .cube in look/.\n",
        "fr": "4. Étalonnage : Couleur Lumetri > Création > Look > Parcourir… et choisissez le .cube du plan\n   dans look/.\n",
    },
}


def readme(edit: Edit, language: Language, *, captions: bool, looks: bool) -> str:
    """The text, with line feeds alone."""
    shown = {"captions_resolve": captions, "captions_premiere": captions, "looks_resolve": looks, "looks_premiere": looks}
    more = {name: _MORE[name][language] if on else "" for name, on in shown.items()}
    name = edit.name or "AIPROD"
    drop = {"en": ", drop frame", "fr": ", avec saut d’images"}[language] if edit.drop else ""
    return (_FR if language == "fr" else _EN).format(
        name=name, rule="=" * len(name), rate=f"{float(edit.rate.fps):.3f}".rstrip("0").rstrip("."), drop=drop, width=edit.width,
        height=edit.height, start=edit.timecode(0), frames=edit.frames, **more,
    )  # fmt: skip
