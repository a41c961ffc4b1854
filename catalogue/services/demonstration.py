"""A made-up programme to try the software with: 1,000 titles over 2023 to 2028, their houses, languages and delays.

Everything is drawn from one seed and a day, so that two machines show the same; names of houses, people and books
are invented, and every title is marked as sample data. It comes as one batch and goes as one.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from catalogue.errors import Refusal
from catalogue.models.people import Organisation, OrganisationKind
from catalogue.models.titles import Batch, BatchKind
from catalogue.services import batches, organisations
from catalogue.services.batches import NewTitle, Paper
from catalogue.services.programme import Plan
from pipeline.i18n import N_
from pipeline.metadata import BookPart, EditionRecord, ImprintPart, Person, PersonRole

TITLES = 1000
SEED = 1079
THERE = N_("The demonstration is in the catalogue already; nghinsach demo --remove takes it out.")
ABSENT = N_("There is no demonstration in the catalogue.")

HOUSES = (
    ("Nhà xuất bản Bến Xuân (mẫu)", "NXBBX", 19), ("Nhà xuất bản Hừng Đông (mẫu)", "NXBHĐ", 17),
    ("Nhà xuất bản Sông Lam (mẫu)", "NXBSL", 14), ("Nhà xuất bản Ngọn Đèn (mẫu)", "NXBNĐ", 12),
    ("Nhà xuất bản Cầu Vồng (mẫu)", "NXBCV", 10), ("Nhà xuất bản Đồng Lúa (mẫu)", "NXBĐL", 8),
    ("Nhà xuất bản Hải Âu (mẫu)", "NXBHA", 7), ("Nhà xuất bản Tre Xanh (mẫu)", "NXBTX", 6),
    ("Nhà xuất bản Gió Núi (mẫu)", "NXBGN", 4), ("Nhà xuất bản Bình Minh (mẫu)", "NXBBM", 3),
)  # fmt: skip
BODIES = (
    ("Bộ Văn Hiến (mẫu)", "ministry", 26), ("Bộ Pháp Chế (mẫu)", "ministry", 20),
    ("Hội Phụ Nữ Cả Nước (mẫu)", "agency", 9), ("Tỉnh Sông Cái (mẫu)", "province", 8),
    ("Tỉnh Núi Đôi (mẫu)", "province", 7), ("Tỉnh Cửa Bể (mẫu)", "province", 6),
    ("Tỉnh Đồng Xanh (mẫu)", "province", 5), ("Thành phố Hoa Lư Mới (mẫu)", "province", 11), ("", "", 8),
)  # fmt: skip
"""Reporting bodies with their weights; the last are titles that nobody reported."""
MERGED = ("Tỉnh Núi Đôi (mẫu)", "Tỉnh Sông Cái (mẫu)", date(2025, 6, 30))
TERMS = {
    "convention": (("CRC", 20), ("CEDAW", 16), ("CRPD", 12), ("ICCPR", 11), ("ICESCR", 12), ("CAT", 5), ("ICERD", 4)),
    "content": (("1", 45), ("", 55)),
    "audience": (("general", 40), ("officials", 22), ("children", 14), ("minorities", 8), ("abroad", 7), ("", 9)),
}  # fmt: skip
PARTNERS = ("Công ty Sách Hoa Sen (mẫu)", "Trung tâm Truyền thông Ánh Dương (mẫu)")
SETS = ("Tủ sách Quyền con người", "Hỏi đáp pháp luật")
YEARS = {2023: 90, 2024: 150, 2025: 185, 2026: 200, 2027: 200, 2028: 175}
"""How many titles are meant for each year."""
MONTHS = (5, 4, 7, 8, 9, 9, 7, 7, 9, 10, 12, 13)
"""Weights of the months: the end of the year is busy, the weeks around Tết are quiet."""
RIGHTS = (
    "được học tập", "tiếp cận thông tin", "bình đẳng trước pháp luật", "được chăm sóc sức khỏe", "có việc làm",
    "về nhà ở", "tự do tín ngưỡng", "được bảo vệ đời tư", "tham gia quản lý nhà nước", "được xét xử công bằng",
    "an sinh xã hội", "hưởng thụ văn hóa", "được sống trong môi trường trong lành", "kết hôn và xây dựng gia đình",
    "khiếu nại, tố cáo", "không bị tra tấn", "tự do đi lại", "sở hữu tài sản",
)  # fmt: skip
GROUPS = (
    "trẻ em", "phụ nữ", "người cao tuổi", "người khuyết tật", "người dân tộc thiểu số", "người lao động di cư",
    "người dân vùng biên giới", "công nhân khu công nghiệp", "học sinh, sinh viên", "người dân miền núi",
)  # fmt: skip
SHAPES = ("Quyền {right} của {group}", "Hỏi – đáp về quyền {right} của {group}",
          "Sổ tay quyền {right} dành cho {group}", "Quyền {right}: những câu chuyện của {group}",
          "Bảo đảm quyền {right} của {group}: kinh nghiệm từ cơ sở",
          "Cẩm nang tuyên truyền quyền {right} cho {group}")  # fmt: skip
ENGLISH_RIGHTS = ("education", "information", "equality before the law", "health", "work", "housing",
                  "freedom of belief", "privacy", "public participation", "a fair trial", "social security",
                  "culture")  # fmt: skip
ENGLISH_GROUPS = ("children", "women", "older people", "persons with disabilities", "ethnic minorities",
                  "migrant workers", "young people", "farmers")  # fmt: skip
FOREIGN = (
    ("en", 50, "The Right to {right} in Viet Nam: {group}"), ("fr", 12, "Droits au Viet Nam : {right} ({group})"),
    ("zh-Hans", 10, "越南人权：{right}（{group}）"), ("ru", 9, "Права человека во Вьетнаме: {right} ({group})"),
    ("es", 7, "Derechos en Viet Nam: {right} ({group})"), ("lo", 7, "ສິດທິມະນຸດ: {right} ({group})"),
    ("ja", 5, "ベトナムの人権：{right}（{group}）"),
)  # fmt: skip
MINORITY = (("km", 30), ("tyz", 20), ("hmn", 20), ("rad", 15), ("cjm", 10), ("jra", 5))
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLE = ("Thị", "Văn", "Minh", "Thanh", "Ngọc", "Đức", "Hải", "Thu", "Quang", "Bảo")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Khánh", "Lan", "Long", "Mai", "Nam", "Phương", "Quân",
         "Sơn", "Thảo", "Trang", "Tuấn", "Vân", "Yến")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is drawn of a title before its dates."""

    language: str
    title: str
    electronic: bool
    reprint: bool


