# SPDX-License-Identifier: Apache-2.0
"""XML files of other programs (CLF, CTF, CDL), looked at before OpenColorIO reads them.

Refused: document types and entities (a few lines can name a file of this machine or unfold to gigabytes), references to
other files, and files too large to be what they say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGEST = 100_000_000
_ELSEWHERE = ("Reference", "include")
"""CTF's reference to another file, and XInclude's."""


@contextmanager
def checked(path: Path, roots: tuple[str, ...], what: str) -> Iterator[Path]:
    """A copy of the file with nothing harmful in it, for OpenColorIO alone: what it reads is what was checked.

    Args:
        roots: the elements that the document may begin with.
        what: the kind of file, for messages.

    Raises:
        UserError: the file can't be read, is no such XML, or holds what is refused.
    """
    data = _read(path, what)
    _parsed(path, data, roots, what)
    with tempfile.TemporaryDirectory(prefix="aiprod-lut-") as folder:
        copy = Path(folder) / f"checked{path.suffix.lower()}"
        copy.write_bytes(data)
        yield copy


def parsed(path: Path, roots: tuple[str, ...], what: str) -> Element:
    """The document's root, with nothing harmful in it. Arguments and errors as `checked`."""
    return _parsed(path, _read(path, what), roots, what)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _read(path: Path, what: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path, what, f"it is larger than {_LARGEST // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise _refused(path, what, error.strerror or str(error)) from error


def _parsed(path: Path, data: bytes, roots: tuple[str, ...], what: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise _refused(path, what, f"it holds a document type or entities ({type(error).__name__})") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _refused(path, what, f"it is no well-formed XML: {error}") from error
    if local(root) not in roots:
        raise _refused(path, what, f"it begins with {local(root)[:40]}, not {' or '.join(roots)}")
    if any(local(element) in _ELSEWHERE for element in root.iter()):
        raise _refused(path, what, "it refers to another file")
    return root


def _refused(path: Path, what: str, why: str) -> UserError:
    return UserError(f"{path.name} can't be used as a {what}", why, f"Export it again as a plain {path.suffix}.")
