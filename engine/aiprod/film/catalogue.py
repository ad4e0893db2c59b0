# SPDX-License-Identifier: Apache-2.0
"""The words the studio knows how to show and to sound: places, props, animals, effects.

Directing matches a screenplay's words to these names (exact words first, multilingual embeddings for the rest), and the
animatic draws every one of them; a test holds both to it. Words are lower case, singular and without articles; the
matcher takes care of plurals and accents.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A thing of the catalogue.

    Attributes:
        id: its name everywhere.
        en, fr: words that mean it, the best first.
        kind: "place", "prop", "vehicle", "animal" or "landmark" (a thing too big to carry that stands in a set).
        height_m: its usual height.
        interior: for places: whether it has walls and a ceiling.
    """

    id: str
    en: tuple[str, ...]
    fr: tuple[str, ...]
    kind: str
    height_m: float = 1.0
    interior: bool = False


def _entries(kind: str, rows: str, interior: bool = False) -> tuple[Entry, ...]:
    """Parse `id | height | en, en | fr, fr` lines."""
    found = []
    for row in rows.strip().splitlines():
        name, height, en, fr = (part.strip() for part in row.split("|"))
        words = [tuple(word.strip() for word in part.split(",")) for part in (en, fr)]
        found.append(Entry(name, words[0], words[1], kind, float(height), interior))
    return tuple(found)


EXTERIORS = _entries(
    "place",
    """
coast         | 0 | coast, sea, shore, cliff, beach, seaside, bay, headland, ocean, island | côte, mer, rivage, falaise, plage, bord de mer, baie, littoral, océan, île
open_sea      | 0 | open sea, high sea, at sea, on the water, deck, waves | pleine mer, haute mer, au large, pont du bateau, vagues, flots
harbour       | 0 | harbour, harbor, quay, port, pier, dock, jetty, marina | port, quai, jetée, ponton, marina, embarcadère
mountains     | 0 | mountain, peak, summit, pass, valley, ridge, alps | montagne, sommet, col, vallée, crête, alpage
forest        | 0 | forest, wood, woods, clearing, jungle, undergrowth | forêt, bois, clairière, jungle, sous-bois
desert        | 0 | desert, dune, sand, oasis, wasteland | désert, dune, sable, oasis
field         | 0 | field, meadow, prairie, countryside, farm, hill, vineyard, orchard | champ, prairie, pré, campagne, ferme, colline, vigne, verger
snowfield     | 0 | snow field, snow, ice, glacier, arctic, tundra, frozen lake | neige, étendue glacée, glace, glacier, banquise, toundra, lac gelé
village_street| 0 | village street, village, lane, small town, alley, town square, market | rue du village, village, ruelle, bourg, place du village, marché
city_street   | 0 | city, street, avenue, boulevard, downtown, crossroads, sidewalk, tram stop, bus stop | ville, rue, avenue, boulevard, centre-ville, carrefour, trottoir, arrêt de tram, arrêt de bus, quartier
rooftop       | 0 | rooftop, roof, terrace, balcony | toit, toits, terrasse, balcon
park          | 0 | park, garden, playground, public garden, pond | parc, jardin, square, aire de jeux, étang
river         | 0 | river, bridge, riverbank, canal, stream, lake, lakeside | rivière, pont, berge, canal, ruisseau, lac, fleuve
road          | 0 | road, highway, roadside, track, crossroad | route, autoroute, bord de route, chemin
station       | 0 | station, railway station, platform, train station | gare, quai de gare, station
space         | 0 | space, orbit, moon, planet, mars, asteroid, spacewalk | espace, orbite, lune, planète, mars, astéroïde
""",
)