def fill(session: Session, plan: Plan, today: date, *, actor: str = "") -> Batch:
    """Put the made-up programme into the catalogue as it would stand on ``today``. Raises Refusal if it is there."""
    if batches.standing(session, BatchKind.DEMO):
        raise Refusal("dem-001", THERE)
    draw = random.Random(SEED)  # noqa: S311 - made-up books, no secret
    houses = [Organisation(name=name, abbreviation=short, kind=OrganisationKind.PUBLISHER) for name, short, _ in HOUSES]
    session.add_all(houses)
    batch = batches.begin(session, BatchKind.DEMO, "demo", actor=actor)
    bodies = _bodies(session)
    batch.report = {"organisations": [one.id for one in (*bodies, *houses) if one]}
    days = _days(draw)
    titles = [
        _title(draw, kind, day, today, draw.choices(houses, [weight for *_, weight in HOUSES])[0], number)
        for number, (kind, day) in enumerate(zip(_kinds(draw), days, strict=True), 1)
    ]
    also = random.Random(SEED + 1)  # noqa: S311 - apart, so that what the first draws stays as it was
    titles = [_reported(also, title, bodies) for title in titles]
    odd = random.Random(SEED + 2)  # noqa: S311 - as above
    titles = [_unusual(odd, title, number) for number, title in enumerate(titles)]
    batches.add(session, batch, titles, programme_id=plan.programme.id, sample=True, actor=actor)
    return batch


def _bodies(session: Session) -> list[Organisation | None]:
    """The reporting bodies, of which one went over into another; the last stands for none."""
    made = [Organisation(name=name, kind=kind) if name else None for name, kind, _ in BODIES]
    session.add_all(one for one in made if one)
    session.flush()
    by_name = {one.name: one for one in made if one}
    old, heir, last_day = MERGED
    organisations.merge(session, by_name[old], by_name[heir], last_day)
    return made


def _reported(draw: random.Random, title: NewTitle, bodies: Sequence[Organisation | None]) -> NewTitle:
    """The same title with who reported it, and what it is about."""
    body = draw.choices(bodies, [weight for *_, weight in BODIES])[0]
    terms = [
        (scheme, code)
        for scheme, choices in TERMS.items()
        if (code := draw.choices([code for code, _ in choices], [weight for _, weight in choices])[0])
    ]
    return replace(title, reporting_body_id=body.id if body else None, terms=tuple(terms))


def _unusual(draw: random.Random, title: NewTitle, number: int) -> NewTitle:
    """The same title, now and then as one that readings of the share count otherwise.

    Co-publications, volumes of sets, bilingual books and documents under a licence; none moves a count of the rules.
    """
    chance, record = draw.random(), title.record
    if chance < 0.05:
        imprint = record.imprint.model_copy(update={"partner": draw.choice(PARTNERS)})
        return replace(title, record=record.model_copy(update={"imprint": imprint}))
    if chance < 0.08:
        said = {"series": f"{draw.choice(SETS)} (mẫu)", "volume": str(1 + number % 3)}
        return replace(title, record=record.model_copy(update={"book": record.book.model_copy(update=said)}))
    if chance < 0.10 and title.kind == "original" and record.book.language == "vi":
        book = record.book.model_copy(update={"original_language": "en"})
        return replace(title, kind="bilingual", record=record.model_copy(update={"book": book}))
    if chance < 0.12:
        papers = (replace(one, kind="licence") if one.kind == "registration" else one for one in title.papers)
        return replace(title, papers=tuple(papers))
    return title


