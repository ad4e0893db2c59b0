# SPDX-License-Identifier: Apache-2.0
"""Which take was chosen over which stays with the film."""

from aiprod.film.choices import FILE, Choice, choices_of, forget, remember


def _choice(better: str, worse: str, at: float, shot: str = "1.1") -> Choice:
    return Choice(shot=shot, better=better, worse=worse, at=at)


def test_the_last_word_about_two_takes_counts(tmp_path):
    for choice in (_choice("a", "b", 1), _choice("c", "b", 2), _choice("b", "a", 3)):
        remember(tmp_path, choice)
    assert choices_of(tmp_path) == (_choice("c", "b", 2), _choice("b", "a", 3))
    forget(tmp_path)
    assert choices_of(tmp_path) == ()


def test_a_line_that_was_cut_short_is_left_out(tmp_path):
    remember(tmp_path, _choice("a", "b", 1))
    with (tmp_path / FILE).open("a", encoding="utf-8") as stream:
        stream.write('{"schema": "Choice.1", "shot": "1.2", "bett')
    assert choices_of(tmp_path) == (_choice("a", "b", 1),)
