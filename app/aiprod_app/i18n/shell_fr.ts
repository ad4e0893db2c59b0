<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About AIPROD</source>
        <translation>À propos d’AIPROD</translation>
    </message>
    <message>
        <source>AIPROD {version}</source>
        <translation>AIPROD {version}</translation>
    </message>
    <message>
        <source>A film studio on your own machine. Copyright 2026 the AIPROD developers; Apache License 2.0. Shown with Qt {qt} (LGPL 3).</source>
        <translation>Un studio de cinéma sur votre propre machine. Copyright 2026 les développeurs d’AIPROD&#xa0;; licence Apache 2.0. Affiché avec Qt {qt} (LGPL 3).</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Mentions</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Third parties</source>
        <translation>Tiers</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>This text is in the folder that AIPROD was installed from.</source>
        <translation>Ce texte se trouve dans le dossier d’installation d’AIPROD.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>{kilobytes} kB</source>
        <translation>{kilobytes} ko</translation>
    </message>
    <message>
        <source>{name} ({size})</source>
        <translation>{name} ({size})</translation>
    </message>
    <message>
        <source>The engine does not answer; there is nothing to save yet: {why}</source>
        <translation>Le moteur ne répond pas&#xa0;; il n’y a encore rien à enregistrer&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Save the diagnostics</source>
        <translation>Enregistrer le diagnostic</translation>
    </message>
    <message>
        <source>Zip archives (*.zip)</source>
        <translation>Archives zip (*.zip)</translation>
    </message>
    <message>
        <source>Saved as {path}. Nothing was sent.</source>
        <translation>Enregistré dans {path}. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>It could not be saved: {what}. {why}</source>
        <translation>Impossible d’enregistrer&#xa0;: {what}. {why}</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>For whoever helps you: versions, checks, settings and the last records of the engine. No films, texts or keys. This is all of it, and nothing is sent.</source>
        <translation>Pour qui vous aide&#xa0;: versions, vérifications, réglages et derniers enregistrements du moteur. Ni films, ni textes, ni clés. Tout est montré ici, et rien n’est envoyé.</translation>
    </message>
    <message>
        <source>What the file contains</source>
        <translation>Contenu du fichier</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Files of the bundle</source>
        <translation>Fichiers du diagnostic</translation>
    </message>
    <message>
        <source>Content of the file</source>
        <translation>Contenu du fichier choisi</translation>
    </message>
    <message>
        <source>Messages of this session</source>
        <translation>Messages de cette session</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>Enregistrer dans un fichier…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The engine gathers what there is…</source>
        <translation>Le moteur rassemble les éléments…</translation>
    </message>
