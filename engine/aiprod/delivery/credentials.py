# SPDX-License-Identifier: Apache-2.0
"""Content credentials (C2PA) of every file that goes out: signed as the last step, read back, believed only as far as it goes.

Embedded in MP4, MOV, M4A, JPEG, PNG, TIFF, WebP, WAV and the like. What C2PA cannot sit in (MXF, WebM, Matroska, RF64, EXR, DPX,
subtitles, …) gets a sidecar beside it, `film.mxf.c2pa`, which binds the file by the hash of all its bytes and which c2pa's own
reader verifies against it. A folder of frames gets one for all: a list `SHA256SUMS` and its sidecar.

Nothing is fetched: no remote manifests, no revocation lists, no timestamp unless one is configured (delivery.identity). Trust:
what this installation signed, and the roots in the PEM file that AIPROD_TRUST_ANCHORS names (the C2PA trust list, say).
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from aiprod.delivery import checksums, identity, riff
from aiprod.delivery.envelope import WrappingError, check_wrapping, loose_boxes, remains, store_of
from aiprod.delivery.identity import Signer
from aiprod.delivery.manifest import MAKING, Ingredient, Making, ModelNote, Step, manifest_of
from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.hashing import hash_file

if TYPE_CHECKING:
    import c2pa

__all__ = ["Ingredient", "Making", "ModelNote", "Signer", "Step", "Verdict", "sidecar_of", "sign", "verify"]

State = Literal["absent", "whole", "damaged"]
Trust = Literal["installation", "list", "none"]
SIDECAR = ".c2pa"
EMBEDDED = {
    ".mp4": "video/mp4", ".m4v": "video/x-m4v", ".mov": "video/quicktime", ".m4a": "audio/mp4", ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp",
    ".wav": "audio/wav",
}  # fmt: skip
"""Suffix → media type of the files that hold their credentials themselves."""
_PLAIN = "application/octet-stream"
_ANCHORS = "AIPROD_TRUST_ANCHORS"
_PURPOSES = "1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.36\n1.3.6.1.4.1.62558.2.1\n"
_WAV_TRIES = 5
_RIFF_MOST = (1 << 32) - (64 << 20)
"""A RIFF chunk counts in 32 bits."""


@dataclass(frozen=True)
class Verdict:
    """What a file says about itself, and how far that is so.

    Attributes:
        state: "absent": it says nothing; "whole": signed, and not a byte was changed; "damaged": changed, or wrongly signed.
        trust: who vouches for the signer: this "installation", a trust "list" that you configured, or "none".
        embedded: whether the credentials are inside the file.
        signer, issuer: whom the certificate names, and who issued it.
        problems: why it is damaged, in C2PA's codes and in words.
        source_type: IPTC term; "" where none is given.
        making: AIPROD's own assertion (statement, models, hash of the prompt, …); {} in others' files.
        actions, ingredients: as C2PA gives them.
        manifest: everything, as c2pa's reader says it.
    """

    path: Path
    state: State
    trust: Trust = "none"
    embedded: bool = True
    signer: str = ""
    issuer: str = ""
    title: str = ""
    generator: str = ""
    source_type: str = ""
    problems: tuple[str, ...] = ()
    making: dict[str, Any] = field(default_factory=dict)
    actions: tuple[dict[str, Any], ...] = ()
    ingredients: tuple[dict[str, Any], ...] = ()
    manifest: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """Signed and unchanged, whoever signed it."""
        return self.state == "whole"


def sidecar_of(path: Path) -> Path:
    """Where the credentials of a file that can't hold them lie."""
    return path.with_name(path.name + SIDECAR)


