# SPDX-License-Identifier: Apache-2.0
"""The card's bench and its unattended run: what can be shown without a card."""

import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tests.gpu import diffusion as script  # noqa: E402

from aiprod.cli.benches import gpu  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
def test_without_a_card_nothing_is_claimed(tmp_path):
    assert "no NVIDIA card" in gpu.run()["not measured"]
    command = [sys.executable, str(ROOT / "tests" / "gpu" / "diffusion.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "nothing was measured" in done.stdout
    assert "no card was measured" in (tmp_path / "report.md").read_text("utf-8")


def report_of(code, log, seconds=60.0, boxed=False):
    return script.Process((code,), log).report(seconds, boxed)


def test_a_part_that_hangs_or_dies_leaves_what_it_told_and_the_others_alone(tmp_path):
    told = 'print("REPORT" + json.dumps({"a": 1}), flush=True); '
    whole = report_of(f"import json; {told}", tmp_path / "a.log")
    hangs = f"import json, time; {told}print('REPORT{{', flush=True); time.sleep(600)"
    hung, boxed = report_of(hangs, tmp_path / "b.log", 1.2), report_of(hangs, tmp_path / "b.log", 1.2, boxed=True)
    died = report_of("raise MemoryError('no room')", tmp_path / "c.log")
    assert whole == {"a": 1} and hung["until then"] == {"a": 1} and "not finished" in hung["failed"]
    assert boxed["until then"] == {"a": 1} and not script.failed(boxed)
    assert "no room" in died["failed"]
    assert script.failed({"x": [{"state": "failed"}]}) and not script.failed({"x": [{"state": "built"}]})


def test_a_boxed_run_names_what_no_longer_fits(tmp_path):
    code = "import json, sys; sys.stdin.readline(); print('REPORT' + json.dumps(json.loads(sys.argv[1])['n']))"
    parts = {name: script.Part(code, {"n": n}, 60, least) for n, (name, least) in enumerate((("a", 1), ("b", 100), ("c", 1)))}
    course = script.Course(parts, tmp_path, {}, lambda: 50.0)
    found = dict(course)
    course.end()
    assert (found["a"], found["c"]) == (0, 2) and "50 s were left" in found["b"]["left out"]


def test_as_many_blocks_are_taken_as_a_card_has_room_for():
    blocks = [gpu._fitting(gpu.LTX23, gib << 30) for gib in (80, 24, 8)]
    assert blocks[0] == 48 and 12 < blocks[1] < 30 and 1 <= blocks[2] < blocks[1] and gpu._fitting(gpu.WAN22, 24 << 30) == 30


def test_an_error_of_any_kind_is_a_row_of_the_report():
    def lost() -> dict:
        raise KeyError("attn")

    assert gpu.guarded(lost) == {"failed": "KeyError: 'attn'"}


def test_the_full_size_models_are_those_of_the_papers():
    from aiprod.models.classes import find

    sizes = {}
    for subject in (gpu.LTX23, gpu.WAN22):
        with torch.device("meta"):
            model = find(subject.kind)(**subject.config)
        sizes[subject.title] = sum(parameter.numel() for parameter in model.parameters()) / 1e9
    assert list(sizes.values()) == pytest.approx([18.99, 5.0], rel=0.01)


@pytest.mark.parametrize("name", ["wan", "ltx"])
def test_the_run_that_is_timed_works_and_its_operations_are_counted(request, name):
    from aiprod.models.compiling.calls import Size, inputs_of
    from aiprod.models.loading import load

    model = load(request.getfixturevalue(name).components["transformer"], torch.float32)
    inputs = inputs_of(model, Size(2, 4, 4, 8, 6))
    latents = gpu._steps(model, inputs, 2)
    assert latents.shape == inputs["hidden_states"].shape
    assert not torch.equal(latents, inputs["hidden_states"])
    assert gpu._flops(model, inputs) > 0
