"""A served site with titles in every state, filled through its own forms by people with accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
import pypandoc
from fastapi.routing import APIRoute
from PIL import Image
from support import PASSWORD, Server, people_in, until, word

from catalogue import db
from catalogue.db import make_engine
from catalogue.services import accounts
from catalogue.web.routes import ROUTERS

ROOT = Path(__file__).resolve().parent.parent
MARKDOWN = """# Lời nói đầu

Cuốn sách nói về quyền con người.[^1]

[^1]: Tuyên ngôn năm 1948.

# Chương một. Tự do

Mọi người sinh ra đều **tự do** và *bình đẳng*; xem [trang của Liên hợp quốc](https://www.un.org/).

![Một ngọn đuốc](torch.png)

| Điều | Nội dung |
|---|---|
| 1 | Tự do |
| 3 | Quyền sống |

> Không ai bị bắt làm nô lệ.

1. Thứ nhất
2. Thứ hai

## Một mục nhỏ

Diện tích là $a^2$.
"""
SHEET = """Tên sách;Nhà xuất bản;Ngôn ngữ;Mã ISBN;Ngày nộp lưu chiểu;Ngày in xong
Quyền trẻ em;NXB Trẻ;tiếng Việt;9786040000019;20/03/2025;1
;NXB Trẻ;tiếng Việt;;2025;2
Quyền trẻ em;NXB Trẻ;tiếng Việt;;2025;3
"""
"""A new title, one without its name, and one that may be there already."""
PEOPLE = ("", "director", "officer", "administrator")
START = {
    "": ["/"], "director": ["/publisher"], "officer": ["/editor"],
    "administrator": ["/editor/programmes", "/editor/terms", "/editor/organisations"],
}  # fmt: skip
"""Where each begins; the administrator's own are the forms that an officer does not see."""
SILENT_PROVIDER = {
    "oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "nghinsach", "oidc_name": "Cổng của Bộ",
}  # fmt: skip
"""A provider to sign in by that never answers (the port is that of RFC 863), so that its pages of mistakes are seen."""
NOT_PAGES = re.compile(r"/(static|covers|files|scans|media|api|events|healthz|readyz|metrics)\b")
MOST_OF_A_KIND = 4
"""Pages of one address pattern that are looked at; the first found may be the odd one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that one of the people finds: its address and the pattern of addresses it belongs to."""

    who: str
    path: str
    pattern: str


class Filled:
    """The site, its people's cookies, and the pages that each finds by following links."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder, **SILENT_PROVIDER)
        engine = make_engine(self.server.database_url)
        self.people = people_in(engine)
        with db.session_scope(engine) as session:
            accounts.add(session, "administrator@example.org", "Vũ Thị Lan", PASSWORD, administrator=True)
        engine.dispose()
        self.clients = {who: self._client(who) for who in PEOPLE}
        self.built = self._upload("Quyền con người trong đời sống", rich(folder))
        self.refused = self._upload("Bản thảo có chữ lạ", word("Chữ tượng hình 𓀀 chưa có phông nào của sách."))
        # pandoc writes the second into a Word file: within one second this is the file sent above.
        self.verdict = self._upload("Bản thảo để xem trước", rich(folder), step="look", sure="yes")
        self.taken_back = self._upload("Sách đã gỡ", word("Một đoạn văn."))
        for build in (self.built, self.refused, self.verdict, self.taken_back):
            until(lambda at=build: "data-progress" not in self._get("director", at), 180)  # type: ignore[misc]
        assert "This manuscript cannot become a book yet" in self._get("director", f"/en{self.refused}")
        review = self.clients["officer"].get(f"{self.built}/review").url.path
        self._post("officer", review, block="1", part="1", remark="Xem lại câu này")
        self.title = self._release(self.built)
        self._post("officer", f"/editor/titles/{self._id(self.title)}/pick", why="Ngắn mà đủ, ai cũng đọc được.")
        self.gone = self._release(self.taken_back)
        self._post("director", f"/publisher/titles/{self._id(self.gone)}/withdrawal", reason="Thử")
        self._post("director", "/account/app-passwords", name="KOReader trên máy Kobo")
        sheets = {"sheet": ("danh mục.csv", SHEET.encode("utf-8-sig"))}
        self.clients["officer"].post("/editor/imports", files=sheets).raise_for_status()

    def close(self) -> None:
        for client in self.clients.values():
            client.close()
        self.server.stop()

    def cookies(self, who: str) -> list[dict[str, str]]:
        """The session of somebody, for a browser."""
        jar = self.clients[who].cookies
        return [{"name": name, "value": value, "url": self.server.address} for name, value in jar.items()]

    def pages(self) -> list[Seen]:
        """What each of the people reaches by links: at most four pages of each pattern."""
        return [page for who in PEOPLE for page in self._crawl(who)]

    def _crawl(self, who: str) -> list[Seen]:
        found: list[Seen] = []
        waiting, known = list(START[who]), set()
        while waiting:
            path = waiting.pop(0)
            pattern = pattern_of(path)
            if path in known or not pattern:
                continue
            known.add(path)
            if sum(s.pattern.split(" ")[0] == pattern for s in found) >= MOST_OF_A_KIND:
                continue
            answer = self.clients[who].get(path)
            offered = answer.headers.get("content-disposition", "").startswith("attachment")
            if answer.headers.get("content-type", "").startswith("text/html") and not offered:
                kind = " verdict" if 'class="outline"' in answer.text else ""
                found.append(Seen(who, path, pattern + kind))
                waiting += [href.replace("&amp;", "&") for href in re.findall(r'<a [^>]*?href="(/[^"#]*)', answer.text)]
        return [page for page in found if not who or page.path.startswith(tuple(START[who])) or "/account" in page.path]

    def _client(self, who: str) -> httpx.Client:
        made = httpx.Client(base_url=self.server.address, timeout=60, follow_redirects=True)
        if who:
            made.post("/login", data={"login": f"{who}@example.org", "password": PASSWORD}).raise_for_status()
        return made

    def _get(self, who: str, path: str) -> str:
        return self.clients[who].get(path).text

    def _post(self, who: str, path: str, **typed: str) -> httpx.Response:
        answer = self.clients[who].post(path, data=typed)
        assert answer.is_success, answer.text
        return answer

    def _upload(self, title: str, content: bytes, **typed: str) -> str:
        answer = self.clients["director"].post(
            "/publisher/upload",
            data={"title": title, "language": "vi", "authors": "Lê Thị Hoa", "house": self.people.house, **typed},
            files={"manuscript": ("sach.docx", content)},
        )
        assert "/publisher/builds/" in str(answer.url), answer.text
        return answer.url.path

    def _release(self, build: str) -> str:
        """The title's desk, after its release."""
        [desk] = re.findall(r'href="(/publisher/titles/\w+)"', self._get("director", build))[:1]
        for kind, electronic in (("registration", "yes"), ("decision", "yes"), ("deposit", "yes")):
            self._post("director", f"{desk}/dossier", kind=kind, number="12/QĐ", on="2026-01-05", electronic=electronic)
        self._post("director", f"{desk}/release")
        return str(desk)

    def _id(self, desk: str) -> str:
        return desk.rsplit("/", 1)[1]


def rich(folder: Path) -> bytes:
    """A Word document with a note, a table, a picture, a formula, a list and a quotation."""
    with Image.new("RGB", (480, 320), "#9c2a1f") as picture:
        picture.save(folder / "torch.png")
    target = folder / "rich.docx"
    pypandoc.convert_text(
        MARKDOWN, "docx", format="markdown", outputfile=str(target), extra_args=[f"--resource-path={folder}"]
    )
    return target.read_bytes()


def pattern_of(path: str) -> str:
    """The route's pattern of an address, or nothing where it is no page of ours."""
    bare = re.sub(r"^/(vi|en)(?=/|$)", "", path.partition("?")[0]) or "/"
    if NOT_PAGES.search(bare):
        return ""
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods and route.path_regex.match(bare):
                return route.path
    return ""
