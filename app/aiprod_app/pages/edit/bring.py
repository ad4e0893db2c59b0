# SPDX-License-Identifier: Apache-2.0
"""Bringing the user's own files into the film: chosen or dropped, one or a folder of them, each with a reason where refused."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from aiprod.film.errors import AiprodError, Stopped, UserError
from aiprod.film.messages import told
from aiprod.film.time import FrameRate
from aiprod.film.timeline import MediaFile, Timeline
from aiprod_app.background import Courier
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.edit.bin.items import Media
from aiprod_app.timeline.dropping import PICTURES, SOUNDS, STILLS

if TYPE_CHECKING:
    from aiprod_app.pages.edit.page import EditPage

_MOST_TOLD = 6
KNOWN = PICTURES | SOUNDS | STILLS


@dataclass
class Brought:
    """What became of some files.

    Attributes:
        media: those that are in the film now.
        refused: those that aren't, with the reason.
    """

    media: list[Media] = field(default_factory=list)
    refused: list[tuple[Path, AiprodError]] = field(default_factory=list)


class Bring(QObject):
    """Adopts files, off the interface thread, with progress and a way to stop.

    Signals:
        done: what became of it (Brought).
    """

    done = Signal(object)

    def __init__(self, page: EditPage) -> None:
        super().__init__(page)
        self._page = page
        self._courier = Courier(self)
        self._stop = threading.Event()
        self.progress: QProgressDialog | None = None

    def ask(self) -> None:
        """Have the user choose files."""
        dialog = QFileDialog(self._page, self.tr("Import media"))
        dialog.setObjectName("import-media")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        names = " ".join(f"*{suffix}" for suffix in sorted(KNOWN))
        dialog.setNameFilters([self.tr("Film, picture and sound files ({names})").format(names=names), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda paths: self.bring([Path(path) for path in paths]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring(self, paths: Sequence[Path], then: Callable[[Brought], None] | None = None) -> None:
        """Adopt files; of a folder, the media in it. `then` is told what became of them."""
        film = self._page.studio.film
        if not film.is_open or not paths:
            return
        root = film.root
        self._stop = stop = threading.Event()
        self._show_progress(len(paths))

        def told(done: int, most: int, name: str) -> None:
            self._courier.send(lambda: self._advance(done, most, name))

        def finished(brought: Brought) -> None:
            self._finished(brought)
            if then is not None:
                then(brought)

        self._page.studio.background.run(lambda: adopted(root, paths, stop, told), finished, self._failed, owner=self)

    def _show_progress(self, most: int) -> None:
        dialog = QProgressDialog(self.tr("Files are being copied into the film…"), self.tr("Cancel"), 0, most, self._page)
        dialog.setWindowTitle(self.tr("Import media"))
        dialog.setObjectName("import-progress")
        dialog.setMinimumDuration(600)
        dialog.canceled.connect(self._stop.set)
        self.progress = dialog

    def _advance(self, done: int, most: int, name: str) -> None:
        if self.progress is not None and not self._stop.is_set():
            self.progress.setMaximum(max(most, 1))
            self.progress.setLabelText(self.tr("Copying {name} into the film…").format(name=name))
            self.progress.setValue(done)

    def _close(self) -> None:
        if self.progress is not None:
            self.progress.reset()
            self.progress.deleteLater()
            self.progress = None

    def _failed(self, error: AiprodError) -> None:
        self._close()
        self._page.studio.messages.error(error, about="import")

    def _finished(self, brought: Brought) -> None:
        self._close()
        messages = self._page.studio.messages
        if brought.refused:
            lines = [f"{path.name}: {_reason(error)}" for path, error in brought.refused[:_MOST_TOLD]]
            more = len(brought.refused) - _MOST_TOLD
            if more > 0:
                lines.append(self.tr("and %n more", "", more))
            text = self.tr("%n file(s) could not be used", "", len(brought.refused))
            messages.tell("bad", text, "\n".join(lines), about="import")
        elif brought.media:
            messages.tell("good", self.tr("%n file(s) brought into the film", "", len(brought.media)), about="import")
        elif not self._stop.is_set():
            messages.tell("warning", self.tr("There is no film, picture or sound in there"), about="import")
        self.done.emit(brought)


def _reason(error: AiprodError) -> str:
    return ". ".join(part for part in told(error, language_in_use()) if part)


def adopted(
    root: Path, paths: Sequence[Path], stop: threading.Event, told: Callable[[int, int, str], None]
) -> Brought:  # fmt: skip
    """Copy files into a film's folder, one after the other, until `stop`."""
    from aiprod.film.store import FilmStore
    from aiprod.production.adopting import adopt_parts

    store, files = FilmStore(root), list(_files(paths))
    brought = Brought()
    for number, path in enumerate(files):
        told(number, len(files), path.name)
        try:
            found = adopt_parts(store, path, stop=stop)
            brought.media.append(Media(found.picture, found.sound))
        except Stopped:
            break
        except AiprodError as error:
            brought.refused.append((path, error))
        except OSError as error:
            brought.refused.append((path, UserError(f"{path.name} can't be read", error.strerror or str(error))))
        if stop.is_set():
            break
    return brought


