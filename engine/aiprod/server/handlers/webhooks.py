# SPDX-License-Identifier: Apache-2.0
"""Webhooks: who is called when jobs end."""

from __future__ import annotations

from aiprod.production.jobs.webhooks import Webhook
from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.wire.base import Done, Nothing
from aiprod.wire.discovery import new_secret
from aiprod.wire.service import AddWebhook, WebhookId, WebhookList, WebhookView


@handles("webhooks.list")
def listed(engine: Engine, _client: Client, _request: Nothing) -> WebhookList:
    return WebhookList(webhooks=tuple(_view(hook) for hook in engine.store.webhooks.all()))


@handles("webhooks.add")
async def add(engine: Engine, _client: Client, request: AddWebhook) -> WebhookView:
    """Refused at once where it leads into this machine or a private network."""
    await engine.notifier.check(request.url)
    made = await engine.in_thread(engine.store.webhooks.add, request.url, new_secret(), request.events)
    return _view(made).model_copy(update={"secret": made.secret})


@handles("webhooks.remove")
def remove(engine: Engine, _client: Client, request: WebhookId) -> Done:
    engine.store.webhooks.remove(request.webhook)
    return Done()


def _view(hook: Webhook) -> WebhookView:
    return WebhookView.model_validate({"id": hook.id, "url": hook.url, "events": hook.events, "created_at": hook.created_at})