</context>
<context>
    <name>EngineWatch</name>
    <message>
        <source>The engine stopped. It is being started again by itself</source>
        <translation>Le moteur s’est arrêté. Il redémarre tout seul</translation>
    </message>
    <message>
        <source>Your film is whole and can be changed meanwhile; jobs go on from their last finished take.</source>
        <translation>Votre film est intact et reste modifiable&#xa0;; les tâches reprennent à leur dernière prise terminée.</translation>
    </message>
    <message>
        <source>{detail} ({why})</source>
        <translation>{detail} ({why})</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>The engine is back</source>
        <translation>Le moteur est de retour</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) go on from the last finished take.</source>
        <translation>
            <numerusform>%n tâche reprend à la dernière prise terminée.</numerusform>
            <numerusform>%n tâches reprennent à la dernière prise terminée.</numerusform>
        </translation>
    </message>
    <message>
        <source>A worker of the engine stopped while it made “{film}”</source>
        <translation>Un processus du moteur s’est arrêté pendant la fabrication de «&#xa0;{film}&#xa0;»</translation>
    </message>
    <message>
        <source>It is tried again by itself, from the last finished take.</source>
        <translation>Nouvel essai automatique, à partir de la dernière prise terminée.</translation>
    </message>
    <message>
        <source>“{film}” is done ({kind})</source>
        <translation>«&#xa0;{film}&#xa0;» est terminé ({kind})</translation>
    </message>
    <message>
        <source>Done: {kind}</source>
        <translation>Terminé&#xa0;: {kind}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>“{film}” could not be made ({kind})</source>
        <translation>«&#xa0;{film}&#xa0;» n’a pas pu être fabriqué ({kind})</translation>
    </message>
    <message>
        <source>Not done: {kind}</source>
        <translation>Pas abouti&#xa0;: {kind}</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>Voir les tâches</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message numerus="yes">
        <source>%n job(s) go on in the engine. Open AIPROD again to see them.</source>
        <translation>
            <numerusform>%n tâche continue dans le moteur. Rouvrez AIPROD pour la voir.</numerusform>
            <numerusform>%n tâches continuent dans le moteur. Rouvrez AIPROD pour les voir.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilmActions</name>
    <message>
        <source>The film is being created…</source>
        <translation>Création du film…</translation>
    </message>
    <message>
        <source>Open a film&apos;s folder</source>
        <translation>Ouvrir le dossier d’un film</translation>
    </message>
    <message>
        <source>{name} can&apos;t be opened</source>
        <translation>Impossible d’ouvrir {name}</translation>
    </message>
    <message>
        <source>It is a folder without a film in it. Choose one whose name ends in .aiprod.</source>
        <translation>Ce dossier ne contient pas de film. Choisissez un dossier dont le nom finit par .aiprod.</translation>
    </message>
    <message>
        <source>Films are folders ending in .aiprod, screenplays end in .fountain, .fdx or .txt. Media are dropped on the Edit page of an open film.</source>
        <translation>Les films sont des dossiers en .aiprod, les scénarios des fichiers .fountain, .fdx ou .txt. Les médias se déposent sur la page Montage d’un film ouvert.</translation>
    </message>
    <message>
        <source>This film is being made already</source>
        <translation>Ce film est déjà en cours de fabrication</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>Voir les tâches</translation>
    </message>
    <message>
        <source>The engine makes what changed</source>
        <translation>Le moteur fabrique ce qui a changé</translation>
    </message>
</context>
<context>
    <name>FilmCard</name>
    <message>
        <source>What can be done with this film</source>
        <translation>Actions sur ce film</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Localiser…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Afficher le dossier</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>Retirer de cette liste</translation>
    </message>
</context>
<context>
    <name>FirstRunDialog</name>
    <message>
        <source>Begin</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Étape {number} sur {count}</translation>
    </message>
    <message>
        <source>Welcome to AIPROD</source>
        <translation>Bienvenue dans AIPROD</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Matériel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Confidentialité</translation>
    </message>
    <message>
        <source>{number}. {title}</source>
        <translation>{number}. {title}</translation>
    </message>
    <message>
        <source>Skip the rest</source>
        <translation>Passer la suite</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Open the sample film</source>
        <translation>Ouvrir le film d’exemple</translation>
    </message>
</context>
<context>
    <name>FoldersStep</name>
    <message>
        <source>{free} GB are free there. A minute of film takes about 2 GB while it is made.</source>
        <translation>{free} Go y sont libres. Une minute de film occupe environ 2 Go pendant sa fabrication.</translation>
    </message>
    <message>
        <source>Choose the folder of your films</source>
        <translation>Choisir le dossier de vos films</translation>
    </message>
    <message>
        <source>Where are your films kept?</source>
        <translation>Où garder vos films&#xa0;?</translation>
    </message>
    <message>
        <source>Each film is one folder. It can be moved.</source>
        <translation>Chaque film est un dossier. On peut le déplacer.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
