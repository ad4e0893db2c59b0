# SPDX-License-Identifier: Apache-2.0
"""What every test has: the engine on the path of child processes too, and no hub to ask."""

import os
from pathlib import Path

os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "engine")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
