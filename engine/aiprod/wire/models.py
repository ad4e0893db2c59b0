# SPDX-License-Identifier: Apache-2.0
"""The models on the wire: what there is and how it stands, fetching and keeping, licences, the hub's token, the runtime.

A pull, an import, a build, a check of files, a compilation and the runtime's installation are jobs: `jobs.*` pauses, resumes and
cancels them, and their progress comes as every job's does (`step`: the file; `done` and `total`: MB; `eta_s`). They run beside
films, not before them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from aiprod.wire.base import LocalPath, Mutation, Name, Reply, Request

ModelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
Precision = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,20}$")]
"""One of the model's; "" is its first."""
Secret = Annotated[str, StringConstraints(min_length=8, max_length=300, pattern=r"^[\x21-\x7e]+$")]


class ListModels(Request):
    role: Name | None = None


class NeedsView(Reply):
    """What a machine must have at least, in GB (1e9 bytes); 0 where it was not found out."""

    vram_gb: float = 0.0
    """Of the card's memory, at the smallest precision and with weights streamed from memory."""
    comfortable_vram_gb: float = 0.0
    """With weights that stay on the card."""
    ram_gb: float = 0.0
    disk_gb: float = 0.0


class ModelView(Reply):
    """A model, and how it stands on the engine's machine."""

    id: str
    title: str
    role: str
    licence: str
    terms: str
    need: str
    installed: bool
    megabytes: float
    """On the disk, once it is here."""
    source: str
    terms_fr: str = ""
    """The terms in French."""
    attribution: str = ""
    memory_mb: float = 0.0
    """What a run takes of the machine's memory at most, as measured; 0 where it was not measured."""
    fits: bool = True
    """Whether the engine's machine has so much memory. How a video model would run, `models.fit` says."""
    state: Literal["installed", "partial", "absent"] = "absent"
    """partial: some of it is here; a pull or an import was begun."""
    megabytes_here: float = 0.0
    precision: str = ""
    """The one that is here, or that would be fetched."""
    precisions: tuple[str, ...] = ()
    architecture: str = ""
    """"wan", "ltx2"; empty for what is no video model."""
    generation: str = ""
    """The architecture's version: "2.1", "2.3"."""
    variant: str = ""
    abilities: tuple[str, ...] = ()
    """"text", "image", "first_last", "keyframes", "extend", "retake", "depth", "pose", "edges", "reference", "camera", "audio",
    "speech", "two_stage", "distilled", "temporal", "spatial", "lora", "preview"."""
    needs: NeedsView = NeedsView()
    goes_with: tuple[str, ...] = ()
    """Of a part (LoRA, upscaler, preview decoder): the models that it works with."""
    gated: bool = False
    """The hub wants the user's token."""
    acceptance: bool = False
    """Its licence must be accepted before it is fetched or used."""
    accepted: bool = False
    warning: str = ""
    """A clause to be read before accepting."""
    warning_fr: str = ""
    stored: bool = False
    """It is fetched, imported or built, and can be removed; else it comes with AIPROD."""
    built: bool = False
    """It is made on the machine, by `models.build`."""
    job_id: str = ""
    """Of a pull, import or build that is under way or waits."""


class ModelList(Reply):
    models: tuple[ModelView, ...]
    disk_free: int = 0
    """Bytes, where models are kept."""
    place: str = ""
    """The folder where they are kept. Only the owner is told."""


class ModelRequest(Request):
    model: ModelId


class StoredFileView(Reply):
    """A file of a model."""

    name: str
    size: int = 0
    """Bytes; 0 where only the hub knows."""
    here: int = 0
    """Bytes of it that are here."""
    sha256: str = ""
    """Which it has or must have; empty where the hub is to declare it at the first pull."""
    declared: str = ""
    """Who named it first: "card", "hub", "copy" (the first import's), "built"; "" for nobody yet."""
    source: str = ""


class ModelDetail(Reply):
    model: ModelView
    files: tuple[StoredFileView, ...]


