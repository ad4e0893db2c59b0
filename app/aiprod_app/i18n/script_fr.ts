<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>BriefPanel</name>
    <message>
        <source>Writer&apos;s choice</source>
        <translation>Au choix du scénariste</translation>
    </message>
    <message>
        <source>{name} ({level} LUFS)</source>
        <translation>{name} ({level} LUFS)</translation>
    </message>
    <message>
        <source>The screenplay stays as it is, until you have it written again.</source>
        <translation>Le scénario reste tel quel, tant que vous ne le faites pas réécrire.</translation>
    </message>
    <message>
        <source>The screenplay is written from these words.</source>
        <translation>Le scénario s’écrit à partir de ces mots.</translation>
    </message>
    <message>
        <source>The screenplay is written in this language.</source>
        <translation>Le scénario s’écrit dans cette langue.</translation>
    </message>
    <message>
        <source>Shots get other lengths: those whose length changes are drawn and shot again.</source>
        <translation>Les plans changent de durée&#xa0;: ceux qui changent sont redessinés et refaits.</translation>
    </message>
    <message>
        <source>Every shot is drawn and shot again in this style. Voices and music stay.</source>
        <translation>Chaque plan est redessiné et refait dans ce style. Les voix et la musique restent.</translation>
    </message>
    <message>
        <source>Shots are shot again by it. The storyboard, voices and music stay.</source>
        <translation>Les plans sont refaits par ce générateur. Le storyboard, les voix et la musique restent.</translation>
    </message>
    <message>
        <source>The mix and the finished film are made again. No shot is.</source>
        <translation>Le mixage et le film fini sont refaits. Aucun plan ne l’est.</translation>
    </message>
    <message>
        <source>The writer goes by it.</source>
        <translation>Le scénariste en tient compte.</translation>
    </message>
    <message>
        <source>What the film is about</source>
        <translation>De quoi parle le film</translation>
    </message>
    <message>
        <source>A sentence or a page: who, where, and what happens.</source>
        <translation>Une phrase ou une page&#xa0;: qui, où, et ce qui arrive.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Public</translation>
    </message>
    <message>
        <source>Pictures by</source>
        <translation>Images par</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Niveau sonore</translation>
    </message>
    <message>
        <source> s</source>
        <translation>&#xa0;s</translation>
    </message>
</context>
<context>
    <name>CastPanel</name>
    <message>
        <source>Says nothing</source>
        <translation>Ne dit rien</translation>
    </message>
    <message>
        <source>{voice}, cast by the studio</source>
        <translation>{voice}, choix du studio</translation>
    </message>
    <message>
        <source>Cast</source>
        <translation>Distribution</translation>
    </message>
    <message>
        <source>Whoever speaks in the screenplay comes here, with a voice of their own.</source>
        <translation>Qui parle dans le scénario vient ici, avec une voix à soi.</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Best available</source>
        <translation>Le meilleur disponible</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>{name} uniquement</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>No film is open</source>
        <translation>Aucun film n’est ouvert</translation>
    </message>
    <message>
        <source>Open a film, or begin a new one.</source>
        <translation>Ouvrez un film, ou commencez-en un.</translation>
    </message>
    <message>
        <source>The screenplay is being written</source>
        <translation>Le scénario s’écrit</translation>
    </message>
    <message>
        <source>Other work comes first. You can go on elsewhere meanwhile.</source>
        <translation>D’autres travaux passent avant. Vous pouvez continuer ailleurs en attendant.</translation>
    </message>
    <message>
        <source>From the brief, on this machine. It comes here as soon as it stands.</source>
        <translation>À partir du brief, sur cette machine. Il vient ici dès qu’il est prêt.</translation>
    </message>
    <message>
        <source>The screenplay could not be written</source>
        <translation>Le scénario n’a pas pu être écrit</translation>
    </message>
    <message>
        <source>There is no screenplay yet</source>
        <translation>Il n’y a pas encore de scénario</translation>
    </message>
    <message>
        <source>Have it written from the brief, type it yourself, or bring one along.</source>
        <translation>Faites-le écrire à partir du brief, tapez-le vous-même, ou apportez-en un.</translation>
    </message>
    <message>
        <source>INT. or EXT., the place, and the time. Enter: what is seen there.</source>
        <translation>INT. ou EXT., le lieu et le moment. Entrée&#xa0;: ce qu’on y voit.</translation>
    </message>
    <message>
        <source>What is seen and heard. Tab: somebody speaks. Enter on an empty line: a new scene.</source>
        <translation>Ce qu’on voit et entend. Tab&#xa0;: quelqu’un parle. Entrée sur une ligne vide&#xa0;: nouvelle scène.</translation>
    </message>
    <message>
        <source>Who speaks. Enter: what they say.</source>
        <translation>Qui parle. Entrée&#xa0;: ce qui est dit.</translation>
    </message>
    <message>
        <source>How it is said. Enter: what is said.</source>
        <translation>Comment c’est dit. Entrée&#xa0;: ce qui est dit.</translation>
    </message>
    <message>
        <source>What is said. Enter: who answers; once more: what is seen.</source>
        <translation>Ce qui est dit. Entrée&#xa0;: qui répond&#xa0;; encore une fois&#xa0;: ce qu’on voit.</translation>
    </message>
    <message>
        <source>How the scene ends. Enter: the next scene.</source>
        <translation>Comment la scène finit. Entrée&#xa0;: la scène suivante.</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scène</numerusform>
            <numerusform>%n scènes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n mot</numerusform>
            <numerusform>%n mots</numerusform>
        </translation>
    </message>
    <message>
        <source>about {length}</source>
        <translation>environ {length}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Enregistré</translation>
    </message>
    <message>
        <source>{kind}: Tab goes to the next kind</source>
        <translation>{kind}&#xa0;: Tab passe au genre suivant</translation>
    </message>
    <message>
        <source>Kind of paragraph</source>
        <translation>Genre du paragraphe</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>The film&apos;s title</source>
        <translation>Le titre du film</translation>
    </message>
    <message>
        <source>Have it written again from the brief; the one before comes back by undo</source>
        <translation>Le faire réécrire à partir du brief&#xa0;; le précédent revient par Annuler</translation>
    </message>
    <message>
        <source>Import a screenplay</source>
        <translation>Importer un scénario</translation>
    </message>
    <message>
        <source>Export the screenplay</source>
        <translation>Exporter le scénario</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>L’écrire</translation>
    </message>
    <message>
        <source>Type it yourself</source>
        <translation>Le taper soi-même</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