INTERIORS = _entries(
    "place",
    """
kitchen       | 0 | kitchen, dining room | cuisine, salle à manger
bedroom       | 0 | bedroom, room, attic, hotel room, nursery | chambre, grenier, chambre d'hôtel, mansarde
living_room   | 0 | living room, lounge, house, home, apartment, flat, sitting room, parlour | salon, séjour, maison, appartement, pièce
office        | 0 | office, workplace, meeting room, newsroom, police station | bureau, salle de réunion, rédaction, commissariat
workshop      | 0 | workshop, garage, forge, shed, studio, laboratory, lab | atelier, garage, forge, remise, laboratoire, hangar
bakery        | 0 | bakery, baker's shop, shop, grocery, store, pastry shop | boulangerie, fournil, boutique, épicerie, magasin, pâtisserie
cafe          | 0 | café, cafe, bar, restaurant, pub, diner, tavern, inn | café, bar, restaurant, bistrot, taverne, auberge
classroom     | 0 | classroom, school | salle de classe, école, classe
library       | 0 | library, bookshop, archive, museum | bibliothèque, librairie, archives, musée
lighthouse_room | 0 | lighthouse, lamp room, lantern room, lighthouse interior, tower room | intérieur du phare, salle de la lanterne, phare, tour
spaceship_cabin | 0 | spaceship, cockpit, spacecraft cabin, control room, space station, capsule | vaisseau, cockpit, cabine, salle de contrôle, station spatiale, capsule
hospital      | 0 | hospital, ward, clinic | hôpital, clinique, chambre d'hôpital
theatre       | 0 | theatre, theater, stage, cinema, concert hall, circus | théâtre, scène, cinéma, salle de concert, cirque
cave          | 0 | cave, tunnel, mine, cellar, dungeon, basement | grotte, tunnel, mine, cave, cachot, sous-sol
train_car     | 0 | train car, carriage, compartment, tram interior, bus interior, wagon | wagon, compartiment, intérieur du tram, intérieur du bus, voiture du train
""",
    interior=True,
)

LANDMARKS = _entries(
    "landmark",
    """
lighthouse    | 18 | lighthouse | phare
clock_tower   | 16 | clock tower, church tower, belfry, church, bell tower | horloge, clocher, beffroi, église
house         | 6  | house, cottage, cabin, hut | maison, chaumière, cabane, chalet
castle        | 20 | castle, palace, fortress | château, palais, forteresse
windmill      | 10 | windmill, mill | moulin
tree          | 6  | tree, oak, pine, apple tree, willow | arbre, chêne, pin, pommier, saule
bridge        | 5  | bridge | pont
fountain      | 2.5| fountain, well | fontaine, puits
tent          | 1.8| tent | tente
lamp_post     | 4  | lamp post, street lamp, streetlight, lamppost | réverbère, lampadaire
rocket        | 12 | rocket | fusée
satellite_dish| 5  | antenna, satellite dish, radio mast, telescope dish | antenne, parabole
statue        | 4  | statue, monument | statue, monument
ferris_wheel  | 18 | ferris wheel, fair, carousel | grande roue, manège, fête foraine
""",
)

