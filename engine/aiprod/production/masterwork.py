# SPDX-License-Identifier: Apache-2.0
"""A master made: picture, sound and words of a finished film, in the format that was ordered."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

from aiprod.delivery import boxes, hdr, presets, timecode
from aiprod.delivery.formats import SoundCodec, named
from aiprod.delivery.hdr import StaticMetadata
from aiprod.delivery.muxing import Programme, mux
from aiprod.delivery.package import POSTER, slug
from aiprod.delivery.subtitle_files import SubtitleForm, write_subtitle_file
from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.master import MasterOrder
from aiprod.film.store import FilmStore
from aiprod.media.encoders import choose
from aiprod.production import master_sound, masters, sealing
from aiprod.production.apart import apart, one_by_one, promptly
from aiprod.production.finishing import Finished
from aiprod.production.masters import Progress
from aiprod.production.workers import check_stop

_WORKING = ("prores", "dnxhr")
"""Formats for other machines: no chapters and no soft subtitles, which their readers take for faults."""
_WORDS: tuple[SubtitleForm, ...] = ("srt", "vtt", "ttml")
_LARGE = 64 << 20
"""Bytes that are signed within a moment."""
_PAPERS = (POSTER, "contact-sheet.jpg", "*.ledger.*")


class Masterwork:
    """One master of one film.

    Args:
        store: the film.
        order: with nothing left open (`presets.filled`).
        target: the file or folder that it becomes.
        stop: set it to give up.
        progress: is told (frames done, in all).

    Attributes:
        notes: what its orderer should know, in words.
    """

    def __init__(
        self, store: FilmStore, order: MasterOrder, target: Path, stop: threading.Event | None, progress: Progress
    ) -> None:
        self._film, self._order, self._target = Finished(store), order, target
        self._form = named(order.format)
        self._stop, self._progress = stop, progress
        self._stem = slug(self._film.title)
        self._mixed: master_sound.Sound | None = None
        self.notes: list[str] = []

    # -- before --------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Refuse at once what would only fail later. Raises UserError."""
        if self._order.preset:
            wanted = presets.preset(self._order.preset)
            wanted.check_rate(self._film.facts.rate.fps)
            self.notes += [wanted.note] if wanted.note else []
        if self._form.kind in ("video", "sequence"):
            masters.check_order(self._film, self._order, self._form)
        if self._form.kind != "subtitles":
            master_sound.check_layout(self._film, self._order)
        self._suffix()
        self._codec()

    def _suffix(self) -> str:
        """Of the master's file. Raises UserError where the target's name is another format's."""
        if self._order.package or not self._form.containers:
            return self._form.suffix
        return self._form.container(self._target)

    def _codec(self) -> SoundCodec | None:
        if self._form.kind != "video":
            return None
        wanted: SoundCodec | None = self._order.sound or None  # type: ignore[assignment]
        return self._form.sound(self._suffix(), wanted)

    # -- making --------------------------------------------------------------------------------------------------------

    def make(self, folder: Path) -> tuple[Path, ...]:
        """Make everything in a folder beside the target. Returns what is to be moved beside it, the master first."""
        work = folder / "work"
        work.mkdir()
        if self._order.package:
            whole = folder / self._target.name
            whole.mkdir()
            self._fill(whole, work)
            return whole, *self._sealed(whole)
        made = folder / self._target.name
        self._master(made, work)
        words = self._words(folder, self._target.stem, ("srt",)) if self._order.subtitles == "files" else ()
        beside = self._sealed(made)
        return made, *beside, *words

    def _fill(self, whole: Path, work: Path) -> None:
        """A package: the master, its sound, subtitles, poster and whatever else lies in delivery/ for receivers."""
        master = whole / (self._stem + self._form.suffix if self._form.containers else "picture")
        self._master(master, work)
        sound = whole / "sound"
        if self._form.kind != "sound":
            sound.mkdir()
            master_sound.write_stem_files(self._sound(work), self._order, self._film, sound, self._stem)
        if self._order.subtitles != "none":
            self._words(whole, self._stem, _WORDS)
        self._papers(whole)
        if master.is_file():
            self._seal(master)

    def _master(self, out: Path, work: Path) -> None:
        kinds = {"video": self._video, "sequence": self._stills, "sound": self._wave, "subtitles": self._text}
        kinds[self._form.kind](out, work)

    def _video(self, out: Path, work: Path) -> None:
        picture, light = self._picture(work)
        codec = self._codec()
        assert codec is not None
        working = self._form.name.startswith(_WORKING)
        soft = not working and self._order.subtitles in (None, "soft")
        self._mux(
            Programme(
                picture, master_sound.tracks(self._sound(work), self._order, codec, self._film.language),
                self._film.cues if soft else (), () if working else self._film.chapters, self._film.language,
                str(timecode.at(0, self._film.facts.rate.fps)), sealing.tags_of(self._film.facts.words), light,
            ), out,
        )  # fmt: skip

    def _mux(self, programme: Programme, out: Path) -> None:
        count = mux(programme, out, stop=self._stop)
        if count != self._film.facts.frames:
            raise UserError("The master is not whole", f"it has {count} of {self._film.facts.frames} frames", "Export it again.")

    def _picture(self, work: Path) -> tuple[Path, StaticMetadata | None]:
        """The joined picture, and HDR10's metadata. The screening copy's own picture is taken as it is."""
        if self._is_screening_picture():
            return self._film.picture, None
        segments = masters.segments_of(self._film, self._order, self._form)
        picture = promptly(
            lambda: masters.render(segments, self._form, work, stop=self._stop, progress=self._progress), self._stop
        )
        if picture.encoded_again:
            self.notes.append(f"the film was encoded whole: {picture.encoded_again}")
        best = choose(self._form.purpose).codec if self._form.purpose else picture.encoder
        if picture.encoder != best or self._order.hardware:
            self.notes.append(f"encoded by {picture.encoder}")
        check_stop(self._stop)
        light = promptly(lambda: masters.static_metadata(segments, self._order.output or "rec709", self._stop), self._stop)
        if light is not None and picture.path.suffix in (".mp4", ".mov"):
            boxes.finish(picture.path, front=True, entry=hdr.boxes(light), stop=self._stop)  # Matroska takes them from there
        return picture.path, light

    def _is_screening_picture(self) -> bool:
        order = self._order
        plain = order.output == "rec709" and not (order.exact or order.size or order.alpha or order.hardware or order.watermark)
        return self._form.name == "h264" and plain and order.subtitles != "burned"

    def _stills(self, out: Path, work: Path) -> None:
        from aiprod.delivery.sequences import Sequence, write_sequence

        out.mkdir()
        segments = masters.segments_of(self._film, self._order, self._form)
        sequence = Sequence(
            out, self._stem, self._form, self._order.output or "rec709", self._film.facts.rate.fps, self._film.title
        )
        exact = masters.in_float(self._order)
        if not exact and self._form.bits > 12:
            self.notes.append("the frames hold 12 bits, from a baked grade; --exact grades them in float")
        frames = one_by_one(masters.still_frames(segments, exact=exact), self._stop)
        write_sequence(sequence, frames, self._film.facts.frames, stop=self._stop, progress=self._progress)
        if not self._order.package:
            master_sound.write_wav(self._sound(work), self._order, self._film, out / f"{self._stem}.wav")

    def _wave(self, out: Path, work: Path) -> None:
        sound = self._sound(work)
        if self._form.name == "stems":
            out.mkdir()
            master_sound.write_stem_files(sound, self._order, self._film, out, self._stem)
        else:
            master_sound.write_wav(sound, self._order, self._film, out)

    def _text(self, out: Path, work: Path) -> None:
        del work
        self._word(out, cast("SubtitleForm", self._form.name))

    def _sound(self, work: Path) -> master_sound.Sound:
        """Mixed once, whoever asks for it."""
        if self._mixed is None:
            self._mixed = master_sound.programme(self._film, self._order, work, self._stop)
        return self._mixed

    # -- beside it -----------------------------------------------------------------------------------------------------

    def _words(self, folder: Path, stem: str, forms: tuple[SubtitleForm, ...]) -> tuple[Path, ...]:
        """Subtitle files, where somebody speaks."""
        paths = tuple(folder / f"{stem}.{form}" for form in forms) if self._film.cues else ()
        for path, form in zip(paths, forms, strict=False):
            self._word(path, form)
        return paths

    def _word(self, path: Path, form: SubtitleForm) -> None:
        film = self._film
        write_subtitle_file(film.cues, path, form, language=film.language, rate=film.facts.rate, title=film.title)

    def _papers(self, folder: Path) -> None:
        """What was delivered for people beside the film: poster, contact sheet, ledger. Stills are signed already."""
        delivered = self._film.store.root / "delivery"
        for source in (path for name in _PAPERS for path in sorted(delivered.glob(name))):
            write_atomically(folder / source.name, source.read_bytes())

    # -- signed --------------------------------------------------------------------------------------------------------

    def _sealed(self, made: Path) -> tuple[Path, ...]:
        """Sign what is handed over. Returns what lies beside it then."""
        if self._form.kind == "subtitles" and not self._order.package:
            return ()
        check_stop(self._stop)
        beside = self._seal(made)
        return (beside,) if beside is not None and beside.parent == made.parent else ()

    def _seal(self, path: Path) -> Path | None:
        """Sign a file or folder; a large one where that can be ended."""
        large = path.is_dir() or path.stat().st_size > _LARGE
        arguments = {"path": str(path), "words": self._film.facts.words, "watermark": self._order.watermark}
        made = apart("aiprod.production.sealing:seal_path", path.parent, arguments, self._stop if large else None)
        return Path(made["beside"]) if made["beside"] else None


def looks_made(store: FilmStore, order: MasterOrder, target: Path) -> bool:
    """Whether a target can be what an order made before: a folder whose checksums are right, or a film of the right length."""
    from aiprod.delivery import checksums

    form, film = named(order.format), Finished(store)
    if order.package or form.kind == "sequence" or form.name == "stems":
        return target.is_dir() and (target / checksums.NAME).is_file() and not checksums.check(target)
    if form.kind == "video":
        return target.is_file() and _frames_in(target) == film.facts.frames
    return target.is_file() and target.stat().st_size > 0


def _frames_in(path: Path) -> int:
    from aiprod.media.opening import open_media

    try:
        with open_media(path) as container:
            return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)
    except (UserError, IndexError):
        return 0
