# SPDX-License-Identifier: Apache-2.0
"""Every operation as a typed method that waits for its answer.

Written by `python -m aiprod.wire.generate` from the table of operations; a test holds it to the table. Do not edit.
"""
# fmt: off

from __future__ import annotations

from typing import Any, Literal

from aiprod.client.link import BlockingLink
from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.master import Subtitles
from aiprod.film.mix import Layout
from aiprod.film.output import OutputName
from aiprod.film.screenplay import Emotion
from aiprod.film.speech import VoiceCasting
from aiprod.film.takes import Department
from aiprod.wire.base import Done, Nothing
from aiprod.wire.clips import (
    ClipEstimate,
    ClipFileRequest,
    ClipList,
    ClipOrdered,
    ClipRequest,
    ClipView,
    EstimateClip,
    ExtendClip,
    GradeClips,
    GradeItem,
    HandedOff,
    HandOff,
    ListClips,
    MakeShot,
    Place,
    Reference,
    RetakeClip,
    ScoreRange,
    VoiceLine,
)
from aiprod.wire.films import (
    AssetList,
    AssetRequest,
    Board,
    Edited,
    EditFilm,
    EditHistory,
    EditList,
    FilmChange,
    FilmList,
    FilmRequest,
    FilmView,
    ListFilms,
    OpenFilm,
    ResolveAssets,
    ScreenplayView,
    SetCap,
    ShotList,
    SpendingView,
    TakeFileRequest,
    TakeList,
    TakeRequest,
    TakeView,
)
from aiprod.wire.hosts import (
    Action,
    AnswerCommand,
    Asked,
    AskHost,
    Attend,
    Attended,
    HostList,
    HostReport,
    LeaveHost,
    Outcome,
    OutcomeRequest,
)
from aiprod.wire.jobs import (
    CancelJob,
    EventList,
    JobHistory,
    JobList,
    JobMutation,
    JobRequest,
    JobState,
    JobView,
    ListJobs,
    PollEvents,
    PrioritiseJob,
    ReorderJob,
    WaitForJob,
    WaitForPreview,
)
from aiprod.wire.making import (
    CheckRequest,
    ConformFilm,
    Deliveries,
    Estimate,
    EstimateRequest,
    ExportFilm,
    FilmConformed,
    GenerateRequest,
    InterchangeFilm,
    InterchangeKind,
    InterchangeWritten,
    JobOrdered,
    Ordered,
    ResumeFilm,
)
from aiprod.wire.models import (
    AcceptLicence,
    BringModels,
    BuildModel,
    CompileModel,
    FitModel,
    FitView,
    ForgetToken,
    HubView,
    InstallRuntime,
    KeepToken,
    LicenceView,
    ListModels,
    ModelDetail,
    ModelList,
    ModelRemoved,
    ModelRequest,
    PullModel,
    RemoveModel,
    RepairModels,
    RuntimeView,
    VerifyModels,
)
from aiprod.wire.service import (
    AddWebhook,
    BundlePreview,
    ConsentList,
    ConsentView,
    DeviceList,
    Doctor,
    ExchangePairing,
    GeneratorList,
    GrantConsent,
    Health,
    Hello,
    HelloRequest,
    ListVoices,
    LookList,
    Paired,
    PairingCode,
    PanelList,
    Permission,
    ProviderList,
    RevokeConsent,
    RevokePanel,
    SampleVoice,
    StartPairing,
    StyleList,
    VoiceList,
    WebhookEvent,
    WebhookId,
    WebhookList,
    WebhookView,
)


class ServerOperations:
    """Operations of `server`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def hello(self, nonce: str, *, protocol: int = 1, panel: str | None = None) -> Hello:
        """Have the engine prove who it is."""
        return self._link.call("server.hello", HelloRequest(nonce=nonce, protocol=protocol, panel=panel), Hello)

    def health(self) -> Health:
        """Whether the engine lives and can take work."""
        return self._link.call("server.health", Nothing(), Health)

    def metrics(self) -> str:
        """Figures for Prometheus."""
        return self._link.read("server.metrics", Nothing())


class DevicesOperations:
    """Operations of `devices`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> DeviceList:
        """What films are made on."""
        return self._link.call("devices.list", Nothing(), DeviceList)


