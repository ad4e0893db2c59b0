# SPDX-License-Identifier: Apache-2.0
"""Wan's ways beyond the library's pipelines: going on, few steps, LoRAs, two experts, prompts, the step cache."""

from contextlib import contextmanager

import pytest

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402
from tests.unit.shooting.diffusion.families.ltx2_set import named, picture, video  # noqa: E402
from tests.unit.shooting.diffusion.families.wan_set import WanSet  # noqa: E402

from aiprod.film.errors import Stopped, UserError  # noqa: E402
from aiprod.shooting.diffusion.families import family  # noqa: E402
from aiprod.shooting.diffusion.families.base import PlainParts  # noqa: E402
from aiprod.shooting.diffusion.request import Control, ControlKind, Keyframe, Lora, Sampling  # noqa: E402


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    kept = {}

    def get(name):
        if name not in kept:
            kept[name] = WanSet(name, tmp_path_factory.mktemp(name))
        return kept[name]

    return get


def test_a_clip_goes_on_from_the_frames_before(sets, tmp_path):
    before = video(tmp_path, "before.mkv", 12)
    for name in ("tiny-wan-i2v", "tiny-wan5b", "tiny-wan-vace"):
        tiny = sets(name)
        made = [
            tiny.made(tiny.settled(keyframes=(Keyframe(media=named(before), take_from=start, take=5),)), before)
            for start in (0, 7)
        ]
        assert made[0].shape[2] == 3 and not torch.allclose(made[0], made[1], atol=1e-3)


def test_the_model_with_a_time_for_each_token_keeps_what_it_goes_on_from(sets, tmp_path):
    from aiprod.shooting.diffusion.families import footage
    from aiprod.shooting.diffusion.families.wan.latents import encoded
    from aiprod.shooting.diffusion.families.wan.pictures import filled

    tiny, before = sets("tiny-wan5b"), video(tmp_path, "before.mkv", 12)
    with torch.no_grad():
        held = encoded(tiny.modules["vae"], filled(footage.frames(before, 7, 5), (64, 96)))
    made = tiny.made(tiny.settled(keyframes=(Keyframe(media=named(before), take_from=7, take=5),)), before)
    assert torch.equal(made[:, :, :2], held)


def test_vace_takes_any_frame_beside_a_control(sets, tmp_path):
    tiny, depth, face = sets("tiny-wan-vace"), video(tmp_path, "depth.mkv", 4), picture(tmp_path, "face.png", size=(300, 200))
    control = (Control(kind=ControlKind.EDGES, media=named(depth)),)
    with_face = tiny.made(tiny.settled(controls=control, keyframes=(Keyframe(media=named(face), frame=4),)), depth, face)
    assert not torch.allclose(with_face, tiny.made(tiny.settled(controls=control), depth), atol=1e-4)


@pytest.mark.parametrize("sampler", ["euler", "euler_ancestral", "renoise", "res_2s"])
def test_few_steps_with_every_sampler(sets, sampler):
    tiny = sets("tiny-wan22")
    request = tiny.settled(sampling=Sampling(distilled=True, sampler=sampler))
    clip = tiny.clip(request)
    looker = tiny.run([clip])
    assert looker.told == [(1, 4), (2, 4), (3, 4), (4, 4)] and clip.negative is None
    assert torch.isfinite(clip.latents["video"]).all()
    assert tiny.model.small(looker.estimates[0], 0).shape == (3, 8, 12, 16)


def test_each_expert_has_its_share_of_the_steps(sets):
    tiny = sets("tiny-wan22")
    asked = {"transformer": 0, "transformer_2": 0}
    handles = []
    for name in asked:

        def count(_module, _args, _kwargs, name=name):
            asked[name] += 1

        handles.append(tiny.modules[name].register_forward_pre_hook(count, with_kwargs=True))
    tiny.made(tiny.settled(sampling=Sampling(steps=6, shift=3.0)))
    for handle in handles:
        handle.remove()
    sigmas = [3 * s / (1 + 2 * s) for s in np.linspace(1, 0.001, 7)[:-1]]
    high = sum(sigma >= 0.875 for sigma in sigmas)
    assert asked == {"transformer": 2 * high, "transformer_2": 2 * (6 - high)} and 0 < high < 6


