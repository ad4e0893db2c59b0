# SPDX-License-Identifier: Apache-2.0
"""The small tables: films, consents, estimates, panels, webhooks, outcomes, the audit record."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.server.jobs.helpers import Clock, S, bring, claimed, in_threads, order

from aiprod.production.jobs import JobStore, OperationPendingError, OperationReusedError, UnknownThingError

# Films


def test_a_film_has_one_id_however_its_path_is_spelled(store: JobStore, tmp_path: Path) -> None:
    folder = tmp_path / "My Film.aiprod"
    folder.mkdir()
    film = store.films.register(folder)
    assert film.startswith("film_")
    assert store.films.register(str(tmp_path / "x" / ".." / "My Film.aiprod")) == film
    (tmp_path / "link").symlink_to(folder)
    assert store.films.register(tmp_path / "link") == film
    assert (store.films.path(film), store.films.get(film).name) == (folder.resolve(), "My Film")
    assert store.films.find(folder) == film
    other = store.films.register(tmp_path / "Other.aiprod", name="Another")
    assert [(f.id, f.name) for f in store.films.all()] == [(other, "Another"), (film, "My Film")]
    store.films.forget(film)
    assert store.films.find(folder) is None
    with pytest.raises(UnknownThingError, match=film):
        store.films.path(film)
    assert folder.is_dir()


def test_a_film_registered_by_many_at_once_is_one(store: JobStore, tmp_path: Path) -> None:
    assert len(set(in_threads(16, lambda _: store.films.register(tmp_path / "a.aiprod")))) == 1


# Consents


def test_consent_is_given_to_words_and_can_be_taken_back(store: JobStore, clock: Clock) -> None:
    consents = store.consents
    assert consents.granted("runway") is None
    given = consents.grant("runway", "lea", "Prompts go to Runway.")
    assert (given.who, given.granted_at, given.revoked_at) == ("lea", clock(), None)
    assert given.text_sha256 == hashlib.sha256(b"Prompts go to Runway.").hexdigest()
    assert consents.granted("runway") == given
    assert consents.granted("runway", "Prompts go to Runway.") == given
    assert consents.granted("runway", "Prompts and faces go to Runway.") is None
    assert consents.granted("google") is None
    clock.tick(5)
    assert consents.revoke("runway")
    assert not consents.revoke("runway")
    assert consents.granted("runway") is None
    again = consents.grant("runway", "lea", "New words.")
    newer = consents.grant("runway", "tom", "Newer words.")
    assert consents.granted("runway") == newer
    assert [(c.id, c.revoked_at) for c in consents.all()] == [
        (given.id, clock()), (again.id, clock()), (newer.id, None),
    ]  # fmt: skip


def test_many_grants_at_once_leave_one_in_force(store: JobStore) -> None:
    in_threads(16, lambda n: store.consents.grant("runway", f"user-{n}", "text"))
    assert len([c for c in store.consents.all() if c.revoked_at is None]) == 1


# Estimates


def test_estimates_stand_beside_what_it_took(store: JobStore) -> None:
    job = store.submit(order(), estimate={"generator": "animatic", "seconds": 30.0, "cost_eur": 0.5, "why": "no GPU"}, queue=True)
    assert job.estimate == {"generator": "animatic", "seconds": 30.0, "cost_eur": 0.5, "why": "no GPU"}
    token = claimed(store).token
    store.start(token)
    store.deliver(token, {}, {"generator": "animatic", "seconds": 40.0, "cost_eur": 0.75})
    (compared,) = store.estimates.of(job.id)
    assert (compared.estimated_s, compared.actual_s) == (30.0, 40.0)
    assert (compared.estimated_eur, compared.actual_eur) == (0.5, 0.75)
    (error,) = store.estimates.errors()
    assert (error.generator, error.count, error.mean_error, error.bias) == ("animatic", 1, 0.25, -0.25)
    assert error.mean_cost_error_eur == 0.25


def test_an_actual_without_a_generator_belongs_to_the_estimate(store: JobStore) -> None:
    job = store.submit(order(), estimate={"generator": "nano", "seconds": 30.0}, queue=True)
    token = claimed(store).token
    store.start(token)
    store.deliver(token, {}, {"seconds": 20.0})
    (compared,) = store.estimates.of(job.id)
    assert (compared.generator, compared.estimated_s, compared.actual_s) == ("nano", 30.0, 20.0)


def test_the_error_is_of_the_last_ones_per_generator(store: JobStore, clock: Clock) -> None:
    for number in range(10):
        store.estimates.expect(f"job-{number}", "nano", 10.0)
        clock.tick(1)
        store.estimates.measure(f"job-{number}", "nano", 20.0 if number < 5 else 10.0)
    store.estimates.expect("job-0", "cloud:runway", 5.0, 1.0)
    store.estimates.measure("job-0", "cloud:runway", None, 1.5)
    store.estimates.measure("job-never-estimated", "nano", 7.0)
    by_name = {error.generator: error for error in store.estimates.errors(last=6)}
    assert (by_name["nano"].count, by_name["nano"].mean_error) == (5, 0.0)
    assert {e.generator: e.mean_error for e in store.estimates.errors(last=100)}["nano"] == 0.25
    assert (by_name["cloud:runway"].count, by_name["cloud:runway"].mean_cost_error_eur) == (0, 0.5)


@pytest.mark.parametrize("estimate", [{}, {"note": "no idea"}, {"seconds": "long"}, {"seconds": -1}, {"seconds": True}], ids=str)
def test_an_estimate_without_numbers_is_kept_but_not_counted(store: JobStore, estimate: dict[str, object]) -> None:
    job = store.submit(order(), estimate=estimate, queue=True)
    assert job.estimate == estimate
    assert store.estimates.of(job.id) == []
    assert claimed(store).id == job.id


def test_a_later_plan_replaces_the_estimate(store: JobStore) -> None:
    store.estimates.expect("job", "nano", 10.0)
    store.estimates.expect("job", "nano", 20.0)
    (compared,) = store.estimates.of("job")
    assert compared.estimated_s == 20.0


# Panels


def test_panels_are_known_by_the_hash_of_their_token(store: JobStore, clock: Clock) -> None:
    panel = store.panels.add("Lea's Resolve", "resolve", "aa" * 32, ["read", "edit"])
    assert store.panels.by_token("aa" * 32) == panel
    assert store.panels.by_token("bb" * 32) is None
    clock.tick(3)
    store.panels.seen(panel.id)
    assert store.panels.get(panel.id).last_seen == clock()
    clock.tick(3)
    revoked = store.panels.revoke(panel.id)
    assert revoked.revoked_at == clock()
    assert store.panels.by_token("aa" * 32) is None
    clock.tick(3)
    assert store.panels.revoke(panel.id) == revoked
    assert store.panels.all() == [revoked]
    with pytest.raises(UnknownThingError):
        store.panels.revoke("panel_none")


# Webhooks


def test_a_webhook_that_fails_too_often_is_disabled(store: JobStore, clock: Clock) -> None:
    hook = store.webhooks.add("https://example.com/hook", "s3cret", ["job.delivered"])
    assert "s3cret" not in repr(hook)
    assert store.webhooks.get(hook.id) == hook
    for _ in range(2):
        store.webhooks.failed(hook.id, disable_after=3)
    store.webhooks.delivered(hook.id)
    for _ in range(2):
        store.webhooks.failed(hook.id, disable_after=3)
    assert store.webhooks.all(active=True) != []
    off = store.webhooks.failed(hook.id, disable_after=3)
    assert off is not None
    assert (off.failures, off.disabled_at) == (3, clock())
    assert store.webhooks.all(active=True) == []
    assert store.webhooks.all() == [off]
    store.webhooks.remove(hook.id)
    assert store.webhooks.failed(hook.id) is None
    with pytest.raises(UnknownThingError):
        store.webhooks.remove(hook.id)


# Outcomes


def test_an_operation_answers_the_same_the_second_time(store: JobStore) -> None:
    outcomes = store.outcomes
    assert outcomes.begin("panel", "op-1", "shots.edit", "h1") is None
    with pytest.raises(OperationPendingError):
        outcomes.begin("panel", "op-1", "shots.edit", "h1")
    outcomes.finish("panel", "op-1", {"shot": "s1", "text": "é\u0000"})
    again = outcomes.begin("panel", "op-1", "shots.edit", "h1")
    assert again is not None
    assert (again.op, again.response) == ("shots.edit", {"shot": "s1", "text": "é\u0000"})
    for op, asked in (("shots.edit", "h2"), ("shots.cut", "h1")):
        with pytest.raises(OperationReusedError):
            outcomes.begin("panel", "op-1", op, asked)
    assert outcomes.begin("desktop", "op-1", "shots.cut", "h9") is None


def test_an_operation_that_failed_or_died_can_be_done_again(store: JobStore, clock: Clock) -> None:
    outcomes = store.outcomes
    outcomes.begin("panel", "op", "x", "h")
    outcomes.abandon("panel", "op")
    assert outcomes.begin("panel", "op", "x", "h") is None
    clock.tick(61)
    assert outcomes.begin("panel", "op", "x", "h") is None
    with pytest.raises(OperationPendingError):
        outcomes.begin("panel", "op", "x", "h")
    outcomes.finish("panel", "op", None)
    outcomes.abandon("panel", "op")
    done = outcomes.begin("panel", "op", "x", "h")
    assert done is not None
    assert done.response is None


def test_old_answers_are_forgotten(store: JobStore, clock: Clock) -> None:
    store.outcomes.begin("a", "old", "x", "h")
    clock.tick(100)
    store.outcomes.begin("a", "new", "x", "h")
    assert store.outcomes.prune(kept_s=50) == 1
    assert store.outcomes.begin("a", "old", "x", "h2") is None


def test_of_many_at_once_one_does_it(store: JobStore) -> None:
    def begin(_number: int) -> bool:
        try:
            return store.outcomes.begin("a", "op", "x", "h") is None
        except OperationPendingError:
            return False

    assert sum(in_threads(16, begin)) == 1


# Audit


def test_the_audit_record_is_a_chain(store: JobStore, clock: Clock) -> None:
    assert store.audit.head() == (0, "0" * 64)
    assert store.audit.first_break() is None
    for number in range(5):
        clock.tick(0.1)
        store.audit.append("panel-1", "jobs.cancel", "ok", f"job_{number}")
    entries = store.audit.entries()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert store.audit.entries(after=3, limit=1) == entries[3:4]
    assert store.audit.head() == (5, entries[-1].hash)
    assert store.audit.first_break() is None


def test_many_writers_make_one_chain(store: JobStore) -> None:
    in_threads(16, lambda n: [store.audit.append(f"client-{n}", "op", "ok") for _ in range(5)])
    assert [entry.seq for entry in store.audit.entries(limit=1000)] == list(range(1, 81))
    assert store.audit.first_break() is None


@pytest.mark.parametrize("crime", ["UPDATE audit SET outcome = 'ok' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"])
def test_the_database_refuses_to_change_the_record_and_the_chain_shows_it(store: JobStore, crime: str) -> None:
    for _ in range(5):
        store.audit.append("panel-1", "films.open", "refused")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        store.database.write(lambda c: c.execute(sa.text(crime)))
    assert store.audit.first_break() is None
    store.database.write(lambda c: _without_guard(c, crime))
    assert store.audit.first_break() == 3


def _without_guard(connection: sa.Connection, crime: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    for guard in ("DROP TRIGGER audit_UPDATE", "DROP TRIGGER audit_DELETE") if sqlite else ("DROP TRIGGER audit_guard ON audit",):
        connection.execute(sa.text(guard))
    connection.execute(sa.text(crime))


def test_bringing_a_job_through_needs_none_of_this(store: JobStore) -> None:
    bring(store, S.DELIVERED)
    assert store.estimates.errors() == []