def sign(path: Path, making: Making, signer: Signer | None = None) -> Path | None:
    """Sign a finished file, or a folder of frames. Must be the last change made to it.

    Args:
        path: the file, whole. It is replaced in one step; a failure leaves it as it was.
        making: what to say about it.
        signer: who signs; None for this installation's signer (made when there is none yet).

    Returns:
        The sidecar where one was needed, else None.

    Raises:
        UserError: no file, no usable signer, a place that can't be written, a full disk.
        EngineError: c2pa refused, or did not believe its own signature afterwards.
    """
    signer = signer or identity.signer()
    if path.is_dir():
        return _beside(_listed(path), making, signer)
    if not path.is_file():
        raise UserError(f"{path} can't be signed", "there is no such file", "Give the path of a finished file.")
    making = making if making.thumbnail else replace(making, thumbnail=_thumbnail(path))
    with _c2pa_errors(path):
        if embeds(path):
            _embed(path, making, signer)
            return None
        return _beside(path, making, signer)


def _listed(folder: Path) -> Path:
    with disk_errors(folder):
        listed = checksums.write_checksums(folder)
    if not listed.stat().st_size:
        listed.unlink()
        raise UserError(f"{folder} can't be signed", "there is no file in it", "Give a folder of frames.")
    return listed


def embeds(path: Path) -> bool:
    """Whether a file can hold its credentials itself. (RF64 and WAVs near 4 GB can't: a RIFF chunk counts in 32 bits.)"""
    if path.suffix.lower() != ".wav":
        return path.suffix.lower() in EMBEDDED
    with path.open("rb") as stream:
        return stream.read(4) == b"RIFF" and path.stat().st_size < _RIFF_MOST


def _thumbnail(path: Path) -> bytes:
    from aiprod.delivery.thumbnails import thumbnail_of

    return thumbnail_of(path)


@contextmanager
def _c2pa_errors(path: Path) -> Iterator[None]:
    import c2pa

    try:
        with disk_errors(path):
            yield
    except c2pa.C2paError as error:
        raise EngineError(f"{path.name} can't be signed", " ".join(str(error).split())[:400]) from error
    except WrappingError as error:
        raise EngineError(f"{path.name} can't be signed", str(error)) from error


def _embed(path: Path, making: Making, signer: Signer) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part{path.suffix}")
    try:
        if path.suffix.lower() == ".wav":
            _into_wav(path, part, making, signer)
        else:
            _by_c2pa(path, part, making, signer)
        _believe(verify(part), path)
        with suppress(OSError):
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _by_c2pa(path: Path, part: Path, making: Making, signer: Signer) -> None:
    loose = loose_boxes(path)
    manifest = manifest_of(making, **({"loose_boxes_sha256": loose} if loose else {}))
    with _builder(manifest, making, signer) as builder, path.open("rb") as source, part.open("w+b") as target:
        builder.sign(_c2pa_signer(signer), EMBEDDED[path.suffix.lower()], source, target)
        target.flush()
        os.fsync(target.fileno())


def _into_wav(path: Path, part: Path, making: Making, signer: Signer) -> None:
    """A chunk C2PA behind the last one, as c2pa writes it; but c2pa would hold the whole file in memory, twice."""
    shutil.copyfile(path, part)
    room = 0
    for _ in range(_WAV_TRIES):
        start = riff.make_room(part, path.stat().st_size, room)
        gap = {"start": start, "length": room + 8}
        store = _bound(part, making, signer, {"exclusions": [gap], "hash": riff.hash_around(part, start, room + 8)})
        if len(store) == room:
            riff.fill(part, start, store)
            return
        room = len(store)
    raise EngineError(f"{path.name} can't be signed", "its manifest changes its size each time it is made")


def _bound(path: Path, making: Making, signer: Signer, binding: dict[str, Any]) -> bytes:
    """A manifest store that binds a file by a hash that we have taken of it."""
    manifest = manifest_of(making, file=path.name) if "exclusions" not in binding else manifest_of(making)
    bound = {"name": "jumbf manifest", "alg": "sha256", "pad": [], **binding, "hash": list(binding["hash"])}
    manifest["assertions"].append({"label": "c2pa.hash.data", "data": bound})
    with _builder(manifest, making, signer) as builder:
        builder.set_no_embed()
        store: bytes = builder.sign(_c2pa_signer(signer), _PLAIN, io.BytesIO(b"\x00"), io.BytesIO())
        return store


