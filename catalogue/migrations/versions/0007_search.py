"""The search index: entries of titles, texts of books, and the full-text tables of each database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalogue import fulltext

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searchentry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("title_exact", sa.String(length=200), nullable=False),
        sa.Column("title_folded", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("publisher_id", sa.String(length=12), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("series", sa.String(length=300), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("own_key", sa.LargeBinary(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_searchentry")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_searchentry_edition_id")),
    )
    for name in ("title_exact", "title_folded", "publisher_id", "sort_key", "released_at", "sha256"):
        op.create_index(op.f(f"ix_searchentry_{name}"), "searchentry", [name])
    op.create_table(
        "searchterm",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("term", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("key", "term", name=op.f("pk_searchterm")),
    )
    op.create_table(
        "booktext",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_booktext")),
    )
    op.create_table(
        "bookpassage",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("section", sa.String(length=130), nullable=False),
        sa.Column("heading", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["booktext.sha256"], name=op.f("fk_bookpassage_sha256")),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_bookpassage")),
    )
    op.create_table(
        "searchstate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searchstate")),
    )
    fulltext.create(op.get_bind())
