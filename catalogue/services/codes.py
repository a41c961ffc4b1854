"""Codes that an administrator gives: short, and fit for an address and a sheet."""

from __future__ import annotations

import re

from catalogue.errors import Refusal
from pipeline.i18n import N_

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
_BAD = N_("A code has up to 40 letters without marks, figures, dots and hyphens.")


def must_be_code(text: str, refused_as: str) -> None:
    """Raise the Refusal ``refused_as`` unless the text can be a code."""
    if not _CODE.fullmatch(text):
        raise Refusal(refused_as, _BAD, field="code")
