<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>CurveEditor</name>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>G</source>
        <translation>V</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Hue / sat</source>
        <translation>Teinte / sat.</translation>
    </message>
    <message>
        <source>Curve of all channels</source>
        <translation>Courbe de toutes les voies</translation>
    </message>
    <message>
        <source>Curve of red</source>
        <translation>Courbe du rouge</translation>
    </message>
    <message>
        <source>Curve of green</source>
        <translation>Courbe du vert</translation>
    </message>
    <message>
        <source>Curve of blue</source>
        <translation>Courbe du bleu</translation>
    </message>
    <message>
        <source>Saturation by hue</source>
        <translation>Saturation selon la teinte</translation>
    </message>
    <message>
        <source>Click to add a point, double click or Delete to take it away. Keys: [ ] choose, arrows move, + adds.</source>
        <translation>Cliquez pour ajouter un point, double-clic ou Suppr pour l’ôter. Touches&#xa0;: [ ] choisissent, les flèches déplacent, + ajoute.</translation>
    </message>
    <message>
        <source>Reset the curves</source>
        <translation>Réinitialiser les courbes</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message>
        <source>{points}; point {number} takes {x} to {y}</source>
        <translation>{points}&#xa0;; le point {number} mène {x} à {y}</translation>
    </message>
</context>
<context>
    <name>DeskBar</name>
    <message>
        <source>Shot</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Scène</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>What you change is changed for this shot</source>
        <translation>Vos changements valent pour ce plan</translation>
    </message>
    <message>
        <source>What you change is changed for all shots of this scene</source>
        <translation>Vos changements valent pour tous les plans de la scène</translation>
    </message>
    <message>
        <source>What you change is changed for the whole film</source>
        <translation>Vos changements valent pour tout le film</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Volet</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
    <message>
        <source>The graded picture alone</source>
        <translation>L’image étalonnée seule</translation>
    </message>
    <message>
        <source>As it was shot on one side, graded on the other</source>
        <translation>D’un côté l’image brute, de l’autre l’image étalonnée</translation>
    </message>
    <message>
        <source>As it was shot beside the graded picture</source>
        <translation>L’image brute à côté de l’image étalonnée</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>As it was shot, for as long as the button or the space bar on it is held</source>
        <translation>L’image brute, tant que le bouton (ou la barre d’espace) est tenu</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Coller</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Réinitialiser</translation>
    </message>
    <message>
        <source>Match to</source>
        <translation>Accorder à</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Looks</source>
        <translation>Looks</translation>
    </message>
