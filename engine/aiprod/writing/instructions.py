# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""What a brief says about the film rather than in it: length, genre, tone, audience.

"Thirty seconds, warm and a little melancholic, for a general audience" is an order to the studio, not an event. A clause
counts as an order only when nothing but order words is left in it, so that "forty years ago" or "a warm loaf" stay story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.styles import asked_for
from aiprod.writing.quotes import MASK, masked, unmasked
from aiprod.writing.text import capitalised, fold, sentences

_T = TypeVar("_T")
_EN_NUMBERS = {
    "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45,
    "fifty": 50, "sixty": 60, "seventy": 70, "seventy-five": 75, "eighty": 80, "ninety": 90, "hundred": 100, "half": 0.5,
}  # fmt: skip
_FR_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "quinze": 15, "seize": 16, "dix-huit": 18, "vingt": 20, "vingt-cinq": 25, "trente": 30, "quarante": 40,
    "quarante-cinq": 45, "cinquante": 50, "soixante": 60, "soixante-quinze": 75, "quatre-vingts": 80, "quatre-vingt-dix": 90, "cent": 100,
    "demi": 0.5, "demie": 0.5, "une demi": 0.5,
}  # fmt: skip
_NUMBERS = {fold(k): float(v) for table in (_EN_NUMBERS, _FR_NUMBERS) for k, v in table.items()}
_N = r"(\d+(?:[.,]\d+)?|" + "|".join(sorted((re.escape(k) for k in _NUMBERS), key=len, reverse=True)) + r")"
_MINUTE, _SECOND = r"(?:minutes?|mins?\.?|mn)", r"(?:secondes?|seconds?|secs?\.?|s)"
_JOINT = r"[\s-]*"
_DURATIONS: tuple[tuple[re.Pattern[str], tuple[float, float]], ...] = (
    (re.compile(rf"\b{_N}{_JOINT}{_MINUTE}(?:\s*,?\s*(?:and|et)?\s*){_N}(?:{_JOINT}{_SECOND})?\b"), (60.0, 1.0)),
    (re.compile(r"\b(\d{1,3}):([0-5]\d)\b"), (60.0, 1.0)),
    (re.compile(r"\b(\d{1,3})'\s?([0-5]\d)(?:''|\")?"), (60.0, 1.0)),
    (re.compile(rf"\b{_N}{_JOINT}(?:a{_JOINT})?{_MINUTE}\b"), (60.0, 0.0)),
    (re.compile(rf"\b{_N}{_JOINT}{_SECOND}\b"), (1.0, 0.0)),
    (re.compile(r"\b(\d{1,3})\s?'(?!\w)"), (60.0, 0.0)),
)

