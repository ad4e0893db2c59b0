<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>CheckupForm</name>
    <message>
        <source>Check the editor</source>
        <translation>Vérifier le logiciel</translation>
    </message>
    <message>
        <source>The panel tries all that it can do in a timeline of its own, takes that away again, and reports. Your timelines stay as they are.</source>
        <translation>Le panneau essaie tout ce qu’il sait faire dans une timeline à lui, l’enlève ensuite et en rend compte. Vos timelines restent telles quelles.</translation>
    </message>
    <message>
        <source>The editor is being tried…</source>
        <translation>Essais en cours dans le logiciel…</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n réponse</numerusform>
            <numerusform>%n réponses</numerusform>
        </translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Afficher le compte rendu</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Lancer les essais</translation>
    </message>
</context>
<context>
    <name>Editors</name>
    <message>
        <source>free edition</source>
        <translation>version gratuite</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>Aucun projet ouvert</translation>
    </message>
    <message>
        <source>no timeline</source>
        <translation>aucune timeline</translation>
    </message>
    <message>
        <source>A bridge without a window: this window is its face</source>
        <translation>Un pont sans fenêtre&#xa0;: cette fenêtre est la sienne</translation>
    </message>
    <message>
        <source>A panel of its own inside the editor</source>
        <translation>Son propre panneau, dans le logiciel</translation>
    </message>
    <message>
        <source>{number} frames per second</source>
        <translation>{number} images par seconde</translation>
    </message>
    <message>
        <source>drop frame</source>
        <translation>drop frame</translation>
    </message>
    <message>
        <source>non-drop</source>
        <translation>non-drop</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>1 frame ({length})</source>
        <translation>1 image ({length})</translation>
    </message>
    <message>
        <source>{count} frames ({length})</source>
        <translation>{count} images ({length})</translation>
    </message>
    <message>
        <source>Planned {planned}, placed {placed}, read back {verified}: right to the frame.</source>
        <translation>Prévus&#xa0;: {planned}, posés&#xa0;: {placed}, relus&#xa0;: {verified}. Juste à l’image près.</translation>
    </message>
    <message>
        <source>Planned {planned}, placed {placed}, read back {verified}. Look at the differences before going on.</source>
        <translation>Prévus&#xa0;: {planned}, posés&#xa0;: {placed}, relus&#xa0;: {verified}. Regardez les écarts avant de continuer.</translation>
    </message>
    <message>
        <source>{what}: expected {expected}, found {found}</source>
        <translation>{what}&#xa0;: attendu {expected}, trouvé {found}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>One undo step in the editor: “{label}”</source>
        <translation>Une seule étape d’annulation dans le logiciel&#xa0;: «&#xa0;{label}&#xa0;»</translation>
    </message>
    <message>
        <source>The editor has no single undo step for this.</source>
        <translation>Le logiciel n’a pas d’étape d’annulation unique pour cela.</translation>
    </message>
    <message>
        <source>The editor’s panel said something that can’t be understood</source>
        <translation>Le panneau du logiciel a dit quelque chose d’incompréhensible</translation>
    </message>
    <message>
        <source>Install the panel again: it must be of AIPROD’s own version.</source>
        <translation>Réinstallez le panneau&#xa0;: il doit être de la même version qu’AIPROD.</translation>
    </message>
    <message>
        <source>The editor’s panel did not say what it did</source>
        <translation>Le panneau du logiciel n’a pas dit ce qu’il a fait</translation>
    </message>
    <message>
        <source>Look at the timeline before going on.</source>
        <translation>Regardez la timeline avant de continuer.</translation>
    </message>
    <message>
        <source>The editor could not do it</source>
        <translation>Le logiciel de montage n’a pas pu le faire</translation>
    </message>
