# SPDX-License-Identifier: Apache-2.0
"""The picture of a master: segments in its format, rendered or found in the cache, joined, and the light in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from aiprod.delivery.formats import Format
from aiprod.delivery.hdr import StaticMetadata
from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import data_home
from aiprod.film.master import MasterOrder
from aiprod.film.output import OutputName
from aiprod.media.encoders import Encoder, choose
from aiprod.production.finishing import Finished
from aiprod.rendering.segments import Codec, PictureFormat, Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.rendering.cache import SegmentCache

Progress = Callable[[int, int], None]
_SEGMENTS_IN: dict[str, Literal["mp4", "mov", "webm"]] = {"prores": "mov", "dnxhr": "mov", "vp9": "webm"}


@dataclass(frozen=True)
class Picture:
    """A finished picture: its file, its frames, and why it was encoded as a whole ("" if it was joined)."""

    path: Path
    frames: int
    encoder: str
    encoded_again: str = ""


def check_order(film: Finished, order: MasterOrder, form: Format) -> None:
    """Refuse at once what would only fail later. Raises UserError."""
    form.check_output(_output(order))
    width, height = size_of(film, order)
    if width < form.smallest[0] or height < form.smallest[1]:
        raise UserError(f"{form.title} can't hold {width}×{height}", f"it begins at {form.smallest[0]}×{form.smallest[1]}",
                        "Choose another format or --size.")  # fmt: skip
    if order.alpha and not form.alpha:
        raise UserError(
            f"{form.title} has no alpha", "it can't be see-through", "Choose prores4444, prores4444xq, exr, png or tiff."
        )
    if form.kind == "video":
        encoder_of(order, form)


def size_of(film: Finished, order: MasterOrder) -> tuple[int, int]:
    """Of the master's picture."""
    return order.size or (film.facts.width, film.facts.height)


def encoder_of(order: MasterOrder, form: Format) -> Encoder:
    """Who encodes. Raises UserError when no encoder of the format opens here."""
    assert form.purpose is not None
    purpose = form.alpha_purpose if order.alpha and form.alpha_purpose else form.purpose
    try:
        return choose(purpose, hardware=order.hardware)
    except EngineError as error:
        raise UserError(f"{form.title} can't be written here", error.why, "Choose --format av1, vp9 or a ProRes.") from error


def segments_of(film: Finished, order: MasterOrder, form: Format) -> tuple[Segment, ...]:
    """The film cut into segments in the master's format. Raises UserError."""
    from aiprod.rendering.compile import compile_timeline

    width, height = size_of(film, order)
    fmt = PictureFormat(
        width=width, height=height, rate=film.facts.rate, output=_output(order), chroma=form.chroma,
        bits=cast("Any", min(form.bits, 12)), alpha=order.alpha, exact=order.exact, watermark=order.watermark,
    )  # fmt: skip
    captions = _captions(film) if order.subtitles == "burned" else ()
    codec = _codec(encoder_of(order, form), form) if form.kind == "video" else None
    return compile_timeline(
        film.timeline, film.media, film.grades, fmt, codec, spaces=film.facts.spaces, captions=captions,
        language=film.language,
    )  # fmt: skip


def render(
    segments: tuple[Segment, ...], form: Format, folder: Path, *, stop: threading.Event | None, progress: Progress | None
) -> Picture:
    """Every segment found or rendered, and all joined, into `folder`. Raises UserError, Stopped."""
    from aiprod.rendering.execute import render_film

    out = folder / f"picture{_suffix(form)}"
    joined = render_film(segments, out, cache(), progress, stop)
    return Picture(out, joined.frames, segments[0].codec.name, joined.encoded_again)


def in_float(order: MasterOrder) -> bool:
    """Whether a sequence's frames are graded in float by the transforms themselves. The others come through baked tables in
    12 bits, some forty times as fast."""
    return order.exact or order.alpha or order.output == "acescg"


def still_frames(segments: tuple[Segment, ...], *, exact: bool) -> Iterator[NDArray[np.float32]]:
    """Every frame of the film as numbers: display codes, or light for acescg."""
    from aiprod.production.codes import codes_of
    from aiprod.rendering.execute import float_frames, frames

    for segment in segments:
        if exact:
            yield from float_frames(segment)
        else:
            yield from (codes_of(frame, segment.format.colour.luma) for frame in frames(segment))


def static_metadata(segments: tuple[Segment, ...], output: OutputName, stop: threading.Event | None) -> StaticMetadata | None:
    """HDR10's metadata, measured on the film's own pixels; None for outputs that have none."""
    from aiprod.grading.light import MASTERING
    from aiprod.production.film_light import measured

    if output not in MASTERING:
        return None
    return StaticMetadata(MASTERING[output], measured(segments, stop))


def cache() -> SegmentCache:
    """Where rendered segments are kept, beside the films."""
    from aiprod.rendering.cache import SegmentCache
    from aiprod.rendering.cache_limit import limit_bytes

    return SegmentCache(data_home() / "cache" / "segments", limit_bytes(data_home() / "cache"))


def _output(order: MasterOrder) -> OutputName:
    return order.output or "rec709"


def _codec(encoder: Encoder, form: Format) -> Codec:
    container = _SEGMENTS_IN.get(str(form.purpose).partition("_")[0], "mp4")
    tag = "hvc1" if form.name.startswith("h265") else ""
    return Codec.of(encoder).changed(container=container, tag=tag)


def _suffix(form: Format) -> str:
    return "." + _SEGMENTS_IN.get(str(form.purpose).partition("_")[0], "mp4")


def _captions(film: Finished) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """The film's subtitles on its frames."""
    rate = film.facts.rate
    return tuple((rate.frames(cue.start), rate.frames(cue.end), tuple(cue.text.split("\n"))) for cue in film.cues)
