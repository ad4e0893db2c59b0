# SPDX-License-Identifier: Apache-2.0
"""Messages between processes: whole, in order, newest wins where asked, and a dead or silent peer holds up nobody."""

import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import pytest

from aiprod.film.errors import EngineError
from aiprod.production.channel import LARGEST, Channel, Door, connect, pack, unpack


class End:
    """One end of a channel in this process; keeps what it receives."""

    def __init__(self, link: Any) -> None:
        self.got: list[tuple[dict[str, Any], bytes]] = []
        self.arrived, self.over = threading.Semaphore(0), threading.Event()
        self.channel = Channel(link, self._receive, self.over.set)

    def _receive(self, header: dict[str, Any], body: bytes) -> None:
        self.got.append((header, body))
        self.arrived.release()

    def wait(self, count: int) -> None:
        for _ in range(count):
            assert self.arrived.acquire(timeout=60)


def pair() -> tuple[End, End]:
    left, right = (Connection(sock.detach()) for sock in socket.socketpair())
    return End(left), End(right)


def test_a_message_is_a_header_and_bytes() -> None:
    assert unpack(pack({"type": "é", "n": 1}, b"\x00\xff")) == ({"type": "é", "n": 1}, b"\x00\xff")


@pytest.mark.parametrize(
    "data", [b"", b"\0\0", b"\0\0\0\5{}", b"\0\0\0\2[]", b"\0\0\0\1{", b"\xff\xff\xff\xff{}", b"\0\0\0\4null"]
)
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(EngineError, match="not understood"):
        unpack(data)


def test_messages_arrive_in_order_both_ways() -> None:
    left, right = pair()
    left.channel.start()
    right.channel.start()
    for n in range(100):
        left.channel.send({"n": n}, b"x" * n)
        right.channel.send({"n": -n})
    left.wait(100)
    right.wait(100)
    assert right.got == [({"n": n}, b"x" * n) for n in range(100)]
    assert [header["n"] for header, _ in left.got] == [-n for n in range(100)]
    assert left.channel.flush(20)
    left.channel.close()
    assert left.over.wait(60) and right.over.wait(60)


def test_sending_to_a_peer_that_does_not_read_never_waits_and_keeps_the_newest() -> None:
    left, right = pair()
    left.channel.start()
    picture = b"x" * 1_000_000
    for n in range(50):
        left.channel.send({"n": n}, picture, newest="picture")
    left.channel.send({"n": "last"})
    assert not left.channel.flush(0.01)
    assert left.channel.dropped >= 47
    right.channel.start()
    right.wait(2)
    assert left.channel.flush(20)
    assert [header["n"] for header, _ in right.got][-2:] == [49, "last"]
    left.channel.close()


def test_closing_wakes_threads_that_are_stuck_on_a_silent_peer() -> None:
    left, right = pair()
    left.channel.start()
    left.channel.send({}, b"x" * 8_000_000)
    left.channel.close()
    assert left.over.wait(60)
    assert not left.channel.open
    left.channel.send({"to": "nobody"})
    right.channel.start()
    assert right.over.wait(60)


def test_a_peer_that_never_reads_is_given_up_in_the_end() -> None:
    left, _right = pair()
    left.channel.start()
    for n in range(12_000):
        left.channel.send({"n": n}, b"x" * 100)
    assert left.over.wait(60)


def test_a_peer_that_sends_rubbish_or_too_much_is_cut_off() -> None:
    for data in (struct.pack("!i", 3) + b"abc", struct.pack("!i", LARGEST + 1)):
        ours, theirs = socket.socketpair()
        end = End(Connection(ours.detach()))
        end.channel.start()
        theirs.sendall(data)
        assert end.over.wait(60)
        assert end.got == []


def test_only_who_has_the_key_comes_in_and_the_door_closes_behind_the_last_guest() -> None:
    entered: list[Any] = []
    inside = threading.Semaphore(0)
    door = Door(lambda link: (entered.append(link), inside.release()), 2)
    folder = Path(door.address).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(EngineError, match="can't be reached"):
        connect(door.address, "00" * 32)
    silent = Client(door.address)  # connects and says nothing: it must not keep the others out
    links = [connect(door.address, door.key) for _ in range(2)]
    for _ in links:
        assert inside.acquire(timeout=60)
    door._thread.join(60)
    assert len(entered) == 2
    assert not folder.exists()
    with pytest.raises(EngineError, match="can't be reached"):
        connect(door.address, door.key)
    silent.close()
    for link in [*links, *entered]:
        link.close()


def test_a_door_can_be_closed_before_anybody_came() -> None:
    door = Door(lambda link: None, 1)
    door.close()
    door.close()
    door._thread.join(60)
    assert not Path(door.address).exists()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="d", dir="/tmp") as name:
        yield Path(name)


def test_what_killed_processes_left_at_their_doors_is_swept_away(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(short_folder))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    dead, other = short_folder / f"aiprod-door-{gone.pid}-abc", short_folder / "aiprod-door-mine"
    dead.mkdir()
    other.mkdir()
    door = Door(lambda link: None, 1)
    door.close()
    door._thread.join(60)
    assert [path.name for path in short_folder.iterdir()] == ["aiprod-door-mine"]
