# SPDX-License-Identifier: Apache-2.0
"""No encoder may take the machine for itself."""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from aiprod.media import encoders
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="no scheduling policies here")


def policies():
    found = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            found.add(os.sched_getscheduler(int(task.name)))
        except ProcessLookupError:
            continue
    return found


AV1 = Encoder("libsvtav1", "yuv420p10le", {"preset": "10"})


def test_av1_leaves_no_thread_in_real_time(tmp_path):
    if not encoders._opens(AV1):
        pytest.skip("no AV1 encoder here")
    assert policies() == {os.SCHED_OTHER}
    with VideoWriter(tmp_path / "a.mp4", Fraction(24), 128, 72, AV1) as writer:
        for _ in range(3):
            writer.write_rgb(np.zeros((72, 128, 3), np.uint8))
            assert policies() == {os.SCHED_OTHER}
    assert policies() == {os.SCHED_OTHER}
