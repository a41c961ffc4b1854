"""A frozen report stays what it was and follows from its evidence, whatever becomes of the records."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from catalogue import db
from catalogue.errors import Refusal
from catalogue.exchange import frozen
from catalogue.jobs import freezing as work
from catalogue.models.builds import Release
from catalogue.models.people import Organisation
from catalogue.models.programme import ChangeEvent, Target
from catalogue.models.reports import FrozenReport
from catalogue.models.titles import DossierItem, DossierKind, Edition
from catalogue.services import (
    evidence,
    freezing,
    organisations,
    programme,
    releases,
    reporting_bodies,
    rulesets,
    terms,
    titles,
)
from catalogue.settings import Settings
from catalogue.storage import Store, open_storage
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("papers_once")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_storage(Settings(storage_url=f"file:{tmp_path / 'files'}"))


@pytest.fixture
def filled(demonstrated: Engine) -> Engine:
    """A catalogue with the made-up programme, on SQLite and on PostgreSQL."""
    return demonstrated


def title(engine: Engine, on: date, language: str = "vi") -> str:
    """A title released on paper on a day, entered now."""
    with db.session_scope(engine) as session:
        house = session.exec(select(Organisation)).first()
        assert house
        edition = titles.create(session, EditionRecord(book=BookPart(title="Quyền", language=language)), house)
        releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=on))
        return edition.id


def freeze(engine: Engine, store: Store, period: str = "2025") -> str:
    with time_machine.travel(NOW, tick=False):
        return work.freeze(engine, store, "1079", period)


def contents(engine: Engine, store: Store, key: str) -> dict[str, bytes]:
    """Every file of a frozen report, by name."""
    with Session(engine) as session:
        return {kept.name: b"".join(store.read(kept.sha256)) for kept, _ in freezing.files(session, key)}


def proof(engine: Engine, store: Store, key: str) -> frozen.Proof:
    with Session(engine) as session:
        return frozen.prove(session, store, freezing.get(session, key))


@pytest.mark.sqlite_first
def test_later_corrections_rules_targets_withdrawals_and_mergers_leave_it_as_it_was(
    filled: Engine, store: Store
) -> None:
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        gone = title(filled, date(2025, 2, 2), "ru")
    with db.session_scope(filled) as session:
        session.add(Release(edition_id=gone, released_at=datetime(2025, 2, 2, tzinfo=UTC)))
    key = freeze(filled, store)
    before = contents(filled, store, key)
    assert sorted(name.rpartition(".")[2] for name in before) == ["docx", "docx", "json", "json", "pdf", "pdf",
                                                                  "xlsx", "xlsx"]  # fmt: skip
    said = json.loads(before["de-an-1079-2025-vi.json"])
    assert proof(filled, store, key) == frozen.Proof(files=True, ledger=True, figures=True, replayed=True)

    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        late = title(filled, date(2025, 5, 5), "fr")
        with db.session_scope(filled) as session:
            rulesets.add(session, {"minority_in_share": True}, date(2025, 1, 1))
            session.execute(update(Target).values(titles=2000, low=0.3, high=0.4))
            taken = update(Release).where(col(Release.edition_id) == gone)
            session.execute(taken.values(state="withdrawn", withdrawn_at=NOW + timedelta(days=27)))
            bodies = organisations.bodies(session, date(2026, 1, 1))
            organisations.merge(session, bodies[0], bodies[1], date(2025, 3, 31))
            one = session.exec(select(Edition).where(col(Edition.reporting_body_id).is_not(None))).first()
            assert one
            reporting_bodies.report_by(session, one, bodies[2].id)
            terms.classify(session, one, "convention", ["CAT", "ICERD"])
            rest = terms.every(session, "convention")[0]
            terms.change(session, rest, "Tên khác", "Another name", retired=True)
    assert proof(filled, store, key) == frozen.Proof(files=True, ledger=True, figures=True, replayed=True)

    with db.session_scope(filled) as session:  # one house takes another's titles over
        houses = session.exec(select(Organisation.id).order_by(Organisation.id)).all()
        session.execute(update(Edition).values(publisher_id=houses[0]))
    assert proof(filled, store, key) == frozen.Proof(files=True, ledger=True, figures=True, replayed=False)
    assert contents(filled, store, key) == before

    with Session(filled) as session:
        report = freezing.get(session, key)
        evident = frozen.recall(store, report)
        again = frozen.said(evident, "vi")
        moved = {one.count: one for one in frozen.since(session, evident)}
    assert again.sha256 == said["sha256"] == report.figures_sha256
    assert json.loads(json.dumps(frozen.reports.as_json(again))) == said
    assert (moved["foreign"].came, moved["foreign"].left) == ((late,), ())
    assert moved["foreign"].after == moved["foreign"].before + 1
    assert moved["ebook_or_foreign"].after > moved["ebook_or_foreign"].before + 1  # minority languages came in


def test_evidence_from_before_bodies_and_facets_still_gives_its_figures(filled: Engine) -> None:
    with db.session_scope(filled) as session:
        whole = json.loads(evidence.write(freezing.gather(session, "1079", "2025")))
    old = {name: whole[name] for name in whole if name not in ("heirs", "allotted", "body")} | {"schema": 1}
    old["rules"] = {name: value for name, value in whole["rules"].items() if name not in evidence.RULED}
    old["titles"] = {
        key: {name: value for name, value in facts.items() if name not in ("body", "facets", "marks", "out")}
        for key, facts in whole["titles"].items()
    }
    document = json.dumps(old, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    read = evidence.read(document)
    assert evidence.write(read) == document
    now, then = (frozen.said(evidence.read(text), "vi") for text in (json.dumps(whole).encode(), document))
    assert then.status == now.status
    assert {sheet.key for sheet in now.sheets} - {sheet.key for sheet in then.sheets} == {
        "body", "content", "convention", "subject", "form", "audience",
    }  # fmt: skip


@pytest.mark.sqlite_first
def test_the_quarters_add_up_to_the_year_and_the_year_to_the_programme(filled: Engine, store: Store) -> None:
    with Session(filled) as session:
        parts = [freezing.gather(session, "1079", f"2025-Q{quarter}") for quarter in range(1, 5)]
        year = freezing.gather(session, "1079", "2025")

    def added(found: evidence.Evidence) -> list[int]:
        return [row[2] for row in frozen.said(found, "en").sheets[1].rows]

    assert [sum(column) for column in zip(*map(added, parts), strict=True)] == added(year)
    for row in frozen.said(year, "en").sheets[1].rows:
        assert row[1] + row[2] == row[3]
    with Session(filled) as session:
        ends = [programme.report(session, as_of=day)["released"] for day in (date(2024, 12, 31), date(2025, 12, 31))]
    assert added(year)[0] == ends[1] - ends[0] > 50


def test_every_kind_of_period_names_itself(filled: Engine) -> None:
    names = {}
    with db.session_scope(filled) as session:
        for key in ("2025-11", "2025-Q3", "2025", "3y"):
            names[key] = frozen.said(freezing.gather(session, "1079", key), "en").title
    assert names == {
        "2025-11": "Report on the progress of the programme of 1,000 books on human rights in the month 11/2025",
        "2025-Q3": "Report on the progress of the programme of 1,000 books on human rights in the quarter III/2025",
        "2025": "Report on the progress of the programme of 1,000 books on human rights in the year 2025",
        "3y": "Report on the first three years of the programme of 1,000 books on human rights (2023-2025)",
    }


def test_evidence_read_and_written_again_is_the_same_document(filled: Engine) -> None:
    with db.session_scope(filled) as session:
        document = evidence.write(freezing.gather(session, "1079", "3y"))
    assert evidence.write(evidence.read(document)) == document


@pytest.mark.sqlite_first
def test_a_changed_file_a_changed_row_and_lost_evidence_are_found(filled: Engine, store: Store, tmp_path: Path) -> None:
    key = freeze(filled, store)
    with Session(filled) as session:
        [pdf] = [kept.sha256 for kept, _ in freezing.files(session, key) if kept.name.endswith("vi.pdf")]
        proven = freezing.get(session, key).evidence_sha256
    place = {path.name: path for path in (tmp_path / "files").rglob("*") if path.is_file()}
    whole = place[pdf].read_bytes()
    place[pdf].write_bytes(whole[:-1] + b"x")
    assert proof(filled, store, key) == frozen.Proof(files=False, ledger=True, figures=True, replayed=True)
    place[pdf].write_bytes(whole)
    with db.session_scope(filled) as session:
        session.execute(update(FrozenReport).values(figures_sha256="0" * 64))
    assert proof(filled, store, key) == frozen.Proof(files=True, ledger=False, figures=False, replayed=True)
    place[proven].unlink()
    assert not proof(filled, store, key).holds


@pytest.mark.sqlite_first
@pytest.mark.parametrize(
    ("period", "code"),
    [("2026", "rep-004"), ("2026-11", "rep-004"), ("5y", "rep-004"), ("2022", "rep-003"), ("quý III", "rep-002")],
)
def test_what_is_not_over_or_no_period_is_refused_and_leaves_nothing(
    filled: Engine, store: Store, period: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        freeze(filled, store, period)
    assert refused.value.code == code
    with Session(filled) as session:
        assert freezing.every(session) == []


@pytest.mark.sqlite_first
def test_what_changes_while_files_are_made_is_noticed_and_nothing_is_frozen(filled: Engine, store: Store) -> None:
    with time_machine.travel(NOW, tick=False):
        with db.session_scope(filled) as session:
            found = freezing.gather(session, "1079", "2025-11")
            session.expunge_all()
        figures, proven, files = frozen.make(found, store)
        title(filled, date(2025, 11, 5))  # recorded at that very moment, committed later
        with pytest.raises(Refusal) as refused, db.session_scope(filled) as session:
            freezing.enter(session, found, figures, proven, files, key="frozen000001")
    assert refused.value.code == "rep-005"
    with Session(filled) as session:
        assert freezing.every(session) == []


def test_two_rule_sets_stand_side_by_side_with_the_titles_that_move(filled: Engine) -> None:
    with time_machine.travel(NOW, tick=False):
        khmer = title(filled, date(2026, 1, 5), "km")
    with db.session_scope(filled) as session:
        rulesets.add(session, {"minority": ["tyz"]}, date(2026, 1, 1))
    with Session(filled) as session:
        found = {one.count: one for one in rulesets.compare(session, 1, 2, date(2026, 6, 30))}
        same = rulesets.compare(session, 1, 1, date(2026, 6, 30))
    assert found["released"].came == found["released"].left == ()
    assert khmer in found["foreign"].came
    assert found["foreign"].came == found["minority"].left
    assert all(one.before == one.after and not one.came and not one.left for one in same)


@pytest.mark.parametrize(
    ("rules", "start", "code"),
    [
        ({"colour": 1}, date(2026, 1, 1), "rul-001"),
        ({"zone": "Hanoi"}, date(2026, 1, 1), "rul-002"),
        ({"zone": ["x"]}, date(2026, 1, 1), "rul-002"),
        ({"minority": "tyz"}, date(2026, 1, 1), "rul-002"),
        ({"minority": ["vi"]}, date(2026, 1, 1), "rul-003"),
        ({}, date(2031, 1, 1), "rul-004"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    engine: Engine, rules: dict[str, object], start: date, code: str
) -> None:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
    with pytest.raises(Refusal) as refused, db.session_scope(engine) as session:
        rulesets.add(session, rules, start)
    assert refused.value.code == code
    with Session(engine) as session:
        assert [one.version for one in rulesets.versions(session)] == [1]
        assert session.exec(select(ChangeEvent).where(col(ChangeEvent.kind) == "rules.added")).first() is None
