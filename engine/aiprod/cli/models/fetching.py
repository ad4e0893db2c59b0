# SPDX-License-Identifier: Apache-2.0
"""`aiprod models pull` and `import`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiprod.cli.models.printing import Bar, as_json
from aiprod.models.store.records import size_text


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl-C sets the event; what runs ends by itself and keeps what it has."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def pull(arguments: argparse.Namespace) -> int:
    """Fetch models, one after the other."""
    from aiprod.models.pulling import pull as fetch

    bar, rows = Bar(), []
    with interruptible() as stop:
        for model in arguments.id:
            try:
                done = fetch(
                    model, precision=arguments.precision, stop=stop, renew=arguments.renew,
                    progress=lambda news: bar.show(f"{news.model}/{news.file}", news.done, news.total, news.rate, news.eta_s),
                )  # fmt: skip
            finally:
                bar.close()
            rows.append({"model": done.model, "fetched": done.fetched, "kept": done.kept, "recorded": dict(done.recorded)})
            if not arguments.json:
                _say(rows[-1])
    if arguments.json:
        as_json(rows)
    return 0


def _say(row: dict[str, object]) -> None:
    fetched, kept, recorded = row["fetched"], row["kept"], row["recorded"]
    assert isinstance(fetched, int) and isinstance(kept, int) and isinstance(recorded, dict)
    print(f"{row['model']} is here and whole: {size_text(fetched)} fetched, {size_text(kept)} were here already.")
    for name, sha256 in recorded.items():
        print(f"  {name}: SHA-256 {sha256}, as the hub declares it; recorded, and held to from now on.")


def bring(arguments: argparse.Namespace) -> int:
    """Import from a folder, a stick, a file."""
    from aiprod.models.importing import import_from

    bar = Bar()
    with interruptible() as stop:
        try:
            done = import_from(
                Path(arguments.place).expanduser(), arguments.id, precision=arguments.precision, link=arguments.link, stop=stop,
                progress=lambda news: bar.show(f"{news.model}/{news.file}", news.done, news.total),
            )  # fmt: skip
        finally:
            bar.close()
    if arguments.json:
        as_json([{**vars(item), "whole": item.whole} for item in done])
        return 0
    for item in done:
        missing = f"; missing: {', '.join(item.missing)} (`aiprod models pull {item.model}` fetches them)" if item.missing else ""
        print(f"{item.model}: {len(item.files)} files, {size_text(item.size)}{missing}")
        for path, why in item.refused:
            print(f"  {path} was left out: {why}", file=sys.stderr)
    return 0
