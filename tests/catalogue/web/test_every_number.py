"""Every number on every page of the instrument opens as many titles, and every form of the list has as many."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI

from catalogue import db
from catalogue.services import rulesets, targets
from catalogue.services.targets import Aim
from catalogue.web.breakdowns import WAYS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
LINK = re.compile(r'<a href="(?:/en)?/editor/titles\?([^"#]+)"[^>]*>([\d,]+)</a>')
MOMENTS = ("", "as_of=2024-06-30", "as_of=2025-12-31&known=then", "programme=north", "rules=2")


def numbers(visitor: Any, path: str) -> dict[str, int]:
    """Every linked number of a page by the query of its list."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    found: dict[str, int] = {}
    for query, number in LINK.findall(answer.text):
        said = int(number.replace(",", ""))
        assert found.setdefault(html.unescape(query), said) == said, (path, query)
    return found


def exported(visitor: Any, query: str) -> tuple[int, int, int]:
    """Rows of the list as JSON, CSV and XLSX."""
    said = visitor.get(f"/en/editor/titles/list.json?{query}").json()
    lines = list(
        csv.reader(io.StringIO(visitor.get(f"/en/editor/titles/list.csv?{query}").content.decode("utf-8-sig")))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(f"/en/editor/titles/list.xlsx?{query}").content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(min_row=5, max_col=1, values_only=True) if row[0]]
    assert said["total"] == len(said["titles"])
    return said["total"], len(lines) - 1, len(rows)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_number_is_the_number_of_its_rows(
    app: FastAPI, filled: FastAPI, signed_in: Callable[[str], Any], moment: str
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        targets.create(session, "north", "Miền Bắc", date(2024, 1, 1), date(2027, 12, 31), Aim(300, 0.15, 0.2, {}))
        rules = {
            "minority_in_share": True,
            "reprints": "none",
            "bilingual": "either",
            "licensed": False,
            "volumes": "set",
        }
        rulesets.add(session, rules, date(2028, 1, 1))
    visitor = signed_in("officer")
    pages = [f"/en/editor?{moment}", *(f"/en/editor/breakdown?by={by}&{moment}" for by in WAYS)]
    pages += ["/en/editor/programmes", "/en/editor/rules?old=1&new=2"] if not moment else []
    wrong, seen = {}, dict[str, int]()
    for page in pages:
        for query, number in numbers(visitor, page).items():
            if query in seen:
                continue
            seen[query] = number
            listed = visitor.get(f"/api/v1/programme/titles?{query}").json()["titles"]
            if len(listed) != number or len(set(listed)) != number:
                wrong[query] = (number, len(listed))
    assert wrong == {}
    assert len(seen) > 200
    for query in list(seen)[::40]:
        shown = visitor.get(f"/en/editor/titles?{query}").text
        assert shown.count("<tr data-title=") == seen[query], query
        assert exported(visitor, query) == (seen[query],) * 3, query
