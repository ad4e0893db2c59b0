# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (tables of words and sentences, one entry a line)
"""Which language a short text is in.

Briefs are often under ten words, too short for statistics alone, so three kinds of evidence add up: function words (the
strongest), letters that only some languages use, and letter trigrams learnt from the word lists and the catalogue.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from aiprod.film.catalogue import PLACES, THINGS
from aiprod.writing.text import words

FUNCTION_WORDS = {
    "en": """a an the of and to in is it that he she was for on are with as his her they at be this from or had by not but what
        all were when your can there an which their said if do will each about how up out them then many some so these would other
        into has more two who did my over no where after back only me under through off across its every him while before until
        between without once upon against old young last first one year years ago someone somebody something never own than i we you""",
    "fr": """le la les un une des de du d l et à a au aux en dans sur sous avec sans pour par que qu qui quoi dont où il elle ils elles
        on ne n pas plus son sa ses leur leurs ce cet cette ces est sont était être se s y mais ou donc car je tu nous vous mon ma mes
        ton ta tes notre votre devant derrière chez entre vers depuis pendant quand comme très trop peu tout toute tous toutes même jour
        nuit soir matin jeune vieux vieille vieil petit petite deux trois ans fait après avant jusqu lui elle-même c j m t""",
    "es": """el la los las un una unos unas de del y en que con por para su sus se no es lo al más como pero este esta ese esa está hay
        son fue muy sin sobre entre cuando también hasta desde donde quien porque uno dos ya yo ella nos mi su viejo vieja niño niña""",
    "de": """der die das ein eine einen einem einer und in im von zu mit den dem des auf für ist nicht sich auch als an er sie es wird
        sind war bei nach aus wie über nur noch durch aber oder hat wenn unter ihr sein seine ihre am zum zur vor findet alter alte junge""",
    "it": """il lo la i gli le un uno una di a da in con su per tra fra del della dei delle nel nella al alla dal dalla sul che non è e ed
        si sono ma come più anche suo sua questo questa quando dove chi era ha trova vecchio vecchia ragazzo ragazza sotto""",
    "pt": """o a os as um uma de do da dos das em no na nos nas e que com por para não se é mais como mas ao à seu sua ele ela são
        está foi quando muito também até desde onde quem velho velha menino menina pelo pela encontra""",
    "nl": """de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij uit hij zij ze haar hun naar wordt door
        over oude jonge vindt kan nog wel geen deze die onder""",
    "pl": """w i na z do się nie że jest to po przez od dla jak ale o za jego jej który która oraz stary stara młody znajduje pod nad""",
    "sv": """en ett och i att det som på är av för med den till inte om har hon han var de från ut vid under sin gammal hittar""",
}
_TELLING_LETTERS = {
    "fr": "çœêëîïûùàèâô",
    "es": "ñ¿¡",
    "de": "ßäöü",
    "pt": "ãõ",
    "pl": "łżźśćńąę",
    "sv": "å",
    "it": "ìò",
}
_CONTENT_WORDS = {
    "es": "encuentra hombre mujer niño ciudad noche lluvia pescador botella mensaje camino perdido corazón historia busca pequeño quiere guerra playa perro gato",
    "de": "leuchtturm mann frau kind stadt nacht regen fischer flasche nachricht weg verloren herz geschichte sucht klein hund katze brief reise schiff mädchen",
    "it": "guardiano uomo donna bambino città notte pioggia pescatore bottiglia messaggio strada perduto cuore storia cerca piccolo gatto cane lettera viaggio",
    "pt": "homem mulher criança cidade noite chuva pescador garrafa mensagem caminho perdido coração história procura pequeno gato cachorro carta viagem praia",
    "nl": "vuurtorenwachter man vrouw kind stad nacht regen visser fles bericht weg verloren hart verhaal zoekt klein hond kat brief reis schip meisje",
    "pl": "latarnik mężczyzna kobieta dziecko miasto noc deszcz rybak butelka wiadomość droga zagubiony serce historia szuka mały pies kot list podróż",
    "sv": "fyrvaktare man kvinna barn stad natt regn fiskare flaska meddelande väg förlorad hjärta berättelse söker liten hund katt brev resa skepp flicka",
}
_ENGLISH = """finds find message keeper discovers meets woman man child girl boy brother sister wants dreams saves loses repairs learns
    walking looking night morning story lonely strange little world light water their young whispers thing nothing everything
    fighting running waiting friendship freedom through thought shadow king queen knight wizard teacher singing dancing"""
_FRENCH = """trouve découvre rencontre gardien femme homme enfant fille garçon frère sœur veut rêve sauve perd répare apprend
    marche cherche nuit matin histoire seul étrange petite monde lumière eau jeune murmure chose rien tout boulangère
    attente amitié liberté ombre roi reine chevalier sorcier institutrice chante danse vieille grand-mère grand-père oubliée"""
NAMES = {
    "es": "Spanish", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish",
    "ru": "Russian (or another language in Cyrillic)", "el": "Greek", "ar": "Arabic", "he": "Hebrew", "ja": "Japanese",
    "zh": "Chinese", "ko": "Korean", "hi": "Hindi", "th": "Thai",
}  # fmt: skip
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko",
    "DEVANAGARI": "hi", "THAI": "th",
}  # fmt: skip


@dataclass(frozen=True)
class Guess:
    """A guess at a text's language.

    Attributes:
        language: ISO 639-1 code of the best language.
        margin: log-odds over the second best (0 is a toss-up; above 1 is safe).
    """

    language: str
    margin: float


def detect(text: str) -> Guess:
    """The most likely language of a text of at least one letter."""
    script = _script_language(text)
    if script:
        return Guess(script, 10.0)
    scores = {language: _score(text, language) for language in FUNCTION_WORDS}
    ranked = sorted(scores, key=lambda language: (-scores[language], language))
    return Guess(ranked[0], scores[ranked[0]] - scores[ranked[1]])


def preferred(text: str) -> Guess:
    """The better of English and French, with the margin between the two."""
    scores = {language: _score(text, language) for language in ("en", "fr")}
    best = "fr" if scores["fr"] > scores["en"] else "en"
    return Guess(best, abs(scores["fr"] - scores["en"]))


def _script_language(text: str) -> str:
    """The language of a text mostly in a script other than Latin, or ""."""
    found: Counter[str] = Counter()
    letters = [c for c in text if c.isalpha()]
    for letter in letters:
        found[_SCRIPTS.get(unicodedata.name(letter, "?").split(" ")[0], "")] += 1
    if found.get("ja"):
        found["ja"] += found.pop("zh", 0)
    language, count = found.most_common(1)[0] if found else ("", 0)
    return language if language and count * 2 > len(letters) else ""


def _score(text: str, language: str) -> float:
    tokens = [part for word in words(text.lower()) for part in word.replace("’", "'").split("'")][:400]
    if not tokens:
        return 0.0
    function = _function_words()[language]
    hits = sum(_rarity(token) for token in tokens if token in function)
    letters = sum(c in _TELLING_LETTERS.get(language, "") for c in text.lower()[:2000])
    # Evidence grows with length, but slowly: trigrams of one sentence are not independent.
    scale = math.sqrt(len(tokens)) / len(tokens)
    return scale * (hits + 0.8 * letters + 0.35 * _trigram_evidence(tokens, language))


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(listed.split()) for language, listed in FUNCTION_WORDS.items()}


def _rarity(token: str) -> float:
    """A word that many languages share tells little."""
    owners = sum(token in owned for owned in _function_words().values())
    return 3.0 / (owners + (0.5 if len(token) == 1 else 0.0))


def _trigram_evidence(tokens: list[str], language: str) -> float:
    profile, floor = _profiles()[language]
    total, count = 0.0, 0
    for token in tokens:
        for gram in _trigrams(token):
            total += profile.get(gram, floor) + 9.0
            count += 1
    return len(tokens) * total / max(count, 1)


def _trigrams(word: str) -> list[str]:
    padded = f"_{word}_"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


@cache
def _profiles() -> dict[str, tuple[dict[str, float], float]]:
    """Per language, the log-probability of each trigram, and of one never seen."""
    corpora = {language: f"{FUNCTION_WORDS[language]} {_CONTENT_WORDS.get(language, '')}" for language in FUNCTION_WORDS}
    entries = PLACES + THINGS
    corpora["en"] += f" {_ENGLISH} " + " ".join(word for entry in entries for word in entry.en)
    corpora["fr"] += f" {_FRENCH} " + " ".join(word for entry in entries for word in entry.fr)
    return {language: _profile(corpus) for language, corpus in corpora.items()}


def _profile(corpus: str) -> tuple[dict[str, float], float]:
    counts = Counter(gram for word in words(corpus.lower()) for gram in _trigrams(word))
    total = sum(counts.values()) + 0.5 * 9000
    return {gram: math.log((count + 0.5) / total) for gram, count in counts.items()}, math.log(0.5 / total)
