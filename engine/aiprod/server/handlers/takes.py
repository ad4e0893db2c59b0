# SPDX-License-Identifier: Apache-2.0
"""Takes and files: what a film is made of, and its bytes, by id alone.

No path comes from a client. A file is named by a take and one of the names in the take's record, or by one of the film's
delivered files; links are not followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.hashing import hash_file
from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.production.state import ProductionState, read_state
from aiprod.server.engine import Engine
from aiprod.server.handling import Payload, handles
from aiprod.server.identity import Client
from aiprod.server.serving import mime_of
from aiprod.wire.errors import WireError
from aiprod.wire.films import (
    AssetList,
    AssetRequest,
    AssetView,
    FilmRequest,
    RateView,
    ResolveAssets,
    TakeFileRequest,
    TakeFileView,
    TakeList,
    TakeRequest,
    TakeView,
)

DELIVERY = "delivery"


def take_record(store: FilmStore, take_id: str) -> Take:
    """A take's record, without hashing its files. Raises WireError when there is none."""
    path = store.takes.folder(take_id) / "take.json"
    if not path.is_file():
        raise WireError("not_found", "There is no such take", "the film has no take of this id", "List the takes.")
    return Take.from_json(read_json(path))


def asset_id(take: str, name: str) -> str:
    return f"{take}:{name}"


@handles("takes.list")
def listed(engine: Engine, _client: Client, request: FilmRequest) -> TakeList:
    store = engine.film(request.film)
    state = read_state(store.root)
    return TakeList(takes=tuple(take_view(take_record(store, take), name) for name, take in state.takes.items()))


@handles("takes.get")
def get(engine: Engine, _client: Client, request: TakeRequest) -> TakeView:
    store = engine.film(request.film)
    take = take_record(store, request.take)
    names = [name for name, take_id in read_state(store.root).takes.items() if take_id == request.take]
    return take_view(take, names[0] if names else "")


def take_view(take: Take, name: str) -> TakeView:
    return TakeView(
        id=take.id, name=name, department=take.recipe.department, step=take.recipe.step, generator=take.recipe.generator,
        seed=take.recipe.seed, facts=take.facts, cpu_seconds=take.cpu_seconds, eur=take.cost, licences=take.licences,
        models=tuple(model.id for model in take.recipe.models), inputs=take.recipe.inputs,
        files=tuple(
            TakeFileView(asset=asset_id(take.id, f.path), name=f.path, sha256=f.sha256, size=f.size) for f in take.files
        ),
    )  # fmt: skip


@handles("takes.file")
def take_file(engine: Engine, _client: Client, request: TakeFileRequest) -> Payload:
    return _payload(_found(engine.film(request.film), asset_id(request.take, request.name)))


@handles("assets.file")
def asset_file(engine: Engine, _client: Client, request: AssetRequest) -> Payload:
    return _payload(_found(engine.film(request.film), request.asset))


@handles("assets.resolve")
def resolve(engine: Engine, _client: Client, request: ResolveAssets) -> AssetList:
    store = engine.film(request.film)
    state = read_state(store.root)
    return AssetList(assets=tuple(_asset_view(store, _found(store, asset, state)) for asset in request.assets))


@dataclass(frozen=True)
class _Asset:
    """A file that was found, with its take unless it is a delivered one."""

    id: str
    path: Path
    take: Take | None = None
    sha256: str = ""


def _found(store: FilmStore, asset: str, state: ProductionState | None = None) -> _Asset:
    """The file of an asset id. Raises WireError when there is none, or when it is a link or leads out of the film."""
    owner, _, name = asset.partition(":")
    if owner == DELIVERY:
        names = (state or read_state(store.root)).delivery
        inside = next((n for n in names if n.partition("/")[2] == name), None)
        if inside is None:
            raise _no_file()
        return _Asset(asset, _plain_file(store.root, store.root / inside))
    take = take_record(store, owner)
    file = next((f for f in take.files if f.path == name), None)
    if file is None:
        raise _no_file()
    return _Asset(asset, _plain_file(store.root, store.takes.path(take, file.path)), take, file.sha256)


def _plain_file(root: Path, path: Path) -> Path:
    """The path of a real file inside the film: neither it nor a folder on the way is a link that leads out."""
    real = path.resolve()
    if path.is_symlink() or not real.is_relative_to(root.resolve()):
        raise WireError("not_found", "This file can't be served", "a link leads out of the film's folder")
    if not real.is_file():
        raise _no_file()
    return real


def _no_file() -> WireError:
    return WireError("not_found", "There is no such file", "the take has no file of this name", "List the takes.")


def _payload(asset: _Asset) -> Payload:
    return Payload(mime_of(asset.path.name), asset.path.stat().st_size, asset.path.name, path=asset.path)


def _asset_view(store: FilmStore, asset: _Asset) -> AssetView:
    rate = store.film.brief.rate
    view = AssetView(
        asset=asset.id, path=str(asset.path), mime=mime_of(asset.path.name), size=asset.path.stat().st_size,
        sha256=asset.sha256 or hash_file(asset.path),
    )  # fmt: skip
    if view.mime in ("video/mp4", "audio/wav", "audio/flac"):
        facts = _media_facts(asset.path)
        exact = RateView(numerator=rate.numerator, denominator=rate.denominator) if view.mime == "video/mp4" else None
        return view.model_copy(update={**facts, "rate": exact})
    return view


def _media_facts(path: Path) -> dict[str, int | float | None]:
    """What a host must know of a picture or a sound, read from the file itself."""
    if path.suffix.lower() in (".wav", ".flac"):
        import soundfile

        sound = soundfile.info(str(path))
        return {"channels": sound.channels, "sample_rate": sound.samplerate, "duration_s": sound.duration}
    import av

    try:
        with av.open(str(path)) as container:
            video = container.streams.video[0] if container.streams.video else None
            audio = container.streams.audio[0] if container.streams.audio else None
            return {
                "frames": video.frames if video else None, "width": video.width if video else None,
                "height": video.height if video else None, "channels": audio.channels if audio else None,
                "sample_rate": audio.rate if audio else None,
                "duration_s": container.duration / 1e6 if container.duration else None,
            }  # fmt: skip
    except av.error.FFmpegError as error:
        raise UserError(f"{path.name} can't be read as a film", str(error), "Check the take: `check`.") from error
