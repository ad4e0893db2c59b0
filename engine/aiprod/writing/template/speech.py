# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""Finding what a brief's people say: the quoted words, and whom the words around them name as the speaker.

English: “You came back,” says Anna. / Anna says: “…”. French: « Tu es revenue », dit Anna. / — Qui t'envoie ? demande le gardien.
The words between the marks are never read as prose; only what stands around them is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aiprod.film.brief import Language
from aiprod.writing.quotes import MASK, mask_number, masked, words_of

_EN_VERBS = {
    "say": "said", "ask": "asked", "whisper": "whispered", "reply": "replied", "answer": "answered", "shout": "shouted", "cry": "cried", "call": "called", "yell": "yelled",
    "murmur": "murmured", "mutter": "muttered", "add": "added", "tell": "told", "exclaim": "exclaimed", "announce": "announced", "insist": "insisted", "wonder": "wondered",
    "laugh": "laughed", "sigh": "sighed", "smile": "smiled", "beg": "begged", "plead": "pleaded", "warn": "warned", "promise": "promised", "continue": "continued", "admit": "admitted",
    "confess": "confessed", "sing": "sang", "growl": "growled", "hiss": "hissed", "repeat": "repeated", "agree": "agreed", "explain": "explained", "declare": "declared",
    "demand": "demanded", "scream": "screamed", "think": "thought", "breathe": "breathed", "protest": "protested", "joke": "joked", "sob": "sobbed", "mumble": "mumbled",
    "respond": "responded", "stammer": "stammered", "order": "ordered", "suggest": "suggested", "remark": "remarked", "gasp": "gasped", "grumble": "grumbled",
    "roar": "roared", "write": "wrote", "bellow": "bellowed", "croak": "croaked", "snap": "snapped", "boast": "boasted", "chuckle": "chuckled", "giggle": "giggled", "tease": "teased",
    "echo": "echoed", "moan": "moaned", "groan": "groaned", "pray": "prayed", "chant": "chanted", "lie": "lied", "observe": "observed", "retort": "retorted", "squeak": "squeaked",
}  # fmt: skip
_EN_SAY = "|".join(
    sorted({form for verb, past in _EN_VERBS.items() for form in (
        verb, past, f"{verb[:-1]}ies" if verb in ("cry", "reply") else verb + "es" if verb.endswith("ss") else verb + "s")}, key=len, reverse=True)
)  # fmt: skip
_FR_STEMS = "demand|murmur|chuchot|cri|hurl|ajout|pens|souffl|lanc|lanç|continu|insist|soupir|appel|appell|annonc|annonç|avou|expliqu|répliqu|déclar|protest|grogn|marmonn|suppli|rétorqu|chantonn|chant|balbuti|murmur|sanglot|ordonn|jur|jet|rappel|plaisant|écri|exclam|étonn|inquièt|inquiét|interrog|affirm|bredouill|articul|confi|coup|gliss|grommel|grommell|remarqu"
_FR_SAY = rf"dit|disent|dirent|disait|répond|répondent|répondit|reprend|reprit|fait|fit|sourit|rit|promet|promit|prévient|admet|conclut|poursuit|interrompt|(?:{_FR_STEMS})(?:e|a|ait|ent)|a (?:dit|répondu|demandé|crié|murmuré)"
_READS: dict[Language, str] = {"en": r"reads?(?:\saloud)?", "fr": "lit|lut"}
_VERBS = {"en": _EN_SAY, "fr": _FR_SAY}
_MANNERS: dict[Language, dict[str, str]] = {
    "en": {"whisper": "whispering", "murmur": "murmuring", "mutter": "muttering", "shout": "shouting", "yell": "shouting", "scream": "screaming", "laugh": "laughing", "sigh": "sighing",
           "smile": "smiling", "sing": "singing", "sob": "sobbing", "roar": "roaring", "bellow": "bellowing", "giggle": "giggling", "chuckle": "chuckling", "hiss": "hissing", "growl": "growling", "gasp": "gasping", "stammer": "stammering", "mumble": "mumbling", "sang": "singing"},
    "fr": {"murmur": "en murmurant", "chuchot": "en chuchotant", "cri": "en criant", "écri": "en criant", "hurl": "en hurlant", "souffl": "dans un souffle", "soupir": "en soupirant", "rit": "en riant",
           "sourit": "en souriant", "chant": "en chantant", "sanglot": "en sanglotant", "grogn": "en grognant", "marmonn": "en marmonnant", "balbuti": "en balbutiant"},
}  # fmt: skip
"""How a line is said, by the verb that attributes it."""
_DETERMINED: dict[Language, str] = {
    "en": r"(?:the|an?|his|her|its|their|my|our|one|another|each|this|that|old|little|young)\s",
    "fr": r"(?:le|la|les|un|une|son|sa|ses|leur|mon|ma|ce|cet|cette|l['’]|d['’])\s*",
}
_PRONOUN: dict[Language, str] = {"en": r"(?:he|she|they|it|I)\b", "fr": r"(?:il|elle|ils|elles|on|je)\b"}
_NAME = r"[A-ZÀ-ÖØ-ÞŒ][\w-]*(?:\s(?:[A-ZÀ-ÖØ-ÞŒ][\w-]*|de|von|of))*"
_CUT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\s+(?=(?:to|in|from|with|at|and|but|as|without|after|before|through|into|back|again|on|over|under|behind|by|while|then|who|for|\w+ly|\w+ing)\b)|\s*(?=[,;:—–(])"),
    "fr": re.compile(r"\s+(?=(?:à|au|aux|dans|en|avec|sans|et|mais|puis|comme|après|avant|sur|sous|vers|par|tout|toute|doucement|tandis|pendant|qui|pour|\w+ment)\b)|\s*(?=[,;:—–(])"),
}  # fmt: skip
"""Where the words for the speaker end and those for the manner begin."""
_LEADING: dict[Language, str] = {
    "en": r"(?:(?:then|finally|at last|suddenly|so|now|but|and|again|later),?\s+)*",
    "fr": r"(?:(?:puis|alors|enfin|soudain|mais|et|ensuite|à la fin|plus tard),?\s+)*",
}
_CLITIC = r"(?:ne\s+)?(?:(?:lui|leur|me|te|se|nous|vous|s['’]|m['’]|t['’]|l['’])\s*)*"
_NOT_SAID: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\s+(?:nothing|that|goodbye|hello|for|a|an|the|no more|his|her|so|sorry)\b"),
    "fr": re.compile(r"\s+(?:rien|que|qu['’]|adieu|au revoir|bonjour|un|une|le|la|les|des|son|sa|plus)\b"),
}
_WRITTEN = re.compile(
    r"\b(?:sign|letter|note|poster|message|book|page|plate|label|card|screen|headline|map|inscription|banner|postcard|telegram|wall|title"
    r"|pancarte|lettre|mot|affiche|livre|page|plaque|étiquette|carte|écran|carton|titre|panneau|banderole|télégramme|mur|enseigne|billet|écrit|written)\b",
    re.IGNORECASE,
)
"""What shows words without saying them."""
_AN_OBJECT = r"(?:an?|the|his|her|its|their|une?|le|la|les|son|sa|ses|leur)\s|l['’]"
_ASIDE = r"(?:behind|above|below|beside|beneath|derrière|au-dessus|en bas|en haut|à côté)\b"
_ADDRESSED = r"tell|tells|told|ask|asks|asked"
_OPENS = re.compile(r"\s*[—–]\s*(?=\S)")
_TERMINAL = ".!?…"


