# SPDX-License-Identifier: Apache-2.0
"""Numbers as words, in the languages films speak: what a voice says and what speech recognition is compared with."""

from __future__ import annotations

from aiprod.film.brief import Language

LARGEST = 10**15 - 1
"""Above it, digits are read one by one."""

_EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_EN_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip

_FR_ONES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_FR_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
_FR_ORDINALS = {"cinq": "cinquième", "neuf": "neuvième"}


def cardinal(number: int, language: Language) -> str:
    """The number in words: 342 → "three hundred forty-two", « trois cent quarante-deux »."""
    if abs(number) > LARGEST:
        return digits(str(abs(number)), language)
    if number < 0:
        return ("minus " if language == "en" else "moins ") + cardinal(-number, language)
    return _en(number) if language == "en" else _fr(number)


def ordinal(number: int, language: Language, feminine: bool = False) -> str:
    """21 → "twenty-first", « vingt et unième »; 1 → « premier » or « première »."""
    if language == "en":
        head, mark, last = _rsplit_word(_en(number))
        return head + mark + _en_ordinal(last)
    if number == 1:
        return "première" if feminine else "premier"
    head, mark, last = _rsplit_word(_fr(number))
    return head + mark + _fr_ordinal(last)


def year(number: int, language: Language) -> str:
    """A year as it is said: 1984 → "nineteen eighty-four", 2007 → "two thousand seven"; in French a plain number."""
    if language == "fr" or not 1100 <= number <= 2099 or 2000 <= number <= 2009:
        return cardinal(number, language)
    century, rest = divmod(number, 100)
    if rest == 0:
        return f"{_en(century)} hundred"
    return f"{_en(century)} {'oh ' if rest < 10 else ''}{_en(rest)}"


def digits(text: str, language: Language) -> str:
    """Digits one by one: "07" → "zero seven"."""
    ones = _EN_ONES if language == "en" else _FR_ONES
    return " ".join(ones[int(character)] for character in text if character.isdecimal())


def decimal(whole: str, fraction: str, language: Language) -> str:
    """3.14 → "three point one four", « trois virgule quatorze »."""
    head = cardinal(int(whole or "0"), language)
    if language == "en":
        return f"{head} point {digits(fraction, 'en')}"
    zeros = len(fraction) - len(fraction.lstrip("0"))
    tail = [digits("0" * zeros, "fr")] if zeros else []
    if fraction.lstrip("0"):
        tail.append(cardinal(int(fraction), "fr"))
    return f"{head} virgule {' '.join(tail)}"


def _rsplit_word(words: str) -> tuple[str, str, str]:
    cut = max(words.rfind(" "), words.rfind("-"))
    return words[:cut] if cut > 0 else "", words[cut] if cut > 0 else "", words[cut + 1 :]


def _en_ordinal(word: str) -> str:
    if word in _EN_ORDINALS:
        return _EN_ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


def _fr_ordinal(word: str) -> str:
    if word in _FR_ORDINALS:
        return _FR_ORDINALS[word]
    singular = word[:-1] if word in ("vingts", "cents", "millions", "milliards", "billions") else word
    return singular.removesuffix("e") + "ième"


def _en(number: int) -> str:
    for size, name in _EN_SCALES:
        if number >= size:
            rest = number % size
            return f"{_en(number // size)} {name}" + (f" {_en(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_EN_ONES[number // 100]} hundred" + (f" {_en(rest)}" if rest else "")
    if number >= 20:
        return _EN_TENS[number // 10] + (f"-{_EN_ONES[number % 10]}" if number % 10 else "")
    return _EN_ONES[number]


def _fr(number: int, final: bool = True) -> str:
    """`final` is False before "mille", where « cent » and « vingt » take no s."""
    for size, name in _FR_SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            return f"{_fr(count)} {name}{'s' if count > 1 else ''}" + (f" {_fr(rest)}" if rest else "")
    if number >= 1000:
        count, rest = divmod(number, 1000)
        head = "mille" if count == 1 else f"{_fr(count, final=False)} mille"
        return head + (f" {_fr(rest)}" if rest else "")
    if number >= 100:
        return _fr_hundreds(number, final)
    return _fr_tens(number, final)


def _fr_hundreds(number: int, final: bool) -> str:
    count, rest = divmod(number, 100)
    head = "cent" if count == 1 else f"{_FR_ONES[count]} cent"
    if rest:
        return f"{head} {_fr_tens(rest, final)}"
    return head + ("s" if count > 1 and final else "")


def _fr_tens(number: int, final: bool) -> str:
    if number < 20:
        return _FR_ONES[number]
    tens, rest = divmod(number, 10)
    head = _FR_TENS[tens]
    if tens in (7, 9):
        joint = " et " if number == 71 else "-"
        return head + joint + _FR_ONES[10 + rest]
    if rest == 0:
        return head + ("s" if tens == 8 and final else "")
    if rest == 1 and tens != 8:
        return f"{head} et un"
    return f"{head}-{_FR_ONES[rest]}"
