# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (a table reads best with one row a line)
"""The attributes of a training clip, their values, and the phrases that say them in both languages.

A clip is described by one value for each slot, or none where the slot says nothing (the weather of a room, the colour of a
place alone). Trainers and generators see a value as the embedding of one of its phrases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aiprod.film.brief import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")
SLOTS = (
    "place", "time", "weather", "light", "subject", "count", "colour", "direction", "speed", "camera", "size", "emotion", "speech",
)  # fmt: skip
"""In the order of the condition tokens. To be extended only at the end: trained models count on the order."""

HUES = {
    "red": "#c8352e", "orange": "#e07b2f", "yellow": "#e3b23c", "green": "#3c7a4e", "blue": "#2f5fa8", "purple": "#6d4a8c",
    "white": "#f1ede2", "black": "#26262b",
}  # fmt: skip
"""What the colours look like: as the director's own colour words have them."""
_TABLE = """
place | coast          | the sea coast; a beach by the sea; cliffs above the sea | la côte; une plage au bord de la mer; les falaises au-dessus de la mer
place | open_sea       | the open sea; on the deck of a ship; far out at sea | la pleine mer; sur le pont d'un navire; au large
place | harbour        | a harbour; the port with its quay; a quay with fishing boats | un port; le quai du port; un quai avec des bateaux de pêche
place | mountains      | the mountains; high peaks; a mountain valley | la montagne; de hauts sommets; une vallée de montagne
place | forest         | a forest; among the trees of a wood; deep in the woods | une forêt; parmi les arbres d'un bois; au fond des bois
place | desert         | a desert; sand dunes; a dry land of sand | un désert; des dunes de sable; une étendue de sable
place | field          | the fields; a green meadow; the countryside | les champs; un pré vert; la campagne
place | snowfield      | a snow field; a plain of snow and ice; the frozen north | un champ de neige; une plaine de neige et de glace; le grand nord gelé
place | village_street | a village street; an old lane of houses; a small town | une rue de village; une vieille ruelle; un petit bourg
place | city_street    | a city street; an avenue between tall buildings; downtown | une rue en ville; une avenue entre de grands immeubles; le centre-ville
place | park           | a park; a public garden; the lawns of a park | un parc; un jardin public; les pelouses d'un parc
place | road           | a country road; the highway; an open road | une route de campagne; la grande route; une route dégagée
place | space          | outer space; among the stars; in orbit above a planet | l'espace; parmi les étoiles; en orbite au-dessus d'une planète
place | kitchen        | a kitchen; a dining room; at home in the kitchen | une cuisine; une salle à manger; à la maison dans la cuisine
place | library        | a library; a room full of books; a bookshop | une bibliothèque; une salle pleine de livres; une librairie
place | cafe           | a café; the bar of a restaurant; a pub | un café; le bar d'un restaurant; un bistrot
place | cave           | a cave; a dark tunnel in the rock; an old mine | une grotte; un tunnel sombre dans la roche; une vieille mine
time | dawn  | at dawn; at sunrise; early in the morning | à l'aube; au lever du soleil; au petit matin
time | day   | by day; in daylight; in the middle of the day | de jour; en plein jour; au milieu de la journée
time | dusk  | at dusk; at sunset; in the evening | au crépuscule; au coucher du soleil; le soir
time | night | at night; in the dark of the night; at midnight | la nuit; dans la nuit noire; à minuit
weather | clear  | clear weather; a clear sky; fine weather | temps clair; un ciel dégagé; beau temps
weather | fog    | fog; thick mist; foggy weather | du brouillard; une brume épaisse; temps brumeux
weather | rain   | rain; it is raining; rainy weather | de la pluie; il pleut; temps pluvieux
weather | snow   | snow is falling; it is snowing; snowfall | la neige tombe; il neige; une chute de neige
light | left  | lit from the left; the light comes from the left; light on the left | éclairé par la gauche; la lumière vient de la gauche; lumière à gauche
light | right | lit from the right; the light comes from the right; light on the right | éclairé par la droite; la lumière vient de la droite; lumière à droite
light | back  | backlit; against the light; the light comes from behind | à contre-jour; devant la lumière; la lumière vient de derrière
subject | woman           | a woman; a lady; a young woman | une femme; une dame; une jeune femme
subject | man             | a man; a gentleman; a young man | un homme; un monsieur; un jeune homme
subject | child           | a child; a little girl; a little boy | un enfant; une petite fille; un petit garçon
subject | robot           | a robot; an android; a machine that walks and talks | un robot; un androïde; une machine qui marche et qui parle
subject | cat             | a cat; a kitten; a sitting cat | un chat; un chaton; une chatte
subject | dog             | a dog; a puppy; a faithful dog | un chien; un chiot; un bon chien
subject | horse           | a horse; a pony; a riding horse | un cheval; un poney; un cheval de selle
subject | elephant        | an elephant; a big elephant; an elephant with its trunk | un éléphant; un gros éléphant; un éléphant avec sa trompe
subject | penguin         | a penguin; a little penguin; an emperor penguin | un pingouin; un petit manchot; un manchot empereur
subject | bird            | a bird; a flying bird; a seagull | un oiseau; un oiseau qui vole; une mouette
subject | car             | a car; a taxi; an automobile | une voiture; un taxi; une automobile
subject | bus             | a bus; a coach; a city bus | un bus; un autocar; un autobus
subject | bicycle         | a bicycle; a bike; a parked bicycle | un vélo; une bicyclette; un vélo de ville
subject | sailboat        | a sailboat; a sailing boat; a yacht | un voilier; un bateau à voile; un yacht
subject | hot_air_balloon | a hot air balloon; an airship; a balloon in the sky | une montgolfière; un dirigeable; une montgolfière dans le ciel
subject | spaceship       | a spaceship; a spacecraft; a flying saucer | un vaisseau spatial; un vaisseau; une soucoupe volante
subject | tree            | a tree; an oak; an apple tree | un arbre; un chêne; un pommier
subject | house           | a house; a cottage; a hut | une maison; une chaumière; une cabane
subject | lighthouse      | a lighthouse; a tall lighthouse; a lighthouse tower | un phare; un grand phare; la tour d'un phare
subject | umbrella        | an umbrella; an open umbrella; a parasol | un parapluie; un parapluie ouvert; une ombrelle
subject | ball            | a ball; a football; a round ball | une balle; un ballon de foot; une balle ronde
subject | chair           | a chair; a wooden chair; an armchair | une chaise; une chaise en bois; un fauteuil
subject | none            | an empty place; nobody; the place alone | un lieu vide; personne; le lieu seul
count | 1 | one; a single one; alone | un seul; une seule; tout seul
count | 2 | two; a pair; a couple of them | deux; une paire; tous les deux
count | 3 | three; a group of three; a trio | trois; un groupe de trois; un trio
colour | red    | red; bright red; scarlet | rouge; rouge vif; écarlate
colour | orange | orange; bright orange; the colour of an orange | orange; orange vif; couleur d'orange
colour | yellow | yellow; golden yellow; bright yellow | jaune; jaune doré; jaune vif
colour | green  | green; dark green; emerald green | vert; verte; vert émeraude
colour | blue   | blue; deep blue; azure | bleu; bleue; bleu azur
colour | purple | purple; violet; mauve | violet; violette; mauve
colour | white  | white; pure white; ivory | blanc; blanche; blanc ivoire
colour | black  | black; dark black; charcoal black | noir; noire; noir charbon
direction | left  | moving to the left; going left; from right to left | va vers la gauche; se dirige à gauche; de droite à gauche
direction | right | moving to the right; going right; from left to right | va vers la droite; se dirige à droite; de gauche à droite
direction | still | standing still; staying in place; motionless | immobile; reste sur place; ne bouge pas
speed | slow | slowly; at a slow pace; unhurried | lentement; à petite allure; sans se presser
speed | fast | fast; quickly; at full speed | vite; rapidement; à toute allure
camera | static      | static camera; locked-off shot; the camera does not move | caméra fixe; plan fixe; la caméra ne bouge pas
camera | pan_left    | the camera pans left; pan to the left; the camera turns left | panoramique vers la gauche; la caméra tourne à gauche; panoramique à gauche
camera | pan_right   | the camera pans right; pan to the right; the camera turns right | panoramique vers la droite; la caméra tourne à droite; panoramique à droite
camera | tilt_up     | the camera tilts up; tilt up; the camera looks up | panoramique vertical vers le haut; la caméra se lève; la caméra regarde vers le haut
camera | tilt_down   | the camera tilts down; tilt down; the camera looks down | panoramique vertical vers le bas; la caméra se baisse; la caméra regarde vers le bas
camera | zoom_in     | zoom in; the lens zooms in; a slow zoom in | zoom avant; l'objectif zoome; un zoom avant lent
camera | zoom_out    | zoom out; the lens zooms out; a slow zoom out | zoom arrière; l'objectif dézoome; un zoom arrière lent
camera | dolly_in    | dolly in; the camera moves forward; push in | travelling avant; la caméra avance; la caméra s'approche
camera | dolly_out   | dolly out; the camera moves back; pull back | travelling arrière; la caméra recule; la caméra s'éloigne
camera | truck_left  | truck left; the camera slides to the left; tracking shot to the left | travelling latéral vers la gauche; la caméra glisse à gauche; travelling à gauche
camera | truck_right | truck right; the camera slides to the right; tracking shot to the right | travelling latéral vers la droite; la caméra glisse à droite; travelling à droite
size | wide   | wide shot; establishing shot; seen from far | plan large; plan d'ensemble; vu de loin
size | full   | full shot; the whole figure; seen entirely | plan en pied; la silhouette entière; vu en entier
size | medium | medium shot; seen from the waist up; mid shot | plan moyen; plan taille; vu à partir de la taille
size | close  | close-up; the face fills the picture; seen very near | gros plan; le visage remplit l'image; vu de très près
emotion | neutral  | a calm face; no expression; neutral | un visage calme; sans expression; neutre
emotion | joy      | happy; a smiling face; full of joy | heureux; un visage souriant; plein de joie
emotion | sadness  | sad; a sad face; in sorrow | triste; un visage triste; plein de chagrin
emotion | anger    | angry; an angry face; furious | en colère; un visage fâché; furieux
emotion | fear     | afraid; a frightened face; scared | effrayé; un visage apeuré; qui a peur
emotion | surprise | surprised; an astonished face; amazed | surpris; un visage étonné; stupéfait
speech | speaking | speaking; talking, lips moving; saying something | parle; en train de parler, les lèvres bougent; dit quelque chose
speech | silent   | silent; mouth closed; saying nothing | silencieux; bouche fermée; ne dit rien
"""


@dataclass(frozen=True)
class Value:
    """One value of a slot, with the phrases that say it (the usual one first)."""

    slot: str
    id: str
    en: tuple[str, ...]
    fr: tuple[str, ...]

    def phrases(self, language: Language) -> tuple[str, ...]:
        return self.en if language == "en" else self.fr


@cache
def values() -> tuple[Value, ...]:
    """Every value of every slot, in the order of the slots."""
    found = []
    for row in _TABLE.strip().splitlines():
        slot, name, english, french = (part.strip() for part in row.split(" | "))
        en, fr = (tuple(phrase.strip() for phrase in text.split(";")) for text in (english, french))
        found.append(Value(slot, name, en, fr))
    return tuple(sorted(found, key=lambda value: SLOTS.index(value.slot)))


@cache
def ids(slot: str) -> tuple[str, ...]:
    """The values of a slot; their places in this tuple are their codes."""
    return tuple(value.id for value in values() if value.slot == slot)


@cache
def value(slot: str, name: str) -> Value:
    """A value by its name. Raises KeyError for one that is not in the table."""
    for entry in values():
        if (entry.slot, entry.id) == (slot, name):
            return entry
    raise KeyError(f"no value {name!r} in slot {slot!r}")
