# SPDX-License-Identifier: Apache-2.0
"""A folder of the user's own clips as a data set: only with a licence, only whole files, cut at its shots.

Beside each video lies a JSON file of the same name: {"licence": "CC-BY-4.0", "people": true, "consent": "…", "captions":
{"en": "…", "fr": "…"}, "labels": {…}}. Licence is required, consent wherever people are in the picture; captions and labels
are optional.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.training.data import shards
from aiprod.training.data.conditioning import encode
from aiprod.training.data.sampler import ClipSpec

VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".m4v", ".avi")
Frames = NDArray[np.uint8]
_CUT = 0.45
"""How different the colours of two frames must be (0 the same, 1 nothing in common) for a cut to lie between them."""
_THUMB = (64, 36)


def build(folder: Path, source: Path, spec: ClipSpec, *, per_shard: int = shards.PER_SHARD) -> dict[str, Any]:
    """Take in every video below `source`, or the rest of a run that was stopped. Returns the manifest with its refusals."""
    files = sorted(path for path in source.rglob("*") if path.suffix.lower() in VIDEOS)
    if not files:
        raise UserError(f"There is no video in {source}", f"looked for {', '.join(VIDEOS)}", "Choose another folder.")
    settings = {"source": "footage", "spec": asdict(spec), "files": {str(p.relative_to(source)): hash_file(p) for p in files}}
    manifest = shards.open_manifest(folder, settings)
    return shards.write(_numbered(files, source, spec, manifest["next"]), folder, manifest, per_shard=per_shard)


def _numbered(files: list[Path], source: Path, spec: ClipSpec, start: int) -> Iterator[tuple[int, shards.Record | str]]:
    """Clips and refusals of all files, numbered; those before `start` are passed over."""
    number = 0
    for path in files:
        for made in _clips_of(path, source, spec):
            if number >= start:
                yield number, made
            number += 1


def _clips_of(path: Path, source: Path, spec: ClipSpec) -> Iterator[shards.Record | str]:
    name = str(path.relative_to(source))
    try:
        facts = rights_of(path)
        if reason := shards.missing_right(facts):
            yield f"{name}: {reason}"
            return
        yield from _windows(path, name, facts, spec)
    except UserError as error:
        yield f"{name}: {error.what}: {error.why}"


def rights_of(path: Path) -> dict[str, Any]:
    """What the file beside a video says. Raises UserError where it can't be read or says what it can't mean."""
    beside = path.with_suffix(".json")
    try:
        facts = json.loads(beside.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UserError(f"{beside.name} can't be read", str(error), "Write it as JSON.") from error
    if not isinstance(facts, dict):
        raise UserError(f"{beside.name} is no JSON object", "", 'Write {"licence": "…"}.')
    try:
        encode(facts.get("labels", {}))
    except ValueError as error:
        raise UserError(f"{beside.name} has an unknown label", str(error), "See the vocabulary.") from error
    return facts


def _windows(path: Path, name: str, facts: dict[str, Any], spec: ClipSpec) -> Iterator[shards.Record | str]:
    """Every whole clip of every shot of a file, side by side without overlap."""
    frames = resampled(path, spec)
    if len(frames) < spec.frames:
        yield f"{name}: it is {len(frames)} frames long at {spec.fps} a second, {spec.frames} are needed"
        return
    source = {"file": name, "sha256": hash_file(path)}
    kept = {key: facts[key] for key in ("licence", "people", "consent", "captions", "labels") if key in facts}
    for shot, (first, last) in enumerate(shots(frames)):
        for start in range(first, last - spec.frames + 1, spec.frames):
            clip = kept | {"source": source | {"shot": shot, "frame": start}, "fps": spec.fps}
            yield shards.Record(f"{source['sha256'][:12]}-{start:06d}", frames[start : start + spec.frames], clip)


def resampled(path: Path, spec: ClipSpec) -> Frames:
    """All of a video at the rate and size of the set: the nearest frame of each moment, its middle cut to the shape."""
    from aiprod.media.video import read_frames, to_rgb

    found: list[Frames] = []
    wanted = Fraction(1, spec.fps)
    for frame in read_frames(path):
        at = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1, 1000))
        while len(found) * wanted <= at:
            found.append(_fitted(to_rgb(frame), spec))
    return np.stack(found) if found else np.zeros((0, spec.height, spec.width, 3), np.uint8)


def _fitted(rgb: Frames, spec: ClipSpec) -> Frames:
    height, width = rgb.shape[:2]
    scale = min(width / spec.width, height / spec.height)
    wide, tall = round(spec.width * scale), round(spec.height * scale)
    left, top = (width - wide) // 2, (height - tall) // 2
    cut = np.ascontiguousarray(rgb[top : top + tall, left : left + wide])
    return np.asarray(cv2.resize(cut, (spec.width, spec.height), interpolation=cv2.INTER_AREA), np.uint8)


def shots(frames: Frames) -> list[tuple[int, int]]:
    """(first, behind the last) frame of each shot: hard cuts, where the colours change at once and stay changed."""
    colours = np.stack([_histogram(frame) for frame in frames])
    changes = 1 - np.minimum(colours[1:], colours[:-1]).sum(axis=1)
    cuts = [
        index + 1
        for index, change in enumerate(changes)
        if change > _CUT and change == changes[max(index - 2, 0) : index + 3].max()
    ]
    return list(zip([0, *cuts], [*cuts, len(frames)], strict=True))


def _histogram(frame: Frames) -> NDArray[np.float32]:
    """Shares of 64 colours in each quarter of a small picture, sum 1."""
    small = cv2.resize(frame, _THUMB, interpolation=cv2.INTER_AREA) // 64
    codes = small[..., 0].astype(int) * 16 + small[..., 1] * 4 + small[..., 2]
    top, bottom = np.split(codes, 2, axis=0)
    quarters = [part for half in (top, bottom) for part in np.split(half, 2, axis=1)]
    counts = np.concatenate([np.bincount(part.ravel(), minlength=64) for part in quarters])
    return np.asarray(counts / counts.sum(), np.float32)
