# SPDX-License-Identifier: Apache-2.0
"""How English and French read numbers, times, dates, money, units, abbreviations and symbols aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from aiprod.film import numerals
from aiprod.film.brief import Language

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
"""A pattern and the words it is read as; None leaves the text to later rules."""


@dataclass(frozen=True)
class Reading:
    rules: tuple[Rule, ...]
    symbols: dict[str, str]


@cache
def reading_of(language: Language) -> Reading:
    if language == "en":
        return Reading(tuple(_english_rules()), _EN_SYMBOLS)
    return Reading(tuple(_french_rules()), _FR_SYMBOLS)


_EN_SYMBOLS = {
    "&": "and", "+": "plus", "=": "equals", "@": "at", "#": "number", "%": "percent", "°": "degrees", "§": "section",
    "/": "slash", "€": "euros", "$": "dollars", "£": "pounds", "¥": "yen", "×": "times", "÷": "divided by", "<": "less than",
    ">": "greater than", "½": "one half", "¼": "one quarter", "¾": "three quarters", "²": "squared", "³": "cubed",
    "©": "copyright", "\\": "backslash",
}  # fmt: skip
_FR_SYMBOLS = {
    "&": "et", "+": "plus", "=": "égale", "@": "arobase", "#": "numéro", "%": "pour cent", "°": "degrés", "§": "paragraphe",
    "/": "sur", "€": "euros", "$": "dollars", "£": "livres", "¥": "yens", "×": "fois", "÷": "divisé par", "<": "inférieur à",
    ">": "supérieur à", "½": "un demi", "¼": "un quart", "¾": "trois quarts", "²": "au carré", "³": "au cube",
    "©": "copyright", "\\": "barre oblique",
}  # fmt: skip

_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FR_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_EN_ABBREVIATIONS = {
    "Mr": "mister", "Mrs": "missus", "Ms": "miz", "Dr": "doctor", "Prof": "professor", "Sgt": "sergeant", "Capt": "captain",
    "Lt": "lieutenant", "Gen": "general", "Rev": "reverend", "Jr": "junior", "Sr": "senior", "etc": "et cetera", "St": "saint",
    "vs": "versus", "e.g": "for example", "i.e": "that is", "approx": "approximately", "dept": "department",
    "est": "estimated",
}  # fmt: skip
_FR_ABBREVIATIONS = {
    "M": "monsieur", "MM": "messieurs", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle",
    "Mlles": "mesdemoiselles", "Dr": "docteur", "Pr": "professeur", "Me": "maître", "Mgr": "monseigneur", "St": "saint",
    "Ste": "sainte", "etc": "et cætera", "p.ex": "par exemple", "c.-à-d": "c'est-à-dire", "env": "environ", "av": "avenue",
    "bd": "boulevard",
}  # fmt: skip
_DOT_REQUIRED = frozenset(("M", "Me", "St", "Sr", "est", "av", "bd", "env", "Gen", "Rev", "Lt", "dept", "approx", "Jr"))
_EN_UNITS = {
    "km/h": "kilometre(s) per hour", "mph": "mile(s) per hour", "km": "kilometre(s)", "m": "metre(s)", "cm": "centimetre(s)",
    "mm": "millimetre(s)", "kg": "kilogram(s)", "g": "gram(s)", "mg": "milligram(s)", "l": "litre(s)", "L": "litre(s)",
    "ft": "feet", "lb": "pound(s)", "lbs": "pound(s)", "oz": "ounce(s)", "min": "minute(s)", "sec": "second(s)",
    "s": "second(s)", "h": "hour(s)", "kHz": "kilohertz", "Hz": "hertz", "MHz": "megahertz", "°C": "degree(s) Celsius",
    "°F": "degree(s) Fahrenheit", "°": "degree(s)", "%": "percent", "kW": "kilowatt(s)", "W": "watt(s)", "V": "volt(s)",
    "GB": "gigabyte(s)", "MB": "megabyte(s)",
}  # fmt: skip
_FR_UNITS = {
    "km/h": "kilomètre(s) heure", "km": "kilomètre(s)", "m": "mètre(s)", "cm": "centimètre(s)", "mm": "millimètre(s)",
    "kg": "kilogramme(s)", "g": "gramme(s)", "mg": "milligramme(s)", "l": "litre(s)", "L": "litre(s)", "min": "minute(s)",
    "s": "seconde(s)", "kHz": "kilohertz", "Hz": "hertz", "MHz": "mégahertz", "°C": "degré(s) Celsius",
    "°F": "degré(s) Fahrenheit", "°": "degré(s)", "%": "pour cent", "kW": "kilowatt(s)", "W": "watt(s)", "V": "volt(s)",
    "Go": "gigaoctet(s)", "Mo": "mégaoctet(s)",
}  # fmt: skip
_EN_MONEY = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yen", "")}
_FR_MONEY = {"$": "dollar", "£": "livre", "€": "euro", "¥": "yen"}
_EN_FEW = {"1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "one quarter", "3/4": "three quarters"}
_FR_FEW = {"1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart", "3/4": "trois quarts"}
_FR_FEMININE = frozenset(("heure", "heures", "minute", "minutes", "seconde", "secondes", "livre", "livres", "fois"))

_EN_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_FR_NUMBER = r"\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+"


_NUMBERED_NAME = re.compile(r"\b([A-ZÀ-Þ]\w*[a-zß-ÿ])\s((?=[IVX]{2,})X{0,3}(?:IX|IV|V?I{0,3}))\b(?!['.]\w)")
"""A name and a Roman numeral of two letters or more (a single one is more often the pronoun I, or an initial)."""
_EN_COUNTED = frozenset(
    ("Chapter", "Part", "Act", "Scene", "Volume", "Book", "War", "Phase", "Level", "Episode", "Apollo", "Rocky")
)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _counted(words: str, many: bool) -> str:
    return words.replace("(s)", "s" if many else "")


def _any_number(text: str, language: Language) -> str:
    """A number with or without decimals, as matched by a rule."""
    point = "." if language == "en" else ","
    whole, _, fraction = text.lstrip("-−").partition(point)
    sign = ("minus " if language == "en" else "moins ") if text[0] in "-−" else ""
    if fraction:
        return sign + numerals.decimal(re.sub(r"\D", "", whole), fraction, language)
    return sign + numerals.cardinal(_whole(whole), language)


def _plain_number(match: re.Match[str], language: Language) -> str:
    text = match[0]
    if re.fullmatch(r"0\d+", text) or len(text) > 15:
        return numerals.digits(text, language)
    if language == "en" and re.fullmatch(r"(1[1-9]|20)\d\d", text):
        return numerals.year(int(text), "en")
    return _any_number(text, language)


def _abbreviation_rule(table: dict[str, str]) -> Rule:
    loose = _alternatives(w for w in table if w not in _DOT_REQUIRED)
    strict = _alternatives(w for w in table if w in _DOT_REQUIRED)
    # The dot of an abbreviation that ends the text also ends the sentence; it is left to be a pause.
    pattern = rf"(?<![\w.])(?:({loose})(?:\.(?!\s*$)|(?=\.\s*$)|(?![\w.'\-]))|({strict})\.(?=\s+[A-ZÀ-Þ]|\s+\w))(?!\w)"
    return re.compile(pattern), lambda m: table[m[1] or m[2]]


def _unit_rule(units: dict[str, str], number: str, point: str, language: Language) -> Rule:
    pattern = rf"(?<![\w.,])([-−]?(?:{number})(?:{re.escape(point)}\d+)?)\s?({_alternatives(units)})(?![\w/])"

    def read(match: re.Match[str]) -> str:
        value = float(re.sub(r"[^\d.]", "", match[1].replace(point, "\0").replace(".", "").replace(",", "").replace("\0", ".")))
        many = value != 1 if language == "en" else value >= 2
        words = _counted(units[match[2]], many)
        said = _any_number(match[1], language)
        return f"{_agreed(said, words)} {words}"

    return re.compile(pattern), read


def _agreed(number: str, following: str) -> str:
    """French « un » before a feminine noun is « une »."""
    if following.split()[0] in _FR_FEMININE and (number == "un" or number.endswith((" un", "-un"))):
        return number + "e"
    return number


# --- English ---------------------------------------------------------------------------------------------------------


def _english_rules() -> list[Rule]:
    months = _alternatives(_EN_MONTHS)
    return [
        (re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?:\s?([AaPp])\.?\s?[Mm]\b\.?(?!\w))?(?!\d)"), _en_clock),
        (re.compile(r"(?<![\w.])(1[0-2]|[1-9])\s?([AaPp])\.?[Mm]\b\.?(?!\w)"), _en_hour),
        (re.compile(rf"\b({months})\s(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(\d{{4}}))?(?![\d:])"), _en_month_day),
        (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s(of\s)?({months})(?:,?\s(\d{{4}}))?(?!\d)"), _en_day_month),
        (re.compile(rf"([$£€¥])({_EN_NUMBER})(?:\.(\d\d)(?!\d)|\.(\d+))?(?:\s(thousand|million|billion))?"), _en_money),
        (re.compile(rf"({_EN_NUMBER})(?:\.(\d\d)(?!\d)|\.(\d+))?()\s?([€£$¥])"), _en_money_after),
        (re.compile(r"(?<!\w)'?((?:1[1-9]|20)?\d0)'?s\b"), _en_decade),
        _unit_rule(_EN_UNITS, _EN_NUMBER, ".", "en"),
        (re.compile(r"(?<!\w)(\d+)(?:st|nd|rd|th)\b"), lambda m: numerals.ordinal(int(m[1]), "en") if len(m[1]) < 15 else None),
        (re.compile(r"\b(?:No|no|Nos)\.\s?(?=\d)"), lambda m: "number"),
        _abbreviation_rule(_EN_ABBREVIATIONS),
        (_NUMBERED_NAME, _en_numbered),
        (re.compile(r"(?<![\w/])(" + _alternatives(_EN_FEW) + r")(?![\w/])"), lambda m: _EN_FEW[m[1]]),
        (re.compile(r"(?<![\w.])(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\w\-])"), lambda m: f"{_spoken_en(m[1])} to {_spoken_en(m[2])}"),
        (re.compile(rf"(?<![\w.,])[-−](?:{_EN_NUMBER})(?:\.\d+)?(?!\w)"), lambda m: _any_number(m[0], "en")),
        (re.compile(rf"(?:{_EN_NUMBER})\.\d+"), lambda m: _any_number(m[0], "en")),
        (re.compile(_EN_NUMBER), lambda m: _plain_number(m, "en")),
        (re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}"), lambda m: m[0].replace(".", " ")),
    ]


def _spoken_en(digits: str) -> str:
    return numerals.year(int(digits), "en") if len(digits) == 4 else numerals.cardinal(int(digits), "en")


def _en_clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    half = f" {match[3].upper()} M" if match[3] else ""
    if minute == 0:
        return numerals.cardinal(hour, "en") + (half or (" o'clock" if 0 < hour <= 12 else " hundred hours"))
    zero = "oh " if minute < 10 else ""
    return f"{numerals.cardinal(hour, 'en')} {zero}{numerals.cardinal(minute, 'en')}{half}"


def _en_hour(match: re.Match[str]) -> str:
    return f"{numerals.cardinal(int(match[1]), 'en')} {match[2].upper()} M"


def _en_date(day: str, month: str, year: str | None) -> str | None:
    if not 1 <= int(day) <= 31:
        return None
    return f"{month} | {numerals.ordinal(int(day), 'en')}" + (f" | {numerals.year(int(year), 'en')}" if year else "")


def _en_month_day(match: re.Match[str]) -> str | None:
    return _en_date(match[2], match[1], match[3])


def _en_day_month(match: re.Match[str]) -> str | None:
    if not 1 <= int(match[1]) <= 31:
        return None
    article = "" if match.string[: match.start()].lower().endswith("the ") else "the "
    of = " | of | " if match[2] else " of | "
    year = f" | {numerals.year(int(match[4]), 'en')}" if match[4] else ""
    return f"{article}{numerals.ordinal(int(match[1]), 'en')}{of}{match[3]}{year}"


def _en_money(match: re.Match[str]) -> str:
    return _en_amount(match[1], match[2], match[3], match[4], match[5])


def _en_money_after(match: re.Match[str]) -> str:
    return _en_amount(match[5], match[1], match[2], match[3], None)


def _en_amount(sign: str, whole: str, cents: str | None, fraction: str | None, scale: str | None) -> str:
    unit, small = _EN_MONEY[sign]
    plural = unit if unit == "yen" else unit + "s"
    if scale or fraction:
        point = cents or fraction
        number = numerals.decimal(whole.replace(",", ""), point, "en") if point else numerals.cardinal(_whole(whole), "en")
        return f"{number}{' ' + scale if scale else ''} {plural}"
    words = f"{numerals.cardinal(_whole(whole), 'en')} {unit if _whole(whole) == 1 else plural}"
    if not cents or not int(cents):
        return words
    many = "pence" if small == "penny" else small + "s"
    return f"{words} and {numerals.cardinal(int(cents), 'en')} {small if int(cents) == 1 else many}"


def _en_numbered(match: re.Match[str]) -> str:
    number = _roman(match[2])
    if match[1] in _EN_COUNTED:
        return f"{match[1]} | {numerals.cardinal(number, 'en')}"
    return f"{match[1]} | the {numerals.ordinal(number, 'en')}"


def _en_decade(match: re.Match[str]) -> str:
    digits = match[1]
    words = numerals.year(int(digits), "en") if len(digits) == 4 else numerals.cardinal(int(digits), "en")
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


# --- French ----------------------------------------------------------------------------------------------------------


def _french_rules() -> list[Rule]:
    months = _alternatives(_FR_MONTHS)
    return [
        (re.compile(r"(?<!\w)([01]?\d|2[0-4])\s?(?:h|H|:)\s?([0-5]\d)(?!\d|\w)"), _fr_clock),
        (re.compile(r"(?<!\w)(\d{1,2})\s?[hH]\b"), lambda m: _fr_hours(int(m[1]))),
        (re.compile(rf"\b(\d{{1,2}})(?:er|ᵉʳ)?\s({months})(?:\s(\d{{4}}))?(?!\d)", re.IGNORECASE), _fr_date),
        (re.compile(rf"({_FR_NUMBER})(?:,(\d{{1,2}}))?\s?([€£$¥])"), _fr_money),
        _unit_rule(_FR_UNITS, _FR_NUMBER, ",", "fr"),
        (re.compile(r"(?<!\w)(\d+)(?:ers?|ères?|res?|nde?s?|ièmes?|èmes?|es?|ᵉ)(?!\w)"), _fr_ordinal),
        (re.compile(r"(?<!\w)[nN]°\s?(?=\d)"), lambda m: "numéro"),
        _abbreviation_rule(_FR_ABBREVIATIONS),
        (re.compile(r"\b([IVX]+)(?:er|e|ᵉ|ème)(?=\s+siècle)"), lambda m: numerals.ordinal(_roman(m[1]), "fr")),
        (_NUMBERED_NAME, lambda m: f"{m[1]} | {numerals.cardinal(_roman(m[2]), 'fr')}"),
        (re.compile(r"(?<![\w/])(" + _alternatives(_FR_FEW) + r")(?![\w/])"), lambda m: _FR_FEW[m[1]]),
        (
            re.compile(r"(?<![\w.])(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\w\-])"),
            lambda m: f"{numerals.cardinal(int(m[1]), 'fr')} à {numerals.cardinal(int(m[2]), 'fr')}",
        ),
        (re.compile(rf"(?<![\w.,])[-−](?:{_FR_NUMBER})(?:,\d+)?(?!\w)"), lambda m: _any_number(m[0], "fr")),
        (re.compile(rf"(?:{_FR_NUMBER}),\d+"), lambda m: _any_number(m[0], "fr")),
        (re.compile(_FR_NUMBER), lambda m: _plain_number(m, "fr")),
        (re.compile(r"(?<![\w.])(?:[A-ZÀ-Þ]\.){2,}"), lambda m: m[0].replace(".", " ")),
    ]


def _fr_hours(hour: int) -> str:
    if hour == 1:
        return "une heure"
    return f"{_agreed(numerals.cardinal(hour, 'fr'), 'heures')} heures"


def _fr_clock(match: re.Match[str]) -> str:
    minute = int(match[2])
    rest = f" {_agreed(numerals.cardinal(minute, 'fr'), 'minutes')}" if minute else ""
    return _fr_hours(int(match[1])) + rest


def _fr_date(match: re.Match[str]) -> str | None:
    day = int(match[1])
    if not 1 <= day <= 31:
        return None
    said = "premier" if day == 1 else numerals.cardinal(day, "fr")
    return f"{said} | {match[2]}" + (f" | {numerals.cardinal(int(match[3]), 'fr')}" if match[3] else "")


def _fr_money(match: re.Match[str]) -> str:
    unit = _FR_MONEY[match[3]]
    value = _whole(match[1])
    said = _agreed(numerals.cardinal(value, "fr"), unit)
    joint = " d'" if said.endswith(("million", "millions", "milliard", "milliards")) and unit == "euro" else " "
    words = f"{said}{joint}{unit}{'s' if value >= 2 else ''}"
    if not match[2]:
        return words
    cents = int(match[2].ljust(2, "0"))
    return f"{words} {numerals.cardinal(cents, 'fr')}" if cents else words


def _fr_ordinal(match: re.Match[str]) -> str | None:
    if len(match[1]) > 12:
        return None
    feminine = match[0].endswith(("re", "ère", "res", "ères"))
    return numerals.ordinal(int(match[1]), "fr", feminine)
