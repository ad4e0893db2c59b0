# SPDX-License-Identifier: Apache-2.0
"""A captioner of the user's own, read from a folder: a real, tiny, untrained BLIP."""

import pytest
from tests.unit.training.data.material import pan

from aiprod.film.errors import UserError
from aiprod.training.data.captioner import captioner
from aiprod.training.data.texts import described


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from transformers import BertTokenizerFast, BlipConfig, BlipForConditionalGeneration, BlipImageProcessor, BlipProcessor

    place = tmp_path_factory.mktemp("captioner") / "tiny-blip"
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "a",
        "cat",
        "boat",
        "on",
        "the",
        "sea",
        "at",
        "night",
        "[ENC]",
        "[DEC]",
    ]
    (place.parent / "vocab.txt").write_text("\n".join(words))
    small = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    ids = {"bos_token_id": 14, "eos_token_id": 3, "sep_token_id": 3, "pad_token_id": 0, "vocab_size": len(words)}
    text = small | ids | {"encoder_hidden_size": 16, "projection_dim": 16, "max_position_embeddings": 64}
    torch.manual_seed(3)
    config = BlipConfig(text_config=text, vision_config=small | {"image_size": 32, "patch_size": 16}, projection_dim=16)
    BlipForConditionalGeneration(config).save_pretrained(place)
    tokenizer = BertTokenizerFast(str(place.parent / "vocab.txt"))
    BlipProcessor(BlipImageProcessor(size={"height": 32, "width": 32}), tokenizer).save_pretrained(place)
    return place


def test_a_model_in_a_folder_describes_a_clip(folder):
    model = captioner(str(folder), "en")
    frames = pan(1, 5, 64)
    said = model.captions(frames)
    assert set(said) == {"en"}
    assert said["en"] == said["en"][0].upper() + said["en"][1:] != ""
    assert model.captions(frames) == said
    assert described("key", frames, {}, {}, model)["captions_from"] == model.name
    assert model.name.startswith("tiny-blip ")


def test_what_is_no_captioner_is_refused(tmp_path):
    with pytest.raises(UserError, match="no captioner"):
        captioner(str(tmp_path))
    with pytest.raises(UserError, match="no captioner 'some-card'"):
        captioner("some-card")