_GENRES = {
    Genre.COMEDY: "comedy comedie comique comic sitcom",
    Genre.DRAMA: "drama dramatic drame dramatique",
    Genre.THRILLER: "thriller suspense horror horreur",
    Genre.SCIENCE_FICTION: "sci-fi scifi science-fiction sf futuristic futuriste",
    Genre.FANTASY: "fantasy fantastique fantastic fairy-tale merveilleux feerique",
    Genre.ROMANCE: "romance romantic romantique",
    Genre.ADVENTURE: "adventure aventure aventures adventurous",
    Genre.MYSTERY: "mystery mysterious mystere mysterieux mysterieuse enquete polar whodunit policier",
    Genre.DOCUMENTARY: "documentary documentaire docu",
    Genre.FAMILY: "family familial familiale famille",
}
_TONES = {
    Tone.WARM: "warm chaleureux chaleureuse heartwarming cosy cozy uplifting joyful joyeux joyeuse hopeful lumineux optimiste optimistic gentle",
    Tone.MELANCHOLIC: "melancholic melancolique melancholy bittersweet nostalgic nostalgique sad triste wistful doux-amer douce-amere",
    Tone.FUNNY: "funny drole amusing amusant amusante humorous humoristique light leger legere playful burlesque absurd absurde witty cocasse",
    Tone.DARK: "dark sombre noir noire bleak grim scary effrayant effrayante inquietant inquietante",
    Tone.POETIC: "poetic poetique dreamy onirique lyrical lyrique contemplative contemplatif contemplative quiet calme",
    Tone.EPIC: "epic epique grand grandiose heroic heroique spectacular spectaculaire",
    Tone.TENDER: "tender tendre sweet doux douce emouvant emouvante touching moving sensitive sensible delicate delicat",
    Tone.TENSE: "tense tendu tendue gripping haletant haletante nervous nerveux nerveuse suspenseful anxious",
}
_AUDIENCES = (
    (Audience.CHILDREN, r"(?:for |pour )?(?:(?:young |small |little )?(?:children|kids)|(?:les |des )?(?:enfants|tout-petits|petits)|jeune public)(?: audience)?"),
    (Audience.TEENAGERS, r"(?:for |pour )?(?:teenagers|teens|young adults|(?:les )?(?:adolescents|ados)|un public adolescent)"),
    (Audience.ADULTS, r"(?:for |pour )?(?:adults?(?: only)?|(?:les |un public )?adultes?|public averti|an adult audience|mature audiences?)"),
    (Audience.GENERAL, r"(?:for |pour )?(?:an? |un |une )?(?:general (?:audience|public)|tout(?:e la)? ?(?:public|famille)|all ages|grand public|everyone|all audiences|the whole family)"),
)  # fmt: skip
_FILLER = frozenset(
    fold(word)
    for word in [
        "a",
        "an",
        "the",
        "and",
        "et",
        "ou",
        "or",
        "but",
        "mais",
        "very",
        "tres",
        "a",
        "little",
        "un",
        "peu",
        "une",
        "bit",
        "quite",
        "plutot",
        "rather",
        "slightly",
        "legerement",
        "with",
        "avec",
        "of",
        "de",
        "du",
        "des",
        "d",
        "film",
        "movie",
        "short",
        "court",
        "metrage",
        "court-metrage",
        "video",
        "clip",
        "story",
        "histoire",
        "conte",
        "tale",
        "piece",
        "for",
        "pour",
        "about",
        "approximately",
        "environ",
        "around",
        "long",
        "longue",
        "lasting",
        "dure",
        "duree",
        "duration",
        "length",
        "longueur",
        "in",
        "dans",
        "style",
        "tone",
        "ton",
        "atmosphere",
        "ambiance",
        "mood",
        "feel",
        "genre",
        "make",
        "fais",
        "faire",
        "realise",
        "me",
        "moi",
        "please",
        "stp",
        "svp",
        "en",
        "le",
        "la",
        "les",
        "l",
        "animated",
        "animation",
        "anime",
        "animee",
        "is",
        "est",
        "it",
        "be",
        "should",
        "doit",
        "etre",
        "public",
        "audience",
        "quelque",
        "some",
        "sort",
        "kind",
        "type",
        "total",
        "totale",
        "ending",
        "fin",
        "happy",
    ]
)
_LEAD = re.compile(
    r"^(?P<order>.{0,90}?\b(?:film|movie|short|story|video|clip|comedy|drama|thriller|romance|documentary|adventure|mystery|fairy tale|tale"
    r"|histoire|court[- ]métrage|comédie|drame|romance|documentaire|aventure|conte|vidéo|polar)\b[^.,]{0,40}?)"
    r"\s*(?:,\s*)?(?P<link>about|of|on|where|in which|à propos d(?:e |u |es |['’])|sur|où|dans (?:lequel|laquelle)|qui raconte|racontant|[:—–-])\s*(?P<story>.+)$",
    re.IGNORECASE | re.DOTALL,
)


_DIALOGUE = re.compile(r"^\s*[—–]\s*\S", re.MULTILINE)
"""A line that opens with a dash is spoken."""


@dataclass(frozen=True)
class Instructions:
    """What was found; None where the brief does not say."""

    duration_s: float | None = None
    genre: Genre | None = None
    audience: Audience | None = None
    tone: Tone | None = None
    style: str | None = None

    def or_else(self, other: Instructions) -> Instructions:
        """These, completed by `other`'s."""
        return Instructions(
            self.duration_s if self.duration_s is not None else other.duration_s,
            self.genre or other.genre, self.audience or other.audience, self.tone or other.tone, self.style or other.style,
        )  # fmt: skip


