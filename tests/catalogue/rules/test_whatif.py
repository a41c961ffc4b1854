"""What is still possible equals what trying out everything finds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalogue.rules.counting import band
from catalogue.rules.whatif import Mix, mix

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
