# SPDX-License-Identifier: Apache-2.0
"""Frames and timecode as the host counts them; written apart from the panel's own, so that one proves the other."""

from fractions import Fraction

# What the host calls a rate → what it is.
RATES = {
    "16": Fraction(16),
    "18": Fraction(18),
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "47.952": Fraction(48000, 1001),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
    "72": Fraction(72),
    "95.904": Fraction(96000, 1001),
    "96": Fraction(96),
    "100": Fraction(100),
    "119.88": Fraction(120000, 1001),
    "120": Fraction(120),
}


def rate_called(rate: Fraction) -> str:
    """24000/1001 → "23.976"; a rate that the host has no name for is written as a number."""
    for name, exact in RATES.items():
        if exact == rate:
            return name
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def parse_rate(text: str) -> "tuple":
    """ "29.97 DF" → (30000/1001, True). ValueError for a rate that the host does not know."""
    name, _, flag = text.strip().partition(" ")
    number = name.rstrip("0").rstrip(".") if "." in name else name
    if number not in RATES or flag not in ("", "DF"):
        raise ValueError(text)
    if flag and number not in ("29.97", "59.94"):
        raise ValueError(text)
    return RATES[number], bool(flag)


def base(rate: Fraction) -> int:
    """Frames that a second of timecode counts: 24 at 24000/1001."""
    return -(-rate.numerator // rate.denominator)


def to_frames(text: str, rate: Fraction, drop: bool) -> int:
    """ "01:00:00;00" → 107892 at 29.97 drop frame. ValueError for what is no timecode or a number that drop frame leaves out."""
    parts = text.replace(";", ":").replace(".", ":").split(":")
    if len(parts) != 4 or not all(part.isdigit() for part in parts):
        raise ValueError(f"no timecode: {text!r}")
    hours, minutes, seconds, frames = (int(part) for part in parts)
    nominal = base(rate)
    if minutes > 59 or seconds > 59 or frames >= nominal:
        raise ValueError(f"no timecode at {float(rate):.3f}: {text!r}")
    skipped = nominal // 15
    if drop and seconds == 0 and minutes % 10 and frames < skipped:
        raise ValueError(f"drop frame leaves {text!r} out")
    count = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    total = hours * 60 + minutes
    return count - skipped * (total - total // 10) if drop else count


def to_timecode(frame: int, rate: Fraction, drop: bool) -> str:
    """107892 → "01:00:00;00" at 29.97 drop frame."""
    nominal = base(rate)
    if drop:
        skipped = nominal // 15
        tens, rest = divmod(frame, nominal * 600 - skipped * 9)
        extra = (rest - skipped) // (nominal * 60 - skipped) if rest >= skipped else 0
        frame += skipped * 9 * tens + skipped * extra
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if drop else ":"
    return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"