def lora(folder, module, name):
    """A LoRA of one attention layer, as diffusers names it."""
    from safetensors.torch import save_file

    width = module.config.num_attention_heads * module.config.attention_head_dim
    generator = torch.Generator().manual_seed(len(name))
    key = "transformer.blocks.0.attn1.to_q"
    weights = {"lora_A": torch.randn(2, width, generator=generator), "lora_B": torch.randn(width, 2, generator=generator)}
    save_file({f"{key}.{part}.weight": weight for part, weight in weights.items()}, folder / name)
    return folder / name


def test_a_lora_reaches_the_expert_it_is_for_and_leaves_again(sets, tmp_path):
    tiny = sets("tiny-wan22")
    file = lora(tmp_path, tiny.modules["transformer"], "camera.safetensors")
    sampling = Sampling(steps=3, shift=3.0)
    plain = tiny.made(tiny.settled(sampling=sampling))
    made = {
        expert: tiny.made(tiny.settled(sampling=sampling, loras=(Lora(media=named(file), weight=2.0, expert=expert),)), file)
        for expert in ("high", "low", "all")
    }
    assert len({float(latents.sum()) for latents in (plain, *made.values())}) == 4
    assert torch.equal(tiny.made(tiny.settled(sampling=sampling)), plain)
    apart = [tiny.settled(loras=(Lora(media=named(file), expert=expert),)) for expert in ("high", "low")]
    assert tiny.model.together(apart[0]) != tiny.model.together(apart[1])


def test_a_prompt_that_is_too_long_is_said(sets):
    with pytest.raises(UserError, match="too long"):
        sets("tiny-wan").model.encode(["word " * 600])


def test_prompts_are_read_as_the_library_reads_them(sets):
    tiny = sets("tiny-wan")
    pipe = tiny.pipeline("WanPipeline", tiny.settled())
    for prompt in ("A  fox &amp; a hen.\n", "", "é" * 40):
        with torch.no_grad():
            theirs, _ = pipe.encode_prompt(prompt, do_classifier_free_guidance=False, max_sequence_length=512)
        assert torch.equal(tiny.model.encode([prompt])[0].tensors["states"], theirs)


def test_work_can_be_stopped_at_a_step_and_gives_everything_back(sets):
    class Stop:
        def step(self, done, total, estimate):
            if done == 2:
                raise Stopped("Enough")

    tiny = sets("tiny-wan22")
    kept = PlainParts(tiny.modules, torch.device("cpu"), torch.float32)
    out = []

    @contextmanager
    def use(name, adapters=()):
        out.append(name)
        with PlainParts.use(kept, name, adapters) as module:
            try:
                yield module
            finally:
                out.remove(name)

    kept.use = use
    with pytest.raises(Stopped):
        family("wan").drive(tiny.checkpoint, kept).run("base", [tiny.clip(tiny.settled())], Stop())
    assert out == []


def test_a_step_cache_keeps_its_budget(sets):
    tiny = sets("tiny-wan")
    asked = []
    handle = tiny.modules["transformer"].register_forward_pre_hook(lambda *_: asked.append(1))
    plain = tiny.made(tiny.settled(sampling=Sampling(steps=30)))
    whole = len(asked)
    made = tiny.made(tiny.settled(sampling=Sampling(steps=30, cache=0.04)))
    handle.remove()
    assert (len(asked) - whole) / whole <= 0.6
    assert float((made - plain).norm() / plain.norm()) <= 0.04
    first, second = (tiny.settled(seed=seed, sampling=Sampling(steps=30, cache=0.04)) for seed in (1, 2))
    assert tiny.model.together(first) != tiny.model.together(second)


def test_pictures_of_any_size_fill_the_frame(tmp_path):
    from aiprod.shooting.diffusion.families import footage
    from aiprod.shooting.diffusion.families.wan.pictures import filled, framed

    tall = footage.frames(picture(tmp_path, "tall.png", size=(40, 300)))
    assert filled(tall, (64, 96)).shape == (3, 1, 64, 96)
    whole = framed(tall, (64, 96))
    assert float(whole[:, :, :, 0].min()) == 1.0 and float(whole[0, 0, :, 48].std()) > 0
