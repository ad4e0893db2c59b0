<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Dropping</name>
    <message>
        <source>Only files of this computer can be dropped here</source>
        <translation>Seuls des fichiers de cet ordinateur peuvent être déposés ici</translation>
    </message>
    <message>
        <source>{name} can&apos;t be used: {kind} is no film, picture or sound</source>
        <translation>{name} est inutilisable&#xa0;: {kind} n’est ni un film, ni une image, ni un son</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>un dossier</translation>
    </message>
    <message>
        <source>The track {name} is locked</source>
        <translation>La piste {name} est verrouillée</translation>
    </message>
    <message>
        <source>{name} is a track of sound; this is a picture</source>
        <translation>{name} est une piste son&#xa0;; ceci est une image</translation>
    </message>
    <message>
        <source>{name} is a track of pictures; this is sound</source>
        <translation>{name} est une piste image&#xa0;; ceci est un son</translation>
    </message>
    <message>
        <source>Only titles can lie on {name}</source>
        <translation>{name} n’accepte que des titres</translation>
    </message>
    <message>
        <source>Below the sound there is no picture; drop it on a track of pictures, or above them</source>
        <translation>Sous le son, il n’y a pas d’image&#xa0;: déposez sur une piste image, ou au-dessus</translation>
    </message>
    <message>
        <source>Insert at {timecode}</source>
        <translation>Insérer à {timecode}</translation>
    </message>
    <message>
        <source>Overwrite at {timecode}</source>
        <translation>Écraser à {timecode}</translation>
    </message>
</context>
<context>
    <name>Heads</name>
    <message>
        <source>Tracks</source>
        <translation>Pistes</translation>
    </message>
</context>
<context>
    <name>Ruler</name>
    <message>
        <source>Timecode ruler</source>
        <translation>Règle de timecode</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>Marqueur</translation>
    </message>
    <message>
        <source>Add a marker here</source>
        <translation>Ajouter un marqueur ici</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Effacer l’entrée et la sortie</translation>
    </message>
    <message>
        <source>Rename the marker</source>
        <translation>Renommer le marqueur</translation>
    </message>
    <message>
        <source>Delete the marker</source>
        <translation>Supprimer le marqueur</translation>
    </message>
    <message>
        <source>Name of the marker</source>
        <translation>Nom du marqueur</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n plan</numerusform>
            <numerusform>%n plans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n sélectionné</numerusform>
            <numerusform>%n sélectionnés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n prise</numerusform>
            <numerusform>%n prises</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Clip {name}, track {track}, {start} to {end}</source>
        <translation>Plan {name}, piste {track}, de {start} à {end}</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>sélectionné</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>désactivé</translation>
    </message>
    <message>
        <source>linked</source>
        <translation>lié</translation>
    </message>
    <message>
        <source>on a locked track</source>
        <translation>sur une piste verrouillée</translation>
    </message>
    <message>
        <source>{start} to {end}, {length} long</source>
        <translation>{start} à {end}, durée {length}</translation>
    </message>
    <message>
        <source>No timeline</source>
        <translation>Aucun montage</translation>
    </message>
    <message>
        <source>playhead at {timecode}</source>
        <translation>tête de lecture à {timecode}</translation>
    </message>
    <message>
        <source>No clip is selected, and none is under the playhead</source>
        <translation>Aucun plan n’est sélectionné, et il n’y en a pas sous la tête de lecture</translation>
    </message>
    <message>
        <source>The clips can&apos;t begin before the film</source>
        <translation>Les plans ne peuvent pas commencer avant le film</translation>
    </message>
    <message>
        <source>There is no track there</source>
        <translation>Il n’y a pas de piste là</translation>
    </message>
    <message>
        <source>No clip touches it there</source>
        <translation>Aucun plan ne le touche de ce côté</translation>
    </message>
    <message>
        <source>No clip runs over the playhead</source>
        <translation>Aucun plan ne passe sous la tête de lecture</translation>
    </message>
    <message>
        <source>Set an in and an out point first</source>
        <translation>Placez d’abord un point d’entrée et un point de sortie</translation>
    </message>
    <message>
        <source>There is no track for all of them there</source>
        <translation>Il n’y a pas là de piste pour tous</translation>
    </message>
    <message>
        <source>{frames}   fade of {length} frames</source>
        <translation>{frames}   fondu de {length} images</translation>
    </message>
    <message>
        <source>{frames}   media {first} to {last}</source>
        <translation>{frames}   média {first} à {last}</translation>
    </message>
    <message>
        <source>{frames}   transition of {length} frames</source>
        <translation>{frames}   transition de {length} images</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>Montage</translation>
    </message>
    <message>
        <source>Scroll through the film</source>
        <translation>Faire défiler le film</translation>
    </message>
    <message>
        <source>Scroll through the tracks</source>
        <translation>Faire défiler les pistes</translation>
    </message>
</context>
<context>
    <name>TrackHead</name>
    <message>
        <source>Mute: the track is not heard or seen</source>
        <translation>Muet&#xa0;: la piste n’est ni entendue ni vue</translation>
    </message>
    <message>
        <source>Mute {track}</source>
        <translation>Rendre {track} muette</translation>
    </message>
    <message>
        <source>Solo: only this track is heard or seen</source>
        <translation>Solo&#xa0;: seule cette piste est entendue ou vue</translation>
    </message>
    <message>
        <source>Solo {track}</source>
        <translation>Mettre {track} en solo</translation>
    </message>
    <message>
        <source>Lock: nothing on the track can be changed</source>
        <translation>Verrou&#xa0;: rien ne peut être modifié sur la piste</translation>
    </message>
    <message>
        <source>Lock {track}</source>
        <translation>Verrouiller {track}</translation>
    </message>
    <message>
        <source>Sync: the track follows when time is inserted or taken out elsewhere</source>
        <translation>Synchro&#xa0;: la piste suit quand du temps est inséré ou retiré ailleurs</translation>
    </message>
    <message>
        <source>Keep {track} in sync</source>
        <translation>Garder {track} synchrone</translation>
    </message>
    <message>
        <source>Unfold the track</source>
        <translation>Déplier la piste</translation>
    </message>
    <message>
        <source>Fold the track</source>
        <translation>Replier la piste</translation>
    </message>
    <message>
        <source>Unfold {track}</source>
        <translation>Déplier {track}</translation>
    </message>
    <message>
        <source>Fold {track}</source>
        <translation>Replier {track}</translation>
    </message>
    <message>
        <source>Track {short}: {name}</source>
        <translation>Piste {short}&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Name of the track</source>
        <translation>Nom de la piste</translation>
    </message>
</context>
<context>
    <name>_Name</name>
    <message>
        <source>Track {short}: {name}, press Return to rename</source>
        <translation>Piste {short}&#xa0;: {name}, Entrée pour renommer</translation>
    </message>
</context>
</TS>
