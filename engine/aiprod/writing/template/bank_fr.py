# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (tables of words and sentences, one entry a line)
"""La matière de l'auteur français : ce qui arrive, ce qui se dit, ce qui se voit (même écriture que `bank_en`)."""

BEATS = """
disturbance quest @out
A: Quelque chose est posé là où il n'y avait rien hier : {thing.un}. {hero} {thing.cod} ramasse, {thing.cod} retourne, regarde autour. Personne.
H: Toi, tu manques à quelqu'un. | tenderness
!H: Bon. Allons voir à qui. | determination

disturbance repair @home
A: Un déclic sec. {thing.Le} s'arrête net. {hero} tapote, une fois, deux fois. Rien.
!H: Non. Non, non. Pas aujourd'hui. | fear
H: Tu étais la seule chose qui marchait, ici. | irony

disturbance encounter partner @same
A: Une ombre tombe sur {hero}. {partner} est là, à bout de souffle, {thing.un} dans les mains.
P: Je n'ai vu que votre lumière. | weariness
!H: Eh bien, entrez. | neutral

disturbance secret @home
A: Derrière une planche qui bouge, {hero} trouve {thing.un} enveloppé{thing?|e} dans un linge. Sur le linge, un nom : le sien.
!H: Mais c'est mon nom. | surprise
H: Qui t'a mis{thing?|e} là ? | fear

disturbance loss @same
A: {hero} cherche {thing.le}. La main se referme sur du vide. Une poche, puis toutes les poches.
!H: C'était là. C'était juste là. | fear

disturbance journey @home
A: Sous la porte, un papier plié. {hero} le lit debout, puis décroche un manteau et prend {thing.le}.
H: Avant la nuit, qu'ils disent. | fear
!H: Alors il va falloir marcher vite. | determination

disturbance contest partner @out
A: Une affiche, la colle encore fraîche. {hero} la lit. {partner} aussi, par-dessus son épaule, avec un sourire.
P: Vous ne comptez pas vous inscrire ? | irony
!H: Non. Enfin, jusqu'à maintenant. | determination

disturbance rescue partner @out
A: Un cri. {hero} se retourne. Au loin, {partner} se tient d'une seule main, et la main glisse.
!P: Ici ! Par ici ! | fear
H: Ne lâchez pas ! | determination

disturbance discovery @out
A: Une lueur, là où il ne devrait pas y en avoir. {hero} s'approche pas à pas et trouve {thing.un}, tiède sous les doigts.
!H: Qu'est-ce que tu es, toi ? | surprise
H: Et depuis quand tu attends ? | tenderness

disturbance farewell partner @home
A: Un sac bouclé près de la porte. {partner} a déjà son manteau. Sur la table, entre eux, {thing.un}.
P: C'est seulement pour un an. | sadness
!H: Tu as dit ça la dernière fois. | irony

attempt quest partner @out
A: {hero} montre {thing.le} à tous ceux qui passent. Les têtes font non. Puis {partner} s'arrête.
H: C'est à vous ? | neutral
!P: Non. Mais je sais qui l'a pleuré{thing?|e}. | sadness

attempt quest partner @town
A: Porte après porte, {hero} tend {thing.le}. Porte après porte, on referme. À la dernière, {partner} ne referme pas.
P: Où avez-vous trouvé ça ? | surprise
!H: C'est ça qui m'a trouvé{hero?|e}. Moi, je livre. | irony

attempt repair partner @home
A: Des pièces partout. {hero} travaille avec une cuillère, de la ficelle et très peu de patience. {partner} tient la lampe.
P: Vous savez ce que vous faites ? | irony
!H: Je sais ce que ça faisait avant. | determination

attempt repair @home
A: La nuit a avancé de plusieurs heures. {hero} pose la dernière pièce. Elle n'entre pas. Dans l'autre sens, elle entre.
!H: Allez. Encore un essai. | weariness
H: On est deux à être fatigués. | tenderness

attempt encounter partner @same
A: {hero} et {partner} s'assoient loin l'un de l'autre, {thing.le} entre les deux. {hero} fait glisser une moitié de sandwich.
P: Je n'ai besoin de rien. | anger
!H: Tant mieux. Il n'est pas très bon. | irony

attempt encounter partner @out
A: {hero} marche ; {partner} marche dix pas derrière. {hero} s'arrête. {partner} s'arrête.
H: Vous me suivez ? | surprise
!P: J'espérais que vous connaissiez le chemin. | irony

attempt secret partner @same
A: {hero} pose {thing.le} devant {partner}, dont le regard reste là trop longtemps.
!H: Vous saviez. | anger
P: J'ai juré de ne jamais vous le dire. | sadness

attempt secret @town
A: {hero} remonte la piste : une rue, un escalier, une porte condamnée par la peinture. Un coup d'épaule. Un autre.
!H: On ne peint pas une porte pour rien. | determination

attempt loss partner @out
A: {hero} regarde sous tout, demande à tous, recommence. {partner} s'y met aussi, sans qu'on lui demande rien.
P: Ça ressemble à quoi ? | neutral
!H: À pas grand-chose. C'est à moi, c'est tout. | sadness

attempt loss @far
A: Pas à pas, {hero} remonte la journée à l'envers : ce coin de rue, ce muret, l'endroit du fou rire.
!V: On perd en une seconde. On cherche toute une vie. | sadness

attempt journey partner @far
A: Le chemin fourche et la carte ment. {hero} la tourne dans un sens, puis dans l'autre. {partner} tend simplement le doigt.
H: Comment pouvez-vous être sûr{partner?|e} ? | weariness
!P: J'en suis déjà revenu{partner?|e}. On ne revient pas pour le plaisir. | irony

attempt journey @far
A: {hero} avance, {thing.le} bien serré{thing?|e} sous le manteau. Derrière, les lumières deviennent petites, puis rares.
!H: La moitié. C'est forcément la moitié. | weariness

attempt contest partner @out
A: Côte à côte, {hero} et {partner} se préparent. {hero} a {thing.un_vieux}. {partner} a tout le reste.
P: Ça a sa place dans un musée. | irony
!H: Comme les plus belles choses. | determination

attempt contest partner @same
A: {hero} essaie, tombe, essaie. Le soir, une petite foule d'enfants compte à voix haute.
P: Vous abandonnez ? | irony
!H: Je commence à peine à bien tomber. | irony

attempt rescue partner @far
A: {hero} noue une corde à un poteau et va là où personne ne va. {partner} voit une main, et la prend.
!H: Regardez-moi. Rien que moi. | determination
P: Je ne sens plus mes doigts. | fear

attempt rescue partner @out
A: Le passage est barré. {hero} s'arrête, lève les yeux, et commence à grimper.
P: Vous n'y arriverez jamais ! | fear
!H: Alors parlez-moi pendant que j'échoue ! | determination

attempt discovery partner @same
A: {hero} ouvre les mains. {thing.Le} bourdonne tout bas. {partner} se penche et oublie de respirer.
P: Et ça fait autre chose ? | surprise
!H: Ça attend. Je crois que ça attend très bien. | tenderness

attempt discovery @home
A: De retour, {hero} dessine {thing.le} sous tous les angles, mesure, écoute. C'est un peu plus grand que ce matin.
!H: Tu grandis. Évidemment, tu grandis. | surprise

attempt farewell partner @out
A: Ils marchent plus lentement qu'il ne faut. {hero} porte le sac ; {partner}, {thing.le}. Personne ne regarde l'heure.
H: Tu oublieras le chemin du retour. | sadness
!P: Alors laisse une lumière. | tenderness

attempt farewell partner @same
A: {hero} fait du thé pour deux, comme un jour ordinaire. {partner} compte les tasses sur l'étagère.
P: Dis quelque chose. | sadness
!H: Prends la bleue. Tu voudras la bleue. | tenderness

reversal quest partner @town
A: Une maison vide, un nom gratté sur la boîte aux lettres. {hero} s'assoit sur la marche avec {thing.le}.
!H: On arrive trop tard. | sadness
P: Retournez-{thing.cod}. Il y a un autre nom. | surprise

reversal quest partner @same
A: {partner} prend {thing.le}, regarde dessous, et ne bouge plus.
P: C'est moi qui ai fait cette marque. J'avais six ans. | surprise
!H: Alors c'est vous que je cherche. | joy

reversal repair @home
A: Une étincelle. {thing.Le} frémit, bourdonne, s'éteint pour de bon. Alors {hero} entend, dehors, une réponse.
!H: Ce n'était pas une panne. C'était un appel. | surprise

reversal repair partner @home
A: {hero} jette l'outil. {partner} le ramasse, l'essuie, et serre une toute petite vis. Une lumière s'allume.
!H: Qui vous a appris ça ? | surprise
P: Vous. Mais vous ne vous écoutez pas. | tenderness

reversal encounter partner @home
A: {partner} vide ses poches sur la table. Parmi les pièces, une photo : cette chambre, il y a longtemps.
H: Où avez-vous eu ça ? | fear
!P: C'est ici que j'ai grandi. | tenderness

reversal encounter partner @out
A: {hero} se retourne. Plus personne. Il ne reste que {thing.le} et un mot, d'une écriture appliquée.
!V: « Vous ne m'avez rien demandé. Merci. » | tenderness

reversal secret partner @home
A: {hero} finit par comprendre. Pas de trésor : une mèche de cheveux, un billet de train, la liste de chaque anniversaire.
!H: Toutes ces années, vous les avez notées. | sadness
P: Je n'avais pas le droit de venir. J'avais le droit de compter. | tenderness

reversal secret @far
A: La porte cède. Derrière, une chambre identique à la sienne, jusqu'à la tasse sur la table. La tasse est chaude.
!H: Quelqu'un vit encore ici. | fear

reversal loss partner @out
A: {partner} ouvre la main. C'est {thing.le}, nettoyé{thing?|e}, recousu{thing?|e}, mieux qu'avant.
P: Je voulais {thing.cod} rendre. Je m'y suis fait{partner?|e}. | sadness
!H: Moi aussi. | irony

reversal loss @same
A: {hero} renonce, s'assoit, regarde par terre. À l'endroit exact de la perte, quelque chose a déjà poussé.
!H: Ça alors. Regarde-toi. | surprise

reversal journey partner @far
A: Le pont n'est plus là. Sur l'autre rive, {partner} agite les bras. Entre les deux, l'eau, haute et brune.
!P: Lancez ! Je prends la suite ! | determination
H: Ça ne se lance pas ! | fear

reversal journey @far
A: {hero} arrive. Les fenêtres sont noires, la porte ouverte. Sur la table, deux assiettes fument encore.
!H: On savait que je venais. | surprise

reversal contest partner @out
A: Dernier instant. {partner} trébuche. La voie est libre. {hero} regarde l'arrivée, regarde derrière, et fait demi-tour.
!P: Qu'est-ce que vous faites ? Allez-y ! | surprise
H: Ce n'est pas drôle de gagner {hero?seul|seule}. | tenderness

reversal contest partner @same
A: {hero} a perdu ; tout le monde le voit. Au fond, quelqu'un se met à applaudir, lentement, et ne s'arrête plus.
P: On ne m'a jamais applaudi{partner?|e} comme ça. | sadness
!H: Vous n'êtes jamais tombé{partner?|e}. | irony

reversal rescue partner @far
A: La corde se tend. C'est {hero} maintenant qui s'enfonce, et {partner} qui a la terre ferme.
!P: À mon tour. Tenez bon ! | determination
H: Ce n'était pas le plan ! | fear

reversal rescue partner @same
A: La terre ferme. Ils soufflent, sur le dos. {partner} se met à rire, sans pouvoir s'arrêter.
P: Vous ne savez même pas nager ! | surprise
!H: On ne m'a rien demandé. | irony

reversal discovery partner @out
A: Une à une, au loin, d'autres lueurs répondent. Ce n'était pas un hasard. C'était la première.
!P: Il doit y en avoir des centaines. | surprise
H: Et chacune attendait. | tenderness

reversal discovery @home
A: Le bourdonnement cesse. {hero} ouvre les yeux. {thing.Le} n'est plus là, et la fenêtre est grande ouverte.
!H: Tu aurais pu dire au revoir. | sadness

reversal farewell partner @out
A: Le quai se vide. {hero} va partir, et voilà {partner} qui revient en courant, sans le sac.
H: Tu vas le manquer ! | surprise
!P: C'est fait. Je l'ai fait exprès. | joy

reversal farewell @home
A: La maison est trop calme. {hero} soulève {thing.le} ; dessous, une deuxième clé, et une étiquette : « Pour les visites. »
!H: Tu avais tout prévu. | joy

resolution quest partner @same
A: {hero} pose {thing.le} dans les mains qui l'attendaient. Les doigts se referment, et reconnaissent.
!P: Je n'attendais plus. | tenderness
H: Il y a des choses qui attendent pour nous. | tenderness

resolution quest @out
A: {hero} laisse {thing.le} sur le rebord, frappe un coup, et disparaît. Derrière le rideau, une lampe s'allume.
!V: Certaines choses veulent juste qu'on les porte. | tenderness

resolution repair @home
A: {thing.Le} se réveille dans un hoquet et une lueur. {hero} rit tout haut, sans témoin, et s'en moque.
!H: Te voilà. | joy

resolution repair partner @home
A: Ça marche. Pas comme avant : mieux, et ça grince. {hero} et {partner} regardent ça comme des parents.
P: On répare le grincement ? | neutral
!H: Laissez. C'est comme ça qu'on saura que c'est là. | tenderness

resolution encounter partner @home
A: Deux tasses, maintenant, et deux chaises. {partner} enlève enfin son manteau et l'accroche à la deuxième patère.
P: Elle est prise ? | tenderness
!H: Elle est libre depuis des années. | tenderness

resolution encounter partner @out
A: Ils repartent, côte à côte cette fois. Plus personne ne compte les pas.
P: Et on va où, au fait ? | neutral
!H: Je croyais que vous saviez. | joy

resolution secret partner @same
A: {hero} pose {thing.le} entre eux, bien en vue, là où ça restera.
!H: Plus de planche. Plus de cachette. | determination
P: Alors demandez-moi tout. | tenderness

resolution secret @home
A: {hero} accroche {thing.le} au mur, en pleine lumière, à la vue de tous, puis ouvre la fenêtre.
!H: Voilà. On respire mieux, tous les deux. | tenderness

resolution loss @home
A: {thing.Le} a retrouvé sa place. {hero} regarde un moment, puis regarde, plus longtemps, la porte ouverte.
!V: À force de chercher, j'ai trouvé tout le reste. | joy

resolution loss partner @out
A: {hero} garde {thing.le} un instant, puis {thing.cod} donne à {partner}, et lui referme les doigts dessus.
P: Mais vous avez cherché partout ! | surprise
!H: Et regardez qui j'ai trouvé. | tenderness

resolution journey partner @far
A: La porte s'ouvre avant qu'on frappe. {partner} prend {thing.le}, puis prend {hero} par les deux épaules.
P: Tout ce chemin pour ça ? | surprise
!H: Non. Pour ça. | tenderness

resolution journey @far
A: {hero} pose {thing.le} à sa place, se redresse, et regarde la route parcourue.
!H: Plus courte qu'elle n'en avait l'air. | joy

resolution contest partner @out
A: Ils passent la ligne ensemble, mal, bras dessus, bras dessous. Quelqu'un lance un chapeau en l'air.
P: Alors, qui a gagné ? | irony
!H: Demandez-leur. Ils crient plus fort. | joy

resolution rescue partner @same
A: Une couverture pour deux paires d'épaules. {hero} grelotte. {partner} tend le fond du thermos.
P: Pourquoi êtes-vous revenu{hero?|e} ? | tenderness
!H: Vous appeliez. Par politesse. | irony

resolution discovery @out
A: {hero} ouvre les mains. {thing.Le} s'élève, hésite, revient frôler sa manche, et s'en va.
!H: Envoie une carte postale. | tenderness

resolution discovery partner @out
A: Tout le ciel répond, à présent. {hero} et {partner} restent dessous, bouche bée, comme des enfants.
P: On le dit à qui ? | surprise
!H: Ce soir, à personne. Ce soir, c'est à nous. | tenderness

resolution farewell partner @out
A: Une main sur la vitre, une autre dehors. À la dernière seconde, {thing.le} change de main.
H: Tu {thing.cod} rapporteras. | sadness
!P: C'est bien l'idée. | tenderness

resolution farewell @home
A: {hero} met deux couverts, regarde le second, et allume la lampe de la fenêtre.
!H: Voilà. Maintenant, tu peux nous trouver. | tenderness

disturbance any mute
A: {hero} se fige. Là, au beau milieu : {thing.un}. {hero} renifle, tourne autour, s'assoit devant et attend.
!N: Il est des découvertes qu'on ne laisse pas seules. | irony

disturbance any mute @out
A: Un coup de vent. {thing.Un} roule et s'arrête juste devant {hero}. Un regard à gauche, un regard à droite. Propriété.
!N: Qui trouve garde. C'est la plus vieille des lois. | irony

attempt any mute partner @out
A: {hero} traîne {thing.le}, lâche, rattrape, traîne encore. {partner} regarde, les mains sur les hanches.
!P: Et où est-ce que tu vas avec ça, toi ? | surprise
N: Bonne question. Pour l'instant, sans réponse. | irony

attempt any mute partner @far
A: {hero} dépose {thing.le} devant {partner}, très solennellement. {partner} l'enjambe.
!P: Pas maintenant. | weariness
N: Les gens ne savent jamais ce qui compte. | irony

attempt any mute @far
A: {hero} continue, plus loin que jamais, au-delà de la dernière odeur qui ait un nom.
!N: Personne n'était allé si loin. Personne de cette taille, en tout cas. | tenderness

reversal any mute partner @far
A: La nuit tombe d'un coup. {hero} est très petit{hero?|e}, et très loin de tout. Alors une voix, et une lampe.
!P: Te voilà ! Je t'ai cherché{hero?|e} partout ! | joy
N: Ils étaient donc deux à chercher. | tenderness

reversal any mute @out
A: {thing.Le} glisse, roule, disparaît. {hero} regarde le noir, très longtemps.
!N: Pour perdre, il faut avoir eu. C'était déjà ça. | sadness

resolution any mute partner @home
A: Il fait chaud. {hero} dort en travers des genoux de {partner}, {thing.le} bien à l'abri dessous. Personne ne bougera ce soir.
!P: Bon. Tu as gagné. | tenderness
N: L'affaire était close. | irony

resolution any mute @out
A: {hero} grimpe tout en haut, s'installe près de {thing.le}, et regarde le monde comme s'il venait d'être livré.
!N: C'était, somme toute, une très bonne journée. | tenderness

disturbance any mute
A: {thing.Le} n'était pas là avant. {hero} observe de derrière un coin. Puis de l'autre côté du coin.
!N: Rien ne bougeait. C'était justement ce qui était louche. | irony

disturbance any mute @home
A: La maison est vide. {hero} tend l'oreille. Dehors, derrière la porte qu'on n'ouvre jamais : du nouveau.
!N: Rester était raisonnable. Sortir aussi, à la réflexion. | irony

attempt any mute @out
A: {hero} essaie. Tombe. Essaie encore, vérifie que personne n'a vu, et essaie une troisième fois.
!N: Personne n'avait vu. Donc, ça ne comptait pas. | irony

attempt any mute partner @out
A: {partner} tend la main, très bas, et regarde ailleurs. {hero} avance d'un pas. Puis d'un demi-pas.
!P: Prends ton temps. | tenderness

attempt any mute @far
A: Qu'il pleuve ou non, {hero} ne fait pas demi-tour. Il y a dans l'air une odeur de fin d'histoire.
!N: Tous les grands voyageurs ont eu les pieds mouillés. | irony

reversal any mute partner @out
A: {partner} referme la grille sans regarder en bas. {hero} est du mauvais côté.
!N: Il existe deux sortes de dehors. C'était l'autre. | sadness

reversal any mute partner @same
A: {hero} pose {thing.le} aux pieds de {partner}, exactement, et recule. Cette fois, {partner} s'assoit pour regarder.
!P: C'est pour moi, ça ? | surprise

reversal any mute @far
A: D'ici, tout ce qui était immense est petit. {hero} cherche la maison, et en trouve quatre pareilles.
!N: C'est en se perdant qu'on apprend ce qu'on cherchait. | sadness

resolution any mute partner @out
A: Côte à côte, {hero} et {partner} regardent la lumière s'en aller. Personne n'explique rien.
!P: Alors à demain. Même endroit. | tenderness

resolution any mute @home
A: {hero} tourne trois fois sur place, se couche contre {thing.le}, et dort avant le troisième tour.
!N: Et ce fut, à ce qu'on en sait, la fin de l'histoire. | tenderness

resolution any mute partner @home
A: La porte est entrouverte, de la largeur d'une main. {partner} l'a laissée ainsi. {hero} rentre comme si de rien n'était.
!P: J'ai gardé ta place au chaud. | tenderness

obstacle any partner @far
A: Une grille fermée. {hero} la secoue. {partner} contourne le mur, qui finit trois pas plus loin.
H: Vous auriez pu le dire. | irony
!P: Vous aviez l'air si {hero?décidé|décidée}. | irony

obstacle quiet partner @out
A: Le ciel s'ouvre. Ils courent sous le même porche et restent là, épaule contre épaule, à goutter.
P: Vous avez un parapluie ? | neutral
!H: J'ai une opinion sur les parapluies. | irony

obstacle quiet partner @same
A: Ils mangent en silence. {hero} coupe le dernier morceau en deux, mal, et garde la petite moitié.
P: Vous faites toujours ça. | tenderness
!H: Vous le remarquez toujours. | tenderness

obstacle any partner @far
A: Mauvaise route. Ils le savent tous les deux. Ils font quand même cent pas de plus.
!P: Vous allez m'obliger à le dire. | weariness
H: À dire quoi ? | irony

obstacle quiet partner @home
A: {partner} trouve une vieille photo sous une tasse, face contre la table, et la retourne.
P: C'est qui, l'air sérieux ? | surprise
!H: Moi. Avant de savoir. | sadness

obstacle quiet @far
A: {hero} s'arrête, à bout de souffle, et compte sur ses doigts : une allumette, deux biscuits, aucune idée.
!H: Ça pourrait être pire. Sans biscuits, par exemple. | irony

obstacle any @out
A: Une impasse. {hero} pose le front contre le mur. De l'autre côté, quelqu'un sifflote.
!H: Il y a quelqu'un ? Par où on sort ? | surprise

obstacle quiet partner @out
A: Une dispute pour rien. {partner} s'en va, revient, ramasse l'écharpe oubliée, et reste.
P: Je suis encore en colère. | anger
!H: Je sais. Venez l'être ici, il fait plus chaud. | tenderness

obstacle quiet partner @same
A: {hero} essaie de dormir sans s'allonger. {partner} veille et parle, pour tenir le noir à distance.
!P: Petit{partner?|e}, je croyais que la nuit était un couvercle. | tenderness
!H: Et maintenant ? | neutral
P: Maintenant, je crois que c'est une fenêtre. | tenderness

obstacle any partner @far
A: Il faut traverser chacun son tour. {hero} passe en premier, ne regarde pas en bas, puis regarde.
!P: Vous voyez quoi ? | fear
H: Des raisons de ne pas regarder. | fear

obstacle any partner @out
A: Fausse piste. La porte vers laquelle ils couraient est celle d'un marchand de brosses. {hero} achète une brosse.
P: Pourquoi une brosse ? | surprise
!H: Il avait l'air aussi déçu que nous. | tenderness

obstacle any @home
A: {hero} aligne tout sur la table et cherche la pièce qui ment.
!H: Il y en a une qui ne dit pas la vérité. | determination

obstacle quiet partner @home
A: La lumière s'éteint. Une allumette craque : {partner}, bien plus près que prévu.
!P: Pardon. J'allais faire « bouh ». | irony
H: Et alors ? | fear
P: Et alors, j'ai eu peur aussi. | tenderness

obstacle any partner @far
A: {partner} ne marche plus. Une ampoule, un caillou, une humeur. {hero} s'agenouille et refait le lacet, double nœud.
P: Je sais nouer mes chaussures. | anger
!H: Et moi, pas mes idées. Chacun aide l'autre. | tenderness

obstacle quiet partner @out
A: Un musicien des rues joue trois notes, toujours les mêmes. {hero} donne sa dernière pièce pour en avoir une quatrième.
!P: C'était l'argent du bus. | surprise
H: C'était une très belle note. | joy

obstacle quiet @far
A: {hero} crie vers le lointain, et attend. L'écho revient en retard, un peu différent.
!H: Ce n'est pas ce que j'ai dit. | surprise

obstacle any partner @same
A: {partner} trace le plan dans la poussière avec un bâton. Il est mauvais. {hero} ajoute une flèche. Il est pire.
P: Ça va marcher ? | fear
!H: Personne ne s'y attendra. C'est la moitié du travail. | irony

obstacle quiet partner @far
A: Ils s'assoient dos à dos : c'est la seule chaise à des kilomètres.
P: Vous ferez quoi, après ? | neutral
!H: Je ne suis jamais {hero?allé|allée} jusqu'à après. | sadness

obstacle quiet partner @home
A: {hero} fait et défait le même sac. {partner} en retire une chose, une seule, et la remet sur l'étagère.
!P: Vous n'êtes pas {hero?obligé|obligée} de tout porter. | tenderness
H: Je ne saurais pas quoi laisser. | sadness

obstacle quiet partner @out
A: Quelqu'un les suit depuis un moment : un tout petit enfant avec un très grand tambour.
P: On lui dit de rentrer ? | neutral
!H: Dites-lui, vous. Moi, j'aime bien le tambour. | joy
"""

