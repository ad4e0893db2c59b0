# SPDX-License-Identifier: Apache-2.0
"""The engine itself: who it is, how it is, what it has."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

from aiprod import __version__
from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.screenplay import Line
from aiprod.server.engine import Engine
from aiprod.server.foreseeing import refusal
from aiprod.server.handling import Payload, handles
from aiprod.server.identity import Client
from aiprod.server.sampling import spoken
from aiprod.wire.base import PROTOCOL_RANGE, Nothing, Text
from aiprod.wire.discovery import fingerprint, prove
from aiprod.wire.errors import WireError
from aiprod.wire.service import (
    BundleEntry,
    BundlePreview,
    CheckView,
    DeviceList,
    Doctor,
    GeneratorList,
    GeneratorView,
    Health,
    Hello,
    HelloRequest,
    ListVoices,
    LookList,
    LookView,
    SampleVoice,
    StyleList,
    VoiceList,
    VoiceView,
)


@handles("server.hello", quick=True)
async def hello(engine: Engine, _client: Client, request: HelloRequest) -> Hello:
    """Proves that we know the token, without saying it. An unknown panel gets a proof too: of nothing, so that nobody learns
    which panels there are."""
    check_protocol(request.protocol)
    key = engine.token
    if request.panel is not None:
        key = engine.doorkeeper.fingerprint_of(request.panel) or fingerprint(engine.token + request.panel)
    return Hello(proof=prove(key, request.nonce, engine.port), protocol=PROTOCOL_RANGE, app_version=__version__)


def check_protocol(version: int) -> None:
    """Raises WireError when a client speaks a version that we do not."""
    oldest, newest = PROTOCOL_RANGE
    why = f"it speaks version {version}, the engine {oldest} to {newest}"
    if version < oldest:
        raise WireError("protocol", "This client is too old for the engine", why, "Update the client.")
    if version > newest:
        raise WireError("protocol", "This client is too new for the engine", why, "Update AIPROD.")


@handles("server.health")
async def health(engine: Engine, _client: Client, _request: Nothing) -> Health:
    """Answered even when the database is not: then it says so."""
    devices = engine.devices()
    reason = ""
    counts: dict[str, int] = {}
    try:
        async with asyncio.timeout(2):
            found = await engine.in_thread(engine.store.counts)
            counts = {state.value: number for state, number in found.items()}
    except Exception as error:  # noqa: BLE001 - whatever keeps the database from answering, health must be answered
        reason = f"the job store does not answer: {getattr(error, 'what', type(error).__name__)}"
    if engine.stopping:
        reason = "the engine is stopping"
    elif not reason and engine.supervisor is not None and not any(d.state in ("idle", "busy") for d in devices):
        reason = "no device worker is ready"
    return Health(
        live=True, ready=not reason, reason=reason, app_version=__version__, uptime_s=round(engine.uptime_s, 3), devices=devices,
        jobs=counts, clients=len(engine.sockets),
    )  # fmt: skip


@handles("server.metrics")
def metrics(engine: Engine, _client: Client, _request: Nothing) -> Text:
    engine.counting.look()
    page, mime = engine.metrics.page()
    return Text(mime=mime, text=page.decode())


@handles("devices.list", quick=True)
async def devices(engine: Engine, _client: Client, _request: Nothing) -> DeviceList:
    return DeviceList(devices=engine.devices())


@handles("doctor.run", slow=True)
def doctor(_engine: Engine, _client: Client, _request: Nothing) -> Doctor:
    from aiprod.production.doctor import checks

    found = tuple(CheckView(check=name, ok=ok, found=text) for name, ok, text in checks())
    return Doctor(ok=all(check.ok for check in found), checks=found)


@handles("diagnostics.preview", slow=True)
def preview(engine: Engine, _client: Client, _request: Nothing) -> BundlePreview:
    parts = _bundle(engine).preview()
    return BundlePreview(entries=tuple(BundleEntry(name=part.name, size=part.size, text=part.text) for part in parts))


@handles("diagnostics.bundle", slow=True)
def bundle(engine: Engine, _client: Client, _request: Nothing) -> Payload:
    path = engine.settings.folder / "diagnostics.zip"
    data = _bundle(engine).write(path).read_bytes()
    path.unlink(missing_ok=True)
    return Payload("application/zip", len(data), "aiprod-diagnostics.zip", data=data)


def _bundle(engine: Engine) -> Any:
    from aiprod.observe.bundle import Bundle
    from aiprod.production.doctor import checks

    collectors = {
        "doctor": lambda: [{"check": name, "ok": ok, "found": text} for name, ok, text in checks()],
        "devices": lambda: [device.model_dump() for device in engine.devices()],
        "jobs": lambda: {state.value: number for state, number in engine.store.counts().items()},
        "settings": lambda: {"limits": vars(engine.settings.limits), "workers": engine.settings.workers},
    }
    return Bundle(collectors, engine.settings.folder / "logs")


@handles("voices.list")
def voices(_engine: Engine, _client: Client, request: ListVoices) -> VoiceList:
    from aiprod.voices.casting import catalogue

    return VoiceList(
        voices=tuple(
            VoiceView(
                id=f"{request.language}-{kind}-{number}", language=request.language, kind=kind, speakers=dict(voice.speakers),
                pitch_semitones=voice.semitones, speed=voice.speed,
            )
            for kind, number, voice in catalogue(request.language)
        )
    )  # fmt: skip


@handles("voices.sample")
async def sample(engine: Engine, _client: Client, request: SampleVoice) -> Payload:
    """Spoken in the process aside, where the voice model stays loaded."""
    line = Line(id="sample", character=request.voice.character, text=request.text, emotion=request.emotion)
    data = await engine.aside.run(spoken, line.to_json(), request.voice.to_json(), request.language)
    return Payload("audio/wav", len(data), "sample.wav", data=data)


@handles("looks.list")
def looks(_engine: Engine, _client: Client, _request: Nothing) -> LookList:
    from aiprod.grading.looks import LOOKS

    return LookList(looks=tuple(LookView(id=name, description=look.description) for name, look in LOOKS.items()))


@handles("styles.list")
def styles(_engine: Engine, _client: Client, _request: Nothing) -> StyleList:
    from aiprod.delivery.presets import presets
    from aiprod.editing.interchange import KINDS
    from aiprod.film.output import OUTPUTS
    from aiprod.film.styles import STYLES
    from aiprod.production.commission import FORMATS
    from aiprod.production.pipeline import DEPARTMENTS

    return StyleList(
        styles=tuple(STYLES), genres=tuple(Genre), tones=tuple(Tone), audiences=tuple(Audience), languages=get_args(Language),
        formats=FORMATS, interchange=tuple(KINDS), departments=DEPARTMENTS, presets=tuple(presets()), colours=tuple(OUTPUTS),
    )  # fmt: skip


@handles("generators.list")
def generators(engine: Engine, _client: Client, _request: Nothing) -> GeneratorList:
    """The local ones, and every cloud on sale: one without consent and key is shown with what it lacks. (The cap belongs to a
    film, and is not asked for here.)"""
    from aiprod.production.chain.candidates import can_run, lack_of
    from aiprod.shooting.cloud.offers import offers
    from aiprod.shooting.generator import generator, names

    found = []
    for name in names():
        able = can_run(made := generator(name))
        found.append(GeneratorView(id=name, title=made.title, available=able, reason="" if able else lack_of(made)))
    for offer in offers():
        why = refusal(engine, "", offer.provider, 0.0)
        found.append(
            GeneratorView(id=offer.id, title=offer.title, available=why is None, reason=why.sentence if why else "", cloud=True)
        )
    return GeneratorList(generators=tuple(found))
