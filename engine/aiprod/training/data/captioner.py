# SPDX-License-Identifier: Apache-2.0
"""A captioner of the user's own: a model folder as transformers saves it (BLIP, GIT, ViT-GPT2, …), weights as safetensors.

None comes with AIPROD. It is named by its folder, or by the id of a card of the role "captioner" in AIPROD's data folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file, hash_json

ROLE = "captioner"
_WORDS = 40


class ModelCaptioner:
    """Describes the middle frame of a clip, in one language, without chance."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self._language = language
        self._processor, self._model = _opened(folder)
        weights = [hash_file(path) for path in sorted(folder.glob("*.safetensors"))]
        self.name = f"{folder.name} {hash_json(weights)[:12]} ({language})"

    def captions(self, frames: NDArray[np.uint8]) -> Mapping[str, str]:
        """One sentence about uint8 [frames, height, width, RGB]."""
        import torch
        from PIL import Image

        inputs = self._processor(images=Image.fromarray(frames[len(frames) // 2]), return_tensors="pt")
        with torch.inference_mode():
            made = self._model.generate(pixel_values=inputs["pixel_values"], max_new_tokens=_WORDS, do_sample=False)
        words = self._processor.batch_decode(made, skip_special_tokens=True)[0].strip()
        return {self._language: words[:1].upper() + words[1:]} if words else {}


def _opened(folder: Path) -> tuple[Any, Any]:
    if not any(folder.glob("*.safetensors")):
        raise UserError(
            f"{folder} is no captioner", "there are no weights as safetensors in it", "Name a folder as transformers saves it."
        )
    try:
        from transformers import AutoModelForImageTextToText, AutoProcessor
    except ImportError as error:
        raise UserError(
            "A captioner needs PyTorch and transformers", "they are not installed", "Install what docs/training.md names."
        ) from error
    try:
        processor = AutoProcessor.from_pretrained(folder, local_files_only=True)
        model = AutoModelForImageTextToText.from_pretrained(folder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError, AttributeError) as error:
        first = str(error).splitlines()[0]
        raise UserError(f"{folder} can't be used as a captioner", first, "Choose a model that describes pictures.") from error
    return processor, model.eval()


def captioner(wish: str, language: str = "en") -> ModelCaptioner:
    """The captioner in a folder, or of a card."""
    folder = Path(wish)
    if folder.is_dir():
        return ModelCaptioner(folder, language)
    from aiprod.models import library
    from aiprod.models.cards import all_cards

    known = {card.id for card in all_cards().values() if card.role == ROLE}
    if wish not in known:
        have = ", ".join(sorted(known)) or "none is installed"
        raise UserError(f"There is no captioner {wish!r}", f"cards of that role: {have}", "Name a folder with a model in it.")
    return ModelCaptioner(library.folder(wish), language)