</context>
<context>
    <name>GradePage</name>
    <message>
        <source>Open a film, or make a new one, to grade it.</source>
        <translation>Ouvrez un film ou créez-en un pour l’étalonner.</translation>
    </message>
    <message>
        <source>Go to the script</source>
        <translation>Aller au scénario</translation>
    </message>
    <message>
        <source>No film is open</source>
        <translation>Aucun film ouvert</translation>
    </message>
    <message>
        <source>The film has no shots yet. Write it and plan its shots first.</source>
        <translation>Le film n’a pas encore de plans. Écrivez-le et découpez-le d’abord.</translation>
    </message>
    <message>
        <source>Go to the board</source>
        <translation>Aller au storyboard</translation>
    </message>
    <message>
        <source>There is nothing to grade yet</source>
        <translation>Rien à étalonner pour l’instant</translation>
    </message>
    <message>
        <source>No shot was shot yet. Approve shots on the board and make them.</source>
        <translation>Aucun plan n’est tourné. Validez des plans au storyboard et lancez leur fabrication.</translation>
    </message>
    <message>
        <source>Shot {shot}</source>
        <translation>Plan {shot}</translation>
    </message>
    <message>
        <source>Shot {shot}, for all of scene {scene}</source>
        <translation>Plan {shot}, pour toute la scène {scene}</translation>
    </message>
    <message>
        <source>Shot {shot}, for the whole film</source>
        <translation>Plan {shot}, pour tout le film</translation>
    </message>
    <message>
        <source>No shot is under the playhead</source>
        <translation>Aucun plan sous la tête de lecture</translation>
    </message>
    <message>
        <source>Look “{look}” at {strength} %, for the scene’s mood.</source>
        <translation>Look «&#xa0;{look}&#xa0;» à {strength}&#xa0;%, pour l’humeur de la scène.</translation>
    </message>
    <message>
        <source>The studio has not graded this scene yet. What you decide is kept and laid on top when it does.</source>
        <translation>Le studio n’a pas encore étalonné cette scène. Vos choix sont gardés et viendront par-dessus.</translation>
    </message>
    <message>
        <source>The studio left this shot as it was shot.</source>
        <translation>Le studio a laissé ce plan tel quel.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>Why so</source>
        <translation>Pourquoi</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Neutral</source>
        <translation>Neutre</translation>
    </message>
    <message>
        <source>As shot: no change at all.</source>
        <translation>Tel que tourné&#xa0;: aucun changement.</translation>
    </message>
    <message>
        <source>Warm print</source>
        <translation>Copie chaude</translation>
    </message>
    <message>
        <source>Print-film contrast, amber highlights, faintly blue-green shadows.</source>
        <translation>Contraste de copie film, hautes lumières ambrées, ombres à peine bleu-vert.</translation>
    </message>
    <message>
        <source>Cold print</source>
        <translation>Copie froide</translation>
    </message>
    <message>
        <source>Print-film contrast, steel-blue mids, clean highlights.</source>
        <translation>Contraste de copie film, tons moyens bleu acier, hautes lumières nettes.</translation>
    </message>
    <message>
        <source>Documentary</source>
        <translation>Documentaire</translation>
    </message>
    <message>
        <source>Honest and a little flat: soft contrast, natural colour.</source>
        <translation>Franc et un peu plat&#xa0;: contraste doux, couleurs naturelles.</translation>
    </message>
    <message>
        <source>Corporate</source>
        <translation>Institutionnel</translation>
    </message>
    <message>
        <source>Bright, clean and fresh: lifted mids, cool whites, clear skin.</source>
        <translation>Clair, net et frais&#xa0;: tons moyens relevés, blancs froids, peaux claires.</translation>
    </message>
    <message>
        <source>Noir</source>
        <translation>Film noir</translation>
    </message>
    <message>
        <source>Black-and-white with deep blacks and hard light.</source>
        <translation>Noir et blanc, noirs profonds et lumière dure.</translation>
    </message>
    <message>
        <source>Bleach bypass</source>
        <translation>Sans blanchiment</translation>
    </message>
    <message>
        <source>Silver left in the print: high contrast, little colour, hard whites.</source>
        <translation>L’argent laissé dans la copie&#xa0;: fort contraste, peu de couleur, blancs durs.</translation>
    </message>
    <message>
        <source>Day for night</source>
        <translation>Nuit américaine</translation>
    </message>
    <message>
        <source>Daylight exposed down and blue, as if the sun were the moon.</source>
        <translation>Le jour sous-exposé et bleu, comme si le soleil était la lune.</translation>
    </message>
    <message>
        <source>Golden hour</source>
        <translation>Heure dorée</translation>
    </message>
    <message>
        <source>The last sun: honey highlights, warm mids, violet in the shadows.</source>
        <translation>Le dernier soleil&#xa0;: hautes lumières de miel, tons moyens chauds, ombres violettes.</translation>
    </message>
    <message>
        <source>Teal and orange</source>
        <translation>Bleu canard et orange</translation>
    </message>
    <message>
        <source>Teal shadows against warm skin, the blockbuster pair.</source>
        <translation>Ombres bleu canard contre peaux chaudes, le couple des grandes productions.</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>Pastel</translation>
    </message>
    <message>
        <source>Soft and airy: low contrast, milky blacks, tender colours.</source>
        <translation>Doux et aérien&#xa0;: faible contraste, noirs laiteux, couleurs tendres.</translation>
    </message>
    <message>
        <source>Vintage</source>
        <translation>Années 70</translation>
    </message>
    <message>
        <source>A print from the seventies: yellow highlights, magenta-brown shadows, tired greens.</source>
        <translation>Une copie des années 70&#xa0;: hautes lumières jaunes, ombres brun magenta, verts fatigués.</translation>
    </message>
    <message>
        <source>Faded film</source>
        <translation>Pellicule passée</translation>
    </message>
    <message>
        <source>Old stock: blacks gone grey-blue, whites gone cream, little colour.</source>
        <translation>Vieille pellicule&#xa0;: noirs devenus gris-bleu, blancs devenus crème, peu de couleur.</translation>
    </message>
    <message>
        <source>Moonlight</source>
        <translation>Clair de lune</translation>
    </message>
    <message>
        <source>Night blue with silver highlights and black that stays black.</source>
        <translation>Bleu nuit, reflets d’argent et des noirs qui restent noirs.</translation>
    </message>
    <message>
        <source>Storm</source>
        <translation>Orage</translation>
    </message>
    <message>
        <source>Slate and lead: cold mids, low colour, heavy sky.</source>
        <translation>Ardoise et plomb&#xa0;: tons moyens froids, peu de couleur, ciel lourd.</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Rêve</translation>
    </message>
    <message>
        <source>Half awake: lifted, soft, a breath of rose in the lights and violet in the darks.</source>
        <translation>Entre veille et sommeil&#xa0;: clair, doux, un souffle de rose dans les lumières, de violet dans les ombres.</translation>
    </message>
    <message>
        <source>Horror</source>
        <translation>Épouvante</translation>
    </message>
    <message>
        <source>Sick green mids, drained skin, deep shadows.</source>
        <translation>Tons moyens verdâtres, peaux exsangues, ombres profondes.</translation>
    </message>
    <message>
        <source>Science fiction</source>
        <translation>Science-fiction</translation>
    </message>
    <message>
        <source>Cold cyan light, clean whites, hard edges.</source>
        <translation>Lumière cyan froide, blancs nets, contours durs.</translation>
    </message>
    <message>
        <source>Western</source>
        <translation>Western</translation>
    </message>
    <message>
        <source>Dust and sun: tan mids, burnt highlights, skies a little green.</source>
        <translation>Poussière et soleil&#xa0;: tons moyens fauves, hautes lumières brûlées, ciels un peu verts.</translation>
    </message>
    <message>
        <source>Autumn</source>
        <translation>Automne</translation>
    </message>
    <message>
        <source>Russet leaves: greens turn to gold, reds glow.</source>
        <translation>Feuilles rousses&#xa0;: les verts tournent à l’or, les rouges rayonnent.</translation>
    </message>
    <message>
        <source>Winter</source>
        <translation>Hiver</translation>
    </message>
    <message>
        <source>Thin cold light: blue shadows, white that stays white, little green.</source>
        <translation>Lumière mince et froide&#xa0;: ombres bleues, blancs qui restent blancs, peu de vert.</translation>
    </message>
    <message>
        <source>Spring</source>
        <translation>Printemps</translation>
    </message>
    <message>
        <source>Fresh: clear greens, light blues, clean whites.</source>
        <translation>Frais&#xa0;: verts clairs, bleus légers, blancs nets.</translation>
    </message>
    <message>
        <source>Romance</source>
        <translation>Romance</translation>
    </message>
    <message>
        <source>Candle-warm and rosy, soft in the shadows.</source>
        <translation>Chaleur de bougie et rose, doux dans les ombres.</translation>
    </message>
    <message>
        <source>Three-strip</source>
        <translation>Trichrome</translation>
    </message>
    <message>
        <source>Three-strip: dense, vivid primaries, deep greens, glowing skin.</source>
        <translation>Trichrome&#xa0;: primaires denses et vives, verts profonds, peaux rayonnantes.</translation>
    </message>
    <message>
        <source>Cross process</source>
        <translation>Traitement croisé</translation>
    </message>
    <message>
        <source>Slide film in the wrong bath: yellow-green lights, blue darks, hard contrast.</source>
        <translation>Une diapositive dans le mauvais bain&#xa0;: lumières jaune-vert, ombres bleues, contraste dur.</translation>
    </message>
    <message>
        <source>Neon</source>
        <translation>Néon</translation>
    </message>
    <message>
        <source>A city at night: violet darks, magenta mids, cyan lights.</source>
        <translation>Une ville la nuit&#xa0;: ombres violettes, tons moyens magenta, lumières cyan.</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>Sépia</translation>
    </message>
    <message>
        <source>A brown print: one warm tone, soft blacks.</source>
        <translation>Une copie brune&#xa0;: un seul ton chaud, noirs doux.</translation>
    </message>
    <message>
        <source>Epic</source>
        <translation>Épique</translation>
    </message>
    <message>
        <source>Big and deep: strong contrast, bronze lights, blue-steel shadows.</source>
        <translation>Ample et profond&#xa0;: fort contraste, lumières de bronze, ombres bleu acier.</translation>
    </message>
