# SPDX-License-Identifier: Apache-2.0
"""Every provider, from the shot to a take, against a server that keeps its contract; and everything that can go wrong."""

import json
import threading
from pathlib import Path

import httpx
import numpy as np
import pytest
from tests.server.cloud.contract import KEYS, Script
from tests.unit.shooting.stagecraft import design, shoot_request

from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.hashing import hash_file
from aiprod.film.time import FrameRate
from aiprod.media.video import read_frames, to_rgb
from aiprod.production.chain.builders import pass_gates
from aiprod.production.chain.outstanding import settle
from aiprod.shooting.cloud.generator import CloudGenerator
from aiprod.shooting.cloud.offers import offer, order_for
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.purchases import Purchases

ALL = tuple(KEYS)


def request_of(seconds: float = 2.0, **fields):
    rate = fields.pop("rate", FrameRate(numerator=24, denominator=1))
    return shoot_request(frames=rate.frames(seconds), rate=rate, width=320, height=180, **fields)


class Seen:
    """A watch that remembers; it may say stop."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.frames: list[tuple[int, int, bool]] = []
        self._stop_at = stop_at

    def frame(self, done, total, rgb):
        self.frames.append((done, total, rgb is not None))
        if self._stop_at is not None and len(self.frames) >= self._stop_at:
            raise Stopped("not wanted any more")


@pytest.mark.parametrize("name", ALL)
def test_a_shot_becomes_a_take_of_the_films_size_rate_and_length(world, name, tmp_path):
    world.allow(name)
    watch, request = Seen(), request_of(rate=FrameRate(numerator=25, denominator=1))
    facts = world.generator(name).shoot(request, tmp_path, watch)
    pass_gates(tmp_path, request)
    frames = list(read_frames(tmp_path / "picture.mp4"))
    assert (len(frames), frames[0].width, frames[0].height) == (50, 320, 180)
    (task,) = world.server.orders()
    assert facts["task"] == task.id and facts["provider"] == name and facts["synthetic"] and facts["priced_on"]
    assert facts["cost_eur"] == pytest.approx(world.spent) and world.spent > 0 and world.reserved == 0
    assert watch.frames[-1] == (50, 50, True) and watch.frames[0][2] is False
    assert json.loads((tmp_path / "camera.json").read_text())["asked"]["move"] == "static"


def test_the_middle_of_the_clip_fills_the_films_shape(world, tmp_path):
    world.allow("luma")
    request = shoot_request(frames=24, width=320, height=320)
    world.generator("luma").shoot(request, tmp_path)
    (task,) = world.server.orders()
    assert task.body["aspect_ratio"] == "1:1"
    first = to_rgb(next(read_frames(tmp_path / "picture.mp4")))
    assert first.shape == (320, 320, 3) and first.mean() > 40


def test_the_bar_moves_at_its_own_speed_whatever_the_rate(world, tmp_path):
    """24 frames a second read at 12: every second frame stands."""
    world.allow("runway")
    request = request_of(rate=FrameRate(numerator=12, denominator=1))
    world.generator("runway").shoot(request, tmp_path)
    rows = [to_rgb(frame)[90].astype(int) for frame in read_frames(tmp_path / "picture.mp4")]
    bars = [float(np.flatnonzero(row[:, 0] - row[:, 2] > 80).mean()) for row in rows]
    steps = np.diff(bars[:10])
    assert np.abs(steps - 2 * 3 * 320 / 160).max() < 3


@pytest.mark.parametrize("name", ALL)
def test_the_same_order_is_bought_once(world, name, tmp_path):
    world.allow(name)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        world.generator(name).shoot(request_of(), tmp_path / folder)
    assert len(world.server.orders()) == 1
    assert hash_file(tmp_path / "a" / "picture.mp4") == hash_file(tmp_path / "b" / "picture.mp4")


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_sent_without_consent(world, name, tmp_path):
    world.allow(cap=5)
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    assert (caught.value.kind, caught.value.failure_code) == (FaultClass.MONEY, "no_consent")
    assert world.server.calls == [] and world.spent == 0


@pytest.mark.parametrize("cap", [None, 0.0, 0.01])
def test_nothing_is_sent_above_the_cap_or_without_one(world, cap, tmp_path):
    world.allow("runway", cap=cap)
    with pytest.raises(FaultError) as caught:
        world.generator("runway").shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "budget_exceeded"
    assert world.server.calls == [] and world.reserved == 0


def test_a_revoked_consent_holds_at_once(world, tmp_path):
    world.allow("runway")
    world.store.consents.revoke("runway")
    with pytest.raises(FaultError, match="agreed"):
        world.generator("runway").shoot(request_of(), tmp_path)
    assert world.server.calls == []


def test_a_generator_without_a_till_buys_nothing(world, tmp_path):
    with pytest.raises(FaultError, match="consent"):
        CloudGenerator("cloud:runway").shoot(request_of(), tmp_path)
    assert world.server.calls == []


def test_two_jobs_at_once_do_not_overrun_the_cap(world, tmp_path):
    """Room for two purchases; eight jobs want one each."""
    price = PriceList.load().quote("runway", order_for(request_of(), offer("runway"))).reserve_eur
    world.allow("runway", cap=round(price * 2.5, 4))
    barrier, outcomes = threading.Barrier(8), []

    def job(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        barrier.wait()
        try:
            world.generator("runway").shoot(request_of(seed=number), folder)
            outcomes.append("made")
        except FaultError as error:
            outcomes.append(error.failure_code)

    threads = [threading.Thread(target=job, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bought = outcomes.count("made")
    assert set(outcomes) == {"made", "budget_exceeded"} and len(world.server.orders()) == bought >= 2
    assert world.spent <= world.store.spending.cap(world.film)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("status", "kind", "wanted", "code"),
    [(429, "rate", FaultClass.TRANSIENT, "rate_limited"), (503, "busy", FaultClass.TRANSIENT, "http_503")],
)
def test_a_busy_provider_is_transient_and_costs_nothing(world, name, status, kind, wanted, code, tmp_path):
    world.allow(name)
    world.server.script(name, Script(refuse=(status, kind), retry_after="7"))
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    error = caught.value
    assert (error.kind, error.failure_code, error.retry_after_s) == (wanted, code, 7.0)
    assert world.spent == world.reserved == 0 and not list(Purchases(world.root / "cloud").all())


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("where", ["order", "task"])
def test_refused_content_is_moderation(world, name, where, tmp_path):
    world.allow(name)
    status = 422 if name in ("fal", "ltx") else 400
    world.server.script(name, Script(refuse=(status, "moderation")) if where == "order" else Script(ends="moderation"))
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    assert (caught.value.kind, caught.value.failure_code) == (FaultClass.MODERATION, "moderation")
    assert world.reserved == 0
    assert world.spent == 0 if where == "order" else world.spent > 0


@pytest.mark.parametrize("name", ALL)
def test_a_task_that_the_provider_fails_is_its_fault_and_free(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(ends="failed"))
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    assert caught.value.kind in (FaultClass.PROVIDER, FaultClass.TRANSIENT)
    assert world.spent == world.reserved == 0


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_key_is_told_and_not_shown(world, name, tmp_path, monkeypatch):
    world.allow(name)
    desk_with_wrong_key(world, name, monkeypatch)
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "key_refused" and "not-the-key" not in str(caught.value)
    assert world.spent == world.reserved == 0


def desk_with_wrong_key(world, name, monkeypatch):
    from aiprod.shooting.cloud.settings import KEYS as NAMES

    monkeypatch.setenv(NAMES[name][0], "not-the-key")


@pytest.mark.parametrize("name", ALL)
def test_an_expired_address_is_asked_for_again(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(expires=1))
    world.generator(name).shoot(request_of(), tmp_path)
    assert len(world.server.orders()) == 1 and (tmp_path / "picture.mp4").is_file()


def test_an_address_that_never_works_is_given_up_but_paid(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(video="missing"))
    with pytest.raises(FaultError) as caught:
        world.generator("runway").shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "expired" and world.spent > 0


@pytest.mark.parametrize(
    ("video", "code", "kind"),
    [
        ("html", "not_a_video", FaultClass.PROVIDER), ("truncated", "truncated", FaultClass.TRANSIENT),
        ("private", "forbidden_address", FaultClass.PROVIDER), ("redirect", "forbidden_address", FaultClass.PROVIDER),
        ("short", "too_short", FaultClass.QUALITY),
    ],
)  # fmt: skip
def test_goods_that_are_no_good(world, video, code, kind, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(video=video))
    with pytest.raises(FaultError) as caught:
        world.generator("runway").shoot(request_of(4.0), tmp_path)
    assert (caught.value.failure_code, caught.value.kind) == (code, kind)
    assert not (tmp_path / "picture.mp4").exists()


@pytest.mark.parametrize("video", ["black", "frozen"])
def test_the_gates_stop_black_and_frozen_clips(world, video, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(video=video))
    request = request_of()
    world.generator("runway").shoot(request, tmp_path)
    with pytest.raises(FaultError, match=video) as caught:
        pass_gates(tmp_path, request)
    assert caught.value.kind is FaultClass.QUALITY


@pytest.mark.parametrize("name", ["replicate", "luma"])
def test_an_order_whose_answer_was_lost_is_found_again(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(drop=True))
    world.generator(name).shoot(request_of(), tmp_path)
    assert len(world.server.orders()) == 1 and world.spent > 0


@pytest.mark.parametrize("name", ["runway", "google", "ltx", "fal"])
def test_where_it_can_not_be_found_it_counts_as_paid(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(drop=True))
    with pytest.raises(FaultError) as caught:
        world.generator(name).shoot(request_of(), tmp_path)
    assert caught.value.kind is FaultClass.TRANSIENT
    assert world.spent > 0 and world.reserved == 0
    world.generator(name).shoot(request_of(), tmp_path)
    assert len(world.server.orders()) == 2


def test_a_provider_that_wants_more_than_was_set_aside_does_not_get_it(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(estimates=5000))
    with pytest.raises(FaultError) as caught:
        world.generator("runway").shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "price_changed"
    (task,) = world.server.orders()
    assert task.cancelled and world.spent == world.reserved == 0


def test_what_a_task_says_it_cost_is_what_is_booked(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(costs=10))
    facts = world.generator("runway").shoot(request_of(), tmp_path)
    assert facts["cost_eur"] == pytest.approx(0.1 * PriceList.load().exchange.eur_per_usd) == pytest.approx(world.spent)


@pytest.mark.parametrize("name", ["runway", "google", "fal", "replicate"])
def test_stopping_cancels_at_the_provider(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(looks=10**6))
    with pytest.raises(Stopped):
        world.generator(name).shoot(request_of(), tmp_path, Seen(stop_at=1))
    (task,) = world.server.orders()
    assert task.cancelled


@pytest.mark.parametrize("name", ["ltx", "luma"])
def test_what_can_not_be_cancelled_stays_on_record_and_is_fetched_later(world, name, tmp_path):
    world.allow(name)
    world.server.script(name, Script(looks=6))
    with pytest.raises(Stopped):
        world.generator(name).shoot(request_of(), tmp_path, Seen(stop_at=1))
    assert world.reserved > 0
    world.generator(name).shoot(request_of(), tmp_path)
    assert len(world.server.orders()) == 1 and world.reserved == 0 and world.spent > 0


def test_stopping_is_felt_while_waiting_for_the_next_look(world, tmp_path):
    world.allow("runway")
    (world.root.parent / "home" / "cloud.json").write_text(json.dumps(world.server.settings(poll_every_s=60)))
    world.server.script("runway", Script(looks=10**6))
    threading.Thread(target=lambda: (world.server.wait_for_looks(1), world.stop.set()), daemon=True).start()
    with pytest.raises(Stopped):
        world.generator("runway").shoot(request_of(), tmp_path)


def test_a_stopped_task_can_be_kept_for_later(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(looks=6))
    with pytest.raises(Stopped):
        world.generator("runway", keep=lambda: True).shoot(request_of(), tmp_path, Seen(stop_at=1))
    world.stop.clear()
    world.generator("runway").shoot(request_of(), tmp_path)
    (task,) = world.server.orders()
    assert not task.cancelled


def test_a_task_that_takes_too_long_is_called_off(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(looks=10**6))
    clock = iter(range(0, 10**9, 1000))
    with pytest.raises(FaultError) as caught:
        world.generator("runway", clock=lambda: float(next(clock))).shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "too_slow" and world.server.orders()[0].cancelled


def test_a_lost_task_counts_as_paid_and_is_not_waited_for(world, tmp_path):
    world.allow("runway")
    world.server.script("runway", Script(looks=4))
    with pytest.raises(Stopped):
        world.generator("runway", keep=lambda: True).shoot(request_of(), tmp_path, Seen(stop_at=1))
    world.server.tasks.clear()
    world.stop.clear()
    with pytest.raises(FaultError) as caught:
        world.generator("runway").shoot(request_of(), tmp_path)
    assert caught.value.failure_code == "task_gone" and world.spent > 0 and world.reserved == 0


def test_a_shot_that_is_longer_than_anything_sold_is_not_sent(world, tmp_path):
    world.allow("luma")
    with pytest.raises(FaultError) as caught:
        world.generator("luma").shoot(request_of(9.5), tmp_path)
    assert (caught.value.kind, caught.value.failure_code) == (FaultClass.INPUT, "too_long") and world.server.calls == []


def test_no_key_and_no_prompt_is_in_any_error_or_record(world, tmp_path):
    world.allow("runway")
    world.generator("runway").shoot(request_of(set_=design("coast")), tmp_path)
    records = "".join(path.read_text() for path in Path(world.root / "cloud").glob("*.json"))
    assert KEYS["runway"] not in records and "coast" in records


def test_the_contract_server_refuses_what_the_provider_would(world):
    """The stand-in is strict, or the tests above would prove little."""
    for name, path, good in (("runway", "/v1/text_to_video", {}), ("ltx", "/v2/text-to-video", {"prompt": "x"})):
        head = {"Authorization": f"Bearer {KEYS[name]}", "X-Runway-Version": "2024-11-06"}
        assert httpx.post(world.server.base(name) + path, json=good, headers=head).status_code == 400
        assert httpx.post(world.server.base(name) + path, json=good).status_code == 401


@pytest.mark.parametrize(("name", "orders"), [("replicate", 1), ("luma", 1), ("runway", 2)])
def test_killed_between_the_order_and_its_ticket(world, name, orders, tmp_path):
    """The record says that an order was on its way: it is looked up, or booked as paid and told, before another is placed."""
    world.allow(name)
    world.generator(name).shoot(request_of(), tmp_path)
    book = Purchases(world.root / "cloud")
    (done,) = book.all()
    book.goods(done.key).unlink()
    reservation = world.purse().reserve(name, PriceList.load().quote(name, order_for(request_of(), offer(name))), "again")
    book.save(done.changed(state="submitting", ticket=None, paid_eur=None, reservation=reservation))
    facts = world.generator(name).shoot(request_of(), tmp_path)
    assert len(world.server.orders()) == orders and world.reserved == 0
    assert bool(facts["warnings"]) is (orders == 2)


@pytest.mark.parametrize(
    ("script", "outcome", "paid"),
    [
        (Script(looks=3), "fetched", True),
        (Script(looks=3, ends="failed"), "failed", False),
        (Script(looks=10**6), "running", False),
    ],
)
def test_purchases_that_nobody_waits_for_are_asked_about(world, script, outcome, paid, tmp_path):
    world.allow("luma")
    world.server.script("luma", script)
    with pytest.raises(Stopped):
        world.generator("luma").shoot(request_of(), tmp_path, Seen(stop_at=2))
    if outcome != "running":
        world.server.orders()[0].looked = 10
    (settled,) = settle(world.root, world.purse())
    assert settled.outcome == outcome and (world.spent > 0) is paid and (world.reserved > 0) is (outcome == "running")
    if outcome == "fetched":
        world.generator("luma").shoot(request_of(), tmp_path)
        assert len(world.server.orders()) == 1


def test_a_provider_that_names_another_host_for_its_own_api_is_not_followed(world, tmp_path):
    """The key goes with every call: it must not go elsewhere."""
    calls = world.desk("fal").provider.calls
    with pytest.raises(FaultError) as caught:
        calls.get("https://queue.evil.example/requests/1/status")
    assert caught.value.failure_code == "foreign_address"
