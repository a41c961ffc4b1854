"""Every number has exactly its rows, however it is narrowed, and every reading adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from one_by_one import listed

from catalogue.rules.counting.counts import numbers, standing
from catalogue.rules.counting.deciding import facts_of
from catalogue.rules.counting.records import COUNTS, LEFT_OUT, Rules, Title
from catalogue.rules.readings import readings
from catalogue.rules.tally import AXES, SLICES, Where, breakdown, rows, size
from catalogue.rules.tally import by as by_facet

DAY = date(2026, 11, 23)
moments = st.none() | st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
days = st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31))
titles = st.lists(
    st.builds(
        Title,
        id=st.text("abcdef0123456789", min_size=12, max_size=12),
        language=st.sampled_from(["vi", "en", "fr", "km", "tyz", "zh-Hans"]),
        released_at=moments, released_on=days, deposited_on=days, recognised_at=moments, withdrawn_at=moments,
        electronic_on=days, publisher=st.sampled_from(["a", "b", "c"]),
        kind=st.sampled_from(["original", "reprint", "translation", "bilingual"]), sample=st.booleans(),
        work=st.sampled_from(["w", "x", ""]), set=st.sampled_from(["s", ""]), volume=st.sampled_from(["1", "2", ""]),
        second_language=st.sampled_from(["vi", "en", "km", ""]), licensed=st.booleans(), partner=st.booleans(),
        inexact=st.just(()) | st.tuples(st.tuples(st.just("deposited_on"), days.filter(bool))),
        axes=st.sampled_from([(), (("programme", "out"),), (("language", "foreign"),), (("form", "print"),)]),
    ),
    max_size=40,
    unique_by=lambda title: title.id,
)  # fmt: skip
rules = st.builds(
    Rules, minority_in_share=st.booleans(), counts_from=st.sampled_from(["release", "deposit", "recognition"]),
    inexact=st.sampled_from(["last", "first"]),
    reprints=st.sampled_from(["year", "programme", "each", "none"]), volumes=st.sampled_from(["each", "set"]),
    bilingual=st.sampled_from(["main", "either"]), licensed=st.booleans(),
)  # fmt: skip


@given(titles, rules)
def test_counting_by_groups_is_counting_one_by_one(found: list[Title], by: Rules) -> None:
    counted, known = listed(found, DAY, by), facts_of(found, by)
    groups = standing(known, DAY, by).groups
    for name in COUNTS:
        assert rows(known, DAY, by, Where(name)) == counted[name]
        assert numbers(groups, DAY, by)[name] == len(counted[name])


@given(titles, rules, st.randoms())
def test_the_order_of_titles_changes_nothing(found: list[Title], by: Rules, shuffler) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    mixed = list(found)
    shuffler.shuffle(mixed)
    first, second = (standing(facts_of(some, by), DAY, by) for some in (found, mixed))
    assert (first.past, first.months) == (second.past, second.months)
    assert breakdown(first.groups, DAY, by) == breakdown(second.groups, DAY, by)


@given(titles, rules)
def test_months_counted_on_the_way_are_those_counted_title_by_title(found: list[Title], by: Rules) -> None:
    known = facts_of(found, by)
    assert standing(known, DAY, by).months == by_facet(known, DAY, by, "month")


@given(titles, rules)
def test_every_number_of_the_breakdown_is_the_length_of_its_list(found: list[Title], by: Rules) -> None:
    known = facts_of(found, by)
    groups = standing(known, DAY, by).groups
    tables, whole = breakdown(groups, DAY, by), numbers(groups, DAY, by)
    for axis in AXES:
        for name in COUNTS:
            cells = {value: counts[name] for value, counts in tables[axis].items()}
            lengths = {
                value: len(rows(known, DAY, by, Where(name, **{axis: value})))  # type: ignore[arg-type]
                for value in cells
            }
            assert cells == lengths
            assert sum(cells.values()) == whole[name]


@given(titles, rules)
def test_every_reading_adds_up_and_its_difference_is_listed(found: list[Title], by: Rules) -> None:
    known = facts_of(found, by)
    groups = standing(known, DAY, by).groups
    made = readings(groups, DAY, by, target=1000, low=Fraction(15, 100), high=Fraction(20, 100))
    by_name = {one.name: one for one in made}
    for one in made:
        behind = [key for where in one.behind for key in rows(known, DAY, by, where)]
        assert one.titles == len(behind)
        assert one.basis == (sum(len(rows(known, DAY, by, where)) for where in one.of) if one.of else 1000)
        if one.name not in ("sum", "of_target"):
            of = [key for where in one.of for key in rows(known, DAY, by, where)]
            assert len(set(of)) == len(of)
            assert set(behind) <= set(of)
            assert len(set(behind)) == len(behind)
        if one.differs_by:
            assert one.difference == len(rows(known, DAY, by, one.differs_by))
    union = by_name["union"]
    if not by.minority_in_share:
        assert by_name["sum"].titles - by_name["sum"].difference == union.titles
        assert by_name["ebook"].titles + by_name["ebook"].difference == union.titles
        assert by_name["foreign"].titles + by_name["foreign"].difference == union.titles
        assert by_name["with_minority"].titles - by_name["with_minority"].difference == union.titles
        second = by_name["with_second" if by.bilingual == "main" else "without_second"]
        assert abs(second.titles - union.titles) == second.difference
    else:
        assert by_name["without_minority"].titles + by_name["without_minority"].difference == union.titles


@given(titles, rules)
def test_a_slice_never_holds_what_its_count_does_not(found: list[Title], by: Rules) -> None:
    known = facts_of(found, by)
    groups = standing(known, DAY, by).groups
    for name in (*COUNTS, *LEFT_OUT):
        for part in SLICES:
            ids = rows(known, DAY, by, Where(name, part))
            assert len(ids) == size(groups, DAY, by, Where(name, part))
            assert set(ids) <= set(rows(known, DAY, by, Where(name)))
