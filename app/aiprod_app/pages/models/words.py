# SPDX-License-Identifier: Apache-2.0
"""What models are for, how large they are and how they would run, in words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale

from aiprod.models.planning.wording import told
from aiprod.wire.models import FitView, ModelView
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.jobs.words import roughly

_ROLES = {
    "voice": QT_TRANSLATE_NOOP("Models", "Speaks"),
    "speech recognition": QT_TRANSLATE_NOOP("Models", "Listens"),
    "speech quality": QT_TRANSLATE_NOOP("Models", "Judges voices"),
    "soundfont": QT_TRANSLATE_NOOP("Models", "Plays the score"),
    "binaural head": QT_TRANSLATE_NOOP("Models", "Sound for headphones"),
    "video": QT_TRANSLATE_NOOP("Models", "Shoots"),
    "lora": QT_TRANSLATE_NOOP("Models", "Adds to a video model"),
    "preview": QT_TRANSLATE_NOOP("Models", "Shows clips while they are made"),
    "upscaler": QT_TRANSLATE_NOOP("Models", "Enlarges clips"),
    "writer": QT_TRANSLATE_NOOP("Models", "Writes"),
    "upscaling": QT_TRANSLATE_NOOP("Models", "Enlarges pictures"),
    "painted look": QT_TRANSLATE_NOOP("Models", "Paints pictures"),
    "recogniser": QT_TRANSLATE_NOOP("Models", "Reads what clips show"),
}
_NEEDS = {
    "core": QT_TRANSLATE_NOOP("Models", "Needed for every film"),
    "optional": QT_TRANSLATE_NOOP("Models", "Used where installed"),
    "test": QT_TRANSLATE_NOOP("Models", "For tests only"),
}
GROUPS = {
    "video": QT_TRANSLATE_NOOP("Models", "Video models"),
    "additions": QT_TRANSLATE_NOOP("Models", "Additions to video models"),
    "voices": QT_TRANSLATE_NOOP("Models", "Voices"),
    "music": QT_TRANSLATE_NOOP("Models", "Music and sound"),
    "pictures": QT_TRANSLATE_NOOP("Models", "Pictures"),
    "writing": QT_TRANSLATE_NOOP("Models", "Writing"),
    "others": QT_TRANSLATE_NOOP("Models", "Others"),
    "tests": QT_TRANSLATE_NOOP("Models", "For tests only"),
}
"""By what a model does, in the order in which they are shown."""
_IN_GROUP = {
    "video": "video", "lora": "additions", "preview": "additions", "upscaler": "additions", "voice": "voices",
    "speech recognition": "voices", "speech quality": "voices", "soundfont": "music", "binaural head": "music",
    "upscaling": "pictures", "painted look": "pictures", "recogniser": "pictures", "writer": "writing",
}  # fmt: skip
_ABILITIES = {
    "text": QT_TRANSLATE_NOOP("Models", "from words"),
    "image": QT_TRANSLATE_NOOP("Models", "from a picture"),
    "first_last": QT_TRANSLATE_NOOP("Models", "from a first to a last picture"),
    "keyframes": QT_TRANSLATE_NOOP("Models", "through given pictures"),
    "extend": QT_TRANSLATE_NOOP("Models", "goes on with a clip"),
    "retake": QT_TRANSLATE_NOOP("Models", "makes a part of a clip again"),
    "depth": QT_TRANSLATE_NOOP("Models", "follows depth"),
    "pose": QT_TRANSLATE_NOOP("Models", "follows poses"),
    "edges": QT_TRANSLATE_NOOP("Models", "follows outlines"),
    "reference": QT_TRANSLATE_NOOP("Models", "keeps to pictures of people and things"),
    "camera": QT_TRANSLATE_NOOP("Models", "moves the camera"),
    "audio": QT_TRANSLATE_NOOP("Models", "makes sound"),
    "speech": QT_TRANSLATE_NOOP("Models", "speaks a given line"),
    "two_stage": QT_TRANSLATE_NOOP("Models", "in two sizes, one after the other"),
    "distilled": QT_TRANSLATE_NOOP("Models", "in few steps"),
    "temporal": QT_TRANSLATE_NOOP("Models", "more frames"),
    "spatial": QT_TRANSLATE_NOOP("Models", "larger frames"),
    "lora": QT_TRANSLATE_NOOP("Models", "takes additions"),
    "preview": QT_TRANSLATE_NOOP("Models", "shows what comes"),
}
_OFFLOAD = {
    "resident": QT_TRANSLATE_NOOP("Models", "all of it stays in the device’s memory"),
    "model": QT_TRANSLATE_NOOP("Models", "its parts take turns in the device’s memory"),
    "blocks": QT_TRANSLATE_NOOP("Models", "its weights are streamed from the machine’s memory, block by block"),
}
_ARCHITECTURES = {"wan": "Wan", "ltx2": "LTX"}
CLIP = (1280, 704, 121, 24.0)
"""The clip that a fit report is about: width, height, frames, rate."""


def said(text: str) -> str:
    """A sentence of this module's tables in the language in use."""
    return QCoreApplication.translate("Models", text)