def _beside(path: Path, making: Making, signer: Signer) -> Path:
    """A manifest that binds the file by the hash of all its bytes, with nothing left out."""
    store = _bound(path, making, signer, {"hash": bytes.fromhex(hash_file(path))})
    write_atomically(sidecar_of(path), store)
    _believe(verify(path), path)
    return sidecar_of(path)


def _believe(verdict: Verdict, path: Path) -> None:
    if not verdict.ok:
        raise EngineError(f"{path.name} can't be signed", f"its signature does not verify: {'; '.join(verdict.problems)}")


@contextmanager
def _builder(manifest: dict[str, Any], making: Making, signer: Signer) -> Iterator[c2pa.Builder]:
    """A builder with the thumbnail and the ingredients that bear credentials of their own."""
    import c2pa

    builder = c2pa.Builder(manifest, context=_context(signer.timestamps))
    try:
        if making.thumbnail:
            builder.add_resource("thumbnail.jpg", io.BytesIO(making.thumbnail))
        for item in making.ingredients:
            if item.path is not None:
                _carry(builder, item, item.path)
        yield builder
    finally:
        builder.close()


def _carry(builder: c2pa.Builder, item: Ingredient, path: Path) -> None:
    """An ingredient with the credentials that it bears."""
    form = EMBEDDED.get(path.suffix.lower(), _PLAIN)
    described = {"title": item.title, "relationship": item.relation}
    with path.open("rb") as stream:
        builder.add_ingredient_from_stream(json.dumps(described), form, stream)


def _c2pa_signer(signer: Signer) -> c2pa.Signer:
    import c2pa

    stamps = signer.timestamps or None
    info = c2pa.C2paSignerInfo(getattr(c2pa.C2paSigningAlg, signer.algorithm.upper()), signer.chain, signer.key, stamps)
    return c2pa.Signer.from_info(info)


