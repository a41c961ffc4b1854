"""Alembic's entry: runs on the connection that ``catalogue.db`` hands in."""

from __future__ import annotations

from alembic import context

from catalogue import fulltext
from catalogue.models import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    include_object=lambda _object, name, kind, _reflected, _compare: (
        not (kind == "table" and (name or "").startswith(("dbos", "workflow_", "operation_", "notifications")))
        and not (kind == "table" and fulltext.is_ours(name or ""))
    ),
)
with context.begin_transaction():
    context.run_migrations()
