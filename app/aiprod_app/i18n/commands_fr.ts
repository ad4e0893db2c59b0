<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Affichage</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Lecture</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Montage</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Ajustement</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Repères</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Scénario</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Étalonnage</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mixage</translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>Livraison</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Rechercher une commande</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Préférences</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Set up AIPROD again</source>
        <translation>Configurer AIPROD à nouveau</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>About AIPROD</source>
        <translation>À propos d’AIPROD</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>New film</source>
        <translation>Nouveau film</translation>
    </message>
    <message>
        <source>Open film</source>
        <translation>Ouvrir un film</translation>
    </message>
    <message>
        <source>Open the sample film</source>
        <translation>Ouvrir le film d’exemple</translation>
    </message>
    <message>
        <source>Restore a version</source>
        <translation>Restaurer une version</translation>
    </message>
    <message>
        <source>Close film</source>
        <translation>Fermer le film</translation>
    </message>
    <message>
        <source>Make what changed</source>
        <translation>Fabriquer ce qui a changé</translation>
    </message>
    <message>
        <source>Import media</source>
        <translation>Importer des médias</translation>
    </message>
    <message>
        <source>Show the film&apos;s folder</source>
        <translation>Afficher le dossier du film</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>History of changes</source>
        <translation>Historique des modifications</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Couper</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Coller</translation>
    </message>
    <message>
        <source>Paste and insert</source>
        <translation>Coller en insérant</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Tout sélectionner</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Tout désélectionner</translation>
    </message>
    <message>
        <source>Select everything after the playhead</source>
        <translation>Sélectionner tout après la tête de lecture</translation>
    </message>
    <message>
        <source>Select the clip under the playhead</source>
        <translation>Sélectionner le clip sous la tête de lecture</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Ripple delete</source>
        <translation>Supprimer et raccorder</translation>
    </message>
    <message>
        <source>Lift in to out</source>
        <translation>Prélever de l’entrée à la sortie</translation>
    </message>
    <message>
        <source>Extract in to out</source>
        <translation>Extraire de l’entrée à la sortie</translation>
    </message>
    <message>
        <source>Blade at the playhead</source>
        <translation>Couper à la tête de lecture</translation>
    </message>
    <message>
        <source>Blade all tracks at the playhead</source>
        <translation>Couper toutes les pistes à la tête de lecture</translation>
    </message>
    <message>
        <source>Insert from the bin</source>
        <translation>Insérer depuis le chutier</translation>
    </message>
    <message>
        <source>Overwrite from the bin</source>
        <translation>Écraser depuis le chutier</translation>
    </message>
    <message>
        <source>Add a dissolve</source>
        <translation>Ajouter un fondu enchaîné</translation>
    </message>
    <message>
        <source>Remove the transition</source>
        <translation>Supprimer la transition</translation>
    </message>
    <message>
        <source>Link or unlink clips</source>
        <translation>Lier ou délier les clips</translation>
    </message>
    <message>
        <source>Enable or disable clips</source>
        <translation>Activer ou désactiver les clips</translation>
    </message>
    <message>
        <source>Close gaps</source>
        <translation>Combler les trous</translation>
    </message>
    <message>
        <source>Swap with the clip before</source>
        <translation>Échanger avec le clip précédent</translation>
    </message>
    <message>
        <source>Swap with the clip after</source>
        <translation>Échanger avec le clip suivant</translation>
    </message>
    <message>
        <source>Change speed</source>
        <translation>Changer la vitesse</translation>
    </message>
    <message>
        <source>Freeze frame</source>
        <translation>Arrêt sur image</translation>
    </message>
    <message>
        <source>Next take</source>
        <translation>Prise suivante</translation>
    </message>
    <message>
        <source>Previous take</source>
        <translation>Prise précédente</translation>
    </message>
    <message>
        <source>Compare takes</source>
        <translation>Comparer les prises</translation>
    </message>
    <message>
        <source>Shoot another take</source>
        <translation>Tourner une autre prise</translation>
    </message>
    <message>
        <source>Shoot in to out again</source>
        <translation>Refaire de l’entrée à la sortie</translation>
    </message>
    <message>
        <source>Nudge one frame left</source>
        <translation>Décaler d’une image à gauche</translation>
    </message>
    <message>
        <source>Nudge one frame right</source>
        <translation>Décaler d’une image à droite</translation>
    </message>
    <message>
        <source>Nudge ten frames left</source>
        <translation>Décaler de dix images à gauche</translation>
    </message>
    <message>
        <source>Nudge ten frames right</source>
        <translation>Décaler de dix images à droite</translation>
    </message>
    <message>
        <source>Move clips one track up</source>
        <translation>Monter les clips d’une piste</translation>
    </message>
    <message>
        <source>Move clips one track down</source>
        <translation>Descendre les clips d’une piste</translation>
    </message>
    <message>
        <source>Trim the beginning to the playhead</source>
        <translation>Raccourcir le début jusqu’à la tête de lecture</translation>
    </message>
    <message>
        <source>Trim the end to the playhead</source>
        <translation>Raccourcir la fin jusqu’à la tête de lecture</translation>
    </message>
    <message>
        <source>Trim the beginning one frame earlier</source>
        <translation>Avancer le début d’une image</translation>
    </message>
    <message>
        <source>Trim the beginning one frame later</source>
        <translation>Retarder le début d’une image</translation>
    </message>
    <message>
        <source>Trim the end one frame earlier</source>
        <translation>Avancer la fin d’une image</translation>
    </message>
    <message>
        <source>Trim the end one frame later</source>
        <translation>Retarder la fin d’une image</translation>
    </message>
    <message>
        <source>Roll the cut one frame earlier</source>
        <translation>Avancer le raccord d’une image</translation>
    </message>
    <message>
        <source>Roll the cut one frame later</source>
        <translation>Retarder le raccord d’une image</translation>
    </message>
    <message>
        <source>Slip one frame earlier</source>
        <translation>Faire coulisser le contenu d’une image en arrière</translation>
    </message>
    <message>
        <source>Slip one frame later</source>
        <translation>Faire coulisser le contenu d’une image en avant</translation>
    </message>
    <message>
        <source>Slide one frame earlier</source>
        <translation>Faire glisser le clip d’une image en arrière</translation>
    </message>
    <message>
        <source>Slide one frame later</source>
        <translation>Faire glisser le clip d’une image en avant</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Lire ou mettre en pause</translation>
    </message>
    <message>
        <source>Shuttle backwards</source>
        <translation>Lecture arrière variable</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Shuttle forwards</source>
        <translation>Lecture avant variable</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Une image en arrière</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>Une image en avant</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Une seconde en arrière</translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation>Une seconde en avant</translation>
    </message>
    <message>
        <source>Go to the cut before</source>
        <translation>Aller au raccord précédent</translation>
    </message>
    <message>
        <source>Go to the next cut</source>
        <translation>Aller au raccord suivant</translation>
    </message>
    <message>
        <source>Go to the beginning</source>
        <translation>Aller au début</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Aller à la fin</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Lecture en boucle</translation>
    </message>
    <message>
        <source>Play around the playhead</source>
        <translation>Lire autour de la tête de lecture</translation>
    </message>
    <message>
        <source>Play from in to out</source>
        <translation>Lire de l’entrée à la sortie</translation>
    </message>
    <message>
        <source>Mark in</source>
        <translation>Marquer le point d’entrée</translation>
    </message>
    <message>
        <source>Mark out</source>
        <translation>Marquer le point de sortie</translation>
    </message>
    <message>
        <source>Mark the clip</source>
        <translation>Marquer le clip</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Effacer l’entrée et la sortie</translation>
    </message>
    <message>
        <source>Go to in</source>
        <translation>Aller au point d’entrée</translation>
    </message>
    <message>
        <source>Go to out</source>
        <translation>Aller au point de sortie</translation>
    </message>
    <message>
        <source>Add a marker</source>
        <translation>Ajouter un marqueur</translation>
    </message>
    <message>
        <source>Go to the marker before</source>
        <translation>Aller au marqueur précédent</translation>
    </message>
    <message>
        <source>Go to the next marker</source>
        <translation>Aller au marqueur suivant</translation>
    </message>
    <message>
        <source>Selection tool</source>
        <translation>Outil de sélection</translation>
    </message>
    <message>
        <source>Trim tool</source>
        <translation>Outil d’ajustement</translation>
    </message>
    <message>
        <source>Ripple tool</source>
        <translation>Outil d’ajustement avec décalage</translation>
    </message>
    <message>
        <source>Roll tool</source>
        <translation>Outil de raccord</translation>
    </message>
    <message>
        <source>Slip tool</source>
        <translation>Outil de coulissement</translation>
    </message>
    <message>
        <source>Slide tool</source>
        <translation>Outil de glissement</translation>
    </message>
    <message>
        <source>Blade tool</source>
        <translation>Outil lame</translation>
    </message>
    <message>
        <source>Range tool</source>
        <translation>Outil de plage</translation>
    </message>
    <message>
        <source>Hand tool</source>
        <translation>Outil main</translation>
    </message>
    <message>
        <source>Zoom tool</source>
        <translation>Outil zoom</translation>
    </message>
    <message>
        <source>Snapping</source>
        <translation>Magnétisme</translation>
    </message>
    <message>
        <source>Linked selection</source>
        <translation>Sélection liée</translation>
    </message>
    <message>
        <source>Follow the playhead</source>
        <translation>Suivre la tête de lecture</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoom avant</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoom arrière</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>Ajuster à la fenêtre</translation>
    </message>
    <message>
        <source>Add a picture track</source>
        <translation>Ajouter une piste image</translation>
    </message>
    <message>
        <source>Add a sound track</source>
        <translation>Ajouter une piste son</translation>
    </message>
    <message>
        <source>Remove the track</source>
        <translation>Supprimer la piste</translation>
    </message>
    <message>
        <source>Leave the edit to the studio</source>
        <translation>Laisser le montage au studio</translation>
    </message>
    <message>
        <source>Script page</source>
        <translation>Page Scénario</translation>
    </message>
    <message>
        <source>Board page</source>
        <translation>Page Storyboard</translation>
    </message>
    <message>
        <source>Edit page</source>
        <translation>Page Montage</translation>
    </message>
    <message>
        <source>Grade page</source>
        <translation>Page Étalonnage</translation>
    </message>
    <message>
        <source>Mix page</source>
        <translation>Page Mixage</translation>
    </message>
    <message>
        <source>Deliver page</source>
        <translation>Page Livraison</translation>
    </message>
    <message>
        <source>Models page</source>
        <translation>Page Modèles</translation>
    </message>
    <message>
        <source>Show or hide jobs</source>
        <translation>Afficher ou masquer les travaux</translation>
    </message>
    <message>
        <source>Editors: DaVinci Resolve and Premiere Pro</source>
        <translation>Logiciels de montage&#xa0;: DaVinci Resolve et Premiere Pro</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Viewer on the full screen</source>
        <translation>Visionneuse en plein écran</translation>
    </message>
    <message>
        <source>Safe areas</source>
        <translation>Zones de sécurité</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>Panneau suivant</translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation>Panneau précédent</translation>
    </message>
    <message>
        <source>Write the screenplay</source>
        <translation>Écrire le scénario</translation>
    </message>
    <message>
        <source>Next kind of element</source>
        <translation>Type d’élément suivant</translation>
    </message>
    <message>
        <source>Listen to the line</source>
        <translation>Écouter la réplique</translation>
    </message>
    <message>
        <source>Approve the shot</source>
        <translation>Approuver le plan</translation>
    </message>
    <message>
        <source>Approve all shots</source>
        <translation>Approuver tous les plans</translation>
    </message>
    <message>
        <source>Draw the shot again</source>
        <translation>Redessiner le plan</translation>
    </message>
    <message>
        <source>Reset the grade</source>
        <translation>Réinitialiser l’étalonnage</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Avant et après</translation>
    </message>
    <message>
        <source>Copy the grade</source>
        <translation>Copier l’étalonnage</translation>
    </message>
    <message>
        <source>Paste the grade</source>
        <translation>Coller l’étalonnage</translation>
    </message>
    <message>
        <source>Mute the track</source>
        <translation>Rendre la piste muette</translation>
    </message>
    <message>
        <source>Solo the track</source>
        <translation>Piste en solo</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Contrôle qualité</translation>
    </message>
