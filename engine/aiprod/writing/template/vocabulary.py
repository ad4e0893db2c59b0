# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, SIM905 (tables of words and sentences, one entry a line)
"""What the template writer knows about people, things, verbs and places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aiprod.film.brief import Genre, Language, Tone
from aiprod.film.catalogue import ANIMALS, BY_ID, PLACES, PROPS, THINGS, Entry
from aiprod.writing.text import fold


@dataclass(frozen=True)
class Role:
    """A kind of person: words, where they work, what they wear."""

    key: str
    en: tuple[str, ...]
    fr: tuple[str, ...]
    fr_feminine: tuple[str, ...]
    interior: str
    exterior: str
    wears_en: str
    wears_fr: str


_ROLES = """
keeper | lighthouse keeper, keeper, watchman, watchwoman, caretaker, guard | gardien de phare, gardien, veilleur, concierge | gardienne de phare, gardienne, veilleuse | lighthouse_room | coast | navy sweater | gros pull marine
fisher | fisherman, fisherwoman, fisher | pêcheur, marin-pêcheur | pêcheuse | workshop | harbour | yellow oilskin | ciré jaune
baker | baker, pastry chef | boulanger, pâtissier | boulangère, pâtissière | bakery | village_street | white apron | tablier blanc
astronaut | astronaut, cosmonaut, space traveller | astronaute, cosmonaute, spationaute |  | spaceship_cabin | space | white spacesuit | combinaison spatiale blanche
detective | detective, inspector, private eye, investigator, police officer, policeman, policewoman | détective, inspecteur, enquêteur, policier, commissaire | inspectrice, enquêtrice, policière | office | city_street | crumpled coat | manteau froissé
teacher | teacher, schoolteacher, professor | instituteur, professeur, maître d'école, prof | institutrice, professeure, maîtresse d'école | classroom | village_street | cardigan, chalk on the sleeves | gilet, de la craie aux manches
elder | grandmother, grandfather, granny, grandma, grandpa, widow, widower, pensioner, old woman, old man, old lady | grand-père, papi, veuf, retraité, vieil homme, vieillard, vieux monsieur, vieux | grand-mère, mamie, veuve, retraitée, vieille dame, vieille femme, vieille | living_room | village_street | wool shawl | gilet de laine
child | child, boy, girl, kid, little boy, little girl, schoolboy, schoolgirl, orphan, son, daughter, grandson, granddaughter, grandchild | enfant, garçon, petit garçon, gamin, écolier, orphelin, fils, petit-fils, gosse | fillette, fille, petite fille, gamine, écolière, orpheline, petite-fille | bedroom | park | striped sweater | pull rayé
ruler | king, queen, prince, princess, emperor, empress | roi, prince, empereur | reine, princesse, impératrice | living_room | mountains | long red cloak | long manteau rouge
knight | knight, warrior, hero, samurai | chevalier, guerrier, héros, samouraï | chevalière, guerrière, héroïne | workshop | mountains | battered breastplate | cuirasse cabossée
mage | wizard, witch, sorcerer, sorceress, magician, fairy | sorcier, magicien, mage, enchanteur | sorcière, magicienne, fée | library | forest | starry robe | robe étoilée
painter | painter, artist, sculptor, illustrator | peintre, artiste, sculpteur, dessinateur | sculptrice, dessinatrice | workshop | rooftop | paint-stained smock | blouse tachée de peinture
musician | musician, pianist, violinist, singer, guitarist, composer, drummer, trumpeter, cellist | musicien, pianiste, violoniste, chanteur, guitariste, compositeur, batteur, trompettiste | musicienne, chanteuse, compositrice | theatre | city_street | black velvet jacket | veste de velours noir
doctor | doctor, nurse, surgeon, vet, midwife | médecin, docteur, infirmier, chirurgien, vétérinaire | docteure, infirmière, chirurgienne, sage-femme | hospital | city_street | white coat | blouse blanche
farmer | farmer, shepherd, shepherdess, beekeeper, winemaker, peasant | fermier, paysan, berger, agriculteur, apiculteur, vigneron | fermière, paysanne, bergère, agricultrice, apicultrice, vigneronne | kitchen | field | straw hat | chapeau de paille
sailor | sailor, captain, pirate, ship's captain, skipper | marin, capitaine, pirate, matelot, corsaire | navigatrice, capitaine, pirate | cafe | harbour | peaked cap | casquette de marin
mechanic | mechanic, engineer, inventor, plumber, carpenter, electrician, blacksmith, repairman, repairer | mécanicien, ingénieur, inventeur, plombier, menuisier, électricien, forgeron, réparateur | mécanicienne, ingénieure, inventrice, menuisière, réparatrice | workshop | village_street | oil-stained overalls | bleu de travail taché
clockmaker | clockmaker, watchmaker, toymaker, jeweller, tailor, shoemaker, cobbler | horloger, bijoutier, tailleur, cordonnier, couturier | horlogère, bijoutière, couturière, cordonnière | workshop | village_street | waistcoat, magnifying glass on a cord | gilet, loupe au bout d'un cordon
librarian | librarian, bookseller, archivist | bibliothécaire, libraire, archiviste |  | library | village_street | tweed jacket | veste de tweed
postman | postman, postwoman, mail carrier, courier, messenger, delivery man, delivery woman, delivery driver | facteur, livreur, coursier, messager | factrice, livreuse, coursière, messagère | office | village_street | blue cap | casquette bleue
driver | driver, taxi driver, bus driver, tram driver, truck driver, trucker, cyclist | chauffeur, chauffeur de taxi, conducteur, conducteur de tram, cycliste, routier | conductrice, conductrice de tram, chauffeuse | train_car | city_street | leather jacket | blouson de cuir
scientist | scientist, astronomer, physicist, biologist, researcher, chemist | scientifique, astronome, physicien, biologiste, chercheur, savant, chimiste | physicienne, chercheuse, savante | workshop | mountains | lab coat | blouse de laboratoire
soldier | soldier, veteran, officer, general | soldat, vétéran, officier, général | soldate, vétérane, officière | bedroom | road | worn greatcoat | capote usée
thief | thief, burglar, spy, pickpocket, smuggler | voleur, cambrioleur, espion, contrebandier | voleuse, cambrioleuse, espionne | library | rooftop | black turtleneck | col roulé noir
cook | cook, chef, waiter, waitress, innkeeper, barman, barista | cuisinier, chef, serveur, aubergiste, barman | cuisinière, cheffe, serveuse, aubergiste | cafe | village_street | rolled sleeves, apron | manches retroussées, tablier
gardener | gardener, botanist, florist | jardinier, botaniste, fleuriste | jardinière | kitchen | park | green apron | tablier vert
dancer | dancer, ballerina, acrobat, gymnast, boxer, runner, athlete, swimmer | danseur, acrobate, gymnaste, boxeur, coureur, athlète, nageur | danseuse, ballerine, boxeuse, coureuse, nageuse | theatre | rooftop | worn tracksuit | survêtement usé
clown | clown, mime, comedian, juggler, actor, actress, puppeteer, magician's assistant | clown, mime, comédien, jongleur, acteur, marionnettiste | clown, comédienne, jongleuse, actrice | theatre | city_street | patched coat | manteau rapiécé
writer | writer, novelist, poet, journalist, author, photographer, filmmaker | écrivain, romancier, poète, journaliste, auteur, photographe, cinéaste | écrivaine, romancière, poétesse, autrice, photographe | office | cafe | ink-stained cuffs | poignets tachés d'encre
diver | diver, surfer, oceanographer | plongeur, surfeur, océanographe | plongeuse, surfeuse | workshop | coast | wetsuit | combinaison de plongée
explorer | explorer, adventurer, archaeologist, climber, mountaineer, traveller, hiker, pilgrim, nomad, hunter | explorateur, aventurier, archéologue, alpiniste, voyageur, randonneur, pèlerin, nomade, chasseur | exploratrice, aventurière, voyageuse, randonneuse, chasseuse | cave | mountains | dusty jacket | veste poussiéreuse
pilot | pilot, aviator, aviatrix | pilote, aviateur | aviatrice | spaceship_cabin | field | flying jacket | blouson d'aviateur
ghost | ghost, spirit, phantom | fantôme, esprit, spectre |  | bedroom | village_street | pale grey coat | manteau gris pâle
robot | robot, android, automaton, drone, delivery robot, machine | robot, androïde, automate, drone, robot de livraison |  | workshop | city_street | dented yellow shell | coque jaune cabossée
person | man, woman, person, stranger, neighbour, neighbor, friend, student, teenager, mother, father, mum, dad, brother, sister, couple, husband, wife, uncle, aunt, twin, worker, employee, office worker, clerk, lawyer, judge, mayor, passenger, tourist, bride, groom, lover, someone, somebody, gentleman, lady, prisoner, hermit, monk, nun, priest, salesman, cleaner, operator, translator, programmer, hacker, refugee, ferryman, miner, tenant, landlord, guest | homme, inconnu, voisin, ami, étudiant, adolescent, père, papa, frère, couple, mari, oncle, jumeau, ouvrier, employé, avocat, juge, maire, passager, touriste, amoureux, quelqu'un, monsieur, prisonnier, ermite, moine, prêtre, vendeur, passeur, mineur, locataire, invité, réfugié, étranger | femme, inconnue, voisine, amie, étudiante, adolescente, mère, maman, sœur, épouse, tante, jumelle, ouvrière, employée, avocate, passagère, dame, amoureuse, prisonnière, religieuse, vendeuse, invitée, réfugiée, étrangère, mariée | living_room | city_street | grey coat, red scarf | manteau gris, écharpe rouge
"""


def _roles() -> tuple[Role, ...]:
    found = []
    for row in _ROLES.strip().splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        lists = [tuple(word.strip() for word in cell.split(",") if word.strip()) for cell in cells[1:4]]
        found.append(Role(cells[0], lists[0], lists[1], lists[2], cells[4], cells[5], cells[6], cells[7]))
    return tuple(found)


ROLES = _roles()
ROLE = {role.key: role for role in ROLES}
ANIMAL_ROLE = Role("animal", (), (), (), "living_room", "village_street", "", "")
_PERSON_ENDINGS = {
    "en": ("keeper", "maker", "man", "woman", "ist", "ian", "monger", "wright", "smith", "er", "or", "ess", "eer", "ant"),
    "fr": ("eur", "euse", "ier", "iere", "iste", "ien", "ienne", "trice", "logue", "ant", "ante"),
}


@cache
def role_words(language: Language) -> dict[str, tuple[Role, bool]]:
    """Folded word → its role, and whether it is feminine."""
    found: dict[str, tuple[Role, bool]] = {}
    for role in ROLES:
        for word in role.en if language == "en" else role.fr:
            found.setdefault(fold(word), (role, False))
        for word in role.fr_feminine if language == "fr" else ():
            found.setdefault(fold(word), (role, True))
    return found


def sounds_like_a_trade(word: str, language: Language) -> bool:
    """Whether an unknown noun looks like a person by its ending."""
    return len(word) > 4 and fold(word).endswith(_PERSON_ENDINGS[language])


_VERBS = """
find | find, pick up, come across, dig up, unearth, catch, fish | trouve, retrouve, ramasse, déniche, déterre, attrape, pêche, tombe sur
decide | decide, choose, swear, vow, promise, accept, refuse, agree, resolve | décide, choisit, jure, promet, accepte, refuse, se résout
write | write, sign, draw, paint, answer, reply, compose, type | écrit, signe, dessine, peint, répond, compose, note
travel | carry, cross, walk, travel, sail, drive, ride, climb, fly, row, deliver, follow, bring, go, head, wander, swim, journey, run, pass, take, set | porte, transporte, traverse, marche, voyage, navigue, conduit, grimpe, vole, rame, livre, suit, apporte, emporte, va, part, erre, nage, avance, court, passe, roule, remonte, parcourt
repair | repair, fix, mend, rebuild, restore, heal, cure, wake, restart | répare, soigne, guérit, reconstruit, restaure, rafistole, recoud, redémarre, réveille
lose | lose, drop, forget, break, miss, ruin, destroy | perd, oublie, casse, brise, égare, laisse tomber, rate, détruit
search | search, look, hunt, seek, track, investigate, chase, explore | cherche, recherche, fouille, traque, enquête, poursuit, explore
meet | meet, befriend, encounter, bump, visit, join, invite, greet, adopt | rencontre, croise, visite, rejoint, invite, accueille, salue, adopte, se lie
give | give, offer, share, hand, send, lend, feed, sell, leave behind | donne, offre, partage, tend, envoie, prête, nourrit, vend, confie
receive | receive, get, inherit, win, earn, gain | reçoit, hérite, gagne, obtient, recueille
wait | wait, stay, sit, stand, linger, remain | attend, reste, patiente, guette
fight | fight, face, battle, challenge, defend, compete, confront, resist, defy, race, defeat | combat, affronte, se bat, défie, défend, résiste, lutte, brave, bat
flee | flee, escape, run away, break out, evade | fuit, s'enfuit, s'échappe, s'évade, échappe, fugue
make | make, build, bake, cook, invent, create, craft, plant, grow, knit, sew, cut, open, plan, prepare | fabrique, construit, cuisine, invente, crée, bâtit, plante, cultive, tricote, coud, prépare, ouvre, fait, façonne
learn | learn, study, practise, practice, train, try, struggle, attempt | apprend, étudie, s'entraîne, essaie, tente, s'exerce, peine
discover | discover, realise, realize, notice, understand, see, uncover, reveal, hear, detect | découvre, comprend, remarque, voit, aperçoit, révèle, entend, se rend compte, réalise
arrive | arrive, enter, come, land, reach, appear, knock, crash, fall, wash | arrive, entre dans, vient, atterrit, atteint, apparaît, frappe, surgit, débarque, tombe, échoue, s'écrase
return | return, come back, go home, go back | revient, retourne, rentre, regagne
leave | leave, depart, say goodbye, abandon, quit, move, bury | quitte, s'en va, abandonne, dit adieu, déménage, enterre
love | love, fall in love, kiss, marry, hug, fall for, miss | aime, tombe amoureux, tombe amoureuse, embrasse, épouse, serre
celebrate | celebrate, dance, sing, play, laugh, smile, perform | fête, célèbre, danse, chante, joue, rit, sourit, s'amuse
sleep | sleep, dream, fall asleep, doze, rest, wake up | dort, rêve, s'endort, somnole, se repose, se réveille
save | save, rescue, help, protect, free, cure, release, comfort | sauve, secourt, aide, protège, libère, délivre, console
hide | hide, bury, conceal, lock | cache, se cache, dissimule, enferme
speak | speak, tell, say, talk, confess, call, ask, whisper, lie, explain, argue, apologise, read, shout | parle, raconte, dit, avoue, appelle, demande, murmure, ment, explique, se dispute, s'excuse, lit, crie, discute
teach | teach, show, guide, lead, coach | enseigne, montre, guide, mène, dirige
steal | steal, rob, cheat, smuggle, borrow | vole, dérobe, triche, emprunte, cambriole
want | want, wish, hope, need, long, must, have to, would like | veut, souhaite, espère, a besoin, doit, voudrait, désire
watch | watch, observe, guard, stare, listen, keep, spy, look after, photograph, record, film | regarde, observe, surveille, garde, contemple, écoute, veille, espionne, photographie, filme
change | become, change, turn, transform, grow up, grow old, begin, start, stop, disappear, vanish, end, die | devient, change, se transforme, grandit, vieillit, commence, cesse, disparaît, s'arrête, finit, meurt, se met
be | be, live, exist, belong, work, have | est, vit, habite, travaille, existe, appartient, a, sont, vivent, habitent
fear | fear, dread, be afraid of, be scared of, be terrified of | craint, redoute, a peur, a le vertige, est terrifié
do | do, use, put, hold, push, pull, throw, open, close, touch, climb, count, collect, sort, light, cross, burn, ring, plays, drink, eat | pose, tient, pousse, tire, lance, ferme, touche, compte, collectionne, trie, allume, brûle, sonne, boit, mange, utilise, met, prend
"""
_IRREGULAR = {
    "be": "is",
    "be afraid of": "is afraid of",
    "be scared of": "is scared of",
    "be terrified of": "is terrified of",
    "have": "has",
    "go": "goes",
    "do": "does",
    "must": "must",
    "have to": "has to",
    "would like": "would like",
}
_PAST = {
    "found": "finds", "lost": "loses", "met": "meets", "gave": "gives", "went": "goes", "came": "comes", "took": "takes", "made": "makes", "saw": "sees",
    "told": "tells", "wrote": "writes", "ran": "runs", "fell": "falls", "stole": "steals", "became": "becomes", "brought": "brings", "built": "builds",
    "caught": "catches", "fought": "fights", "heard": "hears", "sang": "sings", "began": "begins", "woke": "wakes", "was": "is", "had": "has",
    "put": "puts", "sat": "sits", "stood": "stands", "drove": "drives", "flew": "flies", "swam": "swims", "grew": "grows", "drew": "draws", "threw": "throws",
    "hid": "hides", "spoke": "speaks", "slept": "sleeps", "sent": "sends", "won": "wins", "broke": "breaks", "rode": "rides", "rang": "rings",
}  # fmt: skip


@cache
def verb_forms(language: Language) -> dict[str, str]:
    """Every finite form the reader knows (folded, one to three words) → its class."""
    found: dict[str, str] = {}
    for row in _VERBS.strip().splitlines():
        key, en, fr = (cell.strip() for cell in row.split("|"))
        for verb in (en if language == "en" else fr).split(","):
            verb = verb.strip()
            if language == "en":
                found.setdefault(third_person(verb), key)
            else:
                found.setdefault(fold(verb), key)
    return found


@cache
def plural_forms() -> dict[str, str]:
    """English verbs as they follow a plural subject → class."""
    return {
        verb.strip().split(" ")[0]: cells[0].strip()
        for row in _VERBS.strip().splitlines()
        for cells in [row.split("|")]
        for verb in cells[1].split(",")
    }


def present_of(past: str) -> str | None:
    """The present of an English past form, where it is one the reader knows."""
    if past in _PAST:
        return _PAST[past]
    forms = verb_forms("en")
    for stem in (past.removesuffix("ed"), past.removesuffix("d"), past.removesuffix("ied") + "y"):
        if past.endswith("ed") and (form := third_person(stem)) in forms:
            return form
    return None


@cache
def base_forms() -> dict[str, str]:
    """English third person → base: "dances" → "dance"."""
    return {third_person(verb): verb for verb in plural_forms()}


def third_person(verb: str) -> str:
    """The English third person singular present: "carry" → "carries", "run away" → "runs away"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    head, _, rest = verb.partition(" ")
    if head.endswith(("s", "sh", "ch", "x", "z", "o")):
        head += "es"
    elif head.endswith("y") and head[-2] not in "aeiou":
        head = head[:-1] + "ies"
    else:
        head += "s"
    return f"{head} {rest}".strip()


