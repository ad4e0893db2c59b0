<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Alignments</name>
    <message>
        <source>Around the cut</source>
        <translation>À cheval sur la coupe</translation>
    </message>
    <message>
        <source>Behind the cut</source>
        <translation>Après la coupe</translation>
    </message>
    <message>
        <source>Before the cut</source>
        <translation>Avant la coupe</translation>
    </message>
</context>
<context>
    <name>Bin</name>
    <message>
        <source>Shots</source>
        <translation>Plans</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialogues</translation>
    </message>
    <message>
        <source>Music and sound</source>
        <translation>Musique et sons</translation>
    </message>
    <message>
        <source>My media</source>
        <translation>Mes médias</translation>
    </message>
    <message>
        <source>Titles</source>
        <translation>Titres</translation>
    </message>
</context>
<context>
    <name>BinPanel</name>
    <message>
        <source>Bin</source>
        <translation>Chutier</translation>
    </message>
    <message>
        <source>Search the bin</source>
        <translation>Chercher dans le chutier</translation>
    </message>
    <message>
        <source>What the bin shows</source>
        <translation>Ce que montre le chutier</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>What the bin holds</source>
        <translation>Contenu du chutier</translation>
    </message>
    <message>
        <source>Only what is not on the timeline</source>
        <translation>Seulement ce qui n’est pas dans le montage</translation>
    </message>
    <message>
        <source>As cards</source>
        <translation>En vignettes</translation>
    </message>
    <message>
        <source>Import media…</source>
        <translation>Importer des médias…</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n élément</numerusform>
            <numerusform>%n éléments</numerusform>
        </translation>
    </message>
    <message>
        <source>{items}, {takes}</source>
        <translation>{items}, {takes}</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n prise</numerusform>
            <numerusform>%n prises</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here fits what you look for.</source>
        <translation>Rien ici ne répond à la recherche.</translation>
    </message>
    <message>
        <source>Drop your own film, picture and sound files here, or import them.</source>
        <translation>Déposez ici vos films, images et sons, ou importez-les.</translation>
    </message>
    <message>
        <source>Nothing was made yet. Shots, lines and music appear here as they are made.</source>
        <translation>Rien n’est encore fait. Plans, répliques et musique apparaissent ici à mesure qu’ils se font.</translation>
    </message>
    <message>
        <source>Opening title</source>
        <translation>Titre de début</translation>
    </message>
    <message>
        <source>End title</source>
        <translation>Carton de fin</translation>
    </message>
    <message>
        <source>{shot}, {label} take</source>
        <translation>{shot}, prise {label}</translation>
    </message>
    <message>
        <source>The file is missing</source>
        <translation>Le fichier manque</translation>
    </message>
    <message>
        <source>{generator} · in the film</source>
        <translation>{generator} · dans le film</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Musique</translation>
    </message>
    <message>
        <source>Ambience</source>
        <translation>Ambiance</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>Bruitages</translation>
    </message>
    <message>
        <source>{takes} · {what}</source>
        <translation>{takes} · {what}</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) on the timeline</source>
        <translation>
            <numerusform>%n fois dans le montage</numerusform>
            <numerusform>%n fois dans le montage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bring</name>
    <message>
        <source>Import media</source>
        <translation>Importer des médias</translation>
    </message>
    <message>
        <source>Film, picture and sound files ({names})</source>
        <translation>Films, images et sons ({names})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Files are being copied into the film…</source>
        <translation>Copie des fichiers dans le film…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Copying {name} into the film…</source>
        <translation>Copie de {name} dans le film…</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n fichier n’a pas pu être utilisé</numerusform>
            <numerusform>%n fichiers n’ont pas pu être utilisés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) brought into the film</source>
        <translation>
            <numerusform>%n fichier importé dans le film</numerusform>
            <numerusform>%n fichiers importés dans le film</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no film, picture or sound in there</source>
        <translation>Il n’y a là ni film, ni image, ni son</translation>
    </message>
