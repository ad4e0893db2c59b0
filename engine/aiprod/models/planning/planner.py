# SPDX-License-Identifier: Apache-2.0
"""The way a clip is best made: every way that fits is priced, the quickest is taken."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.models.compiling.measurements import Measurement, fastest
from aiprod.models.planning import calls, costs
from aiprod.models.planning.clock import seconds
from aiprod.models.planning.devices import Device
from aiprod.models.planning.plans import Compute, NoPlan, Numbers, Offload, Plan, Reason, Route, StageName, StagePlan, Storage
from aiprod.models.planning.rehearsal import Work
from aiprod.models.planning.wording import size as in_words

_HEADROOM = 0.92
"""Share of the free memory that a plan may use: the rest is the driver's, and fragments."""
_LESS = 0.85
"""A plan after one that ran out of memory needs at most so much of what that one was thought to need."""
_MOST_AT_ONCE = 8
_TILES = (None, 512, 256)
_OVERLAP = 1.25
"""Tiles overlap, so that they take so much more than the whole."""
_PENALTY = {"float8": 1.2}
"""How much quicker a way must be to be worth weights of 8 bits, whose pictures differ a little."""
_NOT_HIDDEN = 0.1
"""Share of the streaming that is not hidden behind the work."""
_STREAMED_TEXT = 0.15
"""Of a text encoder that is streamed layer by layer, so much is on the device at once."""
_PATIENCE_S = 3600.0
"""Longer than this for a clip, a processor is no help."""
_ERROR = 0.03
"""Relative error that a measured route may have."""


@dataclass(frozen=True)
class _Way:
    compute: Compute
    storage: Storage
    offload: Offload
    tile: int | None
    batch: int


def plan(
    checkpoint: Checkpoint, numbers: Numbers, device: Device, *, after: Plan | None = None, measured: Sequence[Measurement] = ()
) -> Plan | NoPlan:
    """The quickest way that fits into the device's free memory.

    Args:
        after: a plan that ran out of memory: the answer needs less.
        measured: figures of this checkpoint on this machine; they replace what is predicted.
    """
    priced = [_priced(checkpoint, numbers, device, way, measured) for way in _ways(checkpoint, numbers, device)]
    room = int(device.free * _HEADROOM)
    limit = min(room, int(after.peak_bytes * _LESS)) if after else room
    fitting = [each for each in priced if each.peak_bytes <= limit and each.host_bytes <= max(device.host, device.free)]
    if not fitting:
        return _none(priced, device, limit)
    best = min(fitting, key=lambda each: each.seconds / each.batch * _PENALTY.get(each.storage, 1.0))
    best = replace(best, keep_blocks=_kept(best, checkpoint, limit))
    return replace(best, why=_why(best, device, priced))


def _ways(checkpoint: Checkpoint, numbers: Numbers, device: Device) -> Iterator[_Way]:
    compute = _compute(checkpoint, device)
    storages: list[Storage] = [compute]
    if checkpoint.components["transformer"].layout == "gguf":
        storages = ["gguf"]
    elif device.is_card and float(device.capability or 0) >= 8.9:
        storages.append("float8")
    offloads: tuple[Offload, ...] = ("resident", "model", "blocks") if device.is_card else ("resident", "model")
    batches = sorted({min(numbers.clips, _MOST_AT_ONCE), 1})
    for storage, offload, tile, batch in product(storages, offloads, _TILES, batches):
        yield _Way(compute, storage, offload, tile, batch)


def _compute(checkpoint: Checkpoint, device: Device) -> Compute:
    """bfloat16 where the device is at home in it; float32 for files that are, on a processor."""
    if device.is_card:
        return "bfloat16" if float(device.capability or 0) >= 8.0 else "float16"
    if checkpoint.components["transformer"].dtype == "F32":
        return "float32"
    rates = device.matmul
    wide, narrow = max(rates.get("float32", {1: 1.0}).values()), max(rates.get("bfloat16", {1: 0.0}).values())
    return "bfloat16" if narrow >= wide else "float32"


def _priced(checkpoint: Checkpoint, numbers: Numbers, device: Device, way: _Way, measured: Sequence[Measurement]) -> Plan:
    parts = checkpoint.components
    weights = {name: _weights(part, way) for name, part in parts.items()}
    stages = list(_stages(checkpoint, numbers, device, way, weights))
    decoder, route = _measured_decoder(stages[-1], numbers, parts["vae"], measured)
    stages[-1] = decoder
    total = sum(weights.values())
    return Plan(
        device.name, way.compute, way.storage, way.offload, way.batch, _attention(device), tuple(stages),
        max(stage.peak_bytes for stage in stages), _waiting(way, weights, device), 0, 2,
        way.tile, None, "eager", route, total / device.disk,
    )  # fmt: skip