EVENTS = """
find
A: {hero} s'agenouille. Les doigts hésitent, puis se referment.
!H: D'où est-ce que tu viens, toi ? | surprise
H: Et pourquoi moi ? | neutral

find
A: {hero} regarde d'un côté, de l'autre. Personne. C'était pour qui trouverait.
!H: Eh bien, te voilà dans un bel état. | tenderness

decide
A: {hero} ne bouge pas, un long moment. Puis, d'un seul coup, tout va vite.
!H: C'est tard. Ce n'est pas trop tard. | determination

decide
A: La lampe, la table, la chaise qu'on approche. {hero} souffle.
!H: Il faut bien que quelqu'un commence. | determination

write
A: La plume s'arrête, repart, s'arrête. {hero} raye tout, sauf une ligne.
!H: « Vous ne me connaissez pas. » Au moins, c'est vrai. | tenderness

travel
A: Tous les gens raisonnables sont rentrés. {hero} baisse la tête et continue.
!H: Encore un peu. J'ai traversé pire. | determination
H: Tiens bon, là-dessous. | irony

travel
A: C'est de plus en plus dur. {hero} ne ralentit pas ; {hero} se penche.
!H: J'ai dit que j'arriverais. Pas que j'arriverais {hero?sec|sèche}. | irony

repair
A: Une cuillère, une épingle, un bout de ficelle. {hero} n'a pas de plan, mais deux bonnes mains.
!H: Ne bouge pas. Ça va chatouiller. | irony
H: Ou faire des étincelles. | fear

repair
A: Un dernier tour. Un silence, le temps d'un souffle. Puis une petite lumière verte.
!H: Bonjour, toi. | joy

repair robot partner
A: Un dernier tour. Un silence, le temps d'un souffle. Une lumière verte ; puis, très lentement, {partner} relève la tête.
!P: Livraison en retard. Quatre heures, douze minutes. | surprise
H: Bonjour à toi aussi. | irony

repair robot partner
A: Une cuillère, une épingle, un bout de ficelle. Quelque chose ronronne. Quelque chose tombe, qui n'aurait pas dû.
!P: C'était important, ça. | fear
H: Ah bon ? C'est dans la pâte, maintenant. | irony

find robot partner
A: {hero} toque sur le métal, deux coups, comme à une porte.
!H: Il y a quelqu'un ? | surprise
P: Batterie : deux pour cent. Pardon pour le désordre. | weariness

meet robot partner
A: Deux objectifs tournent, cliquettent, et se posent sur {hero}.
!P: Personne inconnue. Dois-je être poli ? | neutral
H: Commence par ça. On verra. | irony

feast robot partner
A: Les portes s'ouvrent, l'une après l'autre. {partner} compte à voix haute, de plus en plus haute.
!P: Livré. Livré. Livré ! | joy
H: Tu as le droit de sourire. | tenderness
P: Je souris. À l'intérieur. | tenderness

lose
A: {hero} regarde la place vide, puis regarde encore, comme si regarder pouvait la remplir.
!H: Non. Pas toi aussi. | sadness

search
A: Dessous, derrière, entre. {hero} interroge les murs, les ombres, l'heure.
!H: Réfléchis. Où irais-je, si j'étais {hero?perdu|perdue} ? | determination

meet
A: Leurs regards se croisent une seconde de trop pour faire semblant.
!H: On se connaît ? | surprise
P: Pas encore. | irony

give
A: Les mains se touchent. Aucune ne lâche tout de suite.
!H: Ce n'est pas grand-chose. | tenderness
P: C'est exactement ce qu'il faut. | tenderness

receive
A: {hero} soupèse, repose, tourne autour, revient.
!H: Je connais cette écriture. | surprise

receive
A: {hero} lit debout, puis à la table, puis encore une fois près de la fenêtre.
!H: Depuis tout ce temps. Il fallait écrire plus tôt. | tenderness

fear
A: {hero} s'arrête, un pied en l'air.
!H: Ce n'est rien. Ce n'est rien du tout. | fear
H: Ça a bougé. | fear

fear
A: {hero} fait un pas en avant et deux en arrière, avec dignité.
!H: Je n'ai pas peur. Je me tiens plus loin, c'est tout. | irony

learn partner
A: {hero} part à gauche quand il fallait partir à droite. {partner} attend, et tend de nouveau la main.
P: Vous comptez. | tenderness
!H: Si j'arrête de compter, je tombe. | fear

feast
A: Les portes s'ouvrent, l'une après l'autre. Quelqu'un rit. Quelqu'un pleure un peu, et rit aussi.
!H: Compte-les. Pas un de moins. | joy

wait
A: La lumière avance sur le sol. {hero}, non.
!H: D'une minute à l'autre. | weariness

fight
A: {hero} tombe, se relève, s'essuie la bouche, et fait un pas en avant.
!H: C'est tout ? | determination

flee
A: {hero} court sans se retourner. Les pas, derrière, sont bien réels, ou bien ce sont les siens.
!H: Ne t'arrête pas. Ne t'arrête pas. | fear

make
A: {hero} travaille en silence, le bout de la langue entre les dents. Quelque chose commence à ressembler à quelque chose.
!H: Pas besoin que ce soit beau. Il faut que ce soit vrai. | determination

learn
A: {hero} essaie. Raté. Essaie. Moins raté.
!H: Encore. Je l'avais presque. | determination

discover
A: {hero} oublie de respirer. Le monde vient de grandir d'une taille.
!H: Personne ne va me croire. | surprise

arrive
A: {hero} s'arrête au bord de la lumière, se redresse, essaie un sourire, et le range.
!H: Bon. On y va. | fear

return
A: Tout est plus petit qu'avant. La porte coince toujours. {hero} sait exactement où pousser.
!H: Tu n'as rien changé. | tenderness

leave
A: {hero} ne se retourne pas. Il faut beaucoup de force pour ne pas se retourner.
!H: Ne fais pas signe. Si tu fais signe, je reste. | sadness

love
A: Sur le bois, une main se rapproche. Elle fait semblant d'avoir autre chose à faire.
!H: Redites-le. | tenderness
P: Je n'ai rien dit. | tenderness

celebrate
A: De la musique, quelque part. Des pieds qui avaient juré de ne plus danser battent la mesure.
!H: Une danse. Après, on n'en parle plus. | joy

sleep
A: Les paupières tombent. Le plafond cède doucement la place au ciel.
!V: Dans mes rêves, je connais toujours le chemin. | tenderness

save
A: {hero} tend le bras. Pas assez loin. Alors {hero} tend plus que le bras.
!H: Je te tiens. | determination

hide
A: {hero} recule dans le noir et ne prend plus aucune place.
!H: Pas un bruit. Pas un seul. | fear

speak
A: {hero} le dit enfin, à voix haute. Les mots restent là, étonnés d'être sortis.
!H: Voilà. C'est dit. | weariness

teach
A: {hero} montre une fois, lentement, puis croise les bras pour ne pas aider.
!H: À toi. Je ne regarde pas. | tenderness

steal
A: Des doigts rapides, des pieds plus rapides encore. C'est fait avant qu'on ait vu qu'il y avait quelque chose à prendre.
!H: C'est un emprunt. Définitif. | irony

want
A: {hero} regarde comme on regarde la vitrine d'un magasin fermé.
!H: Un jour. | tenderness

watch
A: {hero} ne cille pas. En face, quoi que ce soit, on ne cille pas non plus.
!H: Je te vois. | surprise

change
A: Ça commence par les bords. {hero} se frotte les yeux. Ça continue.
!H: Ce n'est pas possible. Recommence. | surprise

be
A: Un moment où il n'y a rien, donc tout : le souffle, la lumière, le bruit de l'endroit.
!H: Alors c'est ça. | neutral

do
A: {hero} s'arrête à mi-chemin, écoute, et reprend, plus légèrement.
!H: Jusqu'ici, tout va bien. | irony
"""

