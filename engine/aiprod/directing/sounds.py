# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (a table reads best with one row a line)
"""The sounds that a picture shows: words of both languages → effects of the catalogue."""

from __future__ import annotations

from functools import cache

from aiprod.directing.words import plain, tokens
from aiprod.film.brief import Language
from aiprod.film.catalogue import EFFECTS
from aiprod.film.screenplay import Weather
from aiprod.film.shots import Blocking, PropPlacement, SetDesign, Stance

_TABLE = """
door       | door doors gate opens slams | porte portes portail claque
knock      | knocks knock knocking taps | frappe frappent toque
gull       | gull gulls seagull | mouette mouettes goéland goélands
bird       | bird birds sparrow robin sings | oiseau oiseaux moineau pigeon
dog        | dog dogs barks bark puppy | chien chiens aboie
cat        | cat meows purrs kitten | chat chatte chaton miaule ronronne
horse      | horse gallops hooves | cheval galope sabots
owl        | owl hoots | hibou chouette hulule
bell       | bell bells chimes tolls strikes belfry | cloche cloches sonne clocher carillon
clock      | clock ticks ticking watch | horloge pendule tic montre réveil
kettle     | kettle boils whistles teapot | bouilloire bout siffle théière
thunder    | thunder lightning storm | tonnerre éclair éclairs orage tempête
splash     | splash splashes dives falls plunges | plouf plonge éclabousse
boat_creak | boat deck hull creaks mast | bateau barque coque craque voilier
oars       | oars oar rows rowing rowboat | rame rames avirons
horn       | horn siren foghorn ferry | corne sirène ferry
train      | train locomotive rails | train locomotive rails
tram       | tram tramway streetcar | tram tramway
car        | car taxi traffic van | voiture taxi camionnette circulation
engine     | engine motor trawler motorbike | moteur chalutier moto
bicycle    | bicycle bike cycles | vélo bicyclette pédale
fire       | fire flames campfire fireplace candle burns | feu flammes cheminée brûle bougie
paper      | letter paper reads writes unfolds map page pages envelope book message | lettre papier lit écrit déplie carte page pages enveloppe livre message
glass      | bottle glass cork breaks cup clinks | bouteille verre bouchon casse tasse trinque
keys       | key keys jingle unlocks | clé clés clef clefs
crowd      | crowd people market audience queue applause | foule gens marché public quartier applaudissements
laugh      | laugh laughs laughing giggles | rit rient rire rires éclate
whoosh     | rushes flies swoops dashes | file fonce vole
impact     | drops falls crashes bang collapses bumps hits | tombe chute heurte cogne effondre
robot      | robot android beeps whirrs | robot androïde bipe
typing     | types keyboard typewriter computer | tape clavier machine ordinateur
phone      | phone telephone rings | téléphone sonnerie
radio      | radio static transmitter | radio grésille poste
rocket     | rocket launches takeoff blasts | fusée décolle décollage
music_box  | music-box carousel | manège boîte-à-musique
wings      | wings flaps butterfly dove | ailes papillon colombe
water_drop | drip drips drop drops leak | goutte gouttes fuite goutte
cloth      | coat blanket sheet sail scarf | manteau couverture drap voile écharpe
drawer     | drawer drawers cupboard rummages | tiroir tiroirs placard fouille
bread_oven | oven bread bakes loaf dough | four pain fournil pétrit
wind_gust  | gust gusts wind | rafale rafales vent bourrasque
"""
_OF_THING = {
    "gull": "gull", "bird": "bird", "dog": "dog", "cat": "cat", "horse": "horse", "owl": "owl", "kettle": "kettle",
    "rowing_boat": "oars", "sailboat": "boat_creak", "fishing_boat": "engine", "ferry": "horn", "car": "car", "van": "car",
    "bus": "engine", "tram": "tram", "train": "train", "bicycle": "bicycle", "motorbike": "engine", "fire": "fire",
    "rocket": "rocket", "letter": "paper", "map": "paper", "book": "paper", "key": "keys", "bottle": "glass", "drawer": "drawer",
    "oven": "bread_oven", "computer": "typing", "phone": "phone", "radio": "radio",
}  # fmt: skip
_MOST = 3


@cache
def _words(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        effect, english, french = (part.strip() for part in row.split("|"))
        for word in (english if language == "en" else french).split():
            found.setdefault(word, effect)
            found.setdefault(plain(word), effect)
    return found


def effects_for(
    text: str, language: Language, design: SetDesign, blocking: tuple[Blocking, ...], props: tuple[PropPlacement, ...]
) -> tuple[str, ...]:
    """The effects of a shot, at most three, the most telling first: what moves, what the text says, what things sound like."""
    found: list[str] = []
    for actor in blocking:
        if not actor.back and actor.stance in (Stance.WALK, Stance.RUN) and design.place != "space":
            found.append("running" if actor.stance is Stance.RUN else "footsteps")
    table = _words(language)
    found += [table[word] for word in tokens(text) if word in table]
    if design.weather is Weather.STORM and not design.interior and not blocking:
        found.append("thunder")
    found += [_OF_THING[p.prop] for p in props if p.hero and p.prop in _OF_THING]
    if design.place == "space":
        found = [f for f in found if f in ("robot", "radio", "rocket", "typing")]
    return tuple(f for f in dict.fromkeys(found) if f in EFFECTS)[:_MOST]
