"""A second step at signing in: the secret of each account's authenticator, and sessions that wait for its code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("totp_secret", "totp_offered"):
        op.add_column("account", sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
    op.add_column("account", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("account", sa.Column("recovery_codes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("usersession", sa.Column("waits_for_code", sa.Boolean(), nullable=False, server_default=sa.false()))
