"""Targets by version, allotments, terms that titles are classed by, the reporting calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme", sa.Column("body_id", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("target", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("target", sa.Column("valid_from", sa.Date(), nullable=True))
    op.create_index("ix_target_version", "target", ["programme_id", "version"], unique=True)
    op.create_table(
        "allotment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("axis", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("titles", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("axis IN ('publisher', 'body', 'language', 'content')", name=op.f("ck_allotment_axis")),
        sa.CheckConstraint("titles >= 0", name=op.f("ck_allotment_titles")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_allotment_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotment")),
    )
    op.create_index(op.f("ix_allotment_programme_id"), "allotment", ["programme_id"])
    op.create_table(
        "closingday",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('month', 'quarter', 'year')", name=op.f("ck_closingday_kind")),
        sa.CheckConstraint("days >= 0", name=op.f("ck_closingday_days")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_closingday_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closingday")),
        sa.UniqueConstraint("programme_id", "kind", name=op.f("uq_closingday_programme_id_kind")),
    )
    op.create_index(op.f("ix_closingday_programme_id"), "closingday", ["programme_id"])
    op.create_table(
        "bodyreport",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("body_id", sa.String(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_bodyreport_programme_id")),
        sa.ForeignKeyConstraint(["body_id"], ["organisation.id"], name=op.f("fk_bodyreport_body_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_bodyreport_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodyreport")),
    )
    op.create_index(op.f("ix_bodyreport_programme_id"), "bodyreport", ["programme_id"])
    op.create_index(op.f("ix_bodyreport_body_id"), "bodyreport", ["body_id"])
    op.create_table(
        "term",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("scheme IN ('content', 'convention', 'audience')", name=op.f("ck_term_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("scheme", "code", name=op.f("uq_term_scheme_code")),
    )
    op.bulk_insert(
        sa.table("term", *(sa.column(name) for name in COLUMNS), sa.column("position", sa.Integer()),
                 sa.column("retired", sa.Boolean())),
        [
            {**dict(zip(COLUMNS, row, strict=True)), "position": number, "retired": False}
            for number, row in enumerate(TERMS, 1)
        ],
    )  # fmt: skip


COLUMNS = ("id", "scheme", "code", "name_vi", "name_en")
TERMS = (
    ("term00000001", "content", "1",
     "Luật quốc tế về quyền con người, nhất là bảy công ước cơ bản; UPR và các cam kết khác",
     "International human rights law, above all the seven core conventions; UPR and other commitments"),
    ("term00000011", "convention", "ICERD",
     "Công ước quốc tế về xóa bỏ mọi hình thức phân biệt chủng tộc (ICERD)",
     "Convention on the Elimination of All Forms of Racial Discrimination (ICERD)"),
    ("term00000012", "convention", "ICCPR",
     "Công ước quốc tế về các quyền dân sự và chính trị (ICCPR)",
     "Covenant on Civil and Political Rights (ICCPR)"),
    ("term00000013", "convention", "ICESCR",
     "Công ước quốc tế về các quyền kinh tế, xã hội và văn hóa (ICESCR)",
     "Covenant on Economic, Social and Cultural Rights (ICESCR)"),
    ("term00000014", "convention", "CEDAW",
     "Công ước về xóa bỏ mọi hình thức phân biệt đối xử với phụ nữ (CEDAW)",
     "Convention on the Elimination of All Forms of Discrimination against Women (CEDAW)"),
    ("term00000015", "convention", "CAT", "Công ước chống tra tấn (CAT)", "Convention against Torture (CAT)"),
    ("term00000016", "convention", "CRC", "Công ước về quyền trẻ em (CRC)",
     "Convention on the Rights of the Child (CRC)"),
    ("term00000017", "convention", "CRPD", "Công ước về quyền của người khuyết tật (CRPD)",
     "Convention on the Rights of Persons with Disabilities (CRPD)"),
    ("term00000021", "audience", "general", "Bạn đọc phổ thông", "General readers"),
    ("term00000022", "audience", "officials", "Cán bộ, công chức, viên chức", "Public officials"),
    ("term00000023", "audience", "children", "Trẻ em, học sinh", "Children and pupils"),
    ("term00000024", "audience", "students", "Sinh viên, giảng viên", "Students and teachers of universities"),
    ("term00000025", "audience", "minorities", "Đồng bào dân tộc thiểu số", "Members of ethnic minorities"),
    ("term00000026", "audience", "abroad", "Bạn đọc nước ngoài, người Việt Nam ở nước ngoài",
     "Readers abroad and Vietnamese overseas"),
)  # fmt: skip
"""The seven conventions are facts of law; the first content is the confirmed one, the office adds the others."""