</context>
<context>
    <name>LooksPanel</name>
    <message>
        <source>Looks</source>
        <translation>Looks</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensité</translation>
    </message>
    <message>
        <source>How strongly the look is laid on</source>
        <translation>L’intensité du look</translation>
    </message>
</context>
<context>
    <name>LutPanel</name>
    <message>
        <source>No LUT</source>
        <translation>Pas de LUT</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensité</translation>
    </message>
    <message>
        <source>How strongly the LUT is laid on</source>
        <translation>L’intensité de la LUT</translation>
    </message>
    <message>
        <source>It takes</source>
        <translation>Elle attend</translation>
    </message>
    <message>
        <source>The colours that the LUT takes</source>
        <translation>Les couleurs que la LUT attend</translation>
    </message>
    <message>
        <source>Bring in a LUT…</source>
        <translation>Importer une LUT…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>The grade of shot {shot} is copied</source>
        <translation>L’étalonnage du plan {shot} est copié</translation>
    </message>
    <message>
        <source>There is no grade to paste</source>
        <translation>Aucun étalonnage à coller</translation>
    </message>
    <message>
        <source>none was copied</source>
        <translation>aucun n’a été copié</translation>
    </message>
    <message>
        <source>Copy one from a shot first.</source>
        <translation>Copiez d’abord celui d’un plan.</translation>
    </message>
    <message>
        <source>What was copied is no grade</source>
        <translation>Ce qui a été copié n’est pas un étalonnage</translation>
    </message>
    <message>
        <source>A still from a file…</source>
        <translation>Une image d’un fichier…</translation>
    </message>
    <message>
        <source>Shot {shot}</source>
        <translation>Plan {shot}</translation>
    </message>
    <message>
        <source>Shot {shot} is matched</source>
        <translation>Le plan {shot} est accordé</translation>
    </message>
    <message>
        <source>Shot {shot} is matched, but the two show different things</source>
        <translation>Le plan {shot} est accordé, mais les deux ne montrent pas la même chose</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>Images (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Match to a still</source>
        <translation>Accorder à une image</translation>
    </message>
    <message>
        <source>LUTs ({suffixes})</source>
        <translation>LUT ({suffixes})</translation>
    </message>
    <message>
        <source>Bring in a LUT</source>
        <translation>Importer une LUT</translation>
    </message>
    <message>
        <source>The LUT {name} is in the film</source>
        <translation>La LUT {name} est dans le film</translation>
    </message>
    <message>
        <source>Colour decision lists ({suffixes})</source>
        <translation>Listes de décisions couleur ({suffixes})</translation>
    </message>
    <message>
        <source>Bring in a colour decision list</source>
        <translation>Importer une liste de décisions couleur</translation>
    </message>
    <message>
        <source>Which correction?</source>
        <translation>Quelle correction&#xa0;?</translation>
    </message>
    <message>
        <source>The file holds several:</source>
        <translation>Le fichier en contient plusieurs&#xa0;:</translation>
    </message>
    <message>
        <source>LUT (*.cube)</source>
        <translation>LUT (*.cube)</translation>
    </message>
    <message>
        <source>Common LUT Format (*.clf)</source>
        <translation>Common LUT Format (*.clf)</translation>
    </message>
    <message>
        <source>OpenColorIO (*.ctf)</source>
        <translation>OpenColorIO (*.ctf)</translation>
    </message>
    <message>
        <source>Colour decision list (*.cdl *.cc *.ccc)</source>
        <translation>Liste de décisions couleur (*.cdl *.cc *.ccc)</translation>
    </message>
    <message>
        <source>Write the grade</source>
        <translation>Exporter l’étalonnage</translation>
    </message>
    <message>
        <source>The grade is in {file}</source>
        <translation>L’étalonnage est dans {file}</translation>
    </message>
    <message>
        <source>A list can’t hold: {parts}</source>
        <translation>Une liste ne peut contenir&#xa0;: {parts}</translation>
    </message>
    <message>
        <source>Bring in a colour decision list…</source>
        <translation>Importer une liste de décisions couleur…</translation>
    </message>
    <message>
        <source>Bring in a LUT…</source>
        <translation>Importer une LUT…</translation>
    </message>
    <message>
        <source>Write the grade…</source>
        <translation>Exporter l’étalonnage…</translation>
    </message>
</context>
<context>
    <name>PictureRoom</name>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
</context>
<context>
    <name>Primaries</name>
    <message>
        <source>Exposure</source>
        <translation>Exposition</translation>
    </message>
    <message>
        <source>Stops of light in the scene</source>
        <translation>Diaphs de lumière dans la scène</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>Colder or warmer light, in printer points</source>
        <translation>Lumière plus froide ou plus chaude, en points de tireuse</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Teinte</translation>
    </message>
    <message>
        <source>Greener or more magenta, in printer points</source>
        <translation>Plus vert ou plus magenta, en points de tireuse</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>The slope of all channels, turned about mid grey</source>
        <translation>La pente de toutes les voies, autour du gris moyen</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Saturation</translation>
    </message>
    <message>
        <source>How colourful: 0 is grey, 1 as it is</source>
        <translation>L’intensité des couleurs&#xa0;: 0 est gris, 1 tel quel</translation>
    </message>
    <message>
        <source>Double click to reset</source>
        <translation>Double-clic pour réinitialiser</translation>
    </message>
    <message>
        <source>On top of the studio’s grade</source>
        <translation>Par-dessus l’étalonnage du studio</translation>
    </message>
    <message>
        <source>Otherwise your grade stands alone, without the studio’s balance and look</source>
        <translation>Sinon votre étalonnage est seul, sans la balance ni le look du studio</translation>
    </message>
</context>
<context>
    <name>ScopePanel</name>
    <message>
        <source>Nothing is measured</source>
        <translation>Rien n’est mesuré</translation>
    </message>
    <message>
        <source>{scope}: from {low} % to {high} %, half of the picture below {middle} %</source>
        <translation>{scope}&#xa0;: de {low}&#xa0;% à {high}&#xa0;%, la moitié de l’image sous {middle}&#xa0;%</translation>
    </message>
    <message>
        <source>{scope}: mean chroma {mean} %, highest {high} %, near the skin line {skin} %</source>
        <translation>{scope}&#xa0;: chroma moyenne {mean}&#xa0;%, maximale {high}&#xa0;%, près de la ligne de peau {skin}&#xa0;%</translation>
    </message>
    <message>
        <source>{scope}: {black} % at black, {white} % at white</source>
        <translation>{scope}&#xa0;: {black}&#xa0;% au noir, {white}&#xa0;% au blanc</translation>
    </message>
    <message>
        <source>cd/m²</source>
        <translation>cd/m²</translation>
    </message>
    <message>
        <source>% of the signal</source>
        <translation>% du signal</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Scopes</translation>
    </message>
    <message>
        <source>Which scopes</source>
        <translation>Quels scopes</translation>
    </message>
    <message>
        <source>Four scopes</source>
        <translation>Quatre scopes</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Waveform</source>
        <translation>Forme d’onde</translation>
    </message>
    <message>
        <source>RGB waveform</source>
        <translation>Forme d’onde RVB</translation>
    </message>
    <message>
        <source>RGB parade</source>
        <translation>Parade RVB</translation>
    </message>
    <message>
        <source>Vectorscope</source>
        <translation>Vectorscope</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramme</translation>
    </message>
    <message>
        <source>CIE 1931 chart</source>
        <translation>Diagramme CIE 1931</translation>
    </message>
    <message>
        <source>CIE 1976 chart</source>
        <translation>Diagramme CIE 1976</translation>
    </message>
    <message>
        <source>False colour</source>
        <translation>Fausses couleurs</translation>
    </message>
</context>
<context>
    <name>ShotStrip</name>
    <message>
        <source>Shots of the film</source>
        <translation>Plans du film</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Shot {shot}: changed by you</source>
        <translation>Plan {shot}&#xa0;: modifié par vous</translation>
    </message>
    <message>
        <source>Shot {shot}: changed by you for its scene</source>
        <translation>Plan {shot}&#xa0;: modifié par vous pour sa scène</translation>
    </message>
    <message>
        <source>Shot {shot}: changed by you for the whole film</source>
        <translation>Plan {shot}&#xa0;: modifié par vous pour tout le film</translation>
    </message>
    <message>
        <source>Shot {shot}: matched or graded by you instead of the studio</source>
        <translation>Plan {shot}&#xa0;: accordé ou étalonné par vous à la place du studio</translation>
    </message>
    <message>
        <source>Shot {shot}: not shot yet</source>
        <translation>Plan {shot}&#xa0;: pas encore tourné</translation>
    </message>
    <message>
        <source>Shot {shot}: graded by the studio</source>
        <translation>Plan {shot}&#xa0;: étalonné par le studio</translation>
    </message>
</context>
<context>
    <name>Wheel</name>
    <message>
        <source>Red {red}, green {green}, blue {blue}, together {master}</source>
        <translation>Rouge {red}, vert {green}, bleu {blue}, ensemble {master}</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Puissance</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>Pente</translation>
    </message>
    <message>
        <source>Lights</source>
        <translation>Lumières</translation>
    </message>
    <message>
        <source>Offset: moves everything, shadows most visibly</source>
        <translation>Offset&#xa0;: déplace tout, surtout visible dans les ombres</translation>
    </message>
    <message>
        <source>Power: bends the midtones</source>
        <translation>Puissance&#xa0;: courbe les tons moyens</translation>
    </message>
    <message>
        <source>Slope: stretches, highlights most visibly</source>
        <translation>Pente&#xa0;: étire, surtout visible dans les hautes lumières</translation>
    </message>
    <message>
        <source>Printer lights: the light of the scene, in printer points</source>
        <translation>Lumières de tireuse&#xa0;: la lumière de la scène, en points</translation>
    </message>
    <message>
        <source>Drag the ball, Shift for less; double click to reset. Arrow keys, Page Up, Page Down, Home.</source>
        <translation>Tirez la boule, Maj pour plus fin&#xa0;; double-clic pour réinitialiser. Flèches, Page préc., Page suiv., Origine.</translation>
    </message>
    <message>
        <source>All channels together</source>
        <translation>Toutes les voies ensemble</translation>
    </message>
    <message>
        <source>Reset {wheel}</source>
        <translation>Réinitialiser {wheel}</translation>
    </message>
    <message>
        <source>{wheel}, red</source>
        <translation>{wheel}, rouge</translation>
    </message>
    <message>
        <source>{wheel}, green</source>
        <translation>{wheel}, vert</translation>
    </message>
    <message>
        <source>{wheel}, blue</source>
        <translation>{wheel}, bleu</translation>
    </message>
</context>
</TS>
