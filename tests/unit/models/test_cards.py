# SPDX-License-Identifier: Apache-2.0
"""The cards of models/: complete, honest, and sound in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.models.conftest import card

from aiprod.film.errors import UserError
from aiprod.models import licences
from aiprod.models.cards import ModelCard, ModelFile, all_cards
from aiprod.models.cards import card as the_card

CARDS = tuple(all_cards().values())


@pytest.mark.parametrize("model", CARDS, ids=[model.id for model in CARDS])
def test_a_card_is_complete(model: ModelCard) -> None:
    assert model.terms and model.terms_fr and model.terms != model.terms_fr
    assert model.files or model.built
    assert all(file.bytes for file in model.files), "a size, or about what size"
    for precision in model.precisions or ("",):
        names = [file.name for file in model.chosen(precision)]
        assert len(names) == len(set(names))
    assert {file.precision for file in model.files} - {""} <= set(model.precisions)
    assert bool(model.warning) == bool(model.warning_fr)
    assert not model.acceptance or len(licences.text(model)) > 1000
    assert set(model.goes_with) <= set(all_cards())


@pytest.mark.parametrize("model", [m for m in CARDS if m.stored and not m.built], ids=lambda model: model.id)
def test_what_is_fetched_says_what_it_needs_and_can_do(model: ModelCard) -> None:
    assert model.abilities and model.licence and model.source.startswith("https://")
    assert model.needs.disk_gb == pytest.approx(sum(f.bytes for f in model.chosen()) / 1e9, abs=0.2)
    assert all(file.hub for file in model.files)
    assert not [file.name for file in model.files if file.hub and file.hub.path.endswith((".pth", ".pt", ".bin", ".ckpt"))]
    if model.role == "video":
        assert model.architecture and model.generation and model.variant and model.needs.vram_gb


def test_only_models_of_lightricks_need_their_licence_accepted_and_warn() -> None:
    for model in CARDS:
        assert model.acceptance == (model.architecture == "ltx2" and model.role in ("video", "lora") and not model.built)
        assert bool(model.warning) == model.acceptance
    assert {model.id for model in CARDS if model.gated} == {m.id for m in CARDS if m.generation == "2.5" and m.acceptance}


def test_a_user_s_card_is_read_and_takes_no_place_of_ours(home: Path) -> None:
    card(home, "mine", {"path": "w.safetensors", "about": 1})
    card(home, "nano", {"path": "w.safetensors", "about": 1})
    assert the_card("mine").title == "The mine"
    assert the_card("nano").title != "The nano"


def test_a_card_that_can_t_be_read_is_named(home: Path) -> None:
    (home / "cards" / "broken.yaml").write_text("schema: ModelCard.1\nid: [")
    with pytest.raises(UserError, match=r"broken\.yaml can't be read"):
        all_cards()


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a\\b", "c:x", ""])
def test_a_model_s_file_lies_in_its_folder(name: str) -> None:
    with pytest.raises(ValueError, match="must lie inside"):
        ModelFile(name=name)
