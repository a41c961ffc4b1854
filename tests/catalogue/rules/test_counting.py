"""What the programme counts, stated as its people would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalogue.rules.counting import COUNTS, Rules, Title, band, counted_on, due, end_of_quarter, status

RULES = Rules()
DAY = date(2026, 11, 23)
RELEASED = datetime(2026, 1, 5, 9, tzinfo=UTC)

moments = st.none() | st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
days = st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31))
titles = st.lists(
    st.builds(
        Title,
        id=st.text("abcdef0123456789", min_size=12, max_size=12),
        language=st.sampled_from(["vi", "en", "fr", "km", "tyz", "zh-Hans"]),
        released_at=moments,
        deposited_on=days,
        recognised_at=moments,
        withdrawn_at=moments,
        electronic_on=days,
    ),
    max_size=40,
    unique_by=lambda title: title.id,
)


@given(titles)
def test_a_title_that_is_both_is_counted_once(found: list[Title]) -> None:
    counted = status(found, DAY, RULES)
    both = counted.count("ebook_and_foreign")
    assert counted.count("ebook_or_foreign") == counted.count("ebook") + counted.count("foreign") - both


@given(titles, st.randoms())
def test_the_order_of_titles_does_not_matter(found: list[Title], shuffler) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    mixed = list(found)
    shuffler.shuffle(mixed)
    assert status(mixed, DAY, RULES) == status(found, DAY, RULES)


@given(titles)
def test_every_count_is_among_the_released_and_has_no_doubles(found: list[Title]) -> None:
    counted = status(found, DAY, RULES)
    for name in COUNTS:
        assert len(set(counted.rows[name])) == counted.count(name)
        assert set(counted.rows[name]) <= set(counted.rows["released"])


def test_both_ends_belong_to_the_band() -> None:
    low, high = Fraction(15, 100), Fraction(20, 100)
    shares = [Fraction(149, 1000), Fraction(150, 1000), Fraction(200, 1000), Fraction(201, 1000)]
    assert [band(share, low, high) for share in shares] == ["below", "within", "within", "above"]


def test_the_last_evening_of_the_year_in_utc_is_next_year_in_vietnam() -> None:
    title = Title("a", "vi", released_at=datetime(2026, 12, 31, 18, tzinfo=UTC))
    assert counted_on(title, RULES) == date(2027, 1, 1)


def test_a_courtesy_epub_makes_no_ebook_but_its_own_registration_does() -> None:
    printed = Title("a", "vi", released_at=RELEASED)
    registered = Title("a", "vi", released_at=RELEASED, electronic_on=date(2026, 6, 1))
    assert status([printed], DAY, RULES).count("ebook") == 0
    assert status([registered], DAY, RULES).count("ebook") == 1
    assert status([registered], date(2026, 5, 31), RULES).count("ebook") == 0


def test_minority_languages_are_not_foreign_unless_somebody_decides_so() -> None:
    khmer = Title("a", "km", released_at=RELEASED)
    decided = Title("b", "km", released_at=RELEASED, axes=(("language", "foreign"),))
    counted = status([khmer, decided], DAY, RULES)
    assert (counted.rows["minority"], counted.rows["foreign"]) == (["a"], ["b"])


def test_a_withdrawn_title_counts_until_the_day_before() -> None:
    title = Title("a", "vi", released_at=RELEASED, withdrawn_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert status([title], date(2026, 2, 28), RULES).count("released") == 1
    assert status([title], date(2026, 3, 1), RULES).count("released") == 0


def test_without_a_release_the_deposit_counts() -> None:
    assert counted_on(Title("a", "vi", deposited_on=DAY), RULES) == DAY


def test_a_date_known_to_its_quarter_is_the_quarters_last_day() -> None:
    assert [end_of_quarter(2025, quarter) for quarter in (1, 3, 4)] == [
        date(2025, 3, 31), date(2025, 9, 30), date(2025, 12, 31),
    ]  # fmt: skip


@given(st.dates(date(2022, 1, 1), date(2030, 1, 1)))
def test_the_plan_never_falls_and_ends_at_the_target(day: date) -> None:
    plan = [(date(2023, 1, 1), 0), (date(2025, 12, 31), 400), (date(2028, 12, 31), 1000)]
    assert due(plan, day) <= due(plan, day + timedelta(days=1)) <= 1000
    assert due(plan, date(2028, 12, 31)) == 1000
