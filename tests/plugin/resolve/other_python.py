# SPDX-License-Identifier: Apache-2.0
"""Run by other Pythons: the panel asks a real engine and places clips in the fake host. Says what came of it as JSON.

Nothing of pytest, and nothing newer than Python 3.6."""

import json
import sys
import tempfile
import threading
from fractions import Fraction
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).resolve().parents[3] / "plugins" / "resolve")]


def asked() -> "dict":
    """Finding, proving, pairing, ordering, watching, stopping, attending."""
    from aiprod_resolve.client import Client, Door
    from aiprod_resolve.lines import Attendance, Orders

    door = Door("Resolve under Python " + sys.version.split()[0])
    client = Client(door, threading.Event())
    place = {"rate": "24000/1001", "size": "192x108", "project": "é 🎬"}
    wish = {"prompt": "A cat.", "frames": 12, "place": place}
    estimate = client.ask("clips.estimate", wish)
    ordered = client.ask("clips.shot", wish)
    state = client.ask("jobs.cancel", {"job_id": ordered["job"]["id"]})["state"]
    report = {"host": "resolve", "version": "21.0.4", "mode": "bridge", "actions": ["context"]}
    attendance, orders = Attendance(door, "a-key-of-this-python", lambda: report), Orders(door)
    call = orders.ask("voices.list", language="fr")
    met = call.wait(20) and bool(call.value()["voices"])
    for _ in range(400):
        if attendance.connected:
            break
        threading.Event().wait(0.05)
    connected = attendance.connected
    ended = attendance.stop() and orders.stop()
    return {"frames": estimate["frames"], "state": state, "met": met, "connected": connected, "ended": ended}


def counted() -> "dict":
    """Timecode there and back at every rate."""
    from aiprod_resolve import timecode

    wrong = 0
    for name in ("23.976", "24", "25", "29.97", "29.97 DF", "30", "50", "59.94", "59.94 DF", "60"):
        rate = timecode.parse_rate(name)
        wrong += sum(timecode.from_timecode(timecode.to_timecode(n, rate), rate) != n for n in range(0, 300000, 37))
    return {"wrong": wrong}


def placed() -> "dict":
    """A clip in every kind of host, at a rate that is no whole number."""
    from aiprod_resolve.actions import Actions
    from aiprod_resolve.calibrate import silence
    from aiprod_resolve.hostinfo import Host
    from aiprod_resolve.tasks import run_through
    from tests.plugin.resolve.faults import Faults
    from tests.plugin.resolve.host import Host as Fake
    from tests.plugin.resolve.media import Media
    from tests.plugin.resolve.profiles import SCRIPTED

    folder = Path(tempfile.mkdtemp())
    picture = folder / "picture.mov"
    picture.write_bytes(b"known to the fake")
    rate, reports = Fraction(24000, 1001), {}
    for profile in SCRIPTED:
        fake = Fake(profile, Faults(end_frame="inclusive"), folder)
        fake.known[str(picture)] = Media("video", rate, 20, 20 / rate)
        fake.known[str(silence())] = Media("audio", Fraction(0), 0, Fraction(4), channels=2, sample_rate=48000)
        fake.user.project("Film", "23.976")
        fake.user.timeline()
        clip = {
            "id": "clip_" + "0" * 26, "family": "clip_" + "0" * 26, "name": "Shot", "frames": 20, "recipe": {}, "project": "Film",
            "rate": {"numerator": 24000, "denominator": 1001}, "files": [{"role": "picture", "path": str(picture)}],
        }  # fmt: skip
        actions = Actions(Host(fake.resolve, fake.fusion, fake.bmd))
        report = run_through(actions.steps("place_clip", {"clip": clip, "at": 1001, "track": "new"}), fake.rest)
        run_through(actions.steps("context", {}), fake.rest)
        fake.check()
        reports[profile] = [report["verified"], report["mismatches"]]
    return reports


if __name__ == "__main__":
    print(json.dumps({"asked": asked(), "counted": counted(), "placed": placed()}))
