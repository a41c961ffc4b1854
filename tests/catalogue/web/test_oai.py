"""The shelf as harvesters see it: every title, what changed meanwhile again, what is gone as gone; always valid."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pymarc
import pytest
import time_machine
import uvicorn
from books import epub, shelve
from conftest import free_port
from fastapi import FastAPI
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from sqlmodel import select
from support import People, until

from catalogue import db
from catalogue.exchange.oai import provider
from catalogue.models.access import AccessKind
from catalogue.models.programme import Programme
from catalogue.models.titles import Edition
from catalogue.services import demonstration, opening, programme, releases, titles

ORIGIN = "http://books.test"
OAI = {
    "o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.loc.gov/MARC21/slim",
}  # fmt: skip
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "exchange" / "oai.rng"))
BEGAN = datetime(2026, 11, 20, 8, 0, 0, 700_000, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGAN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def shelf(app: FastAPI, staff: People, tmp_path: Path, clock: time_machine.Traveller) -> list[str]:
    """Twelve titles in two languages, a second apart but for the last two; their ids in the order of their release."""
    site, data = app.state.site, epub({"one": "<h1>Một</h1><p>Tự do.</p>"})
    found = []
    for number in range(12):
        language = "en" if number == 3 else "vi"
        title = "Rights & <Duties>" if number == 3 else f"Quyền của người lao động, tập {number}"
        path = shelve(
            site.engine, site.store, staff.house, data, tmp_path, title=title, language=language, subjects=("Lao động",)
        )
        found.append(path.rpartition("/")[2].partition("-")[0])
        if number < 10:
            clock.shift(1)
    clock.shift(timedelta(minutes=1))
    return found


def asked(web: Any, query: str) -> Any:
    """The answer to a query, which is valid whatever was asked."""
    answer = web.get(f"/oai?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    root = etree.fromstring(answer.content)
    SCHEMA.assertValid(root)
    return root


def headers(root: Any) -> list[tuple[str, str]]:
    """Id and state of each record of an answer."""
    found = root.iterfind(".//o:header", OAI)
    return [(one.findtext("o:identifier", namespaces=OAI).rpartition(":")[2], one.get("status", "")) for one in found]


def code(root: Any) -> str:
    return str(root.find("o:error", OAI).get("code"))


def changed(app: FastAPI, key: str, description: str) -> None:
    with db.session_scope(app.state.site.engine) as session:
        edition = session.get_one(Edition, key)
        record = titles.record_of(edition)
        new = record.model_copy(update={"book": record.book.model_copy(update={"description": description})})
        titles.change(session, edition, new)


def whole(web: Any, query: str = "verb=ListRecords&metadataPrefix=oai_dc") -> list[Any]:
    """All pages of a list."""
    pages = [asked(web, query)]
    verb = re.search(r"verb=(\w+)", query)
    assert verb
    while token := pages[-1].findtext(".//o:resumptionToken", namespaces=OAI):
        pages.append(asked(web, f"verb={verb[1]}&resumptionToken={token}"))
    return pages


def test_it_says_who_it_is(web: Any, shelf: list[str]) -> None:
    said = asked(web, "verb=Identify").find("o:Identify", OAI)
    assert said.findtext("o:baseURL", namespaces=OAI) == f"{ORIGIN}/oai"
    assert said.findtext("o:earliestDatestamp", namespaces=OAI) == "2026-11-20T08:00:00Z"
    assert said.findtext("o:deletedRecord", namespaces=OAI) == "persistent"
    assert said.findtext("o:adminEmail", namespaces=OAI) == "nghinsach@books.test"
    assert "oai:books.test:" in etree.tostring(said, encoding="unicode")


def test_an_empty_catalogue_says_so(web: Any) -> None:
    assert asked(web, "verb=Identify").find("o:error", OAI) is None
    assert code(asked(web, "verb=ListRecords&metadataPrefix=oai_dc")) == "noRecordsMatch"


def test_a_list_in_pages_gives_every_title_once_and_says_when_it_ends(
    web: Any, shelf: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "PAGE", 5)
    for verb in ("ListRecords", "ListIdentifiers"):
        pages = whole(web, f"verb={verb}&metadataPrefix=oai_dc")
        assert [len(headers(page)) for page in pages] == [5, 5, 2]
        assert {key for page in pages for key, _ in headers(page)} == set(shelf)
        tokens = [page.find(".//o:resumptionToken", OAI) for page in pages]
        assert [(one.get("cursor"), one.get("completeListSize")) for one in tokens] == [
            ("0", "12"), ("5", "12"), ("10", "12"),
        ]  # fmt: skip
        assert not tokens[-1].text
    again = [asked(web, f"verb=ListRecords&resumptionToken={tokens[0].text}") for _ in range(2)]
    assert etree.tostring(again[0]) == etree.tostring(again[1])


def test_what_changes_during_a_harvest_is_met_again_and_nothing_is_missed(
    app: FastAPI, web: Any, shelf: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "PAGE", 4)
    query, seen = "verb=ListRecords&metadataPrefix=oai_dc", []
    for turn in range(4):
        page = asked(web, query)
        seen += [key for key, _ in headers(page)]
        token = page.findtext(".//o:resumptionToken", namespaces=OAI)
        if turn == 0:
            changed(app, shelf[0], "Bản mới")  # given already
            changed(app, shelf[9], "Bản mới")  # still to come
        query = f"verb=ListRecords&resumptionToken={token}"
    assert not token
    assert set(seen) == set(shelf)
    assert sorted(seen) == sorted([*shelf, shelf[0]])


def test_a_harvest_from_a_day_on_brings_what_changed_since(
    app: FastAPI, web: Any, shelf: list[str], clock: time_machine.Traveller
) -> None:
    since = "verb=ListIdentifiers&metadataPrefix=oai_dc&from="
    assert code(asked(web, since + "2026-11-21")) == "noRecordsMatch"
    clock.shift(timedelta(days=2))
    changed(app, shelf[2], "Có thêm một chương")
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, session.get_one(Edition, shelf[5]), "Sai bản quyền")
    assert sorted(headers(asked(web, since + "2026-11-21"))) == sorted([(shelf[2], ""), (shelf[5], "deleted")])
    stamp = asked(web, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:books.test:{shelf[2]}")
    exact = stamp.findtext(".//o:datestamp", namespaces=OAI)
    assert len(headers(asked(web, f"{since}{exact}&until={exact}"))) == 2
    assert len(headers(asked(web, "verb=ListIdentifiers&metadataPrefix=oai_dc&until=2026-11-20"))) == 10


def test_saving_a_record_as_it_was_is_no_change(
    app: FastAPI, web: Any, shelf: list[str], clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=2))
    with db.session_scope(app.state.site.engine) as session:
        edition = session.get_one(Edition, shelf[0])
        titles.change(session, edition, titles.record_of(edition))
    assert code(asked(web, "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-11-21")) == "noRecordsMatch"


def test_what_is_gone_is_told_of_as_gone_in_every_format_and_set(
    app: FastAPI, web: Any, shelf: list[str], staff: People
) -> None:
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(
            session,
            session.get_one(Edition, shelf[5]),
            "Nội dung cấm",
            sanction=True,
            authority="Quyết định 12/QĐ-CXBIPH",
        )
    for form in ("oai_dc", "marc21"):
        root = asked(web, f"verb=GetRecord&metadataPrefix={form}&identifier=oai:books.test:{shelf[5]}")
        assert headers(root) == [(shelf[5], "deleted")]
        assert root.find(".//o:metadata", OAI) is None
    assert (shelf[5], "deleted") in headers(
        asked(web, f"verb=ListIdentifiers&metadataPrefix=oai_dc&set=publisher:{staff.house}")
    )


def test_titles_that_leave_the_catalogue_leave_deleted_records(app: FastAPI, web: Any) -> None:
    with db.session_scope(app.state.site.engine) as session:
        programme.ensure_default(session)
        demonstration.fill(session, programme.plan(session), BEGAN.date())
    [page, *_] = whole(web, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=sample")
    there = {key for page in whole(web, "verb=ListIdentifiers&metadataPrefix=oai_dc") for key, _ in headers(page)}
    assert there
    assert headers(page)
    with db.session_scope(app.state.site.engine) as session:
        demonstration.remove(session)
    pages = whole(web, "verb=ListIdentifiers&metadataPrefix=oai_dc")
    assert {one for page in pages for one in headers(page)} == {(key, "deleted") for key in there}


def test_sets_narrow_a_harvest_and_recognition_puts_a_title_into_its_programme(
    app: FastAPI, web: Any, shelf: list[str], staff: People, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=2))
    with db.session_scope(app.state.site.engine) as session:
        national = session.exec(select(Programme)).one()
        releases.recognise(session, session.get_one(Edition, shelf[1]), national, actor=staff.officer)
    named = {
        one.findtext("o:setSpec", namespaces=OAI): one.findtext("o:setName", namespaces=OAI)
        for one in asked(web, "verb=ListSets").iterfind(".//o:set", OAI)
    }
    assert (named[f"publisher:{staff.house}"], named["language:vi"]) == ("Nhà xuất bản Tư pháp", "Vietnamese")
    assert {"programme", "programme:1079", "publisher", "language", "language:en", "language:vi"} < set(named)
    lists = "verb=ListIdentifiers&metadataPrefix=oai_dc&set="
    assert headers(asked(web, lists + "programme:1079&from=2026-11-21")) == [(shelf[1], "")]
    assert headers(asked(web, lists + "language:en")) == [(shelf[3], "")]
    assert len(headers(asked(web, lists + "language"))) == 12
    for none in ("language:fr", "colour:red", "language:", "sample:x", "sample"):
        assert code(asked(web, lists + none)) == "noRecordsMatch"


def test_dublin_core_says_what_the_title_page_says(app: FastAPI, web: Any, shelf: list[str]) -> None:
    one = f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:books.test:{shelf[3]}"
    root = asked(web, one)
    said = {name: root.findtext(f".//dc:{name}", namespaces=OAI) for name in ("title", "creator", "language", "format")}
    assert said == {
        "title": "Rights & <Duties>", "creator": "Nguyễn Văn A", "language": "en", "format": "application/epub+zip",
    }  # fmt: skip
    address = root.findtext(".//dc:identifier", namespaces=OAI)
    assert web.get(address.removeprefix(ORIGIN)).status_code == 200
    assert root.findall(".//dc:rights", OAI)[-1].text == "info:eu-repo/semantics/openAccess"
    with db.session_scope(app.state.site.engine) as session:
        opening.decide(session, session.get_one(Edition, shelf[3]), "epub", AccessKind.RECORD, reason="Hợp đồng")
    closed = asked(web, one)
    assert closed.findall(".//dc:rights", OAI)[-1].text == "info:eu-repo/semantics/closedAccess"
    assert closed.find(".//dc:format", OAI) is None


def test_marc_is_read_by_libraries(web: Any, shelf: list[str], tmp_path: Path) -> None:
    root = asked(web, f"verb=GetRecord&metadataPrefix=marc21&identifier=oai:books.test:{shelf[3]}")
    (tmp_path / "one.xml").write_bytes(etree.tostring(root.find(".//m:record", OAI)))
    [record] = pymarc.parse_xml_to_array(str(tmp_path / "one.xml"))
    assert record.title == "Rights & <Duties> /" or record.title.startswith("Rights & <Duties>")
    assert record["005"].data.startswith("20261120")


def test_text_that_xml_cannot_hold_stops_no_harvest(app: FastAPI, web: Any, shelf: list[str]) -> None:
    changed(app, shelf[0], "Một\x0bhai\x00\ufffe")
    root = asked(web, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:books.test:{shelf[0]}")
    assert root.findtext(".//dc:description", namespaces=OAI) == "Mộthai"
    asked(web, f"verb=GetRecord&metadataPrefix=marc21&identifier=oai:books.test:{shelf[0]}")


WRONG = {
    "": "badVerb", "verb=": "badVerb", "verb=GetMetadata": "badVerb", "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify&x=1": "badArgument", "verb=GetRecord": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:books.test:nothing": "idDoesNotExist",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=urn:x": "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=oai:elsewhere.test:1": "idDoesNotExist",
    "verb=ListRecords": "badArgument", "verb=ListRecords&metadataPrefix=mods": "cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&until=0001-01-01": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31": "noRecordsMatch",
    "verb=ListRecords&resumptionToken=AAAA": "badResumptionToken",
    "verb=ListRecords&resumptionToken=": "badResumptionToken",
    "verb=ListRecords&resumptionToken=%F0%9F%98%80": "badResumptionToken",
    "verb=ListSets&resumptionToken=AAAA": "badResumptionToken",
    "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=AAAA": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&set=" + "x" * 600: "badArgument",
    "verb=ListRecords&metadataPrefix=%00&set=%01": "cannotDisseminateFormat",
    "&".join(f"a{number}=1" for number in range(50)): "badVerb",
}  # fmt: skip


def test_a_wrong_request_gets_the_protocol_s_own_error_by_get_and_post(web: Any, shelf: list[str]) -> None:
    assert {query: code(asked(web, query)) for query in WRONG} == WRONG
    for query, expected in WRONG.items():
        answer = web.post("/oai", content=query, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 200
        root = etree.fromstring(answer.content)
        SCHEMA.assertValid(root)
        assert (query, code(root)) == (query, expected)


def test_a_token_that_was_touched_is_refused(web: Any, shelf: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "PAGE", 5)
    token = whole(web)[0].findtext(".//o:resumptionToken", namespaces=OAI)
    for bad in (token[:-3], token[:20] + ("A" if token[20] != "A" else "B") + token[21:], token + "AAAA"):
        assert code(asked(web, f"verb=ListRecords&resumptionToken={bad}")) == "badResumptionToken"


def test_a_form_that_calls_itself_something_else_asks_nothing(web: Any) -> None:
    answer = web.post("/oai", content="verb=Identify", headers={"Content-Type": "text/plain"})
    assert code(etree.fromstring(answer.content)) == "badVerb"
    assert web.post("/oai", data={"verb": "Identify"}).status_code == 200


@pytest.fixture
def served(app: FastAPI) -> Iterator[str]:
    """The same application behind a real port, for clients of others."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{port}/oai"
    server.should_exit = True
    thread.join()


def test_a_harvester_of_another_project_takes_the_whole_shelf(
    app: FastAPI, shelf: list[str], clock: time_machine.Traveller, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "PAGE", 5)
    with db.session_scope(app.state.site.engine) as session:
        releases.take_back(session, session.get_one(Edition, shelf[5]), "Sai bản quyền")
    for verb in ("GET", "POST"):
        harvester = Sickle(served, http_method=verb)
        found = list(harvester.ListRecords(metadataPrefix="oai_dc"))
        assert {one.header.identifier.rpartition(":")[2] for one in found} == set(shelf)
        assert [one.header.identifier.rpartition(":")[2] for one in found if one.deleted] == [shelf[5]]
        assert next(harvester.ListSets()).setSpec == "programme"
        with pytest.raises(NoRecordsMatch):
            harvester.ListRecords(metadataPrefix="oai_dc", **{"from": "2027-01-01"})
