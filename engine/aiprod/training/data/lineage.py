# SPDX-License-Identifier: Apache-2.0
"""From clips to models and back: which model was trained on which clips, what its card must say of them, taking clips out.

A trainer calls `used(folder, model)` once; `NAME.uses.json` beside the set then remembers the model with the shards as they were.
`remove` takes clips out of the set for good, also out of its earlier versions, and says which models had seen them.
"""

from __future__ import annotations

import tarfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.training.data import shards, versions

Facts = dict[str, Any]
Meant = Callable[[str, Facts], bool]


def used(folder: Path, model: str, *, run: str = "") -> str:
    """Remember that a model is trained on the set as it is now. Returns the set's identity. Telling it twice changes nothing."""
    manifest = shards.checked_manifest(folder)
    identity = shards.identity_of(manifest)
    path = shards.beside(folder, ".uses.json")
    row = {"model": model, "run": run, "identity": identity}
    with shards.locked(path, patience_s=10):  # two runs may begin at once
        known = read_json(path) if path.is_file() else {"shards": {}, "uses": []}
        known["shards"][identity] = [shard["sha256"] for shard in manifest["shards"]]
        if not any(row.items() <= use.items() for use in known["uses"]):
            known["uses"].append(row | {"when": datetime.now(UTC).isoformat(timespec="seconds")})
        write_json(path, known)
    return identity


def models_of(folder: Path, shard_hashes: set[str]) -> list[Facts]:
    """The models that were trained while one of these shards was in the set."""
    path = shards.beside(folder, ".uses.json")
    if not path.is_file():
        return []
    known = read_json(path)
    return [use for use in known["uses"] if shard_hashes & set(known["shards"][use["identity"]])]


def begun(folder: Path, kind: str, out: Path) -> None:
    """What a run does first: put itself down beside its data set, and what its card must say of the data into its own folder.

    A set that can't be written beside (on a shared, read-only disk) is said in the run's `data.json`.
    """
    told = provenance(folder)
    try:
        used(folder, f"{kind} {out.resolve().name}", run=str(out.resolve()))
    except UserError as error:
        told["not_recorded_beside_the_set"] = str(error)
    write_json(out / "data.json", told)


def provenance(folder: Path) -> Facts:
    """What a model's card says of its data: how much, under which licences, whose, where from, with whose consent."""
    clips, people = 0, 0
    counts: dict[str, Counter[str]] = {"licence": Counter(), "holder": Counter(), "origin": Counter()}
    credits: set[str] = set()
    for _, _, facts in shards.facts(folder):
        clips += 1
        people += bool(facts.get("people"))
        for name, counter in counts.items():
            counter[facts.get(name, "")] += 1
        if facts.get("holder") and "CC-BY" in facts["licence"]:
            credits.add(f"{facts['holder']} ({facts['licence']})")
    identity = shards.identity(folder)
    named = {"licences": "licence", "holders": "holder", "sources": "origin"}
    told = {name: {key: count for key, count in sorted(counts[of].items()) if key} for name, of in named.items()}
    version = next((version.name for version in reversed(versions.log(folder)) if version.identity == identity), "")
    return {
        "identity": identity, "version": version, "clips": clips, **told, "clips_with_people_and_consent": people,
        "attribution": sorted(credits),
    }  # fmt: skip


@dataclass(frozen=True)
class Removal:
    """What was taken out: the clips' keys, the set's identity before and after, the models that had been trained on one of them,
    and the versions that can't be brought back any more."""

    keys: tuple[str, ...]
    before: str
    after: str
    models: tuple[Facts, ...]
    versions: tuple[str, ...]


def by(*, clip: str = "", file: str = "", sha256: str = "", holder: str = "", consent: str = "", ended: bool = False) -> Meant:
    """Which clips are meant: all that is given must hold."""
    if not (clip or file or sha256 or holder or consent or ended):
        raise UserError(
            "Nothing says which clips to take out", "", "Give --clip, --file, --sha256, --holder, --consent or --ended."
        )
    now = time.time()

    def meant(key: str, facts: Facts) -> bool:
        source, consents = facts.get("source", {}), facts.get("consents", ())
        return all((
            not clip or key == clip,
            not file or source.get("file") == file,
            not sha256 or source.get("sha256") == sha256,
            not holder or facts.get("holder", "").casefold() == holder.casefold(),
            not consent or any(c["id"] == consent for c in consents),
            not ended or any(c.get("until") is not None and c["until"] <= now for c in consents),
        ))  # fmt: skip

    return meant


def remove(folder: Path, meant: Meant, why: str) -> Removal:
    """Take clips out of a set, and out of its versions. Raises UserError where none is meant.

    Their shards are written anew under new names; then the manifest names these; then the old ones go. A kill at any moment
    leaves a whole set, with or without the clips. What was a whole file never comes in again.
    """
    with shards.locked(folder):
        manifest = shards.checked_manifest(folder)
        shards.sweep(folder, manifest)
        found = [(shard, key, facts) for shard, key, facts in shards.facts(folder) if meant(key, facts)]
        if not found:
            raise UserError("No clip was taken out", f"none in {folder} is meant", "See its report for keys and files.")
        before = shards.identity_of(manifest)
        keys = {key for _, key, _ in found}
        old = {shard["name"]: shard for shard, _, _ in found}
        models = models_of(folder, {hashed for shard in old.values() for hashed in (shard["sha256"], *shard.get("was", ()))})
        md5s = {versions.md5_of(folder / name) for name in old}
        manifest["removed"] = [*manifest.get("removed", ()), *_rows(folder, found, why)]
        manifest["shards"] = [s for shard in manifest["shards"] if (s := _without(folder, manifest, shard, keys, old))]
        write_json(folder / shards.MANIFEST, manifest)
        shards.sweep(folder, manifest)
        gone = versions.purge(folder, md5s, f"clips were removed on request: {why}") if versions.log(folder) else []
        return Removal(tuple(sorted(keys)), before, shards.identity_of(manifest), tuple(models), tuple(gone))


def _rows(folder: Path, found: list[tuple[Facts, str, Facts]], why: str) -> list[Facts]:
    """What stays of removed clips: keys, the file's hash, the day and the reason; no names."""
    when = datetime.now(UTC).date().isoformat()
    removed: dict[str, list[str]] = {}
    for _, key, facts in found:
        removed.setdefault(facts.get("source", {}).get("sha256", ""), []).append(key)
    everything = Counter(facts.get("source", {}).get("sha256", "") for _, _, facts in shards.facts(folder))
    return [
        {
            "sha256": sha256,
            "keys": sorted(keys),
            "whole": bool(sha256) and len(keys) == everything[sha256],
            "when": when,
            "why": why,
        }
        for sha256, keys in sorted(removed.items())
    ]


def _without(folder: Path, manifest: Facts, shard: Facts, keys: set[str], old: dict[str, Facts]) -> Facts | None:
    """A shard without some clips, under a new name; None where nothing is left."""
    if shard["name"] not in old:
        return shard
    stem, _, turn = shard["name"].removesuffix(".tar").partition("r")
    path = folder / f"{stem}r{int(turn or 0) + 1}.tar"
    part = folder / f".{path.name}.part"
    kept = 0
    with shards.writing(path):
        with tarfile.open(part, "w") as tar:
            for record in shards.members(folder / shard["name"]):
                if record.key not in keys:
                    shards.add_record(tar, record)
                    kept += 1
        if not kept:
            part.unlink()
            return None
        shards.publish(part, path)
    return shards.described(path, kept) | {"was": [shard["sha256"], *shard.get("was", ())]}
