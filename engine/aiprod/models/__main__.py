# SPDX-License-Identifier: Apache-2.0
"""`python -m aiprod.models`: put every installed model together and check it. The launcher's last stage."""

from __future__ import annotations

import sys

from aiprod.film.errors import AiprodError
from aiprod.models import library


def _show(name: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  {done + 1}/{total} {name:<60}")
        sys.stderr.flush()


def main() -> int:
    try:
        library.prepare(_show)
    except AiprodError as error:
        sys.stderr.write(f"\naiprod: {error}\n")
        return error.exit_code
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
