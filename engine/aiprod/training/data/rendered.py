# SPDX-License-Identifier: Apache-2.0
"""Rendered footage as a data set on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.hashing import hash_json
from aiprod.training.data import shards
from aiprod.training.data.latents import LatentCodec
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.refusals import Refusal
from aiprod.training.data.sampler import VERSION, ClipSpec, Split, sample
from aiprod.training.data.vocabulary import values

LICENCE, HOLDER = "Apache-2.0", "AIPROD"
ORIGIN = "rendered by AIPROD's animatic; no third party's picture is in it"


def settings_of(spec: ClipSpec, seed: int, split: Split) -> dict[str, Any]:
    """All that decides a rendered data set but its length."""
    words = hash_json([[value.slot, value.id, value.en, value.fr] for value in values()])
    return {"source": "rendered", "sampler": VERSION, "spec": asdict(spec), "seed": seed, "split": split, "vocabulary": words}


def build(
    folder: Path, spec: ClipSpec, count: int, *, seed: int = 0, split: Split = "train", workers: int | None = None,
    codec: LatentCodec | None = None, per_shard: int = shards.PER_SHARD, progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Render a data set of `count` scenes, or the rest of one that was begun; with a codec, also its latents. Returns the
    manifest."""
    settings = settings_of(spec, seed, split) | ({"latents": codec.name} if codec else {})
    with shards.locked(folder):
        manifest = shards.open_manifest(folder, settings)
        if manifest["next"] >= count:
            return manifest
        with RenderPool(spec, seed=seed, split=split, start=manifest["next"], stop=count, workers=workers) as pool:
            records = _records(pool, spec, seed, split, codec)
            return shards.write(records, folder, manifest, per_shard=per_shard, progress=progress)


def _records(
    pool: RenderPool, spec: ClipSpec, seed: int, split: Split, codec: LatentCodec | None
) -> Iterator[tuple[int, shards.Item]]:
    """Clips of a pool in order, with the scenes that failed at their places."""
    told = 0
    for clip in pool:
        for failure in pool.failures[told:]:
            yield failure.index, Refusal("failed", failure.reason)
        told = len(pool.failures)
        yield clip.index, _record(clip, spec, seed, split, codec)
    for failure in pool.failures[told:]:
        yield failure.index, Refusal("failed", failure.reason)


def _record(clip: Clip, spec: ClipSpec, seed: int, split: Split, codec: LatentCodec | None) -> shards.Record:
    scene = sample(clip.index, spec, seed=seed, split=split)
    facts = {
        "labels": scene.labels, "captions": scene.captions, "group": clip.group, "held_out": list(scene.held_out),
        "camera": [[round(float(value), 5) for value in row] for row in clip.camera], "fps": spec.fps,
        "licence": LICENCE, "holder": HOLDER, "origin": ORIGIN,
        "source": {"request": scene.request.content_hash(), "seed": seed, "index": clip.index},
    }  # fmt: skip
    arrays = {"latents": np.asarray(codec.encode(clip.frames), np.float16)} if codec else {}
    return shards.Record(f"{split}-{clip.index:08d}", clip.frames, facts, arrays)