def _files(paths: Sequence[Path]) -> list[Path]:
    """Files as they are; of folders, what may be media, by name."""
    found: list[Path] = []
    for path in paths:
        if _is_folder(path):
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in KNOWN and one.is_file())
            found += [one for one in inside if not any(part.startswith(".") for part in one.relative_to(path).parts)]
        else:
            found.append(path)
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no disk can have, a folder that can't be looked into: reading it says why
        return False


def media_of(root: Path, timeline: Timeline | None, rate: FrameRate, known: dict[Path, MediaFile | None]) -> tuple[Media, ...]:
    """The user's files: those in the film's folder, and those that the timeline still asks for.

    `known` keeps what was looked at before. Reads files: not for the interface thread.
    """
    files = _asked_for(timeline)
    folder = root / "media"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.relative_to(root).as_posix()
        if name not in files and not path.name.startswith(".") and path.suffix.lower() in KNOWN:
            if path not in known:
                known[path] = _looked_at(root, path, rate)
            found = known[path]
            if found is not None:
                files[name] = found
    return tuple(_paired(root, files))


def _asked_for(timeline: Timeline | None) -> dict[str, MediaFile]:
    shown = (clip.shows for _, _, clip in timeline.clips()) if timeline is not None else ()
    return {shows.path: shows for shows in shown if isinstance(shows, MediaFile)}


def _looked_at(root: Path, path: Path, rate: FrameRate) -> MediaFile | None:
    """A file of the film's as the timeline calls it; None where it can't be used. A sound counts in the film's frames."""
    from aiprod.production.adopting import probe

    try:
        found = probe(path)
    except AiprodError:
        return None
    name = path.relative_to(root).as_posix()
    if found.sound_s is not None:
        return MediaFile(path=name, frames=max(1, int(found.sound_s * rate.fps)), rate=rate)
    exact = (found.rate or rate.fps).limit_denominator(1001)
    own = FrameRate(numerator=exact.numerator, denominator=exact.denominator)
    return MediaFile(path=name, frames=found.frames, rate=own, still=found.still) if found.frames else None


def _paired(root: Path, files: dict[str, MediaFile]) -> Iterator[Media]:
    """Pictures with the sound that was taken out of the same file, which has its name, and sounds alone."""
    pictures = {name: file for name, file in files.items() if Path(name).suffix.lower() not in SOUNDS}
    sounds = {name: file for name, file in files.items() if name not in pictures}
    stems = Counter(_stem(name) for name in pictures)
    beside = {_stem(name): name for name in sounds if Path(name).suffix == ".flac"}
    moving = {_stem(name) for name, file in pictures.items() if not file.still}
    taken = {sound for stem, sound in beside.items() if stem in moving and stems[stem] == 1}
    for name, file in pictures.items():
        sound = beside.get(_stem(name), "")
        yield Media(file, sounds.get(sound) if sound in taken and not file.still else None, (root / name).is_file())
    for name, file in sounds.items():
        if name not in taken:
            yield Media(None, file, (root / name).is_file())


def _stem(name: str) -> str:
    """A copy's name without the digest that it ends with."""
    return Path(name).stem.rpartition("-")[0] or Path(name).stem
