# SPDX-License-Identifier: Apache-2.0
"""Another take in the place of one: added beside it, chosen, the cut kept. The old take stays where it can be chosen again."""

import os
from typing import Any, Dict, List, NamedTuple, Optional

from aiprod_resolve import calibrate, media, plan
from aiprod_resolve.errors import HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.marking import find_family, mark_clip, renew
from aiprod_resolve.media import Imported
from aiprod_resolve.placing import Mismatch, Report, add_track, append, choose_track, compare, look, mismatch, new_report, save
from aiprod_resolve.plan import Placement
from aiprod_resolve.reading import Open, awake, dict_of, is_locked, item_at, items_on, opened
from aiprod_resolve.tasks import Steps


class Slot(NamedTuple):
    """A clip on the timeline, as it was before."""

    item: Any
    kind: str
    track: int
    start: int
    frames: int
    left: int
    media: str


def swap_take(host: Host, clip: Dict[str, Any], at: Optional[Dict[str, Any]] = None, family: Optional[str] = None) -> Steps:
    """Swap a take; see `ACTIONS.md`. Raises HostError, and then nothing was changed."""
    yield from awake(host)
    found = opened(host)
    slot = yield from _slot(found, at, family)
    if plan.file_of(clip, "picture" if slot.kind == "video" else "sound") is None:
        raise HostError("no_picture" if slot.kind == "video" else "no_sound", name=clip.get("name", ""))
    src_in = first_frame(slot, int(clip["frames"]))
    meaning = yield from calibrate.end_frame(host)
    paths = [str(file["path"]) for file in clip["files"] if file.get("role") in ("picture", "sound")]
    project = str(clip.get("project") or found.project.GetName())
    imported = yield from media.import_media(host, found.pool, paths, project, str(clip["name"]))
    try:
        swap = _swap_picture if slot.kind == "video" else _swap_line
        return (yield from swap(found, slot, clip, imported, src_in, meaning))
    except PanelError:
        media.discard(found.pool, imported)
        raise


def _swap_picture(found: Open, slot: Slot, clip: Dict[str, Any], imported: Imported, src_in: int, meaning: str) -> Steps:
    """As a take of the clip that lies there, with its sound beside."""
    report, path = new_report(1), str((plan.file_of(clip, "picture") or {})["path"])
    wrong = yield from _swapped(slot, imported[path], src_in, meaning, path, found)
    _count(report, slot, wrong)
    if wrong:
        media.discard(found.pool, imported)
        return report
    lost = renew(found, slot.item, clip)
    report["mismatches"] += [lost] if lost else []
    sound = yield from _swap_sound(found, slot, clip, imported, src_in, meaning, report)
    note = yield from save(found.host, found.project)
    report["notes"] += [note] if note else []
    number = take_of(slot.item, path)
    gone = _differences(slot, number, src_in, found) if number else [mismatch("take", "there after saving", "gone")]
    if gone:
        report.update({"verified": report["verified"] - 1, "mismatches": report["mismatches"] + gone})
    yield from _still_heard(found, sound, report)
    return report


def _swap_line(found: Open, slot: Slot, clip: Dict[str, Any], imported: Imported, src_in: int, meaning: str) -> Steps:
    """A line or a piece of music has no takes in the host: the new one is laid beside, the old one switched off."""
    report = new_report(0)
    placement = yield from _lay_beside(found, slot, slot.item, clip, imported, src_in, meaning, report)
    if report["verified"]:
        item = yield from item_at(found, "audio", placement.track, slot.start)
        lost = mark_clip(found, item, slot.start, clip)
        report["mismatches"] += [lost] if lost else []
    note = yield from save(found.host, found.project)
    report["notes"] += [note] if note else []
    yield from _still_heard(found, placement if report["verified"] else None, report)
    return report


def _still_heard(found: Open, sound: Optional[Placement], report: Report) -> Steps:
    """After saving: whether the sound that was right is still there."""
    if sound is None:
        return
    again = new_report(1)
    compare([sound], (yield from look(found, [("audio", sound.track)])), again)
    if not again["verified"]:
        report.update({"verified": report["verified"] - 1, "mismatches": report["mismatches"] + again["mismatches"]})


def first_frame(slot: Slot, frames: int) -> int:
    """The first frame of the new take to show. Raises HostError where it is too short for the cut."""
    if frames < slot.frames:
        raise HostError("take_too_short", frames=frames, needed=slot.frames)
    return slot.left if slot.left + slot.frames <= frames else 0


def _slot(found: Open, at: Optional[Dict[str, Any]], family: Optional[str]) -> Steps:
    if at is not None:
        kind, track = str(at.get("kind", "video")), int(at["track"])
        item = yield from item_at(found, kind, track, int(at["start"]))
    else:
        kind, track, item = (yield from find_family(found, str(family))) or ("video", 0, None)
    if item is None:
        raise HostError("clip_gone")
    if is_locked(found, kind, track):
        raise HostError("track_locked", kind=kind, index=track)
    pool_item = item.GetMediaPoolItem()
    path = str(pool_item.GetClipProperty("File Path") or "") if pool_item else ""
    start, left = int(item.GetStart()) - found.start, int(item.GetLeftOffset() or 0)
    return Slot(item, kind, track, start, int(item.GetDuration()), left, path)