class DoctorOperations:
    """Operations of `doctor`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def run(self) -> Doctor:
        """Whether this machine and installation can make films."""
        return self._link.call("doctor.run", Nothing(), Doctor)


class DiagnosticsOperations:
    """Operations of `diagnostics`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def preview(self) -> BundlePreview:
        """What a diagnostics bundle would contain."""
        return self._link.call("diagnostics.preview", Nothing(), BundlePreview)

    def bundle(self) -> bytes:
        """The diagnostics bundle."""
        return self._link.fetch("diagnostics.bundle", Nothing())


class JobsOperations:
    """Operations of `jobs`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def status(self, job_id: str) -> JobView:
        """A job as it stands."""
        return self._link.call("jobs.status", JobRequest(job_id=job_id), JobView)

    def list(
        self,
        *,
        states: tuple[JobState, ...] = (),
        film: str | None = None,
        client: str | None = None,
        limit: int = 100,
        before: str | None = None,
    ) -> JobList:
        """The jobs, newest first."""
        return self._link.call(
            "jobs.list", ListJobs(states=states, film=film, client=client, limit=limit, before=before), JobList
        )

    def history(self, job_id: str) -> JobHistory:
        """Every state a job went through."""
        return self._link.call("jobs.history", JobRequest(job_id=job_id), JobHistory)

    def wait(self, job_id: str, *, timeout_s: float = 30.0) -> JobView:
        """A job, as soon as it has ended."""
        return self._link.call("jobs.wait", WaitForJob(job_id=job_id, timeout_s=timeout_s), JobView)

    def preview(self, job_id: str, *, fresh: bool = False, wait_s: float = 10.0) -> bytes:
        """A picture of what is being made."""
        return self._link.fetch("jobs.preview", WaitForPreview(job_id=job_id, fresh=fresh, wait_s=wait_s))

    def cancel(self, job_id: str, *, reason: str = "asked for", operation_id: str | None = None) -> JobView:
        """Stop a job for good."""
        return self._link.call("jobs.cancel", CancelJob(job_id=job_id, reason=reason, operation_id=operation_id), JobView)

    def pause(self, job_id: str, *, operation_id: str | None = None) -> JobView:
        """Stop a job for now."""
        return self._link.call("jobs.pause", JobMutation(job_id=job_id, operation_id=operation_id), JobView)

    def resume(self, job_id: str, *, operation_id: str | None = None) -> JobView:
        """Let a paused job go on."""
        return self._link.call("jobs.resume", JobMutation(job_id=job_id, operation_id=operation_id), JobView)

    def retry(self, job_id: str, *, operation_id: str | None = None) -> JobView:
        """Try an ended job again."""
        return self._link.call("jobs.retry", JobMutation(job_id=job_id, operation_id=operation_id), JobView)

    def reorder(self, job_id: str, *, before: str | None = None, operation_id: str | None = None) -> JobView:
        """Change the order of waiting."""
        return self._link.call("jobs.reorder", ReorderJob(job_id=job_id, before=before, operation_id=operation_id), JobView)

    def priority(self, job_id: str, *, priority: int = 0, operation_id: str | None = None) -> JobView:
        """Change a job's priority."""
        return self._link.call(
            "jobs.priority", PrioritiseJob(job_id=job_id, priority=priority, operation_id=operation_id), JobView
        )


