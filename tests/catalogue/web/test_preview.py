"""A built book before its release: seen in a frame that can do nothing, and taken away whole."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pytest
from fastapi import FastAPI
from support import MARKDOWN, People

from catalogue.db import session_scope
from catalogue.services import submissions


@pytest.fixture
def built(signed_in: Callable[[str], Any], staff: People, work: Callable[[], None]) -> tuple[Any, str, str]:
    """A member of the house, the build's address and the title's."""
    visitor = signed_in("member")
    typed = {"house": staff.house, "title": "Quyền con người", "language": "vi"}
    answer = visitor.post("/publisher/upload", data=typed, files={"manuscript": ("sach.md", MARKDOWN.encode())})
    work()
    build = answer.headers["location"]
    [desk] = re.findall(r'href="(?:/\w\w)?(/publisher/titles/\w+)"', visitor.get(build).text)[:1]
    return visitor, build, desk


def test_the_frame_shows_the_book_and_may_do_nothing(built: tuple[Any, str, str]) -> None:
    visitor, build, _ = built
    page = visitor.get(f"{build}/preview?as=tablet")
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    [source] = re.findall(r'<iframe class="device tablet" src="([^"]+)"', page.text)
    [chapters] = re.findall(r'<select class="short" id="at".*?</select>', page.text, re.DOTALL)
    names = re.findall(r'<option value="([^"]+)"', chapters)
    frames = [visitor.get(f"{build}/preview/{name}") for name in names]
    assert visitor.get(source).status_code == 200
    assert any("Mọi người sinh ra đều tự do." in frame.text for frame in frames)
    policy = frames[0].headers["content-security-policy"]
    assert "sandbox allow-same-origin;" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "<script" not in frames[0].text


def test_the_print_page_is_the_pdf_itself(built: tuple[Any, str, str]) -> None:
    visitor, build, _ = built
    assert f"{build}/files/pdf?view=yes" in visitor.get(f"{build}/preview?as=print").text
    shown, sent = visitor.get(f"{build}/files/pdf?view=yes"), visitor.get(f"{build}/files/pdf")
    assert shown.headers["content-disposition"].startswith("inline")
    assert sent.headers["content-disposition"].startswith("attachment")
    assert visitor.get(f"{build}/files/epub?view=yes").headers["content-disposition"].startswith("attachment")


def test_preview_and_package_are_for_those_who_work_on_the_title(
    built: tuple[Any, str, str], visitors: Callable[..., Any], signed_in: Callable[[str], Any], app: FastAPI
) -> None:
    _, build, desk = built
    stranger, officer = visitors(), signed_in("officer")
    for path in (f"{build}/preview", f"{build}/preview/c001", f"{desk}/package"):
        assert stranger.get(path).status_code == 303  # to the sign-in page
    assert officer.get(f"{build}/preview").status_code == 200


def test_the_package_holds_book_cover_report_and_record(built: tuple[Any, str, str]) -> None:
    visitor, _, desk = built
    first, second = visitor.get(f"/en{desk}/package"), visitor.get(f"/en{desk}/package")
    assert first.content == second.content
    assert int(first.headers["content-length"]) == len(first.content)
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "quyen-con-nguoi.cover.jpg", "quyen-con-nguoi.epub", "quyen-con-nguoi.pdf", "record.json", "report.json",
        ]  # fmt: skip
        report, record = (json.loads(archive.read(name)) for name in ("report.json", "record.json"))
    assert (report["schema"], report["status"]) == (1, "built")
    assert all(finding["message"] for finding in report["findings"])
    assert record["book"]["title"] == "Quyền con người"


def test_the_package_for_long_keeping_is_a_bag(
    built: tuple[Any, str, str], visitors: Callable[..., Any], tmp_path: Path, app: FastAPI
) -> None:
    visitor, _, desk = built
    assert f"{desk}/archive" not in visitor.get(desk).text  # nothing to keep yet
    paper = {"kind": "decision", "number": "12/QĐ", "on": "2026-09-01"}
    assert visitor.post(f"{desk}/dossier", data=paper, files={"scan": ("q.pdf", b"%PDF-1.7 x")}).status_code == 303
    assert f"{desk}/archive" in visitor.get(desk).text
    answer = visitor.get(f"{desk}/archive")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "taken")
    [package] = (tmp_path / "taken").iterdir()
    bagit.Bag(str(package)).validate(processes=1)
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{package.name}.zip"')
    assert [path.name for path in package.glob("data/dossier/*")] == ["01-decision-2026-09-01.pdf"]
    assert visitors().get(f"{desk}/archive").status_code == 303  # to the sign-in page
    kept = next(
        path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes() == b"%PDF-1.7 x"
    )
    kept.write_bytes(b"%PDF-1.7 y")
    damaged = visitor.get(f"{desk}/archive")
    assert (damaged.status_code, "arc-002" in damaged.text) == (409, True)


def test_another_look_is_tried_on_what_was_built_and_changes_nothing_until_it_is_built(
    built: tuple[Any, str, str], work: Callable[[], None]
) -> None:
    visitor, build, desk = built
    look = "design=young&colours=3&size=a5"
    before = visitor.get(f"/en{desk}/package").content
    page = visitor.get(f"/en{build}/preview?as=phone&{look}").text
    [frame] = re.findall(r'<iframe class="device phone" src="([^"]+)"', page)
    [dress] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', visitor.get(html.unescape(frame)).text)
    assert ".k-opening { border: .12em solid;" in visitor.get(html.unescape(dress)).text  # that design's chapter titles
    covers = [html.unescape(address) for address in re.findall(r'<img src="([^"]+small=yes)"', page)]
    drawn = [visitor.get(address) for address in covers]
    assert [answer.headers["content-type"] for answer in drawn] == ["image/jpeg"] * 3
    assert len({answer.content for answer in drawn}) == 3
    shown = visitor.get(f"/en{build}/preview?as=print&{look}").text
    [pages] = re.findall(r'<iframe class="device print" src="([^"]+)"', shown)
    specimen = visitor.get(html.unescape(pages))
    assert (specimen.headers["content-type"], specimen.headers["content-disposition"]) == ("application/pdf", "inline")
    with pikepdf.open(io.BytesIO(specimen.content)) as pdf:
        assert round(float(pdf.pages[0].trimbox[2]) / 72 * 25.4) == 148
    assert visitor.get(html.unescape(pages)).content == specimen.content  # kept, not set again
    assert visitor.get(f"/en{desk}/package").content == before
    [form] = re.findall(r'<form method="post" action="[^"]+/again">(.*?)</form>', page, re.DOTALL)
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    again = visitor.post(f"{build}/again", data=typed)
    work()
    with zipfile.ZipFile(io.BytesIO(visitor.get(f"{desk}/package").content)) as archive:
        record = json.loads(archive.read("record.json"))
    assert record["design"] == {"name": "young", "colours": 3, "size": "a5"}
    rebuilt = visitor.get(f"/en{again.headers['location']}/preview").text
    assert 'value="young" selected' in rebuilt
    assert "Build with this design" not in rebuilt  # it is as built


def test_a_look_that_is_not_offered_is_refused_and_an_older_build_cannot_be_built_from(
    built: tuple[Any, str, str], work: Callable[[], None]
) -> None:
    visitor, build, _ = built
    for wrong in ("design=gothic", "size=a0", "design=../x"):
        assert visitor.get(f"{build}/preview?{wrong}").status_code == 404
        assert visitor.get(f"{build}/look/pages?{wrong}").status_code == 404
    assert visitor.get(f"{build}/look/cover.jpg?colours=12").status_code == 422
    assert visitor.post(f"{build}/again", data={}).status_code == 303
    work()
    page = visitor.get(f"/en{build}/preview?design=young").text
    assert "Build with this design" not in page
    assert "This is not the newest build of the title" in page


def test_pages_that_cannot_be_set_say_so_in_the_frame(
    built: tuple[Any, str, str], app: FastAPI, tmp_path: Path
) -> None:
    visitor, build, _ = built
    (tmp_path / "damaged").write_bytes(b"PK\x03\x04 damaged")
    stored = app.state.site.store.put(tmp_path / "damaged")
    with session_scope(app.state.site.engine) as session:
        _, manuscript, _ = submissions.build_of(session, build.rsplit("/", 1)[1])
        submissions.keep_file(session, stored, "application/octet-stream")
        manuscript.sha256, manuscript.name = stored.sha256, "sach.docx"
    answer = visitor.get(f"/en{build}/look/pages?design=reference")
    assert answer.status_code == 409
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "This manuscript could not be set in this design (in-" in answer.text
