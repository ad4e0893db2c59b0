# SPDX-License-Identifier: Apache-2.0
"""Certificates that C2PA accepts: made, opened, checked before anything is signed with them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from aiprod.delivery.identity import Algorithm

_VALID = timedelta(days=3653)
"""Ten years: without a timestamp server, a film's signature is readable as valid only as long as the certificate is."""
_EARLIER = timedelta(hours=1)
_DOCUMENT_SIGNING, _C2PA_SIGNING = "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1"
_PURPOSES = {ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string, _DOCUMENT_SIGNING, _C2PA_SIGNING}
"""Extended key usages that C2PA lets sign."""
_CURVES: dict[str, Algorithm] = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_OWN = "Ask your certificate authority for a C2PA claim signing certificate."
_RSA_LEAST = 2048


@dataclass(frozen=True)
class Made:
    """A new certificate: PEM each."""

    chain: bytes
    root: bytes
    key: bytes


def make(name: str, now: datetime) -> Made:
    """A root that signs once, and a certificate under it for signing content (P-256)."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    number = secrets.token_hex(4)
    root_name = _named(f"AIPROD installation {number} root", name)
    root = _builder(root_name, root_name, root_key.public_key(), now)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_usage(signs_certificates=True), critical=True)
    leaf = _builder(_named(name or f"AIPROD installation {number}", name), root_name, key.public_key(), now)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(_usage(signs_certificates=False), critical=True)
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = leaf.add_extension(issuer, critical=False)
    signed = [b.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM) for b in (leaf, root)]
    return Made(b"".join(signed), signed[1], plain_pem(key))


def _named(common: str, organisation: str) -> x509.Name:
    """A subject; its organisation is what readers of content credentials show as the signer."""
    parts = [(NameOID.ORGANIZATION_NAME, (organisation or "AIPROD, an installation on no trust list")[:64]),
             (NameOID.COMMON_NAME, common[:64])]  # fmt: skip
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def _builder(subject: x509.Name, issuer: x509.Name, key: Any, now: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), now - _EARLIER, now + _VALID)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def open_key(pem: bytes, password: str | None, path: Path) -> Any:
    """A private key. Raises UserError: encrypted and no (or a wrong) password, or no key at all."""
    try:
        return load_pem_private_key(pem, password.encode() if password else None)
    except TypeError as error:
        if password:  # the key is not encrypted: the password is not needed
            return open_key(pem, None, path)
        raise UserError(
            f"The signing key {path} is encrypted", "no password was given", "Set AIPROD_SIGNING_PASSWORD."
        ) from error
    except ValueError as error:
        why = "the password is wrong, or it is damaged" if b"ENCRYPTED" in pem else "it is no PEM private key"
        raise UserError(f"The signing key {path} can't be opened", why, "Check AIPROD_SIGNING_PASSWORD and the file.") from error


def plain_pem(key: Any) -> bytes:
    pem: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem


def check(chain: list[x509.Certificate], key: Any, path: Path, now: datetime) -> Algorithm:
    """The algorithm of a chain and key that may sign. Raises UserError with the first thing that forbids it."""
    leaf = chain[0]
    if _public(leaf.public_key()) != _public(key.public_key()):
        raise UserError(f"{path} and the key don't belong together", "the key is another certificate's", "Give the pair.")
    if now > leaf.not_valid_after_utc:
        raise UserError(
            f"The signing certificate {path} has expired", f"it was valid until {leaf.not_valid_after_utc:%Y-%m-%d}",
            "Renew it; for this installation's own, `aiprod provenance identity --new` makes another.",
        )  # fmt: skip
    if now < leaf.not_valid_before_utc:
        raise UserError(
            f"The signing certificate {path} is not valid yet", f"it begins on {leaf.not_valid_before_utc:%Y-%m-%d}",
            "Check this machine's clock.",
        )  # fmt: skip
    _check_purpose(leaf, path)
    _check_chain(chain, path)
    return _algorithm(key, path)


def _public(key: Any) -> bytes:
    der: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return der


def _check_purpose(leaf: x509.Certificate, path: Path) -> None:
    """C2PA 2.x: digitalSignature, a signing purpose, an authority key identifier, no self-signed certificate."""
    found = {type(extension.value): extension.value for extension in leaf.extensions}
    usage, purposes = found.get(x509.KeyUsage), found.get(x509.ExtendedKeyUsage)
    allowed = isinstance(purposes, x509.ExtendedKeyUsage) and any(oid.dotted_string in _PURPOSES for oid in purposes)
    reasons = {
        "it is self-signed": leaf.issuer == leaf.subject,
        "its key usage lacks digitalSignature": not (isinstance(usage, x509.KeyUsage) and usage.digital_signature),
        "it is not made for signing content (extended key usage emailProtection, documentSigning or C2PA)": not allowed,
        "it names no authority key": x509.AuthorityKeyIdentifier not in found,
    }
    for why, applies in reasons.items():
        if applies:
            raise UserError(f"The certificate {path} can't sign content credentials", why, _OWN)


def _check_chain(chain: list[x509.Certificate], path: Path) -> None:
    for lower, upper in pairwise(chain):
        try:
            lower.verify_directly_issued_by(upper)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise UserError(
                f"{path} is no chain", "one of its certificates was not issued by the next",
                "Put your certificate first, then each one's issuer.",
            ) from error  # fmt: skip


def _algorithm(key: Any, path: Path) -> Algorithm:
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _RSA_LEAST:
        return "ps256"
    raise UserError(f"The key of {path} can't sign content credentials", "C2PA takes P-256, P-384, P-521, RSA ≥ 2048 and Ed25519")
