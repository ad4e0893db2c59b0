# SPDX-License-Identifier: Apache-2.0
"""The sound of a master: which of the film's mixes it gets, brought to another loudness target where it must be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.delivery import timecode
from aiprod.delivery.formats import SoundCodec
from aiprod.delivery.muxing import Track
from aiprod.delivery.package import slug
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.master import MasterOrder
from aiprod.film.mix import TARGETS, Bus, BusChoices, Compression, Ducking, Layout, MixPlan, Stem
from aiprod.production.apart import apart
from aiprod.production.finishing import Finished

_BUSES: tuple[Bus, ...] = ("dialogue", "music", "ambience", "effects")
_SILENT_DB = -96.0


@dataclass(frozen=True)
class Sound:
    """The programme of a master: a mix's folder, and which layouts lie in it."""

    folder: Path
    layout: str

    def file(self, layout: str) -> Path:
        """ "5.1" or "stereo"."""
        return self.folder / ("stereo.wav" if layout == "stereo" and self.layout == "5.1" else "mix.wav")


def programme(film: Finished, order: MasterOrder, folder: Path, stop: threading.Event | None = None) -> Sound:
    """The film's own mix where it is what was ordered; else its stems mixed again, into `folder`.

    Raises UserError when a stereo film is to be 5.1, or the disk is full; Stopped.
    """
    check_layout(film, order)
    plan = MixPlan.from_json(film.mix.recipe.parameters["plan"])
    layout: Layout = "5.1" if order.layout == "5.1" else plan.layout
    if order.layout == "stereo" and plan.layout == "binaural":
        layout = "stereo"
    wanted = _aimed(plan, order)
    if wanted == plan and layout == plan.layout:
        return Sound(film.mix_folder, plan.layout)
    again = folder / "mix"
    with disk_errors(again):
        again.mkdir()
        plan = _from_stems(wanted, film.mix_folder, layout)
        apart("aiprod.production.master_sound:mix_again", again, {"plan": plan.to_json()}, stop)
    return Sound(again, layout)


def mix_again(folder: Path, *, plan: dict[str, Any]) -> dict[str, Any]:
    """Builder: a mix."""
    from aiprod.mixing import mixer

    return mixer.mix(MixPlan.from_json(plan), folder)


def check_layout(film: Finished, order: MasterOrder) -> None:
    """Raises UserError when the film's mix can't become what was ordered."""
    if order.layout == "5.1" and film.layout == "stereo":
        raise UserError(f"{film.title} has no 5.1 mix", "it was mixed in stereo", "Make the film with --layout 5.1.")


def tracks(sound: Sound, order: MasterOrder, codec: SoundCodec, language: str) -> tuple[Track, ...]:
    """What goes into a file: the mix, and behind a 5.1 mix its stereo fold."""
    film_order = order.channel_order == "film"
    if sound.layout != "5.1" or order.layout == "stereo":
        return (Track(sound.file("stereo"), codec, language, "Stereo"),)
    surround = Track(sound.file("5.1"), codec, language, "5.1", film_order=film_order)
    return surround, Track(sound.file("stereo"), codec, language, "Stereo")


def write_wav(sound: Sound, order: MasterOrder, film: Finished, out: Path) -> None:
    """The programme as a broadcast WAV that begins at the film's timecode; 5.1 in WAV's order, or in film order and unnamed."""
    from aiprod.media.audio import SAMPLE_RATE
    from aiprod.media.soundfiles import SoundFile
    from aiprod.media.wave import Broadcast, WaveWriter
    from aiprod.mixing.layouts import reordered

    source = SoundFile(sound.file("stereo" if order.layout == "stereo" else sound.layout))
    turned = order.channel_order == "film" and source.channels == 6
    note = Broadcast(slug(film.title), start_samples=timecode.first_sample(film.facts.rate.fps))
    try:
        with WaveWriter(out, source.channels, broadcast=note, named=not turned) as file:
            for start in range(0, source.length, 4 * SAMPLE_RATE):
                block = source.read(start, min(start + 4 * SAMPLE_RATE, source.length))
                file.write(reordered(block, "smpte", "film") if turned else block)
    finally:
        source.close()


def write_stem_files(sound: Sound, order: MasterOrder, film: Finished, folder: Path, stem: str) -> None:
    """Every bus as a WAV of the film's length, and the programme beside them."""
    from aiprod.mixing.stems import StemFormat, StemLabel, write_stems

    label = StemLabel(stem, start_samples=timecode.first_sample(film.facts.rate.fps))
    write_stems(sound.folder, folder, label, StemFormat(order=order.channel_order or "smpte"))
    write_wav(sound, order, film, folder / f"{stem}_programme.wav")


def _aimed(plan: MixPlan, order: MasterOrder) -> MixPlan:
    if not order.loudness:
        return plan
    target = TARGETS[order.loudness]
    return plan.changed(target_lufs=target.lufs, true_peak_dbtp=target.true_peak_dbtp, anchor=target.anchor)


def _from_stems(plan: MixPlan, folder: Path, layout: Layout) -> MixPlan:
    """A plan that puts finished stems together as they are: nothing is filtered, ducked or sent anywhere a second time."""
    untouched = tuple(
        BusChoices(
            bus=bus, eq=(), compression=Compression(ratio=1), ducking=Ducking(depth_db=0), surround_db=_SILENT_DB,
            lfe_db=_SILENT_DB,
        )
        for bus in _BUSES
    )  # fmt: skip
    beds = [Stem(name=bus, bus=bus, file=str(folder / f"{bus}.flac"), start_s=0) for bus in _BUSES if bus != "dialogue"]
    stems = (*_lines(plan, folder / "dialogue.flac"), *beds)
    return plan.changed(stems=stems, buses=untouched, layout=layout)


def _lines(plan: MixPlan, file: Path) -> Iterator[Stem]:
    """The dialogue stem cut at its lines, so that the mixer knows where somebody speaks; what lies between them (the tails of
    rooms) goes along as effects."""
    at = 0.0
    for start, end in _spoken(plan):
        if start > at:
            yield _piece(file, "effects", at, start)
        yield _piece(file, "dialogue", start, end)
        at = end
    if plan.duration_s > at:
        yield _piece(file, "effects", at, plan.duration_s)


def _spoken(plan: MixPlan) -> Iterator[tuple[float, float]]:
    """Where lines are, joined where they overlap."""
    spans = sorted(
        (s.start_s, min(s.start_s + (s.duration_s or 0.0), plan.duration_s)) for s in plan.stems if s.bus == "dialogue"
    )
    held: tuple[float, float] | None = None
    for start, end in spans:
        if held is not None and start <= held[1]:
            held = held[0], max(held[1], end)
            continue
        if held is not None:
            yield held
        held = start, end
    if held is not None and held[1] > held[0]:
        yield held


def _piece(file: Path, bus: Bus, start: float, end: float) -> Stem:
    return Stem(name=f"{bus} {start:.3f}", bus=bus, file=str(file), start_s=start, source_in_s=start, duration_s=end - start)
