# SPDX-License-Identifier: Apache-2.0
"""The program that `harness` starts: the real `serve`, with settings from the command line and all logs unredacted."""

import json
import logging
import os
import sys
from pathlib import Path

from aiprod.server.run import serve
from aiprod.server.settings import Limits, ServerSettings
from aiprod.wire.discovery import Discovery


def say(found: Discovery) -> None:
    print(json.dumps({"port": found.port, "token": found.token}), flush=True)


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    os.umask(options["umask"])
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    folder = Path(options["folder"])
    settings = ServerSettings(
        folder=folder / "server", films_root=folder / "films", ports=tuple(options["ports"]), workers=options["workers"],
        database=f"sqlite:///{folder / 'server' / 'jobs.sqlite'}", limits=Limits(**options["limits"]),
    )  # fmt: skip
    serve(settings, say)