THING_CLASSES = {
    "message": "bottle letter map book phone radio camera painting mailbox suitcase box sign",
    "machine": "computer clock tool telescope car van bus tram train motorbike plane spaceship bicycle satellite_dish rocket robot",
    "living": " ".join(animal.id for animal in ANIMALS) + " plant flower tree",
    "food": "bread apple cup kettle oven",
    "light": "lantern candle fire star lighthouse lamp_post",
    "music": "guitar piano violin drum trumpet microphone",
    "precious": "key gem crown mirror shell hat mask sword anchor",
    "play": "ball toy balloon kite snowman",
}
CLASS_OF = {entry: key for key, listed in THING_CLASSES.items() for entry in listed.split()}

HABITATS = {
    "fox": "forest", "wolf": "forest", "bear": "forest", "deer": "forest", "owl": "forest", "rabbit": "field", "horse": "field", "cow": "field", "sheep": "field",
    "chicken": "field", "butterfly": "park", "penguin": "snowfield", "whale": "open_sea", "dolphin": "open_sea", "turtle": "coast", "gull": "harbour", "fish": "river",
    "elephant": "desert", "dragon": "mountains", "mouse": "village_street", "bird": "rooftop", "dog": "park", "cat": "village_street",
}  # fmt: skip
"""Where an animal's story starts when the brief does not say."""
NEAR = {
    "coast": "harbour village_street road", "open_sea": "coast harbour", "harbour": "coast village_street cafe",
    "mountains": "forest road river cave", "forest": "river field road mountains", "desert": "road mountains cave", "field": "road river forest village_street",
    "snowfield": "mountains forest road", "village_street": "field river road station cafe", "city_street": "park station rooftop cafe river",
    "rooftop": "city_street park station", "park": "city_street river cafe", "river": "forest field road village_street", "road": "field station village_street",
    "station": "city_street road train_car", "space": "spaceship_cabin", "kitchen": "village_street field", "bedroom": "village_street park",
    "living_room": "village_street park", "office": "city_street rooftop", "workshop": "village_street road", "bakery": "village_street city_street",
    "cafe": "city_street river", "classroom": "park village_street", "library": "city_street park", "lighthouse_room": "coast harbour",
    "spaceship_cabin": "space", "hospital": "city_street park", "theatre": "city_street rooftop", "cave": "mountains forest", "train_car": "station road",
}  # fmt: skip
INSIDE = {
    "coast": "lighthouse_room", "open_sea": "lighthouse_room", "harbour": "cafe", "mountains": "cave", "forest": "kitchen", "desert": "cave", "field": "kitchen",
    "snowfield": "living_room", "village_street": "kitchen", "city_street": "living_room", "rooftop": "bedroom", "park": "cafe", "river": "kitchen",
    "road": "cafe", "station": "train_car", "space": "spaceship_cabin",
}  # fmt: skip
_FEMININE = (
    "côte mer falaise plage baie île jetée marina montagne vallée crête forêt clairière jungle dune oasis prairie campagne ferme colline vigne neige "
    "banquise toundra ruelle place ville rue avenue terrasse aire rivière berge route autoroute gare station orbite lune planète cuisine salle chambre "
    "mansarde maison pièce rédaction forge remise boulangerie boutique épicerie pâtisserie taverne auberge école classe bibliothèque librairie lanterne "
    "tour cabine capsule clinique scène grotte mine cave voiture horloge église chaumière cabane forteresse fontaine tente fusée antenne parabole statue "
    "roue bouteille lettre enveloppe carte clé clef valise besace boîte caisse tasse bouilloire théière casserole marmite miche baguette pâte brioche pomme "
    "orange bougie chandelle lampe torche pendule montre radio caméra photo photographie longue-vue guitare fleur rose tulipe plante graine pousse plantule "
    "balle poupée peluche chaise table porte fenêtre glace toile armoire commode échelle corde chaîne rame pagaie ancre flamme épée dague couronne gemme "
    "bague pancarte affiche étoile comète pierre chaussure botte trompette poêle barque camionnette ambulance bicyclette moto montgolfière soucoupe charrette "
    "brouette chatte chienne mouette colombe chouette mule vache agneau chèvre brebis biche souris baleine luciole tortue poule cheminée machine musique "
    "chanson histoire porte bouche main clef voix photo promesse mémoire île robe valise recette idée invitation nuit ombre pluie tempête"
).split()
FEMININE_NOUNS = frozenset(fold(word) for word in _FEMININE) - {"agneau", "oasis"} | {"oasis"}


