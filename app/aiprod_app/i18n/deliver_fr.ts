<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>DeliverPage</name>
    <message>
        <source>Own settings</source>
        <translation>Réglages libres</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>Écrire dans</translation>
    </message>
    <message>
        <source>Changed since it was last made: an export shows it as it was then.</source>
        <translation>Modifié depuis la dernière fabrication&#xa0;: un export le montre tel qu’il était alors.</translation>
    </message>
    <message>
        <source>The engine is away; it is being started again.</source>
        <translation>Le moteur est absent&#xa0;; il est en train d’être relancé.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Un instant…</translation>
    </message>
    <message>
        <source>The film is not finished yet: make it first.</source>
        <translation>Le film n’est pas encore terminé&#xa0;: fabriquez-le d’abord.</translation>
    </message>
    <message>
        <source>This receiver doesn’t take the film’s frame rate.</source>
        <translation>Ce destinataire n’accepte pas la cadence du film.</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>File d’attente</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>Ajouter à la file</translation>
    </message>
    <message>
        <source>Make the film</source>
        <translation>Fabriquer le film</translation>
    </message>
</context>
<context>
    <name>Destinations</name>
    <message>
        <source>Own settings</source>
        <translation>Réglages libres</translation>
    </message>
    <message>
        <source>Any format, colour, size and sound</source>
        <translation>Tout format, couleur, taille et son</translation>
    </message>
    <message>
        <source>Doesn’t take this frame rate</source>
        <translation>N’accepte pas cette cadence</translation>
    </message>
    <message>
        <source>package</source>
        <translation>paquet</translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation>Destinations</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Findings; Enter shows the moment</source>
        <translation>Constats&#xa0;; Entrée montre l’instant</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Défaut</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Avertissement</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Remarque</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Conforme</translation>
    </message>
    <message>
        <source>Measured {measured}</source>
        <translation>Mesuré&#xa0;: {measured}</translation>
    </message>
    <message>
        <source>Measured {measured}, limit {limit}</source>
        <translation>Mesuré&#xa0;: {measured}, limite&#xa0;: {limit}</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Contrôle qualité</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Mettre en pause</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Do this first</source>
        <translation>Passer en premier</translation>
    </message>
    <message>
        <source>Quality control of this file</source>
        <translation>Contrôle qualité de ce fichier</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Montrer dans son dossier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>{state}, place {n} in the queue</source>
        <translation>{state}, place {n} dans la file</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>As mixed</source>
        <translation>Comme au mixage</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stéréo</translation>
    </message>
    <message>
        <source>As usual for the format</source>
        <translation>Selon l’usage du format</translation>
    </message>
    <message>
        <source>A track to switch on</source>
        <translation>Une piste à activer</translation>
    </message>
    <message>
        <source>In the picture</source>
        <translation>Dans l’image</translation>
    </message>
    <message>
        <source>Files beside it</source>
        <translation>Fichiers à côté</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Usuel</translation>
    </message>
    <message>
        <source>{title} (not here)</source>
        <translation>{title} (pas ici)</translation>
    </message>
    <message>
        <source>The film’s own ({width}×{height})</source>
        <translation>Celle du film ({width}×{height})</translation>
    </message>
    <message>
        <source>{name}: {lufs} LUFS, {peak} dBTP</source>
        <translation>{name}&#xa0;: {lufs} LUFS, {peak} dBTP</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Conteneur</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Sound layout</source>
        <translation>Disposition du son</translation>
    </message>
    <message>
        <source>Sound codec</source>
        <translation>Codec du son</translation>
    </message>
    <message>
        <source>Channel order</source>
        <translation>Ordre des canaux</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Sonie</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Sous-titres</translation>
    </message>
    <message>
        <source>A package</source>
        <translation>Un paquet</translation>
    </message>
    <message>
        <source>A folder with the master, its sound, subtitles, poster and checksums</source>
        <translation>Un dossier avec le master, son son, ses sous-titres, l’affiche et les sommes de contrôle</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>See-through where the timeline holds nothing</source>
        <translation>Transparent là où la timeline ne contient rien</translation>
    </message>
    <message>
        <source>Exact grade</source>
        <translation>Étalonnage exact</translation>
    </message>
    <message>
        <source>Grade every pixel by the transforms themselves: slow</source>
        <translation>Étalonner chaque pixel par les transformations elles-mêmes&#xa0;: lent</translation>
    </message>
    <message>
        <source>Encode on the graphics card</source>
        <translation>Encoder sur la carte graphique</translation>
    </message>
    <message>
        <source>Where its encoder opens; else the processor does it</source>
        <translation>Là où son encodeur s’ouvre&#xa0;; sinon le processeur s’en charge</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Queue</source>
        <translation>File d’attente</translation>
    </message>
    <message>
        <source>Nothing was exported yet. What you add to the queue is written while you go on working.</source>
        <translation>Rien n’a encore été exporté. Ce que vous ajoutez à la file s’écrit pendant que vous continuez à travailler.</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>The film’s own plan</source>
        <translation>Le plan du film lui-même</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Pas encore contrôlé</translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s) found</source>
        <translation>
            <numerusform>%n défaut trouvé</numerusform>
            <numerusform>%n défauts trouvés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Passed with %n warning(s)</source>
        <translation>
            <numerusform>Conforme, avec&#xa0;%n avertissement</numerusform>
            <numerusform>Conforme, avec&#xa0;%n avertissements</numerusform>
        </translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Conforme</translation>
    </message>
    <message>
        <source>{file}: {checks} checks</source>
        <translation>{file}&#xa0;: {checks} contrôles</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Contrôle qualité</translation>
    </message>
    <message>
        <source>Show what passed, too</source>
        <translation>Montrer aussi ce qui est conforme</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Contrôler</translation>
    </message>
    <message>
        <source>Check the delivered film again</source>
        <translation>Contrôler de nouveau le film livré</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Ouvrir le rapport</translation>
    </message>
    <message>
        <source>Check against</source>
        <translation>Contrôler selon</translation>
    </message>
</context>
</TS>
