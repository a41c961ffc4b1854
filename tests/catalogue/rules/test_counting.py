"""What the programme counts, stated as its people would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from one_by_one import listed

from catalogue.rules.counting.deciding import counted_on, facts
from catalogue.rules.counting.records import COUNTS, Rules, Title
from catalogue.rules.periods import end_of_quarter
from catalogue.rules.plan import band, due

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
    counted = listed(found, DAY, RULES)
    ebooks, foreign, union = counted["ebook"], counted["foreign"], counted["ebook_or_foreign"]
    assert len(union) == len(ebooks) + len(foreign) - len(counted["ebook_and_foreign"])
    assert set(union) == {*ebooks, *foreign}


@given(titles, st.randoms())
def test_the_order_of_titles_does_not_matter(found: list[Title], shuffler) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    mixed = list(found)
    shuffler.shuffle(mixed)
    assert listed(mixed, DAY, RULES) == listed(found, DAY, RULES)


@given(titles)
def test_every_count_is_among_the_released_and_has_no_doubles(found: list[Title]) -> None:
    counted = listed(found, DAY, RULES)
    for name in COUNTS:
        assert len(set(counted[name])) == len(counted[name])
        assert set(counted[name]) <= set(counted["released"])


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
    assert len(listed([printed], DAY, RULES)["ebook"]) == 0
    assert len(listed([registered], DAY, RULES)["ebook"]) == 1
    assert len(listed([registered], date(2026, 5, 31), RULES)["ebook"]) == 0


def test_minority_languages_are_not_foreign_unless_somebody_decides_so() -> None:
    khmer = Title("a", "km", released_at=RELEASED)
    decided = Title("b", "km", released_at=RELEASED, axes=(("language", "foreign"),))
    counted = listed([khmer, decided], DAY, RULES)
    assert (counted["minority"], counted["foreign"]) == (["a"], ["b"])


def test_a_withdrawn_title_counts_until_the_day_before() -> None:
    title = Title("a", "vi", released_at=RELEASED, withdrawn_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert len(listed([title], date(2026, 2, 28), RULES)["released"]) == 1
    assert len(listed([title], date(2026, 3, 1), RULES)["released"]) == 0


def test_without_a_release_the_deposit_counts() -> None:
    assert counted_on(Title("a", "vi", deposited_on=DAY), RULES) == DAY


def test_a_date_known_to_its_quarter_is_the_quarters_last_day() -> None:
    assert [end_of_quarter(2025, quarter) for quarter in (1, 3, 4)] == [
        date(2025, 3, 31), date(2025, 9, 30), date(2025, 12, 31),
    ]  # fmt: skip


def edition(key: str, day: date, **more: object) -> Title:
    """A title of one work that was released on a day."""
    return Title(key, "vi", released_on=day, work="w", **more)  # type: ignore[arg-type]


def counted_by(found: list[Title], **said: object) -> tuple[list[str], list[str]]:
    """What counts by some rules, and what is left out."""
    made = listed(found, DAY, Rules(**said))  # type: ignore[arg-type]
    return made["released"], made["excluded"]


def test_a_reprint_counts_once_a_period_and_every_other_way_can_be_ruled() -> None:
    found = [
        edition("a", date(2024, 3, 1)), edition("b", date(2024, 9, 1), kind="reprint"),
        edition("c", date(2025, 2, 1), kind="reprint"), edition("d", date(2025, 1, 1), kind="reprint"),
        edition("e", date(2025, 3, 1), kind="translation"), edition("f", date(2025, 3, 2), kind="original"),
    ]  # fmt: skip
    assert counted_by(found) == (["a", "e", "f"], ["b", "c", "d"])
    assert counted_by(found[:4]) == (["a", "d"], ["b", "c"])
    assert counted_by(found[:4], reprints="programme") == (["a"], ["b", "c", "d"])
    assert counted_by(found[:4], reprints="each") == (["a", "b", "c", "d"], [])
    assert counted_by(found[1:4], reprints="none") == ([], ["b", "c", "d"])


def test_what_was_taken_back_for_good_stands_in_no_reprints_way() -> None:
    gone = replace(edition("a", date(2024, 3, 1)), withdrawn_at=datetime(2024, 4, 1, tzinfo=UTC))
    again = edition("b", date(2024, 9, 1), kind="reprint")
    assert counted_by([gone, again]) == (["b"], [])


def test_a_set_counts_by_volume_or_once() -> None:
    found = [
        Title(key, "vi", released_on=date(2025, 1, day), set="s", volume=volume)
        for key, day, volume in (("a", 3, "2"), ("b", 9, "1"), ("c", 1, "3"))
    ]
    assert counted_by(found) == (["a", "b", "c"], [])
    assert counted_by(found, volumes="set") == (["b"], ["a", "c"])


def test_a_bilingual_title_is_foreign_by_its_main_language_or_by_either_as_ruled() -> None:
    book = Title("a", "vi", released_at=RELEASED, kind="bilingual", second_language="en")
    decided = replace(book, id="b", axes=(("language", "national"),))
    assert [len(listed([book], DAY, Rules(bilingual=by))["foreign"]) for by in ("main", "either")] == [0, 1]  # type: ignore[arg-type]
    assert len(listed([decided], DAY, Rules(bilingual="either"))["foreign"]) == 0


def test_licensed_documents_and_titles_decided_out_are_left_out_with_their_reason() -> None:
    licensed = Title("a", "vi", released_at=RELEASED, licensed=True)
    out = Title("b", "en", released_at=RELEASED, axes=(("programme", "out"),))
    assert counted_by([licensed, out]) == (["a"], ["b"])
    assert counted_by([licensed, out], licensed=False) == ([], ["a", "b"])
    reasons = [one.out for title in (licensed, out) if (one := facts(title, Rules(licensed=False)))]
    assert reasons == ["licensed", "decided"]


def test_the_day_that_counts_is_that_of_the_act_which_the_rules_name() -> None:
    title = Title("a", "vi", released_on=date(2026, 2, 1), deposited_on=date(2025, 12, 20),
                  recognised_at=datetime(2026, 3, 1, tzinfo=UTC))  # fmt: skip
    days = [counted_on(title, Rules(counts_from=act)) for act in ("release", "deposit", "recognition")]  # type: ignore[arg-type]
    assert days == [date(2026, 2, 1), date(2025, 12, 20), date(2026, 3, 1)]
    assert counted_on(replace(title, deposited_on=None), Rules(counts_from="deposit")) == date(2026, 2, 1)


def test_a_date_known_only_to_its_quarter_counts_from_the_day_of_it_that_the_rules_name() -> None:
    title = Title("a", "vi", released_on=date(2025, 9, 30), electronic_on=date(2025, 12, 31),
                  inexact=(("released_on", date(2025, 7, 1)),))  # fmt: skip
    assert [counted_on(title, Rules(inexact=day)) for day in ("last", "first")] == [  # type: ignore[arg-type]
        date(2025, 9, 30), date(2025, 7, 1),
    ]  # fmt: skip
    known = facts(title, Rules(inexact="first"))
    assert known
    assert known.ebook_on == date(2025, 12, 31), "what is known exactly stays"


@given(st.dates(date(2022, 1, 1), date(2030, 1, 1)))
def test_the_plan_never_falls_and_ends_at_the_target(day: date) -> None:
    plan = [(date(2023, 1, 1), 0), (date(2025, 12, 31), 400), (date(2028, 12, 31), 1000)]
    assert due(plan, day) <= due(plan, day + timedelta(days=1)) <= 1000
    assert due(plan, date(2028, 12, 31)) == 1000