ENDINGS = """
message
A: Très loin, une porte s'ouvre. Les mains qui prennent {thing.le} ne sont plus jeunes. Elles savent avant de lire.
N: Certaines réponses prennent le chemin le plus long. Elles arrivent. | tenderness
V: J'avais tant de retard. Et vous aviez laissé la lumière. | tenderness

message @home
A: {hero} attend à la fenêtre. Là-bas, petite et têtue, une lumière cligne : une fois, deux fois, trois fois.
!H: Quelqu'un a lu. | joy

machine robot partner
A: {partner} fait un pas prudent, puis un autre, et revient se mettre à côté de {hero}.
!P: Je n'ai pas été conçu{partner?|e} pour ça. | surprise
H: Moi non plus. Demain, même heure ? | joy

machine robot @home
A: {hero} éteint la lampe. Dans le noir, une petite lumière verte reste allumée et veille.
!H: Bonne nuit, toi. | tenderness

machine robot partner @out
A: Côte à côte, {hero} et {partner} regardent la rue se réveiller. D'un côté, on mange. De l'autre, on tient la serviette.
P: Mon rapport dit : tournée terminée. | neutral
!H: Alors pourquoi tu restes ? | tenderness
P: Le rapport se trompe. | tenderness

machine @home
A: Dans le noir, une petite lumière verte reste allumée et veille.
!H: Bonne nuit, toi. | tenderness

living
A: {hero} s'assoit dans l'herbe. Au bout d'un moment, un petit poids vient se caler contre sa hanche.
!H: Je ne t'ai rien demandé. | tenderness
H: Mais reste. | tenderness

food
A: Les dernières miettes. {hero} regarde le plateau vide comme d'autres regardent une médaille.
!H: Demain, la même chose. | joy

light
A: Une à une, le long du rivage, d'autres lumières s'allument. {hero} n'avait allumé que la première.
!H: Je n'étais donc pas {hero?le seul|la seule}. | tenderness

music
A: La dernière note reste en l'air. Personne ne bouge. Puis, d'une fenêtre ouverte, quelqu'un la fredonne.
!H: Vous écoutiez. | joy

precious
A: {hero} regarde {thing.le} une dernière fois, et laisse aller. La main reste ouverte, plus légère.
!H: Ce n'était pas l'objet qui comptait. | tenderness

play
A: {hero} tend {thing.le} au plus petit des enfants, qui ne sait pas quoi dire.
!H: Tiens bien fort. Et puis lâche. | joy

any
A: {hero} regarde une fois le chemin parcouru. Il a déjà l'air d'une histoire.
!H: Personne ne nous croira. | joy
P: On y était. Ça suffit. | tenderness

any
A: Le calme revient ; mais ce n'est pas le même calme. {hero} s'assoit, fait de la place, et n'attend personne en particulier.
!H: Eh bien. Quelle journée. | tenderness

any @home
A: {hero} ferme la porte, reste un instant dans le noir, puis la rouvre, et la laisse ainsi.
!V: On ne sait jamais qui aura besoin de lumière. | tenderness
"""