</context>
<context>
    <name>FilmWords</name>
    <message>
        <source>Dawn</source>
        <translation>Aube</translation>
    </message>
    <message>
        <source>Morning</source>
        <translation>Matin</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Afternoon</source>
        <translation>Après-midi</translation>
    </message>
    <message>
        <source>Dusk</source>
        <translation>Crépuscule</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nuit</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Dégagé</translation>
    </message>
    <message>
        <source>Cloudy</source>
        <translation>Nuageux</translation>
    </message>
    <message>
        <source>Wind</source>
        <translation>Vent</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>Brouillard</translation>
    </message>
    <message>
        <source>Rain</source>
        <translation>Pluie</translation>
    </message>
    <message>
        <source>Storm</source>
        <translation>Orage</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>Neige</translation>
    </message>
    <message>
        <source>Joyful</source>
        <translation>Joyeux</translation>
    </message>
    <message>
        <source>Playful</source>
        <translation>Espiègle</translation>
    </message>
    <message>
        <source>Tender</source>
        <translation>Tendre</translation>
    </message>
    <message>
        <source>Hopeful</source>
        <translation>Plein d’espoir</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>Calme</translation>
    </message>
    <message>
        <source>Melancholic</source>
        <translation>Mélancolique</translation>
    </message>
    <message>
        <source>Lonely</source>
        <translation>Solitaire</translation>
    </message>
    <message>
        <source>Mysterious</source>
        <translation>Mystérieux</translation>
    </message>
    <message>
        <source>Tense</source>
        <translation>Tendu</translation>
    </message>
    <message>
        <source>Frightening</source>
        <translation>Effrayant</translation>
    </message>
    <message>
        <source>Epic</source>
        <translation>Épique</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutre</translation>
    </message>
    <message>
        <source>Joy</source>
        <translation>Joie</translation>
    </message>
    <message>
        <source>Sadness</source>
        <translation>Tristesse</translation>
    </message>
    <message>
        <source>Anger</source>
        <translation>Colère</translation>
    </message>
    <message>
        <source>Fear</source>
        <translation>Peur</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Surprise</translation>
    </message>
    <message>
        <source>Tenderness</source>
        <translation>Tendresse</translation>
    </message>
    <message>
        <source>Determination</source>
        <translation>Détermination</translation>
    </message>
    <message>
        <source>Weariness</source>
        <translation>Lassitude</translation>
    </message>
    <message>
        <source>Irony</source>
        <translation>Ironie</translation>
    </message>
    <message>
        <source>Drama</source>
        <translation>Drame</translation>
    </message>
    <message>
        <source>Comedy</source>
        <translation>Comédie</translation>
    </message>
    <message>
        <source>Thriller</source>
        <translation>Thriller</translation>
    </message>
    <message>
        <source>Science fiction</source>
        <translation>Science-fiction</translation>
    </message>
    <message>
        <source>Fantasy</source>
        <translation>Fantastique</translation>
    </message>
    <message>
        <source>Romance</source>
        <translation>Romance</translation>
    </message>
    <message>
        <source>Adventure</source>
        <translation>Aventure</translation>
    </message>
    <message>
        <source>Mystery</source>
        <translation>Mystère</translation>
    </message>
    <message>
        <source>Documentary</source>
        <translation>Documentaire</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Famille</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Tout public</translation>
    </message>
    <message>
        <source>Children</source>
        <translation>Enfants</translation>
    </message>
    <message>
        <source>Teenagers</source>
        <translation>Adolescents</translation>
    </message>
    <message>
        <source>Adults</source>
        <translation>Adultes</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>Chaleureux</translation>
    </message>
    <message>
        <source>Funny</source>
        <translation>Drôle</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Poetic</source>
        <translation>Poétique</translation>
    </message>
    <message>
        <source>child</source>
        <translation>enfant</translation>
    </message>
    <message>
        <source>teenager</source>
        <translation>adolescence</translation>
    </message>
    <message>
        <source>adult</source>
        <translation>âge adulte</translation>
    </message>
    <message>
        <source>old</source>
        <translation>grand âge</translation>
    </message>
    <message>
        <source>woman</source>
        <translation>femme</translation>
    </message>
    <message>
        <source>man</source>
        <translation>homme</translation>
    </message>
    <message>
        <source>person</source>
        <translation>personne</translation>
    </message>
    <message>
        <source>bald</source>
        <translation>chauve</translation>
    </message>
    <message>
        <source>shaved head</source>
        <translation>tête rasée</translation>
    </message>
    <message>
        <source>short hair</source>
        <translation>cheveux courts</translation>
    </message>
    <message>
        <source>side parting</source>
        <translation>raie de côté</translation>
    </message>
    <message>
        <source>curly hair</source>
        <translation>cheveux bouclés</translation>
    </message>
    <message>
        <source>afro</source>
        <translation>afro</translation>
    </message>
    <message>
        <source>bob</source>
        <translation>carré</translation>
    </message>
    <message>
        <source>long hair</source>
        <translation>cheveux longs</translation>
    </message>
    <message>
        <source>ponytail</source>
        <translation>queue-de-cheval</translation>
    </message>
    <message>
        <source>bun</source>
        <translation>chignon</translation>
    </message>
    <message>
        <source>braids</source>
        <translation>tresses</translation>
    </message>
    <message>
        <source>messy hair</source>
        <translation>cheveux en bataille</translation>
    </message>
    <message>
        <source>shirt</source>
        <translation>chemise</translation>
    </message>
    <message>
        <source>sweater</source>
        <translation>pull</translation>
    </message>
    <message>
        <source>coat</source>
        <translation>manteau</translation>
    </message>
    <message>
        <source>raincoat</source>
        <translation>ciré</translation>
    </message>
    <message>
        <source>dress</source>
        <translation>robe</translation>
    </message>
    <message>
        <source>suit</source>
        <translation>costume</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>uniforme</translation>
    </message>
    <message>
        <source>apron</source>
        <translation>tablier</translation>
    </message>
    <message>
        <source>hoodie</source>
        <translation>sweat à capuche</translation>
    </message>
    <message>
        <source>overalls</source>
        <translation>salopette</translation>
    </message>
    <message>
        <source>spacesuit</source>
        <translation>combinaison spatiale</translation>
    </message>
    <message>
        <source>robe</source>
        <translation>toge</translation>
    </message>
    <message>
        <source>Extreme wide</source>
        <translation>Plan général</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>Plan d’ensemble</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Plan en pied</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Plan taille</translation>
    </message>
    <message>
        <source>Medium close</source>
        <translation>Plan poitrine</translation>
    </message>
    <message>
        <source>Close-up</source>
        <translation>Gros plan</translation>
    </message>
    <message>
        <source>Extreme close-up</source>
        <translation>Très gros plan</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Insert</translation>
    </message>
    <message>
        <source>Eye level</source>
        <translation>À hauteur d’yeux</translation>
    </message>
    <message>
        <source>Low angle</source>
        <translation>Contre-plongée</translation>
    </message>
    <message>
        <source>High angle</source>
        <translation>Plongée</translation>
    </message>
    <message>
        <source>Dutch angle</source>
        <translation>Cadrage oblique</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>Fixe</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Panoramique</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Panoramique vertical</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Dolly in</source>
        <translation>Travelling avant</translation>
    </message>
    <message>
        <source>Dolly out</source>
        <translation>Travelling arrière</translation>
    </message>
    <message>
        <source>Truck</source>
        <translation>Travelling latéral</translation>
    </message>
    <message>
        <source>Crane up</source>
        <translation>Grue vers le haut</translation>
    </message>
    <message>
        <source>Crane down</source>
        <translation>Grue vers le bas</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Suivi</translation>
    </message>
    <message>
        <source>Handheld</source>
        <translation>Caméra portée</translation>
    </message>
    <message>
        <source>Orbit</source>
        <translation>Travelling circulaire</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>Accompagnement</translation>
    </message>
    <message>
        <source>Scene heading</source>
        <translation>Intitulé de scène</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>Personnage</translation>
    </message>
    <message>
        <source>Parenthetical</source>
        <translation>Didascalie</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialogue</translation>
    </message>
    <message>
        <source>Transition</source>
        <translation>Transition</translation>
    </message>
    <message>
        <source>Woman</source>
        <translation>Femme</translation>
    </message>
    <message>
        <source>Man</source>
        <translation>Homme</translation>
    </message>
    <message>
        <source>Child or animal</source>
        <translation>Enfant ou animal</translation>
    </message>
    <message>
        <source>Robot</source>
        <translation>Robot</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stéréo</translation>
    </message>
    <message>
        <source>5.1 surround</source>
        <translation>5.1</translation>
    </message>
    <message>
        <source>Binaural (headphones)</source>
        <translation>Binaural (casque)</translation>
    </message>
    <message>
        <source>As suits the pictures</source>
        <translation>Selon les images</translation>
    </message>
    <message>
        <source>Illustration</source>
        <translation>Illustration</translation>
    </message>
    <message>
        <source>Cinema</source>
        <translation>Cinéma</translation>
    </message>
    <message>
        <source>Photorealistic</source>
        <translation>Photoréaliste</translation>
    </message>
    <message>
        <source>Film noir</source>
        <translation>Film noir</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Noir et blanc</translation>
    </message>
    <message>
        <source>Seventies film</source>
        <translation>Film des années 70</translation>
    </message>
    <message>
        <source>3D animation</source>
        <translation>Animation 3D</translation>
    </message>
    <message>
        <source>Anime</source>
        <translation>Anime</translation>
    </message>
    <message>
        <source>Watercolour</source>
        <translation>Aquarelle</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>Pastel</translation>
    </message>
    <message>
        <source>Oil painting</source>
        <translation>Peinture à l’huile</translation>
    </message>
    <message>
        <source>Engraving</source>
        <translation>Gravure</translation>
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
        <source>{seconds} s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds}</source>
        <translation>{minutes}&#xa0;min&#xa0;{seconds}</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours}&#xa0;h&#xa0;{minutes}</translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>Hear {name}</source>
        <translation>Écouter {name}</translation>
    </message>
