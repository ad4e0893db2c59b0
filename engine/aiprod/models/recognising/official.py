# SPDX-License-Identifier: Apache-2.0
"""Files as their publishers and ComfyUI lay them out, and GGUF: one file for everything, or one for every part."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.models.checkpoints import Checkpoint, Component, Layout
from aiprod.models.recognising import folders, kinds, ltx_configs, together, versions, wan_configs
from aiprod.models.recognising.configs import DERIVERS, LISTS
from aiprod.models.recognising.gathering import Bundle, Gathered, gather
from aiprod.models.recognising.headers import Header, Tensor
from aiprod.models.recognising.shapes import gap

_FEW_STEPS = re.compile(r"distill|fastwan|dmd|lightx2v|turbo|causvid|self.?forcing", re.IGNORECASE)
_HIGH, _LOW = re.compile(r"high", re.IGNORECASE), re.compile(r"low", re.IGNORECASE)


def read(
    places: Sequence[Path], *, id: str, licence: str, hashes: Mapping[str, str], distilled: bool | None = None
) -> Checkpoint:
    """The checkpoint that these files make. Raises UserError where they make none; the sentence names what doesn't fit."""
    gathered = gather(places)
    found = _found(gathered)
    components = _settings(found, gathered)
    if "transformer" not in components:
        raise _no_transformer(gathered, components)
    names = [b.title for b in gathered.bundles]
    few = distilled if distilled is not None else any(map(_FEW_STEPS.search, names))
    components["scheduler"] = _scheduler(components["transformer"].kind, few)
    together.check(components, tuple(p.name for p in gathered.pickles))
    _experts_complete(components, gathered)
    model = versions.identify(components)
    _honest(gathered, components["transformer"], model["version"])
    known = {name: hashes.get(name) or hash_file(path) for name, path in _weights(components).items()}
    return Checkpoint(id=id or places[0].stem, components=components, hashes=known, licence=licence, **model)


