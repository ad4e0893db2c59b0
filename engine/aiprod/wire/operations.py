# SPDX-License-Identifier: Apache-2.0
"""The one table: everything that the engine can be asked to do.

HTTP routes, the OpenAPI document, the messages of the socket, the generated clients and the audit record all come from it.
To add an operation, write a line here, its messages beside it, and a handler of the same name in the server.

Over HTTP, the fields of a request that are named in the path go there; of the others, GET puts them in the query and POST in
a JSON body. Over the socket the request is the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from aiprod.wire import clips, films, hosts, jobs, making, models, service
from aiprod.wire.base import Binary, Done, Mutation, Nothing, Reply, Request, Text
from aiprod.wire.service import Permission

Cost = Literal["light", "disk", "job", "money"]
"""light: answered from memory. disk: reads or writes files. job: orders work. money: lets money or prompts go out."""


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for.

    Attributes:
        name: "jobs.status".
        request, response: what is sent and what comes back.
        permission: what the asker's token must carry; "" for the two that come before there is one.
        cost: what it takes.
        method, path: its HTTP route; empty for what only makes sense on a socket.
        summary: one line for people.
        mime: of the answer; several for files, whose kind the name decides.
    """

    name: str
    request: type[Request]
    response: type[Reply]
    permission: Permission | Literal[""]
    cost: Cost
    method: Literal["GET", "POST", ""]
    path: str
    summary: str
    mime: tuple[str, ...] = ("application/json",)

    @property
    def mutates(self) -> bool:
        return issubclass(self.request, Mutation)

    @property
    def idempotent(self) -> bool:
        """Whether sending it twice is as good as once. Reading is; changing is, by its `operation_id`; trading a pairing
        code is not: the code is gone."""
        return self.name != "pairing.exchange"

    @property
    def takes_documents(self) -> bool:
        """Whether a brief or a timeline comes with the request: it may be longer than others."""
        return "brief" in self.request.model_fields or self.name == "films.conform"

    @cached_property
    def path_fields(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def is_json(self) -> bool:
        return not issubclass(self.response, Binary | Text)


def _full(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"


def _get(
    name: str, path: str, request: type[Request], response: type[Reply], summary: str, *,
    cost: Cost = "disk", permission: Permission = "read", mime: tuple[str, ...] = ("application/json",),
) -> Operation:  # fmt: skip
    return Operation(name, request, response, permission, cost, "GET", _full(path), summary, mime)


def _post(
    name: str, path: str, request: type[Request], response: type[Reply], permission: Permission | Literal[""], summary: str, *,
    cost: Cost = "disk",
) -> Operation:  # fmt: skip
    return Operation(name, request, response, permission, cost, "POST", _full(path), summary)


FILE_MIMES = (
    "video/mp4", "audio/wav", "audio/flac", "audio/mp4", "image/jpeg", "image/png", "image/webp", "text/plain", "text/vtt",
    "application/x-subrip", "application/json", "application/octet-stream",
)  # fmt: skip
"""Everything that a film's files are ever served as. Nothing in it can run in a browser."""
PREVIEW_MIMES = ("image/jpeg", "image/webp")

_TABLE = (
    # the engine
    _post("server.hello", "hello", service.HelloRequest, service.Hello, "", "Have the engine prove who it is", cost="light"),
    _get("server.health", "/health", Nothing, service.Health, "Whether the engine lives and can take work", cost="light"),
    _get(
        "server.metrics", "/metrics", Nothing, Text, "Figures for Prometheus", cost="light",
        mime=("text/plain; version=1.0.0; charset=utf-8",),
    ),
    _get("devices.list", "devices", Nothing, service.DeviceList, "What films are made on", cost="light"),
    _get("doctor.run", "doctor", Nothing, service.Doctor, "Whether this machine and installation can make films"),
    _get(
        "diagnostics.preview", "diagnostics", Nothing, service.BundlePreview, "What a diagnostics bundle would contain",
        permission="admin",
    ),
    _get(
        "diagnostics.bundle", "diagnostics/bundle", Nothing, Binary, "The diagnostics bundle", permission="admin",
        mime=("application/zip",),
    ),
    # making films
    _post("generate", "generate", making.GenerateRequest, making.Ordered, "generate", "Make a film", cost="job"),
    _post("estimate", "estimate", making.EstimateRequest, making.Estimate, "read", "What a film would take"),
    # jobs
    _get("jobs.status", "status/{job_id}", jobs.JobRequest, jobs.JobView, "A job as it stands", cost="light"),
    _get("jobs.list", "jobs", jobs.ListJobs, jobs.JobList, "The jobs, newest first"),
    _get("jobs.history", "jobs/{job_id}/history", jobs.JobRequest, jobs.JobHistory, "Every state a job went through"),
    _get(
        "jobs.wait", "jobs/{job_id}/wait", jobs.WaitForJob, jobs.JobView, "A job, as soon as it has ended", cost="light"
    ),
    _get(
        "jobs.preview", "jobs/{job_id}/preview", jobs.WaitForPreview, Binary, "A picture of what is being made", cost="light",
        mime=PREVIEW_MIMES,
    ),
    _post("jobs.cancel", "jobs/{job_id}/cancel", jobs.CancelJob, jobs.JobView, "generate", "Stop a job for good"),
    _post("jobs.pause", "jobs/{job_id}/pause", jobs.JobMutation, jobs.JobView, "generate", "Stop a job for now"),
    _post("jobs.resume", "jobs/{job_id}/resume", jobs.JobMutation, jobs.JobView, "generate", "Let a paused job go on"),
    _post("jobs.retry", "jobs/{job_id}/retry", jobs.JobMutation, jobs.JobView, "generate", "Try an ended job again"),
    _post("jobs.reorder", "jobs/{job_id}/reorder", jobs.ReorderJob, jobs.JobView, "generate", "Change the order of waiting"),
    _post(
        "jobs.priority", "jobs/{job_id}/priority", jobs.PrioritiseJob, jobs.JobView, "generate", "Change a job's priority"
    ),
    _get("events.poll", "events", jobs.PollEvents, jobs.EventList, "News of jobs, held back until there is", cost="light"),
    Operation("events.subscribe", jobs.Subscribe, jobs.Subscribed, "read", "light", "", "", "News of jobs over this socket"),
    Operation("events.unsubscribe", jobs.Unsubscribe, Done, "read", "light", "", "", "No more of this news"),
    # films
    _get("films.list", "films", films.ListFilms, films.FilmList, "The films that the engine knows"),
    _post("films.open", "films/open", films.OpenFilm, films.FilmView, "admin", "Make a film folder known to the engine"),
    _get("films.get", "films/{film}", films.FilmRequest, films.FilmView, "A film as it stands"),
    _post(
        "films.resume", "films/{film}/resume", making.ResumeFilm, making.Ordered, "generate",
        "Finish an interrupted or edited film", cost="job",
    ),
    _get("films.screenplay", "films/{film}/screenplay", films.FilmRequest, films.ScreenplayView, "The written film"),
    _get("films.estimate", "films/{film}/estimate", films.FilmRequest, making.Estimate, "What making a film would take"),
    _get("films.shots", "films/{film}/shots", films.FilmRequest, films.ShotList, "The shots, and the takes that show them"),
    _get("films.board", "films/{film}/board", films.FilmRequest, films.Board, "The storyboard, and what each shot would take"),
    _get("films.timeline", "films/{film}/timeline", films.FilmRequest, films.EditList, "The edit, for any host"),
    _get("films.history", "films/{film}/history", films.FilmRequest, films.EditHistory, "The changes made so far"),
    _post("films.edit", "films/{film}/edit", films.EditFilm, films.Edited, "edit", "Change a film, undo, redo"),
    _post(
        "films.export", "films/{film}/export", making.ExportFilm, making.JobOrdered, "generate", "Write the finished film",
        cost="job",
    ),
    _post(
        "films.interchange", "films/{film}/interchange", making.InterchangeFilm, making.InterchangeWritten, "edit",
        "Write the edit for another editor",
    ),
    _post(
        "films.conform", "films/{film}/conform", making.ConformFilm, making.FilmConformed, "edit",
        "Bring an edit that was changed in another editor back",
    ),
    _get("deliveries.list", "deliveries", Nothing, making.Deliveries, "What films can be delivered as and checked against"),
    _post("check", "check", making.CheckRequest, making.JobOrdered, "generate", "Quality control", cost="job"),
    # takes and files
    _get("takes.list", "films/{film}/takes", films.FilmRequest, films.TakeList, "What the film is made of"),
    _get("takes.get", "films/{film}/takes/{take}", films.TakeRequest, films.TakeView, "One take and its recipe"),
    _get(
        "takes.file", "films/{film}/takes/{take}/file", films.TakeFileRequest, Binary, "A file of a take", mime=FILE_MIMES
    ),
    _post("assets.resolve", "films/{film}/assets", films.ResolveAssets, films.AssetList, "read", "Where files are on the disk"),
    _get("assets.file", "films/{film}/asset", films.AssetRequest, Binary, "A take's or a delivered file", mime=FILE_MIMES),
    # what there is
    _get("models.list", "models", models.ListModels, models.ModelList, "The models, and how they stand"),
    _get("models.show", "models/{model}", models.ModelRequest, models.ModelDetail, "One model with its files"),
    _post("models.fit", "models/{model}/fit", models.FitModel, models.FitView, "read", "Whether it runs here, how and how fast"),
    _get("models.licence", "models/{model}/licence", models.ModelRequest, models.LicenceView, "A model's licence"),
    _post("models.accept", "models/{model}/accept", models.AcceptLicence, models.LicenceView, "admin", "Accept a licence"),
    _post("models.pull", "models/{model}/pull", models.PullModel, making.JobOrdered, "admin", "Fetch a model", cost="job"),
    _post("models.bring", "models/bring", models.BringModels, making.JobOrdered, "admin", "Import models", cost="job"),
    _post("models.build", "models/{model}/build", models.BuildModel, making.JobOrdered, "admin", "Make a test model", cost="job"),
    _post(
        "models.compile", "models/{model}/compile", models.CompileModel, making.JobOrdered, "admin",
        "Compile a model for this machine", cost="job",
    ),
    _post("models.remove", "models/{model}/remove", models.RemoveModel, models.ModelRemoved, "admin", "Remove a model"),
    _post("models.verify", "models/verify", models.VerifyModels, making.JobOrdered, "admin", "Check files' SHA-256", cost="job"),
    _post("models.repair", "models/repair", models.RepairModels, making.JobOrdered, "admin", "Repair the models", cost="job"),
    _get("hub.get", "hub", Nothing, models.HubView, "Where models are fetched from, and whether there is a token"),
    _post("hub.keep", "hub/token", models.KeepToken, models.HubView, "admin", "Keep a token of the hub"),
    _post("hub.forget", "hub/forget", models.ForgetToken, models.HubView, "admin", "Forget the hub's token"),
    _get("runtime.get", "runtime", Nothing, models.RuntimeView, "Whether what video models need is installed"),
    _post("runtime.install", "runtime", models.InstallRuntime, making.JobOrdered, "admin", "Install it", cost="job"),
    _get("voices.list", "voices", service.ListVoices, service.VoiceList, "The voices that can be cast"),
    Operation(
        "voices.sample", service.SampleVoice, Binary, "read", "disk", "POST", _full("voices/sample"),
        "Hear a voice say something", ("audio/wav",),
    ),
    _get("looks.list", "looks", Nothing, service.LookList, "The looks of the grade"),
    _get("styles.list", "styles", Nothing, service.StyleList, "The words that an order may use"),
    _get("generators.list", "generators", Nothing, service.GeneratorList, "Where pictures can come from"),
    # clouds and money
    _get("providers.list", "providers", Nothing, service.ProviderList, "The clouds, and whether they may be used"),
    _get("consent.list", "consents", Nothing, service.ConsentList, "Who agreed to what"),
    _post(
        "consent.grant", "providers/{provider}/consent", service.GrantConsent, service.ConsentView, "spend",
        "Allow prompts to be sent to a provider", cost="money",
    ),
    _post(
        "consent.revoke", "providers/{provider}/revoke", service.RevokeConsent, Done, "spend", "Take a consent back",
        cost="money",
    ),
    _get("spending.get", "films/{film}/spending", films.FilmRequest, films.SpendingView, "What a film has cost"),
    _post(
        "spending.cap", "films/{film}/spending", films.SetCap, films.SpendingView, "spend", "Set what a film may cost",
        cost="money",
    ),
    # panels
    _post("pairing.start", "pairing/start", service.StartPairing, service.PairingCode, "admin", "Show a pairing code"),
    _post("pairing.exchange", "pairing/exchange", service.ExchangePairing, service.Paired, "", "Trade a code for a token"),
    _get("pairing.list", "pairing", Nothing, service.PanelList, "The paired panels", permission="admin"),
    _post("pairing.revoke", "pairing/{panel}/revoke", service.RevokePanel, Done, "admin", "Forget a panel"),
    # clips for editors' timelines
    _post("clips.estimate", "clips/estimate", clips.EstimateClip, clips.ClipEstimate, "read", "What a shot would take"),
    _post("clips.shot", "clips/shot", clips.MakeShot, clips.ClipOrdered, "generate", "Make one shot", cost="job"),
    _post("clips.extend", "clips/extend", clips.ExtendClip, clips.ClipOrdered, "generate", "Make a clip longer", cost="job"),
    _post("clips.retake", "clips/retake", clips.RetakeClip, clips.ClipOrdered, "generate", "Make a clip again", cost="job"),
    _post("clips.voice", "clips/voice", clips.VoiceLine, clips.ClipOrdered, "generate", "Speak a line", cost="job"),
    _post("clips.score", "clips/score", clips.ScoreRange, clips.ClipOrdered, "generate", "Write music for a range", cost="job"),
    _post("clips.grade", "clips/grade", clips.GradeClips, clips.ClipOrdered, "generate", "Grade clips to match", cost="job"),
    _get("clips.list", "clips", clips.ListClips, clips.ClipList, "The clips made for editors' timelines, newest first"),
    _get("clips.get", "clips/{clip}", clips.ClipRequest, clips.ClipView, "One clip, its files and its recipe"),
    _get("clips.file", "clips/{clip}/picture", clips.ClipFileRequest, Binary, "A clip's poster", mime=PREVIEW_MIMES),
    _post("clips.handoff", "handoff", clips.HandOff, clips.HandedOff, "generate", "Write a folder for any editor", cost="disk"),
    # the editors
    _post("hosts.attend", "hosts/attend", hosts.Attend, hosts.Attended, "read", "Report, and wait for something to do",
          cost="light"),
    _post("hosts.answer", "hosts/answer", hosts.AnswerCommand, Done, "read", "What came of a command", cost="light"),
    _post("hosts.leave", "hosts/leave", hosts.LeaveHost, Done, "read", "The panel closes", cost="light"),
    _get("hosts.list", "hosts", Nothing, hosts.HostList, "The editors that are there", cost="light"),
    _post("hosts.ask", "hosts/ask", hosts.AskHost, hosts.Asked, "edit", "Have an editor do something", cost="light"),
    _get("hosts.outcome", "hosts/outcome/{command}", hosts.OutcomeRequest, hosts.Outcome, "How far a command is", cost="light"),
    # webhooks
    _get("webhooks.list", "webhooks", Nothing, service.WebhookList, "Who is called when jobs end", permission="admin"),
    _post("webhooks.add", "webhooks", service.AddWebhook, service.WebhookView, "admin", "Call an address when jobs end"),
    _post("webhooks.remove", "webhooks/{webhook}/remove", service.WebhookId, Done, "admin", "Call an address no more"),
)  # fmt: skip

OPERATIONS: dict[str, Operation] = {operation.name: operation for operation in _TABLE}

PREVIEW_PATH = "/api/v1/preview/{job_id}"
SOCKET_PATH = "/api/v1/ws"
DOOR_PATH = "/api/v1/door"
"""A socket without a token, for hosts that speak nothing but WebSocket: it takes the two operations that come before there is
one, and is closed after half a minute."""
