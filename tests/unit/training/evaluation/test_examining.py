# SPDX-License-Identifier: Apache-2.0
"""A model is examined: one that makes what was asked gets the marks of rendered footage, another one does not."""

import json

import cv2
import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.shooting.nano.networks import FPS, FRAMES, HEIGHT, LATENTS, WIDTH, Networks
from aiprod.training.data.conditioning import decode
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, sample, staged
from aiprod.training.evaluation import command, likeness, report
from aiprod.training.evaluation.carried import keep
from aiprod.training.evaluation.examining import Plan, examine
from aiprod.training.evaluation.reader import reader
from aiprod.training.registry.gates import measures_of

SMALL = ClipSpec(128, 72, 12, 9)


class Painter:
    """Makes what is asked, as the renderer draws it; without memory, at another time of day."""

    name = "painter"
    spec = SMALL
    scenes = None

    def make(self, asked, seed):
        labels = decode(asked.codes)
        if asked.memory is None and seed > 1000 and "time" in labels:
            labels["time"] = "night" if labels["time"] != "night" else "day"
        return render(staged(labels, SMALL, seed=seed))

    def rebuilt(self, frames):
        return np.stack([cv2.GaussianBlur(frame, (3, 3), 0) for frame in frames[:5]])


@pytest.fixture(scope="module")
def examined():
    return examine(Painter(), reader(), Plan(clips=4, films=2, known=2, seed=11))


def test_marks_stand_beside_those_of_rendered_footage(examined):
    result = examined.result
    assert result["mean"] > 0.5
    assert result["rendered"]["mean"] > 0.5
    assert set(result["slots"]) <= set(result["clips_by_slot"])
    assert result["path"]["obeyed"] + result["path"]["error"] == pytest.approx(1)
    assert result["memorisation"]["copies"] == 0
    assert 20 < result["codec"]["psnr_db"] < 45
    assert result["codec"]["perceived_difference"] > 0


def test_memory_that_helps_is_seen_to_help(examined):
    distance = examined.result["continuity"]["distance"]
    assert distance["on"]["palette"] < distance["off"]["palette"]
    assert distance["on"]["seen"] < distance["off"]["seen"]


def test_the_report_is_written_for_people_and_programs(examined, tmp_path):
    paths = report.write(examined, tmp_path)
    assert set(paths) == {"json", "markdown", "page", "grid-1"}
    written = json.loads(paths["json"].read_text("utf-8"))
    assert measures_of(written)["camera"] == written["camera_move"]
    text = paths["markdown"].read_text("utf-8")
    assert "| subject * |" in text and "not FVD" in text
    page = paths["page"].read_text("utf-8")
    assert page.count("<table>") >= 5 and "grid-1.jpg" in page
    assert cv2.imread(str(paths["grid-1"])) is not None


def test_likeness_is_nothing_between_equals_and_grows():
    clip = render(staged({"place": "desert", "time": "day", "subject": "car", "size": "full", "count": "1", "direction": "still",
                          "camera": "static"}, SMALL))  # fmt: skip
    soft, softer = (np.stack([cv2.GaussianBlur(frame, (size, size), 0) for frame in clip]) for size in (3, 9))
    assert likeness.psnr(clip, clip) == 99
    assert likeness.perceived_difference(reader(), clip, clip) == pytest.approx(0, abs=1e-6)
    gaps = [likeness.perceived_difference(reader(), clip, other) for other in (soft, softer)]
    assert 0 < gaps[0] < gaps[1]
    assert likeness.palette_distance(clip, clip) == 0 < likeness.palette_distance(clip, clip // 2)


def test_clips_that_another_machine_made_are_judged_as_what_they_are(tmp_path):
    """Footage through the shipped codec, left as latents of some held-out scenes: nearly the marks of the footage itself."""
    nets, spec = Networks(threads=1), ClipSpec(WIDTH, HEIGHT, FPS, FRAMES)
    stretched = [render(sample(index, spec, seed=7, split="eval"))[12:17] for index in (10, 6)]
    latents = np.stack([np.repeat(nets.encode(frames)[:1], LATENTS[0], 0) for frames in stretched])
    keep(tmp_path / "made.npz", latents, (10, 6), seed=7)
    line = ["--latents", str(tmp_path / "made.npz"), "--out", str(tmp_path), "--known", "0", "--threads", "1", "--json"]
    assert command.main(line) == 0
    written = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert written["clips"] == 2
    assert "continuity" not in written
    assert written["slots"]["time"] == written["rendered"]["slots"]["time"]
    with pytest.raises(UserError, match="of other scenes"):
        command.main([*line, "--seed", "8"])
    keep(tmp_path / "made.npz", latents[..., :4], (10, 6), seed=7)
    with pytest.raises(UserError, match="of another codec"):
        command.main(line)
    (tmp_path / "made.npz").write_bytes(b"nothing")
    with pytest.raises(UserError, match="holds no clips"):
        command.main(line)


def test_what_cannot_be_examined_is_said(tmp_path):
    with pytest.raises(UserError, match="--clips can't be 0"):
        command.main(["--out", str(tmp_path), "--clips", "0"])
    with pytest.raises(UserError, match=r"it has no transformer\.onnx"):
        command.main([str(tmp_path), "--out", str(tmp_path)])
    with pytest.raises(UserError, match="it is no folder"):
        command.main([str(tmp_path / "nowhere"), "--out", str(tmp_path)])
