# SPDX-License-Identifier: Apache-2.0
"""The engine itself on the wire: who it is, how it is, what it has, who may talk to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from aiprod.film.brief import Language
from aiprod.film.screenplay import Emotion
from aiprod.film.speech import VoiceCasting
from aiprod.wire.base import PROTOCOL, Mutation, Name, Reply, Request

Permission = Literal["read", "edit", "generate", "spend", "admin"]
"""read: look. edit: change films. generate: order work. spend: let money and prompts go out. admin: the engine itself."""
PanelId = Annotated[str, StringConstraints(pattern=r"^panel_[0-9a-z]{26}$")]
Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{16,128}$")]
ProviderId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,40}$")]
PanelToken = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{43}$")]


class HelloRequest(Request):
    """Ask the engine to prove that it is ours, before any secret is sent to it."""

    nonce: Nonce
    """Random, new for each hello."""
    protocol: int = Field(PROTOCOL, ge=1, le=1_000_000)
    """The version that the client speaks."""
    panel: PanelId | None = None
    """A paired panel gives its id, and gets the proof made with its own token."""


class Hello(Reply):
    """The proof is HMAC-SHA256, hex, of "aiprod.hello." + nonce + "." + port (decimal) under the token that the client holds
    (for a panel: under the SHA-256 hex of its token, which is all that the engine keeps)."""

    proof: str
    protocol: tuple[int, ...] = Field(min_length=2, max_length=2)
    """The oldest and the newest version that the engine understands."""
    app_version: str


class DeviceView(Reply):
    """What the engine makes films on."""

    id: str
    kind: Literal["cpu", "gpu"]
    name: str
    memory_total: int = 0
    memory_free: int = 0
    """Bytes."""
    state: str = ""
    """"idle", "busy", "starting", "down"."""
    job_id: str = ""


class DeviceList(Reply):
    devices: tuple[DeviceView, ...]


class Health(Reply):
    """Whether the engine lives, and whether it can take work."""

    live: bool
    ready: bool
    reason: str = ""
    """Why it is not ready."""
    app_version: str
    protocol: int = PROTOCOL
    uptime_s: float
    devices: tuple[DeviceView, ...]
    jobs: dict[str, int] = Field(default_factory=dict)
    """State → how many."""
    clients: int = 0
    """Open sockets."""


class ListVoices(Request):
    language: Language = "en"


class VoiceView(Reply):
    """A voice that can be cast."""

    id: str
    language: str
    kind: str
    """"woman", "man", "small", "robot"."""
    speakers: dict[str, float]
    pitch_semitones: float
    speed: float


class VoiceList(Reply):
    voices: tuple[VoiceView, ...]


class SampleVoice(Request):
    """Hear a voice say something, before it is cast."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    language: Language = "en"
    voice: VoiceCasting
    emotion: Emotion = Emotion.NEUTRAL


class LookView(Reply):
    id: str
    description: str = ""


class LookList(Reply):
    looks: tuple[LookView, ...]


class GeneratorView(Reply):
    """Where pictures can come from."""

    id: str
    title: str
    available: bool
    reason: str = ""
    """Why it is not available."""
    cloud: bool = False


class GeneratorList(Reply):
    generators: tuple[GeneratorView, ...]


class StyleList(Reply):
    """The words that an order may use."""

    styles: tuple[str, ...]
    genres: tuple[str, ...]
    tones: tuple[str, ...]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    interchange: tuple[str, ...]
    departments: tuple[str, ...]
    presets: tuple[str, ...] = ()
    """Masters by destination."""
    colours: tuple[str, ...] = ()
    """Of masters."""


class ProviderView(Reply):
    """A cloud that can make pictures, if it is allowed to."""

    id: str
    configured: bool
    """Whether the engine has a key for it."""
    consent: bool
    """Whether somebody has agreed that prompts may go there."""
    breaker: str = ""
    """"closed": in use; "open": left alone for a while after failures; "half_open": being tried again."""
    models: tuple[str, ...] = ()
    prices_as_of: str = ""
    """The oldest date of the prices that quotes are made from."""


class ProviderList(Reply):
    providers: tuple[ProviderView, ...]


class GrantConsent(Mutation):
    """Allow prompts to be sent to a provider. `text` is what the user read and agreed to; it is kept by its hash."""

    provider: ProviderId
    who: Name
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class RevokeConsent(Mutation):
    provider: ProviderId


class ConsentView(Reply):
    provider: str
    who: str
    text_sha256: str
    granted_at: float


class ConsentList(Reply):
    consents: tuple[ConsentView, ...]


class StartPairing(Mutation):
    """Show a code that a panel can be paired with: 8 characters, 5 minutes, once."""

    name: Name = "panel"
    permissions: tuple[Permission, ...] = Field(("read", "edit", "generate"), min_length=1, max_length=5)
    """What the panel will be allowed to do. `admin` can't be given away."""


class PairingCode(Reply):
    code: str
    port: int
    expires_at: float


class ExchangePairing(Request):
    """A panel trades the code that its user typed for a token of its own."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{8,12}$")]
    host: Name
    """Which program the panel runs in, and its version."""
    panel_version: Name = "0"
    protocol: int = Field(PROTOCOL, ge=1, le=1_000_000)


class Paired(Reply):
    panel: str
    token: str
    """Shown once; the engine keeps its hash only."""
    permissions: tuple[Permission, ...]


class PanelView(Reply):
    id: str
    name: str
    host: str
    """Which program it runs in, and its version."""
    permissions: tuple[Permission, ...]
    paired_at: float
    seen_at: float | None = None
    connected: bool = False


class PanelList(Reply):
    panels: tuple[PanelView, ...]


class RevokePanel(Mutation):
    """Forget a panel: its token is worthless at once, and its sockets are closed."""

    panel: PanelId


WebhookEvent = Literal["delivered", "failed", "cancelled", "expired"]


class AddWebhook(Mutation):
    """Have an address called when jobs end. Calls are signed; private addresses are refused."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,2000}$")]
    events: tuple[WebhookEvent, ...] = Field(("delivered", "failed"), min_length=1, max_length=4)


class WebhookId(Mutation):
    webhook: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")]


class WebhookView(Reply):
    id: str
    url: str
    events: tuple[WebhookEvent, ...]
    created_at: float = 0.0
    secret: str = ""
    """To check signatures with. Shown once, when the webhook is added."""


class WebhookList(Reply):
    webhooks: tuple[WebhookView, ...]


class CheckView(Reply):
    check: str
    ok: bool
    found: str


class Doctor(Reply):
    """Whether this machine and installation can make films."""

    ok: bool
    checks: tuple[CheckView, ...]


class BundleEntry(Reply):
    """A file of the bundle, with its content to the letter."""

    name: str
    size: int
    text: str


class BundlePreview(Reply):
    """What a diagnostics bundle contains. Secrets and the words of films are left out of it."""

    entries: tuple[BundleEntry, ...]