</context>
<context>
    <name>EditorsButton</name>
    <message numerus="yes">
        <source>Editors: %n connected</source>
        <translation>
            <numerusform>Logiciels de montage&#xa0;: %n connecté</numerusform>
            <numerusform>Logiciels de montage&#xa0;: %n connectés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorsWindow</name>
    <message numerus="yes">
        <source>%n editor(s) connected</source>
        <translation>
            <numerusform>%n logiciel de montage connecté</numerusform>
            <numerusform>%n logiciels de montage connectés</numerusform>
        </translation>
    </message>
    <message>
        <source>Editors</source>
        <translation>Logiciels de montage</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connectés</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Appairer</translation>
    </message>
    <message>
        <source>Hand-off</source>
        <translation>Dossier d’échange</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Logiciel de montage</translation>
    </message>
    <message>
        <source>No editor is connected</source>
        <translation>Aucun logiciel de montage n’est connecté</translation>
    </message>
    <message>
        <source>Open AIPROD in DaVinci Resolve (Workspace ▸ Scripts ▸ AIPROD) or in Premiere Pro (Window ▸ UXP Plugins ▸ AIPROD). If it isn’t there yet, install it first.</source>
        <translation>Ouvrez AIPROD dans DaVinci Resolve (Espace de travail ▸ Scripts ▸ AIPROD) ou dans Premiere Pro (Fenêtre ▸ Modules externes UXP ▸ AIPROD). S’il n’y est pas encore, installez-le d’abord.</translation>
    </message>
    <message>
        <source>Install a panel</source>
        <translation>Installer un panneau</translation>
    </message>
</context>
<context>
    <name>ExtendForm</name>
    <message>
        <source>Extend the clip</source>
        <translation>Prolonger le plan</translation>
    </message>
    <message>
        <source>“{name}” goes on from {range}.</source>
        <translation>«&#xa0;{name}&#xa0;» continue à partir de {range}.</translation>
    </message>
    <message>
        <source>Select one clip in the editor, whose media is on the disk.</source>
        <translation>Sélectionnez dans le logiciel un clip dont le média est sur le disque.</translation>
    </message>
    <message>
        <source>The editor does not say which frames the clip shows.</source>
        <translation>Le logiciel ne dit pas quelles images le clip montre.</translation>
    </message>
    <message>
        <source>Longer: {name}</source>
        <translation>Prolongé&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Frames more</source>
        <translation>Images en plus</translation>
    </message>
    <message>
        <source>What happens (may be empty)</source>
        <translation>Ce qui se passe (facultatif)</translation>
    </message>
    <message>
        <source>The clip’s own sound goes on</source>
        <translation>Le son du clip continue</translation>
    </message>
    <message>
        <source>Make it longer</source>
        <translation>Prolonger</translation>
    </message>
</context>
<context>
    <name>Face</name>
    <message>
        <source>{at}; in to out: {start}, {frames}</source>
        <translation>{at}&#xa0;; de l’entrée à la sortie&#xa0;: {start}, {frames}</translation>
    </message>
    <message>
        <source>{task}: this editor, in this version and edition, can’t do it</source>
        <translation>{task}&#xa0;: ce logiciel, dans cette version et cette édition, ne le permet pas</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projet</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Cadence</translation>
    </message>
    <message>
        <source>Playhead</source>
        <translation>Tête de lecture</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panneau</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Actualiser</translation>
    </message>
    <message>
        <source>Ask the editor again where its user stands</source>
        <translation>Redemander au logiciel où vous en êtes</translation>
    </message>
</context>
<context>
    <name>FilmForm</name>
    <message>
        <source>Send a film</source>
        <translation>Envoyer un film</translation>
    </message>
    <message>
        <source>The open film: {name}</source>
        <translation>Le film ouvert&#xa0;: {name}</translation>
    </message>
    <message>
        <source>A new timeline is made in “{project}”; what is there stays as it is.</source>
        <translation>Une nouvelle timeline est créée dans «&#xa0;{project}&#xa0;»&#xa0;; ce qui s’y trouve ne change pas.</translation>
    </message>
    <message>
        <source>There is no film yet: make one first.</source>
        <translation>Il n’y a pas encore de film&#xa0;: faites-en un d’abord.</translation>
    </message>
    <message>
        <source>Give the timeline a name.</source>
        <translation>Donnez un nom à la timeline.</translation>
    </message>
    <message>
        <source>Film: {name}</source>
        <translation>Film&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Name of the timeline</source>
        <translation>Nom de la timeline</translation>
    </message>
    <message>
        <source>Send it as a timeline</source>
        <translation>Envoyer comme timeline</translation>
    </message>
