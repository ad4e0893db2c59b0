# SPDX-License-Identifier: Apache-2.0
"""Webhooks against real servers on this machine: signed, tried again, given up, and never sent where they must not go."""

import asyncio
import json
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from aiprod.film.errors import UserError
from aiprod.production.jobs import Failure, Job, JobOrder
from aiprod.production.jobs.store import JobStore
from aiprod.production.jobs.webhooks import Webhook
from aiprod.server import webhooks as under_test
from aiprod.server.bus import Bus
from aiprod.server.outside import ForbiddenAddressError, Outside, is_public
from aiprod.server.webhooks import BACKOFF_S, Notifier
from aiprod.wire.signing import DELIVERY, EVENT, is_genuine, signature

SECRET = "the-secret-of-a-webhook"


@dataclass
class Call:
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A web server that writes down what it is called with, and answers as told."""

    answers: list[bytes] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    port: int = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.calls.append(Call(head[0], headers, body))
        answer = self.answers.pop(0) if self.answers else b"HTTP/1.1 204 No Content\r\n\r\n"
        writer.write(answer)
        if answer != b"":
            await writer.drain()
            writer.close()
        else:
            await reader.read()


@asynccontextmanager
async def receiving(*answers: bytes, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers))
    server = await asyncio.start_server(receiver, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} X", *headers, "Content-Length: 0", "", ""]).encode()


@dataclass
class Clockwork:
    """Time that passes when somebody waits for it."""

    now: float = 1_700_000_000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        if seconds:
            self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Scene:
    store: JobStore
    folder: Path
    clock: Clockwork = field(default_factory=Clockwork)
    counted: list[str] = field(default_factory=list)

    def notifier(self, outside: Outside | None = None) -> Notifier:
        outside = outside or Outside({"127.0.0.1"})
        return Notifier(
            self.store, self.folder, outside=outside, count=self.counted.append, clock=self.clock, pause=self.clock.pause
        )

    def hook(self, url: str, *events: str) -> Webhook:
        return self.store.webhooks.add(url, SECRET, events or ("delivered", "failed"))

    def delivered(self) -> Job:
        job = self._started()
        return self.store.deliver(job.lease_token or "", {"film": "x"})

    def failed(self) -> Job:
        failure = Failure(code="moderation", error_class="moderation", message="A prompt about a lighthouse was refused")
        return self.store.fail(self._started().lease_token or "", failure)

    def _started(self) -> Job:
        self.store.submit(JobOrder(kind="film", client="owner", title="The lighthouse", arguments={"brief": "A cat"}), queue=True)
        job = self.store.claim("here", ["cpu"], 30)
        assert job is not None and job.lease_token
        return self.store.start(job.lease_token)


@pytest.fixture
def scene(tmp_path: Path) -> Any:
    store = JobStore.open(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    yield Scene(store, tmp_path / "webhooks")
    store.close()


def told(scene: Scene, *answers: bytes, job: Callable[[], Job] | None = None, path: str = "/hook") -> tuple[Receiver, Webhook]:
    """One job ends, and one receiver is told."""

    async def run() -> tuple[Receiver, Webhook]:
        async with receiving(*answers) as receiver:
            hook = scene.hook(f"http://127.0.0.1:{receiver.port}{path}")
            notifier = scene.notifier()
            await notifier.tell((job or scene.delivered)().id)
            await notifier.idle()
            return receiver, scene.store.webhooks.get(hook.id)

    return asyncio.run(run())


# --- delivery ------------------------------------------------------------------------------------------------------


def test_a_finished_job_is_told_once_signed_and_says_nothing_of_the_film(scene: Scene) -> None:
    receiver, hook = told(scene, path="/hook?room=7")
    (call,) = receiver.calls
    assert call.line == "POST /hook?room=7 HTTP/1.1"
    assert call.headers["content-type"] == "application/json" and call.headers["user-agent"].startswith("AIPROD/")
    assert is_genuine(SECRET, call.headers, call.body, scene.clock())
    body = json.loads(call.body)
    assert call.headers[EVENT.lower()] == body["event"] == body["job"]["state"] == "delivered"
    assert call.headers[DELIVERY.lower()] == body["delivery"]
    assert b"lighthouse" not in call.body and b"cat" not in call.body
    assert hook.failures == 0 and scene.counted == ["delivered"] and list(scene.folder.iterdir()) == []


def test_a_failed_job_is_told_with_its_code_only(scene: Scene) -> None:
    receiver, _ = told(scene, job=scene.failed)
    assert json.loads(receiver.calls[0].body)["job"]["failure"] == {"code": "moderation", "error_class": "moderation"}
    assert b"lighthouse" not in receiver.calls[0].body


def test_only_who_wants_an_event_is_told_of_it(scene: Scene) -> None:
    async def run() -> int:
        async with receiving() as receiver:
            scene.hook(f"http://127.0.0.1:{receiver.port}/", "cancelled")
            notifier = scene.notifier()
            await notifier.tell(scene.delivered().id)
            await notifier.idle()
            return len(receiver.calls)

    assert asyncio.run(run()) == 0


def test_a_receiver_that_stumbles_is_tried_again_with_the_same_id_and_a_new_signature(scene: Scene) -> None:
    receiver, hook = told(scene, status(500), status(429), b"nonsense\r\n\r\n")
    assert len(receiver.calls) == 4
    assert len({call.headers[DELIVERY.lower()] for call in receiver.calls}) == 1
    assert scene.clock.waits == list(BACKOFF_S[:3]) and scene.counted == ["retried"] * 3 + ["delivered"]
    timestamps = [int(call.headers["x-aiprod-timestamp"]) for call in receiver.calls]
    assert timestamps == sorted(set(timestamps))
    assert all(is_genuine(SECRET, call.headers, call.body, now) for call, now in zip(receiver.calls, timestamps, strict=True))
    assert hook.failures == 0


def test_a_message_that_is_never_taken_is_given_up(scene: Scene) -> None:
    receiver, hook = told(scene, *[status(503)] * 20)
    assert len(receiver.calls) == len(BACKOFF_S) + 1 == hook.failures
    assert scene.counted[-1] == "given_up" and list(scene.folder.iterdir()) == []


def test_a_receiver_that_fails_again_and_again_is_disabled(scene: Scene) -> None:
    async def run() -> None:
        async with receiving(*[status(500)] * 100) as receiver:
            hook = scene.hook(f"http://127.0.0.1:{receiver.port}/")
            for _ in range(4):
                notifier = scene.notifier()
                await notifier.tell(scene.delivered().id)
                await notifier.idle()
            assert scene.store.webhooks.get(hook.id).disabled_at is not None
            assert len(receiver.calls) == 20

    asyncio.run(run())


def test_a_receiver_that_says_gone_is_disabled_at_once(scene: Scene) -> None:
    receiver, hook = told(scene, status(410))
    assert len(receiver.calls) == 1 and hook.disabled_at is not None and scene.counted == ["disabled"]


def test_a_redirect_is_a_failure_and_is_not_followed(scene: Scene) -> None:
    async def run() -> tuple[int, int]:
        async with receiving() as inside, receiving(status(307, f"Location: http://127.0.0.1:{inside.port}/secret")) as receiver:
            scene.hook(f"http://127.0.0.1:{receiver.port}/")
            notifier = scene.notifier()
            await notifier.tell(scene.delivered().id)
            await notifier.idle()
            return len(inside.calls), len(receiver.calls)

    assert asyncio.run(run()) == (0, 2)


def test_a_receiver_that_never_answers_costs_its_time_and_no_more(scene: Scene) -> None:
    async def run() -> None:
        async with receiving(b"") as receiver:
            scene.hook(f"http://127.0.0.1:{receiver.port}/")
            notifier = scene.notifier(Outside({"127.0.0.1"}, timeout_s=1))
            await notifier.tell(scene.delivered().id)
            await notifier.idle()
            assert len(receiver.calls) == 2 and scene.counted == ["retried", "delivered"]

    asyncio.run(run())


def test_an_endless_answer_is_not_read(scene: Scene) -> None:
    """A body of a terabyte is announced; the status is all that is wanted."""
    receiver, _ = told(scene, b"HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n" + b"x" * 100_000)
    assert len(receiver.calls) == 1 and scene.counted == ["delivered"]


def test_an_endless_header_is_a_failure(scene: Scene) -> None:
    told(scene, b"HTTP/1.1 200 OK\r\nX-Filling: " + b"x" * 2_000_000 + b"\r\n\r\n")
    assert scene.counted == ["retried", "delivered"]


def test_what_a_killed_server_left_is_delivered_by_the_next(scene: Scene) -> None:
    async def run() -> None:
        async with receiving(status(500)) as receiver:
            scene.hook(f"http://127.0.0.1:{receiver.port}/")
            stuck = asyncio.Event()

            async def pause(seconds: float) -> None:
                if seconds:
                    stuck.set()
                    await asyncio.Event().wait()

            first = Notifier(scene.store, scene.folder, outside=Outside({"127.0.0.1"}), clock=scene.clock, pause=pause)
            await first.tell(scene.delivered().id)
            await stuck.wait()
            await first.close()
            assert len(list(scene.folder.iterdir())) == 1
            (scene.folder / "torn.json").write_text('{"id": "', "utf-8")
            bus, second = Bus(), scene.notifier()
            following = asyncio.ensure_future(second.follow(bus))
            while len(receiver.calls) < 2 or list(scene.folder.iterdir()):
                await asyncio.sleep(0.005)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            assert len({call.headers[DELIVERY.lower()] for call in receiver.calls}) == 1

    asyncio.run(asyncio.wait_for(run(), 30))


def test_it_follows_the_bus_and_catches_up_after_missed_news(scene: Scene) -> None:
    async def run() -> None:
        async with receiving() as receiver:
            scene.hook(f"http://127.0.0.1:{receiver.port}/")
            scene.clock.now = time.time()
            bus = Bus(waiting=1)
            following = asyncio.ensure_future(scene.notifier().follow(bus))
            await asyncio.sleep(0.05)
            told_job, missed = scene.delivered(), scene.delivered()
            bus.publish("state", told_job.id, {"state": "delivered"})
            for number in range(20):
                bus.publish("note", f"other{number}", {"text": "x"})
            while len(receiver.calls) < 2:
                await asyncio.sleep(0.005)
            bus.publish("state", told_job.id, {"state": "delivered"})
            await asyncio.sleep(0.1)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            assert {json.loads(call.body)["job"]["id"] for call in receiver.calls} == {told_job.id, missed.id}
            assert len(receiver.calls) == 2

    asyncio.run(asyncio.wait_for(run(), 30))


# --- signatures ----------------------------------------------------------------------------------------------------


def test_a_signature_holds_for_its_body_its_secret_and_its_time_only() -> None:
    headers = {"x-aiprod-timestamp": "1000", "x-aiprod-signature": signature(SECRET, "1000", b"{}")}
    assert is_genuine(SECRET, headers, b"{}", 1299)
    assert not is_genuine(SECRET, headers, b"{} ", 1000)
    assert not is_genuine("another secret", headers, b"{}", 1000)
    assert not is_genuine(SECRET, headers, b"{}", 1301)
    assert not is_genuine(SECRET, headers, b"{}", 699)
    assert not is_genuine(SECRET, {**headers, "x-aiprod-timestamp": "1001"}, b"{}", 1001)
    assert not is_genuine(SECRET, {**headers, "x-aiprod-timestamp": "٣"}, b"{}", 3)
    assert not is_genuine(SECRET, {}, b"{}", 1000)


# --- where calls never go ------------------------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.127.255.254", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.0.1",
    "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "ff0e::1", "100::1", "3fff::1", "5f00::1", "4000::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80e::200e"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def check(url: str, outside: Outside | None = None) -> None:
    asyncio.run((outside or Outside()).check(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://169.254.169.254/",
        "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/", "https://0/", "https://LOCALHOST./",
        "https://１２７.０.０.１/", "https://[fe80::1%25lo]/", "http://93.184.216.34/", "http://example.org/", "ftp://93.184.216.34/",
        "file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "https://user:pw@93.184.216.34/",
        "https://93.184.216.34@127.0.0.1/",
        "https://93.184.216.34:22/", "https://93.184.216.34:0/", "https://93.184.216.34:99999/", "https:///path", "https://", "",
        "https://93.184.216.34/\r\nX-Injected: 1", "https://93.184.216.34\\@127.0.0.1/", "https://exa mple.org/",
        "//93.184.216.34/",
        "https://[::1", "https://\x00/", "https://" + "a" * 70 + ".example/", "https://..../",
    ],
)  # fmt: skip
def test_an_attack_name_is_refused(url: str) -> None:
    with pytest.raises(UserError):
        check(url)


def answering(*answers: Collection[str]) -> tuple[Callable[[str, int], Awaitable[Collection[str]]], list[str]]:
    """A resolver that answers so, one answer after the other."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> Collection[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:10.0.0.1", "100.64.0.1", "fe80::1"])
