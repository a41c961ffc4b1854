"""What a build was asked to make besides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("build", sa.Column("options", sa.JSON(), nullable=False, server_default="{}"))
