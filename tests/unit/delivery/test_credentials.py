# SPDX-License-Identifier: Apache-2.0
"""Content credentials: every kind of file is signed and believed by c2pa's own reader, and no byte can be changed unseen."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import c2pa
import pytest
from tests.unit.delivery.signing_fixture import BESIDE, EMBEDDED, MAKING, certified, decoded, made, picture

from aiprod.delivery import envelope, identity
from aiprod.delivery.credentials import Ingredient, sidecar_of, sign, verify
from aiprod.film.errors import EngineError, UserError


@pytest.fixture(scope="module", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, _home: None) -> dict[str, Path]:
    """A signed file of every kind that holds its credentials."""
    folder = tmp_path_factory.mktemp("signed")
    paths = {kind: made(folder, kind) for kind in EMBEDDED}
    for path in paths.values():
        assert sign(path, MAKING) is None
    return paths


@pytest.mark.parametrize("kind", EMBEDDED)
def test_the_readers_of_c2pa_and_of_ours_believe_it_and_nothing_else_changed(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind)
    before = decoded(path)
    assert sign(path, MAKING) is None
    with c2pa.Reader(str(path)) as reader:
        assert reader.get_validation_state() == "Valid"
    verdict = verify(path)
    assert (verdict.state, verdict.trust, verdict.embedded) == ("whole", "installation", True)
    assert verdict.title == "Le phare"
    assert verdict.source_type == "compositeSynthetic"
    assert verdict.making["models"][0]["licence"] == "Apache-2.0 AND MIT"
    assert verdict.making["ai_generated"] is True
    assert decoded(path) == before
    assert list(tmp_path.glob("*.part*")) == list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("kind", BESIDE)
def test_what_holds_no_credentials_gets_them_beside_it(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind)
    before = path.read_bytes()
    beside = sign(path, MAKING)
    assert beside == sidecar_of(path) == tmp_path / f"a.{kind}.c2pa"
    assert path.read_bytes() == before
    with path.open("rb") as stream, c2pa.Reader("application/octet-stream", stream, beside.read_bytes()) as reader:
        assert reader.get_validation_state() == "Valid"
    assert (verify(path).state, verify(path).embedded) == ("whole", False)
    for place in (0, len(before) // 2, len(before) - 1):
        path.write_bytes(_flipped(before, place))
        assert verify(path).state == "damaged"
    path.write_bytes(before + b"\x00")
    assert verify(path).state == "damaged"


def _flipped(data: bytes, place: int, by: int = 0x41) -> bytes:
    return data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]


@pytest.mark.parametrize("kind", EMBEDDED)
def test_any_flipped_byte_is_seen(kind: str, signed: dict[str, Path], tmp_path: Path) -> None:
    """Random places all over the file, and the beginning and every part of the manifest, where c2pa's reader looks away."""
    data, path = signed[kind].read_bytes(), tmp_path / f"t.{kind}"
    rng = random.Random(kind)
    store = data.find(b"jumb")
    places = {*range(0, 64, 2), *(rng.randrange(len(data)) for _ in range(100)), *range(max(0, store - 40), store + 48, 2)}
    places |= {at for word in (b"c2pa.assertions", b"c2pa.claim.v2", b"c2pa.signature", b"bfdb", b"pad")
               for at in range(data.find(word), data.find(word) + 24, 3)}  # fmt: skip
    unseen = []
    for place in sorted(place for place in places if 0 <= place < len(data)):
        path.write_bytes(_flipped(data, place, 1 << rng.randrange(8)))
        if verify(path).state != "damaged":
            unseen.append(place)
    assert unseen == []


def test_what_c2pa_does_not_see_is_why_there_is_a_check_of_ours(signed: dict[str, Path], tmp_path: Path) -> None:
    """c2pa's own reader lets the brands of an MP4 and the padding beside the signature be changed."""
    data, path = signed["mp4"].read_bytes(), tmp_path / "t.mp4"
    for place in (data.find(b"ftyp") + 5, data.find(b"cpadY") + 40):
        path.write_bytes(_flipped(data, place))
        with c2pa.Reader(str(path)) as reader:
            assert reader.get_validation_state() == "Valid"
        assert verify(path).state == "damaged"


