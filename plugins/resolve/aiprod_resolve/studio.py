# SPDX-License-Identifier: Apache-2.0
"""What the panel's buttons do: look where the user stands, order, follow the work, place what came of it.

Each is a piece of work in steps (`tasks.py`): host calls in small portions, the engine's answers waited for without holding
anybody up. What is under way is told through `show`.
"""

import os
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from aiprod_resolve import clips, places, ranges, timecode
from aiprod_resolve.actions import Actions
from aiprod_resolve.engine_words import translated
from aiprod_resolve.errors import EngineError, HostError, PanelError
from aiprod_resolve.lines import Call, Orders
from aiprod_resolve.tasks import Steps

FINAL = ("delivered", "cancelled", "failed", "expired")
POLL_S, PREVIEW_EVERY = 0.4, 3
MOST_ASSETS = 400
MADE_UNTIL = "editing"
"""A film for a timeline needs no master: the user grades and delivers it here."""


class Progress(NamedTuple):
    """How far something is: `fraction` of 1, `picture` is the path of a preview or ""."""

    name: str
    state: str
    fraction: float
    eta_s: Optional[float]
    picture: str
    step: str = ""


class Made(NamedTuple):
    """What came of an order: the clip (or film), and the report of placing it."""

    clip: Dict[str, Any]
    report: Dict[str, Any]
    words: Tuple[str, ...] = ()


class Wish(NamedTuple):
    """What a shot shall be. `frames` 0 leaves the length to the range; `first`, `last`, `look`: what it refers to, "" for
    nothing, "playhead" for the frame under the playhead, "before" and "after" for the neighbours' last and first frame."""

    prompt: str
    frames: int = 0
    generator: str = "auto"
    first: str = ""
    last: str = ""
    look: str = ""
    style: str = ""