def _weights(components: Mapping[str, Component]) -> dict[str, Path]:
    """Weight files by name; with their folder where two have the same."""
    paths = {path: None for part in components.values() for path in part.files if path.suffix in (".safetensors", ".gguf")}
    names = [path.name for path in paths]
    return {(path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}"): path for path in sorted(paths)}


def _found(gathered: Gathered) -> dict[str, Component]:
    """Parts with weights, by name."""
    components: dict[str, Component] = {}
    shapes: dict[str, dict[str, Tensor]] = {}
    pieces: dict[str, list[Path]] = {}
    for bundle in gathered.bundles:
        if _of_folder(bundle):
            continue
        held = kinds.parts(bundle.header)
        if not held:
            raise _unknown(bundle)
        for part in held:
            if part.sign.name == "connectors":
                shapes.setdefault("connectors", {}).update(part.shapes)
                pieces.setdefault("connectors", []).extend(bundle.files)
                continue
            _add(components, _component(part, bundle), bundle)
    if "connectors" in shapes:
        components["connectors"] = _connectors(shapes["connectors"], tuple(dict.fromkeys(pieces["connectors"])))
    return components


def _of_folder(bundle: Bundle) -> bool:
    """Whether it lies in a text encoder's own folder, which says itself what it is."""
    beside = bundle.files[0].parent / "config.json"
    return beside.is_file() and "architectures" in folders.settings(beside)


def _add(components: dict[str, Component], part: Component, bundle: Bundle) -> None:
    name = part.name
    if name == "transformer" and "transformer" in components:
        components.update(_experts(components["transformer"], part))
        return
    if name in components:
        other = components[name].files[0].name
        raise UserError(
            "There is one file too many", f"both {other} and {bundle.title} are {together.word(name)}", "Name one of them only."
        )
    components[name] = part


def _experts(first: Component, second: Component) -> dict[str, Component]:
    """Which of two transformers works at high noise: their files say it in their names."""
    text = ["/".join(part.files[0].parts[-2:]) for part in (first, second)]
    high = [bool(_HIGH.search(t)) and not _LOW.search(t) for t in text]
    low = [bool(_LOW.search(t)) and not _HIGH.search(t) for t in text]
    if first.kind != second.kind or high == low or sum(high) != 1 or sum(low) != 1:
        raise UserError(
            "There are two transformers", f"neither {first.files[0].name} nor {second.files[0].name} says which of them works at"
            " high noise", "Name the files as their publisher does, with “high_noise” and “low_noise”, or give one only.",
        )  # fmt: skip
    pair = (first, second) if high[0] else (second, first)
    return {"transformer": replace(pair[0], name="transformer"), "transformer_2": replace(pair[1], name="transformer_2")}


def _component(part: kinds.Part, bundle: Bundle) -> Component:
    kind, name = part.sign.kind, part.sign.name
    if kind == "LTX2VideoDiffusionDecoderModel":
        raise UserError(
            f"{bundle.title} can't be used",
            "it decodes by diffusion, which is not supported",
            "Fetch the file with “vae-conv” in its name.",
        )
    if kind == "Gemma":
        return _gemma(part, bundle)
    for wan in (kinds.offspring(part.shapes),) if kind.startswith("Wan") else ():
        if wan:
            raise UserError(
                f"{bundle.title} can't be used", f"it is {wan}, which is not supported", "Choose a model from the list."
            )
    config = _config(kind, part.shapes, bundle) | _noted(kind, bundle)
    if kind == "LTX2LatentUpsamplerModel" and config["temporal_upsample"] and not config["spatial_upsample"]:
        name = "temporal_upsampler"
    numbers = sum(t.numbers for t in part.shapes.values())
    return Component(name, kind, config, bundle.files, _layout(part, bundle), part.prefix, numbers, _dtype(part.shapes))


def _layout(part: kinds.Part, bundle: Bundle) -> Layout:
    if part.sign.layout == "diffusers" and not part.prefix:
        return "diffusers"
    if bundle.header.kind == "gguf" or part.sign.layout == "gguf":
        return "gguf"
    scaled = "scaled_fp8" in bundle.header.tensors or any(
        n.endswith(("scale_weight", "weight_scale")) for n in bundle.header.tensors
    )
    return "comfy" if scaled or part.prefix == "diffusion_model." else "official"


def _dtype(shapes: Mapping[str, Tensor]) -> str:
    return Header(shapes).dtype


def _config(kind: str, shapes: Mapping[str, Tensor], bundle: Bundle) -> dict[str, Any]:
    for name in LISTS:
        wrong = gap(shapes, name)
        if wrong:
            raise UserError(f"{bundle.title} is incomplete", wrong, "Fetch the file again.")
    try:
        return DERIVERS[kind](shapes)
    except (KeyError, ZeroDivisionError, ValueError) as error:
        raise UserError(f"{bundle.title} is incomplete", f"it has no {error.args[0]}", "Fetch the file again.") from error


def _noted(kind: str, bundle: Bundle) -> dict[str, Any]:
    """What shapes can't say and the publisher noted: heads of the attention."""
    beside = bundle.files[0].parent / "config.json"
    if kind.startswith("Wan") and beside.is_file():
        config = folders.settings(beside)
        heads = int(config.get("num_heads") or 0)
        width = int(config.get("dim") or 0)
        return {"num_attention_heads": heads, "attention_head_dim": width // heads} if heads and width else {}
    if kind != "LTX2VideoTransformer3DModel" or "config" not in bundle.header.metadata:
        return {}
    try:
        noted = json.loads(bundle.header.metadata["config"]).get("transformer", {})
    except (ValueError, AttributeError):
        return {}
    keys = (
        "num_attention_heads",
        "attention_head_dim",
        "audio_num_attention_heads",
        "audio_attention_head_dim",
        "caption_channels",
    )
    return {key: int(noted[key]) for key in keys if isinstance(noted.get(key), int)}


def _gemma(part: kinds.Part, bundle: Bundle) -> Component:
    """A text encoder in one file; its settings come from a folder."""
    numbers = sum(t.numbers for t in part.shapes.values())
    return Component("text_encoder", "", {}, bundle.files, "official", part.prefix, numbers, _dtype(part.shapes))


def _connectors(shapes: Mapping[str, Tensor], files: tuple[Path, ...]) -> Component:
    bundle = Bundle(files, Header(shapes))
    config = _config("LTX2TextConnectors", shapes, bundle)
    numbers = sum(t.numbers for t in shapes.values())
    return Component("connectors", "LTX2TextConnectors", config, files, "official", "", numbers, _dtype(shapes))


def _settings(found: dict[str, Component], gathered: Gathered) -> dict[str, Component]:
    """Text encoders and tokenizers from folders; settings for a text encoder that is a file alone."""
    components = dict(found)
    for folder in gathered.folders:
        part = folders.component(folder, "text_encoder")
        if part is not None and part.kind.startswith(("Gemma", "UMT5", "T5Enc", "MT5")):
            bare = components.get("text_encoder")
            if bare is None and part.parameters:
                components["text_encoder"] = part
            elif bare is not None and not bare.kind:
                components["text_encoder"] = replace(bare, kind=part.kind, config=part.config)
        if (folder / "tokenizer_config.json").is_file() and "tokenizer" not in components:
            components["tokenizer"] = _tokenizer(folder)
    return _fitted(components)


def _tokenizer(folder: Path) -> Component:
    values = folders.settings(folder / "tokenizer_config.json")
    files = tuple(sorted(p for p in folder.iterdir() if p.suffix in (".json", ".model") and "safetensors" not in p.name))
    return Component("tokenizer", str(values.get("tokenizer_class", "")), values, files, dtype="")


def _fitted(components: dict[str, Component]) -> dict[str, Component]:
    """Connectors need the text encoder's width; a text encoder without settings can't be used."""
    text, connectors = components.get("text_encoder"), components.get("connectors")
    if text is not None and not text.kind:
        raise UserError(
            f"{text.files[0].name} can't be used alone", "it is a Gemma text encoder without its settings and tokenizer",
            "Add the folder with config.json and tokenizer.json that it is published with.",
        )  # fmt: skip
    if text is not None and connectors is not None and connectors.layout == "official":
        width = int(text.config.get("text_config", text.config).get("hidden_size", 3840))
        inputs = connectors.config["caption_channels"] * connectors.config["text_proj_in_factor"]
        config = {**connectors.config, "caption_channels": width, "text_proj_in_factor": inputs // width if width else 0}
        components["connectors"] = replace(connectors, config=config)
    return components


def _scheduler(kind: str, few_steps: bool) -> Component:
    if kind.startswith("Wan"):
        return Component("scheduler", "UniPCMultistepScheduler", wan_configs.scheduler(), (), dtype="")
    return Component("scheduler", "FlowMatchEulerDiscreteScheduler", ltx_configs.scheduler(few_steps), (), dtype="")


def _unknown(bundle: Bundle) -> UserError:
    return UserError(
        f"{bundle.title} can't be used", f"it is {kinds.stranger(bundle.header)}", "Choose a file of Wan 2.1, 2.2 or LTX-2."
    )


def _no_transformer(gathered: Gathered, components: Mapping[str, Component]) -> UserError:
    if gathered.pickles and not gathered.bundles:
        return UserError(
            f"{gathered.pickles[0].name} can't be used",
            "it is a Python pickle, which can run anything",
            "Fetch it as safetensors or GGUF.",
        )
    if not components:
        return UserError(
            "This is no video model", "there is no safetensors or GGUF file in it", "Choose the model's file or folder."
        )
    held = ", ".join(together.word(name) for name in components)
    return UserError("The model is incomplete", f"there is {held}, but no transformer", "Add the transformer's file.")


def _experts_complete(components: Mapping[str, Component], gathered: Gathered) -> None:
    """Wan 2.2 A14B is two transformers; one alone looks like Wan 2.1."""
    part = components["transformer"]
    if not part.kind.startswith("Wan") or "transformer_2" in components:
        return
    title = "/".join(part.files[0].parts[-2:])
    pair = part.config.get("in_channels") == 36 and part.config.get("image_dim") is None
    for sign, other in ((_HIGH, "low"), (_LOW, "high")):
        if re.search(rf"{sign.pattern}[_-]?noise", title, re.IGNORECASE):
            raise UserError(
                "The model is incomplete", f"{part.files[0].name} is one of two, the one for {other} noise is missing", "Add it."
            )
    if pair:
        raise UserError(
            "The model is incomplete", "it is Wan 2.2 image to video, which has two transformers; one is there", "Add the other."
        )


def _honest(gathered: Gathered, part: Component, version: str) -> None:
    """A file's own note on its version must agree with its tensors."""
    bundle = next(b for b in gathered.bundles if b.files == part.files)
    noted = bundle.header.metadata.get("model_version", "")
    if noted and part.kind.startswith("LTX2") and not noted.startswith(version):
        raise UserError(
            f"{bundle.title} can't be trusted", f"it says that it is LTX-{noted}, its tensors are those of LTX-{version}",
            "Fetch the file again from its source.",
        )  # fmt: skip