</context>
<context>
    <name>Hardware</name>
    <message>
        <source>{name}, {size} GB</source>
        <translation>{name}, {size} Go</translation>
    </message>
    <message>
        <source>Films in the illustrated style, voices, music, mix and masters.</source>
        <translation>Films en style illustré, voix, musique, mixage et masters.</translation>
    </message>
    <message>
        <source>Every local video model, at full size.</source>
        <translation>Tous les modèles vidéo locaux, en pleine taille.</translation>
    </message>
    <message>
        <source>The smaller or compressed video models.</source>
        <translation>Les modèles vidéo petits ou compressés.</translation>
    </message>
    <message>
        <source>Faster painted looks and export; too little memory for the video models.</source>
        <translation>Styles peints et exports plus rapides&#xa0;; trop peu de mémoire pour les modèles vidéo.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
</context>
<context>
    <name>HardwareStep</name>
    <message>
        <source>Where pictures come from on this machine</source>
        <translation>D’où viennent les images sur cette machine</translation>
    </message>
    <message>
        <source>{check}: not well</source>
        <translation>{check}&#xa0;: à revoir</translation>
    </message>
    <message>
        <source>What this machine can do</source>
        <translation>Ce que cette machine sait faire</translation>
    </message>
    <message>
        <source>Films are made here. A graphics card makes more kinds of them.</source>
        <translation>Les films sont fabriqués ici. Une carte graphique permet d’autres sortes d’images.</translation>
    </message>
    <message>
        <source>The engine is looking at this machine…</source>
        <translation>Le moteur examine cette machine…</translation>
    </message>
</context>
<context>
    <name>JobCard</name>
    <message>
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>{percent} · {left}</source>
        <translation>{percent} · {left}</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>Plus tôt (Alt+Haut)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>Plus tard (Alt+Bas)</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Suspendre (Espace)</translation>
    </message>
    <message>
        <source>Go on (Space)</source>
        <translation>Reprendre (Espace)</translation>
    </message>
    <message>
        <source>Cancel (Delete)</source>
        <translation>Annuler (Suppr)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Contrôle qualité</translation>
    </message>
    <message>
        <source>Repair of the models</source>
        <translation>Réparation des modèles</translation>
    </message>
    <message>
        <source>Download of a model</source>
        <translation>Téléchargement d’un modèle</translation>
    </message>
    <message>
        <source>Import of models</source>
        <translation>Importation de modèles</translation>
    </message>
    <message>
        <source>Making of a test model</source>
        <translation>Fabrication d’un modèle d’essai</translation>
    </message>
    <message>
        <source>Check of models’ files</source>
        <translation>Vérification des fichiers de modèles</translation>
    </message>
    <message>
        <source>Compiling of a model</source>
        <translation>Compilation d’un modèle</translation>
    </message>
    <message>
        <source>Installation of what video models need</source>
        <translation>Installation de ce qu’il faut aux modèles vidéo</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Another take</source>
        <translation>Autre prise</translation>
    </message>
    <message>
        <source>Clip for an editor</source>
        <translation>Clip pour un logiciel de montage</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Écriture</translation>
    </message>
    <message>
        <source>Directing</source>
        <translation>Mise en scène</translation>
    </message>
    <message>
        <source>Shooting</source>
        <translation>Tournage</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Music and sounds</source>
        <translation>Musique et sons</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>Montage</translation>
    </message>
    <message>
        <source>Grading</source>
        <translation>Étalonnage</translation>
    </message>
    <message>
        <source>Mixing</source>
        <translation>Mixage</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Livraison</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>En vérification</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminée</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Suspendue</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Not done in time</source>
        <translation>Hors délai</translation>
    </message>
    <message>
        <source>{film} · {kind}</source>
        <translation>{film} · {kind}</translation>
    </message>
    <message>
        <source>Being cancelled…</source>
        <translation>Annulation…</translation>
    </message>
    <message>
        <source>Being paused…</source>
        <translation>Suspension…</translation>
    </message>
    <message>
        <source>Tried again soon</source>
        <translation>Nouvel essai bientôt</translation>
    </message>
    <message>
        <source>{what}: {why}</source>
        <translation>{what}&#xa0;: {why}</translation>
    </message>
    <message>
        <source>{department}, shot {shot}, frame {done} of {total}</source>
        <translation>{department}, plan {shot}, image {done} sur {total}</translation>
    </message>
    <message>
        <source>{department}, {done} of {total}</source>
        <translation>{department}, {done} sur {total}</translation>
    </message>
    <message>
        <source>{step} · {done} of {total} MB</source>
        <translation>{step} · {done} sur {total}&#xa0;Mo</translation>
    </message>
    <message>
        <source>about {time} left, ± {error}</source>
        <translation>encore {time} environ, ± {error}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>encore {time} environ</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} jours</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