class Studio:
    """The panel's orders.

    Args:
        actions: what the host can do.
        orders: the line to the engine.
        show: told how far the work is.
        lang: of names, lines and messages.
    """

    def __init__(self, actions: Actions, orders: Orders, show: Callable[[Progress], None], lang: str = "en") -> None:
        self._actions, self._orders, self._show, self._lang = actions, orders, show, lang

    def _ask(self, name: str, fields: Dict[str, Any]) -> Call:
        return self._orders.ask(name, **fields)

    def _order(self, name: str, fields: Dict[str, Any]) -> Steps:
        """Order work. Who stops while the order is under way stops the work too."""
        call = self._ask(name, fields)
        try:
            return (yield call)
        except PanelError as error:
            if error.key == "cancelled":
                ordered = yield call
                self._ask("jobs.cancel", {"job_id": ordered["job"]["id"]})
            raise

    def _context(self) -> Steps:
        return self._actions.steps("context", {})

    # -- shots

    def estimate(self, wish: Wish) -> Steps:
        """What a shot would take, as `clips.estimate` answers, with `at`: where it would begin, as timecode."""
        context = yield from self._context()
        room = ranges.room_for(context, wish.frames)
        asked = {"place": ranges.place_of(context), **self._wished(wish, room.frames, [])}
        found = yield self._ask("clips.estimate", asked)
        at = timecode.to_timecode(room.at + int(context["start_frame"]), ranges.rate_of(context))
        return dict(found, at=at)

    def shot(self, wish: Wish) -> Steps:
        """Make a shot here, and place it here."""
        context = yield from self._context()
        room = ranges.room_for(context, wish.frames)
        references = yield from self._references(context, room, wish)
        asked = {"place": ranges.place_of(context), "lang": self._lang, **self._wished(wish, room.frames, references)}
        ordered = yield from self._order("clips.shot", asked)
        return (yield from self._made_and_placed(ordered, room.at, room.track))

    def _wished(self, wish: Wish, frames: int, references: Sequence[Dict[str, str]]) -> Dict[str, Any]:
        if not wish.prompt.strip():
            raise HostError("no_prompt")
        asked: Dict[str, Any] = {"prompt": wish.prompt.strip(), "frames": frames, "references": list(references)}
        asked.update({"generator": wish.generator or "auto", "style": wish.style or None})
        return asked

    def _references(self, context: Dict[str, Any], room: ranges.Room, wish: Wish) -> Steps:
        """Pictures of the timeline that the shot shall begin with, end with or look like."""
        found = []
        for role, said in (("first", wish.first), ("last", wish.last), ("look", wish.look)):
            frame = reference_frame(context, room, said)
            if frame is not None:
                grabbed = yield from self._actions.steps("grab_frame", {"frame": frame})
                found.append({"path": grabbed["path"], "role": role})
        return found

    def extend(self, frames: int, prompt: str = "", generator: str = "auto") -> Steps:
        """Make the selected clip longer: what follows it, placed where it ends."""
        context = yield from self._context()
        item = ranges.chosen_clip(context)
        if not item["media"] or not os.path.isfile(item["media"]):
            raise HostError("media_offline", name=item["name"])
        if frames < 1:
            raise HostError("no_range")
        carried = ranges.carried_by(context, item)
        asked: Dict[str, Any] = {"place": ranges.place_of(context), "lang": self._lang, "frames": frames, "sound": True}
        asked.update({"path": item["media"], "src_in": item["src_in"], "src_out": item["src_out"], "generator": generator})
        asked.update({"prompt": prompt.strip() or None, "clip": carried["clip"] if carried else None})
        ordered = yield from self._order("clips.extend", asked)
        return (yield from self._made_and_placed(ordered, item["end"], {"kind": "video", "index": item["track"]}))

    def retake(self, prompt: str = "", generator: str = "", part: bool = False) -> Steps:
        """Make the selected clip again by its recipe, or only what lies between the marks, and swap it in."""
        context = yield from self._context()
        item = ranges.chosen_work(context)
        carried = ranges.carried_by(context, item)
        if carried is None:
            raise HostError("not_ours")
        asked: Dict[str, Any] = {"clip": carried["clip"], "prompt": prompt.strip() or None, "generator": generator or None}
        if part:
            asked.update(ranges.part_of(context, item))
        ordered = yield from self._retaken(asked, carried)
        clip = yield from self.followed(ordered)
        where = {"track": item["track"], "kind": item["kind"], "start": item["start"]}
        report = yield from self._actions.steps("swap_take", {"at": where, "clip": clip})
        return Made(clip, report, _words(clip, ordered))

    def _retaken(self, asked: Dict[str, Any], carried: Dict[str, Any]) -> Steps:
        """By the clip itself; where the engine has it no more, by the recipe that its marker carries."""
        try:
            return (yield from self._order("clips.retake", asked))
        except EngineError as error:
            if error.code not in ("not_found", "gone"):
                raise
        return (yield from self._order("clips.retake", dict(asked, clip=None, recipe=carried["recipe"])))

    def takes(self) -> Steps:
        """The takes of the selected clip, newest first, and where it lies."""
        context = yield from self._context()
        item = ranges.chosen_work(context)
        carried = ranges.carried_by(context, item)
        if carried is None:
            raise HostError("not_ours")
        found = yield self._ask("clips.list", {"family": carried["family"]})
        return {
            "takes": found["clips"],
            "at": {"track": item["track"], "kind": item["kind"], "start": item["start"]},
            "item": item,
        }

    def take_back(self, made: Made) -> Steps:
        """Take off the timeline again what was placed."""
        return self._actions.held(clips.take_back(self._actions.host, made.clip, made.report))

    def swap(self, clip: Dict[str, Any], at: Dict[str, Any]) -> Steps:
        """Swap one of the takes in."""
        report = yield from self._actions.steps("swap_take", {"at": at, "clip": clip})
        return Made(clip, report)

    # -- sound

    def voice(self, text: str = "", voice: str = "", emotion: str = "neutral", fit: bool = False) -> Steps:
        """Speak a line: what was typed, else the subtitle or the marker at the playhead."""
        context = yield from self._context()
        line = ranges.line_at(context, text)
        asked: Dict[str, Any] = {"place": ranges.place_of(context), "lang": self._lang, "text": line.text, "emotion": emotion}
        asked.update({"voice": voice or None, "fit_frames": line.frames if fit and line.frames else None})
        ordered = yield from self._order("clips.voice", asked)
        return (yield from self._made_and_placed(ordered, line.at, {"kind": "video", "index": 0}))

    def score(self, mood: str, frames: int = 0, loudness: float = -20.0) -> Steps:
        """Write music for the marked range, else for the whole timeline."""
        context = yield from self._context()
        room = ranges.sound_range(context, frames)
        asked: Dict[str, Any] = {"place": ranges.place_of(context), "lang": self._lang, "frames": room.frames}
        asked.update({"mood": mood.strip() or "calm", "loudness": loudness})
        ordered = yield from self._order("clips.score", asked)
        return (yield from self._made_and_placed(ordered, room.at, "new"))

    # -- grades

    def grade(self, look: str = "", match: bool = True, kind: str = "cdl", strength: float = 1.0) -> Steps:
        """Match the selected clips to the first of them, give them a look, or both."""
        context = yield from self._context()
        items = ranges.chosen_clips(context)
        for item in items:
            if not os.path.isfile(item["media"]):
                raise HostError("media_offline", name=item["name"])
        keys = {f"clip {i}": {"track": item["track"], "start": item["start"]} for i, item in enumerate(items, 1)}
        named = ("src_in", "src_out")
        rows = [{"key": key, "path": item["media"], **{n: item[n] for n in named}} for key, item in zip(keys, items)]
        asked: Dict[str, Any] = {"place": ranges.place_of(context), "lang": self._lang, "items": rows, "strength": strength}
        asked.update({"reference": rows[0]["key"] if match and len(rows) > 1 else None, "look": look or None})
        ordered = yield from self._order("clips.grade", asked)
        clip = yield from self.followed(ordered)
        report = yield from self._actions.steps("apply_grades", {"grades": clip["grades"], "keys": keys, "as": kind})
        return Made(clip, report, _words(clip, ordered))

    # -- films

    def film(self, brief: str, duration: Optional[float] = None, generator: str = "auto", style: str = "") -> Steps:
        """Make a whole film at the project's rate and size, and place it as a timeline of its own."""
        if not brief.strip():
            raise HostError("no_prompt")
        context = yield from self._context()
        asked: Dict[str, Any] = {"brief": brief.strip(), "lang": self._lang, "rate": timecode.wire_rate(ranges.rate_of(context))}
        asked.update({"size": context["size"], "duration": duration, "generator": generator, "style": style or None})
        asked["until"] = MADE_UNTIL
        ordered = yield from self._order("generate", asked)
        yield from self._watched(ordered["job"], brief.strip()[:60])
        report = yield from self.place_film(str(ordered["film"]))
        return Made({"id": ordered["film"], "name": report["timeline"]}, report, tuple(ordered.get("warnings", ())))

    def place_film(self, film: str) -> Steps:
        """Place a film that is there."""
        edit = yield self._ask("films.timeline", {"film": film})
        wanted = sorted({item["asset_id"] for track in edit["tracks"] for item in track["items"] if item["asset_id"]})
        assets: Dict[str, Any] = {}
        for at in range(0, len(wanted), MOST_ASSETS):
            some = yield self._ask("assets.resolve", {"film": film, "assets": wanted[at : at + MOST_ASSETS]})
            assets.update({asset["asset"]: asset for asset in some["assets"]})
        mix = yield from self._mix(film)
        given = {"edit_list": edit, "assets": assets, "name": edit["name"], "mix": mix}
        return (yield from self._actions.steps("build_film", given))

    def _mix(self, film: str) -> Steps:
        """The film's finished mix; None where there is none."""
        found = yield self._ask("takes.list", {"film": film})
        mixes = [file for take in found["takes"] if take["department"] == "mixing" for file in take["files"]]
        whole = [file["asset"] for file in mixes if file["name"].endswith(".wav")]
        if not whole:
            return None
        assets = yield self._ask("assets.resolve", {"film": film, "assets": whole[:1]})
        return assets["assets"][0]

    def estimate_film(self, brief: str, duration: Optional[float] = None, style: str = "") -> Steps:
        """What a whole film would take, as `estimate` answers."""
        if not brief.strip():
            raise HostError("no_prompt")
        context = yield from self._context()
        asked: Dict[str, Any] = {"brief": brief.strip(), "lang": self._lang, "rate": timecode.wire_rate(ranges.rate_of(context))}
        asked.update({"size": context["size"], "duration": duration, "style": style or None})
        return (yield self._ask("estimate", asked))

    # -- following

    def _made_and_placed(self, ordered: Dict[str, Any], at: int, track: Any) -> Steps:
        clip = yield from self.followed(ordered)
        if isinstance(track, dict) and not track.get("index"):
            track = {"kind": track["kind"], "index": -1}
        report = yield from self._actions.steps("place_clip", {"clip": clip, "at": at, "track": track})
        return Made(clip, report, _words(clip, ordered))

    def followed(self, ordered: Dict[str, Any]) -> Steps:
        """The clip that was ordered, once it is there. Raises PanelError where it isn't made."""
        yield from self._watched(ordered["job"], str(ordered["job"].get("title", "")))
        return (yield self._ask("clips.get", {"clip": ordered["clip"]}))

    def _watched(self, job: Dict[str, Any], name: str) -> Steps:
        """Wait for the end of a job, telling how far it is; stopping the work stops the job."""
        view, rounds, picture = job, 0, ""
        try:
            while view["state"] not in FINAL:
                self._show(progress_of(view, name, picture))
                yield POLL_S
                view = yield self._ask("jobs.status", {"job_id": job["id"]})
                rounds += 1
                if rounds % PREVIEW_EVERY == 0 and view["state"] == "running":
                    picture = (yield from self._preview(str(job["id"]))) or picture
        except PanelError as error:
            if error.key == "cancelled":
                self._ask("jobs.cancel", {"job_id": job["id"]})
            raise
        self._show(progress_of(view, name, picture))
        self._require_delivered(view)

    def _preview(self, job: str) -> Steps:
        """The path of the newest picture of a job, "" where there is none."""
        try:
            data = yield self._orders.fetch("jobs.preview", job_id=job, wait_s=0.0)
        except EngineError:
            return ""
        kind = "png" if data[:4] == b"\x89PNG" else "webp" if data[8:12] == b"WEBP" else "jpg"
        path = places.sub_folder("previews") / f"{job}.{kind}"
        path.write_bytes(data)
        return str(path)

    def _require_delivered(self, view: Dict[str, Any]) -> None:
        if view["state"] == "delivered":
            return
        if view["state"] == "cancelled":
            raise PanelError("cancelled")
        failure = view.get("failure")
        if not failure:
            raise PanelError("job_ended", state=view["state"])
        parts = [translated(str(failure.get(part) or ""), self._lang) for part in ("message", "why", "remedy")]
        raise PanelError("job_failed", what=parts[0], why=parts[1], remedy=parts[2])