SETUPS = """
funny | H: | Parfait. Aujourd'hui, rien ne peut aller de travers. | irony
funny | H: | Troisième fois cette semaine. Je tiens les comptes. | weariness
funny | H: | Je parle {hero?seul|seule}. J'ai de meilleures réponses. | irony
dark | H: | Quelque chose cloche. C'est trop calme. | fear
dark | V: | Je le savais avant de le savoir. | fear
tense | H: | Plus très longtemps, maintenant. | fear
tense | H: | Occupe tes mains. Ne pense pas. | determination
warm | H: | Bonjour tout le monde. | tenderness
warm | H: | Toujours là, toi et moi. | tenderness
melancholic | V: | Plus personne ne passe par ici. Je reste au cas où. | sadness
melancholic | H: | Encore un jour. Ça commence à faire beaucoup. | weariness
melancholic | H: | Depuis le temps, je mets toujours deux tasses. | sadness
poetic | V: | Il y a une heure où les choses parlent presque. | tenderness
poetic | V: | J'ai toujours su écouter. | tenderness
tender | H: | Doucement. On a tout notre temps. | tenderness
tender | H: | Une pour moi. Une pour qui viendra. | tenderness
epic | V: | Toute grande histoire commence par une petite désobéissance. | determination
epic | H: | Aujourd'hui. Il faut que ce soit aujourd'hui. | determination
any | H: | Comme hier. Comme demain. | weariness
any | H: | Voyons ce que la journée a dans les poches. | neutral
any | V: | Ici, il n'arrivait jamais rien. Ça m'allait très bien. | irony
mute | N: | Ici, il n'arrivait jamais rien. Ça n'allait pas durer. | irony
mute | N: | Voici l'histoire d'un tout petit, qui voyait grand. | tenderness
mute | N: | Chaque matin commençait pareil. Pas celui-ci. | irony
"""

