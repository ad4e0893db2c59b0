# SPDX-License-Identifier: Apache-2.0
"""Who signs: the user's own certificate, or one made for this installation.

A certificate made here is on no trust list: it shows that two files come from the same installation and that nobody changed
them since, and who made them only as far as you trust this installation. Its certificate authority signs once and its key is
forgotten, so that nobody can issue another certificate under it.

Where it comes from, in this order: the environment (AIPROD_SIGNING_CHAIN, _KEY), what was imported, what was made here.
AIPROD_SIGNING_PASSWORD opens an encrypted key and is never written down; AIPROD_SIGNING_TIMESTAMPS names a timestamp server
(RFC 3161), which is otherwise never asked. The profile is C2PA 2.x, section "X.509 certificates".
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, disk_errors, read_json, write_json

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Algorithm = Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"]
Origin = Literal["own", "installation"]
_CHAIN, _KEY, _ROOT, _SETTINGS = "chain.pem", "key.pem", "root.pem", "identity.json"
_ENV_CHAIN, _ENV_KEY = "AIPROD_SIGNING_CHAIN", "AIPROD_SIGNING_KEY"
_ENV_PASSWORD, _ENV_TIMESTAMPS = "AIPROD_SIGNING_PASSWORD", "AIPROD_SIGNING_TIMESTAMPS"
_NEW = "`aiprod provenance identity --new` makes one; `--import CHAIN.pem KEY.pem` takes yours."


@dataclass(frozen=True)
class Signer:
    """A certificate chain with its key, ready to sign.

    Attributes:
        chain: PEM, the signing certificate first.
        key: PEM (PKCS 8), open. Never shown, never logged.
        algorithm: as C2PA names it.
        origin: "installation" for one made here.
        timestamps: address of a timestamp server; "" asks none.
    """

    chain: bytes
    key: bytes = field(repr=False)
    algorithm: Algorithm
    origin: Origin = "own"
    timestamps: str = ""

    @property
    def certificate(self) -> Certificate:
        return certificates(self.chain)[0]

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        return common_name(self.certificate)

    @property
    def expires(self) -> datetime:
        return self.certificate.not_valid_after_utc


def folder() -> Path:
    """Where this installation keeps its identity."""
    return data_home() / "identity"


def signer(*, make: bool = True) -> Signer:
    """The signer of this installation.

    Args:
        make: make an identity where there is none yet.

    Raises:
        UserError: there is none (and none may be made), or it can't be used: expired, not matching, readable by others, …
    """
    if os.environ.get(_ENV_CHAIN) or os.environ.get(_ENV_KEY):
        return _from_environment()
    if not (folder() / _CHAIN).is_file():
        if not make:
            raise UserError("This installation has no signing identity", "none was made or imported", _NEW)
        create()
    settings = read_json(folder() / _SETTINGS) if (folder() / _SETTINGS).is_file() else {}
    origin: Origin = "installation" if settings.get("origin") == "installation" else "own"
    return load(folder() / _CHAIN, folder() / _KEY, origin=origin, timestamps=str(settings.get("timestamps", "")))


def _from_environment() -> Signer:
    chain, key = os.environ.get(_ENV_CHAIN, ""), os.environ.get(_ENV_KEY, "")
    if not chain or not key:
        raise UserError("The signing certificate is half given", f"{_ENV_CHAIN} and {_ENV_KEY} belong together", "Set both.")
    return load(Path(chain), Path(key))


def load(chain: Path, key: Path, *, origin: Origin = "own", timestamps: str = "", now: datetime | None = None) -> Signer:
    """A signer from two PEM files. Raises UserError naming what is wrong with them."""
    from aiprod.delivery import certifying

    _only_ours(key)
    pem = _read(chain, "certificate chain")
    opened = certifying.open_key(_read(key, "key"), os.environ.get(_ENV_PASSWORD), key)
    algorithm = certifying.check(certificates(pem, chain), opened, chain, now or datetime.now(UTC))
    stamps = os.environ.get(_ENV_TIMESTAMPS, timestamps)
    return Signer(pem, certifying.plain_pem(opened), algorithm, origin, stamps)


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"The signing {what} is missing", f"there is no {path}", _NEW) from error
    except OSError as error:
        raise UserError(f"The signing {what} can't be read", f"{path}: {error.strerror or error}", _NEW) from error


def _only_ours(key: Path) -> None:
    """A key that others may read is no key. (Windows keeps rights elsewhere: there, the user's folder protects it.)"""
    if os.name == "posix" and key.is_file() and key.stat().st_mode & 0o077:
        raise UserError(
            f"The signing key {key} is not private", "others on this machine may read or change it", f"Run `chmod 600 {key}`."
        )


def certificates(pem: bytes, path: Path | None = None) -> list[Certificate]:
    """The certificates of a PEM file. Raises UserError when there is none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        where = str(path) if path else "The certificate chain"
        raise UserError(f"{where} is no certificate chain", "no PEM certificate can be read in it", _NEW) from error


def common_name(certificate: Certificate) -> str:
    """Whom a certificate names."""
    from cryptography.x509.oid import NameOID

    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := certificate.subject.get_attributes_for_oid(oid):
            return str(found[0].value)
    return "unnamed"


def create(name: str = "", *, now: datetime | None = None) -> Signer:
    """Make a certificate for this installation, ES256, valid for ten years; an earlier identity is kept beside it.

    Args:
        name: whom it names; without one a random number, for nothing about the user belongs into his films unasked.
        now: the time, for tests.
    """
    from aiprod.delivery import certifying

    made = certifying.make(name, now or datetime.now(UTC))
    _keep({_CHAIN: made.chain, _ROOT: made.root}, made.key, {"origin": "installation"})
    return load(folder() / _CHAIN, folder() / _KEY, origin="installation", now=now)


def adopt(chain: Path, key: Path, *, timestamps: str = "") -> Signer:
    """Import the user's own chain and key; an encrypted key stays encrypted. Raises UserError when they can't be used."""
    found = load(chain, key, timestamps=timestamps)
    _keep({_CHAIN: found.chain}, _read(key, "key"), {"origin": "own", "timestamps": timestamps})
    return found


def _keep(files: dict[str, bytes], key: bytes, settings: dict[str, Any]) -> None:
    """Write an identity: the earlier one goes aside whole, then the key comes first, so a half-written one is never taken."""
    with disk_errors(folder()):
        _set_aside()
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _private(folder() / _KEY, key)
        for name, content in files.items():
            _private(folder() / name, content)
    write_json(folder() / _SETTINGS, settings)


def _set_aside() -> None:
    if not (folder() / _CHAIN).is_file():
        return
    number = 1 + sum(1 for _ in folder().parent.glob("identity.*"))
    shutil.move(folder(), folder().with_name(f"identity.{number}"))


def _private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def roots() -> str:
    """PEM of every root that this installation made, now or earlier: what it signed stays its own."""
    found = sorted(folder().parent.glob(f"identity*/{_ROOT}"))
    return "".join(path.read_text("ascii") for path in found)
