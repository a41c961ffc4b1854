"""Order of titles and search: one table of queries and answers for both databases, and ICU's order of Vietnamese.

The shelf is small and full of traps: words that differ by their marks alone, both ways to place a tone, decomposed
letters, scripts without spaces, names, texts of books, titles that readers may not have.
"""

# ruff: noqa: E501 - a table reads best with a line for each row

from __future__ import annotations

import hashlib
import random
import unicodedata

import icu
import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from support import People

from catalogue import db
from catalogue.models.builds import ReleaseFile, StoredFile
from catalogue.models.people import Organisation
from catalogue.models.titles import Edition
from catalogue.services import indexing, releases, search, titles
from catalogue.services.indexing import Passage
from catalogue.services.order import sort_key
from catalogue.services.search import Narrowing
from pipeline.metadata import BookPart, EditionRecord, IsbnPart, Person

# Title, language, people, subjects, passages of the text.
BOOKS: list[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [
    ("Đường tới quyền con người", "vi", ("Nguyễn Nhật Ánh",), ("Quyền con người",), ("Mọi người sinh ra đều tự do và bình đẳng về nhân phẩm.",)),
    ("Dường như là mùa thu", "vi", ("Dương Thụ",), ("Văn học",), ("Lá rơi ngoài hiên vắng, hoà bình trở lại.",)),
    ("Quyền của trẻ em", "vi", ("Lê Thị Hoa",), ("Trẻ em",), ("Trẻ em có quyền được học tập, vui chơi, giải trí.",)),
    ("Quyển sổ tay của người già", "vi", ("Trần Đức Hòa",), ("Người cao tuổi",), ("Người cao tuổi được chăm sóc sức khỏe.",)),
    ("Đảng và Nhà nước", "vi", ("Phạm Văn Đồng",), ("Chính trị",), ("Văn kiện về dân chủ ở cơ sở.",)),
    ("Đang lớn", "vi", ("Hồ Anh Thái",), ("Văn học",), ("Một đứa trẻ đang lớn lên từng ngày.",)),
    ("Tập 2", "vi", ("Vũ Ngọc",), ("Tuyển tập",), ("Phần hai của tuyển tập.",)),
    ("Tập 10", "vi", ("Vũ Ngọc",), ("Tuyển tập",), ("Phần mười của tuyển tập.",)),
    ("Hòa bình và phát triển", "vi", ("Đặng Thùy Trâm",), ("Quốc tế",), ("Chiến tranh đã lùi xa.",)),
    ("Hiến pháp", "vi", ("Quốc hội",), ("Pháp luật",), ("Nước Cộng hòa xã hội chủ nghĩa Việt Nam là nhà nước pháp quyền.",)),
    ("Hiến pháp và quyền con người", "vi", ("Bùi Ngọc Sơn",), ("Pháp luật", "Quyền con người"), ("Quyền con người được Hiến pháp bảo vệ.",)),
    ("Thuỷ điện và dân cư", "vi", ("Nguyễn Thuý",), ("Môi trường",), ("Người dân vùng tái định cư kể chuyện.",)),
    ("Ân tình", "vi", ("An Nhiên",), ("Văn học",), ("Chuyện kể bên bếp lửa.",)),
    ("An ninh con người", "vi", ("Ân Văn",), ("Quốc tế",), ("An ninh lương thực, an ninh nguồn nước.",)),
    ("Ê Đê, một dân tộc", "vi", ("Y Điêng",), ("Dân tộc",), ("Bến nước của buôn làng.",)),
    (unicodedata.normalize("NFD", "Tiếng nói phụ nữ"), "vi", ("Ngô Thị Yến",), ("Phụ nữ",), (unicodedata.normalize("NFD", "Phụ nữ bình đẳng với nam giới."),)),
    ("The Right to Education", "en", ("Anna Smith",), ("Education",), ("Everyone has the right to education, and naïve hopes.",)),
    ("Droits de l’enfant", "fr", ("Élise Dupré",), ("Enfants",), ("Tous les êtres humains naissent libres et égaux.",)),
    ("Права человека", "ru", ("Иван Петров",), ("Право",), ("Все люди рождаются свободными и равными.",)),
    ("越南人权", "zh-Hans", ("王小明",), ("人权",), ("人人生而自由，在尊严和权利上一律平等。",)),
    ("ベトナムの人権", "ja", ("山田太郎",), ("人権",), ("すべての人間は、生れながらにして自由である。",)),
    ("ສິດທິມະນຸດ", "lo", ("ຄຳແພງ",), ("ສິດ",), ("ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ.",)),
    ("សិទ្ធិមនុស្ស", "km", ("សុខា",), ("សិទ្ធិ",), ("មនុស្សទាំងអស់កើតមកមានសេរីភាព។",)),
    ("สิทธิมนุษยชน", "th", ("สมชาย",), ("สิทธิ",), ("มนุษย์ทั้งหลายเกิดมามีอิสระ",)),
    ("حقوق الإنسان", "ar", ("أحمد",), ("حقوق",), ("يولد جميع الناس أحراراً متساوين.",)),
    ("Hỏi đáp về bình đẳng giới", "vi", ("Lê Thị Quý",), ("Phụ nữ",), ("Bình đẳng giới là mục tiêu chung.", "Phụ nữ và nam giới có quyền như nhau; xem thêm Điều 26 Hiến pháp.")),
]  # fmt: skip
HIDDEN = ("Mật danh Bạch Dương", "Văn bản lưu hành nội bộ về hải đăng.")
WITHDRAWN = ("Tranh thủy mặc", "Đoạn văn nói về giấy dó.")

# Query -> the first titles; () means that nothing is found.
QUERIES: dict[str, tuple[str, ...]] = {
    "duong toi quyen": ("Đường tới quyền con người",),
    "Đường tới": ("Đường tới quyền con người",),
    "đường": ("Đường tới quyền con người", "Dường như là mùa thu"),
    "dường": ("Dường như là mùa thu", "Đường tới quyền con người"),
    "DƯỜNG": ("Dường như là mùa thu", "Đường tới quyền con người"),
    "dương": ("Dường như là mùa thu", "Đường tới quyền con người"),
    "dang": ("Đang lớn", "Đảng và Nhà nước", "Hỏi đáp về bình đẳng giới", "Hòa bình và phát triển"),
    "đang": ("Đang lớn", "Đảng và Nhà nước"),
    "đảng": ("Đảng và Nhà nước", "Đang lớn"),
    "đặng": ("Hòa bình và phát triển", "Đang lớn"),
    "ĐẢNG": ("Đảng và Nhà nước",),
    unicodedata.normalize("NFD", "Đảng"): ("Đảng và Nhà nước",),
    unicodedata.normalize("NFD", "tiếng nói"): ("Tiếng nói phụ nữ",),
    "tiếng nói phụ nữ": ("Tiếng nói phụ nữ",),
    "tieng noi phu nu": ("Tiếng nói phụ nữ",),
    "hòa bình": ("Hòa bình và phát triển", "Dường như là mùa thu"),
    "hoà bình": ("Hòa bình và phát triển", "Dường như là mùa thu"),
    "hoa binh": ("Hòa bình và phát triển",),
    "thủy điện": ("Thuỷ điện và dân cư",),
    "thuỷ điện": ("Thuỷ điện và dân cư",),
    "nguyễn thúy": ("Thuỷ điện và dân cư",),
    "quyền": ("Đường tới quyền con người", "Hiến pháp và quyền con người", "Quyền của trẻ em"),
    "quyển": ("Quyển sổ tay của người già",),
    "quyển sổ": ("Quyển sổ tay của người già",),
    "quyen so tay": ("Quyển sổ tay của người già",),
    "hiến pháp": ("Hiến pháp", "Hiến pháp và quyền con người", "Hỏi đáp về bình đẳng giới"),
    "hien phap": ("Hiến pháp", "Hiến pháp và quyền con người"),
    "quyền con người hiến pháp": ("Hiến pháp và quyền con người",),
    "hien phap quyen": ("Hiến pháp và quyền con người",),
    "quyền con người": ("Đường tới quyền con người", "Hiến pháp và quyền con người"),
    '"con người quyền"': (),
    "an": ("An ninh con người", "Ân tình"),
    "ân": ("Ân tình", "An ninh con người"),
    "an ninh": ("An ninh con người",),
    "ê đê": ("Ê Đê, một dân tộc",),
    "e de": ("Ê Đê, một dân tộc",),
    "tập": ("Tập 2", "Tập 10"),
    "tap 10": ("Tập 10",),
    "vũ ngọc": ("Tập 2", "Tập 10"),
    "nguyen nhat anh": ("Đường tới quyền con người",),
    "Nguyễn Nhật Ánh": ("Đường tới quyền con người",),
    "lê thị": ("Hỏi đáp về bình đẳng giới", "Quyền của trẻ em"),
    "trần đức hoà": ("Quyển sổ tay của người già",),
    "pham van dong": ("Đảng và Nhà nước",),
    "môi trường": ("Thuỷ điện và dân cư",),
    "tu do binh dang": ("Đường tới quyền con người",),
    "tự do và bình đẳng": ("Đường tới quyền con người",),
    '"bình đẳng về nhân phẩm"': ("Đường tới quyền con người",),
    '"nhân phẩm về bình đẳng"': (),
    "bình đẳng": ("Hỏi đáp về bình đẳng giới", "Đường tới quyền con người", "Tiếng nói phụ nữ"),
    "hoc tap vui choi": ("Quyền của trẻ em",),
    "chăm sóc sức khoẻ": ("Quyển sổ tay của người già",),
    "điều 26": ("Hỏi đáp về bình đẳng giới",),
    "tái định cư": ("Thuỷ điện và dân cư",),
    "bep lua": ("Ân tình",),
    "right education": ("The Right to Education",),
    "RIGHT TO EDUCATION": ("The Right to Education",),
    "naive": ("The Right to Education",),
    "droits enfant": ("Droits de l’enfant",),
    "elise dupre": ("Droits de l’enfant",),
    "êtres humains": ("Droits de l’enfant",),
    "etres": ("Droits de l’enfant",),
    "права человека": ("Права человека",),
    "рождаются": ("Права человека",),
    "人权": ("越南人权",),
    "尊严和权利": ("越南人权",),
    "山田": ("ベトナムの人権",),
    "自由": ("ベトナムの人権", "越南人权"),
    "ມະນຸດ": ("ສິດທິມະນຸດ",),
    "ກຽດສັກສີ": ("ສິດທິມະນຸດ",),
    "មនុស្ស": ("សិទ្ធិមនុស្ស",),
    "សេរីភាព": ("សិទ្ធិមនុស្ស",),
    "มนุษย์": ("สิทธิมนุษยชน",),
    "حقوق": ("حقوق الإنسان",),
    "احرارا": ("حقوق الإنسان",),
    "978-604-0-00001-5": ("Hiến pháp",),
    "9786040000015": ("Hiến pháp",),
    "nhà xuất bản tư pháp hiến": ("Hiến pháp",),
    "hải đăng": (),
    "bạch dương": (),
    "thủy mặc": (),
    "giay do": (),
    "không có từ này": (),
    "100% _ \\ ' \" * ( ) ^ : -": (),
    "": (),
}  # fmt: skip

SORTED = """
An ninh con người|Anh hùng|Áo trắng|Ăn mòn|Ấm áp|Ân tình|Bạ hộ tịch|Bá Kiến|Bà mẹ|Bã mía|Ba mươi năm|Bả vai|Bác Hồ|
Cao dao|Châu thổ|Công ước|Cờ đỏ|Dân chủ|Dân tộc|Dường như|Đà Nẵng|Đại từ điển|Đang lớn|Đảng và Nhà nước|Đất nước|
Đường tới|Em bé|Ê Đê|Gia đình|Hiến pháp|Hòa bình|Hoa sen|Hỏi đáp|Khoan dung|Luật pháp|Lý luận|Mẹ|Mùa thu|Nghề nghiệp|
Ngọn đèn|Người già|Nhân quyền|Ong mật|Ông đồ|Ở hiền|Phụ nữ|Quốc hội|Quyền của|Quyển sổ|Rừng xanh|Sông Hồng|Tập 1|
Tập 2|Tập 10|Tập 21|Thanh niên|Trẻ em|Tự do|Ước mơ|Văn hóa|Xã hội|Ý nghĩa|Yên bình
""".replace("\n", "").split("|")


def shelve(session: Session, house: Organisation, title: str, texts: tuple[str, ...], record: EditionRecord) -> Edition:
    """A released title with a text; the text is known before the release, as when a worker built the book."""
    edition = titles.create(session, record, house)
    digest = hashlib.sha256(title.encode()).hexdigest()
    indexing.keep_text(session, digest, [Passage(f"c{n}", f"Chương {n}", text) for n, text in enumerate(texts, 1)])
    session.add(StoredFile(sha256=digest, size=1, media_type="application/epub+zip"))
    session.flush()
    release = releases.open_release(session, edition)
    session.add(ReleaseFile(release_id=release.id, role="epub", sha256=digest, name="sach.epub"))
    indexing.refresh(session, [edition.id])
    return edition


@pytest.fixture
def stocked(engine: Engine, people: People) -> Engine:
    """The shelf of BOOKS in a random order, with one title not released and one withdrawn."""
    books = [*BOOKS]
    random.Random(4).shuffle(books)  # noqa: S311 - the order of coming must not matter
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        for title, language, names, subjects, texts in books:
            record = EditionRecord(
                book=BookPart(title=title, language=language, subjects=subjects),
                people=tuple(Person(name=name) for name in names),
                isbn=IsbnPart(epub="978-604-0-00001-5" if title == "Hiến pháp" else ""),
            )
            shelve(session, house, title, texts, record)
        titles.create(session, EditionRecord(book=BookPart(title=HIDDEN[0], language="vi")), house)
        indexing.keep_text(session, "f" * 64, [Passage("c1", "Một", HIDDEN[1])])
        gone = shelve(
            session, house, WITHDRAWN[0], WITHDRAWN[1:], EditionRecord(book=BookPart(title=WITHDRAWN[0], language="vi"))
        )
        assert [_first(session, query) for query in ("thuy mac", "giấy dó")] == [[WITHDRAWN[0]]] * 2
        releases.take_back(session, gone, "Sai sót")
    return engine


def _first(session: Session, query: str, narrowing: Narrowing | None = None) -> list[str]:
    found = search.find(session, query, narrowing)
    return [unicodedata.normalize("NFC", hit.card.title) for hit in found.hits]


def test_the_same_queries_have_the_same_first_answers_on_both_databases(stocked: Engine) -> None:
    assert len(QUERIES) >= 60
    with Session(db.reading(stocked)) as session:
        given = {query: _first(session, query) for query in QUERIES}
    wrong = {
        query: (given[query], expected)
        for query, expected in QUERIES.items()
        if tuple(given[query][: len(expected)]) != expected or (not expected and given[query])
    }
    assert wrong == {}


def test_an_index_made_anew_gives_the_same_answers(stocked: Engine) -> None:
    with Session(db.reading(stocked)) as session:
        before = {query: _first(session, query) for query in QUERIES}
    with db.session_scope(stocked) as session:
        assert indexing.rebuild(session) == len(BOOKS)
        assert indexing.is_current(session)
    with Session(db.reading(stocked)) as session:
        assert {query: _first(session, query) for query in QUERIES} == before


def test_a_hit_in_the_text_tells_its_chapter_and_marks_the_words(stocked: Engine) -> None:
    with Session(db.reading(stocked)) as session:
        [hit] = search.find(session, "dieu 26").hits
    assert hit.place is not None
    assert (hit.place.section, hit.place.heading, hit.place.phrase) == ("c2", "Chương 2", True)
    assert [text for text, marked in hit.place.pieces if marked] == ["Điều 26"]


def test_a_list_is_narrowed_within_what_is_found(stocked: Engine, people: People) -> None:
    cases = {
        Narrowing(language="zh-Hans"): ["越南人权"],
        Narrowing(language="ja"): ["ベトナムの人権"],
        Narrowing(publisher=people.house, subject="人权"): ["越南人权"],
        Narrowing(publisher=people.other_house): [],
    }
    with Session(db.reading(stocked)) as session:
        assert {wish: _first(session, "自由", wish) for wish in cases} == cases
        assert _first(session, "人权", Narrowing(language="zh-Hans")) == ["越南人权"]
        assert _first(session, "tập", Narrowing(subject="Tuyển tập")) == ["Tập 2", "Tập 10"]


@pytest.mark.parametrize(
    ("query", "proposals"),
    [
        ("hien phpa", ["hien phap"]), ("moi trướng sống", ["moi truong"]), ("Elise Dupree", ["elise dupre"]),
        ("xyzxyz", []), ("zzz hiến pháp", ["hien phap"]),
    ],
)  # fmt: skip
def test_where_nothing_is_found_the_nearest_words_that_find_something_are_proposed(
    stocked: Engine, query: str, proposals: list[str]
) -> None:
    with Session(db.reading(stocked)) as session:
        assert _first(session, query) == []
        assert search.near(session, query)[: len(proposals)] == proposals
        assert bool(search.near(session, query)) is bool(proposals)


def test_what_was_withdrawn_or_never_released_leaves_no_trace_in_what_is_shown(stocked: Engine) -> None:
    with Session(db.reading(stocked)) as session:
        assert search.near(session, "tranhh macc") == []
        assert search.near(session, "giay doo") == []
        listed = search.browse(session, Narrowing())
        assert listed.total == len(BOOKS)
        assert not {WITHDRAWN[0], HIDDEN[0]} & {hit.card.title for hit in listed.hits}


def test_titles_stand_in_the_order_of_icu(engine: Engine, people: People) -> None:
    assert len(SORTED) >= 60
    collator = icu.Collator.createInstance(icu.Locale("vi"))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    mixed = random.Random(5).sample(SORTED, len(SORTED))  # noqa: S311 - any order
    assert sorted(mixed, key=sort_key) == sorted(mixed, key=collator.getSortKey) == SORTED
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        for title in mixed:
            edition = titles.create(session, EditionRecord(book=BookPart(title=title, language="vi")), house)
            releases.open_release(session, edition)
    with Session(db.reading(engine)) as session:
        pages = [search.browse(session, Narrowing(), number=number) for number in (1, 2, 3)]
        assert [hit.card.title for page in pages for hit in page.hits] == SORTED


def test_a_list_in_one_language_has_the_order_of_that_language(engine: Engine, people: People) -> None:
    names = ["Ödland", "Oder", "Zoll", "Ofen", "Ärger", "Arm"]
    with db.session_scope(engine) as session:
        house = session.get_one(Organisation, people.house)
        for language in ("sv", "de"):
            for name in names:
                edition = titles.create(session, EditionRecord(book=BookPart(title=name, language=language)), house)
                releases.open_release(session, edition)
    with Session(db.reading(engine)) as session:
        listed = {tag: search.browse(session, Narrowing(language=tag)).hits for tag in ("sv", "de")}
    assert [hit.card.title for hit in listed["de"]] == ["Ärger", "Arm", "Oder", "Ödland", "Ofen", "Zoll"]
    assert [hit.card.title for hit in listed["sv"]] == ["Arm", "Oder", "Ofen", "Zoll", "Ärger", "Ödland"]
