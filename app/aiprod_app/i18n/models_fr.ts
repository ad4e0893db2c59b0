<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Details</name>
    <message>
        <source>{megabytes} MB on the disk</source>
        <translation>{megabytes} Mo sur le disque</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Non mesuré</translation>
    </message>
    <message>
        <source>{megabytes} MB while it works, as measured</source>
        <translation>{megabytes} Mo pendant qu’il travaille, mesuré</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Non installé</translation>
    </message>
    <message>
        <source>Installed, but this machine has less memory than it takes</source>
        <translation>Installé, mais cette machine a moins de mémoire qu’il n’en faut</translation>
    </message>
    <message>
        <source>Installed, and fits this machine</source>
        <translation>Installé, et adapté à cette machine</translation>
    </message>
    <message>
        <source>Damaged: {files}. Repair puts it together again.</source>
        <translation>Endommagé&#xa0;: {files}. La réparation le recompose.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) checked by SHA-256, all whole</source>
        <translation>
            <numerusform>%n fichier vérifié par SHA-256, intact</numerusform>
            <numerusform>%n fichiers vérifiés par SHA-256, tous intacts</numerusform>
        </translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Conditions</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Auteurs</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Origine</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
    <message>
        <source>Verify its files</source>
        <translation>Vérifier ses fichiers</translation>
    </message>
</context>
<context>
    <name>Machine</name>
    <message>
        <source>Its memory is not known</source>
        <translation>Sa mémoire n’est pas connue</translation>
    </message>
    <message>
        <source>{free} of {total} GB of memory free</source>
        <translation>{free} Go de mémoire libres sur {total}</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Cette machine</translation>
    </message>
    <message>
        <source>Where pictures come from</source>
        <translation>D’où viennent les images</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Speaks</source>
        <translation>Parle</translation>
    </message>
    <message>
        <source>Listens</source>
        <translation>Écoute</translation>
    </message>
    <message>
        <source>Judges voices</source>
        <translation>Juge les voix</translation>
    </message>
    <message>
        <source>Plays the score</source>
        <translation>Joue la musique</translation>
    </message>
    <message>
        <source>Sound for headphones</source>
        <translation>Son pour casque</translation>
    </message>
    <message>
        <source>Shoots</source>
        <translation>Tourne</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Écrit</translation>
    </message>
    <message>
        <source>Enlarges pictures</source>
        <translation>Agrandit les images</translation>
    </message>
    <message>
        <source>Paints pictures</source>
        <translation>Peint les images</translation>
    </message>
    <message>
        <source>Needed for every film</source>
        <translation>Nécessaire à tout film</translation>
    </message>
    <message>
        <source>Used where installed</source>
        <translation>Utilisé s’il est installé</translation>
    </message>
    <message>
        <source>For tests only</source>
        <translation>Pour les tests seulement</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>{megabytes} MB</source>
        <translation>{megabytes} Mo</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Endommagé</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Non installé</translation>
    </message>
    <message>
        <source>Too large for this machine</source>
        <translation>Trop gros pour cette machine</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installé</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) checked, all whole</source>
        <translation>
            <numerusform>%n fichier vérifié, intact</numerusform>
            <numerusform>%n fichiers vérifiés, tous intacts</numerusform>
        </translation>
    </message>
    <message>
        <source>Damaged: {models}</source>
        <translation>Endommagés&#xa0;: {models}</translation>
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
        <source>Reading every file…</source>
        <translation>Lecture de chaque fichier…</translation>
    </message>
    <message>
        <source>{installed} of {all} installed, {megabytes} MB on the disk</source>
        <translation>{installed} installés sur {all}, {megabytes} Mo sur le disque</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Ce qu’il fait</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Verify all</source>
        <translation>Tout vérifier</translation>
    </message>
    <message>
        <source>Check every file by its SHA-256</source>
        <translation>Vérifier chaque fichier par son SHA-256</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Réparer</translation>
    </message>
    <message>
        <source>Put every model together again, and install anew what is damaged</source>
        <translation>Recomposer chaque modèle, et réinstaller ce qui est endommagé</translation>
    </message>
</context>
</TS>
