# SPDX-License-Identifier: Apache-2.0
"""The first schema: jobs, films, money, consents, and the small tables of the server. A frozen copy; do not edit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

metadata = sa.MetaData()

IS_QUEUED = sa.text("state = 'queued'")
IS_HELD = sa.text("state IN ('leased', 'running', 'reviewing')")
IS_OPEN = sa.text("state IN ('received', 'planned', 'queued', 'leased', 'running', 'reviewing', 'paused')")

jobs = sa.Table(
    "jobs", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("arguments", sa.Text, nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("film", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("operation_id", sa.Text),
    sa.Column("order_hash", sa.Text, nullable=False),
    sa.Column("max_attempts", sa.Integer, nullable=False),
    sa.Column("deadline_s", sa.Double),
    sa.Column("step_deadline_s", sa.Double),
    sa.Column("traceparent", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("degrades", sa.Integer, nullable=False, server_default="0"),
    sa.Column("recoveries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", sa.Double, nullable=False, server_default="0"),
    sa.Column("deadline_at", sa.Double),
    sa.Column("step_until", sa.Double),
    sa.Column("fence", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_token", sa.Text),
    sa.Column("lease_until", sa.Double),
    sa.Column("leased_at", sa.Double),
    sa.Column("expected_s", sa.Double),
    sa.Column("charged", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("progress", sa.Text),
    sa.Column("checkpoint", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("failure", sa.Text),
    sa.Column("cancel_requested", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("pause_requested", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("updated_at", sa.Double, nullable=False),
    sa.Column("started_at", sa.Double),
    sa.Column("finished_at", sa.Double),
    sa.Column("estimate", sa.Text),
    sa.Column("actual", sa.Text),
)  # fmt: skip

sa.Index(
    "jobs_line", jobs.c.client, jobs.c.priority.desc(), jobs.c.position, jobs.c.id,
    sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED,
)  # fmt: skip
_ONE_PER_FILM = sa.text("film <> '' AND state IN ('leased', 'running', 'reviewing')")
sa.Index("jobs_one_per_film", jobs.c.film, unique=True, sqlite_where=_ONE_PER_FILM, postgresql_where=_ONE_PER_FILM)
sa.Index("jobs_lease", jobs.c.lease_until, sqlite_where=IS_HELD, postgresql_where=IS_HELD)
sa.Index("jobs_deadline", jobs.c.deadline_at, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
sa.Index("jobs_state", jobs.c.state, jobs.c.id)
sa.Index("jobs_client", jobs.c.client, jobs.c.id)
sa.Index("jobs_film", jobs.c.film, jobs.c.id)
_HAS_OPERATION = sa.text("operation_id IS NOT NULL")
sa.Index(
    "jobs_operation", jobs.c.client, jobs.c.operation_id, unique=True,
    sqlite_where=_HAS_OPERATION, postgresql_where=_HAS_OPERATION,
)  # fmt: skip

transitions = sa.Table(
    "transitions", metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Index("transitions_job", "job", "id"),
)  # fmt: skip

STATE_COLUMNS = (
    "received", "planned", "queued", "leased", "running", "reviewing", "delivered", "paused", "cancelled", "failed", "expired",
)  # fmt: skip

clients = sa.Table(
    "clients", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("weight", sa.Integer, nullable=False, server_default="1"),
    sa.Column("share", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("line", sa.BigInteger, nullable=False, server_default="0"),
    *(sa.Column(state, sa.BigInteger, nullable=False, server_default="0") for state in STATE_COLUMNS),
)  # fmt: skip
WAITS = sa.text("queued > 0")
IS_BUSY = sa.text("queued + leased + running + reviewing > 0")
sa.Index("clients_waiting", clients.c.share, sqlite_where=WAITS, postgresql_where=WAITS)
sa.Index("clients_busy", clients.c.share, sqlite_where=IS_BUSY, postgresql_where=IS_BUSY)
sa.Index("clients_share", clients.c.share)

films = sa.Table(
    "films", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
)  # fmt: skip

budgets = sa.Table(
    "budgets", metadata,
    sa.Column("film", sa.Text, primary_key=True),
    sa.Column("cap_micro", sa.BigInteger),
    sa.Column("reserved_micro", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("spent_micro", sa.BigInteger, nullable=False, server_default="0"),
)  # fmt: skip

reservations = sa.Table(
    "reservations", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("film", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("amount_micro", sa.BigInteger, nullable=False),
    sa.Column("actual_micro", sa.BigInteger),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("closed_at", sa.Double),
    sa.Index("reservations_film", "film", "id"),
)  # fmt: skip
IS_RESERVED = sa.text("state = 'reserved'")
sa.Index("reservations_open", reservations.c.job, sqlite_where=IS_RESERVED, postgresql_where=IS_RESERVED)

consents = sa.Table(
    "consents", metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("granted_at", sa.Double, nullable=False),
    sa.Column("revoked_at", sa.Double),
    sa.Index("consents_provider", "provider", "id"),
)  # fmt: skip

estimates = sa.Table(
    "estimates", metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("generator", sa.Text, nullable=False),
    sa.Column("estimated_s", sa.Double),
    sa.Column("actual_s", sa.Double),
    sa.Column("estimated_micro", sa.BigInteger),
    sa.Column("actual_micro", sa.BigInteger),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("measured_at", sa.Double),
    sa.UniqueConstraint("job", "generator", name="estimates_job"),
)  # fmt: skip
IS_MEASURED = sa.text("measured_at IS NOT NULL")
sa.Index("estimates_measured", estimates.c.generator, estimates.c.measured_at,
         sqlite_where=IS_MEASURED, postgresql_where=IS_MEASURED)  # fmt: skip

panels = sa.Table(
    "panels", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("host_kind", sa.Text, nullable=False),
    sa.Column("token_sha256", sa.Text, nullable=False, unique=True),
    sa.Column("capabilities", sa.Text, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("last_seen", sa.Double),
    sa.Column("revoked_at", sa.Double),
)  # fmt: skip

webhooks = sa.Table(
    "webhooks", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("disabled_at", sa.Double),
)  # fmt: skip

outcomes = sa.Table(
    "outcomes", metadata,
    sa.Column("client", sa.Text, primary_key=True),
    sa.Column("operation_id", sa.Text, primary_key=True),
    sa.Column("op", sa.Text, nullable=False),
    sa.Column("request_hash", sa.Text, nullable=False),
    sa.Column("response", sa.Text),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Index("outcomes_age", "created_at"),
)  # fmt: skip

audit = sa.Table(
    "audit", metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("op", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("object_id", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)  # fmt: skip

_SQLITE_GUARD = """CREATE TRIGGER audit_{what} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"""
_POSTGRES_GUARD = (
    """CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'the audit record is append-only'; END$$""",
    """CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()""",
)


def upgrade() -> None:
    """Make all tables, and let the database itself refuse changes of the audit record."""
    connection = op.get_bind()
    metadata.create_all(connection, checkfirst=False)
    sqlite = connection.dialect.name == "sqlite"
    for statement in [_SQLITE_GUARD.format(what=what) for what in ("UPDATE", "DELETE")] if sqlite else _POSTGRES_GUARD:
        op.execute(statement)
