# SPDX-License-Identifier: Apache-2.0
"""The film on a screen: the frames of the export, at its size or smaller, from any point, made ahead by a thread.

The same code makes both, so that what is seen is what is delivered. For speed a viewer works at half size with tables of 33³
and, where there are proxies (`rendering.proxies`), from those.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import AiprodError, EngineError, Stopped, UserError
from aiprod.film.time import FrameRate
from aiprod.rendering.segments import Caption, PictureFormat, Segment, Source
from aiprod.rendering.sides import DRAFT_TABLE_SIZE, TABLE_SIZE

if TYPE_CHECKING:
    import av

Picture = NDArray[np.uint8]
"""[height, width, 3 or 4], full-range display codes."""
Layout = Literal["rgb24", "bgra"]
Scale = Literal[1, 2, 4]
_SMALLEST = 64


class Viewer:
    """The frames of a film for a screen. May be asked from any thread; one thread of its own makes frames ahead.

    For a screen of ordinary range, compile the timeline for the output "rec709".

    Args:
        segments: of `compile_timeline`, one format throughout.
        tables: as for `execute.render_segment`; used at full size.
        scale: 1 gives the export's own pixels, 2 half of its size, 4 a quarter; never less than 64 pixels a side.
        proxies: SHA-256 of footage → its proxy.
        ahead: frames made before they are asked for; as many are kept behind.
        layout: of the pictures: "bgra" suits Qt's Format_RGB32, "rgb24" everything else.
    """

    def __init__(
        self, segments: Sequence[Segment], tables: Mapping[str, Path] | None = None, scale: Scale = 2, *,
        proxies: Mapping[str, Path] | None = None, ahead: int = 8, layout: Layout = "bgra",
    ) -> None:  # fmt: skip
        if not segments:
            raise EngineError("There is nothing to show", "the timeline has no segments")
        scale = fitting(segments[0].format, scale)
        self._segments = [scaled(segment, scale, proxies or {}) for segment in segments]
        self._starts = [segment.start for segment in self._segments]
        self._tables = dict(tables or {}) if scale == 1 else {}
        self._table_size = TABLE_SIZE if scale == 1 else DRAFT_TABLE_SIZE
        self._ahead, self._layout = ahead, layout
        self._changed = threading.Condition()
        self._ring: dict[int, Picture] = {}
        self._next, self._asked, self._turn = 0, -2 * ahead - 1, 0
        self._error: AiprodError | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="viewer", daemon=True)
        self._thread.start()

    @property
    def frames(self) -> int:
        return self._starts[-1] + self._segments[-1].frames

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        fmt = self._segments[0].format
        return fmt.width, fmt.height

    @property
    def rate(self) -> FrameRate:
        return self._segments[0].format.rate

    def frame_at(self, index: int) -> Picture:
        """A frame of the film, counted from 0; at once where it was made ahead.

        Raises:
            UserError: there is no such frame, or footage can't be read.
            Stopped: `cancel` was called, the viewer was closed, or somebody asked for a frame elsewhere meanwhile.
        """
        if not 0 <= index < self.frames:
            raise UserError(f"There is no frame {index}", f"the film has {self.frames}")
        with self._changed:
            self._aim(index)
            turn = self._turn
            self._changed.notify_all()
            self._changed.wait_for(lambda: index in self._ring or self._error or self._closed or turn != self._turn)
            if index in self._ring:
                return self._ring[index]
            if turn == self._turn and self._error:
                raise self._error
        raise Stopped("The frame is no longer wanted")

    def ready(self) -> tuple[int, ...]:
        """The frames that are there already, for a bar under the picture."""
        with self._changed:
            return tuple(sorted(self._ring))

    def cancel(self) -> None:
        """Give up what is being made; whoever waits for it gets `Stopped`."""
        with self._changed:
            self._turn += 1
            self._asked = self._next - self._ahead - 1
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread; nothing can be asked after that."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _aim(self, index: int) -> None:
        """Have the thread go on where it is if the frame is near, or begin at the frame."""
        self._asked = index
        coming = self._next <= index <= self._next + self._ahead and not self._error
        if index not in self._ring and not coming:
            self._turn += 1
            self._next, self._error = index, None
            self._ring.clear()

    def _run(self) -> None:
        turn = -1
        making: Iterator[Picture] = iter(())
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._hungry())
                if self._closed:
                    return
                if turn != self._turn:
                    turn, making = self._turn, self._from(self._next)
            picture, error = made(partial(next, making))
            with self._changed:
                if turn == self._turn:
                    self._keep(picture, error)
                    self._changed.notify_all()

    def _hungry(self) -> bool:
        return not self._error and self._next < self.frames and self._next <= self._asked + self._ahead

    def _keep(self, picture: Picture | None, error: AiprodError | None) -> None:
        self._error = error
        if picture is not None:
            self._ring[self._next] = picture
            self._next += 1
            for index in [i for i in self._ring if i < self._asked - self._ahead]:
                del self._ring[index]

    def _from(self, index: int) -> Iterator[Picture]:
        """The film's pictures from a frame on."""
        from aiprod.rendering.execute import frames

        number = bisect_right(self._starts, index) - 1
        for segment in self._segments[number:]:
            skipped = max(0, index - segment.start)
            part = part_of(segment, skipped, segment.frames - skipped)
            for frame in frames(part, self._tables, self._table_size):
                yield pixels(frame, self._layout)