class FitModel(Request):
    """Would this model make such a clip on the engine's machine? Nothing is fetched for the answer."""

    model: ModelId
    width: int = Field(1280, ge=16, le=8192)
    height: int = Field(704, ge=16, le=8192)
    frames: int = Field(121, ge=1, le=10_000)
    rate: float = Field(24.0, gt=0, le=240)
    precision: Precision = ""


class FitView(Reply):
    """The answer."""

    model: str
    runs: bool
    device: str = ""
    precision: str = ""
    """What the arithmetic is done in: "float32", "bfloat16", "float16"."""
    weights: str = ""
    """What the weights are kept in, where that is something else: "float8", "Q8_0"."""
    offload: str = ""
    """"resident": everything stays on the device; "model": parts take turns; "blocks": weights are streamed from memory."""
    seconds: float = 0.0
    """For one clip, once the model is loaded."""
    load_seconds: float = 0.0
    peak_bytes: int = 0
    """Of the device's memory."""
    host_bytes: int = 0
    """Of the machine's memory, for weights that wait there."""
    download_bytes: int = 0
    """Still to be fetched."""
    disk_short_bytes: int = 0
    """What the disk lacks for that; 0 where it has room."""
    why: tuple[str, ...] = ()
    remedy: str = ""


class VerifyModels(Mutation):
    """Hash every file of the installed models afresh: a job that takes as long as reading them takes."""

    ids: tuple[ModelId, ...] = Field((), max_length=200)
    """Only these; empty: all."""


class ModelFileView(Reply):
    model: str
    file: str
    whole: bool


class ModelFiles(Reply):
    """The result of a job that verified models."""

    files: tuple[ModelFileView, ...]
    whole: bool


class RepairModels(Mutation):
    """Put every model together again; reinstall or fetch afresh what is damaged."""

    ids: tuple[ModelId, ...] = Field((), max_length=200)
    """Only these; empty: all."""


class PullModel(Mutation):
    """Fetch a model. What an earlier pull brought is kept and gone on from."""

    model: ModelId
    precision: Precision = ""
    renew: bool = False
    """Take what the hub has now, where that is another file than the one fetched first."""


class BringModels(Mutation):
    """Import models from a folder, a USB stick or a file of the engine's machine."""

    place: LocalPath
    model: ModelId | None = None
    """Only this one; else every one that is found."""
    precision: Precision = ""
    link: bool = False
    """No copy where both are on one disk: the original must then stay as it is."""


class BuildModel(Mutation):
    """Make a test model on this machine."""

    model: ModelId


class CompileModel(Mutation):
    """Quantise, export and compile a model for this machine."""

    model: ModelId
    routes: tuple[Name, ...] = Field((), max_length=20)
    """Only these ways; empty: all there are."""


class RemoveModel(Mutation):
    """Take a model out of the store. Files that another model uses too stay."""

    model: ModelId


class ModelRemoved(Reply):
    model: str
    freed: int
    """Bytes."""


class LicenceView(Reply):
    """A model's licence, to be read."""

    model: str
    licence: str
    """SPDX expression."""
    text: str
    """In full; empty where the card has only its name."""
    text_sha256: str
    terms: str
    """In plain words."""
    terms_fr: str = ""
    warning: str = ""
    warning_fr: str = ""
    acceptance: bool = False
    """Whether it must be accepted."""
    accepted_by: str = ""
    accepted_at: float | None = None


class AcceptLicence(Mutation):
    """Record that somebody read a licence and accepts it. `text_sha256` is that of the text that they were shown."""

    model: ModelId
    who: Name
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class HubView(Reply):
    """The hub that models are fetched from, and whether there is a token for it. Nobody is ever told the token."""

    hub: str
    configured: bool
    source: str = ""
    """"environment" or "keyring"."""


class KeepToken(Mutation):
    """Keep the user's token of the hub in the system's keyring."""

    token: Secret


class ForgetToken(Mutation):
    """Take the token out of the keyring."""


class RuntimeView(Reply):
    """What video models need: PyTorch, diffusers and their kin."""

    installed: bool
    missing: tuple[str, ...] = ()


class InstallRuntime(Mutation):
    """Install the runtime of video models."""
