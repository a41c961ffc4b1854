"""What EPUBCheck's messages are about, by id and by family, in words of ours: of its languages none is Vietnamese.

Its own sentence stays with the finding, since it says more of the place.
"""

from __future__ import annotations

from pipeline.findings import Phrase
from pipeline.i18n import N_

_BY_ID = {
    "OPF-001": N_("the version of EPUB is missing or not one that is known"),
    "OPF-003": N_("a file in the book is not listed in the package"),
    "OPF-010": N_("the package refers to something that cannot be found"),
    "OPF-012": N_("a file is given a property that does not exist"),
    "OPF-014": N_("a file holds a formula, drawing or script that the package does not declare"),
    "OPF-015": N_("the package declares a property that the file does not have"),
    "OPF-018": N_("the package declares remote resources where there are none"),
    "OPF-030": N_("the book's identifier that the package names is not there"),
    "OPF-033": N_("nothing in the book is in its reading order"),
    "OPF-034": N_("the reading order lists one file twice"),
    "OPF-048": N_("the package does not name the book's identifier"),
    "OPF-049": N_("the reading order lists a file that is not in the package"),
    "OPF-053": N_("a date is not written as the standard recommends"),
    "OPF-060": N_("two files have the same name"),
    "OPF-074": N_("one file is listed twice in the package"),
    "OPF-085": N_("the identifier says that it is a UUID and is none"),
    "OPF-086": N_("a part of the standard is used that is no longer recommended"),
    "OPF-088": N_("a word for what a passage is (epub:type) is not one of the standard's"),
    "OPF-092": N_("a language tag is not well-formed"),
    "OPF-096": N_("a page outside the reading order cannot be reached by any link"),
    "RSC-001": N_("a file that the package lists is not in the book"),
    "RSC-004": N_("a file is encrypted and cannot be checked"),
    "RSC-005": N_("the markup breaks a rule of the standard"),
    "RSC-006": N_("a file outside the book is used where that is not allowed"),
    "RSC-007": N_("a link leads to a file that is not in the book"),
    "RSC-008": N_("a file is used that the package does not list"),
    "RSC-010": N_("a link leads to a file of a kind that reading programs need not show"),
    "RSC-011": N_("a link leads to a file that is not in the reading order"),
    "RSC-012": N_("a link leads to a place that does not exist"),
    "RSC-016": N_("a file is not well-formed and cannot be read to its end"),
    "RSC-017": N_("the markup departs from what the standard recommends"),
    "RSC-020": N_("an address is not a valid one"),
    "RSC-026": N_("an address leads out of the book"),
    "RSC-032": N_("a file of a kind that is not of the standard has no other in its place"),
    "PKG-003": N_("the file's beginning cannot be read"),
    "PKG-004": N_("the file is damaged at its beginning"),
    "PKG-006": N_("the file does not begin with what tells that it is an EPUB"),
    "PKG-007": N_("the file says that it is something else than an EPUB"),
    "PKG-008": N_("the file cannot be opened"),
    "PKG-009": N_("a file's name holds signs that are not allowed"),
    "PKG-010": N_("a file's name holds spaces"),
    "PKG-012": N_("a file's name holds letters beyond ASCII"),
    "PKG-021": N_("a picture is damaged"),
    "PKG-022": N_("a picture's name says another kind than its content"),
    "NAV-010": N_("the contents lead out of the book"),
    "NAV-011": N_("the contents are not in the order of the text"),
    "NCX-001": N_("the old table of contents names another book"),
    "HTM-004": N_("a page declares another kind of document than the standard asks for"),
    "HTM-025": N_("a link is of a kind that is not registered"),
    "CSS-001": N_("a style sets what belongs to the text itself (direction)"),
    "CSS-008": N_("a style sheet cannot be read"),
    "ACC-009": N_("a formula has no words for those who cannot see it"),
    "ACC-011": N_("a link in a drawing has no name"),
}
_BY_FAMILY = {
    "ACC": N_("a rule of accessibility is not kept"),
    "CSS": N_("a style sheet breaks a rule of the standard"),
    "HTM": N_("a page breaks a rule of the standard"),
    "MED": N_("a picture, sound or film breaks a rule of the standard"),
    "NAV": N_("the contents break a rule of the standard"),
    "NCX": N_("the old table of contents breaks a rule of the standard"),
    "OPF": N_("the package breaks a rule of the standard"),
    "PKG": N_("the file is not packed as the standard asks"),
    "RSC": N_("a file of the book breaks a rule of the standard"),
    "SCP": N_("a script breaks a rule of the standard"),
    "": N_("a rule of the standard is not kept"),
}


def meaning(code: str) -> Phrase:
    """What the message with this id, such as RSC-005, is about."""
    return Phrase(_BY_ID.get(code[:7]) or _BY_FAMILY.get(code.partition("-")[0], _BY_FAMILY[""]))
