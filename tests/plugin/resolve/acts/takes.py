# SPDX-License-Identifier: Apache-2.0
"""Takes of an item. The first AddTake makes what lies there take 1; the cut stays where it is whatever take is shown."""

from fractions import Fraction

from tests.plugin.resolve.acts.placing import converted, source_range
from tests.plugin.resolve.state import Clip, Item, Take


def _rate(host, item: Item) -> Fraction:
    return next((timeline.rate for timeline in host.project.timelines if item in timeline.items), host.project.rate)


def add_take(host, item: Item, clip: Clip, first: "int | None" = None, end: "int | None" = None) -> bool:
    if item.clip is None or clip.timeline is not None or item.track.locked:
        return False
    if not item.takes:
        shown = round(item.left * item.clip.rate / _rate(host, item))
        item.takes.append(Take(item.clip, shown, shown + round(item.frames * item.clip.rate / _rate(host, item))))
        item.taken = 1
    begin, stop = source_range(host, clip, first, end)
    item.takes.append(Take(clip, begin, stop))
    host.touched()
    return True


def get_takes_count(host, item: Item) -> int:
    return len(item.takes)


def get_selected_take_index(host, item: Item) -> int:
    return item.taken


def get_take_by_index(host, item: Item, number: int) -> "dict | None":
    if not 1 <= number <= len(item.takes):
        return None
    take = item.takes[number - 1]
    return {"startFrame": take.first, "endFrame": take.end, "mediaPoolItem": take.clip}


def select_take_by_index(host, item: Item, number: int) -> bool:
    """A take that is shorter than the item makes the item shorter."""
    if not 1 <= number <= len(item.takes):
        return False
    take = item.takes[number - 1]
    item.taken, item.clip, item.name = number, take.clip, take.clip.name
    item.left = Fraction(converted(host, take.first, take.clip.rate, _rate(host, item)))
    item.frames = min(item.frames, converted(host, take.end - take.first, take.clip.rate, _rate(host, item)))
    host.touched()
    return True


def delete_take_by_index(host, item: Item, number: int) -> bool:
    if not 1 <= number <= len(item.takes) or number == item.taken:
        return False
    del item.takes[number - 1]
    item.taken -= 1 if number < item.taken else 0
    host.touched()
    return True


def finalize_take(host, item: Item) -> bool:
    if not item.takes:
        return False
    item.takes, item.taken = [], 0
    host.touched()
    return True