class EventsOperations:
    """Operations of `events`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def poll(self, *, after: str = "", jobs: tuple[str, ...] = (), wait_s: float = 20.0) -> EventList:
        """News of jobs, held back until there is."""
        return self._link.call("events.poll", PollEvents(after=after, jobs=jobs, wait_s=wait_s), EventList)


class FilmsOperations:
    """Operations of `films`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self, *, limit: int = 200) -> FilmList:
        """The films that the engine knows."""
        return self._link.call("films.list", ListFilms(limit=limit), FilmList)

    def open(self, path: str, *, operation_id: str | None = None) -> FilmView:
        """Make a film folder known to the engine."""
        return self._link.call("films.open", OpenFilm(path=path, operation_id=operation_id), FilmView)

    def get(self, film: str) -> FilmView:
        """A film as it stands."""
        return self._link.call("films.get", FilmRequest(film=film), FilmView)

    def resume(
        self,
        film: str,
        *,
        until: Department | None = None,
        priority: int = 0,
        deadline_s: float | None = None,
        operation_id: str | None = None,
    ) -> Ordered:
        """Finish an interrupted or edited film."""
        return self._link.call(
            "films.resume",
            ResumeFilm(film=film, until=until, priority=priority, deadline_s=deadline_s, operation_id=operation_id),
            Ordered,
        )

    def screenplay(self, film: str) -> ScreenplayView:
        """The written film."""
        return self._link.call("films.screenplay", FilmRequest(film=film), ScreenplayView)

    def estimate(self, film: str) -> Estimate:
        """What making a film would take."""
        return self._link.call("films.estimate", FilmRequest(film=film), Estimate)

    def shots(self, film: str) -> ShotList:
        """The shots, and the takes that show them."""
        return self._link.call("films.shots", FilmRequest(film=film), ShotList)

    def board(self, film: str) -> Board:
        """The storyboard, and what each shot would take."""
        return self._link.call("films.board", FilmRequest(film=film), Board)

    def timeline(self, film: str) -> EditList:
        """The edit, for any host."""
        return self._link.call("films.timeline", FilmRequest(film=film), EditList)

    def history(self, film: str) -> EditHistory:
        """The changes made so far."""
        return self._link.call("films.history", FilmRequest(film=film), EditHistory)

    def edit(self, film: str, change: FilmChange, *, operation_id: str | None = None) -> Edited:
        """Change a film, undo, redo."""
        return self._link.call("films.edit", EditFilm(film=film, change=change, operation_id=operation_id), Edited)

    def export(
        self,
        film: str,
        *,
        format: str | None = None,
        preset: str | None = None,
        to: str | None = None,
        colour: OutputName | None = None,
        exact: bool = False,
        size: str | None = None,
        layout: Literal["stereo", "5.1"] | None = None,
        channel_order: Literal["smpte", "film"] | None = None,
        sound: str | None = None,
        target: str | None = None,
        subtitles: Subtitles | None = None,
        alpha: bool = False,
        hardware: bool = False,
        package: bool = False,
        operation_id: str | None = None,
    ) -> JobOrdered:
        """Write the finished film."""
        return self._link.call(
            "films.export",
            ExportFilm(
                film=film, format=format, preset=preset, to=to, colour=colour, exact=exact, size=size, layout=layout,
                channel_order=channel_order, sound=sound, target=target, subtitles=subtitles, alpha=alpha, hardware=hardware,
                package=package, operation_id=operation_id
            ),
            JobOrdered,
        )

    def interchange(
        self,
        film: str,
        kind: InterchangeKind,
        *,
        to: str | None = None,
        relative: bool = False,
        drop_frame: bool | None = None,
        lang: Language | None = None,
        operation_id: str | None = None,
    ) -> InterchangeWritten:
        """Write the edit for another editor."""
        return self._link.call(
            "films.interchange",
            InterchangeFilm(
                film=film, kind=kind, to=to, relative=relative, drop_frame=drop_frame, lang=lang, operation_id=operation_id
            ),
            InterchangeWritten,
        )

    def conform(
        self,
        film: str,
        *,
        path: str | None = None,
        text: str | None = None,
        name: str | None = None,
        dry_run: bool = False,
        adopt: bool = True,
        rate: str | None = None,
        lang: Language | None = None,
        operation_id: str | None = None,
    ) -> FilmConformed:
        """Bring an edit that was changed in another editor back."""
        return self._link.call(
            "films.conform",
            ConformFilm(
                film=film, path=path, text=text, name=name, dry_run=dry_run, adopt=adopt, rate=rate, lang=lang,
                operation_id=operation_id
            ),
            FilmConformed,
        )


