# SPDX-License-Identifier: Apache-2.0
"""What all animals share: eyes that blink, faces that speak, legs that walk, wings that beat.

A pose is any object with some of walk_phase (cycles), speed (m/s), mouth_open (0–1), blink (0–1), head_turn (−1…1) and
emotion; without one an animal idles: it breathes, blinks every few seconds and looks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import Point, bent, limb, outline, oval, smooth

DARK = "#1d1618"


def _pose(b: Brush, name: str, usual: float) -> float:
    value = getattr(b.pose, name, None)
    return usual if value is None else float(value)


def blink(b: Brush) -> float:
    """How far the lids are closed, 0–1."""
    period = 2.7 + (b.seed % 7) * 0.43
    since = (b.t + (b.seed % 5) * 0.9) % period
    return _pose(b, "blink", max(0.0, 1.0 - abs(since - 0.12) / 0.12) if since < 0.24 else 0.0)


def mouth(b: Brush) -> float:
    return min(max(_pose(b, "mouth_open", 0.0), 0.0), 1.0)


def look(b: Brush) -> float:
    """Where the head turns, −1…1 in the drawing's own space (1 is where the animal faces)."""
    if getattr(b.pose, "head_turn", None) is not None:
        return min(max(_pose(b, "head_turn", 0.0), -1.0), 1.0)
    slow = sin(0.37 * b.t + b.seed % 11)
    return 0.35 + 0.45 * max(-1.0, min(1.0, 2.4 * slow))


def emotion(b: Brush) -> str:
    value = getattr(b.pose, "emotion", "")
    return str(getattr(value, "value", value) or "")


def breath(b: Brush) -> float:
    """−1…1, one breath in about three seconds."""
    return b.wave(3.1)


def walking(b: Brush) -> bool:
    return b.speed > 0.05


def phase(b: Brush) -> float:
    """Cycles of the gait so far."""
    return _pose(b, "walk_phase", b.t * 1.4)


def eye(
    b: Brush, x: float, y: float, r: float, iris: str = "#4a2f1c", lid: str = "#888888", slit: bool = False, inner: float = 1.0
) -> None:
    """An eye with a light in it. `inner` is the side of the nose (1 right, −1 left), for brows."""
    closed = blink(b)
    if closed > 0.75:
        b.line(f"M{x - r:.3f} {y:.3f} Q{x:.3f} {y + 0.7 * r:.3f} {x + r:.3f} {y:.3f}", DARK, 0.32 * r, e=0.3)
        return
    ball = oval(x, y, r, r * 1.08)
    with b.within(oval(x, y, r * 1.02, r * 1.1 * (1 - closed))):
        b.fill(ball, iris, BALL, e=0.12)
        b.fill(oval(x + 0.12 * r * look(b), y, r * (0.26 if slit else 0.6), r * 0.82 if slit else r * 0.62), DARK, FLAT, e=-0.3)
        b.shine(oval(x + 0.28 * r, y - 0.36 * r, 0.28 * r), 0.95)
        b.shine(oval(x - 0.3 * r, y + 0.4 * r, 0.13 * r), 0.5)
        _brow(b, x, y, r, lid, inner)
    b.line(
        f"M{x - r:.3f} {y - 0.25 * r:.3f} Q{x:.3f} {y - 1.35 * r * (1 - closed):.3f} {x + r:.3f} {y - 0.25 * r:.3f}",
        DARK,
        0.2 * r,
        e=0.25,
    )


def _brow(b: Brush, x: float, y: float, r: float, lid: str, inner: float) -> None:
    """Lids carry the feeling: lowered inside when angry, outside when sad, below when happy."""
    feeling = emotion(b)
    if feeling in ("anger", "determination", "irony"):
        near, far = 0.35, 1.0
    elif feeling in ("sadness", "weariness", "fear"):
        near, far = 1.0, 0.4
    elif feeling in ("joy", "tenderness"):
        b.fill(
            (
                f"M{x - 1.2 * r:.3f} {y + 1.3 * r:.3f} L{x - 1.2 * r:.3f} {y + 0.5 * r:.3f} "
                f"Q{x:.3f} {y + 0.1 * r:.3f} {x + 1.2 * r:.3f} {y + 0.5 * r:.3f} L{x + 1.2 * r:.3f} {y + 1.3 * r:.3f} Z"
            ),
            lid,
            FLAT,
        )
        return
    else:
        return
    left, right = (far, near) if inner > 0 else (near, far)
    b.fill(
        (
            f"M{x - 1.3 * r:.3f} {y - 1.4 * r:.3f} L{x + 1.3 * r:.3f} {y - 1.4 * r:.3f} "
            f"L{x + 1.3 * r:.3f} {y - right * r:.3f} L{x - 1.3 * r:.3f} {y - left * r:.3f} Z"
        ),
        lid,
        FLAT,
    )


