"""Any past day can be asked for, with today's knowledge or with that day's; the demonstration comes and goes whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, text
from sqlmodel import Session, func, select

from catalogue import db
from catalogue.errors import Refusal
from catalogue.models import METADATA
from catalogue.models.builds import Build, BuildFile, Manuscript, Release, ReleaseFile, StoredFile
from catalogue.models.harvest import HarvestRecord
from catalogue.models.people import Organisation
from catalogue.models.programme import ChangeEvent
from catalogue.models.titles import Batch, BatchKind, DossierItem, DossierKind, Edition, Precision, Tombstone
from catalogue.rules.tally import Where
from catalogue.services import audit, batches, demonstration, programme, records, releases, rulesets, shelving, titles
from pipeline.metadata import BookPart, EditionRecord

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def record(language: str = "vi") -> EditionRecord:
    return EditionRecord(book=BookPart(title="Quyền con người", language=language))


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def released(engine: Engine, day: date, known: programme.Known) -> int:
    with Session(engine) as session:
        return int(programme.report(session, as_of=day, known=known)["released"])


def add(engine: Engine, on: date) -> str:
    """A title released on paper on a day, entered now."""
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        house = session.exec(select(Organisation)).first() or Organisation(name="Nhà xuất bản Tư pháp")
        session.add(house)
        session.flush()
        edition = titles.create(session, record(), house)
        releases.add_paper(session, DossierItem(edition_id=edition.id, kind=DossierKind.RELEASE, on=on))
        return edition.id


def test_what_was_entered_late_was_not_known_then(engine: Engine) -> None:
    with at(datetime(2025, 3, 1, tzinfo=UTC)):
        add(engine, date(2025, 2, 1))
    with at(datetime(2025, 9, 1, tzinfo=UTC)):
        add(engine, date(2025, 2, 2))
    day = date(2025, 6, 30)
    assert (released(engine, day, "now"), released(engine, day, "then")) == (2, 1)
    assert released(engine, date(2025, 9, 1), "then") == 2
    assert released(engine, date(2025, 2, 28), "then") == 0


def test_a_later_withdrawal_and_return_leave_the_past_as_it_was(engine: Engine) -> None:
    edition_id = add(engine, date(2025, 1, 5))
    with db.session_scope(engine) as session:
        gone, back = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
        session.add(
            Release(edition_id=edition_id, released_at=gone - timedelta(days=30), withdrawn_at=gone, state="withdrawn")
        )
        session.flush()
        session.add(Release(edition_id=edition_id, version=2, released_at=back))
    days = [date(2025, 2, 1), date(2025, 4, 1), date(2025, 6, 2)]
    assert [released(engine, day, "now") for day in days] == [1, 0, 1]


def test_a_language_corrected_later_counts_then_as_it_was_recorded(engine: Engine) -> None:
    with at(datetime(2025, 3, 1, tzinfo=UTC)):
        edition_id = add(engine, date(2025, 2, 1))
    with at(datetime(2025, 9, 1, tzinfo=UTC)), db.session_scope(engine) as session:
        titles.change(session, titles.get(session, edition_id), record("en"))
    with Session(engine) as session:
        for known, foreign in (("now", 1), ("then", 0)):
            found = programme.report(session, as_of=date(2025, 6, 30), known=known)  # type: ignore[arg-type]
            assert found["counts"]["foreign"] == foreign


def test_a_paper_known_only_to_its_quarter_counts_from_the_day_of_it_that_the_rules_name(engine: Engine) -> None:
    edition_id = add(engine, date(2026, 1, 1))
    with db.session_scope(engine) as session:
        [paper] = releases.dossier(session, edition_id)
        paper.on, paper.precision = date(2025, 9, 30), Precision.QUARTER
        releases.add_paper(session, DossierItem(edition_id=edition_id, kind=DossierKind.DEPOSIT, on=date(2025, 12, 1)))
        rulesets.add(session, {"inexact": "first"}, date(2023, 1, 1))
    with Session(engine) as session:
        days = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 30)]
        counted = [
            [programme.view(session, as_of=day, rules=version).numbers["released"] for day in days]
            for version in (1, 2)
        ]  # fmt: skip
    assert counted == [[0, 0, 1], [0, 1, 1]]


def test_a_change_is_seen_at_once_though_only_what_changed_is_read_again(engine: Engine) -> None:
    edition_id = add(engine, date(2025, 2, 1))
    assert released(engine, date(2026, 1, 1), "now") == 1
    add(engine, date(2025, 2, 2))
    assert released(engine, date(2026, 1, 1), "now") == 2
    with db.session_scope(engine) as session:
        titles.change(session, titles.get(session, edition_id), record("fr"))
    with Session(engine) as session:
        held = records.known_now(session)
        assert sorted(title.language for title in held.titles.values()) == ["fr", "vi"]
        assert set(held.titles.values()) == set(records.read(session))
        assert records.known_now(session) is held


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, in the order of their keys."""
    with engine.connect() as connection:
        return {
            name: [str(tuple(row)) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in METADATA.tables.items()
        }


def test_the_demonstration_comes_whole_and_goes_whole(engine: Engine) -> None:
    real = add(engine, date(2025, 2, 1))
    with db.session_scope(engine) as session:
        session.add(Release(edition_id=real, released_at=NOW - timedelta(days=9)))
        session.flush()
        shelving.changed(session, [real])
    before = everything(engine)
    with db.session_scope(engine) as session:
        plan = programme.plan(session)
        demonstration.fill(session, plan, NOW.date())
    with db.session_scope(engine) as session:
        found = programme.report(session, as_of=NOW.date())
        assert session.exec(select(func.count()).select_from(Edition)).one() == demonstration.TITLES + 1
        assert found["sample"] == found["released"] - 1 > 500
        assert (found["share"]["state"], found["forecast"]["low"] < found["forecast"]["high"]) == ("within", True)
        then = programme.report(session, as_of=date(2025, 3, 1), known="then")["released"]
        assert 0 < then < programme.report(session, as_of=date(2025, 3, 1))["released"]
        with pytest.raises(Refusal):
            demonstration.fill(session, plan, NOW.date())
    with db.session_scope(engine) as session:
        entries = audit.length(session)
        assert demonstration.remove(session) == demonstration.TITLES
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Tombstone)).one() == demonstration.TITLES
        assert audit.length(session) > entries
        assert audit.first_break(session) is None
        assert programme.report(session)["released"] == 1
        assert session.exec(select(func.count()).select_from(ChangeEvent)).one() == audit.length(session)
        told = session.exec(select(HarvestRecord).where(HarvestRecord.edition_id != real)).all()
        assert all(one.deleted for one in told), "who harvested a title hears that it is gone"
        [batch] = session.exec(select(Batch)).all()
        assert (batch.kind, batch.undone_at is not None) == (BatchKind.DEMO, True)
    after = everything(engine)
    kept = {"changeevent", "tombstone", "batch", "harvestrecord"}
    for name, rows in before.items():
        if name in kept:
            assert set(rows) <= set(after[name]), name
        else:
            assert rows == after[name], name