</context>
<context>
    <name>GradeForm</name>
    <message>
        <source>Match and grade</source>
        <translation>Raccorder et étalonner</translation>
    </message>
    <message>
        <source>No look</source>
        <translation>Aucun look</translation>
    </message>
    <message>
        <source>{name} at {timecode}</source>
        <translation>{name} à {timecode}</translation>
    </message>
    <message>
        <source>Nothing: the look alone</source>
        <translation>Rien&#xa0;: le look seul</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) selected. Your own grade is kept.</source>
        <translation>
            <numerusform>%n clip sélectionné. Votre étalonnage est conservé.</numerusform>
            <numerusform>%n clips sélectionnés. Votre étalonnage est conservé.</numerusform>
        </translation>
    </message>
    <message>
        <source>Select the clips in the editor, whose media is on the disk.</source>
        <translation>Sélectionnez dans le logiciel les clips, dont le média est sur le disque.</translation>
    </message>
    <message>
        <source>One clip alone can’t be matched to itself: select more, or choose a look.</source>
        <translation>Un clip seul ne se raccorde pas à lui-même&#xa0;: sélectionnez-en d’autres, ou choisissez un look.</translation>
    </message>
    <message>
        <source>Choose a clip to match, a look, or both.</source>
        <translation>Choisissez un clip de référence, un look, ou les deux.</translation>
    </message>
    <message numerus="yes">
        <source>Grade of %n clip(s)</source>
        <translation>
            <numerusform>Étalonnage de %n clip</numerusform>
            <numerusform>Étalonnage de %n clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Match to</source>
        <translation>Raccorder à</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensité</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>Porté par</translation>
    </message>
    <message>
        <source>A CDL: can be changed in the editor</source>
        <translation>Un CDL&#xa0;: modifiable dans le logiciel</translation>
    </message>
    <message>
        <source>A LUT: with the look in it</source>
        <translation>Une LUT&#xa0;: avec le look dedans</translation>
    </message>
    <message>
        <source>Grade them</source>
        <translation>Étalonner</translation>
    </message>
</context>
<context>
    <name>Handoff</name>
    <message>
        <source>1. File ▸ Import ▸ Timeline…
2. Choose timeline.otio in the folder (before Resolve 18.5: timeline_fcp7.xml).
3. Leave “Automatically import source clips into media pool” ticked, and press OK.
4. If media is offline: select the clips, right-click ▸ Relink Selected Clips…, and choose the folder “media”.</source>
        <translation>1. Fichier ▸ Importer ▸ Timeline…
