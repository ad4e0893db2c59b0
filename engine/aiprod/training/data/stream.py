# SPDX-License-Identifier: Apache-2.0
"""A data set as an endless stream of batches for a trainer, read ahead by a thread.

    with Feed(folder, batch=16, seed=7, start=steps_done) as feed:
        for step in range(...):
            batch = next(feed)                      # arrays, ready; the next ones are being read
    feed.waited().share                             # how much of the trainer's time went into waiting

Batch n is a function of the set, the seed and n alone: `start` goes on exactly where a stopped run was, whatever was read ahead.
Each epoch shuffles the shards and, among `mix` shards at a time, the clips, so that reading stays near in the files. Clips are
read one by one out of the tars; in memory are `ahead` batches and the clips' places.

A set must not change under a run: each shard's hash is compared before its first clip is used, and shards and manifest are
looked at again before every batch. So are consents: a set with a clip whose consent has ended can't be opened.
"""

from __future__ import annotations

import io
import json
import tarfile
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.training.data import shards
from aiprod.training.data.conditioning import CAMERA_DIMS, DIM, encode
from aiprod.training.data.pool import Clip
from aiprod.training.data.render import CELL

_OPEN = 16


@dataclass(frozen=True)
class Batch:
    """Clips in the order in which they were drawn.

    Attributes:
        keys: their names in the set.
        frames: uint8 [clips, frames, height, width, RGB], where asked for.
        latents: float16 [clips, latent frames, rows, columns, channels], where asked for.
        codes: int16 [clips, SLOT_COUNT], −1 where a slot says nothing.
        camera: float32 [clips, frames, CAMERA_DIMS]; zeros where nothing is known.
        camera_known: bool [clips].
        captions: one sentence of each, in a language that the seed chose; "" where there is none.
        text: float16 [clips, DIM], the sentences' vectors; zeros where there are none.
        groups: int64 [clips]; clips of one set-up or shot share it.
    """

    keys: tuple[str, ...]
    frames: NDArray[np.uint8] | None
    latents: NDArray[np.float16] | None
    codes: NDArray[np.int16]
    camera: NDArray[np.float32]
    camera_known: NDArray[np.bool_]
    captions: tuple[str, ...]
    text: NDArray[np.float16]
    groups: NDArray[np.int64]

    def clips(self) -> list[Clip]:
        """As the rendered stream's clips are, for the trainers' pools; where subjects are, a set does not say. Needs frames."""
        if self.frames is None:
            raise ValueError("a batch without frames has no clips")
        _, length, tall, wide, _ = self.frames.shape
        nowhere = np.zeros(((length + 3) // 4, tall // CELL, wide // CELL), np.uint8)
        return [
            Clip(index, int(self.groups[index]), self.frames[index], self.codes[index], self.camera[index], nowhere)
            for index in range(len(self.keys))
        ]


@dataclass(frozen=True)
class Waited:
    """How long a trainer waited for data: seconds, of so many since its first batch came; batches handed over."""

    seconds: float
    since: float
    batches: int

    @property
    def share(self) -> float:
        """0…1; the time to the first batch counts neither way."""
        return self.seconds / self.since if self.since > 0 else 0.0


@dataclass
class _Place:
    """Where a clip lies: its shard, and name of a member → (offset, bytes)."""

    shard: int
    key: str
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)


class Feed:
    """Batches of a data set. See the module."""

    def __init__(
        self, folder: Path, batch: int, *, seed: int = 0, start: int = 0, split: str = "", frames: bool = True,
        latents: bool = False, ahead: int = 4, mix: int = 8, verify: bool = True,
    ) -> None:  # fmt: skip
        """
        Args:
            folder: the data set.
            batch: clips in a batch.
            start: number of the first batch: as many as earlier runs took.
            split: "train" or "eval" takes these clips alone; "" all.
            frames, latents: what to read of each clip.
            ahead: batches read in advance. mix: shards whose clips are mixed.
            verify: compare each shard's hash before it is used.

        Raises:
            UserError: no set, no clip of that split, no latents in it, a consent that has ended.
        """
        if batch < 1:
            raise UserError("A batch can't be empty", f"{batch} clips were asked for", "Ask for one at least.")
        self.folder, self.batch, self.seed, self.position = folder, batch, seed, start
        self.manifest = shards.checked_manifest(folder)
        self.identity = shards.identity_of(self.manifest)
        self._wanted = ("npy",) * frames + ("latents.npy",) * latents
        self._mix, self._verify = mix, verify
        self._places = [place for place, facts in _places(folder, self.manifest) if _fits(facts, split)]
        self._check_whole(latents, split)
        self._reader = _Reader(folder, self.manifest, verify)
        self._orders: dict[int, NDArray[np.int64]] = {}
        self._owner = np.array([place.shard for place in self._places])
        self._waited, self._first_at, self._given = 0.0, 0.0, 0
        # One thread: batches come in order, and what goes wrong in it is raised where the batch is asked for.
        self._pool = ThreadPoolExecutor(1, "aiprod-feed")
        self._coming = deque(self._pool.submit(self._made, start + index) for index in range(max(ahead, 1)))

    def __len__(self) -> int:
        """Clips in an epoch."""
        return len(self._places)

    def _check_whole(self, latents: bool, split: str) -> None:
        if not self._places:
            raise UserError(f"There is no clip in {self.folder}", f"split {split!r}" if split else "", "Take in some first.")
        if latents and any("latents.npy" not in place.parts for place in self._places):
            raise UserError(
                f"There are no latents in {self.folder}", "it was made without them", "Make it again with --latents nano."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading."""
        self._pool.shutdown(cancel_futures=True)
        self._reader.close()

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        """The next batch. Raises UserError where the set changed under the run."""
        asked = time.perf_counter()
        found = self._coming[0].result()
        self._coming.popleft()
        now = time.perf_counter()
        if self._given:
            self._waited += now - asked
        else:
            self._first_at = now
        self._coming.append(self._pool.submit(self._made, self.position + len(self._coming) + 1))
        self._given += 1
        self.position += 1
        return found

    def waited(self) -> Waited:
        """How long the trainer waited, from its first batch until now."""
        since = time.perf_counter() - self._first_at if self._given else 0.0
        return Waited(self._waited, since, self._given)

    def _made(self, number: int) -> Batch:
        """Batch `number` of the stream."""
        rng = np.random.default_rng((self.seed, 1, number))
        first = number * self.batch
        drawn = [self._drawn(at) for at in range(first, first + self.batch)]
        self._reader.unchanged({place.shard for place in drawn})
        return _joined([self._reader.read(place, self._wanted) for place in drawn], rng)

    def _drawn(self, position: int) -> _Place:
        epoch, at = divmod(position, len(self._places))
        if epoch not in self._orders:
            self._orders = {kept: self._orders[kept] for kept in (epoch - 1,) if kept in self._orders}
            self._orders[epoch] = _order(self._owner, (self.seed, 0, epoch), self._mix)
        return self._places[self._orders[epoch][at]]


def _order(owner: NDArray[np.int64], seed: tuple[int, int, int], mix: int) -> NDArray[np.int64]:
    """The clips of an epoch, by their shards: shards by chance, and the clips of `mix` shards among themselves."""
    rng = np.random.default_rng(seed)
    turns = rng.permutation(np.unique(owner))
    parts = [np.flatnonzero(np.isin(owner, turns[at : at + mix])) for at in range(0, len(turns), mix)]
    return np.concatenate([rng.permutation(part) for part in parts])


def _places(folder: Path, manifest: dict[str, Any]) -> Iterator[tuple[_Place, dict[str, Any]]]:
    """Where every clip lies, with its facts; the set's own split where a clip names none."""
    usual = {"split": manifest["settings"].get("split", "train")}
    now = time.time()
    for number, shard in enumerate(manifest["shards"]):
        place = None
        for name, offset, size, told in _members(folder / shard["name"]):
            key, _, kind = name.partition(".")
            place = place or _Place(number, key)
            place.parts[kind] = (offset, size)
            if told is not None:
                _check_consents(folder, key, told, now)
                yield place, usual | told
                place = None


def _members(path: Path) -> Iterator[tuple[str, int, int, dict[str, Any] | None]]:
    """(name, offset, bytes, facts if it holds any) of a tar's members."""
    try:
        with tarfile.open(path) as tar, path.open("rb") as file:
            for member in tar:
                told = None
                if member.name.endswith(".json"):
                    file.seek(member.offset_data)
                    told = json.loads(file.read(member.size))
                yield member.name, member.offset_data, member.size, told
    except (tarfile.TarError, OSError, ValueError) as error:
        raise UserError(f"{path.name} can't be read", str(error), "Check the set with `aiprod train data check`.") from error


def _check_consents(folder: Path, key: str, facts: dict[str, Any], now: float) -> None:
    for consent in facts.get("consents", ()):
        until = consent.get("until")
        if until is not None and until <= now:
            day = datetime.fromtimestamp(until, UTC).date().isoformat()
            raise UserError(
                f"{folder} can't be trained on", f"the consent to the clip {key} ended on {day}",
                "Take such clips out: `aiprod train data remove … --ended`.",
            )  # fmt: skip


def _fits(facts: dict[str, Any], split: str) -> bool:
    return not split or facts["split"] == split


class _Reader:
    """Clips out of a few open tars. Raises UserError for a shard that is not what it was."""

    def __init__(self, folder: Path, manifest: dict[str, Any], verify: bool) -> None:
        self._folder, self._shards, self._verify = folder, manifest["shards"], verify
        self._files: OrderedDict[int, BinaryIO] = OrderedDict()
        self._states: dict[int, tuple[int, int, int]] = {}
        self._manifest_state = self._state(shards.MANIFEST)

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def unchanged(self, used: set[int]) -> None:
        """Raises UserError where the manifest or one of these shards is not what it was."""
        if self._state(shards.MANIFEST) != self._manifest_state:
            self._same_set()
        for number in sorted(used):
            name = self._shards[number]["name"]
            if number not in self._states:
                if self._verify:
                    shards.check(self._folder, self._shards[number])
                self._states[number] = self._state(name)
            elif self._state(name) != self._states[number]:
                raise self._changed(f"{name} is another file than it was")

    def _same_set(self) -> None:
        """A manifest that was written anew is fine as long as it names the same shards."""
        now = shards.checked_manifest(self._folder)["shards"]
        if [shard["sha256"] for shard in now] != [shard["sha256"] for shard in self._shards]:
            raise self._changed("its manifest names other shards")
        self._manifest_state = self._state(shards.MANIFEST)

    def _changed(self, why: str) -> UserError:
        return UserError(f"{self._folder} changed under the run", why, "Start a run on the set as it is now.")

    def _state(self, name: str) -> tuple[int, int, int]:
        try:
            found = (self._folder / name).stat()
        except OSError as error:
            raise self._changed(f"{name} is gone") from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def read(self, place: _Place, wanted: tuple[str, ...]) -> tuple[str, dict[str, Any], dict[str, NDArray[Any]]]:
        """(key, facts, arrays) of a clip. Raises UserError where the shard is being written, or was, since it was checked."""
        file = self._file(place.shard)
        kinds = [kind for kind in (*wanted, "text.npy") if kind in place.parts]
        try:
            facts = json.loads(_bytes(file, place.parts["json"]))
            arrays = {kind: np.load(io.BytesIO(_bytes(file, place.parts[kind])), allow_pickle=False) for kind in kinds}
        except (ValueError, EOFError, OSError) as error:
            raise self._changed(f"{self._shards[place.shard]['name']} holds something else than it did") from error
        return place.key, facts, arrays

    def _file(self, number: int) -> BinaryIO:
        if number in self._files:
            self._files.move_to_end(number)
        else:
            if len(self._files) == _OPEN:
                self._files.popitem(last=False)[1].close()
            self._files[number] = (self._folder / self._shards[number]["name"]).open("rb")
        return self._files[number]


def _bytes(file: BinaryIO, part: tuple[int, int]) -> bytes:
    file.seek(part[0])
    return file.read(part[1])


def _joined(clips: list[tuple[str, dict[str, Any], dict[str, NDArray[Any]]]], rng: np.random.Generator) -> Batch:
    facts = [told for _, told, _ in clips]
    spoken = [_spoken(told, arrays, rng) for _, told, arrays in clips]
    tracks = [np.asarray(told.get("camera") or [], np.float32) for told in facts]
    longest = max((len(track) for track in tracks), default=0) or max(_length(arrays) for _, _, arrays in clips)
    camera = np.stack([track if len(track) else np.zeros((longest, CAMERA_DIMS), np.float32) for track in tracks])
    return Batch(
        tuple(key for key, _, _ in clips), _stacked(clips, "npy"), _stacked(clips, "latents.npy"),
        np.stack([encode(told.get("labels", {})) for told in facts]), camera, np.array([len(track) > 0 for track in tracks]),
        tuple(words for words, _ in spoken), np.stack([vector for _, vector in spoken]),
        np.array([told.get("group", -1) for told in facts], np.int64),
    )  # fmt: skip


def _length(arrays: dict[str, NDArray[Any]]) -> int:
    """Frames of a clip, by its pictures or by its latents (the first frame alone, then four at a time)."""
    if "npy" in arrays:
        return len(arrays["npy"])
    return 4 * len(arrays["latents.npy"]) - 3 if "latents.npy" in arrays else 1


def _stacked(clips: list[tuple[str, dict[str, Any], dict[str, NDArray[Any]]]], kind: str) -> Any:
    found = [arrays[kind] for _, _, arrays in clips if kind in arrays]
    return np.stack(found) if len(found) == len(clips) else None


def _spoken(facts: dict[str, Any], arrays: dict[str, NDArray[Any]], rng: np.random.Generator) -> tuple[str, NDArray[np.float16]]:
    """One of the captions, and its vector."""
    captions = facts.get("captions", {})
    if not captions:
        return "", np.zeros(DIM, np.float16)
    which = int(rng.integers(len(captions)))
    vectors = arrays.get("text.npy")
    vector = np.zeros(DIM, np.float16) if vectors is None else vectors[which]
    return captions[sorted(captions)[which]], vector