@pytest.mark.parametrize("kind", EMBEDDED)
def test_bytes_added_or_taken_are_seen(kind: str, signed: dict[str, Path], tmp_path: Path) -> None:
    data, path = signed[kind].read_bytes(), tmp_path / f"t.{kind}"
    for changed in (data + b"\x00", data[:-1], data[: len(data) // 2], data[: len(data) - 40] + data[-20:]):
        path.write_bytes(changed)
        assert verify(path).state == "damaged"


def test_boxes_that_c2pa_ignores_cannot_be_added(signed: dict[str, Path], tmp_path: Path) -> None:
    data, path = signed["mp4"].read_bytes(), tmp_path / "t.mp4"
    for box in (struct.pack(">I4s", 12, b"free") + b"hide", struct.pack(">I4s", 28, b"uuid") + envelope.C2PA_UUID + b"more"):
        path.write_bytes(data + box)
        assert verify(path).state == "damaged"


def test_a_flipped_byte_of_a_sidecar_is_seen(tmp_path: Path) -> None:
    path = made(tmp_path, "mkv")
    beside = sign(path, MAKING)
    assert beside is not None
    data = beside.read_bytes()
    rng = random.Random(1)
    for place in {*range(0, 1500, 17), *range(max(0, data.find(b"cpad") - 20), len(data), 67), *rng.sample(range(len(data)), 40)}:
        beside.write_bytes(_flipped(data, place))
        assert verify(path).state == "damaged", place
    beside.unlink()
    assert verify(path).state == "absent"


def test_a_folder_of_frames_is_signed_as_one(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"f.{number:07}.exr").write_bytes(picture(number).tobytes())
    beside = sign(tmp_path, MAKING)
    assert beside == tmp_path / "SHA256SUMS.c2pa"
    assert verify(tmp_path).state == "whole"
    frame = tmp_path / "f.0000002.exr"
    kept = frame.read_bytes()
    frame.write_bytes(_flipped(kept, 77))
    assert verify(tmp_path).problems == ("f.0000002.exr was changed, added or removed",)
    frame.unlink()
    assert verify(tmp_path).state == "damaged"
    frame.write_bytes(kept)
    (tmp_path / "f.0000009.exr").write_bytes(kept)
    assert verify(tmp_path).state == "damaged"


def test_an_empty_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "nothing.mp4"):
        with pytest.raises(UserError, match="can't be signed"):
            sign(target, MAKING)
    assert list(tmp_path.iterdir()) == []


def test_unsigned_files_say_nothing(tmp_path: Path) -> None:
    for kind in (*EMBEDDED, *BESIDE):
        assert verify(made(tmp_path, kind)).state == "absent"
    assert verify(tmp_path).state == "absent"


def test_what_is_no_film_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"this is no film " * 20)
    before = path.read_bytes()
    with pytest.raises(EngineError, match=r"a\.mp4 can't be signed"):
        sign(path, MAKING)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def test_an_earlier_version_is_carried_along(tmp_path: Path) -> None:
    first = made(tmp_path, "jpg")
    sign(first, MAKING)
    second = made(tmp_path, "png")
    sign(second, replace(MAKING, ingredients=(Ingredient("the first version", relation="componentOf", path=first),)))
    verdict = verify(second)
    assert verdict.ok
    assert len(verdict.manifest["manifests"]) == 2
    assert any(item["title"] == "the first version" and item["active_manifest"] for item in verdict.ingredients)


def test_the_prompt_stays_secret_unless_it_may_be_published(tmp_path: Path) -> None:
    path = made(tmp_path, "png")
    sign(path, MAKING)
    assert verify(path).making["prompt_sha256"] == "ab" * 32
    assert "prompt" not in verify(path).making
    sign(path, replace(MAKING, prompt="Une gardienne de phare."))
    assert verify(path).making["prompt"] == "Une gardienne de phare."


def test_elsewhere_it_is_whole_and_nobody_vouches_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, "jpg")
    sign(path, MAKING)
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "elsewhere"))
    assert (verify(path).state, verify(path).trust) == ("whole", "none")


def test_a_trust_list_vouches_for_a_certificate_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key, root = certified(tmp_path)
    monkeypatch.setenv("AIPROD_SIGNING_CHAIN", str(chain))
    monkeypatch.setenv("AIPROD_SIGNING_KEY", str(key))
    path = made(tmp_path, "jpg")
    sign(path, MAKING)
    assert (verify(path).state, verify(path).trust, verify(path).issuer) == ("whole", "none", "Atelier Zoé")
    monkeypatch.setenv("AIPROD_TRUST_ANCHORS", str(root))
    assert verify(path).trust == "list"
    monkeypatch.setenv("AIPROD_TRUST_ANCHORS", str(tmp_path / "gone.pem"))
    with pytest.raises(UserError, match=r"gone\.pem can't be read"):
        verify(path)


class _Refusing(BaseHTTPRequestHandler):
    """A timestamp server that is out of order, and remembers who asked."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.headers.get("Content-Type", ""))
        self.send_error(503)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


def test_a_timestamp_server_is_asked_where_one_is_configured_and_nobody_else(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        path = made(tmp_path, "jpg")
        before = path.read_bytes()
        signer = replace(identity.signer(), timestamps=f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(EngineError, match=r"a\.jpg can't be signed"):
            sign(path, MAKING, signer)
        assert path.read_bytes() == before
        assert _Refusing.asked == ["application/timestamp-query"]
        sign(path, MAKING)
        assert len(_Refusing.asked) == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_rf64_goes_beside(tmp_path: Path) -> None:
    path = made(tmp_path, "wav")
    path.write_bytes(b"RF64" + path.read_bytes()[4:])
    assert sign(path, MAKING) == sidecar_of(path)
    assert verify(path).ok


@pytest.mark.skipif(sys.platform == "win32", reason="resource is POSIX")
@pytest.mark.parametrize(("kind", "most_mb"), [("wav", 200), ("mxf", 120)])
def test_a_large_file_is_signed_in_little_memory(kind: str, most_mb: int, tmp_path: Path) -> None:
    """c2pa's reader hashes in pieces of 256 MB; a larger file takes no more. (Writing a WAV itself, it would hold it twice.)"""
    path, size = tmp_path / f"big.{kind}", 160 << 20
    head = b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, 48000, 192000, 4, 16)
    with path.open("wb") as stream:
        stream.write(head + b"data" + struct.pack("<I", size))
        stream.truncate(44 + size)
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom aiprod.delivery.credentials import Making, sign, verify\n"
        "from aiprod.delivery import identity\nimport c2pa\nidentity.signer()\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\nbefore = peak()\n"
        "sign(Path(sys.argv[1]), Making('big', 'en', 'algorithmicMedia'))\nassert verify(Path(sys.argv[1])).ok\n"
        "print(peak() - before)"
    )
    result = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(result.stdout) * unit < most_mb << 20
