# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, SIM905 (tables of words and sentences, one entry a line)
"""Words that tell time, weather, mood, emotion, age and gender, in English and French (folded: no accents, lower case)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from aiprod.film.screenplay import Age, Emotion, Gender, Mood, TimeOfDay, Weather
from aiprod.writing.text import fold

_Key = TypeVar("_Key")

TIMES: Mapping[TimeOfDay, str] = {
    TimeOfDay.DAWN: "dawn|daybreak|sunrise|first light|aube|lever du soleil|lever du jour|point du jour|petit jour|aurore",
    TimeOfDay.MORNING: "morning|matin|matinee|breakfast|petit dejeuner",
    TimeOfDay.AFTERNOON: "afternoon|apres-midi|apres midi|lunch|siesta|sieste",
    TimeOfDay.DUSK: "dusk|sunset|evening|twilight|nightfall|golden hour|magic hour|crepuscule|soir|soiree|coucher du soleil|coucher de soleil|tombee de la nuit|heure bleue|couchant",
    TimeOfDay.NIGHT: "night|nights|midnight|nuit|nuits|minuit|moonlight|clair de lune|starlight|stars|starry|etoiles|etoile",
    TimeOfDay.DAY: "day|noon|midday|jour|journee|midi|daylight|plein jour",
}
WEATHERS: Mapping[Weather, str] = {
    Weather.STORM: "storm|stormy|thunder|thunderstorm|lightning|hurricane|tempest|gale|orage|orageux|orageuse|tempete|tonnerre|eclair|eclairs|foudre|ouragan|bourrasque",
    Weather.RAIN: "rain|rains|rainy|raining|drizzle|downpour|shower|soaked|puddle|puddles|pluie|pluies|pleut|pluvieux|pluvieuse|averse|bruine|flaque|flaques|trempe|trempee",
    Weather.SNOW: "snow|snows|snowy|snowing|snowfall|blizzard|snowflakes|flurries|neige|neiges|neigeux|enneige|enneigee|flocon|flocons",
    Weather.FOG: "fog|foggy|mist|misty|haze|brouillard|brume|brumeux|brumeuse",
    Weather.WIND: "wind|windy|breeze|gust|gusts|vent|venteux|bise|brise|rafale|rafales",
    Weather.CLOUDY: "cloud|clouds|cloudy|overcast|grey sky|nuage|nuages|nuageux|ciel gris|couvert",
    Weather.CLEAR: "sun|sunny|sunshine|clear sky|blue sky|soleil|ensoleille|ensoleillee|ciel bleu|ciel clair",
}
MOODS: Mapping[Mood, str] = {
    Mood.JOYFUL: "laugh|laughs|laughing|laughter|joy|happy|smile|smiles|smiling|cheer|cheers|celebrate|celebrates|party|dance|dances|wedding|delight|rit|rient|rire|rires|joie|heureux|heureuse|sourit|sourire|fete|danse|dansent|mariage|applaudit|applaudissent|ravi|ravie",
    Mood.PLAYFUL: "funny|joke|jokes|silly|prank|chase|tumbles|slips|clumsy|idiot|trips|winks|giggle|giggles|drole|blague|farce|maladroit|glisse|trebuche|clin d'oeil|rigole|pouffe|zut",
    Mood.TENDER: "tender|gently|hug|hugs|kiss|kisses|hold|holds|embrace|embraces|love|loves|hand in hand|strokes|caress|softly|warm|tendre|tendrement|doucement|embrasse|serre|etreint|aime|caresse|calin|main dans la main|berce|enlace|amour",
    Mood.HOPEFUL: "hope|hopes|dawn|light|begin|begins|together|promise|answer|sprout|grow|grows|repairs|saved|aube|espoir|espere|lumiere|commence|ensemble|promesse|reponse|repond|pousse|repare|sauve|sauvee|renait",
    Mood.CALM: "calm|quiet|still|silence|peaceful|slowly|breathes|rest|rests|sleeps|asleep|waits|calme|tranquille|silence|paisible|lentement|respire|repose|dort|endormi|endormie|attend|silencieux",
    Mood.MELANCHOLIC: "sad|cry|cries|tears|weep|weeps|miss|misses|lost|gone|farewell|goodbye|memory|memories|remember|remembers|grief|funeral|old photograph|ago|triste|pleure|larme|larmes|perdu|perdue|adieu|souvenir|souvenirs|se souvient|deuil|enterrement|autrefois|manque",
    Mood.LONELY: "alone|lonely|empty|deserted|abandoned|nobody|solitary|solitude|last one|seul|seule|vide|desert|abandonne|abandonnee|personne|solitaire|isole|isolee",
    Mood.MYSTERIOUS: "strange|mysterious|mystery|secret|secrets|fog|shadow|shadows|whisper|whispers|unknown|hidden|discovers|discover|map|key|etrange|mysterieux|mysterieuse|mystere|secret|brouillard|ombre|ombres|murmure|murmures|inconnu|inconnue|cache|cachee|decouvre",
    Mood.TENSE: "run|runs|hurry|hurries|late|alarm|chase|escape|escapes|storm|danger|dangerous|breathless|trapped|clock|ticking|fight|fights|argue|shouts|court|courent|depeche|retard|alarme|poursuite|fuit|echappe|tempete|orage|danger|essouffle|essoufflee|piege|crie|dispute|bagarre|urgence",
    Mood.FRIGHTENING: "scream|screams|monster|blood|terror|terrified|ghost|dark|dead|death|kill|kills|knife|gun|hurle|hurlement|monstre|sang|terreur|terrifie|terrifiee|fantome|mort|morte|tue|couteau|arme|cadavre|peur",
    Mood.EPIC: "battle|army|kingdom|hero|dragon|sword|mountain|summit|victory|war|ocean|stars|universe|bataille|armee|royaume|heros|dragon|epee|sommet|victoire|guerre|ocean|univers|legende",
}
INTENSE = (
    "run|runs|running|storm|scream|screams|shout|shouts|crash|crashes|explode|explodes|fight|fights|fall|falls|breaks|chase|thunder|lightning|danger"
    "|grabs|jumps|escape|escapes|alarm|fire|court|courent|tempete|orage|hurle|crie|explose|bat|tombe|brise|casse|poursuit|tonnerre|eclair|danger|saisit"
    "|saute|echappe|alarme|feu|urgence|breathless|essouffle|climax|suddenly|soudain|brusquement"
)
EMOTIONS: Mapping[Emotion, str] = {
    Emotion.JOY: "happy|happily|laughing|laughs|smiling|smiles|cheerful|cheerfully|excited|delighted|joyful|beaming|grinning|heureux|heureuse|riant|rit|souriant|souriante|sourit|joyeux|joyeuse|gaiement|enthousiaste|ravi|ravie|wonderful|great|hooray|bravo|merveilleux|super|genial",
    Emotion.SADNESS: "sad|sadly|crying|in tears|tearful|weeping|broken|mournful|choked|triste|tristement|en larmes|pleurant|pleure|brise|la gorge nouee|sorry|miss you|goodbye|gone|pardon|adieu|desole|desolee|me manque|me manques",
    Emotion.ANGER: "angry|angrily|furious|furiously|shouting|shouts|yelling|snapping|snaps|in colere|en colere|furieux|furieuse|criant|crie|hurlant|sec|seche|enough|idiot|damn|get out|assez|imbecile|dehors|ca suffit",
    Emotion.FEAR: "afraid|scared|frightened|terrified|trembling|panicked|panicking|nervous|nervously|whispering in fear|effraye|effrayee|terrifie|terrifiee|tremblant|tremblante|apeure|apeuree|panique|inquiet|inquiete|help|au secours|careful|attention|don't move|ne bouge pas",
    Emotion.SURPRISE: "surprised|astonished|amazed|startled|stunned|shocked|incredulous|surpris|surprise|etonne|etonnee|stupefait|stupefaite|sidere|sideree|what|impossible|incroyable|quoi|no way|oh",
    Emotion.TENDERNESS: "tender|tenderly|gently|softly|soft|lovingly|warm|warmly|kindly|sweet|sweetly|tendre|tendrement|doucement|doux|douce|avec douceur|affectueux|affectueuse|love you|darling|dear|cheri|cherie|mon amour|je t'aime|je vous aime",
    Emotion.DETERMINATION: "determined|firm|firmly|resolute|resolved|confident|commanding|decided|ferme|fermement|determine|determinee|resolu|resolue|decide|decidee|we will|i will|let's go|now|allons-y|en route|je vais|on y va|must|faut",
    Emotion.WEARINESS: "tired|weary|wearily|exhausted|sighing|sighs|sigh|bored|flat|breathless|las|lasse|fatigue|fatiguee|epuise|epuisee|soupirant|soupire|soupir|essouffle|essoufflee",
    Emotion.IRONY: "ironic|ironically|dry|dryly|drily|sarcastic|wry|wryly|mocking|teasing|deadpan|to the gull|to himself|to herself|ironique|moqueur|moqueuse|taquin|taquine|pince-sans-rire|narquois|narquoise|of course|bien sur|evidemment|naturally",
    Emotion.NEUTRAL: "",
}
AGES: Mapping[Age, str] = {
    Age.CHILD: "child|children|kid|kids|boy|girl|little boy|little girl|toddler|schoolboy|schoolgirl|enfant|enfants|gamin|gamine|garcon|garconnet|fillette|petit garcon|petite fille|ecolier|ecoliere|gosse",
    Age.TEENAGER: "teen|teens|teenage|teenager|adolescent|adolescente|ado|lyceen|lyceenne|teenaged",
    Age.OLD: "old|elderly|aged|retired|ancient|grandmother|grandfather|grandma|grandpa|grandpapa|granny|grey beard|white beard|grey-haired|white-haired|widow|widower|vieux|vieil|vieille|age|agee|retraite|retraitee|grand-mere|grand-pere|mamie|papi|papy|meme|pepe|cheveux blancs|barbe blanche|barbe grise|veuf|veuve",
    Age.ADULT: "",
}
GENDERS: Mapping[Gender, str] = {
    Gender.FEMALE: "she|her|hers|herself|woman|women|girl|mother|mom|mum|daughter|sister|wife|aunt|grandmother|grandma|granny|lady|queen|princess|actress|waitress|widow|witch|madam|mrs|miss|ms|fisherwoman|policewoman|niece|bride|elle|femme|fille|fillette|mere|maman|soeur|epouse|tante|grand-mere|mamie|dame|reine|princesse|actrice|veuve|sorciere|madame|mme|mademoiselle|niece|mariee|gamine|vieille",
    Gender.MALE: "he|him|his|himself|man|men|boy|father|dad|son|brother|husband|uncle|grandfather|grandpa|gentleman|king|prince|actor|waiter|widower|wizard|sir|mr|fisherman|policeman|nephew|groom|beard|bearded|il|homme|garcon|fils|pere|papa|frere|mari|oncle|grand-pere|papi|papy|monsieur|roi|prince|acteur|veuf|sorcier|neveu|marie|gamin|barbe|barbu|vieux|vieil|moustache",
    Gender.NEUTRAL: "",
}


@cache
def _pattern(listed: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(listed.split("|"), key=len, reverse=True)) + r")(?![\w-])"
    )


def count(listed: str, folded: str) -> int:
    """How many of the listed words (joined by "|") a folded text has."""
    return len(_pattern(listed).findall(folded)) if listed else 0


def best(table: Mapping[_Key, str], text: str) -> _Key | None:
    """The key most of whose words are in the text (the first of equals); None where there is none."""
    folded = fold(text)
    scores = {key: count(listed, folded) for key, listed in table.items()}
    key = max(scores, key=lambda key: scores[key])
    return key if scores[key] else None


def first(table: Mapping[_Key, str], text: str) -> _Key | None:
    """The first key (in the table's order) with any word in the text."""
    folded = fold(text)
    return next((key for key, listed in table.items() if count(listed, folded)), None)


_AGE_NUMBER = re.compile(r"(?<![\d:])(\d{1,2})(?:\s?-?\s?(?:years?[- ]old|ans|s\b)|(?=[\s,);.]|$))")


def age_in(text: str) -> Age | None:
    """An age from a number ("70", "30s", « 8 ans ») or words."""
    if match := _AGE_NUMBER.search(text):
        years = int(match[1])
        return Age.CHILD if years < 13 else Age.TEENAGER if years < 20 else Age.OLD if years >= 63 else Age.ADULT
    return first(AGES, text)


def gender_in(text: str) -> Gender | None:
    return best(GENDERS, text)


def time_in(text: str) -> TimeOfDay | None:
    """A time of day that the text names. "Today" words are not times; night wins over the sky it is seen by."""
    folded = fold(text)
    found = [(m.start(), key) for key, listed in TIMES.items() for m in [_pattern(listed).search(folded)] if m]
    return min(found)[1] if found else None


def weather_in(text: str) -> Weather | None:
    return first(WEATHERS, text)


FEMALE_NAMES = frozenset(
    """ada agathe agnes alice alma amelie amelia amina anna anne annie ava beatrice camille carmen caroline cecile celeste chloe clara claire
    clementine colette daisy diana edith eleanor elena elise ella ellen elsa emily emma esther eva eve fatima flora florence grace hannah hazel helen
    helene ida ines irene iris isabelle isla ivy jade jane jeanne josephine judith julia julie juliette kate laura lea lena leonie lila lily
    lina lisa lola louise lucie lucy luna mabel madeleine maeve margaret margot marguerite maria marie marion martha mary mathilde maud maya mia mila
    mina mona nadia naomi nina nora nour octavia odette olga olive olivia ophelia paula pauline penelope rachel rose rosa ruth salome sara sarah simone
    sofia solange sophie stella suzanne sylvie tess vera victoire violet yasmine zelie zoe jo june wren""".split()
)
MALE_NAMES = frozenset(
    """abel adam adrien albert alexandre amir andre antoine armand arthur arno august auguste baptiste basile ben benjamin bruno camil cedric charles
    daniel david denis edgar edmond edouard elias emil emile ethan etienne ezra felix fergus finn francois frank gabriel gaspard george georges gilbert
    gus gustave hector henri henry hugo ian idris isaac ivan jack jacob jacques james jean jim joe john jonas joseph jules julien kamal karim
    leo leon leopold liam louis luc lucas lucien magnus malik malo marcel marcus martin mathieu maurice max michael michel milo nathan ned nicolas nils noah
    oscar oskar otto owen pablo paul peter philippe pierre rafael raoul raymond rene robert robin roland sam samuel simon silas solal theo theodore thomas tom
    tomas ulysse victor vincent virgil walter will william xavier yann yves zach""".split()
)


def gender_of_name(name: str) -> Gender | None:
    """From the first names that the studio knows."""
    for part in fold(name).replace("-", " ").split():
        if part in FEMALE_NAMES:
            return Gender.FEMALE
        if part in MALE_NAMES:
            return Gender.MALE
    return gender_in(name)


def is_first_name(word: str) -> bool:
    """Whether a word is one of the first names that the studio knows."""
    name = fold(word)
    return name in FEMALE_NAMES or name in MALE_NAMES