PLACES = """
coast | La houle se brise sur les rochers et se retire en sifflant. | Des pas mouillés longent la laisse de mer. | L'herbe se couche au bord de la falaise.
open_sea | Rien que de l'eau, et le ciel posé dessus. | La coque monte, hésite, retombe. | Les embruns claquent sur les planches comme du gravier.
harbour | Les amarres grincent autour des bittes. | Les mâts tintent ; l'eau sent le goudron. | Des filets sèchent le long du quai, reprisés de trois couleurs.
mountains | Le sentier n'est qu'une griffure au flanc de la montagne. | Les sommets s'alignent, chacun plus bleu que l'autre. | Quelque part plus haut, des pierres roulent et se taisent.
forest | La lumière tombe entre les troncs en colonnes lentes. | Le sentier se perd sous les feuilles de l'an dernier. | La mousse a recouvert tout ce qui ne bougeait plus.
desert | Des dunes, et derrière les dunes, des dunes. | Le vent efface les traces avec application. | La chaleur fait trembler l'horizon.
field | Les herbes hautes bougent comme de l'eau. | Une clôture penche, renonce, et penche encore. | Des coquelicots brûlent le long du fossé.
snowfield | Du blanc jusqu'au bord du monde. | La neige avale tous les bruits, sauf le souffle. | La glace craque en se posant.
village_street | Des volets, des pavés, un vélo contre un mur. | Un chat traverse la place en propriétaire. | Du linge flotte entre deux fenêtres comme des drapeaux.
city_street | Les voitures glissent ; personne ne lève la tête. | Les enseignes tremblent dans les flaques. | Une sonnerie de tram, une sirène, une radio au loin.
rooftop | Toute la ville est en bas, qui bourdonne. | Des cheminées, des antennes, une chaise oubliée. | Des pigeons se disputent le long de la gouttière.
park | Un banc, un bassin, les canards de service. | Des feuilles tournent en petits cercles sur le gravier. | Les balançoires bougent toutes seules.
river | L'eau passe sous le pont sans se presser. | Les saules laissent traîner leurs doigts dans le courant. | Une barque amarrée cogne contre son piquet.
road | La route file tout droit, jusqu'à s'ennuyer. | Une voiture au loin, puis plus rien. | Les fils du téléphone bourdonnent au-dessus du fossé.
station | L'horloge du quai saute d'une minute. | Les rails brillent, vides dans les deux sens. | Une voix annonce un train que personne ne comprend.
space | Des étoiles, et pas une qui scintille. | La planète tourne en dessous, bleue, immense. | Le silence pèse sur la visière.
kitchen | Un robinet goutte dans un bol bleu. | La vapeur grimpe sur la vitre. | Deux chaises, une tasse, une radio en sourdine.
bedroom | Un lit, une lampe, un manteau jeté sur une chaise. | Le rideau inspire, expire. | Des habits traînent comme une conversation interrompue.
living_room | La pendule retarde de sept minutes. | Un fauteuil garde encore la forme de quelqu'un. | La poussière flotte dans une barre de lumière.
office | Une lampe, dans une rangée de bureaux éteints. | Les dossiers montent en tours. | Un téléphone qui n'a pas sonné depuis des jours.
workshop | Les outils sont rangés par taille ; rien d'autre n'est rangé. | Des copeaux frisent sur le sol. | Une lampe se balance au-dessus de l'établi.
bakery | La farine flotte sous la lampe comme une brume. | Le four cliquette et rougeoie. | Les miches refroidissent en rang et crépitent doucement.
cafe | Des tasses, des murmures, une cuillère qui tourne. | Le dernier client relit la même page depuis une heure. | La vitre est embuée ; quelqu'un y a dessiné un visage.
classroom | De petits manteaux sur de petites patères. | L'addition d'hier est encore au tableau. | Les chaises sont retournées sur les tables.
library | Des rayons jusque là où la lumière s'arrête. | Quelqu'un a oublié un gant entre deux pages. | Ici, on prend soin du silence.
lighthouse_room | La grande lentille tourne et jette ses barres de lumière. | Du cuivre, du verre, et la mer à chaque fenêtre. | Le registre est ouvert ; l'encre n'est pas sèche.
spaceship_cabin | Cent petites lumières, dont une rouge. | Un crayon traverse la cabine en flottant. | Le recycleur d'air soupire.
hospital | Un couloir de portes fermées et de pas feutrés. | Un écran compte, en vert. | On a mis des fleurs dans un verre gradué.
theatre | Des rangées de fauteuils vides face à une seule ampoule. | Le rideau frémit ; personne ne l'a touché. | La poussière de cent spectacles flotte sous le projecteur.
cave | De l'eau goutte dans de l'eau. | La lampe rapproche les parois. | Chaque pas revient deux fois.
train_car | Le paysage défile à la vitre. | Les bagages se balancent dans le filet. | Le compartiment sent l'orange et la laine.
"""