</context>
<context>
    <name>JobsButton</name>
    <message>
        <source>Jobs {count}</source>
        <translation>Tâches {count}</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tâches</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running or waiting</source>
        <translation>
            <numerusform>%n tâche en cours ou en attente</numerusform>
            <numerusform>%n tâches en cours ou en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>{jobs}, {percent} % done</source>
        <translation>{jobs}, {percent}&#xa0;% faits</translation>
    </message>
</context>
<context>
    <name>JobsDrawer</name>
    <message>
        <source>The engine is starting…</source>
        <translation>Le moteur démarre…</translation>
    </message>
    <message>
        <source>The engine is away and is being started again. Jobs go on from their last finished take.</source>
        <translation>Le moteur s’est arrêté et redémarre. Les tâches reprennent à leur dernière prise terminée.</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tâches</translation>
    </message>
    <message>
        <source>Nothing is being made. What you have made or exported is listed here.</source>
        <translation>Rien n’est en fabrication. Ce que vous avez fabriqué ou exporté apparaît ici.</translation>
    </message>
    <message>
        <source>Close the jobs</source>
        <translation>Fermer les tâches</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Which language do you work in?</source>
        <translation>Dans quelle langue travaillez-vous&#xa0;?</translation>
    </message>
    <message>
        <source>Films can be in either language, whatever is chosen here.</source>
        <translation>Les films peuvent être dans l’une ou l’autre langue, quel que soit ce choix.</translation>
    </message>
</context>
<context>
    <name>MessageRow</name>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>ModelsStep</name>
    <message>
        <source>{title} · {size} MB · {licence}</source>
        <translation>{title} · {size} Mo · {licence}</translation>
    </message>
    <message>
        <source>Needed, and missing: repair it on the Models page.</source>
        <translation>Nécessaire et absent&#xa0;: à réparer sur la page Modèles.</translation>
    </message>
    <message>
        <source>These come with AIPROD or can be added on the Models page. None is loaded from the network by itself.</source>
        <translation>Ils sont livrés avec AIPROD ou s’ajoutent sur la page Modèles. Aucun n’est téléchargé de lui-même.</translation>
    </message>
    <message>
        <source>Models and their terms</source>
        <translation>Les modèles et leurs conditions</translation>
    </message>
    <message>
        <source>The engine is looking at its models…</source>
        <translation>Le moteur examine ses modèles…</translation>
    </message>
