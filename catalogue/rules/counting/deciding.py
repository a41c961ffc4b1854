"""What a title is taken for by a rule set, and from which day.

A title counts from its release decision, else from its deposit, in Vietnam's time. It is an e-book by its own
electronic registration, decision or deposit, and foreign by its main language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from catalogue.rules.counting.records import FAMILIES, Facts, Family, Mark, Reason, Rules, Title

Doubles = tuple[Container[str], Container[str]]
_Rank = tuple[bool, date, str]


def facts_of(titles: Collection[Title], rules: Rules) -> dict[str, Facts]:
    """Facts of every title that something lets count; those that can be doubles of one another are all to be given."""
    doubled = doubles(titles, rules)
    found = ((title.id, facts(title, rules, doubled)) for title in titles)
    return {key: known for key, known in found if known is not None}


def facts(title: Title, rules: Rules, doubles: Doubles = ((), ())) -> Facts | None:
    """The facts of a title; None while nothing lets it count. ``doubles`` are those of all titles."""
    day = counted_on(title, rules)
    if day is None:
        return None
    again, volume = (title.id in found for found in doubles)
    away: list[tuple[date, date | None]] = [(local_day(a, rules), local_day(b, rules)) for a, b in title.away]
    if title.withdrawn_at is not None:
        away.append((local_day(title.withdrawn_at, rules), None))
    return Facts(
        counted_on=day,
        recognised_on=local_day(title.recognised_at, rules) if title.recognised_at else None,
        ebook_on=_ebook_on(title, rules),
        family=language_family(title, rules),
        away=tuple(away),
        language=title.language,
        publisher=title.publisher,
        kind=title.kind,
        sample=title.sample,
        body=title.body,
        facets=title.facets,
        marks=_marks(title, rules, volume=volume),
        out=_out(title, rules, again=again, volume=volume),
    )


def local_day(moment: datetime, rules: Rules) -> date:
    """The day of a moment in the programme's zone: 2026-12-31T18:00Z is already 2027 in Vietnam."""
    return moment.astimezone(ZoneInfo(rules.zone)).date()


def counted_on(title: Title, rules: Rules) -> date | None:
    """The day from which a title counts: its release, on paper or here, else its deposit; the rules may turn it."""
    if rules.counts_from == "recognition":
        return local_day(title.recognised_at, rules) if title.recognised_at else None
    released = _on(title, "released_on", rules)
    if title.released_at:
        here = local_day(title.released_at, rules)
        released = min(released or here, here)
    deposited = _on(title, "deposited_on", rules)
    return deposited or released if rules.counts_from == "deposit" else released or deposited


def _on(title: Title, name: str, rules: Rules) -> date | None:
    """The day of a paper; of one that is known only to a period, the day that the rules take."""
    day: date | None = getattr(title, name)
    return dict(title.inexact).get(name, day) if rules.inexact == "first" else day


def doubles(titles: Iterable[Title], rules: Rules) -> Doubles:
    """Reprints that follow another edition of the same title in one period, and further volumes of a set.

    The order in which titles are given is of no account; what was taken back for good stands in nobody's way.
    """
    editions: defaultdict[tuple[str, str, int], list[_Rank]] = defaultdict(list)
    sets: defaultdict[str, list[_Rank]] = defaultdict(list)
    for title in titles:
        day = counted_on(title, rules) if title.work or title.set else None
        if day is None or title.withdrawn_at is not None:
            continue
        if title.work and title.kind in ("original", "translation", "reprint"):
            year = day.year if rules.reprints == "year" else 0
            editions[title.work, title.language, year].append((title.kind == "reprint", day, title.id))
        if title.set:
            sets[title.set].append((title.volume != "1", day, title.id))
    again = {key for found in editions.values() for reprint, _, key in sorted(found)[1:] if reprint}
    return again, {key for found in sets.values() for _, _, key in sorted(found)[1:]}


def language_family(title: Title, rules: Rules) -> Family:
    """National, minority or foreign; a person's decision goes first."""
    decided = dict(title.axes).get("language")
    if decided:
        return cast("Family", decided)
    if title.kind != "bilingual" or rules.bilingual == "main":
        return _family(title.language, rules)
    families = {_family(title.language, rules), _family(title.second_language, rules)}
    return next(kind for kind in FAMILIES if kind in families)


def _family(language: str, rules: Rules) -> Family:
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary in rules.national or not primary:
        return "national"
    return "minority" if primary in rules.minority else "foreign"


def _ebook_on(title: Title, rules: Rules) -> date | None:
    """From when a title is an e-book by its own act; a person's decision goes first and holds for all time."""
    decided = dict(title.axes).get("form")
    if decided:
        return date.min if decided == "ebook" else None
    return _on(title, "electronic_on", rules)


def _marks(title: Title, rules: Rules, *, volume: bool) -> tuple[Mark, ...]:
    main, other = _family(title.language, rules), _family(title.second_language, rules)
    in_share = main == "foreign" or (main == "minority" and rules.minority_in_share)
    second = title.kind == "bilingual" and other == "foreign" and not in_share and "language" not in dict(title.axes)
    held: tuple[tuple[Mark, bool], ...] = (
        ("licensed", title.licensed), ("partner", title.partner), ("volume", volume), ("second", second)
    )  # fmt: skip
    return tuple(mark for mark, holds in held if holds)


def _out(title: Title, rules: Rules, *, again: bool, volume: bool) -> Reason:
    """Why a title does not count although it was released; a person's decision goes first."""
    held: tuple[tuple[Reason, bool], ...] = (
        ("decided", dict(title.axes).get("programme") == "out"),
        ("reprint", title.kind == "reprint" and rules.reprints == "none"),
        ("again", again and rules.reprints in ("year", "programme")),
        ("volume", volume and rules.volumes == "set"),
        ("licensed", title.licensed and not rules.licensed),
    )
    return next((reason for reason, holds in held if holds), "")
