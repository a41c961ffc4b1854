"""The first tables; changes are recorded in a table that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


ONLY_ADDED = "changes are only added"

SQLITE_GUARDS = [
    f"CREATE TRIGGER changeevent_no_{verb.lower()} BEFORE {verb} ON changeevent "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRES_GUARDS = [
    (
        "CREATE FUNCTION changeevent_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{ONLY_ADDED}'; END $$"
    ),
    (
        "CREATE TRIGGER changeevent_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON changeevent "
        "FOR EACH STATEMENT EXECUTE FUNCTION changeevent_only_added()"
    ),
]


def guard() -> None:
    """Let nobody change or remove what was recorded, not even our own code."""
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "changeevent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changeevent")),
        sa.UniqueConstraint("number", name=op.f("uq_changeevent_number")),
    )
    with op.batch_alter_table("changeevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changeevent_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_changeevent_subject"), ["subject"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('publisher', 'ministry', 'province', 'agency')", name=op.f("ck_organisation_kind")
        ),
        sa.ForeignKeyConstraint(["successor_id"], ["organisation.id"], name=op.f("fk_organisation_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["programme.id"], name=op.f("fk_programme_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "storedfile",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_storedfile")),
    )
    op.create_table(
        "tombstone",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("moved_to", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("original_language", sa.String(length=35), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("publisher_id", sa.String(), nullable=False),
        sa.Column("reporting_body_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("translated_from_id", sa.String(), nullable=True),
        sa.Column("statement", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('original', 'translation', 'bilingual', 'reprint')", name=op.f("ck_edition_kind")),
        sa.ForeignKeyConstraint(["publisher_id"], ["organisation.id"], name=op.f("fk_edition_publisher_id")),
        sa.ForeignKeyConstraint(["reporting_body_id"], ["organisation.id"], name=op.f("fk_edition_reporting_body_id")),
        sa.ForeignKeyConstraint(["translated_from_id"], ["edition.id"], name=op.f("fk_edition_translated_from_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_edition_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_publisher_id"), ["publisher_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_reporting_body_id"), ["reporting_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_work_id"), ["work_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('member', 'director', 'officer')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "organisation_id", "role", name=op.f("uq_membership_user_id_organisation_id_role")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "ruleset",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_ruleset_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleset")),
        sa.UniqueConstraint("programme_id", "version", name=op.f("uq_ruleset_programme_id_version")),
    )
    with op.batch_alter_table("ruleset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ruleset_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("titles", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.CheckConstraint("low <= high", name=op.f("ck_target_band")),
        sa.CheckConstraint("titles > 0", name=op.f("ck_target_titles")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_target_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "usersession",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_usersession_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usersession")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_usersession_token_hash")),
    )
    with op.batch_alter_table("usersession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usersession_user_id"), ["user_id"], unique=False)

    op.create_table(
        "classification",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_classification_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_classification_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
    )
    with op.batch_alter_table("classification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_classification_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_contribution_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "dossieritem",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("electronic", sa.Boolean(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('registration', 'decision', 'licence', 'deposit', 'release')", name=op.f("ck_dossieritem_kind")
        ),
        sa.CheckConstraint("precision IN ('day', 'quarter', 'year')", name=op.f("ck_dossieritem_precision")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_dossieritem_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossieritem")),
    )
    with op.batch_alter_table("dossieritem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossieritem_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossieritem_on"), ["on"], unique=False)

    op.create_table(
        "editionformat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("isbn", sa.String(length=13), nullable=False),
        sa.CheckConstraint("form IN ('epub', 'pdf', 'print', 'audio', 'braille')", name=op.f("ck_editionformat_form")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_editionformat_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editionformat")),
    )
    with op.batch_alter_table("editionformat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editionformat_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_editionformat_isbn"), ["isbn"], unique=False)

    op.create_table(
        "manuscript",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_manuscript_edition_id")),
        sa.ForeignKeyConstraint(["sha256"], ["storedfile.sha256"], name=op.f("fk_manuscript_sha256")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_manuscript_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manuscript")),
        sa.UniqueConstraint("edition_id", "round", name=op.f("uq_manuscript_edition_id_round")),
    )
    with op.batch_alter_table("manuscript", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manuscript_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "recognition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("recognised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_recognition_edition_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_recognition_programme_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_recognition_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_recognition_edition_id")),
    )
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "subject",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_subject_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("edition_id", "scheme", "code", name=op.f("uq_subject_edition_id_scheme_code")),
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "titletext",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("subtitle", sa.String(length=500), nullable=False),
        sa.Column("folded", sa.String(length=1100), nullable=False),
        sa.Column("canonical", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_titletext_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_titletext")),
        sa.UniqueConstraint("edition_id", "language", name=op.f("uq_titletext_edition_id_language")),
    )
    with op.batch_alter_table("titletext", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_titletext_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "uq_titletext_canonical",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("canonical"),
            postgresql_where=sa.text("canonical"),
        )

    op.create_table(
        "build",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("manuscript_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("fraction", sa.Float(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'built', 'refused', 'failed', 'cancelled')", name=op.f("ck_build_state")
        ),
        sa.ForeignKeyConstraint(["manuscript_id"], ["manuscript.id"], name=op.f("fk_build_manuscript_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build")),
    )
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_build_manuscript_id"), ["manuscript_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_build_state"), ["state"], unique=False)

    op.create_table(
        "buildfile",
        sa.Column("build_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_buildfile_build_id")),
        sa.ForeignKeyConstraint(["sha256"], ["storedfile.sha256"], name=op.f("fk_buildfile_sha256")),
        sa.PrimaryKeyConstraint("build_id", "role", name=op.f("pk_buildfile")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("build_id", sa.String(), nullable=True),
        sa.Column("erratum", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('current', 'superseded', 'withdrawn', 'recalled')", name=op.f("ck_release_state")
        ),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_release_build_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_release_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_release_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("edition_id", "version", name=op.f("uq_release_edition_id_version")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "uq_release_current",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "releasefile",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_releasefile_release_id")),
        sa.ForeignKeyConstraint(["sha256"], ["storedfile.sha256"], name=op.f("fk_releasefile_sha256")),
        sa.PrimaryKeyConstraint("release_id", "role", name=op.f("pk_releasefile")),
    )
    guard()


def downgrade() -> None:
    op.drop_table("releasefile")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_release_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )
        batch_op.drop_index(batch_op.f("ix_release_edition_id"))

    op.drop_table("release")
    op.drop_table("buildfile")
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_build_state"))
        batch_op.drop_index(batch_op.f("ix_build_manuscript_id"))

    op.drop_table("build")
    with op.batch_alter_table("titletext", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_titletext_canonical", sqlite_where=sa.text("canonical"), postgresql_where=sa.text("canonical")
        )
        batch_op.drop_index(batch_op.f("ix_titletext_edition_id"))

    op.drop_table("titletext")
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_edition_id"))

    op.drop_table("subject")
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_programme_id"))

    op.drop_table("recognition")
    with op.batch_alter_table("manuscript", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manuscript_edition_id"))

    op.drop_table("manuscript")
    with op.batch_alter_table("editionformat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_editionformat_isbn"))
        batch_op.drop_index(batch_op.f("ix_editionformat_edition_id"))

    op.drop_table("editionformat")
    with op.batch_alter_table("dossieritem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossieritem_on"))
        batch_op.drop_index(batch_op.f("ix_dossieritem_edition_id"))

    op.drop_table("dossieritem")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_edition_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("classification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_classification_edition_id"))

    op.drop_table("classification")
    with op.batch_alter_table("usersession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usersession_user_id"))

    op.drop_table("usersession")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_programme_id"))

    op.drop_table("target")
    with op.batch_alter_table("ruleset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ruleset_programme_id"))

    op.drop_table("ruleset")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_work_id"))
        batch_op.drop_index(batch_op.f("ix_edition_sort_key"))
        batch_op.drop_index(batch_op.f("ix_edition_reporting_body_id"))
        batch_op.drop_index(batch_op.f("ix_edition_publisher_id"))

    op.drop_table("edition")
    op.drop_table("work")
    op.drop_table("tombstone")
    op.drop_table("storedfile")
    op.drop_table("programme")
    op.drop_table("organisation")
    with op.batch_alter_table("changeevent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changeevent_subject"))
        batch_op.drop_index(batch_op.f("ix_changeevent_kind"))

    op.drop_table("changeevent")
    op.drop_table("account")