def _waiting(way: _Way, weights: dict[str, int], device: Device) -> int:
    """Bytes of the machine's memory for weights beside a card's: one part at a time on its way there, or all that take turns."""
    if not device.is_card:
        return 0
    return max(weights.values()) if way.offload == "resident" else sum(weights.values())


def _weights(part: Component, way: _Way) -> int:
    return costs.weights(part, way.storage if part.name.startswith("transformer") else way.compute)


def _attention(device: Device) -> str:
    """Of what is installed: SageAttention's quantised kernels help cards of the 40 series; PyTorch's own do elsewhere."""
    here = device.is_card and importlib.util.find_spec("sageattention") is not None
    return "sage" if here and device.capability == "8.9" else "native"


def _stages(checkpoint: Checkpoint, numbers: Numbers, device: Device, way: _Way, weights: dict[str, int]) -> Iterator[StagePlan]:
    """In their order; the last one is the decoding."""
    parts = checkpoint.components
    text = costs.text_encoder(parts["text_encoder"], way.compute)
    held = _held(way, weights, ("text_encoder", "connectors"))
    took = numbers.prompts * seconds(text, device, way.compute)
    moved = _fetched(way, device, weights.get("text_encoder", 0) * (numbers.prompts if way.offload == "blocks" else 1))
    yield _stage("encode", took, text.flops * numbers.prompts, held + text.peak, moved, device)
    for name, size, steps, forwards in _passes(parts["vae"], numbers):
        yield _denoise(checkpoint, numbers, device, way, weights, name, size, steps, forwards)
    yield _decode(checkpoint, numbers, device, way, weights)