class DeliveriesOperations:
    """Operations of `deliveries`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> Deliveries:
        """What films can be delivered as and checked against."""
        return self._link.call("deliveries.list", Nothing(), Deliveries)


class TakesOperations:
    """Operations of `takes`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self, film: str) -> TakeList:
        """What the film is made of."""
        return self._link.call("takes.list", FilmRequest(film=film), TakeList)

    def get(self, film: str, take: str) -> TakeView:
        """One take and its recipe."""
        return self._link.call("takes.get", TakeRequest(film=film, take=take), TakeView)

    def file(self, film: str, take: str, name: str) -> bytes:
        """A file of a take."""
        return self._link.fetch("takes.file", TakeFileRequest(film=film, take=take, name=name))


class AssetsOperations:
    """Operations of `assets`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def resolve(self, film: str, assets: tuple[str, ...]) -> AssetList:
        """Where files are on the disk."""
        return self._link.call("assets.resolve", ResolveAssets(film=film, assets=assets), AssetList)

    def file(self, film: str, asset: str) -> bytes:
        """A take's or a delivered file."""
        return self._link.fetch("assets.file", AssetRequest(film=film, asset=asset))


class ModelsOperations:
    """Operations of `models`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self, *, role: str | None = None) -> ModelList:
        """The models, and how they stand."""
        return self._link.call("models.list", ListModels(role=role), ModelList)

    def show(self, model: str) -> ModelDetail:
        """One model with its files."""
        return self._link.call("models.show", ModelRequest(model=model), ModelDetail)

    def fit(
        self, model: str, *, width: int = 1280, height: int = 704, frames: int = 121, rate: float = 24.0, precision: str = ""
    ) -> FitView:
        """Whether it runs here, how and how fast."""
        return self._link.call(
            "models.fit",
            FitModel(model=model, width=width, height=height, frames=frames, rate=rate, precision=precision),
            FitView,
        )

    def licence(self, model: str) -> LicenceView:
        """A model's licence."""
        return self._link.call("models.licence", ModelRequest(model=model), LicenceView)

    def accept(self, model: str, who: str, text_sha256: str, *, operation_id: str | None = None) -> LicenceView:
        """Accept a licence."""
        return self._link.call(
            "models.accept", AcceptLicence(model=model, who=who, text_sha256=text_sha256, operation_id=operation_id), LicenceView
        )

    def pull(self, model: str, *, precision: str = "", renew: bool = False, operation_id: str | None = None) -> JobOrdered:
        """Fetch a model."""
        return self._link.call(
            "models.pull", PullModel(model=model, precision=precision, renew=renew, operation_id=operation_id), JobOrdered
        )

    def bring(
        self, place: str, *, model: str | None = None, precision: str = "", link: bool = False, operation_id: str | None = None
    ) -> JobOrdered:
        """Import models."""
        return self._link.call(
            "models.bring",
            BringModels(place=place, model=model, precision=precision, link=link, operation_id=operation_id),
            JobOrdered,
        )

    def build(self, model: str, *, operation_id: str | None = None) -> JobOrdered:
        """Make a test model."""
        return self._link.call("models.build", BuildModel(model=model, operation_id=operation_id), JobOrdered)

    def compile(self, model: str, *, routes: tuple[str, ...] = (), operation_id: str | None = None) -> JobOrdered:
        """Compile a model for this machine."""
        return self._link.call("models.compile", CompileModel(model=model, routes=routes, operation_id=operation_id), JobOrdered)

    def remove(self, model: str, *, operation_id: str | None = None) -> ModelRemoved:
        """Remove a model."""
        return self._link.call("models.remove", RemoveModel(model=model, operation_id=operation_id), ModelRemoved)

    def verify(self, *, ids: tuple[str, ...] = (), operation_id: str | None = None) -> JobOrdered:
        """Check files' SHA-256."""
        return self._link.call("models.verify", VerifyModels(ids=ids, operation_id=operation_id), JobOrdered)

    def repair(self, *, ids: tuple[str, ...] = (), operation_id: str | None = None) -> JobOrdered:
        """Repair the models."""
        return self._link.call("models.repair", RepairModels(ids=ids, operation_id=operation_id), JobOrdered)


