# SPDX-License-Identifier: Apache-2.0
"""Small files of every kind, and certificates of every fault."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from aiprod.delivery.credentials import Ingredient, Making, ModelNote, Step

EMBEDDED = ("mp4", "mov", "jpg", "png", "tiff", "webp", "wav")
BESIDE = ("mkv", "webm", "mxf", "exr", "dpx", "srt")
MAKING = Making(
    "Le phare", "fr", "compositeSynthetic", "Zoé",
    models=(ModelNote("kokoro-82m", "Kokoro 82M", "1a27333f", "Apache-2.0 AND MIT", "voice"),), prompt_sha256="ab" * 32,
    steps=(Step("c2pa.color_adjustments", "AIPROD", "étalonnage"),), training="notAllowed", watermark="0123456789",
    ingredients=(Ingredient("plan s1", "cd" * 32, source_type="algorithmicMedia"),),
)  # fmt: skip
_MXF = {"mxf": "mpeg2video", "webm": "libvpx-vp9"}


def picture(seed: int = 0) -> np.ndarray:
    """A gradient with some noise, 96 × 64."""
    rng = np.random.default_rng(seed)
    ramp = np.add.outer(np.linspace(30, 180, 64), np.linspace(0, 50, 96))[..., None]
    return np.clip(ramp + rng.normal(0, 6, (64, 96, 3)), 0, 255).astype(np.uint8)


def made(folder: Path, kind: str) -> Path:
    """A small file of a kind."""
    path = folder / f"a.{kind}"
    if kind in ("jpg", "png", "tiff", "webp"):
        Image.fromarray(picture()).save(path)
    elif kind == "wav":
        _wav(path)
    elif kind == "srt":
        path.write_text("1\n00:00:01,000 --> 00:00:02,000\nLa mer.\n", "utf-8")
    elif kind in ("exr", "dpx"):
        path.write_bytes({"exr": b"v/1\x01", "dpx": b"SDPX"}[kind] + picture().tobytes())
    else:
        _film(path, kind)
    return path


def _wav(path: Path) -> None:
    import wave

    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes((np.sin(np.arange(4800) / 20) * 9000).astype("<i2").repeat(2).tobytes())


def _film(path: Path, kind: str) -> None:
    options = {"movflags": "+faststart"} if kind in ("mp4", "mov") else {}
    with av.open(str(path), "w", options=options) as out:
        stream: Any = out.add_stream(_MXF.get(kind, "libx264"), rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for index in range(6):
            frame = av.VideoFrame.from_ndarray(picture(index), format="rgb24").reformat(format="yuv420p")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def decoded(path: Path) -> list[bytes]:
    """What a file shows, decoded."""
    if path.suffix in (".jpg", ".png", ".tiff", ".webp"):
        return [np.asarray(Image.open(io.BytesIO(path.read_bytes()))).tobytes()]
    with av.open(str(path)) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(container.streams[0])]


@dataclass(frozen=True)
class Wish:
    """A certificate to be made."""

    key: str = "p256"
    begins: timedelta = timedelta(hours=-1)
    ends: timedelta = timedelta(days=30)
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.EMAIL_PROTECTION
    signs: bool = True
    self_signed: bool = False
    password: bytes = b""

    def but(self, **changes: Any) -> Wish:
        return replace(self, **changes)


def key_of(kind: str) -> Any:
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "k1": ec.SECP256K1()}[kind])


def name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Atelier Zoé"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def certified(folder: Path, wish: Wish = Wish()) -> tuple[Path, Path, Path]:
    """Chain, key and root of a certificate as wished."""
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), key_of(wish.key)
    issuer = name("leaf") if wish.self_signed else name("root")
    signing = key if wish.self_signed else root_key
    root = _certificate(name("root"), name("root"), root_key.public_key(), (now - timedelta(days=60), now + timedelta(days=90)))
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(root_key, hashes.SHA256())
    leaf = _certificate(name("leaf"), issuer, key.public_key(), (now + wish.begins, now + wish.ends))
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([wish.purpose]), critical=False)
    leaf = leaf.add_extension(_usage(wish.signs), critical=True)
    leaf = leaf.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    digest = None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    chain = [leaf.sign(signing, digest), root]
    paths = folder / "chain.pem", folder / "key.pem", folder / "root.pem"
    paths[0].write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in chain))
    lock = BestAvailableEncryption(wish.password) if wish.password else NoEncryption()
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    paths[1].chmod(0o600)
    paths[2].write_bytes(root.public_bytes(Encoding.PEM))
    return paths


def _certificate(subject: x509.Name, issuer: x509.Name, key: Any, valid: tuple[datetime, datetime]) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), *valid)


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=False, key_encipherment=not signs, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