def test_a_name_that_leads_inside_is_refused_also_among_good_ones(address: str) -> None:
    for answer in ([address], ["93.184.216.34", address], [address, "93.184.216.34"]):
        with pytest.raises(ForbiddenAddressError, match="private network") as caught:
            check("https://hooks.example/x?token=hush", Outside(resolve=answering(answer)[0]))
        assert address not in str(caught.value) and "hush" not in str(caught.value)


def test_a_name_that_is_not_known_is_a_failure_not_a_refusal() -> None:
    with pytest.raises(UserError, match="name is not known"):
        check("https://hooks.example/", Outside(resolve=answering([])[0]))


def test_a_webhook_that_comes_to_lead_inside_is_not_called_and_not_tried_again(scene: Scene) -> None:
    async def run() -> None:
        async with receiving() as receiver:
            hook = scene.hook(f"https://hooks.example:{receiver.port}/")
            resolve, asked = answering(["127.0.0.1"])
            notifier = scene.notifier(Outside(resolve=resolve))
            await notifier.tell(scene.delivered().id)
            await notifier.idle()
            assert receiver.calls == [] and asked == ["hooks.example"]
            assert scene.counted == ["refused"] and scene.store.webhooks.get(hook.id).failures == 1

    asyncio.run(run())


# --- over TLS ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for hooks.example, made now, trusted by nobody but these tests."""
    if shutil.which("openssl") is None and not os.environ.get("AIPROD_REQUIRE_SERVICES"):
        pytest.skip("openssl is not installed, so no test certificate can be made")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command += [
        "-keyout",
        str(key),
        "-out",
        str(made),
        "-subj",
        "/CN=hooks.example",
        "-addext",
        "subjectAltName=DNS:hooks.example",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return key, made


def test_the_checked_address_is_called_under_the_names_own_certificate_and_asked_for_once(
    scene: Scene, certificate: tuple[Path, Path]
) -> None:
    """The name stands for another address as soon as it was checked: the call does not ask again (no DNS rebinding)."""
    key, made = certificate
    tls, trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context(cafile=str(made))
    tls.load_cert_chain(made, key)
    names: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: names.append(name)

    async def run() -> None:
        async with receiving(tls=tls) as receiver:
            resolve, asked = answering(["127.0.0.1"], ["169.254.169.254"])
            scene.hook(f"https://hooks.example:{receiver.port}/x")
            notifier = scene.notifier(Outside({"hooks.example"}, resolve=resolve, trust=trust))
            await notifier.tell(scene.delivered().id)
            await notifier.idle()
            assert asked == ["hooks.example"] and names == ["hooks.example"]
            assert receiver.calls[0].headers["host"] == f"hooks.example:{receiver.port}"
            assert scene.counted == ["delivered"]

    asyncio.run(run())


def test_a_server_with_another_names_certificate_gets_nothing(scene: Scene, certificate: tuple[Path, Path]) -> None:
    key, made = certificate
    tls, trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context(cafile=str(made))
    tls.load_cert_chain(made, key)

    async def run(name: str, trusted: ssl.SSLContext | None) -> None:
        async with receiving(tls=tls) as receiver:
            outside = Outside({name}, resolve=answering(["127.0.0.1"])[0], trust=trusted)
            with pytest.raises(OSError):
                await outside.post(f"https://{name}:{receiver.port}/", b"{}", {})
            assert receiver.calls == []

    asyncio.run(run("other.example", trust))
    asyncio.run(run("hooks.example", None))


def test_a_proxy_of_the_environment_is_not_used(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert len(told(scene)[0].calls) == 1


def test_more_messages_than_can_wait_are_counted_and_dropped(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "_MOST", 2)
    for number in range(4):
        scene.hook(f"http://127.0.0.1:9/{number}")

    async def run() -> None:
        notifier = scene.notifier()
        await notifier.tell(scene.delivered().id)
        await notifier.idle()

    asyncio.run(run())
    assert scene.counted.count("overflow") == 2