@dataclass(frozen=True)
class Face:
    """A head seen three-quarters from the front, about 10 units wide around its centre.

    Attributes:
        coat, mask, inside: of the head, of muzzle and cheeks, of the ears' inside.
        width, height: half sizes of the skull.
        ears: "point", "round", "long" or "flop".
        muzzle: half width, half height and y of the muzzle.
        eyes: x, y, radius. iris: its colour. slit: a cat's pupil.
        whiskers: long cheek hair. ruff: a collar of cheek fur.
    """

    coat: str
    mask: str
    inside: str = "#d99a8a"
    width: float = 5.2
    height: float = 4.6
    ears: str = "point"
    ear: float = 4.2
    muzzle: tuple[float, float, float] = (2.4, 1.7, 1.9)
    eyes: tuple[float, float, float] = (2.2, -0.5, 1.05)
    iris: str = "#6a4a22"
    nose: str = "#2a1c1e"
    nose_width: float = 0.8
    slit: bool = False
    whiskers: bool = False
    ruff: float = 0.0


def face(b: Brush, f: Face) -> None:
    """Draw a head around its centre; the features slide with the look, the jaw opens with the voice."""
    turn = look(b)
    _ears(b, f, turn)
    w, h = f.width, f.height
    points = [(0, -h), (0.62 * w, -0.86 * h), (w, -0.1 * h), (0.82 * w + f.ruff, 0.52 * h), (0.4 * w, 0.95 * h), (0, 1.03 * h)]
    skull = smooth([*points, *[(-x, y) for x, y in reversed(points[1:-1])]])
    b.fill(skull, f.coat, BALL, rim=0.16)
    dx = 1.15 * turn * w / 5.2
    with b.within(skull):
        if f.ruff:
            for s in (-1, 1):
                b.fill(
                    (
                        f"M{s * (w + f.ruff):.3f} {0.05 * h:.3f} Q{s * 0.2 * w + dx:.3f} {0.1 * h:.3f} "
                        f"{dx - 0.14 * s * w:.3f} {0.9 * h:.3f} "
                        f"L{dx - 0.14 * s * w:.3f} {1.2 * h:.3f} L{s * (w + f.ruff):.3f} {1.2 * h:.3f} Z"
                    ),
                    f.mask,
                    SIDE,
                )
    _muzzle(b, f, dx)
    ex, ey, r = f.eyes
    for s in (-1, 1):
        squeeze = 1.0 - 0.22 * max(0.0, s * turn)
        eye(b, dx * 0.9 + s * ex * (1 - 0.1 * s * turn), ey, r * squeeze, f.iris, f.coat, f.slit, inner=-s)


