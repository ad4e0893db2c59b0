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
</TS>
