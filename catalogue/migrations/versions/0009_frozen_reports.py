"""Frozen reports of periods, and their files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozenreport",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('month', 'quarter', 'year', 'three_years', 'five_years')", name=op.f("ck_frozenreport_kind")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_frozenreport_programme_id")),
        sa.ForeignKeyConstraint(
            ["evidence_sha256"], ["storedfile.sha256"], name=op.f("fk_frozenreport_evidence_sha256")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_frozenreport_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozenreport")),
    )
    op.create_index(op.f("ix_frozenreport_programme_id"), "frozenreport", ["programme_id"])
    op.create_table(
        "frozenfile",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["frozenreport.id"], name=op.f("fk_frozenfile_report_id")),
        sa.ForeignKeyConstraint(["sha256"], ["storedfile.sha256"], name=op.f("fk_frozenfile_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozenfile")),
    )
    op.create_index(op.f("ix_frozenfile_report_id"), "frozenfile", ["report_id"])