@dataclass(frozen=True)
class Speech:
    """What someone of the brief says.

    Attributes:
        text: the words, as quoted.
        speaker: the words that name who speaks ("Anna", "the keeper", "she"); "" where the brief does not say.
        verb: the attributing verb as it stands there, or "".
        manner: how it is said and to whom, for the line's parenthetical; or "".
        first: nothing of its paragraph comes before it.
        after: its attribution follows it, so that quoted words right after that are the same speaker's.
    """

    text: str
    speaker: str = ""
    verb: str = ""
    manner: str = ""
    first: bool = False
    after: bool = False


@dataclass(frozen=True)
class _Found:
    """An attribution: its speaker, verb and manner; the story around it that is left; where it ends; how it ends."""

    speaker: str
    verb: str
    tail: str
    rest: str
    end: int
    goes_on: bool = False


_UNSAID = _Found("", "", "", "", 0)


def parted(text: str, language: Language) -> tuple[list[str | Speech], list[str]]:
    """A brief in order: its prose, with quotations that are not speech masked, and its speeches; and what the masks stand for."""
    hidden, kept = masked(text)
    parts: list[str | Speech] = []
    for paragraph in hidden.split("\n"):
        found = _Paragraph(paragraph, language, kept)
        parts += found.spoken_line() if _OPENS.match(paragraph) else found.parts()
    return [part for part in parts if part if not isinstance(part, str) or part.strip(" .,;:!?…—–")], kept


