# SPDX-License-Identifier: Apache-2.0
"""Trainers in processes of their own: to be killed, or to be one device of a group."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def start(module, *arguments, **more):
    """Start a module of the tests as a program; `more` goes into its environment."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "engine"), str(ROOT)]), "OMP_NUM_THREADS": "1"} | more
    command = [sys.executable, str(Path(module.__file__)), *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])