@cache
def words_of(entries: str, language: Language) -> tuple[tuple[str, Entry], ...]:
    """(folded word, entry) of a part of the catalogue ("places", "things", "props"), longest words first."""
    listed = {"places": PLACES, "things": THINGS, "props": PROPS}[entries]
    found = [(fold(word), entry) for entry in listed for word in (entry.en if language == "en" else entry.fr)]
    if entries == "places":
        found += [(fold(word), BY_ID[place]) for word, place in OTHER_PLACES[language].items()]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


OTHER_PLACES: dict[Language, dict[str, str]] = {
    "en": {"train": "train_car", "tram": "train_car", "metro": "train_car", "subway": "train_car", "opera": "theatre", "boat": "open_sea", "ship": "open_sea", "church": "theatre",
           "stadium": "park", "tokyo": "city_street", "paris": "city_street", "london": "city_street", "new york": "city_street", "venice": "river"},
    "fr": {"train": "train_car", "tram": "train_car", "métro": "train_car", "opéra": "theatre", "bateau": "open_sea", "navire": "open_sea", "église": "theatre", "stade": "park",
           "paris": "city_street", "lyon": "city_street", "marseille": "harbour", "bretagne": "coast", "venise": "river"},
}  # fmt: skip
WHERE_OF_VERB = {
    "travel": "far", "write": "home", "decide": "home", "repair": "home", "make": "home", "sleep": "home", "receive": "home", "learn": "home", "want": "home",
    "be": "home", "love": "home", "hide": "home", "change": "home", "wait": "home", "teach": "home",
}  # fmt: skip
"""Where an event happens when the brief does not say; elsewhere: outside."""
KINDS_OF_VERB = {
    "find": "quest discovery secret", "decide": "journey contest farewell", "write": "quest farewell secret", "travel": "journey encounter quest",
    "repair": "repair", "lose": "loss", "search": "loss discovery", "meet": "encounter", "give": "quest farewell", "receive": "secret quest journey",
    "wait": "encounter farewell", "fight": "contest rescue", "flee": "journey encounter", "make": "contest repair discovery", "learn": "contest repair",
    "discover": "discovery secret", "arrive": "encounter discovery", "return": "secret loss farewell", "leave": "farewell journey", "love": "encounter farewell",
    "celebrate": "contest encounter loss", "sleep": "discovery journey", "save": "rescue", "hide": "secret encounter", "speak": "secret encounter",
    "teach": "contest repair", "steal": "secret quest", "want": "contest journey discovery", "watch": "discovery encounter secret",
    "change": "discovery loss", "fear": "contest rescue encounter", "be": "encounter discovery loss secret", "do": "discovery quest loss repair",
}  # fmt: skip
KINDS_OF_GENRE = {
    Genre.DRAMA: "farewell secret loss", Genre.COMEDY: "contest repair encounter", Genre.THRILLER: "secret rescue journey",
    Genre.SCIENCE_FICTION: "discovery repair encounter", Genre.FANTASY: "quest discovery journey", Genre.ROMANCE: "encounter farewell",
    Genre.ADVENTURE: "journey quest rescue", Genre.MYSTERY: "secret loss quest", Genre.DOCUMENTARY: "repair journey contest", Genre.FAMILY: "loss contest discovery",
}  # fmt: skip
TONE_OF_GENRE = {
    Genre.COMEDY: Tone.FUNNY, Genre.THRILLER: Tone.TENSE, Genre.ROMANCE: Tone.TENDER, Genre.ADVENTURE: Tone.EPIC, Genre.MYSTERY: Tone.DARK,
    Genre.FANTASY: Tone.POETIC, Genre.SCIENCE_FICTION: Tone.POETIC, Genre.DRAMA: Tone.MELANCHOLIC, Genre.FAMILY: Tone.WARM, Genre.DOCUMENTARY: Tone.WARM,
}  # fmt: skip
NAMES: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "female": tuple("Nora Maya Ada Ivy Ruth Clara Edith June Alma Wren Tess Hazel Mabel Iris Esther Lila Greta Penelope Naomi Vera Maud Olive".split()),
        "male": tuple("Tom Samuel Arthur Gus Elias Finn Walter Jonas Owen Hugo Silas Abel Felix Ned Malik Ezra Oscar Idris Theo Robin Otto Fergus".split()),
        "neutral": tuple("Pip Bolt Seven Dot Radar Hopper Tick Juno Copper Patch".split()),
        "animal": tuple("Biscuit Button Pepper Mango Shadow Pickle Moth Captain Crumb Comet".split()),
    },
    "fr": {
        "female": tuple("Léonie Agathe Camille Nour Solange Inès Colette Jeanne Alma Salomé Odette Mina Suzanne Élise Zélie Margot Yasmine Lucie Hélène Rose Irène".split()),
        "male": tuple("Martin Basile Lucien Malo Gaspard Émile Karim Théo Armand Jules Victor Anselme Solal Félix Raoul Idris Oscar Baptiste Hector Marcel Nils".split()),
        "neutral": tuple("Bip Zéphyr Sept Rouage Boulon Pixel Ressort Tic Radar Puce".split()),
        "animal": tuple("Biscuit Noisette Moustache Réglisse Capitaine Mirabelle Poivre Plume Pacha Cannelle".split()),
    },
}  # fmt: skip
FRENCH_DUAL = (
    "frère",
    "sœur",
    "ami",
    "amie",
    "jumeau",
    "jumelle",
    "mère",
    "père",
    "fille",
    "fils",
    "mari",
    "épouse",
    "grand-mère",
    "grand-père",
    "maman",
    "papa",
)
PARTNERS: dict[Language, tuple[tuple[str, str, str, str], ...]] = {
    # (role phrase, gender, age, clothes)
    "en": (
        ("neighbour", "female", "old", "wool shawl"), ("fisherwoman", "female", "adult", "yellow oilskin"), ("young postman", "male", "adult", "blue cap"),
        ("schoolgirl", "female", "child", "striped sweater"), ("boy from next door", "male", "child", "red rubber boots"), ("taxi driver", "male", "adult", "leather jacket"),
        ("café owner", "female", "adult", "green apron"), ("retired sailor", "male", "old", "peaked cap, white beard"), ("mechanic", "female", "adult", "oil-stained overalls"),
        ("violinist", "male", "adult", "black coat"), ("gardener", "male", "old", "straw hat"), ("student", "female", "teenager", "orange raincoat"),
    ),
    "fr": (
        ("voisine", "female", "old", "châle de laine"), ("pêcheuse", "female", "adult", "ciré jaune"), ("jeune facteur", "male", "adult", "casquette bleue"),
        ("écolière", "female", "child", "pull rayé"), ("gamin du quartier", "male", "child", "bottes rouges"), ("chauffeur de taxi", "male", "adult", "blouson de cuir"),
        ("patronne de café", "female", "adult", "tablier vert"), ("marin à la retraite", "male", "old", "casquette, barbe blanche"),
        ("mécanicienne", "female", "adult", "bleu de travail"), ("violoniste", "male", "adult", "manteau noir"), ("jardinier", "male", "old", "chapeau de paille"),
        ("étudiante", "female", "teenager", "imperméable orange"),
    ),
}  # fmt: skip
CLOSE_PARTNERS: dict[Language, tuple[tuple[str, str, str, str], ...]] = {
    "en": (
        ("little sister", "female", "teenager", "orange raincoat"),
        ("brother", "male", "adult", "green scarf"),
        ("oldest friend", "female", "adult", "long blue coat"),
    ),
    "fr": (
        ("petite sœur", "female", "teenager", "imperméable orange"),
        ("frère", "male", "adult", "écharpe verte"),
        ("amie d'enfance", "female", "adult", "long manteau bleu"),
    ),
}


HAUNTS = {
    "tram": "city_street", "bus": "city_street", "car": "city_street", "van": "city_street", "motorbike": "road", "bicycle": "road",
    "train": "station", "rowing_boat": "coast", "sailboat": "open_sea", "fishing_boat": "harbour", "ferry": "harbour",
    "anchor": "harbour", "oar": "river", "lighthouse": "coast", "shell": "coast", "windmill": "field", "castle": "mountains",
    "tent": "forest", "snowman": "snowfield", "lamp_post": "city_street", "fountain": "village_street", "clock_tower": "village_street",
    "ferris_wheel": "park", "statue": "park", "bench": "park", "rocket": "space", "spaceship": "space", "hot_air_balloon": "field",
    "cart": "field", "kite": "field", "bed": "bedroom", "whale": "open_sea", "dolphin": "open_sea",
}  # fmt: skip
"""Where things are found when the brief names no place."""
