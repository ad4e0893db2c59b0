# SPDX-License-Identifier: Apache-2.0
"""Frame rates as exact rationals, whatever the host calls them, and timecode.

The host says "23.976", 23.976 or "24000/1001" and always means 24000/1001; "29.97 DF" is 30000/1001 with drop-frame timecode.
"""

import re
from fractions import Fraction
from typing import NamedTuple, Optional, Union

from aiprod_resolve.errors import HostError

_NTSC = {  # what is meant by a decimal
    "23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001), "47.952": (48000, 1001), "47.95": (48000, 1001),
    "59.94": (60000, 1001), "95.904": (96000, 1001), "119.88": (120000, 1001), "14.985": (15000, 1001),
}  # fmt: skip
_TIMECODE = re.compile(r"(\d{1,3})[:;.](\d{2})[:;.](\d{2})([:;.,])(\d{2,3})\Z")


class Rate(NamedTuple):
    """Frames per second, exact, and whether its timecode drops numbers."""

    numerator: int
    denominator: int
    drop: bool


def rate(numerator: int, denominator: int = 1, drop: bool = False) -> Rate:
    """A rate in lowest terms. Raises HostError for one that isn't positive."""
    if numerator <= 0 or denominator <= 0:
        raise HostError("bad_rate", rate=f"{numerator}/{denominator}")
    exact = Fraction(numerator, denominator)
    return Rate(exact.numerator, exact.denominator, drop and can_drop(exact))


def can_drop(fps: Fraction) -> bool:
    """Drop-frame timecode exists for 29.97 and its multiples alone."""
    return fps.denominator == 1001 and fps.numerator % 30000 == 0


def parse_rate(said: Union[str, float, None], drop: Optional[bool] = None) -> Rate:
    """What a host means by "23.976", "29.97 DF", 24.0, "30000/1001", …

    `drop` overrules what the name itself says. Raises HostError for what is no rate.
    """
    text = str(said).strip() if said is not None else ""
    named_drop = text.upper().endswith("DF") and not text.upper().endswith("NDF")
    number = re.sub(r"\s*(N?DF|fps)\s*\Z", "", text, flags=re.IGNORECASE).replace(",", ".").strip()
    exact = _exact(number)
    if exact is None:
        raise HostError("bad_rate", rate=text or "?")
    return rate(exact.numerator, exact.denominator, named_drop if drop is None else drop)


def _exact(number: str) -> Optional[Fraction]:
    if not re.match(r"\d+([./]\d+)?\Z", number):
        return None
    try:
        value = Fraction(number)
    except (ValueError, ZeroDivisionError):
        return None
    if "/" in number:
        return value or None
    for name, (numerator, denominator) in _NTSC.items():
        if abs(value - Fraction(name)) < Fraction(1, 500):
            return Fraction(numerator, denominator)
    nearest = Fraction(round(value))
    close = nearest > 0 and abs(value - nearest) < Fraction(1, 1000)
    return nearest if close else (value.limit_denominator(1001) or None)


def fps(of: Rate) -> Fraction:
    return Fraction(of.numerator, of.denominator)


def nominal(of: Rate) -> int:
    """How many numbers a second of timecode has: 24 at 23.976."""
    return int(-(-of.numerator // of.denominator))


def wire_rate(of: Rate) -> str:
    """As the engine takes it: "24000/1001", "25"."""
    return str(fps(of))


def host_rate(of: Rate) -> str:
    """As the host's settings take it: "23.976", "29.97 DF", "25"."""
    exact = fps(of)
    if exact.denominator == 1:
        return str(exact.numerator)
    for name, pair in _NTSC.items():
        if exact == Fraction(*pair):
            return name + (" DF" if of.drop else "")
    return f"{float(exact):.3f}".rstrip("0")


def dropped(of: Rate) -> int:
    """Numbers left out at the beginning of each minute but every tenth: 2 at 29.97 drop."""
    return nominal(of) // 15 if of.drop else 0


def to_timecode(frame: int, of: Rate) -> str:
    """The timecode of a frame count, with ";" before the frames where numbers are dropped."""
    base, drop = nominal(of), dropped(of)
    if frame < 0:
        frame += 24 * frames_per_hour(of)
    if drop:
        tens, rest = divmod(frame, frames_per_hour(of) // 6)
        frame += drop * (9 * tens + max(0, rest - drop) // (base * 60 - drop))
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    width = 3 if base > 100 else 2
    return "{:02d}:{:02d}:{:02d}{}{:0{}d}".format(hours % 24, minutes, seconds, ";" if drop else ":", frames, width)


def frames_per_hour(of: Rate) -> int:
    return nominal(of) * 3600 - dropped(of) * 54


def from_timecode(text: str, of: Rate) -> int:
    """The frame count of a timecode.

    Numbers that drop-frame leaves out are taken for the first one after them. Raises HostError for what is no timecode.
    """
    found = _TIMECODE.match(str(text).strip())
    if not found:
        raise HostError("bad_timecode", text=str(text))
    hours, minutes, seconds, frames = (int(found.group(i)) for i in (1, 2, 3, 5))
    base, drop = nominal(of), dropped(of)
    if minutes > 59 or seconds > 59 or frames >= base:
        raise HostError("bad_timecode", text=str(text))
    if drop and minutes % 10 and not seconds and frames < drop:
        frames = drop
    whole = hours * 60 + minutes
    return (whole * 60 + seconds) * base + frames - drop * (whole - whole // 10)


def seconds(frames: int, of: Rate) -> float:
    return float(Fraction(frames) / fps(of))


def rescaled(frames: int, source: Rate, target: Rate) -> int:
    """A count of frames at another rate, rounded to the nearest."""
    exact = Fraction(frames) * fps(target) / fps(source)
    return int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))


def frames_in(whole_seconds: float, of: Rate) -> int:
    """The least whole number of frames that lasts so many seconds."""
    return int(-(-Fraction(whole_seconds) * fps(of) // 1))