</context>
<context>
    <name>EnginePage</name>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>Films are made by the engine, a process of its own that goes on when this window is closed.</source>
        <translation>Les films sont fabriqués par le moteur, un processus à part qui continue quand cette fenêtre est fermée.</translation>
    </message>
    <message>
        <source>Restart the engine…</source>
        <translation>Redémarrer le moteur…</translation>
    </message>
    <message>
        <source>Show the logs</source>
        <translation>Afficher les journaux</translation>
    </message>
    <message>
        <source>&amp;What it wrote down last</source>
        <translation>&amp;Ses dernières lignes de journal</translation>
    </message>
    <message>
        <source>It is starting.</source>
        <translation>Il démarre.</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>Il est prêt.</translation>
    </message>
    <message>
        <source>It does not answer; it is tried again.</source>
        <translation>Il ne répond pas&#xa0;; nouvel essai en cours.</translation>
    </message>
    <message>
        <source>It was left.</source>
        <translation>La liaison est fermée.</translation>
    </message>
    <message>
        <source>Version {version}. It works on {devices}.</source>
        <translation>Version {version}. Il travaille sur {devices}.</translation>
    </message>
    <message>
        <source>Version {version}.</source>
        <translation>Version {version}.</translation>
    </message>
    <message>
        <source>Restart the engine</source>
        <translation>Redémarrer le moteur</translation>
    </message>
    <message>
        <source>Restart the engine?</source>
        <translation>Redémarrer le moteur&#xa0;?</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) under way go on where they were.</source>
        <translation>
            <numerusform>%n travail en cours reprendra où il en était.</numerusform>
            <numerusform>%n travaux en cours reprendront où ils en étaient.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is under way.</source>
        <translation>Rien n’est en cours.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Redémarrer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste élevé</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Thème</translation>
    </message>
    <message>
        <source>Dark is best for judging pictures.</source>
        <translation>Le thème sombre est le meilleur pour juger les images.</translation>
    </message>
    <message>
        <source>&amp;Keymap</source>
        <translation>&amp;Jeu de raccourcis</translation>
    </message>
    <message>
        <source>Your own keys are kept when you change the keymap.</source>
        <translation>Vos propres touches sont gardées quand vous changez de jeu.</translation>
    </message>
    <message>
        <source>&amp;Films folder</source>
        <translation>&amp;Dossier des films</translation>
    </message>
    <message>
        <source>Where new films are made. Films that exist stay where they are.</source>
        <translation>Là où sont créés les nouveaux films. Les films existants restent où ils sont.</translation>
    </message>
    <message>
        <source>Takes that you choose</source>
        <translation>Prises que vous choisissez</translation>
    </message>
    <message>
        <source>Kept in the film&apos;s folder on this computer, and sent nowhere. AIPROD&apos;s own model can be tuned to them.</source>
        <translation>Gardé dans le dossier du film, sur cet ordinateur, et envoyé nulle part. Le modèle propre d’AIPROD peut s’y accorder.</translation>
    </message>
    <message>
        <source>&amp;Remember which take I prefer</source>
        <translation>&amp;Retenir la prise que je préfère</translation>
    </message>
    <message>
        <source>Shortcuts…</source>
        <translation>Raccourcis…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Usual place</source>
        <translation>Emplacement habituel</translation>
    </message>
    <message>
        <source>Where new films are made</source>
        <translation>Où créer les nouveaux films</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Press a key to add</source>
        <translation>Appuyez sur une touche à ajouter</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Nouvelle touche</translation>
    </message>
    <message>
        <source>Reset this command</source>
        <translation>Réinitialiser cette commande</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>La reprendre</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>La laisser</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>Aucune commande choisie</translation>
    </message>
    <message>
        <source>Remove {key}</source>
        <translation>Retirer {key}</translation>
    </message>
    <message>
        <source>{key} moves through the interface and can’t be given to a command.</source>
        <translation>{key} sert à parcourir l’interface et ne peut être donnée à une commande.</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>«&#xa0;{name}&#xa0;»</translation>
    </message>
    <message>
        <source>{key} belongs to {commands}, which will lose it.</source>
        <translation>{key} appartient à {commands}, qui la perdra.</translation>
    </message>
