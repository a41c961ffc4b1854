"""The edition's whole record, what a session's browser is, a user's language, a failed build's incident."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("record", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("edition", sa.Column("is_sample", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("account", sa.Column("ui_language", sa.String(length=35), nullable=False, server_default=""))
    op.add_column("usersession", sa.Column("browser", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("build", sa.Column("incident", sa.String(length=12), nullable=False, server_default=""))