</context>
<context>
    <name>ScenePanel</name>
    <message>
        <source>This scene</source>
        <translation>Cette scène</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Moment</translation>
    </message>
    <message>
        <source>Weather</source>
        <translation>Temps</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Climat</translation>
    </message>
    <message>
        <source>Tension</source>
        <translation>Tension</translation>
    </message>
</context>
<context>
    <name>ScriptPage</name>
    <message>
        <source>(no heading yet)</source>
        <translation>(sans intitulé)</translation>
    </message>
    <message>
        <source>Import a screenplay</source>
        <translation>Importer un scénario</translation>
    </message>
    <message>
        <source>;;All files (*)</source>
        <translation>;;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Export the screenplay</source>
        <translation>Exporter le scénario</translation>
    </message>
    <message>
        <source>The screenplay is in {path}.</source>
        <translation>Le scénario est dans {path}.</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scènes</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Brief</translation>
    </message>
    <message>
        <source>Drag a scene to move it, or Alt+Up and Alt+Down</source>
        <translation>Glissez une scène pour la déplacer, ou Alt+Haut et Alt+Bas</translation>
    </message>
    <message>
        <source>Screenplay</source>
        <translation>Scénario</translation>
    </message>
    <message>
        <source>Tab changes what the paragraph is. Enter goes on. {keys} leaves the page.</source>
        <translation>Tab change le genre du paragraphe. Entrée continue. {keys} quitte la page.</translation>
    </message>
</context>
<context>
    <name>VoicePanel</name>
    <message>
        <source>The voice of {name}</source>
        <translation>La voix de {name}</translation>
    </message>
    <message>
        <source>A voice of {parts}</source>
        <translation>Une voix faite de {parts}</translation>
    </message>
    <message>
        <source>Pronounced: {sounds}</source>
        <translation>Prononcé&#xa0;: {sounds}</translation>
    </message>
    <message>
        <source>{value} semitones</source>
        <translation>{value} demi-tons</translation>
    </message>
    <message>
        <source>The voices are shown once the engine is there.</source>
        <translation>Les voix s’affichent dès que le moteur est là.</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Hauteur</translation>
    </message>
    <message>
        <source>Leave the voice to the studio</source>
        <translation>Laisser la voix au studio</translation>
    </message>
    <message>
        <source>Hear {name}</source>
        <translation>Écouter {name}</translation>
    </message>
</context>
</TS>
