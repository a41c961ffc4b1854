"""What is still possible equals what trying out everything finds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalogue.rules.plan import band
from catalogue.rules.whatif import Mix, Scenario, mix, outcome, shared_out

LOW, HIGH = Fraction(15, 100), Fraction(20, 100)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_mix_is_what_brute_force_finds(released: int, inside: int, more: int) -> None:
    inside, total = min(inside, released), max(released + more, 1)
    fits = [
        count
        for count in range(total - released + 1)
        if band(Fraction(inside + count, total), LOW, HIGH) == "within"
    ]  # fmt: skip
    found = mix(released, inside, total, LOW, HIGH)
    assert (found.least, found.most) == ((fits[0], fits[-1]) if fits else (None, None))
    assert found.feasible == bool(fits)


def test_too_many_already_is_said_to_be_impossible() -> None:
    assert mix(500, 201, 1000, LOW, HIGH) == Mix(500, None, None)
    assert mix(500, 200, 1000, LOW, HIGH) == Mix(500, 0, 0)


@given(*[st.integers(0, 10)] * 5, st.integers(1, 30), st.sampled_from([(15, 20), (0, 100), (50, 50), (33, 34)]))
def test_an_imagined_programme_is_what_trying_everything_finds(
    released: int, inside: int, plain: int, ebook: int, both: int, total: int, ends: tuple[int, int]
) -> None:
    inside, low, high = min(inside, released), Fraction(ends[0], 100), Fraction(ends[1], 100)
    found = outcome(
        released, inside, date(2027, 1, 1), Scenario(total, date(2028, 12, 31), low, high, plain, ebook, 0, both)
    )
    have, have_inside = released + plain + ebook + both, inside + ebook + both
    assert (found.released, found.inside) == (have, have_inside)
    end = max(total, have)
    fits = [n for n in range(end - have + 1) if low <= Fraction(have_inside + n, end) <= high]
    assert (found.mix.least, found.mix.most) == ((fits[0], fits[-1]) if fits else (None, None))
    possible = [n for n in range(end + 1) if low <= Fraction(n, end) <= high]
    expected = "" if fits else "no_number" if not possible else "too_many" if have_inside > possible[-1] else "too_few"
    assert found.reason == expected


@given(st.integers(0, 500), st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 50), max_size=8))
def test_what_is_shared_out_adds_up_and_stays_within_one_of_its_part(number: int, weights: dict[str, int]) -> None:
    found = shared_out(number, weights)
    whole = sum(weights.values())
    assert sum(found.values()) == (number if whole else 0)
    assert all(abs(found[key] - number * weight / whole) < 1 for key, weight in weights.items() if whole)


def test_without_time_there_is_no_pace() -> None:
    scenario = Scenario(1000, date(2026, 12, 31), LOW, HIGH)
    assert outcome(400, 70, date(2026, 12, 31), scenario).pace is None
    assert outcome(400, 70, date(2026, 12, 24), scenario).pace == 600