@pytest.mark.sqlite_first
def test_the_same_demonstration_everywhere(engine: Engine) -> None:
    counted = []
    for _ in range(2):
        with db.session_scope(engine) as session:
            programme.ensure_default(session)
            demonstration.fill(session, programme.plan(session), NOW.date())
        with db.session_scope(engine) as session:
            counted.append(programme.report(session, as_of=NOW.date()))
            demonstration.remove(session)
    assert counted[0] == counted[1]


def test_a_batch_with_a_manuscript_is_not_taken_out(engine: Engine) -> None:
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        batch = demonstration.fill(session, programme.plan(session), NOW.date())
        edition = session.exec(select(Edition)).first()
        assert edition is not None
        session.execute(text("INSERT INTO storedfile VALUES ('a', 1, 'x', '2026-01-01 00:00:00')"))
        session.execute(
            text(f"INSERT INTO manuscript VALUES ('m', '{edition.id}', 1, 'a', 'n', NULL, '2026-01-01 00:00:00')")  # noqa: S608
        )
        with pytest.raises(Refusal) as refused:
            batches.undo(session, batch)
    assert refused.value.code == "bat-002"


def test_three_hundred_epubs_of_printed_titles_leave_the_share_and_one_registered_e_book_moves_it_by_one(
    engine: Engine,
) -> None:
    with db.session_scope(engine) as session:
        found = programme.ensure_default(session)
        demonstration.fill(session, programme.plan(session), date(2026, 11, 23))
        assert found.code == "1079"
    with Session(engine) as session:
        seen = programme.view(session, as_of=date(2026, 11, 23))
        before = dict(seen.numbers)
        printed = [key for key in seen.rows(Where("released", language="vi"))
                   if key not in set(seen.rows(Where("ebook")))][:300]  # fmt: skip
    assert len(printed) == 300
    with at(NOW), db.session_scope(engine) as session:
        session.add(StoredFile(sha256="e" * 64, size=9, media_type="application/epub+zip"))
        session.flush()
        for key in printed:
            manuscript = Manuscript(edition_id=key, sha256="e" * 64, name="a.docx")
            session.add(manuscript)
            session.flush()
            build = Build(manuscript_id=manuscript.id, state="built", ended_at=NOW)
            release = Release(edition_id=key, build_id=build.id, released_at=NOW)
            session.add(build)
            session.flush()
            session.add(release)
            session.flush()
            session.add(BuildFile(build_id=build.id, role="epub", sha256="e" * 64, name="a.epub"))
            session.add(ReleaseFile(release_id=release.id, role="epub", sha256="e" * 64, name="a.epub"))
        audit.record(session, "batch.added", "batch/built")
    with Session(engine) as session:
        assert programme.view(session, as_of=date(2026, 11, 23)).numbers == before
    with at(NOW), db.session_scope(engine) as session:
        paper = DossierItem(edition_id=printed[0], kind=DossierKind.REGISTRATION, on=date(2026, 11, 1), electronic=True)
        releases.add_paper(session, paper)
    with Session(engine) as session:
        after = programme.view(session, as_of=date(2026, 11, 23)).numbers
    moved = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert moved == {"ebook": 1, "ebook_or_foreign": 1}
