# SPDX-License-Identifier: Apache-2.0
"""Random edits that are possible, and the small media files that they show."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import soundfile

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.film.grade import Cdl
from aiprod.film.time import FrameRate
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter

RATES = {
    "23.976": (FrameRate(numerator=24000, denominator=1001), None),
    "24": (FrameRate(numerator=24, denominator=1), None),
    "25": (FrameRate(numerator=25, denominator=1), None),
    "29.97 DF": (FrameRate(numerator=30000, denominator=1001), None),
    "29.97 NDF": (FrameRate(numerator=30000, denominator=1001), False),
    "30": (FrameRate(numerator=30, denominator=1), None),
    "50": (FrameRate(numerator=50, denominator=1), None),
    "59.94 DF": (FrameRate(numerator=60000, denominator=1001), None),
    "59.94 NDF": (FrameRate(numerator=60000, denominator=1001), False),
    "60": (FrameRate(numerator=60, denominator=1), None),
}
NAMES = ("s1-01", "Été à l'hôtel", "100 % #1 ?", "scène « fin »", "🎬 take", 'a "b" <c> & d', "x" * 200, "l1")
_OTHERS = ((2, 1), (1, 2), (1, 3), (3, 4), (-1, 1), (-2, 1), (-1, 2), (0, 1), (97, 100))
SPEEDS = (*(Fraction(1),) * 3, *(Fraction(n, d) for n, d in _OTHERS))
_SOUNDS = (("Dialogue", "mono"), ("Music", "stereo"), ("Effets spéciaux", "stereo"), ("Ambience", "mono"), ("A 5", "mono"))
JOINS = ("dissolve", "dissolve", "wipe", "fade", "iris", "push", "dip_white")


def media_in(folder: Path) -> dict[str, Path]:
    """A picture, a mono and a stereo sound, in a folder whose name is hard to write down."""
    home = folder / "médias #1 100% ? 🎬 l'été"
    home.mkdir(exist_ok=True)
    found = {name: home / name for name in ("plan à 1.mov", "voix.wav", "musique & co.wav")}
    picture, mono, stereo = found.values()
    with VideoWriter(picture, Fraction(25), 32, 16, Encoder("mjpeg", "yuvj420p")) as writer:
        for _ in range(3):
            writer.write_rgb(np.zeros((16, 32, 3), np.uint8))
    soundfile.write(mono, np.zeros(4800), 48000, subtype="PCM_24")
    soundfile.write(stereo, np.zeros((4800, 2)), 48000, subtype="PCM_24")
    return {"picture": picture, "mono": mono, "stereo": stereo}


def random_edit(random: Random, media: dict[str, Path], clips: int = 6, plain: bool = False) -> Edit:
    """An edit of up to so many clips a track. `plain`: only cuts, dissolves, names and places."""
    rate, drop = RATES[random.choice(list(RATES))]
    lanes = [_lane(random, media, "Picture", "picture", clips, plain)]
    if random.random() < 0.4:
        lanes.append(_lane(random, media, "Titles", "title", 2, plain))
    if random.random() < 0.3:
        lanes.append(_lane(random, media, "Picture 2", "picture", 2, plain))
    for name, kind in _SOUNDS:
        if random.random() < 0.6:
            lanes.append(_lane(random, media, name, kind, clips // 2 + 1, plain))
    frames = max(lane.events[-1].seen_until for lane in lanes if lane.events)
    edit = Edit(
        name=random.choice(("Mon film d'été", "A & B", "Film 100 %")), rate=rate, width=1920, height=1080, frames=frames,
        start_frame=0, lanes=tuple(lanes), marks=_marks(random, frames), drop_frame=drop,
    )  # fmt: skip
    hour = replace(edit, start_frame=round(rate.fps) * 3600, drop_frame=False)
    return hour.with_drop(edit.drop) if edit.drop else replace(hour, drop_frame=drop)


def _marks(random: Random, frames: int) -> tuple[Mark, ...]:
    places = sorted(random.sample(range(frames), min(frames, random.randint(0, 4))))
    return tuple(
        Mark(random.choice(NAMES), at, random.choice(("GREEN", "CYAN", "PINK")), random.choice(("scene", "beat", "")),
             random.choice((1, 1, 5)), random.choice(("", "à revoir")))
        for at in places
    )  # fmt: skip


def _lane(random: Random, media: dict[str, Path], name: str, kind: str, clips: int, plain: bool) -> Lane:
    events: list[Event] = []
    at = random.choice((0, 0, 7))
    for _ in range(random.randint(1, clips)):
        gap = random.choice((0, 0, 0, 11))
        touching = bool(events) and gap == 0
        at += gap
        event = _event(random, media, kind, at, plain)
        if touching and kind != "title" and random.random() < 0.5:
            joined = _joined(random, events[-1], event, kind, plain)
            if joined is not None:
                events[-1], event = joined
        events.append(event)
        at = event.end
    return Lane(name, kind in ("picture", "title"), tuple(events))


def _joined(random: Random, ahead: Event, event: Event, kind: str, plain: bool) -> tuple[Event, Event] | None:
    frames = random.choice((2, 8) if plain else (2, 5, 8))
    join = Join.centred("dissolve" if plain or kind != "picture" else random.choice(JOINS), frames)
    room = ahead.frames - (ahead.join_in.after if ahead.join_in else 0)
    if room <= join.before or event.frames <= join.after:
        return None
    return replace(ahead, join_out=join), replace(event, join_in=join)


def _event(random: Random, media: dict[str, Path], kind: str, start: int, plain: bool) -> Event:
    frames = random.randint(12, 60)
    if kind == "title":
        words = {"title": random.choice(NAMES), "subtitle": "sous-titre", "lines": ["un", "deux"]}
        return Event(random.choice(NAMES), None, 0, frames, start, frames, title=words)
    speed = Fraction(1) if plain or kind != "picture" else random.choice(SPEEDS)
    first = random.randint(140, 200)
    found = Event(
        random.choice(NAMES), media[kind], first, frames, start, 400, speed=speed, channels={"mono": 1, "stereo": 2}.get(kind, 0)
    )
    if plain:
        return found
    if kind == "picture":
        cdl = Cdl(slope=(1.1, 0.9, 1.0), offset=(0.01, 0, -0.01), power=(1, 1.2, 1), saturation=0.9)
        return replace(
            found, cdl=cdl if random.random() < 0.2 else None, lut="look/soir d'été.cube" if random.random() < 0.2 else "",
            enabled=random.random() < 0.9,
        )  # fmt: skip
    return replace(
        found, gain_db=random.choice((0.0, 0.0, -6.0, 3.5, -18.25)), fade_in=random.choice((0, 0, 5)),
        fade_out=random.choice((0, 0, 6)), pan=random.choice((0.0, 0.0, -0.5)),
    )  # fmt: skip
