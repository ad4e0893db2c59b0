# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (a table reads best with one row a line)
"""Words about people → what they wear and how they look, in both languages.

Each table row is `value | English words | French words`. A word may be several ("fair hair"); the longest wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aiprod.directing.words import forms, plain, tokens
from aiprod.film.brief import Language

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Costume:
    """What a trade wears: names of the look's enumerations, colours in hex; "" leaves a trait open."""

    outfit: str
    colour: str
    accent: str = ""
    headwear: str = ""
    head_colour: str = ""
    facial_hair: str = ""
    hair: str = ""


_COSTUMES: dict[str, Costume] = {
    "keeper": Costume("coat", "#2b3f58", "#d9b36a", "sailor_cap", "#22303f", "beard"),
    "sailor": Costume("coat", "#24344a", "#e8e0cc", "sailor_cap", "#22303f"),
    "fisher": Costume("raincoat", "#e3b23c", "#8a5a2a", "beanie", "#b8452f"),
    "baker": Costume("apron", "#f1ede2", "#c8655a", "baker_hat", "#f6f3ea"),
    "cook": Costume("apron", "#f1ede2", "#3c4a52", "baker_hat", "#f6f3ea"),
    "waiter": Costume("apron", "#2a2f38", "#f1ede2"),
    "doctor": Costume("coat", "#eef1ef", "#5f93a8"),
    "scientist": Costume("coat", "#eef1ef", "#4a7a6c"),
    "nurse": Costume("uniform", "#8fc0c4", "#f1ede2"),
    "police": Costume("uniform", "#24385a", "#d9c27a", "cap", "#1e2f4c"),
    "soldier": Costume("uniform", "#5b6142", "#3c3f2c", "cap", "#4d5238"),
    "pilot": Costume("uniform", "#223049", "#d9c27a", "cap", "#223049"),
    "driver": Costume("uniform", "#35506b", "#c9a55a", "cap", "#2a4058"),
    "postman": Costume("uniform", "#2f5f8f", "#e3b23c", "cap", "#284f78"),
    "firefighter": Costume("uniform", "#8f2f28", "#e3c23c", "helmet", "#c8352e"),
    "builder": Costume("overalls", "#d98a2f", "#3a4a5a", "helmet", "#e3b23c"),
    "mechanic": Costume("overalls", "#3f5f78", "#c8352e"),
    "farmer": Costume("overalls", "#4f6a8a", "#c8655a", "brimmed_hat", "#c9a86a"),
    "gardener": Costume("overalls", "#5b7a4a", "#d9c7a0", "brimmed_hat", "#c9a86a"),
    "shepherd": Costume("coat", "#7a6248", "#c9b48a", "brimmed_hat", "#5a4632", "beard"),
    "astronaut": Costume("spacesuit", "#e6e8ea", "#d9652f"),
    "detective": Costume("coat", "#b39a72", "#5a4a3a", "brimmed_hat", "#5a4a3a"),
    "king": Costume("robe", "#8c2f39", "#e3b23c", "crown", "#e3b23c"),
    "wizard": Costume("robe", "#4a3f7a", "#d9c27a", "brimmed_hat", "#3a3262", "long_beard"),
    "witch": Costume("robe", "#3f3352", "#7a9a4a", "brimmed_hat", "#2f2740"),
    "monk": Costume("robe", "#7a5236", "#d9c19a", "", "", "", "shaved"),
    "teacher": Costume("sweater", "#6a7f5a", "#d9c7a0"),
    "librarian": Costume("sweater", "#7a5a6a", "#d9c7a0"),
    "office": Costume("suit", "#38445a", "#8c2f39"),
    "musician": Costume("suit", "#2a2c38", "#c8655a"),
    "painter": Costume("apron", "#c9b08a", "#3f6a8a", "beanie", "#7a3f4a"),
    "carpenter": Costume("apron", "#8a6a48", "#d9c7a0", "cap", "#5a6a72"),
    "dancer": Costume("dress", "#d9788f", "#f1ede2", "", "", "", "bun"),
    "grandmother": Costume("dress", "#7a6a8a", "#d9c7a0", "", "", "", "bun"),
    "grandfather": Costume("sweater", "#7a6248", "#d9c7a0", "cap", "#5a5248", "moustache"),
    "explorer": Costume("coat", "#8a7a4f", "#5a4632", "brimmed_hat", "#a88a5a"),
    "student": Costume("hoodie", "#4a6a9a", "#e3b23c"),
    "child": Costume("sweater", "#d9653f", "#f1ede2"),
    "knight": Costume("uniform", "#8d949c", "#c8352e", "helmet", "#9aa2aa"),
    "clown": Costume("overalls", "#e3b23c", "#c8352e", "brimmed_hat", "#2f8f93"),
    "diver": Costume("spacesuit", "#2f4a52", "#e3b23c"),
}
_TRADES = """
keeper      | lighthouse keeper, keeper | gardien, gardienne, gardien de phare, gardienne de phare
sailor      | sailor, captain, seaman, mariner, skipper, ferryman, boatman | marin, capitaine, matelot, passeur, batelier
fisher      | fisherman, fisherwoman, fisher, angler | pêcheur, pêcheuse, marin pêcheur
baker       | baker, pastry cook | boulanger, boulangère, pâtissier, pâtissière
cook        | cook, chef | cuisinier, cuisinière, chef
waiter      | waiter, waitress, barman, barmaid, bartender, barista | serveur, serveuse, barman, garçon de café, cafetier
doctor      | doctor, surgeon, vet, pharmacist, physician | médecin, docteur, docteure, chirurgien, chirurgienne, vétérinaire, pharmacien, pharmacienne
scientist   | scientist, researcher, inventor, astronomer, botanist, biologist, chemist | scientifique, chercheur, chercheuse, inventeur, inventrice, astronome, botaniste, biologiste, chimiste
nurse       | nurse, midwife | infirmier, infirmière, sage femme
police      | policeman, policewoman, police officer, officer, guard, sheriff | policier, policière, agent, gendarme, vigile
soldier     | soldier, sergeant, general, lieutenant | soldat, soldate, sergent, général, lieutenant
pilot       | pilot, aviator, flight attendant | pilote, aviateur, aviatrice, hôtesse, steward
driver      | tram driver, bus driver, driver, conductor, ticket inspector, stationmaster, courier | conducteur, conductrice, chauffeur, contrôleur, contrôleuse, chef de gare, livreur, livreuse
postman     | postman, postwoman, mail carrier, mailman | facteur, factrice, postier, postière
firefighter | firefighter, fireman | pompier, pompière
builder     | builder, worker, miner, mason | ouvrier, ouvrière, maçon, mineur
mechanic    | mechanic, repairman, plumber, electrician, engineer, technician, watchmaker, clockmaker | mécanicien, mécanicienne, garagiste, réparateur, réparatrice, plombier, électricien, ingénieur, ingénieure, technicien, technicienne, horloger, horlogère
farmer      | farmer, peasant, winemaker | fermier, fermière, paysan, paysanne, vigneron, vigneronne, agriculteur, agricultrice
gardener    | gardener, florist, beekeeper | jardinier, jardinière, fleuriste, apiculteur, apicultrice
shepherd    | shepherd, shepherdess | berger, bergère
astronaut   | astronaut, cosmonaut, spaceman | astronaute, cosmonaute, spationaute
detective   | detective, inspector, spy, journalist, reporter | détective, inspecteur, inspectrice, espion, espionne, journaliste, reporter
king        | king, queen, prince, princess, emperor | roi, reine, prince, princesse, empereur, impératrice
wizard      | wizard, magician, sorcerer | magicien, sorcier, enchanteur
witch       | witch, sorceress, fortune teller | sorcière, magicienne, voyante
monk        | monk, priest | moine, prêtre, curé
teacher     | teacher, professor, schoolmaster | professeur, professeure, enseignant, enseignante, instituteur, institutrice, maître d'école, maîtresse
librarian   | librarian, bookseller, archivist | bibliothécaire, libraire, archiviste
office      | businessman, businesswoman, lawyer, banker, manager, boss, accountant, mayor, clerk | homme d'affaires, femme d'affaires, avocat, avocate, banquier, banquière, directeur, directrice, patron, patronne, comptable, maire, employé, employée
musician    | musician, pianist, violinist, singer, cellist, guitarist, conductor of the orchestra | musicien, musicienne, pianiste, violoniste, chanteur, chanteuse, violoncelliste, guitariste, chef d'orchestre
painter     | painter, artist, sculptor, photographer | peintre, artiste, sculpteur, sculptrice, photographe
carpenter   | carpenter, shoemaker, blacksmith, craftsman, potter, luthier | menuisier, menuisière, charpentier, cordonnier, forgeron, artisan, artisane, potier, potière, luthier
dancer      | dancer, ballerina, actress | danseur, danseuse, ballerine, actrice
grandmother | grandmother, granny, grandma | grand mère, mamie, mémé
grandfather | grandfather, grandpa, granddad | grand père, papi, papy, pépé
explorer    | explorer, adventurer, archaeologist, hiker, traveller, hunter | explorateur, exploratrice, aventurier, aventurière, archéologue, randonneur, randonneuse, voyageur, voyageuse, chasseur
student     | student, teenager, skater | étudiant, étudiante, lycéen, lycéenne, adolescent, adolescente
child       | child, boy, girl, kid, schoolboy, schoolgirl | enfant, garçon, fille, fillette, gamin, gamine, écolier, écolière
knight      | knight | chevalier, chevalière
clown       | clown, acrobat, juggler | clown, acrobate, jongleur, jongleuse
diver       | diver | plongeur, plongeuse
"""
_OUTFITS = """
shirt     | shirt, blouse, t shirt, tee shirt | chemise, blouse, t shirt, chemisier
sweater   | sweater, jumper, pullover, cardigan | pull, chandail, gilet, pull over
coat      | coat, overcoat, jacket, parka, trench coat, duffel coat, cape | manteau, veste, parka, imperméable beige, blouson, caban, pardessus, cape
raincoat  | raincoat, oilskin, slicker, mac, anorak | ciré, imperméable, k way, anorak
dress     | dress, skirt, gown | robe, jupe
suit      | suit, tuxedo, tie | costume, tailleur, smoking, cravate
uniform   | uniform | uniforme
apron     | apron | tablier
hoodie    | hoodie, sweatshirt, tracksuit | sweat, sweat à capuche, survêtement
overalls  | overalls, dungarees, boiler suit | salopette, bleu de travail, combinaison de travail
spacesuit | spacesuit, space suit | scaphandre, combinaison spatiale
robe      | robe, cloak, toga, dressing gown, kimono | toge, robe de chambre, houppelande, kimono, peignoir
"""
_HEADWEAR = """
cap         | cap, baseball cap | casquette
beanie      | beanie, woolly hat, wool hat, knitted hat, bobble hat, beret | bonnet, béret
brimmed_hat | hat, straw hat, top hat, fedora, bowler hat, cowboy hat | chapeau, chapeau de paille, haut de forme, panama
sailor_cap  | sailor cap, captain's cap, sailor's cap, peaked cap | casquette de marin, casquette de capitaine
baker_hat   | chef's hat, baker's hat, toque | toque
helmet      | helmet, hard hat | casque
headscarf   | headscarf, hijab, shawl, veil | foulard, fichu, châle, voile
crown       | crown, tiara | couronne, diadème
"""
_HAIR = """
bald      | bald, hairless | chauve
shaved    | shaved head, crew cut, buzz cut | crâne rasé, cheveux ras, tête rasée
short     | short hair, short haired | cheveux courts
side_part | side parting, neat hair | raie sur le côté
curly     | curly, curls, wavy hair | bouclé, bouclée, cheveux bouclés, boucles, frisé, frisée
afro      | afro | afro, cheveux crépus
bob       | bob, bobbed hair | carré, coupe au carré
long      | long hair, long haired | cheveux longs
ponytail  | ponytail, pony tail | queue de cheval
bun       | bun, chignon | chignon
braids    | braids, plaits, braid, pigtails, dreadlocks | tresses, nattes, tresse, couettes, dreadlocks
messy     | messy hair, dishevelled, tousled, unkempt | ébouriffé, ébouriffée, décoiffé, décoiffée, cheveux en bataille
"""
_FACIAL = """
stubble    | stubble, unshaven | mal rasé, barbe de trois jours
moustache  | moustache, mustache, moustached | moustache, moustachu
beard      | beard, bearded, goatee | barbe, barbu, bouc
long_beard | long beard, great beard, full beard | longue barbe, grande barbe, barbe fleurie
"""
_BUILD = """
0.9  | fat, stout, heavy, massive, burly, round, chubby, plump, huge, portly | gros, grosse, massif, massive, rond, ronde, corpulent, corpulente, costaud, trapu, rondelet, replète
0.7  | strong, sturdy, broad, stocky, muscular | fort, forte, robuste, large, musclé, musclée, solide
0.15 | thin, slim, skinny, lean, gaunt, frail, slender, slight | mince, maigre, fluet, fluette, frêle, menu, menue, élancé, élancée, svelte
"""
_HEIGHT = """
1.09 | tall, lanky, giant | grand, grande, géant, géante
0.90 | short, small, tiny, little | petit, petite, minuscule
"""
_SKIN = """
#5a3a28 | black skin, dark skinned, dark skin, african | peau noire, noir de peau, africain, africaine
#8a5a3a | brown skin, brown skinned, indian | peau brune, peau mate, indien, indienne
#c68c5f | olive skin, tanned, sunburnt, weathered | bronzé, bronzée, hâlé, hâlée, teint mat, buriné, tanné
#f0cdb0 | pale, fair skin, freckled, freckles | pâle, peau claire, taches de rousseur
"""
_HAIR_COLOUR = """
#26201c | dark hair, black hair, black haired, dark haired, raven | cheveux noirs, brun, brune
#5a3a26 | brown hair, brown haired, brunette, chestnut hair | cheveux bruns, cheveux châtains, châtain
#d9b36a | blond, blonde, fair hair, fair haired, golden hair, yellow hair | blond, blonde, cheveux blonds, cheveux dorés
#b5532a | redhead, red hair, red haired, ginger, auburn | roux, rousse, cheveux roux, rouquin, rouquine
#b9b9b6 | grey hair, gray hair, grey haired, grizzled, grey beard, gray beard, silver hair | cheveux gris, barbe grise, grisonnant, grisonnante, poivre et sel
#ecebe6 | white hair, white haired, white beard | cheveux blancs, barbe blanche
"""
_AGE = """
child    | child, boy, girl, kid, toddler, baby, schoolboy, schoolgirl, little girl, little boy | enfant, garçonnet, fillette, gamin, gamine, bébé, écolier, écolière, petite fille, petit garçon
teenager | teenager, teen, teenage, adolescent | adolescent, adolescente, ado, lycéen, lycéenne
old      | old, elderly, retired, aged, grandmother, grandfather, grandma, grandpa, granny, veteran | vieux, vieil, vieille, âgé, âgée, retraité, retraitée, grand mère, grand père, mamie, papi, vétéran, septuagénaire, octogénaire
adult    | adult, thirties, forties, fifties, twenties, young man, young woman | adulte, trentaine, quarantaine, cinquantaine, vingtaine
"""
_GENDER = """
female | woman, girl, lady, mother, sister, daughter, wife, grandmother, granny, queen, princess, she, her, fisherwoman, waitress, witch, mum, aunt, actress, policewoman, businesswoman | femme, fille, fillette, dame, mère, soeur, épouse, grand mère, mamie, reine, princesse, elle, tante, maman, madame, boulangère, pêcheuse, infirmière, sorcière, serveuse, gardienne, étudiante, danseuse, chanteuse, actrice, vieille, conductrice, factrice, bergère, fermière, jardinière, jeune femme
male   | man, boy, gentleman, father, brother, son, husband, grandfather, grandpa, king, prince, he, his, fisherman, waiter, wizard, dad, uncle, policeman, businessman, postman, fireman | homme, garçon, monsieur, père, frère, fils, mari, grand père, papi, roi, prince, il, oncle, papa, boulanger, pêcheur, infirmier, sorcier, serveur, gardien, étudiant, danseur, chanteur, acteur, vieux, vieil, conducteur, facteur, berger, fermier, jardinier
"""
_SPECIES = """
robot | robot, android, droid, automaton, machine | robot, androïde, automate, machine
"""
TABLES = {
    "trade": _TRADES,
    "outfit": _OUTFITS,
    "headwear": _HEADWEAR,
    "hair": _HAIR,
    "facial_hair": _FACIAL,
    "build": _BUILD,
    "height": _HEIGHT,
    "skin": _SKIN,
    "hair_colour": _HAIR_COLOUR,
    "age": _AGE,
    "gender": _GENDER,
    "species": _SPECIES,
}


@cache
def _phrases(table: str, language: Language) -> dict[Phrase, str]:
    found: dict[Phrase, str] = {}
    for row in TABLES[table].strip().splitlines():
        value, english, french = (part.strip() for part in row.split("|"))
        for phrase in (english if language == "en" else french).split(","):
            parts = tuple(tokens(phrase))
            for last in forms(parts[-1], language):
                found.setdefault((*parts[:-1], last), value)
                found.setdefault((*(plain(p) for p in parts[:-1]), plain(last)), value)
    return found


@dataclass(frozen=True)
class Trait:
    """A value that words name, and where."""

    value: str
    start: int
    end: int


def trait(table: str, words: list[str], language: Language) -> Trait | None:
    """The longest phrase of a table in `words`, the first of equals; None if there is none."""
    phrases = _phrases(table, language)
    best: Trait | None = None
    for start in range(len(words)):
        for length in range(min(5, len(words) - start), 0, -1):
            value = phrases.get(tuple(words[start : start + length]))
            if value is not None:
                if best is None or length > best.end - best.start:
                    best = Trait(value, start, start + length)
                break
    return best


def costume(trade: str) -> Costume:
    """What a trade wears."""
    return _COSTUMES[trade]