def _passes(vae: Component, numbers: Numbers) -> Iterator[tuple[StageName, tuple[int, int, int], int, int]]:
    """Stage, latents, steps, passes a step."""
    frames = (numbers.frames - 1) // numbers.temporal + 1
    divide = 2 if numbers.refine_steps else 1
    small = calls.latent_size(vae, numbers.width // divide, numbers.height // divide, frames)
    yield "base", small, numbers.steps, numbers.forwards
    if numbers.refine_steps:
        yield "refine", calls.latent_size(vae, numbers.width, numbers.height, frames), numbers.refine_steps, 1
    if numbers.temporal > 1:
        whole = calls.latent_size(vae, numbers.width, numbers.height, numbers.frames)
        yield "temporal", whole, max(numbers.temporal_steps, 1), 1


def _denoise(
    checkpoint: Checkpoint, numbers: Numbers, device: Device, way: _Way, weights: dict[str, int], name: StageName,
    size: tuple[int, int, int], steps: int, forwards: int,
) -> StagePlan:  # fmt: skip
    part = checkpoint.components["transformer"]
    together = min(numbers.together, forwards)
    extra = (numbers.references - 1) // calls.scale(checkpoint.components["vae"])[1] + 1 if numbers.references else 0
    work = costs.transformer(part, size, way.batch * together, numbers.rate, extra, way.compute)
    passes = steps * forwards / together * (1 - numbers.cached)
    own = sum(size for name, size in weights.items() if name.startswith("transformer"))
    streamed = _streamed(way, work, own, device)
    wait = streamed / device.bus
    pass_s = max(seconds(work, device, way.compute), wait) + _NOT_HIDDEN * wait
    held = _held(way, weights, ("transformer", "transformer_2"), work)
    once = 0 if way.offload == "blocks" else _fetched(way, device, own)
    return _stage(name, pass_s * passes, work.flops * passes, held + work.peak, int(streamed * passes) + once, device, once)


def _streamed(way: _Way, work: Work, own: int, device: Device) -> int:
    """Bytes that go over the bus in every pass."""
    return own if way.offload == "blocks" and device.is_card else 0


def _held(way: _Way, weights: dict[str, int], names: tuple[str, ...], work: Work | None = None) -> int:
    """Bytes of weights on the device while a stage works."""
    if way.offload == "resident":
        return sum(weights.values())
    own = sum(weights.get(name, 0) for name in names)
    if way.offload == "blocks" and "text_encoder" in names:
        return int(weights.get("text_encoder", 0) * _STREAMED_TEXT) + own - weights.get("text_encoder", 0)
    if way.offload == "model" and work is not None:
        return max(weights.get(name, 0) for name in names)
    if way.offload == "blocks" and work is not None and work.blocks:
        one = weights["transformer"] * work.block * work.blocks // max(work.weights, 1) // work.blocks
        return weights["transformer"] - (work.blocks - 4) * one if work.blocks > 4 else weights["transformer"]
    return own


def _fetched(way: _Way, device: Device, held: int) -> int:
    """Bytes that are brought to the device once for a stage."""
    return held if way.offload != "resident" and device.is_card else 0


def _decode(checkpoint: Checkpoint, numbers: Numbers, device: Device, way: _Way, weights: dict[str, int]) -> StagePlan:
    vae = checkpoint.components["vae"]
    pixels = calls.scale(vae)[0]
    frames, height, width = calls.latent_size(vae, numbers.width, numbers.height, numbers.frames)
    edge = max(way.tile // pixels, 1) if way.tile else max(height, width)
    tile = (frames, min(height, edge), min(width, edge))
    work = costs.decoder(vae, tile, way.compute)
    share = height * width / (tile[1] * tile[2])
    count = way.batch * (share * _OVERLAP if share > 1 else 1.0)
    held = _held(way, weights, ("vae", "audio_vae", "vocoder"))
    picture = numbers.width * numbers.height * numbers.frames * 3 * int(costs.BYTES[way.compute])
    peak = held + work.peak + (picture if share > 1 else 0)
    took = seconds(work, device, way.compute) * count
    return _stage("decode", took, work.flops * count, peak, _fetched(way, device, held), device)


def _stage(
    name: StageName, took: float, flops: float, peak: int, moved: int, device: Device, once: int | None = None
) -> StagePlan:
    fetched = moved if once is None else once
    return StagePlan(name, took + fetched / device.bus, flops, int(peak), moved)


def _measured_decoder(
    stage: StagePlan, numbers: Numbers, vae: Component, measured: Sequence[Measurement]
) -> tuple[StagePlan, Route]:
    """A decoder that was measured here, by its volume of latents, in place of the prediction."""
    routes = [each for each in measured if each.part == "vae.decoder" and each.route in ("eager", "compile", "onnx")]
    best = fastest(routes, _ERROR)
    if best is None:
        return stage, "eager"
    frames, height, width = calls.latent_size(vae, numbers.width, numbers.height, numbers.frames)
    volume = best.shape.get("frames", 1) * best.shape.get("height", 1) * best.shape.get("width", 1)
    took = best.seconds * frames * height * width / max(volume, 1)
    route: Route = "onnx" if best.route == "onnx" else "compile" if best.route == "compile" else "eager"
    return replace(stage, seconds=took, measured=True), route


def _kept(best: Plan, checkpoint: Checkpoint, limit: int) -> int:
    """Blocks of a streamed transformer that may stay, because there is room."""
    if best.offload != "blocks":
        return 0
    part = checkpoint.components["transformer"]
    layers = int(part.config.get("num_layers") or 1)
    block = costs.weights(part, best.storage) / layers
    busiest = max(stage.peak_bytes for stage in best.stages if stage.name != "encode")
    return max(min(int((limit - busiest) / max(block, 1)), layers - 4), 0)


def _why(best: Plan, device: Device, priced: Sequence[Plan]) -> tuple[str, ...]:
    whole = next(
        (each for each in priced if each.offload == "resident" and each.storage == best.compute and each.tile is None), best
    )
    free, peak = in_words(device.free), in_words(best.peak_bytes)
    found = [Reason(f"{device.title} has {free} of memory free; this way needs {peak} at most, beside the runtime itself.")]
    if best.offload != "resident":
        all_at_once = in_words(whole.peak_bytes)
        found.append(Reason(f"All parts at once would need {all_at_once}, so they take turns."))
    if best.offload == "blocks":
        found.append(Reason("The transformer's weights are streamed from memory, because they don't fit."))
    if best.storage == "float8":
        found.append(Reason("Weights of 8 bits are so much quicker here that they are worth their small error."))
    if best.tile:
        found.append(Reason(f"Pictures are decoded in tiles of {best.tile} pixels, to save memory."))
    return tuple(reason.sentence for reason in (*found, *_doubts(best, device)))


def _doubts(best: Plan, device: Device) -> Iterator[Reason]:
    """What is to be known of the time."""
    if device.is_card:
        yield Reason("The time is reckoned from the card's published figures; it was not measured here.")
    elif not device.measured:
        yield Reason("The time is a first guess, from a glance at the processor; it was not measured with this model.")
    if not device.is_card and best.seconds / best.batch > _PATIENCE_S:
        yield Reason("That is too slow to work with; a graphics card would be some hundred times as fast.")


def _none(priced: Sequence[Plan], device: Device, limit: int) -> NoPlan:
    """What is short: the device's memory, or the machine's for weights that wait there."""
    remedy = Reason("Make the clip smaller or shorter, or choose a smaller model.").sentence
    waiting = [each for each in priced if each.peak_bytes <= limit]
    if waiting and device.is_card:
        least = min(waiting, key=lambda each: each.host_bytes)
        needed, free = in_words(least.host_bytes), in_words(device.host)
        why = Reason(f"The card would do, but the weights need {needed} of the machine's memory and {free} are free")
        return NoPlan(why.sentence, Reason(f"Close other programs. {remedy}").sentence, least.host_bytes, device.host)
    least = min(priced, key=lambda each: each.peak_bytes)
    needed, free = in_words(least.peak_bytes), in_words(limit)
    why = Reason(f"{device.title} has {free} of memory to spare; even the smallest way needs {needed}")
    return NoPlan(why.sentence, remedy, least.peak_bytes, limit)
