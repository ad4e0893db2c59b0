# SPDX-License-Identifier: Apache-2.0
"""The command `aiprod train data`."""

import json

import pytest

from aiprod.film.errors import UserError
from aiprod.training.data.command import main


def test_a_set_is_made_checked_and_reported(tmp_path, capsys):
    small = ["--size", "64x64", "--frames", "3", "--workers", "1", "--json"]
    assert main(["rendered", "--count", "2", "--out", str(tmp_path / "set"), *small]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["clips"] == 2
    assert (tmp_path / "set" / "report.html").exists()
    assert main(["check", str(tmp_path / "set")]) == 0
    assert "2 clips in 1 shards, 0 refused" in capsys.readouterr().out


@pytest.mark.parametrize("size", ["big", "32x32", "256"])
def test_sizes_that_make_no_sense_are_refused(tmp_path, size):
    with pytest.raises(UserError):
        main(["rendered", "--count", "1", "--out", str(tmp_path), "--size", size])


def test_a_folder_that_is_no_set_is_refused(tmp_path):
    with pytest.raises(UserError, match="no data set"):
        main(["check", str(tmp_path)])
