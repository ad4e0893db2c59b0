# SPDX-License-Identifier: Apache-2.0
"""What a large model learns from: latents of a data set's clips and what it reads of their captions, made once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.loading import load
from aiprod.training.checkpoints import load_tensors
from aiprod.training.trainers.pupils import Pupil, Size, Texts, read_captions
from aiprod.training.trainers.running import save_state

FILE = "lessons.safetensors"


@dataclass(frozen=True)
class Lessons:
    """Clips [n, C, f, h, w] with what is read of each [n, …] and of no words [1, …]; the last `held` are kept apart."""

    latents: Tensor
    texts: Texts
    wordless: Texts
    captions: list[str]
    identity: str
    held: int

    @property
    def count(self) -> int:
        return len(self.latents) - self.held

    def read(self, rows: NDArray[np.int64], silent: NDArray[np.bool_]) -> Texts:
        """What is read of clips; of those that are `silent`, no words."""
        chosen, quiet = torch.from_numpy(rows), torch.from_numpy(silent)
        found = {}
        for name, tensor in self.texts.items():
            one = tensor[chosen]
            found[name] = torch.where(quiet.view(-1, *[1] * (one.ndim - 1)), self.wordless[name], one)
        return found


def lessons(
    folder: Path, data: Path, checkpoint: Checkpoint, pupil: Pupil, size: Size, language: str, device: torch.device
) -> Lessons:
    """The lessons of a run: those in its folder, or new ones of its data set.

    Raises:
        UserError: the set changed, has too few clips, or its clips are too short or have no captions.
    """
    from aiprod.training.data import shards

    _fits(pupil, size)
    identity = hash_json([shards.identity(data), checkpoint.use().sha256, vars(size), language])
    path = folder / FILE
    if path.exists():
        tensors, facts = load_tensors(path)
        if facts.get("identity") == identity:
            return _of(tensors, facts)
        raise UserError(
            f"The data set was changed under the run in {folder}",
            f"its lessons are of {str(facts.get('identity'))[:12]}, now it is {identity[:12]}",
            "Bring the data set, size and model back as they were, or start in an empty folder.",
        )
    tensors, captions = _made(data, checkpoint, pupil, size, language, device)
    facts = {"identity": identity, "captions": captions, "held": max(1, len(captions) // 10)}
    save_state(path, tensors, facts)
    return _of(tensors, facts)


def _fits(pupil: Pupil, size: Size) -> None:
    space, time = pupil.unit
    if size.width % space or size.height % space or size.frames % time != 1:
        raise UserError(
            f"The model can't learn clips of {size.width} × {size.height} and {size.frames} frames",
            f"sides must be multiples of {space}, frames one more than a multiple of {time}", "Change width, height and frames.",
        )  # fmt: skip


def _of(tensors: dict[str, Tensor], facts: dict[str, Any]) -> Lessons:
    texts = {name.removeprefix("text."): t for name, t in tensors.items() if name.startswith("text.")}
    wordless = {name.removeprefix("wordless."): t for name, t in tensors.items() if name.startswith("wordless.")}
    return Lessons(tensors["latents"], texts, wordless, facts["captions"], facts["identity"], int(facts["held"]))


def _made(
    data: Path, checkpoint: Checkpoint, pupil: Pupil, size: Size, language: str, device: torch.device
) -> tuple[dict[str, Tensor], list[str]]:  # fmt: skip
    """Latents first, then words: one large part at a time is in memory."""
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    vae = load(checkpoint.components["vae"], dtype).to(device)
    latents, captions = [], []
    with torch.no_grad():
        for frames, caption in _clips(data, size, language):
            latents.append(pupil.encode(frames, vae).cpu())
            captions.append(caption)
    del vae
    if len(latents) < 2:
        raise UserError(
            "There are too few clips to learn from", f"{data} holds {len(latents)} that fit", "Add clips; two at least."
        )
    read = read_captions(checkpoint, [*captions, ""], device, dtype)
    tensors = {"latents": torch.cat(latents)}
    for name in read[0]:
        tensors[f"text.{name}"] = torch.cat([one[name] for one in read[:-1]])
        tensors[f"wordless.{name}"] = read[-1][name]
    return tensors, captions


def _clips(data: Path, size: Size, language: str) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Clips of the size asked for, each with its caption; longer ones give their beginning, shorter ones are passed over."""
    import cv2

    from aiprod.training.data import shards

    for record in shards.read(data):
        if len(record.frames) < size.frames:
            continue
        caption = _caption(record.facts, language)
        if not caption:
            raise UserError(
                f"The clip {record.key} has no caption",
                "a model learns what words mean",
                "Add captions, then make the set again.",
            )
        yield np.stack([_filled(frame, size, cv2) for frame in record.frames[: size.frames]]), caption


def _caption(facts: dict[str, Any], language: str) -> str:
    """In the language asked for, or in any."""
    found = facts.get("captions") or {}
    told = found.get(language) or next(iter(found.values()), "") if isinstance(found, dict) else found
    return str(told[0] if isinstance(told, list) and told else told or "")


def _filled(frame: NDArray[np.uint8], size: Size, cv2: Any) -> NDArray[np.uint8]:
    """Scaled until the picture is filled, the rest cut off at both edges."""
    height, width = frame.shape[:2]
    scale = max(size.height / height, size.width / width)
    wide, tall = max(round(width * scale), size.width), max(round(height * scale), size.height)
    grown = cv2.resize(frame, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    top, left = (tall - size.height) // 2, (wide - size.width) // 2
    return np.ascontiguousarray(grown[top : top + size.height, left : left + size.width])