def _ears(b: Brush, f: Face, turn: float) -> None:
    w, h, e = f.width, f.height, f.ear
    twitch = 7 * max(0.0, sin(1.9 * b.t + b.seed % 9) - 0.93) / 0.07
    for s in (-1, 1):
        with b.placed(
            s * 0.58 * w + 0.3 * turn, -0.66 * h, turn=s * (20 if f.ears == "point" else 10) + (twitch if s > 0 else 0)
        ):
            if f.ears == "point":
                b.fill(
                    (
                        f"M{-0.42 * e} {0.3 * e} Q{-0.3 * e} {-0.7 * e} {0.05 * e * s} {-e} "
                        f"Q{0.45 * e} {-0.5 * e} {0.46 * e} {0.3 * e} Z"
                    ),
                    f.coat,
                    SIDE,
                    rim=0.14,
                )
                b.fill(
                    (
                        f"M{-0.22 * e} {0.2 * e} Q{-0.16 * e} {-0.5 * e} {0.04 * e * s} {-0.72 * e} "
                        f"Q{0.26 * e} {-0.4 * e} {0.26 * e} {0.2 * e} Z"
                    ),
                    f.inside,
                    SIDE,
                    e=-0.06,
                )
            elif f.ears == "round":
                b.fill(oval(0, -0.35 * e, 0.55 * e), f.coat, BALL, rim=0.14)
                b.fill(oval(0, -0.3 * e, 0.33 * e), f.inside, BALL, e=-0.06)
            elif f.ears == "long":
                b.fill(
                    outline(
                        f"@ 0 {0.3 * e} {-0.2 * e} {-0.3 * e} {-0.12 * e} {-0.95 * e} {0.04 * e} {-1.05 * e} "
                        f"{0.2 * e} {-0.8 * e} {0.2 * e} {-0.2 * e}"
                    ),
                    f.coat,
                    SIDE,
                    rim=0.14,
                )
                b.fill(
                    outline(
                        f"@ 0 {0.1 * e} {-0.1 * e} {-0.3 * e} {-0.05 * e} {-0.8 * e} {0.05 * e} {-0.85 * e} "
                        f"{0.11 * e} {-0.6 * e} {0.1 * e} {-0.2 * e}"
                    ),
                    f.inside,
                    SIDE,
                )
            else:
                swing = 3 * breath(b)
                with b.placed(s * 0.5, 0.1 * e, turn=s * (-12 + swing)):
                    b.fill(
                        outline(
                            f"@ 0 {-0.25 * e} {s * 0.5 * e} {-0.1 * e} {s * 0.66 * e} {0.5 * e} "
                            f"{s * 0.4 * e} {1.05 * e} {s * 0.08 * e} {0.8 * e} {-s * 0.1 * e} {0.2 * e}"
                        ),
                        f.inside,
                        SIDE,
                        rim=0.14,
                    )


def _muzzle(b: Brush, f: Face, dx: float) -> None:
    mw, mh, my = f.muzzle
    opened = mouth(b)
    x = dx * 1.3
    if opened > 0.04:
        drop = mh * (0.5 + 1.2 * opened)
        b.fill(oval(x, my + 0.55 * mh + 0.35 * drop, 0.62 * mw, 0.55 * drop + 0.25 * mh), f.mask, BALL, e=-0.06)
        b.fill(oval(x, my + 0.55 * mh + 0.25 * drop, 0.5 * mw, 0.5 * drop), "#5a1c22", FLAT, e=-0.1)
        b.fill(oval(x, my + 0.6 * mh + 0.5 * drop, 0.34 * mw, 0.24 * drop), "#d9707a", FLAT)
    for s in (-1, 1):
        b.fill(oval(x + s * 0.46 * mw, my + 0.12 * mh, 0.6 * mw, 0.78 * mh), f.mask, BALL)
    b.fill(oval(x, my - 0.3 * mh, 0.55 * mw, 0.7 * mh), f.mask, BALL, e=0.03)
    n = f.nose_width
    ny = my - 0.55 * mh
    b.fill(
        (
            f"M{x - n:.3f} {ny - 0.45 * n:.3f} Q{x:.3f} {ny - 0.85 * n:.3f} {x + n:.3f} {ny - 0.45 * n:.3f} "
            f"Q{x + 0.7 * n:.3f} {ny + 0.5 * n:.3f} {x:.3f} {ny + 0.75 * n:.3f} Q{x - 0.7 * n:.3f} {ny + 0.5 * n:.3f} "
            f"{x - n:.3f} {ny - 0.45 * n:.3f} Z"
        ),
        f.nose,
        SIDE,
    )
    b.shine(oval(x + 0.3 * n, ny - 0.3 * n, 0.24 * n, 0.14 * n), 0.7)
    smile = 0.12 if emotion(b) in ("sadness", "fear", "anger") else 0.62
    for s in (-1, 1):
        b.line(
            (
                f"M{x:.3f} {ny + 0.7 * n:.3f} L{x:.3f} {my + 0.42 * mh:.3f} "
                f"Q{x + s * 0.45 * mw:.3f} {my + (0.5 + smile) * mh:.3f} "
                f"{x + s * 0.86 * mw:.3f} {my + 0.4 * mh:.3f}"
            ),
            DARK,
            0.17,
            e=0.25,
            alpha=0.85,
        )
    if f.whiskers:
        for s in (-1, 1):
            for k in (-1, 0, 1):
                b.line(
                    (
                        f"M{x + s * 0.6 * mw:.3f} {my + 0.2 * k:.3f} Q{x + s * 2.2 * mw:.3f} {my - 0.3 + 0.5 * k:.3f} "
                        f"{x + s * 2.8 * mw:.3f} {my + 0.2 + 0.9 * k:.3f}"
                    ),
                    "#f2ece0",
                    0.09,
                    e=0.95,
                    alpha=0.8,
                )


