<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Board</name>
    <message>
        <source>The screenplay is being written</source>
        <translation>Le scénario s’écrit</translation>
    </message>
    <message>
        <source>The storyboard is being drawn</source>
        <translation>Le storyboard se dessine</translation>
    </message>
    <message>
        <source>The lines are being spoken</source>
        <translation>Les répliques s’enregistrent</translation>
    </message>
    <message>
        <source>The shots are being made</source>
        <translation>Les plans se tournent</translation>
    </message>
    <message>
        <source>Music and sounds are being made</source>
        <translation>La musique et les sons se créent</translation>
    </message>
    <message>
        <source>Being edited</source>
        <translation>Montage en cours</translation>
    </message>
    <message>
        <source>Being graded</source>
        <translation>Étalonnage en cours</translation>
    </message>
    <message>
        <source>Being mixed</source>
        <translation>Mixage en cours</translation>
    </message>
    <message>
        <source>Being rendered</source>
        <translation>Rendu en cours</translation>
    </message>
    <message>
        <source>Being delivered</source>
        <translation>Livraison en cours</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Contrôle qualité</translation>
    </message>
    <message>
        <source>Waiting for other work to end.</source>
        <translation>En attente de la fin d’autres travaux.</translation>
    </message>
    <message>
        <source>Paused. The list of jobs lets it go on.</source>
        <translation>En pause. La liste des travaux permet de reprendre.</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>shot {name}</source>
        <translation>plan {name}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>environ {time} restantes</translation>
    </message>
    <message>
        <source>To be drawn</source>
        <translation>À dessiner</translation>
    </message>
    <message>
        <source>Changed, to be drawn again</source>
        <translation>Modifié, à redessiner</translation>
    </message>
    <message>
        <source>To approve</source>
        <translation>À approuver</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Approuvé</translation>
    </message>
    <message>
        <source>Changed since it was made</source>
        <translation>Modifié depuis</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Tourné</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>takes {time}</source>
        <translation>demande {time}</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>prix inconnu</translation>
    </message>
    <message>
        <source>{who}: “{words}”</source>
        <translation>{who}&#xa0;: «&#xa0;{words}&#xa0;»</translation>
    </message>
    <message>
        <source>A scene that is in the screenplay no longer</source>
        <translation>Une scène qui n’est plus dans le scénario</translation>
    </message>
</context>
<context>
    <name>BoardBar</name>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message numerus="yes">
        <source>%n shot(s)</source>
        <translation>
            <numerusform>%n plan</numerusform>
            <numerusform>%n plans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approved</source>
        <translation>
            <numerusform>%n approuvé</numerusform>
            <numerusform>%n approuvés</numerusform>
        </translation>
    </message>
    <message>
        <source>Every shot is made.</source>
        <translation>Tous les plans sont tournés.</translation>
    </message>
    <message numerus="yes">
        <source>%n shot(s) to make</source>
        <translation>
            <numerusform>%n plan à tourner</numerusform>
            <numerusform>%n plans à tourner</numerusform>
        </translation>
    </message>
    <message>
        <source>{shots}; time and cost come from the engine</source>
        <translation>{shots}&#xa0;; durée et coût viennent du moteur</translation>
    </message>
    <message>
        <source>{shots}: about {time}, {money}</source>
        <translation>{shots}&#xa0;: environ {time}, {money}</translation>
    </message>
    <message>
        <source>{words} and what has no known price</source>
        <translation>{words} et ce dont le prix est inconnu</translation>
    </message>
    <message>
        <source>Pictures by</source>
        <translation>Images par</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Vignettes</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Planche-contact</translation>
    </message>
    <message>
        <source>Draw the storyboard</source>
        <translation>Dessiner le storyboard</translation>
    </message>
    <message>
        <source>Approve all</source>
        <translation>Tout approuver</translation>
    </message>
    <message>
        <source>Shoot approved</source>
        <translation>Tourner les approuvés</translation>
    </message>
</context>
<context>
    <name>BoardPage</name>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>No film is open</source>
        <translation>Aucun film n’est ouvert</translation>
    </message>
    <message>
        <source>Open a film, or begin a new one.</source>
        <translation>Ouvrez un film, ou commencez-en un.</translation>
    </message>
    <message>
        <source>The storyboard is on its way</source>
        <translation>Le storyboard arrive</translation>
    </message>
    <message>
        <source>Its shots come here as soon as they are directed.</source>
        <translation>Ses plans viennent ici dès qu’ils sont mis en scène.</translation>
    </message>
    <message>
        <source>Shots are directed from the screenplay. Have it written, or type it yourself.</source>
        <translation>Les plans se mettent en scène à partir du scénario. Faites-le écrire, ou tapez-le vous-même.</translation>
    </message>
    <message>
        <source>There is no screenplay yet</source>
        <translation>Il n’y a pas encore de scénario</translation>
    </message>
    <message>
        <source>Go to the script</source>
        <translation>Aller au scénario</translation>
    </message>
    <message>
        <source>Every shot as a small picture, with what it takes, before anything expensive is made.</source>
        <translation>Chaque plan en petite image, avec ce qu’il demande, avant toute dépense.</translation>
    </message>
    <message>
        <source>The film has no storyboard yet</source>
        <translation>Le film n’a pas encore de storyboard</translation>
    </message>
    <message>
        <source>Draw the storyboard</source>
        <translation>Dessiner le storyboard</translation>
    </message>
    <message>
        <source>Shoot</source>
        <translation>Tourner</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Pas encore</translation>
    </message>
    <message>
        <source>Approve all and shoot</source>
        <translation>Tout approuver et tourner</translation>
    </message>
    <message>
        <source>Shoot anyway</source>
        <translation>Tourner quand même</translation>
    </message>
    <message numerus="yes">
        <source>%n shot(s) are not approved, and would be made with the others.</source>
        <translation>
            <numerusform>%n plan n’est pas approuvé, et serait tourné avec les autres.</numerusform>
            <numerusform>%n plans ne sont pas approuvés, et seraient tournés avec les autres.</numerusform>
        </translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Arrows go from shot to shot. {approve} approves, {redraw} draws again.</source>
        <translation>Les flèches vont de plan en plan. {approve} approuve, {redraw} redessine.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Shot {name}</source>
        <translation>Plan {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n prise</numerusform>
            <numerusform>%n prises</numerusform>
        </translation>
    </message>
    <message>
        <source>Studio: {choice}</source>
        <translation>Studio&#xa0;: {choice}</translation>
    </message>
    <message>
        <source>Studio&apos;s choice</source>
        <translation>Choix du studio</translation>
    </message>
    <message>
        <source>Not drawn yet</source>
        <translation>Pas encore dessiné</translation>
    </message>
    <message>
        <source>How {name} says it</source>
        <translation>Comment {name} le dit</translation>
    </message>
    <message>
        <source>Why it is so:</source>
        <translation>Pourquoi ainsi&#xa0;:</translation>
    </message>
    <message>
        <source>Choose a shot to look at it and to direct it.</source>
        <translation>Choisissez un plan pour le regarder et le mettre en scène.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Angle</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mouvement</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Climat</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>What is seen</source>
        <translation>Ce qu’on voit</translation>
    </message>
    <message>
        <source> s</source>
        <translation>&#xa0;s</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Approuver</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>Redessiner</translation>
    </message>
    <message>
        <source>Leave the shot to the studio</source>
        <translation>Laisser le plan au studio</translation>
    </message>
</context>
</TS>