class _Paragraph:
    def __init__(self, text: str, language: Language, kept: list[str]) -> None:
        self._text, self._language, self._kept = text, language, kept
        self._verbs = _VERBS[language]
        self._subject = rf"(?:(?i:{_PRONOUN[language]})|(?i:{_DETERMINED[language]})[^.!?…:;,\ue000-\uf8ff]{{1,50}}?|{_NAME})"

    # speech between marks

    def parts(self) -> list[str | Speech]:
        """The paragraph's prose and speeches, in order."""
        found: list[str | Speech] = []
        masks = list(MASK.finditer(self._text))
        cut, attributed = 0, False
        for index, mask in enumerate(masks):
            last = masks[index + 1].start() if index + 1 < len(masks) else len(self._text)
            before, after = self._text[cut : mask.start()], self._text[mask.end() : last]
            read = self._read(before, words_of(self._kept[mask_number(mask[0])]), after, last < len(self._text))
            if read is None:
                continue
            prose, speech, rest, length = read
            previous = found[-1] if found else None
            opens = not prose.strip(" .,;")
            if attributed and opens and not speech.speaker and isinstance(previous, Speech):
                found[-1] = replace(previous, text=f"{previous.text} {speech.text}")
            else:
                found += [prose, replace(speech, first=opens and not any(isinstance(p, Speech) or p.strip() for p in found))]
            attributed = bool(speech.speaker) and speech.after and not rest
            found += [rest] if rest else []
            cut = mask.end() + length
        if found and isinstance(found[-1], Speech):
            self._hint(found, self._text[cut:])
        return [*found, self._text[cut:]]

    def _hint(self, found: list[str | Speech], rest: str) -> None:
        """“Thank you.” Mia smiles: an act in the paragraph of an unattributed speech is its speaker's."""
        spoken = found[-1]
        match = re.match(rf"\s*({_PRONOUN[self._language].replace(chr(92) + 'b', '')}|{_NAME})\s+[a-zà-ÿ]", rest, re.IGNORECASE)
        if isinstance(spoken, Speech) and spoken.first and not spoken.speaker and match and match[1][0].isupper():
            found[-1] = replace(spoken, speaker=match[1])

    def _read(self, before: str, words: str, after: str, more: bool) -> tuple[str, Speech, str, int] | None:
        """(prose before, the speech, story left of its attribution, length of what is used up after it); None: no speech."""
        head, clause = _last_clause(before)
        if self._language == "fr" and (incised := self._incised(words, named=True)):
            return before, incised, "", _past_stop(after, 0)
        told = self._before(clause)
        attribution = None if told or clause.rstrip().endswith(":") else self._after(after, words, more)
        if attribution:
            return before, replace(self._speech(words, attribution), after=True), attribution.rest, attribution.end
        if told:
            tail = re.match(r"\s+(?:to|à|au|aux)\s[^.!?…,;:]{1,40}(?=[.,;])", after)
            found = replace(told, tail=f"{told.tail} {tail[0] if tail else ''}".strip())
            end = _past_stop(after, tail.end() if tail else 0)
            speech = replace(self._speech(words, found), after=bool(told.speaker))
            if linked := re.match(r"\s+(?:and|then|and then|et|puis|et puis)\s+([^.!?…\ue000-\uf8ff]+)(?=[.!?…]|$)", after):
                return f"{head}{told.rest}", speech, f"{told.speaker} {linked[1]}.".strip(), _past_stop(after, linked.end())
            return f"{head}{told.rest}", speech, "", end
        if not self._stands_alone(clause, words, after):
            return None
        prose = f"{head}{clause.rstrip(' :,')}." if clause.strip() else head
        acting = self._acting(clause)
        return prose, self._speech(words, replace(_UNSAID, speaker=acting)), "", _past_stop(after, 0)

    def _acting(self, clause: str) -> str:
        """The radio crackles: “…” Who does what brings the words, where that is all a short clause says; else ""."""
        words = clause.strip(" :,").split()
        short = clause.rstrip().endswith(":") and 2 <= len(words) <= 5
        return " ".join(words[:-1]) if short and re.fullmatch(self._subject, " ".join(words[:-1])) else ""

    def _stands_alone(self, clause: str, words: str, after: str) -> bool:
        if self._is_written(clause):
            return False
        if not clause.strip() or clause.rstrip().endswith(":"):
            ends = words[-1] in ".!?…," or re.match(r"\s*(?:$|[.!?…—–]|[A-ZÀ-ÖØ-Þ])", after)
            return bool(ends or clause.strip())
        return clause.rstrip().endswith((",", "—", "–")) and words[-1] in _TERMINAL and len(words.split()) < 40

    def _is_written(self, clause: str) -> bool:
        """A sign, a letter or a page shows the words; a person who reads them says them."""
        start = clause.strip()
        placed = re.match(r"(?:on|in|at|above|under|behind|over|there|sur|dans|à|au|sous|derrière|en)\b", start, re.IGNORECASE)
        if (
            not placed
            and re.match(rf"(?:(?i:{_PRONOUN[self._language]})|{_NAME}\s)", start)
            and not re.match(rf"(?i:{_DETERMINED[self._language]})", start)
        ):
            return bool(re.search(r"\b(?:écrit|written)\b", clause))
        if re.match(rf"(?i:{_DETERMINED[self._language]})", start):
            start = " ".join(start.split()[:3])
        return bool(_WRITTEN.search(start))

    # attributions

    def _after(self, after: str, words: str, more: bool) -> _Found | None:
        """“…,” says Anna, smiling. / “…” Anna says. / « … », dit-elle."""
        stopped = words[-1] == "."
        head = r"\s*,?\s*"
        if self._language == "fr" and (match := re.match(rf"{head}{_CLITIC}({self._verbs})-(?:t-)?({_PRONOUN['fr']})", after)):
            return self._tailed(match[2], match[1], after, match.end())
        clitic = _CLITIC if self._language == "fr" else ""
        named = rf"(?:{_DETERMINED[self._language]}|{_NAME}|{_PRONOUN[self._language] if self._language == 'en' else _NAME})"
        # Between a quotation and its speaker a verb that no list has says something too: “It's empty!” thunders the captain.
        any_verb = r"[a-z]{3,}(?:s|ed)" if self._language == "en" else r"[a-zà-ÿ]{3,}(?:e|it|a)"
        if match := re.match(rf"{head}{clitic}({self._verbs}|{any_verb})\s+(?={named})", after):
            who, end = self._named(after, match.end())
            return self._tailed(who, match[1], after, end)
        match = re.match(rf"{head}({self._subject})\s+(?:\w+ly\s+)?{clitic}({self._verbs})\b", after)
        if match is None:
            return None
        asked = self._language == "en" and re.fullmatch(_ADDRESSED, match[2])
        if _NOT_SAID[self._language].match(after[match.end() :]) and not asked:
            return None
        if (
            words[-1] in _TERMINAL
            and match[1][0].isupper()
            and re.match(rf"(?i:{_DETERMINED[self._language]}|{_PRONOUN[self._language]})", match[1])
        ):
            return None
        found = self._tailed(match[1], match[2], after, match.end())
        introduces = more and re.match(r"[^.!?…]*[,:]\s*$", after[match.end() :])
        return None if stopped and (introduces or len(found.tail.split()) > 2 or found.rest) else found

    def _named(self, after: str, start: int) -> tuple[str, int]:
        """The words for the speaker from `start`, and where they end."""
        clause = re.match(r"[^.!?…;:\ue000-\uf8ff]*", after[start:])
        words = clause[0] if clause else ""
        if name := re.match(rf"{_NAME}(?![’'])", words):
            return name[0], start + name.end()
        cut = _CUT[self._language].search(words, 3)
        chosen = words[: cut.start()] if cut else words
        chosen = " ".join(chosen.split(" ")[:6])
        return chosen.strip(), start + len(chosen)

    def _tailed(self, who: str, verb: str, after: str, end: int) -> _Found:
        """The rest of the sentence after the speaker's name: a manner, or a clause of its own."""
        clause = re.match(r"[^.!?…\ue000-\uf8ff]*", after[end:])
        tail = clause[0] if clause else ""
        stop = _past_stop(after, end + len(tail))
        goes_on = not re.match(r"\s*[.!?…]", after[end + len(tail) :]) and tail.rstrip().endswith(",")
        link = re.search(
            r"(?:^[\s,]*|,\s*)(?:and|then|but|et|puis|mais)\s+(?:then\s+|puis\s+)?(.+)|[\s,;—–]*((?:while|as|pendant que|tandis que)\s.+)|\s*;\s*(.+)", tail, re.DOTALL
        )  # fmt: skip
        if link is None:
            return _Found(who, verb, tail.strip(" ,:;—–"), "", stop, goes_on)
        story = (link[1] or link[2] or link[3]).strip(" ,")
        if link[2]:
            story = re.sub(r"^(?:while|as|pendant que|tandis que)\s+", "", story)
        own = link[2] or re.match(rf"(?:{_PRONOUN[self._language]}|{_DETERMINED[self._language]}|{_NAME})", story)
        return _Found(who, verb, tail[: link.start()].strip(" ,"), f"{'' if own else who + ' '}{story}.", stop)

    def _before(self, clause: str) -> _Found | None:
        """Anna says: “…” / He turns to Mia and says quietly, “…” / Elle lui demande : « … »"""
        clitic = _CLITIC if self._language == "fr" else ""
        verbs = f"{self._verbs}|{_READS[self._language]}"
        tail = r"((?:\s+(?!that\b|que\b)[\w’'-]+){0,7}?)"
        adverb = r"(?:\w+ly\s+)?" if self._language == "en" else ""
        pattern = rf"(?P<lead>(?:[^.!?…]*,\s+|(?i:at|in|on|one|that|every|à|au|ce|un|une|dans|vers)\s(?:[\w’'-]+\s){{1,3}}?)??{_LEADING[self._language]})(?P<who>{self._subject})\s+{adverb}{clitic}(?P<verb>{verbs}){tail}\s*[,:]?\s*"
        match = re.fullmatch(pattern, clause, re.DOTALL)
        relative = r"(?:^|\s)(?:who|that|which|when|if|where|qui|que|quand|si|où)(?:\s|$)"
        if (
            match
            and re.fullmatch(_READS[self._language], match["verb"])
            and re.match(_AN_OBJECT, match[match.lastindex or 0].strip())
        ):
            return None
        if match and not re.search(relative, match["who"], re.IGNORECASE) and not self._is_written(match["who"]):
            who = re.split(rf"\s+(?:and|et)\s+(?={verbs})", match["who"])[0]
            if not _is_clause(who, self._language):
                if re.match(_ASIDE, match["lead"].strip(), re.IGNORECASE):
                    aside = match["lead"].strip(" ,").lower()
                    return _Found(who, match["verb"], f"{aside}, {match[match.lastindex or 0].strip()}".strip(" ,"), "", 0)
                lead = re.sub(rf"^{_LEADING[self._language]}$", "", match["lead"], flags=re.IGNORECASE).strip(" ,")
                return _Found(who, match["verb"], match[match.lastindex or 0].strip(), f" {lead}." if lead else "", 0)
        pattern = (
            rf"(?P<story>.+?),?\s+(?:and|then|and then|et|puis|et puis)\s+{adverb}{clitic}(?P<verb>{verbs}){tail}\s*[,:]?\s*"
        )
        if (match := re.fullmatch(pattern, clause, re.DOTALL)) and not self._is_written(match["story"]):
            return _Found("", match["verb"], match[match.lastindex or 0].strip(), f"{match['story']}.", 0)
        return None

    # lines that open with a dash

    def spoken_line(self) -> list[str | Speech]:
        """— Qui t'envoie ? demande le gardien."""
        from aiprod.writing.quotes import unmasked

        line = unmasked(_OPENS.sub("", self._text, count=1).strip(), self._kept)
        if self._language == "fr":
            return [replace(self._incised(line) or self._speech(line, _UNSAID), first=True)]
        speech, rest = self._dashed(line) or (self._speech(line, _UNSAID), "")
        return [replace(speech, first=True), rest]

    def _dashed(self, line: str) -> tuple[Speech, str] | None:
        """— Who sent you? asks the keeper. The speech, and the story left of its attribution."""
        for match in re.finditer(r"[,?!….](?=\s+[a-z])", line):
            found = self._after(line[match.end() :], line[: match.end()], more=False)
            if found and re.match(rf"\s+(?:{self._verbs})\b", line[match.end() :]) and found.end >= len(line) - match.end():
                return self._speech(line[: match.end()], found), found.rest
        return None

    def _incised(self, words: str, *, named: bool = False) -> Speech | None:
        """Words with « , dit-elle, » or « ? demande le gardien. » among them; None where they have none.

        `named`: only a pronoun or a name is taken for a speaker, since it all stands between marks.
        """
        who = _NAME if named else rf"{_DETERMINED['fr']}[^,.!?…]{{1,40}}|{_NAME}"
        pattern = rf"(?P<sep>[,?!….])\s+{_CLITIC}(?P<verb>{_VERBS['fr']})(?:-(?:t-)?(?P<pro>{_PRONOUN['fr']})|\s+(?P<who>{who}))(?P<tail>[^,.!?…]*)(?P<stop>[,.!?…]|$)"
        match = re.search(pattern, words)
        if match is None:
            return None
        said = words[: match.start()] + ("" if match["sep"] == "," else words[match.start() : match.start("verb")].split()[0])
        named_by, tail, rest = match["pro"] or match["who"], match["tail"], words[match.end() :].strip()
        if cut := _CUT["fr"].search(named_by, 3):
            named_by, tail = named_by[: cut.start()], f"{named_by[cut.start() :]}{tail}"
        if match["stop"] == "," and (aside := re.match(r"(?:en \w+ant|sans|avec|d'un|d'une|l'air|les|la|le)\b[^,.!?…]*", rest)):
            tail, rest = f"{tail.strip()} {aside[0]}", rest[aside.end() :].strip(" .,")
        joint = "," if match["sep"] == "," and rest[:1].islower() else "." if match["sep"] == "," and rest else ""
        return self._speech(f"{said}{joint} {rest}".strip(), _Found(named_by, match["verb"], tail, "", 0))

    def _speech(self, words: str, found: _Found) -> Speech:
        text = " ".join(words.split())
        if text.endswith(",") and not found.goes_on:
            text = text[:-1]
        if text[-1].isalnum():
            text += "."
        return Speech(text, found.speaker.strip(), found.verb, self._manner(found))

    def _manner(self, found: _Found) -> str:
        stems = _MANNERS[self._language]
        key = max((stem for stem in stems if found.verb.startswith(stem)), key=len, default="")
        tail = found.tail.strip(" ,")
        if (
            self._language == "en"
            and re.fullmatch(_ADDRESSED, found.verb)
            and re.match(rf"{_DETERMINED['en']}|[A-Z]|(?:him|her|them)$", tail)
        ):
            tail = f"to {tail}"
        return ", ".join(part for part in (stems.get(key, ""), tail) if part) if len(tail.split()) <= 12 else stems.get(key, "")


def _last_clause(before: str) -> tuple[str, str]:
    """What stands before the last sentence's start, and the last sentence so far."""
    ends = list(re.finditer(r"[.!?…\ue001]\s+", before))
    at = ends[-1].end() if ends else 0
    return before[:at], before[at:]


def _past_stop(after: str, end: int) -> int:
    match = re.match(r"\s*[.!?…,;]*", after[end:])
    return end + (match.end() if match else 0)


def _is_clause(who: str, language: Language) -> bool:
    """Whether words taken for a speaker are a clause with a verb of its own."""
    return len(who.split()) > 7 or bool(re.search(r"\s(?:and|et|then|puis|is|est|was)(?:\s|$)", who))