class HubOperations:
    """Operations of `hub`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def get(self) -> HubView:
        """Where models are fetched from, and whether there is a token."""
        return self._link.call("hub.get", Nothing(), HubView)

    def keep(self, token: str, *, operation_id: str | None = None) -> HubView:
        """Keep a token of the hub."""
        return self._link.call("hub.keep", KeepToken(token=token, operation_id=operation_id), HubView)

    def forget(self, *, operation_id: str | None = None) -> HubView:
        """Forget the hub's token."""
        return self._link.call("hub.forget", ForgetToken(operation_id=operation_id), HubView)


class RuntimeOperations:
    """Operations of `runtime`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def get(self) -> RuntimeView:
        """Whether what video models need is installed."""
        return self._link.call("runtime.get", Nothing(), RuntimeView)

    def install(self, *, operation_id: str | None = None) -> JobOrdered:
        """Install it."""
        return self._link.call("runtime.install", InstallRuntime(operation_id=operation_id), JobOrdered)


class VoicesOperations:
    """Operations of `voices`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self, *, language: Language = "en") -> VoiceList:
        """The voices that can be cast."""
        return self._link.call("voices.list", ListVoices(language=language), VoiceList)

    def sample(self, text: str, voice: VoiceCasting, *, language: Language = "en", emotion: Emotion = Emotion.NEUTRAL) -> bytes:
        """Hear a voice say something."""
        return self._link.fetch("voices.sample", SampleVoice(text=text, voice=voice, language=language, emotion=emotion))


class LooksOperations:
    """Operations of `looks`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> LookList:
        """The looks of the grade."""
        return self._link.call("looks.list", Nothing(), LookList)


class StylesOperations:
    """Operations of `styles`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> StyleList:
        """The words that an order may use."""
        return self._link.call("styles.list", Nothing(), StyleList)


class GeneratorsOperations:
    """Operations of `generators`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> GeneratorList:
        """Where pictures can come from."""
        return self._link.call("generators.list", Nothing(), GeneratorList)


class ProvidersOperations:
    """Operations of `providers`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> ProviderList:
        """The clouds, and whether they may be used."""
        return self._link.call("providers.list", Nothing(), ProviderList)


class ConsentOperations:
    """Operations of `consent`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> ConsentList:
        """Who agreed to what."""
        return self._link.call("consent.list", Nothing(), ConsentList)

    def grant(self, provider: str, who: str, text: str, *, operation_id: str | None = None) -> ConsentView:
        """Allow prompts to be sent to a provider."""
        return self._link.call(
            "consent.grant", GrantConsent(provider=provider, who=who, text=text, operation_id=operation_id), ConsentView
        )

    def revoke(self, provider: str, *, operation_id: str | None = None) -> Done:
        """Take a consent back."""
        return self._link.call("consent.revoke", RevokeConsent(provider=provider, operation_id=operation_id), Done)


class SpendingOperations:
    """Operations of `spending`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def get(self, film: str) -> SpendingView:
        """What a film has cost."""
        return self._link.call("spending.get", FilmRequest(film=film), SpendingView)

    def cap(self, film: str, eur: float, *, operation_id: str | None = None) -> SpendingView:
        """Set what a film may cost."""
        return self._link.call("spending.cap", SetCap(film=film, eur=eur, operation_id=operation_id), SpendingView)


