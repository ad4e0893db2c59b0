# SPDX-License-Identifier: Apache-2.0
"""The card's bench and its unattended run: what can be shown without a card."""

import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from aiprod.cli.benches import gpu  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
def test_without_a_card_nothing_is_claimed(tmp_path):
    assert "no NVIDIA card" in gpu.run()["not measured"]
    script = [sys.executable, str(ROOT / "tests" / "gpu" / "diffusion.py"), str(tmp_path)]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert "nothing was measured" in done.stdout
    assert list(tmp_path.iterdir()) == []


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