def split_instructions(text: str, language: Language) -> tuple[str, Instructions]:
    """Take the orders out of a brief. What it quotes is story, word for word.

    Returns:
        the story that is left (the whole text where nothing else would be left), and the orders. Its paragraphs are joined
        unless it quotes speech: who speaks may hang on where a line begins.
    """
    found, paragraphs = Instructions(), []
    hidden, quotations = masked(text)
    for paragraph in hidden.split("\n"):
        kept = [paragraph.strip()] if _DIALOGUE.match(paragraph) else []
        for sentence in sentences(paragraph) if not kept else ():
            story, orders = _split_sentence(sentence)
            found = found.or_else(orders)
            if story:
                kept.append(story)
        paragraphs.append(" ".join(kept))
    joint = "\n" if quotations or _DIALOGUE.search(text) else " "
    return (unmasked(joint.join(filter(None, paragraphs)), quotations) or " ".join(text.split())), found


def _split_sentence(sentence: str) -> tuple[str, Instructions]:
    found = Instructions()
    lead = _LEAD.match(sentence)
    if lead and (orders := _orders(lead["order"])) is not None:
        sentence, found = capitalised(lead["story"]), orders
    chunks = re.split(r"(\s*[,;]\s+|\s+[—–]\s+)", sentence.rstrip())
    parsed = [_orders_only(chunk) if index % 2 == 0 else None for index, chunk in enumerate(chunks)]
    first, last = 0, len(chunks)
    while first < last and parsed[first] is not None:
        found = found.or_else(parsed[first] or Instructions())
        first += 2
    while last > first and parsed[last - 1] is not None:
        found = found.or_else(parsed[last - 1] or Instructions())
        last -= 2
    if first >= last:
        return "", found
    story = "".join(chunks[first:last]).strip()
    if story and story[-1] not in '.!?…»”"' and not MASK.fullmatch(story[-2:]):
        story += "."
    return story if MASK.match(story) else capitalised(story), found


def _orders_only(chunk: str) -> Instructions | None:
    """The orders in a clause made of nothing else; None for a clause that tells anything, or orders nothing."""
    found = _orders(chunk)
    return None if found == Instructions() else found


def _orders(chunk: str) -> Instructions | None:
    """The orders in a clause of order words alone (perhaps none); None for any other clause."""
    rest = fold(chunk).strip(' .!?…:;,()[]"')
    found = Instructions()
    duration, rest = _take_duration(rest)
    for audience, pattern in _AUDIENCES:
        rest, count = re.subn(rf"\b{pattern}(?!\w)", " ", rest)
        if count:
            found = replace(found, audience=found.audience or audience)
    looks = asked_for(rest)
    if looks is not None:
        found, rest = replace(found, style=looks[0]), looks[1]
    rest = re.sub(r"\bscience[ -]fiction\b", "science-fiction", rest)
    rest = re.sub(r"\bconte de fees\b|\bfairy tale\b", "fairy-tale", rest)
    rest = re.sub(r"\bcourt metrage\b", "court-metrage", rest)
    for word in re.findall(r"[^\s,']+", rest):
        genre, tone = _lookup(_GENRES, word), _lookup(_TONES, word)
        found = replace(found, genre=found.genre or genre, tone=found.tone or tone)
        if not (genre or tone or word in _FILLER):
            return None
    return replace(found, duration_s=duration)


def _lookup(table: dict[_T, str], word: str) -> _T | None:
    return next((key for key, listed in table.items() if word in listed.split()), None)


def _take_duration(text: str) -> tuple[float | None, str]:
    text = re.sub(r"\bhalf a minute\b|\b(?:une )?demi[- ]minute\b", "30 seconds", text)
    text = re.sub(r"\b(?:a minute and a half|une minute et demie?)\b", "90 seconds", text)
    text = re.sub(r"\b(\w+)[ -]minutes? (?:and a half|et demie?)\b", lambda m: f"{_number(m[1]) * 60 + 30:.0f} seconds", text)
    for pattern, (first, second) in _DURATIONS:
        if match := pattern.search(text):
            seconds = _number(match[1]) * first + (_number(match[2]) * second if second else 0.0)
            return seconds, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _number(word: str) -> float:
    return _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", ".")) if re.fullmatch(r"[\d.,]+", word) else 1.0
