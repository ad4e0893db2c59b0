# SPDX-License-Identifier: Apache-2.0
"""A free sentence, English or French, as the video model's words.

Phrases of the vocabulary and words of the catalogue are looked up, the longest first; each word counts once. Embeddings are
not asked: measured on the vocabulary's own phrases they give the wrong value for one in five, and "left" for "right".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID, PLACES
from aiprod.shooting.nano.vocabulary import ids, values

_ARTICLES = frozenset(
    [
        "a",
        "an",
        "the",
        "un",
        "une",
        "le",
        "la",
        "les",
        "l",
        "des",
        "du",
        "de",
        "d",
        "of",
        "in",
        "on",
        "at",
        "au",
        "aux",
        "en",
        "dans",
    ]
)
_MORE = """
place city_street | city, street in the city | ville, en ville
place village_street | village | village
place mountains | mountain | montagnes
place forest | wood, woods, jungle | bois, jungle
place coast | beach, sea, shore | plage, mer, rivage
place snowfield | ice, glacier | banquise, glacier
place space | space, moon, planet | espace, lune, planète
time day | day, daylight, noon, midday, morning, afternoon | jour, midi, après-midi, matin
time dawn | dawn, sunrise | aube, aurore, lever du soleil
time dusk | dusk, sunset, evening, twilight | crépuscule, soir, coucher du soleil
time night | night, midnight, nighttime | nuit, minuit
weather clear | sunny, clear | ensoleillé, soleil
weather fog | foggy, misty, mist | brumeux, brume, brouillard
weather rain | raining, rainy, storm, stormy | pluie, pleut, orage, tempête
weather snow | snowing, snowy | neige qui tombe, neige tombe
subject woman | woman, women, lady, girl friend, mother | femme, femmes, dame, mère
subject man | man, men, gentleman, father, keeper | homme, hommes, monsieur, père, gardien
subject child | child, children, kid, kids, girl, girls, boy, boys | enfant, enfants, fille, filles, garçon, garçons
subject robot | robots, android | robots, androïde
subject cat | cats, kitten | chats, chaton
subject bird | birds, gull, seagull, seagulls | oiseaux, mouette, mouettes
subject horse | horses, pony | chevaux, poney
subject hot_air_balloon | hot air balloons | montgolfières
subject spaceship | spaceships, ufo | vaisseaux, soucoupe
subject ball | balls | balles, ballon, ballons
count 1 | one, single | seul, seule
count 2 | two, pair, both | deux, paire
count 3 | three, trio | trois, trio
colour orange | orange | orange
colour purple | purple, violet, mauve, lilac | violet, violette, violets, violettes, mauve
colour red | red, crimson | rouge, rouges
colour green | green | vert, verte, verts, vertes
colour blue | blue, navy | bleu, bleue, bleus, bleues
colour white | white | blanc, blanche, blancs, blanches
colour black | black | noir, noire, noirs, noires
colour yellow | yellow, golden | jaune, jaunes
direction left | to the left, leftwards | vers la gauche, à gauche
direction right | to the right, rightwards | vers la droite, à droite
direction still | stands, sits, waits, stopped, parked | debout, assis, assise, attend, arrêté, garé, garée
speed fast | fast, quickly, runs, running, races, speeding, gallops | vite, rapidement, court, courent, galope, fonce, file
speed slow | slowly, walks, walking, strolls | lentement, marche, marchent, doucement
emotion joy | happy, smiling, smiles, laughs, joyful | heureux, heureuse, sourit, joyeux, joyeuse, rit
emotion sadness | sad, crying, weeps | triste, tristes, pleure
emotion anger | angry, furious | furieux, furieuse, colère
emotion fear | afraid, scared, frightened | peur, effrayé, effrayée
emotion surprise | surprised, astonished | surpris, surprise, étonné, étonnée
speech speaking | speaks, talks, talking, says | parle, parlent, dit
size wide | wide shot, establishing shot | plan large, plan d'ensemble
size close | close-up, close up, portrait | gros plan, portrait
camera pan_left | pans left, pan left | panoramique gauche
camera pan_right | pans right, pan right | panoramique droite
camera zoom_in | zooms in | zoome, zoom avant
camera zoom_out | zooms out | dézoome, zoom arrière
camera dolly_in | pushes in, dollies in, moves forward | travelling avant
camera dolly_out | pulls back, dollies out, moves back | travelling arrière
camera truck_left | trucks left, slides left | travelling gauche
camera truck_right | trucks right, slides right | travelling droite
"""


def labels_in(text: str, language: Language) -> dict[str, str]:
    """What a sentence says, slot → value; what it does not say is not there."""
    words = _words(text)
    free = [True] * len(words)
    found: dict[str, str] = {}
    longest = max(len(key) for key in _table(language))
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            entry = _table(language).get(tuple(words[start : start + length]))
            if entry is None or entry[0] in found or not all(free[start : start + length]):
                continue
            found[entry[0]] = entry[1]
            free[start : start + length] = [False] * length
    return _sensible(found)


def _sensible(found: dict[str, str]) -> dict[str, str]:
    """Without contradictions: a way, a number and a colour need someone whose they are."""
    if found.get("subject", "none") == "none":
        found = {slot: name for slot, name in found.items() if slot not in ("direction", "speed", "count", "colour")}
    if found.get("speed") and found.get("direction", "still") == "still":
        del found["speed"]
    if found.get("subject", "none") != "none":
        found.setdefault("count", "1")
    return found


@cache
def _table(language: Language) -> dict[tuple[str, ...], tuple[str, str]]:
    """Words → (slot, value): the vocabulary's phrases, the catalogue's words for what it knows, and common others."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for value in values():
        for phrase in value.phrases(language):
            found.setdefault(tuple(_words(phrase)), (value.slot, value.id))
            found.setdefault(_bare(phrase), (value.slot, value.id))
    for row in _MORE.strip().splitlines():
        name, english, french = (part.strip() for part in row.split(" | "))
        slot, value_id = name.split(" ")
        for phrase in (english if language == "en" else french).split(","):
            found[tuple(_words(phrase))] = (slot, value_id)
    for slot, entries in (("place", [p.id for p in PLACES]), ("subject", list(ids("subject")))):
        for name in entries:
            if name in ids(slot) and name in BY_ID:
                _add_words(found, slot, name, language)
    found.pop((), None)
    return found


def _add_words(found: dict[tuple[str, ...], tuple[str, str]], slot: str, name: str, language: Language) -> None:
    entry = BY_ID[name]
    for word in entry.en if language == "en" else entry.fr:
        key = tuple(_words(word))
        found.setdefault(key, (slot, name))
        found.setdefault((*key[:-1], key[-1] + "s"), (slot, name))


def _bare(phrase: str) -> tuple[str, ...]:
    """A phrase without the articles it begins with."""
    words = _words(phrase)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return tuple(words)


def _words(text: str) -> list[str]:
    """Lower case, without accents; apostrophes and hyphens separate."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain.replace("œ", "oe"))
