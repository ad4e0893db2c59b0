# SPDX-License-Identifier: Apache-2.0
"""A folder of the user's own clips as a data set: only with licence and consent, only whole files, cut at their shots.

Every video below the folder is checked (rights, readable to its end, size, length, SHA-256, twins), cut into clips, described,
and written into shards with whatever was asked for: vectors of its words, latents of its pictures. What does not come in is
listed with its reason; what lacks only a caption waits. Running the command again goes on where it was, and takes in what is new
or was put right since: a file that was refused is looked at again when it, or what lies beside it, has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.consent import ConsentRecord
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file, hash_json, seed_from
from aiprod.training.data import shards
from aiprod.training.data.inspecting import Seen, ShortShot, Window, inspected, sign_of, windows
from aiprod.training.data.latents import LatentCodec
from aiprod.training.data.refusals import Refusal, Refused
from aiprod.training.data.rights import Rights, consents_of, rights_of, said_beside
from aiprod.training.data.sampler import ClipSpec
from aiprod.training.data.texts import Captioner, Embedder, described

VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".m4v", ".avi", ".mxf")


@dataclass(frozen=True)
class Means:
    """What describes and encodes clips; None leaves that part out of the set (or, for captions, to what is said beside them)."""

    captioner: Captioner | None = None
    embedder: Embedder | None = None
    codec: LatentCodec | None = None

    def settings(self) -> dict[str, str]:
        """What decides the arrays of the set. The captioner is named with each caption that it wrote."""
        parts = {"embeddings": self.embedder, "latents": self.codec}
        return {name: part.name for name, part in parts.items() if part is not None}

    def arrays(self, frames: NDArray[np.uint8], captions: dict[str, str]) -> dict[str, NDArray[Any]]:
        """Vectors and latents of a clip."""
        made: dict[str, NDArray[Any]] = {}
        if self.embedder and captions:
            made["text"] = self.embedder.vectors(captions)
        if self.codec:
            made["latents"] = np.asarray(self.codec.encode(frames), np.float16)
        return made


@dataclass(frozen=True)
class _File:
    """A video of the source: its name there, its hash, and the hash of it with all that is said beside it."""

    path: Path
    name: str
    sha256: str
    mark: str


def build(
    folder: Path, source: Path, spec: ClipSpec, means: Means | None = None, *, eval_share: float = 0.0, seed: int = 0,
    per_shard: int = shards.PER_SHARD, progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Take in every video below `source`, or the rest of a run that was stopped. Returns the manifest with its refusals.

    Args:
        means: what describes and encodes the clips.
        eval_share: the part of the files, 0…1, that is kept for evaluation: chosen by `seed` and the file's hash.

    Raises:
        UserError: there is no video; the set has other settings; the rights of a clip that is in the set have changed.
        DiskFullError: once; whole shards are kept.
    """
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in VIDEOS)
    if not found:
        raise UserError(f"There is no video in {source}", f"looked for {', '.join(VIDEOS)}", "Choose another folder.")
    means = means or Means()
    settings = {"source": "footage", "spec": asdict(spec), "seed": seed, "eval_share": eval_share} | means.settings()
    with shards.locked(folder):
        manifest = shards.open_manifest(folder, settings)
        intake = _Intake(source, spec, means, manifest, _Held.of(folder, manifest))
        return shards.write(intake.items(found), folder, manifest, per_shard=per_shard, progress=progress)


@dataclass
class _Held:
    """What a set already has: file name → (SHA-256, mark), SHA-256 → file name, the clips' keys, the signs of its pictures."""

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    seen: Seen = field(default_factory=Seen)

    @classmethod
    def of(cls, folder: Path, manifest: dict[str, Any]) -> _Held:
        held = cls()
        for _, key, facts in shards.facts(folder) if manifest["shards"] else ():
            source = facts["source"]
            held.files[source["file"]] = (source["sha256"], source["mark"])
            held.hashes[source["sha256"]] = source["file"]
            held.keys.add(key)
            held.seen.add(bytes.fromhex(facts.get("sign", "")), source["file"])
        return held


