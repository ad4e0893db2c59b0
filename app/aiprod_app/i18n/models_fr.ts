<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Acts</name>
    <message>
        <source>Fetch {model} all the same?</source>
        <translation>Télécharger quand même {model}&#xa0;?</translation>
    </message>
    <message>
        <source>Fetch a model</source>
        <translation>Télécharger un modèle</translation>
    </message>
    <message>
        <source>Fetch it</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Choose the folder or the USB stick that has the models</source>
        <translation>Choisissez le dossier ou la clé USB où sont les modèles</translation>
    </message>
    <message>
        <source>Install it</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>What video models need is not installed</source>
        <translation>Ce qu’il faut aux modèles vidéo n’est pas installé</translation>
    </message>
    <message>
        <source>Without it a model can’t be compiled.</source>
        <translation>Sans cela, un modèle ne peut pas être compilé.</translation>
    </message>
    <message>
        <source>Remove {model}?</source>
        <translation>Supprimer {model}&#xa0;?</translation>
    </message>
    <message>
        <source>{size} come free on the disk.</source>
        <translation>{size} seront libérés sur le disque.</translation>
    </message>
    <message>
        <source>{size} stay, because these use the same files: {models}.</source>
        <translation>{size} restent, car ceux-ci utilisent les mêmes fichiers&#xa0;: {models}.</translation>
    </message>
    <message>
        <source>To use it again, it must be fetched, imported or made again.</source>
        <translation>Pour s’en servir de nouveau, il faudra le télécharger, l’importer ou le fabriquer à nouveau.</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Supprimer un modèle</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>{model} is removed; {size} came free</source>
        <translation>{model} est supprimé&#xa0;; {size} ont été libérés</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Not measured</source>
        <translation>Non mesuré</translation>
    </message>
    <message>
        <source>{here} of {all} on the disk</source>
        <translation>{here} sur {all} sur le disque</translation>
    </message>
    <message>
        <source>{size} while it works, as measured</source>
        <translation>{size} pendant qu’il travaille, mesurés</translation>
    </message>
    <message>
        <source>{gb} GB of the graphics card’s memory</source>
        <translation>{gb}&#xa0;Go de mémoire de la carte graphique</translation>
    </message>
    <message>
        <source>{gb} GB of it to work at full speed</source>
        <translation>{gb}&#xa0;Go pour travailler à pleine vitesse</translation>
    </message>
    <message>
        <source>{gb} GB of the machine’s memory</source>
        <translation>{gb}&#xa0;Go de mémoire de la machine</translation>
    </message>
    <message>
        <source>{gb} GB of the disk</source>
        <translation>{gb}&#xa0;Go sur le disque</translation>
    </message>
    <message>
        <source>Being worked out…</source>
        <translation>Calcul en cours…</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Pas encore connu</translation>
    </message>
    <message>
        <source>Fetch the rest…</source>
        <translation>Télécharger le reste…</translation>
    </message>
    <message>
        <source>Fetch…</source>
        <translation>Télécharger…</translation>
    </message>
    <message>
        <source>Read and accept its licence…</source>
        <translation>Lire et accepter sa licence…</translation>
    </message>
    <message>
        <source>Its licence…</source>
        <translation>Sa licence…</translation>
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
        <source>Makes clips</source>
        <translation>Fait des plans</translation>
    </message>
    <message>
        <source>Goes with</source>
        <translation>Va avec</translation>
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
        <source>Needs at least</source>
        <translation>Exige au moins</translation>
    </message>
    <message>
        <source>Verify its files</source>
        <translation>Vérifier ses fichiers</translation>
    </message>
    <message>
        <source>Make it here</source>
        <translation>Le fabriquer ici</translation>
    </message>
    <message>
        <source>Import its files…</source>
        <translation>Importer ses fichiers…</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Réparer</translation>
    </message>
    <message>
        <source>Compile for this machine</source>
        <translation>Compiler pour cette machine</translation>
    </message>
    <message>
        <source>Report of compiling…</source>
        <translation>Rapport de compilation…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Make every part as fast as this machine allows, and measure it</source>
        <translation>Rendre chaque partie aussi rapide que cette machine le permet, et la mesurer</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>Sur cette machine</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Précision</translation>
    </message>