def remove(session: Session, *, actor: str = "") -> int:
    """Take the demonstration out again. Returns how many titles. Raises Refusal when there is none."""
    standing = batches.standing(session, BatchKind.DEMO)
    if not standing:
        raise Refusal("dem-002", ABSENT)
    return sum(batches.undo(session, batch, actor=actor) for batch in standing)


def _days(draw: random.Random) -> list[date]:
    """The days of release, in order."""
    found = []
    for year, number in YEARS.items():
        for _ in range(number):
            month = draw.choices(range(1, 13), MONTHS)[0]
            found.append(date(year, month, 1) + timedelta(days=draw.randrange(28)))
    return sorted(found)


def _kinds(draw: random.Random) -> list[_Kind]:
    """A thousand different titles: 8% foreign, 3% in minority languages, 11% e-books, 5% reprints."""
    vietnamese = [
        shape.format(right=right, group=group) for shape, right, group in itertools.product(SHAPES, RIGHTS, GROUPS)
    ]
    pairs = list(itertools.product(ENGLISH_RIGHTS, ENGLISH_GROUPS))
    draw.shuffle(vietnamese)
    draw.shuffle(pairs)
    found = []
    for number in range(TITLES):
        language, title = "vi", vietnamese[number]
        chance = draw.random()
        if chance < 0.08:
            language, _, shape = draw.choices(FOREIGN, [weight for _, weight, _ in FOREIGN])[0]
            right, group = pairs[number % len(pairs)]
            title = shape.format(right=right, group=group)
        elif chance < 0.11:
            language = draw.choices([code for code, _ in MINORITY], [weight for _, weight in MINORITY])[0]
        electronic = draw.random() < (0.22 if chance < 0.08 else 0.10)
        found.append(_Kind(language, title, electronic, draw.random() < 0.05))
    return found


def _title(draw: random.Random, kind: _Kind, day: date, today: date, house: Organisation, number: int) -> NewTitle:
    """One title with its papers as far as they exist on ``today``."""
    deposit = day - timedelta(days=draw.randint(10, 35))
    decision = deposit - timedelta(days=draw.randint(15, 60))
    registration = decision - timedelta(days=draw.randint(20, 120))
    delays = draw.randint(1, 20), draw.randint(21, 70), draw.randint(90, 200)
    known = min(day + timedelta(days=draw.choices(delays, (70, 24, 6))[0]), today)
    confirmation = f"{number}-{registration.year}/CXBIPH/{number % 90 + 1}-{number % 40}/{house.abbreviation}"
    papers = [
        Paper("registration", confirmation, registration, electronic=kind.electronic),
        Paper("decision", f"{number}/QĐ-{house.abbreviation}", decision, electronic=kind.electronic),
        Paper("deposit", "", deposit, electronic=kind.electronic),
        Paper("release", f"{number}/PH-{house.abbreviation}", day),
    ]  # fmt: skip
    came = known if day <= today else min(registration + timedelta(days=7), today)
    created = datetime.combine(came, time(draw.randint(2, 9), draw.randint(0, 59)), UTC)
    gone, recognition = draw.random() < 0.006, draw.random() < 0.86
    recognised = known + timedelta(days=draw.randint(10, 80))
    past = day <= today
    return NewTitle(
        record=_record(draw, kind, day, house),
        publisher_id=house.id,
        kind="reprint" if kind.reprint else "original",
        forms=(("epub", ""),) if kind.electronic else (("print", ""),),
        papers=tuple(paper for paper in papers if paper.on <= today) if past else tuple(_before(papers[:2], today)),
        created_at=created,
        recognised_at=_moment(recognised) if past and recognition and recognised <= today else None,
        released=(_moment(day), _moment(min(day + timedelta(days=120), today))) if past and gone else None,
    )


def _before(papers: Sequence[Paper], today: date) -> list[Paper]:
    return [paper for paper in papers if paper.on <= today]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(3), UTC)


def _record(draw: random.Random, kind: _Kind, day: date, house: Organisation) -> EditionRecord:
    names = [f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}" for _ in range(draw.choice((1, 1, 2)))]
    people = [Person(name=name, role=PersonRole.AUTHOR) for name in dict.fromkeys(names)]
    return EditionRecord(
        book=BookPart(
            title=kind.title, language=kind.language, publisher=house.name, published=day,
            description="Dữ liệu mẫu: cuốn sách này không có thật.", subjects=("Quyền con người",),
        ),
        people=tuple(people),
        imprint=ImprintPart(sale="not-for-sale"),
    )  # fmt: skip