class PairingOperations:
    """Operations of `pairing`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def start(
        self,
        *,
        name: str = "panel",
        permissions: tuple[Permission, ...] = ("read", "edit", "generate"),
        operation_id: str | None = None,
    ) -> PairingCode:
        """Show a pairing code."""
        return self._link.call(
            "pairing.start", StartPairing(name=name, permissions=permissions, operation_id=operation_id), PairingCode
        )

    def exchange(self, code: str, host: str, *, panel_version: str = "0", protocol: int = 1) -> Paired:
        """Trade a code for a token."""
        return self._link.call(
            "pairing.exchange", ExchangePairing(code=code, host=host, panel_version=panel_version, protocol=protocol), Paired
        )

    def list(self) -> PanelList:
        """The paired panels."""
        return self._link.call("pairing.list", Nothing(), PanelList)

    def revoke(self, panel: str, *, operation_id: str | None = None) -> Done:
        """Forget a panel."""
        return self._link.call("pairing.revoke", RevokePanel(panel=panel, operation_id=operation_id), Done)


class ClipsOperations:
    """Operations of `clips`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def estimate(
        self,
        prompt: str,
        frames: int,
        place: Place,
        *,
        references: tuple[Reference, ...] = (),
        generator: str = "auto",
        style: str | None = None,
    ) -> ClipEstimate:
        """What a shot would take."""
        return self._link.call(
            "clips.estimate",
            EstimateClip(prompt=prompt, frames=frames, place=place, references=references, generator=generator, style=style),
            ClipEstimate,
        )

    def shot(
        self,
        prompt: str,
        frames: int,
        place: Place,
        *,
        references: tuple[Reference, ...] = (),
        generator: str = "auto",
        style: str | None = None,
        name: str | None = None,
        lang: Language | None = None,
        seed: int = 0,
        priority: int = 0,
        family: str | None = None,
        cap_eur: float | None = None,
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Make one shot."""
        return self._link.call(
            "clips.shot",
            MakeShot(
                prompt=prompt, frames=frames, place=place, references=references, generator=generator, style=style, name=name,
                lang=lang, seed=seed, priority=priority, family=family, cap_eur=cap_eur, operation_id=operation_id
            ),
            ClipOrdered,
        )

    def extend(
        self,
        place: Place,
        path: str,
        src_in: int,
        src_out: int,
        frames: int,
        *,
        name: str | None = None,
        lang: Language | None = None,
        seed: int = 0,
        priority: int = 0,
        family: str | None = None,
        clip: str | None = None,
        prompt: str | None = None,
        sound: bool = True,
        generator: str = "auto",
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Make a clip longer."""
        return self._link.call(
            "clips.extend",
            ExtendClip(
                place=place, path=path, src_in=src_in, src_out=src_out, frames=frames, name=name, lang=lang, seed=seed,
                priority=priority, family=family, clip=clip, prompt=prompt, sound=sound, generator=generator,
                operation_id=operation_id
            ),
            ClipOrdered,
        )

    def retake(
        self,
        *,
        clip: str | None = None,
        recipe: dict[str, Any] | None = None,
        family: str | None = None,
        prompt: str | None = None,
        frames: int | None = None,
        start: int | None = None,
        end: int | None = None,
        generator: str | None = None,
        seed: int | None = None,
        priority: int = 0,
        cap_eur: float | None = None,
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Make a clip again."""
        return self._link.call(
            "clips.retake",
            RetakeClip(
                clip=clip, recipe=recipe, family=family, prompt=prompt, frames=frames, start=start, end=end, generator=generator,
                seed=seed, priority=priority, cap_eur=cap_eur, operation_id=operation_id
            ),
            ClipOrdered,
        )

    def voice(
        self,
        place: Place,
        text: str,
        *,
        name: str | None = None,
        lang: Language | None = None,
        seed: int = 0,
        priority: int = 0,
        family: str | None = None,
        voice: str | None = None,
        emotion: Emotion = Emotion.NEUTRAL,
        speed: float = 1.0,
        fit_frames: int | None = None,
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Speak a line."""
        return self._link.call(
            "clips.voice",
            VoiceLine(
                place=place, text=text, name=name, lang=lang, seed=seed, priority=priority, family=family, voice=voice,
                emotion=emotion, speed=speed, fit_frames=fit_frames, operation_id=operation_id
            ),
            ClipOrdered,
        )

    def score(
        self,
        place: Place,
        frames: int,
        *,
        name: str | None = None,
        lang: Language | None = None,
        seed: int = 0,
        priority: int = 0,
        family: str | None = None,
        mood: str = "calm",
        loudness: float = -20.0,
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Write music for a range."""
        return self._link.call(
            "clips.score",
            ScoreRange(
                place=place, frames=frames, name=name, lang=lang, seed=seed, priority=priority, family=family, mood=mood,
                loudness=loudness, operation_id=operation_id
            ),
            ClipOrdered,
        )

    def grade(
        self,
        place: Place,
        items: tuple[GradeItem, ...],
        *,
        name: str | None = None,
        lang: Language | None = None,
        seed: int = 0,
        priority: int = 0,
        family: str | None = None,
        reference: str | None = None,
        look: str | None = None,
        strength: float = 1.0,
        operation_id: str | None = None,
    ) -> ClipOrdered:
        """Grade clips to match."""
        return self._link.call(
            "clips.grade",
            GradeClips(
                place=place, items=items, name=name, lang=lang, seed=seed, priority=priority, family=family, reference=reference,
                look=look, strength=strength, operation_id=operation_id
            ),
            ClipOrdered,
        )

    def list(self, *, project: str | None = None, family: str | None = None, limit: int = 100) -> ClipList:
        """The clips made for editors' timelines, newest first."""
        return self._link.call("clips.list", ListClips(project=project, family=family, limit=limit), ClipList)

    def get(self, clip: str) -> ClipView:
        """One clip, its files and its recipe."""
        return self._link.call("clips.get", ClipRequest(clip=clip), ClipView)

    def file(self, clip: str, *, role: Literal["poster", "strip"] = "poster") -> bytes:
        """A clip's poster."""
        return self._link.fetch("clips.file", ClipFileRequest(clip=clip, role=role))

    def handoff(
        self,
        *,
        film: str | None = None,
        clips: tuple[str, ...] = (),
        to: str | None = None,
        lang: Language = "en",
        operation_id: str | None = None,
    ) -> HandedOff:
        """Write a folder for any editor."""
        return self._link.call(
            "clips.handoff", HandOff(film=film, clips=clips, to=to, lang=lang, operation_id=operation_id), HandedOff
        )


class HostsOperations:
    """Operations of `hosts`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def attend(self, key: str, report: HostReport, *, wait_s: float = 0.0) -> Attended:
        """Report, and wait for something to do."""
        return self._link.call("hosts.attend", Attend(key=key, report=report, wait_s=wait_s), Attended)

    def answer(
        self,
        key: str,
        command: str,
        *,
        result: dict[str, Any] | None = None,
        error: str | None = None,
        operation_id: str | None = None,
    ) -> Done:
        """What came of a command."""
        return self._link.call(
            "hosts.answer", AnswerCommand(key=key, command=command, result=result, error=error, operation_id=operation_id), Done
        )

    def leave(self, key: str, *, operation_id: str | None = None) -> Done:
        """The panel closes."""
        return self._link.call("hosts.leave", LeaveHost(key=key, operation_id=operation_id), Done)

    def list(self) -> HostList:
        """The editors that are there."""
        return self._link.call("hosts.list", Nothing(), HostList)

    def ask(
        self,
        key: str,
        action: Action,
        *,
        arguments: dict[str, Any] | None = None,
        patience_s: float = 120.0,
        operation_id: str | None = None,
    ) -> Asked:
        """Have an editor do something."""
        return self._link.call(
            "hosts.ask",
            AskHost(key=key, action=action, arguments=arguments, patience_s=patience_s, operation_id=operation_id),
            Asked,
        )

    def outcome(self, command: str, *, wait_s: float = 0.0) -> Outcome:
        """How far a command is."""
        return self._link.call("hosts.outcome", OutcomeRequest(command=command, wait_s=wait_s), Outcome)


class WebhooksOperations:
    """Operations of `webhooks`."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link

    def list(self) -> WebhookList:
        """Who is called when jobs end."""
        return self._link.call("webhooks.list", Nothing(), WebhookList)

    def add(
        self, url: str, *, events: tuple[WebhookEvent, ...] = ("delivered", "failed"), operation_id: str | None = None
    ) -> WebhookView:
        """Call an address when jobs end."""
        return self._link.call("webhooks.add", AddWebhook(url=url, events=events, operation_id=operation_id), WebhookView)

    def remove(self, webhook: str, *, operation_id: str | None = None) -> Done:
        """Call an address no more."""
        return self._link.call("webhooks.remove", WebhookId(webhook=webhook, operation_id=operation_id), Done)


class BlockingOperations:
    """All that the engine can be asked to do."""

    def __init__(self, link: BlockingLink) -> None:
        self._link = link
        self.server = ServerOperations(link)
        self.devices = DevicesOperations(link)
        self.doctor = DoctorOperations(link)
        self.diagnostics = DiagnosticsOperations(link)
        self.jobs = JobsOperations(link)
        self.events = EventsOperations(link)
        self.films = FilmsOperations(link)
        self.deliveries = DeliveriesOperations(link)
        self.takes = TakesOperations(link)
        self.assets = AssetsOperations(link)
        self.models = ModelsOperations(link)
        self.hub = HubOperations(link)
        self.runtime = RuntimeOperations(link)
        self.voices = VoicesOperations(link)
        self.looks = LooksOperations(link)
        self.styles = StylesOperations(link)
        self.generators = GeneratorsOperations(link)
        self.providers = ProvidersOperations(link)
        self.consent = ConsentOperations(link)
        self.spending = SpendingOperations(link)
        self.pairing = PairingOperations(link)
        self.clips = ClipsOperations(link)
        self.hosts = HostsOperations(link)
        self.webhooks = WebhooksOperations(link)

    def generate(
        self,
        brief: str,
        *,
        source: Literal["prose", "fountain", "fdx"] = "prose",
        lang: Language | None = None,
        duration: float | None = None,
        style: str | None = None,
        genre: Genre | None = None,
        tone: Tone | None = None,
        audience: Audience | None = None,
        generator: str = "auto",
        writer: str = "auto",
        format: str = "h264",
        preset: str | None = None,
        colour: OutputName | None = None,
        size: str = "1920x1080",
        rate: str = "24",
        loudness: float = -16.0,
        layout: Layout = "stereo",
        target: str | None = None,
        seed: int = 0,
        name: str | None = None,
        out: str | None = None,
        until: Department | None = None,
        priority: int = 0,
        cap_eur: float | None = None,
        deadline_s: float | None = None,
        operation_id: str | None = None,
    ) -> Ordered:
        """Make a film."""
        return self._link.call(
            "generate",
            GenerateRequest(
                brief=brief, source=source, lang=lang, duration=duration, style=style, genre=genre, tone=tone, audience=audience,
                generator=generator, writer=writer, format=format, preset=preset, colour=colour, size=size, rate=rate,
                loudness=loudness, layout=layout, target=target, seed=seed, name=name, out=out, until=until, priority=priority,
                cap_eur=cap_eur, deadline_s=deadline_s, operation_id=operation_id
            ),
            Ordered,
        )

    def estimate(
        self,
        brief: str,
        *,
        source: Literal["prose", "fountain", "fdx"] = "prose",
        lang: Language | None = None,
        duration: float | None = None,
        style: str | None = None,
        genre: Genre | None = None,
        tone: Tone | None = None,
        audience: Audience | None = None,
        generator: str = "auto",
        writer: str = "auto",
        format: str = "h264",
        preset: str | None = None,
        colour: OutputName | None = None,
        size: str = "1920x1080",
        rate: str = "24",
        loudness: float = -16.0,
        layout: Layout = "stereo",
        target: str | None = None,
        seed: int = 0,
        cap_eur: float | None = None,
    ) -> Estimate:
        """What a film would take."""
        return self._link.call(
            "estimate",
            EstimateRequest(
                brief=brief, source=source, lang=lang, duration=duration, style=style, genre=genre, tone=tone, audience=audience,
                generator=generator, writer=writer, format=format, preset=preset, colour=colour, size=size, rate=rate,
                loudness=loudness, layout=layout, target=target, seed=seed, cap_eur=cap_eur
            ),
            Estimate,
        )

    def check(
        self,
        *,
        film: str | None = None,
        path: str | None = None,
        profile: str | None = None,
        language: Language | None = None,
        page: bool = False,
        operation_id: str | None = None,
    ) -> JobOrdered:
        """Quality control."""
        return self._link.call(
            "check",
            CheckRequest(film=film, path=path, profile=profile, language=language, page=page, operation_id=operation_id),
            JobOrdered,
        )