2. Choisissez timeline.otio dans le dossier (avant Resolve 18.5&#xa0;: timeline_fcp7.xml).
3. Laissez cochée l’importation automatique des clips source dans la médiathèque, et validez.
4. Si des médias sont hors ligne&#xa0;: sélectionnez les clips, clic droit ▸ Relier les clips sélectionnés…, et choisissez le dossier «&#xa0;media&#xa0;».</translation>
    </message>
    <message>
        <source>1. File ▸ Import…, and choose timeline_fcp7.xml in the folder.
2. The sequence and its clips are in a bin of the project.
3. If media is offline: select the clips, right-click ▸ Link Media…, and choose the folder “media”.</source>
        <translation>1. Fichier ▸ Importer…, et choisissez timeline_fcp7.xml dans le dossier.
2. La séquence et ses clips sont dans un chutier du projet.
3. Si des médias sont hors ligne&#xa0;: sélectionnez les clips, clic droit ▸ Lier le média…, et choisissez le dossier «&#xa0;media&#xa0;».</translation>
    </message>
    <message>
        <source>1. Open a bin, then File ▸ Input ▸ Import Media…, and choose timeline.aaf in the folder.
2. The sequence is in the bin; its clips are linked to the folder “media”.
3. If media is offline: right-click the sequence ▸ Relink, and choose the folder “media”.</source>
        <translation>1. Ouvrez un chutier, puis File ▸ Input ▸ Import Media…, et choisissez timeline.aaf dans le dossier.
2. La séquence est dans le chutier&#xa0;; ses clips sont liés au dossier «&#xa0;media&#xa0;».
3. Si des médias sont hors ligne&#xa0;: clic droit sur la séquence ▸ Relink, et choisissez le dossier «&#xa0;media&#xa0;».</translation>
    </message>
    <message>
        <source>1. File ▸ Import ▸ XML…, and choose timeline.fcpxml in the folder.
2. If media is missing: File ▸ Relink Files ▸ Original Media…, and choose the folder “media”.</source>
        <translation>1. Fichier ▸ Importer ▸ XML…, et choisissez timeline.fcpxml dans le dossier.
2. Si des médias manquent&#xa0;: Fichier ▸ Relier les fichiers ▸ Médias d’origine…, et choisissez le dossier «&#xa0;media&#xa0;».</translation>
    </message>
    <message>
        <source>1. File ▸ OpenTimelineIO Import…, and choose timeline.otio in the folder.
2. If a clip is missing, Kdenlive asks for it: choose the folder “media”.</source>
        <translation>1. Fichier ▸ Importation OpenTimelineIO…, et choisissez timeline.otio dans le dossier.
2. Si un clip manque, Kdenlive le demande&#xa0;: choisissez le dossier «&#xa0;media&#xa0;».</translation>
    </message>
</context>
<context>
    <name>HandoffView</name>
    <message>
        <source>Film: {name}</source>
        <translation>Film&#xa0;: {name}</translation>
    </message>
    <message>
        <source>The open film: {name}</source>
        <translation>Le film ouvert&#xa0;: {name}</translation>
    </message>
    <message numerus="yes">
        <source>The clips made for “{project}”: %n</source>
        <translation>
            <numerusform>Le clip créé pour «&#xa0;{project}&#xa0;»&#xa0;: %n</numerusform>
            <numerusform>Les clips créés pour «&#xa0;{project}&#xa0;»&#xa0;: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to hand off yet: make a film or a clip first.</source>
        <translation>Il n’y a encore rien à transmettre&#xa0;: faites d’abord un film ou un clip.</translation>
    </message>
    <message>
        <source>The folder that the hand-off goes into</source>
        <translation>Le dossier qui reçoit l’échange</translation>
    </message>
    <message>
        <source>It is being written…</source>
        <translation>Écriture en cours…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in {folder}</source>
        <translation>
            <numerusform>%n fichier dans {folder}</numerusform>
            <numerusform>%n fichiers dans {folder}</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file carries everything.</source>
        <translation>Chaque fichier contient tout.</translation>
    </message>
    <message>
        <source>For editors that no panel can live in (Resolve’s free edition from 21.1, and others): a folder with media, the timeline in several formats, subtitles, looks and instructions.</source>
        <translation>Pour les logiciels sans panneau possible (la version gratuite de Resolve à partir de 21.1, et d’autres)&#xa0;: un dossier avec les médias, la timeline en plusieurs formats, les sous-titres, les looks et le mode d’emploi.</translation>
    </message>
    <message>
        <source>Among your films</source>
        <translation>Parmi vos films</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Choisir le dossier</translation>
    </message>
    <message>
        <source>Write the folder</source>
        <translation>Écrire le dossier</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Afficher le dossier</translation>
    </message>
    <message>
        <source>How it is imported</source>
        <translation>Comment l’importer</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Logiciel de montage</translation>
    </message>
    <message>
        <source>What the formats could not carry</source>
        <translation>Ce que les formats n’ont pas pu contenir</translation>
    </message>
    <message>
        <source>What is handed off</source>
        <translation>Ce qui est transmis</translation>
    </message>
</context>
<context>
    <name>InstallView</name>
    <message>
        <source>Being installed…</source>
        <translation>Installation en cours…</translation>
    </message>
    <message>
        <source>Each step is looked at…</source>
        <translation>Chaque étape est examinée…</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) failed; below is what mends it.</source>
        <translation>
            <numerusform>%n étape a échoué&#xa0;; le remède est ci-dessous.</numerusform>
            <numerusform>%n étapes ont échoué&#xa0;; les remèdes sont ci-dessous.</numerusform>
        </translation>
    </message>
    <message>
        <source>{editor}: this is what was done.</source>
        <translation>{editor}&#xa0;: voici ce qui a été fait.</translation>
    </message>
    <message>
        <source>{editor}: no step failed.</source>
        <translation>{editor}&#xa0;: aucune étape n’a échoué.</translation>
    </message>
    <message>
        <source>The panels are put into every editor found on this machine; old copies go, and nothing that isn’t AIPROD’s is touched. The same from a terminal: aiprod panels install resolve, aiprod panels install premiere.</source>
        <translation>Les panneaux sont installés dans chaque logiciel de montage trouvé sur cette machine&#xa0;; les anciennes copies disparaissent, et rien de ce qui n’appartient pas à AIPROD n’est touché. La même chose dans un terminal&#xa0;: aiprod panels install resolve, aiprod panels install premiere.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>What was done or found</source>
        <translation>Ce qui a été fait ou trouvé</translation>
    </message>
