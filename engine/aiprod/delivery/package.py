# SPDX-License-Identifier: Apache-2.0
"""The delivery: everything is made beside its place and moved there when all of it is whole."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aiprod.delivery.muxing import Chapter, Programme, Track, mux
from aiprod.delivery.provenance import Label, SourceType, append_to_mp4, with_xmp, xmp_packet
from aiprod.delivery.subtitles import Cue, write_subtitles
from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors, write_atomically

POSTER = "poster.jpg"
_SPELLED = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O", "’": "-"})
"""Letters that lose more than an accent in ASCII."""


def deliver(
    picture: Path,
    mix_wav: Path,
    subtitles: Sequence[Cue],
    folder: Path,
    *,
    title: str,
    language: str,
    author: str = "",
    description: str = "",
    models: Sequence[str] = (),
    source_type: SourceType = "compositeSynthetic",
    poster_source_type: SourceType = "algorithmicMedia",
    poster_frames: Sequence[int] = (),
    timecode: str = "01:00:00:00",
    chapters: Sequence[Chapter] = (),
    fold: Path | None = None,
) -> tuple[Path, ...]:
    """Write `<slug>.mp4`, `<slug>.srt`, `<slug>.vtt` (where somebody speaks) and `poster.jpg` into `folder`.

    Args:
        picture: the finished picture, MP4; its packets are copied.
        mix_wav: the mix, 48 kHz, 1, 2 or 6 channels.
        subtitles: from `subtitles.cues_from`.
        title, language, author, description: the film's; language "en" or "fr".
        models: names of the models that took part, for the metadata.
        source_type, poster_source_type: IPTC Digital Source Types, see `provenance.source_type_of_film`.
        poster_frames: frames worth a poster (the heroes' close-ups); without them, the film's key frames compete.
        timecode: of the first frame; with ";" for drop-frame.
        chapters: the film's scenes.
        fold: the stereo fold of a 5.1 mix: the second sound of the film.

    Returns:
        The paths, the MP4 first.

    Raises:
        UserError: the disk is full or the folder can't be written; nothing is left behind, and older files stay.
    """
    label = Label(title, language, source_type, author, description, tuple(models))
    stem = slug(title)
    with _beside(folder) as making:
        programme = Programme(
            picture, _tracks(mix_wav, fold, language), tuple(subtitles), tuple(chapters), language, timecode, _tags(label)
        )
        _write_mp4(programme, making / f"{stem}.mp4", label)
        if subtitles:
            write_subtitles(subtitles, making, stem, language)
        _write_poster(picture, making / POSTER, Label(title, language, poster_source_type, author), poster_frames)
        names = [name for name in (f"{stem}.mp4", f"{stem}.srt", f"{stem}.vtt", POSTER) if (making / name).is_file()]
        for name in reversed(names):
            (making / name).replace(folder / name)
    return tuple(folder / name for name in names)


def slug(title: str) -> str:
    """A file name from a title: ASCII, lower case, hyphens; "film" where nothing is left."""
    plain = unicodedata.normalize("NFKD", title.translate(_SPELLED))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "film"


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder next to the result's place, gone at the end, however that comes."""
    making = folder / f".delivering-{uuid.uuid4().hex[:8]}"
    with disk_errors(folder):
        making.mkdir(parents=True)
        try:
            yield making
        finally:
            shutil.rmtree(making, ignore_errors=True)


def _tracks(mix: Path, fold: Path | None, language: str) -> tuple[Track, ...]:
    if fold is None:
        return (Track(mix, language=language),)
    return Track(mix, language=language, title="5.1"), Track(fold, language=language, title="Stereo")


def _tags(label: Label) -> dict[str, str]:
    wanted = {"title": label.title, "comment": label.statement, "artist": label.author, "description": label.description}
    return {name: text for name, text in wanted.items() if text}


def _write_mp4(programme: Programme, out: Path, label: Label) -> None:
    count = mux(programme, out)
    append_to_mp4(out, xmp_packet(label))
    with out.open("rb") as stream:
        os.fsync(stream.fileno())
    _check(out, count)


def _check(path: Path, frames: int) -> None:
    """Read the file back: every picture must be there, in order, from time 0."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times = sorted(int(p.pts or 0) for p in container.demux(stream) if p.size)
    if len(times) != frames or len(set(times)) != frames or times[0] != 0:
        raise EngineError("The film was not written whole", f"{len(times)} of {frames} frames are readable in {path.name}")


def _write_poster(picture: Path, out: Path, label: Label, frames: Sequence[int]) -> None:
    from aiprod.delivery.poster import poster_jpeg

    write_atomically(out, with_xmp(poster_jpeg(picture, label.title, label.author, frames), xmp_packet(label)))