</context>
<context>
    <name>ClipSection</name>
    <message>
        <source>Clip</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Actif</translation>
    </message>
    <message>
        <source>As its kind</source>
        <translation>Selon son genre</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n plan</numerusform>
            <numerusform>%n plans</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} to {last}
{length} long</source>
        <translation>{first} à {last}
durée {length}</translation>
    </message>
</context>
<context>
    <name>Colours</name>
    <message>
        <source>Green</source>
        <translation>Vert</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>Cyan</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Bleu</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violet</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>Rose</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rouge</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Jaune</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Blanc</translation>
    </message>
</context>
<context>
    <name>EditPage</name>
    <message>
        <source>No film is open</source>
        <translation>Aucun film n’est ouvert</translation>
    </message>
    <message>
        <source>Open one, or begin a new one, to edit it here.</source>
        <translation>Ouvrez-en un, ou commencez-en un nouveau, pour le monter ici.</translation>
    </message>
    <message>
        <source>New film</source>
        <translation>Nouveau film</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>Rien n’est encore écrit</translation>
    </message>
    <message>
        <source>The film is edited once its shots are planned. It begins with words.</source>
        <translation>Le film se monte une fois ses plans prévus. Tout commence par les mots.</translation>
    </message>
    <message>
        <source>Go to Script</source>
        <translation>Aller au scénario</translation>
    </message>
    <message>
        <source>There is no edit yet</source>
        <translation>Il n’y a pas encore de montage</translation>
    </message>
    <message>
        <source>The shots are on the board. Approve them and have the film made: the studio&apos;s edit then appears here, to be changed at will.</source>
        <translation>Les plans sont au storyboard. Approuvez-les et faites réaliser le film&#xa0;: le montage du studio apparaît alors ici, à modifier à volonté.</translation>
    </message>
    <message>
        <source>Go to Board</source>
        <translation>Aller au storyboard</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) lie on it and would go too.</source>
        <translation>
            <numerusform>%n plan s’y trouve et partirait avec elle.</numerusform>
            <numerusform>%n plans s’y trouvent et partiraient avec elle.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove the track {name}?</source>
        <translation>Supprimer la piste {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>La garder</translation>
    </message>
    <message>
        <source>The studio will assemble the film again, by its own lights. Your edit can be had back by undo.</source>
        <translation>Le studio remontera le film à sa manière. Votre montage se retrouve par Annuler.</translation>
    </message>
    <message>
        <source>Leave the edit to the studio?</source>
        <translation>Laisser le montage au studio&#xa0;?</translation>
    </message>
    <message>
        <source>Leave it to the studio</source>
        <translation>Le laisser au studio</translation>
    </message>
    <message>
        <source>Keep my edit</source>
        <translation>Garder mon montage</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>There is no track for the clip</source>
        <translation>Il n’y a pas de piste pour ce plan</translation>
    </message>
    <message>
        <source>the film has none of {kind}</source>
        <translation>le film n’en a aucune de ce genre ({kind})</translation>
    </message>
    <message>
        <source>Add a track first.</source>
        <translation>Ajoutez d’abord une piste.</translation>
    </message>
    <message>
        <source>There are no clips to paste</source>
        <translation>Il n’y a pas de plan à coller</translation>
    </message>
    <message>
        <source>what was copied last is something else</source>
        <translation>ce qui a été copié en dernier est autre chose</translation>
    </message>
    <message>
        <source>Copy clips first.</source>
        <translation>Copiez d’abord des plans.</translation>
    </message>
    <message>
        <source>The clips don&apos;t fit this film</source>
        <translation>Ces plans ne vont pas dans ce film</translation>
    </message>
    <message>
        <source>they come from a film of another frame rate</source>
        <translation>ils viennent d’un film d’une autre cadence</translation>
    </message>
    <message>
        <source>Copy them there.</source>
        <translation>Copiez-les dans leur film.</translation>
    </message>
    <message>
        <source>nothing was copied</source>
        <translation>rien n’a été copié</translation>
    </message>
    <message>
        <source>The speed of sound can&apos;t change</source>
        <translation>La vitesse d’un son ne peut pas changer</translation>
    </message>
    <message>
        <source>its pitch would change with it</source>
        <translation>sa hauteur changerait avec elle</translation>
    </message>
    <message>
        <source>Trim it instead.</source>
        <translation>Raccourcissez-le plutôt.</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>Rien n’est sélectionné</translation>
    </message>
    <message>
        <source>the command is for clips</source>
        <translation>la commande s’applique à des plans</translation>
    </message>
    <message>
        <source>Select a clip first.</source>
        <translation>Sélectionnez d’abord un plan.</translation>
    </message>
    <message>
        <source>no clip lies under the playhead</source>
        <translation>aucun plan sous la tête de lecture</translation>
    </message>
    <message>
        <source>Select a clip, or move the playhead.</source>
        <translation>Sélectionnez un plan, ou déplacez la tête de lecture.</translation>
    </message>
    <message>
        <source>There is no cut</source>
        <translation>Il n’y a pas de coupe</translation>
    </message>
    <message>
        <source>no clip of picture can be changed</source>
        <translation>aucun plan d’image ne peut être modifié</translation>
    </message>
    <message>
        <source>Unlock a track.</source>
        <translation>Déverrouillez une piste.</translation>
    </message>
    <message>
        <source>There is no film</source>
        <translation>Il n’y a pas de film</translation>
    </message>
    <message>
        <source>none is open</source>
        <translation>aucun n’est ouvert</translation>
    </message>
    <message>
        <source>There are no takes</source>
        <translation>Il n’y a pas de prises</translation>
    </message>
    <message>
        <source>no clip of a shot is selected or under the playhead</source>
        <translation>aucun plan tourné n’est sélectionné ni sous la tête de lecture</translation>
    </message>
    <message>
        <source>Select a shot.</source>
        <translation>Sélectionnez un plan.</translation>
    </message>
    <message>
        <source>This take is not there</source>
        <translation>Cette prise n’est pas là</translation>
    </message>
    <message>
        <source>its files are gone</source>
        <translation>ses fichiers ont disparu</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Choisissez-en une autre.</translation>
    </message>
    <message>
        <source>This take is too short for {name}</source>
        <translation>Cette prise est trop courte pour {name}</translation>
    </message>
    <message>
        <source>it has {frames} frames, the clip shows {shown}</source>
        <translation>elle a {frames} images, le plan en montre {shown}</translation>
    </message>
    <message>
        <source>Trim the clip first.</source>
        <translation>Raccourcissez d’abord le plan.</translation>
    </message>
    <message>
        <source>There is no other take</source>
        <translation>Il n’y a pas d’autre prise</translation>
    </message>
    <message>
        <source>the shot was taken once</source>
        <translation>le plan n’a été tourné qu’une fois</translation>
    </message>
    <message>
        <source>Shoot another take.</source>
        <translation>Tournez une autre prise.</translation>
    </message>
    <message>
        <source>The clip shows an older take</source>
        <translation>Le plan montre une prise plus ancienne</translation>
    </message>
    <message>
        <source>a part is made again in the newest one</source>
        <translation>une partie se refait dans la plus récente</translation>
    </message>
    <message>
        <source>Let the clip show always the newest take first.</source>
        <translation>Laissez d’abord le plan montrer toujours la prise la plus récente.</translation>
    </message>
    <message>
        <source>No part of the shot is marked</source>
        <translation>Aucune partie du plan n’est marquée</translation>
    </message>
    <message>
        <source>nothing of {name} lies between the in and the out point</source>
        <translation>rien de {name} n’est entre le point d’entrée et le point de sortie</translation>
    </message>
    <message>
        <source>Set in and out over the part to be made again.</source>
        <translation>Posez l’entrée et la sortie sur la partie à refaire.</translation>
    </message>
</context>
<context>
    <name>FilmSection</name>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Réalisé</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Montage</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Éléments</translation>
    </message>
    <message numerus="yes">
        <source>%n picture clip(s)</source>
        <translation>
            <numerusform>%n plan</numerusform>
            <numerusform>%n plans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n title(s)</source>
        <translation>
            <numerusform>%n titre</numerusform>
            <numerusform>%n titres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound clip(s)</source>
        <translation>
            <numerusform>%n son</numerusform>
            <numerusform>%n sons</numerusform>
        </translation>
    </message>
    <message>
        <source>{width} × {height}, {rate:.5g} frames a second</source>
        <translation>{width} × {height}, {rate:.5g} images par seconde</translation>
    </message>
    <message numerus="yes">
        <source>{taken} of %n shot(s)</source>
        <translation>
            <numerusform>{taken} plan sur %n</numerusform>
            <numerusform>{taken} plans sur %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Le vôtre</translation>
    </message>
    <message>
        <source>The studio&apos;s</source>
        <translation>Celui du studio</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>Historique des modifications</translation>
    </message>
    <message>
        <source>Changes, the newest below</source>
        <translation>Modifications, la plus récente en bas</translation>
    </message>
    <message>
        <source>As it was opened first</source>
        <translation>Tel qu’à l’origine</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Annulée</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n modification</numerusform>
            <numerusform>%n modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>{changes}. Choose one to go back to it, or forward.</source>
        <translation>{changes}. Choisissez-en une pour y revenir, ou pour avancer.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspecteur</translation>
    </message>
</context>
<context>
    <name>MarkerSection</name>
    <message>
        <source>Markers</source>
        <translation>Marqueurs</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> images</translation>
    </message>
    <message>
        <source>Markers in time</source>
        <translation>Marqueurs dans l’ordre</translation>
    </message>
    <message>
        <source>Remove the marker</source>
        <translation>Supprimer le marqueur</translation>
    </message>
    <message>
        <source>{timecode}  {name}</source>
        <translation>{timecode}  {name}</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>Marqueur</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Takes</source>
        <translation>Prises</translation>
    </message>
    <message>
        <source>Show in the bin</source>
        <translation>Montrer dans le chutier</translation>
    </message>
    <message>
        <source>Edit the words</source>
        <translation>Modifier le texte</translation>
    </message>
    <message>
        <source>Take {number} · {label}</source>
        <translation>Prise {number} · {label}</translation>
    </message>
    <message>
        <source>Always the newest</source>
        <translation>Toujours la plus récente</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>Commencer par</translation>
    </message>
    <message>
        <source>Plain cut</source>
        <translation>Coupe franche</translation>
    </message>
    <message>
        <source>Length and place…</source>
        <translation>Durée et place…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>As its kind</source>
        <translation>Selon son genre</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Muet</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Verrouiller</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Remove the track</source>
        <translation>Supprimer la piste</translation>
    </message>
    <message>
        <source>Insert at the playhead</source>
        <translation>Insérer à la tête de lecture</translation>
    </message>
    <message>
        <source>Overwrite at the playhead</source>
        <translation>Écraser à la tête de lecture</translation>
    </message>
    <message>
        <source>Show in the viewer</source>
        <translation>Voir dans le moniteur</translation>
    </message>
    <message>
        <source>Show on the timeline</source>
        <translation>Montrer dans le montage</translation>
    </message>
</context>
<context>
    <name>SoundSection</name>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Gain</translation>
    </message>
    <message>
        <source>Fade in</source>
        <translation>Fondu d’entrée</translation>
    </message>
    <message>
        <source>Fade out</source>
        <translation>Fondu de sortie</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> images</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Points of the gain&apos;s curve</source>
        <translation>Points de la courbe de gain</translation>
    </message>
    <message>
        <source>Point at the playhead</source>
        <translation>Point à la tête de lecture</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>SourceTabs</name>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Show the film in the viewer</source>
        <translation>Voir le film dans le moniteur</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>Source&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Click something in the bin to see it here</source>
        <translation>Cliquez sur un élément du chutier pour le voir ici</translation>
    </message>
</context>
<context>
    <name>SpeedDialog</name>
    <message>
        <source>Change speed</source>
        <translation>Modifier la vitesse</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>À l’envers</translation>
    </message>
    <message>
        <source>What follows moves with its end</source>
        <translation>La suite se déplace avec sa fin</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
</context>
<context>
    <name>TakeActs</name>
    <message>
        <source>Another take of {shot} is being made…</source>
        <translation>Une autre prise de {shot} se tourne…</translation>
    </message>
    <message>
        <source>Take {number} · {label}</source>
        <translation>Prise {number} · {label}</translation>
    </message>
</context>
<context>
    <name>TakesSection</name>
    <message>
        <source>Takes</source>
        <translation>Prises</translation>
    </message>
    <message>
        <source>Takes, the newest first</source>
        <translation>Prises, la plus récente d’abord</translation>
    </message>
    <message>
        <source>The take that is being made</source>
        <translation>La prise en cours</translation>
    </message>
    <message>
        <source>Use this take</source>
        <translation>Utiliser cette prise</translation>
    </message>
    <message>
        <source>Compare with the one in the film</source>
        <translation>Comparer à celle du film</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n prise</numerusform>
            <numerusform>%n prises</numerusform>
        </translation>
    </message>
    <message>
        <source>Take {number} · {label}</source>
        <translation>Prise {number} · {label}</translation>
    </message>
    <message numerus="yes">
        <source>{generator}
%n frame(s)</source>
        <translation>
            <numerusform>{generator}
%n image</numerusform>
            <numerusform>{generator}
%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Timeline tools</source>
        <translation>Outils de montage</translation>
    </message>
    <message>
        <source>Picture to</source>
        <translation>Image vers</translation>
    </message>
    <message>
        <source>The track that new pictures go to</source>
        <translation>La piste qui reçoit les nouvelles images</translation>
    </message>
    <message>
        <source>Sound to</source>
        <translation>Son vers</translation>
    </message>
    <message>
        <source>The track that new sounds go to</source>
        <translation>La piste qui reçoit les nouveaux sons</translation>
    </message>
</context>
<context>
    <name>TitleSection</name>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Subtitle</source>
        <translation>Sous-titre</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Ouverture</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
</context>
<context>
    <name>TransitionDialog</name>
    <message>
        <source>Transition</source>
        <translation>Transition</translation>
    </message>
    <message>
        <source>Set transition</source>
        <translation>Poser la transition</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> images</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Place</translation>
    </message>
</context>
<context>
    <name>TransitionSection</name>
    <message>
        <source>Transition</source>
        <translation>Transition</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Commence par</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Lies</source>
        <translation>Se place</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> images</translation>
    </message>
    <message>
        <source>Plain cut</source>
        <translation>Coupe franche</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Transport</source>
        <translation>Lecture</translation>
    </message>
    <message>
        <source>Timecode of the playhead</source>
        <translation>Timecode de la tête de lecture</translation>
    </message>
    <message>
        <source>Type a timecode, or +12 for twelve frames later</source>
        <translation>Tapez un timecode, ou +12 pour douze images plus tard</translation>
    </message>
    <message>
        <source>Playhead</source>
        <translation>Tête de lecture</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Picture quality while playing</source>
        <translation>Qualité d’image pendant la lecture</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Pleine</translation>
    </message>
    <message>
        <source>Half</source>
        <translation>Moitié</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Quart</translation>
    </message>
</context>
<context>
    <name>WhySection</name>
    <message>
        <source>Why it is so</source>
        <translation>Pourquoi ainsi</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
</TS>