PROPS = _entries(
    "prop",
    """
bottle        | 0.30 | bottle, message in a bottle, flask | bouteille, bouteille à la mer, flacon
letter        | 0.22 | letter, message, note, envelope, postcard, paper | lettre, message, mot, enveloppe, carte postale, papier
map           | 0.30 | map, chart, treasure map | carte, plan, carte au trésor
book          | 0.25 | book, diary, notebook, novel | livre, journal intime, carnet, roman
key           | 0.12 | key | clé, clef
suitcase      | 0.55 | suitcase, luggage, case | valise, bagage
bag           | 0.45 | bag, backpack, satchel, basket | sac, cartable, besace, panier
box           | 0.40 | box, parcel, package, crate, chest, gift, present | boîte, colis, paquet, caisse, coffre, cadeau
umbrella      | 0.95 | umbrella | parapluie
cup           | 0.10 | cup, mug, coffee, tea, glass | tasse, café, thé, verre
kettle        | 0.25 | kettle, teapot, saucepan, pot | bouilloire, théière, casserole, marmite
bread         | 0.20 | bread, loaf, baguette, croissant, cake, dough | pain, miche, baguette, croissant, gâteau, pâte, brioche
apple         | 0.09 | apple, fruit, orange | pomme, fruit, orange
candle        | 0.22 | candle | bougie, chandelle
lantern       | 0.35 | lantern, lamp, torch, flashlight | lanterne, lampe, lampe torche, torche
clock         | 0.30 | clock, watch, alarm clock | pendule, montre, réveil
phone         | 0.16 | phone, telephone, mobile | téléphone, portable
radio         | 0.25 | radio, transmitter, walkie-talkie | radio, émetteur, poste
computer      | 0.40 | computer, laptop, screen, monitor | ordinateur, écran
camera        | 0.16 | camera, photograph, photo | appareil photo, caméra, photo, photographie
telescope     | 1.40 | telescope, spyglass, binoculars | télescope, longue-vue, jumelles
guitar        | 1.00 | guitar | guitare
piano         | 1.20 | piano | piano
violin        | 0.60 | violin, fiddle, cello | violon, violoncelle
flower        | 0.40 | flower, rose, bouquet, tulip | fleur, rose, bouquet, tulipe
plant         | 0.50 | plant, seed, sprout, seedling | plante, graine, pousse, plantule
balloon       | 1.20 | balloon | ballon de baudruche, ballon rouge
kite          | 0.90 | kite | cerf-volant
ball          | 0.24 | ball, football | balle, ballon
toy           | 0.30 | toy, doll, teddy bear, teddy | jouet, poupée, ours en peluche, peluche
chair         | 0.95 | chair, armchair, stool | chaise, fauteuil, tabouret
table         | 0.78 | table, desk, bench table | table, bureau
bench         | 0.85 | bench | banc
bed           | 0.90 | bed | lit
door          | 2.05 | door, gate | porte, portail
window        | 1.40 | window | fenêtre
mirror        | 1.20 | mirror | miroir, glace
painting      | 0.90 | painting, portrait, canvas, drawing | tableau, portrait, toile, dessin
drawer        | 0.90 | drawer, cupboard, dresser, wardrobe | tiroir, armoire, commode, placard
ladder        | 2.50 | ladder | échelle
rope          | 0.40 | rope, net, chain | corde, filet, chaîne
oar           | 1.80 | oar, paddle | rame, pagaie
anchor        | 0.90 | anchor | ancre
tool          | 0.30 | tool, wrench, hammer, screwdriver, spanner | outil, clé à molette, marteau, tournevis
fire          | 0.80 | fire, campfire, bonfire, flame | feu, feu de camp, flamme
sword         | 1.00 | sword, dagger | épée, dague
crown         | 0.20 | crown | couronne
gem           | 0.12 | gem, diamond, jewel, ring, treasure, gold | gemme, diamant, bijou, bague, trésor, or
mask          | 0.25 | mask | masque
microphone    | 1.50 | microphone, mic | micro, microphone
sign          | 1.60 | sign, poster, signpost | panneau, pancarte, affiche
mailbox       | 1.20 | mailbox, letterbox, postbox | boîte aux lettres
snowman       | 1.50 | snowman | bonhomme de neige
star          | 1.00 | star, shooting star, comet | étoile, étoile filante, comète
shell         | 0.10 | shell, seashell, pebble, stone | coquillage, galet, pierre, caillou
hat           | 0.25 | hat | chapeau
shoe          | 0.14 | shoe, boot | chaussure, botte, soulier
drum          | 0.50 | drum | tambour
trumpet       | 0.50 | trumpet, horn | trompette, cor
oven          | 1.40 | oven, stove, fireplace | four, poêle, cheminée
""",
)