def progress_of(view: Dict[str, Any], name: str, picture: str) -> Progress:
    progress = view.get("progress") or {}
    fraction = 1.0 if view["state"] == "delivered" else float(progress.get("fraction") or 0.0)
    return Progress(name, str(view["state"]), fraction, progress.get("eta_s"), picture, str(progress.get("step") or ""))


def _words(clip: Dict[str, Any], ordered: Dict[str, Any]) -> Tuple[str, ...]:
    """What people must be told: how it was made, and warnings."""
    label = [str(clip["label"])] if clip.get("label") else []
    return tuple(dict.fromkeys(label + list(ordered.get("warnings", ())) + list(clip.get("words", ()))))


def reference_frame(context: Dict[str, Any], room: ranges.Room, said: str) -> Optional[int]:
    """The timeline's frame that a reference means; None for none."""
    if said == "playhead":
        return int(context["playhead"])
    ends: List[int] = [item["end"] for track in context["tracks"] if track["kind"] == "video" for item in track["items"]]
    starts: List[int] = [item["start"] for track in context["tracks"] if track["kind"] == "video" for item in track["items"]]
    if said == "before":
        before = [end for end in ends if end <= room.at]
        return max(before) - 1 if before else None
    if said == "after":
        after = [start for start in starts if start >= room.at + room.frames]
        return min(after) if after else None
    return None
