# SPDX-License-Identifier: Apache-2.0
"""Kokoro-82M (hexgrad, Apache-2.0; StyleTTS 2 architecture): phonemes and a speaker vector to sound with exact durations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.models import library

MODEL = "kokoro-82m"
RATE = 24_000
MOST_SYMBOLS = 510
FRAME = 600
"""Samples in one step of the model's durations (25 ms)."""
_DURATIONS = "/encoder/Clip_output_0"
"""The tensor that holds the rounded duration of each symbol."""


@dataclass(frozen=True)
class Utterance:
    """What the model said: 24 kHz samples, and the length of each input symbol in samples.

    `lengths` has two entries more than there are symbols: the silence before and after.
    """

    samples: NDArray[np.float32]
    lengths: NDArray[np.int64]


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _output_declaration(tensor: str) -> bytes:
    """Bytes that, appended to an ONNX file, declare one more output: protobuf merges repeated messages.

    ModelProto.graph is field 7, GraphProto.output field 12, ValueInfoProto name 1 and type 2, TypeProto.tensor_type 1,
    elem_type 1 (FLOAT = 1).
    """
    value_info = _field(1, tensor.encode()) + _field(2, _field(1, b"\x08\x01"))
    return _field(7, _field(12, value_info))


@cache
def vocabulary() -> dict[str, int]:
    path = library.file(MODEL, "vocab.json")
    return {str(k): int(v) for k, v in json.loads(path.read_text("utf-8"))["vocab"].items()}


@cache
def _speaker(name: str) -> NDArray[np.float32]:
    """A speaker's vectors, one for each length of text: float32 [510, 256]."""
    return np.fromfile(library.file(MODEL, f"voices/{name}.bin"), "<f4").reshape(MOST_SYMBOLS, 256)


def style(speakers: Mapping[str, float], symbols: int) -> NDArray[np.float32]:
    """The blend of speaker vectors for a text of that many symbols: float32 [1, 256]. Weights are normalised."""
    total = sum(speakers.values())
    blend = sum(weight / total * _speaker(name)[symbols - 1].astype(np.float64) for name, weight in sorted(speakers.items()))
    return np.asarray(blend, np.float32)[None]


class Kokoro:
    """The model in memory (about 0.5 GB). Two threads, and the same input gives the same samples."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        content = library.file(MODEL, "kokoro-v1.0.int8.onnx").read_bytes() + _output_declaration(_DURATIONS)
        self._session: Any = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    def say(self, phonemes: str, speakers: Mapping[str, float], speed: float) -> Utterance:
        """Speak 1 to 510 symbols of the vocabulary, at `speed` times the natural pace."""
        ids = [vocabulary()[symbol] for symbol in phonemes]
        if not 0 < len(ids) <= MOST_SYMBOLS:
            raise ValueError(f"{len(ids)} symbols; the model takes 1 to {MOST_SYMBOLS}")
        feed = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": style(speakers, len(ids)),
            "speed": np.array([speed], np.float32),
        }
        audio, durations = self._session.run(None, feed)
        lengths = np.rint(np.asarray(durations).reshape(-1)).astype(np.int64) * FRAME
        samples = np.asarray(audio, np.float32).reshape(-1)
        if int(lengths.sum()) != samples.size:
            raise ValueError(f"durations say {int(lengths.sum())} samples, the model gave {samples.size}")
        return Utterance(samples, lengths)