</context>
<context>
    <name>PairingView</name>
    <message>
        <source>Pairing code: {letters}</source>
        <translation>Code d’appairage&#xa0;: {letters}</translation>
    </message>
    <message>
        <source>Port {port}. The code serves once; {minutes}:{seconds} left.</source>
        <translation>Port {port}. Le code sert une seule fois&#xa0;; encore {minutes}:{seconds}.</translation>
    </message>
    <message>
        <source>A panel was paired.</source>
        <translation>Un panneau a été appairé.</translation>
    </message>
    <message>
        <source>Paired panels</source>
        <translation>Panneaux appairés</translation>
    </message>
    <message>
        <source>No panel is paired yet</source>
        <translation>Aucun panneau appairé pour l’instant</translation>
    </message>
    <message>
        <source>look</source>
        <translation>regarder</translation>
    </message>
    <message>
        <source>change films</source>
        <translation>modifier les films</translation>
    </message>
    <message>
        <source>order work</source>
        <translation>commander du travail</translation>
    </message>
    <message>
        <source>spend money</source>
        <translation>dépenser</translation>
    </message>
    <message>
        <source>govern the engine</source>
        <translation>administrer le moteur</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>{host} · {name}</source>
        <translation>{host} · {name}</translation>
    </message>
    <message>
        <source>May: {rights}. Paired {paired}, last seen {seen}.</source>
        <translation>Droits&#xa0;: {rights}. Appairé&#xa0;: {paired}, vu pour la dernière fois&#xa0;: {seen}.</translation>
    </message>
    <message>
        <source>Forget the panel</source>
        <translation>Oublier le panneau</translation>
    </message>
    <message>
        <source>Forget {host}?</source>
        <translation>Oublier {host}&#xa0;?</translation>
    </message>
    <message>
        <source>Its key is worthless from then on. To use it again, pair it again.</source>
        <translation>Sa clé ne vaut plus rien dès lors. Pour s’en resservir, il faut l’appairer de nouveau.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Oublier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Premiere’s panel asks for this code and port once. Resolve’s panel pairs itself when it is first started.</source>
        <translation>Le panneau de Premiere demande une fois ce code et ce port. Celui de Resolve s’appaire tout seul à son premier démarrage.</translation>
    </message>
    <message>
        <source>It may also spend money</source>
        <translation>Il peut aussi dépenser de l’argent</translation>
    </message>
    <message>
        <source>At clouds, within a film’s cap</source>
        <translation>Dans les clouds, dans la limite du plafond d’un film</translation>
    </message>
    <message>
        <source>Pair a panel</source>
        <translation>Appairer un panneau</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Copier le code</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Oublier…</translation>
    </message>
</context>
<context>
    <name>ScoreForm</name>
    <message>
        <source>Score the range</source>
        <translation>Mettre en musique</translation>
    </message>
    <message>
        <source>Music from in to out: {range}.</source>
        <translation>Musique de l’entrée à la sortie&#xa0;: {range}.</translation>
    </message>
    <message>
        <source>Music from the playhead: {range}. Set in and out in the editor for another range.</source>
        <translation>Musique à partir de la tête de lecture&#xa0;: {range}. Pour une autre plage, posez une entrée et une sortie dans le logiciel.</translation>
    </message>
    <message>
        <source>Say how it shall sound.</source>
        <translation>Dites comment elle doit sonner.</translation>
    </message>
    <message>
        <source>Music: {mood}</source>
        <translation>Musique&#xa0;: {mood}</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Ambiance</translation>
    </message>
    <message>
        <source>tense, slow, strings</source>
        <translation>tendue, lente, cordes</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Niveau sonore</translation>
    </message>
    <message>
        <source>Write the music</source>
        <translation>Composer</translation>
    </message>
