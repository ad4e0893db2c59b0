<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>FullScreen</name>
    <message>
        <source>Viewer</source>
        <translation>Visionneuse</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
</context>
<context>
    <name>Output</name>
    <message>
        <source>the device takes no more sound</source>
        <translation>le périphérique ne prend plus de son</translation>
    </message>
    <message>
        <source>the device keeps no time</source>
        <translation>le périphérique ne tient pas le tempo</translation>
    </message>
</context>
<context>
    <name>Slate</name>
    <message>
        <source>Shot {shot} is not made yet</source>
        <translation>Le plan {shot} n’est pas encore fait</translation>
    </message>
    <message>
        <source>Make the film, and it will be seen here.</source>
        <translation>Lancez la fabrication du film&#xa0;: il apparaîtra ici.</translation>
    </message>
    <message>
        <source>{file} is missing</source>
        <translation>{file} est introuvable</translation>
    </message>
    <message>
        <source>Put it back into the film&apos;s folder, or replace the clip.</source>
        <translation>Remettez-le dans le dossier du film, ou remplacez le clip.</translation>
    </message>
    <message>
        <source>As soon as there is a storyboard, the film plays here.</source>
        <translation>Dès qu’il y a un storyboard, le film se lit ici.</translation>
    </message>
    <message>
        <source>Nothing to play yet</source>
        <translation>Rien à lire pour l’instant</translation>
    </message>
    <message>
        <source>Pictures and sounds are laid out; it plays in a moment.</source>
        <translation>Images et sons se mettent en place ; le film sera lisible dans un instant.</translation>
    </message>
    <message>
        <source>The film is being prepared</source>
        <translation>Préparation du film</translation>
    </message>
    <message>
        <source>No film is open</source>
        <translation>Aucun film n’est ouvert</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Fit</source>
        <translation>Ajuster</translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Timecode of the playhead</source>
        <translation>Timecode de la tête de lecture</translation>
    </message>
    <message>
        <source>What is seen</source>
        <translation>Ce qui est à l’image</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Zoom of the picture</source>
        <translation>Zoom de l’image</translation>
    </message>
    <message>
        <source>Zoom of the picture (Ctrl and the wheel)</source>
        <translation>Zoom de l’image (Ctrl et la molette)</translation>
    </message>
</context>
<context>
    <name>ViewerWidget</name>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>The shot is not made yet: its drawing stands for it</source>
        <translation>Le plan n’est pas encore fait&#xa0;: son dessin le remplace</translation>
    </message>
    <message>
        <source>Animatic</source>
        <translation>Animatique</translation>
    </message>
    <message>
        <source>Drawn by the animatic renderer, not by a video model</source>
        <translation>Dessiné par le moteur d’animatique, pas par un modèle vidéo</translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n manquant</numerusform>
            <numerusform>%n manquants</numerusform>
        </translation>
    </message>
    <message>
        <source>Can&apos;t be shown or heard: {names}</source>
        <translation>Impossible à montrer ou à faire entendre&#xa0;: {names}</translation>
    </message>
    <message>
        <source>The sounds as they lie, with their levels; the real mix is made with the film</source>
        <translation>Les sons tels qu’ils sont placés, à leurs niveaux&#xa0;; le vrai mixage est fait avec le film</translation>
    </message>
    <message>
        <source>Rough mix</source>
        <translation>Prémixage</translation>
    </message>
    <message>
        <source>The film plays silently ({why}). Connect headphones or loudspeakers, then play again.</source>
        <translation>Le film est lu sans son ({why}). Branchez un casque ou des haut-parleurs, puis relancez la lecture.</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Pas de son</translation>
    </message>
</context>
</TS>
