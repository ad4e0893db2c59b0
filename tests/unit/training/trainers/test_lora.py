# SPDX-License-Identifier: Apache-2.0
"""Large models, in miniature: they learn from clips, and what they learnt works in our stack and in the libraries' own."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")
pytest.importorskip("diffusers", reason="large models need the diffusion runtime")
pytest.importorskip("peft", reason="LoRAs need the diffusion runtime")

from tests.unit.training.trainers import clips  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.models import loras, tiny  # noqa: E402
from aiprod.models.loading import load  # noqa: E402
from aiprod.models.recognising import recognise  # noqa: E402
from aiprod.training.trainers import pupils  # noqa: E402
from aiprod.training.trainers.lessons import lessons  # noqa: E402
from aiprod.training.trainers.lora import LoraRecipe, LoraShape, LoraTrainer  # noqa: E402
from aiprod.training.trainers.running import Course, averaged, carry_out  # noqa: E402
from aiprod.training.trainers.settings import Running  # noqa: E402

CPU = torch.device("cpu")
RUN = Running(steps=24, batch=2, rate=1e-2, warmup=4, ema=0.8, log_every=1, save_every=12)
SMALL = {"width": 96, "height": 64, "frames": 9, "rate": 12.0, "samples": 1, "recompute": False}


def recipe(**changes):
    return LoraRecipe(**{"run": RUN, "lora": LoraShape(rank=4, alpha=8), **SMALL, **changes})


class School:
    """A tiny checkpoint, a data set, and runs in folders of their own."""

    def __init__(self, name, folder):
        self.folder = folder
        self.place = folder / name
        self.checkpoint = tiny.build(name, self.place)
        self.pupil = pupils.pupil(self.checkpoint)
        self.data = clips.data_set(folder / "data", 6, (SMALL["width"], SMALL["height"]), SMALL["frames"])

    def trainer(self, run, given):
        learnt = lessons(run, self.data, self.checkpoint, self.pupil, given.size, given.language, CPU)
        return LoraTrainer(given, self.checkpoint, self.pupil, learnt, CPU)

    def taught(self, name, given):
        run = self.folder / name
        trainer = self.trainer(run, given)
        return run, trainer, carry_out(trainer, Course(run))


@pytest.fixture(scope="module", params=["tiny-wan", "tiny-ltx23"])
def school(request, tmp_path_factory):
    return School(request.param, tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def lora(school):
    return school.taught("lora", recipe(formats=("diffusers", "comfyui", "kohya")))


def answer(trainer, module):
    """What a module answers about the held-out clip, at one noise level."""
    learnt = trainer.lessons
    x = torch.randn(learnt.latents[-1:].shape, generator=torch.Generator().manual_seed(3))
    texts = learnt.read(np.array([len(learnt.latents) - 1]), np.array([False]))
    with torch.no_grad():
        return trainer.pupil.velocity(module, x, torch.tensor([0.6]), texts, SMALL["rate"])


def test_a_lora_learns_what_it_has_not_seen(lora):
    _, _, report = lora
    assert report["after"]["held_out_loss"] < 0.85 * report["before"]["held_out_loss"]
    assert report["work_a_second"] > 0


def test_every_format_works_in_our_own_stack(school, lora):
    run, trainer, report = lora
    with averaged(trainer.players["model"]):
        due = answer(trainer, trainer.module)
    base = load(school.checkpoint.components["transformer"], torch.float32)
    assert (answer(trainer, base) - due).abs().max() > 0.01
    assert report["files"] == ["lora.safetensors", "lora-comfyui.safetensors", "lora-kohya.safetensors"]
    for name in report["files"]:
        adapter = loras.read(run / name, school.checkpoint.components["transformer"])
        assert adapter.rank == 4
        loras.apply(base, [(adapter, 1.0)])
        assert torch.allclose(answer(trainer, base), due, atol=1e-4), name


def test_the_library_loads_it(school, lora):
    run, trainer, _ = lora
    from diffusers import DiffusionPipeline

    with averaged(trainer.players["model"]):
        due = answer(trainer, trainer.module)
    pipeline = DiffusionPipeline.from_pretrained(school.place, torch_dtype=torch.float32)
    pipeline.load_lora_weights(run / "lora.safetensors")
    assert torch.allclose(answer(trainer, pipeline.transformer), due, atol=1e-4)


def test_samples_are_pictures_with_their_captions(lora):
    from PIL import Image

    run, _, _ = lora
    shown = run / "samples" / "0000024"
    assert Image.open(shown / "0.png").size == (3 * SMALL["width"], SMALL["height"])
    assert "square" in (shown / "0.txt").read_text()


def test_a_run_that_was_stopped_goes_on_with_the_same_losses(school, lora):
    given = recipe()
    _, undisturbed, _ = lora

    def stop(learner):
        if learner.step_count == 15:
            raise KeyboardInterrupt

    run = school.folder / "stopped"
    with pytest.raises(KeyboardInterrupt):
        carry_out(school.trainer(run, given), Course(run, between=stop))
    again = school.trainer(run, given)
    carry_out(again, Course(run))
    for name, tensor in undisturbed.players["model"].average.tensors.items():
        assert torch.equal(tensor, again.players["model"].average.tensors[name]), name


def test_a_changed_data_set_is_refused(school, lora, tmp_path):
    run, _, _ = lora
    other = clips.data_set(tmp_path / "other", 4, (SMALL["width"], SMALL["height"]), SMALL["frames"])
    given = recipe()
    with pytest.raises(UserError, match="data set was changed under the run"):
        lessons(run, other, school.checkpoint, school.pupil, given.size, "en", CPU)


def test_all_weights_learn_and_make_a_model_that_loads(school):
    run, trainer, report = school.taught("whole", recipe(mode="full_finetune", run=RUN.changed(rate=3e-3)))
    assert report["after"]["held_out_loss"] < 0.9 * report["before"]["held_out_loss"]
    with averaged(trainer.players["model"]):
        due = answer(trainer, trainer.module)
    for part in school.place.iterdir():
        if part.name != "transformer":
            (run / part.name).symlink_to(part)
    module = load(recognise([run], id="taught", licence="Apache-2.0").components["transformer"], torch.float32)
    off = (answer(trainer, module) - due).abs().max() / due.abs().max()
    assert off < 0.03, "written at 16 bits"


def test_sizes_and_models_that_do_not_fit_are_refused(school, tmp_path):
    given = recipe(width=100)
    with pytest.raises(UserError, match="multiples of"):
        lessons(tmp_path, school.data, school.checkpoint, school.pupil, given.size, "en", CPU)
    with pytest.raises(UserError, match="can't be trained here"):
        pupils.pupil(tiny.build("tiny-wan-vace", tmp_path / "vace"))
