# SPDX-License-Identifier: Apache-2.0
"""Latents that are kept on disk: written whole or not at all, and the same in a pool on the device."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training.footage import LatentPool  # noqa: E402
from aiprod.training.loop import Journal  # noqa: E402
from aiprod.training.nano_stages import Run, taken_in  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.vault import Form, Vault, Writer, identity, rows_of  # noqa: E402

RECIPE, CPU = shapes.recipe(), torch.device("cpu")
FORM = Form.of(RECIPE)


@pytest.fixture(scope="module")
def codec():
    torch.manual_seed(0)
    return Codec(RECIPE.codec).eval()


def filled(folder, codec, clips=3):
    writer = Writer(folder, FORM, identity(RECIPE, codec, 7))
    writer.add(rows_of(codec, shapes.clips(clips)), clips)
    return writer


def test_clips_and_their_mirror_images_are_drawn_with_what_was_asked_for(tmp_path, codec):
    filled(tmp_path, codec)
    vault = Vault(tmp_path, FORM, identity(RECIPE, codec, 7))
    assert len(vault) == 6
    drawn = vault.draw(16, np.random.default_rng(0), first=1, frames=2)
    assert drawn.latents.shape == (16, 2, 6, 8, 8) and drawn.subjects.shape == (16, 2, 6, 8) and drawn.first == 1
    assert drawn.subjects.max() > 0.5
    stored = vault.rows(0, 6)
    assert {tuple(code) for code in drawn.codes.tolist()} <= {tuple(code) for code in stored["codes"].tolist()}


def test_what_an_interrupted_write_left_is_cut_off(tmp_path, codec):
    filled(tmp_path, codec)
    before = (tmp_path / "latents.bin").read_bytes()
    with (tmp_path / "latents.bin").open("ab") as file:
        file.write(b"half a clip")
    filled(tmp_path, codec)
    vault = Vault(tmp_path, FORM)
    assert len(vault) == 12
    assert (tmp_path / "latents.bin").read_bytes() == before + before


def test_latents_of_another_codec_are_refused(tmp_path, codec):
    filled(tmp_path, codec)
    other = Codec(RECIPE.codec)
    with pytest.raises(UserError, match="another codec"):
        Vault(tmp_path, FORM, identity(RECIPE, other, 7))
    with pytest.raises(UserError, match="another codec"):
        Writer(tmp_path, FORM, identity(RECIPE, other, 7))


def test_a_pool_on_the_device_takes_in_a_vault_as_it_grows(tmp_path, codec):
    filled(tmp_path, codec, 2)
    vault = Vault(tmp_path, FORM)
    run = Run(RECIPE, CPU, None, Journal(tmp_path / "journal.jsonl"), tmp_path, tmp_path, lambda: 0.0, vault)
    assert run.latents is vault
    run.latents = LatentPool(RECIPE, 8, CPU)
    taken_in(run, vault)
    assert len(run.latents) == 4
    filled(tmp_path, codec, 3)
    taken_in(run, vault)
    stored = vault.rows(0, 10)
    assert len(run.latents) == 8 and run.latents.count == 10
    assert np.array_equal(run.latents.latents[0].numpy().astype(np.float16), stored["latents"][8])  # the oldest made room
    assert np.array_equal(run.latents.codes[2:8], stored["codes"][2:8])
