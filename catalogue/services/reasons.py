"""Why a title counts as it does, in words: acts with number and day, languages, and what people decided."""

from __future__ import annotations

from catalogue.models.titles import DossierKind
from catalogue.rules.counting.records import Reason
from catalogue.services.ledger import OVERRIDE, RELEASED_HERE, Act, Decision, Override
from catalogue.wording import Wording
from pipeline.i18n import N_

ACTS: dict[str, str] = {
    DossierKind.REGISTRATION: N_("Registration confirmation"), DossierKind.DECISION: N_("Publication decision"),
    DossierKind.LICENCE: N_("Licence of a non-business publication"), DossierKind.DEPOSIT: N_("Legal deposit"),
    DossierKind.RELEASE: N_("Release decision"), RELEASED_HERE: N_("Release here, version {number}"),
    OVERRIDE: N_("A person's decision: {number}"),
}  # fmt: skip
EXACTNESS = {
    "month": N_("known to the month only"),
    "quarter": N_("known to the quarter only"),
    "year": N_("known to the year only"),
}
FAMILIES = {
    "national": N_("Vietnamese"), "minority": N_("a language of Vietnam's ethnic minorities"),
    "foreign": N_("a foreign language"),
}  # fmt: skip
AXES = {
    "language": N_("The language counts as"), "form": N_("The form counts as"), "programme": N_("The programme"),
}  # fmt: skip
VALUES: dict[tuple[str, str], str] = {
    ("language", "national"): N_("the language counts as Vietnamese"),
    ("language", "minority"): N_("the language counts as one of an ethnic minority"),
    ("language", "foreign"): N_("the language counts as foreign"),
    ("language", "rule"): N_("the language counts by the rule again"),
    ("form", "ebook"): N_("it is an e-book"),
    ("form", "print"): N_("it is no e-book"),
    ("form", "rule"): N_("e-book or not by its papers again"),
    ("programme", "out"): N_("it is no book of the programme and does not count"),
    ("programme", "rule"): N_("it is a book of the programme again"),
}
BY_RULE = N_("{language}: {family}, by the rule")
NOT_COUNTED = N_("No release and no legal deposit is known.")
LEFT_OUT: dict[Reason, str] = {
    "outside": N_("It was released before the programme began or after its deadline."),
    "reprint": N_("It is a reprint, and the rules leave reprints out."),
    "again": N_("It is a reprint, and another edition of the same title counts in the same period."),
    "volume": N_("It is a further volume of a set, and by the rules a set counts once."),
    "licensed": N_("It is a document under a licence, and the rules leave those out."),
}
OUT = N_("It was decided that it is no book of the programme.")
LATER = N_("It counts only from {day} on.")
AWAY = N_("Its files were taken back; it does not count on this day.")


def act(speech: Wording, found: Act | None) -> str:
    """An act with its number and day; empty for none."""
    if found is None:
        return ""
    named = speech.say(ACTS[found.kind], number=found.number)
    number = f" {found.number}" if found.number and found.kind not in (RELEASED_HERE, OVERRIDE) else ""
    exact = f" ({speech.say(EXACTNESS[found.precision])})" if found.precision in EXACTNESS else ""
    return f"{named}{number}, {speech.date(found.on)}{exact}"


def override(speech: Wording, found: Override) -> str:
    """What somebody decided."""
    return speech.say(VALUES[found.axis, found.value])


def family(speech: Wording, found: Decision, language: str) -> str:
    """As what the language counts, and by whose word."""
    forced = found.forced.get("language")
    if forced:
        return f"{override(speech, forced)} ({forced.by}: {forced.reason})"
    if found.facts is None:
        return speech.language_name(language)
    return speech.say(BY_RULE, language=speech.language_name(language), family=speech.say(FAMILIES[found.facts.family]))


def why_not(speech: Wording, found: Decision) -> str:
    """Why a title does not count; empty when it does."""
    if found.counted:
        return ""
    if "programme" in found.forced:
        return speech.say(OUT)
    if found.facts is None:
        return speech.say(NOT_COUNTED)
    if found.facts.out:
        return speech.say(LEFT_OUT[found.facts.out])
    if found.facts.away:
        return speech.say(AWAY)
    return speech.say(LATER, day=speech.date(found.facts.counted_on))
