"""What a harvester asks, judged before anything is looked up (OAI-PMH 2.0, 3.1.1, 3.5 and 3.6)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

ErrorCode = Literal[
    "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch"
]
LISTS = ("ListIdentifiers", "ListRecords")
_RANGE = frozenset({"metadataPrefix", "from", "until", "set"})
ALLOWED: Mapping[str, frozenset[str]] = {
    "Identify": frozenset(), "ListMetadataFormats": frozenset({"identifier"}), "ListSets": frozenset(),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}), "ListIdentifiers": _RANGE, "ListRecords": _RANGE,
}  # fmt: skip
NEEDED: Mapping[str, frozenset[str]] = {
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    **dict.fromkeys(LISTS, frozenset({"metadataPrefix"})),
}
TOKENS = (*LISTS, "ListSets")
SECONDS = "%Y-%m-%dT%H:%M:%SZ"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)
LONGEST = 500
"""Characters of a value; nothing that we gave out is longer."""


class OaiError(Exception):
    """What the protocol answers instead: a code of its table 3.6, and a sentence for whoever runs the harvester."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """How far a list has been given: after which record, as the how-manieth."""

    datestamp: datetime
    id: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Arguments:
    """A request that can be answered; a list that goes on has the arguments with which it began."""

    verb: str
    said: Mapping[str, str]
    """As they were sent, for the answer to repeat."""
    values: Mapping[str, str]
    """With those of the resumption token, where one was sent."""
    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None


def judged(pairs: Sequence[tuple[str, str]]) -> Arguments:
    """The request of these arguments. Raises OaiError."""
    said = dict(pairs)
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in ALLOWED:
        raise OaiError("badVerb", "The verb is missing, repeated or none of OAI-PMH 2.0.")
    [verb] = verbs
    if len(said) != len(pairs):
        raise OaiError("badArgument", "An argument is repeated.")
    if any(len(value) > LONGEST for value in said.values()):
        raise OaiError("badArgument", "An argument is too long.")
    given = {name: value for name, value in said.items() if name != "verb"}
    if "resumptionToken" in given and verb in TOKENS:
        return _resumed(verb, said, given)
    if set(given) - ALLOWED[verb]:
        raise OaiError("badArgument", f"{verb} does not take {', '.join(sorted(set(given) - ALLOWED[verb]))}.")
    missing = NEEDED.get(verb, frozenset()) - set(given)
    if missing:
        raise OaiError("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    return _ranged(verb, said, given)


def _ranged(verb: str, said: Mapping[str, str], given: Mapping[str, str], after: Place | None = None) -> Arguments:
    since, until = (_moment(given[name], name) if name in given else None for name in ("from", "until"))
    if since and until:
        if len(given["from"]) != len(given["until"]):
            raise OaiError("badArgument", "from and until have to be of one granularity.")
        if since > until:
            raise OaiError("badArgument", "from is later than until.")
    return Arguments(verb, said, given, since, until, after)


def _moment(text: str, name: str) -> datetime:
    """A day or a second in UTC; the last second of the day that ``until`` names."""
    if not _MOMENT.fullmatch(text):
        raise OaiError("badArgument", f"{name} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.")
    day = len(text) == len("YYYY-MM-DD")
    try:
        found = datetime.strptime(text, "%Y-%m-%d" if day else SECONDS).replace(tzinfo=UTC)
    except ValueError:
        raise OaiError("badArgument", f"There is no such moment as {text}.") from None
    return found + timedelta(days=1, seconds=-1) if day and name == "until" and found.year < 9999 else found


def token(of: Arguments, after: Place) -> str:
    """Where the list of these arguments goes on. It holds all it needs, so it never expires and can be sent again."""
    said = [dict(of.values), after.datestamp.strftime(SECONDS), after.id, after.cursor]
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sum(content) + content).decode().rstrip("=")


def _sum(content: bytes) -> bytes:
    """Tells a token of ours from one that was cut or typed; it opens nothing, so it needs no secret."""
    return hashlib.sha256(b"oai-1" + content).digest()[:6]


def _resumed(verb: str, said: Mapping[str, str], given: Mapping[str, str]) -> Arguments:
    if len(given) > 1:
        raise OaiError("badArgument", "resumptionToken stands alone.")
    bad = OaiError("badResumptionToken", "This resumption token is none of ours. Begin the list again.")
    if verb not in LISTS:
        raise bad
    text = given["resumptionToken"]
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise bad from None
    if _sum(raw[6:]) != raw[:6]:
        raise bad
    values, moment, key, cursor = json.loads(raw[6:])
    place = Place(_moment(moment, "resumptionToken"), key, cursor)
    return _ranged(verb, said, values, place)