SKIES = """
rain ext | La pluie dessine tout au crayon. | La pluie tombe, régulière, sans se presser. | Les gouttières chantent.
rain int | La pluie tapote la vitre. | L'eau ruisselle sur les carreaux. | Voilà des heures que la pluie demande à entrer.
storm ext | Le ciel se fend, blanc. | Le vent et l'eau arrivent de partout à la fois. | Le tonnerre roule le long de l'horizon.
storm int | Le tonnerre secoue les carreaux. | Un volet claque ; la lampe tremble. | L'éclair change la pièce en photographie.
fog ext | Le brouillard a tout pris, au-delà du bras. | Des formes sortent du brouillard, et se ravisent. | La brume est posée au sol comme du lait.
fog int | À la fenêtre, rien du tout : la brume. | Le brouillard s'appuie aux carreaux. | Le monde s'arrête à la vitre.
snow ext | La neige tombe sans un bruit. | Les flocons tournent lentement dans la lumière. | De la neige fraîche, pas une trace.
snow int | La neige monte sur le rebord. | Une lumière blanche à la fenêtre : il a neigé. | Les flocons fondent le long de la vitre.
wind ext | Le vent retourne les cols et les pages. | Des rafales poursuivent les feuilles. | Tout ce qui peut claquer claque.
wind int | Le vent essaie la poignée. | Quelque part, une porte bat, poliment. | La cheminée tient une note grave.
cloudy ext | Un ciel bas, couleur d'ardoise. | Les nuages passent en longue procession. | Une lumière grise et plate.
cloudy int | Un jour gris à la fenêtre. | Dehors, la journée hésite. | Les nuages assombrissent la pièce, puis la rendent.
dawn | La première lumière, mince comme du papier. | Le ciel passe du gris au rose. | La nuit rend les choses une par une.
morning | Une lumière propre de matin. | De longues ombres, une odeur de café. | La journée est encore pliée.
day | Une lumière de midi, sans une ombre où se cacher. | Le plein jour, tout simplement. | Le soleil est haut et n'a rien à faire.
afternoon | L'après-midi s'use. | Un soleil bas, de longues ombres. | Une lumière de miel.
dusk | La dernière lumière s'attarde au bord des choses. | Les fenêtres s'allument une à une. | Le ciel n'est plus que braises.
night | La nuit. Une lampe. | Le noir s'est installé. | Un quartier de lune, trop mince pour lire.
"""

