"""The sets that harvests can be narrowed to: programme, publisher and language with their parts, and sample data."""

from __future__ import annotations

from catalogue.services.harvest import Told

NAMES = {
    "programme": "Recognised in a programme (ghi nhận vào Đề án)", "publisher": "By publisher (nhà xuất bản)",
    "language": "By language (ngôn ngữ)", "sample": "Sample data (dữ liệu mẫu)",
}  # fmt: skip


def taken_apart(spec: str) -> tuple[str, str] | None:
    """Property and value of a set's name; the value is empty for the set above; None for what is no set."""
    axis, colon, value = spec.partition(":")
    known = axis in NAMES and (bool(value) == bool(colon)) and not (axis == "sample" and value)
    return (axis, value) if known else None


def of(told: Told) -> list[str]:
    """The sets that a record belongs to; those above them are not repeated (OAI-PMH 2.0, 2.6)."""
    found = [f"programme:{told.programme}"] if told.programme else []
    if told.publisher_id:
        found.append(f"publisher:{told.publisher_id}")
    if told.language:
        found.append(f"language:{told.language}")
    return [*found, "sample"] if told.is_sample else found
