# SPDX-License-Identifier: Apache-2.0
"""What is bought, what is said, what it costs, and where files may be fetched from."""

import socket
import threading
from datetime import date

import pytest
from tests.unit.shooting.stagecraft import design, shoot_request

from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.look import CharacterLook, HairStyle, Outfit
from aiprod.film.screenplay import Age, Emotion, Gender, TimeOfDay, Weather
from aiprod.film.shots import Blocking, CameraPath, Gesture, PropPlacement
from aiprod.shooting.cloud import download as fetching
from aiprod.shooting.cloud.download import Local, check_address, download
from aiprod.shooting.cloud.offers import offer, offers, order_for, size_for
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.prompts import prompt_for
from aiprod.shooting.cloud.protocol import CloudError
from aiprod.shooting.cloud.settings import CloudSettings, Key, key_of, need_key

ANNA = CharacterLook(
    character="anna", gender=Gender.FEMALE, age=Age.OLD, hair=HairStyle.BUN, hair_colour="#e8e6e0", outfit=Outfit.RAINCOAT,
    outfit_colour="#e0c840",
)  # fmt: skip
ACTOR = Blocking(character="anna", gesture=Gesture.HOLD, holds="lantern", emotion=Emotion.FEAR)


def rich_request(**fields):
    given = {"set_": design("harbour", Weather.STORM, TimeOfDay.NIGHT), "blocking": (ACTOR,), "looks": (ANNA,), **fields}
    boat = PropPlacement(prop="rowing_boat", x=2, to_x=4)
    return shoot_request(CameraPath(move="dolly_in"), props=(boat,), **given)


def test_the_prompt_says_what_is_seen_in_english():
    text = prompt_for(rich_request(language="fr"), 2000)
    for word in ("old woman", "bun", "yellow raincoat", "lantern", "frightened", "harbour", "night", "storm", "dolly in", "boat"):
        assert word in text, word
    assert "anna" not in text.lower() and text.startswith("Wide shot: an old woman")


def test_the_description_is_said_only_where_it_is_english():
    english = shoot_request().changed(shot=shoot_request().shot.changed(description="The tide turns"))
    assert "The tide turns." in prompt_for(english, 2000)
    assert "The tide turns" not in prompt_for(english.changed(language="fr"), 2000)


@pytest.mark.parametrize("limit", [20, 120, 400, 1000])
def test_a_prompt_keeps_its_limit_and_the_action(limit):
    text = prompt_for(rich_request(), limit)
    assert 0 < len(text.encode("utf-16-le")) // 2 <= limit and text.startswith("Wide shot"[:limit])


@pytest.mark.parametrize("item", offers(), ids=lambda item: item.id)
def test_every_offer_has_a_price_for_each_of_its_sizes(item):
    for size in item.sizes:
        order = order_for(shoot_request(frames=48, width=size.width, height=size.height), item)
        quote = PriceList.load().quote(item.provider, order)
        assert 0 < quote.eur < quote.reserve_eur < 5 and isinstance(quote.priced_on, date) and quote.source


def test_an_unknown_price_buys_nothing():
    with pytest.raises(FaultError) as caught:
        PriceList.load().price("runway", "gen99", "1280:720")
    assert caught.value.kind is FaultClass.MONEY


@pytest.mark.parametrize(("frames", "seconds"), [(24, 3), (72, 3), (73, 4), (240, 10)])
def test_durations_are_rounded_up_to_what_is_sold(frames, seconds):
    assert order_for(shoot_request(frames=frames), offer("cloud:google")).seconds == seconds


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [
        (1920, 1080, (1920, 1080)), (640, 360, (1280, 720)), (3840, 2160, (1920, 1080)), (1080, 1920, (1080, 1920)),
        (720, 576, (960, 720)), (1000, 1000, (720, 720)), (2048, 858, (1680, 720)),
    ],
)  # fmt: skip
def test_the_nearest_shape_then_the_smallest_that_is_large_enough(width, height, found):
    size = size_for(offer("cloud:luma"), width, height)
    assert (size.width, size.height) == found


def test_orders_are_the_same_goods_only_when_they_are_equal():
    one, two = (order_for(rich_request(seed=seed), offer("cloud:runway")) for seed in (1, 2))
    assert one.key("runway") != two.key("runway") != one.key("fal")
    again = order_for(rich_request(seed=1).changed(width=640, height=360), offer("cloud:runway"))
    assert again.key("runway") == one.key("runway")


def test_keys_come_from_the_environment_and_do_not_show(monkeypatch):
    monkeypatch.setenv("FAL_KEY", " secret ")
    assert key_of("fal").value == "secret" and "secret" not in f"{key_of('fal')!r} {key_of('fal')} {[Key('secret')]}"
    monkeypatch.delenv("FAL_KEY")
    with pytest.raises(UserError, match="FAL_KEY"):
        need_key("fal")


@pytest.mark.parametrize("url", ["https://evil.example/v1", "http://10.0.0.1", "http://127.0.0.1.evil.example", "file:///x"])
def test_endpoints_can_only_be_moved_to_this_machine(url):
    with pytest.raises(UserError, match="on this machine"):
        CloudSettings.from_json({"endpoints": {"runway": url}})
    assert CloudSettings.from_json({"endpoints": {"runway": "http://127.0.0.1:9"}})


FORBIDDEN = (
    "http://example.com/x.mp4", "ftp://example.com/x", "file:///etc/passwd", "https://127.0.0.1/x", "https://[::1]/x",
    "https://10.1.2.3/x", "https://192.168.0.1/x", "https://169.254.169.254/latest/meta-data", "https://[fd00::1]/x",
    "https://[::ffff:10.0.0.1]/x", "https://[64:ff9b::a00:1]/x", "https://0.0.0.0/x", "https://100.64.0.1/x",
    "https://user:pass@example.com/x", "https:///x", "https://[2002:a00:1::]/x", "https://224.0.0.1/x",
)  # fmt: skip


@pytest.mark.parametrize("url", FORBIDDEN)
def test_addresses_that_are_never_fetched(url):
    with pytest.raises(CloudError) as caught:
        check_address(url, None)
    assert caught.value.failure_code == "forbidden_address"


def test_the_stand_in_opens_its_own_port_and_no_other():
    local = Local.of("http://127.0.0.1:8123/runway")
    check_address("http://127.0.0.1:8123/clip.mp4", local)
    check_address("https://93.184.216.34/clip.mp4", local)
    for url in ("http://127.0.0.1:22/", "http://localhost:8123/", "http://127.0.0.1/"):
        with pytest.raises(CloudError):
            check_address(url, local)
    assert Local.of("https://api.dev.runwayml.com") is None


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "::1"])
def test_a_public_name_with_a_private_address_is_not_connected_to(address, tmp_path, monkeypatch):
    """The name is resolved by us, and the connection goes to the address that was checked."""
    asked = []

    def resolve(host, port, *args, **kwargs):
        asked.append(host)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [
            (family, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
            (family, socket.SOCK_STREAM, 6, "", (address, port)),
        ]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolve)
    with pytest.raises(CloudError, match="private address"):
        download("https://clips.example/x.mp4", tmp_path / "x.mp4", stop=threading.Event())
    assert asked == ["clips.example"] and not list(tmp_path.iterdir())
