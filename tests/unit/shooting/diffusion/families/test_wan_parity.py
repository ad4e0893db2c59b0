# SPDX-License-Identifier: Apache-2.0
"""Our loop against the library's pipelines, same modules and seed: the same latents to the bit where both mean the same."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402
from tests.unit.shooting.diffusion.families.ltx2_set import named, picture, video  # noqa: E402
from tests.unit.shooting.diffusion.families.wan_set import FRAMES, WanSet, asked  # noqa: E402

from aiprod.shooting.diffusion.families import footage  # noqa: E402
from aiprod.shooting.diffusion.request import Control, ControlKind, Guidance, Keyframe, Retake, Sampling  # noqa: E402


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    kept = {}

    def get(name):
        if name not in kept:
            kept[name] = WanSet(name, tmp_path_factory.mktemp(name))
        return kept[name]

    return get


def opened(file: Path):
    from PIL import Image

    return Image.open(file)


@pytest.mark.parametrize("name", ["tiny-wan", "tiny-wan22", "tiny-wan5b"])
def test_words_to_video(sets, name):
    tiny = sets(name)
    request = tiny.settled(sampling=Sampling(steps=4))
    pipe = tiny.pipeline("WanPipeline", request, expand_timesteps=name == "tiny-wan5b")
    assert torch.equal(tiny.made(request), pipe(**asked(request)).frames)


@pytest.mark.parametrize("name", ["tiny-wan-i2v", "tiny-wan22-i2v", "tiny-wan-flf", "tiny-wan5b"])
def test_pictures_to_video(sets, name, tmp_path):
    tiny, first, last = sets(name), picture(tmp_path, "first.png"), picture(tmp_path, "last.png", shade=200)
    keyframes, images = (Keyframe(media=named(first)),), {"image": opened(first)}
    if name == "tiny-wan-flf":
        keyframes, images = (*keyframes, Keyframe(media=named(last), frame=-1)), images | {"last_image": opened(last)}
    request = tiny.settled(keyframes=keyframes)
    none = {} if "image_encoder" in tiny.modules else {"image_encoder": None, "image_processor": None}
    pipe = tiny.pipeline("WanImageToVideoPipeline", request, expand_timesteps=name == "tiny-wan5b", **none)
    assert torch.equal(tiny.made(request, first, last), pipe(**asked(request), **images).frames)


def test_controls_and_references_of_vace(sets, tmp_path):
    tiny, clip, face = sets("tiny-wan-vace"), video(tmp_path, "depth.mkv", FRAMES), picture(tmp_path, "face.png")
    given = ((ControlKind.DEPTH, clip), (ControlKind.REFERENCE, face))
    request = tiny.settled(controls=tuple(Control(kind=kind, media=named(file), strength=0.8) for kind, file in given))
    from PIL import Image

    frames = [Image.fromarray(frame) for frame in footage.frames(clip)]
    pipe = tiny.pipeline("WanVACEPipeline", request)
    theirs = pipe(**asked(request), video=frames, reference_images=[opened(face)], conditioning_scale=0.8).frames
    assert torch.equal(tiny.made(request, clip, face), theirs[:, :, 1:])


def test_vace_of_words_alone(sets):
    tiny = sets("tiny-wan-vace")
    request = tiny.settled()
    assert torch.equal(tiny.made(request), tiny.pipeline("WanVACEPipeline", request)(**asked(request)).frames)


def test_frames_are_the_library_s_and_come_one_by_one(sets):
    for name in ("tiny-wan", "tiny-wan5b"):
        tiny = sets(name)
        clip = tiny.clip(tiny.settled())
        tiny.run([clip])
        vae, latents = tiny.modules["vae"], clip.latents["video"]
        mean, deviation = (
            torch.tensor(values).view(1, -1, 1, 1, 1) for values in (vae.config.latents_mean, vae.config.latents_std)
        )
        with torch.no_grad():
            whole = vae.decode(latents / (1.0 / deviation) + mean, return_dict=False)[0][0]
        theirs = ((whole * 0.5 + 0.5).clamp(0, 1) * 255).round().byte().permute(1, 2, 3, 0).numpy()
        footage_made = tiny.model.decode(clip)
        ours = np.stack(list(footage_made.frames))
        assert footage_made.count == FRAMES and ours.shape == (FRAMES, 64, 96, 3) and np.array_equal(ours, theirs)


def test_tiles_cover_the_picture_and_meet_without_a_seam(sets):
    """Where tiles overlap both count; a tile as large as the picture is the picture."""
    from aiprod.shooting.diffusion.families.wan.latents import decoded

    tiny = sets("tiny-wan")
    vae, latents = tiny.modules["vae"], torch.zeros(1, 16, 2, 8, 12)
    with torch.no_grad():
        tiled = torch.cat(list(decoded(vae, latents, 48)), dim=1)
        whole = torch.cat(list(decoded(vae, latents)), dim=1)
        same = torch.cat(list(decoded(vae, latents, 96)), dim=1)
    assert torch.equal(same, whole) and tiled.shape == whole.shape and torch.isfinite(tiled).all()
    assert float((tiled - whole)[:, :, 24:40, 24:40].abs().mean()) < float(whole.std())


def test_a_batch_changes_no_picture(sets, tmp_path):
    for name in ("tiny-wan", "tiny-wan-i2v", "tiny-wan5b"):
        tiny, files = sets(name), [picture(tmp_path, f"{shade}.png", shade=shade) for shade in (0, 150)]
        requests = [
            tiny.settled(seed=seed, prompt=prompt, keyframes=() if name == "tiny-wan" else (Keyframe(media=named(file)),))
            for seed, prompt, file in ((1, "A dog.", files[0]), (2, "A long way home.", files[1]))
        ]
        assert tiny.model.together(requests[0]) == tiny.model.together(requests[1])
        clips = [tiny.clip(request, *files) for request in requests]
        tiny.run(clips)
        for clip, request in zip(clips, requests, strict=True):
            assert torch.allclose(clip.latents["video"], tiny.made(request, *files), atol=1e-5)


def test_guided_by_hand_and_by_projection(sets):
    """Every guidance steers, none breaks; 1 is none at all."""
    tiny = sets("tiny-wan")
    plain = tiny.made(tiny.settled(video=Guidance(cfg=1)))
    kinds = [{"cfg": 5}, {"cfg": 5, "apg": True}, {"cfg": 5, "rescale": 0.7}, {"stg": 1, "stg_blocks": (1,)}]
    for one in kinds:
        made = tiny.made(tiny.settled(video=Guidance(**one)))
        assert torch.isfinite(made).all() and not torch.allclose(made, plain, atol=1e-3)
    assert not tiny.modules["transformer"].blocks[1]._forward_hooks


def test_a_retake_keeps_the_rest_to_the_bit(sets, tmp_path):
    clip = video(tmp_path, "clip.mkv", FRAMES)
    for name in ("tiny-wan", "tiny-wan5b", "tiny-wan-vace"):
        tiny = sets(name)
        face = (Control(kind=ControlKind.REFERENCE, media=named(clip)),) if name == "tiny-wan-vace" else ()
        request = tiny.settled(retake=Retake(media=named(clip), start=1, end=4), controls=face)
        from aiprod.shooting.diffusion.families.wan.latents import encoded
        from aiprod.shooting.diffusion.families.wan.pictures import filled

        taken = tiny.clip(request, clip)
        tiny.run([taken])
        made = taken.latents["video"]
        with torch.no_grad():
            before = encoded(tiny.modules["vae"], filled(footage.frames(clip), (64, 96)))
        assert torch.equal(made[:, :, [0, 2]], before[:, :, [0, 2]]) and not torch.allclose(made[:, :, 1], before[:, :, 1])
        old, frames = footage.frames(clip), list(tiny.model.decode(taken).frames)
        stays = [np.array_equal(frame, before) for frame, before in zip(frames, old, strict=True)]
        assert stays == [True, *[False] * 4, *[True] * 4]