</context>
<context>
    <name>ShotForm</name>
    <message>
        <source>Nothing</source>
        <translation>Rien</translation>
    </message>
    <message>
        <source>Look like the frame under the playhead</source>
        <translation>Ressembler à l’image sous la tête de lecture</translation>
    </message>
    <message>
        <source>Begin with the frame under the playhead</source>
        <translation>Commencer par l’image sous la tête de lecture</translation>
    </message>
    <message>
        <source>End with the frame under the playhead</source>
        <translation>Finir sur l’image sous la tête de lecture</translation>
    </message>
    <message>
        <source>Go on from the selected clip’s last frame</source>
        <translation>Partir de la dernière image du clip sélectionné</translation>
    </message>
    <message>
        <source>Lead to the selected clip’s first frame</source>
        <translation>Mener à la première image du clip sélectionné</translation>
    </message>
    <message>
        <source>Make a shot here</source>
        <translation>Créer un plan ici</translation>
    </message>
    <message>
        <source>From {range}. Nothing is overwritten: if that place is taken by then, a new track is used.</source>
        <translation>À partir de {range}. Rien n’est écrasé&#xa0;: si la place est prise d’ici là, une nouvelle piste est utilisée.</translation>
    </message>
    <message>
        <source>Say what is to be seen.</source>
        <translation>Dites ce que l’on doit voir.</translation>
    </message>
    <message>
        <source>This editor can’t give a picture of its timeline: choose no reference.</source>
        <translation>Ce logiciel ne peut pas donner d’image de sa timeline&#xa0;: ne choisissez pas de référence.</translation>
    </message>
    <message>
        <source>Select one clip in the editor for this reference.</source>
        <translation>Pour cette référence, sélectionnez un clip dans le logiciel.</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Au mieux</translation>
    </message>
    <message>
        <source>{title}: {reason}</source>
        <translation>{title}&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>{title}, about {time}</source>
        <translation>{title}, environ {time}</translation>
    </message>
    <message>
        <source>{title}, {eur} €</source>
        <translation>{title}, {eur} €</translation>
    </message>
    <message>
        <source>Shot: {prompt}</source>
        <translation>Plan&#xa0;: {prompt}</translation>
    </message>
    <message>
        <source>What is to be seen</source>
        <translation>Ce que l’on voit</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Référence</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Créé par</translation>
    </message>
    <message>
        <source>Make the shot</source>
        <translation>Créer le plan</translation>
    </message>
    <message>
        <source>The editor gave no picture</source>
        <translation>Le logiciel n’a pas donné d’image</translation>
    </message>
    <message>
        <source>Order the shot without a reference.</source>
        <translation>Commandez le plan sans référence.</translation>
    </message>
</context>
<context>
    <name>TakesForm</name>
    <message>
        <source>Takes</source>
        <translation>Prises</translation>
    </message>
    <message>
        <source>{name} · {when}</source>
        <translation>{name} · {when}</translation>
    </message>
    <message numerus="yes">
        <source>“{name}” at {timecode}: %n take(s) of it are kept.</source>
        <translation>
            <numerusform>«&#xa0;{name}&#xa0;» à {timecode}&#xa0;: %n prise en est conservée.</numerusform>
            <numerusform>«&#xa0;{name}&#xa0;» à {timecode}&#xa0;: %n prises en sont conservées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Select one clip in the editor that was made by AIPROD.</source>
        <translation>Sélectionnez dans le logiciel un clip créé par AIPROD.</translation>
    </message>
    <message>
        <source>Its takes are being looked for.</source>
        <translation>Recherche de ses prises en cours.</translation>
    </message>
    <message>
        <source>This clip was not made by AIPROD, or both its marker and its files are gone.</source>
        <translation>Ce clip n’a pas été créé par AIPROD, ou son marqueur et ses fichiers ont tous deux disparu.</translation>
    </message>
    <message>
        <source>Mark in and out over the part of the clip that shall be made again.</source>
        <translation>Posez l’entrée et la sortie sur la partie du plan à refaire.</translation>
    </message>
    <message>
        <source>Take: {name}</source>
        <translation>Prise&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Another take: {name}</source>
        <translation>Autre prise&#xa0;: {name}</translation>
    </message>
    <message>
        <source>What shall be other (may be empty)</source>
        <translation>Ce qui doit changer (facultatif)</translation>
    </message>
    <message>
        <source>Only between in and out</source>
        <translation>Seulement entre l’entrée et la sortie</translation>
    </message>
    <message>
        <source>Use this take</source>
        <translation>Utiliser cette prise</translation>
    </message>
    <message>
        <source>Make another take</source>
        <translation>Créer une autre prise</translation>
    </message>
