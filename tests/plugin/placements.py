# SPDX-License-Identifier: Apache-2.0
"""Many placements over all rates, versions and editions, on the fakes: how many lie where they should, as the fakes have it.

The panel's own report isn't asked where a clip lies: the fake host is, from the inside.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.plugin.premiere import panel_setup as premiere
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import SCRIPTED
from tests.plugin.resolve.stage import RATES, Clips, staged

LONGEST = 30
"""Frames of a clip: short media are soon made, and the place decides."""
_FARTHEST = 4 * 3600
V1 = {"kind": "video", "index": 1}


@dataclass
class Count:
    """How it went.

    Attributes:
        placed: clips, each with picture and sound.
        off: those of which the host has something elsewhere, longer or shorter, or not at all.
        unsaid: those that are off, and of which the panel's report said that all is well.
        rates, hosts: which there were.
    """

    placed: int = 0
    off: int = 0
    unsaid: int = 0
    rates: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)

    def add(self, right: bool, said: bool) -> None:
        self.placed += 1
        self.off += not right
        self.unsaid += said and not right

    def figures(self) -> dict[str, Any]:
        told = {"placements": self.placed, "off_by_a_frame_or_more": self.off, "unsaid": self.unsaid}
        return {**told, "rates": len(self.rates), "hosts": sorted(self.hosts)}


def well(report: dict[str, Any]) -> bool:
    """Whether the panel's report says that all is where it should be."""
    return bool(report["planned"] == report["verified"] and not report["mismatches"])


def places(dice: Random, frames: int, count: int) -> Iterator[int]:
    """Where to place: ever later, never touching, up to hours."""
    at = dice.randrange(0, 50)
    for _ in range(count):
        yield at
        at += frames + dice.randrange(1, _FARTHEST)


# DaVinci Resolve


@contextmanager
def home(folder: Path) -> Iterator[None]:
    earlier = os.environ.get("AIPROD_HOME")
    os.environ["AIPROD_HOME"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("AIPROD_HOME")
        if earlier is not None:
            os.environ["AIPROD_HOME"] = earlier


def in_resolve(folder: Path, count: int, seed: int = 0) -> Count:
    """About so many placements, in every rate, in versions and editions by turns, in both meanings of `endFrame`."""
    found, clips, dice = Count(), Clips(folder / "clips"), Random(seed)
    each = -(-count // (len(RATES) * 2))
    for number, rate in enumerate(RATES):
        for meaning in ("exclusive", "inclusive"):
            profile = SCRIPTED[(2 * number + (meaning == "inclusive")) % len(SCRIPTED)]
            with home(folder / f"{number} {meaning}"):  # each host is another machine: what was calibrated on one holds there
                _fill(found, Host(profile, Faults(end_frame=meaning), folder), rate, clips, dice, each)
            found.hosts.add(profile)
    return found


def _fill(found: Count, host: Host, rate: str, clips: Clips, dice: Random, count: int) -> None:
    stage = staged(lambda *_: host, rate=rate)
    clip = clips(dice.randrange(1, LONGEST), rate)
    for at in places(dice, clip["frames"], count):
        report = stage.do("place_clip", clip=clip, at=at, track=V1)
        wanted = (at, at + clip["frames"])
        timeline = host.project.timeline
        lies = [_spans(timeline, kind)[-1:] == [wanted] for kind in ("video", "audio")]
        found.add(all(lies), well(report))
    found.rates.add(rate)
    host.release()
    host.check()


def _spans(timeline: Any, kind: str) -> list[tuple[int, int]]:
    items = timeline.tracks[kind][0].items
    return sorted((item.start - timeline.first, item.end - timeline.first) for item in items)


# Premiere


def in_premiere(count: int, seed: int = 0, versions: tuple[str, ...] = premiere.PROFILES) -> Count:
    """About so many placements, in every rate and version."""
    found, dice = Count(), Random(seed)
    cases = [(version, rate) for rate in premiere.RATES for version in versions]
    for version, rate in cases:
        clip = premiere.clip(dice.randrange(1, LONGEST), rate)
        with premiere.editor(version, rate, media=premiere.media_of(clip)) as host:
            for at in places(dice, clip["frames"], -(-count // len(cases))):
                _put(found, host, clip, at + 200)
        found.rates.add(rate)
        found.hosts.add(version)
    return found


def _put(found: Count, host: Any, clip: dict[str, Any], at: int) -> None:
    report = host.run(premiere.PLACE, clip=clip, at=at, track=V1)
    end = at + clip["frames"]
    lies = [
        (at, end, 0, premiere.spot(clip, role)) in premiere.items(host, kind, 0)
        for kind, role in (("video", "picture"), ("audio", "sound"))
    ]  # fmt: skip
    found.add(all(lies), well(report))
