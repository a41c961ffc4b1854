"""What a book says of its accessibility, in words, as the W3C's display guide orders it.

Accessibility Metadata Display Guide for Digital Publications 2.0: ways of reading, conformance, navigation, rich
content, hazards. What the book does not say is not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.web.i18n import Speech
from pipeline.i18n import N_

FEATURES: Mapping[str, str] = {
    "displayTransformability": N_("Letters, spacing and colours can be changed."),
    "alternativeText": N_("Every picture has a description."),
    "longDescription": N_("Pictures that need it are described at length."),
    "MathML": N_("Formulas can be read aloud."),
    "describedMath": N_("Formulas are described in words."),
    "tableOfContents": N_("The contents lead to every chapter."),
    "structuralNavigation": N_("Headings are ordered by level, so that one can move from part to part."),
    "pageNavigation": N_("The page numbers are those of the PDF, and one can go to a page."),
    "ttsMarkup": N_("Hints for the speech engine are in the text."),
    "closedCaptions": N_("Films have captions."),
    "transcript": N_("Sound has a transcript."),
}
HAZARDS: Mapping[str, str] = {
    "none": N_("Nothing flashes, moves by itself or makes a sudden sound."),
    "flashing": N_("Something in it flashes."),
    "motionSimulation": N_("Something in it moves in a way that can make one dizzy."),
    "sound": N_("It makes sounds that can disturb."),
    "unknown": N_("Whether something in it flashes or moves is not known."),
}
READ_ALOUD = N_("Everything can be read as text: aloud, in Braille, enlarged.")
IN_PART = N_("Not everything can be read as text; some of it is only to be seen.")
CONFORMS = N_("Its publisher says that it conforms to {standard}.")
SILENT = N_("The book says nothing about its accessibility.")


def said(speech: Speech, claims: Mapping[str, Sequence[str]]) -> list[str]:
    """The claims as sentences."""
    found = []
    enough = claims.get("accessModeSufficient", ())
    if enough:
        found.append(READ_ALOUD if "textual" in enough else IN_PART)
    held = set(claims.get("accessibilityFeature", ()))
    found += [sentence for name, sentence in FEATURES.items() if name in held]
    hazards = claims.get("accessibilityHazard", ())
    found += [sentence for name, sentence in HAZARDS.items() if name in hazards]
    made = [speech.say(sentence) for sentence in found]
    made += [speech.say(CONFORMS, standard=standard) for standard in claims.get("conformsTo", ())]
    return made or [speech.say(SILENT)]