def _swapped(slot: Slot, clip: Any, src_in: int, meaning: str, path: str, found: Open) -> Steps:
    """Add and choose the take; what is wrong afterwards, with the old one chosen again in that case."""
    item, before = slot.item, int(slot.item.GetSelectedTakeIndex() or 0)
    last = src_in + slot.frames - (1 if meaning == "inclusive" else 0)
    there = take_of(item, path)
    yield
    if not there:
        item.AddTake(clip, src_in, last)
        yield
    number = there or take_of(item, path)
    if not number:
        return [mismatch("take", os.path.basename(path), "not among the clip's takes")]
    item.SelectTakeByIndex(number)
    yield
    wrong = _differences(slot, number, src_in, found)
    if wrong:
        _back(item, before, 0 if there else number)
    return wrong


def _back(item: Any, before: int, added: int) -> None:
    """The take that was shown before again, without the one that was added; a clip that had no takes has none again."""
    item.SelectTakeByIndex(before or 1)
    if added:
        item.DeleteTakeByIndex(added)
    if not before:
        item.FinalizeTake()


def take_of(item: Any, path: str) -> int:
    """The newest take of an item that shows a file; 0 where none does."""
    for number in range(int(item.GetTakesCount() or 0), 0, -1):
        clip = dict_of(item.GetTakeByIndex(number)).get("mediaPoolItem")
        if clip and media.same(str(clip.GetClipProperty("File Path") or "")) == media.same(path):
            return number
    return 0


def _differences(slot: Slot, number: int, src_in: int, found: Open) -> List[Mismatch]:
    item = slot.item
    pairs = (
        ("take", number, int(item.GetSelectedTakeIndex() or 0)), ("start", slot.start, int(item.GetStart()) - found.start),
        ("length", slot.frames, int(item.GetDuration())), ("first frame", src_in, int(item.GetLeftOffset() or 0)),
    )  # fmt: skip
    return [mismatch(what, wanted, got) for what, wanted, got in pairs if wanted != got]


def _count(report: Report, slot: Slot, wrong: List[Mismatch]) -> None:
    report["mismatches"] += wrong
    if not wrong:
        report["placed"] = report["verified"] = 1
        report["where"].append({"track": slot.track, "kind": "video", "start": slot.start, "end": slot.start + slot.frames})


def _swap_sound(
    found: Open, slot: Slot, clip: Dict[str, Any], imported: Imported, src_in: int, meaning: str, report: Report
) -> Steps:
    """The new take's own sound beside the old one. Returns where it is, if it is right."""
    old = yield from _old_sound(found, slot)
    if plan.file_of(clip, "sound") is None or old is None:
        return None
    before = report["verified"]
    placement = yield from _lay_beside(found, slot, old, clip, imported, src_in, meaning, report)
    return placement if report["verified"] > before else None


def _lay_beside(
    found: Open, slot: Slot, old: Any, clip: Dict[str, Any], imported: Imported, src_in: int, meaning: str, report: Report
) -> Steps:
    """A sound on a free track at the same place; once it is right, the old one is switched off, and not touched otherwise."""
    file = plan.file_of(clip, "sound") or {}
    track = yield from choose_track(found, "audio", -1, slot.start, slot.start + slot.frames)
    track = track or add_track(found, "audio", int(file.get("channels") or 2), "AIPROD")
    placement = Placement("audio", track, slot.start, slot.frames, src_in, str(file["path"]), str(clip["name"]))
    yield from append(found, [placement], imported, meaning)
    seen = yield from look(found, [("audio", track)])
    before = report["verified"]
    report["planned"] += 1
    compare([placement], seen, report)
    if report["verified"] > before:
        old.SetClipEnabled(False)
        if old.GetClipEnabled() is not False:
            report["mismatches"].append(mismatch("the old sound", "switched off", "on"))
    yield
    return placement


def _old_sound(found: Open, slot: Slot) -> Steps:
    """The sound that belongs to a picture: it begins with it, and its file lies beside the picture's."""
    home = os.path.dirname(media.same(slot.media)) if slot.media else ""
    for index in range(1, int(found.timeline.GetTrackCount("audio") or 0) + 1):
        for item in (yield from items_on(found, "audio", index)):
            if int(item.GetStart()) - found.start == slot.start and home and not is_locked(found, "audio", index):
                pool_item = item.GetMediaPoolItem()
                path = str(pool_item.GetClipProperty("File Path") or "") if pool_item else ""
                if path and os.path.dirname(media.same(path)) == home:
                    return item
        yield
    return None


def takes_of(item: Any) -> List[Dict[str, Any]]:
    """The takes of a clip on the timeline: number, file, whether it is the one shown."""
    chosen = int(item.GetSelectedTakeIndex() or 0)
    rows = []
    for number in range(1, int(item.GetTakesCount() or 0) + 1):
        clip = dict_of(item.GetTakeByIndex(number)).get("mediaPoolItem")
        rows.append(
            {"number": number, "chosen": number == chosen, "media": str(clip.GetClipProperty("File Path") or "") if clip else ""}
        )
    return rows
