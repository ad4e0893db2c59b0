# SPDX-License-Identifier: Apache-2.0
"""What a living body does by itself: drift, breath, blinks, glances. All of it seeded and continuous in time."""

from __future__ import annotations

from functools import lru_cache
from math import sin, tau
from random import Random

BLINK_MIN_S, BLINK_MAX_S = 2.1, 5.8
_BLINK_CLOSE_S, _BLINK_HOLD_S, _BLINK_OPEN_S = 0.09, 0.04, 0.17
_DART_S = 0.07


def smooth(u: float) -> float:
    """The smoothstep: 0 below 0, 1 above 1, level at both ends."""
    u = min(max(u, 0.0), 1.0)
    return u * u * (3.0 - 2.0 * u)


@lru_cache(maxsize=1024)
def _phases(seed: int, channel: str) -> tuple[float, float, float]:
    random = Random(f"{seed}/{channel}")
    return random.random(), random.random(), random.random()


def drift(seed: int, channel: str, t: float, period_s: float) -> float:
    """A slow wandering between −1 and 1: three sines with seeded phases."""
    a, b, c = _phases(seed, channel)
    w = tau * t / period_s
    return 0.5 * sin(w + tau * a) + 0.3 * sin(1.7 * w + tau * b) + 0.2 * sin(2.9 * w + tau * c)


@lru_cache(maxsize=256)
def blink_times(seed: int, until_s: float) -> tuple[float, ...]:
    """When the eyes close, in seconds; each 2 to 6 s after the one before."""
    random = Random(f"{seed}/blink")
    times, now = [], random.uniform(0.5, 3.5)
    while now < until_s:
        times.append(now)
        now += random.uniform(BLINK_MIN_S, BLINK_MAX_S)
    return tuple(times)


def blink(seed: int, t: float) -> float:
    """How far the lids are closed, 0 to 1."""
    for start in blink_times(seed, 60.0 * (1 + int(t // 60) + 1)):
        since = t - start
        if since < 0:
            break
        if since < _BLINK_CLOSE_S:
            return smooth(since / _BLINK_CLOSE_S)
        since -= _BLINK_CLOSE_S + _BLINK_HOLD_S
        if since < 0:
            return 1.0
        if since < _BLINK_OPEN_S:
            return 1.0 - smooth(since / _BLINK_OPEN_S)
    return 0.0


@lru_cache(maxsize=256)
def _glances(seed: int, until_s: float) -> tuple[tuple[float, float, float], ...]:
    """(when, x, y): small looks around the target, now and then a larger one."""
    random = Random(f"{seed}/glance")
    found, now = [(-1.0, 0.0, 0.0)], random.uniform(0.3, 1.2)
    while now < until_s:
        size = 0.42 if random.random() < 0.22 else 0.10
        found.append((now, random.uniform(-size, size), random.uniform(-size, size) * 0.5))
        now += random.uniform(0.6, 2.2)
    return tuple(found)


def glance(seed: int, t: float) -> tuple[float, float]:
    """Where the eyes wander around what they look at, x and y in −0.5 … 0.5 of their range."""
    x = y = 0.0
    for when, to_x, to_y in _glances(seed, 60.0 * (1 + int(t // 60) + 1)):
        if when > t:
            break
        u = smooth((t - when) / _DART_S)
        x, y = x + (to_x - x) * u, y + (to_y - y) * u
    return x, y


def breath(seed: int, t: float, effort: float = 0.0) -> float:
    """The chest, −1 empty to 1 full; faster and deeper with effort (0–1)."""
    a, _, _ = _phases(seed, "breath")
    return (0.7 + 0.3 * effort) * sin(tau * (t / (3.9 - 2.2 * effort) + a))
