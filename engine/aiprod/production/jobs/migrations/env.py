# SPDX-License-Identifier: Apache-2.0
"""Alembic's entry: run the revisions on the connection that `jobs/migrate.py` hands over, inside its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
