"""Remarks and returns of editors, recommended titles, places and bookmarks of readers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _table(name: str, *columns: sa.Column[object], keys: dict[str, str], index: tuple[str, ...]) -> None:
    foreign = [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}")) for column, target in keys.items()
    ]
    unique = [sa.UniqueConstraint("user_id", "edition_id", name=op.f("uq_readingplace_user_id_edition_id"))]
    op.create_table(
        name, _text("id"), *columns, *foreign, *(unique if name == "readingplace" else []),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )  # fmt: skip
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def upgrade() -> None:
    people = {"user_id": "account.id", "edition_id": "edition.id"}
    _table(
        "remark", _text("edition_id"), _text("build_id"), _text("section", 130),
        sa.Column("block", sa.Integer(), nullable=False), _text("quote", 200), _text("text", 2000), _text("user_id"),
        _time("created_at"), _time("settled_at", nullable=True), _text("settled_by", nullable=True),
        _text("answer", 1000), keys={**people, "build_id": "build.id", "settled_by": "account.id"},
        index=("edition_id",),
    )  # fmt: skip
    _table(
        "handback", _text("edition_id"), _text("reason", 2000), _text("user_id"), _time("created_at"),
        _time("answered_at", nullable=True), _text("answered_by", nullable=True), _text("answer", 1000),
        keys={**people, "answered_by": "account.id"}, index=("edition_id",),
    )  # fmt: skip
    _table(
        "pick", _text("edition_id"), _text("reason", 400), _text("language", 35), _text("user_id"),
        _time("created_at"), _time("ended_at", nullable=True), keys=people, index=("edition_id",),
    )  # fmt: skip
    _table(
        "readingplace", _text("user_id"), _text("edition_id"), sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False), _time("changed_at"), keys=people,
        index=("user_id", "edition_id"),
    )  # fmt: skip
    op.add_column("account", sa.Column("keeps_places", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("programme", sa.Column("waiting_days", sa.Integer(), nullable=False, server_default="10"))
    op.add_column("release", sa.Column("authority", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("release", sa.Column("words", sa.Integer(), nullable=False, server_default="0"))