class _Intake:
    """One walk through a source."""

    def __init__(self, source: Path, spec: ClipSpec, means: Means, manifest: dict[str, Any], held: _Held) -> None:
        self.source, self.spec, self.means, self.manifest, self.held = source, spec, means, manifest, held
        self.finished = set(manifest.get("finished", ()))
        taken_out = manifest.get("removed", ())
        self.removed = {row["sha256"]: f"{row['when']}, {row['why']}" for row in taken_out if row["whole"]}
        self.held.keys.update(key for row in taken_out for key in row["keys"])

    def items(self, found: list[Path]) -> Iterator[tuple[int, shards.Item]]:
        """Clips, refusals and ends of all files that are not done, numbered."""
        number = self.manifest["next"]
        self._keep_rows({_name(path, self.source) for path in found})
        for path in found:
            try:
                file = self._file(path)
            except OSError as error:
                yield number, Refusal("corrupt", error.strerror or str(error), _name(path, self.source))
                number += 1
                continue
            if file.mark in self.finished:
                continue
            self._keep_rows(None, file.name)
            for item in self._items_of(file):
                yield number, item
                number += 1

    def _file(self, path: Path) -> _File:
        name = _name(path, self.source)
        sha256 = hash_file(path)
        file = _File(path, name, sha256, hash_json([name, sha256, said_beside(path, self.source)]))
        before = self.held.files.get(name)
        if before and before != (sha256, file.mark):
            raise UserError(
                f"{name} has changed since its clips came into the set", "it, or what is said beside it, is not the same",
                f"Take it out first (`aiprod train data remove … --file {name}`), or choose another folder.",
            )  # fmt: skip
        return file

    def _keep_rows(self, there: set[str] | None, again: str = "") -> None:
        """Drop what was said of files that are gone, or of one that is looked at again."""
        for rows in ("refused", "waiting"):
            if rows in self.manifest:
                kept = [row for row in self.manifest[rows] if row["file"] != again and (there is None or row["file"] in there)]
                self.manifest[rows] = kept

    def _items_of(self, file: _File) -> Iterator[shards.Item]:
        try:
            yield from self._clips_of(file)
        except Refused as refused:
            yield refused.of(file.name)
            if refused.waits:
                return
        yield shards.Done(file.mark)

    def _clips_of(self, file: _File) -> Iterator[shards.Item]:
        rights = rights_of(file.path, self.source)
        consents = consents_of(rights, file.path, self.source)
        self._check_hash(file, rights)
        found = inspected(file.path, self.spec)
        facts = self._facts(file, rights, consents)
        for part in windows(file.path, self.spec, found):
            if isinstance(part, Window):
                yield from self._clip(file, part, rights, facts)
            else:
                yield Refusal("too_short", self._length(part), file.name)

    def _length(self, part: ShortShot) -> str:
        return f"{part.length / self.spec.fps:.2f} s < {self.spec.frames / self.spec.fps:.2f} s (#{part.shot + 1})"

    def _check_hash(self, file: _File, rights: Rights) -> None:
        if rights.sha256 and rights.sha256 != file.sha256:
            raise Refused("wrong_hash")
        if file.sha256 in self.removed:
            raise Refused("removed", self.removed[file.sha256])
        twin = self.held.hashes.get(file.sha256, file.name)
        if twin != file.name:
            raise Refused("duplicate", twin)

    def _facts(self, file: _File, rights: Rights, consents: list[ConsentRecord]) -> dict[str, Any]:
        """What all clips of a file share. People are counted, not named: names stay in the source folder."""
        kept = [{"id": c.id, "text_sha256": c.text_sha256, "until": c.until} for c in consents]
        return {
            "licence": rights.licence, "holder": rights.holder, "origin": rights.source, "people": len(kept), "consents": kept,
            "fps": self.spec.fps, "split": self._split(file),
        }  # fmt: skip

    def _split(self, file: _File) -> str:
        share, seed = self.manifest["settings"]["eval_share"], self.manifest["settings"]["seed"]
        return "eval" if seed_from("split", seed, file.sha256) < share * 2**31 else "train"

    def _clip(self, file: _File, part: Window, rights: Rights, facts: dict[str, Any]) -> Iterator[shards.Item]:
        key = f"{file.sha256[:12]}-{part.first:06d}"
        if key in self.held.keys:
            return
        sign = sign_of(part.frames)
        if twin := self.held.seen.twin(sign, file.name):
            yield Refusal("near_duplicate", f"{twin} (#{part.first})", file.name)
            return
        said = described(key, part.frames, rights.captions, rights.labels, self.means.captioner)
        source = {"file": file.name, "sha256": file.sha256, "mark": file.mark, "shot": part.shot, "frame": part.first}
        self.held.keys.add(key)
        self.held.hashes.setdefault(file.sha256, file.name)
        self.held.seen.add(sign, file.name)
        whole = facts | said | {"source": source, "sign": sign.hex(), "group": seed_from(file.sha256, part.shot)}
        yield shards.Record(key, part.frames, whole, self.means.arrays(part.frames, said["captions"]))


def _name(path: Path, source: Path) -> str:
    """A file's name in its source; bytes that are no text are spelt out."""
    return path.relative_to(source).as_posix().encode("utf-8", "backslashreplace").decode()
