"""ONIX messages come in as sheets do: dry run, row by row, undo; hostile or foreign ones are refused."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import onixcheck
import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from catalogue import db
from catalogue.exchange import deliveries
from catalogue.models.titles import Contribution, Edition, EditionFormat
from catalogue.services import batches, imports, programme

PRODUCT = """<Product><RecordReference>vn.nxb.{n}</RecordReference><NotificationType>{notice}</NotificationType>
<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{isbn}</IDValue></ProductIdentifier>
<DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>{form}</ProductForm>{detail}
<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>
<TitleText>{title}</TitleText><Subtitle>Sổ tay</Subtitle></TitleElement></TitleDetail>
<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>
<PersonName>Lê Hoa</PersonName></Contributor>
<Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>B06</ContributorRole>
<PersonName>Trần Mai</PersonName></Contributor>
<Language><LanguageRole>01</LanguageRole><LanguageCode>{language}</LanguageCode></Language>
<Language><LanguageRole>02</LanguageRole><LanguageCode>fre</LanguageCode></Language></DescriptiveDetail>
<PublishingDetail><Publisher><PublishingRole>01</PublishingRole><PublisherName>NXB Tư pháp</PublisherName></Publisher>
<PublishingStatus>04</PublishingStatus>
<PublishingDate><PublishingDateRole>01</PublishingDateRole><Date dateformat="00">20250320</Date></PublishingDate>
</PublishingDetail>
</Product>"""
ISBNS = ("9786040000019", "9786040000026", "9786040000033", "9786040000040")


def message(path: Path, *products: str) -> Path:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<ONIXMessage release="3.0" '
        'xmlns="http://ns.editeur.org/onix/3.0/reference"><Header><Sender><SenderName>Cục</SenderName></Sender>'
        f"<SentDateTime>20261123</SentDateTime></Header>{''.join(products)}</ONIXMessage>",
        encoding="utf-8",
    )
    return path


def product(n: int, **changes: str) -> str:
    given = {"notice": "03", "isbn": ISBNS[n], "form": "BC", "detail": "", "title": f"Quyền {n}", "language": "vie"}
    return PRODUCT.format(n=n, **{**given, **changes})


def test_products_come_in_like_rows_and_go_again(engine: Engine, tmp_path: Path) -> None:
    path = message(
        tmp_path / "a.xml", product(0), product(1, title="Quyền 0"), product(2, form="EA", language="eng",
        detail="<ProductFormDetail>E107</ProductFormDetail>"), product(3, notice="05"),
    )  # fmt: skip
    assert onixcheck.validate(str(path)) == []
    read = deliveries.read([(path, "a.xml")])
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        found = imports.examine(
            session, deliveries.incoming(read), start=date(2023, 1, 1), today=date(2026, 11, 23)
        )  # fmt: skip
        report = deliveries.report(read, found)
        assert Counter(row["verdict"] for row in report["rows"]) == {"new": 2, "duplicate": 1, "skipped": 1}
        assert [note.code for note in found.rows[0].notes] == ["imp-026", "imp-020"]
        batch = imports.carry_out(session, found, name="a.xml").id
    with db.session_scope(engine) as session:
        editions = session.exec(select(Edition.language, Edition.source_language).order_by(Edition.language)).all()
        assert list(editions) == [("en", "fr"), ("vi", "fr")]
        assert set(session.exec(select(EditionFormat.form))) == {"print", "pdf"}
        assert set(session.exec(select(Contribution.role, Contribution.name))) == {
            ("aut", "Lê Hoa"),
            ("trl", "Trần Mai"),
        }
        assert batches.undo(session, batches.get(session, batch)) == 2
        assert session.exec(select(func.count()).select_from(Edition)).one() == 0


@pytest.mark.parametrize(("content", "code"), [
    ("<ONIXMessage release='3.0'><Product>", "onx-001"),
    ("<ONIXmessage release='3.0'><product><a001>1</a001></product></ONIXmessage>", "onx-002"),
    ("<ONIXMessage release='3.0'><Header/></ONIXMessage>", "onx-003"),
])  # fmt: skip
def test_what_is_no_message_of_ours_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    [read] = deliveries.read([(path, "a.xml")])
    assert read.refusal
    assert read.refusal.code == code


def test_entities_and_files_outside_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật", encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE ONIXMessage [<!ENTITY x SYSTEM "file://{secret}">]><ONIXMessage release="3.0">'
        + product(0, title="A &x; B") + "</ONIXMessage>", encoding="utf-8",
    )  # fmt: skip
    [read] = deliveries.read([(path, "a.xml")])
    assert read.refusal or "bí mật" not in read.table.lines[0].cells["title"].text  # type: ignore[union-attr]
