"""Titles that came in together, so that they can be taken out together; days known to their month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("titles", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('import', 'demo')", name=op.f("ck_batch_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_batch_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    # Without a foreign key, which SQLite could only add by writing the whole table anew.
    op.add_column("edition", sa.Column("batch_id", sa.String(length=12), nullable=False, server_default=""))
    op.create_index(op.f("ix_edition_batch_id"), "edition", ["batch_id"])
    with op.batch_alter_table("dossieritem") as table:
        table.drop_constraint(op.f("ck_dossieritem_precision"), type_="check")
        table.create_check_constraint(
            op.f("ck_dossieritem_precision"), "precision IN ('day', 'month', 'quarter', 'year')"
        )
