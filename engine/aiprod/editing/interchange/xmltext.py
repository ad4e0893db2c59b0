# SPDX-License-Identifier: Apache-2.0
"""XML of other editors: text that XML can hold, and documents that can do no harm."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 200


def clean(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)


def text(parent: Element, tag: str, value: object) -> Element:
    """A child with text."""
    element = ET.SubElement(parent, tag)
    element.text = clean(str(value))
    return element


def document(root: Element, doctype: str) -> bytes:
    """The document, indented."""
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {doctype}>\n\n{body}\n'.encode()


def parsed(path: Path, data: bytes) -> Element:
    """A document's root. Raises UserError: not XML, cut short, another encoding than it says, entities, too deep."""
    import defusedxml.ElementTree
    from defusedxml import DefusedXmlException

    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except ET.ParseError as error:
        raise _refused(path, f"it is no whole XML document ({error})") from error
    except DefusedXmlException as error:
        why = "it defines entities or names other files, which no editor's timeline needs"
        raise _refused(path, why) from error
    except (ValueError, LookupError, RecursionError, UnicodeError) as error:
        raise _refused(path, f"its text can't be decoded ({error})") from error
    _check_depth(path, root)
    return root


def _check_depth(path: Path, root: Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _DEEPEST:
            raise _refused(path, f"its elements lie more than {_DEEPEST} deep in each other")
        level = [child for element in level for child in element]


def _refused(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be read", why, "Export the timeline again.")