ROLES_BUSINESS = """
keeper | astique une lentille déjà propre | remonte le grand mécanisme en comptant les tours à voix basse
fisher | love une corde sans la regarder | reprise un filet avec une aiguille d'os
baker | sort une plaque du four et toque sur une miche, l'oreille tendue | façonne les derniers pâtons de la nuit
astronaut | flotte la tête en bas et mange à même le tube | vérifie un cadran, puis le cadran qui vérifie le cadran
detective | épingle une photo au mur et recule d'un pas | note un mot dans un carnet et le souligne deux fois
teacher | efface le tableau à longs gestes lents | corrige le dernier cahier et y dessine une petite étoile
child | marche au bord, bras écartés, un pied devant l'autre | bâtit une tour de galets en retenant son souffle
elder | tourne les pages d'un album sans les regarder | verse le thé dans deux tasses, par habitude
ruler | redresse une couronne qui glisse sans cesse | signe des papiers sans les lire
knight | frotte une bosse sur une vieille cuirasse | aiguise une lame que personne n'a demandée
mage | lit tout haut un livre qui discute | remue quelque chose qui regarde aussi
painter | regarde une toile blanche comme on regarde une eau froide | mélange un bleu, ajoute du rouge, recommence
musician | accorde une seule corde, encore et encore | joue cinq notes et s'arrête avant la sixième
doctor | se lave les mains lentement, jusqu'aux coudes | écoute un cœur, les yeux fermés
farmer | s'appuie à une clôture et lit le ciel | soulève une poignée de terre et la respire
sailor | étudie une carte marine calée par deux tasses | fait un nœud, le défait, le refait mieux
mechanic | travaille sous une machine ; on ne voit que ses bottes | écoute un moteur, un tournevis contre l'oreille
clockmaker | souffle sur une roue minuscule et la fait tourner | regarde le temps à la loupe
librarian | pousse un chariot de livres qui grince à chaque virage | tamponne un livre, le ferme et le tapote
postman | trie les lettres à l'oreille | passe avec une sacoche plus grosse que raison
driver | tapote le volant au rythme d'une chanson intérieure | essuie le rétroviseur d'un revers de manche
scientist | écrit un chiffre, fronce les sourcils, l'efface | surveille une aiguille qui ne bouge pas
soldier | cire une botte, et pas l'autre | relit une lettre qui se déchire aux plis
thief | essaie une serrure avec deux doigts et un sourire | compte les gardes, et bâille
cook | goûte, réfléchit, ajoute un seul grain de sel | hache sans regarder, très vite
gardener | parle tout bas à une rangée de semis | attache une tige à son tuteur avec un bout de chemise
dancer | s'étire à la barre, le regard ailleurs | marque les pas avec deux doigts sur une table
clown | efface la moitié d'un sourire peint avec un linge mouillé | jongle avec trois oranges, en perd une, la salue
writer | tape une phrase, la lit, arrache la page | taille un crayon déjà taillé
diver | vérifie les sangles, l'air, les sangles | regarde l'eau comme d'autres regardent une porte
explorer | déplie une carte usée aux plis | secoue une boussole et attend son avis
ghost | passe la main à travers une tasse, encore, et soupire | regarde par une fenêtre où rien ne se reflète
robot | plie une fleur de papier, exactement, encore et encore | balaie le même mètre carré, avec soin
animal | fait sa ronde et s'arrête à chaque odeur importante | occupe la seule tache de soleil et la défend
child_inside | range de petites choses au bord, par ordre d'importance | dessine un bateau du doigt sur la vitre embuée
outside | marche, le col relevé, les yeux au sol | s'arrête, comme chaque jour, pour ne rien regarder de précis | pousse un caillou du pied, très sérieusement | traverse la lumière, les mains dans les poches, en fredonnant
person | tient à deux mains une tasse refroidie | compte des pièces dans le creux de sa main
"""