</context>
<context>
    <name>JobPanel</name>
    <message>
        <source>{kind}: {state}</source>
        <translation>{kind}&#xa0;: {state}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Reprendre</translation>
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
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
</context>
<context>
    <name>LicenceDialog</name>
    <message>
        <source>Licence of {model}</source>
        <translation>Licence de {model}</translation>
    </message>
    <message>
        <source>In plain words</source>
        <translation>En clair</translation>
    </message>
    <message>
        <source>The licence itself</source>
        <translation>La licence elle-même</translation>
    </message>
    <message>
        <source>Read this first</source>
        <translation>À lire d’abord</translation>
    </message>
    <message>
        <source>I have read this clause</source>
        <translation>J’ai lu cette clause</translation>
    </message>
    <message>
        <source>The card of this model has its licence’s name alone. Its text is where the model is published: {source}</source>
        <translation>La fiche de ce modèle n’a que le nom de sa licence. Le texte se trouve là où le modèle est publié&#xa0;: {source}</translation>
    </message>
    <message>
        <source>I have read the licence, and accept it in this name</source>
        <translation>J’ai lu la licence et je l’accepte sous ce nom</translation>
    </message>
    <message>
        <source>Your name, as it is to stand in the record</source>
        <translation>Votre nom, tel qu’il figurera au registre</translation>
    </message>
    <message>
        <source>&amp;Who accepts it</source>
        <translation>&amp;Qui l’accepte</translation>
    </message>
    <message>
        <source>Who accepts it</source>
        <translation>Qui l’accepte</translation>
    </message>
    <message>
        <source>It need not be accepted.</source>
        <translation>Il n’est pas nécessaire de l’accepter.</translation>
    </message>
    <message>
        <source>Accepted by {who}, {when}</source>
        <translation>Acceptée par {who}, {when}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Accept the licence</source>
        <translation>Accepter la licence</translation>
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
    <name>ModelTree</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
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
        <source>Models</source>
        <translation>Modèles</translation>
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
        <source>Adds to a video model</source>
        <translation>Complète un modèle vidéo</translation>
    </message>
    <message>
        <source>Shows clips while they are made</source>
        <translation>Montre les plans pendant leur fabrication</translation>
    </message>
    <message>
        <source>Enlarges clips</source>
        <translation>Agrandit les plans</translation>
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
        <source>Reads what clips show</source>
        <translation>Lit ce que montrent les plans</translation>
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
    <message>
        <source>Video models</source>
        <translation>Modèles vidéo</translation>
    </message>
    <message>
        <source>Additions to video models</source>
        <translation>Compléments des modèles vidéo</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Music and sound</source>
        <translation>Musique et son</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Écriture</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Autres</translation>
    </message>
    <message>
        <source>from words</source>
        <translation>à partir de mots</translation>
    </message>
    <message>
        <source>from a picture</source>
        <translation>à partir d’une image</translation>
    </message>
    <message>
        <source>from a first to a last picture</source>
        <translation>d’une première à une dernière image</translation>
    </message>
    <message>
        <source>through given pictures</source>
        <translation>en passant par des images données</translation>
    </message>
    <message>
        <source>goes on with a clip</source>
        <translation>prolonge un plan</translation>
    </message>
    <message>
        <source>makes a part of a clip again</source>
        <translation>refait une partie d’un plan</translation>
    </message>
    <message>
        <source>follows depth</source>
        <translation>suit la profondeur</translation>
    </message>
    <message>
        <source>follows poses</source>
        <translation>suit les poses</translation>
    </message>
    <message>
        <source>follows outlines</source>
        <translation>suit les contours</translation>
    </message>
    <message>
        <source>keeps to pictures of people and things</source>
        <translation>respecte des images de personnes et d’objets</translation>
    </message>
    <message>
        <source>moves the camera</source>
        <translation>déplace la caméra</translation>
    </message>
    <message>
        <source>makes sound</source>
        <translation>produit le son</translation>
    </message>
    <message>
        <source>speaks a given line</source>
        <translation>dit une réplique donnée</translation>
    </message>
    <message>
        <source>in two sizes, one after the other</source>
        <translation>en deux tailles successives</translation>
    </message>
    <message>
        <source>in few steps</source>
        <translation>en peu d’étapes</translation>
    </message>
    <message>
        <source>more frames</source>
        <translation>davantage d’images</translation>
    </message>
    <message>
        <source>larger frames</source>
        <translation>des images plus grandes</translation>
    </message>
    <message>
        <source>takes additions</source>
        <translation>accepte des compléments</translation>
    </message>
    <message>
        <source>shows what comes</source>
        <translation>montre ce qui vient</translation>
    </message>
    <message>
        <source>all of it stays in the device’s memory</source>
        <translation>il reste tout entier dans la mémoire de l’appareil</translation>
    </message>
    <message>
        <source>its parts take turns in the device’s memory</source>
        <translation>ses parties se relaient dans la mémoire de l’appareil</translation>
    </message>
    <message>
        <source>its weights are streamed from the machine’s memory, block by block</source>
        <translation>ses poids viennent de la mémoire de la machine, bloc par bloc</translation>
    </message>
    <message>
        <source>a clip of {seconds} s at {width} × {height}</source>
        <translation>un plan de {seconds}&#xa0;s en {width}&#xa0;× {height}</translation>
    </message>
    <message>
        <source>Does not run on this machine</source>
        <translation>Ne tourne pas sur cette machine</translation>
    </message>
    <message>
        <source>Runs on {device} in {precision}, with weights in {weights}: {how}.</source>
        <translation>Tourne sur {device} en {precision}, avec des poids en {weights} : {how}.</translation>
    </message>
    <message>
        <source>Runs on {device} in {precision}: {how}.</source>
        <translation>Tourne sur {device} en {precision}&#xa0;: {how}.</translation>
    </message>
    <message>
        <source>About {time} for {clip}</source>
        <translation>Environ {time} pour {clip}</translation>
    </message>
    <message>
        <source>{text}, {time} to load it.</source>
        <translation>{text}, {time} pour le charger.</translation>
    </message>
    <message>
        <source>Takes {peak} of the device’s memory, {host} of the machine’s.</source>
        <translation>Prend {peak} de la mémoire de l’appareil, {host} de celle de la machine.</translation>
    </message>
    <message>
        <source>{size} are still to be fetched.</source>
        <translation>{size} restent à télécharger.</translation>
    </message>
    <message>
        <source>The disk lacks {size} for that.</source>
        <translation>Il manque {size} sur le disque pour cela.</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Endommagé</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Présent</translation>
    </message>
    <message>
        <source>Needs its licence accepted</source>
        <translation>Licence à accepter</translation>
    </message>
    <message>
        <source>Needs a token</source>
        <translation>Jeton nécessaire</translation>
    </message>
    <message>
        <source>Partly here</source>
        <translation>Présent en partie</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Fetching, {percent} %</source>
        <translation>Téléchargement, {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Importing, {percent} %</source>
        <translation>Importation, {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Compiling, {percent} %</source>
        <translation>Compilation, {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Being checked, {percent} %</source>
        <translation>En vérification, {percent} %</translation>
    </message>
    <message>
        <source>Being made</source>
        <translation>En fabrication</translation>
    </message>
    <message>
        <source>Being repaired</source>
        <translation>En réparation</translation>
    </message>
    <message>
        <source>Does not fit this machine</source>
        <translation>Trop pour cette machine</translation>
    </message>
    <message>
        <source>Too large for this machine</source>
        <translation>Trop grand pour cette machine</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
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
        <source>Repair puts them together again, or fetches them afresh.</source>
        <translation>Réparer les recompose, ou les télécharge à nouveau.</translation>
    </message>
    <message>
        <source>{model} lacks {files}</source>
        <translation>il manque à {model}&#xa0;: {files}</translation>
    </message>
    <message>
        <source>Imported: {models}</source>
        <translation>Importé&#xa0;: {models}</translation>
    </message>
    <message>
        <source>No model is whole yet</source>
        <translation>Aucun modèle n’est encore complet</translation>
    </message>
    <message>
        <source>{lacking}. Fetch brings the rest.</source>
        <translation>{lacking}. Télécharger apporte le reste.</translation>
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
        <source>{installed} of {all} are here, {size} on the disk</source>
        <translation>{installed} sur {all} sont présents, {size} sur le disque</translation>
    </message>
    <message>
        <source>A folder or a USB stick with models can be dropped here.</source>
        <translation>Un dossier ou une clé USB avec des modèles peut être déposé ici.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importer…</translation>
    </message>
    <message>
        <source>Bring in every model that a folder or a USB stick holds</source>
        <translation>Importer tous les modèles d’un dossier ou d’une clé USB</translation>
    </message>
    <message>
        <source>Put every model together again, and fetch or install anew what is damaged</source>
        <translation>Recomposer chaque modèle, et télécharger ou installer à nouveau ce qui est endommagé</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>All files are being checked, {percent} %</source>
        <translation>Tous les fichiers sont vérifiés, {percent} %</translation>
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
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report of compiling {model}</source>
        <translation>Rapport de compilation de {model}</translation>
    </message>
    <message>
        <source>How often faster each way is than plain PyTorch on this machine, and how far its result is from the exact one. The fastest that is exact enough is used from now on.</source>
        <translation>Combien de fois chaque voie est plus rapide que PyTorch seul sur cette machine, et de combien son résultat s’écarte de l’exact. La plus rapide qui soit assez exacte sert désormais.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Partie</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Voie</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Précision</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Gain</translation>
    </message>
    <message>
        <source>Error, size, or why not</source>
        <translation>Écart, taille, ou la raison</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>{time} ms</source>
        <translation>{time}&#xa0;ms</translation>
    </message>
    <message>
        <source>error {error}, {size}</source>
        <translation>écart {error}, {size}</translation>
    </message>
    <message>
        <source>{times} ×</source>
        <translation>{times}&#xa0;×</translation>
    </message>
    <message>
        <source>Built for other machines: {why}</source>
        <translation>Construit pour d’autres machines&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Did not work: {why}</source>
        <translation>N’a pas marché&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Not on this machine: {why}</source>
        <translation>Pas sur cette machine&#xa0;: {why}</translation>
    </message>
</context>
<context>
    <name>Services</name>
    <message>
        <source>{hub}: there is a token</source>
        <translation>{hub}&#xa0;: il y a un jeton</translation>
    </message>
    <message>
        <source>{hub}: no token. Some models are only handed to members.</source>
        <translation>{hub}&#xa0;: pas de jeton. Certains modèles ne sont remis qu’aux membres.</translation>
    </message>
    <message>
        <source>Change the token…</source>
        <translation>Changer le jeton…</translation>
    </message>
    <message>
        <source>Give a token…</source>
        <translation>Donner un jeton…</translation>
    </message>
    <message>
        <source>{size} are free</source>
        <translation>{size} libres</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installé</translation>
    </message>
    <message>
        <source>Not installed: {packages}. Video models don’t run without it.</source>
        <translation>Pas installé&#xa0;: {packages}. Les modèles vidéo ne tournent pas sans cela.</translation>
    </message>
    <message>
        <source>What video models need</source>
        <translation>Ce qu’il faut aux modèles vidéo</translation>
    </message>
    <message>
        <source>Install it</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Where models are fetched from</source>
        <translation>D’où viennent les modèles</translation>
    </message>
    <message>
        <source>Where models are kept</source>
        <translation>Où sont les modèles</translation>
    </message>
</context>
<context>
    <name>TokenDialog</name>
    <message>
        <source>Token of the hub</source>
        <translation>Jeton du dépôt</translation>
    </message>
    <message>
        <source>Some models are only handed to members of {hub} who agreed to their terms there. Make a token that may read in your account there, and paste it here. The engine keeps it in this system’s keyring; it is sent to {hub} alone.</source>
        <translation>Certains modèles ne sont remis qu’aux membres de {hub} qui y ont accepté leurs conditions. Créez dans votre compte un jeton qui peut lire, et collez-le ici. Le moteur le garde dans le trousseau de ce système&#xa0;; il n’est envoyé qu’à {hub}.</translation>
    </message>
    <message>
        <source>First agree to the terms on the model’s page: {page}</source>
        <translation>Acceptez d’abord les conditions sur la page du modèle&#xa0;: {page}</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Jeton</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Jeton</translation>
    </message>
    <message>
        <source>The engine has a token from its environment; that one is used.</source>
        <translation>Le moteur tient un jeton de son environnement&#xa0;; c’est lui qui sert.</translation>
    </message>
    <message>
        <source>There is a token in the keyring. A new one takes its place.</source>
        <translation>Il y a un jeton dans le trousseau. Un nouveau prendra sa place.</translation>
    </message>
    <message>
        <source>There is no token yet.</source>
        <translation>Il n’y a pas encore de jeton.</translation>
    </message>
    <message>
        <source>Forget the token</source>
        <translation>Oublier le jeton</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Keep the token</source>
        <translation>Garder le jeton</translation>
    </message>
</context>
</TS>