def made(make: Callable[[], Picture]) -> tuple[Picture | None, AiprodError | None]:
    """What `make` makes, or why it can't."""
    try:
        return make(), None
    except AiprodError as error:
        return None, error
    except Exception as error:  # noqa: BLE001 - a thread has nobody above it: whoever asks gets it
        return None, EngineError("A frame can't be shown", f"{type(error).__name__}: {error}")


def fitting(fmt: PictureFormat, scale: Scale) -> Scale:
    """The scale, or a larger one where pictures would be smaller than 64 pixels a side."""
    while scale > 1 and min(fmt.width, fmt.height) // scale < _SMALLEST:
        scale = 1 if scale == 2 else 2
    return scale


def sides_at(fmt: PictureFormat, scale: int) -> tuple[int, int]:
    """Width and height of pictures at a part of their size, even numbers."""
    return (fmt.width, fmt.height) if scale == 1 else (fmt.width // scale // 2 * 2, fmt.height // scale // 2 * 2)


def scaled(segment: Segment, scale: int, proxies: Mapping[str, Path]) -> Segment:
    """A segment at a part of its size, from proxies, without the invisible mark."""
    fmt = segment.format
    width, height = sides_at(fmt, scale)
    small = fmt if scale == 1 else fmt.changed(width=width, height=height, exact=False)
    changed = segment.changed(format=small.changed(watermark=""))
    if scale == 1:
        return changed
    return changed.changed(outgoing=_proxied(segment.outgoing, proxies), incoming=_proxied(segment.incoming, proxies))


def _proxied(source: Source | None, proxies: Mapping[str, Path]) -> Source | None:
    path = proxies.get(source.media) if source else None
    return source.changed(path=str(path)) if source and path else source


def part_of(segment: Segment, first: int, count: int) -> Segment:
    """`count` frames of a segment from its frame `first` on: the same pixels that the whole segment has there."""
    if not first and count == segment.frames:
        return segment
    if first < 0 or not 0 < count <= segment.frames - first:
        raise EngineError("A segment has no such frames", f"{first} + {count} of {segment.frames}")
    return segment.changed(
        start=segment.start + first,
        frames=count,
        outgoing=_later(segment.outgoing, first),
        incoming=_later(segment.incoming, first),
        first=segment.first if segment.kind == "cut" else segment.first + first,
        titles=tuple(title.changed(first=title.first + first) for title in segment.titles),
        captions=tuple(_caption(caption, first, count) for caption in segment.captions if first < caption.end
                       and caption.first < first + count),
    )  # fmt: skip


def _later(source: Source | None, frames: int) -> Source | None:
    return source.changed(skip=source.skip + frames) if source else None


def _caption(caption: Caption, first: int, count: int) -> Caption:
    return caption.changed(first=max(0, caption.first - first), end=min(count, caption.end - first))


def pixels(frame: av.VideoFrame, layout: Layout) -> Picture:
    """A finished frame as full-range codes by its own matrix, uint8, not writable."""
    from av.video.reformatter import ColorRange

    whole = frame.reformat(format=layout, src_color_range=ColorRange.MPEG, dst_color_range=ColorRange.JPEG)
    array = whole.to_ndarray()
    array.flags.writeable = False
    return cast("Picture", array)


def segment_at(segments: Sequence[Segment], index: int) -> Segment:
    """The single frame `index` of a film as a segment of its own. Raises UserError when there is no such frame."""
    for segment in segments:
        if segment.start <= index < segment.start + segment.frames:
            return part_of(segment, index - segment.start, 1)
    total = segments[-1].start + segments[-1].frames if segments else 0
    raise UserError(f"There is no frame {index}", f"the film has {total}", "Frames are counted from 0.")