@dataclass(frozen=True)
class Leg:
    """Where a leg hangs, its two bones, and its thickness from hip to foot."""

    top: Point
    upper: float
    lower: float
    widths: tuple[float, float, float] = (4.0, 2.4, 1.8)
    forward: float = 1.0
    foot: float = 2.2


def step(p: float, stride: float, lift: float) -> Point:
    """A foot's place in its cycle: on the ground it goes back, in the air forward."""
    p %= 1.0
    if p < 0.6:
        return stride * (0.5 - p / 0.6), 0.0
    s = (p - 0.6) / 0.4
    return stride * (s - 0.5), -lift * sin(pi * s)


def leg(b: Brush, spec: Leg, foot: Point, colour: str, e: float, hoof: str | None = None) -> None:
    """One leg from its hip to a foot on the ground (y 0) or above it."""
    x, y = foot
    ankle = (x - 0.12 * spec.foot, y - max(0.28 * spec.foot, 0.52 * spec.widths[2]))
    knee = bent(spec.top, ankle, spec.upper, spec.lower, spec.forward)
    b.fill(limb([spec.top, knee, ankle], list(spec.widths)), colour, SIDE, e=e)
    paw = (
        f"M{x - 0.55 * spec.foot:.3f} {y:.3f} Q{x - 0.6 * spec.foot:.3f} {y - 0.75 * spec.foot:.3f} "
        f"{x:.3f} {y - 0.72 * spec.foot:.3f} "
        f"Q{x + 0.85 * spec.foot:.3f} {y - 0.5 * spec.foot:.3f} {x + 0.8 * spec.foot:.3f} {y:.3f} Z"
    )
    b.fill(paw, hoof or colour, SIDE, e=e + (0.0 if hoof else 0.04))


def four_legs(
    b: Brush, hind: Leg, fore: Leg, stride: float, colour: str, near: bool, hoof: str | None = None, sock: str | None = None
) -> None:
    """The two far legs (before the body is drawn) or the two near ones (after it)."""
    p = phase(b)
    gap = 0.0 if near else 0.12 * stride + 0.5 * hind.widths[1]
    for spec, lead in ((hind, 0.0), (fore, 0.25)):
        x, y = (
            step(p + lead + (0.0 if near else 0.5), stride, 0.22 * (spec.upper + spec.lower) * 0.6) if walking(b) else (0.0, 0.0)
        )
        if not near:
            moved = Leg((spec.top[0] + gap, spec.top[1]), spec.upper, spec.lower, spec.widths, spec.forward, spec.foot)
            leg(b, moved, (moved.top[0] + x, y), colour, -0.24, hoof)
        else:
            leg(b, spec, (spec.top[0] + x, y), sock or colour, 0.02, hoof)


def tail(b: Brush, points: list[Point], widths: list[float], colour: str, swing: float, tip: str | None = None) -> None:
    """A tail that sways, more at its end."""
    last = len(points) - 1
    moved = [
        (
            x + swing * (i / last) ** 2 * sin(1.7 * b.t - 0.8 * i + b.seed % 6),
            y + 0.4 * swing * (i / last) * cos(1.3 * b.t - 0.6 * i),
        )
        for i, (x, y) in enumerate(points)
    ]
    b.fill(limb(moved, widths), colour, SIDE)
    if tip:
        b.fill(limb(moved[-2:], [widths[-2] * 0.8, widths[-1]]), tip, SIDE, e=0.06)


def flap(b: Brush, rate: float = 3.2) -> float:
    """−1 (wings down) … 1 (up), with a glide now and then."""
    beat = sin(2 * pi * rate * b.t + b.seed % 7)
    glide = sin(0.5 * b.t + b.seed % 5)
    return beat if glide < 0.55 else 0.35 + 0.1 * beat


def flies(b: Brush) -> bool:
    """Birds fly when a pose moves them; without a pose one seed in three flies, but never in a close view."""
    return b.speed > 0.4 if b.pose is not None else b.seed % 3 == 2 and not b.hero