LOGLINES = """
quest | {role.Un} veut rendre {thing.un} à qui de droit, et trouve bien plus qu'un nom.
repair | {role.Un} essaie de réparer {thing.un}, et répare autre chose en chemin.
encounter | {role.Un} ouvre sa porte à quelqu'un, et sa vie tranquille ne l'est plus jamais tout à fait.
secret | {role.Un} découvre {thing.un} que personne n'aurait dû trouver.
loss | {role.Un} perd {thing.un} et, à force de chercher, trouve tout le reste.
journey | {role.Un} doit porter {thing.un} jusqu'au bout, avant la nuit.
contest | {role.Un} s'engage dans un concours perdu d'avance, et y gagne mieux.
rescue | {role.Un} risque tout pour quelqu'un d'à peine connu.
discovery | {role.Un} trouve {thing.un}, et le monde s'avère plus grand.
farewell | {role.Un} n'a plus qu'un soir pour dire ce qui n'a jamais été dit.
"""

TITLES = """
quest | À qui de droit | Ce que savait {thing.le} | Le Dernier Nom
repair | Le Grincement | Pièces détachées | Une petite lumière verte
encounter | La Deuxième Patère | Une moitié de sandwich | La Seule Lumière
secret | La Planche | Derrière la peinture | Ce que gardait {thing.le}
loss | Toutes les poches | À l'envers de la journée | La Place vide
journey | Avant la nuit | Tout ce chemin | La Porte au bout
contest | L'Art de tomber | Plus fort | La Ligne
rescue | Rien que moi | Tenez bon | Le Fond du thermos
discovery | Tiède sous les doigts | À nous, ce soir | La Première Lueur
farewell | La Tasse bleue | Laisse une lumière | Pour les visites
"""

THING_TITLES = """
message | La Réponse | Retour à l'envoyeur | Par le plus long chemin | Courrier en retard
machine | Hors service | Le Cœur de rechange | Fin de garantie | Presque neuf
living | Le Petit Invité | De bonne compagnie | Qui que tu sois
food | Encore chaud | La Première Fournée | Les Miettes
light | La Première Lampe | Ne pas éteindre | De la lumière pour deux
music | La Sixième Note | À mi-voix | Rejouer
precious | La Main ouverte | Ce que ça pèse | La Bonne Cachette
play | Tiens bien fort | Le Fil | Lâcher
any | Un autre silence | La Porte ouverte | Un jour précisément
"""
