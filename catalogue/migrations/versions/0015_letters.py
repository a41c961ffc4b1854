"""Letters that wait to be sent, and whether somebody wants them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("wants_letters", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_letter_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("kind", "about", "user_id", name=op.f("uq_letter_kind_about_user_id")),
    )
    op.create_index(op.f("ix_letter_user_id"), "letter", ["user_id"])
    op.create_index(op.f("ix_letter_next_at"), "letter", ["next_at"])