</context>
<context>
    <name>NewFilmDialog</name>
    <message>
        <source>Screenplays and texts (*.fountain *.spmd *.fdx *.txt *.md)</source>
        <translation>Scénarios et textes (*.fountain *.spmd *.fdx *.txt *.md)</translation>
    </message>
    <message>
        <source>Choose a screenplay</source>
        <translation>Choisir un scénario</translation>
    </message>
    <message>
        <source>Choose where the film&apos;s folder is made</source>
        <translation>Choisir où créer le dossier du film</translation>
    </message>
    <message>
        <source>New film</source>
        <translation>Nouveau film</translation>
    </message>
    <message>
        <source>Say what happens, who is there, what they say. The studio writes, directs and shoots it.</source>
        <translation>Dites ce qui se passe, qui est là, ce qui se dit. Le studio écrit, met en scène et tourne.</translation>
    </message>
    <message>
        <source>Two sisters meet at a lighthouse at dusk. “You came back,” says Anna.</source>
        <translation>Deux sœurs se retrouvent au phare, au crépuscule. «&#xa0;Tu es revenue&#xa0;», dit Anna.</translation>
    </message>
    <message>
        <source>What the film is about</source>
        <translation>Le sujet du film</translation>
    </message>
    <message>
        <source>Use a screenplay…</source>
        <translation>Utiliser un scénario…</translation>
    </message>
    <message>
        <source>Write a brief instead</source>
        <translation>Écrire plutôt un brief</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>Taille de l’image</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>Images par seconde</translation>
    </message>
    <message>
        <source>As the story needs</source>
        <translation>Selon l’histoire</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Create the film</source>
        <translation>Créer le film</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>As the brief is written</source>
        <translation>Celle du texte</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Anglais</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Français</translation>
    </message>
    <message>
        <source>As the brief says</source>
        <translation>Selon le brief</translation>
    </message>
    <message>
        <source>{rate} frames per second</source>
        <translation>{rate} images par seconde</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>This film can be watched, not changed</source>
        <translation>Ce film peut être regardé, mais pas modifié</translation>
    </message>
    <message>
        <source>Its folder can&apos;t be written: the disk is read-only, or you have no right to write there.</source>
        <translation>Son dossier n’est pas accessible en écriture&#xa0;: disque en lecture seule ou droits insuffisants.</translation>
    </message>
    <message>
        <source>Copy it to my films</source>
        <translation>Le copier dans mes films</translation>
    </message>
    <message>
        <source>The film&apos;s disk is almost full</source>
        <translation>Le disque du film est presque plein</translation>
    </message>
    <message>
        <source>{free} MB are left. Free some space before more is made.</source>
        <translation>Il reste {free} Mo. Libérez de la place avant de continuer.</translation>
    </message>
    <message>
        <source>AIPROD did not end in order last time. The film is here again and nothing was lost</source>
        <translation>AIPROD ne s’était pas fermé normalement. Le film est de retour et rien n’est perdu</translation>
    </message>
    <message>
        <source>The last change on disk is “{edit}” ({time}).</source>
        <translation>La dernière modification sur le disque est «&#xa0;{edit}&#xa0;» ({time}).</translation>
    </message>
    <message>
        <source>No change had been made yet.</source>
        <translation>Aucune modification n’avait encore été faite.</translation>
    </message>
    <message>
        <source>{said} A change that was being written at that moment was not finished.</source>
        <translation>{said} Une modification en cours d’écriture à cet instant n’a pas été achevée.</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of this film can&apos;t be found or read</source>
        <translation>
            <numerusform>%n élément de ce film est introuvable ou illisible</numerusform>
            <numerusform>%n éléments de ce film sont introuvables ou illisibles</numerusform>
        </translation>
    </message>
    <message>
        <source>The first is: {first}. What is missing is shown as a slate. “Make what changed” makes it again; a file of your own has to be put back into the film&apos;s folder.</source>
        <translation>Le premier&#xa0;: {first}. Ce qui manque apparaît comme un carton. «&#xa0;Fabriquer ce qui a changé&#xa0;» le refait&#xa0;; un fichier à vous doit être remis dans le dossier du film.</translation>
    </message>
    <message>
        <source>Make what changed</source>
        <translation>Fabriquer ce qui a changé</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Localiser…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Repair the film</source>
        <translation>Réparer le film</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <source>{name} is not there any more</source>
        <translation>{name} n’est plus là</translation>
    </message>
    <message>
        <source>{name} can&apos;t be reached: its disk is not connected</source>
        <translation>{name} est inaccessible&#xa0;: son disque n’est pas branché</translation>
    </message>
    <message>
        <source>{name} is not a film</source>
        <translation>{name} n’est pas un film</translation>
    </message>
    <message>
        <source>{name} was made by a newer AIPROD</source>
        <translation>{name} a été fait par un AIPROD plus récent</translation>
    </message>
    <message>
        <source>{name} is damaged</source>
        <translation>{name} est endommagé</translation>
    </message>
    <message>
        <source>You have no right to open {name}</source>
        <translation>Vous n’avez pas le droit d’ouvrir {name}</translation>
    </message>
    <message>
        <source>{name} can&apos;t be opened</source>
        <translation>Impossible d’ouvrir {name}</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted. It was at {path}.</source>
        <translation>Il a été déplacé, renommé ou supprimé. Il était dans {path}.</translation>
    </message>
    <message>
        <source>Connect the disk and try again. It was at {path}.</source>
        <translation>Branchez le disque et réessayez. Il était dans {path}.</translation>
    </message>
    <message>
        <source>{path} has no film.json. Choose a folder whose name ends in .aiprod.</source>
        <translation>{path} ne contient pas de film.json. Choisissez un dossier dont le nom finit par .aiprod.</translation>
    </message>
    <message>
        <source>Update AIPROD to open it. Nothing in it was changed.</source>
        <translation>Mettez AIPROD à jour pour l’ouvrir. Rien n’y a été modifié.</translation>
    </message>
    <message>
        <source>Ask for the right to read {path}, or open a copy.</source>
        <translation>Demandez le droit de lire {path}, ou ouvrez une copie.</translation>
    </message>
    <message numerus="yes">
        <source>%n kept version(s) are there.</source>
        <translation>
            <numerusform>%n version gardée est disponible.</numerusform>
            <numerusform>%n versions gardées sont disponibles.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its document is torn or was changed by another program. Its takes are whole. {kept}</source>
        <translation>Son document est tronqué ou a été modifié par un autre programme. Ses prises sont intactes. {kept}</translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation>Où se trouve {name} maintenant&#xa0;?</translation>
    </message>
    <message>
        <source>No file manager could be opened</source>
        <translation>Aucun gestionnaire de fichiers n’a pu s’ouvrir</translation>
    </message>
    <message numerus="yes">
        <source>The film was put together again, with %n change(s)</source>
        <translation>
            <numerusform>Le film a été reconstitué, avec&#xa0;%n modification</numerusform>
            <numerusform>Le film a été reconstitué, avec&#xa0;%n modifications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be read.</source>
        <translation>
            <numerusform>%n modification n’a pas pu être lue.</numerusform>
            <numerusform>%n modifications n’ont pas pu être lues.</numerusform>
        </translation>
    </message>
    <message>
        <source>Changes made before can&apos;t be undone any more.</source>
        <translation>Les modifications antérieures ne peuvent plus être annulées.</translation>
    </message>
    <message>
        <source>The damaged files are kept beside it: {names}.</source>
        <translation>Les fichiers endommagés sont gardés à côté&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>The film is being copied to {folder}</source>
        <translation>Copie du film dans {folder}</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Script</source>
        <translation>Scénario</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Montage</translation>
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
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
</context>
<context>
    <name>PrivacyStep</name>
    <message>
        <source>Nothing leaves this machine</source>
        <translation>Rien ne quitte cette machine</translation>
    </message>
    <message>
        <source>There is no telemetry, and there are no accounts.</source>
        <translation>Ni télémétrie, ni compte.</translation>
    </message>
    <message>
        <source>Briefs, screenplays, pictures and voices are made and kept here.</source>
        <translation>Briefs, scénarios, images et voix sont fabriqués et gardés ici.</translation>
    </message>
    <message>
        <source>A cloud is used only if you agree to it by name, set what may be spent, and give its key: then the text of those shots goes there. You can take that back at any time in the preferences.</source>
        <translation>Un cloud ne sert que si vous l’acceptez nommément, fixez une dépense et donnez sa clé&#xa0;: le texte des plans concernés y est alors envoyé. Vous pouvez revenir dessus à tout moment dans les préférences.</translation>
    </message>
    <message>
        <source>A diagnostics file is made only when you ask for it; you see all of it before you save it, and send it yourself if you wish.</source>
        <translation>Un fichier de diagnostic n’est créé qu’à votre demande&#xa0;; vous en voyez tout le contenu avant de l’enregistrer, et l’envoyez vous-même si vous le voulez.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Or drop a film folder or a screenplay (.fountain, .fdx, .txt) anywhere on this window.</source>
        <translation>Ou déposez un dossier de film ou un scénario (.fountain, .fdx, .txt) n’importe où dans cette fenêtre.</translation>
    </message>
    <message>
        <source>What will you film?</source>
        <translation>Que voulez-vous filmer&#xa0;?</translation>
    </message>
    <message>
        <source>A sentence or a screenplay becomes a film on this machine. You decide at every step.</source>
        <translation>Une phrase ou un scénario devient un film sur cette machine. Vous décidez à chaque étape.</translation>
    </message>
    <message>
        <source>Recent films</source>
        <translation>Films récents</translation>
    </message>
    <message>
        <source>New film</source>
        <translation>Nouveau film</translation>
    </message>
    <message>
        <source>Open a film…</source>
        <translation>Ouvrir un film…</translation>
    </message>
    <message>
        <source>Open the sample film</source>
        <translation>Ouvrir le film d’exemple</translation>
    </message>
