# SPDX-License-Identifier: Apache-2.0
"""The engine with the true architectures, on tiny checkpoints: the same numbers however it is run."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.engine.smallmodel import NO_MEDIA, Eye  # noqa: E402

from aiprod.film.errors import Stopped  # noqa: E402
from aiprod.film.time import FrameRate  # noqa: E402
from aiprod.models.tiny import build  # noqa: E402
from aiprod.shooting.diffusion.engine.engine import Engine  # noqa: E402
from aiprod.shooting.diffusion.engine.ladder import Way  # noqa: E402
from aiprod.shooting.diffusion.engine.previews import ColourFit, colours, fit_by_encoding, statistics_of  # noqa: E402
from aiprod.shooting.diffusion.request import Sampling, VideoRequest  # noqa: E402

MODELS = ("tiny-wan", "tiny-ltx23")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    return {name: build(name, tmp_path_factory.mktemp(name)) for name in MODELS}


@pytest.fixture(scope="module")
def engines(checkpoints):
    """placement → an engine that both models live in."""
    made: dict[str, Engine] = {}

    def engine(placement="resident"):
        if placement not in made:
            made[placement] = Engine(
                torch.device("cpu"), opener=checkpoints.__getitem__,
                planner=lambda checkpoint, request, device: Way(dtype="float32", placement=placement),
            )  # fmt: skip
        return made[placement]

    yield engine
    for each in made.values():
        each.close()


def request(model, prompt="A cat walks.", **fields):
    """As short as the model makes them: two latent frames."""
    wan = "wan" in model
    settled = {"width": 64, "height": 64, "frames": 5 if wan else 9, "seed": 3, "sampling": Sampling(steps=2), **fields}
    return VideoRequest(model=model, prompt=prompt, rate=FrameRate(numerator=16 if wan else 24), **settled)


def made(engine, wanted, tmp_path, watch=None):
    footage = engine.generate(wanted, NO_MEDIA, watch, tmp_path / "film" / ".making-1")
    return np.stack(list(footage.frames)), footage


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("placement", ["model", "stream", "disk"])
def test_offloaded_and_streamed_models_make_the_same_frames(engines, model, placement, tmp_path):
    here, there = engines(), engines(placement)
    whole, sounding = made(here, request(model, sound=True), tmp_path / "a")
    other, sounds = made(there, request(model, sound=True), tmp_path / "b")
    assert np.array_equal(whole, other)
    assert sounding.sound_rate == sounds.sound_rate and np.array_equal(sounding.sound, sounds.sound)
    if placement != "model":
        assert there.model(model).residence.streamed("transformer") == 2  # as many as it has


@pytest.mark.parametrize("stored", ["int8", "layerwise-float8"])
def test_quantised_blocks_are_streamed_as_they_are(checkpoints, stored, tmp_path):
    found = []
    for placement in ("resident", "stream"):
        way = Way(dtype="float32", placement=placement, stored=stored)
        engine = Engine(torch.device("cpu"), opener=checkpoints.__getitem__, planner=lambda *_asked, way=way: way)
        found.append(made(engine, request("tiny-wan"), tmp_path / placement)[0])
        engine.close()
    assert np.array_equal(*found)


@pytest.mark.parametrize("model", MODELS)
def test_ten_shots_of_a_film_load_once_and_read_each_prompt_once(checkpoints, model, tmp_path):
    engine = Engine(torch.device("cpu"), opener=checkpoints.__getitem__)
    for shot in range(10):
        made(engine, request(model, f"Shot {shot % 4}.", seed=shot, sampling=Sampling(steps=1)), tmp_path)
    loads = engine.model(model).residence.loads
    assert set(loads.values()) == {1} and {"text_encoder", "transformer", "vae"} <= set(loads)
    negatives = 1  # the same for all of them
    assert engine.model(model).encoded == 4 + negatives
    engine.close()


@pytest.mark.parametrize("model", MODELS)
def test_eight_clips_in_one_batch_are_what_they_are_alone(engines, model, tmp_path):
    engine, ready = engines(), threading.Barrier(8)
    transformers: list[int] = []

    def one(seed):
        with engine.expecting():
            ready.wait()
            return made(engine, request(model, seed=seed, width=96), tmp_path / "together")[0]

    made(engine, request(model), tmp_path / "first")
    with engine.model(model).residence.use("transformer") as transformer:
        handle = transformer.register_forward_hook(lambda _module, _args, _out: transformers.append(1))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(one, range(8)))
    calls = len(transformers)
    alone = made(engine, request(model, seed=5, width=96), tmp_path / "alone")[0]
    handle.remove()
    assert calls == len(transformers) - calls  # eight clips cost as many calls of the transformer as one
    assert np.abs(alone.astype(int) - together[5]).max() <= 1


@pytest.mark.parametrize("model", MODELS)
def test_a_stop_inside_a_step_is_heard_at_the_next_block(engines, model, tmp_path):
    engine = engines()
    made(engine, request(model), tmp_path)
    brake = engine.model(model).residence.brake
    begun, heard = brake.passed, []

    def stop(eye):
        if brake.passed < begun + 5:
            return None
        heard.append(brake.passed)
        return Stopped("enough")

    with pytest.raises(Stopped):
        made(engine, request(model, seed=77), tmp_path, Eye(stop))
    assert heard == [begun + 5] and brake.passed == begun + 5


@pytest.mark.parametrize("model", MODELS)
def test_previews_come_with_every_step_from_a_map_fitted_on_the_vae_itself(engines, model, tmp_path):
    eye = Eye()
    made(engines(), request(model, seed=5, sampling=Sampling(steps=3)), tmp_path, eye)
    assert len(eye.pictures) == 3
    assert all(picture.dtype == np.uint8 and picture.shape[2] == 3 and picture.std() > 0 for picture in eye.pictures)


@pytest.mark.parametrize("model", MODELS)
def test_the_map_foretells_the_colours_of_pictures_it_has_not_seen(engines, model, tmp_path):
    """A VAE of random weights keeps little of a picture's colours; the map finds what there is: 1 is the mean colour alone."""
    engine = engines()
    made(engine, request(model), tmp_path)
    with engine.model(model).residence.use("vae") as vae:
        mean, _ = statistics_of(vae)
        fit = ColourFit(mean.shape[1])
        fit_by_encoding(fit, vae, torch.device("cpu"), torch.float32)
        unseen = ColourFit(mean.shape[1])
        fit_by_encoding(unseen, vae, torch.device("cpu"), torch.float32, pictures=colours(seed=99))
        error = fit.error_on(unseen)
    assert error < 0.9
