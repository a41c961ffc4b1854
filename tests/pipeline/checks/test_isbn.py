"""ISBNs are thirteen digits with a right check digit, one for each format."""

from __future__ import annotations

import pytest

from pipeline.checks.isbn import check_isbns
from pipeline.metadata import EditionRecord


@pytest.mark.parametrize(
    ("isbn", "codes"),
    [
        ({"epub": "978-604-0-00001-9"}, []),
        ({"epub": "9786040000010"}, ["md-001"]),
        ({"pdf": "978-604-0"}, ["md-001"]),
        ({"print": "0-306-40615-2"}, ["md-001"]),
        ({"epub": "9786040000019", "pdf": "978-604-0-00001-9"}, ["md-002"]),
        ({}, []),
    ],
)
def test_isbns(isbn: dict[str, str], codes: list[str]) -> None:
    record = EditionRecord.model_validate({"isbn": isbn})
    assert [finding.code for finding in check_isbns(record)] == codes
