"""What the pipeline has to say about a manuscript: one class for every source of findings.

A finding carries a stable code and parameters, never a finished sentence: the sentence is made
at the edge, in the reader's language, from the catalogue in ``locales/`` (see ``pipeline.i18n``).
Our own rules, EPUBCheck's messages and refusals at the gate all pass through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.i18n import grouped


class Severity(StrEnum):
    """How much a finding matters: an error stops publication, advice never does."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Where:
    """A place a person can find again; every part is optional and counts from 1."""

    chapter: str = ""
    paragraph: str = ""
    page: int | None = None
    line: int | None = None
    file: str = ""


class Phrase(str):
    """A few words of ours inside a finding's parameters, marked with ``N_`` and said in the reader's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered kind of finding; ``message`` and ``hint`` are gettext ids with ``{name}`` fields."""

    code: str
    severity: Severity
    message: str
    hint: str
    acceptable: bool = False
    """Whether a person may accept this error with a reason, so that it no longer stops the book."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at one place; ``params`` fill the rule's sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    where: Where = field(default_factory=Where)

    @property
    def rule(self) -> Rule:
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def said(self, translate: Callable[[str], str]) -> dict[str, Any]:
        """The finding as report.json, pages and feeds show it, in the language of ``translate``."""
        return retold(self.kept(), translate)

    def kept(self) -> dict[str, Any]:
        """The finding as data for a database: said later, in any language, even when its rule is gone by then."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": {k: v for k, v in _where_items(self.where) if v not in ("", None)},
            "message": self.rule.message,
            "hint": self.rule.hint,
            "params": {k: v if isinstance(v, int | float) else str(v) for k, v in self.params.items()},
            "acceptable": self.rule.acceptable,
            "phrases": sorted(k for k, v in self.params.items() if isinstance(v, Phrase)),
        }


def retold(kept: Mapping[str, Any], translate: Callable[[str], str]) -> dict[str, Any]:
    """What ``Finding.kept`` kept, said in the language of ``translate``."""
    params = _Params({name: _written(value, translate) for name, value in kept["params"].items()})
    params.update({name: translate(str(params[name])) for name in kept["phrases"]})
    return {
        "code": kept["code"],
        "severity": kept["severity"],
        "where": kept["where"],
        "message": translate(kept["message"]).format_map(params),
        "hint": translate(kept["hint"]).format_map(params) if kept["hint"] else "",
    }


RETIRED = frozenset(("im-002", "in-026"))
"""Codes of rules that are no more; nothing else may ever be called so."""
RULES: dict[str, Rule] = {}
"""Every rule by code; filled where the rule lives, by ``rule()``."""


def rule(code: str, severity: Severity, message: str, hint: str = "", *, acceptable: bool = False) -> str:
    """Register a rule beside the code that applies it and return its code.

    Raises ValueError when the code is taken: codes are a public promise.
    """
    if code in RULES or code in RETIRED:
        raise ValueError(f"the code {code} is taken")
    RULES[code] = Rule(code, severity, message, hint, acceptable)
    return code


class ManuscriptRefused(Exception):
    """The manuscript cannot become a book as it is; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(f.code for f in findings))
        self.findings = findings


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that stop publication."""
    return [f for f in findings if f.severity is Severity.ERROR]


def _where_items(where: Where) -> list[tuple[str, str | int | None]]:
    return [
        ("chapter", where.chapter),
        ("paragraph", where.paragraph),
        ("page", where.page),
        ("line", where.line),
        ("file", where.file),
    ]


FOUR_FIGURES = 9_999
"""Up to here a whole number stands unseparated: it may be a year, a page or an article."""


def _written(value: Any, translate: Callable[[str], str]) -> Any:
    """A number with the separators of the reader's language; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int) and abs(value) <= FOUR_FIGURES:
        return value
    return grouped(value, translate)


class _Params(dict[str, Any]):
    """Parameters for a sentence; a missing one shows its name instead of losing the message."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