</context>
<context>
    <name>StudioWindow</name>
    <message>
        <source>No film</source>
        <translation>Aucun film</translation>
    </message>
    <message>
        <source>{page}: open a film first</source>
        <translation>{page}&#xa0;: ouvrez d’abord un film</translation>
    </message>
    <message>
        <source>Undo {edit}</source>
        <translation>Annuler&#xa0;: {edit}</translation>
    </message>
    <message>
        <source>Redo {edit}</source>
        <translation>Rétablir&#xa0;: {edit}</translation>
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
        <source>Engine is starting…</source>
        <translation>Le moteur démarre…</translation>
    </message>
    <message>
        <source>Engine ready</source>
        <translation>Moteur prêt</translation>
    </message>
    <message>
        <source>Engine away, trying again</source>
        <translation>Moteur absent, nouvel essai en cours</translation>
    </message>
    <message>
        <source>&amp;Film</source>
        <translation>&amp;Film</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Édition</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>&amp;Timeline</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Lecture</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Aid&amp;e</translation>
    </message>
</context>
<context>
    <name>VersionKeeper</name>
    <message>
        <source>No version of this film could be kept</source>
        <translation>Aucune version de ce film n’a pu être gardée</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>after %n change(s)</source>
        <translation>
            <numerusform>après&#xa0;%n modification</numerusform>
            <numerusform>après&#xa0;%n modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>{time}, {changes}</source>
        <translation>{time}, {changes}</translation>
    </message>
    <message>
        <source>The version was restored</source>
        <translation>La version a été restaurée</translation>
    </message>
    <message>
        <source>Undo brings back what was there before.</source>
        <translation>Annuler ramène l’état précédent.</translation>
    </message>
    <message>
        <source>Restore a version</source>
        <translation>Restaurer une version</translation>
    </message>
    <message>
        <source>The last ten versions of what you decided are kept. Restoring one can be undone.</source>
        <translation>Les dix dernières versions de vos décisions sont gardées. Une restauration peut être annulée.</translation>
    </message>
    <message>
        <source>Kept versions</source>
        <translation>Versions gardées</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Today, {time}</source>
        <translation>Aujourd’hui, {time}</translation>
    </message>
    <message>
        <source>Yesterday, {time}</source>
        <translation>Hier, {time}</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Changed since it was finished</source>
        <translation>Modifié depuis la finition</translation>
    </message>
    <message>
        <source>In the making</source>
        <translation>En fabrication</translation>
    </message>
    <message>
        <source>Nothing made yet</source>
        <translation>Rien de fabriqué</translation>
    </message>
    <message>
        <source>Its folder is not there</source>
        <translation>Dossier introuvable</translation>
    </message>
    <message>
        <source>It can&apos;t be read</source>
        <translation>Illisible</translation>
    </message>
</context>
<context>
    <name>_AskingStep</name>
    <message>
        <source>The engine does not answer yet ({why}). Come back later.</source>
        <translation>Le moteur ne répond pas encore ({why}). Revenez plus tard.</translation>
    </message>
</context>
</TS>
