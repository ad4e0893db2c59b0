# SPDX-License-Identifier: Apache-2.0
"""What a file says about its own making: IPTC Digital Source Type in an XMP packet, and plain words.

The vocabulary is cv.iptc.org/newscodes/digitalsourcetype. AIPROD's films are composites: the animatic's pictures are drawn
by an algorithm that learned from no samples, the voices come from a trained model. The term for such a whole is
`compositeSynthetic` ("composite including generative AI elements"); pictures made by a diffusion model are
`trainedAlgorithmicMedia`; a still of the plain animatic is `algorithmicMedia`.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from aiprod.film.errors import EngineError

SourceType = Literal[
    "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia", "digitalCapture",
    "compositeCapture", "humanEdits", "digitalCreation",
]  # fmt: skip
VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
XMP_UUID = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")
"""Adobe, XMP Specification Part 3: the uuid box of ISO base media files."""
_XMP_MARKER = b"http://ns.adobe.com/xap/1.0/\x00"
_SAID = {
    "en": "AI-generated: pictures, voices and music of this film were made by algorithms and AI models with AIPROD.",
    "fr": "Généré par IA : images, voix et musique de ce film sont l’œuvre d’algorithmes et de modèles d’IA, avec AIPROD.",
}
_DRAWN = {
    "en": "Made by computer: drawn and composed by algorithms with AIPROD, without a trained model.",
    "fr": "Fait par ordinateur : dessiné et composé par des algorithmes avec AIPROD, sans modèle entraîné.",
}
_FILMED = {
    "en": "Filmed material, edited with AIPROD; nothing in it was generated.",
    "fr": "Images filmées, montées avec AIPROD ; rien n’y est généré.",
}


@dataclass(frozen=True)
class Label:
    """What is written into a file."""

    title: str
    language: str
    source_type: SourceType
    author: str = ""
    description: str = ""
    models: tuple[str, ...] = ()
    """The models that took part: "Kokoro-82M", …"""

    @property
    def statement(self) -> str:
        return plain_statement(self.language, self.models, self.source_type)


def plain_statement(language: str, models: tuple[str, ...] = (), source_type: SourceType = "compositeSynthetic") -> str:
    """What it is, said to people: "AI-generated" wherever a trained model took part."""
    table = _SAID
    if not models and source_type == "algorithmicMedia":
        table = _DRAWN
    elif not models and source_type in ("digitalCapture", "compositeCapture", "humanEdits", "digitalCreation"):
        table = _FILMED
    said = table.get(language, table["en"])
    if not models:
        return said
    names = "Modèles\u202f:" if language == "fr" else "Models:"
    return f"{said} {names} {', '.join(models)}."


def is_trained(role: str) -> bool:
    """Whether a card of this role is a model that learned from data, and no collection of recorded sounds or measurements."""
    return role not in ("soundfont", "binaural head")


def source_type_of_shot(generator: str, roles: Collection[str]) -> SourceType:
    """The IPTC term of one shot's picture.

    Args:
        generator: who made it, "animatic/1", "nano/1", "diffusion:…", "cloud:…", "footage/1".
        roles: of the models that took part ("video", "painted look", …).
    """
    family = generator.partition("/")[0].partition(":")[0]
    if family == "footage":
        return "compositeWithTrainedAlgorithmicMedia" if roles else "digitalCapture"
    if family in ("nano", "diffusion", "cloud") or "video" in roles:
        return "trainedAlgorithmicMedia"
    return "compositeWithTrainedAlgorithmicMedia" if roles else "algorithmicMedia"


def source_type_of_film(shots: Collection[SourceType], *, sound_trained: bool) -> SourceType:
    """The IPTC term of a whole film: its shots' own where all are alike and its sound adds nothing else."""
    kinds = set(shots)
    if len(kinds) == 1:
        (kind,) = kinds
        if kind == "trainedAlgorithmicMedia" or not sound_trained:
            return kind
    return "compositeCapture" if kinds == {"digitalCapture"} and not sound_trained else "compositeSynthetic"


def xmp_packet(label: Label) -> bytes:
    """An XMP packet (ISO 16684-1), UTF-8, with IPTC Extension properties."""
    text = escape(f"{label.description}\n{label.statement}".strip())
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(label.author)}</rdf:li></rdf:Seq></dc:creator>" if label.author else ""
    system = escape(", ".join(("AIPROD", *label.models)))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(label.title)}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{escape(label.language)}</rdf:li></rdf:Bag></dc:language>
{creator}<xmp:CreatorTool>AIPROD</xmp:CreatorTool>
<Iptc4xmpExt:DigitalSourceType>{VOCABULARY}{label.source_type}</Iptc4xmpExt:DigitalSourceType>
<Iptc4xmpExt:AISystemUsed>{system}</Iptc4xmpExt:AISystemUsed>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def embed_xmp(path: Path, label: Label) -> bool:
    """Write the label as XMP into a finished, not yet signed file; see `xmp_files.embed_xmp`."""
    from aiprod.delivery import xmp_files

    return xmp_files.embed_xmp(path, label)


def append_to_mp4(path: Path, packet: bytes) -> None:
    """Add the packet as a uuid box behind the last box. No offset of the file changes."""
    with path.open("ab") as stream:
        stream.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + XMP_UUID + packet)


def with_xmp(jpeg: bytes, packet: bytes) -> bytes:
    """A JPEG with the packet in an APP1 segment behind its first marker. Raises EngineError for a packet over 64 KB."""
    content = _XMP_MARKER + packet
    if len(content) + 2 > 0xFFFF or jpeg[:2] != b"\xff\xd8":
        raise EngineError("The poster's metadata can't be written", "it is larger than a JPEG segment, or this is no JPEG")
    place = 2
    if jpeg[2:4] == b"\xff\xe0":  # APP0 (JFIF) must stay first
        place += 2 + struct.unpack(">H", jpeg[4:6])[0]
    return jpeg[:place] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[place:]
