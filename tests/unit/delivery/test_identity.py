# SPDX-License-Identifier: Apache-2.0
"""Who signs: certificates made here, certificates of one's own, and every one that can't be used, with its reason."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.unit.delivery.signing_fixture import MAKING, Wish, certified, made

from aiprod.delivery import identity
from aiprod.delivery.credentials import sign, verify
from aiprod.film.errors import UserError

WISH = Wish()
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    for name in ("CHAIN", "KEY", "PASSWORD", "TIMESTAMPS"):
        monkeypatch.delenv(f"AIPROD_SIGNING_{name}", raising=False)
    return tmp_path / "home"


def test_an_identity_is_made_when_it_is_first_needed_and_kept(home: Path) -> None:
    first = identity.signer()
    assert identity.signer() == first
    assert (first.origin, first.algorithm, first.timestamps) == ("installation", "es256", "")
    assert first.expires > datetime.now(UTC) + timedelta(days=3600)
    assert "PRIVATE" not in repr(first)
    assert sorted(p.name for p in (home / "identity").iterdir()) == ["chain.pem", "identity.json", "key.pem", "root.pem"]


@POSIX
def test_the_key_is_for_its_owner_alone(home: Path) -> None:
    identity.signer()
    key = home / "identity" / "key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o640)
    with pytest.raises(UserError, match="is not private"):
        identity.signer()


def test_none_is_made_where_none_is_wanted(home: Path) -> None:
    with pytest.raises(UserError, match="no signing identity"):
        identity.signer(make=False)
    assert not home.exists()


def test_what_an_earlier_identity_signed_stays_ones_own(tmp_path: Path) -> None:
    path = made(tmp_path, "jpg")
    sign(path, MAKING)
    renewed = identity.create("Atelier Zoé")
    assert renewed.name == "Atelier Zoé"
    assert verify(path).trust == "installation"
    assert verify(path).signer != renewed.name


@pytest.mark.parametrize(("key", "algorithm"), [("p256", "es256"), ("p384", "es384"), ("ed25519", "ed25519"), ("rsa", "ps256")])
def test_ones_own_certificate_signs(key: str, algorithm: str, tmp_path: Path) -> None:
    chain, key_file, _ = certified(tmp_path, WISH.but(key=key))
    assert identity.adopt(chain, key_file).algorithm == algorithm
    signer = identity.signer()
    assert (signer.origin, signer.name) == ("own", "leaf")
    path = made(tmp_path, "png")
    sign(path, MAKING)
    assert (verify(path).state, verify(path).trust, verify(path).signer) == ("whole", "none", "leaf")


def test_an_encrypted_key_needs_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key, _ = certified(tmp_path, WISH.but(password=b"sel"))
    with pytest.raises(UserError, match="is encrypted: no password was given"):
        identity.load(chain, key)
    monkeypatch.setenv("AIPROD_SIGNING_PASSWORD", "poivre")
    with pytest.raises(UserError, match="the password is wrong"):
        identity.load(chain, key)
    monkeypatch.setenv("AIPROD_SIGNING_PASSWORD", "sel")
    identity.adopt(chain, key)
    assert b"ENCRYPTED" in (identity.folder() / "key.pem").read_bytes()
    assert identity.signer().name == "leaf"


def test_a_password_that_is_not_needed_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key, _ = certified(tmp_path)
    monkeypatch.setenv("AIPROD_SIGNING_PASSWORD", "sel")
    assert identity.load(chain, key).name == "leaf"


BAD = {
    "has expired": WISH.but(ends=timedelta(minutes=-1)),
    "is not valid yet": WISH.but(begins=timedelta(days=1)),
    "not made for signing content": WISH.but(purpose=ExtendedKeyUsageOID.SERVER_AUTH),
    "lacks digitalSignature": WISH.but(signs=False),
    "it is self-signed": WISH.but(self_signed=True),
    "can't sign content credentials": WISH.but(key="k1"),
}


@pytest.mark.parametrize("why", BAD)
def test_a_certificate_that_c2pa_would_refuse_is_refused_before(why: str, tmp_path: Path) -> None:
    chain, key, _ = certified(tmp_path, BAD[why])
    with pytest.raises(UserError, match=why):
        identity.adopt(chain, key)
    assert not identity.folder().exists()


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    chain, _, _ = certified(tmp_path / "one")
    _, key, _ = certified(tmp_path / "two")
    with pytest.raises(UserError, match="don't belong together"):
        identity.load(chain, key)


def test_a_chain_out_of_order_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    chain, key, _ = certified(tmp_path / "one")
    _, _, other = certified(tmp_path / "two")
    leaf = chain.read_text().partition("-----END CERTIFICATE-----\n")
    chain.write_text(leaf[0] + leaf[1] + other.read_text())
    with pytest.raises(UserError, match="is no chain"):
        identity.load(chain, key)


def test_missing_and_unreadable_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key, _ = certified(tmp_path)
    with pytest.raises(UserError, match="certificate chain is missing"):
        identity.load(tmp_path / "no.pem", key)
    with pytest.raises(UserError, match="key is missing"):
        identity.load(chain, tmp_path / "no.pem")
    with pytest.raises(UserError, match="is no certificate chain"):
        identity.load(key, key)
    with pytest.raises(UserError, match="no PEM private key"):
        identity.load(chain, _private(tmp_path / "chain-as-key.pem", chain.read_bytes()))
    monkeypatch.setenv("AIPROD_SIGNING_CHAIN", str(chain))
    with pytest.raises(UserError, match="half given"):
        identity.signer()


def _private(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def test_the_environment_comes_first_and_names_the_timestamp_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key, _ = certified(tmp_path)
    monkeypatch.setenv("AIPROD_SIGNING_CHAIN", str(chain))
    monkeypatch.setenv("AIPROD_SIGNING_KEY", str(key))
    monkeypatch.setenv("AIPROD_SIGNING_TIMESTAMPS", "http://time.example")
    assert (identity.signer().name, identity.signer().timestamps) == ("leaf", "http://time.example")
    assert not identity.folder().exists()


def test_a_place_that_takes_no_identity_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "file"))
    with pytest.raises(UserError, match="can't be written"):
        identity.signer()


def test_an_expired_signer_is_not_used_silently(tmp_path: Path) -> None:
    chain, key, _ = certified(tmp_path)
    with pytest.raises(UserError, match=r"has expired: it was valid until .* `aiprod provenance identity --new`"):
        identity.load(chain, key, now=datetime.now(UTC) + timedelta(days=31))