def role(name: str) -> str:
    """What a model does; an unknown role as its card has it."""
    return said(_ROLES[name]) if name in _ROLES else name


def need(name: str) -> str:
    """How much it is needed."""
    return said(_NEEDS[name]) if name in _NEEDS else name


def group(model: ModelView) -> str:
    """Its key in `GROUPS`."""
    return "tests" if model.need == "test" else _IN_GROUP.get(model.role, "others")


def line(model: ModelView) -> str:
    """ "Shoots · Used where installed · LTX 2.3"."""
    family = (
        f"{_ARCHITECTURES.get(model.architecture, '')} {model.generation}".strip() if model.architecture in _ARCHITECTURES else ""
    )
    return " · ".join(part for part in (role(model.role), need(model.need), family) if part)


def abilities(model: ModelView) -> str:
    """What it can be asked for."""
    return ", ".join(said(_ABILITIES[name]) for name in model.abilities if name in _ABILITIES)


def size(number_of_bytes: float) -> str:
    """ "29 GB", "4.2 MB"."""
    return QLocale().formattedDataSize(round(number_of_bytes), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def in_own_language(english: str, french: str) -> str:
    """A card's words."""
    return french if french and language_in_use() == "fr" else english


def clip() -> str:
    """The clip that fit reports are about."""
    width, height, frames, rate = CLIP
    words = QCoreApplication.translate("Models", "a clip of {seconds} s at {width} × {height}")
    return words.format(seconds=round(frames / rate), width=width, height=height)


def verdict(fit: FitView) -> str:
    """Whether it runs, how and how fast, in one or two sentences."""
    if not fit.runs:
        return QCoreApplication.translate("Models", "Does not run on this machine")
    how = said(_OFFLOAD[fit.offload]) if fit.offload in _OFFLOAD else fit.offload
    if fit.weights:
        first = QCoreApplication.translate("Models", "Runs on {device} in {precision}, with weights in {weights}: {how}.")
    else:
        first = QCoreApplication.translate("Models", "Runs on {device} in {precision}: {how}.")
    text = first.format(device=fit.device, precision=fit.precision, weights=fit.weights, how=how)
    takes = QCoreApplication.translate("Models", "About {time} for {clip}")
    text = f"{text} {takes.format(time=roughly(fit.seconds), clip=clip())}"
    if fit.load_seconds >= 1:
        loads = QCoreApplication.translate("Models", "{text}, {time} to load it.")
        return loads.format(text=text, time=roughly(fit.load_seconds))
    return f"{text}."


def reasons(fit: FitView) -> Iterator[str]:
    """Everything else that a fit report says, a sentence each."""
    if fit.runs:
        words = QCoreApplication.translate("Models", "Takes {peak} of the device’s memory, {host} of the machine’s.")
        yield words.format(peak=size(fit.peak_bytes), host=size(fit.host_bytes))
    for text in fit.why:
        yield _sentence(told(text, language_in_use()))
    if fit.download_bytes:
        words = QCoreApplication.translate("Models", "{size} are still to be fetched.")
        yield words.format(size=size(fit.download_bytes))
    if fit.disk_short_bytes:
        words = QCoreApplication.translate("Models", "The disk lacks {size} for that.")
        yield words.format(size=size(fit.disk_short_bytes))
    if fit.remedy:
        yield _sentence(told(fit.remedy, language_in_use()))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