VEHICLES = _entries(
    "vehicle",
    """
rowing_boat   | 0.9 | rowing boat, boat, rowboat, dinghy, canoe | barque, canot, bateau, canoë
sailboat      | 7   | sailboat, sailing boat, yacht | voilier
fishing_boat  | 5   | fishing boat, trawler | chalutier, bateau de pêche
ferry         | 12  | ferry, ship, liner, steamer | ferry, navire, paquebot, bac
car           | 1.5 | car, taxi, automobile | voiture, taxi, automobile
van           | 2.2 | van, truck, lorry, ambulance | camionnette, camion, ambulance, fourgon
bus           | 3.0 | bus, coach | bus, autobus, autocar
tram          | 3.3 | tram, tramway, streetcar, trolley | tram, tramway
train         | 3.8 | train, locomotive | train, locomotive
bicycle       | 1.1 | bicycle, bike | vélo, bicyclette
motorbike     | 1.2 | motorbike, motorcycle, scooter | moto, scooter
plane         | 5   | plane, airplane, aeroplane | avion
hot_air_balloon | 15 | hot air balloon, airship | montgolfière, dirigeable
spaceship     | 6   | spaceship, spacecraft, capsule, flying saucer | vaisseau spatial, vaisseau, capsule, soucoupe volante
cart          | 1.2 | cart, wheelbarrow, trolley cart, sled | charrette, brouette, chariot, traîneau
""",
)

ANIMALS = _entries(
    "animal",
    """
cat           | 0.32 | cat, kitten | chat, chatte, chaton
dog           | 0.60 | dog, puppy | chien, chienne, chiot
gull          | 0.40 | gull, seagull, albatross | mouette, goéland, albatros
bird          | 0.18 | bird, sparrow, robin, pigeon, dove, crow | oiseau, moineau, rouge-gorge, pigeon, colombe, corbeau
owl           | 0.35 | owl | hibou, chouette
horse         | 1.70 | horse, pony, donkey, mule | cheval, poney, âne, mule
cow           | 1.50 | cow, bull, ox | vache, taureau, bœuf
sheep         | 0.90 | sheep, lamb, goat | mouton, agneau, chèvre, brebis
fox           | 0.45 | fox | renard
wolf          | 0.80 | wolf | loup
bear          | 1.30 | bear | ours
deer          | 1.40 | deer, stag, doe | cerf, biche, faon
rabbit        | 0.30 | rabbit, hare | lapin, lièvre
mouse         | 0.08 | mouse, rat | souris, rat
fish          | 0.30 | fish, goldfish | poisson, poisson rouge
whale         | 5.00 | whale | baleine
dolphin       | 0.80 | dolphin | dauphin
butterfly     | 0.10 | butterfly, moth, firefly | papillon, luciole
elephant      | 3.00 | elephant | éléphant
dragon        | 4.00 | dragon | dragon
penguin       | 0.80 | penguin | pingouin, manchot
turtle        | 0.30 | turtle, tortoise | tortue
chicken       | 0.45 | chicken, hen, rooster | poule, poulet, coq
""",
)

PLACES = EXTERIORS + INTERIORS
THINGS = LANDMARKS + PROPS + VEHICLES + ANIMALS
BY_ID = {entry.id: entry for entry in PLACES + THINGS}

EFFECTS = (
    "footsteps",
    "running",
    "door",
    "knock",
    "gull",
    "bird",
    "dog",
    "cat",
    "horse",
    "owl",
    "bell",
    "clock",
    "kettle",
    "thunder",
    "splash",
    "boat_creak",
    "oars",
    "horn",
    "train",
    "tram",
    "car",
    "engine",
    "bicycle",
    "fire",
    "paper",
    "glass",
    "keys",
    "crowd",
    "laugh",
    "whoosh",
    "impact",
    "robot",
    "typing",
    "phone",
    "radio",
    "rocket",
    "music_box",
    "wings",
    "water_drop",
    "cloth",
    "drawer",
    "bread_oven",
    "wind_gust",
)
"""Sounds that `music` can synthesise on a cue."""