</context>
<context>
    <name>KeyboardDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>No command fits.</source>
        <translation>Aucune commande ne convient.</translation>
    </message>
    <message>
        <source>&amp;Keymap</source>
        <translation>&amp;Jeu de raccourcis</translation>
    </message>
    <message>
        <source>Search by words</source>
        <translation>Chercher par mots</translation>
    </message>
    <message>
        <source>Search by pressing a key</source>
        <translation>Chercher en pressant une touche</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Commandes et leurs touches</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importer…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Tout réinitialiser</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>Keymaps (*.json)</source>
        <translation>Jeux de raccourcis (*.json)</translation>
    </message>
    <message>
        <source>Export the keymap</source>
        <translation>Exporter le jeu de raccourcis</translation>
    </message>
    <message>
        <source>The keymap was saved as {file}.</source>
        <translation>Le jeu de raccourcis est enregistré sous {file}.</translation>
    </message>
    <message>
        <source>Import a keymap</source>
        <translation>Importer un jeu de raccourcis</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search commands</source>
        <translation>Rechercher une commande</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Que voulez-vous faire&#xa0;?</translation>
    </message>
    <message>
        <source>No command fits these letters.</source>
        <translation>Aucune commande ne correspond à ces lettres.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>{command}: not possible now</source>
        <translation>{command}&#xa0;: impossible pour l’instant</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Préférences</translation>
    </message>
    <message>
        <source>Groups of preferences</source>
        <translation>Groupes de préférences</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Confidentialité</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Privacy</source>
        <translation>Confidentialité</translation>
    </message>
    <message>
        <source>AIPROD sends nothing to anybody: no telemetry, no account, no crash reports. Films, scripts, voices and pictures are made and kept on this machine. The engine listens on this machine alone.</source>
        <translation>AIPROD n’envoie rien à personne&#xa0;: ni télémétrie, ni compte, ni rapport d’incident. Films, scénarios, voix et images sont fabriqués et gardés sur cette machine. Le moteur n’écoute que cette machine.</translation>
    </message>
    <message>
        <source>Models are only fetched when you ask for them, from the addresses that the Models page shows.</source>
        <translation>Les modèles ne sont téléchargés qu’à votre demande, depuis les adresses qu’affiche la page Modèles.</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>Nuages</translation>
    </message>
    <message>
        <source>A cloud can make shots that this machine can’t. It receives the descriptions of those shots, and costs money. Nothing goes to a cloud that is not allowed here, and never more than the film’s cap.</source>
        <translation>Un nuage peut fabriquer des plans dont cette machine est incapable. Il reçoit la description de ces plans, et il est payant. Rien ne part vers un nuage qui n’est pas autorisé ici, et jamais au-delà du plafond du film.</translation>
    </message>
    <message>
        <source>Asking the engine…</source>
        <translation>Le moteur est interrogé…</translation>
    </message>
    <message>
        <source>The engine does not answer. Clouds are shown when it does.</source>
        <translation>Le moteur ne répond pas. Les nuages s’afficheront quand il répondra.</translation>
    </message>
    <message>
        <source>No cloud is known.</source>
        <translation>Aucun nuage connu.</translation>
    </message>
    <message>
        <source>Allowed.</source>
        <translation>Autorisé.</translation>
    </message>
    <message>
        <source>Not allowed.</source>
        <translation>Non autorisé.</translation>
    </message>
    <message>
        <source>Its key is there.</source>
        <translation>Sa clé est présente.</translation>
    </message>
    <message>
        <source>The engine has no key for it.</source>
        <translation>Le moteur n’a pas de clé pour lui.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Retirer l’accord</translation>
    </message>
    <message>
        <source>Allow…</source>
        <translation>Autoriser…</translation>
    </message>
    <message>
        <source>The descriptions of shots, and pictures that they start from, may be sent to {provider}, which makes the pictures on its own machines under its own terms, and charges for it. This holds until you take it back; what was sent before can’t be fetched back.</source>
        <translation>La description des plans, et les images dont ils partent, peuvent être envoyées à {provider}, qui fabrique les images sur ses propres machines, selon ses propres conditions, et les facture. Cet accord vaut jusqu’à ce que vous le retiriez&#xa0;; ce qui a été envoyé avant ne peut être récupéré.</translation>
    </message>
    <message>
        <source>Allow {provider}?</source>
        <translation>Autoriser {provider}&#xa0;?</translation>
    </message>
    <message>
        <source>Allow a cloud</source>
        <translation>Autoriser un nuage</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>J’accepte</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source> GB</source>
        <translation>&#xa0;Go</translation>
    </message>
    <message>
        <source>&amp;Proxies and rendered pieces</source>
        <translation>&amp;Proxys et morceaux calculés</translation>
    </message>
    <message>
        <source>Playback and exports use them again instead of making them anew. The oldest go first.</source>
        <translation>La lecture et les exports les réutilisent au lieu de les refaire. Les plus anciens partent d’abord.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mesure en cours…</translation>
    </message>
    <message>
        <source>Empty it…</source>
        <translation>Le vider…</translation>
    </message>
    <message>
        <source>&amp;Edits between two versions</source>
        <translation>&amp;Modifications entre deux versions</translation>
    </message>
    <message>
        <source>Every edit is on the disk at once and can be undone for ever. A version is a copy of the film’s document, kept when the film is opened and closed and after so many edits: what you go back to after a disaster.</source>
        <translation>Chaque modification est aussitôt sur le disque et reste toujours annulable. Une version est une copie du document du film, gardée à l’ouverture, à la fermeture et après ce nombre de modifications&#xa0;: ce à quoi l’on revient après un désastre.</translation>
    </message>
    <message>
        <source>{used} GB are used now; {free} GB are free on this disk.</source>
        <translation>{used} Go occupés&#xa0;; {free} Go libres sur ce disque.</translation>
    </message>
    <message>
        <source>Empty the cache</source>
        <translation>Vider le cache</translation>
    </message>
    <message>
        <source>Empty the cache?</source>
        <translation>Vider le cache&#xa0;?</translation>
    </message>
    <message>
        <source>No film is harmed: what is needed is made again, which takes time.</source>
        <translation>Aucun film n’en souffre&#xa0;: ce qui est nécessaire sera refait, ce qui prend du temps.</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vider</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
</context>
</TS>