def _context(timestamps: str = "") -> c2pa.Context:
    """c2pa's settings: nothing is fetched but a timestamp where one is configured, memory stays flat, and whom to trust."""
    import c2pa

    hosts = [host] if (host := urlsplit(timestamps).hostname) else []
    trust: dict[str, Any] = {"trust_config": _PURPOSES}
    trust |= {"user_anchors": mine} if (mine := identity.roots()) else {}
    trust |= {"trust_anchors": listed} if (listed := _anchors()) else {}
    return c2pa.Context(settings=c2pa.Settings.from_dict({
        "trust": trust,
        "verify": {"verify_after_sign": False, "remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "core": {"backing_store_memory_threshold_in_mb": 16, "allowed_network_hosts": hosts},
        "builder": {"thumbnail": {"enabled": False}},
    }))  # fmt: skip


def _anchors() -> str:
    path = os.environ.get(_ANCHORS, "")
    if not path:
        return ""
    try:
        return Path(path).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The trust list {path} can't be read", str(error), f"Correct {_ANCHORS}.") from error


def verify(path: Path) -> Verdict:
    """Read a file's credentials and check them: c2pa's own reader first, then the wrapping that it does not look at.

    For a folder of frames: its list, then every frame against it. Raises UserError when there is no such file.
    """
    if path.is_dir():
        return _verify_folder(path)
    if not path.is_file():
        raise UserError(f"{path} can't be read", "there is no such file", "Check the path.")
    beside = sidecar_of(path)
    store = beside.read_bytes() if beside.is_file() else None
    try:
        found = _read(path, store)
    except WrappingError as error:
        return Verdict(path, "damaged", problems=(str(error),), embedded=store is None)
    return found


def _read(path: Path, store: bytes | None) -> Verdict:
    import c2pa

    embedded = store is None
    form = EMBEDDED.get(path.suffix.lower(), "") if embedded else _PLAIN
    try:
        with path.open("rb") as stream, c2pa.Reader(form, stream, store, context=_context()) as reader:
            said = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return _absent(path)
    except c2pa.C2paError as error:
        return _unreadable(path, embedded, " ".join(str(error).split())[:300])
    if said.get("active_manifest") not in said.get("manifests", {}):
        return Verdict(path, "damaged", embedded=embedded, problems=("the manifest can't be read",))
    verdict = _understood(path, said, embedded)
    if not verdict.making:
        return verdict
    problems = tuple(_unsaid(path, store, verdict))
    return replace(verdict, state="damaged", problems=(*verdict.problems, *problems)) if problems else verdict


def _absent(path: Path) -> Verdict:
    """No credentials are found. Where a store lies in the file all the same, the way to it was cut."""
    if remains(path):
        return Verdict(path, "damaged", problems=("credentials lie in it, but not where they belong",))
    return Verdict(path, "absent")


def _unreadable(path: Path, embedded: bool, why: str) -> Verdict:
    """c2pa's reader gave up: a foreign kind of file without credentials, or credentials that were damaged."""
    unknown = ("NotSupported", "unsupported", "type is")
    if embedded and path.suffix.lower() not in EMBEDDED and any(word in why for word in unknown):
        return _absent(path)
    return Verdict(path, "damaged", embedded=embedded, problems=(why,))


def _unsaid(path: Path, store: bytes | None, verdict: Verdict) -> Iterator[str]:
    """What was changed where c2pa's reader does not look. Raises WrappingError likewise."""
    inside = store if store is not None else store_of(path)
    if inside is None:
        yield "the credentials are not where they belong"
        return
    check_wrapping(inside)
    if verdict.embedded and verdict.making.get("loose_boxes_sha256", "") != loose_boxes(path):
        yield "a box that C2PA leaves out (ftyp, free, skip, mfra) was changed"


def _understood(path: Path, said: dict[str, Any], embedded: bool) -> Verdict:
    active = said["manifests"][said["active_manifest"]]
    results = said.get("validation_results", {}).get("activeManifest", {})
    failures = [f for f in results.get("failure", []) if f["code"] != "signingCredential.untrusted"]
    trusted = [s.get("explanation", "") for s in results.get("success", []) if s["code"] == "signingCredential.trusted"]
    by: Trust = "none" if not trusted else "installation" if "user_anchors" in trusted[0] else "list"
    whole = said.get("validation_state") in ("Valid", "Trusted") and not failures
    assertions = {item["label"].split("__")[0]: item["data"] for item in active.get("assertions", [])}
    actions = tuple(assertions.get("c2pa.actions.v2", assertions.get("c2pa.actions", {})).get("actions", ()))
    signed, generators = active.get("signature_info", {}), active.get("claim_generator_info") or [{}]
    return Verdict(
        path, "whole" if whole else "damaged", by, embedded, str(signed.get("common_name", "")), str(signed.get("issuer", "")),
        str(active.get("title", "")), f"{generators[0].get('name', '')} {generators[0].get('version', '')}".strip(),
        _kind(actions), tuple(f"{f['code']}: {f.get('explanation', '')}" for f in failures) or (() if whole else ("not valid",)),
        assertions.get(MAKING, {}), actions, tuple(active.get("ingredients", ())), said,
    )  # fmt: skip


def _kind(actions: tuple[dict[str, Any], ...]) -> str:
    """The last part of the first digital source type that an action gives."""
    kinds = (str(action.get("digitalSourceType", "")).rsplit("/", 1)[-1] for action in actions)
    return next((kind for kind in kinds if kind), "")


def _verify_folder(folder: Path) -> Verdict:
    listed = folder / checksums.NAME
    if not listed.is_file():
        return Verdict(folder, "absent", embedded=False)
    verdict = replace(verify(listed), path=folder)
    problems = tuple(f"{name} was changed, added or removed" for name in checksums.check(folder)) if verdict.ok else ()
    return replace(verdict, state="damaged", problems=problems) if problems else verdict