</context>
<context>
    <name>TaskForm</name>
    <message>
        <source>The editor has not said yet where its user stands.</source>
        <translation>Le logiciel n’a pas encore dit où vous en êtes.</translation>
    </message>
    <message>
        <source>No timeline is open in the editor: open one there, or send a film as a new one.</source>
        <translation>Aucune timeline n’est ouverte dans le logiciel&#xa0;: ouvrez-en une, ou envoyez-y un film comme nouvelle timeline.</translation>
    </message>
</context>
<context>
    <name>VoiceForm</name>
    <message>
        <source>Voice a line</source>
        <translation>Faire dire une réplique</translation>
    </message>
    <message>
        <source>The language’s first voice</source>
        <translation>La première voix de la langue</translation>
    </message>
    <message>
        <source>{timecode}  {text}</source>
        <translation>{timecode}  {text}</translation>
    </message>
    <message>
        <source>Words of my own, at the playhead</source>
        <translation>Mes propres mots, à la tête de lecture</translation>
    </message>
    <message>
        <source>Laid at {timecode}.</source>
        <translation>Posé à {timecode}.</translation>
    </message>
    <message>
        <source>Laid at {timecode}; its place is {frames} long.</source>
        <translation>Posé à {timecode}&#xa0;; la place fait {frames}.</translation>
    </message>
    <message>
        <source>Write what is to be said, or choose a subtitle or a marker.</source>
        <translation>Écrivez ce qui doit être dit, ou choisissez un sous-titre ou un marqueur.</translation>
    </message>
    <message>
        <source>A line may have 2,000 characters at most.</source>
        <translation>Une réplique a 2 000 caractères au plus.</translation>
    </message>
    <message>
        <source>Voice: {text}</source>
        <translation>Voix&#xa0;: {text}</translation>
    </message>
    <message>
        <source>Words of</source>
        <translation>Texte de</translation>
    </message>
    <message>
        <source>What is said</source>
        <translation>Ce qui est dit</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Emotion</source>
        <translation>Émotion</translation>
    </message>
    <message>
        <source>Speak faster or slower to fill that place</source>
        <translation>Parler plus ou moins vite pour remplir cette place</translation>
    </message>
    <message>
        <source>Voice it</source>
        <translation>Faire dire</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The clip could not be made</source>
        <translation>Le clip n’a pas pu être créé</translation>
    </message>
    <message>
        <source>Being ordered</source>
        <translation>Commande en cours</translation>
    </message>
    <message>
        <source>Being made</source>
        <translation>Création en cours</translation>
    </message>
    <message>
        <source>In the editor</source>
        <translation>Dans le logiciel</translation>
    </message>
    <message>
        <source>Placed and read back</source>
        <translation>Posé et relu</translation>
    </message>
    <message>
        <source>Differs from the plan</source>
        <translation>Différent du plan</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>The clip itself is made and kept: it can be placed again.</source>
        <translation>Le clip lui-même est créé et conservé&#xa0;: il peut être posé de nouveau.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Place it again</source>
        <translation>Poser de nouveau</translation>
    </message>
    <message>
        <source>Show it in the editor</source>
        <translation>Montrer dans le logiciel</translation>
    </message>
    <message>
        <source>Remove this card: {title}</source>
        <translation>Retirer cette fiche&#xa0;: {title}</translation>
    </message>
    <message>
        <source>Remove this card</source>
        <translation>Retirer cette fiche</translation>
    </message>
</context>
</TS>
