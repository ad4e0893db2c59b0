# SPDX-License-Identifier: Apache-2.0
"""The table of phrases: shapes, languages, absence, and that values are told apart."""

import numpy as np
import pytest

from aiprod.training.data.conditioning import DIM, SLOT_COUNT, PhraseTable, encode, phrase_keys
from aiprod.training.data.vocabulary import SLOTS, ids, value, values

LABELS = {"place": "coast", "colour": "red", "camera": "pan_left"}


@pytest.fixture(scope="module")
def table():
    return PhraseTable.load()


def test_the_shipped_table_is_of_this_vocabulary(table):
    assert table.keys == phrase_keys()
    assert table.vectors.shape == (len(table.keys) + 1, DIM)
    assert not table.vectors[0].any()
    assert np.allclose(table.vectors[1:].std(axis=1), 1, atol=0.05)


def test_a_slot_that_says_nothing_is_masked(table):
    tokens, mask = table.condition(LABELS, np.random.default_rng(1))
    assert tokens.shape == (SLOT_COUNT, DIM)
    assert mask.tolist() == [slot in LABELS for slot in SLOTS]
    assert not tokens[~mask].any()


def test_rows_are_phrases_of_the_value_in_both_languages(table):
    codes = np.tile(encode(LABELS), (200, 1))
    rows = table.rows(codes, np.random.default_rng(2))
    said = {table.keys[row - 1] for row in rows[rows > 0].tolist()}
    expected = {
        (slot, name, lang, p) for slot, name in LABELS.items() for lang in ("en", "fr") for p in value(slot, name).phrases(lang)
    }
    assert said == expected
    spoken = [{table.keys[row - 1][2] for row in clip[clip > 0].tolist()} for clip in rows]
    assert all(len(languages) == 1 for languages in spoken)


def test_dropping_leaves_slots_out(table):
    codes = np.tile(encode(LABELS), (2000, 1))
    share = (table.rows(codes, np.random.default_rng(3), drop=0.25) > 0).sum() / (2000 * len(LABELS))
    assert 0.72 < share < 0.78
    assert not table.rows(codes, np.random.default_rng(3), drop=1.0).any()


def test_values_lie_apart_and_phrases_of_one_value_together(table):
    unit = table.vectors[1:] / np.linalg.norm(table.vectors[1:], axis=1, keepdims=True)
    for row, (slot, name, language, _) in enumerate(table.keys):
        others = [i for i, key in enumerate(table.keys) if key[0] == slot and key[2] != language]
        best = max(others, key=lambda i: float(unit[row] @ unit[i]))
        assert table.keys[best][1] == name


def test_a_table_survives_saving(table, tmp_path):
    table.save(tmp_path / "phrases.npz")
    again = PhraseTable.load(tmp_path / "phrases.npz")
    assert again.keys == table.keys
    assert np.array_equal(again.vectors, table.vectors)


def test_an_unknown_phrase_gets_the_anchor_of_what_it_means(table):
    order = [(v.slot, v.id) for v in values()]
    raw = table.means[SLOTS.index("colour")] + 0.3 * table.vectors[1 + table.keys.index(("colour", "blue", "en", "deep blue"))]
    token = table.free("colour", raw.astype(np.float32))
    near = {name: float(token @ table.anchors[order.index(("colour", name))]) for name in ids("colour")}
    assert max(near, key=near.__getitem__) == "blue"
    assert token.shape == (DIM,)
