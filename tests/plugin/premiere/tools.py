# SPDX-License-Identifier: Apache-2.0
"""The tools of these tests: Node's packages, TypeScript, Chromium. Installed where they are required, else a reason to skip."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PLUGIN = ROOT / "plugins" / "premiere"
MODULES = HERE / "node_modules"


def missing(why: str) -> None:
    """Skip, or fail where services are required."""
    if os.environ.get("AIPROD_REQUIRE_SERVICES"):
        pytest.fail(f"{why}, and AIPROD_REQUIRE_SERVICES is set")
    pytest.skip(why)


@cache
def node_modules() -> Path:
    """The folder with the packages of package-lock.json; `npm ci` makes it where services are required."""
    if _whole():
        return MODULES
    npm = shutil.which("npm")
    if npm is None or not os.environ.get("AIPROD_REQUIRE_SERVICES"):
        missing(f"the tools are not installed: npm ci --prefix {HERE.relative_to(ROOT)}")
    with (HERE / ".npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _whole():
            command = [str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                missing(f"npm ci failed: {done.stderr[-500:]}")
    return MODULES


def _whole() -> bool:
    """Whether what is installed is what the lock file names."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {name: each["version"] for name, each in lock.items() if name}
    installed = MODULES / ".package-lock.json"
    if not installed.is_file():
        return False
    there = json.loads(installed.read_text("utf-8"))["packages"]
    return all(there.get(name, {}).get("version") == version for name, version in wanted.items())


def node(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Node in this folder, with the packages there."""
    node_modules()
    found = shutil.which("node")
    if found is None:
        missing("Node is not installed")
    return subprocess.run(
        [str(found), *arguments], cwd=HERE, capture_output=True, text=True, check=False, env={**os.environ, **more}
    )


def chromium() -> str:
    """Debian's Chromium."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        missing("Chromium is not installed")
    return str(found)


@cache
def type_errors(plugin: Path = PLUGIN) -> list[str]:
    """What TypeScript finds wrong in a panel against Adobe's definitions: one line a mistake, paths from the plugin's root."""
    packages = node_modules()
    definitions = [packages / "@adobe/cc-ext-uxp-types/uxp/index.d.ts", HERE / "types" / "ambient.d.ts"]
    options = {
        "checkJs": True, "allowJs": True, "noEmit": True, "strict": True, "target": "ES2022", "module": "commonjs",
        "moduleResolution": "node", "lib": ["ES2022", "DOM"], "skipLibCheck": True, "types": [], "baseUrl": str(HERE),
        "paths": {"@adobe/premierepro": [str(packages / "@adobe/premierepro/src/premierepro.d.ts")]},
    }  # fmt: skip
    sources = [
        str(path) for kind in ("*.js", "*.d.ts") for path in sorted(plugin.rglob(kind)) if "node_modules" not in path.parts
    ]
    config = packages / ".cache" / f"tsconfig-{os.getpid()}.json"
    config.parent.mkdir(exist_ok=True)
    config.write_text(json.dumps({"compilerOptions": options, "files": [*map(str, definitions), *sources]}), "utf-8")
    try:
        done = node(str(packages / "typescript/bin/tsc"), "-p", str(config), "--pretty", "false")
    finally:
        config.unlink()
    prefix = os.path.relpath(plugin, HERE) + "/"
    return [line.replace(prefix, "") for line in done.stdout.splitlines() if line.strip()]
