"""How far readers may have each format of a title."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "formataccess",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("form IN ('epub', 'pdf')", name=op.f("ck_formataccess_form")),
        sa.CheckConstraint("kind IN ('open', 'online', 'embargoed', 'record')", name=op.f("ck_formataccess_kind")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_formataccess_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_formataccess_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formataccess")),
    )
    op.create_index("ix_formataccess_edition", "formataccess", ["edition_id", "form"])
